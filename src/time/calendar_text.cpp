// The calendar format; docs/calendar-format.md describes it.

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/time/calendar.hpp"

namespace o2c::inline v1 {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// Takes from `text` what stands before the first of the `ends`, and that one with it.
std::string_view take_until(std::string_view& text, std::string_view ends) {
  const std::size_t size = std::min(text.find_first_of(ends), text.size());
  const std::string_view taken = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return taken;
}

std::string_view take_word(std::string_view& text) {
  const std::string_view word = take_until(text, blanks);
  text = trimmed(text);
  return word;
}

// Collects what the lines say, and what is wrong with them.
class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  void read_line(std::string_view line) {
    ++row_;
    std::string_view rest = trimmed(line);
    if (rest.empty() || rest.front() == '#') return;
    const std::string_view keyword = take_word(rest);
    if (keyword == "calendar") {
      read_name(rest);
    } else if (keyword == "weekend") {
      read_weekend(rest);
    } else if (keyword == "covers") {
      read_covers(rest);
    } else if (keyword == "holiday") {
      read_day("holiday", holidays_, rest);
    } else if (keyword == "workday") {
      read_day("workday", workdays_, rest);
    } else {
      fault("", trimmed(line),
            "a line that begins with calendar, covers, weekend, holiday, workday or #");
    }
  }

  // Throws ParseError.
  Calendar finish() {
    row_ = -1;
    if (!rows_.contains("calendar")) fault("calendar", "", "a line such as \"calendar TARGET\"");
    if (!rows_.contains("weekend"))
      fault("weekend", "", "a line such as \"weekend Saturday Sunday\" or \"weekend none\"");
    std::optional<Calendar> calendar;
    try {
      // Even after a faulty line: what the others contradict is reported with it.
      calendar.emplace(name_, weekend_, holidays_.days, workdays_.days, covers_from_, covers_to_);
    } catch (const InvalidArgument& error) {
      for (const Fault& found : error.faults()) add_fault_of_calendar(found);
    }
    if (faults_.empty()) return *std::move(calendar);

    std::ranges::sort(faults_, {}, [](const Fault& found) {
      return std::tie(found.row, found.field, found.value);
    });
    std::string message = (file_.empty() ? "calendar" : std::string(file_)) + ": " +
                          std::to_string(faults_.size()) +
                          (faults_.size() == 1 ? " fault" : " faults");
    for (const Fault& found : faults_) message += "\n  " + sentence(found);
    throw ParseError(message, std::move(faults_));
  }

 private:
  struct Days {
    std::vector<CalendarDay> days;
    std::vector<std::int64_t> rows;  // of each day
  };

  void fault(const std::string& field, std::string_view value, std::string expected) {
    faults_.push_back({std::string(file_), row_, field, std::string(value), std::move(expected)});
  }

  // Puts a fault of the calendar's arguments at the line which the argument came from.
  void add_fault_of_calendar(const Fault& found) {
    const auto at = static_cast<std::size_t>(found.row);
    std::string field = "calendar";
    if (found.field == "holidays") {
      row_ = holidays_.rows[at];
      field = "holiday";
    } else if (found.field == "workdays") {
      row_ = workdays_.rows[at];
      field = "workday";
    } else {
      // The name or the days covered; weekdays are checked when they are read.
      if (found.field == "covers_to") field = "covers";
      const auto row = rows_.find(field);
      if (row == rows_.end()) return;  // A line that is missing has been reported.
      row_ = row->second;
    }
    fault(field, found.value, found.expected);
  }

  // The lines of a file are counted from 1 wherever people see them.
  static std::string sentence(const Fault& found) {
    Fault shown = found;
    shown.file = found.row < 0 ? "" : "line " + std::to_string(found.row + 1);
    shown.row = -1;
    return to_string(shown);
  }

  // Whether no line of this kind came before; otherwise reports it.
  bool is_first(const std::string& keyword, std::string_view value) {
    const auto [first, inserted] = rows_.emplace(keyword, row_);
    if (!inserted)
      fault(keyword, value,
            "one such line; the first is line " + std::to_string(first->second + 1));
    return inserted;
  }

  void read_name(std::string_view rest) {
    if (is_first("calendar", rest)) name_ = rest;
  }

  void read_weekend(std::string_view rest) {
    if (!is_first("weekend", rest) || rest == "none") return;
    if (rest.empty()) fault("weekend", rest, "weekdays such as Saturday Sunday, or none");
    while (!rest.empty()) {
      const std::string_view word = take_word(rest);
      try {
        weekend_.push_back(parse_weekday(word));
      } catch (const ParseError&) {
        fault("weekend", word, "a weekday such as Saturday or Sat");
      }
    }
  }

  void read_covers(std::string_view rest) {
    if (!is_first("covers", rest)) return;
    const auto from = read_date("covers", take_word(rest));
    const auto to = read_date("covers", take_word(rest));
    if (!rest.empty()) fault("covers", rest, "nothing after the second date");
    if (from) covers_from_ = *from;
    if (to) covers_to_ = *to;
  }

  void read_day(const std::string& keyword, Days& days, std::string_view rest) {
    if (const auto date = read_date(keyword, take_word(rest))) {
      days.days.push_back({*date, std::string(rest)});
      days.rows.push_back(row_);
    }
  }

  std::optional<Date> read_date(const std::string& keyword, std::string_view text) {
    try {
      return Date::parse(text);
    } catch (const ParseError&) {
      fault(keyword, text, "a date YYYY-MM-DD");
      return std::nullopt;
    }
  }

  std::string_view file_;
  std::int64_t row_ = -1;
  std::vector<Fault> faults_;

  std::map<std::string, std::int64_t> rows_;  // of the lines that may stand only once
  std::string name_;
  std::vector<Weekday> weekend_;
  Days holidays_;
  Days workdays_;
  Date covers_from_ = Date::min();
  Date covers_to_ = Date::max();
};

void write_days(std::string& text, const char* keyword, const std::vector<CalendarDay>& days) {
  for (const CalendarDay& day : days) {
    text += keyword + to_string(day.date);
    if (!day.name.empty()) text += " " + day.name;
    text += "\n";
  }
}

}  // namespace

Calendar Calendar::parse(std::string_view text, std::string_view file) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  Reader reader(file);
  while (!text.empty()) reader.read_line(take_until(text, "\n"));
  return reader.finish();
}

Calendar Calendar::load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::array<char, 4096> block;
  do {
    file.read(block.data(), block.size());
    text.append(block.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  // A file that is missing, and a directory, fail before any end is seen.
  if (!file.eof()) throw_invalid("cannot read the calendar file " + in_quotes(path));
  return parse(text, path);
}

std::string Calendar::to_text() const {
  std::string text = "calendar " + name_ + "\n";
  if (covers_from_ != Date::min() || covers_to_ != Date::max())
    text += "covers " + to_string(covers_from_) + " " + to_string(covers_to_) + "\n";
  text += "weekend";
  for (const Weekday day : weekend()) text += " " + to_string(day);
  if (weekend_ == 0) text += " none";
  text += "\n";
  write_days(text, "holiday ", holidays_);
  write_days(text, "workday ", workdays_);
  return text;
}

}  // namespace o2c

#include "o2c/time/calendar.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

namespace {

// Longer than any closure on record, and short enough to notice a calendar that is always closed.
constexpr std::int32_t reach_days = 366;

constexpr std::uint8_t bit(Weekday weekday) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(weekday));
}

bool lists(const std::vector<CalendarDay>& days, Date date) {
  return std::ranges::binary_search(days, date, {}, &CalendarDay::date);
}

bool is_one_trimmed_line(std::string_view name) {
  constexpr std::string_view blanks = " \t";
  return name.empty() || (name.find_first_of("\r\n") == std::string_view::npos &&
                          blanks.find(name.front()) == std::string_view::npos &&
                          blanks.find(name.back()) == std::string_view::npos);
}

// A day as it was given: which list, and where in it.
struct Given {
  const CalendarDay* day;
  std::string_view field;  // "holidays" or "workdays"
  std::int64_t row;
};

// What the days of one list get wrong by themselves; adds them to `all`.
template <class Expectation>
void check_days(const std::vector<CalendarDay>& days, std::string_view field,
                std::vector<Given>& all, std::vector<Fault>& faults,
                const Expectation& expected_of) {
  for (std::size_t i = 0; i < days.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    if (!is_one_trimmed_line(days[i].name))
      faults.push_back({.row = row,
                        .field = std::string(field),
                        .value = days[i].name,
                        .expected = "a name on one line, without blanks around it"});
    const std::string expected = expected_of(days[i].date);
    if (!expected.empty())
      faults.push_back({.row = row,
                        .field = std::string(field),
                        .value = to_string(days[i].date),
                        .expected = expected});
    all.push_back({&days[i], field, row});
  }
}

// Every date that is given twice, in one list or in both.
void check_clashes(std::vector<Given> all, std::vector<Fault>& faults) {
  // A make-up day after the holiday of its date, the second mention after the first.
  std::ranges::sort(all, {}, [](const Given& given) {
    return std::tuple(given.day->date, given.field, given.row);
  });
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].day->date != all[i - 1].day->date) continue;
    faults.push_back({.row = all[i].row,
                      .field = std::string(all[i].field),
                      .value = to_string(all[i].day->date),
                      .expected = all[i].field == all[i - 1].field
                                      ? "a date that is listed once"
                                      : "a date that is not a holiday as well"});
  }
}

std::string message_of(const std::string& name, const std::vector<Fault>& faults) {
  std::string message = "calendar " + in_quotes(name) + " is faulty";
  for (const Fault& fault : faults) message += "\n  " + to_string(fault);
  return message;
}

// The days of both lists, each date once, under both names.
std::vector<CalendarDay> merged(std::vector<CalendarDay> days) {
  std::ranges::sort(days, {}, [](const CalendarDay& day) { return std::tie(day.date, day.name); });
  std::vector<CalendarDay> once;
  for (CalendarDay& day : days) {
    if (once.empty() || once.back().date != day.date) {
      once.push_back(std::move(day));
    } else if (once.back().name.empty()) {
      once.back().name = std::move(day.name);
    } else if (!day.name.empty() && day.name != once.back().name) {
      once.back().name += " / " + day.name;
    }
  }
  return once;
}

}  // namespace

std::string to_string(Roll roll) {
  switch (roll) {
    case Roll::none:
      return "none";
    case Roll::following:
      return "following";
    case Roll::modified_following:
      return "modified_following";
    case Roll::preceding:
      return "preceding";
    case Roll::modified_preceding:
      return "modified_preceding";
  }
  throw_invalid(std::to_string(static_cast<int>(roll)) + " is not a Roll");
}

Calendar::Calendar(std::string name, std::vector<Weekday> weekend,
                   std::vector<CalendarDay> holidays, std::vector<CalendarDay> workdays,
                   Date covers_from, Date covers_to)
    : name_(std::move(name)),
      holidays_(std::move(holidays)),
      workdays_(std::move(workdays)),
      covers_from_(covers_from),
      covers_to_(covers_to) {
  std::vector<Fault> faults;
  if (name_.empty() || !is_one_trimmed_line(name_))
    faults.push_back({.field = "name",
                      .value = name_,
                      .expected = "a name on one line, without blanks around it"});
  for (std::size_t i = 0; i < weekend.size(); ++i) {
    if (weekend[i] < Weekday::monday || weekend[i] > Weekday::sunday)
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = "weekend",
                        .value = std::to_string(static_cast<int>(weekend[i])),
                        .expected = "a weekday, 1 (Monday) to 7 (Sunday)"});
    else
      weekend_ |= bit(weekend[i]);
  }
  if (covers_to_ < covers_from_)
    faults.push_back({.field = "covers_to",
                      .value = to_string(covers_to_),
                      .expected = "a date not before " + to_string(covers_from_)});

  const auto expected_of_holiday = [this](Date date) -> std::string {
    if (covers_from_ <= date && date <= covers_to_) return {};
    return "a date that the calendar covers, " + to_string(covers_from_) + " to " +
           to_string(covers_to_);
  };
  const auto expected_of_workday = [&](Date date) -> std::string {
    // Working on a Tuesday needs no make-up day: such a line is a slip in the date.
    if (!is_weekend(date)) return "a day of the weekend; a " + to_string(weekday(date)) + " is not";
    return expected_of_holiday(date);
  };
  std::vector<Given> all;
  check_days(holidays_, "holidays", all, faults, expected_of_holiday);
  check_days(workdays_, "workdays", all, faults, expected_of_workday);
  check_clashes(std::move(all), faults);
  if (!faults.empty()) {
    const std::string message = message_of(name_, faults);
    throw InvalidArgument(message, std::move(faults));
  }
  std::ranges::sort(holidays_, {}, &CalendarDay::date);
  std::ranges::sort(workdays_, {}, &CalendarDay::date);
}

std::vector<Weekday> Calendar::weekend() const {
  std::vector<Weekday> days;
  for (int number = 1; number <= 7; ++number)
    if (weekend_ & bit(static_cast<Weekday>(number))) days.push_back(static_cast<Weekday>(number));
  return days;
}

bool Calendar::is_weekend(Date date) const noexcept { return weekend_ & bit(weekday(date)); }

bool Calendar::is_business_day(Date date) const {
  if (date < covers_from_ || covers_to_ < date)
    throw_invalid("calendar " + in_quotes(name_) + " does not know " + to_string(date) +
                  ": expected a date that it covers, " + to_string(covers_from_) + " to " +
                  to_string(covers_to_));
  // Make-up days are days of the weekend, so that a workday is looked up in one list only.
  return is_weekend(date) ? lists(workdays_, date) : !lists(holidays_, date);
}

std::optional<Date> Calendar::find(Date from, Date to) const {
  const std::int64_t step = from <= to ? 1 : -1;
  for (Date date = from;; date += step) {
    if (is_business_day(date)) return date;
    if (date == to) return std::nullopt;
  }
}

Date Calendar::next(Date date) const {
  const Date limit = Date::max() - date < reach_days ? Date::max() : date + reach_days;
  if (const auto found = find(date, limit)) return *found;
  throw_invalid("calendar " + in_quotes(name_) + " has no business day within 366 days after " +
                to_string(date));
}

Date Calendar::previous(Date date) const {
  const Date limit = date - Date::min() < reach_days ? Date::min() : date - reach_days;
  if (const auto found = find(date, limit)) return *found;
  throw_invalid("calendar " + in_quotes(name_) + " has no business day within 366 days before " +
                to_string(date));
}

Date Calendar::roll(Date date, Roll rule) const {
  // The modified rolls search their own month first: the end of a year that is covered needs no
  // holidays of the next.
  switch (rule) {
    case Roll::none:
      return date;
    case Roll::following:
      return next(date);
    case Roll::preceding:
      return previous(date);
    case Roll::modified_following:
      if (const auto found = find(date, end_of_month(date))) return *found;
      return previous(date);
    case Roll::modified_preceding:
      if (const auto found = find(date, Date(date.year(), date.month(), 1))) return *found;
      return next(date);
  }
  throw_invalid(std::to_string(static_cast<int>(rule)) + " is not a Roll");
}

Date Calendar::add_business_days(Date date, std::int64_t n) const {
  for (; n > 0; --n) date = next(date + 1);
  for (; n < 0; ++n) date = previous(date - 1);
  return date;
}

std::int32_t Calendar::business_days_between(Date from, Date to) const {
  const std::int32_t step = from <= to ? 1 : -1;
  std::int32_t count = 0;
  for (Date date = from; date != to;) {
    date += step;
    if (is_business_day(date)) count += step;
  }
  return count;
}

Calendar joint(const Calendar& a, const Calendar& b) {
  const Date from = std::max(a.covers_from(), b.covers_from());
  const Date to = std::min(a.covers_to(), b.covers_to());
  std::vector<Weekday> weekend = a.weekend();
  std::vector<CalendarDay> holidays;
  std::vector<CalendarDay> workdays;
  for (const Calendar* calendar : {&a, &b}) {
    for (const Weekday day : calendar->weekend()) weekend.push_back(day);
    for (const CalendarDay& day : calendar->holidays())
      if (from <= day.date && day.date <= to) holidays.push_back(day);
    // A make-up day of one place is worked only where the other place is open as well.
    for (const CalendarDay& day : calendar->workdays())
      if (from <= day.date && day.date <= to && a.is_business_day(day.date) &&
          b.is_business_day(day.date))
        workdays.push_back(day);
  }
  return Calendar(a.name() + " + " + b.name(), std::move(weekend), merged(std::move(holidays)),
                  merged(std::move(workdays)), from, to);
}

std::string to_string(const Calendar& calendar) {
  std::string text = calendar.name() + ": weekend";
  for (const Weekday day : calendar.weekend()) text += " " + to_string(day);
  if (calendar.weekend().empty()) text += " none";
  const auto counted = [](std::size_t count, const std::string& noun) {
    return ", " + std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
  };
  return text + counted(calendar.holidays().size(), "holiday") +
         counted(calendar.workdays().size(), "make-up working day");
}

}  // namespace o2c

#include "o2c/time/date.hpp"

#include <array>

namespace o2c::inline v1 {

namespace detail {

void throw_no_such_date(int year, int month, int day) {
  const std::string given =
      std::to_string(year) + "-" + std::to_string(month) + "-" + std::to_string(day);
  if (year < 1 || year > 9999) throw_invalid(given + " is not a date: expected a year 1 to 9999");
  if (month < 1 || month > 12) throw_invalid(given + " is not a date: expected a month 1 to 12");
  throw_invalid(given + " is not a date: expected a day 1 to " +
                std::to_string(days_in_month(year, month)));
}

void throw_no_such_day_number(std::int64_t days) {
  throw_invalid(std::to_string(days) +
                " days since 1970-01-01 is not a date: expected -719162 (0001-01-01) to 2932896 "
                "(9999-12-31)");
}

void throw_no_such_month(int year, int month) {
  throw_invalid(std::to_string(year) + "-" + std::to_string(month) +
                " is not a month: expected a year 1 to 9999 and a month 1 to 12");
}

}  // namespace detail

namespace {

// One piece of a format: a field, or a character that stands for itself.
struct Piece {
  enum class Kind { year, month, day, literal } kind;
  char literal;
};

// Takes the first piece of a format. Throws InvalidArgument.
Piece take_piece(std::string_view& format) {
  using enum Piece::Kind;
  const char first = format.front();
  format.remove_prefix(1);
  if (first != '%') return {literal, first};
  const char letter = format.empty() ? '\0' : format.front();
  format.remove_prefix(format.empty() ? 0 : 1);
  if (letter == 'Y') return {year, letter};
  if (letter == 'm') return {month, letter};
  if (letter == 'd') return {day, letter};
  if (letter == '%') return {literal, letter};
  throw_invalid("a date format has a % that is no field: expected only %Y, %m, %d and %%");
}

// Throws InvalidArgument unless the format has each field once.
void check_format(std::string_view format) {
  std::array<int, 4> times{};  // of each kind of piece
  for (std::string_view rest = format; !rest.empty();)
    ++times[static_cast<std::size_t>(take_piece(rest).kind)];
  if (times[0] != 1 || times[1] != 1 || times[2] != 1)
    throw_invalid(in_quotes(format) + " is not a date format: expected each of %Y, %m and %d once");
}

enum class Form { iso, stated };

// Reads one date by a format that has each field once.
class Reader {
 public:
  Reader(std::string_view text, std::string_view format, Form form)
      : text_(text), format_(format), form_(form) {}

  Date read() {
    std::array<Field, 3> fields{};  // year, month, day
    bool after_field = false;
    for (std::string_view rest = format_; !rest.empty();) {
      const Piece piece = take_piece(rest);
      if (piece.kind == Piece::Kind::literal) {
        read_literal(piece.literal);
      } else if (piece.kind == Piece::Kind::year) {
        fields[0] = read_number("a year", 4, 4);
      } else {
        // Where two fields touch, 2026111 would be 1 November as well as 11 January. (The first of
        // them takes two digits anyway, or leaves the second none.)
        const std::size_t digits_min = form_ == Form::iso || after_field ? 2 : 1;
        const bool month = piece.kind == Piece::Kind::month;
        fields[month ? 1 : 2] = read_number(month ? "a month" : "a day", digits_min, 2);
      }
      after_field = piece.kind != Piece::Kind::literal;
    }
    if (position_ != text_.size()) fail("the end", position_);

    const auto& [year, month, day] = fields;
    if (year.value < 1) fail("a year from 0001 to 9999", year.offset);
    if (month.value < 1 || month.value > 12) fail("a month from 1 to 12", month.offset);
    const int last_day = days_in_month(year.value, month.value);
    if (day.value < 1 || day.value > last_day)
      fail("a day from 1 to " + std::to_string(last_day), day.offset);
    return {year.value, month.value, day.value};
  }

 private:
  struct Field {
    int value;
    std::size_t offset;
  };

  void read_literal(char c) {
    if (position_ == text_.size() || text_[position_] != c) fail(in_quotes({&c, 1}), position_);
    ++position_;
  }

  // Reads as many digits as there are, up to `digits_max`.
  Field read_number(const char* name, std::size_t digits_min, std::size_t digits_max) {
    const std::size_t start = position_;
    int number = 0;
    while (position_ < text_.size() && position_ - start < digits_max && text_[position_] >= '0' &&
           text_[position_] <= '9')
      number = 10 * number + (text_[position_++] - '0');
    if (position_ - start < digits_min)
      fail(std::string(name) + " of " +
               (digits_min == 4   ? "four"
                : digits_min == 2 ? "two"
                                  : "one or two") +
               " digits",
           start);
    return {number, start};
  }

  [[noreturn]] void fail(const std::string& expected, std::size_t offset) const {
    throw_parse(text_, offset,
                expected + " in a date written " +
                    (form_ == Form::iso ? std::string("YYYY-MM-DD") : in_quotes(format_)));
  }

  std::string_view text_;
  std::string_view format_;
  Form form_;
  std::size_t position_ = 0;
};

}  // namespace

Date Date::parse(std::string_view text) { return Reader(text, "%Y-%m-%d", Form::iso).read(); }

Date Date::parse(std::string_view text, std::string_view format) {
  check_format(format);
  return Reader(text, format, Form::stated).read();
}

std::string to_string(Date date) {
  const YearMonthDay parts = date.ymd();
  std::string text = "0000-00-00";
  const auto write = [&text](int number, std::size_t last_digit) {
    for (std::size_t i = last_digit; number > 0; number /= 10, --i)
      text[i] = static_cast<char>('0' + number % 10);
  };
  write(parts.year, 3);
  write(parts.month, 6);
  write(parts.day, 9);
  return text;
}

}  // namespace o2c

#include "o2c/time/period.hpp"

#include <array>
#include <cstddef>
#include <optional>

#include "o2c/number/detail/named_values.hpp"

namespace o2c::inline v1 {

namespace detail {

void throw_period_kinds_differ(PeriodKind a, PeriodKind b) {
  throw_invalid("a " + to_string(a) + " and a " + to_string(b) +
                " have no order: expected periods of one kind");
}

}  // namespace detail

namespace {

// Reads exactly these digits.
std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return value;
}

// The kind and the number in its year that the text after the year states.
struct Part {
  PeriodKind kind;
  int number;
};

std::optional<Part> read_part(std::string_view text) {
  if (text.empty()) return Part{PeriodKind::year, 1};
  if (text.size() == 2 && (text[0] == 'Q' || text[0] == 'H')) {
    const auto count = number(text.substr(1));
    if (!count) return std::nullopt;
    return Part{text[0] == 'Q' ? PeriodKind::quarter : PeriodKind::half, *count};
  }
  if (text[0] != '-') return std::nullopt;
  if (text.size() == 4 && text[1] == 'W') {
    const auto count = number(text.substr(2));
    return count ? std::optional(Part{PeriodKind::week, *count}) : std::nullopt;
  }
  if (text.size() != 3 && text.size() != 5) return std::nullopt;
  const auto month = number(text.substr(1, 2));
  if (!month) return std::nullopt;
  if (text.size() == 3) return Part{PeriodKind::month, *month};
  if (text[3] != 'H' || *month < 1 || (text[4] != '1' && text[4] != '2')) return std::nullopt;
  return Part{PeriodKind::half_month, *month * 2 - (text[4] == '1' ? 1 : 0)};
}

// A week's year and its number there.
struct IsoWeek {
  int year;
  int number;
};

IsoWeek iso_week(Period week) {
  // The first week of a year is the one with its first Thursday.
  const Date thursday = week.first() + 3;
  const int year = thursday.year();
  return {year, static_cast<int>((thursday - Date(year, 1, 1)) / detail::days_in_week) + 1};
}

// None: the year has no such period.
std::optional<Period> period_of(int year, const Part& part) {
  if (part.number < 1) return std::nullopt;
  if (part.kind == PeriodKind::week) {
    // 28 December is always of the last week.
    if (part.number > iso_week(Period::week_of(Date(year, 12, 28))).number) return std::nullopt;
    // 4 January is always of the first.
    return Period::week_of(Date(year, 1, 4) + (part.number - 1) * detail::days_in_week);
  }
  if (part.kind == PeriodKind::half_month) {
    if (part.number > 24) return std::nullopt;
    return Period::half_month_of(Date(year, (part.number + 1) / 2, part.number % 2 == 1 ? 1 : 16));
  }
  const int length = detail::length_of(part.kind);
  if (part.number > 12 / length) return std::nullopt;
  return Period::containing(Date(year, (part.number - 1) * length + 1, 1), part.kind);
}

constexpr std::array<std::string_view, 6> kinds{"week",    "half_month", "month",
                                                "quarter", "half",       "year"};

}  // namespace

std::string to_string(PeriodKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  if (at >= kinds.size()) throw_invalid(std::to_string(at) + " is not a kind of period");
  return std::string(kinds[at]);
}

PeriodKind parse_period_kind(std::string_view text) {
  return parse_name<PeriodKind>(text, kinds, "how long a period is: one of");
}

Period Period::parse(std::string_view text) {
  constexpr std::size_t year_digits = 4;
  // No period is longer than "2026-11H1": a longer text must not overflow a number on its way.
  constexpr std::size_t digits_most = 9;
  if (text.size() >= year_digits && text.size() <= digits_most) {
    const auto year = number(text.substr(0, year_digits));
    const auto part = read_part(text.substr(year_digits));
    if (year && *year >= 1 && part)
      if (const auto period = period_of(*year, *part)) return *period;
  }
  throw_parse(
      text, 0,
      "a month \"2026-11\", a quarter \"2026Q4\", a half \"2026H2\", a year \"2026\", a week "
      "\"2026-W45\" or a half-month \"2026-11H1\"");
}

std::vector<Period> Period::parts(PeriodKind kind) const {
  if (kind == kind_) return {*this};
  if (kind > kind_)
    throw_invalid("a " + to_string(kind_) + " has no parts of kind " + to_string(kind) +
                  ": expected a kind that is not longer");
  if (kind == PeriodKind::week) throw_invalid("weeks do not make up a " + to_string(kind_));
  std::vector<Period> parts{containing(first(), kind)};
  while (parts.back().last() < last()) parts.push_back(parts.back().next());
  return parts;
}

std::string to_string(Period period) {
  const std::string date = to_string(period.first());
  const int month = period.first().month();
  switch (period.kind()) {
    case PeriodKind::week: {
      const IsoWeek week = iso_week(period);
      const std::string number = std::to_string(week.number);
      return to_string(Date(week.year, 1, 1)).substr(0, 4) + (week.number < 10 ? "-W0" : "-W") +
             number;
    }
    case PeriodKind::half_month:
      return date.substr(0, 7) + (period.first().day() == 1 ? "H1" : "H2");
    case PeriodKind::month:
      return date.substr(0, 7);
    case PeriodKind::quarter:
      return date.substr(0, 4) + "Q" + std::to_string((month - 1) / 3 + 1);
    case PeriodKind::half:
      return date.substr(0, 4) + "H" + std::to_string((month - 1) / 6 + 1);
    case PeriodKind::year:
      break;
  }
  return date.substr(0, 4);
}

}  // namespace o2c

#include "o2c/time/period.hpp"

#include <optional>

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
  const auto count = number(text.substr(1));
  if (!count) return std::nullopt;
  if (text.size() == 3 && text[0] == '-') return Part{PeriodKind::month, *count};
  if (text.size() == 2 && text[0] == 'Q') return Part{PeriodKind::quarter, *count};
  if (text.size() == 2 && text[0] == 'H') return Part{PeriodKind::half, *count};
  return std::nullopt;
}

}  // namespace

std::string to_string(PeriodKind kind) {
  switch (kind) {
    case PeriodKind::month:
      return "month";
    case PeriodKind::quarter:
      return "quarter";
    case PeriodKind::half:
      return "half";
    case PeriodKind::year:
      return "year";
  }
  throw_invalid(std::to_string(static_cast<int>(kind)) + " is not a kind of period");
}

Period Period::parse(std::string_view text) {
  constexpr std::size_t year_digits = 4;
  // No period is longer than "2026-11": a longer text must not overflow a number on its way.
  if (text.size() >= year_digits && text.size() <= 7) {
    const auto year = number(text.substr(0, year_digits));
    const auto part = read_part(text.substr(year_digits));
    if (year && *year >= 1 && part) {
      const int length = detail::months_in(part->kind);
      if (part->number >= 1 && part->number <= 12 / length)
        return containing(Date(*year, (part->number - 1) * length + 1, 1), part->kind);
    }
  }
  throw_parse(text, 0,
              "a month \"2026-11\", a quarter \"2026Q4\", a half \"2026H2\" or a year \"2026\"");
}

std::vector<Period> Period::parts(PeriodKind kind) const {
  if (kind > kind_)
    throw_invalid("a " + to_string(kind_) + " has no parts of kind " + to_string(kind) +
                  ": expected a kind that is not longer");
  std::vector<Period> parts;
  const std::int32_t step = detail::months_in(kind);
  for (std::int32_t month = 0; month < detail::months_in(kind_); month += step)
    parts.push_back(Period(kind, first_month_ + month));
  return parts;
}

std::string to_string(Period period) {
  const std::string date = to_string(period.first());
  const int month = period.first().month();
  switch (period.kind()) {
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

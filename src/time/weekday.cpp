#include "o2c/time/weekday.hpp"

#include <array>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

namespace {

constexpr std::array<std::string_view, 7> names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                "Friday", "Saturday", "Sunday"};

constexpr std::size_t abbreviation_length = 3;

// English names are ASCII, whatever the locale.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

}  // namespace

std::string to_string(Weekday weekday) {
  const auto number = static_cast<std::size_t>(weekday);
  if (number < 1 || number > names.size())
    throw_invalid(std::to_string(number) + " is not a weekday: expected 1 (Monday) to 7 (Sunday)");
  return std::string(names[number - 1]);
}

Weekday parse_weekday(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (same_letters(text, names[i]) || same_letters(text, names[i].substr(0, abbreviation_length)))
      return static_cast<Weekday>(i + 1);
  throw_parse(text, 0, "a weekday such as Saturday or Sat");
}

}  // namespace o2c

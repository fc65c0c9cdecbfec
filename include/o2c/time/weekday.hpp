#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace o2c::inline v1 {

/// A day of the week, numbered as in ISO 8601: Monday is 1, Sunday is 7.
enum class Weekday : std::uint8_t {
  monday = 1,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  sunday
};

/// The English name: "Monday".
std::string to_string(Weekday weekday);

/// Reads "Monday", "Mon", "mon" or "MONDAY". Throws ParseError.
Weekday parse_weekday(std::string_view text);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Weekday weekday) {
  return out << to_string(weekday);
}

}  // namespace o2c

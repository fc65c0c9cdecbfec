#include "o2c/time/day_count.hpp"

#include <algorithm>
#include <array>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 7> names{"act_365",         "act_360",       "act_act_isda",
                                                "thirty_360_bond", "thirty_360_us", "thirty_e_360",
                                                "thirty_365"};

}  // namespace

std::string to_string(DayCount day_count) {
  return std::string(names[static_cast<std::size_t>(day_count)]);
}

DayCount parse_day_count(std::string_view text) {
  const auto* const found = std::ranges::find(names, text);
  if (found != names.end()) return static_cast<DayCount>(found - names.begin());
  std::string expected = "a day count: one of";
  for (const std::string_view name : names) expected += " " + std::string(name);
  throw_parse(text, 0, expected);
}

}  // namespace o2c::inline v1

#include "o2c/number/trace.hpp"

#include <array>

namespace o2c::inline v1 {

std::string to_string(Operation operation) {
  // In the order of the enumeration.
  constexpr std::array<std::string_view, 13> names{
      "given",   "sum",          "difference", "product", "quotient", "rounded", "minimum",
      "maximum", "days_between", "look_up",    "share",   "count",    "exchange"};
  return std::string(names.at(static_cast<std::size_t>(operation)));
}

}  // namespace o2c::inline v1

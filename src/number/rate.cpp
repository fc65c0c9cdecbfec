#include "o2c/number/rate.hpp"

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

Rate Rate::parse(std::string_view text) {
  std::string_view number = text;
  const auto take = [&number](std::string_view unit) {
    if (!number.ends_with(unit)) return false;
    number.remove_suffix(unit.size());
    if (number.ends_with(' ')) number.remove_suffix(1);
    return true;
  };
  const bool percent = take("%");
  if (!percent && !take("bps") && !take("bp")) {
    throw_parse(text, text.size(), "a rate with its unit, such as 3.25% or 325bp");
  }
  const detail::DecimalScan scan = detail::scan_decimal(number);
  if (scan.expected != nullptr) throw_parse(text, scan.offset, scan.expected);
  return percent ? from_percent(scan.value) : from_bps(scan.value);
}

std::string to_string(const Rate& rate) { return to_string(rate.percent()) + "%"; }

}  // namespace o2c::inline v1

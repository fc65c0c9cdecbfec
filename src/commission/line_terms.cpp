#include "o2c/commission/line_terms.hpp"

#include <array>
#include <cstddef>

#include "o2c/number/detail/named_values.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 5> earning_moments{"date", "order", "invoice", "shipment",
                                                          "full_payment"};
constexpr std::array<std::string_view, 3> rate_moments{"date", "invoice", "period_end"};
constexpr std::array<std::string_view, 3> base_parts{"tax", "freight", "discount"};

}  // namespace

std::string to_string(EarningMoment moment) {
  return std::string(earning_moments[static_cast<std::size_t>(moment)]);
}
EarningMoment parse_earning_moment(std::string_view text) {
  return parse_name<EarningMoment>(text, earning_moments, "when a line earns: one of");
}
std::string day_column(EarningMoment moment) {
  return to_string(moment) + (moment == EarningMoment::date ? "" : "_date");
}

std::string to_string(RateMoment moment) {
  return std::string(rate_moments[static_cast<std::size_t>(moment)]);
}
RateMoment parse_rate_moment(std::string_view text) {
  return parse_name<RateMoment>(text, rate_moments, "when exchange rates are looked up: one of");
}

std::string to_string(BasePart part) {
  return std::string(base_parts[static_cast<std::size_t>(part)]);
}
BasePart parse_base_part(std::string_view text) {
  return parse_name<BasePart>(text, base_parts, "an amount of lines: one of");
}

}  // namespace o2c::inline v1

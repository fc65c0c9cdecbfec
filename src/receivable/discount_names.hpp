#pragma once

// The names of how discounts are granted. Private to src/receivable.

#include <array>
#include <string_view>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/receivable/terms.hpp"

namespace o2c::inline v1 {

inline constexpr std::array<std::string_view, 2> discount_bases{"total", "before_tax"};
inline constexpr std::array<std::string_view, 2> part_payment_names{"earn", "do_not_earn"};

inline DiscountBase parse_discount_base(std::string_view text) {
  return parse_name<DiscountBase>(text, discount_bases, "what a discount is counted on: one of");
}
inline PartPayments parse_part_payments(std::string_view text) {
  return parse_name<PartPayments>(text, part_payment_names,
                                  "what part payments do to a discount: one of");
}

}  // namespace o2c::inline v1

#pragma once

#include <string>

#include "o2c/money/money_text.hpp"

namespace o2c::inline v1::detail {

/// Appends the amount without its currency: "-1,234.50".
void append_amount(std::string& text, Money amount, const NumberFormat& format);

/// Throws InvalidArgument unless point and group differ from each other and from what else an
/// amount is written with.
void check(const NumberFormat& format);

}  // namespace o2c::inline v1::detail

#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "o2c/money/currency.hpp"

namespace o2c::inline v1::detail {

/// The codes that someone who wrote `text` may have meant, the likeliest first, at most four: the
/// same letters in lower case, two letters swapped, one letter wrong, missing or too many, or the
/// beginning of the name that ISO gives, or a sign such as RMB.
std::vector<std::string_view> near_codes(std::string_view text, std::span<const Currency> known);

/// UnknownCurrency with the near codes among `known`.
[[noreturn]] void throw_unknown_currency(std::string_view code, std::span<const Currency> known);

}  // namespace o2c::inline v1::detail

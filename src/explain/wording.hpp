// How the operations of a derivation read in English and Chinese.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "o2c/explain/derivation.hpp"

namespace o2c::inline v1 {
namespace detail {

/// More operands than this stand one below the other.
inline constexpr std::size_t operands_in_line_max = 4;

/// A text as given, except that control characters and broken UTF-8 become U+FFFD.
std::string printable(std::string_view text);

/// "net amount 1000.00 USD"; both parts printable.
std::string operand_text(const NamedValue& operand, Language language);

/// "= net amount 1000.00 USD × rate 3.25%, rounded to 0.01 (half up)"; with many operands only what
/// introduces their list.
std::string formula_text(const DerivationStep& step, Language language);

/// A value as a derivation shows it: as value_text, but a fraction as the decimal that it is, or
/// with the one that it is close to.
std::string shown_value(const Value& value);

inline bool lists_operands(const DerivationStep& step) {
  return step.operands.size() > operands_in_line_max;
}

}  // namespace detail
}  // namespace o2c::inline v1

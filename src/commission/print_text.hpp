#pragma once

// What of a line's value its print is made of: the same from a list and from a table. Private to
// src/commission.

#include <cstdint>
#include <string>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

inline std::string print_text(const std::string& text) { return text; }
inline std::string print_text(Date date) { return to_string(date); }
inline std::string print_text(std::int64_t number) { return std::to_string(number); }
inline std::string print_text(bool flag) { return flag ? "1" : "0"; }
/// In minor units, such as "100050 CNY".
inline std::string print_text(const Money& amount) {
  return std::to_string(amount.minor()) + " " + std::string(amount.currency().code());
}
/// 2.50 and 2.5 are one number.
inline std::string print_text(const Decimal& number) { return to_string(normalized(number)); }

}  // namespace o2c::inline v1

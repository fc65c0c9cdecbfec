#include "o2c/money/currency.hpp"

namespace o2c::inline v1 {

std::string to_string(const Currency& currency) { return std::string(currency.code()); }

namespace detail {

void throw_currency_code(std::string_view code) {
  throw_invalid("currency code " + in_quotes(code) +
                ": expected 1 to 7 characters A-Z and 0-9, the first a letter");
}

void throw_currency_digits(std::string_view code, int digits) {
  throw_invalid("currency " + std::string(code) + " with " + std::to_string(digits) +
                " digits: expected 0 to 6");
}

}  // namespace detail
}  // namespace o2c

#include "o2c/number/decimal.hpp"

namespace o2c::inline v1 {

std::string to_string(const Decimal& x) {
  std::string text = detail::int128_text(x.coefficient());
  if (x.scale() == 0) return text;
  const auto scale = static_cast<std::size_t>(x.scale());
  const std::size_t first_digit = x.coefficient() < 0 ? 1 : 0;
  const std::size_t digits = text.size() - first_digit;
  if (digits <= scale) text.insert(first_digit, scale + 1 - digits, '0');
  text.insert(text.size() - scale, 1, '.');
  return text;
}

namespace detail {

void throw_scale(int scale) {
  throw_invalid(std::to_string(scale) + " is not the scale of a Decimal: expected 0 to 38");
}

void throw_digits(int digits) {
  throw_invalid("cannot round to " + std::to_string(digits) + " digits: expected -38 to 38");
}

void throw_step(const Decimal& step) {
  throw_invalid("cannot round to multiples of " + to_string(step) + ": expected more than 0");
}

void throw_inexact_round(const Decimal& x, int digits) {
  throw InexactResult(to_string(x) + " does not fit in " + std::to_string(digits) +
                      " digits after the point, and the rounding is exact");
}

void throw_inexact_step(const Decimal& x, const Decimal& step) {
  throw InexactResult(to_string(x) + " is not a multiple of " + to_string(step) +
                      ", and the rounding is exact");
}

}  // namespace detail
}  // namespace o2c::inline v1

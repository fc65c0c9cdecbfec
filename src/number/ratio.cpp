#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

std::string to_string(const Ratio& x) {
  std::string text = detail::int128_text(x.numerator());
  if (!is_integer(x)) text += "/" + detail::int128_text(x.denominator());
  return text;
}

}  // namespace o2c::inline v1

#include "o2c/number/int128.hpp"

#include <algorithm>

namespace o2c::inline v1::detail {

std::string int128_text(Int128 x) {
  std::string text;
  for (UInt128 rest = magnitude(x); rest != 0; rest /= 10) {
    text.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  if (text.empty()) text = "0";
  if (x < 0) text.push_back('-');
  std::ranges::reverse(text);
  return text;
}

}  // namespace o2c::inline v1::detail

// Decimals as text.

#include "o2c/number/decimal.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto x = o2c::Decimal::parse({reinterpret_cast<const char*>(data), size});
    const auto again = o2c::Decimal::parse(to_string(x));
    o2c::fuzz::require(again == x && again.scale() == x.scale());
    o2c::fuzz::require(normalized(x) == x && -(-x) == x);
  } catch (const o2c::ParseError&) {
  }
  return 0;
}

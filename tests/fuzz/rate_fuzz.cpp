// Rates as text: "3.25%", "300bp".

#include "o2c/number/rate.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto rate = o2c::Rate::parse({reinterpret_cast<const char*>(data), size});
    o2c::fuzz::require(o2c::Rate::parse(to_string(rate)) == rate);
  } catch (const o2c::Error&) {
  }
  return 0;
}

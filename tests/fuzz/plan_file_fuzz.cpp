// Commission plans as TOML.

#include "o2c/commission/plan_file.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto plan = o2c::plan_from_toml({reinterpret_cast<const char*>(data), size});
    o2c::fuzz::require(o2c::plan_from_toml(to_toml(plan)) == plan);
  } catch (const o2c::ParseError&) {
  }
  return 0;
}

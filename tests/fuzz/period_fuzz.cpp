// Periods as text: "2026-11", "2026Q4", "2026H2", "2026", "2026-W45", "2026-11H1".

#include "o2c/time/period.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const o2c::Period period = o2c::Period::parse(text);
    o2c::fuzz::require(to_string(period) == text);
    o2c::fuzz::require(period.contains(period.first()) && period.contains(period.last()));
  } catch (const o2c::ParseError&) {
  }
  return 0;
}

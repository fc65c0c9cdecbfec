// Calendars in their text format.

#include "o2c/time/calendar.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto calendar = o2c::Calendar::parse({reinterpret_cast<const char*>(data), size});
    o2c::fuzz::require(o2c::Calendar::parse(calendar.to_text()) == calendar);
  } catch (const o2c::ParseError&) {
  }
  return 0;
}

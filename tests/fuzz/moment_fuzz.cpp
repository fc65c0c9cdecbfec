// Moments as text: "2026-10-31T08:00:00Z", "2026-10-31 16:00:00.25+08:00".

#include "o2c/time/moment.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto moment = o2c::parse_moment({reinterpret_cast<const char*>(data), size});
    const std::string text = o2c::format_moment(moment);
    // A zone may move a moment out of the years that have a form.
    if (text.ends_with('Z')) o2c::fuzz::require(o2c::parse_moment(text) == moment);
  } catch (const o2c::Error&) {
  }
  return 0;
}

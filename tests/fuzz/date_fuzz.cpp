// Dates as text, by ISO 8601 or, after a first line with a format, by that format.

#include "o2c/time/date.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  try {
    if (line == std::string_view::npos) {
      o2c::fuzz::require(to_string(o2c::Date::parse(text)) == text);
    } else {
      const o2c::Date date = o2c::Date::parse(text.substr(line + 1), text.substr(0, line));
      o2c::fuzz::require(o2c::Date::parse(to_string(date)) == date);
    }
  } catch (const o2c::Error&) {  // Refused, as it should be.
  }
  return 0;
}

// Cost sheets and quotations as TOML.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/cost/quotation_file.hpp"
#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto read = o2c::quotation_from_toml(text);
    o2c::fuzz::require(o2c::quotation_from_toml(to_toml(read)) == read);
    o2c::fuzz::require(o2c::cost_sheet_from_toml(to_toml(read.sheet)) == read.sheet);
  } catch (const o2c::ParseError&) {
  }
  try {
    static_cast<void>(o2c::pricing_from_toml(text));
  } catch (const o2c::ParseError&) {
  }
  return 0;
}

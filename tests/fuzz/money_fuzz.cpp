// Amounts as text, in each of the number formats.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace formats = o2c::number_formats;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const o2c::NumberFormat& format : {formats::plain, formats::continental, formats::spaced,
                                          formats::swiss, formats::ungrouped}) {
    try {
      const o2c::Money amount = o2c::parse_money(text, format);
      o2c::fuzz::require(o2c::parse_money(format_money(amount, format), format) == amount);
    } catch (const o2c::Error&) {
    }
    try {
      const o2c::Money yen = o2c::parse_money(text, o2c::currencies::JPY, format);
      o2c::fuzz::require(
          o2c::parse_money(format_amount(yen, format), o2c::currencies::JPY, format) == yen);
    } catch (const o2c::Error&) {
    }
  }
  return 0;
}

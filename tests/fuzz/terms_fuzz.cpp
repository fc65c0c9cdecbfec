// Payment terms in the trade's shorthand: "2/10 net 30", "月结30天".

#include "o2c/receivable/terms.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/number/error.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto terms = o2c::PaymentTerms::parse({reinterpret_cast<const char*>(data), size});
    o2c::fuzz::require(o2c::PaymentTerms::parse(to_string(terms)) == terms);
  } catch (const o2c::Error&) {
  }
  return 0;
}

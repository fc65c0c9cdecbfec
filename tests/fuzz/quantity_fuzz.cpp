// Quantities, unit prices and terms of delivery as text: what is read prints as what reads the
// same.

#include "o2c/money/quantity.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/cost/incoterm.hpp"
#include "o2c/money/unit_price.hpp"
#include "o2c/number/error.hpp"

#include "require.hpp"

namespace {

template <class T>
void reads_what_it_prints(std::string_view text) {
  try {
    const T value = T::parse(text);
    o2c::fuzz::require(T::parse(to_string(value)) == value);
  } catch (const o2c::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  reads_what_it_prints<o2c::Quantity>(text);
  reads_what_it_prints<o2c::UnitPrice>(text);
  reads_what_it_prints<o2c::PriceTerm>(text);
  return 0;
}

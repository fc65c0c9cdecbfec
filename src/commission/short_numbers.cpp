#include "short_numbers.hpp"

#include "o2c/columns/detail/vectorized.hpp"

namespace o2c::inline v1::detail {
namespace {

template <class Short>
[[gnu::always_inline]] inline bool narrow(std::span<const std::int64_t> numbers, Short* into) {
  constexpr Short least = std::numeric_limits<Short>::min();
  Short long_ones = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = static_cast<Short>(numbers[i]);
    const bool fits = number == numbers[i] && number != least;
    into[i] = fits ? number : least;
    long_ones |= fits ? 0 : 1;
  }
  return long_ones == 0;
}

}  // namespace

O2C_VECTORIZED bool put_short(std::span<const std::int64_t> numbers, std::int16_t* into) {
  return narrow(numbers, into);
}
O2C_VECTORIZED bool put_short(std::span<const std::int64_t> numbers, std::int32_t* into) {
  return narrow(numbers, into);
}

}  // namespace o2c::inline v1::detail

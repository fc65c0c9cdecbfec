#include "o2c/columns/code_range.hpp"

#include "o2c/columns/detail/vectorized.hpp"

namespace o2c::inline v1 {

O2C_VECTORIZED CodeRange code_range(std::span<const std::uint32_t> codes) noexcept {
  CodeRange range;
  for (const std::uint32_t code : codes) {
    range.least = std::min(range.least, code);
    range.largest = std::max(range.largest, code);
  }
  return range;
}

}  // namespace o2c::inline v1

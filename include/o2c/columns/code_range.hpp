#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>

namespace o2c::inline v1 {

/// The least and the largest of some codes; of none, the least is above the largest.
struct CodeRange {
  std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t largest = 0;

  constexpr void join(const CodeRange& other) noexcept {
    least = std::min(least, other.least);
    largest = std::max(largest, other.largest);
  }
  friend constexpr bool operator==(const CodeRange&, const CodeRange&) = default;
};
CodeRange code_range(std::span<const std::uint32_t> codes) noexcept;

}  // namespace o2c::inline v1

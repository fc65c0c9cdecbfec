#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "o2c/columns/page_array.hpp"

namespace o2c::inline v1 {

namespace detail {
/// The next code after so many. Throws Overflow when there are too many for 32 bits.
std::uint32_t next_code(std::size_t codes);
}  // namespace detail

/// Dense codes 0, 1, 2, ... for 64-bit keys, in the order in which they first come.
class IntegerCodes {
 public:
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t code(std::uint64_t key);
  /// Codes of a block of keys, in order.
  void codes(std::span<const std::uint64_t> keys, std::span<std::uint32_t> codes);
  /// Code of a key that has one; `unknown` otherwise.
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const noexcept;
  /// The same for many, whose cache misses overlap. Returns how many have no code.
  std::size_t find(std::span<const std::uint64_t> keys, std::span<std::uint32_t> codes) const;
  [[nodiscard]] std::uint64_t key(std::uint32_t code) const { return keys_[code]; }
  [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }

 private:
  // A slot holds the code + 1, so that zeroed memory is empty.
  struct Slot {
    std::uint64_t key;
    std::uint64_t code_after;
  };
  void grow();

  PageArray<Slot> slots_;
  std::vector<std::uint64_t> keys_;
};

/// Dense codes for pairs of codes. Pairs whose second code is small (a currency, a salesperson) are
/// found by position, the others by hash.
class PairCodes {
 public:
  std::uint32_t code(std::uint32_t a, std::uint32_t b) {
    if (a < near_a && b < near_b) {
      const std::size_t at = std::size_t{a} * near_b + b;
      if (at >= near_.size()) near_.grow_to(std::bit_ceil(at + 1));
      if (near_[at] == 0) near_[at] = add(a, b) + 1;
      return near_[at] - 1;
    }
    return far_code(a, b);
  }
  struct Pair {
    std::uint32_t a;
    std::uint32_t b;
  };
  [[nodiscard]] Pair pair(std::uint32_t code) const { return pairs_[code]; }
  [[nodiscard]] std::size_t size() const noexcept { return pairs_.size(); }

 private:
  static constexpr std::uint32_t near_a = std::uint32_t{1} << 22U;
  static constexpr std::uint32_t near_b = 16;

  std::uint32_t add(std::uint32_t a, std::uint32_t b);
  std::uint32_t far_code(std::uint32_t a, std::uint32_t b);

  PageArray<std::uint32_t> near_;
  IntegerCodes far_;
  std::vector<std::uint32_t> far_codes_;
  std::vector<Pair> pairs_;
};

}  // namespace o2c::inline v1

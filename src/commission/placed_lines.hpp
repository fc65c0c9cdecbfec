#pragma once

// Lines in the places where they are settled. Private to src/commission.

#include <bit>
#include <cstddef>
#include <cstdint>

#include "line_ways.hpp"

namespace o2c::inline v1 {

/// A line in its place: whose account it moves, and how.
struct PlacedLine {
  std::int64_t base;
  std::uint32_t account;
  std::uint32_t way;  ///< With LineWays::takes_back, if it does.
};

/// Lines in 16 bytes each.
class WideLines {
 public:
  explicit WideLines(PlacedLine* lines) : lines_(lines) {}

  void fetch(std::size_t place) const { __builtin_prefetch(lines_ + place, 1); }
  void put(std::size_t place, const PlacedLine& line) const { lines_[place] = line; }
  [[nodiscard]] PlacedLine operator[](std::size_t place) const { return lines_[place]; }

 private:
  PlacedLine* lines_;
};

/// Lines in one word each, where base, account and way have few enough bits: half the memory to
/// walk through, and it is where what they earn will stand.
template <unsigned way_bits>
class PackedLines {
  static constexpr unsigned word_bits = 64;
  static constexpr unsigned account_bits = 15;  // Of as many as stay in the cache.
  static constexpr unsigned base_shift = account_bits + way_bits;

 public:
  explicit PackedLines(std::int64_t* words) : words_(words) {}
  /// Whether there is room for such bases, and numbers of accounts and ways below these.
  static constexpr bool hold(unsigned base_bits, std::size_t accounts, std::size_t ways) {
    // Whether it takes back is one more bit.
    return base_bits + base_shift <= word_bits && accounts <= std::size_t{1} << account_bits &&
           2 * ways <= std::size_t{1} << way_bits;
  }

  void fetch(std::size_t place) const { __builtin_prefetch(words_ + place, 1); }
  void put(std::size_t place, const PlacedLine& line) const {
    // Whether it takes back, the highest bit, becomes the lowest.
    const std::uint64_t way = std::rotl(line.way, 1);
    words_[place] = static_cast<std::int64_t>(static_cast<std::uint64_t>(line.base) << base_shift |
                                              way << account_bits | line.account);
  }
  [[nodiscard]] PlacedLine operator[](std::size_t place) const {
    const std::int64_t word = words_[place];
    const auto bits = static_cast<std::uint64_t>(word);
    return {
        .base = word >> base_shift,
        .account = static_cast<std::uint32_t>(lowest(bits, account_bits)),
        .way = std::rotr(static_cast<std::uint32_t>(lowest(bits >> account_bits, way_bits)), 1)};
  }

 private:
  static std::uint64_t lowest(std::uint64_t bits, unsigned count) {
    return bits & ((std::uint64_t{1} << count) - 1);
  }

  std::int64_t* words_;
};

}  // namespace o2c::inline v1

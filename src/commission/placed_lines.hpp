#pragma once

// Lines in the places where they are settled. Private to src/commission.

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
class PackedLines {
 public:
  PackedLines(std::int64_t* words, unsigned account_bits, unsigned way_bits)
      : words_(words),
        way_bits_(way_bits),
        base_shift_(account_bits + way_bits),
        way_mask_((std::uint64_t{1} << way_bits) - 1),
        account_mask_((std::uint64_t{1} << account_bits) - 1) {}

  void fetch(std::size_t place) const { __builtin_prefetch(words_ + place, 1); }
  void put(std::size_t place, const PlacedLine& line) const {
    // Whether it takes back is the lowest bit.
    const std::uint64_t way = (std::uint64_t{line.way & ~LineWays::takes_back} << 1U) |
                              ((line.way & LineWays::takes_back) != 0 ? 1U : 0U);
    words_[place] =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(line.base) << base_shift_ |
                                  std::uint64_t{line.account} << way_bits_ | (way & way_mask_));
  }
  [[nodiscard]] PlacedLine operator[](std::size_t place) const {
    const std::int64_t word = words_[place];
    const auto bits = static_cast<std::uint64_t>(word);
    const std::uint64_t way = bits & way_mask_;
    return {.base = word >> base_shift_,
            .account = static_cast<std::uint32_t>(bits >> way_bits_ & account_mask_),
            .way = static_cast<std::uint32_t>(way >> 1U) |
                   ((way & 1U) != 0 ? LineWays::takes_back : 0U)};
  }

 private:
  std::int64_t* words_;
  unsigned way_bits_;
  unsigned base_shift_;
  std::uint64_t way_mask_;
  std::uint64_t account_mask_;
};

}  // namespace o2c::inline v1

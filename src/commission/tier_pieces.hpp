#pragma once

// A schedule in whole numbers. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "o2c/commission/rate_schedule.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// What measures earn that lie between two starts: constant + factor * measure.
struct TierPiece {
  std::int64_t start;  ///< Measures up to it are of the pieces before; those of the first, too.
  Int128 constant;
  std::int64_t factor;

  /// 64 bits by 50, and a constant of 113: it fits.
  [[nodiscard]] Int128 earned(std::int64_t measure) const noexcept {
    return constant + static_cast<Int128>(factor) * measure;
  }
};

/// One of measures so small that what they earn has 64 bits.
struct SmallPiece {
  std::int64_t start;
  std::int64_t end;  ///< The last measure that is of the piece.
  std::int64_t constant;
  std::int64_t factor;

  [[nodiscard]] bool holds(std::int64_t measure) const noexcept {
    return measure > start && measure <= end;
  }
  [[nodiscard]] std::int64_t earned(std::int64_t measure) const noexcept {
    return constant + factor * measure;
  }
};

constexpr std::int64_t factor_max = 1'000'000'000'000'000;  // 10^15
constexpr Int128 constant_max =
    static_cast<Int128>(factor_max) * std::numeric_limits<std::int64_t>::max();

/// x times 10^digits, where it is whole and at most so much, either way.
std::optional<Int128> scaled(const Decimal& x, int digits, Int128 most);

/// How many digits what a schedule earns can have, at a measure with so many.
int digits_earned(const RateSchedule& schedule, int measure_digits);

/// The pieces of a schedule: a measure in units of its last digit earns units of the last of
/// `digits`. None where they are no whole numbers, or too large, or the pay is no straight line.
std::optional<std::vector<TierPiece>> pieces_of(const RateSchedule& schedule, int measure_digits,
                                                int digits);

/// The largest measure, at most the limit, up to which from 0 on nothing that is earned is above
/// `most`, nor any constant beyond it either way; -1: there is none.
std::int64_t measure_within(const std::vector<TierPiece>& pieces, Int128 most, std::int64_t limit);

/// The same pieces for measures from 0 to `most`, all of whose constants have 64 bits, and after
/// them one that holds nothing.
std::vector<SmallPiece> small_pieces(const std::vector<TierPiece>& pieces, std::int64_t most);
/// The position of the one that holds the measure, or of the last, which holds nothing.
std::uint32_t small_piece_of(const std::vector<SmallPiece>& pieces, std::int64_t measure) noexcept;

inline const TierPiece& piece_of(const std::vector<TierPiece>& pieces,
                                 std::int64_t measure) noexcept {
  std::size_t at = 0;
  for (std::size_t i = 1; i < pieces.size(); ++i) at += measure > pieces[i].start ? 1U : 0U;
  return pieces[at];
}

}  // namespace o2c::inline v1

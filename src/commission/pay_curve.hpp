#pragma once

// What a plan pays for a base, in whole minor units. Private to src/commission.

#include <cstdint>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/number/int128.hpp"

#include "tier_pieces.hpp"

namespace o2c::inline v1 {

/// Plan::commission() for many lines of a plan of one rule that is plain: tiers as whole numbers
/// over one denominator, where they are small enough to be; else the plan is asked.
class PayCurve {
 public:
  explicit PayCurve(const Plan& plan);

  /// What lines have accumulated, and what was paid for it.
  struct Point {
    std::int64_t base = 0;
    std::int64_t paid = 0;
    std::uint32_t lines = 0;
    std::uint32_t piece = 0;  ///< Where the next line's end is looked for first.
  };

  /// What a line pays. The point moves with it. Throws Overflow, InexactResult (rounding `exact`).
  std::int64_t pay(Point& point, std::int64_t base) const {
    std::int64_t after = 0;
    if (__builtin_add_overflow(point.base, base, &after)) throw_overflow_of_base();
    const SmallPiece& of = small_pieces_[point.piece];
    if (!of.holds(after)) [[unlikely]]
      return pay_elsewhere(point, after);
    const std::int64_t paid = divide_(of.earned(after)) * unit_;
    // What was paid for a base below zero may be far below it as well.
    std::int64_t pays = 0;
    if (__builtin_sub_overflow(paid, point.paid, &pays)) throw_overflow_of_line();
    point.base = after;
    point.paid = paid;
    ++point.lines;
    return pays;
  }

  /// Whether what was paid depends on nothing but what has accumulated.
  [[nodiscard]] bool goes_by_base() const noexcept { return is_whole_ && !by_line_; }
  /// Where lines have come to that make a base, if it goes by that. Throws as pay().
  [[nodiscard]] Point at(std::int64_t base) const {
    return {.base = base, .paid = rounded(earned(base))};
  }

 private:
  /// Times the denominator.
  [[nodiscard]] Int128 earned(std::int64_t base) const {
    return piece_of(pieces_, base).earned(base);
  }
  [[nodiscard]] std::int64_t rounded(Int128 earned) const;
  // What pay() does where the line ends in another piece, or in none.
  std::int64_t pay_elsewhere(Point& point, std::int64_t after) const;
  [[nodiscard]] Money money(std::int64_t minor) const;
  [[noreturn]] static void throw_overflow_of_base();
  [[noreturn]] static void throw_overflow_of_line();
  bool make_pieces();

  const Plan* plan_;
  std::vector<TierPiece> pieces_;  // The first begins below everything.
  // Those of bases for which all that pay() calculates has at most 63 bits.
  std::vector<SmallPiece> small_pieces_;
  Int128 denominator_ = 1;  // Of what is earned, in units.
  std::int64_t unit_;
  bool by_line_;
  RoundedDivision divide_;
  bool is_whole_;
};

}  // namespace o2c::inline v1

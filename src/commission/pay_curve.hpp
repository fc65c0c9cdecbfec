#pragma once

// What a plan pays for a base, in whole minor units. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// Plan::commission() for many lines: tiers as whole numbers over one denominator, where they are
/// small enough to be; else the plan is asked.
class PayCurve {
 public:
  explicit PayCurve(const Plan& plan);

  /// What has accumulated, and what was paid for it.
  struct Point {
    std::int64_t base = 0;
    std::int64_t paid = 0;
  };

  /// What lines pay that follow one another. The point moves with them. Throws Overflow,
  /// InexactResult (rounding `exact`).
  void pay(Point& point, std::span<const std::int64_t> bases, std::span<std::int64_t> pays) const;

 private:
  struct Piece {
    std::int64_t start;  // Bases up to it, or below it, are of the pieces before.
    Int128 constant;     // earned = constant + factor * base
    std::int64_t factor;
  };

  [[nodiscard]] const Piece& piece(std::int64_t base) const {
    std::size_t at = 0;
    for (std::size_t i = 1; i < pieces_.size(); ++i) at += base > pieces_[i].start ? 1U : 0U;
    return pieces_[at];
  }
  /// Times the denominator.
  [[nodiscard]] Int128 earned(std::int64_t base) const {
    const Piece& of = piece(base);
    return of.constant + static_cast<Int128>(of.factor) * base;
  }
  [[nodiscard]] std::int64_t rounded(Int128 earned) const;
  // Both are given what accumulates with each line, and put what it pays in its place.
  void pay_what_is_added(Point& point, std::span<std::int64_t> pays) const;
  void pay_one_by_one(Point& point, std::span<std::int64_t> pays) const;
  [[nodiscard]] std::int64_t pay_one(std::int64_t before, std::int64_t after) const;
  [[nodiscard]] Money money(std::int64_t minor) const;
  [[noreturn]] static void throw_overflow_of_base();
  bool make_pieces();

  const Plan* plan_;
  std::vector<Piece> pieces_;  // The first begins below everything.
  Int128 denominator_ = 1;     // Of what is earned, in units.
  std::int64_t unit_;
  bool by_line_;
  RoundedDivision divide_;
  std::int64_t fast_base_ = -1;  // From 0 to here all is within 63 bits.
  bool is_whole_;
};

}  // namespace o2c::inline v1

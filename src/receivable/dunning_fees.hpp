#pragma once

// The fees of many letters. Private to src/receivable.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "o2c/columns/held_table.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/receivable/dunning.hpp"

namespace o2c::inline v1 {

/// The fees of a policy's levels for letters in one currency.
class FeeKernel {
 public:
  FeeKernel(const DunningPolicy& policy, const Currency& currency)
      : policy_(&policy), currency_(currency) {
    levels_.push_back({.fixed = 0, .rate = 0, .divide = RoundedDivision(1, Rounding::down)});
    for (const DunningLevel& level : policy.levels()) {
      std::int64_t fixed = 0;
      for (const Money& fee : level.fees)
        if (fee.currency() == currency) fixed = fee.minor();
      const Decimal& rate = level.fee_rate.fraction();
      is_fast_ &= rate.scale() <= digits_max && policy.terms().rounding != Rounding::exact;
      const int scale = is_fast_ ? rate.scale() : 0;
      levels_.push_back(
          {.fixed = fixed,
           .rate = is_fast_ ? static_cast<std::int64_t>(rate.coefficient()) : 0,
           .divide = RoundedDivision(static_cast<std::int64_t>(detail::power_of_ten(scale)),
                                     is_fast_ ? policy.terms().rounding : Rounding::down)});
    }
  }

  /// The fees of letters of a block, by their levels; 0: there is none.
  void fill(std::span<const std::int32_t> levels, std::span<const std::int64_t> minor,
            Int128* fees) const {
    // Those that cost a part of the amount, which few do, come second.
    std::array<std::uint16_t, HeldTable::block_rows> in_part;
    std::size_t count = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const Level& level = of(levels[i]);
      fees[i] = level.fixed;
      in_part[count] = static_cast<std::uint16_t>(i);
      count += static_cast<std::size_t>(level.rate != 0);
    }
    bool fits = is_fast_;
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t i = in_part[k];
      const Level& level = of(levels[i]);
      std::int64_t product = 0;
      fits &= !__builtin_mul_overflow(minor[i], level.rate, &product);
      // The rate is below 1, so that it cannot overflow in 128 bits.
      fees[i] += level.divide(product & positive);
      fits &= fees[i] <= std::numeric_limits<std::int64_t>::max();
    }
    if (fits) return;
    for (std::size_t i = 0; i < levels.size(); ++i)
      fees[i] = levels[i] == 0
                    ? 0
                    : policy_->fee(levels[i], Money::from_minor(minor[i], currency_)).minor();
  }

 private:
  struct Level {
    std::int64_t fixed;
    std::int64_t rate;  // Times the divisor.
    RoundedDivision divide;
  };
  static constexpr int digits_max = 18;
  static constexpr std::int64_t positive = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] const Level& of(std::int32_t level) const {
    return levels_[static_cast<std::size_t>(level)];
  }

  const DunningPolicy* policy_;
  Currency currency_;
  std::vector<Level> levels_;  // The first: none.
  bool is_fast_ = true;
};

}  // namespace o2c::inline v1

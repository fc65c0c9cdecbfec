#pragma once

// The fees of many letters. Private to src/receivable.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "o2c/columns/held_table.hpp"
#include "o2c/columns/upcoming.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/receivable/dunning.hpp"

namespace o2c::inline v1 {

/// The fees of a policy's levels for letters in one currency.
class FeeKernel {
 public:
  FeeKernel(const DunningPolicy& policy, const Currency& currency)
      : policy_(&policy), currency_(currency) {
    for (const DunningLevel& level : policy.levels()) {
      std::int64_t fixed = 0;
      for (const Money& fee : level.fees)
        if (fee.currency() == currency) fixed = fee.minor();
      const Decimal& rate = level.fee_rate.fraction();
      is_fast_ &= rate.scale() <= digits_max && policy.terms().rounding != Rounding::exact;
      const int scale = is_fast_ ? rate.scale() : 0;
      fixed_.push_back(fixed);
      parts_.push_back(
          {.rate = is_fast_ ? static_cast<std::int64_t>(rate.coefficient()) : 0,
           .divide = RoundedDivision(static_cast<std::int64_t>(detail::power_of_ten(scale)),
                                     is_fast_ ? policy.terms().rounding : Rounding::down)});
      is_in_part_.push_back(parts_.back().rate != 0 ? 1 : 0);
    }
  }

  /// The fees of letters of a block, by their levels; 0: there is none.
  void fill(std::span<const std::int32_t> levels, const std::int64_t* minor, Upcoming& next,
            std::int64_t* fees) const {
    // Those that cost a part of the amount, which few do, come second.
    std::array<std::uint16_t, HeldTable::block_rows> in_part;
    std::size_t count = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      if (i % (2 * Upcoming::rows_a_step) == 0) next.step();
      const auto level = static_cast<std::size_t>(levels[i]);
      fees[i] = fixed_[level];
      in_part[count] = static_cast<std::uint16_t>(i);
      count += is_in_part_[level];
    }
    bool fits = is_fast_;
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t i = in_part[k];
      const Part& part = parts_[static_cast<std::size_t>(levels[i])];
      std::int64_t product = 0;
      fits &= !__builtin_mul_overflow(minor[i], part.rate, &product);
      fits &= !__builtin_add_overflow(fees[i], part.divide(product & positive), &fees[i]);
    }
    if (fits) return;
    for (std::size_t i = 0; i < levels.size(); ++i)
      fees[i] = levels[i] == 0
                    ? 0
                    : policy_->fee(levels[i], Money::from_minor(minor[i], currency_)).minor();
  }

 private:
  struct Part {
    std::int64_t rate;  // Times the divisor.
    RoundedDivision divide;
  };
  static constexpr int digits_max = 18;
  static constexpr std::int64_t positive = std::numeric_limits<std::int64_t>::max();

  const DunningPolicy* policy_;
  Currency currency_;
  // By level, the first being none.
  std::vector<std::int64_t> fixed_{0};
  std::vector<std::uint8_t> is_in_part_{0};
  std::vector<Part> parts_{{.rate = 0, .divide = RoundedDivision(1, Rounding::down)}};
  bool is_fast_ = true;
};

}  // namespace o2c::inline v1

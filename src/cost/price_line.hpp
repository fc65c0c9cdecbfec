#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// A price as a sum of multiples of what it is made of, rounded once: in whole numbers, so that a
/// table of millions is priced in the time that a division takes.
class PriceLine {
 public:
  /// `factors`: by what each input is multiplied; `scales`: the digits after the point that an
  /// input, given as a whole number, has. Prices are multiples of the step.
  PriceLine(std::vector<Ratio> factors, Ratio constant, const std::vector<int>& scales,
            const Decimal& step, Rounding rounding);

  /// How many steps the price is. Throws Overflow, InexactResult (mode `exact`).
  [[nodiscard]] Int128 steps(std::span<const Int128> inputs) const;
  /// The same, of a price that has something else in it besides.
  [[nodiscard]] Int128 steps(std::span<const Int128> inputs, const Ratio& besides) const;

 private:
  [[nodiscard]] Ratio exact_steps(std::span<const Int128> inputs) const;
  [[nodiscard]] bool sum_fits(std::span<const Int128> inputs, Int128& sum) const;

  std::vector<Ratio> factors_;  // Of inputs as whole numbers, in steps.
  Ratio constant_;
  Ratio step_;
  Rounding rounding_;
  // The same over one denominator, if it and the numerators fit.
  bool is_whole_ = false;
  std::vector<Int128> numerators_;
  Int128 constant_numerator_ = 0;
  Int128 denominator_ = 1;
};

}  // namespace o2c::inline v1

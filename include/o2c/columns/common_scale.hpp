#pragma once

#include <algorithm>
#include <optional>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// The scale of a column of decimals that holds amounts of several currencies, or decimals of
/// several scales: the largest of them.
class CommonScale {
 public:
  void include(const Decimal& value) { scale_ = std::max<int>(scale_, value.scale()); }
  void include(const Money& money) { scale_ = std::max(scale_, money.currency().digits()); }
  [[nodiscard]] int digits() const noexcept { return scale_; }

  /// The coefficient of a value that was included, as a cell of such a column. Throws Overflow when
  /// it has more than 38 digits at the column's scale.
  [[nodiscard]] std::optional<Int128> of(const Decimal& value) const {
    return scaled(value.coefficient(), value.scale());
  }
  [[nodiscard]] std::optional<Int128> of(const Money& money) const {
    return scaled(money.minor(), money.currency().digits());
  }

 private:
  [[nodiscard]] Int128 scaled(Int128 coefficient, int scale) const {
    if (!detail::scale_up_fits(coefficient, scale_ - scale) || !Decimal::fits(coefficient))
      throw_overflow("a column of decimals holds at most 38 digits");
    return coefficient;
  }

  int scale_ = 0;
};

}  // namespace o2c::inline v1

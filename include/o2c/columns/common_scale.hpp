#pragma once

#include <algorithm>
#include <optional>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// The scale of a column of decimals that holds amounts of several currencies, or decimals of
/// several scales: the largest of them.
class CommonScale {
 public:
  void include(const Decimal& value) { scale_ = std::max<int>(scale_, value.scale()); }
  void include(const Money& money) { scale_ = std::max(scale_, money.currency().digits()); }
  [[nodiscard]] int digits() const noexcept { return scale_; }

  /// The coefficient of a value that was included, as a cell of such a column.
  [[nodiscard]] std::optional<Int128> of(const Decimal& value) const {
    return value.coefficient() * detail::power_of_ten(scale_ - value.scale());
  }
  [[nodiscard]] std::optional<Int128> of(const Money& money) const {
    return static_cast<Int128>(money.minor()) *
           detail::power_of_ten(scale_ - money.currency().digits());
  }

 private:
  int scale_ = 0;
};

}  // namespace o2c::inline v1

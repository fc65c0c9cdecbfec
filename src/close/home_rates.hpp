#pragma once

// What amounts of a book are in its home currency. Private to src/close.

#include <cstddef>
#include <functional>

#include "o2c/close/book.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Of what comes home.
constexpr Rounding home_rounding = Rounding::half_up;

/// An amount, and home currency for one of its own.
struct Rated {
  Money amount;
  Decimal rate;
};

/// An amount is converted at the rate that stands on its row, else at that of its day.
class HomeRates {
 public:
  explicit HomeRates(const Book& book) : book_(book), home_(book.settings().home) {}

  /// Home currency for one of another. Throws MissingRate.
  [[nodiscard]] Ratio of(const Currency& currency, Date date) const;
  /// An amount of a row that may have a rate. Throws MissingRate.
  [[nodiscard]] Rated rated(const BookRows& rows, std::size_t rate, std::size_t row, Money amount,
                            Date date) const;
  /// An amount of a day. Where its currency comes home by more than one stated rate it is converted
  /// here already. Throws MissingRate.
  [[nodiscard]] Rated rated(Money amount, Date date) const;
  [[nodiscard]] Money in_home(const Rated& price) const;

 private:
  std::reference_wrapper<const Book> book_;
  Currency home_;
};

}  // namespace o2c::inline v1

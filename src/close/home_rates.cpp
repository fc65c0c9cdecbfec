#include "home_rates.hpp"

#include "o2c/money/exchange.hpp"

namespace o2c::inline v1 {

Ratio HomeRates::of(const Currency& currency, Date date) const {
  if (currency == home_) return 1;
  return book_.get().rates().at(currency, home_, date).factor();
}

Rated HomeRates::rated(const BookRows& rows, std::size_t rate, std::size_t row, Money amount,
                       Date date) const {
  if (amount.currency() != home_ && rows.has(rate, row)) return {amount, rows.decimal(rate, row)};
  return rated(amount, date);
}

Rated HomeRates::rated(Money amount, Date date) const {
  if (amount.currency() == home_) return {amount, Decimal(1)};
  const ExchangePath path = book_.get().rates().at(amount.currency(), home_, date);
  if (path.legs.size() == 1 && !path.legs[0].inverted) return {amount, path.legs[0].rate.rate()};
  return {convert_at(amount, home_, path.factor(), home_rounding), Decimal(1)};
}

Money HomeRates::in_home(const Rated& price) const {
  if (price.amount.currency() == home_) return price.amount;
  return convert_at(price.amount, home_, Ratio(price.rate), home_rounding);
}

}  // namespace o2c::inline v1

#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// On a date, 1 unit of `base` is `rate` units of `quote`: 1 USD = 7.10 CNY.
class ExchangeRate {
 public:
  /// Throws InvalidArgument unless the rate is positive and the currencies differ.
  ExchangeRate(Currency base, Currency quote, const Decimal& rate, Date date);

  Currency base() const noexcept { return base_; }
  Currency quote() const noexcept { return quote_; }
  const Decimal& rate() const noexcept { return rate_; }
  Date date() const noexcept { return date_; }

  friend bool operator==(const ExchangeRate&, const ExchangeRate&) = default;

 private:
  Currency base_;
  Currency quote_;
  Decimal rate_;
  Date date_;
};

/// "1 USD = 7.10 CNY on 2026-03-31"
std::string to_string(const ExchangeRate& rate);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const ExchangeRate& rate) {
  return out << to_string(rate);
}

/// The amount at `rate` units of `to` for one of its own, rounded once.
/// Throws Overflow, InexactResult (mode `exact`).
Money convert_at(Money amount, Currency to, const Ratio& rate, Rounding mode);

/// An amount of either currency of the rate, in the other one, rounded once.
/// Throws CurrencyMismatch (neither), Overflow, InexactResult (mode `exact`).
Money convert(Money amount, const ExchangeRate& rate, Rounding mode);

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::ExchangeRate> {
  std::size_t operator()(const o2c::ExchangeRate& rate) const {
    std::size_t h = std::hash<o2c::Currency>{}(rate.base());
    h = h * 31U + std::hash<o2c::Currency>{}(rate.quote());
    h = h * 31U + std::hash<o2c::Decimal>{}(rate.rate());
    return h * 31U + std::hash<o2c::Date>{}(rate.date());
  }
};

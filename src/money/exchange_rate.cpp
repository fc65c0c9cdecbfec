#include "o2c/money/exchange_rate.hpp"

#include <string>

namespace o2c::inline v1 {

ExchangeRate::ExchangeRate(Currency base, Currency quote, const Decimal& rate, Date date)
    : base_(base), quote_(quote), rate_(rate), date_(date) {
  if (base == quote) throw_invalid("exchange rate of " + to_string(base) + " to itself");
  if (sign(rate) <= 0)
    throw_invalid("exchange rate " + to_string(*this) + ": expected a rate above zero");
}

std::string to_string(const ExchangeRate& rate) {
  return "1 " + to_string(rate.base()) + " = " + to_string(rate.rate()) + " " +
         to_string(rate.quote()) + " on " + to_string(rate.date());
}

Money convert_at(Money amount, Currency to, const Ratio& rate, Rounding mode) {
  const int more_digits = to.digits() - amount.currency().digits();
  const Ratio minor_rate = more_digits >= 0 ? rate * detail::power_of_ten(more_digits)
                                            : rate / detail::power_of_ten(-more_digits);
  const auto scaled =
      detail::scale_minor(amount.minor(), minor_rate.numerator(), minor_rate.denominator(), mode);
  if (scaled.is_valid(mode)) return Money::from_minor(scaled.minor(), to);
  const std::string what = to_string(amount) + " at " + to_string(rate) + " in " + to_string(to);
  if (scaled.fits()) throw InexactResult(what + " needs rounding, and the rounding is exact");
  throw Overflow(what + " is too large");
}

Money convert(Money amount, const ExchangeRate& rate, Rounding mode) {
  if (amount.currency() == rate.base()) return convert_at(amount, rate.quote(), rate.rate(), mode);
  if (amount.currency() == rate.quote())
    return convert_at(amount, rate.base(), 1 / Ratio(rate.rate()), mode);
  throw CurrencyMismatch("cannot convert " + to_string(amount) + " at " + to_string(rate));
}

}  // namespace o2c

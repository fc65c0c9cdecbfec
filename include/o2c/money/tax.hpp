#pragma once

#include <tuple>

#include "o2c/money/money.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

/// An amount without tax, the tax, and both together: net + tax = gross, always.
struct TaxedAmount {
  Money net;
  Money tax;
  Money gross;

  static constexpr auto fields() {
    return std::tuple{Field{"net", &TaxedAmount::net, "without tax"},
                      Field{"tax", &TaxedAmount::tax, "the tax"},
                      Field{"gross", &TaxedAmount::gross, "with tax"}};
  }

  friend bool operator==(const TaxedAmount&, const TaxedAmount&) = default;
};

namespace detail {
constexpr void check_tax_rate(Rate rate) {
  if (sign(rate.fraction()) < 0)
    throw_invalid("a tax rate of " + to_string(rate) + ": expected not below zero");
}
}  // namespace detail

/// The tax on a net amount: net × rate, rounded. Throws InvalidArgument for a rate below zero,
/// Overflow, InexactResult (mode `exact`).
template <Tracer T>
constexpr TaxedAmount add_tax(Money net, Rate rate, Rounding mode, T& trace) {
  detail::check_tax_rate(rate);
  const Money tax = apply(rate, net, mode, trace);
  const Money gross = net + tax;
  trace.step(Text{"with tax", "含税金额"}, Operation::sum, gross,
             Operand{Text{"net", "不含税金额"}, net}, Operand{Text{"tax", "税额"}, tax});
  return {net, tax, gross};
}
constexpr TaxedAmount add_tax(Money net, Rate rate, Rounding mode) {
  NoTrace no_trace;
  return add_tax(net, rate, mode, no_trace);
}

/// The tax within a gross amount: net = gross ÷ (1 + rate), rounded, and the tax is the rest.
/// Throws InvalidArgument for a rate below zero, Overflow, InexactResult (mode `exact`).
template <Tracer T>
constexpr TaxedAmount split_tax(Money gross, Rate rate, Rounding mode, T& trace) {
  detail::check_tax_rate(rate);
  const Decimal divisor = rate.fraction() + 1;
  const Money net = divide(gross, divisor, mode);
  const Money tax = gross - net;
  trace.rounded_step(Text{"without tax", "不含税金额"}, Operation::quotient, mode,
                     minor_unit(gross.currency()), net, Operand{Text{"gross", "含税金额"}, gross},
                     Operand{Text{"1 + tax rate", "1 + 税率"}, divisor});
  trace.step(Text{"tax", "税额"}, Operation::difference, tax,
             Operand{Text{"gross", "含税金额"}, gross}, Operand{Text{"net", "不含税金额"}, net});
  return {net, tax, gross};
}
constexpr TaxedAmount split_tax(Money gross, Rate rate, Rounding mode) {
  NoTrace no_trace;
  return split_tax(gross, rate, mode, no_trace);
}

/// A price with tax as one without, exactly, and back. Throws InvalidArgument for a rate below
/// zero.
constexpr Ratio net_price(const Ratio& price_with_tax, Rate rate) {
  detail::check_tax_rate(rate);
  return price_with_tax / (Ratio(rate.fraction()) + 1);
}
constexpr Ratio price_with_tax(const Ratio& net_price, Rate rate) {
  detail::check_tax_rate(rate);
  return net_price * (Ratio(rate.fraction()) + 1);
}

}  // namespace o2c::inline v1

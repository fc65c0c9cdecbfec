#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/cost/container_plan.hpp"
#include "o2c/cost/cost_sheet.hpp"
#include "o2c/cost/incoterm.hpp"
#include "o2c/cost/price_route.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What a rate of profit is a rate of.
enum class ProfitOf : std::uint8_t {
  price,  ///< cost ÷ (1 − rate)
  cost    ///< cost × (1 + rate)
};

std::string to_string(ProfitOf base);
/// Reads what to_string writes. Throws ParseError.
ProfitOf parse_profit_of(std::string_view text);

/// How a company makes prices from costs.
struct PricingRule {
  Rate profit = Rate::from_fraction(0);
  ProfitOf profit_of = ProfitOf::price;
  /// The term whose price the profit is a part of. Freight and insurance beyond it bear none.
  Incoterm profit_at = Incoterm::FOB;
  /// The price at that term is rounded before the others follow from it, as one that is quoted too.
  bool rounded_first = true;
  Decimal step = Decimal::from_parts(1, 2);  ///< Prices are multiples of it.
  Rounding rounding = Rounding::half_up;
  /// The least profit, of the price at that term: below it a price needs an approval.
  Rate floor = Rate::from_fraction(0);
  std::optional<Date> valid_until{};  ///< The last day on which the prices may be accepted.

  static constexpr auto fields() {
    return std::tuple{
        Field{"profit", &PricingRule::profit, "its rate"},
        Field{"profit_of", &PricingRule::profit_of, "of the price or of the cost"},
        Field{"profit_at", &PricingRule::profit_at, "by which term"},
        Field{"rounded_first", &PricingRule::rounded_first, "before other terms follow"},
        Field{"step", &PricingRule::step, "prices are multiples of it"},
        Field{"rounding", &PricingRule::rounding, "of prices"},
        Field{"floor", &PricingRule::floor, "the least profit, of the price"},
        Field{"valid_until", &PricingRule::valid_until, "the last day to accept"}};
  }

  friend bool operator==(const PricingRule&, const PricingRule&) = default;
};

/// Throws InvalidArgument, with all faults, for a profit below zero, a step that is not positive,
/// and a floor of 100% and more.
void check(const PricingRule& rule);

/// A currency to quote in, and what the way costs in it.
struct PricingCurrency {
  Currency currency;
  /// The sheet's currency for one of it, also where that is pegged at 1; nothing for the sheet's
  /// own.
  std::optional<Decimal> exchange_rate{};
  /// Margin of safety: the rate is taken to be lower by it.
  Rate safety = Rate::from_fraction(0);
  RouteCosts route{};                     ///< Besides the sheet's own lines on the route.
  std::optional<FreightTariff> tariff{};  ///< Main freight by containers, besides the route's.
  bool commission_insured = false;        ///< As PriceRoute has it.

  static constexpr auto fields() {
    return std::tuple{
        Field{"currency", &PricingCurrency::currency, "to quote in"},
        Field{"exchange_rate", &PricingCurrency::exchange_rate, "sheet's currency for one"},
        Field{"safety", &PricingCurrency::safety, "the rate is taken to be lower by it"},
        Field{"route", &PricingCurrency::route, "what the way costs"},
        Field{"tariff", &PricingCurrency::tariff, "main freight by containers"},
        Field{"commission_insured", &PricingCurrency::commission_insured, "with the price"}};
  }

  friend bool operator==(const PricingCurrency&, const PricingCurrency&) = default;
};

/// Throws InvalidArgument, with all faults, for an exchange rate that is not positive, and a margin
/// of safety that is not from 0% to below 100%.
void check(const PricingCurrency& currency);

/// A price for a quantity by a term in a currency.
struct Quote {
  std::string product;
  PriceTerm term;
  Currency currency;
  Quantity quantity;
  Decimal price;      ///< Of one unit, as stated.
  Ratio exact;        ///< The same before it was rounded.
  Ratio cost;         ///< What one unit costs at the term of the profit, in this currency.
  Ratio profit;       ///< What the stated price leaves of one unit, in this currency,
  Ratio profit_rate;  ///< and as a part of the price at the term of the profit.
  std::optional<Date> valid_until{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"product", &Quote::product, "what is offered"},
        Field{"term", &Quote::term, "of delivery"},
        Field{"currency", &Quote::currency, "of the price"},
        Field{"quantity", &Quote::quantity, "for which it holds"},
        Field{"price", &Quote::price, "of one unit, as stated"},
        Field{"exact", &Quote::exact, "before it was rounded"},
        Field{"cost", &Quote::cost, "at the term of the profit"},
        Field{"profit", &Quote::profit, "what the price leaves of one unit"},
        Field{"profit_rate", &Quote::profit_rate, "of the price at the term of the profit"},
        Field{"valid_until", &Quote::valid_until, "the last day to accept"}};
  }

  friend bool operator==(const Quote&, const Quote&) = default;
};

/// The price of a product for a quantity: costs at the works become the cost at the term of the
/// profit, the profit is put on, and the price by the term asked for follows by the route. Rates of
/// the price in the sheet stand in the same denominator as a profit of the price. Throws
/// InvalidArgument for a profit and rates of the price that are all of it, a currency other than
/// the sheet's without its rate, and one other than 1 of the sheet's own; as PriceRoute and
/// CostSheet; Overflow.
Quote quote(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
            const PriceTerm& term, const Quantity& quantity);
/// The same, telling each step.
Quote quote(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
            const PriceTerm& term, const Quantity& quantity, Derivation& steps);

/// Every term, quantity and currency side by side: by quantity, then by currency, then by term.
std::vector<Quote> quotes(const CostSheet& sheet, const PricingRule& rule,
                          std::span<const PricingCurrency> currencies,
                          std::span<const PriceTerm> terms, std::span<const Quantity> quantities);

/// What a price that the customer asks for would leave. The quote's price is replaced by it.
Quote at_price(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
               const PriceTerm& term, const Quantity& quantity, const Decimal& price);
/// The same, telling each step.
Quote at_price(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
               const PriceTerm& term, const Quantity& quantity, const Decimal& price,
               Derivation& steps);

/// The least price by the term that leaves the floor, a multiple of the step: the list price of an
/// order's line, below which its quotation needs an approval with a reason. Throws as quote(), and
/// InvalidArgument for a floor and rates of the price that are all of it.
Decimal least_price(const CostSheet& sheet, const PricingRule& rule,
                    const PricingCurrency& currency, const PriceTerm& term,
                    const Quantity& quantity);
/// The same, telling each step.
Decimal least_price(const CostSheet& sheet, const PricingRule& rule,
                    const PricingCurrency& currency, const PriceTerm& term,
                    const Quantity& quantity, Derivation& steps);

/// Whether a quote may be given on a day: refused are below_floor, with the profit that it leaves
/// and the least price that would do, and expired. An approval that names its reason overrides the
/// first.
Refusals quote_refusals(const CostSheet& sheet, const PricingRule& rule,
                        const PricingCurrency& currency, const Quote& quote, Date as_of);

}  // namespace o2c::inline v1

#include "o2c/cost/quotation.hpp"

#include <cstddef>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "pricing_route.hpp"

namespace o2c::inline v1 {
namespace {

void check_pricing(const PricingRule& rule, const PricingCurrency& currency) {
  check(rule);
  check(currency);
}

// A product's costs for a quantity, in the currency of the quote.
class Pricing {
 public:
  Pricing(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
          const Quantity& quantity, Derivation* steps)
      : rule_(rule),
        steps_(steps),
        costs_(steps != nullptr ? sheet.costs(quantity, *steps) : sheet.costs(quantity)),
        rate_(pricing_rate(sheet, currency, steps)),
        route_(pricing_route(sheet, costs_, currency, rate_, steps)),
        cost_(price_at(basis(), at_pricing_rate(costs_.goods, rate_,
                                                {"goods at the works", "出厂成本"}, steps))),
        of_price_(costs_.of_price.fraction()) {}

  // The price at the term of the profit.
  Ratio basis_price() {
    const Ratio profit(rule_.profit.fraction());
    const bool of_price = rule_.profit_of == ProfitOf::price;
    Ratio price = cost_;
    if (!of_price)
      price = told(Operation::product, {"cost and profit", "成本加利润"},
                   {{{"cost", "成本"}, cost_}, {{"1 + profit", "1 + 利润率"}, 1 + profit}},
                   cost_ * (1 + profit));
    const Ratio held = of_price_ + (of_price ? profit : Ratio());
    if (!is_zero(held)) {
      if (held >= 1) throw_invalid("profit and rates of the price are the whole price or more");
      const Ratio rest = told(Operation::difference, {"divisor", "除数"},
                              {{{"one", "一"}, std::int64_t{1}},
                               {{"profit of the price", "利润率"}, of_price ? profit : Ratio()},
                               {{"rates of the price", "按价计费用率"}, of_price_}},
                              1 - held);
      price = told(Operation::quotient, {"price with profit", "含利润价格"},
                   {{{"cost", "成本"}, price}, {{"divisor", "除数"}, rest}}, price / rest);
    }
    return rule_.rounded_first ? Ratio(rounded(price)) : price;
  }

  Ratio price(const PriceTerm& term) { return converted(basis(), basis_price(), term); }

  Decimal rounded(const Ratio& price) { return rounded(price, rule_.rounding); }

  // What a stated price by a term leaves.
  void reckon(Quote& quote) {
    const Label price(to_string(basis()), to_string(basis()));
    const Ratio at_basis = converted(quote.term, quote.price, basis());
    std::vector<NamedValue> parts{{price, at_basis}};
    Ratio held;
    if (!is_zero(of_price_)) {
      held = told(Operation::product, {"held by rates of the price", "按价计费用"},
                  {{price, at_basis}, {{"rates of the price", "按价计费用率"}, of_price_}},
                  at_basis * of_price_);
      parts.push_back({{"held by rates of the price", "按价计费用"}, held});
    }
    parts.push_back({{"cost", "成本"}, cost_});
    quote.cost = cost_;
    quote.profit =
        told(Operation::difference, {"profit", "利润"}, std::move(parts), at_basis - held - cost_);
    if (is_zero(at_basis)) return;  // Of nothing there is no rate.
    quote.profit_rate =
        told(Operation::quotient, {"profit of the price", "利润率"},
             {{{"profit", "利润"}, quote.profit}, {price, at_basis}}, quote.profit / at_basis);
  }

  // The least stated price by the term that leaves the floor.
  Decimal least_price(const PriceTerm& term) {
    const Ratio floor(rule_.floor.fraction());
    const Ratio rest = told(Operation::difference, {"divisor", "除数"},
                            {{{"one", "一"}, std::int64_t{1}},
                             {{"floor", "利润率底线"}, floor},
                             {{"rates of the price", "按价计费用率"}, of_price_}},
                            1 - floor - of_price_);
    if (sign(rest) <= 0) throw_invalid("floor and rates of the price are the whole price or more");
    const Ratio least =
        told(Operation::quotient, {"price at the floor", "底线价格"},
             {{{"cost", "成本"}, cost_}, {{"divisor", "除数"}, rest}}, cost_ / rest);
    return rounded(converted(basis(), least, term), Rounding::ceiling);
  }

 private:
  [[nodiscard]] PriceTerm basis() const { return {.incoterm = rule_.profit_at}; }

  Decimal rounded(const Ratio& price, Rounding rounding) {
    const Decimal stated = round_to(price, rule_.step, rounding);
    if (steps_ != nullptr)
      steps_->add({Label("rounded price", "取整价格"),
                   Operation::rounded,
                   {{Label("price", "价格"), price}},
                   stated,
                   RoundedTo{rounding, rule_.step}});
    return stated;
  }

  // Places do not matter: the way is the one that was given.
  Ratio converted(const PriceTerm& from, const Ratio& price, const PriceTerm& to) {
    if (from.incoterm == to.incoterm && from.commission == to.commission) return price;
    return steps_ != nullptr ? route_.convert(from, price, to, *steps_)
                             : route_.convert(from, price, to);
  }

  Ratio price_at(const PriceTerm& term, const Ratio& goods) {
    return steps_ != nullptr ? route_.price(term, goods, *steps_) : route_.price(term, goods);
  }

  Ratio told(Operation operation, Label label, std::vector<NamedValue> operands,
             const Ratio& result) {
    if (steps_ != nullptr)
      steps_->add({std::move(label), operation, std::move(operands), result, {}});
    return result;
  }

  const PricingRule& rule_;
  Derivation* steps_;
  UnitCosts costs_;
  Ratio rate_;
  PriceRoute route_;
  Ratio cost_;
  Ratio of_price_;
};

Quote empty_quote(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
                  const PriceTerm& term, const Quantity& quantity) {
  return {.product = sheet.product(),
          .term = term,
          .currency = currency.currency,
          .quantity = quantity,
          .price = {},
          .exact = {},
          .cost = {},
          .profit = {},
          .profit_rate = {},
          .valid_until = rule.valid_until};
}

Quote quoted(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
             const PriceTerm& term, const Quantity& quantity, Derivation* steps) {
  check_pricing(rule, currency);
  Pricing pricing(sheet, rule, currency, quantity, steps);
  Quote quote = empty_quote(sheet, rule, currency, term, quantity);
  quote.exact = pricing.price(term);
  quote.price = pricing.rounded(quote.exact);
  pricing.reckon(quote);
  return quote;
}

Quote judged(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
             const PriceTerm& term, const Quantity& quantity, const Decimal& price,
             Derivation* steps) {
  check_pricing(rule, currency);
  if (sign(price) <= 0) throw_invalid("a price of " + to_string(price) + ": expected above zero");
  Quote quote = empty_quote(sheet, rule, currency, term, quantity);
  quote.price = price;
  quote.exact = price;
  Pricing(sheet, rule, currency, quantity, steps).reckon(quote);
  return quote;
}

Decimal least(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
              const PriceTerm& term, const Quantity& quantity, Derivation* steps) {
  check_pricing(rule, currency);
  return Pricing(sheet, rule, currency, quantity, steps).least_price(term);
}

std::string percent(const Ratio& rate) {
  return to_string(Rate::from_fraction(round(rate, 4, Rounding::half_up)));
}

}  // namespace

std::string to_string(ProfitOf base) { return base == ProfitOf::price ? "price" : "cost"; }

ProfitOf parse_profit_of(std::string_view text) {
  if (text == "price") return ProfitOf::price;
  if (text == "cost") return ProfitOf::cost;
  throw_parse(text, 0, "price or cost");
}

void check(const PricingRule& rule) {
  std::vector<Fault> faults;
  const auto fault = [&](const char* field, std::string value, const char* expected) {
    faults.push_back({.field = field, .value = std::move(value), .expected = expected});
  };
  if (sign(rule.profit.fraction()) < 0)
    fault("profit", to_string(rule.profit), "a rate not below zero");
  if (sign(rule.step) <= 0) fault("step", to_string(rule.step), "above zero");
  if (rule.floor.fraction() >= 1) fault("floor", to_string(rule.floor), "a rate below 100%");
  throw_faults("no such pricing", std::move(faults));
}

void check(const PricingCurrency& currency) {
  std::vector<Fault> faults;
  const auto fault = [&](const char* field, std::string value, const char* expected) {
    faults.push_back({.field = field, .value = std::move(value), .expected = expected});
  };
  if (currency.exchange_rate && sign(*currency.exchange_rate) <= 0)
    fault("exchange_rate", to_string(*currency.exchange_rate), "above zero");
  if (sign(currency.safety.fraction()) < 0 || currency.safety.fraction() >= 1)
    fault("safety", to_string(currency.safety), "a rate from 0% to below 100%");
  throw_faults("no such pricing", std::move(faults));
}

Quote quote(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
            const PriceTerm& term, const Quantity& quantity) {
  return quoted(sheet, rule, currency, term, quantity, nullptr);
}

Quote quote(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
            const PriceTerm& term, const Quantity& quantity, Derivation& steps) {
  return quoted(sheet, rule, currency, term, quantity, &steps);
}

std::vector<Quote> quotes(const CostSheet& sheet, const PricingRule& rule,
                          std::span<const PricingCurrency> currencies,
                          std::span<const PriceTerm> terms, std::span<const Quantity> quantities) {
  std::vector<Quote> all;
  for (const Quantity& quantity : quantities)
    for (const PricingCurrency& currency : currencies)
      for (const PriceTerm& term : terms)
        all.push_back(quoted(sheet, rule, currency, term, quantity, nullptr));
  return all;
}

Quote at_price(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
               const PriceTerm& term, const Quantity& quantity, const Decimal& price) {
  return judged(sheet, rule, currency, term, quantity, price, nullptr);
}

Quote at_price(const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
               const PriceTerm& term, const Quantity& quantity, const Decimal& price,
               Derivation& steps) {
  return judged(sheet, rule, currency, term, quantity, price, &steps);
}

Decimal least_price(const CostSheet& sheet, const PricingRule& rule,
                    const PricingCurrency& currency, const PriceTerm& term,
                    const Quantity& quantity) {
  return least(sheet, rule, currency, term, quantity, nullptr);
}

Decimal least_price(const CostSheet& sheet, const PricingRule& rule,
                    const PricingCurrency& currency, const PriceTerm& term,
                    const Quantity& quantity, Derivation& steps) {
  return least(sheet, rule, currency, term, quantity, &steps);
}

Refusals quote_refusals(const CostSheet& sheet, const PricingRule& rule,
                        const PricingCurrency& currency, const Quote& quote, Date as_of) {
  check_pricing(rule, currency);
  Refusals refusals;
  Quote stated = quote;
  Pricing pricing(sheet, rule, currency, quote.quantity, nullptr);
  pricing.reckon(stated);
  if (stated.profit_rate < Ratio(rule.floor.fraction())) {
    const std::string price = to_string(quote.price) + " " + to_string(quote.currency);
    const std::string least =
        to_string(pricing.least_price(quote.term)) + " " + to_string(quote.currency);
    const std::string quantity = to_string(quote.quantity);
    const std::string left = percent(stated.profit_rate);
    const std::string floor = to_string(rule.floor);
    refusals.push_back({.rule = "below_floor",
                        .reason = {to_string(quote.term) + " at " + price + " for " + quantity +
                                       " leaves " + left + " of the price, the floor is " + floor,
                                   to_string(quote.term) + "，" + quantity + "，报价" + price +
                                       "，利润率" + left + "，低于底线" + floor},
                        .cure = {"quote " + least + " or more, or have it approved with a reason",
                                 "报价不低于" + least + "，或说明理由报批"}});
  }
  if (quote.valid_until && *quote.valid_until < as_of)
    refusals.push_back({.rule = "expired",
                        .reason = {"the price was valid until " + to_string(*quote.valid_until),
                                   "报价有效期至" + to_string(*quote.valid_until)},
                        .cure = {"quote anew", "重新报价"}});
  return refusals;
}

}  // namespace o2c::inline v1

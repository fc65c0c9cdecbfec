#include "o2c/cost/quotation.hpp"

#include <cstddef>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

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
        rate_(rate_of(sheet, currency)),
        route_(route_of(sheet, currency), currency.commission_insured) {
    goods_ = in_currency(costs_.goods, Label("goods at the works", "出厂成本"));
    cost_ = price_at(basis(), goods_);
    of_price_ = Ratio(costs_.of_price.fraction());
  }

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

  Ratio price(const PriceTerm& term) {
    const Ratio at_basis = basis_price();
    const bool at_once = term.incoterm == rule_.profit_at && is_zero(term.commission.fraction());
    if (at_once) return at_basis;
    return price_at(term, route_.goods(basis(), at_basis));
  }

  Decimal rounded(const Ratio& price) {
    const Decimal stated = round_to(price, rule_.step, rule_.rounding);
    if (steps_ != nullptr)
      steps_->add({Label("rounded price", "取整价格"),
                   Operation::rounded,
                   {{Label("price", "价格"), price}},
                   stated,
                   RoundedTo{rule_.rounding, rule_.step}});
    return stated;
  }

  // What a stated price by a term leaves.
  void reckon(Quote& quote) const {
    const Ratio at_basis = route_.convert(quote.term, quote.price, basis());
    quote.cost = cost_;
    quote.profit = at_basis * (1 - of_price_) - cost_;
    quote.profit_rate = is_zero(at_basis) ? Ratio() : quote.profit / at_basis;
  }

  // The least stated price by the term that leaves the floor.
  [[nodiscard]] Decimal least_price(const PriceTerm& term) const {
    const Ratio rest = 1 - of_price_ - Ratio(rule_.floor.fraction());
    if (sign(rest) <= 0) throw_invalid("floor and rates of the price are the whole price or more");
    return round_to(route_.convert(basis(), cost_ / rest, term), rule_.step, Rounding::ceiling);
  }

 private:
  [[nodiscard]] PriceTerm basis() const { return {.incoterm = rule_.profit_at}; }

  Ratio rate_of(const CostSheet& sheet, const PricingCurrency& currency) {
    const bool at_home = currency.currency == sheet.currency();
    if (!at_home && !currency.exchange_rate)
      throw_invalid("no exchange rate of " + to_string(currency.currency) + ": expected how many " +
                    to_string(sheet.currency()) + " one is worth");
    const Ratio rate(currency.exchange_rate.value_or(1));
    if (at_home && rate != 1)
      throw_invalid("exchange rate " + to_string(*currency.exchange_rate) + " of " +
                    to_string(currency.currency) + ": expected 1 in the sheet's own currency");
    if (is_zero(currency.safety.fraction())) return rate;
    return told(Operation::product, {"rate with safety", "保险汇率"},
                {{{"exchange rate", "汇率"}, rate},
                 {{"1 − safety", "1 − 安全边际"}, 1 - Ratio(currency.safety.fraction())}},
                rate * (1 - Ratio(currency.safety.fraction())));
  }

  RouteCosts route_of(const CostSheet& sheet, const PricingCurrency& currency) {
    RouteCosts route = currency.route;
    const auto add = [&](RouteItem item, Ratio RouteCosts::* member) {
      const Ratio& home = costs_.route[static_cast<std::size_t>(item)];
      if (!is_zero(home)) route.*member += in_currency(home, describe(item));
    };
    add(RouteItem::packing, &RouteCosts::packing);
    add(RouteItem::loading_at_works, &RouteCosts::loading_at_works);
    add(RouteItem::carriage_to_port, &RouteCosts::carriage_to_port);
    add(RouteItem::export_clearance, &RouteCosts::export_clearance);
    add(RouteItem::origin_handling, &RouteCosts::origin_handling);
    add(RouteItem::loading_on_board, &RouteCosts::loading_on_board);
    add(RouteItem::main_freight, &RouteCosts::main_freight);
    add(RouteItem::arrival, &RouteCosts::arrival);
    add(RouteItem::inland, &RouteCosts::inland);
    add(RouteItem::unloading, &RouteCosts::unloading);
    add(RouteItem::import_clearance, &RouteCosts::import_clearance);
    if (currency.tariff) {
      if (!sheet.packing())
        throw_invalid("freight by containers of " + sheet.product() +
                      ": expected a sheet with a packing");
      route.main_freight += container_freight(*sheet.packing(), *currency.tariff);
    }
    return route;
  }

  Ratio container_freight(const Packing& packing, const FreightTariff& tariff) {
    if (steps_ == nullptr)
      return plan_containers(costs_.quantity, packing, tariff).freight_per_unit;
    return plan_containers(costs_.quantity, packing, tariff, Rounding::half_up, *steps_)
        .freight_per_unit;
  }

  Ratio price_at(const PriceTerm& term, const Ratio& goods) {
    return steps_ != nullptr ? route_.price(term, goods, *steps_) : route_.price(term, goods);
  }

  Ratio in_currency(const Ratio& amount, Label label) {
    if (rate_ == 1) return amount;
    return told(Operation::quotient, std::move(label),
                {{{"home currency", "本币"}, amount}, {{"exchange rate", "汇率"}, rate_}},
                amount / rate_);
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
  Ratio goods_;
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
  check_pricing(rule, currency);
  if (sign(price) <= 0) throw_invalid("a price of " + to_string(price) + ": expected above zero");
  Quote quote = empty_quote(sheet, rule, currency, term, quantity);
  quote.price = price;
  quote.exact = price;
  Pricing(sheet, rule, currency, quantity, nullptr).reckon(quote);
  return quote;
}

Decimal least_price(const CostSheet& sheet, const PricingRule& rule,
                    const PricingCurrency& currency, const PriceTerm& term,
                    const Quantity& quantity) {
  check_pricing(rule, currency);
  return Pricing(sheet, rule, currency, quantity, nullptr).least_price(term);
}

Refusals quote_refusals(const CostSheet& sheet, const PricingRule& rule,
                        const PricingCurrency& currency, const Quote& quote, Date as_of) {
  check_pricing(rule, currency);
  Refusals refusals;
  Quote stated = quote;
  const Pricing pricing(sheet, rule, currency, quote.quantity, nullptr);
  pricing.reckon(stated);
  if (stated.profit_rate < Ratio(rule.floor.fraction())) {
    const std::string price = to_string(quote.price) + " " + to_string(quote.currency);
    const std::string least =
        to_string(pricing.least_price(quote.term)) + " " + to_string(quote.currency);
    const std::string left = percent(stated.profit_rate);
    const std::string floor = to_string(rule.floor);
    refusals.push_back({.rule = "below_floor",
                        .reason = {to_string(quote.term) + " at " + price + " leaves " + left +
                                       " of the price, the floor is " + floor,
                                   to_string(quote.term) + " 报价" + price + "，利润率" + left +
                                       "，低于底线" + floor},
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

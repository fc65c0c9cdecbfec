#include "o2c/cost/export_offer.hpp"

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <utility>

#include "o2c/money/money.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "rebate_faults.hpp"

namespace o2c::inline v1 {
namespace {

void fault(std::vector<Fault>& faults, std::string_view field, std::string value,
           const char* expected) {
  faults.push_back({.field = std::string(field), .value = std::move(value), .expected = expected});
}

std::vector<Fault> faults_of(const ExportOffer& offer) {
  std::vector<Fault> faults;
  const auto check_one = [&](std::string_view name, const auto& value) {
    using T = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<T, Decimal>) {
      const bool positive = name == "quantity" || name == "price" || name == "exchange_rate";
      if (sign(value) < 0 || (positive && is_zero(value)))
        fault(faults, name, to_string(value), positive ? "above zero" : "not below zero");
    } else if constexpr (std::is_same_v<T, Rate>) {
      if (sign(value.fraction()) < 0) fault(faults, name, to_string(value), "not below zero");
    } else if constexpr (std::is_same_v<T, ExportRebate>) {
      add_rebate_faults(value, -1, faults);
    }
  };
  std::apply([&](const auto&... fields) { (check_one(fields.name, offer.*fields.member), ...); },
             ExportOffer::fields());
  if (!faults.empty()) return faults;
  const Ratio net = Ratio(offer.price) * (1 - Ratio(offer.commission.fraction())) -
                    Ratio(offer.freight) - Ratio(offer.insurance);
  if (sign(net) <= 0)
    fault(faults, "price", to_string(offer.price), "more than commission, freight and insurance");
  if (is_zero(offer.purchase_price) && is_zero(offer.expenses) && is_zero(offer.fixed_costs))
    fault(faults, "purchase_price", to_string(offer.purchase_price), "any cost at all");
  return faults;
}

// The figures, and their steps for whoever asks.
class Reckoning {
 public:
  Reckoning(const ExportOffer& offer, Derivation* steps) : offer_(offer), steps_(steps) {}

  ExportFigures figures() {
    ExportFigures all = up_to_profit();
    all.exchange_cost =
        told(Operation::quotient, {"exchange cost", "换汇成本"},
             {{{"cost", "总成本"}, all.cost}, {{"net FOB", "外汇净收入 FOB"}, all.net_fob}},
             all.cost / all.net_fob);
    all.profit_loss_ratio =
        told(Operation::quotient, {"profit-loss ratio", "盈亏率"},
             {{{"profit", "盈亏额"}, all.profit}, {{"cost", "总成本"}, all.cost}},
             all.profit / all.cost);
    all.break_even_rate = all.exchange_cost;
    all.break_even_price = break_even_price(all.cost / Ratio(offer_.exchange_rate));
    const Ratio fixed(offer_.fixed_costs);
    const Ratio contribution = all.profit + fixed / Ratio(offer_.quantity);
    if (sign(contribution) > 0)
      all.break_even_quantity = o2c::break_even_quantity(fixed, contribution);
    return all;
  }

  // All that needs no division, so that it can be asked of any change of an offer.
  ExportFigures up_to_profit() {
    const Ratio commission = told(
        Operation::product, {"commission", "佣金"},
        {{{"price", "报价"}, offer_.price}, {{"commission rate", "佣金率"}, offer_.commission}},
        Ratio(offer_.price) * Ratio(offer_.commission.fraction()));
    const Ratio net_fob =
        told(Operation::difference, {"net FOB", "外汇净收入 FOB"},
             {{{"price", "报价"}, offer_.price},
              {{"commission", "佣金"}, commission},
              {{"freight", "运费"}, offer_.freight},
              {{"insurance", "保险费"}, offer_.insurance}},
             Ratio(offer_.price) - commission - Ratio(offer_.freight) - Ratio(offer_.insurance));
    const Ratio rate(offer_.exchange_rate);
    const Ratio revenue = told(Operation::product, {"revenue", "本币收入"},
                               {{{"net FOB", "外汇净收入 FOB"}, net_fob},
                                {{"exchange rate", "汇率"}, offer_.exchange_rate}},
                               net_fob * rate);
    const Ratio purchase(offer_.purchase_price);
    const Ratio real_cost = steps_ != nullptr ? actual_cost(purchase, offer_.rebate, *steps_)
                                              : actual_cost(purchase, offer_.rebate);
    const Ratio variable = variable_cost(real_cost);
    const Ratio fixed = told(Operation::quotient, {"fixed costs of one", "单位固定费用"},
                             {{{"fixed costs", "固定费用"}, offer_.fixed_costs},
                              {{"quantity", "数量"}, offer_.quantity}},
                             Ratio(offer_.fixed_costs) / Ratio(offer_.quantity));
    const Ratio cost = told(Operation::sum, {"cost", "总成本"},
                            {{{"variable cost", "变动成本"}, variable},
                             {{"fixed costs of one", "单位固定费用"}, fixed}},
                            variable + fixed);
    const Ratio profit =
        told(Operation::difference, {"profit", "盈亏额"},
             {{{"revenue", "本币收入"}, revenue}, {{"cost", "总成本"}, cost}}, revenue - cost);

    ExportFigures all;
    all.net_fob = net_fob;
    all.revenue = revenue;
    all.refund = purchase - real_cost;
    all.cost = cost;
    all.profit = profit;
    all.total_profit =
        told(Operation::product, {"profit of all", "总盈亏额"},
             {{{"profit", "盈亏额"}, profit}, {{"quantity", "数量"}, offer_.quantity}},
             profit * Ratio(offer_.quantity));
    return all;
  }

 private:
  Ratio variable_cost(const Ratio& real_cost) {
    const Ratio purchase(offer_.purchase_price);
    const Ratio by_rate = told(Operation::product, {"expenses by rate", "定额费用"},
                               {{{"price with VAT", "含税进价"}, purchase},
                                {{"expense rate", "费用率"}, offer_.expense_rate}},
                               purchase * Ratio(offer_.expense_rate.fraction()));
    return told(Operation::sum, {"variable cost", "变动成本"},
                {{{"actual cost", "实际成本"}, real_cost},
                 {{"expenses", "费用"}, offer_.expenses},
                 {{"expenses by rate", "定额费用"}, by_rate}},
                real_cost + Ratio(offer_.expenses) + by_rate);
  }

  Ratio break_even_price(const Ratio& cost_abroad) {
    const Ratio with_way = told(Operation::sum, {"cost to the port of arrival", "外币总成本"},
                                {{{"cost in foreign currency", "外币成本"}, cost_abroad},
                                 {{"freight", "运费"}, offer_.freight},
                                 {{"insurance", "保险费"}, offer_.insurance}},
                                cost_abroad + Ratio(offer_.freight) + Ratio(offer_.insurance));
    const Ratio rest = 1 - Ratio(offer_.commission.fraction());
    return told(Operation::quotient, {"break-even price", "保本价"},
                {{{"cost to the port of arrival", "外币总成本"}, with_way},
                 {{"net of commission", "净价比例"}, rest}},
                with_way / rest);
  }

  Ratio told(Operation operation, Label label, std::vector<NamedValue> operands,
             const Ratio& result) {
    if (steps_ != nullptr)
      steps_->add({std::move(label), operation, std::move(operands), result, {}});
    return result;
  }

  const ExportOffer& offer_;
  Derivation* steps_;
};

// Inputs that change one at a time.
struct Changed {
  const char* name;
  Decimal ExportOffer::* input;
};
constexpr Changed inputs[] = {{"quantity", &ExportOffer::quantity},
                              {"price", &ExportOffer::price},
                              {"freight", &ExportOffer::freight},
                              {"insurance", &ExportOffer::insurance},
                              {"exchange_rate", &ExportOffer::exchange_rate},
                              {"purchase_price", &ExportOffer::purchase_price},
                              {"expenses", &ExportOffer::expenses},
                              {"fixed_costs", &ExportOffer::fixed_costs}};
struct ChangedRate {
  const char* name;
  Rate ExportOffer::* input;
};
constexpr ChangedRate rate_inputs[] = {{"commission", &ExportOffer::commission},
                                       {"expense_rate", &ExportOffer::expense_rate}};

Ratio total_profit(const ExportOffer& offer) {
  return Reckoning(offer, nullptr).up_to_profit().total_profit;
}

}  // namespace

ExportFigures export_figures(const ExportOffer& offer) {
  throw_faults("no such offer", faults_of(offer));
  return Reckoning(offer, nullptr).figures();
}

ExportFigures export_figures(const ExportOffer& offer, Derivation& steps) {
  throw_faults("no such offer", faults_of(offer));
  return Reckoning(offer, &steps).figures();
}

Ratio exchange_cost(Money total_cost, Money net_fob) {
  if (sign(net_fob) <= 0)
    throw_invalid("no exchange cost of a net FOB value of " + to_string(net_fob) +
                  ": expected above zero");
  return Ratio(total_cost.amount()) / Ratio(net_fob.amount());
}

Ratio profit_loss_ratio(Money total_cost, Money net_fob, const Decimal& buying_rate) {
  if (sign(total_cost) <= 0)
    throw_invalid("no profit-loss ratio of a cost of " + to_string(total_cost) +
                  ": expected above zero");
  if (sign(buying_rate) <= 0)
    throw_invalid("a buying rate of " + to_string(buying_rate) + ": expected above zero");
  const Ratio cost(total_cost.amount());
  return (Ratio(net_fob.amount()) * Ratio(buying_rate) - cost) / cost;
}

Ratio exchange_creation_ratio(Money net_fob, Money material) {
  const Money added = net_fob - material;
  if (sign(material) <= 0)
    throw_invalid("no foreign-exchange creation ratio of material of " + to_string(material) +
                  ": expected above zero");
  return ratio(added, material);
}

Decimal break_even_quantity(const Ratio& fixed, const Ratio& unit_contribution) {
  if (sign(fixed) < 0 || sign(unit_contribution) <= 0)
    throw_invalid("no quantity covers " + to_string(fixed) + " at " + to_string(unit_contribution) +
                  " each: expected costs not below zero and a contribution above it");
  return round(fixed / unit_contribution, 0, Rounding::ceiling);
}

std::vector<Sensitivity> sensitivities(const ExportOffer& offer, Rate change) {
  if (sign(change.fraction()) <= 0 || change.fraction() >= 1)
    throw_invalid("a change of " + to_string(change) + ": expected above 0% and below 100%");
  throw_faults("no such offer", faults_of(offer));
  const Ratio before = total_profit(offer);
  std::vector<Sensitivity> found;
  const auto add = [&](const char* name, const Decimal& input, const auto& set) {
    if (is_zero(input)) return;
    const auto with = [&](const Decimal& value) {
      ExportOffer changed = offer;
      set(changed, value);
      return total_profit(changed) - before;
    };
    const Decimal part = input * change.fraction();
    found.push_back({name, with(input - part), with(input + part)});
  };
  for (const Changed& one : inputs)
    add(one.name, offer.*one.input,
        [&](ExportOffer& to, const Decimal& value) { to.*one.input = value; });
  for (const ChangedRate& one : rate_inputs)
    add(one.name, (offer.*one.input).fraction(),
        [&](ExportOffer& to, const Decimal& value) { to.*one.input = Rate::from_fraction(value); });
  add("vat", offer.rebate.vat.fraction(), [](ExportOffer& to, const Decimal& value) {
    to.rebate.vat = Rate::from_fraction(std::max(value, to.rebate.refund.fraction()));
  });
  add("refund", offer.rebate.refund.fraction(), [](ExportOffer& to, const Decimal& value) {
    to.rebate.refund = Rate::from_fraction(std::min(value, to.rebate.vat.fraction()));
  });
  const auto width = [](const Sensitivity& one) {
    return std::max(abs(one.lower), abs(one.higher));
  };
  std::ranges::stable_sort(
      found, [&](const Sensitivity& a, const Sensitivity& b) { return width(a) > width(b); });
  return found;
}

std::vector<std::size_t> rank_offers(std::span<const ExportOffer> offers) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < offers.size(); ++i)
    for (Fault& one : faults_of(offers[i])) {
      one.row = static_cast<std::int64_t>(i);
      faults.push_back(std::move(one));
    }
  throw_faults("no such offers", std::move(faults));
  std::vector<ExportFigures> figures;
  for (const ExportOffer& offer : offers) figures.push_back(Reckoning(offer, nullptr).figures());
  std::vector<std::size_t> order(offers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    if (figures[a].profit_loss_ratio != figures[b].profit_loss_ratio)
      return figures[a].profit_loss_ratio > figures[b].profit_loss_ratio;
    return figures[a].total_profit > figures[b].total_profit;
  });
  return order;
}

}  // namespace o2c::inline v1

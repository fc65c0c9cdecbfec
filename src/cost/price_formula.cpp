#include "o2c/cost/price_formula.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"
#include "o2c/time/calendar.hpp"

namespace o2c::inline v1 {
namespace {

bool within(const PriceFormula& formula, Date date) {
  return formula.from_date <= date && date <= formula.to_date;
}

Fault day_fault(std::int64_t row, const char* field, Date date, const char* expected) {
  return {.row = row, .field = field, .value = to_string(date), .expected = expected};
}

std::vector<Fault> faults_of(const PriceFormula& formula) {
  std::vector<Fault> faults;
  if (formula.to_date < formula.from_date)
    faults.push_back(
        day_fault(-1, "to_date", formula.to_date, "a day not before the period's first"));
  if (formula.digits < 0 || formula.digits > Decimal::max_digits)
    faults.push_back(
        {.field = "digits", .value = std::to_string(formula.digits), .expected = "0 to 38"});
  if (sign(formula.vat.fraction()) < 0)
    faults.push_back(
        {.field = "vat", .value = to_string(formula.vat), .expected = "not below zero"});
  return faults;
}

// The settlements of the period, by day. Until `until`, each business day has to have one.
std::vector<SettlementPrice> of_period(const PriceFormula& formula,
                                       std::span<const SettlementPrice> settlements,
                                       const Calendar* calendar, Date until) {
  std::vector<Fault> faults = faults_of(formula);
  std::vector<SettlementPrice> found;
  for (std::size_t i = 0; i < settlements.size(); ++i) {
    const SettlementPrice& one = settlements[i];
    const auto row = static_cast<std::int64_t>(i);
    if (!within(formula, one.date) || one.date > until) continue;
    if (std::ranges::find(found, one.date, &SettlementPrice::date) != found.end())
      faults.push_back(day_fault(row, "date", one.date, "one price for each day"));
    if (sign(one.volume) < 0)
      faults.push_back({.row = row,
                        .field = "volume",
                        .value = to_string(one.volume),
                        .expected = "not below zero"});
    found.push_back(one);
  }
  std::ranges::sort(found, {}, &SettlementPrice::date);
  if (calendar != nullptr)
    for (Date day = formula.from_date; day <= std::min(formula.to_date, until); day += 1)
      if (calendar->is_business_day(day) &&
          !std::ranges::binary_search(found, day, {}, &SettlementPrice::date))
        faults.push_back(day_fault(-1, "date", day, "a price for each business day"));
  throw_faults(("no price of " + formula.reference).c_str(), std::move(faults));
  return found;
}

Decimal unit_of(const PriceFormula& formula) { return Decimal::from_parts(1, formula.digits); }

bool has_vat(const PriceFormula& formula) { return !is_zero(formula.vat.fraction()); }

// What a price with VAT is without it, in the contract's digits.
Decimal without_vat(const PriceFormula& formula, const Ratio& with_vat) {
  return round_to(with_vat / (1 + Ratio(formula.vat.fraction())), unit_of(formula),
                  formula.rounding);
}

void tell_without_vat(const PriceFormula& formula, Label label, NamedValue with_vat,
                      const Decimal& result, Derivation& steps) {
  steps.add(
      {std::move(label),
       Operation::quotient,
       {std::move(with_vat), {Label("1 + VAT", "1 + 增值税率"), 1 + Ratio(formula.vat.fraction())}},
       result,
       RoundedTo{formula.rounding, unit_of(formula)}});
}

// A price, and how much it counts.
struct CountedPrice {
  Label label;
  Decimal price;
  Decimal weight;
};

void tell_average(const PriceFormula& formula, std::span<const CountedPrice> prices,
                  const Ratio& total, const Ratio& weight, const Decimal& average,
                  Derivation& steps) {
  const bool weighted = formula.averaging == Averaging::volume_weighted;
  const Label weight_label = weighted ? Label("volume", "成交量") : Label("days", "天数");
  const bool each_once =
      std::ranges::all_of(prices, [](const auto& one) { return one.weight == 1; });
  std::vector<NamedValue> addends;
  std::vector<NamedValue> weights;
  for (const CountedPrice& one : prices) {
    const Ratio counted = Ratio(one.price) * Ratio(one.weight);
    if (!each_once)
      steps.add({one.label,
                 Operation::product,
                 {{Label("price", "结算价"), one.price}, {weight_label, one.weight}},
                 counted,
                 {}});
    addends.push_back({one.label, counted});
    weights.push_back({one.label, one.weight});
  }
  steps.add({Label("total", "合计"), Operation::sum, std::move(addends), total, {}});
  if (!each_once) steps.add({weight_label, Operation::sum, std::move(weights), weight, {}});
  std::vector<NamedValue> operands{{Label("total", "合计"), total}, {weight_label, weight}};
  const Label label("average", "平均价");
  if (!has_vat(formula)) {
    const RoundedTo rounded{formula.rounding, unit_of(formula)};
    return steps.add({label, Operation::quotient, std::move(operands), average, rounded});
  }
  const Label with_vat("average with VAT", "含税平均价");
  steps.add({with_vat, Operation::quotient, std::move(operands), total / weight, {}});
  tell_without_vat(formula, label, {with_vat, total / weight}, average, steps);
}

// Some of the weights are above zero.
Decimal average_of(const PriceFormula& formula, std::span<const CountedPrice> prices,
                   Derivation* steps) {
  Ratio total;
  Ratio weight;
  for (const CountedPrice& one : prices) {
    total += Ratio(one.price) * Ratio(one.weight);
    weight += one.weight;
  }
  const Decimal average = without_vat(formula, total / weight);
  if (steps != nullptr) tell_average(formula, prices, total, weight, average, *steps);
  return average;
}

std::vector<CountedPrice> counted(const PriceFormula& formula,
                                  const std::vector<SettlementPrice>& settlements) {
  const bool weighted = formula.averaging == Averaging::volume_weighted;
  std::vector<CountedPrice> prices;
  for (const SettlementPrice& one : settlements) {
    const std::string day = to_string(one.date);
    prices.push_back({Label(day, day), one.price, weighted ? one.volume : 1});
  }
  return prices;
}

Decimal averaged(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                 const Calendar* calendar, Derivation* steps) {
  const std::vector<CountedPrice> prices =
      counted(formula, of_period(formula, settlements, calendar, formula.to_date));
  if (std::ranges::all_of(prices, [](const auto& one) { return is_zero(one.weight); }))
    throw_invalid("no price of " + formula.reference + ": nothing was settled from " +
                  to_string(formula.from_date) + " to " + to_string(formula.to_date));
  return average_of(formula, prices, steps);
}

Decimal estimated_average(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                          const Decimal& forward_price, Date as_of, const Calendar& calendar,
                          Derivation* steps) {
  if (formula.averaging != Averaging::simple)
    throw_invalid("no estimate of " + formula.reference +
                  ": the volumes of the days to come are not known");
  if (as_of < formula.from_date)
    throw_invalid("no estimate of " + formula.reference + " on " + to_string(as_of) +
                  ": its period begins on " + to_string(formula.from_date));
  std::vector<CountedPrice> prices =
      counted(formula, of_period(formula, settlements, &calendar, as_of));
  const std::int32_t to_come =
      as_of < formula.to_date ? calendar.business_days_between(as_of, formula.to_date) : 0;
  if (to_come > 0)
    prices.push_back({Label("days to come, at the forward price", "未到期天数（远期价）"),
                      forward_price, Decimal(to_come)});
  if (prices.empty())
    throw_invalid("no estimate of " + formula.reference + ": its period has no business day");
  return average_of(formula, prices, steps);
}

Decimal provisional_average(const PriceFormula& formula, const Decimal& reference_price,
                            Derivation* steps) {
  check(formula);
  if (!has_vat(formula)) return reference_price;
  const Decimal price = without_vat(formula, reference_price);
  if (steps != nullptr)
    tell_without_vat(formula, Label("reference price", "参考价"),
                     {Label("reference price with VAT", "含税参考价"), reference_price}, price,
                     *steps);
  return price;
}

UnitPrice with_premium(const PriceFormula& formula, const Decimal& average,
                       Derivation* steps = nullptr) {
  const Decimal price = average + formula.premium;
  if (steps != nullptr)
    steps->step(Text{"price", "价格"}, Operation::sum, price,
                Operand{Text{"reference", "参考价"}, average},
                Operand{Text{"premium", "升贴水"}, formula.premium});
  return {price, formula.currency, formula.unit};
}

}  // namespace

std::string to_string(Averaging averaging) {
  return averaging == Averaging::simple ? "simple" : "volume_weighted";
}

Averaging parse_averaging(std::string_view text) {
  if (text == "simple") return Averaging::simple;
  if (text == "volume_weighted") return Averaging::volume_weighted;
  throw_parse(text, 0, "simple or volume_weighted");
}

void check(const PriceFormula& formula) { throw_faults("no such formula", faults_of(formula)); }

Decimal average_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                      const Calendar* calendar) {
  return averaged(formula, settlements, calendar, nullptr);
}

Decimal average_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                      const Calendar* calendar, Derivation& steps) {
  return averaged(formula, settlements, calendar, &steps);
}

UnitPrice final_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                      const Calendar* calendar) {
  return with_premium(formula, averaged(formula, settlements, calendar, nullptr));
}

UnitPrice final_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                      const Calendar* calendar, Derivation& steps) {
  return with_premium(formula, averaged(formula, settlements, calendar, &steps), &steps);
}

UnitPrice provisional_price(const PriceFormula& formula, const Decimal& reference_price) {
  return with_premium(formula, provisional_average(formula, reference_price, nullptr));
}

UnitPrice provisional_price(const PriceFormula& formula, const Decimal& reference_price,
                            Derivation& steps) {
  return with_premium(formula, provisional_average(formula, reference_price, &steps), &steps);
}

UnitPrice estimated_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                          const Decimal& forward_price, Date as_of, const Calendar& calendar) {
  return with_premium(
      formula, estimated_average(formula, settlements, forward_price, as_of, calendar, nullptr));
}

UnitPrice estimated_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                          const Decimal& forward_price, Date as_of, const Calendar& calendar,
                          Derivation& steps) {
  return with_premium(
      formula, estimated_average(formula, settlements, forward_price, as_of, calendar, &steps),
      &steps);
}

PriceSettlement settle_price(Money provisional, const Quantity& weighed, const UnitPrice& price,
                             Rounding rounding) {
  const Money final = amount_of(price, weighed, rounding);
  return {provisional, final, final - provisional};
}

PriceSettlement settle_price(Money provisional, const Quantity& weighed, const UnitPrice& price,
                             Rounding rounding, Derivation& steps) {
  const Money final = amount_of(price, weighed, rounding, steps);
  steps.step(Text{"difference", "差额"}, Operation::difference, final - provisional,
             Operand{Text{"final", "最终金额"}, final},
             Operand{Text{"provisional", "暂定金额"}, provisional});
  return {provisional, final, final - provisional};
}

Quantity unpriced_exposure(std::span<const UnpricedDelivery> deliveries, Date as_of,
                           const Unit& unit) {
  Quantity exposure(0, unit);
  for (const UnpricedDelivery& one : deliveries)
    if (one.delivered <= as_of && as_of < one.priced_on) exposure += convert(one.quantity, unit);
  return exposure;
}

}  // namespace o2c::inline v1

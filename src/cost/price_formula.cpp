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

// The settlements of the period, by day. Until `until`, each business day has to have one.
std::vector<SettlementPrice> of_period(const PriceFormula& formula,
                                       std::span<const SettlementPrice> settlements,
                                       const Calendar* calendar, Date until) {
  std::vector<Fault> faults;
  if (formula.to_date < formula.from_date)
    faults.push_back(
        day_fault(-1, "to_date", formula.to_date, "a day not before the period's first"));
  if (sign(formula.vat.fraction()) < 0)
    faults.push_back(
        {.field = "vat", .value = to_string(formula.vat), .expected = "not below zero"});
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

Decimal unit_of(const PriceFormula& formula) {
  if (formula.digits < 0 || formula.digits > Decimal::max_digits)
    throw_invalid("an average of " + std::to_string(formula.digits) + " digits: expected 0 to 38");
  return Decimal::from_parts(1, formula.digits);
}

// What a price with VAT is without it, in the contract's digits.
Decimal stated(const PriceFormula& formula, const Ratio& with_vat) {
  return round_to(with_vat / (1 + Ratio(formula.vat.fraction())), unit_of(formula),
                  formula.rounding);
}

void tell_average(const PriceFormula& formula, const std::vector<SettlementPrice>& prices,
                  const Ratio& total, const Ratio& weight, const Decimal& average,
                  Derivation& steps) {
  const bool weighted = formula.averaging == Averaging::volume_weighted;
  std::vector<NamedValue> addends;
  for (const SettlementPrice& one : prices) {
    const std::string day = to_string(one.date);
    if (weighted) {
      const Ratio traded = Ratio(one.price) * Ratio(one.volume);
      steps.add({Label(day, day),
                 Operation::product,
                 {{Label("price", "结算价"), one.price}, {Label("volume", "成交量"), one.volume}},
                 traded,
                 {}});
      addends.push_back({Label(day, day), traded});
    } else {
      addends.push_back({Label(day, day), one.price});
    }
  }
  steps.add({Label("total", "合计"), Operation::sum, std::move(addends), total, {}});
  const RoundedTo rounded{formula.rounding, unit_of(formula)};
  const bool has_vat = !is_zero(formula.vat.fraction());
  const Label with_vat("average with VAT", "含税平均价");
  DerivationStep average_of{
      has_vat ? with_vat : Label("average", "平均价"),
      Operation::quotient,
      {{Label("total", "合计"), total},
       {weighted ? Label("volume", "成交量") : Label("days", "天数"), weight}},
      average,
      rounded};
  if (has_vat) {
    average_of.result = total / weight;
    average_of.rounding.reset();
  }
  steps.add(std::move(average_of));
  if (has_vat)
    steps.add({Label("average", "平均价"),
               Operation::quotient,
               {{with_vat, total / weight},
                {Label("1 + VAT", "1 + 增值税率"), 1 + Ratio(formula.vat.fraction())}},
               average,
               rounded});
}

Decimal averaged(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                 const Calendar* calendar, Derivation* steps) {
  const std::vector<SettlementPrice> prices =
      of_period(formula, settlements, calendar, formula.to_date);
  Ratio total;
  Ratio weight;
  for (const SettlementPrice& one : prices) {
    const Ratio share =
        formula.averaging == Averaging::volume_weighted ? Ratio(one.volume) : Ratio(1);
    total += Ratio(one.price) * share;
    weight += share;
  }
  if (is_zero(weight))
    throw_invalid("no price of " + formula.reference + ": nothing was settled from " +
                  to_string(formula.from_date) + " to " + to_string(formula.to_date));
  const Decimal average = stated(formula, total / weight);
  if (steps != nullptr) tell_average(formula, prices, total, weight, average, *steps);
  return average;
}

UnitPrice with_premium(const PriceFormula& formula, const Decimal& average) {
  return {average + formula.premium, formula.currency, formula.unit};
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

UnitPrice provisional_price(const PriceFormula& formula, const Decimal& reference_price) {
  if (is_zero(formula.vat.fraction())) return with_premium(formula, reference_price);
  return with_premium(formula, stated(formula, reference_price));
}

UnitPrice estimated_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                          const Decimal& forward_price, Date as_of, const Calendar& calendar) {
  if (formula.averaging != Averaging::simple)
    throw_invalid("no estimate of " + formula.reference +
                  ": the volumes of the days to come are not known");
  if (as_of < formula.from_date)
    throw_invalid("no estimate of " + formula.reference + " on " + to_string(as_of) +
                  ": its period begins on " + to_string(formula.from_date));
  const std::vector<SettlementPrice> prices = of_period(formula, settlements, &calendar, as_of);
  Ratio total;
  for (const SettlementPrice& one : prices) total += one.price;
  const std::int32_t to_come =
      as_of < formula.to_date ? calendar.business_days_between(as_of, formula.to_date) : 0;
  const Ratio days = Ratio(prices.size()) + Ratio(to_come);
  if (is_zero(days))
    throw_invalid("no estimate of " + formula.reference + ": its period has no business day");
  total += Ratio(forward_price) * Ratio(to_come);
  return with_premium(formula, stated(formula, total / days));
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

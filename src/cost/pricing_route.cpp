#include "pricing_route.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "o2c/cost/container_plan.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

Ratio container_freight(const CostSheet& sheet, const Quantity& quantity,
                        const FreightTariff& tariff, Derivation* steps) {
  if (!sheet.packing())
    throw_invalid("freight by containers of " + sheet.product() +
                  ": expected a sheet with a packing");
  if (steps == nullptr) return plan_containers(quantity, *sheet.packing(), tariff).freight_per_unit;
  return plan_containers(quantity, *sheet.packing(), tariff, Rounding::half_up, *steps)
      .freight_per_unit;
}

}  // namespace

Ratio pricing_rate(const CostSheet& sheet, const PricingCurrency& currency, Derivation* steps) {
  const bool at_home = currency.currency == sheet.currency();
  if (!at_home && !currency.exchange_rate)
    throw_invalid("no exchange rate of " + to_string(currency.currency) + ": expected how many " +
                  to_string(sheet.currency()) + " one is worth");
  const Ratio rate(currency.exchange_rate.value_or(1));
  if (at_home && rate != 1)
    throw_invalid("exchange rate " + to_string(*currency.exchange_rate) + " of " +
                  to_string(currency.currency) + ": expected 1 in the sheet's own currency");
  if (is_zero(currency.safety.fraction())) return rate;
  const Ratio kept = 1 - Ratio(currency.safety.fraction());
  if (steps != nullptr)
    steps->add(
        {Label("rate with safety", "保险汇率"),
         Operation::product,
         {{Label("exchange rate", "汇率"), rate}, {Label("1 − safety", "1 − 安全边际"), kept}},
         rate * kept,
         {}});
  return rate * kept;
}

PriceRoute pricing_route(const CostSheet& sheet, const UnitCosts& costs,
                         const PricingCurrency& currency, const Ratio& rate, Derivation* steps) {
  RouteCosts route = currency.route;
  const auto raise = [&](RouteItem item, Ratio& cost, const Ratio& by, Text what) {
    const Ratio own = std::exchange(cost, cost + by);
    if (steps != nullptr && !is_zero(own))
      steps->add({describe(item),
                  Operation::sum,
                  {{Label("of the way", "途中费用"), own}, {what, by}},
                  cost,
                  {}});
  };
  const auto add = [&](RouteItem item, Ratio RouteCosts::* member) {
    constexpr Text of_sheet{"of the cost sheet", "核价单列支"};
    const Ratio& home = costs.route[static_cast<std::size_t>(item)];
    if (!is_zero(home))
      raise(item, route.*member, at_pricing_rate(home, rate, describe(item), steps), of_sheet);
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
  if (currency.tariff)
    raise(RouteItem::main_freight, route.main_freight,
          container_freight(sheet, costs.quantity, *currency.tariff, steps),
          {"of containers", "按集装箱"});
  return PriceRoute(std::move(route), currency.commission_insured);
}

Ratio at_pricing_rate(const Ratio& amount, const Ratio& rate, Text label, Derivation* steps) {
  if (rate == 1) return amount;
  if (steps != nullptr)
    steps->add({label,
                Operation::quotient,
                {{Label("home currency", "本币"), amount}, {Label("exchange rate", "汇率"), rate}},
                amount / rate,
                {}});
  return amount / rate;
}

}  // namespace o2c::inline v1

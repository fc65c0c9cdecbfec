#include <algorithm>
#include <utility>

#include "o2c/cost/cost_sheet.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

struct CategoryName {
  CostCategory category;
  std::string_view name;
  Text text;
};

constexpr CategoryName category_names[cost_category_count] = {
    {CostCategory::material, "material", {"material", "材料"}},
    {CostCategory::bought_in, "bought_in", {"bought-in goods", "外购成本"}},
    {CostCategory::processing, "processing", {"processing", "加工费"}},
    {CostCategory::packing, "packing", {"packing", "包装费"}},
    {CostCategory::tooling, "tooling", {"tooling", "模具费"}},
    {CostCategory::overhead, "overhead", {"overhead", "管理费"}},
    {CostCategory::finance, "finance", {"finance cost", "财务费用"}},
    {CostCategory::expense, "expense", {"expenses", "费用"}},
};

constexpr std::string_view rule_names[] = {"per_unit",  "usage",   "per_carton", "per_container",
                                           "per_order", "spread",  "of_cost",    "of_purchase",
                                           "of_price",  "interest"};

}  // namespace

std::string to_string(CostCategory category) {
  return std::string(category_names[static_cast<std::size_t>(category)].name);
}

CostCategory parse_cost_category(std::string_view text) {
  const auto* found = std::ranges::find(category_names, text, &CategoryName::name);
  if (found == std::end(category_names))
    throw_parse(text, 0,
                "material, bought_in, processing, packing, tooling, overhead, finance or expense");
  return found->category;
}

Text describe(CostCategory category) {
  return category_names[static_cast<std::size_t>(category)].text;
}

std::string to_string(CostRule rule) {
  return std::string(rule_names[static_cast<std::size_t>(rule)]);
}

CostLine::CostLine(std::string name, CostCategory category, CostRule rule)
    : name_(std::move(name)), category_(category), rule_(rule) {}

CostLine CostLine::material(std::string name, const Quantity& usage, const UnitPrice& price,
                            Rate wastage, const ExportRebate& rebate) {
  if (sign(usage) <= 0)
    throw_invalid(name + ": a usage of " + to_string(usage) + ": expected more than nothing");
  if (sign(wastage.fraction()) < 0 || wastage.fraction() >= 1)
    throw_invalid(name + ": wastage of " + to_string(wastage) + ": expected 0% to below 100%");
  CostLine line(std::move(name), CostCategory::material, CostRule::usage);
  line.usage_ = usage;
  line.price_ = price;
  line.rate_ = wastage;
  line.rebate_ = rebate;
  return line;
}

CostLine CostLine::bought_in(std::string name, const Decimal& price, const ExportRebate& rebate) {
  CostLine line = per_unit(std::move(name), CostCategory::bought_in, price);
  line.rebate_ = rebate;
  return line;
}

CostLine CostLine::per_unit(std::string name, CostCategory category, const Decimal& amount) {
  CostLine line(std::move(name), category, CostRule::per_unit);
  line.amount_ = amount;
  return line;
}

CostLine CostLine::per_carton(std::string name, CostCategory category, const Decimal& amount) {
  CostLine line(std::move(name), category, CostRule::per_carton);
  line.amount_ = amount;
  return line;
}

CostLine CostLine::per_container(std::string name, CostCategory category, const Decimal& amount,
                                 std::int32_t cartons) {
  if (cartons <= 0)
    throw_invalid(name + ": " + std::to_string(cartons) +
                  " cartons in a container: expected one at least");
  CostLine line(std::move(name), category, CostRule::per_container);
  line.amount_ = amount;
  line.spread_over_ = cartons;
  return line;
}

CostLine CostLine::per_order(std::string name, CostCategory category, const Decimal& amount) {
  CostLine line(std::move(name), category, CostRule::per_order);
  line.amount_ = amount;
  return line;
}

CostLine CostLine::tooling(std::string name, const Decimal& amount, const Decimal& units) {
  if (sign(units) <= 0)
    throw_invalid(name + ": spread over " + to_string(units) + ": expected more than nothing");
  CostLine line(std::move(name), CostCategory::tooling, CostRule::spread);
  line.amount_ = amount;
  line.spread_over_ = units;
  return line;
}

CostLine CostLine::of_cost(std::string name, CostCategory category, Rate rate,
                           std::vector<CostCategory> base, const Decimal& minimum) {
  CostLine line(std::move(name), category, CostRule::of_cost);
  std::ranges::sort(base);
  base.erase(std::unique(base.begin(), base.end()), base.end());
  line.rate_ = rate;
  line.base_ = std::move(base);
  line.minimum_ = minimum;
  return line;
}

CostLine CostLine::of_purchase(std::string name, CostCategory category, Rate rate,
                               std::vector<CostCategory> base, const Decimal& minimum) {
  if (base.empty()) base = {CostCategory::material, CostCategory::bought_in};
  CostLine line = of_cost(std::move(name), category, rate, std::move(base), minimum);
  line.rule_ = CostRule::of_purchase;
  return line;
}

CostLine CostLine::of_price(std::string name, Rate rate) {
  CostLine line(std::move(name), CostCategory::expense, CostRule::of_price);
  line.rate_ = rate;
  return line;
}

CostLine CostLine::interest(std::string name, Rate yearly, std::int32_t days,
                            std::int32_t year_days) {
  if (days < 0 || (year_days != 360 && year_days != 365))
    throw_invalid(name + ": " + std::to_string(days) + " days of " + std::to_string(year_days) +
                  ": expected days not below zero, and a year of 360 or 365");
  CostLine line(std::move(name), CostCategory::finance, CostRule::interest);
  line.rate_ = yearly;
  line.days_ = days;
  line.year_days_ = year_days;
  return line;
}

CostLine CostLine::on_route(RouteItem item) const {
  if (item == RouteItem::insurance || rule_ == CostRule::of_price)
    throw_invalid(name_ + " as " + to_string(item) +
                  ": expected a line of a cost, and an item other than insurance");
  CostLine line = *this;
  line.item_ = item;
  return line;
}

CostLine CostLine::at_rate(const Decimal& rate) const {
  if (sign(rate) <= 0 || !has_amount())
    throw_invalid(name_ + " at " + to_string(rate) +
                  ": expected a rate above zero, and a line with an amount");
  CostLine line = *this;
  line.exchange_rate_ = rate;
  return line;
}

CostLine CostLine::with_vat(const ExportRebate& rebate) const {
  if (!has_amount())
    throw_invalid(name_ + " with VAT: expected a line with an amount, not a rate of others");
  CostLine line = *this;
  line.rebate_ = rebate;
  return line;
}

}  // namespace o2c::inline v1

#include "quantity_units.hpp"

#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

#include "line_quantities.hpp"

namespace o2c::inline v1 {
namespace {

// What a rule counts.
struct RuleLines {
  const ClosingLine* first;
  std::set<std::string_view> people{};
};

std::string name_of(const Plan& plan, std::size_t paying_rule) {
  return (paying_rule < plan.rules().size() ? "rule " : "accelerator ") +
         plan.paying_rules()[paying_rule].name;
}

// Targets of those whose lines the rule counts are in the unit that it adds up.
void check_target_units(const CloseView& view, const Plan& plan, const Period& month,
                        std::size_t rule, std::string_view unit, const RuleLines& counted,
                        const std::string& file, std::vector<Fault>& faults) {
  const BookRows& targets = view.book.get().rows("quantity_targets");
  for (std::size_t row = 0; row < targets.rows(); ++row) {
    const std::string_view of = targets.text(targets.column("unit"), row);
    const std::string_view person = targets.text(targets.column("person"), row);
    const Period period = Period::parse(targets.text(targets.column("period"), row));
    if (of == unit || !counted.people.contains(person) ||
        period.kind() != plan.accumulation_of(rule) || period.last() < month.first() ||
        period.first() > month.last())
      continue;
    faults.push_back({.file = file,
                      .field = name_of(plan, rule) + ", target of " + std::string(person) +
                               " for " + to_string(period),
                      .value = "in " + std::string(of),
                      .expected = "one in " + std::string(unit) + ", as the rule counts it"});
  }
}

}  // namespace

void check_units(const CloseView& view, const Plan& plan, const Period& month,
                 std::span<const ClosingLine* const> lines, const std::string& file) {
  if (!looks_at_quantities(plan)) return;
  const BookRows& products = view.book.get().rows("products");
  std::map<std::string_view, std::string_view> unit_of;
  for (std::size_t row = 0; row < products.rows(); ++row)
    unit_of.emplace(products.text(products.column("product"), row),
                    products.text(products.column("unit"), row));
  const bool by_owner = plan.terms().leaving.earns.has_value();
  std::map<std::size_t, RuleLines> counted;  // By paying rule.
  std::vector<Fault> faults;
  std::set<std::pair<std::size_t, std::string_view>> named;
  for (const ClosingLine* line : lines) {
    if (!line->quantity || line->product.empty()) continue;
    const std::string_view person = by_owner ? line->owner : line->salesperson;
    const auto rule = plan.rule_for({.salesperson = std::string(person),
                                     .date = line->counts,
                                     .net = line->line.net,
                                     .party = std::string(line->party),
                                     .product = std::string(line->product),
                                     .category = std::string(line->category),
                                     .order_date = line->counts,
                                     .invoice_date = line->counts,
                                     .shipment_date = line->counts,
                                     .full_payment_date = line->counts});
    if (!rule || plan.rules()[*rule].excluded) continue;
    for (std::size_t i = 0; i < plan.paying_rules().size(); ++i) {
      if (!plan.is_paid_by(*rule, i) || !plan.paying_rules()[i].counts_quantity()) continue;
      RuleLines& of = counted.try_emplace(i, RuleLines{.first = line}).first->second;
      if (line->counts >= month.first()) of.people.insert(person);
      const ClosingLine* const first = of.first;
      const std::string_view unit = unit_of.at(line->product);
      const std::string_view expected = unit_of.at(first->product);
      if (unit == expected || !named.emplace(i, unit).second) continue;
      faults.push_back({.file = file,
                        .field = name_of(plan, i) + ", quantity",
                        .value = "of " + std::string(line->product) + " in " + std::string(unit),
                        .expected = "one unit, " + std::string(expected) + ", as of " +
                                    std::string(first->product)});
    }
  }
  for (const auto& [i, of] : counted)
    if (plan.paying_rules()[i].tiers_over == TierMeasure::quantity_attainment)
      check_target_units(view, plan, month, i, unit_of.at(of.first->product), of, file, faults);
  if (faults.empty()) return;
  const std::string message = to_string(month) + ": " + to_string(faults.front());
  throw InvalidArgument(message, std::move(faults));
}

}  // namespace o2c::inline v1

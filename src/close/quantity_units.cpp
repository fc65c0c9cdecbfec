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

// Targets of those who have lines are in the unit that the rule adds up.
void check_target_units(const CloseView& view, const PlanRule& rule, std::string_view unit,
                        std::span<const ClosingLine* const> lines, const std::string& file,
                        std::vector<Fault>& faults) {
  std::set<std::string_view> people;
  for (const ClosingLine* line : lines) people.insert(line->salesperson);
  const BookRows& targets = view.book.get().rows("quantity_targets");
  for (std::size_t row = 0; row < targets.rows(); ++row) {
    const std::string_view of = targets.text(targets.column("unit"), row);
    const std::string_view person = targets.text(targets.column("person"), row);
    const std::string_view period = targets.text(targets.column("period"), row);
    if (of == unit || !people.contains(person) || Period::parse(period).last() < view.first() ||
        Period::parse(period).first() > view.last())
      continue;
    faults.push_back({.file = file,
                      .field = "rule " + rule.name + ", target of " + std::string(person) +
                               " for " + std::string(period),
                      .value = "in " + std::string(of),
                      .expected = "one in " + std::string(unit) + ", as the rule counts it"});
  }
}

}  // namespace

void check_units(const CloseView& view, const Plan& plan, std::span<const ClosingLine* const> lines,
                 const std::string& file) {
  if (!looks_at_quantities(plan)) return;
  const BookRows& products = view.book.get().rows("products");
  std::map<std::string_view, std::string_view> unit_of;
  for (std::size_t row = 0; row < products.rows(); ++row)
    unit_of.emplace(products.text(products.column("product"), row),
                    products.text(products.column("unit"), row));
  std::map<std::string, const ClosingLine*> first_of;  // By rule.
  std::vector<Fault> faults;
  std::set<std::pair<std::string, std::string_view>> named;
  for (const ClosingLine* line : lines) {
    if (!line->quantity || line->product.empty()) continue;
    const auto rule = plan.rule_for({.salesperson = std::string(line->salesperson),
                                     .date = line->counts,
                                     .net = line->line.net,
                                     .party = std::string(line->party),
                                     .product = std::string(line->product),
                                     .category = std::string(line->category),
                                     .order_date = line->counts,
                                     .invoice_date = line->counts,
                                     .shipment_date = line->counts,
                                     .full_payment_date = line->counts});
    if (!rule || !plan.rules()[*rule].counts_quantity()) continue;
    const std::string& name = plan.rules()[*rule].name;
    const ClosingLine* const first = first_of.try_emplace(name, line).first->second;
    const std::string_view unit = unit_of.at(line->product);
    const std::string_view expected = unit_of.at(first->product);
    if (unit == expected || !named.emplace(name, unit).second) continue;
    faults.push_back({.file = file,
                      .field = "rule " + name + ", quantity",
                      .value = "of " + std::string(line->product) + " in " + std::string(unit),
                      .expected = "one unit, " + std::string(expected) + ", as of " +
                                  std::string(first->product)});
  }
  for (const PlanRule& rule : plan.rules()) {
    const auto first = first_of.find(rule.name);
    if (rule.tiers_over == TierMeasure::quantity_attainment && first != first_of.end())
      check_target_units(view, rule, unit_of.at(first->second->product), lines, file, faults);
  }
  if (faults.empty()) return;
  const std::string message = to_string(faults.front());
  throw InvalidArgument(message, std::move(faults));
}

}  // namespace o2c::inline v1

#include "o2c/commission/settle_tables.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/number/error.hpp"

#include "few_rows.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {

namespace {

// Besides what credits go by.
constexpr auto credit_columns =
    std::to_array<std::string_view>({"salesperson", "share", "from_date", "to_date"});
constexpr auto people_columns = std::to_array<std::string_view>(
    {"salesperson", "manager", "from_date", "to_date", "left", "successor"});
constexpr auto target_columns =
    std::to_array<std::string_view>({"salesperson", "period", "target", "quantity"});
constexpr auto opening_columns =
    std::to_array<std::string_view>({"salesperson", "overpaid", "draw", "held", "awaiting",
                                     "corrections", "released", "advanced", "still_awaiting"});

void check_team(FewRows& rows, std::span<const std::string> people, const Team* team) {
  for (std::size_t i = 0; team != nullptr && i < people.size(); ++i)
    if (!people[i].empty() && !team->knows(people[i]))
      rows.fault(i, "salesperson", people[i], of_the_team);
}

}  // namespace

CreditAssignments read_credits(TableSource& table, const Team* team) {
  FewRows rows(table, "credits");
  rows.refuse_misspelt(credit_columns);
  constexpr std::array keys{CreditKey::document, CreditKey::order, CreditKey::party};
  const auto is_there = [&](CreditKey key) { return rows.has(to_string(key)); };
  if (std::ranges::count_if(keys, is_there) != 1) {
    const Fault fault{.file = "credits",
                      .field = "columns",
                      .value = "",
                      .expected = "one of document, order and party"};
    throw BadTable(to_string(fault), {fault});
  }
  const CreditKey by = *std::ranges::find_if(keys, is_there);
  const std::vector<std::string> names = rows.names(to_string(by));
  const std::vector<std::string> people = rows.names("salesperson");
  const std::vector<std::optional<Rate>> shares = rows.rates("share");
  const std::vector<std::optional<Date>> from = rows.dates("from_date");
  const std::vector<std::optional<Date>> to = rows.dates("to_date");
  check_team(rows, people, team);
  rows.throw_if_any();

  using Days = std::tuple<std::string, std::optional<Date>, std::optional<Date>>;
  std::map<Days, std::vector<CreditShare>> splits;
  std::map<Days, std::size_t> first_rows;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    splits[{names[i], from[i], to[i]}].push_back(
        {people[i], shares[i], static_cast<std::int64_t>(i)});
    first_rows.try_emplace({names[i], from[i], to[i]}, i);
  }
  std::vector<CreditAssignment> assignments;
  std::vector<Fault> faults;
  for (const auto& [days, of] : splits) try {
      assignments.push_back({.key = std::get<0>(days),
                             .split = CreditSplit(of),
                             .from_date = std::get<1>(days),
                             .to_date = std::get<2>(days)});
    } catch (const InvalidArgument& error) {
      for (Fault fault : error.faults()) {
        fault.file = "credits";
        fault.row = static_cast<std::int64_t>(first_rows.at(days));
        fault.field = to_string(by) + " " + std::get<0>(days) + ", " + fault.field;
        faults.push_back(std::move(fault));
      }
    }
  // In the order of the days, so that what overlaps is side by side; nothing before the first day.
  const Days* before = nullptr;
  for (const auto& [days, first_row] : first_rows) {
    const auto& [key, first, last] = days;
    if (before != nullptr && std::get<0>(*before) == key &&
        (!std::get<2>(*before) || !first || *first <= *std::get<2>(*before)))
      faults.push_back({.file = "credits",
                        .row = static_cast<std::int64_t>(first_row),
                        .field = to_string(by) + " " + key,
                        .value = people[first_row],
                        .expected = "one assignment on a day; that of row " +
                                    std::to_string(first_rows.at(*before)) + " holds as well"});
    before = &days;
  }
  if (!faults.empty()) throw BadTable(to_string(faults.front()), faults);
  return {by, std::move(assignments)};
}

Team read_team(TableSource& table, const Plan& plan) {
  FewRows rows(table, "people");
  rows.refuse_misspelt(people_columns);
  if (plan.terms().leaving.earns) rows.require("left");
  const auto optional_texts = [&](const char* column) {
    return rows.has(column) ? rows.texts(column)
                            : std::vector<std::optional<std::string>>(rows.rows());
  };
  const std::vector<std::string> people = rows.names("salesperson");
  const std::vector<std::optional<std::string>> managers =
      plan.terms().overrides.empty() ? optional_texts("manager") : rows.texts("manager");
  const std::vector<std::optional<Date>> from = rows.dates("from_date");
  const std::vector<std::optional<Date>> to = rows.dates("to_date");
  const std::vector<std::optional<Date>> left = rows.dates("left");
  const std::vector<std::optional<std::string>> successors = optional_texts("successor");
  std::vector<Reporting> reportings;
  std::vector<Leaving> leavings;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    reportings.push_back({people[i], managers[i].value_or(""), from[i], to[i]});
    const std::string successor = successors[i].value_or("");
    if (!left[i] && !successor.empty())
      rows.fault(i, "left", "null", "the last day, as there is a successor");
    if (!left[i]) continue;
    const auto found = std::ranges::find(leavings, people[i], &Leaving::salesperson);
    if (found == leavings.end())
      leavings.push_back({people[i], *left[i], successor});
    else if (found->last_day != *left[i])
      rows.fault(i, "left", to_string(*left[i]),
                 to_string(found->last_day) + ", as another row of " + people[i] + " has");
    else if (found->successor.empty())
      found->successor = successor;
    else if (!successor.empty() && found->successor != successor)
      rows.fault(i, "successor", successor,
                 found->successor + ", as another row of " + people[i] + " has");
  }
  rows.throw_if_any();
  return Team(std::move(reportings), std::move(leavings));
}

std::vector<SalesTarget> read_targets(TableSource& table, const Plan& plan,
                                      std::optional<int> amount_digits, const Team* team,
                                      const std::optional<Period>& within) {
  FewRows rows(table, "targets", amount_digits);
  rows.refuse_misspelt(target_columns);
  if (!rows.has("quantity")) rows.require("target");
  const std::vector<std::string> people = rows.names("salesperson");
  const std::vector<std::string> periods = rows.names("period");
  const std::vector<std::optional<Money>> targets =
      rows.optional_amounts("target", plan.currency());
  const std::vector<std::optional<Decimal>> quantities =
      rows.has("quantity") ? rows.numbers("quantity")
                           : std::vector<std::optional<Decimal>>(rows.rows());
  std::vector<SalesTarget> read;
  for (std::size_t i = 0; i < rows.rows(); ++i) try {
      if (!periods[i].empty())
        read.push_back({people[i], Period::parse(periods[i]), targets[i], quantities[i],
                        static_cast<std::int64_t>(i)});
    } catch (const ParseError&) {
      rows.fault(i, "period", periods[i], "a period such as 2026-11");
    }
  rows.throw_if_any();
  for (std::size_t i = 0; i < rows.rows(); ++i)
    if (!targets[i] && !quantities[i]) rows.fault(i, "target", "null", "an amount, or a quantity");
  std::vector<std::string> looked_at = people;
  for (std::size_t i = 0; within && i < rows.rows(); ++i)
    if (targets_within(plan, *within, std::span(&read[i], 1)).empty()) looked_at[i].clear();
  check_team(rows, looked_at, team);
  rows.throw_if_any();
  return within ? targets_within(plan, *within, read) : read;
}

std::vector<PersonOpening> read_openings(TableSource& table, const Plan& plan,
                                         std::optional<int> amount_digits, const Team* team) {
  FewRows rows(table, "openings", amount_digits);
  rows.refuse_misspelt(opening_columns);
  const std::vector<std::string> people = rows.names("salesperson");
  const auto amounts = [&](const char* column) { return rows.amounts(column, plan.currency()); };
  const std::vector<Money> overpaid = amounts("overpaid");
  const std::vector<Money> draw = amounts("draw");
  const std::vector<Money> held = amounts("held");
  const std::vector<Money> awaiting = amounts("awaiting");
  const std::vector<Money> corrections = amounts("corrections");
  const std::vector<Money> released = amounts("released");
  const std::vector<std::optional<Money>> advanced =
      rows.optional_amounts("advanced", plan.currency());
  const std::vector<std::optional<Money>> still_awaiting =
      rows.optional_amounts("still_awaiting", plan.currency());
  std::vector<PersonOpening> openings;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    openings.push_back({.salesperson = people[i],
                        .balance = {overpaid[i], draw[i], held[i], awaiting[i]},
                        .corrections = corrections[i],
                        .released = released[i],
                        .advanced = advanced[i],
                        .still_awaiting = still_awaiting[i]});
    if (team != nullptr && !people[i].empty() && !team->knows(people[i]) &&
        !is_of_nothing(openings.back()))
      rows.fault(i, "salesperson", people[i], of_the_team);
  }
  rows.throw_if_any();
  return openings;
}

}  // namespace o2c::inline v1

#include "o2c/cost/expense_budget.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

bool looks_at(const ExpenseLimit& limit, const SellingExpense& expense) {
  return limit.period.contains(expense.date) &&
         (limit.person.empty() || limit.person == expense.person) &&
         (limit.category.empty() || limit.category == expense.category);
}

bool same_purpose(const ExpenseLimit& a, const ExpenseLimit& b) {
  return a.period == b.period && a.person == b.person && a.category == b.category;
}

std::string label(const ExpenseLimit& limit) {
  return (limit.person.empty() ? "all" : limit.person) + ", " +
         (limit.category.empty() ? "all" : limit.category) + ", " + to_string(limit.period);
}

std::string label_zh(const ExpenseLimit& limit) {
  return (limit.person.empty() ? "全体" : limit.person) + "，" +
         (limit.category.empty() ? "全部费用" : limit.category) + "，" + to_string(limit.period);
}

void check_expenses(const std::vector<ExpenseLimit>& limits,
                    std::span<const SellingExpense> expenses) {
  std::vector<std::pair<std::string_view, std::size_t>> ids;
  for (std::size_t i = 0; i < expenses.size(); ++i) {
    ids.emplace_back(expenses[i].id, i);
    if (!limits.empty() && expenses[i].amount.currency() != limits.front().limit.currency())
      throw CurrencyMismatch("row " + std::to_string(i) + ", expense " + expenses[i].id + " of " +
                             to_string(expenses[i].amount) + ": the limits are in " +
                             to_string(limits.front().limit.currency()));
  }
  std::ranges::sort(ids);
  std::vector<Fault> faults;
  for (std::size_t i = 1; i < ids.size(); ++i)
    if (ids[i].first == ids[i - 1].first)
      faults.push_back({.row = static_cast<std::int64_t>(ids[i].second),
                        .field = "id",
                        .value = std::string(ids[i].first),
                        .expected = "each expense once"});
  std::ranges::sort(faults, {}, &Fault::row);
  throw_faults("no such expenses", std::move(faults));
}

Refusal over_budget(const ExpenseLimit& limit, Money spent, Money amount, Money over) {
  return {
      .rule = "over_budget",
      .reason = {label(limit) + ": " + to_string(spent) + " spent and " + to_string(amount) +
                     " more is over the limit of " + to_string(limit.limit) + " by " +
                     to_string(over),
                 label_zh(limit) + "：已支出" + to_string(spent) + "，再支出" + to_string(amount) +
                     "，超过限额" + to_string(limit.limit) + to_string(over)},
      .cure = {"spend " + to_string(over) + " less, or have the limit raised",
               "减少支出" + to_string(over) + "，或申请提高限额"}};
}

}  // namespace

ExpenseBudget::ExpenseBudget(std::vector<ExpenseLimit> limits) : limits_(std::move(limits)) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = field,
                        .value = std::move(value),
                        .expected = std::move(expected)});
    };
    const ExpenseLimit& one = limits_[i];
    if (sign(one.limit) < 0) fault("limit", to_string(one.limit), "not below zero");
    if (one.limit.currency() != limits_.front().limit.currency())
      fault("limit", to_string(one.limit),
            "an amount in " + to_string(limits_.front().limit.currency()) + ", as the first");
    if (std::any_of(limits_.begin(), limits_.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const ExpenseLimit& before) { return same_purpose(before, one); }))
      fault("period", to_string(one.period), "one limit of a person and category in a period");
  }
  throw_faults("no such budget", std::move(faults));
}

ExpenseReport ExpenseBudget::report(std::span<const SellingExpense> spent) const {
  check_expenses(limits_, spent);
  ExpenseReport report;
  for (const ExpenseLimit& limit : limits_)
    report.limits.push_back({limit, Money::zero(limit.limit.currency()), limit.limit});
  for (const SellingExpense& expense : spent) {
    bool seen = false;
    for (ExpenseUse& use : report.limits) {
      if (!looks_at(use.limit, expense)) continue;
      seen = true;
      use.spent += expense.amount;
      use.left -= expense.amount;
    }
    if (!seen) report.without_limit.push_back(expense);
  }
  return report;
}

Expected<std::optional<Money>> ExpenseBudget::allow(const SellingExpense& expense,
                                                    std::span<const SellingExpense> spent) const {
  std::vector<SellingExpense> others(spent.begin(), spent.end());
  std::erase_if(others, [&](const SellingExpense& one) { return one.id == expense.id; });
  check_expenses(limits_, std::span(&expense, 1));
  const ExpenseReport before = report(others);
  std::optional<Money> least;
  Refusals refusals;
  for (const ExpenseUse& use : before.limits) {
    if (!looks_at(use.limit, expense)) continue;
    const Money left = use.left - expense.amount;
    if (sign(left) < 0 && sign(expense.amount) > 0)
      refusals.push_back(over_budget(use.limit, use.spent, expense.amount, -left));
    if (!least || left < *least) least = left;
  }
  if (!refusals.empty()) return refusals;
  return least;
}

}  // namespace o2c::inline v1

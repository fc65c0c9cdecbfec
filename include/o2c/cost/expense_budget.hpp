#pragma once

#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/explain/refusal.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What may be spent on selling (销售费用) in a period: by one person or by all, on one category or
/// on all.
struct ExpenseLimit {
  Period period;
  Money limit;
  std::string person{};    ///< Empty: everybody together.
  std::string category{};  ///< Empty: all categories together.

  static constexpr auto fields() {
    return std::tuple{Field{"period", &ExpenseLimit::period, "in which it holds"},
                      Field{"limit", &ExpenseLimit::limit, "what may be spent"},
                      Field{"person", &ExpenseLimit::person, "by whom; empty: together"},
                      Field{"category", &ExpenseLimit::category, "on what; empty: on all"}};
  }

  friend bool operator==(const ExpenseLimit&, const ExpenseLimit&) = default;
};

/// What somebody spent, or wants to spend; below zero what came back.
struct SellingExpense {
  std::string id;
  std::string person;
  std::string category;  ///< Travel, samples, entertainment, fairs, ...
  Date date;
  Money amount;

  static constexpr auto fields() {
    return std::tuple{Field{"id", &SellingExpense::id, "its number"},
                      Field{"person", &SellingExpense::person, "who spent it"},
                      Field{"category", &SellingExpense::category, "on what"},
                      Field{"date", &SellingExpense::date, "when"},
                      Field{"amount", &SellingExpense::amount, "how much"}};
  }

  friend bool operator==(const SellingExpense&, const SellingExpense&) = default;
};

/// A limit and what became of it.
struct ExpenseUse {
  ExpenseLimit limit;
  Money spent;
  Money left;  ///< Below zero: over by that much.

  static constexpr auto fields() {
    return std::tuple{Field{"limit", &ExpenseUse::limit, "which"},
                      Field{"spent", &ExpenseUse::spent, "on it"},
                      Field{"left", &ExpenseUse::left, "below zero: over by that much"}};
  }

  friend bool operator==(const ExpenseUse&, const ExpenseUse&) = default;
};

/// Budget against actual.
struct ExpenseReport {
  std::vector<ExpenseUse> limits;  ///< In the order in which they were given.
  /// What no limit looks at, so that nothing is spent unseen.
  std::vector<SellingExpense> without_limit;

  static constexpr auto fields() {
    return std::tuple{
        Field{"limits", &ExpenseReport::limits, "each with what was spent"},
        Field{"without_limit", &ExpenseReport::without_limit, "what no limit looks at"}};
  }

  friend bool operator==(const ExpenseReport&, const ExpenseReport&) = default;
};

/// The limits of a company's selling expenses.
class ExpenseBudget {
 public:
  /// Throws InvalidArgument, with all faults, for limits below zero, two for one period, person and
  /// category, and limits in several currencies.
  explicit ExpenseBudget(std::vector<ExpenseLimit> limits);

  [[nodiscard]] const std::vector<ExpenseLimit>& limits() const noexcept { return limits_; }

  /// Each limit with what was spent on it. Throws InvalidArgument for two expenses of one id,
  /// CurrencyMismatch for one in another currency than the limits', Overflow.
  [[nodiscard]] ExpenseReport report(std::span<const SellingExpense> spent) const;

  /// What is left of the tightest limit after one more expense; nothing where none looks at it.
  /// Refused: over_budget, once for each limit that it would break, with what it is over by. What
  /// was spent under the expense's own id is left out. Throws as report.
  [[nodiscard]] Expected<std::optional<Money>> allow(const SellingExpense& expense,
                                                     std::span<const SellingExpense> spent) const;

  friend bool operator==(const ExpenseBudget&, const ExpenseBudget&) = default;

 private:
  std::vector<ExpenseLimit> limits_;
};

}  // namespace o2c::inline v1

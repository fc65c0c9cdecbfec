#pragma once

// What a CommissionTable knows. Private to src/commission.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/commission/commission_table.hpp"

#include "credited_lines.hpp"
#include "line_figures.hpp"
#include "line_ways.hpp"
#include "order_accounts.hpp"
#include "people_names.hpp"
#include "settled_lines.hpp"
#include "shared_lines.hpp"
#include "standing_sums.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {

struct CommissionTable::State {
  struct Total {
    std::uint32_t person;
    Period period;
    std::int64_t lines;
    Money base;
    Money commission;
    Money bounded;
    Money payable;
    std::optional<LongerEarnings> longer;
  };

  State(TableSource& source, const Plan& how, const Period& when,
        const CommissionTableOptions& options, const SettleInput& input);

  /// Made when they are first asked for.
  const CommissionStatement& statement();
  [[nodiscard]] const std::vector<Total>& totals() const;

  [[nodiscard]] Money money(std::int64_t minor) const {
    return Money::from_minor(minor, plan.currency());
  }
  [[nodiscard]] std::size_t rule(std::size_t line) const {
    return lines.ways.size() == 0 ? 0 : ways.rule(lines.way(line));
  }
  /// The person's.
  [[nodiscard]] Decimal quantity(std::size_t line) const {
    return Decimal::from_parts(lines.quantity(line), quantity_digits);
  }
  [[nodiscard]] bool is_settled(std::size_t line) const {
    return lines.counts(line) && lines.day(line) >= first_settled;
  }
  [[nodiscard]] bool is_unmatched(std::size_t line) const {
    return lines.day(line) == CreditedLines::not_counted && lines.way(line) == ways.unmatched();
  }
  /// Nothing of one that earns something in the settled period.
  [[nodiscard]] std::optional<UncountedLine> uncounted(std::size_t row) const;
  [[nodiscard]] std::uint32_t person(std::size_t line) const {
    return person_of(lines.person(line));
  }
  /// Of whom what accumulates is.
  [[nodiscard]] std::uint32_t person_of(std::uint32_t account) const {
    return accounts.empty() ? account : accounts[account].person;
  }
  /// The row's own, then those of others who share it.
  [[nodiscard]] std::vector<std::size_t> lines_of(std::size_t row) const;
  /// Of a line that is shared: what of it, and of how much, is the person's.
  struct SharedLine {
    Rate share;
    Money whole;
    std::optional<SharedBefore> before;
  };
  [[nodiscard]] std::optional<SharedLine> shared_line(std::size_t line) const;
  /// Throws InvalidArgument unless there is such a row.
  void check_row(std::size_t row) const;
  /// What a line of a person earned, and what had been earned before it.
  struct PaidLine {
    std::size_t line;
    Accumulated before;              ///< By its rule.
    std::optional<Decimal> carried;  ///< Of it from targets before, if anything.
    std::vector<AcceleratedLine> accelerated;
    /// By its order, if the plan bounds orders.
    std::optional<Money> order_before;
    Money commission;
  };
  /// Those of a person, earlier ones as well, in the order in which they count.
  [[nodiscard]] std::vector<PaidLine> paid_lines_of(std::uint32_t person) const;
  [[nodiscard]] Derivation explain(const PaidLine& paid) const;
  [[nodiscard]] Derivation explain_line(std::size_t line) const;
  [[nodiscard]] Derivation explain(const UncountedLine& line) const;

  [[nodiscard]] std::vector<std::string> rule_names() const;
  /// How many rows are paid by no rule, so that they do not tell of one.
  [[nodiscard]] std::size_t rows_without_rule() const;
  /// How many rows are not settled: these, and those whose rule does not pay them.
  [[nodiscard]] std::size_t rows_left_out() const;
  /// By name, then span; found when they are first asked for.
  [[nodiscard]] const std::vector<SpanTotal>& totals_by_span() const;
  /// The same by names, without what is awaiting.
  [[nodiscard]] std::vector<PersonSpan> earned_by_span() const;
  /// What is not payable yet of what people's lines of a span have earned: by person and span.
  [[nodiscard]] std::map<std::pair<std::uint32_t, std::uint16_t>, Money> awaiting_by_span() const;

  Plan plan;
  Period period;
  LineWays ways;
  std::vector<SettledSpan> spans;
  std::uint16_t first_settled = 0;  // The period's first day, since that of the spans.
  std::size_t threads = 1;
  bool has_amounts = false;
  std::vector<Int128> taxes;  // By where lines stand; empty: they are not told.
  int quantity_digits = 0;
  CreditedLines lines;
  PeopleNames names;
  StandingSums standing;
  LineFigures figures;
  PageArray<std::uint32_t> orders;  // By row, if the plan looks at them.
  PageArray<std::uint8_t> awaits;   // Likewise: whether it is not payable yet.
  // Where orders accumulate by themselves: whose the lines' accounts are, which stand for people.
  std::vector<OrderAccount> accounts;
  SharedLines shared;
  std::optional<SettledLines> settled;
  std::optional<Team> team;
  std::vector<SpanTotal> of_team;  // Of no lines: whom the plan entitles.
  std::vector<PersonOpening> openings;

 private:
  [[nodiscard]] std::vector<bool> strangers(const SettleInput& input, FaultList& faults) const;
  void check_numbers(const SettleInput& input, const LeavingCredits* leavings) const;
  void settle(const SettleInput& input);
  void bound_orders();
  [[nodiscard]] std::vector<SpanTotal> sorted_by_span() const;
  [[nodiscard]] std::vector<SpanTotal> entitled_by_span() const;
  [[nodiscard]] std::vector<Total> sorted_totals() const;
  void sum_up(const SettleInput& input);

  mutable std::once_flag has_spans_;
  mutable std::vector<SpanTotal> by_span_;
  mutable std::once_flag has_totals_;
  mutable std::vector<Total> totals_;
  std::once_flag is_summed_up_;
  CommissionStatement summed_up_;
};

}  // namespace o2c::inline v1

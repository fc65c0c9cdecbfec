#pragma once

// A table of lines that earn commission, and what of it a plan looks at. Private to src/commission.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/commission/credit_split.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/number/error.hpp"
#include "o2c/time/period.hpp"

#include "kept_rates.hpp"
#include "leaving_credits.hpp"
#include "line_ways.hpp"

namespace o2c::inline v1 {

class LineExchanges;

/// A column of keys, and what the threads share about it.
struct LineKey {
  /// Throws BadTable when the column cannot be a key.
  LineKey(const HeldTable& table, std::size_t column);

  [[nodiscard]] const KeyBatch& batch_of(const HeldTable& table, const HeldRows& rows) const {
    return batches[static_cast<std::size_t>(rows.batch - table.batches().data())];
  }
  /// Nothing for null.
  [[nodiscard]] std::string text_of(const KeyValue& value) const;

  std::size_t column;
  std::shared_ptr<KeyPlan> plan;
  std::vector<KeyBatch> batches;
};

/// A column by which rules pick lines, and what each rule wants of it.
struct PickColumn {
  LineKey key;
  std::vector<std::string> LinePick::* names;
  bool has_parents;  ///< Names may stand below those that are wanted.
};

/// What a rule needs of its lines.
struct RuleNeeds {
  bool cost = false;
  bool quantity = false;
  bool days_overdue = false;
  bool discount = false;
  bool base_parts = false;
  bool order = false;
};

/// A column of amounts that the base takes besides the net.
struct BaseColumn {
  std::size_t column;
  bool is_added;  ///< Else it is taken off.
};

/// What the threads share.
struct LineTable {
  /// Throws BadTable for columns that are missing or of an unfit type.
  LineTable(TableSource& source, const Plan& of, const LineWays& of_ways,
            const CreditAssignments* by_credits, const LeavingCredits* by_leavings,
            const KeptRates& rates, const Period& of_period, std::optional<int> amount_digits);

  /// Whether all lines are paid in one way, and none is looked at beyond its base.
  [[nodiscard]] bool is_plain() const noexcept { return plain; }
  /// Whether lines may not be earned yet.
  [[nodiscard]] bool may_be_pending() const noexcept {
    return plan->terms().earned_on != EarningMoment::date;
  }
  /// What is wrong with a column of the i-th of some rows.
  [[nodiscard]] Fault fault(const HeldRows& rows, std::size_t i, std::size_t column,
                            std::string expected) const;

  HeldTable table;
  const Plan* plan;
  const LineWays* ways;
  /// Splits of lines: those of the assignments, then those of people who left.
  const CreditAssignments* credits;
  const LeavingCredits* leavings;            ///< Null: the plan does not look at who left.
  std::shared_ptr<LineExchanges> exchanges;  ///< Empty: all lines are in the plan's currency.
  Period period;
  bool plain;
  std::size_t date_column;  ///< Of the day on which lines count.
  std::size_t net_column;
  std::optional<std::size_t> cost_column;  ///< This and the following: if looked at.
  std::optional<std::size_t> quantity_column;
  std::optional<std::size_t> list_price_column;
  std::optional<std::size_t> days_overdue_column;
  std::optional<std::size_t> returned_column;
  std::optional<std::size_t> written_off_column;  ///< If there is one as well.
  std::optional<std::size_t> invoice_date_column;
  std::optional<std::size_t> credited_date_column;  ///< If there is one as well.
  std::optional<std::size_t> payable_column;        ///< Of the day on which lines are payable.
  std::vector<BaseColumn> base_parts;               ///< Those that are added first.
  std::optional<std::size_t> amount_column;         ///< If there is one.
  std::optional<std::size_t> tax_column;            ///< If it can be told from such amounts.
  LineKey people;
  std::optional<LineKey> currencies;  ///< If there is one.
  std::optional<LineKey> first_orders;
  std::optional<LineKey> credit_keys;
  std::optional<LineKey> orders;  ///< If the plan looks at them.
  std::vector<PickColumn> picks;
  std::vector<RuleNeeds> needs;    ///< By rule.
  bool needs_discount = false;     ///< Of each line.
  bool needs_first_order = false;  ///< Of each line.
  /// Rows, ascending, that are settled as pending ones.
  std::span<const std::size_t> left_aside{};
  int digits_of_quantity = 0;
  int digits_of_list_price = 0;
};

}  // namespace o2c::inline v1

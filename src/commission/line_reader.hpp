#pragma once

// A table of lines that earn commission, read by several threads. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/commission/credit_split.hpp"
#include "o2c/commission/plan.hpp"

#include "line_ways.hpp"

namespace o2c::inline v1 {

/// A column of keys, and what the threads share about it.
struct LineKey {
  /// Throws BadTable when the column cannot be a key.
  LineKey(const HeldTable& table, std::size_t column);

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
};

/// What the threads share.
struct LineTable {
  /// Throws BadTable for columns that are missing or of an unfit type.
  LineTable(TableSource& source, const Plan& of, const LineWays& of_ways,
            const CreditAssignments* by_credits, std::optional<int> amount_digits);

  /// Whether all lines are paid in one way, and none is looked at beyond its base.
  [[nodiscard]] bool is_plain() const noexcept { return plain; }

  HeldTable table;
  const Plan* plan;
  const LineWays* ways;
  const CreditAssignments* credits;
  bool plain;
  std::size_t date_column;
  std::size_t net_column;
  std::optional<std::size_t> cost_column;  ///< This and the following: if looked at.
  std::optional<std::size_t> quantity_column;
  std::optional<std::size_t> list_price_column;
  std::optional<std::size_t> days_overdue_column;
  std::optional<std::size_t> amount_column;  ///< If there is one.
  LineKey people;
  std::optional<LineKey> currencies;  ///< If there is one.
  std::optional<LineKey> first_orders;
  std::optional<LineKey> credit_keys;
  std::vector<PickColumn> picks;
  std::vector<RuleNeeds> needs;    ///< By rule.
  bool needs_discount = false;     ///< Of each line.
  bool needs_first_order = false;  ///< Of each line.
  int digits_of_quantity = 0;
  int digits_of_list_price = 0;
};

/// Numbers of a column, of which some may be missing.
class OptionalNumbers {
 public:
  OptionalNumbers(const ColumnField& field, std::optional<int> stated_digits, int digits);

  void read(const ColumnView& column, const HeldRows& rows, FaultList& faults);

  [[nodiscard]] std::int64_t operator[](std::size_t i) const noexcept { return values_[i]; }
  [[nodiscard]] bool has(std::size_t i) const noexcept { return present_.empty() || present_[i]; }
  [[nodiscard]] bool is_complete() const noexcept { return present_.empty(); }
  [[nodiscard]] std::span<const std::int64_t> values() const noexcept { return values_; }

 private:
  AmountReader reader_;
  std::uint8_t digits_;
  std::vector<std::int64_t> held_;
  std::span<const std::int64_t> values_;
  std::vector<bool> present_;  // Empty: all are.
};

/// A part compared with bounds of so many decimals.
class PartBound {
 public:
  explicit PartBound(const Decimal& bound);

  /// Whether part / whole is above (1), at (0) or below (-1) the bound; a whole of nothing makes 0.
  [[nodiscard]] int compare(Int128 part, Int128 whole) const;

 private:
  Int128 number_;
  Int128 power_;
  Decimal bound_;
};

/// A block of lines, read.
struct LineBlock {
  std::span<const std::uint32_t> people;  ///< By the codes of the thread.
  std::span<const std::int32_t> dates;
  std::span<const std::int64_t> nets;
  std::span<const std::int64_t> bases;
  std::span<const std::int64_t> amounts;     ///< If there is the column.
  std::span<const std::uint32_t> ways;       ///< Unless the lines are plain.
  std::span<const std::int64_t> quantities;  ///< If rules count them.
  /// Who is credited: one more than the position among the credits' assignments; 0: the line's own
  /// salesperson. If there are credits.
  std::span<const std::uint32_t> credits;
};

/// Reads lines in one thread.
class LineReader {
 public:
  LineReader(const LineTable& lines, std::optional<int> amount_digits);

  LineBlock read(const HeldRows& rows);

  [[nodiscard]] KeyEncoder& people() noexcept { return people_; }
  FaultList& faults() noexcept { return faults_; }

 private:
  // What is known of each value of a key column.
  struct PickState {
    KeyEncoder encoder;
    std::vector<std::uint32_t> block{};
    std::vector<std::uint64_t> masks{};  // A bit for each rule that the value fits, by code.
  };
  // What a rule, beyond its names, wants of a line.
  struct RuleBounds {
    std::int32_t from;
    std::int32_t to;
    std::optional<PartBound> discount_over;
    std::optional<PartBound> discount_to;
    std::optional<bool> first_order;
    bool any;
  };
  struct LevelBounds {
    std::vector<PartBound> parts;    // Of discounts and margins.
    std::vector<std::int64_t> days;  // Of days overdue: whole days that are not beyond.
  };

  void read_facts(const HeldRows& rows);
  [[nodiscard]] bool facts_are_complete() const;
  void find_ways(const HeldRows& rows, std::span<const std::int32_t> dates,
                 std::span<const std::int64_t> nets);
  [[nodiscard]] std::optional<std::size_t> rule_of(std::size_t i, std::int32_t date) const;
  [[nodiscard]] std::uint32_t way_of(std::size_t rule, std::size_t i, std::int64_t net) const;
  [[nodiscard]] bool fits(const RuleBounds& rule, std::size_t i, std::int32_t date) const;
  bool has_what_is_needed(const HeldRows& rows, std::size_t i, std::optional<std::size_t> rule);
  bool find_discount(const HeldRows& rows, std::size_t i, std::int64_t net);
  void encode_picks(const HeldRows& rows);
  void find_credits(const HeldRows& rows, std::span<const std::int32_t> dates);
  void subtract_costs(const HeldRows& rows, std::span<const std::int64_t> nets);
  void check_currencies(const HeldRows& rows);
  void fault(const HeldRows& rows, std::size_t i, std::size_t column, std::string expected);

  const LineTable* lines_;
  std::size_t words_;  // Of a mask.
  KeyEncoder people_;
  std::optional<KeyEncoder> currencies_;
  std::optional<KeyEncoder> first_orders_;
  std::optional<KeyEncoder> credit_keys_;
  std::vector<PickState> picks_;
  std::vector<RuleBounds> bounds_;
  std::vector<LevelBounds> levels_;
  DateReader dates_;
  AmountReader nets_;
  std::optional<OptionalNumbers> costs_;
  std::optional<OptionalNumbers> quantities_;
  std::optional<OptionalNumbers> list_prices_;
  std::optional<OptionalNumbers> days_overdue_;
  std::optional<AmountReader> amounts_;
  std::uint32_t known_currency_ = 0;  // The code of the plan's; 0, which is null: not yet met.
  std::vector<std::pair<std::size_t, std::size_t>> assignments_;  // By code of the credits' key.
  std::vector<std::uint32_t> people_block_;
  std::vector<std::uint32_t> currency_block_;
  std::vector<std::uint32_t> first_order_block_;
  std::vector<std::uint32_t> credit_block_;
  std::vector<std::uint32_t> way_block_;
  std::vector<std::int64_t> base_block_;
  std::vector<std::uint64_t> mask_;
  // Of the line that is looked at.
  Int128 given_away_ = 0;
  Int128 list_ = 0;
  FaultList faults_;
};

}  // namespace o2c::inline v1

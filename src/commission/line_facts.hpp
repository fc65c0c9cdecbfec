#pragma once

// What plans look at besides what a line brings in. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/number/int128.hpp"

#include "line_table.hpp"

namespace o2c::inline v1 {

/// Numbers of a column, of which some may be missing.
class OptionalNumbers {
 public:
  OptionalNumbers(const ColumnField& field, std::optional<int> stated_digits, int digits);

  void read(const ColumnView& column, const HeldRows& rows, FaultList& faults) {
    read(column, rows, {&digits_, 1}, faults);
  }
  /// With the digits of each row, or one number for all.
  void read(const ColumnView& column, const HeldRows& rows, std::span<const std::uint8_t> digits,
            FaultList& faults);

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

/// What of a line's list price was given away, over one power of ten.
struct GivenAway {
  Int128 part = 0;
  Int128 list = 0;
};

/// The facts of a block of lines: read by one thread, for one block after the other.
class LineFacts {
 public:
  LineFacts(const LineTable& lines, std::optional<int> amount_digits);

  /// `digits`: of the lines' amounts, each or all; has to outlive the block.
  void read(const HeldRows& rows, std::span<const std::uint8_t> digits, FaultList& faults);

  /// Empty: nobody looks at them.
  [[nodiscard]] const std::optional<OptionalNumbers>& costs() const noexcept { return costs_; }
  /// As of the table's base_parts.
  [[nodiscard]] const std::vector<OptionalNumbers>& base_parts() const noexcept {
    return base_parts_;
  }
  [[nodiscard]] const std::optional<OptionalNumbers>& quantities() const noexcept {
    return quantities_;
  }
  [[nodiscard]] const std::optional<OptionalNumbers>& list_prices() const noexcept {
    return list_prices_;
  }
  [[nodiscard]] const std::optional<OptionalNumbers>& days_overdue() const noexcept {
    return days_overdue_;
  }
  [[nodiscard]] bool is_first_order(std::size_t i) const {
    return first_orders_->value(first_order_block_[i]).integer != 0;
  }
  /// Whether no fact of the block that anybody looks at is missing.
  [[nodiscard]] bool are_complete() const;

  /// Whether the line has all that a rule needs, or, without one, that finding its rule needs; what
  /// is missing becomes a fault.
  bool has_needed(const HeldRows& rows, std::size_t i, std::optional<std::size_t> rule,
                  FaultList& faults) const;
  /// None: the numbers are too large, which becomes a fault.
  std::optional<GivenAway> given_away(const HeldRows& rows, std::size_t i, std::int64_t net,
                                      FaultList& faults) const;

 private:
  const LineTable* lines_;
  std::span<const std::uint8_t> digits_;
  std::optional<OptionalNumbers> costs_;
  std::vector<OptionalNumbers> base_parts_;
  std::optional<OptionalNumbers> quantities_;
  std::optional<OptionalNumbers> list_prices_;
  std::optional<OptionalNumbers> days_overdue_;
  std::optional<KeyEncoder> first_orders_;
  std::vector<std::uint32_t> first_order_block_;
};

}  // namespace o2c::inline v1

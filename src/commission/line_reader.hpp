#pragma once

// A table of lines that earn commission, read by several threads. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"

#include "line_facts.hpp"
#include "line_table.hpp"
#include "way_finder.hpp"

namespace o2c::inline v1 {

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
  void find_credits(const HeldRows& rows, std::span<const std::int32_t> dates);
  void find_late_returns(const HeldRows& rows, std::span<const std::int32_t> dates);
  void subtract_costs(const HeldRows& rows, std::span<const std::int64_t> nets);
  void check_currencies(const HeldRows& rows);

  const LineTable* lines_;
  KeyEncoder people_;
  std::optional<KeyEncoder> currencies_;
  std::optional<KeyEncoder> credit_keys_;
  DateReader dates_;
  AmountReader nets_;
  LineFacts facts_;
  WayFinder ways_;
  std::optional<AmountReader> amounts_;
  std::optional<DateReader> returned_;
  std::uint32_t known_currency_ = 0;  // The code of the plan's; 0, which is null: not yet met.
  // By code of the credits' key.
  std::vector<std::pair<std::size_t, std::size_t>> assignments_;
  std::vector<std::uint32_t> credit_of_code_;  // What a line is given, or `by_date`.
  std::vector<std::uint32_t> people_block_;
  std::vector<std::uint32_t> currency_block_;
  std::vector<std::uint32_t> credit_block_;
  std::vector<std::uint32_t> way_block_;
  std::vector<std::int64_t> base_block_;
  FaultList faults_;
};

}  // namespace o2c::inline v1

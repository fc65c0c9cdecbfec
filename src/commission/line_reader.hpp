#pragma once

// A table of lines that earn commission, read by several threads. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"

#include "line_exchanges.hpp"
#include "line_facts.hpp"
#include "line_table.hpp"
#include "way_finder.hpp"

namespace o2c::inline v1 {

/// A block of lines, read.
struct LineBlock {
  std::span<const std::uint32_t> people;  ///< By the codes of the thread.
  std::uint32_t last_person = 0;          ///< The largest of them.
  std::span<const std::int32_t> dates;
  std::span<const std::int32_t> payable_dates;  ///< If the plan looks at them, and there are any.
  std::span<const std::int64_t> nets;
  std::span<const std::int64_t> bases;
  std::span<const std::int64_t> amounts;     ///< If there is the column; 0 for null.
  std::span<const std::int64_t> own_nets;    ///< In the lines' own currencies.
  const LineFacts* facts = nullptr;          ///< The reader's, in the lines' own currencies.
  std::span<const std::uint32_t> exchanges;  ///< As LineConverter finds them, if there are rates.
  std::span<const std::uint32_t>
      orders;                           ///< By the codes of the thread, if the plan looks at them.
  std::span<const std::uint32_t> ways;  ///< Unless the lines are plain.
  std::span<const std::int64_t> quantities;  ///< If rules count them.
  /// Who is credited: one more than the position among the splits of LineTable, or one of those
  /// below; 0: the line's own salesperson. If there are credits, or the plan looks at who left.
  std::span<const std::uint32_t> credits;

  // Who left, and is not credited.
  static constexpr std::uint32_t house = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t stranger = house - 1;  ///< Somebody of whom it is not known.
  static constexpr std::uint32_t no_successor = house - 2;
};

/// Reads lines in one thread.
class LineReader {
 public:
  LineReader(const LineTable& lines, std::optional<int> amount_digits);

  LineBlock read(const HeldRows& rows);

  [[nodiscard]] KeyEncoder& people() noexcept { return people_; }
  /// If the plan looks at orders.
  [[nodiscard]] KeyEncoder& orders() noexcept { return *orders_; }
  FaultList& faults() noexcept { return faults_; }
  /// Whether all lines so far had an amount, if there is the column.
  [[nodiscard]] bool states_amounts() const noexcept { return states_amounts_; }

 private:
  void find_credits(const HeldRows& rows, std::span<const std::int32_t> dates);
  void find_leavings(std::span<const std::int32_t> dates);
  void find_late_returns(const HeldRows& rows, std::span<const std::int32_t> dates);
  void read_dates(const HeldRows& rows, LineBlock& block);
  void leave_aside(const HeldRows& rows, LineBlock& block);
  void find_orders(const HeldRows& rows, LineBlock& block);
  void make_bases(const HeldRows& rows, LineBlock& block);
  void add_to_bases(const HeldRows& rows, std::span<const std::int64_t> amounts, bool is_added,
                    std::size_t column, const char* expected);
  void convert(const HeldRows& rows, LineBlock& block);
  void check_currencies(const HeldRows& rows);

  const LineTable* lines_;
  KeyEncoder people_;
  std::optional<KeyEncoder> currencies_;
  std::optional<KeyEncoder> credit_keys_;
  std::optional<KeyEncoder> orders_;
  std::optional<DateReader> dates_;
  std::optional<LineConverter> converter_;
  AmountReader nets_;
  LineFacts facts_;
  WayFinder ways_;
  std::optional<OptionalNumbers> amounts_;
  bool states_amounts_ = true;
  std::optional<DateReader> returned_;
  std::optional<DateReader> written_off_;
  std::optional<DateReader> payable_dates_;
  std::uint32_t known_currency_ = 0;  // The code of the plan's; 0, which is null: not yet met.
  // By code of the credits' key.
  std::vector<std::pair<std::size_t, std::size_t>> assignments_;
  std::vector<std::uint32_t> credit_of_code_;  // What a line is given, or `by_date`.
  // By code of people, if the plan looks at who left; null: not of the team.
  std::vector<const LeavingCredits::Phases*> leavings_;
  std::vector<std::uint32_t> people_block_;
  std::vector<std::uint32_t> currency_block_;
  std::vector<std::uint32_t> credit_block_;
  std::vector<std::uint32_t> way_block_;
  std::vector<std::int64_t> base_block_;
  std::vector<std::int32_t> date_block_;  // Of a column of no type.
  std::vector<std::uint32_t> order_block_;
  std::vector<std::uint8_t> order_is_named_;  // By code.
  std::vector<std::int64_t> net_block_;
  std::vector<std::int64_t> amount_block_;
  FaultList faults_;
};

}  // namespace o2c::inline v1

#pragma once

// A table of lines that earn commission, read by several threads. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/commission/plan.hpp"

namespace o2c::inline v1 {

/// What the threads share.
struct LineTable {
  /// Throws BadTable for columns that are missing or of an unfit type.
  LineTable(TableSource& source, const Plan& of);

  HeldTable table;
  const Plan* plan;
  std::size_t date_column;
  std::size_t net_column;
  std::size_t salesperson_column;
  std::optional<std::size_t> cost_column;      ///< Only if the plan counts gross profit.
  std::optional<std::size_t> currency_column;  ///< Only if there is one.
  std::shared_ptr<KeyPlan> people;
  std::shared_ptr<KeyPlan> currencies;  ///< Null without a column.
  std::vector<KeyBatch> people_of_batch;
  std::vector<KeyBatch> currencies_of_batch;
};

/// A block of lines, read.
struct LineBlock {
  std::span<const std::uint32_t> people;  ///< By the codes of the thread.
  std::span<const std::int32_t> dates;
  std::span<const std::int64_t> bases;
};

/// Reads lines in one thread.
class LineReader {
 public:
  LineReader(const LineTable& lines, std::optional<int> amount_digits);

  LineBlock read(const HeldRows& rows);

  [[nodiscard]] KeyEncoder& people() noexcept { return people_; }
  FaultList& faults() noexcept { return faults_; }

 private:
  std::span<const std::int64_t> less_costs(const HeldRows& rows, std::span<const std::int64_t> nets,
                                           std::span<const std::uint8_t> digits);
  void check_currencies(const HeldRows& rows);
  void fault(const HeldRows& rows, std::size_t i, std::size_t column, std::string expected);

  const LineTable* lines_;
  KeyEncoder people_;
  std::optional<KeyEncoder> currencies_;
  DateReader dates_;
  AmountReader nets_;
  std::optional<AmountReader> costs_;
  std::uint32_t known_currency_ = 0;  // The code of the plan's; 0, which is null: not yet met.
  std::vector<std::uint32_t> people_block_;
  std::vector<std::uint32_t> currency_block_;
  std::vector<std::int64_t> profits_;
  FaultList faults_;
};

}  // namespace o2c::inline v1

#pragma once

// The sums that a table of profit entries comes to. Private to src/cost.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/group_encoder.hpp"
#include "o2c/columns/morsels.hpp"
#include "o2c/cost/order_profit.hpp"
#include "o2c/cost/profit_table.hpp"

#include "meaning_reader.hpp"
#include "split_sums.hpp"

namespace o2c::inline v1 {

/// What the threads share.
struct ProfitTablePlan {
  static constexpr const char* table_name = "entries";

  /// Throws BadTable, and InvalidArgument for keys that cannot be.
  ProfitTablePlan(const TableSource& table, const ProfitTableOptions& how);

  const ProfitTableOptions& options;
  std::vector<ColumnField> fields;
  std::size_t kind;
  std::size_t amount;
  std::optional<std::size_t> currency;
  std::optional<std::size_t> rate;
  GroupPlan groups;
};

/// Reads a column of kinds as their numbers, in one thread.
class KindReader {
 public:
  /// The number of what is no kind: a bit that no kind has.
  static constexpr std::uint8_t none = profit_kind_count;
  static_assert((none & (none - 1)) == 0);

  KindReader();

  std::span<const std::uint8_t> read(const ColumnView& column, std::int64_t begin,
                                     std::size_t rows);

 private:
  bool read_codes(const ColumnView& column, std::int64_t begin);

  MeaningReader<std::uint8_t> texts_;
  std::shared_ptr<const ColumnView> dictionary_;
  std::vector<std::uint8_t> of_code_;
  std::vector<std::uint8_t> block_;
};

/// Adds up entries, in one thread. A group has a line of sums, one for each kind.
class ProfitAdder {
 public:
  explicit ProfitAdder(const ProfitTablePlan& plan);

  void add(const Morsel& morsel);

  /// Takes what another thread has of groups whose code is another here, and its faults. What both
  /// have under the same code stays where it is.
  void take(ProfitAdder& other);

  [[nodiscard]] FaultList& faults() noexcept { return faults_; }
  [[nodiscard]] const GroupEncoder& groups() const noexcept { return groups_; }
  /// Codes of groups are below this.
  [[nodiscard]] std::uint32_t groups_seen() const noexcept { return groups_seen_; }
  [[nodiscard]] std::int64_t entries(std::uint32_t group) const {
    return group < groups_seen_ ? static_cast<std::int64_t>(counts_[group]) : 0;
  }
  [[nodiscard]] const SplitSums<std::int32_t>& sums() const noexcept { return sums_; }
  /// A bit for each kind that came up.
  [[nodiscard]] std::uint32_t seen() const noexcept { return seen_; }

  static std::size_t place(std::uint32_t group, std::size_t kind) noexcept {
    return std::size_t{group} * profit_kind_count + kind;
  }

 private:
  void add_block(const BoundBatch& batch, std::int64_t begin, std::size_t rows);
  void make_room(std::uint32_t group);
  std::span<const std::uint8_t> read_kinds(const BoundBatch& batch, std::int64_t begin,
                                           std::size_t rows);
  std::span<const std::int64_t> read_amounts(const BoundBatch& batch, std::int64_t begin,
                                             std::size_t rows);
  void convert_home(const BoundBatch& batch, std::int64_t begin,
                    std::span<const std::optional<Currency>> currencies);
  [[nodiscard]] std::int64_t at_home(std::int64_t minor, const Currency& currency,
                                     std::int64_t rate) const;

  const ProfitTablePlan& plan_;
  GroupEncoder groups_;
  KindReader kinds_;
  MeaningReader<Currency> currencies_;
  AmountReader amounts_;
  std::optional<AmountReader> rates_;
  SplitSums<std::int32_t> sums_;
  SplitSums<std::int8_t> counts_;
  std::uint32_t groups_seen_ = 0;
  std::uint32_t seen_ = 0;
  std::vector<std::uint32_t> block_;
  std::vector<std::uint8_t> kind_block_;
  std::vector<std::uint8_t> digits_;
  std::vector<std::int64_t> home_;
  FaultList faults_;
};

}  // namespace o2c::inline v1

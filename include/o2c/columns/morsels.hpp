#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "o2c/columns/group_encoder.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/table_source.hpp"

namespace o2c::inline v1 {

/// A batch of a table, with the codes that its dictionaries need.
struct BoundBatch {
  RecordBatch batch;
  std::vector<KeyBatch> keys;
  std::int64_t first_row = 0;  ///< Of the batch, in the table.

  BoundBatch(RecordBatch rows, GroupPlan& plan, std::int64_t first)
      : batch(std::move(rows)), keys(plan.bind(batch)), first_row(first) {}
  BoundBatch(const BoundBatch&) = delete;
  BoundBatch& operator=(const BoundBatch&) = delete;
  ~BoundBatch() = default;
};

/// A few thousand rows, for one thread to work on.
struct Morsel {
  std::shared_ptr<const BoundBatch> batch;
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// Deals the rows of a table out to threads, batch after batch; no more batches are held than
/// threads work on.
class Morsels {
 public:
  Morsels(TableSource& table, GroupPlan& plan, std::optional<RecordBatch> first)
      : table_(&table), plan_(&plan), ahead_(std::move(first)) {}

  /// Nothing at the end of the table. Any thread may call it.
  std::optional<Morsel> next() {
    const std::lock_guard lock(mutex_);
    while (current_ == nullptr || begin_ >= current_->batch.rows) {
      if (!advance()) return std::nullopt;
    }
    const std::int64_t begin = begin_;
    begin_ = std::min(begin_ + morsel_rows, current_->batch.rows);
    return Morsel{current_, begin, begin_};
  }

 private:
  static constexpr std::int64_t morsel_rows = 65'536;

  bool advance() {
    if (current_ != nullptr) rows_read_ += current_->batch.rows;
    current_.reset();
    std::optional<RecordBatch> batch =
        ahead_ ? std::exchange(ahead_, std::nullopt) : table_->next();
    if (!batch) return false;
    current_ = std::make_shared<const BoundBatch>(*std::move(batch), *plan_, rows_read_);
    begin_ = 0;
    return true;
  }

  std::mutex mutex_;
  TableSource* table_;
  GroupPlan* plan_;
  std::optional<RecordBatch> ahead_;
  std::shared_ptr<const BoundBatch> current_;
  std::int64_t begin_ = 0;
  std::int64_t rows_read_ = 0;
};

}  // namespace o2c::inline v1

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/parallel.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// A run of rows of one batch of a held table.
struct HeldRows {
  const RecordBatch* batch = nullptr;
  std::int64_t first_row = 0;  ///< Of the batch, in the table.
  std::int64_t begin = 0;      ///< Within the batch.
  std::int64_t end = 0;

  [[nodiscard]] std::size_t count() const noexcept { return static_cast<std::size_t>(end - begin); }
  /// The first one's position in the table.
  [[nodiscard]] std::size_t first() const noexcept {
    return static_cast<std::size_t>(first_row + begin);
  }
};

/// A table whose batches are kept, for those that are read more than once.
class HeldTable final : public TableSource {
 public:
  /// Reads all batches; the memory stays its producer's.
  HeldTable(TableSource& source, std::string name);

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }
  std::optional<RecordBatch> next() override;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] const std::vector<RecordBatch>& batches() const noexcept { return batches_; }
  /// The column's position. Throws BadTable when it is missing.
  [[nodiscard]] std::size_t column(std::string_view name) const;
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    return find_column(*this, name);
  }

  /// Calls `work(thread, rows)` for all rows in blocks of at most `block_rows`, each thread a
  /// share. A BadTable about rows of a batch becomes one about rows of this table.
  template <class Work>
  void for_blocks(std::size_t threads, const Work& work) const {
    const std::vector<HeldRows> blocks = this->blocks();
    threads = std::min(threads, std::max<std::size_t>(1, blocks.size()));
    run_threads(threads, [&](std::size_t t) {
      const std::size_t end = blocks.size() * (t + 1) / threads;
      for (std::size_t i = blocks.size() * t / threads; i < end; ++i) {
        try {
          work(t, blocks[i]);
        } catch (const BadTable& fault) {
          throw_in_table(fault, blocks[i]);
        }
      }
    });
  }

  static constexpr std::int64_t block_rows = 1024;

 private:
  [[nodiscard]] std::vector<HeldRows> blocks() const;
  [[noreturn]] void throw_in_table(const BadTable& fault, const HeldRows& rows) const;

  std::string name_;
  std::vector<ColumnField> fields_;
  std::vector<RecordBatch> batches_;
  std::size_t rows_ = 0;
  std::size_t at_ = 0;
};

}  // namespace o2c::inline v1

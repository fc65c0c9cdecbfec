#include "o2c/columns/held_table.hpp"

#include <algorithm>
#include <utility>

#include "o2c/columns/require_column.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

HeldTable::HeldTable(TableSource& source, std::string name)
    : name_(std::move(name)), fields_(source.fields()) {
  while (std::optional<RecordBatch> batch = source.next()) {
    rows_ += static_cast<std::size_t>(batch->rows);
    batches_.push_back(*std::move(batch));
  }
  // Rows are numbered in 32 bits, and the numbers above are spoken for.
  if (rows_ > 0x7FFF'FFFFU) throw_overflow("more than 2 billion rows in one table");
}

std::optional<RecordBatch> HeldTable::next() {
  if (at_ == batches_.size()) return std::nullopt;
  return batches_[at_++];
}

std::size_t HeldTable::column(std::string_view name) const {
  return require_column(*this, name, name_);
}

std::vector<HeldRows> HeldTable::blocks() const {
  std::vector<HeldRows> blocks;
  std::int64_t first_row = 0;
  for (const RecordBatch& batch : batches_) {
    for (std::int64_t begin = 0; begin < batch.rows; begin += block_rows)
      blocks.push_back({&batch, first_row, begin, std::min(begin + block_rows, batch.rows)});
    first_row += batch.rows;
  }
  return blocks;
}

void HeldTable::throw_in_table(const BadTable& fault, const HeldRows& rows) const {
  std::vector<Fault> faults = fault.faults();
  for (Fault& each : faults) {
    if (!each.file.empty()) continue;
    each.file = name_;
    if (each.row >= 0) each.row += rows.first_row;
  }
  throw BadTable(name_ + ": " + fault.what(), std::move(faults));
}

}  // namespace o2c::inline v1

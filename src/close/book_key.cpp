#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "o2c/close/book_rows.hpp"
#include "o2c/columns/column_view.hpp"
#include "o2c/columns/hash.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"

#include "book_checks.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t block_rows = 1024;

// Finds rows with the same key: a hash table of rows, cut into a part for each thread.
class KeyCheck {
 public:
  KeyCheck(BookTableRead& table, std::size_t threads)
      : table_(&table),
        rows_(table.state),
        columns_(columns_of(rows_.table(), rows_.table().key)),
        threads_(rows_.rows() < rows_of_few ? 1 : std::bit_floor(threads)),
        hashes_(PageArray<std::uint64_t>::uninitialized(rows_.rows())),
        slots_(std::bit_ceil(rows_.rows() * 4 / 3 + threads_ * least_part)) {}

  void run() {
    if (!has_columns()) return;
    run_threads(threads_, [&](std::size_t thread) { hash_rows(thread); });
    std::vector<FaultList> faults(threads_);
    run_threads(threads_, [&](std::size_t thread) { add_rows(thread, faults[thread]); });
    for (FaultList& each : faults) table_->faults.merge(std::move(each));
  }

 private:
  static constexpr std::size_t rows_of_few = 1'000'000;
  static constexpr std::size_t least_part = 64;
  static constexpr std::uint64_t hash_of_none = 0x9E37'79B9'7F4A'7C15U;

  struct Slot {
    std::uint32_t tag;
    std::uint32_t row_after;  // The row + 1, so that zeroed memory is empty.
  };

  // Of the batch's rows from `begin` on.
  static void hash_block(const ColumnView& view, std::int64_t begin,
                         std::span<std::uint64_t> hashes) {
    std::array<std::string_view, block_rows> texts;
    if (is_text(view.kind.type)) view.texts(begin, {texts.data(), hashes.size()});
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      std::uint64_t hash = hash_of_none;
      if (is_text(view.kind.type))
        hash = detail::hash_text(texts[i]);
      else if (view.has_value(row))
        hash = detail::hash_integer(static_cast<std::uint64_t>(view.integer_at(row)));
      hashes[i] = detail::hash_integer(hashes[i] ^ hash);
    }
  }

  void hash_rows(std::size_t thread) {
    const BookRows::State& state = rows_.state();
    const std::size_t end = state.rows * (thread + 1) / threads_;
    for (std::size_t row = state.rows * thread / threads_; row < end;) {
      const BookRows::State::Place at = state.place(row);
      const std::size_t count =
          std::min({block_rows, end - row, state.first_rows[at.batch + 1] - row});
      const std::span hashes(hashes_.data() + row, count);
      std::ranges::fill(hashes, std::uint64_t{0});
      for (const std::size_t column : columns_)
        if (!state.columns[column].batches.empty())
          hash_block(state.columns[column].batches[at.batch], at.row, hashes);
      row += count;
    }
  }

  // Without a column that a key needs there is no key; the column is a fault already.
  [[nodiscard]] bool has_columns() const {
    return std::ranges::none_of(columns_, [&](std::size_t column) {
      return rows_.table().columns[column].presence == BookPresence::required &&
             rows_.state().columns[column].batches.empty();
    });
  }

  // Each thread those whose slots are in its part.
  void add_rows(std::size_t thread, FaultList& faults) {
    constexpr std::size_t ahead = 16;
    const std::size_t part_size = slots_.size() / threads_;
    const std::size_t part_begin = part_size * thread;
    std::size_t used = 0;
    for (std::size_t row = 0; row < rows_.rows(); ++row) {
      if (row + ahead < rows_.rows()) __builtin_prefetch(&slots_[slot_of(row + ahead)], 1);
      std::size_t at = slot_of(row);
      if (at - part_begin >= part_size) continue;
      if (!table_->unsure.empty() && table_->unsure[row]) continue;
      const auto tag = static_cast<std::uint32_t>(hashes_[row] >> 32U);
      while (slots_[at].row_after != 0 &&
             (slots_[at].tag != tag || !same(slots_[at].row_after - 1, row)))
        at = part_begin + (at + 1 - part_begin) % part_size;
      if (slots_[at].row_after != 0) {
        add_fault(row, slots_[at].row_after - 1, faults);
        continue;
      }
      slots_[at] = {tag, static_cast<std::uint32_t>(row + 1)};
      // One slot stays empty, at which every search ends.
      if (++used + 1 == part_size) throw_overflow("a table of a book has too many rows");
    }
  }

  [[nodiscard]] std::size_t slot_of(std::size_t row) const noexcept {
    return hashes_[row] & (slots_.size() - 1);
  }

  [[nodiscard]] bool same(std::size_t a, std::size_t b) const {
    return std::ranges::all_of(columns_, [&](std::size_t column) {
      const bool has = rows_.has(column, a);
      if (has != rows_.has(column, b)) return false;
      if (!has) return true;
      if (is_text(rows_.state().columns[column].kind.type))
        return rows_.text(column, a) == rows_.text(column, b);
      return value_of(column, a) == value_of(column, b);
    });
  }

  // Of a date, a moment, an integer or an amount.
  [[nodiscard]] std::int64_t value_of(std::size_t column, std::size_t row) const {
    const BookRows::State::Place at = rows_.state().place(row);
    return rows_.state().columns[column].batches[at.batch].integer_at(at.row);
  }

  void add_fault(std::size_t row, std::size_t first, FaultList& faults) const {
    std::string field;
    std::string value;
    for (const std::size_t column : columns_) {
      if (!field.empty()) {
        field += ", ";
        value += ", ";
      }
      field += rows_.table().columns[column].name;
      const BookRows::State::Place at = rows_.state().place(row);
      const std::vector<ColumnView>& batches = rows_.state().columns[column].batches;
      if (rows_.has(column, row)) value += value_text(batches[at.batch], at.row);
    }
    faults.add(
        {.row = static_cast<std::int64_t>(row),
         .field = std::move(field),
         .value = std::move(value),
         .expected = "a key that no row before has, but row " + std::to_string(first) + " has it"});
  }

  BookTableRead* table_;
  BookRows rows_;
  std::vector<std::size_t> columns_;
  std::size_t threads_;
  PageArray<std::uint64_t> hashes_;
  PageArray<Slot> slots_;
};

}  // namespace

void check_key(BookTableRead& table, std::size_t threads) {
  if (table.state->table->key.empty() || table.state->rows == 0) return;
  KeyCheck(table, threads).run();
}

}  // namespace o2c::inline v1

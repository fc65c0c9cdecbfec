#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "o2c/close/book_schema.hpp"
#include "o2c/columns/column_view.hpp"
#include "o2c/columns/hash.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/text_slots.hpp"

#include "book_checks.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t block_rows = 1024;
constexpr std::size_t rows_of_few = 100'000;

// Calls work(texts, first row) for the texts of the rows from `begin` to `end`, block by block.
template <class Work>
void each_block(const BookRows::State& state, std::size_t column, std::size_t begin,
                std::size_t end, const Work& work) {
  std::array<std::string_view, block_rows> texts;
  while (begin < end) {
    const BookRows::State::Place at = state.place(begin);
    const std::size_t count =
        std::min({block_rows, end - begin, state.first_rows[at.batch + 1] - begin});
    const std::span block(texts.data(), count);
    state.columns[column].batches[at.batch].texts(at.row, block);
    work(std::span<const std::string_view>(block), begin);
    begin += count;
  }
}

// The values of a column that others refer to.
class ReferredColumn {
 public:
  ReferredColumn(const BookTableRead& table, std::size_t column, std::size_t threads)
      : table_(&table), column_(column) {
    const BookRows::State& state = *table.state;
    is_there_ = !state.columns[column].batches.empty();
    if (!is_there_) return;
    const std::size_t parts = state.rows < rows_of_few ? 1 : std::bit_floor(threads);
    slots_ = TextSlots(state.rows + 1, parts);
    run_threads(parts, [&](std::size_t part) {
      each_block(state, column, 0, state.rows,
                 [&](std::span<const std::string_view> texts, std::size_t first) {
                   for (std::size_t i = 0; i < texts.size(); ++i)
                     add(texts[i], static_cast<std::uint32_t>(first + i), part);
                 });
    });
  }

  [[nodiscard]] bool is(const BookTableRead& table, std::size_t column) const noexcept {
    return table_ == &table && column_ == column;
  }
  /// Whether the input had the column, or no such table at all.
  [[nodiscard]] bool is_there() const noexcept { return is_there_; }
  [[nodiscard]] const BookTableRead& table() const noexcept { return *table_; }
  [[nodiscard]] const TextSlots& texts() const noexcept { return slots_; }

 private:
  void add(std::string_view text, std::uint32_t row, std::size_t part) {
    if (text.empty()) return;
    const std::uint64_t hash = detail::hash_text(text);
    if (slots_.part(hash) == part) slots_.add(text, hash, row);
  }

  const BookTableRead* table_;
  std::size_t column_;
  bool is_there_ = false;
  TextSlots slots_{1};
};

// Finds the rows that a column refers to. Returns a fault for each value that none of them has.
FaultList find_rows(BookRows::State& state, std::size_t column, const ReferredColumn& referred,
                    std::size_t threads) {
  const BookColumn& described = state.table->columns[column];
  auto rows = std::make_shared<PageArray<std::uint32_t>>(
      PageArray<std::uint32_t>::uninitialized(state.rows));
  if (state.rows < rows_of_few) threads = 1;
  std::vector<FaultList> faults(threads);
  run_threads(threads, [&](std::size_t thread) {
    each_block(state, column, state.rows * thread / threads, state.rows * (thread + 1) / threads,
               [&](std::span<const std::string_view> texts, std::size_t first) {
                 const std::span found(rows->data() + first, texts.size());
                 if (referred.texts().find(texts, found) == 0) return;
                 for (std::size_t i = 0; i < texts.size(); ++i)
                   if (found[i] == no_row && !texts[i].empty())
                     faults[thread].add(
                         {.row = static_cast<std::int64_t>(first + i),
                          .field = std::string(described.name),
                          .value = std::string(texts[i]),
                          .expected = "one that " + std::string(described.refers_to) + " has"});
               });
  });
  state.columns[column].referred = std::move(rows);
  FaultList all;
  for (FaultList& each : faults) all.merge(std::move(each));
  return all;
}

class References {
 public:
  References(std::vector<BookTableRead>& tables, std::size_t threads)
      : tables_(&tables), threads_(threads) {}

  void check() {
    for (BookTableRead& table : *tables_)
      for (std::size_t i = 0; i < table.state->columns.size(); ++i)
        if (!table.state->table->columns[i].refers_to.empty() && table.state->columns[i].has_any)
          check(table, i);
  }

 private:
  void check(BookTableRead& table, std::size_t column) {
    const BookColumn& described = table.state->table->columns[column];
    const ReferredColumn& referred = referred_by(described);
    if (referred.is_there()) {
      table.faults.merge(find_rows(*table.state, column, referred, threads_));
    } else if (!referred.table().given) {
      // Said once, not in every row.
      table.faults.add({.field = std::string(described.name),
                        .expected = "the table " +
                                    std::string(referred.table().state->table->name) +
                                    " in the book, to which it refers"});
    }
  }

  const ReferredColumn& referred_by(const BookColumn& described) {
    const std::size_t point = described.refers_to.find('.');
    const BookTable* const named = find_book_table(described.refers_to.substr(0, point));
    const BookTableRead& table = (*tables_)[static_cast<std::size_t>(named - book_tables().data())];
    const std::size_t column = columns_of(*named, described.refers_to.substr(point + 1)).front();
    for (const std::unique_ptr<ReferredColumn>& each : referred_)
      if (each->is(table, column)) return *each;
    referred_.push_back(std::make_unique<ReferredColumn>(table, column, threads_));
    return *referred_.back();
  }

  std::vector<BookTableRead>* tables_;
  std::size_t threads_;
  std::vector<std::unique_ptr<ReferredColumn>> referred_;
};

}  // namespace

void check_references(std::vector<BookTableRead>& tables, std::size_t threads) {
  References(tables, threads).check();
}

}  // namespace o2c::inline v1

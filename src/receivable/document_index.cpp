#include "document_index.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/columns/hash.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

bool holds_numbers(ColumnType type) { return is_integer(type) || is_text(type); }

[[noreturn]] void refuse(const std::string& table, const ColumnField& field, std::string expected) {
  Fault fault{.file = table,
              .field = field.name,
              .value = to_string(field.kind),
              .expected = std::move(expected)};
  const std::string message = to_string(fault);
  throw BadTable(message, {std::move(fault)});
}

// Whether the numbers follow one another from `first` on.
O2C_VECTORIZED bool are_consecutive(const std::int64_t* numbers, std::size_t count,
                                    std::uint64_t first) {
  std::uint64_t differences = 0;
  for (std::size_t i = 0; i < count; ++i)
    differences |= static_cast<std::uint64_t>(numbers[i]) ^ (first + i);
  return differences == 0;
}

// How far the numbers are from `first`; whether all are below `size`.
O2C_VECTORIZED bool distances(const std::int64_t* numbers, std::uint64_t first, std::uint64_t size,
                              std::span<std::uint32_t> codes) {
  std::uint64_t outside = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::uint64_t distance = static_cast<std::uint64_t>(numbers[i]) - first;
    outside |= distance < size ? 0U : 1U;
    codes[i] = static_cast<std::uint32_t>(distance);
  }
  return outside == 0;
}

bool is_plain_int64(const ColumnView& column) {
  return column.kind.type == ColumnType::int64 && !column.kind.dictionary_encoded &&
         column.validity == nullptr;
}

bool has_number(const ColumnView& column, std::int64_t row) {
  return column.has_value(row) &&
         (!column.kind.dictionary_encoded || column.dictionary->has_value(column.code_at(row)));
}

using BlockTexts = std::array<std::string_view, HeldTable::block_rows>;

// The texts of the rows; how many they are.
std::size_t read_texts(const HeldRows& rows, std::size_t column, BlockTexts& texts) {
  const auto count = static_cast<std::size_t>(rows.end - rows.begin);
  rows.batch->columns[column].texts(rows.begin, std::span(texts).first(count));
  return count;
}

}  // namespace

DocumentIndex::DocumentIndex(const HeldTable& table, std::size_t column, bool unique,
                             std::size_t threads, FaultList& faults)
    : unique_(unique), rows_(table.rows()) {
  const ColumnField& field = table.fields()[column];
  if (!holds_numbers(field.kind.type) ||
      (field.kind.dictionary_encoded && !is_text(field.kind.type)))
    refuse(table.name(), field, "document numbers as text or integers");
  text_ = is_text(field.kind.type);
  if (!text_) measure(table, column, threads);
  if (consecutive_) return;
  if (!unique_) code_of_row_ = PageArray<std::uint32_t>::uninitialized(rows_);
  if (text_)
    add_texts(table, column, threads, faults);
  else
    add_integers(table, column, faults);
}

void DocumentIndex::add_integers(const HeldTable& table, std::size_t column, FaultList& faults) {
  table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    const ColumnView& numbers = rows.batch->columns[column];
    for (std::int64_t row = rows.begin; row < rows.end; ++row) {
      const auto table_row = static_cast<std::uint32_t>(rows.first_row + row);
      const std::uint32_t code =
          numbers.has_value(row) ? add_integer(numbers.integer_at(row), table_row) : unknown;
      note(table, column, rows, row, code, faults);
    }
  });
}

// Each thread hashes its share of the rows; then each adds those of all rows whose hash is its own.
void DocumentIndex::add_texts(const HeldTable& table, std::size_t column, std::size_t threads,
                              FaultList& faults) {
  auto hashes = PageArray<std::uint64_t>::uninitialized(rows_);
  table.for_blocks(threads, [&](std::size_t, const HeldRows& rows) {
    BlockTexts texts;
    const std::size_t count = read_texts(rows, column, texts);
    std::uint64_t* hash = hashes.data() + rows.first_row + rows.begin;
    for (std::size_t i = 0; i < count; ++i) hash[i] = detail::hash_text(texts[i]);
  });

  constexpr std::size_t worth_a_thread = 65'536;
  if (rows_ < worth_a_thread * threads) threads = 1;
  const std::size_t parts = std::bit_ceil(threads);
  texts_ = TextSlots(rows_, parts);
  std::vector<FaultList> found(threads);
  run_threads(threads, [&](std::size_t t) {
    std::vector<std::uint8_t> is_own(parts);
    for (std::size_t part = t; part < parts; part += threads) is_own[part] = 1;
    std::vector<std::size_t> own;
    table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
      BlockTexts texts;
      const std::size_t count = read_texts(rows, column, texts);
      const std::uint64_t* hash = hashes.data() + rows.first_row + rows.begin;
      own.clear();
      for (std::size_t i = 0; i < count; ++i) {
        if (is_own[texts_.part(hash[i])] == 0) continue;
        texts_.prefetch(hash[i]);
        own.push_back(i);
      }
      for (const std::size_t i : own) {
        const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
        const auto table_row = static_cast<std::uint32_t>(rows.first_row + row);
        const std::uint32_t code = has_number(rows.batch->columns[column], row)
                                       ? texts_.add(texts[i], hash[i], table_row)
                                       : unknown;
        note(table, column, rows, row, code, found[t]);
      }
    });
  });
  for (FaultList& list : found) faults.merge(std::move(list));
}

void DocumentIndex::note(const HeldTable& table, std::size_t column, const HeldRows& rows,
                         std::int64_t row, std::uint32_t code, FaultList& faults) {
  const std::int64_t table_row = rows.first_row + row;
  const bool missing = code == unknown;
  if (!unique_)
    code_of_row_[static_cast<std::size_t>(table_row)] =
        missing ? static_cast<std::uint32_t>(table_row) : code;
  if (!missing && (!unique_ || code == table_row)) return;
  faults.add({.row = table_row,
              .field = table.fields()[column].name,
              .value = value_text(rows.batch->columns[column], row),
              .expected = missing ? "a document number" : "a number that stands only once"});
}

// Chooses how integers are found: most tables number their documents one after the other, or
// nearly.
void DocumentIndex::measure(const HeldTable& table, std::size_t column, std::size_t threads) {
  struct Range {
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    std::int64_t highest = std::numeric_limits<std::int64_t>::min();
    bool consecutive = true;
  };
  std::vector<Range> ranges(threads);
  std::optional<std::int64_t> first;
  table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    const ColumnView& numbers = rows.batch->columns[column];
    if (!first) first = numbers.has_value(rows.begin) ? numbers.integer_at(rows.begin) : 0;
  });
  table.for_blocks(threads, [&](std::size_t t, const HeldRows& rows) {
    const ColumnView& numbers = rows.batch->columns[column];
    Range& range = ranges[t];
    const auto count = static_cast<std::size_t>(rows.end - rows.begin);
    const std::uint64_t expected = static_cast<std::uint64_t>(*first) +
                                   static_cast<std::uint64_t>(rows.first_row + rows.begin);
    if (is_plain_int64(numbers) &&
        are_consecutive(numbers.data<std::int64_t>() + rows.begin, count, expected)) {
      range.lowest = std::min(range.lowest, static_cast<std::int64_t>(expected));
      range.highest = std::max(range.highest, static_cast<std::int64_t>(expected + count - 1));
      return;
    }
    for (std::int64_t row = rows.begin; row < rows.end; ++row) {
      if (!numbers.has_value(row)) {
        range.consecutive = false;
        continue;
      }
      const std::int64_t number = numbers.integer_at(row);
      range.lowest = std::min(range.lowest, number);
      range.highest = std::max(range.highest, number);
      range.consecutive &=
          static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(*first) ==
          static_cast<std::uint64_t>(rows.first_row + row);
    }
  });
  Range all;
  for (const Range& range : ranges) {
    all.lowest = std::min(all.lowest, range.lowest);
    all.highest = std::max(all.highest, range.highest);
    all.consecutive &= range.consecutive;
  }
  if (all.lowest > all.highest) return;
  consecutive_ = unique_ && all.consecutive && all.lowest == *first;
  first_ = all.lowest;
  const auto span = static_cast<std::uint64_t>(all.highest) - static_cast<std::uint64_t>(first_);
  constexpr std::uint64_t sparse = 8;
  if (!consecutive_ && span < sparse * table.rows() + 65'536)
    window_ = PageArray<std::uint32_t>(static_cast<std::size_t>(span) + 1);
}

std::uint32_t DocumentIndex::add_integer(std::int64_t number, std::uint32_t row) {
  if (window_.size() == 0) {
    const std::uint32_t code = far_.code(static_cast<std::uint64_t>(number));
    if (code == row_of_far_.size()) row_of_far_.push_back(row);
    return row_of_far_[code];
  }
  std::uint32_t& row_after =
      window_[static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(first_)];
  if (row_after == 0) row_after = row + 1;
  return row_after - 1;
}

std::uint32_t DocumentIndex::find_integer(std::int64_t number) const noexcept {
  const std::uint64_t distance =
      static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(first_);
  if (consecutive_) return distance < rows_ ? static_cast<std::uint32_t>(distance) : unknown;
  if (window_.size() > 0)  // 0, less 1, is unknown.
    return distance < window_.size() ? window_[distance] - 1 : unknown;
  const std::uint32_t code = far_.find(static_cast<std::uint64_t>(number));
  return code == IntegerCodes::unknown ? unknown : row_of_far_[code];
}

DocumentIndex::Reader::Reader(const DocumentIndex& index, const ColumnField& field,
                              const std::string& table)
    : index_(&index) {
  const bool alike = index.text_ ? is_text(field.kind.type)
                                 : is_integer(field.kind.type) && !field.kind.dictionary_encoded;
  if (!alike)
    refuse(table, field,
           std::string(index.text_ ? "text" : "integers") +
               ", as the documents it refers to are numbered");
}

void DocumentIndex::Reader::read(const ColumnView& column, std::int64_t begin,
                                 std::span<std::uint32_t> codes) {
  if (!index_->text_ && is_plain_int64(column)) {
    const std::int64_t* numbers = column.data<std::int64_t>() + begin;
    if (index_->consecutive_ &&
        distances(numbers, static_cast<std::uint64_t>(index_->first_), index_->rows_, codes))
      return;
    if (index_->window_.size() > 0)
      for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::uint64_t distance =
            static_cast<std::uint64_t>(numbers[i]) - static_cast<std::uint64_t>(index_->first_);
        if (distance < index_->window_.size())
          __builtin_prefetch(index_->window_.data() + distance);
      }
    for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = index_->find_integer(numbers[i]);
    return;
  }
  if (index_->text_) {
    texts_.resize(codes.size());
    column.texts(begin, texts_);
    index_->texts_.find(texts_, codes);
  } else {
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      codes[i] = column.has_value(row) ? index_->find_integer(column.integer_at(row)) : unknown;
    }
  }
  if (column.validity == nullptr && !column.kind.dictionary_encoded) return;
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!has_number(column, begin + static_cast<std::int64_t>(i))) codes[i] = unknown;
}

}  // namespace o2c::inline v1

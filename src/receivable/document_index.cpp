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

[[noreturn]] void refuse(const std::string& table, const ColumnField& field, std::string expected) {
  Fault fault{.file = table,
              .field = field.name,
              .value = to_string(field.kind),
              .expected = std::move(expected)};
  const std::string message = to_string(fault);
  throw BadTable(message, {std::move(fault)});
}

// Whether the numbers follow one another from `first` on.
O2C_VECTORIZED bool are_consecutive(std::span<const std::int64_t> numbers, std::uint64_t first) {
  std::uint64_t differences = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    differences |= static_cast<std::uint64_t>(numbers[i]) ^ (first + i);
  return differences == 0;
}

// How far the numbers are from `first`; whether all are below `size`.
O2C_VECTORIZED bool distances(std::span<const std::int64_t> numbers, std::uint64_t first,
                              std::uint64_t size, std::span<std::uint32_t> codes) {
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

}  // namespace

void check_numbers(const HeldTable& table, std::size_t column, const char* what, bool may_be_null) {
  const ColumnField& field = table.fields()[column];
  const ColumnType type = field.kind.type;
  if (is_text(type) || (is_integer(type) && !field.kind.dictionary_encoded)) return;
  if ((may_be_null || table.rows() == 0) && type == ColumnType::nulls) return;
  refuse(table.name(), field, "numbers of " + std::string(what) + " as text or integers");
}

bool has_number(const ColumnView& column, std::int64_t row) {
  return column.has_value(row) &&
         (!column.kind.dictionary_encoded || column.dictionary->has_value(column.code_at(row)));
}

void SerialReader::read(const ColumnView& column, std::int64_t begin, std::size_t rows) {
  others_ = 0;
  if (is_plain_int64(column)) {
    serials_ = {column.data<std::int64_t>() + begin, rows};
    return;
  }
  serial_block_.resize(rows);
  serials_ = serial_block_;
  is_serial_.assign(rows, 0);
  if (!is_text(column.kind.type)) {
    for (std::size_t i = 0; i < rows; ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      is_serial_[i] = column.has_integer(row) ? 1 : 0;
      if (is_serial_[i] != 0) serial_block_[i] = column.integer_at(row);
      others_ += 1U - is_serial_[i];
    }
    return;
  }
  texts_.resize(rows);
  column.texts(begin, texts_);
  others_ = *pattern_ ? rows - (*pattern_)->serials(texts_, serial_block_) : rows;
  for (std::size_t i = 0; *pattern_ && others_ > 0 && i < rows; ++i)
    is_serial_[i] = serials_[i] == SerialPattern::none ? 0 : 1;
}

DocumentIndex::DocumentIndex(const HeldTable& table, std::size_t column, bool unique,
                             std::size_t threads, FaultList& faults)
    : text_(is_text(table.fields()[column].kind.type)), unique_(unique), rows_(table.rows()) {
  check_numbers(table, column, "documents", false);
  if (text_) find_pattern(table, column);
  measure(table, column, threads);
  if (consecutive_) return;
  if (!unique_) code_of_row_ = PageArray<std::uint32_t>::uninitialized(rows_);
  if (!text_ || pattern_) add_serials(table, column, faults);
  if (text_ && others_ > 0) add_texts(table, column, threads, faults);
}

// Looks at the texts in the middle of the table.
void DocumentIndex::find_pattern(const HeldTable& table, std::size_t column) {
  const auto middle = static_cast<std::int64_t>(rows_ / 2);
  table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    if (middle < rows.first_row + rows.begin || middle >= rows.first_row + rows.end) return;
    std::vector<std::string_view> texts(rows.count());
    rows.batch->columns[column].texts(rows.begin, texts);
    pattern_ = SerialPattern::of(texts);
  });
}

void DocumentIndex::add_serials(const HeldTable& table, std::size_t column, FaultList& faults) {
  SerialReader reader(pattern_);
  table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    const std::size_t count = rows.count();
    reader.read(rows.batch->columns[column], rows.begin, count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
      const auto table_row = static_cast<std::uint32_t>(rows.first_row + row);
      if (reader.has_serial(i))
        note(table, column, rows, row, add_serial(reader.serials()[i], table_row), faults);
      else if (!text_)
        note(table, column, rows, row, unknown, faults);
    }
  });
}

// Each thread hashes its share of the rows; then each adds those of all rows whose hash is its own.
void DocumentIndex::add_texts(const HeldTable& table, std::size_t column, std::size_t threads,
                              FaultList& faults) {
  auto hashes = PageArray<std::uint64_t>::uninitialized(rows_);
  std::vector<SerialReader> readers(threads, SerialReader(pattern_));
  table.for_blocks(threads, [&](std::size_t t, const HeldRows& rows) {
    std::uint64_t* hash = hashes.data() + rows.first_row + rows.begin;
    readers[t].read(rows.batch->columns[column], rows.begin, rows.count());
    for (const std::string_view text : readers[t].texts()) *hash++ = detail::hash_text(text);
  });

  constexpr std::size_t worth_a_thread = 65'536;
  if (others_ < worth_a_thread * threads) threads = 1;
  const std::size_t parts = std::bit_ceil(threads);
  texts_ = TextSlots(others_, parts);
  std::vector<FaultList> found(threads);
  run_threads(threads, [&](std::size_t t) {
    std::vector<std::uint8_t> is_own(parts);
    for (std::size_t part = t; part < parts; part += threads) is_own[part] = 1;
    std::vector<std::size_t> own;
    SerialReader& reader = readers[t];
    table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
      reader.read(rows.batch->columns[column], rows.begin, rows.count());
      const std::uint64_t* hash = hashes.data() + rows.first_row + rows.begin;
      own.clear();
      for (std::size_t i = 0; i < rows.count(); ++i) {
        if (is_own[texts_.part(hash[i])] == 0 || reader.has_serial(i)) continue;
        texts_.prefetch(hash[i]);
        own.push_back(i);
      }
      for (const std::size_t i : own) {
        const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
        const auto table_row = static_cast<std::uint32_t>(rows.first_row + row);
        const std::uint32_t code = has_number(rows.batch->columns[column], row)
                                       ? texts_.add(reader.texts()[i], hash[i], table_row)
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

// Chooses how serials are found: most tables number their documents one after the other, or nearly.
void DocumentIndex::measure(const HeldTable& table, std::size_t column, std::size_t threads) {
  struct Range {
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    std::int64_t highest = std::numeric_limits<std::int64_t>::min();
    std::size_t others = 0;
    bool consecutive = true;
  };
  const auto join = [](Range& range, const Range& more) {
    range.lowest = std::min(range.lowest, more.lowest);
    range.highest = std::max(range.highest, more.highest);
    range.others += more.others;
    range.consecutive &= more.consecutive;
  };
  SerialReader first_reader(pattern_);
  std::int64_t first = 0;
  table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    if (rows.first_row + rows.begin > 0) return;
    first_reader.read(rows.batch->columns[column], rows.begin, 1);
    if (first_reader.has_serial(0)) first = first_reader.serials()[0];
  });
  std::vector<Range> ranges(threads);
  std::vector<SerialReader> readers(threads, SerialReader(pattern_));
  table.for_blocks(threads, [&](std::size_t t, const HeldRows& rows) {
    SerialReader& reader = readers[t];
    reader.read(rows.batch->columns[column], rows.begin, rows.count());
    const std::span<const std::int64_t> serials = reader.serials();
    const std::uint64_t expected =
        static_cast<std::uint64_t>(first) + static_cast<std::uint64_t>(rows.first_row + rows.begin);
    Range range{.others = reader.others()};
    if (range.others == 0 && are_consecutive(serials, expected)) {
      range.lowest = serials.front();
      range.highest = serials.back();
    } else {
      range.consecutive = false;
      for (std::size_t i = 0; i < serials.size(); ++i) {
        if (!reader.has_serial(i)) continue;
        range.lowest = std::min(range.lowest, serials[i]);
        range.highest = std::max(range.highest, serials[i]);
      }
    }
    join(ranges[t], range);
  });
  Range all;
  for (const Range& range : ranges) join(all, range);
  others_ = all.others;
  if (all.lowest > all.highest) return;
  consecutive_ = unique_ && all.consecutive && all.lowest == first;
  first_ = all.lowest;
  const auto span = static_cast<std::uint64_t>(all.highest) - static_cast<std::uint64_t>(first_);
  constexpr std::uint64_t sparse = 8;
  if (!consecutive_ && span < sparse * table.rows() + 65'536)
    window_ = PageArray<std::uint32_t>(static_cast<std::size_t>(span) + 1);
}

std::uint32_t DocumentIndex::add_serial(std::int64_t serial, std::uint32_t row) {
  if (window_.size() == 0) {
    const std::uint32_t code = far_.code(static_cast<std::uint64_t>(serial));
    if (code == row_of_far_.size()) row_of_far_.push_back(row);
    return row_of_far_[code];
  }
  std::uint32_t& row_after =
      window_[static_cast<std::uint64_t>(serial) - static_cast<std::uint64_t>(first_)];
  if (row_after == 0) row_after = row + 1;
  return row_after - 1;
}

std::uint32_t DocumentIndex::find_serial(std::int64_t serial) const noexcept {
  const std::uint64_t distance =
      static_cast<std::uint64_t>(serial) - static_cast<std::uint64_t>(first_);
  if (consecutive_) return distance < rows_ ? static_cast<std::uint32_t>(distance) : unknown;
  if (window_.size() > 0)  // 0, less 1, is unknown.
    return distance < window_.size() ? window_[distance] - 1 : unknown;
  const std::uint32_t code = far_.find(static_cast<std::uint64_t>(serial));
  return code == IntegerCodes::unknown ? unknown : row_of_far_[code];
}

DocumentIndex::Reader::Reader(const DocumentIndex& index, const ColumnField& field,
                              const std::string& table)
    : index_(&index), serials_(index.pattern_) {
  if (field.kind.type == ColumnType::nulls || index.rows_ == 0) return;  // Nothing is found.
  const bool alike = index.text_ ? is_text(field.kind.type)
                                 : is_integer(field.kind.type) && !field.kind.dictionary_encoded;
  if (!alike)
    refuse(table, field,
           std::string(index.text_ ? "text" : "integers") +
               ", as the documents it refers to are numbered");
}

void DocumentIndex::Reader::read(const ColumnView& column, std::int64_t begin,
                                 std::span<std::uint32_t> codes) {
  if (column.kind.type == ColumnType::nulls || index_->rows_ == 0) {
    std::ranges::fill(codes, unknown);
    return;
  }
  serials_.read(column, begin, codes.size());
  if (serials_.others() < codes.size()) find_serials(codes);
  if (serials_.others() == 0) return;
  if (index_->others_ > 0) find_texts(codes);
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!serials_.has_serial(i) &&
        (index_->others_ == 0 || !has_number(column, begin + static_cast<std::int64_t>(i))))
      codes[i] = unknown;
}

void DocumentIndex::Reader::find_serials(std::span<std::uint32_t> codes) const {
  const std::span<const std::int64_t> serials = serials_.serials();
  const auto first = static_cast<std::uint64_t>(index_->first_);
  if (index_->consecutive_ && distances(serials, first, index_->rows_, codes)) return;
  for (const std::int64_t serial : serials) {
    const std::uint64_t distance = static_cast<std::uint64_t>(serial) - first;
    if (distance < index_->window_.size()) __builtin_prefetch(index_->window_.data() + distance);
  }
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = index_->find_serial(serials[i]);
}

// The texts that are not serials.
void DocumentIndex::Reader::find_texts(std::span<std::uint32_t> codes) {
  other_texts_.clear();
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!serials_.has_serial(i)) other_texts_.push_back(serials_.texts()[i]);
  text_codes_.resize(other_texts_.size());
  index_->texts_.find(other_texts_, text_codes_);
  auto next = text_codes_.cbegin();
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!serials_.has_serial(i)) codes[i] = *next++;
}

}  // namespace o2c::inline v1

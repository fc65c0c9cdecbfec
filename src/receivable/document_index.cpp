#include "document_index.hpp"

#include <algorithm>
#include <utility>

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

std::string_view text_or_code(const ColumnView& column, std::int64_t row) {
  return column.kind.dictionary_encoded ? column.dictionary->text_at(column.code_at(row))
                                        : column.text_at(row);
}

bool has_number(const ColumnView& column, std::int64_t row) {
  return column.has_value(row) &&
         (!column.kind.dictionary_encoded || column.dictionary->has_value(column.code_at(row)));
}

}  // namespace

DocumentIndex::DocumentIndex(const HeldTable& table, std::size_t column, bool unique,
                             std::size_t threads, FaultList& faults)
    : unique_(unique) {
  const ColumnField& field = table.fields()[column];
  if (!holds_numbers(field.kind.type) ||
      (field.kind.dictionary_encoded && !is_text(field.kind.type)))
    refuse(table.name(), field, "document numbers as text or integers");
  text_ = is_text(field.kind.type);
  if (!text_) measure(table, column, threads);
  if (consecutive_) {
    size_ = table.rows();
    return;
  }
  if (text_) texts_.reserve(table.rows());
  if (!unique_) code_of_row_ = PageArray<std::uint32_t>(table.rows());
  std::vector<std::string_view> texts;
  std::vector<std::uint32_t> codes;
  table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    codes.resize(static_cast<std::size_t>(rows.end - rows.begin));
    add_block(rows.batch->columns[column], rows, texts, codes);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
      if (!unique_) code_of_row_[static_cast<std::size_t>(rows.first_row + row)] = codes[i];
      const bool missing = !has_number(rows.batch->columns[column], row);
      const bool is_new = codes[i] == size_ && (text_ || !missing);  // A null text is "" there.
      size_ += is_new ? 1U : 0U;
      if (!missing && (is_new || !unique_)) continue;
      faults.add({.row = rows.first_row + row,
                  .field = field.name,
                  .value = value_text(rows.batch->columns[column], row),
                  .expected = missing ? "a document number" : "a number that stands only once"});
    }
  });
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

void DocumentIndex::add_block(const ColumnView& column, const HeldRows& rows,
                              std::vector<std::string_view>& texts,
                              std::span<std::uint32_t> codes) {
  if (text_) {
    texts.resize(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
      texts[i] = has_number(column, row) ? text_or_code(column, row) : std::string_view{};
    }
    texts_.codes(texts, codes);
    return;
  }
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    codes[i] = column.has_value(row) ? add_integer(column.integer_at(row)) : 0;
  }
}

std::uint32_t DocumentIndex::add_integer(std::int64_t number) {
  if (window_.size() == 0) return far_.code(static_cast<std::uint64_t>(number));
  std::uint32_t& code_after =
      window_[static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(first_)];
  if (code_after == 0) code_after = ++window_codes_;
  return code_after - 1;
}

std::uint32_t DocumentIndex::find_integer(std::int64_t number) const noexcept {
  const std::uint64_t distance =
      static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(first_);
  if (consecutive_) return distance < size_ ? static_cast<std::uint32_t>(distance) : unknown;
  if (window_.size() == 0) return far_.find(static_cast<std::uint64_t>(number));
  return distance < window_.size() ? window_[distance] - 1 : unknown;  // 0, less 1, is unknown.
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
  const bool plain_integers =
      column.kind.type == ColumnType::int64 && column.validity == nullptr && !index_->text_;
  if (plain_integers) {
    const std::int64_t* numbers = column.data<std::int64_t>() + begin;
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
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      texts_[i] = has_number(column, row) ? text_or_code(column, row) : std::string_view{};
    }
    index_->texts_.find(texts_, codes);
  } else {
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      codes[i] = column.has_value(row) ? index_->find_integer(column.integer_at(row)) : unknown;
    }
  }
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!has_number(column, begin + static_cast<std::int64_t>(i))) codes[i] = unknown;
}

}  // namespace o2c::inline v1

#include "o2c/columns/key_encoder.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::uint32_t window_most = std::uint32_t{1} << 22U;
constexpr std::int64_t rows_of_sample = 65'536;

// A text that so many rows have is worth a line of its own.
constexpr std::int64_t looked_up_often = 16;

// Of how many rows the keys become known to all threads. Most parties of a table come up early:
// their codes are then held once, and take less of the cache.
std::int64_t rows_to_know(const ColumnView& column) {
  constexpr std::int64_t most = 524'288;
  return std::min(column.length / 32, most);
}

bool can_be_key(ColumnType type) {
  return type == ColumnType::boolean || is_integer(type) || type == ColumnType::date32 ||
         type == ColumnType::nulls || is_text(type);
}

// A fault in a row's value, with the name of its column.
BadTable in_column(const BadTable& fault, const std::string& name) {
  std::vector<Fault> faults = fault.faults();
  for (Fault& each : faults) each.field = name;
  return BadTable("column " + in_quotes(name) + ": " + fault.what(), std::move(faults));
}

// Whether two views show the same values, so that codes of one hold for the other.
bool same_values(const ColumnView& a, const ColumnView& b) {
  return a.values == b.values && a.length == b.length && a.offset == b.offset &&
         a.validity == b.validity && a.text == b.text &&
         std::ranges::equal(
             std::span(a.text_buffers, static_cast<std::size_t>(a.text_buffer_count)),
             std::span(b.text_buffers, static_cast<std::size_t>(b.text_buffer_count)));
}

// Codes of integers that are counted from `first` on; whether all are below `size`.
template <class T>
[[gnu::always_inline]] inline bool count_from(const T* values, std::uint64_t first,
                                              std::uint64_t size, std::span<std::uint32_t> codes) {
  std::uint64_t outside = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::uint64_t distance = static_cast<std::uint64_t>(std::int64_t{values[i]}) - first;
    outside |= distance < size ? 0U : 1U;
    codes[i] = static_cast<std::uint32_t>(distance) + 1;
  }
  return outside == 0;
}

O2C_VECTORIZED bool window_codes(const std::int64_t* values, std::uint64_t first,
                                 std::uint64_t size, std::span<std::uint32_t> codes) {
  return count_from(values, first, size, codes);
}
O2C_VECTORIZED bool window_codes(const std::int32_t* values, std::uint64_t first,
                                 std::uint64_t size, std::span<std::uint32_t> codes) {
  return count_from(values, first, size, codes);
}
O2C_VECTORIZED bool window_codes(const std::uint32_t* values, std::uint64_t first,
                                 std::uint64_t size, std::span<std::uint32_t> codes) {
  return count_from(values, first, size, codes);
}

}  // namespace

KeyPlan::KeyPlan(std::string name, ColumnKind kind) : name_(std::move(name)), kind_(kind) {
  if (!can_be_key(kind.type) || (kind.dictionary_encoded && !is_text(kind.type)))
    throw BadTable("column \"" + name_ + "\" cannot be grouped by: it is " + to_string(kind),
                   {Fault{.field = name_,
                          .value = to_string(kind),
                          .expected = "text, integers, dates, booleans, or a dictionary of text"}});
  if (kind.type == ColumnType::nulls) kind_.type = ColumnType::text32;  // For want of another.
}

void KeyPlan::sample(const ColumnView& column) {
  if (!holds_text())
    sample_integers(column);
  else if (kind_.dictionary_encoded)
    expected_codes_ = static_cast<std::size_t>(column.dictionary->length) + 1;
  else
    sample_texts(column);
}

void KeyPlan::sample_texts(const ColumnView& column) {
  constexpr std::int64_t block_rows = 1024;
  const std::int64_t rows = rows_to_know(column);
  std::vector<std::string_view> block;
  std::vector<std::uint32_t> codes;
  try {
    for (std::int64_t begin = 0; begin < rows; begin += block_rows) {
      block.resize(static_cast<std::size_t>(std::min(block_rows, rows - begin)));
      column.texts(begin, block);
      codes.resize(block.size());
      known_texts_.codes(block, codes);
    }
    if (column.length / looked_up_often >= static_cast<std::int64_t>(known_texts_.size()))
      known_lines_ = TextLines(known_texts_);
  } catch (const BadTable&) {  // NOLINT(bugprone-empty-catch): reported when the row is encoded.
  }
}

void KeyPlan::sample_integers(const ColumnView& column) {
  std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
  std::int64_t highest = std::numeric_limits<std::int64_t>::min();
  const std::int64_t rows = std::min(column.length, rows_of_sample);
  for (std::int64_t row = 0; row < rows; ++row) {
    if (!column.has_integer(row))
      continue;  // One that is too large is reported when it is encoded.
    const std::int64_t value = column.integer_at(row);
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }
  if (lowest > highest) return;
  // A window over keys that lie too far apart would touch a page for each of them.
  const auto size = static_cast<std::uint32_t>(
      std::min<std::int64_t>(window_most, std::max<std::int64_t>(1024, rows * 64)));
  const auto range = static_cast<std::uint64_t>(highest) - static_cast<std::uint64_t>(lowest);
  if (range >= size) return sample_spread_integers(column);
  const bool from_zero = lowest >= 0 && highest < size;
  const auto slack = static_cast<std::int64_t>((size - range) / 2);
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() - (std::int64_t{size} - 1);
  window_first_ = from_zero ? 0 : std::min(most, lowest < least + slack ? least : lowest - slack);
  window_size_ = size;
  expected_codes_ = static_cast<std::size_t>(highest - window_first_) + 2;
}

void KeyPlan::sample_spread_integers(const ColumnView& column) {
  const std::int64_t rows = rows_to_know(column);
  for (std::int64_t row = 0; row < rows; ++row)
    if (column.has_integer(row))
      known_integers_.code(static_cast<std::uint64_t>(column.integer_at(row)));
}

std::shared_ptr<const std::vector<std::uint32_t>> KeyPlan::dictionary_codes(
    const ColumnView& column, std::shared_ptr<const void> owner) {
  if (!kind_.dictionary_encoded) return nullptr;
  const ColumnView& values = *column.dictionary;
  // The owner of the last dictionary is kept, so that a new one cannot lie at the same address.
  if (last_dictionary_ != nullptr && same_values(*last_dictionary_, values)) return last_codes_;
  auto codes = std::make_shared<std::vector<std::uint32_t>>();
  codes->reserve(static_cast<std::size_t>(values.length));
  try {
    for (std::int64_t i = 0; i < values.length; ++i)
      codes->push_back(values.has_value(i) ? known_texts_.code(values.text_at(i)) + 1 : 0);
  } catch (const BadTable& fault) {
    throw in_column(fault, name_ + " (dictionary)");
  }
  last_codes_ = std::move(codes);
  last_owner_ = std::move(owner);
  last_dictionary_ = column.dictionary;
  return last_codes_;
}

void KeyEncoder::encode(const KeyBatch& batch, std::int64_t begin, std::span<std::uint32_t> codes) {
  if (batch.column == nullptr) {
    std::ranges::fill(codes, std::uint32_t{0});
    return;
  }
  try {
    encode_values(batch, begin, codes);
  } catch (const BadTable& fault) {
    throw in_column(fault, plan_->name());
  }
}

void KeyEncoder::encode_values(const KeyBatch& batch, std::int64_t begin,
                               std::span<std::uint32_t> codes) {
  const ColumnView& column = *batch.column;
  if (batch.dictionary_codes != nullptr) return encode_dictionary(batch, begin, codes);
  switch (column.kind.type) {
    case ColumnType::int32:
    case ColumnType::date32:
      encode_integers<std::int32_t>(column, begin, codes);
      break;
    case ColumnType::uint32:
      encode_integers<std::uint32_t>(column, begin, codes);
      break;
    case ColumnType::int64:
      encode_integers<std::int64_t>(column, begin, codes);
      break;
    case ColumnType::text32:
    case ColumnType::text64:
    case ColumnType::text_view:
    case ColumnType::string_views:
      encode_text(column, begin, codes);
      break;
    default:
      for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::int64_t row = begin + static_cast<std::int64_t>(i);
        codes[i] = column.has_value(row) ? integer_code(column.integer_at(row)) : 0;
      }
  }
  if (column.validity == nullptr) return;
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (!column.has_value(begin + static_cast<std::int64_t>(i))) codes[i] = 0;
}

template <class T>
void KeyEncoder::encode_integers(const ColumnView& column, std::int64_t begin,
                                 std::span<std::uint32_t> codes) {
  const T* values = column.data<T>() + begin;
  const auto first = static_cast<std::uint64_t>(plan_->window_first());
  if (window_codes(values, first, plan_->window_size(), codes)) return;
  if (plan_->window_size() == 0) return encode_far_integers(values, codes);
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = integer_code(std::int64_t{values[i]});
}

// Codes of integers that no window holds: of those that are known, then of others.
template <class T>
void KeyEncoder::encode_far_integers(const T* values, std::span<std::uint32_t> codes) {
  integer_block_.resize(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i)
    integer_block_[i] = static_cast<std::uint64_t>(std::int64_t{values[i]});
  if (plan_->known_integers().find(integer_block_, codes) > 0) {
    unknown_integers_.clear();
    for (std::size_t i = 0; i < codes.size(); ++i)
      if (codes[i] == IntegerCodes::unknown) unknown_integers_.push_back(integer_block_[i]);
    unknown_codes_.resize(unknown_integers_.size());
    integers_.codes(unknown_integers_, unknown_codes_);
    put_unknown(codes, plan_->known_integers().size());
  }
  for (std::uint32_t& code : codes) ++code;
}

std::uint32_t KeyEncoder::integer_code(std::int64_t value) {
  const auto key = static_cast<std::uint64_t>(value);
  const std::uint64_t distance = key - static_cast<std::uint64_t>(plan_->window_first());
  if (distance < plan_->window_size()) return static_cast<std::uint32_t>(distance) + 1;
  const std::uint32_t known = plan_->known_integers().find(key);
  const std::uint32_t beyond =
      known != IntegerCodes::unknown
          ? known
          : static_cast<std::uint32_t>(plan_->known_integers().size()) + integers_.code(key);
  return plan_->window_size() + 1 + beyond;
}

void KeyEncoder::encode_dictionary(const KeyBatch& batch, std::int64_t begin,
                                   std::span<std::uint32_t> codes) {
  const ColumnView& column = *batch.column;
  const std::vector<std::uint32_t>& known = *batch.dictionary_codes;
  const auto encode = [&](const auto& index_at) {
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      if (!column.has_value(row)) {
        codes[i] = 0;
        continue;
      }
      const auto at = static_cast<std::size_t>(std::int64_t{index_at(row)});
      codes[i] =
          at < known.size() ? known[at] : known[static_cast<std::size_t>(column.code_at(row))];
    }
  };
  const auto encode_as = [&]<class T>(const T* indices) {
    encode([=](std::int64_t row) { return indices[row]; });
  };
  switch (column.kind.index) {
    case ColumnType::int8:
      return encode_as(column.data<std::int8_t>());
    case ColumnType::int16:
      return encode_as(column.data<std::int16_t>());
    case ColumnType::int32:
      return encode_as(column.data<std::int32_t>());
    case ColumnType::uint32:
      return encode_as(column.data<std::uint32_t>());
    default:
      encode([&](std::int64_t row) { return column.code_at(row); });
  }
}

void KeyEncoder::encode_text(const ColumnView& column, std::int64_t begin,
                             std::span<std::uint32_t> codes) {
  block_.resize(codes.size());
  column.texts(begin, block_);
  if (plan_->find_known(block_, codes) > 0) encode_unknown_texts(codes);
  for (std::uint32_t& code : codes) ++code;
}

void KeyEncoder::encode_unknown_texts(std::span<std::uint32_t> codes) {
  unknown_texts_.clear();
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (codes[i] == TextCodes::unknown) unknown_texts_.push_back(block_[i]);
  unknown_codes_.resize(unknown_texts_.size());
  texts_.codes(unknown_texts_, unknown_codes_);
  put_unknown(codes, plan_->known_texts().size());
}

// The codes of a block's keys that are not known follow those that are.
void KeyEncoder::put_unknown(std::span<std::uint32_t> codes, std::size_t known) const {
  static_assert(TextCodes::unknown == IntegerCodes::unknown);
  auto next = unknown_codes_.cbegin();
  for (std::uint32_t& code : codes)
    if (code == TextCodes::unknown) code = static_cast<std::uint32_t>(known) + *next++;
}

std::uint32_t KeyEncoder::adopt(const KeyEncoder& other, std::uint32_t code) {
  if (code < plan_->alike_codes()) return code;
  const KeyValue value = other.value(code);
  if (!plan_->holds_text()) return integer_code(value.integer);
  return static_cast<std::uint32_t>(plan_->known_texts().size()) + texts_.code(value.text) + 1;
}

KeyValue KeyEncoder::value(std::uint32_t code) const {
  if (code == 0) return {};
  if (!plan_->holds_text()) {
    if (code <= plan_->window_size())
      return KeyValue::of(static_cast<std::int64_t>(
          static_cast<std::uint64_t>(plan_->window_first()) + (code - 1)));
    const std::uint32_t beyond = code - 1 - plan_->window_size();
    const IntegerCodes& known = plan_->known_integers();
    const auto size = static_cast<std::uint32_t>(known.size());
    return KeyValue::of(static_cast<std::int64_t>(beyond < size ? known.key(beyond)
                                                                : integers_.key(beyond - size)));
  }
  const TextCodes& known = plan_->known_texts();
  if (code <= known.size()) return KeyValue::of(known.text(code - 1));
  return KeyValue::of(texts_.text(code - 1 - static_cast<std::uint32_t>(known.size())));
}

}  // namespace o2c::inline v1

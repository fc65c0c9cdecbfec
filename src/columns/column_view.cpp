#include "o2c/columns/column_view.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <limits>

#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

std::string_view type_name(ColumnType type) {
  static constexpr std::array<std::string_view, 22> names{
      "boolean",   "int8",       "uint8",  "int16",       "uint16",  "int32",
      "uint32",    "int64",      "uint64", "float32",     "float64", "decimal32",
      "decimal64", "decimal128", "date32", "timestamp",   "text",    "text",
      "text",      "text",       "nulls",  "another type"};
  return names[static_cast<std::size_t>(type)];
}

[[noreturn]] void malformed(std::int64_t row, const char* what) {
  throw BadTable(std::string("malformed Arrow column: ") + what,
                 {Fault{.row = row, .expected = "a column as the Arrow format describes it"}});
}

template <class Offset>
std::string_view offset_text(const ColumnView& column, std::int64_t row) {
  const auto* offsets = column.data<Offset>();
  const auto begin = static_cast<std::int64_t>(offsets[row]);
  const auto end = static_cast<std::int64_t>(offsets[row + 1]);
  if (begin < 0 || end < begin || (column.text_size >= 0 && end > column.text_size))
    malformed(row, "text offsets do not ascend");
  if (begin == end) return {};
  if (column.text == nullptr) malformed(row, "text without bytes");
  return {column.text + begin, static_cast<std::size_t>(end - begin)};
}

// Arrow's binary view: length, then 12 bytes of text, or a prefix, a buffer and an offset.
struct TextView {
  std::int32_t size;
  std::array<char, 4> prefix;
  std::int32_t buffer;
  std::int32_t offset;
};
static_assert(sizeof(TextView) == 16);

std::string_view view_text(const ColumnView& column, std::int64_t row) {
  const TextView& view = column.data<TextView>()[row];
  constexpr std::int32_t inline_max = 12;
  if (view.size < 0) malformed(row, "a text view of negative length");
  const auto size = static_cast<std::size_t>(view.size);
  if (view.size <= inline_max) return {view.prefix.data(), size};
  if (view.buffer < 0 || view.buffer >= column.text_buffer_count || view.offset < 0 ||
      (column.text_buffer_sizes != nullptr &&
       view.offset + std::int64_t{view.size} > column.text_buffer_sizes[view.buffer]) ||
      column.text_buffers[view.buffer] == nullptr)
    malformed(row, "a text view outside of its buffers");
  return {static_cast<const char*>(column.text_buffers[view.buffer]) + view.offset, size};
}

std::int64_t checked_signed(std::int64_t row, std::uint64_t value) {
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    throw BadTable("an integer key is too large",
                   {Fault{.row = row,
                          .value = std::to_string(value),
                          .expected = "an integer within 64 bits with sign"}});
  return static_cast<std::int64_t>(value);
}

std::int64_t fixed_width_at(ColumnType type, const ColumnView& column, std::int64_t row) {
  switch (type) {
    case ColumnType::boolean: {
      const auto bit = static_cast<std::uint64_t>(column.offset + row);
      return (column.data<std::uint8_t>()[bit >> 3U] >> (bit & 7U)) & 1U;
    }
    case ColumnType::int8:
      return column.data<std::int8_t>()[row];
    case ColumnType::uint8:
      return column.data<std::uint8_t>()[row];
    case ColumnType::int16:
      return column.data<std::int16_t>()[row];
    case ColumnType::uint16:
      return column.data<std::uint16_t>()[row];
    case ColumnType::int32:
    case ColumnType::date32:
      return column.data<std::int32_t>()[row];
    case ColumnType::uint32:
      return column.data<std::uint32_t>()[row];
    case ColumnType::int64:
    case ColumnType::timestamp:
      return column.data<std::int64_t>()[row];
    case ColumnType::uint64:
      return checked_signed(row, column.data<std::uint64_t>()[row]);
    default:
      malformed(row, "no integer values");
  }
}

template <class T>
ColumnView fixed_width(std::span<const T> values, ColumnType type) {
  ColumnView column;
  column.kind.type = type;
  column.length = static_cast<std::int64_t>(values.size());
  column.values = values.data();
  return column;
}

std::string decimal_text(const ColumnView& column, std::int64_t row) {
  Int128 coefficient = 0;
  if (column.kind.type == ColumnType::decimal32)
    coefficient = column.data<std::int32_t>()[row];
  else if (column.kind.type == ColumnType::decimal64)
    coefficient = column.data<std::int64_t>()[row];
  else
    std::memcpy(&coefficient, column.data<char>() + row * std::int64_t{sizeof coefficient},
                sizeof coefficient);
  if (column.kind.scale >= 0 && Decimal::fits(coefficient))
    return to_string(Decimal::from_parts(coefficient, column.kind.scale));
  return detail::int128_text(coefficient) + "e" + std::to_string(-column.kind.scale);
}

// The shortest text that reads back as the same number.
template <class Float>
std::string float_text(Float value) {
  std::array<char, 32> text{};
  const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), result.ptr};
}

std::string day_text(std::int64_t days) {
  if (days < Date::min().days() || days > Date::max().days()) return "day " + std::to_string(days);
  return to_string(Date::from_days(static_cast<std::int32_t>(days)));
}

// "2026-03-31", with the time of day if it has one: "2026-03-31 17:00:00", "... 17:00:00.250".
std::string timestamp_text(std::int64_t ticks, std::int64_t ticks_per_day) {
  std::int64_t day = ticks / ticks_per_day;
  std::int64_t rest = ticks % ticks_per_day;
  if (rest < 0) {
    --day;
    rest += ticks_per_day;
  }
  std::string text = day_text(day);
  if (rest == 0) return text;
  constexpr std::int64_t seconds_per_day = 86'400;
  const std::int64_t ticks_per_second = ticks_per_day / seconds_per_day;
  const auto append = [&text](char before, std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    text += before + std::string(width - digits.size(), '0') + digits;
  };
  const std::int64_t seconds = rest / ticks_per_second;
  append(' ', seconds / 3600, 2);
  append(':', seconds / 60 % 60, 2);
  append(':', seconds % 60, 2);
  if (rest % ticks_per_second != 0)
    append('.', rest % ticks_per_second, std::to_string(ticks_per_second).size() - 1);
  return text;
}

}  // namespace

std::size_t value_width(const ColumnKind& kind) noexcept {
  switch (kind.dictionary_encoded ? kind.index : kind.type) {
    case ColumnType::int8:
    case ColumnType::uint8:
      return 1;
    case ColumnType::int16:
    case ColumnType::uint16:
      return 2;
    case ColumnType::int32:
    case ColumnType::uint32:
    case ColumnType::float32:
    case ColumnType::decimal32:
    case ColumnType::date32:
    case ColumnType::text32:
      return 4;
    case ColumnType::int64:
    case ColumnType::uint64:
    case ColumnType::float64:
    case ColumnType::decimal64:
    case ColumnType::timestamp:
    case ColumnType::text64:
      return 8;
    case ColumnType::decimal128:
    case ColumnType::text_view:
    case ColumnType::string_views:
      return 16;
    default:
      return 0;
  }
}

std::string to_string(const ColumnKind& kind) {
  std::string text(type_name(kind.type));
  if (is_decimal(kind.type)) text += " with " + std::to_string(kind.scale) + " digits";
  if (kind.has_zone) text += " with a time zone";
  return kind.dictionary_encoded ? "dictionary of " + text : text;
}

ColumnView ColumnView::of(std::span<const std::int32_t> values) {
  return fixed_width(values, ColumnType::int32);
}
ColumnView ColumnView::of(std::span<const std::int64_t> values) {
  return fixed_width(values, ColumnType::int64);
}
ColumnView ColumnView::of(std::span<const Date> values) {
  static_assert(sizeof(Date) == sizeof(std::int32_t));
  return fixed_width(values, ColumnType::date32);
}
ColumnView ColumnView::of(std::span<const std::string_view> values) {
  return fixed_width(values, ColumnType::string_views);
}

std::int64_t ColumnView::code_at(std::int64_t row) const {
  const std::int64_t code = fixed_width_at(kind.index, *this, row);
  if (code < 0 || code >= dictionary->length) malformed(row, "a code outside of its dictionary");
  return code;
}

std::string_view ColumnView::text_at(std::int64_t row) const {
  if (kind.dictionary_encoded) return dictionary->text_at(code_at(row));
  switch (kind.type) {
    case ColumnType::text32:
      return offset_text<std::int32_t>(*this, row);
    case ColumnType::text64:
      return offset_text<std::int64_t>(*this, row);
    case ColumnType::text_view:
      return view_text(*this, row);
    case ColumnType::string_views:
      return data<std::string_view>()[row];
    default:
      malformed(row, "no text values");
  }
}

namespace {

// Texts of rows without nulls whose offsets are sound; false if any is not.
template <class Offset>
bool sound_texts(const ColumnView& column, std::int64_t begin, std::span<std::string_view> texts) {
  const Offset* offsets = column.data<Offset>() + begin;
  const auto size = std::int64_t{offsets[texts.size()]};
  if (column.validity != nullptr || column.text == nullptr || offsets[0] < 0) return false;
  if (column.text_size >= 0 && size > column.text_size) return false;
  bool ascend = true;
  for (std::size_t i = 0; i < texts.size(); ++i) ascend &= offsets[i] <= offsets[i + 1];
  for (std::size_t i = 0; ascend && i < texts.size(); ++i)
    texts[i] = {column.text + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
  return ascend;
}

}  // namespace

void ColumnView::texts(std::int64_t begin, std::span<std::string_view> texts) const {
  const auto read = [&](const auto& text_of) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      texts[i] = has_value(row) ? text_of(row) : std::string_view{};
    }
  };
  if (kind.dictionary_encoded) {
    read([&](std::int64_t row) {
      const std::int64_t code = code_at(row);
      return dictionary->has_value(code) ? dictionary->text_at(code) : std::string_view{};
    });
  } else if (kind.type == ColumnType::text32) {
    if (sound_texts<std::int32_t>(*this, begin, texts)) return;
    read([&](std::int64_t row) { return offset_text<std::int32_t>(*this, row); });
  } else if (kind.type == ColumnType::text64) {
    if (sound_texts<std::int64_t>(*this, begin, texts)) return;
    read([&](std::int64_t row) { return offset_text<std::int64_t>(*this, row); });
  } else {
    read([&](std::int64_t row) { return text_at(row); });
  }
}

std::int64_t ColumnView::integer_at(std::int64_t row) const {
  return fixed_width_at(kind.type, *this, row);
}

std::string value_text(const ColumnView& column, std::int64_t row) {
  const ColumnType type = column.kind.type;
  if (type == ColumnType::other) return "a value of another type";
  if (!column.has_value(row)) return "null";
  if (column.kind.dictionary_encoded) return value_text(*column.dictionary, column.code_at(row));
  if (is_text(type)) return std::string(column.text_at(row));
  if (is_decimal(type)) return decimal_text(column, row);
  if (type == ColumnType::float64) return float_text(column.data<double>()[row]);
  if (type == ColumnType::float32) return float_text(column.data<float>()[row]);
  if (type == ColumnType::uint64) return std::to_string(column.data<std::uint64_t>()[row]);
  const std::int64_t value = column.integer_at(row);
  if (type == ColumnType::boolean) return value != 0 ? "true" : "false";
  if (type == ColumnType::date32) return day_text(value);
  if (type == ColumnType::timestamp) return timestamp_text(value, column.kind.ticks_per_day);
  return std::to_string(value);
}

}  // namespace o2c::inline v1

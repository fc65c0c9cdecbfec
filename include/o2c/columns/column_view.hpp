#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What the values of a column are; `nulls` is a column that has none, of whatever type. Text has
/// four layouts: Arrow's 32-bit and 64-bit offsets, Arrow's string views, and std::string_view for
/// columns that a C++ program holds itself.
enum class ColumnType : std::uint8_t {
  boolean,
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  float32,
  float64,
  decimal32,
  decimal64,
  decimal128,
  date32,
  timestamp,
  text32,
  text64,
  text_view,
  string_views,
  nulls,
  other
};

constexpr bool is_integer(ColumnType type) noexcept {
  return type >= ColumnType::int8 && type <= ColumnType::uint64;
}
constexpr bool is_float(ColumnType type) noexcept {
  return type == ColumnType::float32 || type == ColumnType::float64;
}
constexpr bool is_decimal(ColumnType type) noexcept {
  return type >= ColumnType::decimal32 && type <= ColumnType::decimal128;
}
constexpr bool is_text(ColumnType type) noexcept {
  return type >= ColumnType::text32 && type <= ColumnType::string_views;
}

/// Type of a column as its schema states it.
struct ColumnKind {
  ColumnType type = ColumnType::other;
  std::int8_t scale = 0;           ///< Decimals: digits after the point.
  std::int64_t ticks_per_day = 0;  ///< Timestamps: how many units make a day.
  bool has_zone = false;           ///< Timestamps: a time zone is stated.
  bool dictionary_encoded =
      false;  ///< `index` is the type of the codes, `type` that of the values.
  ColumnType index = ColumnType::other;

  friend bool operator==(const ColumnKind&, const ColumnKind&) = default;
};

/// Bytes of each value as the column stores it: of text its offset or view, of a dictionary's row
/// its code; 0 for bits.
std::size_t value_width(const ColumnKind&) noexcept;

/// "int64", "decimal128 with 2 digits", "dictionary of text": for messages.
std::string to_string(const ColumnKind&);

/// One column of one batch of rows, borrowed: the owner of the batch keeps the memory alive.
/// Rows are counted from 0; the Arrow offset is already added to `values` where that is possible
/// and kept in `offset` for bits.
struct ColumnView {
  ColumnKind kind;
  std::int64_t length = 0;
  std::int64_t offset = 0;                    ///< First bit of `validity` (and of boolean values).
  const std::uint8_t* validity = nullptr;     ///< Null: every row has a value.
  const void* values = nullptr;               ///< Values, codes, text offsets, or text views.
  const char* text = nullptr;                 ///< Bytes of offset text.
  std::int64_t text_size = -1;                ///< How many, where known.
  const void* const* text_buffers = nullptr;  ///< Buffers of string views, and how many.
  std::int64_t text_buffer_count = 0;
  const std::int64_t* text_buffer_sizes = nullptr;
  std::shared_ptr<const ColumnView> dictionary;
  std::shared_ptr<const void> own;  ///< Memory that the owner of the batch does not keep.

  static ColumnView of(std::span<const std::int32_t>);
  static ColumnView of(std::span<const std::int64_t>);
  static ColumnView of(std::span<const Date>);
  static ColumnView of(std::span<const std::string_view>);

  [[nodiscard]] bool has_value(std::int64_t row) const noexcept {
    const auto bit = static_cast<std::uint64_t>(offset + row);
    return validity == nullptr || ((validity[bit >> 3U] >> (bit & 7U)) & 1U) != 0;
  }
  /// Code of a dictionary-encoded row; BadTable when it lies outside the dictionary.
  [[nodiscard]] std::int64_t code_at(std::int64_t row) const;
  /// Text of a row, whatever the layout. BadTable when the offsets are not ascending.
  [[nodiscard]] std::string_view text_at(std::int64_t row) const;
  /// Texts of the rows from `begin` on, as many as there is room for, whatever the layout; nothing
  /// for a null.
  void texts(std::int64_t begin, std::span<std::string_view> texts) const;
  /// Value of an integer, date32, timestamp or boolean row. uint64 above the int64 range: BadTable.
  [[nodiscard]] std::int64_t integer_at(std::int64_t row) const;

  /// Whether integer_at(row) has something to give.
  [[nodiscard]] bool has_integer(std::int64_t row) const noexcept {
    return has_value(row) && (kind.type != ColumnType::uint64 || data<std::int64_t>()[row] >= 0);
  }

  template <class T>
  [[nodiscard]] const T* data() const noexcept {
    return static_cast<const T*>(values);
  }
};

/// The value as a reader would write it, for messages ("2026-03-31", "12.50", "null").
std::string value_text(const ColumnView&, std::int64_t row);

}  // namespace o2c::inline v1

#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/code_tables.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/columns/text_codes.hpp"
#include "o2c/columns/text_lines.hpp"

namespace o2c::inline v1 {

/// One value of a key column: an integer (also a date's day number or a boolean), a text, or null.
struct KeyValue {
  bool is_null = true;
  std::int64_t integer = 0;
  std::string_view text;

  static constexpr KeyValue of(std::int64_t value) { return {false, value, {}}; }
  static constexpr KeyValue of(std::string_view value) { return {false, 0, value}; }

  friend constexpr bool operator==(const KeyValue&, const KeyValue&) = default;
  /// Integers ascending, texts by their bytes (which is by code point in UTF-8), null last.
  friend constexpr auto operator<=>(const KeyValue& a, const KeyValue& b) {
    if (const auto order = a.is_null <=> b.is_null; order != 0) return order;
    if (const auto order = a.integer <=> b.integer; order != 0) return order;
    return a.text <=> b.text;
  }
};

/// Whether values of two key columns can be equal: texts of any layout are alike, and so are
/// integers of any width, but not dates and integers; nulls go with every type.
constexpr bool alike_keys(const ColumnKind& a, const ColumnKind& b) noexcept {
  return a.type == b.type || (is_text(a.type) && is_text(b.type)) ||
         (is_integer(a.type) && is_integer(b.type)) || a.type == ColumnType::nulls ||
         b.type == ColumnType::nulls;
}

/// What the threads that encode one key column share.
///
/// Integers within a window around the first values are their own codes, counted from the window's
/// start; codes of dictionaries are given out when a batch is read, those of plain texts, and of
/// integers that lie too far apart for a window, when the first rows are looked at. All these are
/// the same in each thread. Other keys get codes of their own in each thread and meet again by
/// value.
class KeyPlan {
 public:
  /// Throws BadTable when a column of this type cannot be a key.
  KeyPlan(std::string name, ColumnKind kind);

  /// Looks at the first rows of the first batch.
  void sample(const ColumnView&);
  /// Called for each batch, by one thread at a time, in order: codes of its dictionary, if it has
  /// one. The pointer stays valid as long as the caller keeps it.
  std::shared_ptr<const std::vector<std::uint32_t>> dictionary_codes(
      const ColumnView&, std::shared_ptr<const void> owner);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const ColumnKind& kind() const noexcept { return kind_; }
  [[nodiscard]] bool holds_text() const noexcept { return is_text(kind_.type); }
  [[nodiscard]] std::int64_t window_first() const noexcept { return window_first_; }
  [[nodiscard]] std::uint32_t window_size() const noexcept { return window_size_; }
  /// How many codes are the same in all threads, as far as the sample tells; 0: none are.
  [[nodiscard]] std::size_t expected_codes() const noexcept { return expected_codes_; }
  /// Codes below this are the same in all threads: null, a window of integers, or known keys.
  [[nodiscard]] std::size_t alike_codes() const noexcept {
    if (holds_text() && kind_.dictionary_encoded) return std::numeric_limits<std::size_t>::max();
    return 1 + (holds_text() ? known_texts_.size() : window_size_ + known_integers_.size());
  }
  /// Whether larger codes up to this one always are of larger keys (null apart, which is code 0).
  [[nodiscard]] bool codes_ascend(std::uint32_t last) const noexcept {
    return !holds_text() && last <= window_size_;
  }
  /// The texts whose codes are the same in all threads.
  [[nodiscard]] const TextCodes& known_texts() const noexcept { return known_texts_; }
  /// known_texts().find(texts, codes), and faster.
  std::size_t find_known(std::span<const std::string_view> texts,
                         std::span<std::uint32_t> codes) const {
    return known_lines_.find(known_texts_, texts, codes);
  }
  /// The integers outside of the window whose codes, after the window's, are the same.
  [[nodiscard]] const IntegerCodes& known_integers() const noexcept { return known_integers_; }

 private:
  void sample_texts(const ColumnView&);
  void sample_integers(const ColumnView&);
  void sample_spread_integers(const ColumnView&);

  std::string name_;
  ColumnKind kind_;
  std::int64_t window_first_ = 0;
  std::uint32_t window_size_ = 0;
  std::size_t expected_codes_ = 0;
  TextCodes known_texts_;
  TextLines known_lines_;
  IntegerCodes known_integers_;
  std::shared_ptr<const std::vector<std::uint32_t>> last_codes_;
  std::shared_ptr<const void> last_owner_;
  std::shared_ptr<const ColumnView> last_dictionary_;
};

/// A key column of one batch, with the codes of its dictionary; no column: null in every row.
struct KeyBatch {
  const ColumnView* column = nullptr;
  std::shared_ptr<const std::vector<std::uint32_t>> dictionary_codes;
};

/// Turns one key column into dense codes, in one thread. Code 0 is null.
class KeyEncoder {
 public:
  explicit KeyEncoder(std::shared_ptr<const KeyPlan> plan) : plan_(std::move(plan)) {}

  /// Codes of the rows from `begin` on, as many as `codes` has room for. Throws BadTable, which
  /// names the column and the row in the batch, for a value that cannot be a key.
  void encode(const KeyBatch&, std::int64_t begin, std::span<std::uint32_t> codes);
  /// Own code of what another thread's encoder, of the same plan, gave `code`.
  std::uint32_t adopt(const KeyEncoder& other, std::uint32_t code);
  [[nodiscard]] KeyValue value(std::uint32_t code) const;

 private:
  std::uint32_t integer_code(std::int64_t value);
  void encode_values(const KeyBatch&, std::int64_t begin, std::span<std::uint32_t> codes);
  template <class T>
  void encode_integers(const ColumnView&, std::int64_t begin, std::span<std::uint32_t> codes);
  template <class T>
  void encode_far_integers(const T* values, std::span<std::uint32_t> codes);
  static void encode_dictionary(const KeyBatch&, std::int64_t begin,
                                std::span<std::uint32_t> codes);
  void encode_text(const ColumnView&, std::int64_t begin, std::span<std::uint32_t> codes);
  void encode_unknown_texts(std::span<std::uint32_t> codes);
  void put_unknown(std::span<std::uint32_t> codes, std::size_t known) const;

  std::shared_ptr<const KeyPlan> plan_;
  IntegerCodes integers_;  // Outside of the window, and not known.
  TextCodes texts_;        // That are not known.
  std::vector<std::uint64_t> integer_block_;
  std::vector<std::uint64_t> unknown_integers_;
  std::vector<std::string_view> block_;
  std::vector<std::string_view> unknown_texts_;
  std::vector<std::uint32_t> unknown_codes_;
};

}  // namespace o2c::inline v1

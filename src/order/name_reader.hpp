#pragma once

// Private to src/order.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "o2c/columns/column_view.hpp"

namespace o2c::inline v1 {

/// Looks up the names of a column, of which there are few: each once for a dictionary (batches
/// may have one each, and rows may come in any order), and else when it differs from the one
/// before.
class NameReader {
 public:
  static constexpr std::int32_t unknown = -1;
  using Lookup = std::function<std::int32_t(std::string_view)>;

  /// `lookup` gives a number from 0, or `unknown`.
  explicit NameReader(Lookup lookup) : lookup_(std::move(lookup)) {}

  /// Of a row that has a value. Views of a column have to outlive this.
  std::int32_t at(const ColumnView& column, std::int64_t row) {
    if (column.kind.dictionary_encoded) {
      if (column.kind.index == ColumnType::int32) {  // As we write them.
        const std::int32_t code = column.data<std::int32_t>()[row];
        if (code >= 0 && code < column.dictionary->length) return at_code(column, code);
      }
      return at_code(column, column.code_at(row));
    }
    const std::string_view text = column.text_at(row);
    if (!is_last_ || text != last_) {
      found_of_last_ = lookup_(text);
      last_ = text;
      is_last_ = true;
    }
    return found_of_last_;
  }

 private:
  static constexpr std::int32_t not_asked = -2;

  std::int32_t at_code(const ColumnView& column, std::int64_t code) {
    if (column.dictionary.get() != dictionary_) {
      dictionary_ = column.dictionary.get();
      found_of_code_ = &found_[dictionary_];
      if (found_of_code_->empty())
        found_of_code_->assign(static_cast<std::size_t>(dictionary_->length), not_asked);
    }
    std::int32_t& found = (*found_of_code_)[static_cast<std::size_t>(code)];
    if (found == not_asked) found = lookup_(dictionary_->text_at(code));
    return found;
  }

  Lookup lookup_;
  const ColumnView* dictionary_ = nullptr;
  std::unordered_map<const ColumnView*, std::vector<std::int32_t>> found_;  // By dictionary.
  std::vector<std::int32_t>* found_of_code_ = nullptr;                      // Of that one.
  std::string_view last_;
  std::int32_t found_of_last_ = unknown;
  bool is_last_ = false;
};

}  // namespace o2c::inline v1

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/column_view.hpp"

namespace o2c::inline v1 {

// Reads a column of texts as what they stand for, in one thread: each text of a dictionary is
// looked up once. A null, and what stands for nothing, has no value.
template <class T>
class MeaningReader {
 public:
  using LookUp = std::function<std::optional<T>(std::string_view)>;

  explicit MeaningReader(LookUp look_up) : look_up_(std::move(look_up)) {}

  std::span<const std::optional<T>> read(const ColumnView& column, std::int64_t begin,
                                         std::size_t rows) {
    block_.assign(rows, std::nullopt);
    if (column.kind.dictionary_encoded) {
      read_dictionary(column, begin);
    } else {
      texts_.resize(rows);
      column.texts(begin, texts_);
      for (std::size_t i = 0; i < rows; ++i)
        if (column.has_value(begin + static_cast<std::int64_t>(i))) block_[i] = meaning(texts_[i]);
    }
    return block_;
  }

 private:
  void read_dictionary(const ColumnView& column, std::int64_t begin) {
    if (column.dictionary != dictionary_) {
      dictionary_ = column.dictionary;
      of_code_.clear();
      for (std::int64_t code = 0; code < dictionary_->length; ++code)
        of_code_.push_back(dictionary_->has_value(code) ? look_up_(dictionary_->text_at(code))
                                                        : std::nullopt);
    }
    for (std::size_t i = 0; i < block_.size(); ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      if (column.has_value(row))
        block_[i] = of_code_[static_cast<std::size_t>(column.code_at(row))];
    }
  }

  const std::optional<T>& meaning(std::string_view text) {
    const auto known = known_.find(text);
    if (known != known_.end()) return known->second;
    return known_.emplace(text, look_up_(text)).first->second;
  }

  LookUp look_up_;
  std::vector<std::optional<T>> block_;
  std::vector<std::string_view> texts_;
  std::map<std::string, std::optional<T>, std::less<>> known_;
  std::shared_ptr<const ColumnView> dictionary_;
  std::vector<std::optional<T>> of_code_;
};

}  // namespace o2c::inline v1

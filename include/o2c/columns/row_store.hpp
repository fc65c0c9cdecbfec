#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include "o2c/columns/page_array.hpp"

namespace o2c::inline v1 {

/// Rows that are only added at the end. They take hardly more memory than they need, since room is
/// made a chunk at a time. References hold until the next row is added.
template <class Row>
class RowStore {
  static_assert(std::is_trivially_copyable_v<Row>);

 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] Row& operator[](std::size_t i) noexcept {
    return chunks_[i / chunk_rows][i % chunk_rows];
  }
  [[nodiscard]] const Row& operator[](std::size_t i) const noexcept {
    return chunks_[i / chunk_rows][i % chunk_rows];
  }

  Row& push_back(const Row& row) {
    if (size_ == room_) grow();
    ++size_;
    return (*this)[size_ - 1] = row;
  }
  /// Takes the last row away.
  void pop_back() noexcept { --size_; }

 private:
  // Of rows of whole words, whole huge pages.
  static constexpr std::size_t chunk_rows = std::size_t{1} << 18U;
  static constexpr std::size_t first_rows = 16;

  // The first chunk grows, so that a few rows take little.
  void grow() {
    if (room_ < chunk_rows) {
      auto grown = PageArray<Row>::uninitialized(room_ == 0 ? first_rows : 4 * room_);
      if (room_ > 0) std::copy_n(chunks_.front().data(), size_, grown.data());
      chunks_.clear();
      room_ = grown.size();
      chunks_.push_back(std::move(grown));
    } else {
      chunks_.push_back(PageArray<Row>::uninitialized(chunk_rows));
      room_ += chunk_rows;
    }
  }

  std::vector<PageArray<Row>> chunks_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace o2c::inline v1

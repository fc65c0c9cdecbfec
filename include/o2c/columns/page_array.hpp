#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace o2c::inline v1 {

namespace detail {
/// Zeroed memory, aligned to at least 64 bytes, in huge pages where the system offers them: random
/// access to a large table costs about half with them. Throws std::bad_alloc.
void* allocate_pages(std::size_t bytes);
void free_pages(void* memory, std::size_t bytes) noexcept;
}  // namespace detail

/// An array of plain values that begin as zero and lie in huge pages. Memory that is never touched
/// costs nothing.
template <class T>
class PageArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  PageArray() = default;
  explicit PageArray(std::size_t size)
      : data_(static_cast<T*>(detail::allocate_pages(size * sizeof(T)))), size_(size) {}
  PageArray(PageArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  PageArray& operator=(PageArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  PageArray(const PageArray&) = delete;
  PageArray& operator=(const PageArray&) = delete;
  ~PageArray() { detail::free_pages(data_, size_ * sizeof(T)); }

  /// Makes room for at least `size` values, at least doubling; new values are zero.
  void grow_to(std::size_t size) {
    if (size <= size_) return;
    PageArray grown(std::max(size, 2 * size_));
    std::copy_n(data_, size_, grown.data_);
    std::swap(*this, grown);
  }

  [[nodiscard]] T* data() noexcept { return data_; }
  [[nodiscard]] const T* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return data_[i]; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace o2c::inline v1

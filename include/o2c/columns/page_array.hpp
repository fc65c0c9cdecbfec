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

/// The same with any content, preferably of pages that were given back: the system zeroes what it
/// hands out, which can take as long as the work that the memory is wanted for. A bounded amount is
/// kept, and the system may have it whenever it is short of memory.
void* take_pages(std::size_t bytes);
void give_back_pages(void* memory, std::size_t bytes) noexcept;
}  // namespace detail

/// An array of plain values in huge pages. They begin as zero, unless the array is made
/// uninitialized. Memory that is never touched costs nothing.
template <class T>
class PageArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  PageArray() = default;
  explicit PageArray(std::size_t size)
      : data_(static_cast<T*>(detail::allocate_pages(size * sizeof(T)))), size_(size) {}
  /// For those who write each value before they read it.
  static PageArray uninitialized(std::size_t size) {
    PageArray array;
    array.data_ = static_cast<T*>(detail::take_pages(size * sizeof(T)));
    array.size_ = size;
    array.kept_ = true;
    return array;
  }
  PageArray(PageArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        kept_(std::exchange(other.kept_, false)) {}
  PageArray& operator=(PageArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(kept_, other.kept_);
    return *this;
  }
  PageArray(const PageArray&) = delete;
  PageArray& operator=(const PageArray&) = delete;
  ~PageArray() {
    if (kept_)
      detail::give_back_pages(data_, size_ * sizeof(T));
    else
      detail::free_pages(data_, size_ * sizeof(T));
  }

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
  bool kept_ = false;  // Goes back to where uninitialized arrays come from.
};

}  // namespace o2c::inline v1

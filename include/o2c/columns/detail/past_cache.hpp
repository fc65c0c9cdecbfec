#pragma once

// Writing what is not read again soon.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "o2c/number/int128.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace o2c::inline v1::detail {

/// Writes long columns from front to back, in one thread: what is overwritten is not fetched first.
/// Others may look at them when the writer is gone.
class PastCache {
 public:
  PastCache() = default;
  PastCache(const PastCache&) = default;
  PastCache& operator=(const PastCache&) = default;
  ~PastCache() {
#if defined(__SSE2__)
    _mm_sfence();
#endif
  }

  /// `to` is aligned to 16 bytes.
  void put(Int128* to, std::int64_t value) const noexcept {
#if defined(__SSE2__)
    stream(to, _mm_set_epi64x(value >> 63, value));
#else
    *to = value;
#endif
  }
  /// Widens a column from its first cell on.
  void put(std::span<const std::int64_t> values, Int128* into) const noexcept {
    std::size_t begin = 0;
#if defined(__SSE2__)
    for (; begin + 2 <= values.size(); begin += 2) {
      const __m128i two = load(values.data() + begin);
      // The sign of each, from its upper half.
      const __m128i signs = _mm_shuffle_epi32(_mm_srai_epi32(two, 31), _MM_SHUFFLE(3, 3, 1, 1));
      stream(into + begin, _mm_unpacklo_epi64(two, signs));
      stream(into + begin + 1, _mm_unpackhi_epi64(two, signs));
    }
#endif
    for (; begin < values.size(); ++begin) put(into + begin, values[begin]);
  }
  /// Copies values side by side; past the cache only what fills its lines.
  template <class T>
  void put(std::span<const T> values, T* into) const noexcept {
    static_assert(std::is_trivially_copyable_v<T>);
    std::size_t begin = 0;
#if defined(__SSE2__)
    constexpr std::size_t line = 64;
    const std::size_t beyond = reinterpret_cast<std::uintptr_t>(into) % line;
    begin = std::min(values.size(), (line - beyond) % line / sizeof(T));
    std::ranges::copy(values.first(begin), into);
    for (; begin + line / sizeof(T) <= values.size(); begin += line / sizeof(T)) {
      const auto* from = reinterpret_cast<const __m128i*>(values.data() + begin);
      auto* to = reinterpret_cast<__m128i*>(into + begin);
      for (std::size_t i = 0; i < line / sizeof(__m128i); ++i) stream(to + i, load(from + i));
    }
#endif
    std::ranges::copy(values.subspan(begin), into + begin);
  }

#if defined(__SSE2__)
 private:
  static __m128i load(const void* from) noexcept {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
  }
  static void stream(void* to, __m128i value) noexcept {
    _mm_stream_si128(static_cast<__m128i*>(to), value);
  }
#endif
};

}  // namespace o2c::inline v1::detail

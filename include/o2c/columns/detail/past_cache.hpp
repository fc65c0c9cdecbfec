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

/// Writes a long column from front to back, in one thread: what it overwrites is not fetched first.
/// Others may look at it when the writer is gone.
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
    _mm_stream_si128(reinterpret_cast<__m128i*>(to), _mm_set_epi64x(value >> 63, value));
#else
    *to = value;
#endif
  }

  /// Values side by side, of any width.
  template <class T>
  void copy(std::span<const T> values, T* to) const noexcept {
    static_assert(std::is_trivially_copyable_v<T>);
    std::size_t at = 0;
#if defined(__SSE2__)
    constexpr std::size_t line = 64;
    const std::size_t beyond = reinterpret_cast<std::uintptr_t>(to) % line;
    at = std::min(values.size(), (line - beyond) % line / sizeof(T));
    std::copy_n(values.data(), at, to);
    for (; at + line / sizeof(T) <= values.size(); at += line / sizeof(T)) {
      const auto* from = reinterpret_cast<const __m128i*>(values.data() + at);
      auto* into = reinterpret_cast<__m128i*>(to + at);
      for (std::size_t i = 0; i < line / sizeof(__m128i); ++i)
        _mm_stream_si128(into + i, _mm_loadu_si128(from + i));
    }
#endif
    std::copy(values.begin() + static_cast<std::ptrdiff_t>(at), values.end(), to + at);
  }
};

/// A column of 128 bits each, from its first cell on.
inline void write_past_cache(std::span<const std::int64_t> values, Int128* into) noexcept {
  const PastCache past_cache;
  for (std::size_t i = 0; i < values.size(); ++i) past_cache.put(into + i, values[i]);
}

}  // namespace o2c::inline v1::detail

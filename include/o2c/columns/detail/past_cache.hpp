#pragma once

// Writing what is not read again soon.

#include <cstddef>
#include <cstdint>
#include <span>

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
};

/// A column of 128 bits each, from its first cell on.
inline void write_past_cache(std::span<const std::int64_t> values, Int128* into) noexcept {
  const PastCache past_cache;
  for (std::size_t i = 0; i < values.size(); ++i) past_cache.put(into + i, values[i]);
}

}  // namespace o2c::inline v1::detail

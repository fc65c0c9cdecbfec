#pragma once

// Writing a column that is larger than the cache. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// Writes amounts as 128 bits each, past the cache: it would first have to read what they replace.
inline void write_wide(std::span<const std::int64_t> amounts, Int128* into) noexcept {
#if defined(__SSE2__)
  auto* const to = reinterpret_cast<__m128i*>(into);
  for (std::size_t i = 0; i < amounts.size(); ++i)
    _mm_stream_si128(to + i, _mm_set_epi64x(amounts[i] >> 63, amounts[i]));
  _mm_sfence();
#else
  for (std::size_t i = 0; i < amounts.size(); ++i) into[i] = amounts[i];
#endif
}

}  // namespace o2c::inline v1

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "o2c/number/int128.hpp"

namespace o2c::inline v1::detail {

/// Folds a 128-bit product: every bit of both words reaches every bit of the result.
constexpr std::uint64_t fold_product(std::uint64_t a, std::uint64_t b) noexcept {
  const UInt128 product = static_cast<UInt128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

inline constexpr std::uint64_t hash_seed_a = 0x9E37'79B9'7F4A'7C15U;  // 2^64 / golden ratio
inline constexpr std::uint64_t hash_seed_b = 0xD1B5'4A32'D192'ED03U;

constexpr std::uint64_t hash_integer(std::uint64_t value) noexcept {
  return fold_product(value ^ hash_seed_a, hash_seed_b);
}

template <class Word>
Word load(const char* bytes) noexcept {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// The last bytes of a text, at most 8, as one word. Reads of a fixed width that overlap are much
/// faster than a copy of a length that only the run knows.
inline std::uint64_t last_word(std::string_view text) noexcept {
  const char* bytes = text.data();
  const std::size_t size = text.size();
  if (size >= 8) return load<std::uint64_t>(bytes + size - 8);
  if (size >= 4)
    return (std::uint64_t{load<std::uint32_t>(bytes)} << 32U) |
           load<std::uint32_t>(bytes + size - 4);
  std::uint64_t word = 0;
  for (const char byte : text) word = word << 8U | static_cast<unsigned char>(byte);
  return word;
}

/// For tables in memory only: the value may differ between machines and versions.
inline std::uint64_t hash_text(std::string_view text) noexcept {
  std::uint64_t hash = hash_seed_a ^ text.size();
  for (std::size_t at = 0; at + 8 < text.size(); at += 8)
    hash = fold_product(hash ^ load<std::uint64_t>(text.data() + at), hash_seed_b);
  return fold_product(hash ^ last_word(text), hash_seed_b);
}

/// Whether two texts of the same size are equal; the same reads as hash_text.
inline bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
  for (std::size_t at = 0; at + 8 < size; at += 8)
    if (load<std::uint64_t>(a + at) != load<std::uint64_t>(b + at)) return false;
  return last_word({a, size}) == last_word({b, size});
}

}  // namespace o2c::inline v1::detail

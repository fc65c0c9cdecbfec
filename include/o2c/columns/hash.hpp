#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "o2c/number/int128.hpp"

namespace o2c::inline v1::detail {

/// Folds a 128-bit product, in which the bits of both words mix.
constexpr std::uint64_t fold_product(std::uint64_t a, std::uint64_t b) noexcept {
  const UInt128 product = static_cast<UInt128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

// The others are odd numbers with their bits at random.
inline constexpr std::uint64_t hash_seed_a = 0x9E37'79B9'7F4A'7C15U;  // 2^64 / golden ratio
inline constexpr std::uint64_t hash_seed_b = 0xD1B5'4A32'D192'ED03U;
inline constexpr std::uint64_t hash_seed_c = 0x8CB9'2BA7'2F3D'8DD7U;
inline constexpr std::uint64_t hash_seed_d = 0xABC9'8388'FB8F'AC03U;

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

/// For tables in memory only: the value may differ between machines and versions. Texts of similar
/// lengths take the same path, whose multiplications do not wait for one another.
inline std::uint64_t hash_text(std::string_view text) noexcept {
  const auto word = [&](std::size_t at) { return load<std::uint64_t>(text.data() + at); };
  const std::size_t size = text.size();
  std::uint64_t hash = hash_seed_a ^ size;
  if (size <= 8) return fold_product(hash ^ last_word(text), hash_seed_b);
  if (size <= 16) return fold_product(hash ^ word(0), hash_seed_b ^ word(size - 8));
  for (std::size_t at = 16; at + 16 < size; at += 16)
    hash = fold_product(hash ^ word(at), hash_seed_b ^ word(at + 8));
  return fold_product(hash ^ word(0), hash_seed_b ^ word(8)) ^
         fold_product(hash_seed_c ^ word(size - 16), hash_seed_d ^ word(size - 8));
}

/// Whether two texts of the same size are equal. Those of 16 to 64 bytes, as most names are, take
/// one path: a branch by their length would be mispredicted every other time.
inline bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
  using Words [[gnu::vector_size(16)]] = std::uint64_t;
  if (size >= 16 && size <= 64) {
    const std::size_t last = size - 16;
    const auto differ = [&](std::size_t at) {
      const std::size_t from = at < last ? at : last;
      return load<Words>(a + from) ^ load<Words>(b + from);
    };
    const Words any = (differ(0) | differ(16)) | (differ(32) | differ(48));
    return (any[0] | any[1]) == 0;
  }
  if (size > 64) return std::memcmp(a, b, size) == 0;
  if (size <= 8) return last_word({a, size}) == last_word({b, size});
  return ((load<std::uint64_t>(a) ^ load<std::uint64_t>(b)) |
          (load<std::uint64_t>(a + size - 8) ^ load<std::uint64_t>(b + size - 8))) == 0;
}

}  // namespace o2c::inline v1::detail

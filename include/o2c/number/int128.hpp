#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

namespace o2c::inline v1 {

/// The 128-bit integers of GCC and Clang (two's complement, as in Arrow's decimal128).
__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

namespace detail {

inline constexpr Int128 int128_max = static_cast<Int128>(~UInt128{0} >> 1);
inline constexpr Int128 int128_min = -int128_max - 1;

template <class T>
concept CharacterOrBool =
    std::same_as<T, bool> || std::same_as<T, char> || std::same_as<T, wchar_t> ||
    std::same_as<T, char8_t> || std::same_as<T, char16_t> || std::same_as<T, char32_t>;

/// A type whose values are whole numbers. (Strict ISO mode does not count __int128 as integral.)
template <class T>
concept Integer = std::same_as<T, Int128> || std::same_as<T, UInt128> ||
                  (std::integral<T> && !CharacterOrBool<T>);

/// |x|, also for the lowest value.
constexpr UInt128 magnitude(Int128 x) noexcept {
  return x < 0 ? UInt128{0} - static_cast<UInt128>(x) : static_cast<UInt128>(x);
}

/// x *= factor, unless the product leaves 128 bits: then false, and x is unchanged.
[[nodiscard]] constexpr bool multiply_fits(Int128& x, Int128 factor) noexcept {
  Int128 product = 0;
  if (__builtin_mul_overflow(x, factor, &product)) return false;
  x = product;
  return true;
}

/// x += addend, unless the sum leaves 128 bits: then false, and x is unchanged.
[[nodiscard]] constexpr bool add_fits(Int128& x, Int128 addend) noexcept {
  Int128 sum = 0;
  if (__builtin_add_overflow(x, addend, &sum)) return false;
  x = sum;
  return true;
}

inline constexpr int power_of_ten_max = 38;

inline constexpr auto powers_of_ten = [] {
  std::array<Int128, power_of_ten_max + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

/// 10^exponent; exponent in [0, 38].
constexpr Int128 power_of_ten(int exponent) noexcept {
  return powers_of_ten[static_cast<std::size_t>(exponent)];
}

/// x *= 10^exponent for any exponent >= 0, unless the product leaves 128 bits.
[[nodiscard]] constexpr bool scale_up_fits(Int128& x, int exponent) noexcept {
  if (x == 0) return true;
  return exponent <= power_of_ten_max && multiply_fits(x, power_of_ten(exponent));
}

constexpr int trailing_zero_bits(UInt128 x) noexcept {  // x > 0
  const auto low = static_cast<std::uint64_t>(x);
  return low != 0 ? __builtin_ctzll(low)
                  : 64 + __builtin_ctzll(static_cast<std::uint64_t>(x >> 64));
}

/// Greatest common divisor of two odd numbers, by subtraction: wide remainders are library calls.
template <class Unsigned>
constexpr Unsigned gcd_of_odd(Unsigned a, Unsigned b) noexcept {
  while (a != b) {
    if constexpr (sizeof(Unsigned) > sizeof(std::uint64_t))
      if (((a | b) >> 64) == 0)
        return gcd_of_odd(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
    const Unsigned smaller = a < b ? a : b;
    b = a < b ? b - a : a - b;
    b >>= trailing_zero_bits(b);
    a = smaller;
  }
  return a;
}

/// Greatest common divisor; gcd(0, x) = x.
constexpr UInt128 gcd(UInt128 a, UInt128 b) noexcept {
  if (a == 0) return b;
  if (b == 0) return a;
  const int shift = trailing_zero_bits(a | b);
  return gcd_of_odd(a >> trailing_zero_bits(a), b >> trailing_zero_bits(b)) << shift;
}

/// Mixes both halves well enough for hash tables whose size is a power of two.
constexpr std::size_t hash_value(Int128 x) noexcept {
  const auto bits = static_cast<UInt128>(x);
  std::uint64_t h = static_cast<std::uint64_t>(bits) * 0x9E3779B97F4A7C15U;
  h ^= static_cast<std::uint64_t>(bits >> 64) + (h >> 32);
  h *= 0xD6E8FEB86659FD93U;
  return h ^ (h >> 32);
}

/// Decimal digits, with a leading '-' below zero.
std::string int128_text(Int128 x);

}  // namespace detail
}  // namespace o2c::inline v1

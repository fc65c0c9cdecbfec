#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

namespace detail {
[[noreturn]] void throw_currency_code(std::string_view code);
[[noreturn]] void throw_currency_digits(std::string_view code, int digits);
}  // namespace detail

/// A unit of money: its code and the number of decimal digits of its amounts (JPY 0, USD 2, BHD 3).
/// It holds both itself, so a currency of your own (a loyalty point, a token) needs no registry.
class alignas(8) Currency {
 public:
  static constexpr std::size_t code_length_max = 7;
  static constexpr int digits_max = 6;

  /// `code`: 1 to 7 characters A-Z and 0-9, the first a letter; `digits` in [0, 6].
  /// Throws InvalidArgument.
  constexpr Currency(std::string_view code, int digits);

  /// Lives as long as this object.
  constexpr std::string_view code() const noexcept {
    std::size_t length = code_length_max;
    while (bytes_[length - 1] == '\0') --length;
    return {bytes_.data(), length};
  }
  /// Decimal digits of the minor unit: 2 for USD, whose minor unit is the cent.
  constexpr int digits() const noexcept { return bytes_[code_length_max]; }

  friend constexpr bool operator==(const Currency& a, const Currency& b) noexcept {
    return a.key() == b.key();
  }
  /// Alphabetical by code, then by digits.
  friend constexpr std::strong_ordering operator<=>(const Currency& a, const Currency& b) noexcept {
    return a.key() <=> b.key();
  }

 private:
  friend struct std::hash<Currency>;

  /// All eight bytes as one number that orders like the text.
  constexpr std::uint64_t key() const noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(bytes_);
    return std::endian::native == std::endian::little ? __builtin_bswap64(bits) : bits;
  }

  std::array<char, code_length_max + 1> bytes_{};  // The code, padded with zeros; then the digits.
};

constexpr Currency::Currency(std::string_view code, int digits) {
  if (code.empty() || code.size() > code_length_max) detail::throw_currency_code(code);
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool letter = 'A' <= code[i] && code[i] <= 'Z';
    const bool digit = '0' <= code[i] && code[i] <= '9';
    if (!letter && !(digit && i > 0)) detail::throw_currency_code(code);
    bytes_[i] = code[i];
  }
  if (digits < 0 || digits > digits_max) detail::throw_currency_digits(code, digits);
  bytes_[code_length_max] = static_cast<char>(digits);
}

/// The code: "USD".
std::string to_string(const Currency& currency);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Currency& currency) {
  return out << currency.code();
}

/// What ISO 4217 says about a currency.
struct CurrencyInfo {
  /// Where ISO gives no minor unit ("N.A.": gold, XDR, XXX, ...), the digits are 0.
  Currency currency;
  std::int16_t number;           ///< The three-digit code: 840 for USD, 8 (written 008) for ALL.
  std::string_view name;         ///< ISO's English name, UTF-8.
  std::string_view replaced_by;  ///< The successor's code if withdrawn (HRK: "EUR"), else empty.
};

/// All active codes of ISO 4217 (currencies, funds, metals), ordered by code.
std::span<const CurrencyInfo> iso_4217() noexcept;

/// Codes withdrawn from ISO 4217 that data of past years still carries (DEM, HRK, BGN, ANG, ...),
/// ordered by code. They are not part of iso_4217(), so nothing new is written in them by mistake.
std::span<const CurrencyInfo> iso_4217_withdrawn() noexcept;

/// The active currency with that code. Throws UnknownCurrency, which offers near codes and says
/// what replaced a withdrawn one.
Currency iso_currency(std::string_view code);

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::Currency> {
  constexpr std::size_t operator()(const o2c::Currency& currency) const noexcept {
    const std::uint64_t h = currency.key() * 0x9E3779B97F4A7C15U;
    return h ^ (h >> 32);
  }
};

#include "o2c/money/currencies.hpp"

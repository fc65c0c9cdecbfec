#pragma once

// What the documents of the ledger's benchmarks are made of.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/columns/hash.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/receivable/document.hpp"

namespace o2c::bench {

inline constexpr Date first_day(2023, 1, 1);
inline constexpr std::int32_t days = 3 * 365;

constexpr std::uint64_t mixed(std::uint64_t value) { return detail::hash_integer(value); }

inline Money cents(std::int64_t minor) { return Money::from_minor(minor, currencies::CNY); }

// "INV-00000001"
inline std::string numbered(std::string_view prefix, std::uint64_t number, std::size_t digits) {
  std::string text(prefix);
  text.append(digits, '0');
  for (std::size_t at = text.size(); number > 0; number /= 10)
    text[--at] = static_cast<char>('0' + number % 10);
  return text;
}

}  // namespace o2c::bench

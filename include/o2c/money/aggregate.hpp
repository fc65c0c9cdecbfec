#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>

#include "o2c/money/money.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

template <class Range>
concept MoneyRange = requires(Range& range) {
  { *std::begin(range) } -> std::convertible_to<Money>;
  std::end(range);
};

namespace detail {

[[noreturn]] void throw_no_amounts(const char* function);

/// A sum of any number of amounts that cannot overflow on the way, whatever their order.
struct MoneyTotal {
  Int128 minor = 0;
  std::int64_t count = 0;

  constexpr void add(Money amount, Currency currency) {
    if (amount.currency() != currency)
      throw_currency_mismatch("add", Money::zero(currency), amount);
    minor += amount.minor();
    ++count;
  }
};

}  // namespace detail

/// The sum in a stated currency, so that an empty range has one: zero. Only the result must fit:
/// the order never matters. Throws CurrencyMismatch, Overflow.
template <MoneyRange Range = std::initializer_list<Money>>
constexpr Money sum(Range&& amounts, Currency currency) {
  detail::MoneyTotal total;
  for (const Money amount : amounts) total.add(amount, currency);
  if (total.minor < std::numeric_limits<std::int64_t>::min() ||
      total.minor > std::numeric_limits<std::int64_t>::max())
    detail::throw_money_overflow(total.minor, currency);
  return Money::from_minor(static_cast<std::int64_t>(total.minor), currency);
}

/// The smallest amount, the first of equals. Throws InvalidArgument (none), CurrencyMismatch.
template <MoneyRange Range = std::initializer_list<Money>>
constexpr Money min(Range&& amounts) {
  auto it = std::begin(amounts);
  if (it == std::end(amounts)) detail::throw_no_amounts("min");
  Money smallest = *it;
  for (++it; it != std::end(amounts); ++it)
    if (const Money amount = *it; amount < smallest) smallest = amount;
  return smallest;
}

/// The largest amount, the first of equals. Throws InvalidArgument (none), CurrencyMismatch.
template <MoneyRange Range = std::initializer_list<Money>>
constexpr Money max(Range&& amounts) {
  auto it = std::begin(amounts);
  if (it == std::end(amounts)) detail::throw_no_amounts("max");
  Money largest = *it;
  for (++it; it != std::end(amounts); ++it)
    if (const Money amount = *it; amount > largest) largest = amount;
  return largest;
}

/// The mean, rounded to the currency's digits.
/// Throws InvalidArgument (none), CurrencyMismatch, InexactResult (mode `exact`).
template <MoneyRange Range = std::initializer_list<Money>>
constexpr Money average(Range&& amounts, Rounding mode) {
  auto it = std::begin(amounts);
  if (it == std::end(amounts)) detail::throw_no_amounts("average");
  const Currency currency = Money(*it).currency();
  detail::MoneyTotal total;
  for (; it != std::end(amounts); ++it) total.add(*it, currency);
  // A mean of 64-bit numbers fits 64 bits.
  return Money::from_minor(static_cast<std::int64_t>(divide(total.minor, total.count, mode)),
                           currency);
}

}  // namespace o2c::inline v1

#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// Amounts of several currencies side by side, one for each, never converted. Zeros are not kept,
/// so a bag is empty when every currency nets to zero, and equal bags are equal amounts.
class MoneyBag {
 public:
  using value_type = Money;
  using const_iterator = std::vector<Money>::const_iterator;

  MoneyBag() = default;  ///< Empty.
  // An amount is a bag of one.
  MoneyBag(const Money& amount) { *this += amount; }  // NOLINT(*explicit*)
  /// Throws like +=.
  MoneyBag(std::initializer_list<Money> amounts);

  /// Throws Overflow, and CurrencyMismatch where a currency of that code but other digits is held;
  /// the bag is then unchanged.
  MoneyBag& operator+=(const Money& amount);
  MoneyBag& operator-=(const Money& amount) { return *this += -amount; }
  MoneyBag& operator+=(const MoneyBag& other);
  MoneyBag& operator-=(const MoneyBag& other);

  friend MoneyBag operator+(MoneyBag a, const MoneyBag& b) { return a += b; }
  friend MoneyBag operator-(MoneyBag a, const MoneyBag& b) { return a -= b; }
  friend MoneyBag operator-(const MoneyBag& a) { return MoneyBag() - a; }

  /// Zero if the bag has nothing in that currency.
  Money at(Currency currency) const;
  /// Whether no currency has an amount other than zero.
  bool empty() const noexcept { return amounts_.empty(); }
  std::size_t size() const noexcept { return amounts_.size(); }
  const_iterator begin() const noexcept { return amounts_.begin(); }
  const_iterator end() const noexcept { return amounts_.end(); }
  /// Ordered by currency code; none is zero.
  std::span<const Money> amounts() const noexcept { return amounts_; }

  friend bool operator==(const MoneyBag&, const MoneyBag&) = default;

 private:
  std::vector<Money> amounts_;
};

/// "12.00 EUR + 3.50 USD", "12.00 EUR - 3.50 USD"; the empty bag is "0".
std::string to_string(const MoneyBag& bag);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const MoneyBag& bag) {
  return out << to_string(bag);
}

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::MoneyBag> {
  std::size_t operator()(const o2c::MoneyBag& bag) const noexcept {
    std::size_t h = 0;
    for (const o2c::Money& amount : bag) h = h * 31U + std::hash<o2c::Money>{}(amount);
    return h;
  }
};

#include "o2c/money/money_bag.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace o2c::inline v1 {

MoneyBag::MoneyBag(std::initializer_list<Money> amounts) {
  for (const Money& amount : amounts) *this += amount;
}

MoneyBag& MoneyBag::operator+=(const Money& amount) {
  const Currency first_of_code(amount.currency().code(), 0);
  const auto it = std::ranges::lower_bound(amounts_, first_of_code, {}, &Money::currency);
  const bool held = it != amounts_.end() && it->currency().code() == amount.currency().code();
  if (!held) {
    if (!is_zero(amount)) amounts_.insert(it, amount);
    return *this;
  }
  const Money sum = *it + amount;
  if (is_zero(sum))
    amounts_.erase(it);
  else
    *it = sum;
  return *this;
}

MoneyBag& MoneyBag::operator+=(const MoneyBag& other) {
  MoneyBag sum = *this;
  for (const Money& amount : other) sum += amount;
  amounts_.swap(sum.amounts_);
  return *this;
}

MoneyBag& MoneyBag::operator-=(const MoneyBag& other) {
  MoneyBag difference = *this;
  for (const Money& amount : other) difference -= amount;
  amounts_.swap(difference.amounts_);
  return *this;
}

Money MoneyBag::at(Currency currency) const {
  for (const Money& amount : amounts_)
    if (amount.currency() == currency) return amount;
  return Money::zero(currency);
}

std::string to_string(const MoneyBag& bag) {
  if (bag.empty()) return "0";
  std::string text;
  for (const Money& amount : bag) {
    std::string next = to_string(amount);
    if (!text.empty()) {
      const bool negative = next.front() == '-';
      text += negative ? " - " : " + ";
      if (negative) next.erase(0, 1);
    }
    text += next;
  }
  return text;
}

}  // namespace o2c

#include "o2c/money/currency_table.hpp"

#include <algorithm>
#include <string>

#include "near_codes.hpp"

namespace o2c::inline v1 {

CurrencyTable::CurrencyTable(std::initializer_list<Currency> currencies) {
  for (const Currency& currency : currencies) add(currency);
}

const CurrencyTable& CurrencyTable::iso_4217() {
  static const CurrencyTable table = [] {
    CurrencyTable active;
    for (const CurrencyInfo& info : o2c::iso_4217()) active.add(info.currency);
    return active;
  }();
  return table;
}

const CurrencyTable& CurrencyTable::iso_4217_with_withdrawn() {
  static const CurrencyTable table = [] {
    CurrencyTable all = iso_4217();
    for (const CurrencyInfo& info : o2c::iso_4217_withdrawn()) all.add(info.currency);
    return all;
  }();
  return table;
}

CurrencyTable& CurrencyTable::add(Currency currency) {
  const auto it = std::ranges::lower_bound(currencies_, currency.code(), {}, &Currency::code);
  if (it == currencies_.end() || it->code() != currency.code()) {
    currencies_.insert(it, currency);
  } else if (*it != currency) {
    throw_invalid("currency " + to_string(currency) + " with " + std::to_string(currency.digits()) +
                  " digits is in the table already, with " + std::to_string(it->digits()));
  }
  return *this;
}

std::optional<Currency> CurrencyTable::find(std::string_view code) const {
  const auto it = std::ranges::lower_bound(currencies_, code, {}, &Currency::code);
  if (it == currencies_.end() || it->code() != code) return std::nullopt;
  return *it;
}

Currency CurrencyTable::at(std::string_view code) const {
  if (const auto currency = find(code)) return *currency;
  detail::throw_unknown_currency(code, currencies());
}

Currency iso_currency(std::string_view code) { return CurrencyTable::iso_4217().at(code); }

}  // namespace o2c

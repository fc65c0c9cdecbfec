#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/money/currency.hpp"

namespace o2c::inline v1 {

/// The currencies that a reader of text or tables accepts, by code. A value: copy it and add to it.
class CurrencyTable {
 public:
  CurrencyTable() = default;  ///< Empty.
  CurrencyTable(std::initializer_list<Currency> currencies);

  /// The active codes of ISO 4217.
  static const CurrencyTable& iso_4217();
  /// The same, with the withdrawn codes of iso_4217_withdrawn(): for data of past years.
  static const CurrencyTable& iso_4217_with_withdrawn();

  /// Adding the same currency again changes nothing. Throws InvalidArgument when the code is held
  /// with other digits.
  CurrencyTable& add(Currency currency);

  std::optional<Currency> find(std::string_view code) const;
  /// Throws UnknownCurrency, which offers near codes.
  Currency at(std::string_view code) const;

  /// Ordered by code.
  std::span<const Currency> currencies() const noexcept { return currencies_; }

  friend bool operator==(const CurrencyTable&, const CurrencyTable&) = default;

 private:
  std::vector<Currency> currencies_;  // Sorted by code, each code once.
};

}  // namespace o2c::inline v1

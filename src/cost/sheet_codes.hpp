#pragma once

// Units and currencies in the text of a cost sheet. Private to src/cost.

#include <string_view>
#include <vector>

#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/money/quantity.hpp"
#include "o2c/money/unit_price.hpp"

namespace o2c::inline v1 {

/// The parts of a fraction in a file are numbers below it.
inline constexpr UInt128 fraction_parts_end =
    static_cast<UInt128>(detail::power_of_ten(Decimal::max_digits));

/// What codes in a file stand for: what the file itself says under `units` and `currencies`, else
/// what is known. What its functions read they take as TomlReader's converters do.
class SheetCodes {
 public:
  SheetCodes(TomlReader& top, const CurrencyTable& currencies, LineFaults& faults);

  [[nodiscard]] Currency currency(const TomlValue& value) const;
  [[nodiscard]] Unit unit(const TomlValue& value) const;
  /// "50 PCE"
  [[nodiscard]] Quantity quantity(const TomlValue& value) const;
  /// The same, or a number alone, of this unit.
  [[nodiscard]] Quantity quantity(const TomlValue& value, const Unit& of) const;
  /// "11.30 CNY/MTK"
  [[nodiscard]] UnitPrice price(const TomlValue& value) const;

 private:
  void read_units(TomlReader& top, LineFaults& faults);
  void read_currencies(TomlReader& top);
  /// Null: it is none of the file's own.
  [[nodiscard]] const Unit* own_unit(std::string_view code) const;
  [[nodiscard]] Quantity quantity_in(std::string_view text) const;

  std::vector<Unit> units_;
  CurrencyTable currencies_;
};

}  // namespace o2c::inline v1

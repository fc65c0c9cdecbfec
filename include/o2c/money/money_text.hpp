#pragma once

#include <string>
#include <string_view>

#include "o2c/money/currency_table.hpp"
#include "o2c/money/money.hpp"

namespace o2c::inline v1 {

/// How the digits of an amount are written. Always stated, never guessed: "1.234" is one thousand
/// in Berlin and a little more than one in London.
struct NumberFormat {
  char decimal_point;
  char group;  ///< Between groups of three digits; '\0': no grouping.

  friend bool operator==(const NumberFormat&, const NumberFormat&) = default;
};

namespace number_formats {
inline constexpr NumberFormat plain{.decimal_point = '.', .group = ','};        ///< 1,234.56
inline constexpr NumberFormat continental{.decimal_point = ',', .group = '.'};  ///< 1.234,56
inline constexpr NumberFormat spaced{.decimal_point = ',', .group = ' '};       ///< 1 234,56
inline constexpr NumberFormat swiss{.decimal_point = '.', .group = '\''};       ///< 1'234.56
inline constexpr NumberFormat ungrouped{.decimal_point = '.', .group = '\0'};   ///< 1234.56
}  // namespace number_formats

/// Reads "1,234.56 USD", "USD 1234.5", "-USD1,234", "€5": a number with the currency's code, or a
/// sign that only one currency has, before or after it.
///
/// Groups may be left out, but where they stand they must have three digits. More decimals than the
/// currency has are refused, even zeros: "1.230 USD" is likelier a thousand in another convention.
/// Throws ParseError (also for ¥, $ and other signs shared by several currencies, which it names),
/// UnknownCurrency, Overflow, InvalidArgument (a format that cannot be told apart).
Money parse_money(std::string_view text, const NumberFormat& format = number_formats::plain,
                  const CurrencyTable& currencies = CurrencyTable::iso_4217());

/// The same where the currency is known: reads "1,234.56", "¥1,234", "1,234 JPY" as that currency,
/// and refuses a code or sign of another.
Money parse_money(std::string_view text, Currency currency,
                  const NumberFormat& format = number_formats::plain);

/// "1,234.50 USD"; parse_money with the same format reads it back.
std::string format_money(Money amount, const NumberFormat& format = number_formats::plain);

/// "1,234.50": for a column whose heading names the currency.
std::string format_amount(Money amount, const NumberFormat& format = number_formats::plain);

}  // namespace o2c::inline v1

#include "currency_symbols.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace o2c::inline v1::detail {
namespace {

constexpr std::size_t code_length = 3;

struct Symbol {
  std::string_view text;
  std::string_view codes;  // Of three letters each, one space between them.
};

constexpr std::string_view dollars =
    "USD CAD AUD HKD SGD NZD TWD MXN ARS BBD BMD BND BSD BZD CLP COP CUP DOP FJD GYD JMD KYD LRD "
    "MOP NAD SBD SRD TTD UYU XCD";
constexpr std::string_view pounds = "GBP EGP FKP GIP LBP SDG SHP SSP SYP";

constexpr Symbol symbols[] = {
    {"$", dollars},
    {"＄", dollars},
    {"US$", "USD"},
    {"美元", "USD"},
    {"A$", "AUD"},
    {"AU$", "AUD"},
    {"C$", "CAD"},
    {"CA$", "CAD"},
    {"HK$", "HKD"},
    {"NT$", "TWD"},
    {"NZ$", "NZD"},
    {"S$", "SGD"},
    {"R$", "BRL"},
    {"¥", "CNY JPY"},
    {"￥", "CNY JPY"},
    {"CN¥", "CNY"},
    {"JP¥", "JPY"},
    {"RMB", "CNY"},
    {"人民币", "CNY"},
    {"元", "CNY HKD TWD"},
    {"€", "EUR"},
    {"欧元", "EUR"},
    {"£", pounds},
    {"₩", "KRW KPW"},
    {"₹", "INR"},
    {"Rs", "INR PKR LKR NPR MUR"},
    {"kr", "SEK NOK DKK ISK"},
    {"₽", "RUB"},
    {"₴", "UAH"},
    {"₺", "TRY"},
    {"₪", "ILS"},
    {"฿", "THB"},
    {"₫", "VND"},
    {"₱", "PHP CUP"},
    {"₦", "NGN"},
    {"₡", "CRC"},
    {"₲", "PYG"},
    {"₸", "KZT"},
    {"₮", "MNT"},
    {"₾", "GEL"},
    {"₼", "AZN"},
    {"zł", "PLN"},
    {"Kč", "CZK"},
};

}  // namespace

std::vector<std::string_view> currencies_of_symbol(std::string_view symbol) {
  std::vector<std::string_view> codes;
  const auto* it = std::ranges::find(symbols, symbol, &Symbol::text);
  if (it == std::end(symbols)) return codes;
  for (std::size_t i = 0; i < it->codes.size(); i += code_length + 1)
    codes.push_back(it->codes.substr(i, code_length));
  return codes;
}

std::string_view leading_symbol(std::string_view text) noexcept {
  std::string_view longest;
  for (const Symbol& symbol : symbols)
    if (text.starts_with(symbol.text) && symbol.text.size() > longest.size()) longest = symbol.text;
  return longest;
}

}  // namespace o2c::inline v1::detail

#include "near_codes.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "currency_symbols.hpp"

namespace o2c::inline v1::detail {
namespace {

constexpr std::size_t near_codes_max = 4;

constexpr char upper(char c) noexcept {
  return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string uppercase(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), upper);
  return result;
}

// Whether b is a with one letter added.
bool one_added(std::string_view a, std::string_view b) {
  if (b.size() != a.size() + 1) return false;
  const auto [in_a, in_b] = std::ranges::mismatch(a, b);
  return std::equal(in_a, a.end(), in_b + 1, b.end());
}

std::string_view iso_name(std::string_view code) {
  const auto it = std::ranges::lower_bound(
      iso_4217(), code, {}, [](const CurrencyInfo& info) { return info.currency.code(); });
  return it != iso_4217().end() && it->currency.code() == code ? it->name : std::string_view();
}

// How unlikely it is that `text` was meant to be `code`; what is `unlikely` is not offered.
constexpr int unlikely = 5;

int distance(std::string_view text, std::string_view code) {
  if (text == code) return 0;
  if (text.size() == code.size()) {
    const auto [in_text, in_code] = std::ranges::mismatch(text, code);
    const auto i = static_cast<std::size_t>(in_code - code.begin());
    const bool swapped = i + 1 < code.size() && text[i] == code[i + 1] && text[i + 1] == code[i] &&
                         text.substr(i + 2) == code.substr(i + 2);
    if (swapped) return 1;
    if (text.substr(i + 1) == code.substr(i + 1)) return 3;
  }
  if (text.size() >= 3 && uppercase(iso_name(code)).starts_with(text)) return 2;
  if (text.size() >= 2 && (one_added(text, code) || one_added(code, text))) return 4;
  return unlikely;
}

}  // namespace

std::vector<std::string_view> near_codes(std::string_view text, std::span<const Currency> known) {
  std::vector<std::string_view> codes = currencies_of_symbol(text);
  std::erase_if(codes, [&](std::string_view code) {
    return std::ranges::find(known, code, &Currency::code) == known.end();
  });
  if (codes.empty()) {
    const std::string wanted = uppercase(text);
    std::vector<std::pair<int, std::string_view>> near;
    for (const Currency& currency : known) {
      const int d = distance(wanted, currency.code());
      if (d < unlikely) near.emplace_back(d, currency.code());
    }
    std::ranges::sort(near);
    for (const auto& [d, code] : near) codes.push_back(code);
    if (!near.empty() && near.front().first == 0) codes.resize(1);  // Only the case was wrong.
  }
  if (codes.size() > near_codes_max) codes.resize(near_codes_max);
  return codes;
}

void throw_unknown_currency(std::string_view code, std::span<const Currency> known) {
  std::string message = "unknown currency " + in_quotes(code);
  const auto old = std::ranges::find(iso_4217_withdrawn(), code,
                                     [](const CurrencyInfo& info) { return info.currency.code(); });
  if (old != iso_4217_withdrawn().end()) {
    message += ": ";
    message += old->name;
    message += " is withdrawn from ISO 4217, replaced by ";
    message += old->replaced_by;
    message +=
        "; to read data of past years, register it (in C++: "
        "CurrencyTable::iso_4217_with_withdrawn())";
  } else if (const auto near = near_codes(code, known); !near.empty()) {
    message += ": did you mean ";
    for (std::size_t i = 0; i < near.size(); ++i) {
      if (i > 0) message += i + 1 < near.size() ? ", " : " or ";
      message += near[i];
    }
    message += '?';
  }
  Fault fault{.field = "currency", .value = std::string(code)};
  fault.expected = "a currency code of ISO 4217, such as USD or EUR";
  throw UnknownCurrency(message, {fault});
}

}  // namespace o2c::inline v1::detail

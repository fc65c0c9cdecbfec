#include "o2c/money/money_text.hpp"

#include <string>

#include "amount_text.hpp"

namespace o2c::inline v1 {

std::string format_money(Money amount, const NumberFormat& format) {
  std::string text = format_amount(amount, format);
  text += ' ';
  text += amount.currency().code();
  return text;
}

std::string format_amount(Money amount, const NumberFormat& format) {
  detail::check(format);
  std::string text;
  detail::append_amount(text, amount, format);
  return text;
}

namespace detail {

void append_amount(std::string& text, Money amount, const NumberFormat& format) {
  const auto minor = static_cast<std::uint64_t>(magnitude(amount.minor()));
  const auto decimals = static_cast<std::size_t>(amount.currency().digits());
  std::string digits = std::to_string(minor);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  const std::size_t whole = digits.size() - decimals;  // At least one digit.
  if (amount.minor() < 0) text += '-';
  for (std::size_t i = 0; i < whole; ++i) {
    if (format.group != '\0' && i > 0 && (whole - i) % 3 == 0) text += format.group;
    text += digits[i];
  }
  if (decimals == 0) return;
  text += format.decimal_point;
  text.append(digits, whole);
}

void check(const NumberFormat& format) {
  constexpr std::string_view points = ".,'_";
  constexpr std::string_view groups = std::string_view(".,'_ \0", 6);
  if (points.find(format.decimal_point) == std::string_view::npos ||
      groups.find(format.group) == std::string_view::npos || format.decimal_point == format.group)
    throw_invalid("number format with decimal point " +
                  in_quotes(std::string_view(&format.decimal_point, 1)) + " and group " +
                  in_quotes(std::string_view(&format.group, 1)) +
                  ": expected two different characters of . , ' _ (a group may also be a space, or "
                  "NUL for none)");
}

}  // namespace detail
}  // namespace o2c

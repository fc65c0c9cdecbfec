#include "o2c/commission/line_print.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <type_traits>

#include "o2c/number/error.hpp"

#include "print_text.hpp"

namespace o2c::inline v1 {
namespace {

constexpr auto columns =
    std::apply([](const auto&... field) { return std::array{std::string_view(field.name)...}; },
               SalesLine::fields());

constexpr std::string_view hex = "0123456789abcdef";
constexpr std::size_t hex_digits = 32;

template <class T>
std::string text_of(const std::optional<T>& value) {
  return value ? print_text(*value) : std::string();
}
template <class T>
std::string text_of(const T& value) {
  return print_text(value);
}

}  // namespace

LinePrint LinePrint::parse(std::string_view text) {
  constexpr std::string_view expected = "a line's print of 32 digits of base 16, such as 6c62...";
  if (text.size() != hex_digits) throw_parse(text, std::min(text.size(), hex_digits), expected);
  LinePrint print;
  print.number_ = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t digit = hex.find(text[i]);
    if (digit == std::string_view::npos) throw_parse(text, i, expected);
    print.number_ = print.number_ << 4U | digit;
  }
  return print;
}

void LinePrint::add_bytes(std::string_view bytes) {
  constexpr UInt128 prime = UInt128{1} << 88U | 0x13b;  // The standard's.
  for (const char byte : bytes) {
    number_ ^= static_cast<unsigned char>(byte);
    number_ *= prime;
  }
}

void LinePrint::add(std::string_view column, std::string_view value) {
  if (value.empty()) return;
  // With its size, so that no value reads as another and the next column.
  add_bytes(column);
  add_bytes("=" + std::to_string(value.size()) + ":");
  add_bytes(value);
}

std::string to_string(const LinePrint& print) {
  std::string text(hex_digits, '0');
  UInt128 left = print.number_;
  for (std::size_t i = hex_digits; i-- > 0; left >>= 4U)
    text[i] = hex[static_cast<std::size_t>(left & 0xFU)];
  return text;
}

std::span<const std::string_view> line_print_columns() { return columns; }

LinePrint line_print(const SalesLine& line, std::span<const std::string> by) {
  for (const std::string& column : by)
    if (std::ranges::find(columns, column) == columns.end())
      throw_invalid("lines have no column " + in_quotes(column));
  LinePrint print;
  const auto add = [&](const auto& field) {
    if (std::ranges::find(by, std::string_view(field.name)) != by.end())
      print.add(field.name, text_of(line.*field.member));
  };
  std::apply([&](const auto&... field) { (add(field), ...); }, SalesLine::fields());
  return print;
}

}  // namespace o2c::inline v1

#include "o2c/explain/detail/toml_text.hpp"

#include <algorithm>
#include <limits>

#include "o2c/number/detail/utf8.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

std::string toml(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = detail::utf8_length(rest);
    if (length == 0) throw_invalid("a TOML file cannot hold " + in_quotes(text) + ": no UTF-8");
    const auto byte = static_cast<unsigned char>(rest.front());
    if (byte == '\n') {
      quoted += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += "\\u00";
      quoted += hex[byte >> 4U];
      quoted += hex[byte & 0xFU];
    } else {
      if (byte == '"' || byte == '\\') quoted += '\\';
      quoted += rest.substr(0, length);
    }
    rest.remove_prefix(length);
  }
  return quoted + '"';
}

std::string toml(const Decimal& number) {
  constexpr Decimal most = std::numeric_limits<std::int64_t>::max();
  return is_integer(number) && abs(number) <= most ? to_string(normalized(number))
                                                   : toml(to_string(number));
}

std::string toml(const Money& amount) {
  const Decimal number = amount.amount();
  return is_integer(number) ? toml(number) : toml(to_string(number));
}

std::string toml(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "[" : ", ") + toml(text);
  return list + "]";
}

std::string toml_part(const Decimal& part) {
  return part == 0 ? "0" : toml(Rate::from_fraction(part));
}

std::string toml_key(const std::string& key) {
  const auto is_plain = [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_' ||
           c == '-';
  };
  return !key.empty() && std::ranges::all_of(key, is_plain) ? key : toml(key);
}

void TomlText::tables(std::string_view key, const std::vector<std::string>& tables) {
  std::string list = "[";
  for (const std::string& table : tables)
    list += tables.size() == 1 ? "{ " + table + " }" : "\n  { " + table + " },";
  line(key, list + (tables.size() == 1 ? "]" : "\n]"));
}

}  // namespace o2c::inline v1

#pragma once

// What is written as TOML, which toml_reader.hpp reads.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

// Values as toml_reader.hpp reads them.

/// In quotes. Throws InvalidArgument for what is no UTF-8.
std::string toml(std::string_view text);
inline std::string toml(const std::string& text) { return toml(std::string_view(text)); }
/// A whole number, or text.
std::string toml(const Decimal& number);
std::string toml(const Money& amount);
std::string toml(const std::vector<std::string>& texts);
inline std::string toml(const Rate& rate) { return toml(to_string(rate)); }
inline std::string toml(Date date) { return to_string(date); }
inline std::string toml(bool flag) { return flag ? "true" : "false"; }
inline std::string toml(std::int64_t number) { return std::to_string(number); }
template <class Enum>
  requires std::is_enum_v<Enum>
std::string toml(Enum named) {
  return toml(to_string(named));
}
/// Text with its sign, such as "5%", or 0.
std::string toml_part(const Decimal& part);
/// As it stands, or in quotes.
std::string toml_key(const std::string& key);

/// A text of lines and tables.
class TomlText {
 public:
  /// [above.name]
  void table(std::string_view name) { header("[", name, "]"); }
  /// [[above.name]]
  void item(std::string_view name) { header("[[", name, "]]"); }
  /// What stands above all further tables.
  void put_above(std::string_view above) { above_ = above; }
  void line(std::string_view key, const std::string& value) {
    text_ += key;
    text_ += " = " + value + "\n";
  }
  /// Nothing, when it is what it is without being stated.
  template <class T>
  void line_unless(std::string_view key, const T& value, const T& usual) {
    if (value != usual) line(key, toml(value));
  }
  template <class T>
  void line_if(std::string_view key, const std::optional<T>& value) {
    if (value) line(key, toml(*value));
  }
  /// One table a line.
  void tables(std::string_view key, const std::vector<std::string>& tables);
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  void header(std::string_view opening, std::string_view name, std::string_view closing) {
    text_ += '\n';
    text_ += opening;
    if (!above_.empty()) text_ += above_ + '.';
    text_ += name;
    text_ += closing;
    text_ += '\n';
  }

  std::string text_;
  std::string above_;
};

}  // namespace o2c::inline v1

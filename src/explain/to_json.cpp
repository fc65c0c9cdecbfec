#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/detail/utf8.hpp"

namespace o2c::inline v1 {
namespace {

// RFC 8259 section 7. Broken UTF-8 becomes U+FFFD.
std::string json_string(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t length = detail::utf8_length(text);
    const char c = text.front();
    const auto byte = static_cast<unsigned char>(c);
    if (length == 0) {
      out += "\\ufffd";
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hex[byte >> 4U];
      out += hex[byte & 0xFU];
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out + '"';
}

// {"name": "value", ...} of texts that are JSON already, except for the names.
std::string json_object(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  std::string out = "{";
  for (const auto& [name, value] : members) {
    if (out.size() > 1) out += ", ";
    out += json_string(name) + ": " + value;
  }
  return out + '}';
}

template <class Items, class ToJson>
std::string json_array(const Items& items, ToJson to_json) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ", ";
    out += to_json(item);
  }
  return out + ']';
}

std::string money_json(const Money& money) {
  return json_object({{"type", json_string("money")},
                      {"value", json_string(to_string(money.amount()))},
                      {"currency", json_string(money.currency().code())}});
}

std::string value_json(const Value& value) {
  if (const auto* money = std::get_if<Money>(&value)) return money_json(*money);
  if (const auto* bag = std::get_if<MoneyBag>(&value)) {
    return json_object(
        {{"type", json_string("money_bag")}, {"value", json_array(*bag, money_json)}});
  }
  // In the order of Value's alternatives.
  constexpr std::array<std::string_view, std::variant_size_v<Value>> types{
      "integer", "decimal", "ratio", "rate", "money", "money_bag", "date", "text"};
  return json_object(
      {{"type", json_string(types.at(value.index()))}, {"value", json_string(value_text(value))}});
}

std::string step_json(const DerivationStep& step, Language language) {
  const auto operand_json = [language](const NamedValue& operand) {
    return json_object(
        {{"name", json_string(operand.name.in(language))}, {"value", value_json(operand.value)}});
  };
  const std::string rounding =
      step.rounding ? json_object({{"mode", json_string(to_string(step.rounding->mode))},
                                   {"unit", json_string(to_string(step.rounding->unit))}})
                    : "null";
  return json_object({{"label", json_string(step.label.in(language))},
                      {"operation", json_string(to_string(step.operation))},
                      {"operands", json_array(step.operands, operand_json)},
                      {"rounding", rounding},
                      {"result", value_json(step.result)}});
}

}  // namespace

std::string Derivation::to_json(Language language) const {
  return json_object({{"language", json_string(to_string(language))},
                      {"steps", json_array(steps_, [language](const DerivationStep& step) {
                         return step_json(step, language);
                       })}});
}

}  // namespace o2c::inline v1

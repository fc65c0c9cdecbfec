#include <algorithm>
#include <string>
#include <string_view>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/detail/utf8.hpp"

#include "wording.hpp"

namespace o2c::inline v1 {
namespace {

// Chinese, Japanese and Korean characters take two columns of a terminal.
bool is_wide(char32_t c) {
  return (0x1100 <= c && c <= 0x115F) || (0x2E80 <= c && c <= 0xA4CF) ||
         (0xAC00 <= c && c <= 0xD7A3) || (0xF900 <= c && c <= 0xFAFF) ||
         (0xFE30 <= c && c <= 0xFE4F) || (0xFF00 <= c && c <= 0xFF60) ||
         (0xFFE0 <= c && c <= 0xFFE6) || (0x20000 <= c && c <= 0x3FFFD);
}

// Well-formed UTF-8 only.
std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::size_t length = detail::utf8_length(text);
    char32_t c = static_cast<unsigned char>(text[0]);
    if (length > 1) c &= 0x7FU >> length;
    for (std::size_t i = 1; i < length; ++i) {
      c = (c << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    columns += is_wide(c) ? 2U : 1U;
    text.remove_prefix(length);
  }
  return columns;
}

std::string padding(std::size_t columns, std::string_view text) {
  const std::size_t used = columns_of(text);
  return std::string(used < columns ? columns - used : 0, ' ');
}

constexpr std::string_view operand_indent = "  ";

}  // namespace

std::string Derivation::to_text(Language language) const {
  const auto name_of = [language](const Label& label) {
    return detail::printable(label.in(language));
  };
  const auto text_of = [](const Value& value) { return detail::printable(value_text(value)); };

  std::size_t name_columns = 0;
  std::size_t value_columns = 0;
  for (const DerivationStep& step : steps_) {
    name_columns = std::max(name_columns, columns_of(name_of(step.label)));
    value_columns = std::max(value_columns, columns_of(text_of(step.result)));
    if (!detail::lists_operands(step)) continue;
    for (const NamedValue& operand : step.operands) {
      name_columns =
          std::max(name_columns, operand_indent.size() + columns_of(name_of(operand.name)));
      value_columns = std::max(value_columns, columns_of(text_of(operand.value)));
    }
  }

  const std::size_t number_columns = std::to_string(steps_.size()).size();
  std::string out;
  const auto append_columns = [&](const std::string& number, const std::string& name,
                                  const std::string& value) {
    out += padding(number_columns + 1, number) + number + ' ';
    out += name + padding(name_columns, name) + "  ";
    out += padding(value_columns, value) + value;
  };
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const DerivationStep& step = steps_[i];
    append_columns(std::to_string(i + 1) + '.', name_of(step.label), text_of(step.result));
    out += "  " + detail::formula_text(step, language) + '\n';
    if (!detail::lists_operands(step)) continue;
    for (const NamedValue& operand : step.operands) {
      append_columns("", std::string(operand_indent) + name_of(operand.name),
                     text_of(operand.value));
      out += '\n';
    }
  }
  return out;
}

}  // namespace o2c::inline v1

#include <algorithm>
#include <string>
#include <string_view>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/detail/utf8.hpp"

#include "wording.hpp"

namespace o2c::inline v1 {
namespace {

std::string padding(std::size_t columns, std::string_view text) {
  const std::size_t used = detail::terminal_columns(text);
  return std::string(used < columns ? columns - used : 0, ' ');
}

constexpr std::string_view operand_indent = "  ";

}  // namespace

std::string Derivation::to_text(Language language) const {
  const auto name_of = [language](const Label& label) {
    return detail::printable(label.in(language));
  };
  const auto text_of = [](const Value& value) {
    return detail::printable(detail::shown_value(value));
  };

  std::size_t name_columns = 0;
  std::size_t value_columns = 0;
  for (const DerivationStep& step : steps_) {
    name_columns = std::max(name_columns, detail::terminal_columns(name_of(step.label)));
    value_columns = std::max(value_columns, detail::terminal_columns(text_of(step.result)));
    if (!detail::lists_operands(step)) continue;
    for (const NamedValue& operand : step.operands) {
      name_columns = std::max(
          name_columns, operand_indent.size() + detail::terminal_columns(name_of(operand.name)));
      value_columns = std::max(value_columns, detail::terminal_columns(text_of(operand.value)));
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

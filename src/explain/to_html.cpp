#include <string>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/detail/markup.hpp"

#include "wording.hpp"

namespace o2c::inline v1 {
namespace {

void append_operands(std::string& out, const std::vector<NamedValue>& operands, Language language) {
  out += "<ol class=\"o2c-operands\">";
  for (const NamedValue& operand : operands) {
    out += "<li>" + detail::for_markup(detail::operand_text(operand, language)) + "</li>";
  }
  out += "</ol>";
}

}  // namespace

std::string Derivation::to_html(Language language) const {
  const bool chinese = language == Language::zh;
  std::string out = "<table class=\"o2c-derivation\" lang=\"" + to_string(language) + "\">\n";
  out += chinese ? "<thead><tr><th>序号</th><th>项目</th><th>结果</th><th>算法</th></tr></thead>\n"
                 : "<thead><tr><th>#</th><th>step</th><th>result</th><th>how</th></tr></thead>\n";
  out += "<tbody>\n";
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const DerivationStep& step = steps_[i];
    out += "<tr><td class=\"o2c-number\">" + std::to_string(i + 1) + "</td>";
    out += "<th scope=\"row\" class=\"o2c-step\">" + detail::for_markup(step.label.in(language)) +
           "</th>";
    out += "<td class=\"o2c-result\">" + detail::for_markup(detail::shown_value(step.result)) +
           "</td>";
    out += "<td class=\"o2c-how\">" + detail::for_markup(detail::formula_text(step, language));
    if (detail::lists_operands(step)) append_operands(out, step.operands, language);
    out += "</td></tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

}  // namespace o2c::inline v1

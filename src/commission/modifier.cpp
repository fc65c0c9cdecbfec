#include "o2c/commission/modifier.hpp"

#include <array>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> modifier_measures{"days_overdue", "discount", "margin"};

std::string bound_text(ModifierMeasure measure, const Decimal& bound) {
  return measure == ModifierMeasure::days_overdue ? to_string(bound)
                                                  : to_string(Rate::from_fraction(bound));
}

std::vector<Fault> faults_of(ModifierMeasure measure, const std::vector<ModifierLevel>& levels) {
  std::vector<Fault> faults;
  if (levels.empty())
    faults.push_back({.field = "levels", .value = "none", .expected = "at least one level"});
  const bool falls = measure == ModifierMeasure::margin;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = field,
                        .value = std::move(value),
                        .expected = std::move(expected)});
    };
    const Decimal& bound = levels[i].beyond;
    if (i > 0 && (falls ? bound >= levels[i - 1].beyond : bound <= levels[i - 1].beyond))
      fault("beyond", bound_text(measure, bound),
            (falls ? "less than " : "more than ") + bound_text(measure, levels[i - 1].beyond));
    if (levels[i].pays < Rate::from_fraction(0))
      fault("pays", to_string(levels[i].pays), "0% or more");
  }
  return faults;
}

}  // namespace

std::string to_string(ModifierMeasure measure) {
  return std::string(modifier_measures[static_cast<std::size_t>(measure)]);
}
ModifierMeasure parse_modifier_measure(std::string_view text) {
  return parse_name<ModifierMeasure>(text, modifier_measures, "what a modifier looks at: one of");
}

Modifier::Modifier(ModifierMeasure measure, std::vector<ModifierLevel> levels,
                   std::vector<std::string> rules)
    : measure_(measure), levels_(std::move(levels)), rules_(std::move(rules)) {
  throw_faults("no such modifier", faults_of(measure, levels_));
  for (ModifierLevel& level : levels_) level.beyond = normalized(level.beyond);
}

std::string to_string(const Modifier& modifier) {
  std::string text = to_string(modifier.measure()) + ":";
  for (const ModifierLevel& level : modifier.levels())
    text += (text.back() == ':' ? " " : ", ") + to_string(level.pays) +
            (modifier.measure() == ModifierMeasure::margin ? " below " : " above ") +
            bound_text(modifier.measure(), level.beyond);
  return text;
}

std::string describe(const Modifier& modifier, Language language) {
  const bool zh = language == Language::zh;
  std::string text;
  for (const ModifierLevel& level : modifier.levels()) {
    if (!text.empty()) text += zh ? "，" : ", ";
    const std::string bound = bound_text(modifier.measure(), level.beyond);
    const std::string pays = to_string(level.pays);
    switch (modifier.measure()) {
      case ModifierMeasure::days_overdue:
        text += zh ? "逾期超过 " + bound + " 天提成计 " + pays
                   : pays + " of the commission on what was collected more than " + bound +
                         " days late";
        break;
      case ModifierMeasure::discount:
        text += zh ? "低于目录价 " + bound + " 以上提成计 " + pays
                   : pays + " of the commission on what was sold more than " + bound +
                         " below the list price";
        break;
      case ModifierMeasure::margin:
        text += zh ? "毛利率低于 " + bound + " 提成计 " + pays
                   : pays + " of the commission on what was sold with a margin below " + bound;
        break;
    }
  }
  return text;
}

}  // namespace o2c::inline v1

#include "o2c/close/tie.hpp"

#include <utility>

#include "o2c/money/money_text.hpp"

namespace o2c::inline v1 {

Money Tie::difference() const {
  Money rest = whole.amount;
  for (const TieTerm& part : parts) rest = rest - part.amount;
  return rest;
}

Derivation Tie::explain() const {
  Derivation steps;
  DerivationStep difference_step{.label = Text{"difference", "差额"},
                                 .operation = Operation::difference};
  const auto give = [&](const TieTerm& term) {
    steps.add({.label = term.name, .operation = Operation::given, .result = to_value(term.amount)});
    difference_step.operands.push_back({term.name, to_value(term.amount)});
  };
  give(whole);
  for (const TieTerm& part : parts) give(part);
  difference_step.result = to_value(difference());
  steps.add(std::move(difference_step));
  return steps;
}

std::string to_string(const Tie& tie) {
  const auto term = [](const TieTerm& each) {
    return each.name.en + ' ' + format_money(each.amount);
  };
  std::string text = tie.name + ": " + term(tie.whole) + " = ";
  for (const TieTerm& part : tie.parts) text += (&part == &tie.parts[0] ? "" : " + ") + term(part);
  return text + ", difference " + format_money(tie.difference());
}

}  // namespace o2c::inline v1

#include <algorithm>

#include "o2c/number/int128.hpp"

#include "statement.hpp"

namespace o2c::inline v1 {
namespace {

constexpr Text net_name{"net", "净额"};

// A percentage, unless it has too many digits to be read.
Value part_value(const Ratio& part) {
  constexpr int digits_most = 12;
  constexpr int readable = 1'000'000;
  if (abs(part) > Ratio(readable) || detail::power_of_ten(digits_most) % part.denominator() != 0)
    return part;
  return Rate::from_fraction(round(part, digits_most, Rounding::exact));
}

void explain_discount(const SalesLine& line, Derivation& derivation) {
  constexpr Text at_list_name{"at list price", "目录价金额"};
  constexpr Text sold_name{"sold at", "成交占目录价"};
  constexpr Text label{"discount", "折扣率"};
  const Decimal at_list = normalized(*line.list_price * *line.quantity);
  const Value given_away = part_value(*discount(line));
  derivation.step(at_list_name, Operation::product, at_list,
                  Operand{Text{"list price", "目录价"}, *line.list_price},
                  Operand{Text{"quantity", "数量"}, *line.quantity});
  if (at_list == 0) {
    derivation.add({label, Operation::look_up, {{at_list_name, at_list}}, given_away, {}});
    return;
  }
  const Decimal net = line.net.amount();
  const Value sold_at = part_value(Ratio(net) / Ratio(at_list));
  derivation.add(
      {sold_name, Operation::quotient, {{net_name, net}, {at_list_name, at_list}}, sold_at, {}});
  derivation.add({label,
                  Operation::difference,
                  {{Text{"list price", "目录价"}, Rate::from_fraction(1)}, {sold_name, sold_at}},
                  given_away,
                  {}});
}

void explain_margin(const SalesLine& line, Derivation& derivation) {
  constexpr Text left_name{"net less cost", "净额减成本"};
  constexpr Text label{"margin", "毛利率"};
  const Value of_net = part_value(*margin(line));
  if (sign(line.net) == 0) {
    derivation.add({label, Operation::look_up, {{net_name, line.net}}, of_net, {}});
    return;
  }
  const Money left = line.net - *line.cost;
  derivation.step(left_name, Operation::difference, left, Operand{net_name, line.net},
                  Operand{Text{"cost", "成本"}, *line.cost});
  derivation.add(
      {label, Operation::quotient, {{left_name, left}, {net_name, line.net}}, of_net, {}});
}

}  // namespace

void explain_measures(const Plan& plan, const PlanRule& rule, const SalesLine& line,
                      Derivation& derivation) {
  const auto looks_at = [&](ModifierMeasure measure) {
    return std::ranges::any_of(plan.terms().modifiers, [&](const Modifier& each) {
      return each.measure() == measure && each.is_for(rule.name);
    });
  };
  if (looks_at(ModifierMeasure::days_overdue))
    derivation.step(Text{"days overdue", "逾期天数"}, Operation::given, *line.days_overdue);
  if (looks_at(ModifierMeasure::discount)) explain_discount(line, derivation);
  if (rule.tiers_over == TierMeasure::margin || looks_at(ModifierMeasure::margin))
    explain_margin(line, derivation);
}

}  // namespace o2c::inline v1

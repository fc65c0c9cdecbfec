// How corrections of closed periods came about.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "o2c/commission/commission_book.hpp"
#include "o2c/commission/commission_table.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/detail/throw_faults.hpp"

#include "payout_amounts.hpp"

namespace o2c::inline v1 {
namespace {

void append(Derivation& to, const Derivation& steps) {
  for (const DerivationStep& each : steps.steps()) to.add(each);
}

// From what was earned to the difference.
void tell_difference(const CommissionBook& book, const BookedCorrection& correction,
                     const CommissionStatement& recomputed, Derivation& derivation) {
  const ClosedPeriod* const closed = book.find(correction.of);
  if (closed == nullptr)
    throw_faults("cannot explain", {{.field = "correction",
                                     .value = to_string(correction.of),
                                     .expected = "one of a closed period"}});
  const std::string of = to_string(correction.of);
  const Label recomputed_name{"recomputed, " + of, of + " 重算"};
  const Label settled_name{"settled, " + of, of + " 原结算"};
  DerivationStep settled{
      .label = {settled_name.en + ", with earlier corrections", settled_name.zh + "（含此前更正）"},
      .operation = Operation::sum,
      .result = correction.settled};
  Earnings earned = Earnings::none(correction.settled.currency());
  for (const PersonPayout& each : recomputed.payouts)
    if (each.salesperson == correction.salesperson) earned = each.payout.earnings;
  derivation.add({.label = recomputed_name,
                  .operation = Operation::sum,
                  .operands = {{Text{"commission", "提成"}, earned.commission},
                               {Text{"overrides", "上级提成"}, earned.overrides},
                               {Text{"pools", "奖金池"}, earned.pools}},
                  .result = correction.recomputed});
  for (const PersonPayout& each : closed->payouts)
    if (each.salesperson == correction.salesperson)
      settled.operands.push_back({settled_name, earned_of(each.payout)});
  // Up to this very one, if it is booked by now.
  bool is_before = true;
  for (const ClosedPeriod& later : book.periods())
    for (const BookedCorrection& each : later.corrections) {
      is_before = is_before && each != correction;
      if (!is_before || each.of != correction.of || each.salesperson != correction.salesperson)
        continue;
      const std::string booked = to_string(later.period);
      settled.operands.push_back(
          {Label{"corrected in " + booked, booked + " 更正"}, each.amount()});
    }
  Label before_name = settled_name;
  if (settled.operands.size() == 1) before_name = settled.operands.front().name;
  if (settled.operands.size() > 1) {
    before_name = settled.label;
    derivation.add(std::move(settled));
  }
  const Text correction_name{"correction", "更正额"};
  if (sign(correction.changed) == 0) {
    derivation.add(
        {.label = correction_name,
         .operation = Operation::difference,
         .operands = {{recomputed_name, correction.recomputed}, {before_name, correction.settled}},
         .result = correction.amount()});
    return;
  }
  const Label known_name{"known lines by today's tables", "已知各行按现行表重算"};
  const Label late_name{Text{"late lines", "迟到的行"}};
  const Label changed_name{Text{"changed tables", "表的变动"}};
  const Money known = correction.settled + correction.changed;
  derivation.add({.label = known_name, .operation = Operation::given, .result = known});
  derivation.add({.label = changed_name,
                  .operation = Operation::difference,
                  .operands = {{known_name, known}, {before_name, correction.settled}},
                  .result = correction.changed});
  derivation.add({.label = late_name,
                  .operation = Operation::difference,
                  .operands = {{recomputed_name, correction.recomputed}, {known_name, known}},
                  .result = correction.late()});
  derivation.add({.label = correction_name,
                  .operation = Operation::sum,
                  .operands = {{late_name, correction.late()}, {changed_name, correction.changed}},
                  .result = correction.amount()});
}

}  // namespace

Derivation explain(const CommissionBook& book, const BookedCorrection& correction,
                   const CommissionStatement& recomputed, const Team* team) {
  Derivation derivation;
  const std::string& who = correction.salesperson;
  const ClosedPeriod* const closed = book.find(correction.of);
  if (closed != nullptr) {
    for (const EarnedTotal& each : recomputed.totals)
      if (each.salesperson == who) append(derivation, explain(closed->plan, recomputed, each));
    for (const EarnedOverride& each : recomputed.overrides)
      if (each.manager == who && team != nullptr)
        append(derivation, explain(closed->plan, recomputed, *team, each));
    for (const EarnedPoolShare& each : recomputed.pools)
      if (each.salesperson == who) append(derivation, explain(closed->plan, recomputed, each));
  }
  tell_difference(book, correction, recomputed, derivation);
  return derivation;
}

Derivation explain(const CommissionBook& book, const BookedCorrection& correction,
                   const CommissionTable& recomputed) {
  Derivation derivation;
  const std::string& who = correction.salesperson;
  for (const CommissionRow& each : recomputed.rows()) {
    if (const auto* number = std::get_if<std::int64_t>(&each.salesperson)) {
      if (std::to_string(*number) == who)
        append(derivation, recomputed.explain(*number, each.period));
    } else if (std::get<std::string>(each.salesperson) == who) {
      append(derivation, recomputed.explain(std::string_view(who), each.period));
    }
  }
  const CommissionStatement& statement = recomputed.statement();
  for (const EarnedOverride& each : statement.overrides)
    if (each.manager == who)
      append(derivation, recomputed.explain_override(who, each.period, each.level));
  for (const EarnedPoolShare& each : statement.pools)
    if (each.salesperson == who) append(derivation, recomputed.explain_pool(each.pool, who));
  tell_difference(book, correction, statement, derivation);
  return derivation;
}

}  // namespace o2c::inline v1

// How what people earn on the lines of others came about.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/ratio.hpp"

#include "statement.hpp"

namespace o2c::inline v1 {
namespace {

using ByPerson = std::map<std::string_view, Money>;

void add(ByPerson& to, std::string_view who, Money of) {
  to.try_emplace(who, Money::zero(of.currency())).first->second += of;
}

Money tell_sum(Label label, const ByPerson& people, const Currency& currency,
               Derivation& derivation) {
  DerivationStep step{.label = std::move(label), .operation = Operation::sum};
  Money sum = Money::zero(currency);
  for (const auto& [who, of] : people) {
    step.operands.push_back({Label{std::string(who), std::string(who)}, of});
    sum += of;
  }
  step.result = sum;
  derivation.add(std::move(step));
  return sum;
}

Money tell_rated(const Plan& plan, Label label, Label base_name, Money base, Rate rate,
                 Derivation& derivation) {
  NoTrace no_trace;
  const Money rounded = plan.round(Ratio(base.amount() * rate.fraction()), no_trace);
  derivation.add({.label = std::move(label),
                  .operation = Operation::product,
                  .operands = {{std::move(base_name), base}, {Text{"rate", "比例"}, rate}},
                  .result = rounded,
                  .rounding = RoundedTo{plan.terms().rounding, plan.unit().amount()}});
  return rounded;
}

Label before(const Label& of) { return {of.en + ", before", of.zh + "（此前）"}; }
Label so_far(const Label& of) { return {of.en + ", so far", of.zh + "（累计）"}; }

// What a rate brings of all that is earned so far, and brought of what was earned before the
// settled days: nothing is told where nothing was.
struct RatedSums {
  Money so_far;
  std::optional<Money> before;
};

RatedSums tell_rated_sums(const Plan& plan, const Label& sum_name, const Label& part_name,
                          const ByPerson& earlier, const ByPerson& settled, Rate rate,
                          Derivation& derivation) {
  const Currency& currency = plan.currency();
  if (earlier.empty()) {
    const Money sum = tell_sum(sum_name, settled, currency, derivation);
    return {tell_rated(plan, part_name, sum_name, sum, rate, derivation), std::nullopt};
  }
  const Money sum_before = tell_sum(before(sum_name), earlier, currency, derivation);
  const Money now = tell_sum(sum_name, settled, currency, derivation);
  derivation.add({.label = so_far(sum_name),
                  .operation = Operation::sum,
                  .operands = {{before(sum_name), sum_before}, {sum_name, now}},
                  .result = sum_before + now});
  const Money paid_so_far =
      tell_rated(plan, so_far(part_name), so_far(sum_name), sum_before + now, rate, derivation);
  return {paid_so_far,
          tell_rated(plan, before(part_name), before(sum_name), sum_before, rate, derivation)};
}

void tell_added(const Label& name, Money now, Money earlier, Derivation& derivation) {
  derivation.add({.label = name,
                  .operation = Operation::difference,
                  .operands = {{so_far(name), now}, {before(name), earlier}},
                  .result = now - earlier});
}

// The member's share of what a pool has, and by how many units it is another than the rounded one,
// so that all make the pool.
void tell_share(const Plan& plan, const Label& share_name, const Label& pool_name, Money in_pool,
                Money share, const Decimal& weight, const Decimal& weights,
                Derivation& derivation) {
  const Decimal unit = plan.unit().amount();
  const Ratio exact = Ratio(in_pool.amount()) * (Ratio(weight) / Ratio(weights));
  const Money rounded = Money::of(round_to(exact, unit, Rounding::half_up), plan.currency());
  const Label rounded_name = rounded == share
                                 ? share_name
                                 : Label{share_name.en + ", rounded", share_name.zh + "（取整）"};
  derivation.add({.label = rounded_name,
                  .operation = Operation::share,
                  .operands = {{pool_name, in_pool},
                               {Text{"weight", "权重"}, weight},
                               {Text{"sum of weights", "权重合计"}, weights}},
                  .result = rounded,
                  .rounding = RoundedTo{Rounding::half_up, unit}});
  if (rounded != share)
    derivation.add({.label = share_name,
                    .operation = Operation::sum,
                    .operands = {{rounded_name, rounded},
                                 {Text{"so that all shares make the pool", "使各份合计等于奖金池"},
                                  share - rounded}},
                    .result = share});
}

const Override& override_of(const Plan& plan, const EarnedOverride& of) {
  for (const Override& each : plan.terms().overrides)
    if (each.level == of.level) return each;
  throw_faults("cannot explain", {{.field = "level",
                                   .value = std::to_string(of.level),
                                   .expected = "one of which the plan pays overrides"}});
  return plan.terms().overrides.front();
}

}  // namespace

std::vector<EarnedOnDays> earned_on_days(const Plan& plan, std::span<const SettledSpan> spans,
                                         std::span<const PersonSpan> earned) {
  std::vector<EarnedOnDays> on_days;
  if (plan.terms().overrides.empty() && plan.terms().pools.empty()) return on_days;
  for (const PersonSpan& each : earned) {
    const SettledSpan& span = spans[each.span];
    if (span.bygone) continue;
    on_days.push_back(
        {each.salesperson, span.first, span.label, span.earlier, each.base, each.commission});
  }
  return on_days;
}

Derivation explain_override(const Plan& plan, std::span<const EarnedOnDays> on_days,
                            const Team& team, const EarnedOverride& override) {
  const Override& by = override_of(plan, override);
  const auto level = static_cast<std::size_t>(override.level);
  ByPerson earlier;
  ByPerson settled;
  for (const EarnedOnDays& each : on_days) {
    if (each.period != override.period) continue;
    const std::vector<std::string> above = team.managers_of(each.salesperson, each.first);
    if (level > above.size() || above[level - 1] != override.manager) continue;
    add(each.earlier ? earlier : settled, each.salesperson,
        by.of == OverrideBasis::base ? each.base : each.commission);
  }
  const std::string number = std::to_string(override.level);
  const Label of_team =
      by.of == OverrideBasis::base
          ? Label{"base of the team, level " + number, "第" + number + "级下属的计提基数"}
          : Label{"commission of the team, level " + number, "第" + number + "级下属的提成"};
  Derivation derivation;
  const Label name{Text{"override", "上级提成"}};
  const RatedSums sums =
      tell_rated_sums(plan, of_team, name, earlier, settled, by.rate, derivation);
  if (sums.before) tell_added(name, sums.so_far, *sums.before, derivation);
  return derivation;
}

Derivation explain_pool_share(const Plan& plan, std::span<const EarnedOnDays> on_days,
                              const EarnedPoolShare& share) {
  Derivation derivation;
  for (const Pool& pool : plan.terms().pools) {
    if (pool.name != share.pool) continue;
    struct Sums {
      ByPerson earlier;
      ByPerson settled;
    };
    std::map<Period, Sums> by_period;
    for (const EarnedOnDays& each : on_days) {
      Sums& of = by_period[each.period];
      add(each.earlier ? of.earlier : of.settled, each.salesperson, each.base);
    }
    DerivationStep weights_step{.label = Text{"sum of weights", "权重合计"},
                                .operation = Operation::sum};
    std::vector<Decimal> weights;
    std::size_t member = 0;
    Decimal sum_of_weights = 0;
    for (const PoolMember& each : pool.members) {
      if (each.salesperson == share.salesperson) member = weights.size();
      weights.push_back(each.weight);
      weights_step.operands.push_back({Label{each.salesperson, each.salesperson}, each.weight});
      sum_of_weights = sum_of_weights + each.weight;
    }
    weights_step.result = sum_of_weights;
    derivation.add(std::move(weights_step));
    const Label share_name{"share of " + pool.name, pool.name + "份额"};
    DerivationStep sum{.label = share_name, .operation = Operation::sum};
    for (const auto& [period, of] : by_period) {
      const std::string when = to_string(period);
      const Label pool_name{pool.name + ", " + when, pool.name + "（" + when + "）"};
      const Label share_of{"share of " + pool_name.en, pool_name.zh + "份额"};
      const RatedSums in_pool =
          tell_rated_sums(plan, Label{"base of all, " + when, "全员计提基数（" + when + "）"},
                          pool_name, of.earlier, of.settled, pool.rate, derivation);
      // Shares accumulate as the pool does.
      const auto tell = [&](const Label& name, const Label& of_name, Money pooled) {
        const Money share_of_it = pool_parts(plan, pooled, weights)[member];
        tell_share(plan, name, of_name, pooled, share_of_it, weights[member], sum_of_weights,
                   derivation);
        return share_of_it;
      };
      Money part = Money::zero(plan.currency());
      if (in_pool.before) {
        const Money now = tell(so_far(share_of), so_far(pool_name), in_pool.so_far);
        const Money earlier = tell(before(share_of), before(pool_name), *in_pool.before);
        tell_added(share_of, now, earlier, derivation);
        part = now - earlier;
      } else {
        part = tell(share_of, pool_name, in_pool.so_far);
      }
      sum.operands.push_back({Label{when, when}, part});
    }
    if (by_period.size() != 1) {
      sum.result = share.amount;
      derivation.add(std::move(sum));
    }
  }
  return derivation;
}

Derivation explain(const Plan& plan, const CommissionStatement& statement, const Team& team,
                   const EarnedOverride& override) {
  return explain_override(plan, statement.on_days, team, override);
}

Derivation explain(const Plan& plan, const CommissionStatement& statement,
                   const EarnedPoolShare& share) {
  return explain_pool_share(plan, statement.on_days, share);
}

}  // namespace o2c::inline v1

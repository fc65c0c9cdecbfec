#include "statement.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <ranges>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/ratio.hpp"

#include "bounded_earnings.hpp"
#include "carried_over.hpp"

namespace o2c::inline v1 {
namespace {

Money rated(const Plan& plan, Money of, Rate rate) {
  NoTrace no_trace;
  return plan.round(Ratio(of.amount() * rate.fraction()), no_trace);
}

// What spans of an accumulation come to, those before the settled period and those within it.
struct SumOfSpans {
  explicit SumOfSpans(const Currency& currency)
      : earlier(Money::zero(currency)), settled(Money::zero(currency)) {}

  void add(const SettledSpan& span, Money of) {
    (span.earlier ? earlier : settled) += of;
    is_settled |= !span.earlier;
  }
  [[nodiscard]] Money so_far() const { return earlier + settled; }
  // What a rate of it adds to what earlier settlements have rounded, so that they make the whole.
  [[nodiscard]] Money part(const Plan& plan, Rate rate) const {
    return rated(plan, so_far(), rate) - rated(plan, earlier, rate);
  }

  Money earlier;
  Money settled;
  bool is_settled = false;
};

// Who is above whom, asked for once between two changes.
class Managers {
 public:
  Managers(const Team& team, std::span<const SettledSpan> spans) : team_(&team) {
    const std::vector<Date> changes = team.changes(spans.front().first, spans.back().last);
    for (const SettledSpan& span : spans)
      epoch_of_span_.push_back(static_cast<std::size_t>(
          std::ranges::upper_bound(changes, span.first) - changes.begin()));
    known_.resize(changes.size() + 1);
  }

  /// The same vector where the same person's are asked for again.
  const std::vector<std::string>& of(std::string_view person, std::size_t span, Date date) {
    const std::size_t epoch = epoch_of_span_[span];
    if (last_ == nullptr || person != last_person_ || epoch != last_epoch_) {
      auto& known = known_[epoch];
      auto found = known.find(person);
      if (found == known.end())
        found = known.emplace(person, team_->managers_of(person, date)).first;
      last_ = &found->second;
      last_person_ = person;
      last_epoch_ = epoch;
    }
    return *last_;
  }

 private:
  const Team* team_;
  std::vector<std::size_t> epoch_of_span_;
  std::vector<std::unordered_map<std::string_view, std::vector<std::string>>> known_;
  // What was asked for last: people come span after span.
  const std::vector<std::string>* last_ = nullptr;
  std::string_view last_person_;
  std::size_t last_epoch_ = 0;
};

std::vector<EarnedOverride> overrides_of(const Plan& plan, std::span<const SettledSpan> spans,
                                         std::span<const PersonSpan> earned, const Team* team) {
  if (plan.terms().overrides.empty()) return {};
  // By manager and label; each level of the plan has a sum.
  using ByPeriod = std::map<Period, std::vector<SumOfSpans>>;
  std::unordered_map<std::string_view, ByPeriod> found;
  const std::vector<Override>& levels = plan.terms().overrides;
  Managers managers(*team, spans);
  const std::vector<std::string>* above = nullptr;
  std::vector<ByPeriod*> of_managers(levels.size());  // Null: there is none so high above.
  for (const PersonSpan& each : earned) {
    const SettledSpan& span = spans[each.span];
    if (span.bygone) continue;
    const std::vector<std::string>& now = managers.of(each.salesperson, each.span, span.first);
    if (std::exchange(above, &now) != &now)
      std::ranges::transform(levels, of_managers.begin(), [&](const Override& by) {
        const auto level = static_cast<std::size_t>(by.level);
        return level > now.size() ? nullptr : &found[now[level - 1]];
      });
    for (std::size_t i = 0; i < levels.size(); ++i) {
      if (of_managers[i] == nullptr) continue;
      auto& sums = of_managers[i]
                       ->try_emplace(span.label, levels.size(), SumOfSpans(plan.currency()))
                       .first->second;
      const Money of = levels[i].of == OverrideBasis::base ? each.base : each.commission;
      sums[i].add(span, of);
    }
  }
  std::vector<EarnedOverride> overrides;
  for (const auto& [manager, periods] : found)
    for (const auto& [label, sums] : periods)
      for (std::size_t i = 0; i < sums.size(); ++i)
        if (sums[i].is_settled)
          overrides.push_back({std::string(manager), label, levels[i].level, sums[i].settled,
                               sums[i].part(plan, levels[i].rate)});
  std::ranges::sort(overrides, {}, [](const EarnedOverride& each) {
    return std::tuple(std::string_view(each.manager), each.period, each.level);
  });
  return overrides;
}

std::vector<EarnedPoolShare> pools_of(const Plan& plan, std::span<const SettledSpan> spans,
                                      std::span<const PersonSpan> earned) {
  if (plan.terms().pools.empty()) return {};
  std::map<Period, SumOfSpans> bases;
  for (const PersonSpan& each : earned)
    if (!spans[each.span].bygone)
      bases.try_emplace(spans[each.span].label, plan.currency())
          .first->second.add(spans[each.span], each.base);
  std::vector<EarnedPoolShare> shares;
  for (const Pool& pool : plan.terms().pools) {
    std::vector<Decimal> weights;
    for (const PoolMember& member : pool.members) weights.push_back(member.weight);
    std::vector<Money> parts(weights.size(), Money::zero(plan.currency()));
    for (const auto& [label, base] : bases) {
      // Shares accumulate as the pool does: the months' shares make the quarter's.
      const auto shared = [&](Money of) {
        return pool_parts(plan, rated(plan, of, pool.rate), weights);
      };
      const std::vector<Money> so_far = shared(base.so_far());
      const std::vector<Money> before = shared(base.earlier);
      for (std::size_t i = 0; i < parts.size(); ++i) parts[i] += so_far[i] - before[i];
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
      shares.push_back({pool.name, pool.members[i].salesperson, parts[i]});
  }
  return shares;
}

// "a month", "a month or a quarter"
std::string accumulations_of(const Plan& plan) {
  std::string text = "a " + to_string(plan.terms().accumulation);
  std::set<PeriodKind> longer;
  for (const Accelerator& each : plan.terms().accelerators) longer.insert(each.over);
  for (const PeriodKind kind : longer) text += " or a " + to_string(kind);
  return text;
}

// The plan's terms with what the person was advanced.
PayoutTerms terms_of(const Plan& plan, std::optional<Money> advanced, bool is_entitled) {
  PayoutTerms terms = plan.terms().payout;
  if (advanced)
    terms.draw = advanced;
  else if (!is_entitled)
    terms.draw.reset();
  return terms;
}

std::vector<PersonPayout> payouts_of(const Plan& plan, const CommissionStatement& statement,
                                     std::span<const PersonOpening> openings) {
  struct Person {
    Earnings earnings;
    CommissionBalance opening;
    std::optional<Money> advanced;
    bool is_entitled = false;
  };
  std::unordered_map<std::string_view, Person> people;
  const auto person = [&](std::string_view name) -> Person& {
    return people
        .try_emplace(name, Person{Earnings::none(plan.currency()),
                                  CommissionBalance::none(plan.currency()), std::nullopt})
        .first->second;
  };
  for (const PersonOpening& each : openings) {
    Person& of = person(each.salesperson);
    of.opening = each.balance;
    of.earnings.corrections = each.corrections;
    of.earnings.released = each.released;
    of.earnings.awaiting = each.still_awaiting.value_or(of.earnings.awaiting);
    of.advanced = each.advanced;
  }
  const EarnedTotal* before = nullptr;
  Person* last = nullptr;
  for (const EarnedTotal& each : statement.totals) {
    if (before == nullptr || before->salesperson != each.salesperson)
      last = &person(each.salesperson);
    before = &each;
    Person& of = *last;
    of.earnings.commission += each.bounded;
    of.earnings.awaiting += each.bounded - each.payable;
    of.is_entitled = true;
  }
  for (const EarnedOverride& each : statement.overrides)
    person(each.manager).earnings.overrides += each.amount;
  for (const EarnedPoolShare& each : statement.pools)
    person(each.salesperson).earnings.pools += each.amount;
  std::vector<std::string_view> names;
  for (const auto& [name, of] : people) names.push_back(name);
  std::ranges::sort(names);
  std::vector<PersonPayout> payouts;
  payouts.reserve(names.size());
  for (const std::string_view name : names) {
    const Person& of = person(name);
    payouts.push_back({std::string(name), pay_out(terms_of(plan, of.advanced, of.is_entitled),
                                                  of.earnings, of.opening, plan.terms().rounding)});
  }
  return payouts;
}

// People of pools, credits, targets and openings who are not of the team.
void add_strangers(const Plan& plan, const SettleInput& input, std::vector<Fault>& faults) {
  const auto check = [&](const std::string& who, std::string field) {
    if (!input.team->knows(who))
      faults.push_back({.field = std::move(field), .value = who, .expected = of_the_team});
  };
  for (const Pool& pool : plan.terms().pools)
    for (const PoolMember& member : pool.members) check(member.salesperson, "pool " + pool.name);
  if (input.credits != nullptr)
    for (const CreditAssignment& each : input.credits->assignments())
      for (const CreditShare& share : each.split.shares())
        check(share.salesperson,
              "credits of " + to_string(input.credits->by()) + " " + each.key + ", salesperson");
  for (const SalesTarget& each : input.targets)
    check(each.salesperson, "target of " + to_string(each.period) + ", salesperson");
  for (const PersonOpening& each : input.openings)
    if (!is_of_nothing(each) && !std::ranges::binary_search(input.paid_before, each.salesperson))
      check(each.salesperson, "opening");
}

}  // namespace

bool looks_at_team(const Plan& plan) {
  const PlanTerms& terms = plan.terms();
  return !terms.overrides.empty() || terms.leaving.earns ||
         terms.payout.entitled == EntitledPeople::team;
}

bool is_former(const Plan& plan, const SettleInput& input, std::string_view salesperson) {
  return !looks_at_team(plan) && std::ranges::binary_search(input.paid_before, salesperson);
}

bool is_of_nothing(const PersonOpening& opening) {
  return opening.balance == CommissionBalance::none(opening.corrections.currency()) &&
         is_zero(opening.corrections) && is_zero(opening.released) &&
         (!opening.advanced || is_zero(*opening.advanced));
}

// Unit by unit, each to whoever has the least for the weight with half of it (Sainte-Laguë, of
// equals to the first): so nobody's share falls where a pool grows, as it may by largest
// remainders.
std::vector<Money> pool_parts(const Plan& plan, Money in_pool, std::span<const Decimal> weights) {
  const std::int64_t unit = plan.unit().minor();
  const Int128 units = (in_pool.minor() < 0 ? -Int128{in_pool.minor()} : in_pool.minor()) / unit;
  Ratio all = 0;
  for (const Decimal& weight : weights) all += Ratio(weight);
  // Rounded parts are what as many units as they make up leave everyone with.
  std::vector<Int128> parts;
  Int128 missing = units;
  for (const Decimal& weight : weights) {
    const Ratio exact = Ratio(units) * (Ratio(weight) / all);
    parts.push_back(round(exact, 0, Rounding::half_up).coefficient());
    missing -= parts.back();
  }
  std::vector<std::size_t> members(weights.size());
  std::iota(members.begin(), members.end(), std::size_t{0});
  const auto place_of = [&](std::size_t member, Int128 had) {
    return Ratio(2 * had + 1) / Ratio(weights[member]);
  };
  for (; missing > 0; --missing)
    ++parts[*std::ranges::min_element(
        members, {}, [&](std::size_t each) { return place_of(each, parts[each]); })];
  for (; missing < 0; ++missing)
    --parts[*std::ranges::max_element(members | std::views::reverse, {}, [&](std::size_t each) {
      return place_of(each, parts[each] - 1);
    })];
  std::vector<Money> shares;
  for (const Int128 part : parts)
    shares.push_back(Money::from_minor(
        static_cast<std::int64_t>(in_pool.minor() < 0 ? -part : part) * unit, plan.currency()));
  return shares;
}

std::vector<TeamSpan> entitled_spans(const Plan& plan, std::span<const SettledSpan> spans,
                                     const Team* team) {
  std::vector<TeamSpan> entitled;
  if (plan.terms().payout.entitled != EntitledPeople::team || team == nullptr) return entitled;
  const std::optional<Period> longer =
      std::ranges::find(spans, false, &SettledSpan::earlier)->longer;
  for (const Reporting& each : team->reportings()) {
    const Leaving* const left = team->leaving_of(each.salesperson);
    for (std::size_t i = 0; i < spans.size(); ++i) {
      const SettledSpan& span = spans[i];
      if (span.bygone && (!longer || span.longer != longer)) continue;
      const Date first = std::max(span.first, each.from_date.value_or(span.first));
      const Date last =
          std::min(each.to_date.value_or(span.last), left != nullptr ? left->last_day : span.last);
      if (first <= std::min(last, span.last)) entitled.push_back({each.salesperson, i});
    }
  }
  return entitled;
}

std::vector<EarnedTotal> totals_of(const Plan& plan, std::span<const SettledSpan> spans,
                                   std::span<const PersonSpan> earned, const Team* team) {
  const Money nothing = Money::zero(plan.currency());
  const std::vector<TeamSpan> entitled = entitled_spans(plan, spans, team);
  std::vector<PersonSpan> with_team;
  if (!entitled.empty()) {
    with_team.assign(earned.begin(), earned.end());
    for (const TeamSpan& each : entitled)
      with_team.push_back({std::string(each.salesperson), each.span, 0, nothing, nothing, nothing});
    const auto key = [](const PersonSpan& each) {
      return std::pair(std::string_view(each.salesperson), each.span);
    };
    // What lines earned stays.
    std::ranges::stable_sort(with_team, {}, key);
    const auto same = std::ranges::unique(with_team, {}, key);
    with_team.erase(same.begin(), same.end());
    earned = with_team;
  }
  std::vector<EarnedTotal> totals;
  BoundedEarnings all(plan);
  BoundedEarnings payable(plan);
  std::string_view person;
  for (const PersonSpan& each : earned) {
    const SettledSpan& span = spans[each.span];
    if (std::exchange(person, each.salesperson) != each.salesperson)
      all = payable = BoundedEarnings(plan);
    all.add(span, each.commission);
    payable.add(span, each.commission - each.awaiting);
    if (span.earlier) continue;
    if (totals.empty() || totals.back().salesperson != each.salesperson ||
        totals.back().period != span.label)
      totals.push_back({each.salesperson, span.label, 0, nothing, nothing, nothing, nothing});
    EarnedTotal& total = totals.back();
    total.lines += each.lines;
    total.base += each.base;
    total.commission += each.commission;
    total.bounded = all.bounded();
    total.payable = payable.bounded();
    total.longer = all.longer();
  }
  return totals;
}

std::vector<SettledSpan> spans_of(const Plan& plan, const Period& period, const Team* team,
                                  std::optional<Date> first_day) {
  const PeriodKind kind = plan.terms().accumulation;
  Date begin = std::min(period.first(), first_accumulating_day(plan, period.first()));
  // Days of a settlement are counted in 16 bits.
  constexpr std::int64_t days_most = 60'000;
  if (plan.terms().looks_at_orders() && first_day && *first_day < begin &&
      period.last() - begin < days_most)
    begin = period.last() - *first_day < days_most ? Period::containing(*first_day, kind).first()
                                                   : period.last() - days_most;
  std::vector<Date> starts;
  if (team != nullptr && !plan.terms().overrides.empty())
    starts = team->changes(begin, period.last());
  if (begin < period.first()) starts.push_back(period.first());
  for (Period each = Period::containing(begin, kind); each.last() < period.last();
       each = Period::containing(each.last() + 1, kind))
    starts.push_back(each.last() + 1);
  starts.push_back(begin);
  std::ranges::sort(starts);
  const auto same = std::ranges::unique(starts);
  starts.erase(same.begin(), same.end());
  const std::optional<PeriodKind> longer = plan.terms().payout.longer_period;
  std::vector<SettledSpan> spans;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const Period of = Period::containing(starts[i], kind);
    const bool holds_period = of.contains(period.first()) && of.contains(period.last());
    const bool earlier = starts[i] < period.first();
    spans.push_back(
        {.first = starts[i],
         .last = i + 1 < starts.size() ? starts[i + 1] + -1 : period.last(),
         .accumulation = plan.terms().per_order ? Period::containing(period.first(), kind) : of,
         .of = of,
         .longer = longer ? std::optional(Period::containing(starts[i], *longer)) : std::nullopt,
         .label = holds_period ? period : of,
         .earlier = earlier,
         .bygone = earlier && of.last() < period.first()});
  }
  return spans;
}

Fault target_fault(const SalesTarget& target, const char* field, std::string value,
                   const std::string& expected) {
  return {.file = "targets",
          .row = target.row,
          .field = field,
          .value = std::move(value),
          .expected = expected + " (" + target.salesperson + ", " + to_string(target.period) + ")"};
}

void check_input(const Plan& plan, const SettleInput& input) {
  std::vector<Fault> faults;
  const std::string currency = to_string(plan.currency());
  const auto in_currency = [&](const std::string& who, const char* field, Money amount) {
    if (amount.currency() != plan.currency())
      faults.push_back({.field = who + ", " + field,
                        .value = to_string(amount),
                        .expected = "an amount in " + currency + ", as the plan"});
  };
  if (!plan.terms().overrides.empty() && input.team == nullptr)
    faults.push_back(
        {.field = "team", .value = "none", .expected = "one, as the plan pays overrides"});
  // By their days, as periods of two kinds have no order.
  std::set<std::tuple<std::string_view, Date, Date>> targets;
  for (const SalesTarget& each : input.targets) {
    const auto fault = [&](const char* field, const std::string& value, const std::string& what) {
      faults.push_back(target_fault(each, field, value, what));
    };
    if (each.target && each.target->currency() != plan.currency())
      fault("target", to_string(*each.target), "an amount in " + currency + ", as the plan");
    if (each.target && sign(*each.target) <= 0)
      fault("target", to_string(*each.target), "more than 0");
    if (each.quantity && *each.quantity <= 0)
      fault("quantity", to_string(*each.quantity), "more than 0");
    if (!each.target && !each.quantity)
      fault("target", "none", "an amount, a quantity, or one of each");
    if (!plan.accumulates_over(each.period.kind()))
      fault("period", to_string(each.period),
            accumulations_of(plan) + ", by which the plan accumulates");
    if (!targets.insert({each.salesperson, each.period.first(), each.period.last()}).second)
      fault("period", to_string(each.period), "one target for it");
  }
  if (plan.terms().payout.entitled == EntitledPeople::team && input.team == nullptr)
    faults.push_back(
        {.field = "team", .value = "none", .expected = "one, as the plan entitles its people"});
  if (input.team != nullptr) add_strangers(plan, input, faults);
  std::set<std::string_view> opened;
  for (const PersonOpening& each : input.openings) {
    if (!opened.insert(each.salesperson).second)
      faults.push_back(
          {.field = "opening", .value = each.salesperson, .expected = "one for each person"});
    in_currency(each.salesperson, "corrections", each.corrections);
    in_currency(each.salesperson, "released", each.released);
    in_currency(each.salesperson, "overpaid", each.balance.overpaid);
    in_currency(each.salesperson, "draw", each.balance.draw);
    in_currency(each.salesperson, "held", each.balance.held);
    in_currency(each.salesperson, "awaiting", each.balance.awaiting);
    if (each.still_awaiting) in_currency(each.salesperson, "still_awaiting", *each.still_awaiting);
    if (sign(each.balance.awaiting) != 0 && !each.still_awaiting)
      faults.push_back({.field = "opening of " + each.salesperson,
                        .value = to_string(each.balance.awaiting) + " awaiting",
                        .expected = "still_awaiting as well: what of it is not payable yet"});
    if (each.advanced) in_currency(each.salesperson, "advanced", *each.advanced);
    if (each.released.currency() == each.balance.held.currency() &&
        each.released > each.balance.held)
      faults.push_back(
          {.field = "opening of " + each.salesperson,
           .value = to_string(each.released) + " released",
           .expected = "at most the " + to_string(each.balance.held) + " that is held back"});
    for (const Money amount : {each.released, each.balance.overpaid, each.balance.draw,
                               each.balance.held, each.advanced.value_or(each.released)})
      if (sign(amount) < 0)
        faults.push_back({.field = "opening of " + each.salesperson,
                          .value = to_string(amount),
                          .expected = "0 or more"});
  }
  throw_faults("cannot settle", std::move(faults));
}

void add_payouts(const Plan& plan, std::span<const SettledSpan> spans,
                 std::span<const PersonSpan> earned, const SettleInput& input,
                 CommissionStatement& into) {
  into.overrides = overrides_of(plan, spans, earned, input.team);
  into.pools = pools_of(plan, spans, earned);
  into.payouts = payouts_of(plan, into, input.openings);
}

}  // namespace o2c::inline v1

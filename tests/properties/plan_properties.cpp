// Laws of whole commission plans: rules, modifiers, credits, teams, targets, payouts.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/commission/commission_part.hpp"
#include "o2c/commission/commission_table.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/currencies.hpp"

#include "../receivable/items_table.hpp"
#include "any_slices.hpp"

namespace o2c {
namespace {

using currencies::BHD;
using currencies::CNY;
using currencies::JPY;

const std::vector<std::string> sellers{"Li", "Wu", "陈", "Xu"};
const std::vector<std::string> managers{"Mo", "Zhu"};

template <class Value>
Value one_of(const std::vector<Value>& values) {
  return *rc::gen::elementOf(values);
}

bool coin() { return *rc::gen::arbitrary<bool>(); }

Decimal any_decimal(int least, int most, int scale_most) {
  return Decimal::from_parts(*rc::gen::inRange(least, most), *rc::gen::inRange(0, scale_most + 1));
}
Rate any_rate(int thousandths_most) {
  return Rate::from_fraction(Decimal::from_parts(*rc::gen::inRange(1, thousandths_most), 3));
}
Money any_money(std::int64_t least, std::int64_t most, const Currency& currency) {
  return Money::from_minor(*rc::gen::inRange(least, most), currency);
}

RateSchedule any_schedule(TierMethod method, bool per_unit, int width) {
  const bool is_table = method == TierMethod::table;
  std::vector<RateTier> tiers;
  Decimal from = is_table ? Decimal::parse("0.5") : Decimal(0);
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    RateTier tier{.from = from};
    if (is_table || per_unit)
      tier.amount = any_decimal(1, 900, 2);
    else
      tier.rate = any_rate(200);
    tiers.push_back(tier);
    from = from + Decimal::from_parts(*rc::gen::inRange(1, width), 1);
  }
  return {method, std::move(tiers), static_cast<TierEdge>(*rc::gen::inRange(0, 2))};
}

// What a property allows a plan to have.
struct Allowed {
  bool by_line = true;        ///< Rounding line by line.
  bool line_amounts = true;   ///< Amounts for each line, bounds of lines.
  bool looks_at_line = true;  ///< Margins and discounts of single lines, modifiers.
  bool only_marginal = false;
  bool orders = false;  ///< Orders that accumulate, or are bounded, by themselves.
  bool carry_over = true;
  bool leaving = false;  ///< Who is credited after somebody's last day.
};

LinePick any_picks(const Allowed& allowed) {
  LinePick picks;
  if (coin()) picks.products = {one_of<std::string>({"steel", "copper", "zinc"})};
  if (coin()) picks.categories = {one_of<std::string>({"metal", "base metal", "scrap"})};
  if (*rc::gen::inRange(0, 4) == 0) picks.parties = {"N", "O"};
  if (*rc::gen::inRange(0, 4) == 0) picks.regions = {"EU"};
  if (*rc::gen::inRange(0, 4) == 0) picks.first_order = coin();
  if (*rc::gen::inRange(0, 4) == 0) picks.from_date = Date(2026, 5, 17);
  if (*rc::gen::inRange(0, 4) == 0) picks.to_date = Date(2026, 8, 2);
  if (allowed.looks_at_line && *rc::gen::inRange(0, 4) == 0)
    picks.discount_over = any_decimal(0, 30, 2);
  return picks;
}

PlanRule any_rule(std::string name, const Currency& currency, const Allowed& allowed) {
  PlanRule rule{.name = std::move(name)};
  std::vector<TierMeasure> measures{TierMeasure::base, TierMeasure::base, TierMeasure::quantity,
                                    TierMeasure::attainment, TierMeasure::quantity_attainment};
  if (allowed.orders) {
    std::erase(measures, TierMeasure::attainment);
    std::erase(measures, TierMeasure::quantity_attainment);
  }
  if (allowed.looks_at_line && !allowed.only_marginal) measures.push_back(TierMeasure::margin);
  rule.tiers_over = one_of(measures);
  TierMethod method = allowed.only_marginal ? TierMethod::marginal
                                            : static_cast<TierMethod>(*rc::gen::inRange(0, 4));
  if (rule.tiers_over == TierMeasure::margin) method = TierMethod::whole;
  const bool over_parts = rule.runs_over_target() || rule.tiers_over == TierMeasure::margin;
  rule.schedule = any_schedule(method, rule.runs_over_quantity() && method != TierMethod::table,
                               over_parts                                 ? 8
                               : rule.tiers_over == TierMeasure::quantity ? 300
                                                                          : 90'000);
  if (coin()) rule.per_unit = any_decimal(1, 500, 2);
  if (!allowed.line_amounts) return rule;
  if (coin()) rule.per_line = any_money(1, 2'000, currency);
  if (coin()) rule.line_floor = any_money(1, 3'000, currency);
  if (coin()) rule.line_cap = any_money(3'000, 90'000, currency);
  return rule;
}

std::vector<Modifier> any_modifiers(const std::vector<PlanRule>& rules) {
  std::vector<Modifier> modifiers;
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    const auto measure = static_cast<ModifierMeasure>(*rc::gen::inRange(0, 3));
    std::vector<ModifierLevel> levels;
    for (int level = 1; level <= *rc::gen::inRange(1, 4); ++level) {
      const int bound = measure == ModifierMeasure::margin ? 60 - 20 * level : 15 * level;
      levels.push_back(
          {.beyond = Decimal::from_parts(bound, measure == ModifierMeasure::days_overdue ? 0 : 2),
           .pays = Rate::from_fraction(Decimal::from_parts(*rc::gen::inRange(0, 13), 1))});
    }
    std::vector<std::string> of;
    if (coin()) of.push_back(one_of(rules).name);
    modifiers.emplace_back(measure, std::move(levels), std::move(of));
  }
  return modifiers;
}

// What longer periods pay on top; nothing where there are none longer.
std::vector<Accelerator> any_accelerators(const std::vector<PlanRule>& rules,
                                          const PlanTerms& terms, const Currency& currency,
                                          const Allowed& allowed) {
  std::vector<Accelerator> accelerators;
  if (terms.per_order || terms.accumulation == PeriodKind::week ||
      terms.accumulation == PeriodKind::year)
    return accelerators;
  Allowed accumulating = allowed;
  accumulating.looks_at_line = false;  // No margins of lines.
  accumulating.orders = false;         // With targets.
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    const PlanRule like = any_rule("top " + std::to_string(i), currency, accumulating);
    Accelerator& each =
        accelerators.emplace_back(Accelerator{.name = like.name,
                                              .over = static_cast<PeriodKind>(*rc::gen::inRange(
                                                  static_cast<int>(terms.accumulation) + 1, 6)),
                                              .tiers_over = like.tiers_over,
                                              .schedule = like.schedule});
    if (coin()) each.rules.push_back(one_of(rules).name);
  }
  return accelerators;
}

// A plan that counts quantities, of one that does not.
void count_quantities(std::vector<PlanRule>& rules, PlanTerms& terms) {
  for (PlanRule& rule : rules) {
    rule.per_unit.reset();
    if (rule.excluded || rule.runs_over_quantity()) continue;
    // What rules say of the base, they say of quantities.
    rule.tiers_over = coin() ? TierMeasure::base : TierMeasure::quantity;
    TierMethod method = rule.schedule.method();
    rule.schedule = any_schedule(method, method != TierMethod::table, 300);
  }
  for (Accelerator& each : terms.accelerators) {
    const TierMethod method = each.schedule.method();
    each.schedule = any_schedule(method, method != TierMethod::table, 300);
  }
  terms.basis = CommissionBasis::quantity;
  if (std::ranges::none_of(rules, &PlanRule::runs_over_target)) terms.carry_over = CarryOver::none;
  terms.base_plus.clear();
  terms.base_less.clear();
  terms.pools.clear();
  for (Override& each : terms.overrides) each.of = OverrideBasis::commission;
}

LeavingTerms any_leaving() {
  LeavingTerms terms{.earns = static_cast<AfterLeaving>(*rc::gen::inRange(0, 3))};
  if (terms.earns != AfterLeaving::leaver) return terms;
  if (coin()) terms.share = any_rate(999);
  if (!coin()) return terms;
  terms.days = *rc::gen::inRange(1, 90);
  terms.later = static_cast<AfterLeaving>(*rc::gen::inRange(1, 3));
  return terms;
}

Plan any_plan(const Currency& currency, Rounding rounding, const Allowed& allowed = {}) {
  std::vector<PlanRule> rules;
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    rules.push_back(any_rule("rule " + std::to_string(i), currency, allowed));
    rules.back().picks = any_picks(allowed);
  }
  if (coin()) rules.push_back({.name = "none", .picks = {.products = {"zinc"}}, .excluded = true});
  if (rules.empty() || *rc::gen::inRange(0, 4) > 0)
    rules.push_back(any_rule("rest", currency, allowed));
  PlanTerms terms{.basis = static_cast<CommissionBasis>(*rc::gen::inRange(0, 3)),
                  .accumulation = static_cast<PeriodKind>(*rc::gen::inRange(0, 6)),
                  .rounding = rounding,
                  .category_above = {{"base metal", "metal"}, {"scrap", "base metal"}}};
  const bool attains =
      std::ranges::any_of(rules, [](const PlanRule& rule) { return rule.runs_over_target(); });
  if (allowed.carry_over && attains && terms.accumulation != PeriodKind::week &&
      terms.accumulation != PeriodKind::year)
    terms.carry_over = static_cast<CarryOver>(*rc::gen::inRange(0, 4));
  if (coin()) terms.earned_on = static_cast<EarningMoment>(*rc::gen::inRange(0, 5));
  for (int part = 0; part < 3; ++part)
    if (*rc::gen::inRange(0, 3) == 0)
      (coin() ? terms.base_plus : terms.base_less).push_back(static_cast<BasePart>(part));
  terms.rates_on = static_cast<RateMoment>(*rc::gen::inRange(0, 3));
  if (allowed.orders) {
    terms.per_order = coin();
    if (coin()) terms.order_floor = any_money(1, 5'000, currency);
    if (coin()) terms.order_cap = any_money(5'000, 90'000, currency);
  }
  terms.accelerators = any_accelerators(rules, terms, currency, allowed);
  if (allowed.by_line && coin()) terms.rounded = CommissionRounding::line;
  if (coin()) terms.unit = Money::from_minor(*rc::gen::element(5, 10, 100), currency);
  if (allowed.looks_at_line) terms.modifiers = any_modifiers(rules);
  for (std::int64_t level = 1; level <= *rc::gen::inRange(0, 3); ++level)
    terms.overrides.push_back({.level = level,
                               .rate = any_rate(50),
                               .of = static_cast<OverrideBasis>(*rc::gen::inRange(0, 2))});
  if (coin())
    terms.pools.push_back(
        {.name = "pool", .rate = any_rate(20), .members = {{"Li", 3}, {"Zhu", 1}, {"Ni", 3}}});
  if (allowed.leaving && *rc::gen::inRange(0, 3) > 0) terms.leaving = any_leaving();
  if (*rc::gen::inRange(0, 5) == 0) count_quantities(rules, terms);
  PayoutTerms& payout = terms.payout;
  if (coin()) payout.floor = any_money(1, 50'000, currency);
  if (coin()) payout.cap = any_money(50'000, 500'000, currency);
  if (terms.accumulation != PeriodKind::week && terms.accumulation != PeriodKind::year && coin()) {
    payout.longer_period =
        static_cast<PeriodKind>(*rc::gen::inRange(static_cast<int>(terms.accumulation) + 1, 6));
    payout.longer_cap = any_money(90'000, 900'000, currency);
    if (coin()) payout.longer_floor = any_money(1, 90'000, currency);
  }
  if (coin()) payout.holdback = any_rate(1'000);
  if (coin()) payout.draw = any_money(1, 90'000, currency);
  payout.draw_recoverable = coin();
  if (coin()) payout.entitled = EntitledPeople::team;
  if (coin()) payout.payable_on = static_cast<EarningMoment>(*rc::gen::inRange(0, 5));
  if (payout.payable_on == terms.earned_on) payout.payable_on.reset();
  return {"Any", currency, std::move(rules), std::move(terms)};
}

SalesLine any_line(const Currency& currency, Date from, int days, bool is_return) {
  const auto signed_money = [&](std::int64_t most) {
    const Money amount = any_money(0, most, currency);
    return is_return ? -amount : amount;
  };
  SalesLine line{.salesperson = one_of(sellers),
                 .date = from + *rc::gen::inRange(0, days),
                 .net = signed_money(900'000),
                 .cost = signed_money(700'000),
                 .quantity = any_decimal(1, 500, 2),
                 .list_price = any_decimal(1, 9'000, 2),
                 .days_overdue = *rc::gen::inRange(-9, 90),
                 .first_order = coin(),
                 .document = one_of<std::string>({"D1", "D2", "D3"}),
                 .order = one_of<std::string>({"", "A1", "A2"}),
                 .party = one_of<std::string>({"N", "O", "P", "Q"}),
                 .product = one_of<std::string>({"steel", "copper", "zinc", "tin"}),
                 .category = one_of<std::string>({"", "metal", "base metal", "scrap", "other"}),
                 .region = one_of<std::string>({"EU", "CN"}),
                 .price_list = "2026"};
  if (is_return) line.quantity = -*line.quantity;
  line.amount = line.net + line.net;
  line.tax = signed_money(90'000);
  line.freight = signed_money(9'000);
  line.discount = signed_money(9'000);
  const auto maybe_later = [&]() -> std::optional<Date> {
    if (*rc::gen::inRange(0, 6) == 0) return std::nullopt;
    return line.date + std::int64_t{*rc::gen::inRange(-20, 20)};
  };
  line.order_date = maybe_later();
  line.invoice_date = line.date + std::int64_t{*rc::gen::inRange(-20, 20)};
  line.shipment_date = maybe_later();
  line.full_payment_date = maybe_later();
  return line;
}

std::vector<SalesLine> any_lines(const Currency& currency, Date from = Date(2025, 12, 20),
                                 int days = 390) {
  std::vector<SalesLine> lines;
  for (int i = *rc::gen::inRange(0, 40); i > 0; --i)
    lines.push_back(any_line(currency, from, days, *rc::gen::inRange(0, 5) == 0));
  return lines;
}

CreditSplit any_split() {
  std::vector<CreditShare> shares;
  Rate left = Rate::from_fraction(1);
  for (const std::string& who : sellers)
    if (coin() && left > Rate::parse("40%")) {
      shares.push_back({who, any_rate(400)});
      left = left - *shares.back().share;
    }
  std::optional<Rate> rest;
  if (coin()) rest = left;
  shares.push_back({"Zhu", rest});
  std::swap(shares.front(), shares.back());
  return CreditSplit(std::move(shares));
}

CreditAssignments any_credits() {
  std::vector<CreditAssignment> assignments;
  const CreditKey by = static_cast<CreditKey>(*rc::gen::inRange(0, 3));
  const std::vector<std::string> keys =
      by == CreditKey::document ? std::vector<std::string>{"D1", "D3"}
      : by == CreditKey::order  ? std::vector<std::string>{"A1"}
                                : std::vector<std::string>{"N", "Q"};
  for (const std::string& key : keys) {
    const Date change = Date(2026, 1, 1) + *rc::gen::inRange(0, 365);
    assignments.push_back({.key = key, .split = any_split(), .to_date = change});
    if (coin())
      assignments.push_back(
          {.key = key, .split = any_split(), .from_date = change + *rc::gen::inRange(1, 40)});
  }
  return {by, std::move(assignments)};
}

Team any_team() {
  std::vector<Reporting> reportings{{"Zhu", ""}, {"Ni"}, {"Ou"}};
  const Date change = Date(2026, 1, 1) + *rc::gen::inRange(0, 365);
  reportings.push_back({.salesperson = "Mo", .manager = "Zhu", .to_date = change});
  for (const std::string& who : sellers) {
    const Date moves = Date(2026, 1, 1) + *rc::gen::inRange(0, 365);
    reportings.push_back(
        {.salesperson = who, .manager = one_of<std::string>({"Mo", "Zhu", ""}), .to_date = moves});
    reportings.push_back({.salesperson = who,
                          .manager = one_of(managers),
                          .from_date = moves + *rc::gen::inRange(1, 9)});
  }
  // Wu may have taken over from Li, and left before him; then Xu did.
  std::vector<Leaving> leavings;
  const auto leaves = [&](const char* who, const char* successor) {
    if (coin()) leavings.push_back({who, Date(2026, 1, 1) + *rc::gen::inRange(0, 300), successor});
  };
  leaves("Li", "Wu");
  leaves("Wu", "Xu");
  leaves("陈", "Li");
  return Team(std::move(reportings), std::move(leavings));
}

// All that a settlement looks at; `input` points into it.
struct Everything {
  CreditAssignments credits = any_credits();
  Team team = any_team();
  std::vector<SalesTarget> targets{};
  std::vector<PersonOpening> openings{};
  bool with_credits = coin();

  explicit Everything(const Plan& plan) {
    const Currency& currency = plan.currency();
    for (const char* const who : {"Li", "Wu", "陈", "Xu", "Zhu"})
      for (int i = 0; i <= static_cast<int>(PeriodKind::year); ++i) {
        const auto kind = static_cast<PeriodKind>(i);
        if (!plan.accumulates_over(kind)) continue;
        for (Period each = Period::containing(Date(2025, 12, 1), kind);
             each.first() < Date(2027, 2, 1); each = each.next())
          targets.push_back(
              {who, each, any_money(10'000, 900'000, currency), any_decimal(1, 2'000, 2)});
      }
    for (const char* const who : {"Li", "Mo", "Ou"}) {
      const Money held = any_money(0, 90'000, currency);
      openings.push_back({.salesperson = who,
                          .balance = {.overpaid = any_money(0, 90'000, currency),
                                      .draw = any_money(0, 90'000, currency),
                                      .held = held,
                                      .awaiting = any_money(-9'000, 90'000, currency)},
                          .corrections = any_money(-90'000, 30'000, currency),
                          .released = any_money(0, held.minor() + 1, currency)});
      if (coin()) openings.back().advanced = any_money(0, 90'000, currency);
      openings.back().still_awaiting = any_money(-9'000, 90'000, currency);
    }
  }
  [[nodiscard]] SettleInput input() const {
    return {.credits = with_credits ? &credits : nullptr,
            .team = &team,
            .targets = targets,
            .openings = openings};
  }
};

Rounding any_rounding() { return static_cast<Rounding>(*rc::gen::inRange(0, 10)); }
// One that treats returns as sales.
Rounding any_symmetrical_rounding() {
  return *rc::gen::element(Rounding::half_up, Rounding::half_even, Rounding::half_down,
                           Rounding::half_odd, Rounding::up, Rounding::down);
}
Currency any_currency() { return *rc::gen::element(CNY, JPY, BHD); }
Period any_period() {
  return Period::parse(*rc::gen::element<std::string>("2026", "2026H1", "2026Q2", "2026-05",
                                                      "2026-05H2", "2026-W18", "2026-W22"));
}

std::vector<EarnedTotal> without_counts(std::vector<EarnedTotal> totals) {
  for (EarnedTotal& each : totals) each.lines = 0;
  return totals;
}

// --- sums --------------------------------------------------------------------------------------

RC_GTEST_PROP(CommissionPlan, EveryLineStandsOnceAndTheSumsAreThoseOfTheLines, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding(), {.leaving = true});
  const Everything all(plan);
  const std::vector<SalesLine> lines = any_lines(currency);
  const CommissionStatement statement = settle(plan, lines, any_period(), all.input());

  const Money nothing = Money::zero(currency);
  TieOutRow sum{.standing = LineStanding::counted,
                .net = nothing,
                .amount = nothing,
                .base = nothing,
                .commission = nothing};
  std::map<LineStanding, std::size_t> standing;
  for (const TieOutRow& row : statement.tie_out) {
    sum.lines += row.lines;
    sum.net += row.net;
    sum.amount = *sum.amount + *row.amount;
    sum.base += row.base;
    sum.commission += row.commission;
    standing[row.standing] += row.lines;
  }
  Money net = nothing;
  Money amount = nothing;
  for (const SalesLine& line : lines) {
    net += line.net;
    amount += *line.amount;
  }
  RC_ASSERT(sum.lines == lines.size());
  RC_ASSERT(sum.net == net);
  if (!lines.empty()) RC_ASSERT(sum.amount == amount);
  RC_ASSERT(standing[LineStanding::unmatched] == statement.unmatched.size());
  RC_ASSERT(standing[LineStanding::outside] == statement.outside.size());

  Money base = nothing;
  Money commission = nothing;
  for (const EarnedLine& line : statement.lines) {
    base += line.base;
    commission += line.commission;
  }
  RC_ASSERT(sum.base == base);
  RC_ASSERT(sum.commission == commission);
  std::size_t parts = 0;
  Money bounded = nothing;
  for (const EarnedTotal& total : statement.totals) {
    parts += total.lines;
    base -= total.base;
    commission -= total.commission;
    bounded += total.bounded;
  }
  RC_ASSERT(parts == statement.lines.size());
  RC_ASSERT(base == nothing);
  RC_ASSERT(commission == nothing);
  Money overrides = nothing;
  for (const EarnedOverride& each : statement.overrides) overrides += each.amount;
  Money pools = nothing;
  for (const EarnedPoolShare& each : statement.pools) pools += each.amount;
  for (const PersonPayout& each : statement.payouts) {
    bounded -= each.payout.earnings.commission;
    overrides -= each.payout.earnings.overrides;
    pools -= each.payout.earnings.pools;
  }
  RC_ASSERT(bounded == nothing);
  RC_ASSERT(overrides == nothing);
  RC_ASSERT(pools == nothing);
}

RC_GTEST_PROP(CommissionPlan, PartsOfASplitMakeTheLine, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding(), {.leaving = true});
  Everything all(plan);
  all.with_credits = true;
  const std::vector<SalesLine> lines = any_lines(currency);
  const CommissionStatement statement = settle(plan, lines, any_period(), all.input());
  std::map<std::size_t, std::pair<Money, Decimal>> sums;
  for (const EarnedLine& part : statement.lines) {
    auto& [base, quantity] =
        sums.try_emplace(part.line, Money::zero(currency), Decimal(0)).first->second;
    base += part.base;
    quantity = quantity + part.credited.quantity;
    RC_ASSERT(part.credited.base == part.base.amount());
  }
  for (const auto& [at, sum] : sums) {
    const SalesLine& line = lines[at];
    const bool of_profit = plan.terms().basis == CommissionBasis::gross_profit;
    Money base = of_profit ? line.net - *line.cost : line.net;
    for (const BasePart each : plan.terms().base_plus) base += *amount_of(line, each);
    for (const BasePart each : plan.terms().base_less) base -= *amount_of(line, each);
    RC_ASSERT(sum.first == base);
    RC_ASSERT(sum.second == *line.quantity);
  }
}

RC_GTEST_PROP(CommissionPlan, APayoutLosesNothing, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding());
  const Everything all(plan);
  const CommissionStatement statement =
      settle(plan, any_lines(currency), any_period(), all.input());
  const Money nothing = Money::zero(currency);
  for (const PersonPayout& each : statement.payouts) {
    const Payout& payout = each.payout;
    const Earnings& of = payout.earnings;
    const CommissionBalance& opening = payout.opening;
    const CommissionBalance& closing = payout.closing;
    RC_ASSERT(payout.payable >= of.released);
    RC_ASSERT(payout.payable + payout.held_back + payout.recovered ==
              of.commission + of.overrides + of.pools + of.corrections + of.released +
                  (closing.overpaid - opening.overpaid) - (closing.awaiting - opening.awaiting));
    RC_ASSERT(closing.held == opening.held + payout.held_back - of.released);
    RC_ASSERT(closing.draw == opening.draw + payout.advanced - payout.recovered - payout.forgiven);
    for (const Money amount : {closing.overpaid, closing.draw, closing.held, payout.repaid,
                               payout.held_back, payout.recovered, payout.forgiven})
      RC_ASSERT(amount >= nothing);
  }
}

RC_GTEST_PROP(CommissionPlan, DerivationsHoldAndEndInTheAmount, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding(), {.leaving = true});
  const Everything all(plan);
  const std::vector<SalesLine> lines = any_lines(currency);
  const CommissionStatement statement = settle(plan, lines, any_period(), all.input());
  for (const EarnedLine& line : statement.lines) {
    const Derivation derivation = explain(plan, line, lines[line.line]);
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(line.commission));
  }
  for (const EarnedTotal& total : statement.totals) {
    const Derivation derivation = explain(plan, statement, total);
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(total.bounded));
  }
  for (const PersonPayout& each : statement.payouts) {
    const Derivation derivation = explain(plan, each.payout);
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(each.payout.payable));
  }
}

RC_GTEST_PROP(CommissionPlan, BoundsAloneComeBetweenTheLinesAndTheTotal, ()) {
  // Nobody's total says that it is bounded unless the plan bounds it.
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding());
  const Everything all(plan);
  const CommissionStatement statement =
      settle(plan, any_lines(currency), any_period(), all.input());
  const PayoutTerms& terms = plan.terms().payout;
  for (const EarnedTotal& total : statement.totals) {
    bool says_so = false;
    const Derivation derivation = explain(plan, statement, total);
    for (const DerivationStep& step : derivation.steps())
      says_so |= step.label.en == "within the period's cap and floor" ||
                 step.label.en.ends_with("less what it was paid before");
    const Money of_period = total.longer ? total.longer->earned : total.bounded;
    RC_ASSERT(says_so == (of_period != total.commission));
    if (!terms.cap && !terms.floor) RC_ASSERT(of_period == total.commission);
    RC_ASSERT(total.longer.has_value() == terms.longer_period.has_value());
  }
}

// --- the same, told another way ----------------------------------------------------------------

RC_GTEST_PROP(CommissionPlan, SplittingALineChangesNoAmount, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding(),
                             {.by_line = false, .line_amounts = false, .looks_at_line = false});
  const Everything all(plan);
  std::vector<SalesLine> lines = any_lines(currency);
  RC_PRE(!lines.empty());
  const Period period = any_period();
  const CommissionStatement before = settle(plan, lines, period, all.input());
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, lines.size());
  SalesLine part = lines[at];
  part.net = any_money(-500'000, 500'000, currency);
  part.cost = any_money(-500'000, 500'000, currency);
  part.quantity = any_decimal(-300, 300, 2);
  lines[at].net -= part.net;
  *lines[at].cost -= *part.cost;
  lines[at].quantity = *lines[at].quantity - *part.quantity;
  // All of them stay with the line.
  part.tax = part.freight = part.discount = Money::zero(currency);
  lines.insert(lines.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(lines) + 1), part);
  const CommissionStatement after = settle(plan, lines, period, all.input());
  RC_ASSERT(without_counts(after.totals) == without_counts(before.totals));
  RC_ASSERT(after.overrides == before.overrides);
  RC_ASSERT(after.pools == before.pools);
  RC_ASSERT(after.payouts == before.payouts);
}

RC_GTEST_PROP(CommissionPlan, MonthsOfAQuarterMakeTheQuarter, ()) {
  const Currency currency = any_currency();
  Plan plan = any_plan(currency, any_rounding());
  PlanTerms terms = plan.terms();
  terms.accumulation = PeriodKind::quarter;
  if (terms.payout.longer_period)
    terms.payout.longer_period = coin() ? PeriodKind::half : PeriodKind::year;
  for (Accelerator& each : terms.accelerators)
    each.over = coin() ? PeriodKind::half : PeriodKind::year;
  plan = Plan(plan.name(), currency, plan.rules(), terms);
  const Everything all(plan);
  const Period quarter = Period::parse("2026Q2");
  const std::vector<SalesLine> lines = any_lines(currency, Date(2026, 3, 20), 110);
  const CommissionStatement whole = settle(plan, lines, quarter, all.input());
  std::map<std::pair<std::size_t, std::string>, Money> commissions;
  std::map<std::string, std::pair<Money, Money>> totals;
  for (const EarnedLine& line : whole.lines)
    commissions.emplace(std::pair(line.line, line.salesperson), line.commission);
  for (const EarnedTotal& total : whole.totals)
    totals.try_emplace(total.salesperson, total.base, total.bounded);
  std::map<std::pair<std::string, std::int64_t>, std::pair<Money, Money>> overrides;
  for (const EarnedOverride& each : whole.overrides)
    overrides.try_emplace({each.manager, each.level}, each.of, each.amount);
  std::vector<Money> pools;
  for (const EarnedPoolShare& each : whole.pools) pools.push_back(each.amount);
  for (const Period& month : quarter.months()) {
    const CommissionStatement part = settle(plan, lines, month, all.input());
    for (const EarnedLine& line : part.lines) {
      RC_ASSERT(line.period == month);
      RC_ASSERT(commissions.at({line.line, line.salesperson}) == line.commission);
      commissions.erase({line.line, line.salesperson});
    }
    for (const EarnedTotal& total : part.totals) {
      auto& [base, bounded] = totals.at(total.salesperson);
      base -= total.base;
      bounded -= total.bounded;
    }
    for (const EarnedOverride& each : part.overrides) {
      auto& [of, amount] = overrides.at({each.manager, each.level});
      of -= each.of;
      amount -= each.amount;
    }
    RC_ASSERT(part.pools.size() == pools.size());
    for (std::size_t i = 0; i < pools.size(); ++i) {
      RC_ASSERT(part.pools[i].salesperson == whole.pools[i].salesperson);
      pools[i] -= part.pools[i].amount;
    }
  }
  const std::pair nothing(Money::zero(currency), Money::zero(currency));
  RC_ASSERT(commissions.empty());
  for (const auto& each : totals) RC_ASSERT(each.second == nothing);
  for (const auto& each : overrides) RC_ASSERT(each.second == nothing);
  for (const Money left : pools) RC_ASSERT(left == nothing.first);
}

RC_GTEST_PROP(CommissionPlan, WhatIsNotOfTheAccumulationChangesNothing, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding());
  const Everything all(plan);
  const Period period = any_period();
  PeriodKind kind = plan.terms().payout.longer_period.value_or(plan.terms().accumulation);
  for (const Accelerator& each : plan.terms().accelerators) kind = std::max(kind, each.over);
  if (plan.terms().carry_over != CarryOver::none) kind = PeriodKind::year;
  const Date first = std::min(period.first(), Period::containing(period.first(), kind).first());
  std::vector<SalesLine> lines = any_lines(currency);
  const CommissionStatement before = settle(plan, lines, period, all.input());
  std::erase_if(lines, [&](const SalesLine& line) {
    const std::optional<Date> day = day_of(line, plan.terms().earned_on);
    return !day || *day < first || *day > period.last();
  });
  const CommissionStatement after = settle(plan, lines, period, all.input());
  RC_ASSERT(after.totals == before.totals);
  RC_ASSERT(after.payouts == before.payouts);
}

// --- more and less -----------------------------------------------------------------------------

RC_GTEST_PROP(CommissionPlan, AReturnRightAfterASaleTakesAllOfItBack, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_symmetrical_rounding());
  const Everything all(plan);
  std::vector<SalesLine> lines = any_lines(currency);
  SalesLine sale = any_line(currency, Date(2026, 12, 31), 1, false);
  lines.push_back(sale);
  SalesLine back = sale;
  back.net = -sale.net;
  back.cost = -*sale.cost;
  back.amount = -*sale.amount;
  back.quantity = -*sale.quantity;
  back.tax = -*sale.tax;
  back.freight = -*sale.freight;
  back.discount = -*sale.discount;
  lines.push_back(back);
  const CommissionStatement statement = settle(plan, lines, Period::parse("2026"), all.input());
  std::map<std::string, Money> of_person;
  for (const EarnedLine& line : statement.lines)
    if (line.line + 2 >= lines.size())
      of_person.try_emplace(line.salesperson, Money::zero(currency)).first->second +=
          line.commission;
  for (const auto& [who, sum] : of_person) RC_ASSERT(sum == Money::zero(currency));
}

RC_GTEST_PROP(CommissionPlan, RaisingASaleNeverLowersMarginalTiers, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding(),
                             {.by_line = false,
                              .line_amounts = false,
                              .looks_at_line = false,
                              .only_marginal = true,
                              .carry_over = false});
  Everything all(plan);
  all.with_credits = false;  // What the others leave of a share may be a cent less.
  std::vector<SalesLine> lines = any_lines(currency);
  RC_PRE(!lines.empty());
  const Period period = Period::parse("2026");
  const CommissionStatement before = settle(plan, lines, period, all.input());
  SalesLine& raised = lines[*rc::gen::inRange<std::size_t>(0, lines.size())];
  // Of a week that begins before the year, lines before it move where what is left of it is
  // rounded.
  RC_PRE(day_of(raised, plan.terms().earned_on).value_or(period.first()) >= period.first());
  raised.net += any_money(1, 500'000, currency);
  raised.quantity = *raised.quantity + any_decimal(0, 300, 2);
  const CommissionStatement after = settle(plan, lines, period, all.input());
  RC_ASSERT(after.totals.size() == before.totals.size());
  // Within a longer period it may take room of what comes after it, and where something accumulates
  // over that, what is rounded moves between its parts.
  const Money nothing = Money::zero(currency);
  const bool by_period = plan.terms().accelerators.empty();
  std::map<std::string, std::pair<Money, Money>> more;
  for (std::size_t i = 0; i < before.totals.size(); ++i) {
    const Money earned = after.totals[i].commission - before.totals[i].commission;
    const Money bounded = after.totals[i].bounded - before.totals[i].bounded;
    RC_ASSERT(earned >= nothing || !by_period);
    RC_ASSERT(bounded >= nothing || !by_period || plan.terms().payout.longer_period);
    auto& [all_earned, all_bounded] =
        more.try_emplace(before.totals[i].salesperson, nothing, nothing).first->second;
    all_earned += earned;
    all_bounded += bounded;
  }
  for (const auto& [who, sums] : more) {
    RC_ASSERT(sums.first >= nothing);
    RC_ASSERT(sums.second >= nothing || !by_period);
  }
}

// --- columns -----------------------------------------------------------------------------------

// Null where it is empty.
hand_made::Column texts(const std::string& name, const std::vector<SalesLine>& lines,
                        std::string SalesLine::* of) {
  hand_made::Values<std::string> values;
  for (const SalesLine& line : lines)
    values.push_back((line.*of).empty() ? std::nullopt : std::optional(line.*of));
  return coin() ? hand_made::text<std::int32_t>(name, values) : hand_made::text_view(name, values);
}

hand_made::Batch table_of(const std::vector<SalesLine>& lines) {
  std::vector<std::optional<Date>> dates;
  std::vector<std::optional<Date>> returned;
  std::vector<std::optional<Date>> written_off;
  std::vector<std::optional<Date>> credited;
  std::map<std::string, std::vector<std::optional<Date>>> other_dates;
  std::map<std::string, hand_made::Values<std::int64_t>> parts;
  hand_made::Values<std::string> currencies;
  hand_made::Values<std::int64_t> nets;
  hand_made::Values<std::int64_t> costs;
  hand_made::Values<std::int64_t> amounts;
  hand_made::Values<std::int64_t> days;
  hand_made::Values<Int128> quantities;
  hand_made::Values<Int128> prices;
  hand_made::Values<bool> firsts;
  const auto hundredths = [](const Decimal& number) {
    return round(number, 2, Rounding::exact).coefficient();
  };
  for (const SalesLine& line : lines) {
    dates.emplace_back(line.date);
    for (const EarningMoment each : {EarningMoment::order, EarningMoment::invoice,
                                     EarningMoment::shipment, EarningMoment::full_payment})
      other_dates[day_column(each)].push_back(day_of(line, each));
    for (const BasePart each : {BasePart::tax, BasePart::freight, BasePart::discount})
      parts[to_string(each)].emplace_back(amount_of(line, each)->minor());
    currencies.emplace_back(std::string(line.net.currency().code()));
    returned.push_back(line.returned);
    written_off.push_back(line.written_off);
    credited.push_back(line.credited_invoice_date);
    nets.emplace_back(line.net.minor());
    costs.emplace_back(line.cost->minor());
    amounts.emplace_back(line.amount->minor());
    days.push_back(line.days_overdue);
    quantities.emplace_back(hundredths(*line.quantity));
    prices.emplace_back(hundredths(*line.list_price));
    firsts.push_back(line.first_order);
  }
  std::vector<hand_made::Column> columns{texts("salesperson", lines, &SalesLine::salesperson),
                                         test_items::dates("date", dates),
                                         test_items::dates("returned", returned),
                                         test_items::dates("written_off", written_off),
                                         test_items::dates("credited_invoice_date", credited),
                                         hand_made::fixed<std::int64_t>("net", "l", nets),
                                         hand_made::fixed<std::int64_t>("cost", "l", costs),
                                         hand_made::fixed<std::int64_t>("amount", "l", amounts),
                                         hand_made::fixed<std::int64_t>("days_overdue", "l", days),
                                         hand_made::fixed<Int128>("quantity", "d:18,2", quantities),
                                         hand_made::fixed<Int128>("list_price", "d:18,2", prices),
                                         hand_made::booleans("first_order", firsts),
                                         texts("document", lines, &SalesLine::document),
                                         texts("order", lines, &SalesLine::order),
                                         texts("party", lines, &SalesLine::party),
                                         texts("product", lines, &SalesLine::product),
                                         texts("category", lines, &SalesLine::category),
                                         texts("region", lines, &SalesLine::region),
                                         texts("price_list", lines, &SalesLine::price_list),
                                         hand_made::text<std::int32_t>("currency", currencies)};
  for (const auto& [name, values] : other_dates)
    columns.push_back(test_items::dates(name.c_str(), values));
  for (const auto& [name, values] : parts)
    columns.push_back(hand_made::fixed<std::int64_t>(name, "l", values));
  return hand_made::batch(std::move(columns));
}

// Some lines become ones in a currency of other digits, at rates from the first day on.
ExchangeTable any_rates(std::vector<SalesLine>& lines) {
  const Currency to = lines.front().net.currency();
  const Currency from = to == BHD ? JPY : BHD;
  ExchangeTable rates;
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    const Date day = i == 1 ? Date(2020, 1, 1) : Date(2025, 11, 1) + std::int64_t{60 * i};
    const Decimal rate = any_decimal(1, 90'000, 4) + Decimal(1);
    rates.add(coin() ? ExchangeRate(from, to, rate, day) : ExchangeRate(to, from, rate, day));
  }
  const auto in_from = [&](Money amount) { return Money::from_minor(amount.minor(), from); };
  for (SalesLine& line : lines) {
    if (coin()) continue;
    line.net = in_from(line.net);
    for (auto* const each : {&line.cost, &line.amount, &line.tax, &line.freight, &line.discount})
      *each = in_from(**each);
  }
  return rates;
}

// Of a table without nulls, or with 0 for them.
template <class Number>
std::vector<std::int64_t> column(const ArrowTable& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, [](const auto& c) { return c.name; });
  const auto* values = static_cast<const Number*>(found->buffers.back().get());
  const auto* valid = static_cast<const std::uint8_t*>(found->buffers.front().get());
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < table.rows; ++i) {
    const bool is_there = valid == nullptr || ((valid[i / 8] >> (i % 8)) & 1) != 0;
    numbers.push_back(is_there ? static_cast<std::int64_t>(values[i]) : 0);
  }
  return numbers;
}

RC_GTEST_PROP(CommissionPlan, ColumnsPayWhatSettlePays, ()) {
  const Currency currency = any_currency();
  Plan plan = any_plan(currency, any_rounding(), {.orders = coin(), .leaving = true});
  PlanTerms terms = plan.terms();
  if (coin()) terms.clawback_days = *rc::gen::inRange(0, 40);
  plan = Plan(plan.name(), currency, plan.rules(), std::move(terms));
  const Everything all(plan);
  std::vector<SalesLine> lines = any_lines(currency);
  RC_PRE(!lines.empty());
  // Now and then so large that whole numbers of 64 bits do not hold what is earned.
  const std::int64_t times = *rc::gen::element<std::int64_t>(1, 1, 1, 1'000'000, 10'000'000'000);
  for (SalesLine& line : lines) {
    line.net = line.net * times;
    line.cost = *line.cost * times;
    line.days_overdue = *line.days_overdue * times;
    // Of sales nobody looks at it.
    if (line.net < Money::zero(currency) || *line.quantity < Decimal(0) || coin())
      line.returned = line.date + std::int64_t{20 + *rc::gen::inRange(0, 60)};
    if (coin()) line.credited_invoice_date = line.date - std::int64_t{*rc::gen::inRange(0, 60)};
    if (coin()) line.written_off = line.date + std::int64_t{20 + *rc::gen::inRange(0, 60)};
    if (plan.terms().looks_at_orders() && line.order.empty()) line.order = "A3";
  }
  std::optional<ExchangeTable> rates;
  if (coin()) rates = any_rates(lines);
  SettleInput input = all.input();
  input.rates = rates ? &*rates : nullptr;
  if (coin()) input.payable_until = Date(2026, 1, 1) + std::int64_t{*rc::gen::inRange(0, 400)};
  const Period period = any_period();
  const auto source = hand_made::table(hand_made::any_slices(table_of(lines)));
  const CommissionTableOptions options{.threads = *rc::gen::inRange<std::size_t>(1, 4)};
  CommissionStatement statement;
  try {
    statement = settle(plan, lines, period, input);
  } catch (const Overflow&) {
    return;
  } catch (const InvalidArgument&) {
    // Amounts that are too large in the plan's currency.
    RC_ASSERT_THROWS_AS(CommissionTable(*source, plan, period, options, input), BadTable);
    return;
  }
  const CommissionTable table(*source, plan, period, options, input);

  std::vector<std::int64_t> of_line(lines.size(), 0);
  std::vector<std::int64_t> at;
  std::vector<std::int64_t> bases;
  std::vector<std::int64_t> commissions;
  for (const EarnedLine& line : statement.lines) {
    of_line[line.line] += line.commission.minor();
    at.push_back(static_cast<std::int64_t>(line.line));
    bases.push_back(line.base.minor());
    commissions.push_back(line.commission.minor());
  }
  RC_ASSERT(column<Int128>(*table.lines(), "commission") == of_line);
  const auto credits = table.credits();
  RC_ASSERT(column<std::int64_t>(*credits, "line") == at);
  RC_ASSERT(column<Int128>(*credits, "base") == bases);
  RC_ASSERT(column<Int128>(*credits, "commission") == commissions);

  const std::vector<CommissionRow> rows = table.rows();
  RC_ASSERT(rows.size() == statement.totals.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const EarnedTotal& total = statement.totals[i];
    RC_ASSERT(std::get<std::string>(rows[i].salesperson) == total.salesperson);
    RC_ASSERT(rows[i].period == total.period);
    RC_ASSERT(rows[i].lines == static_cast<std::int64_t>(total.lines));
    RC_ASSERT(rows[i].base == total.base);
    RC_ASSERT(rows[i].commission == total.commission);
    RC_ASSERT(rows[i].bounded == total.bounded);
    RC_ASSERT(rows[i].payable == total.payable);
  }
  RC_ASSERT(table.by_rule() == statement.by_rule);
  RC_ASSERT(table.statement().overrides == statement.overrides);
  RC_ASSERT(table.statement().pools == statement.pools);
  RC_ASSERT(table.statement().payouts == statement.payouts);
  RC_ASSERT(table.statement().tie_out == statement.tie_out);
  RC_ASSERT(table.statement().exchanges == statement.exchanges);
  RC_ASSERT(table.unmatched() == statement.unmatched);
  RC_ASSERT(table.outside() == statement.outside.size());

  std::vector<EarnedLine> of_people;
  for (const CommissionRow& row : rows) {
    const auto& who = std::get<std::string>(row.salesperson);
    if (of_people.empty() || of_people.back().salesperson != who)
      for (EarnedLine& each : table.lines_of(who)) of_people.push_back(std::move(each));
  }
  std::ranges::stable_sort(of_people, {}, &EarnedLine::line);
  RC_ASSERT(of_people.size() == statement.lines.size());
  for (EarnedLine& each : of_people) {
    // What a rule does not count, columns need not know.
    const auto found = std::ranges::find_if(statement.lines, [&](const EarnedLine& line) {
      return line.line == each.line && line.salesperson == each.salesperson;
    });
    RC_ASSERT(found != statement.lines.end());
    RC_ASSERT(found->credited.base == each.credited.base);
    RC_ASSERT(found->credited.pays == each.credited.pays);
    each.credited = found->credited;
    RC_ASSERT(*found == each);
  }

  for (const EarnedLine& line : statement.lines) {
    const Derivation derivation = explain(plan, line, lines[line.line]);
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(line.commission));
    RC_ASSERT(table.explain(line.line, line.salesperson) == derivation);
  }
  for (const EarnedTotal& total : statement.totals) {
    const Derivation derivation = table.explain(total.salesperson, total.period);
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(total.bounded));
  }
}

RC_GTEST_PROP(CommissionPlan, ColumnsLeaveLinesAsideAsIfTheyWereNotThere, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding(), {.orders = coin(), .leaving = true});
  const Everything all(plan);
  std::vector<SalesLine> lines = any_lines(currency);
  RC_PRE(!lines.empty());
  for (SalesLine& line : lines)
    if (plan.terms().looks_at_orders() && line.order.empty()) line.order = "A3";
  std::optional<ExchangeTable> rates;
  if (coin()) rates = any_rates(lines);
  SettleInput input = all.input();
  input.rates = rates ? &*rates : nullptr;
  const Period period = any_period();
  const auto source = hand_made::table(hand_made::any_slices(table_of(lines)));
  CommissionTableOptions options{.threads = *rc::gen::inRange<std::size_t>(1, 4)};
  std::vector<SalesLine> others;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (coin())
      options.left_aside.push_back(i);
    else
      others.push_back(lines[i]);
  const CommissionStatement statement = settle(plan, others, period, input);
  const CommissionTable table(*source, plan, period, options, input);
  RC_ASSERT(table.statement().totals == statement.totals);
  RC_ASSERT(table.by_rule() == statement.by_rule);
  RC_ASSERT(table.statement().overrides == statement.overrides);
  RC_ASSERT(table.statement().pools == statement.pools);
  RC_ASSERT(table.statement().payouts == statement.payouts);
}

RC_GTEST_PROP(CommissionPlan, PartsOfThePeopleMakeTheWhole, ()) {
  const Currency currency = any_currency();
  const Plan plan = any_plan(currency, any_rounding(), {.orders = coin()});
  Everything all(plan);
  all.with_credits = false;  // Lines go to other people.
  std::vector<SalesLine> lines = any_lines(currency);
  RC_PRE(!lines.empty());
  for (SalesLine& line : lines)
    if (plan.terms().looks_at_orders() && line.order.empty()) line.order = "A3";
  std::optional<ExchangeTable> rates;
  if (coin()) rates = any_rates(lines);
  SettleInput input = all.input();
  input.rates = rates ? &*rates : nullptr;
  const Period period = any_period();
  CommissionStatement whole = settle(plan, lines, period, input);

  input.openings = {};
  std::map<std::string, std::size_t> part_of;
  std::array<std::vector<SalesLine>, 3> divided;
  for (const SalesLine& line : lines) {
    const auto part =
        part_of.try_emplace(line.salesperson, *rc::gen::inRange<std::size_t>(0, 3)).first->second;
    divided[part].push_back(line);
  }
  std::optional<CommissionPart> sum;
  for (const std::vector<SalesLine>& of : divided) {
    if (of.empty()) continue;
    const auto source = hand_made::table(hand_made::any_slices(table_of(of)));
    const CommissionTableOptions options{.threads = *rc::gen::inRange<std::size_t>(1, 4)};
    const CommissionPart part = CommissionTable(*source, plan, period, options, input).part();
    sum = !sum ? part : coin() ? *sum + part : part + *sum;
  }
  const CommissionStatement finished = finish(*sum, {.team = &all.team, .openings = all.openings});
  whole.lines.clear();
  whole.unmatched.clear();
  whole.outside.clear();
  whole.uncounted.clear();
  RC_ASSERT(finished == whole);
  if (!sum->earned.empty()) RC_ASSERT_THROWS_AS(*sum + *sum, InvalidArgument);
}

}  // namespace
}  // namespace o2c

#include "settled_lines.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <tuple>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"

#include "pay_curve.hpp"
#include "placed_lines.hpp"
#include "plain_lines.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

std::vector<std::uint16_t> spans_by_day(std::span<const SettledSpan> spans) {
  std::vector<std::uint16_t> of_day;
  for (std::size_t i = 0; i < spans.size(); ++i)
    of_day.resize(of_day.size() + static_cast<std::size_t>(spans[i].last - spans[i].first + 1),
                  static_cast<std::uint16_t>(i));
  return of_day;
}

bool is_plain(const Plan& plan) { return plan.is_plain() && plan.rules().size() == 1; }

std::size_t accumulations(std::span<const SettledSpan> spans) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < spans.size(); ++i) count += ends_accumulation(spans, i) ? 1U : 0U;
  return count;
}

// Accounts that stay in the cache.
std::size_t people_in_cache(const Plan& plan) {
  constexpr std::size_t plain_accounts = 12'288;  // Of 24 bytes.
  constexpr std::size_t ruled_accounts = 16'384;  // Of 64.
  return is_plain(plan) ? plain_accounts
                        : std::max<std::size_t>(1, ruled_accounts / plan.paying_rules().size());
}

}  // namespace

SettledLines::SettledLines(const Plan& plan, const LineWays& ways, const CreditedLines& lines,
                           std::span<const SettledSpan> spans, std::size_t people,
                           int quantity_digits, const PersonTargets& targets, std::size_t threads)
    : plan_(&plan),
      ways_(&ways),
      lines_(&lines),
      spans_(spans),
      span_of_day_(spans_by_day(spans)),
      is_plain_(is_plain(plan)),
      places_(lines, {.days = span_of_day_.size(),
                      .people = people,
                      .people_in_cache = people_in_cache(plan),
                      .runs = is_plain_ ? accumulations(spans) : 1,
                      .may_keep_order = is_plain_ && PayCurve(plan).goes_by_base(),
                      .threads = threads}),
      targets_(targets),
      quantity_digits_(quantity_digits),
      commissions_(places_),
      accelerators_of_(plan.rules().size()),
      by_rule_(plan.rules().size(), 0) {
  for (std::size_t rule = 0; rule < rules(); ++rule)
    for (std::size_t by = rules(); by < accounts(); ++by)
      if (plan.is_paid_by(rule, by)) accelerators_of_[rule].push_back(by);
  make_curves(quantity_digits);
  refuse_people_without_target();
  try {
    if (is_plain_)
      settle_plain();
    else
      settle_by_rules();
  } catch (const Overflow&) {
    throw_at_first_line();
  } catch (const InexactResult&) {
    throw_at_first_line();
  }
}

void SettledLines::make_curves(int quantity_digits) {
  if (is_plain_) {
    curves_.emplace_back(*plan_, plan_->rules().front(), *ways_, quantity_digits);
    return;
  }
  bool over_targets = false;
  for (const PlanRule& rule : plan_->paying_rules()) {
    curves_.emplace_back(*plan_, rule, *ways_, quantity_digits);
    over_targets |= rule.runs_over_target();
  }
  if (!over_targets) return;
  std::map<std::tuple<PeriodKind, std::optional<Money>, std::optional<Decimal>>,
           std::vector<std::uint32_t>>
      of_target;
  for (const auto& [who, target] : targets_) {
    std::vector<std::uint32_t>& curves = of_target[{who.kind, target.target, target.quantity}];
    if (curves.empty())
      for (std::size_t i = 0; i < accounts(); ++i) {
        PlanRule rule = plan_->paying_rules()[i];
        curves.push_back(static_cast<std::uint32_t>(i));
        const std::optional<Decimal> number = target.of(rule.tiers_over);
        if (!rule.runs_over_target() || !number || who.kind != plan_->accumulation_of(i)) continue;
        rule.schedule = rule.schedule.for_target(*number);
        curves.back() = static_cast<std::uint32_t>(curves_.size());
        curves_.emplace_back(*plan_, rule, *ways_, quantity_digits);
      }
    curves_of_targets_.emplace(who, curves);
  }
}

std::uint32_t SettledLines::curve_of(std::uint32_t person, std::size_t rule,
                                     std::size_t span) const {
  if (!plan_->paying_rules()[rule].runs_over_target()) return static_cast<std::uint32_t>(rule);
  return curves_of_targets_.at({person, accumulation_of(span, rule)})[rule];
}

const RuleCurve& SettledLines::curve(std::size_t line, std::size_t paying_rule) const {
  return curves_[curve_of(lines_->person(line), paying_rule, span(lines_->day(line)))];
}

std::optional<Decimal> SettledLines::target(std::size_t line, std::size_t paying_rule) const {
  if (!plan_->paying_rules()[paying_rule].runs_over_target()) return std::nullopt;
  return target_of(lines_->person(line), paying_rule, accumulation(line, paying_rule));
}

void SettledLines::refuse_people_without_target() const {
  const bool over_targets = std::ranges::any_of(
      plan_->paying_rules(), [](const PlanRule& rule) { return rule.runs_over_target(); });
  if (!over_targets) return;
  std::map<PersonPeriod, PeopleWithoutTarget::Line> first_lines;
  const auto look = [&](std::size_t line, std::size_t row, std::size_t by) {
    const PlanRule& rule = plan_->paying_rules()[by];
    if (!rule.runs_over_target()) return;
    const Period period = accumulation(line, by);
    if (target_of(lines_->person(line), by, period)) return;
    const PeopleWithoutTarget::Line at{lines_->days[row], row, rule.tiers_over, period};
    const auto found = first_lines.try_emplace({lines_->person(line), period}, at).first;
    if (std::pair(at.day, at.row) < std::pair(found->second.day, found->second.row))
      found->second = at;
  };
  lines_->for_lines(0, lines_->rows, [&](std::size_t line, std::size_t row) {
    if (!lines_->counts(line)) return;
    const std::size_t rule = ways_->rule(lines_->ways[row]);
    look(line, row, rule);
    for (const std::size_t by : accelerators_of_[rule]) look(line, row, by);
  });
  if (!first_lines.empty()) throw PeopleWithoutTarget{std::move(first_lines)};
}

void SettledLines::settle_plain() {
  totals_ = settle_plain_lines(*plan_, places_, spans_, commissions_);
  for (const SpanTotal& each : totals_)
    if (!spans_[each.span].earlier) by_rule_.front() += each.commission;
}

void SettledLines::settle_by_rules() {
  if (lines_->quantities.size() > 0) quantities_ = room_for<std::int64_t>(places_.size());
  if (accounts() > rules())
    on_top_ = room_for<std::int64_t>((accounts() - rules()) * places_.size());
  using Packed = PackedLines<9>;
  if (Packed::hold(lines_->base_bits, places_.people_of_part() * accounts(), ways_->count())) {
    settle_parts(Packed(commissions_.by_place()));
  } else {
    auto wide = room_for<PlacedLine>(places_.size());
    settle_parts(WideLines(wide.data()));
  }
  quantities_ = {};
}

template <class Run>
void SettledLines::for_parts(const Run& run) const {
  std::atomic<std::size_t> next = 0;
  run_threads(places_.threads(), [&](std::size_t) {
    for (std::size_t part = next++; part < places_.parts(); part = next++) run(part);
  });
}

template <class Placed>
void SettledLines::settle_parts(const Placed& placed) {
  std::vector<Totals> of_part(places_.parts());
  std::vector<std::uint8_t> exactly(places_.parts(), 0);
  place(placed, [](std::uint32_t) { return true; });
  for_parts([&](std::size_t part) {
    exactly[part] = settle_part(placed, part, false, of_part[part]) ? 0 : 1;
  });
  if (std::ranges::count(exactly, 0) != std::ssize(exactly)) {
    // What they earn may stand where they stood.
    place(placed, [&](std::uint32_t person) { return exactly[places_.part_of(person)] != 0; });
    for_parts([&](std::size_t part) {
      if (exactly[part] != 0) settle_part(placed, part, true, of_part[part]);
    });
  }
  for (const Totals& each : of_part) {
    totals_.insert(totals_.end(), each.totals.begin(), each.totals.end());
    for (std::size_t rule = 0; rule < rules(); ++rule) by_rule_[rule] += each.by_rule[rule];
  }
}

// Puts lines of the people who are wanted into their places.
template <class Placed, class Wanted>
void SettledLines::place(const Placed& placed, const Wanted& is_wanted) {
  places_.for_lines([=](std::size_t at) { placed.fetch(at); },
                    [&](std::size_t) {
                      return [=, lines = lines_, of = lines_->of_rows(), ways = ways_,
                              part_bits = places_.part_bits(), way_of = lines_->ways.data(),
                              quantity = quantities_.data(),
                              count = static_cast<std::uint32_t>(accounts())](
                                 std::size_t line, std::size_t row, std::size_t at) {
                        const std::uint32_t person = of.person(line, row);
                        if (!is_wanted(person)) return;
                        const std::uint32_t way = way_of[row];
                        placed.put(at, {.base = of.base(line, row),
                                        .account = (person >> part_bits) * count +
                                                   static_cast<std::uint32_t>(ways->rule(way)),
                                        .way = way});
                        if (quantity != nullptr) quantity[at] = lines->quantity(line);
                      };
                    });
}

std::int64_t SettledLines::pay_exactly(const RuleCurve& curve, Accumulated& accumulated,
                                       const WholeLine& line) const {
  NoTrace no_trace;
  return plan_->commission(curve.rule(), accumulated, curve.credited(line), no_trace).minor();
}

// Whether whole numbers did; if not, the part has to be settled again, exactly.
template <class Placed>
bool SettledLines::settle_part(const Placed& placed, std::size_t part, bool exactly, Totals& into) {
  std::vector<RuleAccount> held(places_.people_of_part() * accounts());
  // What accumulates where whole numbers do not do.
  std::vector<Accumulated> exact(exactly ? held.size() : 0);
  into = {.by_rule = std::vector<Int128>(rules(), 0)};
  // Copies, since what is written might be them.
  std::int64_t* const commissions = commissions_.by_place();
  const std::int64_t* const quantities = quantities_.data();
  std::int64_t* const on_top = on_top_.data();
  const RuleCurve* const curves = curves_.data();
  constexpr std::size_t lines_ahead = 8;  // Whose accounts are fetched.
  std::size_t day = 0;
  for (std::size_t span = 0; span < spans_.size(); ++span) {
    const auto days = static_cast<std::size_t>(spans_[span].last - spans_[span].first + 1);
    const std::size_t end = places_.begin(part, day + days);
    const auto pay = [&](std::size_t number, const WholeLine& line) -> std::optional<std::int64_t> {
      RuleAccount& account = held[number];
      if (account.curve == 0)
        account.curve =
            curve_of(places_.person(part, number / accounts()), number % accounts(), span) + 1;
      const RuleCurve& curve = curves[account.curve - 1];
      if (exactly) return pay_exactly(curve, exact[number], line);
      return curve.is_whole() ? curve.pay(account, line) : std::nullopt;
    };
    for (std::size_t place = places_.begin(part, day); place < end; ++place) {
      __builtin_prefetch(&held[placed[std::min(place + lines_ahead, end - 1)].account], 1);
      const PlacedLine of = placed[place];
      RuleAccount& account = held[of.account];
      const WholeLine line{.base = of.base,
                           .quantity = quantities == nullptr ? 0 : quantities[place],
                           .way = of.way};
      std::optional<std::int64_t> pays = pay(of.account, line);
      if (!pays) return false;
      if (on_top != nullptr) {
        const std::size_t rule = of.account % accounts();
        for (const std::size_t by : accelerators_of_[rule]) {
          const std::optional<std::int64_t> more = pay(of.account - rule + by, line);
          if (!more) return false;
          on_top[on_top_at(by, place)] = *more;
          if (__builtin_add_overflow(*pays, *more, &*pays))
            throw_overflow("what a person earns in a period");
        }
      }
      commissions[place] = *pays;
      if (__builtin_add_overflow(account.base, line.base, &account.base) ||
          __builtin_add_overflow(account.commission, *pays, &account.commission))
        throw_overflow("what a person earns in a period");
      ++account.lines;
    }
    day += days;
    add_span(held, span, part, into);
    if (ends_accumulation(spans_, span) && !end_accumulations(held, exact, span, part))
      return false;
  }
  return true;
}

// What is carried over stands in the accounts that the next span begins with; what accelerators
// accumulate goes on within their periods. Returns whether it fits.
bool SettledLines::end_accumulations(std::span<RuleAccount> held, std::span<Accumulated> exact,
                                     std::size_t span, std::size_t part) const {
  if (span + 1 == spans_.size()) return true;
  const CarryOver how = plan_->terms().carry_over;
  const bool carries = how != CarryOver::none &&
                       !ends_carrying(spans_[span].accumulation, spans_[span + 1].accumulation);
  std::vector<std::uint8_t> ends(accounts());
  for (std::size_t by = 0; by < ends.size(); ++by)
    ends[by] = accumulation_of(span, by) != accumulation_of(span + 1, by) ? 1 : 0;
  for (std::size_t i = 0; i < held.size(); ++i) {
    const std::size_t rule = i % accounts();
    if (ends[rule] == 0) continue;
    const std::int64_t measure = std::exchange(held[i], RuleAccount()).measure;
    const Accumulated accumulated =
        exact.empty() ? Accumulated() : std::exchange(exact[i], Accumulated());
    if (!carries || rule >= rules() || !plan_->rules()[rule].runs_over_target()) continue;
    const Decimal target =
        target_of(places_.person(part, i / accounts()), rule, spans_[span].accumulation)
            .value_or(0);
    if (!exact.empty()) {
      exact[i].measure = carried_on(how, Decimal(accumulated.measure - target));
      continue;
    }
    const int digits =
        plan_->rules()[rule].runs_over_quantity() ? quantity_digits_ : plan_->currency().digits();
    Int128 units = normalized(target).coefficient();
    std::int64_t beyond = 0;
    if (normalized(target).scale() > digits ||
        !detail::scale_up_fits(units, digits - normalized(target).scale()) ||
        __builtin_sub_overflow(Int128{measure}, units, &beyond))
      return false;
    held[i].measure = carried_on(how, beyond);
  }
  return true;
}

// What each person's lines of a span come to, by all rules.
void SettledLines::add_span(std::span<RuleAccount> held, std::size_t span, std::size_t part,
                            Totals& into) const {
  for (std::size_t i = 0; i < held.size(); i += accounts()) {
    SpanTotal total{.person = places_.person(part, i / accounts()),
                    .span = static_cast<std::uint16_t>(span),
                    .lines = 0,
                    .base = 0,
                    .commission = 0};
    for (std::size_t rule = 0; rule < rules(); ++rule) {
      RuleAccount& account = held[i + rule];
      if (account.lines == 0) continue;
      if (__builtin_add_overflow(total.base, std::exchange(account.base, 0), &total.base) ||
          __builtin_add_overflow(total.commission, account.commission, &total.commission))
        throw_overflow("what a person earns in a period");
      if (!spans_[span].earlier) into.by_rule[rule] += account.commission;
      total.lines += std::exchange(account.lines, 0U);
      account.commission = 0;
    }
    if (total.lines > 0) into.totals.push_back(total);
  }
}

// Which part fails first depends on the threads; the first line that does, by day and place, does
// not.
void SettledLines::throw_at_first_line() const {
  std::vector<std::size_t> order;
  for (std::size_t line = 0; line < lines_->count(); ++line)
    if (lines_->counts(line)) order.push_back(line);
  std::ranges::sort(order, {}, [&](std::size_t line) { return lines_->order(line); });
  struct Sums {
    Money base;
    Money commission;
  };
  std::map<std::tuple<std::uint32_t, std::size_t, Period>, Accumulated> accumulated;
  std::map<std::tuple<std::uint32_t, std::uint16_t>, Sums> sums;
  for (const std::size_t line : order) {
    const std::size_t rule = is_plain_ ? 0 : ways_->rule(lines_->way(line));
    try {
      const RuleCurve& by = curve(line);
      const std::uint32_t person = lines_->person(line);
      const Period accumulation = span_of(line).accumulation;
      const auto [account, is_new] = accumulated.try_emplace({person, rule, accumulation});
      if (is_new)
        account->second.measure =
            carried(person, rule, accumulation, [&](const Period& each) -> std::optional<Decimal> {
              const auto found = accumulated.find({person, rule, each});
              if (found == accumulated.end()) return std::nullopt;
              return found->second.measure;
            });
      const Currency& currency = plan_->currency();
      Money pays =
          Money::from_minor(pay_exactly(by, account->second, lines_->whole(line)), currency);
      for (const std::size_t top : accelerators_of_[rule])
        pays += Money::from_minor(
            pay_exactly(curve(line, top), accumulated[{person, top, this->accumulation(line, top)}],
                        lines_->whole(line)),
            currency);
      const Money nothing = Money::zero(plan_->currency());
      Sums& sum =
          sums.try_emplace({lines_->person(line), span(lines_->day(line))}, Sums{nothing, nothing})
              .first->second;
      sum.base += Money::from_minor(lines_->base(line), plan_->currency());
      sum.commission += pays;
    } catch (const Error&) {
      throw FailingLine{line, std::current_exception()};
    }
  }
  throw_overflow("what a person earns in a period");
}

}  // namespace o2c::inline v1

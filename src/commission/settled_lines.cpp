#include "settled_lines.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <string>
#include <tuple>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

// Thrown where a whole number does not fit: the lines are settled again by the plan itself.
struct DoesNotFit {};

std::vector<std::uint16_t> spans_by_day(std::span<const SettledSpan> spans) {
  std::vector<std::uint16_t> of_day;
  for (std::size_t i = 0; i < spans.size(); ++i)
    of_day.resize(of_day.size() + static_cast<std::size_t>(spans[i].last - spans[i].first + 1),
                  static_cast<std::uint16_t>(i));
  return of_day;
}

bool ends_accumulation(std::span<const SettledSpan> spans, std::size_t span) {
  return span + 1 == spans.size() || spans[span + 1].accumulation != spans[span].accumulation;
}

bool is_plain(const Plan& plan) { return plan.is_plain() && plan.rules().size() == 1; }

// Accounts that stay in the cache.
std::size_t people_in_cache(const Plan& plan) {
  constexpr std::size_t plain_accounts = 8'192;  // Of 24 bytes.
  constexpr std::size_t ruled_accounts = 3'072;  // Of 64.
  return is_plain(plan) ? plain_accounts
                        : std::max<std::size_t>(1, ruled_accounts / plan.rules().size());
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
      threads_(threads),
      is_plain_(is_plain(plan)),
      parts_(std::bit_ceil(std::max(threads, people / people_in_cache(plan) + 1))),
      part_bits_(static_cast<unsigned>(std::countr_zero(parts_))),
      people_of_part_(people / parts_ + 1),
      targets_(targets),
      by_rule_(plan.rules().size(), 0) {
  give_places();
  make_curves(quantity_digits, targets);
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

// Where the lines of each bucket begin, those of each thread, too.
void SettledLines::give_places() {
  const std::size_t days = span_of_day_.size();
  const std::size_t buckets = parts_ * days;
  first_places_.assign(threads_, std::vector<std::size_t>(buckets, 0));
  run_threads(threads_, [&](std::size_t t) {
    std::vector<std::size_t>& counts = first_places_[t];
    const std::size_t mask = parts_ - 1;
    lines_->for_lines(first_row(t), first_row(t + 1), [&](std::size_t line, std::size_t row) {
      const std::uint16_t day = lines_->days[row];
      if (day < CreditedLines::not_counted) ++counts[(lines_->person(line) & mask) * days + day];
    });
  });
  begins_.assign(buckets + 1, 0);
  std::size_t total = 0;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    begins_[bucket] = total;
    for (std::vector<std::size_t>& of_thread : first_places_)
      total += std::exchange(of_thread[bucket], total);
  }
  begins_.back() = total;
  commissions_ = room_for<std::int64_t>(total);
}

void SettledLines::make_curves(int quantity_digits, const PersonTargets& targets) {
  if (is_plain_) {
    curves_.emplace_back(*plan_, plan_->rules().front(), *ways_, quantity_digits);
    return;
  }
  bool over_targets = false;
  for (const PlanRule& rule : plan_->rules()) {
    curves_.emplace_back(*plan_, rule, *ways_, quantity_digits);
    over_targets |= rule.tiers_over == TierMeasure::attainment;
  }
  if (!over_targets) return;
  std::map<Money, std::vector<std::uint32_t>> of_target;
  for (const auto& [who, target] : targets) {
    std::vector<std::uint32_t>& curves = of_target[target];
    if (curves.empty())
      for (std::size_t i = 0; i < rules(); ++i) {
        PlanRule rule = plan_->rules()[i];
        curves.push_back(static_cast<std::uint32_t>(i));
        if (rule.tiers_over != TierMeasure::attainment) continue;
        rule.schedule = rule.schedule.for_target(target.amount());
        curves.back() = static_cast<std::uint32_t>(curves_.size());
        curves_.emplace_back(*plan_, rule, *ways_, quantity_digits);
      }
    curves_of_targets_.emplace(who, curves);
  }
}

std::uint32_t SettledLines::curve_of(std::uint32_t person, std::size_t rule,
                                     std::size_t span) const {
  if (plan_->rules()[rule].tiers_over != TierMeasure::attainment)
    return static_cast<std::uint32_t>(rule);
  return curves_of_targets_.at({person, spans_[span].accumulation})[rule];
}

const RuleCurve& SettledLines::curve(std::size_t line) const {
  const std::size_t rule = is_plain_ ? 0 : ways_->rule(lines_->way(line));
  return curves_[curve_of(lines_->person(line), rule, span(lines_->day(line)))];
}

std::optional<Money> SettledLines::target(std::size_t line) const {
  if (is_plain_ || curve(line).rule().tiers_over != TierMeasure::attainment) return std::nullopt;
  return targets_.at({lines_->person(line), span_of(line).accumulation});
}

void SettledLines::refuse_people_without_target() const {
  const bool over_targets = std::ranges::any_of(plan_->rules(), [](const PlanRule& rule) {
    return rule.tiers_over == TierMeasure::attainment;
  });
  if (!over_targets) return;
  std::map<std::pair<std::uint32_t, Period>, std::pair<std::uint16_t, std::size_t>> first_lines;
  lines_->for_lines(0, lines_->rows, [&](std::size_t line, std::size_t row) {
    if (!lines_->counts(line) ||
        plan_->rules()[ways_->rule(lines_->ways[row])].tiers_over != TierMeasure::attainment)
      return;
    const std::pair key(lines_->person(line), span_of(line).accumulation);
    if (targets_.contains(key)) return;
    const std::pair at(lines_->days[row], row);
    const auto found = first_lines.try_emplace(key, at).first;
    found->second = std::min(found->second, at);
  });
  if (!first_lines.empty()) throw PeopleWithoutTarget{std::move(first_lines)};
}

template <class Run>
void SettledLines::for_parts(const Run& run) {
  std::vector<Totals> of_part(parts_);
  std::atomic<std::size_t> next = 0;
  run_threads(threads_, [&](std::size_t) {
    for (std::size_t part = next++; part < parts_; part = next++) {
      of_part[part].by_rule.assign(rules(), 0);
      run(part, of_part[part]);
    }
  });
  for (const Totals& each : of_part) {
    totals_.insert(totals_.end(), each.totals.begin(), each.totals.end());
    for (std::size_t rule = 0; rule < rules(); ++rule) by_rule_[rule] += each.by_rule[rule];
  }
}

void SettledLines::settle_plain() {
  auto persons = room_for<std::uint32_t>(commissions_.size());
  // A line's base stands where its commission will.
  for_places([&](std::size_t) {
    return [lines = lines_, line_base = commissions_.data(), line_person = persons.data(),
            bits = part_bits_](std::size_t line, std::size_t, std::size_t place) {
      line_base[place] = lines->base(line);
      line_person[place] = lines->person(line) >> bits;
    };
  });
  const PayCurve curve(*plan_);
  for_parts([&](std::size_t part, Totals& into) {
    settle_plain_part(curve, part, persons.data(), into);
  });
}

void SettledLines::settle_plain_part(const PayCurve& curve, std::size_t part,
                                     const std::uint32_t* persons, Totals& into) {
  struct Account {
    PayCurve::Point point{};
    std::int64_t lines = 0;
  };
  std::vector<Account> accounts(people_of_part_);
  std::vector<PayCurve::Point> marks;  // Where accounts stood when the span began.
  const std::size_t first_bucket = part * span_of_day_.size();
  std::size_t day = 0;
  for (std::size_t span = 0; span < spans_.size(); ++span) {
    const auto days = static_cast<std::size_t>(spans_[span].last - spans_[span].first + 1);
    const std::size_t end = begins_[first_bucket + day + days];
    for (std::size_t place = begins_[first_bucket + day]; place < end; ++place) {
      Account& account = accounts[persons[place]];
      commissions_[place] = curve.pay(account.point, commissions_[place]);
      ++account.lines;
    }
    day += days;
    const bool ends = ends_accumulation(spans_, span);
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      Account& account = accounts[i];
      if (account.lines > 0) {
        const PayCurve::Point mark = marks.empty() ? PayCurve::Point() : marks[i];
        std::int64_t base = 0;
        std::int64_t commission = 0;
        if (__builtin_sub_overflow(account.point.base, mark.base, &base) ||
            __builtin_sub_overflow(account.point.paid, mark.paid, &commission))
          throw_overflow("what a person earns in a period");
        into.totals.push_back({.person = static_cast<std::uint32_t>(i << part_bits_ | part),
                               .span = static_cast<std::uint16_t>(span),
                               .lines = account.lines,
                               .base = base,
                               .commission = commission});
        if (!spans_[span].earlier) into.by_rule.front() += commission;
      }
      account.lines = 0;
      if (ends) account.point = {};
    }
    marks.clear();
    if (!ends)
      for (const Account& account : accounts) marks.push_back(account.point);
  }
}

void SettledLines::settle_by_rules() {
  const std::size_t places = commissions_.size();
  auto placed = room_for<PlacedLine>(places);
  PageArray<std::int64_t> quantities;
  if (lines_->quantities.size() > 0) quantities = room_for<std::int64_t>(places);
  for_places([&](std::size_t) {
    return [lines = lines_, ways = ways_, line_of = placed.data(),
            quantity = quantities.size() > 0 ? quantities.data() : nullptr,
            count = static_cast<std::uint32_t>(rules()),
            bits = part_bits_](std::size_t line, std::size_t row, std::size_t place) {
      const std::uint32_t way = lines->ways[row];
      line_of[place] = {.base = lines->base(line),
                        .account = (lines->person(line) >> bits) * count +
                                   static_cast<std::uint32_t>(ways->rule(way)),
                        .way = way};
      if (quantity != nullptr) quantity[place] = lines->quantity(line);
    };
  });
  for_parts([&](std::size_t part, Totals& into) {
    settle_part(part, placed.data(), quantities.size() > 0 ? quantities.data() : nullptr, into);
  });
}

std::int64_t SettledLines::pay_exactly(const RuleCurve& curve, Accumulated& accumulated,
                                       const WholeLine& line) const {
  NoTrace no_trace;
  return plan_->commission(curve.rule(), accumulated, curve.credited(line), no_trace).minor();
}

void SettledLines::settle_part(std::size_t part, const PlacedLine* lines,
                               const std::int64_t* quantities, Totals& into) {
  std::vector<RuleAccount> held(people_of_part_ * rules());
  // What accumulates where whole numbers do not do.
  std::vector<Accumulated> exact;
  const std::size_t first_bucket = part * span_of_day_.size();
  const auto person = [&](std::size_t account) {
    return static_cast<std::uint32_t>(account / rules() << part_bits_ | part);
  };
  const auto run = [&](bool exactly) {
    std::ranges::fill(held, RuleAccount());
    into = {.by_rule = std::vector<Int128>(rules(), 0)};
    std::size_t day = 0;
    for (std::size_t span = 0; span < spans_.size(); ++span) {
      const auto days = static_cast<std::size_t>(spans_[span].last - spans_[span].first + 1);
      const std::size_t end = begins_[first_bucket + day + days];
      for (std::size_t place = begins_[first_bucket + day]; place < end; ++place) {
        const PlacedLine& placed = lines[place];
        RuleAccount& account = held[placed.account];
        const WholeLine line{.base = placed.base,
                             .quantity = quantities == nullptr ? 0 : quantities[place],
                             .way = placed.way};
        if (account.curve == 0)
          account.curve = curve_of(person(placed.account), placed.account % rules(), span) + 1;
        const RuleCurve& curve = curves_[account.curve - 1];
        std::int64_t pays = 0;
        if (exactly) {
          pays = pay_exactly(curve, exact[placed.account], line);
        } else {
          const std::optional<std::int64_t> whole =
              curve.is_whole() ? curve.pay(account, line) : std::nullopt;
          if (!whole) throw DoesNotFit{};
          pays = *whole;
        }
        commissions_[place] = pays;
        if (__builtin_add_overflow(account.base, line.base, &account.base) ||
            __builtin_add_overflow(account.commission, pays, &account.commission))
          throw_overflow("what a person earns in a period");
        ++account.lines;
      }
      day += days;
      add_span(held, span, part, into);
      if (!ends_accumulation(spans_, span)) continue;
      std::ranges::fill(held, RuleAccount());
      std::ranges::fill(exact, Accumulated());
    }
  };
  try {
    run(false);
  } catch (const DoesNotFit&) {
    exact.assign(held.size(), Accumulated());
    run(true);
  }
}

// What each person's lines of a span come to, by all rules.
void SettledLines::add_span(std::span<RuleAccount> held, std::size_t span, std::size_t part,
                            Totals& into) const {
  for (std::size_t i = 0; i < held.size(); i += rules()) {
    SpanTotal total{.person = static_cast<std::uint32_t>(i / rules() << part_bits_ | part),
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
  std::map<std::tuple<std::uint32_t, Period, std::size_t>, Accumulated> accumulated;
  std::map<std::tuple<std::uint32_t, std::uint16_t>, Sums> sums;
  for (const std::size_t line : order) {
    const std::size_t rule = is_plain_ ? 0 : ways_->rule(lines_->way(line));
    try {
      const RuleCurve& by = curve(line);
      const std::int64_t pays =
          pay_exactly(by, accumulated[{lines_->person(line), span_of(line).accumulation, rule}],
                      lines_->whole(line));
      const Money nothing = Money::zero(plan_->currency());
      Sums& sum =
          sums.try_emplace({lines_->person(line), span(lines_->day(line))}, Sums{nothing, nothing})
              .first->second;
      sum.base += Money::from_minor(lines_->base(line), plan_->currency());
      sum.commission += Money::from_minor(pays, plan_->currency());
    } catch (const Error&) {
      throw FailingLine{line, std::current_exception()};
    }
  }
  throw_overflow("what a person earns in a period");
}

}  // namespace o2c::inline v1

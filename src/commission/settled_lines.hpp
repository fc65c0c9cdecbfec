#pragma once

// What many lines earn, in whole numbers. Private to src/commission.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"

#include "carried_over.hpp"
#include "credited_lines.hpp"
#include "line_commissions.hpp"
#include "line_places.hpp"
#include "line_ways.hpp"
#include "rule_curve.hpp"
#include "span_total.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {

/// A person's period: one of some kind.
struct PersonPeriod {
  PersonPeriod(std::uint32_t who, const Period& period)
      : person(who), kind(period.kind()), first(period.first()) {}

  std::uint32_t person;
  PeriodKind kind;
  Date first;

  friend auto operator<=>(const PersonPeriod&, const PersonPeriod&) = default;
};

/// Who has which target.
using PersonTargets = std::map<PersonPeriod, SalesTarget>;

/// Thrown for people whose lines count towards targets that they do not have.
struct PeopleWithoutTarget {
  /// The first, by day.
  struct Line {
    std::uint16_t day;
    std::size_t row;
    TierMeasure tiers_over;
    Period period;
  };

  std::map<PersonPeriod, Line> first_lines;
};

/// Thrown for the first line that cannot be paid.
struct FailingLine {
  std::size_t line;
  std::exception_ptr error;
};

/// Settles lines: those of a bucket of people side by side, by day, so that what these have
/// accumulated is in the cache when it is looked at.
class SettledLines {
 public:
  /// All have to outlive it but `targets`. Throws PeopleWithoutTarget, FailingLine.
  SettledLines(const Plan& plan, const LineWays& ways, const CreditedLines& lines,
               std::span<const SettledSpan> spans, std::size_t people, int quantity_digits,
               const PersonTargets& targets, std::size_t threads);

  /// Those of an account by span, the accounts in no particular order; earlier spans included.
  [[nodiscard]] const std::vector<SpanTotal>& totals() const noexcept { return totals_; }
  /// What lines of the settled period earn by each rule, with what accelerators pay on them.
  [[nodiscard]] const std::vector<Int128>& commissions_by_rule() const noexcept { return by_rule_; }
  [[nodiscard]] std::uint16_t span(std::uint16_t day) const noexcept { return span_of_day_[day]; }
  [[nodiscard]] const SettledSpan& span_of(std::size_t line) const noexcept {
    return spans_[span_of_day_[lines_->day(line)]];
  }

  /// Calls what `use(thread)` gives with (line, row, commission) of each line that counts: each
  /// thread for its share of the rows, row by row.
  template <class Use>
  void for_commissions(const Use& use) const {
    commissions_.with_values([&](const auto* commission) {
      // Into the second cache: the first one's lines are all being read.
      places_.for_lines([=](std::size_t place) { __builtin_prefetch(commission + place, 0, 2); },
                        [&](std::size_t t) {
                          return [=, use_in_thread = use(t)](std::size_t line, std::size_t row,
                                                             std::size_t place) mutable {
                            use_in_thread(line, row, static_cast<std::int64_t>(commission[place]));
                          };
                        });
    });
  }
  /// The same, with (line, paying rule, commission), for each rule and accelerator that pays it.
  template <class Use>
  void for_paid(const Use& use) const {
    places_.for_lines([](std::size_t) {},
                      [&](std::size_t t) {
                        return [this, use_in_thread = use(t)](std::size_t line, std::size_t,
                                                              std::size_t place) mutable {
                          const std::size_t rule = this->rule(line);
                          std::int64_t of_rule = commissions_[place];
                          for (const std::size_t by : accelerators_of_[rule]) {
                            const std::int64_t more = on_top_[on_top_at(by, place)];
                            use_in_thread(line, by, more);
                            of_rule -= more;
                          }
                          use_in_thread(line, rule, of_rule);
                        };
                      });
  }
  /// By row, as a table's column of 128 bits has it, zero where a line does not count; null: they
  /// are not held so.
  [[nodiscard]] std::shared_ptr<const void> commission_column() const {
    return lines_->further.size() == 0 ? commissions_.column() : nullptr;
  }
  /// Puts what `use(line, commission)` gives in the place of what each line that counts earned, by
  /// day, then row: in the order in which they count. Throws Overflow.
  template <class Use>
  void change_commissions(const Use& use);

  /// The first row of a thread's share.
  [[nodiscard]] std::size_t first_row(std::size_t thread) const noexcept {
    return places_.first_row(thread);
  }

  /// The rule by which a line is paid.
  [[nodiscard]] std::size_t rule(std::size_t line) const {
    return is_plain_ ? 0 : ways_->rule(lines_->way(line));
  }
  /// The same, or an accelerator that pays it as well, its tiers turned into amounts.
  [[nodiscard]] const RuleCurve& curve(std::size_t line, std::size_t paying_rule) const;
  [[nodiscard]] const RuleCurve& curve(std::size_t line) const { return curve(line, rule(line)); }
  [[nodiscard]] std::optional<Decimal> target(std::size_t line, std::size_t paying_rule) const;
  [[nodiscard]] std::optional<Decimal> target(std::size_t line) const {
    return target(line, rule(line));
  }
  /// Over which it accumulates.
  [[nodiscard]] Period accumulation(std::size_t line, std::size_t paying_rule) const {
    return accumulation_of(span(lines_->day(line)), paying_rule);
  }
  /// What is carried over into an accumulation by a rule whose tiers run over attainment:
  /// `measure_of(period)` has what was accumulated in those before.
  template <class MeasureOf>
  [[nodiscard]] Decimal carried(std::uint32_t person, std::size_t rule, const Period& accumulation,
                                const MeasureOf& measure_of) const {
    if (!plan_->rules()[rule].runs_over_target()) return 0;
    return carried_into(*plan_, accumulation, measure_of,
                        [&](const Period& each) { return target_of(person, rule, each); });
  }

 private:
  struct Totals {
    std::vector<SpanTotal> totals{};
    std::vector<Int128> by_rule{};
  };

  [[nodiscard]] std::size_t rules() const noexcept { return plan_->rules().size(); }
  /// How many accounts a person has: one by each rule and accelerator.
  [[nodiscard]] std::size_t accounts() const noexcept { return plan_->paying_rules().size(); }
  [[nodiscard]] std::size_t on_top_at(std::size_t paying_rule, std::size_t place) const noexcept {
    return (paying_rule - rules()) * places_.size() + place;
  }
  [[nodiscard]] Period accumulation_of(std::size_t span, std::size_t paying_rule) const {
    if (paying_rule < rules()) return spans_[span].accumulation;
    return Period::containing(spans_[span].first, plan_->accumulation_of(paying_rule));
  }

  void make_curves(int quantity_digits);
  void settle_plain();
  void settle_by_rules();
  template <class Placed>
  void settle_parts(const Placed& placed);
  template <class Placed, class Wanted>
  void place(const Placed& placed, const Wanted& is_wanted);
  template <class Placed>
  bool settle_part(const Placed& placed, std::size_t part, bool exactly, Totals& into);
  std::int64_t pay_exactly(const RuleCurve& curve, Accumulated& accumulated,
                           const WholeLine& line) const;
  /// Of the tiers of a rule; none: there is none.
  [[nodiscard]] std::optional<Decimal> target_of(std::uint32_t person, std::size_t rule,
                                                 const Period& accumulation) const {
    const auto found = targets_.find({person, accumulation});
    if (found == targets_.end()) return std::nullopt;
    return found->second.of(plan_->paying_rules()[rule].tiers_over);
  }
  [[nodiscard]] std::uint32_t curve_of(std::uint32_t person, std::size_t rule,
                                       std::size_t span) const;
  void refuse_people_without_target() const;
  [[noreturn]] void throw_at_first_line() const;
  [[nodiscard]] bool end_accumulations(std::span<RuleAccount> held, std::span<Accumulated> exact,
                                       std::size_t span, std::size_t part) const;
  void add_span(std::span<RuleAccount> held, std::size_t span, std::size_t part,
                Totals& into) const;
  template <class Run>
  void for_parts(const Run& run) const;

  const Plan* plan_;
  const LineWays* ways_;
  const CreditedLines* lines_;
  std::span<const SettledSpan> spans_;
  std::vector<std::uint16_t> span_of_day_;
  bool is_plain_;
  LinePlaces places_;
  std::vector<RuleCurve> curves_;  // The first ones by rule, then accelerator.
  std::map<PersonPeriod, std::vector<std::uint32_t>> curves_of_targets_;
  PersonTargets targets_;
  int quantity_digits_;
  LineCommissions commissions_;
  std::vector<std::vector<std::size_t>> accelerators_of_;  // By rule, among those that pay.
  PageArray<std::int64_t> on_top_;      // What accelerators pay, by these, then place.
  PageArray<std::int64_t> quantities_;  // By place, while lines are settled.
  std::vector<SpanTotal> totals_;
  std::vector<Int128> by_rule_;
};

template <class Use>
void SettledLines::change_commissions(const Use& use) {
  struct Placed {
    std::uint16_t day;
    std::size_t line;
    std::size_t place;
  };
  std::vector<std::vector<Placed>> of_thread(places_.threads());
  places_.for_lines([](std::size_t) {},
                    [&](std::size_t t) {
                      return [&of = of_thread[t], this](std::size_t line, std::size_t row,
                                                        std::size_t place) {
                        of.push_back({lines_->days[row], line, place});
                      };
                    });
  std::vector<Placed> all;
  for (const std::vector<Placed>& each : of_thread) all.insert(all.end(), each.begin(), each.end());
  std::ranges::stable_sort(all, {}, &Placed::day);
  std::map<std::pair<std::uint32_t, std::uint16_t>, SpanTotal*> totals;
  for (SpanTotal& each : totals_) totals[{each.person, each.span}] = &each;
  for (const Placed& each : all) {
    const std::int64_t pays = use(each.line, commissions_[each.place]);
    const Int128 more = Int128{pays} - commissions_[each.place];
    if (more == 0) continue;
    commissions_.put(each.place, pays);
    const std::uint16_t span = span_of_day_[each.day];
    std::int64_t& total = totals.at({lines_->person(each.line), span})->commission;
    if (__builtin_add_overflow(total, more, &total))
      throw_overflow("what a person earns in a period");
    if (!spans_[span].earlier)
      by_rule_[is_plain_ ? 0 : ways_->rule(lines_->way(each.line))] += more;
  }
}

}  // namespace o2c::inline v1

#pragma once

// What many lines earn, in whole numbers. Private to src/commission.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/int128.hpp"

#include "credited_lines.hpp"
#include "line_ways.hpp"
#include "pay_curve.hpp"
#include "rule_curve.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {

/// What a person's lines of a span come to.
struct SpanTotal {
  std::uint32_t person;
  std::uint16_t span;
  std::int64_t lines;
  std::int64_t base;
  std::int64_t commission;
};

/// Who has which target, by person and the position of the span's accumulation.
using PersonTargets = std::map<std::pair<std::uint32_t, Period>, Money>;

/// Thrown for people whose lines count towards targets that they do not have: of each the day and
/// row of the first such line.
struct PeopleWithoutTarget {
  std::map<std::pair<std::uint32_t, Period>, std::pair<std::uint16_t, std::size_t>> first_lines;
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

  /// In no particular order; those of earlier spans included.
  [[nodiscard]] const std::vector<SpanTotal>& totals() const noexcept { return totals_; }
  /// What lines of the settled period earn by each rule.
  [[nodiscard]] const std::vector<Int128>& commissions_by_rule() const noexcept { return by_rule_; }
  [[nodiscard]] std::uint16_t span(std::uint16_t day) const noexcept { return span_of_day_[day]; }
  [[nodiscard]] const SettledSpan& span_of(std::size_t line) const noexcept {
    return spans_[span_of_day_[lines_->day(line)]];
  }

  /// Calls what `use(thread)` gives with (line, row, commission) of each line that counts: each
  /// thread for its share of the rows, row by row.
  template <class Use>
  void for_commissions(const Use& use) const {
    for_places([&](std::size_t t) {
      return [use_in_thread = use(t), commission = commissions_.data()](
                 std::size_t line, std::size_t row, std::size_t place) mutable {
        use_in_thread(line, row, commission[place]);
      };
    });
  }
  /// The first row of a thread's share.
  [[nodiscard]] std::size_t first_row(std::size_t thread) const noexcept {
    return lines_->rows * thread / threads_;
  }

  /// The rule by which a line is paid, its tiers turned into amounts.
  [[nodiscard]] const RuleCurve& curve(std::size_t line) const;
  [[nodiscard]] std::optional<Money> target(std::size_t line) const;

 private:
  // A line in its bucket.
  struct PlacedLine {
    std::int64_t base;
    std::uint32_t account;
    std::uint32_t way;
  };
  struct Totals {
    std::vector<SpanTotal> totals{};
    std::vector<Int128> by_rule{};
  };

  // Calls what `work(thread)` gives with (line, row, place) of each line that counts. Lines of a
  // bucket have their places side by side, in their order: one that goes by rows walks through all
  // buckets at once.
  template <class Do>
  void for_places(const Do& work) const {
    run_threads(threads_, [&](std::size_t t) {
      std::vector<std::size_t> next = first_places_[t];
      // Copies, since what is written might be them.
      const std::uint16_t* const day = lines_->days.data();
      const std::size_t mask = parts_ - 1;
      const std::size_t days = span_of_day_.size();
      std::size_t* const place = next.data();
      lines_->for_lines(first_row(t), first_row(t + 1),
                        [&, use = work(t)](std::size_t line, std::size_t row) mutable {
                          if (day[row] < CreditedLines::not_counted)
                            use(line, row,
                                place[(lines_->person(line) & mask) * days + day[row]]++);
                        });
    });
  }
  [[nodiscard]] std::size_t rules() const noexcept { return plan_->rules().size(); }

  void give_places();
  void make_curves(int quantity_digits, const PersonTargets& targets);
  void settle_plain();
  void settle_by_rules();
  void settle_plain_part(const PayCurve& curve, std::size_t part, const std::uint32_t* persons,
                         Totals& into);
  void settle_part(std::size_t part, const PlacedLine* lines, const std::int64_t* quantities,
                   Totals& into);
  std::int64_t pay_exactly(const RuleCurve& curve, Accumulated& accumulated,
                           const WholeLine& line) const;
  [[nodiscard]] std::uint32_t curve_of(std::uint32_t person, std::size_t rule,
                                       std::size_t span) const;
  void refuse_people_without_target() const;
  [[noreturn]] void throw_at_first_line() const;
  void add_span(std::span<RuleAccount> held, std::size_t span, std::size_t part,
                Totals& into) const;
  template <class Run>
  void for_parts(const Run& run);

  const Plan* plan_;
  const LineWays* ways_;
  const CreditedLines* lines_;
  std::span<const SettledSpan> spans_;
  std::vector<std::uint16_t> span_of_day_;
  std::size_t threads_;
  bool is_plain_;
  std::size_t parts_;  // A power of two.
  unsigned part_bits_;
  std::size_t people_of_part_;
  std::vector<std::vector<std::size_t>> first_places_;  // Of each thread's lines, by bucket.
  std::vector<std::size_t> begins_;                     // Of all lines, by bucket.
  std::vector<RuleCurve> curves_;                       // The first ones by rule.
  std::map<std::pair<std::uint32_t, Period>, std::vector<std::uint32_t>> curves_of_targets_;
  PersonTargets targets_;
  PageArray<std::int64_t> commissions_;  // By place.
  std::vector<SpanTotal> totals_;
  std::vector<Int128> by_rule_;
};

}  // namespace o2c::inline v1

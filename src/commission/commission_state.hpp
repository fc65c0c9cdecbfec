#pragma once

// What a CommissionTable knows. Private to src/commission.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "o2c/commission/commission_table.hpp"

#include "credited_lines.hpp"
#include "line_ways.hpp"
#include "people_names.hpp"
#include "settled_lines.hpp"
#include "shared_lines.hpp"
#include "standing_sums.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {

struct CommissionTable::State {
  struct Total {
    std::uint32_t person;
    Period period;
    std::int64_t lines;
    Money base;
    Money commission;
    Money bounded;
  };

  State(TableSource& source, const Plan& how, const Period& when,
        const CommissionTableOptions& options, const SettleInput& input);

  /// Made when it is first asked for.
  const CommissionStatement& statement();

  [[nodiscard]] Money money(std::int64_t minor) const {
    return Money::from_minor(minor, plan.currency());
  }
  [[nodiscard]] std::size_t rule(std::size_t line) const {
    return lines.ways.size() == 0 ? 0 : ways.rule(lines.way(line));
  }
  [[nodiscard]] bool is_settled(std::size_t line) const {
    return lines.counts(line) && lines.day(line) >= first_settled;
  }
  [[nodiscard]] bool is_unmatched(std::size_t line) const {
    return lines.day(line) == CreditedLines::not_counted && lines.way(line) == ways.unmatched();
  }
  /// The row's own, then those of others who share it.
  [[nodiscard]] std::vector<std::size_t> lines_of(std::size_t row) const;
  /// The person's, of a line that is shared.
  [[nodiscard]] std::optional<Rate> share_of(std::size_t line) const;
  /// Throws InvalidArgument unless the row's line counts.
  void check_counts(std::size_t row) const;
  /// Those of a person in an accumulation, in the order in which they count, as `use(line, before,
  /// commission)`: with what had accumulated by their rules before each.
  template <class Use>
  void for_lines_of(std::uint32_t person, const Period& accumulation, const Use& use) const;
  [[nodiscard]] Derivation explain_line(std::size_t line) const;

  [[nodiscard]] std::vector<std::string> rule_names() const;

  Plan plan;
  Period period;
  LineWays ways;
  std::vector<SettledSpan> spans;
  std::uint16_t first_settled;  // The period's first day, since that of the spans.
  std::size_t threads = 1;
  bool has_amounts = false;
  CreditedLines lines;
  PeopleNames names;
  StandingSums standing;
  SharedLines shared;
  std::optional<SettledLines> settled;
  std::vector<Total> totals;
  std::optional<Team> team;
  std::vector<PersonOpening> openings;

 private:
  void settle(const SettleInput& input, int quantity_digits);
  void sort_totals();
  void sum_up(const SettleInput& input);

  std::once_flag is_summed_up_;
  CommissionStatement summed_up_;
};

template <class Use>
void CommissionTable::State::for_lines_of(std::uint32_t person, const Period& accumulation,
                                          const Use& use) const {
  std::vector<std::size_t> found;
  for (std::size_t line = 0; line < lines.count(); ++line)
    if (lines.person(line) == person && lines.counts(line) &&
        settled->span_of(line).accumulation == accumulation)
      found.push_back(line);
  std::ranges::sort(found, {}, [&](std::size_t line) { return lines.order(line); });
  std::vector<Accumulated> accumulated(plan.rules().size());
  NoTrace no_trace;
  for (const std::size_t line : found) {
    const RuleCurve& curve = settled->curve(line);
    Accumulated& of = accumulated[rule(line)];
    const Accumulated before = of;
    const Money commission =
        plan.commission(curve.rule(), of, curve.credited(lines.whole(line)), no_trace);
    use(line, before, commission);
  }
}

}  // namespace o2c::inline v1

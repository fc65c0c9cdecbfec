#include "o2c/close/commission_close.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/commission/team.hpp"
#include "o2c/number/error.hpp"

#include "closing_lines.hpp"
#include "collected_tie.hpp"
#include "commission_close.hpp"
#include "line_costs.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> left_out_names{"no_plan", "no_salesperson", "cash_held"};

Team team_of(const Book& book) {
  const BookRows& people = book.rows("people");
  std::vector<Reporting> reportings;
  for (std::size_t row = 0; row < people.rows(); ++row)
    reportings.push_back({.salesperson = std::string(people.text(people.column("person"), row)),
                          .manager = std::string(people.text(people.column("manager"), row))});
  return Team(std::move(reportings));
}

std::vector<SalesTarget> targets_of(const Book& book, const Currency& currency) {
  const BookRows& targets = book.rows("targets");
  std::vector<SalesTarget> found;
  for (std::size_t row = 0; row < targets.rows(); ++row) {
    const Money amount = targets.amount(targets.column("amount"), row);
    if (amount.currency() != currency) continue;
    found.push_back({std::string(targets.text(targets.column("person"), row)),
                     Period::parse(targets.text(targets.column("period"), row)), amount});
  }
  return found;
}

std::vector<PersonOpening> openings_after(const CommissionStatement* before) {
  std::vector<PersonOpening> openings;
  if (before == nullptr) return openings;
  for (const PersonPayout& each : before->payouts) {
    const CommissionBalance& balance = each.payout.closing;
    const Money nothing = Money::zero(balance.overpaid.currency());
    if (balance != CommissionBalance::none(nothing.currency()))
      openings.push_back({each.salesperson, balance, nothing, nothing});
  }
  return openings;
}

/// Fills in how the lines of a settled table stand and what they earned, as its result says.
void take_result(PlanClose& closed, Date first) {
  ArrowArrayStream stream{};
  export_arrow(closed.table.lines(), stream);
  const auto source = import_arrow(stream);
  const HeldTable held(*source, "lines");
  const std::size_t rule = held.column("rule");
  const std::size_t commission = held.column("commission");
  const Currency currency = closed.table.plan().currency();
  const std::array digits{static_cast<std::uint8_t>(currency.digits())};
  AmountReader reader(held.fields()[commission], std::nullopt);
  closed.standings.reserve(closed.lines.size());
  closed.commissions.reserve(closed.lines.size());
  for (const RecordBatch& batch : held.batches()) {
    for (std::int64_t row = 0; row < batch.rows; ++row) {
      using enum ClosingStanding;
      const ColumnView& amounts = batch.columns[commission];
      const bool is_counted = amounts.has_value(row);
      const bool has_rule = batch.columns[rule].has_value(row);
      closed.standings.push_back(closed.lines[closed.standings.size()].counts < first ? earlier
                                 : is_counted                                         ? counted
                                 : has_rule                                           ? excluded
                                                                                      : unmatched);
      FaultList faults;
      const std::int64_t minor =
          is_counted ? reader.read(amounts, row, 1, digits, 0, faults).front() : 0;
      faults.throw_if_any("commissions");
      closed.commissions.push_back(Money::from_minor(minor, currency));
    }
  }
}

LineBasis lines_of(CommissionBasis basis) {
  return basis == CommissionBasis::collected ? LineBasis::collected : LineBasis::invoiced;
}

/// Whether a plan holds in the period that is closed.
bool holds(const PlanHistory& history, const CloseView& view) {
  return history.versions().front().from_date <= view.first();
}

/// All lines by their bases, each read once: those of the plans that count them, and those of the
/// period.
class LinesByBasis {
 public:
  LinesByBasis(const CloseView& view, Date from) : view_(&view), from_(from) {
    for (const auto& [name, history] : view.book.get().plans())
      if (holds(history, view))
        bases_.emplace_back(name, lines_of(history.for_period(view.period).terms().basis));
  }

  const ClosingLines& of(LineBasis basis) {
    auto found = lines_.find(basis);
    if (found == lines_.end())
      found = lines_
                  .emplace(basis, closing_lines(*view_, from_, basis,
                                                [&](const ClosingLine& line) {
                                                  return view_->is_within(line.counts) ||
                                                         view_->is_within(line.line.date) ||
                                                         is_counted(line, basis);
                                                }))
                  .first;
    return found->second;
  }

 private:
  [[nodiscard]] bool is_counted(const ClosingLine& line, LineBasis basis) const {
    return std::ranges::find(bases_, std::pair(line.business, basis)) != bases_.end();
  }

  const CloseView* view_;
  Date from_;
  std::vector<std::pair<std::string_view, LineBasis>> bases_;  // Of plans by lines of business.
  std::map<LineBasis, ClosingLines> lines_;
};

/// Settles the months of one plan, one after the other.
class PlanCloser {
 public:
  PlanCloser(const CloseView& view, const std::string& name, const PlanHistory& history,
             const Team& team)
      : view_(&view), name_(&name), history_(&history), team_(&team) {}

  PlanClose close(LinesByBasis& all) {
    for (const PlanVersion& each : history_->versions())
      if (const auto payable_on = each.plan.terms().payout.payable_on) {
        const Fault fault{.file = "plans/" + *name_ + ".toml",
                          .field = "payable_on",
                          .value = to_string(*payable_on),
                          .expected = "none, as a month is closed with what was earned in it"};
        throw InvalidArgument(to_string(fault), {fault});
      }
    targets_ = targets_of(view_->book, history_->currency());
    const std::vector<const ClosingLine*> mine = lines_of_plan(all);
    std::optional<LineCosts> costs;
    if (std::ranges::any_of(history_->versions(),
                            [](const PlanVersion& each) { return looks_at_costs(each.plan); })) {
      costs.emplace(*view_);
      costs_.emplace();
    }
    std::optional<PlanClose> closed;
    for (Period month = Period::month_of(history_->versions().front().from_date);
         month.first() <= view_->last(); month = Period::month_of(month.last() + 1)) {
      const CommissionStatement* before = closed ? &closed->table.statement() : nullptr;
      // The first time also those of months before the plan.
      const auto end = std::ranges::upper_bound(mine, month.last(), {}, day_of);
      if (costs)
        costs->add({mine.begin() + static_cast<std::ptrdiff_t>(costs_->size()), end}, month.last(),
                   *costs_);
      closed = settle(month, mine, openings_after(before));
    }
    return std::move(*closed);
  }

 private:
  static Date day_of(const ClosingLine* line) { return line->counts; }

  /// In the order of the days on which they count.
  std::vector<const ClosingLine*> lines_of_plan(LinesByBasis& all) const {
    const Plan& plan = history_->for_period(view_->period);
    std::vector<const ClosingLine*> mine;
    for (const ClosingLine& line : all.of(lines_of(plan.terms().basis)).counting)
      if (line.business == *name_ && !line.salesperson.empty()) mine.push_back(&line);
    std::ranges::stable_sort(mine, {}, day_of);
    return mine;
  }

  PlanClose settle(const Period& month, std::span<const ClosingLine* const> mine,
                   const std::vector<PersonOpening>& openings) const {
    const Plan& plan = history_->for_period(month);
    const auto begin = std::ranges::lower_bound(mine, first_day_looked_at(plan, month), {}, day_of);
    const auto end = std::ranges::upper_bound(mine, month.last(), {}, day_of);
    const std::span lines(begin, end);
    std::optional<std::span<const Money>> costs;
    if (costs_)
      costs =
          std::span(*costs_).subspan(static_cast<std::size_t>(begin - mine.begin()), lines.size());
    const auto source = lines_table(*view_, lines, costs);
    // A book may have others, for what is measured and not paid by.
    std::vector<SalesTarget> targets = targets_within(plan, month, targets_);
    std::erase_if(targets, [&](const SalesTarget& each) {
      return each.period.kind() != plan.terms().accumulation;
    });
    try {
      CommissionTable table(*source, plan, month, {.threads = view_->threads},
                            {.team = team_,
                             .targets = targets,
                             .openings = openings,
                             .rates = &view_->book.get().rates()});
      PlanClose closed{*name_, std::move(table), {}, {}, {}};
      if (month != view_->period) return closed;
      for (const ClosingLine* line : lines) closed.lines.push_back(*line);
      take_result(closed, month.first());
      return closed;
    } catch (const InvalidArgument& error) {
      throw InvalidArgument("plans/" + *name_ + ".toml, " + to_string(month) + ": " + error.what(),
                            error.faults());
    }
  }

  const CloseView* view_;
  const std::string* name_;
  const PlanHistory* history_;
  const Team* team_;
  std::vector<SalesTarget> targets_;
  std::optional<std::vector<Money>>
      costs_;  // Of the lines so far, if a version of the plan looks at them.
};

}  // namespace

std::string to_string(LineLeftOut why) {
  return std::string(left_out_names.at(static_cast<std::size_t>(why)));
}

CommissionClose close_commission(const CloseView& view) {
  const Book& book = view.book;
  const Team team = team_of(book);
  Date from = view.first();
  for (const auto& [name, history] : book.plans())
    from = std::min(from, Period::month_of(history.versions().front().from_date).first());
  LinesByBasis lines(view, from);
  CommissionClose closed;
  for (const auto& [name, history] : book.plans())
    if (holds(history, view))
      closed.plans.push_back(PlanCloser(view, name, history, team).close(lines));

  // Of what was collected in the period, since that is what has to be accounted for.
  const auto has_plan = [&](const ClosingLine& line) {
    return std::ranges::find(closed.plans, line.business, &PlanClose::name) != closed.plans.end();
  };
  const ClosingLines& collected = lines.of(LineBasis::collected);
  for (const ClosingLine& line : collected.counting) {
    if (!view.is_within(line.counts)) continue;
    if (!has_plan(line))
      closed.left_out.push_back({line, LineLeftOut::no_plan});
    else if (line.salesperson.empty())
      closed.left_out.push_back({line, LineLeftOut::no_salesperson});
  }
  for (const ClosingLine& line : collected.held)
    closed.left_out.push_back({line, LineLeftOut::cash_held});
  closed.ties = collected_ties(view, closed, collected);
  return closed;
}

}  // namespace o2c::inline v1

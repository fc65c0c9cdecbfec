#include "plan_closer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/columns/fault_list.hpp"
#include "o2c/commission/rate_date.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"

#include "closing_lines.hpp"
#include "holdback_releases.hpp"
#include "home_rates.hpp"
#include "line_costs.hpp"
#include "line_quantities.hpp"
#include "payable_days.hpp"
#include "plan_results.hpp"
#include "quantity_units.hpp"
#include "seen_lines.hpp"

namespace o2c::inline v1 {
namespace {

std::vector<SalesTarget> targets_of(const Book& book, const Currency& currency) {
  std::map<std::tuple<std::string_view, Date, Date>, SalesTarget> found;
  const auto of = [&](const BookRows& rows, std::size_t row) -> SalesTarget& {
    const std::string_view person = rows.text(rows.column("person"), row);
    const Period period = Period::parse(rows.text(rows.column("period"), row));
    return found
        .try_emplace({person, period.first(), period.last()},
                     SalesTarget{.salesperson = std::string(person), .period = period})
        .first->second;
  };
  const BookRows& amounts = book.rows("targets");
  for (std::size_t row = 0; row < amounts.rows(); ++row) {
    const Money amount = amounts.amount(amounts.column("amount"), row);
    if (amount.currency() == currency) of(amounts, row).target = amount;
  }
  const BookRows& quantities = book.rows("quantity_targets");
  for (std::size_t row = 0; row < quantities.rows(); ++row)
    of(quantities, row).quantity =
        normalized(quantities.decimal(quantities.column("quantity"), row));
  std::vector<SalesTarget> targets;
  for (auto& each : found) targets.push_back(std::move(each.second));
  return targets;
}

/// What is not payable yet, by person; those of whom all is are left out.
using Awaiting = std::map<std::string, Money, std::less<>>;

Awaiting awaiting_of(const CommissionStatement& statement) {
  Awaiting awaiting;
  for (const EarnedTotal& each : statement.totals)
    if (each.bounded != each.payable) {
      const Money more = each.bounded - each.payable;
      const auto [found, is_new] = awaiting.try_emplace(each.salesperson, more);
      if (!is_new) found->second += more;
    }
  return awaiting;
}

/// What a month begins with after the one before: `draw` for whoever was advanced one there and is
/// with the company still, with lines or without. `still_awaiting` is of the months before, which
/// `corrections` change.
std::vector<PersonOpening> openings_after(const CommissionStatement* before, const Period& month,
                                          const std::optional<Money>& draw, const Team& team,
                                          const Awaiting& still_awaiting,
                                          std::span<const BookedCorrection> corrections,
                                          std::span<const HoldbackRelease> releases) {
  std::map<std::string_view, PersonOpening> found;
  const auto person = [&](const std::string& who, const Currency& currency) -> PersonOpening& {
    const Money nothing = Money::zero(currency);
    return found
        .try_emplace(who, PersonOpening{.salesperson = who,
                                        .balance = CommissionBalance::none(currency),
                                        .corrections = nothing,
                                        .released = nothing,
                                        .still_awaiting = nothing})
        .first->second;
  };
  const std::span<const PersonPayout> payouts =
      before != nullptr ? std::span(before->payouts) : std::span<const PersonPayout>();
  for (const PersonPayout& each : payouts) {
    const CommissionBalance& balance = each.payout.closing;
    const Currency currency = balance.overpaid.currency();
    if (balance != CommissionBalance::none(currency) || still_awaiting.contains(each.salesperson))
      person(each.salesperson, currency).balance = balance;
    const Leaving* left = team.leaving_of(each.salesperson);
    if (!is_zero(each.payout.advanced) && (left == nullptr || left->last_day >= month.first()))
      person(each.salesperson, currency).advanced = draw;
  }
  // Whoever had been paid all of it has no payout there.
  for (const auto& [who, amount] : still_awaiting)
    if (!is_zero(amount)) person(who, amount.currency());
  for (const BookedCorrection& each : corrections)
    person(each.salesperson, each.settled.currency()).corrections += each.amount();
  for (const HoldbackRelease& each : releases)
    if (each.month == month)
      person(each.salesperson, each.amount.currency()).released += each.amount;
  std::vector<PersonOpening> openings;
  for (auto& [who, opening] : found) {
    if (const auto still = still_awaiting.find(who); still != still_awaiting.end())
      opening.still_awaiting = still->second;
    openings.push_back(std::move(opening));
  }
  return openings;
}

/// What of a statement is earned in its period, by person: what corrections change.
using Earned = std::map<std::string, Earnings, std::less<>>;

Earned earned_of(const CommissionStatement& statement) {
  Earned earned;
  for (const PersonPayout& each : statement.payouts)
    earned.emplace(each.salesperson, each.payout.earnings);
  return earned;
}
Money all_of(const Earnings& of) { return of.commission + of.overrides + of.pools; }

LineBasis lines_of(CommissionBasis basis) {
  return basis == CommissionBasis::collected ? LineBasis::collected : LineBasis::invoiced;
}

/// Whether a plan takes back within a window: its returns count where the sale does.
bool claws_back(const PlanHistory& history) {
  return std::ranges::any_of(history.versions(), [](const PlanVersion& each) {
    return each.plan.terms().clawback_days.has_value();
  });
}
/// Whether lines count on another day than that on which they come in.
bool counts_otherwise(const PlanHistory& history) {
  return claws_back(history) ||
         history.versions().front().plan.terms().earned_on != EarningMoment::date;
}

/// Settles the months of one plan, one after the other.
class PlanCloser {
 public:
  PlanCloser(const CloseView& view, const PlanToClose& plan)
      : view_(&view),
        plan_(&plan),
        history_(&plan.history),
        counts_otherwise_(counts_otherwise(plan.history)),
        payable_days_(view) {}

  PlanClose close() {
    check_moments();
    targets_ = targets_of(view_->book, history_->currency());
    releases_ = releases_of(*view_, plan_->name, *history_);
    const std::vector<const ClosingLine*> mine = ordered_lines();
    if (counts_otherwise_) sight_.emplace(*view_, *history_, payable_days_, mine);
    std::optional<LineCosts> costs;
    if (any_version(looks_at_costs)) {
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
      closed = counts_otherwise_ ? settle_seen(month, {mine.begin(), end}, before)
                                 : settle_posted(month, mine, before);
    }
    return std::move(*closed);
  }

 private:
  /// What was settled, and what of it is not payable yet; of what was seen of its lines what people
  /// had earned, corrections included.
  struct SettledMonth {
    Period month;
    Awaiting awaiting;
    std::vector<SeenLine> seen{};
    Earned earned{};
  };
  /// Lines that settling a month looks at, with what else a table has of them.
  struct Window {
    std::vector<const ClosingLine*> lines{};
    LinesTableOptions options{};
    std::vector<Money> costs{};
  };
  static Date day_of(const ClosingLine* line) { return line->counts; }
  [[nodiscard]] std::string file() const { return "plans/" + plan_->name + ".toml"; }
  template <class Looks>
  [[nodiscard]] bool any_version(const Looks& looks) const {
    return std::ranges::any_of(history_->versions(),
                               [&](const PlanVersion& each) { return looks(each.plan); });
  }

  /// In the order of the days on which they count.
  std::vector<const ClosingLine*> ordered_lines() {
    std::vector<const ClosingLine*> mine = plan_->lines;
    std::ranges::stable_sort(mine, {}, day_of);
    if (!any_version(looks_at_quantities)) return mine;
    LineQuantities quantities(*view_);
    for (const ClosingLine* line : mine) quantities.divide(*line, parts_);
    mine.clear();
    for (const ClosingLine& part : parts_) mine.push_back(&part);
    return mine;
  }

  /// Settles a month of a plan that counts lines on the day on which they come in.
  PlanClose settle_posted(const Period& month, std::span<const ClosingLine* const> mine,
                          const CommissionStatement* before) {
    look_again(mine, month.last());
    Window window = window_of(month, mine);
    PlanClose closed = settle(month, window, openings(month, before, {}), month.last());
    if (month == view_->period) take_lines(closed, window, month);
    months_.push_back({month, awaiting_of(closed.table.statement())});
    mark_awaiting(month, mine, month.last());
    return closed;
  }

  /// Settles a month of a plan that counts them on another day: what has come in so far, as it is
  /// seen on the month's last day. What has changed of months before is corrected.
  PlanClose settle_seen(const Period& month, std::span<const ClosingLine* const> mine,
                        const CommissionStatement* before) {
    const SeenLines seen = sight_->on(month.last(), mine.size());
    const bool is_closing = month == view_->period;
    std::vector<BookedCorrection> corrections;
    std::vector<std::pair<ClosingLine, ClosingStanding>> others;  // That do not count in the month.
    const auto add = [&](const ClosingLine& line, ClosingStanding standing) {
      if (is_closing && view_->is_within(*line.came)) others.emplace_back(line, standing);
    };
    for (const ClosingLine& line : seen.pending) add(shown(line), ClosingStanding::pending);
    for (const ClosingLine& line : seen.unchanging) add(shown(line), ClosingStanding::excluded);
    const Date first = Period::month_of(history_->versions().front().from_date).first();
    for (const ClosingLine& line : seen.lines)
      if (line.counts < first) add(shown(line), ClosingStanding::no_plan);
    bool is_changed = false;
    for (SettledMonth& settled : months_) {
      // What is changed of a month may change those after it: caps, orders, what is carried over.
      std::vector<SeenLine> now = seen.of(settled.month);
      is_changed = is_changed || now != settled.seen;
      if (!is_changed) continue;
      settled.seen = std::move(now);
      Window window = window_of(settled.month, seen);
      PlanClose again = settle(settled.month, window, {}, month.last());
      if (is_closing) take_lines(again, window, settled.month);
      for (std::size_t i = 0; i < again.lines.size(); ++i)
        if (again.standings[i] != ClosingStanding::earlier)
          add(again.lines[i], again.standings[i] == ClosingStanding::counted ? ClosingStanding::late
                                                                             : again.standings[i]);
      settled.awaiting = awaiting_of(again.table.statement());
      correct(settled, earned_of(again.table.statement()), corrections);
    }
    Window window = window_of(month, seen);
    PlanClose closed = settle(month, window, openings(month, before, corrections), month.last());
    months_.push_back({month, awaiting_of(closed.table.statement()), seen.of(month),
                       earned_of(closed.table.statement())});
    if (!is_closing) return closed;
    take_lines(closed, window, month);
    closed.corrections = std::move(corrections);
    for (auto& [line, standing] : others) {
      closed.lines.push_back(line);
      closed.standings.push_back(standing);
      closed.commissions.push_back(Money::zero(history_->currency()));
    }
    return closed;
  }

  /// As the closing month tells of whom a line is: where the plan credits who left itself, its
  /// owner, until it counts.
  [[nodiscard]] ClosingLine shown(ClosingLine line) const {
    if (history_->for_period(view_->period).terms().leaving.earns) line.salesperson = line.owner;
    return line;
  }

  /// How the lines of a month that was settled stand, and whose they are.
  void take_lines(PlanClose& closed, const Window& window, const Period& month) const {
    const bool looks_at_leaving = closed.table.plan().terms().leaving.earns.has_value();
    for (const ClosingLine* line : window.lines) {
      closed.lines.push_back(*line);
      if (looks_at_leaving) closed.lines.back().salesperson = line->owner;
    }
    take_result(closed, month.first());
    if (looks_at_leaving) take_credits(closed, view_->book.get().rows("people"));
  }

  /// All versions have to count the same lines, and on one day, as a line is of one version.
  void check_moments() const {
    const auto refuse = [&](const char* field, std::string value, const std::string& first) {
      const Fault fault{.file = file(),
                        .field = field,
                        .value = std::move(value),
                        .expected = first + ", as of the first version"};
      throw InvalidArgument(to_string(fault), {fault});
    };
    const PlanTerms& first = history_->versions().front().plan.terms();
    for (const PlanVersion& each : history_->versions()) {
      const PlanTerms& terms = each.plan.terms();
      if (terms.earned_on != first.earned_on)
        refuse("earned_on", to_string(terms.earned_on), to_string(first.earned_on));
      if (lines_of(terms.basis) != lines_of(first.basis))
        refuse("basis", to_string(terms.basis),
               lines_of(first.basis) == LineBasis::collected ? "what is collected"
                                                             : "a basis of what is invoiced");
    }
  }

  /// What a settled month earns now, against what it earned so far.
  static void correct(SettledMonth& settled, const Earned& now,
                      std::vector<BookedCorrection>& corrections) {
    for (const auto& [who, earned] : now)
      settled.earned.try_emplace(who, Earnings::none(earned.commission.currency()));
    for (auto& [who, earned] : settled.earned) {
      const auto found = now.find(who);
      const Earnings recomputed =
          found == now.end() ? Earnings::none(earned.commission.currency()) : found->second;
      // Every month is settled by the tables of today: nothing of it is of changed ones.
      BookedCorrection correction{.of = settled.month,
                                  .salesperson = who,
                                  .settled = all_of(earned),
                                  .recomputed = all_of(recomputed),
                                  .overrides = recomputed.overrides - earned.overrides,
                                  .pools = recomputed.pools - earned.pools};
      if (!correction.is_nothing()) corrections.push_back(std::move(correction));
      earned = recomputed;
    }
  }

  /// Which lines of a month are not payable yet; whether others than before.
  bool mark_awaiting(const Period& month, std::span<const ClosingLine* const> mine, Date until) {
    const auto payable_on = history_->for_period(month).terms().payout.payable_on;
    if (!payable_on) return false;
    awaits_.resize(mine.size());
    const auto begin = std::ranges::lower_bound(mine, month.first(), {}, day_of);
    const auto end = std::ranges::upper_bound(mine, month.last(), {}, day_of);
    bool is_changed = false;
    for (auto line = begin; line != end; ++line) {
      const bool awaits = !payable_days_.of(**line, *payable_on, until);
      const auto at = static_cast<std::size_t>(line - mine.begin());
      is_changed = is_changed || awaits_[at] != awaits;
      awaits_[at] = awaits;
    }
    return is_changed;
  }

  /// What has become payable of the months before, or is not any more.
  void look_again(std::span<const ClosingLine* const> mine, Date until) {
    std::optional<Period> changed;  // The accumulation of the last month that is settled again.
    for (SettledMonth& settled : months_) {
      const bool is_changed = mark_awaiting(settled.month, mine, until);
      const PlanTerms& terms = history_->for_period(settled.month).terms();
      const Period accumulation = Period::containing(
          settled.month.first(), terms.payout.longer_period.value_or(terms.accumulation));
      // Its bounds are of all its months.
      if (!is_changed && changed != accumulation) continue;
      changed = accumulation;
      Window window = window_of(settled.month, mine);
      settled.awaiting = awaiting_of(settle(settled.month, window, {}, until).table.statement());
    }
  }

  [[nodiscard]] Awaiting still_awaiting() const {
    Awaiting sum;
    for (const SettledMonth& settled : months_)
      for (const auto& [who, amount] : settled.awaiting) {
        const auto [found, is_new] = sum.try_emplace(who, amount);
        if (!is_new) found->second += amount;
      }
    return sum;
  }

  [[nodiscard]] std::vector<PersonOpening> openings(
      const Period& month, const CommissionStatement* before,
      std::span<const BookedCorrection> corrections) const {
    return openings_after(before, month, history_->for_period(month).terms().payout.draw,
                          plan_->team, still_awaiting(), corrections, releases_);
  }

  [[nodiscard]] Window window(const Plan& plan) const {
    Window window;
    window.options.quantities = looks_at_quantities(plan);
    window.options.by_owner = plan.terms().leaving.earns.has_value();
    return window;
  }
  Window window_of(const Period& month, std::span<const ClosingLine* const> mine) {
    const Plan& plan = history_->for_period(month);
    const auto begin = std::ranges::lower_bound(mine, first_day_looked_at(plan, month), {}, day_of);
    const auto end = std::ranges::upper_bound(mine, month.last(), {}, day_of);
    Window found = window(plan);
    found.lines.assign(begin, end);
    if (costs_)
      found.costs.assign(costs_->begin() + (begin - mine.begin()),
                         costs_->begin() + (end - mine.begin()));
    return found;
  }
  Window window_of(const Period& month, const SeenLines& seen) {
    const Plan& plan = history_->for_period(month);
    const EarningMoment moment = plan.terms().earned_on;
    const auto payable_on = plan.terms().payout.payable_on;
    Window found = window(plan);
    auto& days = found.options.days;  // There without lines as well.
    days["returned"];
    days[day_column(moment)];
    if (payable_on) days[day_column(*payable_on)];
    const Date first = first_day_looked_at(plan, month);
    for (std::size_t i = 0; i < seen.lines.size(); ++i) {
      const ClosingLine& line = seen.lines[i];
      if (line.counts < first || line.counts > month.last()) continue;
      const auto put = [&](const std::string& column, std::optional<Date> day) {
        days[column].resize(found.lines.size());
        days[column].push_back(day);
      };
      put("returned", seen.days[i].returned);
      if (payable_on) put(day_column(*payable_on), seen.days[i].payable);
      if (moment != EarningMoment::date && payable_on != EarningMoment::date)
        put("date", line.came);
      put(day_column(moment), line.counts);
      found.lines.push_back(&line);
      if (costs_) found.costs.push_back((*costs_)[seen.days[i].at]);
    }
    return found;
  }

  /// Into the lines' currencies, as of the day as of which the plan converts each line.
  void take_costs_abroad(const Plan& plan, const Period& month, Window& window) const {
    FaultList faults;
    for (std::size_t i = 0; i < window.lines.size(); ++i) {
      const ClosingLine& line = *window.lines[i];
      Money& cost = window.costs[i];
      const Currency currency = line.line.net.currency();
      const Date invoiced = view_->ledger.document(line.line.document).date;
      const std::optional<Date> credited = credited_invoice_date(*view_, line);
      const std::optional<Date> day =
          rate_date(plan, month, line.counts,
                    credited ? credited : window.options.day("invoice_date", i, invoiced));
      if (is_zero(cost)) cost = Money::zero(currency);
      // Without a day the line is refused when it is settled.
      if (cost.currency() == currency || !day) continue;
      const auto path = view_->book.get().rates().find(cost.currency(), currency, *day);
      if (path)
        cost = convert_at(cost, currency, path->factor(), home_rounding);
      else
        faults.add({.row = static_cast<std::int64_t>(i),
                    .field = "cost",
                    .value = to_string(cost),
                    .expected = "a rate from " + std::string(cost.currency().code()) + " to " +
                                std::string(currency.code()) + " on " + to_string(*day)});
    }
    faults.throw_if_any("costs");
  }

  PlanClose settle(const Period& month, Window& window, const std::vector<PersonOpening>& openings,
                   Date payable_until) {
    const Plan& plan = history_->for_period(month);
    const std::span<const ClosingLine* const> lines(window.lines);
    LinesTableOptions& options = window.options;
    if (const auto payable_on = plan.terms().payout.payable_on; payable_on && !counts_otherwise_) {
      auto& days = options.days[day_column(*payable_on)];
      for (const ClosingLine* line : lines)
        days.push_back(payable_days_.of(*line, *payable_on, payable_until));
    }
    check_units(*view_, plan, month, lines, file());
    // A book may have others, for what is measured and not paid by.
    std::vector<SalesTarget> targets = targets_within(plan, month, targets_);
    std::erase_if(targets, [&](const SalesTarget& each) {
      return !plan.accumulates_over(each.period.kind());
    });
    try {
      if (costs_) {
        take_costs_abroad(plan, month, window);
        options.costs = window.costs;
      }
      const auto source = lines_table(*view_, lines, options);
      CommissionTable table(*source, plan, month, {.threads = view_->threads},
                            {.team = &plan_->team,
                             .targets = targets,
                             .openings = openings,
                             .rates = &view_->book.get().rates(),
                             .payable_until = payable_until});
      return {plan_->name, std::move(table), {}, {}, {}, {}, {}};
    } catch (const BadTable& error) {
      // Rows are those of a table that nobody sees.
      std::vector<Fault> faults = error.faults();
      for (Fault& fault : faults) {
        if (fault.row >= 0 && static_cast<std::size_t>(fault.row) < lines.size())
          fault.field =
              "document " +
              std::string(
                  view_->ledger.document(lines[static_cast<std::size_t>(fault.row)]->line.document)
                      .number) +
              ", " + fault.field;
        fault.file = file();
        fault.row = -1;
      }
      const std::string message =
          to_string(month) + ": " + (faults.empty() ? error.what() : to_string(faults.front()));
      throw BadTable(message, std::move(faults));
    } catch (const InvalidArgument& error) {
      std::vector<Fault> faults = error.faults();
      for (Fault& fault : faults)
        if (fault.file.empty()) {
          fault.file = file();
          fault.field = to_string(month) + ", " + fault.field;
        }
      throw InvalidArgument(file() + ", " + to_string(month) + ": " + error.what(),
                            std::move(faults));
    }
  }

  const CloseView* view_;
  const PlanToClose* plan_;
  const PlanHistory* history_;
  bool counts_otherwise_;
  PayableDays payable_days_;
  std::vector<HoldbackRelease> releases_{};
  std::vector<SalesTarget> targets_;
  std::optional<std::vector<Money>>
      costs_;  // Of the lines so far, in the home currency, if a version of the plan looks at them.
  std::vector<ClosingLine> parts_;    // Of lines, if a version counts quantities.
  std::optional<LineSight> sight_;    // If lines count on another day.
  std::vector<SettledMonth> months_;  // So far.
  std::vector<bool> awaits_;          // Lines of these months.
};

}  // namespace

std::vector<LineBasis> line_bases(const PlanHistory& history, const Period& period) {
  const LineBasis basis = lines_of(history.for_period(period).terms().basis);
  // What is written off takes back what was invoiced.
  if (basis == LineBasis::invoiced && claws_back(history)) return {basis, LineBasis::written_off};
  return {basis};
}

PlanClose close_plan(const CloseView& view, const PlanToClose& plan) {
  return PlanCloser(view, plan).close();
}

}  // namespace o2c::inline v1

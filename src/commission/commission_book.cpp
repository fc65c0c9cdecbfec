#include "o2c/commission/commission_book.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "carried_over.hpp"
#include "closing_faults.hpp"
#include "payout_amounts.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {
namespace {

constexpr const char* cannot_close = "cannot close";

struct DaysOfLines {
  Date first;
  Date last;
};

// What a period accumulates with: weeks may begin or end within a month.
DaysOfLines accumulation_of(const Plan& plan, const Period& period) {
  return {std::min(period.first(), first_accumulating_day(plan, period.first())),
          std::max(period.last(), Period::containing(period.last(), longest_kind(plan)).last())};
}
// What changes when lines come to a period: orders go on over all that follow, and what is carried
// over to the end of the year.
DaysOfLines changed_with(const Plan& plan, const Period& period) {
  DaysOfLines days = accumulation_of(plan, period);
  days.last = std::max(days.last, last_accumulating_day(plan, period.last()));
  if (plan.terms().looks_at_orders()) days.last = Date::max();
  return days;
}
bool overlap(const Period& period, const DaysOfLines& days) {
  return period.first() <= days.last && days.first <= period.last();
}
// By the end of a day.
bool has_left(const Team& team, const std::string& who, Date day) {
  const Leaving* const left = team.leaving_of(who);
  return !team.knows(who) || (left != nullptr && left->last_day <= day);
}
// `positions` ascend.
std::vector<SalesLine> without(std::span<const SalesLine> lines,
                               std::span<const std::size_t> positions) {
  std::vector<SalesLine> kept;
  auto left = positions.begin();
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (left != positions.end() && *left == i)
      ++left;
    else
      kept.push_back(lines[i]);
  return kept;
}

}  // namespace

std::vector<KnownLine> known_lines(std::span<const SalesLine> lines,
                                   std::span<const std::string> columns, EarningMoment counted_on) {
  std::vector<KnownLine> known;
  known.reserve(lines.size());
  for (const SalesLine& each : lines)
    known.push_back({line_print(each, columns), day_of(each, counted_on).value_or(Date::max()),
                     each.salesperson, each.document, each.net});
  return known;
}

CommissionBook::CommissionBook(std::vector<std::string> columns) : columns_(std::move(columns)) {
  std::vector<Fault> faults;
  if (columns_.empty())
    faults.push_back({.field = "columns", .value = "none", .expected = "what tells lines"});
  const auto of_lines = line_print_columns();
  for (auto each = columns_.begin(); each != columns_.end(); ++each) {
    if (std::ranges::find(of_lines, *each) == of_lines.end())
      faults.push_back({.field = "columns", .value = *each, .expected = "a column of lines"});
    if (std::find(columns_.begin(), each, *each) != each)
      faults.push_back({.field = "columns", .value = *each, .expected = "each column once"});
  }
  throw_faults("no such book", std::move(faults));
}

const ClosedPeriod* CommissionBook::find(const Period& period) const {
  const auto found = std::ranges::find(periods_, period, &ClosedPeriod::period);
  return found == periods_.end() ? nullptr : &*found;
}

std::size_t CommissionBook::place_of(const Period& period) const {
  const auto found = std::ranges::find(periods_, period, &ClosedPeriod::period);
  if (found == periods_.end())
    throw_faults(
        "no such period",
        {{.field = "period", .value = to_string(period), .expected = "one that is closed"}});
  return static_cast<std::size_t>(found - periods_.begin());
}

const ClosedPeriod& CommissionBook::closed(const Period& period) const {
  return periods_[place_of(period)];
}

std::vector<PersonPayout> CommissionBook::last_payouts() const {
  return periods_.empty() ? std::vector<PersonPayout>() : periods_.back().payouts;
}

std::vector<std::string> CommissionBook::people() const {
  std::set<std::string_view> names;
  for (const ClosedPeriod& closed : periods_)
    for (const PersonPayout& each : closed.payouts) names.insert(each.salesperson);
  return {names.begin(), names.end()};
}

std::vector<std::string> CommissionBook::people_of(const Period& period) const {
  const ClosedPeriod* const closed = find(period);
  if (closed == nullptr || looks_at_team(closed->plan)) return {};
  return people();
}

std::vector<CurrencyExchange> CommissionBook::exchanges() const {
  std::vector<CurrencyExchange> all;
  for (const ClosedPeriod& each : periods_)
    all.insert(all.end(), each.exchanges.begin(), each.exchanges.end());
  return all;
}

std::vector<CurrencyExchange> CommissionBook::exchanges_to_close(
    std::span<const CurrencyExchange> used) const {
  std::set<std::pair<std::string, Date>> known;
  for (const CurrencyExchange& each : exchanges()) known.emplace(each.from.code(), each.by.date);
  std::vector<CurrencyExchange> added;
  for (const CurrencyExchange& each : used)
    if (known.emplace(each.from.code(), each.by.date).second) added.push_back(each);
  return added;
}

void CommissionBook::check_follows(const Period& period) const {
  if (periods_.empty()) return;
  const Period& last = periods_.back().period;
  if (period.first() == last.last() + 1) return;
  const bool is_closed = period.first() <= last.last();
  throw_faults(cannot_close,
               {{.field = "period",
                 .value = to_string(period),
                 .expected = "one that begins on " + to_string(last.last() + 1) +
                             (is_closed ? ", as all before it is closed"
                                        : ", the day after the last that is closed")}});
}

// What lines say of the periods from `first` to before `end`, by what the first `closings` know.
// Every line is looked at once, however many periods there are.
std::vector<ClosedLines> CommissionBook::compare_all(std::size_t first, std::size_t end,
                                                     std::size_t closings,
                                                     std::span<const KnownLine> lines) const {
  const std::span of_book(periods_);
  const std::span of = of_book.subspan(first, end - first);
  struct LinesOfPeriod {
    std::vector<const KnownLine*> before;
    std::vector<std::size_t> now;
  };
  std::vector<LinesOfPeriod> by_period(of.size());
  // Periods follow each other; null: of none of them.
  const auto on = [&](Date date) -> LinesOfPeriod* {
    const auto found = std::ranges::lower_bound(
        of, date, {}, [](const ClosedPeriod& each) { return each.period.last(); });
    if (found == of.end() || date < found->period.first()) return nullptr;
    return &by_period[static_cast<std::size_t>(found - of.begin())];
  };
  for (const ClosedPeriod& closed : of_book.first(closings))
    for (const KnownLine& each : closed.lines)
      if (LinesOfPeriod* const into = on(each.date)) into->before.push_back(&each);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (LinesOfPeriod* const into = on(lines[i].date)) into->now.push_back(i);
  std::vector<ClosedLines> compared;
  for (std::size_t place = 0; place < of.size(); ++place) {
    ClosedLines& found = compared.emplace_back(ClosedLines{.period = of[place].period});
    auto& [before, now] = by_period[place];
    std::ranges::stable_sort(before, {}, [](const KnownLine* each) { return each->print; });
    std::ranges::stable_sort(now, {}, [&](std::size_t i) { return lines[i].print; });
    // Of lines that are all alike the last ones are late.
    auto at = before.begin();
    for (const std::size_t i : now) {
      while (at != before.end() && (*at)->print < lines[i].print) found.missing.push_back(**at++);
      if (at != before.end() && (*at)->print == lines[i].print)
        ++at;
      else
        found.late.push_back(i);
    }
    for (; at != before.end(); ++at) found.missing.push_back(**at);
    std::ranges::sort(found.late);
    std::ranges::stable_sort(found.missing, {}, &KnownLine::date);
  }
  return compared;
}

ClosedLines CommissionBook::compare(const Period& period, std::span<const KnownLine> lines,
                                    const std::optional<Period>& as_of) const {
  const std::size_t place = place_of(period);
  const std::size_t closings = as_of ? place_of(*as_of) + 1 : periods_.size();
  return compare_all(place, place + 1, closings, lines).front();
}

std::vector<std::size_t> CommissionBook::booked_later(const Period& period,
                                                      std::span<const KnownLine> lines) const {
  const std::size_t end = place_of(period) + 1;
  const std::vector<ClosedLines> then = compare_all(0, end, end, lines);
  const std::vector<ClosedLines> now = compare_all(0, end, periods_.size(), lines);
  std::vector<std::size_t> booked;
  for (std::size_t i = 0; i < end; ++i)
    std::ranges::set_difference(then[i].late, now[i].late, std::back_inserter(booked));
  std::ranges::sort(booked);
  return booked;
}

std::vector<ClosedLines> CommissionBook::reopened(const Plan& plan, const Period& period,
                                                  std::span<const KnownLine> lines) const {
  check_follows(period);
  std::vector<ClosedLines> compared = compare_all(0, periods_.size(), periods_.size(), lines);
  std::vector<DaysOfLines> accumulations{accumulation_of(plan, period)};
  std::set<Date> days;  // Of which there are lines.
  for (const KnownLine& each : lines) days.insert(each.date);
  for (std::size_t i = 0; i < periods_.size(); ++i)
    if (!compared[i].late.empty())
      accumulations.push_back(changed_with(periods_[i].plan, periods_[i].period));
  // What was not payable yet may be by now.
  if (!periods_.empty())
    for (const AwaitingCommission& each : periods_.back().awaiting)
      accumulations.push_back(accumulation_of(closed(each.of).plan, each.of));
  std::vector<Fault> faults;
  std::vector<ClosedLines> reopened;
  for (std::size_t i = 0; i < periods_.size(); ++i) {
    const Period& of = periods_[i].period;
    // What a longer period bounds or accelerates is reckoned by one plan all along.
    const Plan& before = periods_[i].plan;
    const auto is_longer = [](const Plan& each) {
      return longest_kind(each) != each.terms().accumulation;
    };
    Period whole = Period::containing(period.first(), longest_kind(plan));
    bool is_of_whole = is_longer(plan) && of.last() >= whole.first();
    if (!is_of_whole && is_longer(before)) {
      whole = Period::containing(of.last(), longest_kind(before));
      is_of_whole = whole.contains(period.first());
    }
    if (is_of_whole && before != plan)
      faults.push_back({.field = "plan",
                        .value = plan.name(),
                        .expected = "that of " + to_string(of) +
                                    ", as its bounds or accelerators are of " + to_string(whole)});
    const auto accumulates = [&](const DaysOfLines& each) { return overlap(of, each); };
    const bool is_needed = std::ranges::any_of(accumulations, accumulates);
    const auto first_day = days.lower_bound(of.first());
    const bool is_there = first_day != days.end() && *first_day <= of.last();
    if (is_needed || is_there)
      for (const KnownLine& each : compared[i].missing)
        faults.push_back({.field = "lines",
                          .value = told(each),
                          .expected = "this line as it was when " + to_string(of) +
                                      " was closed, or none of the period"});
    // The settled period itself is no reason to recompute what is before it.
    const bool is_late = std::any_of(accumulations.begin() + 1, accumulations.end(), accumulates);
    if (is_late) reopened.push_back(std::move(compared[i]));
  }
  throw_faults("closed periods do not change", std::move(faults));
  return reopened;
}

std::vector<BookedCorrection> CommissionBook::corrections(const Period& period,
                                                          const CommissionStatement& recomputed,
                                                          const CommissionStatement& known) const {
  const ClosedPeriod& of = closed(period);
  const Money nothing = Money::zero(of.plan.currency());
  std::map<std::string_view, BookedCorrection> found;
  const auto person = [&](const std::string& who) -> BookedCorrection& {
    return found.try_emplace(who, BookedCorrection{period, who, nothing, nothing}).first->second;
  };
  for (const PersonPayout& each : of.payouts) {
    BookedCorrection& to = person(each.salesperson);
    to.settled += earned_of(each.payout);
    to.overrides -= each.payout.earnings.overrides;
    to.pools -= each.payout.earnings.pools;
  }
  for (const ClosedPeriod& later : periods_)
    for (const BookedCorrection& each : later.corrections) {
      if (each.of != period) continue;
      BookedCorrection& to = person(each.salesperson);
      to.settled += each.amount();
      to.overrides -= each.overrides;
      to.pools -= each.pools;
    }
  for (const PersonPayout& each : recomputed.payouts) {
    BookedCorrection& to = person(each.salesperson);
    to.recomputed += earned_of(each.payout);
    to.overrides += each.payout.earnings.overrides;
    to.pools += each.payout.earnings.pools;
  }
  for (auto& each : found) each.second.changed -= each.second.settled;
  for (const PersonPayout& each : known.payouts)
    person(each.salesperson).changed += earned_of(each.payout);
  std::vector<BookedCorrection> corrections;
  for (auto& [who, each] : found)
    if (!each.is_nothing()) corrections.push_back(std::move(each));
  return corrections;
}

std::vector<AwaitingCommission> awaiting_of(const Period& period,
                                            const CommissionStatement& settled) {
  std::map<std::string_view, Money> found;
  for (const EarnedTotal& each : settled.totals)
    found.try_emplace(each.salesperson, Money::zero(each.bounded.currency())).first->second +=
        each.bounded - each.payable;
  std::vector<AwaitingCommission> awaiting;
  for (const auto& [who, amount] : found)
    if (sign(amount) != 0) awaiting.push_back({period, std::string(who), amount});
  return awaiting;
}

std::vector<PersonOpening> CommissionBook::openings(const Plan& plan,
                                                    std::span<const BookedCorrection> corrections,
                                                    std::span<const PersonOpening> given,
                                                    std::span<const AwaitingCommission> awaiting,
                                                    const Team* team) const {
  const Money nothing = Money::zero(plan.currency());
  const CommissionBalance none = CommissionBalance::none(plan.currency());
  std::map<std::string, PersonOpening, std::less<>> found;
  const auto person = [&](const std::string& who) -> PersonOpening& {
    return found.try_emplace(who, PersonOpening{who, none, nothing, nothing}).first->second;
  };
  if (!periods_.empty()) {
    const std::optional<Money> usual = periods_.back().plan.terms().payout.draw;
    for (const PersonPayout& each : periods_.back().payouts) {
      const Payout& payout = each.payout;
      if (payout.closing != none) person(each.salesperson).balance = payout.closing;
      if (sign(payout.advanced) == 0) continue;
      if (team != nullptr && has_left(*team, each.salesperson, periods_.back().period.last()))
        continue;
      // Of the team, who is there has it, and who has left has not.
      if (plan.terms().payout.entitled == EntitledPeople::team && payout.advanced == usual)
        continue;
      // A draw that was the plan's is that of the plan's version now.
      person(each.salesperson).advanced =
          payout.advanced == usual ? plan.terms().payout.draw : payout.advanced;
    }
  }
  for (const BookedCorrection& each : corrections)
    person(each.salesperson).corrections += each.amount();
  for (const AwaitingCommission& each : awaiting) {
    std::optional<Money>& of = person(each.salesperson).still_awaiting;
    of = of.value_or(nothing) + each.amount;
  }
  std::vector<Fault> faults;
  for (const PersonOpening& each : given) {
    // Only what a book begins with comes from elsewhere.
    const bool goes_on = !periods_.empty();
    if ((goes_on && each.balance != none) || sign(each.corrections) != 0)
      faults.push_back({.field = "opening of " + each.salesperson,
                        .value = "a balance or correction",
                        .expected = "none, as the book has them"});
    PersonOpening& of = person(each.salesperson);
    if (sign(each.balance.awaiting) != 0 || each.still_awaiting)
      faults.push_back({.field = "opening of " + each.salesperson,
                        .value = "what is awaiting",
                        .expected = "none, as the book knows of which periods it is"});
    if (!goes_on) of.balance = each.balance;
    of.released = each.released;
    if (each.advanced) of.advanced = each.advanced;
  }
  throw_faults("cannot settle", std::move(faults));
  std::vector<PersonOpening> openings;
  for (auto& [who, each] : found) {
    // Of whom nothing awaits any more.
    if (sign(each.balance.awaiting) != 0 && !each.still_awaiting) each.still_awaiting = nothing;
    openings.push_back(std::move(each));
  }
  return openings;
}

std::vector<PersonOpening> CommissionBook::openings_of(const Period& period) const {
  const ClosedPeriod& of = closed(period);
  std::map<std::string_view, Money> awaiting;  // Of earlier periods.
  for (const AwaitingCommission& each : of.awaiting)
    if (each.of != period)
      awaiting.try_emplace(each.salesperson, Money::zero(of.plan.currency())).first->second +=
          each.amount;
  std::vector<PersonOpening> openings;
  for (const PersonPayout& each : of.payouts) {
    openings.push_back({.salesperson = each.salesperson,
                        .balance = each.payout.opening,
                        .corrections = each.payout.earnings.corrections,
                        .released = each.payout.earnings.released,
                        .advanced = each.payout.advanced});
    const auto found = awaiting.find(each.salesperson);
    openings.back().still_awaiting =
        found == awaiting.end() ? Money::zero(of.plan.currency()) : found->second;
  }
  return openings;
}

std::vector<KnownLine> CommissionBook::lines_to_close(const Period& period,
                                                      std::span<const ClosedLines> reopened,
                                                      std::span<const KnownLine> all) const {
  std::vector<KnownLine> lines;
  for (const ClosedLines& each : reopened)
    for (const std::size_t i : each.late) lines.push_back(all[i]);
  for (const KnownLine& each : all)
    if (period.contains(each.date)) lines.push_back(each);
  return lines;
}

void CommissionBook::close(ClosedPeriod closing) {
  check_follows(closing.period);
  throw_faults(cannot_close, closing_faults(*this, closing));
  periods_.push_back(std::move(closing));
}

std::vector<std::size_t> late_lines(std::span<const ClosedLines> reopened) {
  std::vector<std::size_t> late;
  for (const ClosedLines& each : reopened)
    late.insert(late.end(), each.late.begin(), each.late.end());
  std::ranges::sort(late);
  return late;
}

OpenSettlement settle(const CommissionBook& book, const Plan& plan,
                      std::span<const SalesLine> lines, const Period& period,
                      const SettleInput& input) {
  const std::vector<KnownLine> known = known_lines(lines, book.columns(), plan.terms().earned_on);
  std::vector<ClosedLines> reopened = book.reopened(plan, period, known);
  const std::vector<CurrencyExchange> kept = book.exchanges();
  std::vector<BookedCorrection> corrections;
  std::vector<SalesTarget> targets;
  std::vector<CurrencyExchange> used;
  std::vector<AwaitingCommission> awaiting;
  std::vector<CommissionStatement> all_recomputed;
  const std::vector<std::size_t> late = late_lines(reopened);
  const std::vector<SalesLine> known_before =
      late.empty() ? std::vector<SalesLine>() : without(lines, late);
  for (const ClosedLines& each : reopened) {
    SettleInput of_closed = input;
    std::optional<Team> people;
    if (input.team != nullptr) people = with_people(*input.team, book.people_of(each.period));
    of_closed.team = people ? &*people : nullptr;
    of_closed.openings = {};
    of_closed.kept_exchanges = kept;
    of_closed.payable_until = period.last();
    targets = targets_within(book.find(each.period)->plan, each.period, input.targets);
    of_closed.targets = targets;
    const Plan& by = book.find(each.period)->plan;
    CommissionStatement recomputed = settle(by, lines, each.period, of_closed);
    const std::optional<CommissionStatement> known_recomputed =
        late.empty() ? std::nullopt
                     : std::optional(settle(by, known_before, each.period, of_closed));
    for (BookedCorrection& correction :
         book.corrections(each.period, recomputed, known_recomputed.value_or(recomputed)))
      corrections.push_back(std::move(correction));
    used.insert(used.end(), recomputed.exchanges.begin(), recomputed.exchanges.end());
    for (AwaitingCommission& not_yet : awaiting_of(each.period, recomputed))
      awaiting.push_back(std::move(not_yet));
    all_recomputed.push_back(std::move(recomputed));
  }
  const std::vector<PersonOpening> openings =
      book.openings(plan, corrections, input.openings, awaiting, input.team);
  const std::vector<std::string> paid_before = book.people();
  SettleInput opened = input;
  opened.paid_before = paid_before;
  opened.openings = openings;
  opened.kept_exchanges = kept;
  targets = targets_within(plan, period, input.targets);
  opened.targets = targets;
  CommissionStatement statement = settle(plan, lines, period, opened);
  used.insert(used.end(), statement.exchanges.begin(), statement.exchanges.end());
  for (AwaitingCommission& not_yet : awaiting_of(period, statement))
    awaiting.push_back(std::move(not_yet));
  ClosedPeriod closing{.period = period,
                       .plan = plan,
                       .payouts = statement.payouts,
                       .corrections = std::move(corrections),
                       .lines = book.lines_to_close(period, reopened, known),
                       .exchanges = book.exchanges_to_close(used),
                       .awaiting = std::move(awaiting)};
  return {std::move(statement), std::move(closing), std::move(reopened), std::move(all_recomputed)};
}

std::vector<ReplayDifference> replay_differences(const ClosedPeriod& closed,
                                                 const CommissionStatement& now) {
  const Payout nothing = no_payout(closed.plan.currency());
  std::map<std::string_view, std::pair<Payout, Payout>> people;
  for (const PersonPayout& each : closed.payouts)
    people.try_emplace(each.salesperson, nothing, nothing).first->second.first = each.payout;
  for (const PersonPayout& each : now.payouts)
    people.try_emplace(each.salesperson, nothing, nothing).first->second.second = each.payout;
  std::vector<ReplayDifference> differences;
  for (const auto& [who, both] : people)
    for (const PayoutAmount& amount : payout_amounts) {
      const Money before = amount_of(both.first, amount);
      const Money after = amount_of(both.second, amount);
      if (before != after)
        differences.push_back({std::string(who), std::string(amount.name), before, after});
    }
  return differences;
}

CommissionReplay replay(const CommissionBook& book, const Period& period,
                        std::span<const SalesLine> lines, const SettleInput& input) {
  if (!input.openings.empty() || !input.kept_exchanges.empty())
    throw_faults("cannot replay", {{.field = "input",
                                    .value = "openings or kept exchanges",
                                    .expected = "none, as the book has them"}});
  const std::vector<PersonOpening> openings = book.openings_of(period);
  const ClosedPeriod& closed = *book.find(period);
  const std::vector<KnownLine> known =
      known_lines(lines, book.columns(), closed.plan.terms().earned_on);
  const std::vector<CurrencyExchange> kept = book.exchanges();
  const std::vector<SalesTarget> targets = targets_within(closed.plan, period, input.targets);
  const std::vector<std::string> paid_before = book.people();
  std::optional<Team> people;
  if (input.team != nullptr) people = with_people(*input.team, book.people_of(period));
  SettleInput as_it_was = input;
  as_it_was.team = people ? &*people : nullptr;
  as_it_was.paid_before = paid_before;
  as_it_was.openings = openings;
  as_it_was.kept_exchanges = kept;
  as_it_was.targets = targets;
  CommissionReplay found{.lines = book.compare(period, known),
                         .booked_later = book.booked_later(period, known)};
  found.lines.missing = book.compare(period, known, period).missing;
  const std::vector<SalesLine> then = without(lines, found.booked_later);
  try {
    found.differences = replay_differences(closed, settle(closed.plan, then, period, as_it_was));
  } catch (const Error&) {
    // Faults are of the rows as they are.
    if (!found.booked_later.empty())
      static_cast<void>(settle(closed.plan, lines, period, as_it_was));
    throw;
  }
  return found;
}

}  // namespace o2c::inline v1

// Laws of reconciling: whatever two lists hold, and by both faces.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/reconcile_table.hpp"

namespace o2c {
namespace {

using Lines = std::vector<ReconcileLine>;

constexpr Date day(2026, 3, 31);

// Few references, amounts and dates, so that all of them meet.
Lines make_lines() {
  const std::vector<std::string> references{"", "A1", "a-01", "A2", "B", "7", "007"};
  const std::vector<Currency> currencies{currencies::USD, currencies::USD, currencies::JPY};
  Lines lines;
  for (int i = *rc::gen::inRange(0, 16); i > 0; --i) {
    lines.push_back({.reference = *rc::gen::elementOf(references),
                     .date = day - *rc::gen::inRange(0, 12),
                     .amount = Money::from_minor(*rc::gen::inRange<std::int64_t>(-3, 9),
                                                 *rc::gen::elementOf(currencies)),
                     .kind = *rc::gen::arbitrary<bool>() ? "invoice" : "receipt",
                     .disputed = *rc::gen::inRange(0, 4) == 0});
    ReconcileLine& line = lines.back();
    const std::int64_t most = line.disputed ? abs(line.amount).minor() : -1;
    const auto part = *rc::gen::inRange<std::int64_t>(-1, most + 1);
    if (part >= 0) line.disputed_amount = Money::from_minor(part, line.amount.currency());
  }
  return lines;
}
Lines any_lines() { return *rc::gen::resize(rc::kNominalSize, rc::gen::exec(make_lines)); }

ReconcileTolerances any_tolerances() {
  return {.days = *rc::gen::inRange(0, 4),
          .amount = Money::from_minor(*rc::gen::inRange<std::int64_t>(0, 3), currencies::USD),
          .transit_days = *rc::gen::inRange(0, 6),
          .search_steps = *rc::gen::elementOf(std::vector<std::int32_t>{0, 2, 10, 10'000})};
}

MoneyBag any_balance() {
  return {Money::from_minor(*rc::gen::inRange<std::int64_t>(-50, 50), currencies::USD),
          Money::from_minor(*rc::gen::inRange<std::int64_t>(-50, 50), currencies::JPY)};
}

ReconcileClass mirrored(ReconcileClass of) {
  using enum ReconcileClass;
  return of == missing_from_theirs ? missing_from_ours
         : of == missing_from_ours ? missing_from_theirs
                                   : of;
}

// A group by what its lines are, whatever their rows.
using Content =
    std::tuple<ReconcileClass, MatchedBy, std::vector<std::string>, std::vector<std::string>>;

std::vector<std::string> contents(const Lines& lines, const std::vector<std::size_t>& rows) {
  std::vector<std::string> texts;
  for (const std::size_t row : rows)
    texts.push_back(normalized_reference(lines[row].reference) + to_string(lines[row].date) +
                    to_string(lines[row].amount) + lines[row].kind +
                    (lines[row].disputed ? "!" : "") +
                    to_string(lines[row].in_dispute().in_dispute));
  std::ranges::sort(texts);
  return texts;
}

std::vector<Content> contents(const Reconciliation& found) {
  std::vector<Content> all;
  for (const ReconciledGroup& group : found.groups)
    all.emplace_back(group.of, group.matched_by, contents(found.ours, group.ours),
                     contents(found.theirs, group.theirs));
  std::ranges::sort(all);
  return all;
}

RC_GTEST_PROP(ReconcileProperties, ClassesAddUpToTheDifferenceOfTheBalances, ()) {
  const Lines ours = any_lines();
  const Lines theirs = any_lines();
  ReconcileBalances balances{.opening_ours = any_balance(), .opening_theirs = any_balance()};
  if (*rc::gen::arbitrary<bool>()) balances.closing_theirs = any_balance();
  const Reconciliation found = reconcile(ours, theirs, day, any_tolerances(), balances);

  std::vector<int> in_groups(ours.size() + theirs.size());
  for (const ReconciledGroup& group : found.groups) {
    for (const std::size_t row : group.ours) ++in_groups[row];
    for (const std::size_t row : group.theirs) ++in_groups[ours.size() + row];
    RC_ASSERT(found.explain(group).recheck().empty());
    RC_ASSERT(found.explain(group).steps().back().result == Value(to_string(group.of)));
  }
  RC_ASSERT(std::ranges::all_of(in_groups, [](int times) { return times == 1; }));

  MoneyBag closing = balances.opening_ours;
  for (const ReconcileLine& line : ours) closing += line.amount;
  for (const ReconciledBalance& balance : found.balances) {
    RC_ASSERT(balance.ours.closing == closing.at(balance.currency));
    Money explained = balance.ours.opening - balance.theirs.opening + balance.ours.unexplained -
                      balance.theirs.unexplained;
    for (const ReconciledTotal& each : balance.classes) explained += each.difference();
    RC_ASSERT(explained == balance.difference());
    RC_ASSERT(is_zero(balance.classes.front().difference()));
    RC_ASSERT(is_zero(balance.ours.unexplained));
    if (balances.closing_theirs)
      RC_ASSERT(balance.theirs.closing == balances.closing_theirs->at(balance.currency));
    RC_ASSERT(found.explain(balance).recheck().empty());
  }
}

RC_GTEST_PROP(ReconcileProperties, AListReconciledWithItselfMatchesAll, ()) {
  const Lines lines = any_lines();
  const Reconciliation found = reconcile(lines, lines, day, any_tolerances());
  for (const ReconciledGroup& group : found.groups) {
    RC_ASSERT(group.of == ReconcileClass::matched);
    RC_ASSERT(group.ours.size() == 1U);
    RC_ASSERT(group.theirs.size() == 1U);
  }
  RC_ASSERT(found.groups.size() == lines.size());
  RC_ASSERT(found.unfinished.empty());
}

RC_GTEST_PROP(ReconcileProperties, TheOtherSideSeesTheSame, ()) {
  const Lines ours = any_lines();
  const Lines theirs = any_lines();
  const ReconcileTolerances tolerances = any_tolerances();
  const Reconciliation found = reconcile(ours, theirs, day, tolerances);
  const Reconciliation other = reconcile(theirs, ours, day, tolerances);
  std::vector<Content> turned;
  for (const auto& [of, by, first, second] : contents(other))
    turned.emplace_back(mirrored(of), by, second, first);
  std::ranges::sort(turned);
  RC_ASSERT(contents(found) == turned);
  RC_ASSERT(found.unfinished == other.unfinished);
}

Lines shuffled(const Lines& lines) {
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  Lines found;
  for (const std::size_t i : order) found.push_back(lines[i]);
  return found;
}

RC_GTEST_PROP(ReconcileProperties, TheOrderOfTheListsDoesNotMatter, ()) {
  const Lines ours = any_lines();
  const Lines theirs = any_lines();
  // Kinds count where both lists have them: else lines that only these tell apart are alike.
  RC_PRE(!ours.empty() && !theirs.empty());
  const ReconcileTolerances tolerances = any_tolerances();
  const Reconciliation found = reconcile(ours, theirs, day, tolerances);
  const Reconciliation other = reconcile(shuffled(ours), shuffled(theirs), day, tolerances);
  RC_ASSERT(contents(found) == contents(other));
  RC_ASSERT(found.balances == other.balances);
}

// So many references that the threads have something to share.
RC_GTEST_PROP(ReconcileProperties, ThreadsDoNotMatter, ()) {
  Lines ours;
  Lines theirs;
  for (int block = 0; block < 6; ++block) {
    const Lines some = any_lines();
    const Lines others = any_lines();
    for (int copy = 0; copy < 80; ++copy) {
      const std::string prefix = std::to_string(block) + "x" + std::to_string(copy) + "y";
      const auto add = [&](Lines& to, const Lines& from) {
        for (ReconcileLine line : from) {
          line.reference = prefix + line.reference;
          to.push_back(std::move(line));
        }
      };
      add(ours, some);
      add(theirs, others);
    }
  }
  const ReconcileTolerances tolerances = any_tolerances();
  const Reconciliation one = reconcile(ours, theirs, day, tolerances);
  RC_ASSERT(one == reconcile(ours, theirs, day, tolerances, {}, 2));
  RC_ASSERT(one == reconcile(ours, theirs, day, tolerances, {}, 5));
}

MemoryTable table(const Lines& lines, std::vector<std::vector<std::string_view>>& texts,
                  std::vector<std::int32_t>& dates, std::vector<std::int64_t>& amounts,
                  std::vector<std::int64_t>& disputed_amounts) {
  texts.assign(4, {});
  for (const ReconcileLine& line : lines) {
    texts[0].push_back(line.reference);
    texts[1].push_back(line.kind);
    texts[2].push_back(line.disputed ? "true" : "false");
    texts[3].push_back(line.amount.currency() == currencies::USD ? "USD" : "JPY");
    dates.push_back(line.date.days());
    amounts.push_back(line.amount.minor());
    disputed_amounts.push_back(line.disputed_amount->minor());
  }
  const auto text = [](const std::vector<std::string_view>& values) {
    return ColumnView::of(std::span<const std::string_view>(values));
  };
  ColumnView days = ColumnView::of(std::span<const std::int32_t>(dates));
  days.kind.type = ColumnType::date32;
  MemoryTable found;
  found.add("reference", text(texts[0]))
      .add("kind", text(texts[1]))
      .add("disputed", text(texts[2]))
      .add("currency", text(texts[3]))
      .add("date", days)
      .add("amount", ColumnView::of(std::span<const std::int64_t>(amounts)))
      .add("disputed_amount", ColumnView::of(std::span<const std::int64_t>(disputed_amounts)));
  return found;
}

RC_GTEST_PROP(ReconcileProperties, ListsAndTablesSayTheSame, ()) {
  Lines ours = any_lines();
  Lines theirs = any_lines();
  for (Lines* lines : {&ours, &theirs})
    for (ReconcileLine& line : *lines) line.disputed_amount = line.in_dispute().in_dispute;
  const ReconcileTolerances tolerances = any_tolerances();
  std::vector<std::vector<std::string_view>> our_texts;
  std::vector<std::vector<std::string_view>> their_texts;
  std::vector<std::int32_t> our_dates;
  std::vector<std::int32_t> their_dates;
  std::vector<std::int64_t> our_amounts;
  std::vector<std::int64_t> their_amounts;
  std::vector<std::int64_t> our_disputes;
  std::vector<std::int64_t> their_disputes;
  MemoryTable our_table = table(ours, our_texts, our_dates, our_amounts, our_disputes);
  MemoryTable their_table = table(theirs, their_texts, their_dates, their_amounts, their_disputes);
  RC_ASSERT(reconcile(our_table, their_table, day, tolerances) ==
            reconcile(ours, theirs, day, tolerances));
}

}  // namespace
}  // namespace o2c

// Laws of exchange differences, on random histories.

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/receivable/exchange_differences.hpp"

#include "exchange_history.hpp"
#include "same_ledger.hpp"

namespace o2c {
namespace {

AsOf any_moment(const History& history) {
  const std::int64_t known =
      below(2) == 0 ? AsOf::now : *rc::gen::inRange<std::int64_t>(0, history.now + 1);
  return {first_day + *rc::gen::inRange(0, 2 * days), known};
}

bool holds(const PostedDocument& document, const AsOf& as_of) {
  return document.posted <= as_of.date && document.recorded_at_us <= as_of.known_at_us;
}

RC_GTEST_PROP(ExchangeProperties, OfEachItemAllDifferencesAreWhatItBroughtLessWhatItWasBookedAt,
              ()) {
  const History history = any_history(anything);
  const AsOf as_of = any_moment(history);
  const Oracle oracle(history, as_of.known_at_us);
  const auto rows =
      exchange_differences(history.ledger, Date::min(), as_of.date, as_of.known_at_us);
  for (std::uint32_t i = 0; i < history.ledger.documents(); ++i) {
    const PostedDocument document = history.ledger.document(DocumentId{i});
    if (!holds(document, as_of)) continue;
    Money differences = Money::zero(CNY);
    for (const ExchangeDifference& row : rows)
      if (row.document == document.id) differences += row.difference;
    Money left = Money::zero(CNY);  // In money, if it is a debit.
    for (const AppliedAmount& each : oracle.applied()) {
      if (each.posted > as_of.date) continue;
      if (each.debit == document.id)
        left += oracle.released(each.credit.value_or(document.id), each);
      if (each.credit == document.id) left += oracle.released(document.id, each);
    }
    const Money carrying = carrying_amount(history.ledger, document.id, as_of);
    RC_ASSERT(carrying == oracle.carried_at(document.id, as_of.date));
    const Money gained = left + carrying - oracle.booked(document.id);
    RC_ASSERT(differences == (is_debit(document.kind) ? gained : -gained));
  }
}

RC_GTEST_PROP(ExchangeProperties, TablesBringTheSameDifferencesBack, ()) {
  const History history = any_history(anything);
  const Ledger again = table_copies::through_tables(history.ledger);
  assert_same_facts(history.ledger, again);
  for (int i = 0; i < 3; ++i) assert_same(history.ledger, again, any_moment(history));
}

RC_GTEST_PROP(ExchangeProperties, AnApplicationRealisesWhatLeavesTheCreditLessWhatLeavesTheDebit,
              ()) {
  const History history = any_history(anything);
  const AsOf as_of = any_moment(history);
  const Oracle oracle(history, as_of.known_at_us);
  std::map<ApplicationId, Money> realised;
  std::tuple<Date, bool> last{Date::min(), false};
  for (const ExchangeDifference& row :
       exchange_differences(history.ledger, Date::min(), as_of.date, as_of.known_at_us)) {
    const bool is_realised = row.kind == ExchangeDifferenceKind::realised;
    RC_ASSERT(is_realised == row.application.has_value());
    RC_ASSERT(is_realised != row.revaluation.has_value());
    RC_ASSERT((last <= std::tuple(row.posted, !is_realised)));
    last = {row.posted, !is_realised};
    RC_ASSERT(!is_zero(row.difference));
    const Derivation derivation = row.explain();
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(row.difference));
    if (row.application) realised.emplace(*row.application, row.difference);
  }
  for (const AppliedAmount& each : oracle.applied()) {
    const Money expected =
        each.credit && each.posted <= as_of.date
            ? oracle.released(*each.credit, each) - oracle.released(each.debit, each)
            : Money::zero(CNY);
    const auto found = realised.find(each.id);
    RC_ASSERT((found == realised.end() ? Money::zero(CNY) : found->second) == expected);
  }
}

RC_GTEST_PROP(ExchangeProperties, TheDaysOfAPeriodAddUpToIt, ()) {
  const History history = any_history(anything);
  const auto whole = exchange_differences(history.ledger, Date::min(), Date::max());
  const Date between = any_date();
  auto parts = exchange_differences(history.ledger, Date::min(), between);
  const auto rest = exchange_differences(history.ledger, between + 1, Date::max());
  parts.insert(parts.end(), rest.begin(), rest.end());
  RC_ASSERT(parts == whole);
}

// Something of the history that can be applied, or else a new pair.
Application any_application(History& history) {
  const Ledger& ledger = history.ledger;
  const auto count = static_cast<std::uint32_t>(ledger.documents());
  const auto between = [](const PostedDocument& debit, const PostedDocument& credit) {
    Application application{.credit = credit.id,
                            .debit = debit.id,
                            .amount = any_amount(debit.amount.currency(), 2'000),
                            .date = std::max({debit.date, credit.date, any_date()})};
    if (debit.amount.currency() != credit.amount.currency()) {
      application.rate = any_rate();
      application.amount += Money::from_minor(200, debit.amount.currency());  // Not of no yen.
    }
    return application;
  };
  for (int i = 0; i < 20 && count > 0; ++i) {
    const PostedDocument debit = ledger.document(DocumentId{*rc::gen::inRange(0U, count)});
    const PostedDocument credit = ledger.document(DocumentId{*rc::gen::inRange(0U, count)});
    if (!is_debit(debit.kind) || is_debit(credit.kind)) continue;
    const Application application = between(debit, credit);
    // Most are too large: they are tried on what is open at the end.
    if (application.amount <= ledger.items(debit.id, Date::max()).front().open) return application;
  }
  Document pair{.kind = DocumentKind::invoice,
                .number = "debit",
                .party = "A",
                .date = any_date(),
                .amount = any_amount(USD, 9'000) + Money::from_minor(2'000, USD),
                .rate = any_rate()};
  pair.due_date = pair.date;
  RC_ASSERT(history.tell(pair, 0));
  pair.kind = DocumentKind::receipt;
  pair.due_date.reset();
  pair.rate = any_rate();
  RC_ASSERT(history.tell(pair, 0));
  return between(ledger.document(DocumentId{count}), ledger.document(DocumentId{count + 1}));
}

RC_GTEST_PROP(ExchangeProperties, AReversalRightAfterAnApplicationCancelsIt, ()) {
  History history = any_history(anything);
  const Ledger& ledger = history.ledger;
  const Application application = any_application(history);
  const auto before = exchange_differences(ledger, Date::min(), Date::max());
  const auto known = static_cast<std::uint32_t>(ledger.applications());
  const std::size_t position = history.facts.size();
  if (!history.tell(application, position)) RC_DISCARD("it was refused");
  RC_ASSERT(history.tell(Undoing{position, application.date}, position + 1));
  std::vector<ExchangeDifference> others;
  Money total = Money::zero(CNY);
  for (const ExchangeDifference& row : exchange_differences(ledger, Date::min(), Date::max())) {
    if (!row.application || static_cast<std::uint32_t>(*row.application) < known)
      others.push_back(row);
    else
      total += row.difference;
  }
  RC_ASSERT(others == before);
  RC_ASSERT(is_zero(total));
}

// Each day's differences, and what is carried at its end. Adjustments are left out: what one of
// them lets go is rounded with what was open before it.
RC_GTEST_PROP(ExchangeProperties, AnyValidOrderOfReplayGivesTheSame, ()) {
  const History history = any_history(
      {.adjustments = false, .instalments = false, .locks = false, .repayments = false});
  std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
  std::vector<std::size_t> order(history.facts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::shuffle(order, random);
  std::ranges::stable_partition(
      order, [&](std::size_t i) { return std::holds_alternative<Document>(history.facts[i]); });
  History other(history.ledger.options().rounding);
  const auto same = [&](DocumentId id) {
    const PostedDocument document = history.ledger.document(id);
    return other.ledger.find(document.number, document.kind);
  };
  while (!order.empty()) {
    const auto left = std::ranges::remove_if(order, [&](std::size_t i) {
      Fact fact = history.facts[i];
      if (auto* application = std::get_if<Application>(&fact)) {
        application->debit = same(application->debit);
        application->credit = same(application->credit);
      }
      return other.tell(fact, i);
    });
    if (left.empty()) RC_DISCARD("what was told first leaves no room for what it had to follow");
    order.erase(left.begin(), left.end());
  }
  const auto by_day = [](const Ledger& ledger) {
    std::map<std::pair<Date, ExchangeDifferenceKind>, Money> sums;
    for (const ExchangeDifference& row : exchange_differences(ledger, Date::min(), Date::max()))
      sums.try_emplace({row.posted, row.kind}, Money::zero(CNY)).first->second += row.difference;
    std::erase_if(sums, [](const auto& day) { return is_zero(day.second); });
    return sums;
  };
  RC_ASSERT(by_day(history.ledger) == by_day(other.ledger));
  const Date day = any_date();
  for (std::uint32_t id = 0; id < history.ledger.documents(); ++id)
    RC_ASSERT(carried(history.ledger, DocumentId{id}, day) ==
              carried(other.ledger, same(DocumentId{id}), day));
}

}  // namespace
}  // namespace o2c

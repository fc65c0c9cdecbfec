// Laws of late interest: whatever the policy, the balances and the history of the ledger.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/receivable/interest_run.hpp"
#include "o2c/receivable/interest_table.hpp"

#include "../receivable/interest_rows.hpp"
#include "../receivable/items_table.hpp"
#include "any_slices.hpp"
#include "ledger_history.hpp"

namespace o2c {
namespace {

using currencies::USD;

template <class E>
E any_enum(int size) {
  return static_cast<E>(*rc::gen::inRange(0, size));
}

constexpr int day_counts = 7;

InterestPolicy any_policy(bool may_compound = true) {
  std::vector<AnnualRate> rates;
  Date from = first_day + *rc::gen::inRange(-400, 60);
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
    rates.push_back({from, Rate::from_bps(Decimal(*rc::gen::inRange(0, 2'000)))});
    from += *rc::gen::inRange(1, 60);
  }
  InterestTerms terms{.day_count = any_enum<DayCount>(day_counts),
                      .grace_days = *rc::gen::element(0, 0, 5),
                      .grace = any_enum<Grace>(2),
                      .rounded = any_enum<InterestRounding>(2),
                      .rounding = any_enum<Rounding>(10)};
  if (may_compound) terms.compounding = any_enum<Compounding>(5);
  return InterestPolicy(rates, terms);
}

std::vector<InterestBalance> any_balances(Date from) {
  std::vector<InterestBalance> balances;
  std::int64_t open = *rc::gen::inRange<std::int64_t>(0, 10'000'000);
  std::int64_t settled = 0;
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    balances.push_back({from, Money::from_minor(open, USD), Money::from_minor(settled, USD)});
    open = *rc::gen::inRange<std::int64_t>(0, open + 100);
    settled += *rc::gen::inRange<std::int64_t>(0, 5'000);
    from += *rc::gen::inRange(1, 50);
  }
  return balances;
}

Date any_day() { return first_day + *rc::gen::inRange(-400, 800); }

RC_GTEST_PROP(DayCountLaws, ActualDaysAddUpAndTurnRound, ()) {
  const auto count = any_enum<DayCount>(3);
  const Date a = any_day();
  const Date b = any_day();
  const Date c = any_day();
  RC_ASSERT(year_fraction(count, a, b) + year_fraction(count, b, c) == year_fraction(count, a, c));
  RC_ASSERT(year_fraction(count, a, b) == -year_fraction(count, b, a));
  RC_ASSERT(days_counted(count, a, b) == b - a);
}

RC_GTEST_PROP(DayCountLaws, NoDayIsNegative, ()) {
  const auto count = any_enum<DayCount>(day_counts);
  const Date from = any_day();
  const Date to = from + *rc::gen::inRange(0, 800);
  const std::int64_t day = parts_counted(count, from, to + 1) - parts_counted(count, from, to);
  RC_ASSERT(day >= 0);
  RC_ASSERT(parts_counted(count, from, from) == 0);
  RC_ASSERT(year_fraction(count, from, to) ==
            Ratio(parts_counted(count, from, to), parts_of_year(count)));
}

// Simple interest, added up day by day in ratios.
Money day_by_day(const InterestPolicy& policy, Date due, const std::vector<InterestBalance>& list,
                 Date as_of) {
  const InterestTerms& terms = policy.terms();
  const Currency currency = list.front().open.currency();
  Money rounded = Money::zero(currency);
  if (as_of - due <= terms.grace_days) return rounded;
  const Date grace_end = due + terms.grace_days;
  const Date begin = terms.grace == Grace::free ? grace_end : due;
  Ratio exact;
  for (Date day = begin + 1; day <= as_of; ++day) {
    Money open = list.front().open;
    for (const InterestBalance& each : list)
      if (each.date < day || each.date <= grace_end) open = each.open;
    Ratio rate;
    for (const AnnualRate& each : policy.rates())
      if (each.from <= day) rate = each.rate.fraction();
    const Ratio part =
        year_fraction(terms.day_count, begin, day) - year_fraction(terms.day_count, begin, day - 1);
    const Ratio borne = Ratio(open.amount()) * rate * part;
    exact += borne;
    rounded += Money::rounded(borne, currency, terms.rounding);
  }
  return terms.rounded == InterestRounding::daily ? rounded
                                                  : Money::rounded(exact, currency, terms.rounding);
}

RC_GTEST_PROP(InterestLaws, SimpleInterestIsTheSumOfItsDays, ()) {
  const InterestPolicy policy = any_policy(false);
  const Date due = first_day + *rc::gen::inRange(0, 40);
  const auto balances = any_balances(first_day);
  const Date as_of = due + *rc::gen::inRange(-5, 200);
  RC_ASSERT(late_interest(policy, due, balances, as_of) ==
            day_by_day(policy, due, balances, as_of));
}

RC_GTEST_PROP(InterestLaws, EachAmountIsExplained, ()) {
  const InterestPolicy policy = any_policy();
  const Date due = first_day + *rc::gen::inRange(0, 40);
  const auto balances = any_balances(first_day);
  const Date as_of = due + *rc::gen::inRange(-5, 200);
  Derivation derivation;
  const Money interest = late_interest(policy, due, balances, as_of, derivation);
  RC_ASSERT(interest == late_interest(policy, due, balances, as_of));
  RC_ASSERT(derivation.recheck().empty());
  RC_ASSERT(derivation.steps().back().result == Value(interest));
}

RC_GTEST_PROP(InterestLaws, APaymentNeverRaisesInterest, ()) {
  const InterestPolicy policy = any_policy();
  const Date due = first_day + *rc::gen::inRange(0, 40);
  const auto before = any_balances(first_day);
  const Date as_of = due + *rc::gen::inRange(-5, 200);
  // From a day on something less is open; perhaps a day on which nothing had changed.
  std::vector<InterestBalance> after;
  const Date day = first_day + *rc::gen::inRange(0, 250);
  const Money paid = Money::from_minor(*rc::gen::inRange<std::int64_t>(0, 10'000'000), USD);
  const auto less = [&](InterestBalance balance) {
    balance.open = std::max(balance.open - paid, Money::zero(USD));
    return balance;
  };
  for (const InterestBalance& each : before) after.push_back(each.date < day ? each : less(each));
  const auto at = std::ranges::find_if(after, [&](const auto& each) { return each.date >= day; });
  if ((at == after.end() || at->date != day) && at != after.begin()) {
    InterestBalance changed = less(*std::prev(at));
    changed.date = day;
    after.insert(at, changed);
  }
  RC_ASSERT(late_interest(policy, due, after, as_of) <= late_interest(policy, due, before, as_of));
}

RC_GTEST_PROP(InterestLaws, ABalanceThatDoesNotChangeChangesNothing, ()) {
  const InterestPolicy policy = any_policy();
  const Date due = first_day + *rc::gen::inRange(0, 40);
  const auto balances = any_balances(first_day);
  const Date as_of = due + *rc::gen::inRange(-5, 200);
  std::vector<InterestBalance> more;
  for (const InterestBalance& each : balances) {
    more.push_back(each);
    const auto next =
        std::ranges::find_if(balances, [&](const auto& other) { return other.date > each.date; });
    if (next == balances.end() || next->date - each.date > 1) {
      more.push_back(each);
      ++more.back().date;
    }
  }
  RC_ASSERT(late_interest(policy, due, more, as_of) == late_interest(policy, due, balances, as_of));
  const auto stretches = interest_stretches(policy, due, balances, as_of);
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    RC_ASSERT(stretches[i].first <= stretches[i].last);
    RC_ASSERT(stretches[i].last <= as_of && stretches[i].first > due);
    if (i > 0) RC_ASSERT(stretches[i - 1].last < stretches[i].first);
  }
}

// --- the ledger ----------------------------------------------------------------------------------

std::map<DocumentId, Money> accrued(const InterestRun& run) {
  std::map<DocumentId, Money> found;
  for (const InterestCharge& charge : run.charges) found.emplace(charge.document, charge.accrued);
  return found;
}

InterestRunOptions any_options() { return {.disputed = any_enum<DisputedInterest>(2)}; }

RC_GTEST_PROP(InterestRunLaws, ASecondRunChargesNothing, ()) {
  History history = any_history(Repayments::some, Variety::rich);
  const InterestPolicy policy = any_policy();
  const InterestRunOptions options = any_options();
  const Date as_of = first_day + *rc::gen::inRange(0, 200);
  const InterestRun run = interest_run(history.ledger, policy, as_of, options);
  for (const InterestCharge& charge : run.charges) {
    const Derivation derivation = run.explain(charge);
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(charge.amount));
    Money sum = Money::zero(charge.amount.currency());
    for (const InstallmentInterest& each : charge.installments) sum += each.interest;
    RC_ASSERT(charge.accrued == sum);
    RC_ASSERT(charge.amount + charge.charged_before == charge.accrued);
    // Where a debit note and an invoice share a number, the note cannot be referred to.
    try {
      static_cast<void>(charge_interest(history.ledger, charge,
                                        {.date = as_of, .covered = CoveredCharges::booked},
                                        ++history.now)
                            .value());
    } catch (const InvalidArgument&) {
      RC_ASSERT(charge.kind == DocumentKind::debit_note);
    }
  }
  for (const Date day : {as_of, as_of - 3})
    for (const InterestCharge& charge : interest_run(history.ledger, policy, day, options).charges)
      RC_ASSERT(charge.kind == DocumentKind::debit_note && is_zero(charge.charged_before));
}

// What was charged in several runs is what one run would have charged, unless a payment came to be
// known in between.
RC_GTEST_PROP(InterestRunLaws, RunsAddUp, ()) {
  History history = any_history();
  const InterestPolicy policy = any_policy(false);
  const Date last = first_day + 150;
  const InterestRun at_once = interest_run(history.ledger, policy, last);
  std::map<DocumentId, Money> charged;
  for (Date day = first_day + 30; day <= last; day += 40)
    for (const InterestCharge& charge : interest_run(history.ledger, policy, day).charges) {
      static_cast<void>(charge_interest(history.ledger, charge,
                                        {.date = day, .covered = CoveredCharges::booked},
                                        ++history.now)
                            .value());
      charged.try_emplace(charge.document, Money::zero(USD)).first->second += charge.amount;
    }
  RC_ASSERT(charged == accrued(at_once));
}

RC_GTEST_PROP(InterestRunLaws, APaymentNeverRaisesInterestAndItsPartsDoAsTheWhole, ()) {
  const auto steps = *rc::gen::inRange<std::uint32_t>(5, 40);
  const InterestPolicy policy = any_policy();
  const InterestRunOptions options = any_options();
  const Date day = any_date();
  const Date as_of = first_day + *rc::gen::inRange(0, 200);
  Ledger whole;
  Ledger parts;
  std::map<DocumentId, Money> before;
  const std::int64_t minor = *rc::gen::inRange<std::int64_t>(2, 10'000);
  const std::int64_t part = *rc::gen::inRange<std::int64_t>(1, minor);
  std::int64_t now = 0;
  for (Ledger* ledger : {&whole, &parts}) {
    for (std::uint32_t i = 0; i < steps; ++i)
      static_cast<void>(ledger->post({.kind = DocumentKind::invoice,
                                      .number = std::to_string(i),
                                      .party = "A",
                                      .date = first_day,
                                      .amount = Money::from_minor(10'000 + i, USD),
                                      .due_date = first_day + i},
                                     now));
    static_cast<void>(ledger->post({.kind = DocumentKind::receipt,
                                    .number = "R",
                                    .party = "A",
                                    .date = first_day,
                                    .amount = Money::from_minor(10'000, USD)},
                                   now));
    before = accrued(interest_run(*ledger, policy, as_of, options));
  }
  const DocumentId cash = whole.find("R");
  const DocumentId invoice{*rc::gen::inRange<std::uint32_t>(0, steps)};
  const auto pay = [&](Ledger& ledger, std::int64_t amount) {
    RC_ASSERT(ledger
                  .apply(Application{.credit = cash,
                                     .debit = invoice,
                                     .amount = Money::from_minor(amount, USD),
                                     .date = day},
                         now)
                  .has_value());
  };
  pay(whole, minor);
  pay(parts, part);
  pay(parts, minor - part);
  const InterestRun after = interest_run(whole, policy, as_of, options);
  RC_ASSERT(after == interest_run(parts, policy, as_of, options));
  for (const auto& [document, interest] : accrued(after))
    RC_ASSERT(interest <= before.at(document));
}

// --- columns -------------------------------------------------------------------------------------

std::string line(Date as_of, const std::optional<Date>& due, Money interest) {
  const Decimal amount = round(interest.amount(), 2, Rounding::exact);
  return (due ? std::to_string(as_of - *due) : "null") + " " + to_string(amount) + " " +
         std::string(interest.currency().code());
}

RC_GTEST_PROP(InterestTableLaws, BothFacesAreEqual, ()) {
  const InterestPolicy policy = any_policy();
  const Date as_of = any_day();
  std::vector<test_items::Row> rows;
  std::vector<std::string> expected;
  std::map<std::tuple<std::string, std::string>, std::pair<std::int64_t, Money>> sums;
  for (int i = *rc::gen::inRange(0, 50); i > 0; --i) {
    const Currency currency = *rc::gen::element(currencies::USD, currencies::JPY);
    const auto minor = rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-100, 1'000'000),
                                      rc::gen::inRange<std::int64_t>(0, 9'000'000'000'000'000));
    const Money amount = Money::from_minor(*minor, currency);
    std::optional<Date> due = as_of + *rc::gen::inRange(-300, 20);
    if (amount.minor() <= 0 && *rc::gen::arbitrary<bool>()) due.reset();
    const std::string party = *rc::gen::element<std::string>("A", "B", "张三");
    rows.push_back({party, amount.minor(), due, std::string(currency.code())});
    const Money interest = due ? late_interest(policy, *due, amount, as_of) : Money::zero(currency);
    expected.push_back(line(as_of, due, interest));
    if (is_zero(interest)) continue;
    auto& [count, sum] =
        sums.try_emplace({party, std::string(currency.code())}, 0, Money::zero(currency))
            .first->second;
    ++count;
    sum += interest;
  }
  // Scale 2, so that JPY has zeros after the point like its neighbours.
  rows.push_back({"A", 0, as_of, "USD"});
  expected.push_back(line(as_of, as_of, Money::zero(USD)));
  const InterestTableOptions options{.threads = *rc::gen::inRange<std::size_t>(1, 4)};
  const auto table = hand_made::table(hand_made::any_slices(test_items::batch(rows)));
  RC_ASSERT(test_items::interest_lines(interest_table(*table, policy, as_of, options)) == expected);

  InterestTableOptions by_party = options;
  by_party.rows = ItemRows::party;
  std::vector<std::string> parties;
  for (const auto& [key, of] : sums)
    parties.push_back(std::get<0>(key) + " " + std::to_string(of.first) + " " +
                      to_string(round(of.second.amount(), 2, Rounding::exact)) + " " +
                      std::get<1>(key));
  const auto again = hand_made::table(hand_made::any_slices(test_items::batch(rows)));
  RC_ASSERT(test_items::interest_lines(interest_table(*again, policy, as_of, by_party)) == parties);
}

RC_GTEST_PROP(InterestTableLaws, ApplicationsAreBalances, ()) {
  const InterestPolicy policy = any_policy();
  const Date as_of = first_day + *rc::gen::inRange(50, 200);
  hand_made::Values<std::string> documents;
  hand_made::Values<std::int64_t> amounts;
  std::vector<std::optional<Date>> due_dates;
  hand_made::Values<std::string> applied_to;
  hand_made::Values<std::int64_t> applied;
  std::vector<std::optional<Date>> days;
  std::vector<std::string> expected;
  for (int i = *rc::gen::inRange(0, 20); i > 0; --i) {
    const std::int64_t minor = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
    const Date due = first_day + *rc::gen::inRange(0, 60);
    documents.emplace_back("INV-" + std::to_string(i * *rc::gen::element(1, 100'000)));
    if (std::ranges::count(documents, documents.back()) > 1)
      documents.back() = "X" + std::to_string(i);
    amounts.emplace_back(minor);
    due_dates.emplace_back(due);
    std::map<Date, std::int64_t> changes;
    std::int64_t open = minor;
    for (int k = *rc::gen::inRange(0, 4); k > 0; --k) {
      const std::int64_t paid = *rc::gen::inRange<std::int64_t>(0, minor + 1);
      if (paid > open) continue;
      open -= paid;
      const Date day = first_day + *rc::gen::inRange(0, 220);
      changes[day] += paid;
      applied_to.push_back(documents.back());
      applied.emplace_back(paid);
      days.emplace_back(day);
    }
    std::vector<InterestBalance> balances{
        {Date::min(), Money::from_minor(minor, USD), Money::zero(USD)}};
    for (const auto& [day, paid] : changes)
      balances.push_back(
          {day, balances.back().open - Money::from_minor(paid, USD), Money::zero(USD)});
    expected.push_back(line(as_of, due, late_interest(policy, due, balances, as_of)));
  }
  const auto items = hand_made::table(hand_made::any_slices(
      hand_made::batch({hand_made::text<std::int32_t>("document", documents),
                        hand_made::fixed<std::int64_t>("amount", "l", amounts),
                        test_items::dates("due_date", due_dates)})));
  const auto applications = hand_made::table(hand_made::any_slices(hand_made::batch(
      {hand_made::text<std::int32_t>("document", applied_to),
       hand_made::fixed<std::int64_t>("amount", "l", applied), test_items::dates("date", days)})));
  const InterestTableOptions options{.currency = USD,
                                     .threads = *rc::gen::inRange<std::size_t>(1, 4)};
  RC_ASSERT(test_items::interest_lines(interest_table(
                *items, policy, as_of, options, {.applications = applications.get()})) == expected);
}

}  // namespace
}  // namespace o2c

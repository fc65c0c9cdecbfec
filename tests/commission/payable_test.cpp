// What a line has earned may be payable later than it is earned.

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/commission_book.hpp"
#include "o2c/commission/commission_book_file.hpp"
#include "o2c/commission/plan_file.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money yuan(std::int64_t amount) { return Money::of(amount, CNY); }
Period period(const char* text) { return Period::parse(text); }
SalesLine line(const char* who, const char* date, std::int64_t net, std::optional<Date> paid = {}) {
  SalesLine made{.salesperson = who, .date = Date::parse(date), .net = yuan(net)};
  made.full_payment_date = paid;
  return made;
}
Plan plan(PayoutTerms payout = {}, PeriodKind kind = PeriodKind::month) {
  payout.payable_on = EarningMoment::full_payment;
  return {"Export",
          CNY,
          RateSchedule(TierMethod::marginal, {{.from = 0, .rate = Rate::parse("1%")},
                                              {.from = 10'000, .rate = Rate::parse("2%")}}),
          {.basis = CommissionBasis::invoiced, .accumulation = kind, .payout = std::move(payout)}};
}
const std::vector<std::string> columns{"salesperson", "date", "net"};

template <class Use>
std::vector<std::string> faults(const Use& use) {
  std::vector<std::string> found;
  try {
    use();
  } catch (const Error& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}
Money payable(const OpenSettlement& settled, const std::string& who) {
  for (const PersonPayout& each : settled.statement.payouts)
    if (each.salesperson == who) return each.payout.payable;
  return yuan(-1);
}

TEST(Payable, IsWhatPaidLinesHaveEarnedByTheEndOfThePeriod) {
  const std::vector<SalesLine> lines{line("Li", "2026-10-05", 10'000, Date(2026, 10, 31)),
                                     line("Li", "2026-10-06", 10'000, Date(2026, 11, 1)),
                                     line("Li", "2026-10-07", 10'000)};
  const CommissionStatement october = settle(plan(), lines, period("2026-10"));
  // Tiers know nothing of it: the first line has earned 100, the others 200 each.
  EXPECT_EQ(october.totals[0].bounded, yuan(500));
  EXPECT_EQ(october.totals[0].payable, yuan(100));
  EXPECT_EQ(october.payouts[0].payout.payable, yuan(100));
  EXPECT_EQ(october.payouts[0].payout.closing.awaiting, yuan(400));
  EXPECT_FALSE(october.lines[0].awaits);
  EXPECT_TRUE(october.lines[1].awaits);
  const Derivation why = explain(plan(), october.payouts[0].payout);
  EXPECT_THAT(why.recheck(), IsEmpty());
  EXPECT_THAT(to_string(why), HasSubstr("not payable yet"));
}

TEST(Payable, CapAndFloorAreForWhatIsPayableAsWell) {
  const std::vector<SalesLine> lines{line("Li", "2026-10-05", 10'000),
                                     line("Li", "2026-10-06", 30'000, Date(2026, 10, 7))};
  // Of 700 the cap leaves 650; 600 are of the paid line.
  const CommissionStatement capped = settle(plan({.cap = yuan(650)}), lines, period("2026-10"));
  EXPECT_EQ(capped.totals[0].bounded, yuan(650));
  EXPECT_EQ(capped.totals[0].payable, yuan(600));
  // A guarantee is paid at once.
  const std::vector<SalesLine> unpaid{line("Li", "2026-10-05", 10'000)};
  const CommissionStatement lifted = settle(plan({.floor = yuan(80)}), unpaid, period("2026-10"));
  EXPECT_EQ(lifted.totals[0].payable, yuan(80));
  EXPECT_EQ(lifted.totals[0].bounded, yuan(100));
}

TEST(Payable, ABookPaysWhenTheDayHasCome) {
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 10'000), line("Li", "2026-10-06", 20'000),
                               line("Wu", "2026-10-07", 10'000)};
  const OpenSettlement october = settle(book, plan(), lines, period("2026-10"));
  EXPECT_EQ(payable(october, "Li"), yuan(0));
  EXPECT_THAT(october.closing.awaiting,
              ElementsAre(AwaitingCommission{period("2026-10"), "Li", yuan(500)},
                          AwaitingCommission{period("2026-10"), "Wu", yuan(100)}));
  book.close(october.closing);

  // October's second line is paid. The plan is another now: what October earned stays.
  lines[1].full_payment_date = Date(2026, 11, 20);
  lines.push_back(line("Li", "2026-11-02", 1'000, Date(2026, 11, 2)));
  Plan generous("Export", CNY, RateSchedule::flat(Rate::parse("5%")), plan().terms());
  const OpenSettlement november = settle(book, generous, lines, period("2026-11"));
  EXPECT_THAT(november.closing.corrections, IsEmpty());
  EXPECT_EQ(payable(november, "Li"), yuan(400 + 50));
  EXPECT_EQ(payable(november, "Wu"), yuan(0));
  EXPECT_THAT(november.closing.awaiting,
              ElementsAre(AwaitingCommission{period("2026-10"), "Li", yuan(100)},
                          AwaitingCommission{period("2026-10"), "Wu", yuan(100)}));
  book.close(november.closing);
  EXPECT_EQ(commission_book_from_toml(to_toml(book)), book);

  // What awaits is taken back before it was paid, and costs nobody anything.
  lines.push_back(line("Wu", "2026-10-07", -10'000));
  lines[0].full_payment_date = Date(2026, 12, 1);
  const OpenSettlement december = settle(book, generous, lines, period("2026-12"));
  EXPECT_EQ(payable(december, "Li"), yuan(100));
  EXPECT_EQ(payable(december, "Wu"), yuan(0));
  EXPECT_EQ(december.statement.payouts[1].payout.closing, CommissionBalance::none(CNY));
  EXPECT_THAT(december.closing.awaiting, IsEmpty());
  book.close(december.closing);
  EXPECT_THAT(settle(book, generous, {}, period("2027-01")).reopened, IsEmpty());

  // As it was at the time: later days of payment were not known to be.
  const std::vector<PersonOpening> openings = book.openings_of(period("2026-11"));
  EXPECT_THAT(replay_differences(book.periods()[1], settle(generous, lines, period("2026-11"),
                                                           {.openings = openings})),
              IsEmpty());
}

TEST(Payable, LinesOfWhatIsAwaitedAreNeeded) {
  CommissionBook book(columns);
  book.close(settle(book, plan(), std::vector{line("Li", "2026-10-05", 10'000)}, period("2026-10"))
                 .closing);
  EXPECT_THAT(faults([&] { static_cast<void>(settle(book, plan(), {}, period("2026-11"))); }),
              ElementsAre(HasSubstr("2026-10-05 Li 10000.00 CNY")));
}

TEST(Payable, MonthsOfAQuarterAreBoundedTogether) {
  const Plan quarterly = plan({.cap = yuan(250)}, PeriodKind::quarter);
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 10'000),
                               line("Li", "2026-11-05", 10'000, Date(2026, 11, 6))};
  book.close(settle(book, quarterly, lines, period("2026-10")).closing);
  // 100 of October await; of November's 200 the cap leaves 150, but nothing was paid before.
  const OpenSettlement november = settle(book, quarterly, lines, period("2026-11"));
  EXPECT_EQ(november.statement.totals[0].bounded, yuan(150));
  EXPECT_EQ(payable(november, "Li"), yuan(200));
  EXPECT_EQ(november.statement.payouts[0].payout.closing.awaiting, yuan(50));
  book.close(november.closing);
  lines[0].full_payment_date = Date(2026, 12, 1);
  const OpenSettlement december = settle(book, quarterly, lines, period("2026-12"));
  EXPECT_EQ(payable(december, "Li"), yuan(50));
}

TEST(Payable, WhatIsClosedAddsUp) {
  CommissionBook book(columns);
  const std::vector lines{line("Li", "2026-10-05", 10'000)};
  const ClosedPeriod good = settle(book, plan(), lines, period("2026-10")).closing;
  const auto refused = [&](const auto& change) {
    ClosedPeriod bad = good;
    change(bad);
    return faults([&] { book.close(std::move(bad)); });
  };
  EXPECT_THAT(
      refused([](ClosedPeriod& bad) { bad.awaiting.clear(); }),
      ElementsAre("Li, awaiting \"100.00 CNY\": expected 0.00 CNY, the sum of its periods"));
  EXPECT_THAT(refused([](ClosedPeriod& bad) { bad.awaiting[0].of = period("2026-09"); }),
              ElementsAre(HasSubstr("one of the period or a closed one")));
  EXPECT_THAT(
      refused([](ClosedPeriod& bad) { bad.awaiting.push_back({bad.period, "Wu", yuan(1)}); }),
      ElementsAre(HasSubstr("none of Wu")));
  book.close(good);
}

TEST(Payable, WhatIsStillAwaitedHasToBeStated) {
  std::vector<PersonOpening> openings{{.salesperson = "Li",
                                       .balance = {yuan(0), yuan(0), yuan(0), yuan(100)},
                                       .corrections = yuan(0),
                                       .released = yuan(0)}};
  EXPECT_THAT(
      faults([&] {
        static_cast<void>(settle(plan(), {}, period("2026-10"), {.openings = openings}));
      }),
      ElementsAre("opening of Li \"100.00 CNY awaiting\": expected still_awaiting as well: what "
                  "of it is not payable yet"));
  openings[0].still_awaiting = yuan(30);
  const CommissionStatement settled = settle(plan(), {}, period("2026-10"), {.openings = openings});
  EXPECT_EQ(settled.payouts[0].payout.payable, yuan(70));
  EXPECT_THAT(faults([&] {
                static_cast<void>(settle(CommissionBook(columns), plan(), {}, period("2026-10"),
                                         {.openings = openings}));
              }),
              SizeIs(1));
}

TEST(Payable, IsAnotherMomentThanWhenItIsEarned) {
  EXPECT_THAT(faults([] {
                static_cast<void>(
                    plan_from_toml("name = \"P\"\ncurrency = \"CNY\"\nrate = \"1%\"\n"
                                   "[payout]\npayable_on = \"date\"\n",
                                   "p.toml"));
              }),
              ElementsAre(HasSubstr("p.toml:5, payable_on \"date\": expected another moment")));
}

}  // namespace
}  // namespace o2c

#include "o2c/commission/commission_book.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/commission_book_file.hpp"
#include "o2c/commission/team.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::USD;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<std::string> columns{"salesperson", "date", "net", "document"};

Money yuan(std::int64_t amount) { return Money::of(amount, CNY); }
Period period(const char* text) { return Period::parse(text); }
SalesLine line(const char* who, const char* date, std::int64_t net, const char* document) {
  return {.salesperson = who, .date = Date::parse(date), .net = yuan(net), .document = document};
}
// 3% to 300,000, 5% to 500,000, 7% above: domain's own tiers.
Plan marginal(PayoutTerms payout = {}, PeriodKind kind = PeriodKind::month) {
  const auto tier = [](std::int64_t from, const char* rate) {
    return RateTier{.from = from, .rate = Rate::parse(rate)};
  };
  return {
      "Export",
      CNY,
      RateSchedule(TierMethod::marginal, {tier(0, "3%"), tier(300'000, "5%"), tier(500'000, "7%")}),
      {.accumulation = kind, .payout = std::move(payout)}};
}
const Plan flat("Export", CNY, RateSchedule::flat(Rate::parse("4%")));

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

void close(CommissionBook& book, const Plan& plan, const std::vector<SalesLine>& lines,
           const char* of) {
  book.close(settle(book, plan, lines, period(of)).closing);
}

TEST(CommissionBook, AReturnThatComesLateIsTakenBackInTheFirstOpenPeriod) {
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 600'000, "INV-1")};
  close(book, marginal(), lines, "2026-10");
  EXPECT_EQ(book.periods()[0].payouts[0].payout.payable, yuan(26'000));

  // Returning 120,000 of 600,000 costs 8,000, which November's plan does not change.
  lines.push_back(line("Li", "2026-10-05", -120'000, "CN-1"));
  lines.push_back(line("Li", "2026-11-02", 500'000, "INV-2"));
  const OpenSettlement november = settle(book, flat, lines, period("2026-11"));
  EXPECT_THAT(november.reopened, ElementsAre(ClosedLines{period("2026-10"), {1}, {}}));
  EXPECT_THAT(november.closing.corrections,
              ElementsAre(BookedCorrection{period("2026-10"), "Li", yuan(26'000), yuan(18'000)}));
  EXPECT_EQ(november.statement.payouts[0].payout.earnings.corrections, yuan(-8'000));
  EXPECT_EQ(november.statement.payouts[0].payout.payable, yuan(12'000));
  book.close(november.closing);

  // It is known now: nothing is taken back twice.
  const OpenSettlement december = settle(book, flat, lines, period("2026-12"));
  EXPECT_THAT(december.reopened, IsEmpty());
  EXPECT_THAT(december.closing.corrections, IsEmpty());

  // What comes later still is told from what was corrected.
  lines.push_back(line("Li", "2026-10-05", 20'000, "INV-3"));
  EXPECT_THAT(settle(book, flat, lines, period("2026-12")).closing.corrections,
              ElementsAre(BookedCorrection{period("2026-10"), "Li", yuan(18'000), yuan(19'000)}));
}

TEST(CommissionBook, BalancesAndDrawsGoOn) {
  CommissionBook book(columns);
  const Plan plan = marginal({.holdback = Rate::parse("10%"), .draw = yuan(3'000)});
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 50'000, "INV-1")};
  close(book, plan, lines, "2026-10");
  // 1,500 less 150 held back; 1,350 of the draw are repaid.
  EXPECT_EQ(book.periods()[0].payouts[0].payout.closing.draw, yuan(1'650));
  // Without lines, the draw is advanced again, as it is in the version of the plan that holds.
  const Plan more = marginal({.draw = yuan(4'000)});
  const OpenSettlement november = settle(book, more, lines, period("2026-11"));
  EXPECT_EQ(november.statement.payouts[0].payout.advanced, yuan(4'000));
  EXPECT_EQ(november.statement.payouts[0].payout.closing.draw, yuan(5'650));
  EXPECT_EQ(november.statement.payouts[0].payout.closing.held, yuan(150));
  // What is stated of it comes before, and holdbacks are released.
  const std::vector<PersonOpening> given{{.salesperson = "Li",
                                          .balance = CommissionBalance::none(CNY),
                                          .corrections = yuan(0),
                                          .released = yuan(150),
                                          .advanced = yuan(0)}};
  const OpenSettlement ended = settle(book, more, lines, period("2026-11"), {.openings = given});
  EXPECT_EQ(ended.statement.payouts[0].payout.advanced, yuan(0));
  EXPECT_EQ(ended.statement.payouts[0].payout.payable, yuan(150));
}

TEST(CommissionBook, WhatABookBeginsWithMayHaveBalances) {
  CommissionBook book(columns);
  std::vector<PersonOpening> given{{.salesperson = "Li",
                                    .balance = {yuan(100), yuan(0), yuan(0), yuan(0)},
                                    .corrections = yuan(0),
                                    .released = yuan(0)}};
  const std::vector<SalesLine> lines{line("Li", "2026-10-05", 10'000, "INV-1")};
  const OpenSettlement october = settle(book, flat, lines, period("2026-10"), {.openings = given});
  EXPECT_EQ(october.statement.payouts[0].payout.payable, yuan(300));
  book.close(october.closing);
  EXPECT_THAT(
      faults([&] {
        static_cast<void>(settle(book, flat, lines, period("2026-11"), {.openings = given}));
      }),
      ElementsAre("opening of Li \"a balance or correction\": expected none, as the book "
                  "has them"));
}

TEST(CommissionBook, WhatAccumulatesWithALateLineIsRecomputedToo) {
  CommissionBook book(columns);
  const Plan plan = marginal({}, PeriodKind::quarter);
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 300'000, "INV-1"),
                               line("Li", "2026-11-05", 200'000, "INV-2")};
  close(book, plan, lines, "2026-10");
  close(book, plan, lines, "2026-11");
  // In October's tier it earns 3% of 0, then lifts November's 200,000 by 100,000 into 7%.
  lines.push_back(line("Li", "2026-10-06", 100'000, "INV-3"));
  const OpenSettlement december = settle(book, plan, lines, period("2026-12"));
  EXPECT_THAT(december.reopened, ElementsAre(ClosedLines{period("2026-10"), {2}, {}},
                                             ClosedLines{period("2026-11"), {}, {}}));
  EXPECT_THAT(december.closing.corrections,
              ElementsAre(BookedCorrection{period("2026-10"), "Li", yuan(9'000), yuan(14'000)},
                          BookedCorrection{period("2026-11"), "Li", yuan(10'000), yuan(12'000)}));
  EXPECT_THAT(december.closing.lines, SizeIs(1));
}

TEST(CommissionBook, LinesOfAClosedPeriodAreAsTheyWereOrNotThere) {
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 600'000, "INV-1"),
                               line("Wu", "2026-10-06", 1'000, "INV-2")};
  close(book, flat, lines, "2026-10");
  // None of them: nothing came late.
  std::vector<SalesLine> november{line("Li", "2026-11-02", 500'000, "INV-3")};
  EXPECT_THAT(settle(book, flat, november, period("2026-11")).reopened, IsEmpty());
  // One was changed, and the other is gone.
  lines = {line("Li", "2026-10-05", 700'000, "INV-1")};
  EXPECT_THAT(faults([&] { static_cast<void>(settle(book, flat, lines, period("2026-11"))); }),
              ElementsAre("lines \"2026-10-05 Li INV-1 600000.00 CNY\": expected this line as it "
                          "was when 2026-10 was closed, or none of the period",
                          "lines \"2026-10-06 Wu INV-2 1000.00 CNY\": expected this line as it "
                          "was when 2026-10 was closed, or none of the period"));
  // Where the plan goes on accumulating, they are needed.
  CommissionBook quarter(columns);
  const Plan plan = marginal({}, PeriodKind::quarter);
  close(quarter, plan, {line("Li", "2026-10-05", 600'000, "INV-1")}, "2026-10");
  EXPECT_THAT(
      faults([&] { static_cast<void>(settle(quarter, plan, november, period("2026-11"))); }),
      ElementsAre(HasSubstr("2026-10-05 Li INV-1")));
}

TEST(CommissionBook, TwoLinesThatAreAlikeAreTwo) {
  CommissionBook book(columns);
  std::vector<SalesLine> lines(2, line("Li", "2026-10-05", 1'000, "INV-1"));
  close(book, flat, lines, "2026-10");
  lines.push_back(lines.front());
  const OpenSettlement november = settle(book, flat, lines, period("2026-11"));
  EXPECT_THAT(november.reopened, ElementsAre(ClosedLines{period("2026-10"), {2}, {}}));
  EXPECT_EQ(november.closing.corrections[0].amount(), yuan(40));
}

TEST(CommissionBook, APeriodIsClosedOnceAndNoneIsLeftOut) {
  CommissionBook book(columns);
  const std::vector<SalesLine> lines{line("Li", "2026-10-05", 1'000, "INV-1")};
  const OpenSettlement october = settle(book, flat, lines, period("2026-10"));
  book.close(october.closing);
  EXPECT_THAT(faults([&] { book.close(october.closing); }),
              ElementsAre("period \"2026-10\": expected one that begins on 2026-11-01, as all "
                          "before it is closed"));
  EXPECT_THAT(faults([&] { static_cast<void>(settle(book, flat, lines, period("2026-12"))); }),
              ElementsAre("period \"2026-12\": expected one that begins on 2026-11-01, the day "
                          "after the last that is closed"));
  EXPECT_THAT(book.periods(), SizeIs(1));
}

TEST(CommissionBook, WhatIsClosedAddsUp) {
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line("Li", "2026-10-05", -1'000, "CN-1")};
  close(book, flat, lines, "2026-10");
  lines.push_back(line("Li", "2026-11-05", 1'000, "INV-1"));
  const ClosedPeriod good = settle(book, flat, lines, period("2026-11")).closing;
  const auto refused = [&](const auto& change) {
    ClosedPeriod bad = good;
    change(bad);
    return faults([&] { book.close(bad); });
  };
  EXPECT_THAT(refused([](ClosedPeriod& bad) { bad.payouts[0].payout.payable = yuan(7); }),
              ElementsAre("Li, payable \"7.00 CNY\": expected 0.00 CNY, as the payout's other "
                          "amounts make it"));
  EXPECT_THAT(refused([](ClosedPeriod& bad) { bad.payouts.clear(); }),
              ElementsAre("payouts \"none of Li\": expected one, as the last period carries on "
                          "overpaid 40.00 CNY, draw 0.00 CNY, held 0.00 CNY"));
  EXPECT_THAT(refused([](ClosedPeriod& bad) {
                bad.payouts[0].payout =
                    settle(flat, std::vector{line("Li", "2026-11-05", 1'000, "")},
                           period("2026-11"))
                        .payouts[0]
                        .payout;
              }),
              ElementsAre(HasSubstr("Li, opening")));
  EXPECT_THAT(refused([](ClosedPeriod& bad) {
                bad.corrections.push_back({period("2026-10"), "Li", yuan(0), yuan(5)});
              }),
              ElementsAre(HasSubstr("correction of 2026-10 of Li, settled \"0.00 CNY\": expected "
                                    "-40.00 CNY"),
                          HasSubstr("Li, corrections \"0.00 CNY\": expected 5.00 CNY")));
  EXPECT_THAT(refused([](ClosedPeriod& bad) {
                bad.corrections.push_back({period("2026-09"), "Li", yuan(0), yuan(0)});
              }),
              ElementsAre(HasSubstr("one of a closed period")));
  EXPECT_THAT(refused([](ClosedPeriod& bad) { bad.lines[0].date = Date(2026, 12, 1); }),
              ElementsAre(HasSubstr("expected a day from 2026-10-01 to 2026-11-30")));
  EXPECT_THAT(refused([](ClosedPeriod& bad) {
                bad.plan = Plan("Export", USD, RateSchedule::flat(Rate::parse("4%")));
              }),
              Not(IsEmpty()));
  book.close(good);
}

TEST(CommissionBook, AReplayIsTheSameOrSaysWhatIsNot) {
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 600'000, "INV-1")};
  close(book, marginal(), lines, "2026-10");
  const auto replayed = [&] { return replay(book, period("2026-10"), lines).differences; };
  EXPECT_THAT(replayed(), IsEmpty());
  lines.push_back(line("Li", "2026-10-05", -120'000, "CN-1"));
  EXPECT_THAT(replayed(),
              ElementsAre(ReplayDifference{"Li", "commission", yuan(26'000), yuan(18'000)},
                          ReplayDifference{"Li", "payable", yuan(26'000), yuan(18'000)}));
  EXPECT_EQ(book.compare(period("2026-10"), known_lines(lines, columns)).late,
            std::vector<std::size_t>{1});
}

// Each closing books lines of its own, late ones and returns of all before it, under its own
// version of the plan.
TEST(CommissionBook, EveryClosedPeriodReplaysWithAllLinesThatAreKnownToday) {
  CommissionBook book(columns);
  std::vector<SalesLine> lines;
  const std::vector<const char*> months{"2026-10", "2026-11", "2026-12", "2027-01", "2027-02"};
  for (std::size_t i = 0; i < months.size(); ++i) {
    // What is late stands before what was there.
    for (std::size_t back = 1; back <= i; ++back) {
      const std::string day = std::string(months[i - back]) + "-05";
      const std::string number = std::to_string(i) + "-" + std::to_string(back);
      lines.insert(lines.begin(), line("Li", day.c_str(), 40'000, ("LATE-" + number).c_str()));
      lines.push_back(line("Wu", day.c_str(), -9'000, ("CN-" + number).c_str()));
      lines.push_back(line("Li", day.c_str(), 1'000, "ALIKE"));
    }
    const std::string day = std::string(months[i]) + "-05";
    lines.push_back(line("Li", day.c_str(), 290'000, "INV"));
    lines.push_back(line("Li", day.c_str(), 1'000, "ALIKE"));
    lines.push_back(line("Wu", day.c_str(), 30'000, "INV"));
    close(book, i % 2 == 0 ? marginal({}, PeriodKind::quarter) : flat, lines, months[i]);
    EXPECT_THAT(book.periods().back().corrections, SizeIs(2 * i));
    for (std::size_t each = 0; each <= i; ++each) {
      const CommissionReplay again = replay(book, period(months[each]), lines);
      EXPECT_EQ(again, (CommissionReplay{{period(months[each])}, again.booked_later}));
      // Of all periods until this one, each later closing has booked three lines.
      EXPECT_THAT(again.booked_later, SizeIs(3 * (each + 1) * (i - each)));
    }
  }
  // What is booked nowhere is told, and what is gone of what was known then.
  const Period october = period("2026-10");
  lines.push_back(line("Li", "2026-10-06", 10'000, "INV-NEW"));
  CommissionReplay again = replay(book, october, lines);
  EXPECT_THAT(again.lines.late, ElementsAre(lines.size() - 1));
  EXPECT_THAT(again.differences, SizeIs(2));
  std::erase_if(lines, [](const SalesLine& each) { return each.document != "LATE-1-1"; });
  EXPECT_THAT(replay(book, october, lines).lines.missing, SizeIs(3));
  EXPECT_THAT(book.compare(october, known_lines(lines, columns)).missing, SizeIs(14));
  EXPECT_THAT(book.compare(october, known_lines(lines, columns), october).late, ElementsAre(0));
  EXPECT_THAT(faults([&] { static_cast<void>(book.compare(october, {}, period("2027-03"))); }),
              ElementsAre("period \"2027-03\": expected one that is closed"));
}

TEST(CommissionBook, ACorrectionSaysWhatIsOfLateLinesAndWhatOfChangedTables) {
  CommissionBook book(columns);
  const Plan plan("Team", CNY, RateSchedule::flat(Rate::parse("10%")),
                  {.overrides = {{.level = 1, .rate = Rate::parse("1%")}}});
  const auto team = [](const char* manager) {
    return Team({{.salesperson = "Li", .manager = manager},
                 {.salesperson = "Chen"},
                 {.salesperson = "Zhou"}});
  };
  const Team before = team("Chen");
  const Team now = team("Zhou");
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 100'000, "INV-1")};
  book.close(settle(book, plan, lines, period("2026-10"), {.team = &before}).closing);
  // Changed tables alone reopen nothing.
  EXPECT_THAT(settle(book, plan, lines, period("2026-11"), {.team = &now}).closing.corrections,
              IsEmpty());

  lines.push_back(line("Li", "2026-10-06", 100, "INV-2"));
  const OpenSettlement november = settle(book, plan, lines, period("2026-11"), {.team = &now});
  const auto of = [&](const char* who, std::int64_t settled, std::int64_t recomputed,
                      std::int64_t changed, std::int64_t overrides) {
    return BookedCorrection{.of = period("2026-10"),
                            .salesperson = who,
                            .settled = yuan(settled),
                            .recomputed = yuan(recomputed),
                            .changed = yuan(changed),
                            .overrides = yuan(overrides)};
  };
  EXPECT_THAT(november.closing.corrections,
              ElementsAre(of("Chen", 1'000, 0, -1'000, -1'000), of("Li", 10'000, 10'010, 0, 0),
                          of("Zhou", 0, 1'001, 1'000, 1'001)));
  EXPECT_EQ(november.closing.corrections[2].late(), yuan(1));
  EXPECT_EQ(november.closing.corrections[1].commission(), yuan(10));
  ASSERT_THAT(november.recomputed, SizeIs(1));
  book.close(november.closing);
  EXPECT_EQ(commission_book_from_toml(to_toml(book)), book);
  for (const BookedCorrection& each : november.closing.corrections) {
    const Derivation why = explain(book, each, november.recomputed[0], &now);
    EXPECT_THAT(why.recheck(), IsEmpty());
    EXPECT_EQ(why.steps().back().result, Value(each.amount()));
  }
  EXPECT_EQ(explain(book, november.closing.corrections[2], november.recomputed[0], &now)
                .steps()
                .front()
                .result,
            Value(yuan(100'100)));
}

// Chen leads Wu instead of Li by today's table, and what comes late of Wu is what Li had sold.
TEST(CommissionBook, PartsOfACorrectionThatCancelEachOtherAreTold) {
  CommissionBook book(columns);
  const Plan plan("Team", CNY, RateSchedule::flat(Rate::parse("10%")),
                  {.overrides = {{.level = 1, .rate = Rate::parse("1%")}}});
  const Team before(
      {{.salesperson = "Li", .manager = "Chen"}, {.salesperson = "Wu"}, {.salesperson = "Chen"}});
  const Team now(
      {{.salesperson = "Li"}, {.salesperson = "Wu", .manager = "Chen"}, {.salesperson = "Chen"}});
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 100'000, "INV-1")};
  book.close(settle(book, plan, lines, period("2026-10"), {.team = &before}).closing);
  lines.push_back(line("Wu", "2026-10-06", 100'000, "INV-2"));
  const OpenSettlement november = settle(book, plan, lines, period("2026-11"), {.team = &now});
  const BookedCorrection of_chen{.of = period("2026-10"),
                                 .salesperson = "Chen",
                                 .settled = yuan(1'000),
                                 .recomputed = yuan(1'000),
                                 .changed = yuan(-1'000)};
  const BookedCorrection of_wu{
      .of = period("2026-10"), .salesperson = "Wu", .settled = yuan(0), .recomputed = yuan(10'000)};
  EXPECT_THAT(november.closing.corrections, ElementsAre(of_chen, of_wu));
  EXPECT_EQ(of_chen.late(), yuan(1'000));
  const Derivation why = explain(book, of_chen, november.recomputed[0], &now);
  EXPECT_THAT(why.recheck(), IsEmpty());
  EXPECT_EQ(why.steps().back().result, Value(yuan(0)));
  book.close(november.closing);
  EXPECT_EQ(commission_book_from_toml(to_toml(book)), book);
  EXPECT_THAT(settle(book, plan, lines, period("2026-12"), {.team = &now}).closing.corrections,
              IsEmpty());
}

// Li is paid for October, and of no team after it.
TEST(CommissionBook, WhoIsGoneIsCorrected) {
  for (const PeriodKind accumulation : {PeriodKind::month, PeriodKind::quarter}) {
    CommissionBook book(columns);
    const Plan plan("Flat", CNY, RateSchedule::flat(Rate::parse("10%")),
                    {.accumulation = accumulation});
    const Team both({{.salesperson = "Li"}, {.salesperson = "Wu"}});
    const Team wu({{.salesperson = "Wu"}});
    std::vector<SalesLine> lines{line("Li", "2026-10-05", 1'000, "INV-1")};
    book.close(settle(book, plan, lines, period("2026-10"), {.team = &both}).closing);
    EXPECT_THAT(book.people(), ElementsAre("Li"));
    lines.push_back(line("Li", "2026-10-05", -400, "INV-2"));
    const OpenSettlement november = settle(book, plan, lines, period("2026-11"), {.team = &wu});
    ASSERT_THAT(november.closing.corrections, SizeIs(1));
    EXPECT_EQ(november.closing.corrections[0].late(), yuan(-40));
    ASSERT_THAT(november.statement.payouts, SizeIs(1));
    EXPECT_EQ(november.statement.payouts[0].payout.closing.overpaid, yuan(40));
    book.close(november.closing);
    EXPECT_THAT(replay(book, period("2026-10"), lines, {.team = &wu}).differences, IsEmpty());
    EXPECT_THAT(replay(book, period("2026-11"), lines, {.team = &wu}).differences, IsEmpty());
    lines.push_back(line("Li", "2026-12-05", 10, "INV-3"));
    EXPECT_THAT(faults([&] {
                  static_cast<void>(settle(book, plan, lines, period("2026-12"), {.team = &wu}));
                }),
                ElementsAre("row 2, salesperson \"Li\": expected one of the team"));
  }
}

TEST(CommissionBook, PlansThatLookAtTheTeamNeedWhoIsGone) {
  CommissionBook book(columns);
  const Plan plan("Team", CNY, RateSchedule::flat(Rate::parse("10%")),
                  {.overrides = {{.level = 1, .rate = Rate::parse("1%")}}});
  const Team both({{.salesperson = "Li", .manager = "Chen"}, {.salesperson = "Chen"}});
  const Team chen({{.salesperson = "Chen"}});
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 1'000, "INV-1")};
  book.close(settle(book, plan, lines, period("2026-10"), {.team = &both}).closing);
  EXPECT_THAT(book.people_of(period("2026-10")), IsEmpty());
  lines.push_back(line("Chen", "2026-10-05", 10, "INV-2"));
  EXPECT_THAT(faults([&] {
                static_cast<void>(settle(book, plan, lines, period("2026-11"), {.team = &chen}));
              }),
              ElementsAre("row 0, salesperson \"Li\": expected one of the team"));
}

TEST(CommissionBook, FaultsOfAReplayAreOfTheRowsAsTheyAre) {
  CommissionBook book(columns);
  const Plan profit("Profit", CNY, RateSchedule::flat(Rate::parse("10%")),
                    {.basis = CommissionBasis::gross_profit});
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 1'000, "INV-1")};
  lines[0].cost = yuan(100);
  close(book, profit, lines, "2026-10");
  lines.insert(lines.begin(), line("Li", "2026-10-05", -1'000, "CN-1"));
  lines[0].cost = yuan(-100);
  close(book, profit, lines, "2026-11");
  EXPECT_THAT(replay(book, period("2026-10"), lines).differences, IsEmpty());
  lines[1].cost.reset();
  EXPECT_THAT(faults([&] { static_cast<void>(replay(book, period("2026-10"), lines)); }),
              ElementsAre(HasSubstr("row 1, cost")));
  const std::vector<PersonOpening> openings = book.openings_of(period("2026-10"));
  EXPECT_THAT(faults([&] {
                static_cast<void>(replay(book, period("2026-10"), lines, {.openings = openings}));
              }),
              ElementsAre("input \"openings or kept exchanges\": expected none, as the book has "
                          "them"));
}

TEST(CommissionBook, ACorrectionIsMadeUnderItsOwnPlanAndTargets) {
  const auto attained = [](PeriodKind kind) {
    return Plan(
        "Export", CNY,
        {{.name = "all",
          .schedule = RateSchedule(TierMethod::marginal, {{.from = 0, .rate = Rate::parse("2%")},
                                                          {.from = 1, .rate = Rate::parse("3%")}}),
          .tiers_over = TierMeasure::attainment}},
        {.accumulation = kind});
  };
  const std::vector<SalesTarget> targets{{"Li", period("2026-12"), yuan(500'000)},
                                         {"Li", period("2027Q1"), yuan(900'000)}};
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line("Li", "2026-12-05", 500'000, "INV-1")};
  book.close(
      settle(book, attained(PeriodKind::month), lines, period("2026-12"), {.targets = targets})
          .closing);
  EXPECT_THAT(targets_within(attained(PeriodKind::month), period("2026-12"), targets), SizeIs(1));
  lines.push_back(line("Li", "2026-12-06", 100'000, "INV-2"));
  const OpenSettlement next =
      settle(book, attained(PeriodKind::quarter), lines, period("2027Q1"), {.targets = targets});
  EXPECT_THAT(next.closing.corrections,
              ElementsAre(BookedCorrection{period("2026-12"), "Li", yuan(10'000), yuan(13'000)}));
  const std::vector<SalesTarget> wrong{{"Li", period("2026-12"), yuan(500'000)},
                                       {"Li", period("2027-01"), yuan(500'000)},
                                       {"Li", period("2027Q1"), yuan(500'000)}};
  EXPECT_THAT(faults([&] {
                static_cast<void>(settle(book, attained(PeriodKind::quarter), lines,
                                         period("2027Q1"), {.targets = wrong}));
              }),
              ElementsAre("targets, period \"2027-01\": expected a quarter, by which the plan "
                          "accumulates (Li, 2027-01)"));
}

TEST(CommissionBook, IsReadAsItIsWritten) {
  CommissionBook book(columns);
  const Plan plan =
      marginal({.cap = yuan(90'000), .holdback = Rate::parse("10%"), .draw = yuan(500)});
  std::vector<SalesLine> lines{line("Li", "2026-10-05", 600'000, "INV \"1\""),
                               line("Wu", "2026-10-05", -5, "")};
  close(book, plan, lines, "2026-10");
  lines.push_back(line("Li", "2026-10-05", -120'000, "CN-1"));
  lines.push_back(line("Wu", "2026-11-05", 7'000, "INV-2"));
  close(book, plan, lines, "2026-11");
  const std::string text = to_toml(book);
  EXPECT_EQ(commission_book_from_toml(text), book);
  EXPECT_EQ(commission_book_from_toml(to_toml(CommissionBook(columns))), CommissionBook(columns));

  // Closing adds to the end of the text.
  CommissionBook longer = book;
  close(longer, plan, lines, "2026-12");
  EXPECT_TRUE(to_toml(longer).starts_with(text));
}

TEST(CommissionBook, FaultsOfItsTextHaveTheirLines) {
  CommissionBook book(columns);
  close(book, flat, {line("Li", "2026-10-05", 1'000, "INV-1")}, "2026-10");
  const std::string text = to_toml(book);
  const auto faults_in = [&](const std::string& part, const std::string& other) {
    std::string changed = text;
    changed.replace(changed.find(part), part.size(), other);
    return faults([&] { static_cast<void>(commission_book_from_toml(changed, "book.toml")); });
  };
  EXPECT_THAT(faults_in("payable = 40", "payable = 41"),
              ElementsAre(HasSubstr("book.toml:3, Li, payable \"41.00 CNY\": expected 40.00 CNY")));
  EXPECT_THAT(faults_in("period = \"2026-10\"", "period = \"2026-11\""),
              ElementsAre(HasSubstr("book.toml:3, line \"2026-10-05 Li INV-1 1000.00 CNY\"")));
  EXPECT_THAT(faults_in("2026-10-05", "2026-13-05"), ElementsAre(HasSubstr("book.toml:6, lines")));
  EXPECT_THAT(faults_in("rate = \"4%\"", "rate = 4"), ElementsAre(HasSubstr(", rate \"4\"")));
  EXPECT_THAT(faults_in("\"document\"", "\"colour\""),
              ElementsAre(HasSubstr("book.toml:1, columns")));
  EXPECT_THAT(faults_in("[[closed]]", "[[open]]"), Not(IsEmpty()));
}

TEST(CommissionBook, ColumnsAreThoseOfLines) {
  EXPECT_THAT(faults([] { static_cast<void>(CommissionBook({"net", "colour", "net"})); }),
              ElementsAre("columns \"colour\": expected a column of lines",
                          "columns \"net\": expected each column once"));
  EXPECT_THAT(faults([] { static_cast<void>(CommissionBook({})); }), SizeIs(1));
}

}  // namespace
}  // namespace o2c

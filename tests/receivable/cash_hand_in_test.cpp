#include "o2c/receivable/cash_hand_in.hpp"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using namespace currencies;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Money cny(std::int64_t units) { return Money::from_minor(units * 100, CNY); }

std::vector<CashCollection> worked_collections() {
  return {{.receipt = "R1", .salesperson = "Li", .date = march(2), .amount = cny(8'000)}};
}

std::vector<HandIn> worked_hand_ins() {
  return {{.salesperson = "Li", .date = march(3), .amount = cny(3'000), .signed_by = "Wang"},
          {.salesperson = "Li", .date = march(6), .amount = cny(5'000), .signed_by = "Wang"}};
}

// in time, late, recovered, recoverable, withheld, fine: in whole units.
std::vector<std::int64_t> figures(const CashClaim& claim) {
  std::vector<std::int64_t> found;
  for (const Money amount :
       {claim.in_time, claim.late, claim.recovered, claim.recoverable, claim.withheld, claim.fine})
    found.push_back(amount.minor() / 100);
  return found;
}

std::vector<std::int64_t> worked(int day) {
  return figures(
      cash_hand_in(worked_collections(), worked_hand_ins(), march(day)).salespersons.at(0).claim);
}

std::vector<std::string> faults(const std::function<void()>& call) {
  try {
    call();
  } catch (const InvalidArgument& error) {
    std::vector<std::string> texts;
    for (const Fault& fault : error.faults()) texts.push_back(to_string(fault));
    return texts;
  }
  return {};
}

TEST(CashHandIn, BringsOutTheWorkedExampleDayByDay) {
  EXPECT_THAT(worked(2), ElementsAre(0, 0, 0, 8'000, 0, 0));
  EXPECT_THAT(worked(3), ElementsAre(0, 3'000, 0, 5'000, 0, 0));
  EXPECT_THAT(worked(4), ElementsAre(0, 3'000, 0, 5'000, 5'000, 5'000));
  EXPECT_THAT(worked(5), ElementsAre(0, 3'000, 0, 5'000, 5'000, 5'000));
  EXPECT_THAT(worked(6), ElementsAre(0, 3'000, 5'000, 0, 5'000, 5'000));
  EXPECT_THAT(cash_hand_in(worked_collections(), {}, march(1)).collections, IsEmpty());
}

TEST(CashHandIn, TellsWhenEachPartCameIn) {
  const CashHandIn cash = cash_hand_in(worked_collections(), worked_hand_ins(), march(6));
  EXPECT_EQ(cash.collections.at(0).late_until, march(4));
  EXPECT_THAT(cash.collections.at(0).handed_in,
              ElementsAre(HandedInPart{0, march(3), cny(3'000), HandInTiming::late},
                          HandedInPart{1, march(6), cny(5'000), HandInTiming::recovered}));
}

TEST(CashHandIn, CountsBusinessDaysOfACalendar) {
  // Collected on a Friday: with a weekend between, Tuesday is the last day to be late.
  const std::vector<CashCollection> friday{
      {.receipt = "R1", .salesperson = "Li", .date = march(6), .amount = cny(100)}};
  const Calendar calendar("office");
  EXPECT_EQ(cash_hand_in(friday, {}, march(9), {}, &calendar).collections.at(0).late_until,
            march(10));
  EXPECT_EQ(cash_hand_in(friday, {}, march(9), {}, &calendar).collections.at(0).claim.withheld,
            cny(0));
  EXPECT_EQ(cash_hand_in(friday, {}, march(10), {}, &calendar).collections.at(0).claim.withheld,
            cny(100));
  EXPECT_EQ(cash_hand_in(friday, {}, march(8)).collections.at(0).claim.withheld, cny(100));
}

TEST(CashHandIn, FillsNamedReceiptsThenTheOldest) {
  const std::vector<CashCollection> collections{
      {.receipt = "B", .salesperson = "Li", .date = march(3), .amount = cny(50)},
      {.receipt = "A", .salesperson = "Li", .date = march(2), .amount = cny(30)},
      {.receipt = "C", .salesperson = "Zhao", .date = march(1), .amount = cny(10)}};
  const std::vector<HandIn> hand_ins{
      {.salesperson = "Li", .date = march(3), .amount = cny(40), .signed_by = "Wang"},
      {.salesperson = "Li",
       .date = march(3),
       .amount = cny(20),
       .signed_by = "Wang",
       .receipt = "A"}};
  // The one that names A comes first; of the other 10 fill A, the rest goes to B.
  const CashHandIn cash = cash_hand_in(collections, hand_ins, march(3));
  EXPECT_THAT(cash.collections.at(0).handed_in,
              ElementsAre(HandedInPart{0, march(3), cny(30), HandInTiming::in_time}));
  EXPECT_THAT(cash.collections.at(1).handed_in,
              ElementsAre(HandedInPart{1, march(3), cny(20), HandInTiming::late},
                          HandedInPart{0, march(3), cny(10), HandInTiming::late}));
  EXPECT_THAT(cash.collections.at(2).handed_in, IsEmpty());
  ASSERT_EQ(cash.salespersons.size(), 2U);
  EXPECT_EQ(cash.salespersons[0].claim.recoverable, cny(20));
  EXPECT_EQ(cash.salespersons[1].claim.fine, cny(10));
}

TEST(CashHandIn, DoesNotCountWhatFinanceHasNotSigned) {
  std::vector<HandIn> hand_ins = worked_hand_ins();
  hand_ins[0].signed_by.clear();
  const CashHandIn cash = cash_hand_in(worked_collections(), hand_ins, march(4));
  EXPECT_THAT(cash.unsigned_hand_ins, ElementsAre(0U));
  EXPECT_EQ(cash.collections.at(0).claim.withheld, cny(8'000));
  EXPECT_THAT(to_string(cash),
              HasSubstr("1 hand-ins that finance has not signed for do not count"));
}

TEST(CashHandIn, ExplainsEachClaim) {
  for (int day = 2; day <= 6; ++day) {
    const CashHandIn cash = cash_hand_in(worked_collections(), worked_hand_ins(), march(day));
    const Derivation derivation = cash.explain(cash.collections.at(0));
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << day;
    EXPECT_EQ(derivation.steps().back().result, Value(cash.collections[0].claim.fine));
  }
}

TEST(CashHandIn, NamesEveryFaultyRow) {
  const std::vector<CashCollection> twice{
      {.receipt = "R1", .salesperson = "Li", .date = march(2), .amount = cny(10)},
      {.receipt = "R1", .salesperson = "", .date = march(2), .amount = cny(0)}};
  EXPECT_THAT(faults([&] { (void)cash_hand_in(twice, {}, march(4)); }),
              ElementsAre(HasSubstr("collections, row 1, receipt \"R1\""),
                          HasSubstr("row 1, salesperson"), HasSubstr("row 1, amount")));
  std::vector<HandIn> wrong = worked_hand_ins();
  wrong.push_back({.salesperson = "Li",
                   .date = march(1),
                   .amount = cny(1),
                   .signed_by = "Wang",
                   .receipt = "R1"});
  wrong.push_back({.salesperson = "Li",
                   .date = march(7),
                   .amount = cny(1),
                   .signed_by = "Wang",
                   .receipt = "R9"});
  wrong.push_back({.salesperson = "Zhao",
                   .date = march(7),
                   .amount = Money::from_minor(1, USD),
                   .signed_by = "Wang",
                   .receipt = "R1"});
  wrong.push_back({.salesperson = "Li", .date = march(7), .amount = cny(1), .signed_by = "Wang"});
  wrong.push_back({.salesperson = "Li", .date = march(1), .amount = cny(1), .signed_by = "Wang"});
  EXPECT_THAT(
      faults([&] { (void)cash_hand_in(worked_collections(), wrong, march(4)); }),
      ElementsAre(HasSubstr("hand_ins, row 2, date \"2026-03-01\""),
                  HasSubstr("row 3, receipt \"R9\""), HasSubstr("row 4, salesperson \"Zhao\""),
                  HasSubstr("row 4, currency \"USD\""), HasSubstr("row 5, amount \"1.00 CNY\""),
                  HasSubstr("row 6, amount \"1.00 CNY\": expected at most the 0.00 CNY")));
  EXPECT_EQ(faults([] {
              check({.late_days = -1,
                     .fine_multiple = Decimal(-1),
                     .deduction_share = Rate::from_percent(101)});
            }).size(),
            3U);
}

TEST(CashHandIn, SaysWhatFollowsFromAnotherRule) {
  const CashRule rule{.late_days = 0, .fine_multiple = Decimal::parse("0.333")};
  const std::vector<CashCollection> collections{{.receipt = "R1",
                                                 .salesperson = "Li",
                                                 .date = march(2),
                                                 .amount = Money::from_minor(5, CNY)}};
  const CashHandIn cash = cash_hand_in(collections, {}, march(2), rule);
  EXPECT_EQ(cash.collections.at(0).claim.fine, Money::from_minor(2, CNY));
}

TEST(LossDeduction, StaysWithinTheShareAndAboveTheMinimumWage) {
  Derivation derivation;
  const LossDeduction loss = loss_deduction(cny(372), cny(6'000), cny(2'420), {}, derivation);
  EXPECT_EQ(loss.cap, cny(1'200));
  EXPECT_EQ(loss.most, cny(372));
  EXPECT_EQ(loss.rest, cny(0));
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  EXPECT_EQ(loss_deduction(cny(5'000), cny(6'000), cny(2'420)).rest, cny(3'800));
  EXPECT_EQ(loss_deduction(cny(5'000), cny(2'500), cny(2'420)).cap, cny(80));
  EXPECT_EQ(loss_deduction(cny(5'000), cny(2'000), cny(2'420)).cap, cny(0));
  // The cap is never rounded up.
  EXPECT_EQ(loss_deduction(cny(5'000), Money::from_minor(999'999, CNY), cny(0)).cap,
            Money::from_minor(199'999, CNY));
}

TEST(CashHandIn, IsALossOnceItsTermHasEnded) {
  // R2's term ends on the 7th; of R1 5,000 are withheld.
  std::vector<CashCollection> collections = worked_collections();
  collections.push_back(
      {.receipt = "R2", .salesperson = "Li", .date = march(5), .amount = cny(700)});
  const std::vector<MonthlyWage> wages{{"Li", cny(6'000), cny(2'420)}};
  const CashHandIn cash = with_wages(
      cash_hand_in(collections, std::vector{worked_hand_ins().front()}, march(5)), wages);
  EXPECT_EQ(cash.salespersons.at(0).claim.recoverable, cny(5'700));
  EXPECT_EQ(cash.salespersons.at(0).deduction,
            (LossDeduction{
                .loss = cny(5'000), .cap = cny(1'200), .most = cny(1'200), .rest = cny(3'800)}));
  EXPECT_THAT(to_string(cash), HasSubstr("cap of deductions"));
  EXPECT_EQ(with_wages(cash, {}).salespersons.at(0).deduction, std::nullopt);
  const std::vector<MonthlyWage> wrong{
      {"Lee", cny(-1), cny(1)}, {"Li", cny(1), Money::from_minor(1, USD)}, {"Li", cny(1), cny(1)}};
  EXPECT_THAT(faults([&] { (void)with_wages(cash, wrong); }),
              ElementsAre(HasSubstr("wages, row 0, salesperson \"Lee\""),
                          HasSubstr("row 0, wage \"-1.00 CNY\""),
                          HasSubstr("row 1, minimum_wage \"0.01 USD\""),
                          HasSubstr("row 2, salesperson \"Li\"")));
}

TEST(CashHandIn, ShowsItsClaimsInBothLanguages) {
  const CashHandIn cash = cash_hand_in(worked_collections(), worked_hand_ins(), march(4));
  EXPECT_THAT(to_string(cash), HasSubstr("repealed in 2008"));
  EXPECT_THAT(to_string(cash, Language::zh), HasSubstr("私收"));
  EXPECT_EQ(parse_hand_in_timing(to_string(HandInTiming::recovered)), HandInTiming::recovered);
}

}  // namespace
}  // namespace o2c

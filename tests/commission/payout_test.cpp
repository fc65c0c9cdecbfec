#include "o2c/commission/payout.hpp"

#include <gmock/gmock.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Money cny(std::int64_t units) { return Money::of(units, CNY); }

Earnings earned(std::int64_t commission, std::int64_t corrections = 0, std::int64_t released = 0) {
  Earnings earnings = Earnings::none(CNY);
  earnings.commission = cny(commission);
  earnings.corrections = cny(corrections);
  earnings.released = cny(released);
  return earnings;
}
CommissionBalance balance(std::int64_t overpaid, std::int64_t draw, std::int64_t held) {
  return {cny(overpaid), cny(draw), cny(held), cny(0)};
}
Payout paid(const PayoutTerms& terms, const Earnings& earnings,
            const CommissionBalance& opening = CommissionBalance::none(CNY)) {
  Derivation derivation;
  const Payout payout = pay_out(terms, earnings, opening, Rounding::half_up, derivation);
  EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
  EXPECT_EQ(derivation.steps().back().result, Value(payout.payable));
  EXPECT_EQ(payout, pay_out(terms, earnings, opening, Rounding::half_up));
  // What is paid out is what is earned, and what balances say is owed or no longer held.
  EXPECT_EQ(payout.payable + payout.advanced,
            earnings.commission + earnings.corrections + payout.forgiven +
                (payout.closing.overpaid - opening.overpaid) +
                (payout.closing.draw - opening.draw) - (payout.closing.held - opening.held) -
                (payout.closing.awaiting - opening.awaiting));
  return payout;
}

// What each balance ends at is the result of a step, where it is not zero.
TEST(Payout, TellsWhatIsCarriedOn) {
  Derivation derivation;
  const Payout payout = pay_out({.holdback = Rate::parse("10%"), .draw = cny(50)}, earned(90, 0, 4),
                                balance(40, 7, 9), Rounding::half_up, derivation);
  EXPECT_EQ(payout.closing, balance(0, 12, 10));
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  const std::string told = to_string(derivation);
  for (const char* part : {"draws owed, carried on", "12.00 CNY", "held, carried on", "10.00 CNY"})
    EXPECT_THAT(told, HasSubstr(part));
  EXPECT_THAT(told, Not(HasSubstr("overpaid, carried on")));
  Derivation forgiving;
  static_cast<void>(pay_out({.draw = cny(50), .draw_recoverable = false}, earned(36),
                            balance(40, 7, 0), Rounding::half_up, forgiving));
  const std::string forgiven = to_string(forgiving);
  for (const char* part : {"overpaid, carried on", "4.00 CNY", "draw forgiven", "50.00 CNY",
                           "draws owed, carried on", "7.00 CNY"})
    EXPECT_THAT(forgiven, HasSubstr(part));
  EXPECT_THAT(forgiven, Not(HasSubstr("held")));
}

TEST(Payout, RepaysTheDrawAfterCorrections) {
  const Payout payout = paid({.draw = cny(3'000)}, earned(3'840, -500));
  EXPECT_EQ(payout.recovered, cny(3'000));
  EXPECT_EQ(payout.payable, cny(340));
  EXPECT_EQ(payout.closing, CommissionBalance::none(CNY));
}

TEST(Payout, CarriesOnWhatCannotBeRepaid) {
  const PayoutTerms terms{.draw = cny(3'000)};
  const Payout first = paid(terms, earned(2'000));
  EXPECT_EQ(first.payable, cny(0));
  EXPECT_EQ(first.closing, balance(0, 1'000, 0));
  const Payout second = paid(terms, earned(5'000), first.closing);
  EXPECT_EQ(second.recovered, cny(4'000));
  EXPECT_EQ(second.payable, cny(1'000));
  EXPECT_EQ(second.closing, CommissionBalance::none(CNY));
}

TEST(Payout, ForgivesAGuaranteedDraw) {
  const PayoutTerms terms{.draw = cny(3'000), .draw_recoverable = false};
  const Payout payout = paid(terms, earned(2'000), balance(0, 700, 0));
  EXPECT_EQ(payout.forgiven, cny(1'000));
  EXPECT_EQ(payout.closing.draw, cny(700));
}

TEST(Payout, RepaysWhatWasOverpaidFirst) {
  const PayoutTerms terms{.draw = cny(300)};
  const Payout below = paid(terms, earned(100, -900));
  EXPECT_EQ(below.payable, cny(0));
  EXPECT_EQ(below.closing, balance(800, 300, 0));
  const Payout after = paid(terms, earned(1'000), below.closing);
  EXPECT_EQ(after.repaid, cny(800));
  EXPECT_EQ(after.recovered, cny(200));
  EXPECT_EQ(after.closing, balance(0, 400, 0));
}

TEST(Payout, HoldsBackAndReleases) {
  const Payout payout =
      paid({.holdback = Rate::parse("10%")}, earned(1'000, 0, 250), balance(0, 0, 250));
  EXPECT_EQ(payout.held_back, cny(100));
  EXPECT_EQ(payout.payable, cny(1'150));
  EXPECT_EQ(payout.closing, balance(0, 0, 100));
  EXPECT_THROW(static_cast<void>(paid({}, earned(0, 0, 251), balance(0, 0, 250))), InvalidArgument);
}

TEST(Payout, WhatIsNotPayableYetIsCarriedOnUntilItIs) {
  Earnings first = earned(1'000);
  first.awaiting = cny(600);
  const Payout october = paid({.holdback = Rate::parse("10%")}, first);
  EXPECT_EQ(october.held_back, cny(40));
  EXPECT_EQ(october.payable, cny(360));
  EXPECT_EQ(october.closing.awaiting, cny(600));
  // 500 of it became payable, of the next 200 nothing.
  Earnings second = earned(200);
  second.awaiting = cny(300);
  const Payout november = paid({}, second, october.closing);
  EXPECT_EQ(november.payable, cny(500));
  EXPECT_EQ(november.closing.awaiting, cny(300));
}

TEST(Payout, WhatIsTakenBackBeforeItWasPayableCostsNothing) {
  Earnings first = earned(1'000);
  first.awaiting = cny(1'000);
  const Payout october = paid({}, first);
  EXPECT_EQ(october.payable, cny(0));
  const Payout november = paid({}, earned(0, -1'000), october.closing);
  EXPECT_EQ(november.payable, cny(0));
  EXPECT_EQ(november.closing, CommissionBalance::none(CNY));
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/terms.hpp"

#include <gtest/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"

namespace o2c {
namespace {

Money usd(const char* amount) { return Money::of(Decimal::parse(amount), currencies::USD); }

std::vector<std::string> printed(const std::vector<Installment>& schedule) {
  std::vector<std::string> lines;
  for (const Installment& installment : schedule) lines.push_back(to_string(installment));
  return lines;
}

using Lines = std::vector<std::string>;

InstallmentTerm part(const Share& share) { return InstallmentTerm{.share = share}; }

TEST(Schedule, LastTakesTheRest) {
  const Share third = Share::of_total(Ratio(1, 3));
  const PaymentTerms terms({part(third), part(third), part(third)});
  const Date day(2026, 3, 1);
  EXPECT_EQ(printed(terms.schedule(usd("100000"), {Anchor::invoice, day})),
            (Lines{"1: 33333.33 USD, due 2026-03-01", "2: 33333.33 USD, due 2026-03-01",
                   "3: 33333.34 USD, due 2026-03-01"}));
  EXPECT_EQ(terms.schedule(usd("-100000"), {})[2].amount, usd("-33333.34"));
}

TEST(Schedule, IsPendingWhileAnEventHasNoDate) {
  const PaymentTerms terms = PaymentTerms::parse("30% deposit; balance 60 days after B/L date");
  EXPECT_EQ(printed(terms.schedule(usd("50000"), {Anchor::contract, Date(2026, 3, 1)})),
            (Lines{"1: 15000.00 USD, due 2026-03-01", "2: 35000.00 USD, pending on the B/L date"}));
}

TEST(Schedule, NoPartExceedsWhatRemains) {
  const PaymentTerms terms(
      {part(Share::fixed(usd("600"))), part(Share::fixed(usd("600"))), part(Share::remainder())});
  const auto schedule = terms.schedule(usd("1000"), {});
  EXPECT_EQ(schedule[0].amount, usd("600"));
  EXPECT_EQ(schedule[1].amount, usd("400"));
  EXPECT_EQ(schedule[2].amount, usd("0"));
  EXPECT_THROW((void)terms.schedule(Money::from_minor(100, currencies::EUR), {}), CurrencyMismatch);
}

TEST(Schedule, TakesPartsOfTheRest) {
  const PaymentTerms terms({part(Share::of_total(Rate::from_percent(20))),
                            part(Share::of_rest(Rate::from_percent(50))),
                            part(Share::remainder())});
  const auto schedule = terms.schedule(usd("1000.01"), {});
  EXPECT_EQ(schedule[0].amount, usd("200.00"));
  EXPECT_EQ(schedule[1].amount, usd("400.01"));
  EXPECT_EQ(schedule[2].amount, usd("400.00"));
}

TEST(Schedule, RoundsToCash) {
  const Share third = Share::of_total(Ratio(1, 3));
  const PaymentTerms terms({part(third), part(third), part(third)});
  ScheduleOptions options;
  options.cash_step = Decimal::parse("0.05");
  const auto schedule = terms.schedule(usd("100.01"), {}, options);
  EXPECT_EQ(schedule[0].amount, usd("33.35"));
  EXPECT_EQ(schedule[1].amount, usd("33.35"));
  EXPECT_EQ(schedule[2].amount, usd("33.31"));
  options.cash_step = Decimal::parse("0.001");
  EXPECT_THROW((void)terms.schedule(usd("100"), {}, options), Error);
}

TEST(Schedule, DividesTwoCurrencies) {
  const PaymentTerms terms = PaymentTerms::parse("30% deposit; 70% net 30");
  ScheduleOptions options;
  options.second_total = Money::from_minor(71'001, currencies::CNY);
  const auto schedule = terms.schedule(usd("100.01"), {}, options);
  EXPECT_EQ(schedule[0].amount, usd("30.00"));
  EXPECT_EQ(*schedule[0].second_amount + *schedule[1].second_amount, *options.second_total);
  EXPECT_EQ(schedule[0].second_amount->minor(), 21'298);  // 71001 * 3000 / 10001, half up
}

TEST(Schedule, OffersDiscounts) {
  const PaymentTerms terms = PaymentTerms::parse("2/5 1/10 net 30");
  const auto schedule = terms.schedule(usd("1000"), {Anchor::invoice, Date(2026, 3, 1)});
  ASSERT_EQ(schedule[0].discounts.size(), 2U);
  EXPECT_EQ(schedule[0].discounts[0].last_day, Date(2026, 3, 6));
  EXPECT_EQ(schedule[0].discounts[0].discount, usd("20.00"));
  EXPECT_EQ(schedule[0].discounts[1].last_day, Date(2026, 3, 11));
  EXPECT_EQ(schedule[0].discounts[1].discount, usd("10.00"));
}

TEST(Schedule, DiscountsTheTotalOrWhatIsBeforeTax) {
  const Money gross = Money::from_minor(11'300'000, currencies::CNY);
  const AnchorDates dates(Anchor::invoice, Date(2026, 3, 1));
  const PaymentTerms on_total = PaymentTerms::parse("2/10 net 30");
  EXPECT_EQ(on_total.schedule(gross, dates)[0].discounts[0].discount.minor(), 226'000);
  const PaymentTerms on_net = PaymentTerms::parse("2/10 net 30; discount before tax");
  EXPECT_THROW((void)on_net.schedule(gross, dates), InvalidArgument);
  ScheduleOptions options;
  options.net_total = Money::from_minor(10'000'000, currencies::CNY);
  EXPECT_EQ(on_net.schedule(gross, dates, options)[0].discounts[0].discount.minor(), 200'000);
}

TEST(Schedule, TellsEachAmountAndDate) {
  const PaymentTerms terms = PaymentTerms::parse(
      "1/3 deposit; 500 USD on delivery; 50% of the rest net 30; balance 2/10 net EOM+45");
  AnchorDates dates(Anchor::contract, Date(2026, 1, 31));
  dates.set(Anchor::invoice, Date(2026, 3, 1)).set(Anchor::delivery, Date(2026, 3, 4));
  Derivation why;
  EXPECT_EQ(terms.schedule(usd("1000"), dates, {}, why), terms.schedule(usd("1000"), dates));
  EXPECT_TRUE(why.recheck().empty()) << why;
}

TEST(PaymentTerms, RefuseSharesThatDoNotAddUp) {
  const auto fault = [](std::vector<InstallmentTerm> terms) -> std::string {
    try {
      PaymentTerms made(std::move(terms));
    } catch (const InvalidArgument& error) {
      return error.faults().at(0).field + ": " + error.faults().at(0).expected;
    }
    return "none";
  };
  const Share half = Share::of_total(Rate::from_percent(50));
  EXPECT_EQ(fault({}), "installments: at least one instalment");
  EXPECT_EQ(fault({part(half)}),
            "shares: shares that add up to 100%, or the balance as the last one");
  EXPECT_EQ(fault({part(half), part(half), part(Share::remainder())}),
            "shares: less than 100% before the balance");
  EXPECT_EQ(fault({part(Share::remainder()), part(half)}),
            "share: the balance as the last instalment only");
  EXPECT_EQ(fault({part(Share::fixed(usd("5"))), part(half)}).substr(0, 19), "shares: the balance");
  EXPECT_EQ(fault({part(Share::fixed(usd("0"))), part(Share::remainder())}),
            "share: an amount above zero");
  EXPECT_EQ(
      fault({part(Share::fixed(usd("5"))),
             part(Share::fixed(Money::from_minor(5, currencies::EUR))), part(Share::remainder())}),
      "share: an amount in USD, as before");
  InstallmentTerm rising = part(Share::remainder());
  rising.due.steps = {DateStep::months(1)};
  rising.discounts = {{Rate::from_percent(1), {DateStep::days(5)}},
                      {Rate::from_percent(2), {DateStep::days(10)}}};
  EXPECT_EQ(fault({rising}), "discount: less than the 1% for paying earlier");
}

TEST(PaymentTerms, RefuseARatioAndADivisorThatDisagree) {
  EXPECT_EQ(Share::of_total(Rate::parse("33.33%"), 3), Share::of_total(Ratio(1, 3)));
  EXPECT_EQ(Share::of_total(Rate::parse("25%"), 4), Share::of_total(Ratio(1, 4)));
  EXPECT_THROW(Share::of_total(Rate::parse("33.34%"), 3), InvalidArgument);
  EXPECT_THROW(Share::of_total(Rate::parse("30%"), 0), InvalidArgument);
}

TEST(Share, IsReadAsPrinted) {
  for (const char* text :
       {"30%", "1/3", "50% of the rest", "2/7 of the rest", "1000.00 USD", "balance"})
    EXPECT_EQ(to_string(Share::parse(text)), text);
  EXPECT_THROW(Share::parse("30"), Error);
  EXPECT_THROW(Share::parse("1/0"), ParseError);
  EXPECT_THROW(Share::parse("1000 USD of the rest"), ParseError);
}

class EarlyPayments : public testing::Test {
 protected:
  Installment installment_ = PaymentTerms::parse("2/10 net 30")
                                 .schedule(usd("10000"), {Anchor::invoice, Date(2026, 3, 1)})[0];
  DiscountPolicy policy_{};

  EarlyPayment pay(const char* open, const char* paid, Date on) {
    return pay_early(installment_, usd(open), usd(paid), on, policy_);
  }
};

TEST_F(EarlyPayments, EarnTheDiscountUpToItsLastDay) {
  EXPECT_EQ(pay("10000", "9800", Date(2026, 3, 11)).cleared, usd("10000"));
  EXPECT_EQ(pay("10000", "9800", Date(2026, 3, 12)).cleared, usd("9800"));
  EXPECT_EQ(pay("10000", "9800", Date(2026, 3, 12)).discount, usd("0"));
}

TEST_F(EarlyPayments, InPartEarnTheirPart) {
  const EarlyPayment payment = pay("10000", "4900", Date(2026, 3, 5));
  EXPECT_EQ(payment.cleared, usd("5000"));
  EXPECT_EQ(payment.discount, usd("100"));
  policy_.part_payments = PartPayments::do_not_earn;
  EXPECT_EQ(pay("10000", "4900", Date(2026, 3, 5)).cleared, usd("4900"));
  EXPECT_EQ(pay("10000", "9800", Date(2026, 3, 5)).cleared, usd("10000"));
  EXPECT_EQ(pay("5000", "4799.99", Date(2026, 3, 5)).discount, usd("0"));
  EXPECT_EQ(pay("5000", "4800", Date(2026, 3, 5)).discount, usd("200"));
  EXPECT_EQ(early_discount(installment_, usd("5000"), Date(2026, 3, 5), policy_), usd("200"));
}

TEST_F(EarlyPayments, MayBeLateByTheDaysOfGrace) {
  policy_.grace_days = 3;
  EXPECT_FALSE(pay("10000", "9800", Date(2026, 3, 11)).late);
  const EarlyPayment late = pay("10000", "9800", Date(2026, 3, 14));
  EXPECT_TRUE(late.late);
  EXPECT_EQ(late.discount, usd("200"));
  EXPECT_EQ(pay("10000", "9800", Date(2026, 3, 15)).discount, usd("0"));
}

TEST_F(EarlyPayments, TakeNoMoreDiscountThanTheyLeaveOpen) {
  EXPECT_EQ(pay("10000", "9900", Date(2026, 3, 5)).discount, usd("100"));
  EXPECT_EQ(pay("10000", "10000", Date(2026, 3, 5)).discount, usd("0"));
  EXPECT_EQ(pay("10000", "12000", Date(2026, 3, 5)).cleared, usd("10000"));
  EXPECT_THROW(pay("-1", "5", Date(2026, 3, 5)), InvalidArgument);
  EXPECT_THROW(pay("5", "-1", Date(2026, 3, 5)), InvalidArgument);
}

TEST(DiscountCost, IsWhatTheDaysCostAYear) {
  const Rate two = Rate::from_percent(2);
  const auto percent = [](const Ratio& cost) {
    return to_string(Rate::from_fraction(round(cost, 4, Rounding::half_up)));
  };
  EXPECT_EQ(percent(annual_discount_cost(two, 20)), "37.24%");
  EXPECT_EQ(percent(annual_discount_cost(two, 20, 360)), "36.73%");
  EXPECT_EQ(to_string(compounded_discount_cost(two, 20, 365, 2, Rounding::half_up)), "44.59%");
  EXPECT_THROW(annual_discount_cost(two, 0), InvalidArgument);
  EXPECT_THROW(compounded_discount_cost(Rate::from_percent(100), 20, 365, 2, Rounding::half_up),
               InvalidArgument);
}

TEST(Schedule, WhatIsDueBeforeAnEventRollsToTheDayBefore) {
  const Calendar calendar("Monday to Friday");
  ScheduleOptions options;
  options.calendar = &calendar;
  const PaymentTerms terms = PaymentTerms::parse("before shipment");
  EXPECT_EQ(terms.schedule(usd("100"), {Anchor::bl, Date(2026, 6, 1)}, options)[0].due_date,
            Date(2026, 5, 29));
}

TEST(Schedule, DiscountsOfCreditsMirrorThoseOfDebits) {
  const PaymentTerms terms = PaymentTerms::parse("2/10 net 30");
  ScheduleOptions options;
  options.rounding = Rounding::floor;
  const AnchorDates dates(Anchor::invoice, Date(2026, 3, 1));
  EXPECT_EQ(terms.schedule(usd("1.25"), dates, options)[0].discounts[0].discount, usd("0.02"));
  EXPECT_EQ(terms.schedule(usd("-1.25"), dates, options)[0].discounts[0].discount, usd("-0.02"));
}

TEST(Schedule, RefusesAStepThatNoAmountHas) {
  const PaymentTerms terms = PaymentTerms::net(30);
  for (const char* step : {"-1", "0", "0.001"}) {
    ScheduleOptions options;
    options.cash_step = Decimal::parse(step);
    EXPECT_THROW((void)terms.schedule(usd("100"), {}, options), Error) << step;
  }
}

TEST(Reschedule, InEqualParts) {
  const auto schedule = reschedule(usd("1000"), 3, Date(2026, 1, 31), DateStep::months(1));
  EXPECT_EQ(printed(schedule),
            (Lines{"1: 333.33 USD, due 2026-01-31", "2: 333.33 USD, due 2026-02-28",
                   "3: 333.34 USD, due 2026-03-31"}));
  EXPECT_THROW(reschedule(usd("1"), 101, Date(2026, 1, 31), DateStep::months(1)), InvalidArgument);
  EXPECT_THROW(reschedule(usd("1"), 0, Date(2026, 1, 31), DateStep::months(1)), InvalidArgument);
  EXPECT_THROW(reschedule(usd("1"), 2, Date(2026, 1, 31), DateStep::end_of_month()),
               InvalidArgument);
}

TEST(Reschedule, InFixedAmounts) {
  const auto schedule = reschedule(usd("1000"), usd("400"), Date(2026, 1, 5), DateStep::weeks(1));
  EXPECT_EQ(printed(schedule),
            (Lines{"1: 400.00 USD, due 2026-01-05", "2: 400.00 USD, due 2026-01-12",
                   "3: 200.00 USD, due 2026-01-19"}));
  EXPECT_THROW(reschedule(usd("1000"), usd("0"), Date(2026, 1, 5), DateStep::weeks(1)),
               InvalidArgument);
  EXPECT_THROW(reschedule(usd("1000000"), usd("0.01"), Date(2026, 1, 5), DateStep::weeks(1)),
               InvalidArgument);
}

}  // namespace
}  // namespace o2c

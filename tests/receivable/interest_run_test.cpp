#include "o2c/receivable/interest_run.hpp"

#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"
#include "o2c/receivable/compensation.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_books.hpp"
#include "ledger_table_copies.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }

// 0.01% a day.
const InterestPolicy policy{Rate::parse("3.65%")};

// Also where credits that are not applied cover it.
InterestBooking on(Date day) { return {.date = day, .covered = CoveredCharges::booked}; }

std::vector<std::string> lines(const InterestRun& run) {
  std::vector<std::string> found;
  for (const InterestCharge& charge : run.charges) {
    const Derivation derivation = run.explain(charge);
    EXPECT_THAT(derivation.recheck(), IsEmpty());
    EXPECT_EQ(derivation.steps().back().result, Value(charge.amount));
    found.push_back(charge.number + " " + to_string(charge.accrued) + " less " +
                    to_string(charge.charged_before));
  }
  return found;
}

// Of 10,000 due on 31 March, 4,000 are paid on 10 April.
struct Late : Books {
  DocumentId a = invoice("A", usd(10'000), march(1), march(31));
  DocumentId cash = receipt("R", usd(10'000), april(10));

  Late() { EXPECT_TRUE(apply(cash, a, usd(4'000), april(10))); }

  DocumentId charge(Date day) {
    const InterestRun run = interest_run(ledger, policy, day);
    return charge_interest(ledger, run.charges.at(0), on(day), tick()).value();
  }
};

TEST(InterestRun, ChargesWhatWasNotChargedBefore) {
  Late books;
  EXPECT_THAT(lines(interest_run(books.ledger, policy, march(31))), IsEmpty());
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(20))),
              ElementsAre("A 16.00 USD less 0.00 USD"));
  const DocumentId first = books.charge(april(20));
  const PostedDocument document = books.ledger.document(first);
  EXPECT_EQ(document.number, "A/I1");
  EXPECT_EQ(document.amount, usd(16));
  EXPECT_EQ(document.refers_to, books.a);
  EXPECT_THAT(interest_run(books.ledger, policy, april(20)).charges, IsEmpty());
  EXPECT_THAT(interest_run(books.ledger, policy, april(15)).charges, IsEmpty());
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(30))),
              ElementsAre("A 22.00 USD less 16.00 USD"));
  EXPECT_EQ(books.ledger.document(books.charge(april(30))).number, "A/I2");
}

TEST(InterestRun, TellsTheStretches) {
  const Late books;
  const InterestRun run = interest_run(books.ledger, policy, april(20));
  const InstallmentInterest& interest = run.charges.at(0).installments.at(0);
  EXPECT_EQ(interest.due_date, march(31));
  EXPECT_THAT(
      interest.stretches,
      ElementsAre(InterestStretch{april(1), april(10), 10, usd(10'000), policy.rates()[0].rate},
                  InterestStretch{april(11), april(20), 10, usd(6'000), policy.rates()[0].rate}));
}

TEST(InterestRun, StaysWhenThePrincipalIsPaidUntilItIsWaived) {
  Late books;
  ASSERT_TRUE(books.apply(books.cash, books.a, usd(6'000), april(20)));
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(30))),
              ElementsAre("A 16.00 USD less 0.00 USD"));
  const DocumentId interest = books.charge(april(30));
  EXPECT_EQ(books.open(books.a), usd(0));
  EXPECT_EQ(books.open(interest), usd(16));
  ASSERT_TRUE(books.ledger.adjust(
      {.document = interest, .amount = usd(16), .kind = AdjustmentKind::waiver, .date = april(30)},
      books.tick()));
  EXPECT_EQ(books.open(interest), usd(0));
  EXPECT_THAT(interest_run(books.ledger, policy, Date(2027, 1, 1)).charges, IsEmpty());
  const Ledger again = table_copies::through_tables(books.ledger);
  EXPECT_THAT(interest_run(again, policy, Date(2027, 1, 1)).charges, IsEmpty());
}

TEST(InterestRun, KnowsWhatWasKnown) {
  Late books;
  const std::int64_t before_payment = books.now - 1;
  EXPECT_THAT(lines(interest_run(books.ledger, policy, AsOf(april(20), before_payment))),
              ElementsAre("A 20.00 USD less 0.00 USD"));
  books.charge(april(20));
  EXPECT_THAT(lines(interest_run(books.ledger, policy, AsOf(april(20), before_payment))),
              ElementsAre("A 20.00 USD less 0.00 USD"));
}

TEST(InterestRun, CountsWhatIsPostedLateFromItsOwnDate) {
  Late books;
  books.ledger.lock(april(15), books.tick());
  ASSERT_TRUE(books.apply(books.cash, books.a, usd(6'000), april(12)));
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(20))),
              ElementsAre("A 11.20 USD less 0.00 USD"));
}

TEST(InterestRun, ChargesNobodyWhoPaidInTimeWhenBooksAreLocked) {
  Books books;
  const DocumentId a = books.invoice("A", usd(10'000), march(1), march(31));
  books.ledger.lock(april(30), books.tick());
  const DocumentId cash = books.receipt("R", usd(10'000), march(31));
  ASSERT_TRUE(books.apply(cash, a, usd(10'000), march(31)));
  for (const Date day : {april(20), april(30), Date(2026, 5, 10)}) {
    EXPECT_THAT(interest_run(books.ledger, policy, day).charges, IsEmpty());
    EXPECT_THAT(compensation_run(books.ledger, Compensation({{usd(0), usd(40)}}), day), IsEmpty());
  }
}

TEST(InterestRun, PausesFromTheDayOfADisputeThatIsPostedLate) {
  Late books;
  books.ledger.lock(april(25), books.tick());
  const auto dispute = books.ledger.dispute(
      {.document = books.a, .amount = usd(1'000), .date = april(5)}, books.tick());
  ASSERT_TRUE(dispute);
  ASSERT_TRUE(
      books.ledger.end_dispute(*dispute, DisputeOutcome::rejected, april(10), books.tick()));
  const InterestRunOptions paused{.disputed = DisputedInterest::paused};
  for (const Date day : {april(20), april(30)})
    EXPECT_EQ(interest_run(books.ledger, policy, day).charges.at(0).accrued -
                  interest_run(books.ledger, policy, day, paused).charges.at(0).accrued,
              Money::from_minor(50, USD));
}

TEST(InterestRun, ABouncedReceiptBearsInterestAgain) {
  Late books;
  ASSERT_TRUE(
      books.ledger.return_payment(books.cash, "BOUNCED", april(15), books.tick()).has_value());
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(20))),
              ElementsAre("A 18.00 USD less 0.00 USD"));
}

TEST(InterestRun, PausesWhatIsInDisputeIfAsked) {
  Late books;
  const auto dispute = books.ledger.dispute(
      {.document = books.a, .amount = usd(1'000), .date = april(5)}, books.tick());
  ASSERT_TRUE(dispute);
  const InterestRunOptions paused{.disputed = DisputedInterest::paused};
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(20))),
              ElementsAre("A 16.00 USD less 0.00 USD"));
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(20), paused)),
              ElementsAre("A 14.50 USD less 0.00 USD"));
  ASSERT_TRUE(
      books.ledger.end_dispute(*dispute, DisputeOutcome::rejected, april(10), books.tick()));
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(20), paused)),
              ElementsAre("A 15.50 USD less 0.00 USD"));
}

TEST(InterestRun, AddsUpInstalmentsAndKeepsSmallAmountsBack) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "B", usd(300), march(1));
  document.installments = {{.number = 1, .amount = usd(100), .due_date = march(11)},
                           {.number = 2, .amount = usd(200), .due_date = march(21)},
                           {.number = 3, .amount = usd(0), .anchor = Anchor::acceptance}};
  document.installments.pop_back();
  books.post(document);
  const InterestRun run = interest_run(books.ledger, policy, march(31));
  EXPECT_THAT(lines(run), ElementsAre("B 0.40 USD less 0.00 USD"));
  EXPECT_EQ(run.charges[0].installments.size(), 2U);
  EXPECT_THAT(
      interest_run(books.ledger, policy, march(31), {.minimums = {Money::from_minor(41, USD)}})
          .charges,
      IsEmpty());
  EXPECT_THAT(interest_run(books.ledger, policy, march(31),
                           {.minimums = {Money::from_minor(40, USD), cny(5)}})
                  .charges.size(),
              1U);
  EXPECT_THROW(interest_run(books.ledger, policy, march(31), {.minimums = {usd(1), usd(2)}}),
               InvalidArgument);
}

TEST(InterestRun, InterestThatIsPaidCompoundsNoLonger) {
  Books books;
  const DocumentId a = books.invoice("A", usd(100'000), march(1), Date(2026, 1, 15) + 59);
  ASSERT_EQ(books.ledger.items(a, march(31)).at(0).due_date, march(15));
  const InterestPolicy monthly(Rate::parse("12%"), {.day_count = DayCount::thirty_360_bond,
                                                    .compounding = Compounding::monthly});
  const InterestRun run = interest_run(books.ledger, monthly, april(15));
  EXPECT_THAT(lines(run), ElementsAre("A 1000.00 USD less 0.00 USD"));
  const DocumentId interest =
      charge_interest(books.ledger, run.charges[0], on(april(15)), books.tick()).value();
  const Date may(2026, 5, 15);
  EXPECT_THAT(lines(interest_run(books.ledger, monthly, may)),
              ElementsAre("A 2010.00 USD less 1000.00 USD"));
  const DocumentId cash = books.receipt("R", usd(1'000), april(15));
  ASSERT_TRUE(books.apply(cash, interest, usd(1'000), april(15)));
  EXPECT_THAT(lines(interest_run(books.ledger, monthly, may)),
              ElementsAre("A 2000.00 USD less 1000.00 USD"));
}

TEST(InterestRun, IsOfOnePartyOrAll) {
  Late books;
  Document other = Books::of(DocumentKind::debit_note, "D", usd(1'000), march(1));
  other.party = "Shanghai";
  other.due_date = march(31);
  books.post(other);
  EXPECT_EQ(interest_run(books.ledger, policy, april(20)).charges.size(), 2U);
  EXPECT_THAT(lines(interest_run(books.ledger, policy, april(20), {.party = "Shanghai"})),
              ElementsAre("D 2.00 USD less 0.00 USD"));
  EXPECT_THROW(interest_run(books.ledger, policy, april(20), {.party = "Nobody"}), InvalidArgument);
  EXPECT_EQ(parse_disputed_interest(to_string(DisputedInterest::paused)), DisputedInterest::paused);
}

TEST(InterestRun, BooksAsAsked) {
  Late books;
  const InterestRun run = interest_run(books.ledger, policy, april(20));
  const auto booked = charge_interest(
      books.ledger, run.charges[0],
      {.date = april(21), .due_date = april(30), .number = "X", .covered = CoveredCharges::booked},
      books.tick());
  EXPECT_EQ(books.ledger.document(*booked).date, april(21));
  EXPECT_EQ(books.ledger.items(*booked, april(30)).at(0).due_date, april(30));
  EXPECT_THAT(
      rules(charge_interest(books.ledger, run.charges[0],
                            {.date = april(21), .number = "X", .covered = CoveredCharges::booked},
                            books.tick())
                .error()),
      ElementsAre("duplicate_number"));
  EXPECT_TRUE(charge_interest(books.ledger, run.charges[0], on(april(21)), books.tick()));
  EXPECT_THAT(
      rules(charge_interest(books.ledger, run.charges[0], on(april(21)), books.tick()).error()),
      ElementsAre("duplicate_number"));
  // A debit note of the invoice's number could not be told from it.
  Document note = Books::of(DocumentKind::debit_note, "A", usd(1'000), march(1));
  note.due_date = march(31);
  books.post(note);
  const InterestRun both = interest_run(books.ledger, policy, april(20));
  ASSERT_EQ(both.charges.size(), 1U);
  EXPECT_THROW(static_cast<void>(
                   charge_interest(books.ledger, both.charges[0], on(april(21)), books.tick())),
               InvalidArgument);
}

TEST(InterestRun, BooksAllOrNone) {
  Late books;
  books.invoice("B", usd(1'000), march(1), march(31));
  books.invoice("C", usd(1'000), march(1), march(31));
  const InterestRun run = interest_run(books.ledger, policy, april(20));
  ASSERT_EQ(run.charges.size(), 3U);
  EXPECT_TRUE(charge_interest(books.ledger, run.charges[0], on(april(20)), books.tick()));
  EXPECT_TRUE(charge_interest(books.ledger, run.charges[2], on(april(20)), books.tick()));
  const auto refused = charge_interest(books.ledger, run.charges, on(april(20)), books.tick());
  EXPECT_THAT(rules(refused.error()), ElementsAre("duplicate_number", "duplicate_number"));
  EXPECT_THAT(refused.error()[1].reason.en, HasSubstr("C/I1"));
  EXPECT_FALSE(books.ledger.try_find("B/I1", DocumentKind::interest));
  const std::vector<InterestCharge> twice{run.charges[1], run.charges[1]};
  EXPECT_THAT(rules(charge_interest(books.ledger, twice, on(april(20)), books.tick()).error()),
              ElementsAre("duplicate_number"));
  EXPECT_THROW(
      static_cast<void>(charge_interest(
          books.ledger, twice,
          {.date = april(20), .number = "X", .covered = CoveredCharges::booked}, books.tick())),
      InvalidArgument);
  // Without a home currency there are no rates.
  try {
    static_cast<void>(charge_interest(books.ledger, twice,
                                      {.date = april(20),
                                       .rates = {ExchangeRate(USD, CNY, 7, april(20))},
                                       .covered = CoveredCharges::booked},
                                      books.tick()));
    FAIL();
  } catch (const InvalidArgument& error) {
    ASSERT_EQ(error.faults().size(), 1U);
    EXPECT_THAT(error.faults()[0].expected, HasSubstr("no home currency"));
  }
  EXPECT_FALSE(books.ledger.try_find("B/I1", DocumentKind::interest));
  EXPECT_EQ(charge_interest(books.ledger, std::span(run.charges).subspan(1, 1), on(april(20)),
                            books.tick())
                ->size(),
            1U);
}

// 40, 70 and 100 pounds, by the law of the United Kingdom.
const Compensation statutory{{{Money::of(0, GBP), Money::of(40, GBP)},
                              {Money::of(1'000, GBP), Money::of(70, GBP)},
                              {Money::of(10'000, GBP), Money::of(100, GBP)},
                              {Money::of(0, EUR), Money::of(40, EUR)}}};

TEST(Compensation, IsByTierOfTheDebt) {
  const auto of = [](const char* debt) {
    Derivation derivation;
    const Money amount = statutory.of_debt(Money::of(Decimal::parse(debt), GBP), derivation);
    EXPECT_THAT(derivation.recheck(), IsEmpty());
    return to_string(amount);
  };
  EXPECT_EQ(of("999.99"), "40.00 GBP");
  EXPECT_EQ(of("1000"), "70.00 GBP");
  EXPECT_EQ(of("9999.99"), "70.00 GBP");
  EXPECT_EQ(of("10000"), "100.00 GBP");
  EXPECT_EQ(statutory.of_debt(Money::of(50'000, EUR)), Money::of(40, EUR));
  EXPECT_EQ(statutory.of_debt(usd(50'000)), usd(0));
  EXPECT_EQ(to_string(Compensation({{Money::of(0, EUR), Money::of(40, EUR)}})),
            "40.00 EUR from 0.00 EUR");
}

TEST(Compensation, RefusesTiersThatMakeNoSense) {
  try {
    Compensation({{usd(0), usd(-1)}, {usd(0), cny(1)}, {usd(-5), usd(1)}});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_EQ(error.faults().size(), 5U);
  }
}

// Due on 31 March, paid on the 30th, and applied on 3 April.
TEST(Charges, AreRefusedForWhatCreditsCovered) {
  Books books;
  const DocumentId late = books.invoice("PAID", usd(1'000), march(1), march(31));
  const DocumentId cash = books.receipt("R", usd(1'000), march(30));
  books.invoice("NOT PAID", usd(1'001), march(1), april(10));
  const Compensation fixed({{usd(0), usd(40)}});
  const auto shows = [&](Money credits) {
    const InterestRun run = interest_run(books.ledger, policy, april(20));
    EXPECT_EQ(run.charges.size(), 2U);
    EXPECT_FALSE(run.charges[1].covered);
    EXPECT_EQ(run.charges[0].credits, credits);
    EXPECT_TRUE(run.charges[0].covered);
    const auto compensations = compensation_run(books.ledger, fixed, april(20));
    EXPECT_EQ(compensations.at(0).credits, credits);
    EXPECT_TRUE(compensations[0].is_covered());
  };
  shows(usd(1'000));
  const ApplicationId applied = books.apply(cash, late, usd(1'000), april(3)).value().front();
  shows(usd(1'000));  // It was there on the days until 3 April.
  const InterestRun run = interest_run(books.ledger, policy, april(20));
  EXPECT_EQ(
      rules(charge_interest(books.ledger, run.charges, {.date = april(20)}, books.tick()).error()),
      std::vector<std::string>{"covered_by_credits"});
  const auto compensations = compensation_run(books.ledger, fixed, april(20));
  EXPECT_EQ(
      rules(charge_compensation(books.ledger, compensations, {.date = april(20)}, books.tick())
                .error()),
      std::vector<std::string>{"covered_by_credits"});
  // Applied by its own date there is nothing to be charged.
  ASSERT_TRUE(books.ledger.reverse(applied, april(3), books.tick()));
  ASSERT_TRUE(books.apply(cash, late, usd(400), march(30)));
  shows(usd(600));
  ASSERT_TRUE(books.apply(cash, late, usd(600), march(30)));
  EXPECT_EQ(interest_run(books.ledger, policy, april(20)).charges.size(), 1U);
  EXPECT_EQ(compensation_run(books.ledger, fixed, april(20)).size(), 1U);
  ASSERT_TRUE(charge_compensation(books.ledger, compensations,
                                  {.date = april(20), .covered = CoveredCharges::booked},
                                  books.tick()));
  ASSERT_TRUE(charge_interest(books.ledger, run.charges,
                              {.date = april(20), .covered = CoveredCharges::booked},
                              books.tick()));
}

TEST(Charges, AreNotCoveredByMoneyThatIsGone) {
  Books books;
  books.invoice("LATE", usd(100), march(1), march(2));
  const DocumentId cash = books.receipt("R", usd(100), march(10));
  const auto covered = [&](Date day) {
    const InterestRun run = interest_run(books.ledger, policy, day);
    EXPECT_EQ(run.charges.at(0).covered, !is_zero(run.charges[0].credits));
    return run.charges[0].covered;
  };
  EXPECT_TRUE(covered(march(20)));
  ASSERT_TRUE(charge_interest(books.ledger, interest_run(books.ledger, policy, march(20)).charges,
                              on(march(20)), books.tick()));
  EXPECT_TRUE(covered(april(20)));  // It was there on 21 March.
  ASSERT_TRUE(books.ledger.return_payment(cash, "BOUNCED", march(22), books.tick()));
  EXPECT_FALSE(covered(april(20)));
  EXPECT_FALSE(covered(march(22)));
}

// What was charged already was charged.
TEST(Charges, AreCoveredOnDaysSinceTheLastCharge) {
  Books books;
  books.invoice("LATE", usd(100), march(1), march(2));
  const DocumentId other = books.invoice("OTHER", usd(100), march(1), april(30));
  const DocumentId cash = books.receipt("R", usd(100), march(10));
  ASSERT_TRUE(books.apply(cash, other, usd(100), march(12)));
  ASSERT_TRUE(interest_run(books.ledger, policy, march(20)).charges.at(0).covered);
  ASSERT_TRUE(charge_interest(books.ledger, interest_run(books.ledger, policy, march(20)).charges,
                              on(march(20)), books.tick()));
  EXPECT_FALSE(interest_run(books.ledger, policy, april(20)).charges.at(0).covered);
}

// What is paid for an order is on account once something is charged for it.
TEST(Charges, AreCoveredByDepositsFromTheInvoiceOn) {
  Books books;
  books.invoice("LATE", usd(1'000), march(1), march(2));
  Document document = Books::of(DocumentKind::receipt, "R", usd(1'000), march(1));
  document.order = "O-9";
  books.post(document);
  document = Books::of(DocumentKind::invoice, "O-9/1", usd(10), march(21));
  document.order = "O-9";
  document.due_date = april(30);
  books.post(document);
  const auto covered = [&](Date day) {
    return interest_run(books.ledger, policy, day).charges.at(0).covered;
  };
  EXPECT_FALSE(covered(march(20)));
  EXPECT_FALSE(covered(march(21)));
  EXPECT_TRUE(covered(march(22)));
  const Compensation fixed({{usd(0), usd(40)}});
  EXPECT_FALSE(compensation_run(books.ledger, fixed, march(22)).at(0).is_covered());
}

// An instalment that was covered is not what the document owes; a compensation is for what was due.
TEST(Charges, CompareCreditsWithAllInstalments) {
  Books books;
  const auto post = [&](const char* number, Date second) {
    Document document = Books::of(DocumentKind::invoice, number, usd(1'000), march(1));
    document.installments = {{.number = 1, .amount = usd(100), .due_date = march(6)},
                             {.number = 2, .amount = usd(900), .due_date = second}};
    books.post(document);
  };
  post("A", march(7));
  post("B", march(31));
  books.receipt("R", usd(100), march(2));
  const InterestRun run = interest_run(books.ledger, policy, march(20));
  EXPECT_FALSE(run.charges.at(0).covered);
  EXPECT_EQ(run.charges[0].credits, usd(100));
  EXPECT_TRUE(run.charges.at(1).covered);
  const auto compensations =
      compensation_run(books.ledger, Compensation({{usd(0), usd(40)}}), march(20));
  EXPECT_TRUE(compensations.at(1).is_covered());
  EXPECT_EQ(compensations[1].debt, usd(1'000));
  EXPECT_EQ(compensations[1].due, usd(100));
}

TEST(Charges, RefuseCreditsBeyond64Bits) {
  Books books;
  const Money half = Money::from_minor(5'000'000'000'000'000'000, JPY);
  books.invoice("LATE", half, march(1), march(2));
  books.receipt("R-1", half, march(10));
  books.receipt("R-2", half, march(10));
  EXPECT_THROW(interest_run(books.ledger, policy, march(20)), Overflow);
}

TEST(Compensation, IsDueOncePerInvoice) {
  Books books;
  const auto gbp = [](std::int64_t units) { return Money::of(units, GBP); };
  const DocumentId late = books.invoice("LATE", gbp(1'200), march(1), march(31));
  const DocumentId paid = books.invoice("PAID", gbp(500), march(1), march(31));
  books.invoice("DUE", gbp(500), march(1), april(30));
  const DocumentId cash = books.receipt("R", gbp(5'000), march(20));
  ASSERT_TRUE(books.apply(cash, late, gbp(300), march(31)));
  ASSERT_TRUE(books.apply(cash, late, gbp(900), april(10)));
  ASSERT_TRUE(books.apply(cash, paid, gbp(500), march(31)));
  EXPECT_THAT(compensation_run(books.ledger, statutory, march(31)), IsEmpty());
  const auto charges = compensation_run(books.ledger, statutory, april(30));
  ASSERT_EQ(charges.size(), 1U);
  EXPECT_EQ(charges[0].number, "LATE");
  EXPECT_EQ(charges[0].late_since, april(1));
  EXPECT_EQ(charges[0].debt, gbp(900));
  EXPECT_EQ(charges[0].amount, gbp(40));
  EXPECT_EQ(charges[0].credits, gbp(4'200));
  const CompensationBooking booking{.date = april(30), .covered = CoveredCharges::booked};
  const DocumentId booked =
      charge_compensation(books.ledger, charges[0], booking, books.tick()).value();
  EXPECT_EQ(books.ledger.document(booked).kind, DocumentKind::debit_note);
  EXPECT_EQ(books.ledger.document(booked).number, "LATE/C");
  EXPECT_THAT(compensation_run(books.ledger, statutory, april(30)), IsEmpty());
  EXPECT_THAT(rules(charge_compensation(books.ledger, charges[0], booking, books.tick()).error()),
              ElementsAre("duplicate_number"));
  EXPECT_THAT(rules(charge_compensation(books.ledger, charges, booking, books.tick()).error()),
              ElementsAre("duplicate_number"));
  // It bears no interest itself.
  for (const InterestCharge& charge : interest_run(books.ledger, policy, Date(2027, 1, 1)).charges)
    EXPECT_NE(charge.document, booked);
  EXPECT_THROW(compensation_run(books.ledger, statutory, april(30), "Nobody"), InvalidArgument);
}

// That nothing is due in a currency must be said: it could as well have been forgotten.
TEST(Compensation, NeedsATierOfEachCurrencyThatIsLate) {
  Books books;
  books.invoice("POUNDS", Money::of(500, GBP), march(1), march(31));
  books.invoice("DOLLARS", usd(500), march(1), march(31));
  books.invoice("YUAN", cny(500), march(1), march(31));
  books.invoice("IN TIME", Money::of(500, JPY), march(1), april(30));
  try {
    static_cast<void>(compensation_run(books.ledger, statutory, april(30)));
    FAIL();
  } catch (const InvalidArgument& error) {
    ASSERT_EQ(error.faults().size(), 2U);
    EXPECT_EQ(error.faults()[0].value, "DOLLARS: 500.00 USD");
    EXPECT_EQ(error.faults()[1].expected, "a tier in CNY, of zero where nothing is due");
  }
  std::vector<CompensationTier> tiers = statutory.tiers();
  tiers.push_back({usd(0), usd(0)});
  tiers.push_back({cny(0), cny(0)});
  const auto charges = compensation_run(books.ledger, Compensation(tiers), april(30));
  ASSERT_EQ(charges.size(), 1U);
  EXPECT_EQ(charges[0].number, "POUNDS");
}

// Charges in several currencies are carried each at its own rate.
TEST(BookingRates, AreOfEachForeignCurrency) {
  Books books{.ledger = Ledger({.home = CNY})};
  books.invoice("DOLLARS", usd(1'000), march(1), march(31));
  books.invoice("EUROS", Money::of(1'000, EUR), march(1), march(31));
  books.invoice("YUAN", cny(1'000), march(1), march(31));
  const InterestRun run = interest_run(books.ledger, policy, april(20));
  ASSERT_EQ(run.charges.size(), 3U);
  const ExchangeRate dollar(USD, CNY, Decimal::parse("7.05"), april(20));
  const ExchangeRate euro(EUR, CNY, Decimal::parse("7.90"), april(17));
  const auto faults = [&](std::vector<ExchangeRate> rates) {
    std::vector<std::string> found;
    try {
      static_cast<void>(charge_interest(
          books.ledger, run.charges, {.date = april(20), .rates = std::move(rates)}, books.tick()));
    } catch (const InvalidArgument& error) {
      for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
    }
    return found;
  };
  EXPECT_THAT(faults({dollar}),
              ElementsAre("row 1, rates \"2.00 EUR\": expected a rate of EUR in CNY"));
  EXPECT_THAT(
      faults({dollar, euro, ExchangeRate(USD, EUR, 1, april(21))}),
      ElementsAre("rates \"1 USD = 1 EUR on 2026-04-21\": expected a rate in CNY",
                  "rates \"1 USD = 1 EUR on 2026-04-21\": expected a rate of 2026-04-20 or before",
                  "rates \"1 USD = 1 EUR on 2026-04-21\": expected one rate only of USD"));
  const auto booked = charge_interest(books.ledger, run.charges,
                                      {.date = april(20), .rates = {dollar, euro}}, books.tick());
  ASSERT_TRUE(booked);
  EXPECT_EQ(books.ledger.document(booked->at(0)).rate, dollar.rate());
  EXPECT_EQ(books.ledger.document(booked->at(1)).rate, euro.rate());
  EXPECT_EQ(books.ledger.document(booked->at(2)).rate, std::nullopt);
  const Compensation tiers(
      {{usd(0), usd(40)}, {Money::of(0, EUR), Money::of(40, EUR)}, {cny(0), cny(0)}});
  const auto charges = compensation_run(books.ledger, tiers, april(20));
  EXPECT_THROW(static_cast<void>(charge_compensation(
                   books.ledger, charges, {.date = april(20), .rates = {euro}}, books.tick())),
               InvalidArgument);
  const auto compensated = charge_compensation(
      books.ledger, charges, {.date = april(20), .rates = {euro, dollar}}, books.tick());
  EXPECT_EQ(books.ledger.document(compensated->at(1)).rate, euro.rate());
}

}  // namespace
}  // namespace o2c

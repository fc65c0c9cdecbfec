#include "o2c/receivable/credit_limit.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Date as_of(2026, 3, 31);

CreditItem item(std::string party, std::string document, Money amount, Date due_date,
                std::string order = {}) {
  return {.party = std::move(party),
          .document = std::move(document),
          .amount = amount,
          .due_date = due_date,
          .order = std::move(order)};
}

OrderPosition position(std::string party, std::string order, Money ordered) {
  OrderPosition made(std::move(party), std::move(order), ordered.currency());
  made.ordered = ordered;
  return made;
}

// Open receivables of 320,000, nothing shipped and not invoiced, 150,000 on order; deposits of
// 30,000 and a letter of credit of 60,000.
std::vector<PartyExposure> worked_example() {
  const std::vector<CreditItem> items{item("Acme", "INV-1", usd(300'000), {2026, 4, 30}),
                                      item("Acme", "INV-2", usd(20'000), {2026, 3, 21})};
  OrderPosition order = position("Acme", "SO-1", usd(150'000));
  order.cover.deposits = usd(30'000);
  order.cover.letter_of_credit = usd(60'000);
  return credit_exposure(items, std::vector{order}, as_of);
}

TEST(CreditExposure, BringsOutTheWorkedExample) {
  const std::vector<PartyExposure> exposures = worked_example();
  ASSERT_THAT(exposures, SizeIs(1));
  const ExposureFigures& figures = exposures.front().figures;
  EXPECT_EQ(figures.stages.at(CreditStage::open), usd(300'000));
  EXPECT_EQ(figures.stages.at(CreditStage::overdue), usd(20'000));
  EXPECT_EQ(figures.stages.at(CreditStage::shipped), usd(0));
  EXPECT_EQ(figures.stages.at(CreditStage::ordered), usd(150'000));
  EXPECT_EQ(figures.covered, usd(90'000));
  EXPECT_EQ(figures.exposure, usd(380'000));
  const CreditAnswer answer = credit(CreditLimit("Acme", usd(500'000)), exposures);
  EXPECT_EQ(answer.left(), usd(120'000));
  EXPECT_THAT(answer.refusals(), IsEmpty());
  EXPECT_THAT(answer.explain().recheck(), IsEmpty());
  EXPECT_EQ(answer.explain().steps().back().result, Value(usd(120'000)));
}

TEST(CreditExposure, CoverOfOneOrderNeverCoversAnother) {
  OrderPosition covered = position("Acme", "SO-1", usd(100));
  covered.cover.insured = usd(500);
  const auto exposures =
      credit_exposure({}, std::vector{covered, position("Acme", "SO-2", usd(100))}, as_of);
  EXPECT_EQ(exposures.at(0).figures.exposure, usd(100));
  EXPECT_EQ(exposures.at(0).figures.covered, usd(100));
}

TEST(CreditExposure, CoverStaysWithAnOrderThatIsInvoiced) {
  OrderPosition order = position("Acme", "SO-1", usd(40));
  order.cover.letter_of_credit = usd(100);
  const std::vector<CreditItem> items{item("Acme", "INV-1", usd(80), {2026, 4, 30}, "SO-1")};
  const auto exposures = credit_exposure(items, std::vector{order}, as_of);
  EXPECT_EQ(exposures.at(0).figures.exposure, usd(20));
}

TEST(CreditExposure, CreditsAndInsuranceReduceWhatIsLeft) {
  std::vector<CreditItem> items{item("Acme", "INV-1", usd(1'000), {2026, 4, 30}),
                                item("Brio", "INV-2", usd(10), {2026, 4, 30})};
  items.push_back({.party = "Acme", .document = "CN", .amount = usd(-100)});
  items.push_back({.party = "Brio", .document = "R", .amount = usd(-50)});
  const std::vector<CreditInsurance> insurance{
      {.party = "Acme", .limit = usd(500), .share = Rate::from_percent(90)}};
  const auto exposures = credit_exposure(items, {}, as_of, insurance);
  EXPECT_EQ(exposures.at(0).figures.credits, usd(100));
  EXPECT_EQ(exposures.at(0).figures.insured, usd(450));
  EXPECT_EQ(exposures.at(0).figures.exposure, usd(450));
  EXPECT_EQ(exposures.at(1).figures.credits, usd(10));  // Of 50: never below zero.
  EXPECT_EQ(exposures.at(1).figures.exposure, usd(0));
  EXPECT_THAT(exposures.at(0).explain().recheck(), IsEmpty());
}

// An order of 60 that is shipped or invoiced stays 60, and never becomes 120.
TEST(CreditExposure, AnOrderOnItsWayIsCountedOnce) {
  const auto stages = [](int ordered, int shipped, int drafted, int invoiced) {
    OrderPosition made = position("Acme", "SO-1", usd(0));
    Derivation derivation;
    set_stages(made, {usd(ordered), usd(shipped), usd(drafted), usd(invoiced)}, derivation);
    EXPECT_THAT(derivation.recheck(), IsEmpty());
    return std::vector{made.draft, made.shipped, made.ordered};
  };
  EXPECT_THAT(stages(60, 0, 0, 0), ElementsAre(usd(0), usd(0), usd(60)));
  EXPECT_THAT(stages(60, 60, 0, 0), ElementsAre(usd(0), usd(60), usd(0)));
  EXPECT_THAT(stages(60, 60, 60, 0), ElementsAre(usd(60), usd(0), usd(0)));
  EXPECT_THAT(stages(60, 60, 0, 60), ElementsAre(usd(0), usd(0), usd(0)));
  EXPECT_THAT(stages(60, 40, 10, 20), ElementsAre(usd(10), usd(10), usd(20)));
  EXPECT_THAT(stages(60, 70, 0, 0), ElementsAre(usd(0), usd(70), usd(0)));
  EXPECT_THAT(stages(60, 0, 0, 25), ElementsAre(usd(0), usd(0), usd(35)));
}

TEST(CreditLimit, SaysEveryLimitThatIsHit) {
  CreditLimit::StageLimits stages{};
  stages[static_cast<std::size_t>(CreditStage::overdue)] = usd(15'000);
  stages[static_cast<std::size_t>(CreditStage::ordered)] = usd(200'000);
  const CreditLimit limit("Acme", usd(350'000), stages, 9);
  const CreditAnswer answer = credit(limit, worked_example());
  EXPECT_THAT(rules(answer.refusals()), ElementsAre("credit_limit", "credit_stage", "overdue"));
  EXPECT_EQ(to_string(answer.refusals()),
            "the exposure of Acme, 380000.00 USD, exceeds the limit of 350000.00 USD by 30000.00 "
            "USD\n"
            "the stage \"overdue\" of Acme, 20000.00 USD, exceeds the limit of 15000.00 USD by "
            "5000.00 USD\n"
            "20000.00 USD of document INV-2 of Acme is 10 days overdue, more than 9");
  EXPECT_THAT(to_string(answer.refusals(), Language::zh), HasSubstr("已逾期10天，超过9天"));
  EXPECT_THAT(rules(credit(CreditLimit("Acme", usd(380'000), {}, 10), worked_example()).refusals()),
              IsEmpty());
  EXPECT_THAT(to_string(answer), HasSubstr("-30000.00"));
  EXPECT_THAT(to_string(answer, Language::zh), HasSubstr("剩余"));
  EXPECT_THAT(answer.explain().recheck(), IsEmpty());
}

TEST(CreditLimit, SaysWhatOneMoreOrderWouldDo) {
  const CreditAnswer answer = credit(CreditLimit("Acme", usd(500'000)), worked_example());
  EXPECT_EQ(answer.would(position("Acme", "SO-2", usd(120'000))).left(), usd(0));
  EXPECT_THAT(answer.would(position("Acme", "SO-2", usd(120'000))).refusals(), IsEmpty());
  EXPECT_EQ(answer.would(position("Acme", "SO-2", usd(120'001))).left(), usd(-1));
  OrderPosition covered = position("Acme", "SO-2", usd(200'000));
  covered.cover.deposits = usd(80'000);
  EXPECT_EQ(answer.would(covered).left(), usd(0));
  // More of an order that is known: its cover of 90,000 is used up by its first 150,000 already.
  EXPECT_EQ(answer.would(position("Acme", "SO-1", usd(20'000))).left(), usd(100'000));
  EXPECT_EQ(answer.left(), usd(120'000));
  EXPECT_THROW((void)answer.would(position("Brio", "SO-2", usd(1))), InvalidArgument);
  EXPECT_THROW((void)answer.would(position("Acme", "SO-2", cny(1))), CurrencyMismatch);
}

TEST(CreditLimit, AGroupIsTheSumOfItsMembers) {
  const auto exposures =
      credit_exposure({},
                      std::vector{position("A", "1", usd(10)), position("B", "1", usd(20)),
                                  position("C", "1", usd(40))},
                      as_of);
  const CreditAnswer answer = credit(CreditLimit("Group", usd(25), {}, {}, {"B", "A"}), exposures);
  EXPECT_EQ(answer.figures.exposure, usd(30));
  EXPECT_EQ(answer.left(), usd(-5));
  EXPECT_EQ(answer.would(position("B", "2", usd(1))).left(), usd(-6));
}

TEST(CreditLimit, NeverMixesCurrenciesSilently) {
  const auto exposures = credit_exposure(
      {}, std::vector{position("Acme", "1", usd(100)), position("Acme", "2", cny(71))}, as_of);
  const CreditLimit limit("Acme", usd(500));
  const CreditAnswer apart = credit(limit, exposures);
  EXPECT_EQ(apart.left(), usd(400));
  EXPECT_EQ(apart.other_currencies, MoneyBag(cny(71)));
  EXPECT_THAT(to_string(apart), HasSubstr("71.00 CNY"));
  const ExchangeTable rates(
      std::vector{ExchangeRate(USD, CNY, Decimal::parse("7.10"), Date(2026, 3, 1))});
  const CreditAnswer together =
      credit(limit, exposures, CreditConversion{rates, as_of, Rounding::half_up});
  EXPECT_EQ(together.left(), usd(390));
  EXPECT_THAT(together.other_currencies, IsEmpty());
  EXPECT_THAT(together.explain().recheck(), IsEmpty());
  EXPECT_EQ(together.would(position("Acme", "3", cny(710))).left(), usd(290));
  EXPECT_THROW(
      (void)credit(limit, exposures, CreditConversion{ExchangeTable(), as_of, Rounding::half_up}),
      MissingRate);
}

TEST(CreditLimit, NamesEveryFault) {
  try {
    CreditLimit("", usd(-1), {cny(1)}, -1, {"A", "A"});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.faults(), SizeIs(5));
  }
  EXPECT_THROW(CreditLimit("Acme", std::nullopt), InvalidArgument);
  OrderPosition wrong = position("", "", usd(-1));
  wrong.cover.insured = cny(1);
  const std::vector<CreditInsurance> insurance{
      {.party = "", .limit = usd(-1), .share = Rate::from_percent(101)}};
  try {
    (void)credit_exposure(
        {}, std::vector{position("A", "1", usd(1)), position("A", "1", usd(1)), wrong}, as_of,
        insurance);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.faults(), SizeIs(8));
    EXPECT_EQ(to_string(error.faults().front()),
              "orders, row 1, order \"1\": expected an order that stands once for its party");
  }
}

TEST(CreditItems, ComeFromALedgerEachInOneStage) {
  Books books;
  const auto post = [&](DocumentKind kind, std::string number, Money amount, Date date,
                        std::optional<Date> due, std::string order) {
    Document document = Books::of(kind, std::move(number), amount, date);
    document.due_date = due;
    document.order = std::move(order);
    return books.post(document);
  };
  post(DocumentKind::invoice, "I1", usd(100), {2026, 2, 1}, Date(2026, 3, 1), "SO-1");
  post(DocumentKind::invoice, "I2", usd(50), {2026, 3, 1}, Date(2026, 3, 5), "SO-2");
  const DocumentId paid =
      post(DocumentKind::invoice, "I3", usd(70), {2026, 3, 1}, Date(2026, 4, 1), "");
  const DocumentId bill =
      post(DocumentKind::note_receivable, "B1", usd(70), {2026, 3, 10}, Date(2026, 6, 10), "");
  EXPECT_TRUE(books.apply(bill, paid, usd(70), {2026, 3, 10}));
  post(DocumentKind::deposit, "D1", usd(30), {2026, 3, 11}, std::nullopt, "SO-3");
  post(DocumentKind::receipt, "R1", usd(5), {2026, 3, 12}, std::nullopt, "");
  post(DocumentKind::invoice, "late", usd(9), {2026, 4, 2}, Date(2026, 5, 2), "");

  const std::vector<std::string> with_bank{"I2"};
  const auto items = credit_items(books.ledger, as_of, with_bank);
  const auto exposures =
      credit_exposure(items, std::vector{position("Ningbo", "SO-3", usd(100))}, as_of);
  const ExposureFigures& figures = exposures.at(0).figures;
  EXPECT_EQ(figures.stages.at(CreditStage::open), usd(0));
  EXPECT_EQ(figures.stages.at(CreditStage::overdue), usd(100));
  EXPECT_EQ(figures.stages.at(CreditStage::under_collection), usd(120));
  EXPECT_EQ(figures.stages.at(CreditStage::ordered), usd(100));
  EXPECT_EQ(figures.covered, usd(30));
  EXPECT_EQ(figures.credits, usd(5));
  EXPECT_EQ(figures.exposure, usd(285));
  EXPECT_EQ(exposures.at(0).overdue, (LongestOverdue{"I1", 30, usd(100)}));
  EXPECT_THROW((void)credit_items(books.ledger, as_of, std::vector<std::string>{"I9"}),
               InvalidArgument);
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/ledger_tables.hpp"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"
#include "o2c/receivable/exchange_differences.hpp"

#include "ledger_batches.hpp"
#include "ledger_books.hpp"
#include "ledger_table_copies.hpp"

namespace o2c {
namespace {

using namespace ledger_batches;
using table_copies::through_tables;
using table_copies::values;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

std::vector<std::int64_t> open(const Ledger& ledger, const std::string& number,
                               const AsOf& as_of = Date::max()) {
  std::vector<std::int64_t> minor;
  for (const LedgerItem& item : ledger.items(ledger.find(number), as_of))
    minor.push_back(item.open.minor());
  return minor;
}

TEST(LedgerTables, InstalmentsMayStandInAnyOrder) {
  Tables books{.invoices = invoices({"A", "B", "A", "C", "A"}, {100, 700, 200, 50, 300})};
  put(books.invoices, integers("instalment", {3, 1, 1, std::nullopt, 2}));
  const Ledger ledger = read(books);
  ASSERT_EQ(ledger.documents(), 3U);
  const auto items = ledger.items(ledger.find("A"), march_31);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].installment, 3);
  EXPECT_EQ(items[1].amount, usd(2));
  EXPECT_EQ(ledger.document(ledger.find("A")).amount, usd(6));
  EXPECT_EQ(ledger.items(ledger.find("C"), march_31)[0].installment, 0);
}

TEST(LedgerTables, InstalmentsOfADocumentAgree) {
  Tables books{.invoices = invoices({"A", "A", "B", "B"}, {100, 200, 100, 200})};
  put(books.invoices, integers("instalment", {1, 1, 1, 2}));
  put(books.invoices, texts("party", {"Ningbo", "Ningbo", "Ningbo", "Xiamen"}));
  EXPECT_THAT(faults(books),
              ElementsAre(HasSubstr("invoices, row 0, installments"),
                          HasSubstr("invoices, row 3, party \"Xiamen\": expected \"Ningbo\"")));
}

TEST(LedgerTables, ANegativeInvoiceIsACreditNote) {
  const Ledger ledger = read({.invoices = invoices({"A", "C"}, {10'000, -3'000}),
                              .applications = applications({"C"}, {"A"}, {9}, {3'000})});
  EXPECT_EQ(ledger.document(ledger.find("C")).kind, DocumentKind::credit_note);
  EXPECT_THAT(open(ledger, "A"), ElementsAre(7'000));
  EXPECT_THAT(open(ledger, "C"), ElementsAre(0));
}

TEST(LedgerTables, ReversalsTakeBackTheLatestFirst) {
  Tables books{.invoices = invoices({"A"}, {10'000}),
               .receipts = receipts({"R"}, {9'000}),
               .applications = applications({"R", "R", "R"}, {"A", "A", "A"}, {5, 6, 8},
                                            {2'000, 3'000, -4'000})};
  const Ledger ledger = read(books);
  ASSERT_EQ(ledger.applications(), 4U);
  EXPECT_EQ(ledger.application(ApplicationId{2}).reverses, ApplicationId{1});
  EXPECT_EQ(ledger.application(ApplicationId{2}).amount, usd(-30));
  EXPECT_EQ(ledger.application(ApplicationId{3}).reverses, ApplicationId{0});
  EXPECT_EQ(ledger.application(ApplicationId{3}).amount, usd(-10));
  EXPECT_THAT(open(ledger, "A"), ElementsAre(9'000));
  books.applications = applications({"R", "R"}, {"A", "A"}, {5, 6}, {2'000, -2'001});
  EXPECT_THAT(faults(books), ElementsAre(HasSubstr("applications, row 1, amount")));
}

TEST(LedgerTables, AReversalKeepsTheRulesOfTheLedger) {
  Tables books{.invoices = invoices({"A", "B"}, {10'000, 10'000}),
               .receipts = receipts({"R"}, {9'000}),
               .applications = applications({"R", "R", "R", "R", "R"}, {"A", "A", "A", "A", "B"},
                                            {7, 6, 9, 9, 9}, {2'000, -100, -100, -50, -10})};
  put(*books.applications, moments({10, 11, 12, 13, 14}));
  put(*books.applications, integers("application", {1, 2, 3, 4, 5}));
  put(*books.applications, integers("reverses", {std::nullopt, 1, 1, 3, 1}));
  EXPECT_THAT(faults(books),
              ElementsAre(HasSubstr("row 1, amount \"-100\": expected what the ledger allows"),
                          HasSubstr("row 3, amount \"-50\": expected what the ledger allows (a "
                                    "reversal cannot be reversed"),
                          HasSubstr("row 4, reverses \"1\": expected an application between")));
  put(*books.applications, integers("reverses", {std::nullopt, 77, 1, 1, std::nullopt}));
  EXPECT_THAT(faults(books),
              ElementsAre(HasSubstr("row 1, reverses \"77\": expected the number of"),
                          HasSubstr("row 4, amount")));
}

TEST(LedgerTables, AdjustmentsHaveAKindInsteadOfAReceipt) {
  Tables books{
      .invoices = invoices({"A"}, {10'000}),
      .applications = applications({std::nullopt, std::nullopt}, {"A", "A"}, {5, 6}, {2'000, 500})};
  put(*books.applications, texts("kind", {"write_off", "bank_charge"}));
  const Ledger ledger = read(books);
  EXPECT_EQ(ledger.application(ApplicationId{1}).adjustment, AdjustmentKind::bank_charge);
  EXPECT_THAT(open(ledger, "A"), ElementsAre(7'500));
  put(*books.applications, texts("kind", {"gift", std::nullopt}));
  EXPECT_THAT(faults(books),
              ElementsAre(HasSubstr("applications, row 0, kind \"gift\": expected"),
                          HasSubstr("applications, row 1, receipt \"null\": expected a receipt, "
                                    "or the kind of an adjustment")));
}

TEST(LedgerTables, BetweenTwoCurrenciesTheCreditsAmountIsStated) {
  Tables books{.invoices = invoices({"A"}, {10'000}),
               .receipts = receipts({"R"}, {71'000}),
               .applications = applications({"R"}, {"A"}, {5}, {5'000})};
  put(*books.receipts, texts("currency", {"CNY"}));
  EXPECT_THAT(faults(books), ElementsAre(HasSubstr("applications, row 0, amount \"5000\"")));
  put(*books.applications, integers("credit_amount", {35'500}));
  const Ledger ledger = read(books);
  EXPECT_EQ(ledger.application(ApplicationId{0}).credit_amount, cny(355));
  EXPECT_THAT(open(ledger, "R"), ElementsAre(35'500));
}

TEST(LedgerTables, WhatIsRecordedAfterALockIsPostedBehindIt) {
  Tables books{.invoices = invoices({"A", "B", "C"}, {100, 200, 300}),
               .receipts = receipts({"R"}, {50}),
               .applications = applications({"R"}, {"A"}, {4}, {50}),
               .locks = hand_made::batch({dates("until", {march_1 + 9}), moments({10})})};
  put(books.invoices, moments({9, 10, 11}));
  put(*books.applications, moments({12}));
  const Ledger ledger = read(books);
  EXPECT_EQ(ledger.document(ledger.find("A")).posted, march_1);
  EXPECT_EQ(ledger.document(ledger.find("B")).posted, march_1 + 10);
  EXPECT_EQ(ledger.application(ApplicationId{0}).posted, march_1 + 10);
  EXPECT_EQ(ledger.locked_until(), march_1 + 9);
  // The books are the same if B came before the lock of that moment.
  put(books.invoices, integers("sequence", {0, 1, 3}));
  put(*books.locks, integers("sequence", {2}));
  const Ledger other = read(books);
  EXPECT_EQ(other.document(other.find("B")).posted, march_1);
  EXPECT_EQ(values(through_tables(other)), values(other));
}

TEST(LedgerTables, LocksOnlyMoveOn) {
  const Tables books{
      .invoices = invoices({"A"}, {100}),
      .locks = hand_made::batch({dates("until", {march_31, march_1}), moments({40, 50})})};
  EXPECT_THAT(faults(books), ElementsAre(HasSubstr("locks, row 1, until \"2026-03-01\"")));
}

TEST(LedgerTables, AfterLoadingTheMomentsGoOn) {
  Tables books{.invoices = invoices({"A", "B"}, {100, 100}),
               .receipts = receipts({"R"}, {50}),
               .applications = applications({"R"}, {"A"}, {4}, {50})};
  put(books.invoices, moments({1, 20}));
  Ledger ledger = read(books);
  EXPECT_THROW(ledger.lock(march_31, (march_1.days() + 19) * day_us), InvalidArgument);
  ledger.lock(march_31, (march_1.days() + 20) * day_us);
}

TEST(LedgerTables, NamesTaxesOfAnUnknownDocument) {
  Tables books{
      .invoices = invoices({"A"}, {11'300}),
      .taxes = hand_made::batch(
          {texts("document", {"A", "Z"}), integers("net", {10'000, 1}), integers("tax", {1'300, 0}),
           hand_made::fixed<Int128>("tax_rate", "d:38,2", {Int128{13}, std::nullopt})})};
  EXPECT_THAT(faults(books), ElementsAre("taxes, row 1, document \"Z\": expected a document of "
                                         "the invoices"));
  put(*books.taxes, texts("document", {"A", "A"}));
  EXPECT_THAT(faults(books), ElementsAre(HasSubstr("invoices, row 0, taxes")));
}

// A tax line without a rate once made Ledger::taxes read beyond the list of rates.
TEST(LedgerTables, NetIsATaxLineWithoutARate) {
  Tables books{.invoices = invoices({"A", "B"}, {11'300, 500})};
  put(books.invoices, integers("net", {10'000, std::nullopt}));
  const Ledger ledger = read(books);
  EXPECT_THAT(ledger.taxes(ledger.find("A")),
              ElementsAre(TaxLine{std::nullopt, usd(100), usd(13)}));
  EXPECT_THAT(ledger.taxes(ledger.find("B")), IsEmpty());
}

TEST(LedgerTables, ListsTheFaultyRowsOfEveryTable) {
  Tables books{.invoices = invoices({"A", std::nullopt, "B"}, {100, 100, 0}),
               .receipts = receipts({"R", "R"}, {50, -1}),
               .applications = applications({"R", "R"}, {"A", "nowhere"}, {4, 4}, {101, 5}),
               .disputes = hand_made::batch({texts("document", {"A"}), integers("amount", {1'000}),
                                             dates("date", {march_1})})};
  put(books.invoices, dates("invoice_date", {march_1, std::nullopt, march_1}));
  EXPECT_THAT(
      faults(books),
      ElementsAre(HasSubstr("invoices, row 1, document \"null\""),
                  HasSubstr("invoices, row 1, invoice_date \"null\""),
                  HasSubstr("invoices, row 2, amount"), HasSubstr("receipts, row 1, amount"),
                  HasSubstr("applications, row 0, amount \"101\""),
                  // Nothing is said of the unknown document: it may be one of the faulty rows.
                  HasSubstr("disputes, row 0, amount \"1000\"")));
}

TEST(LedgerTables, AMissingColumnIsNamed) {
  Tables books{.invoices = invoices({"A"}, {100})};
  std::erase_if(books.invoices.columns, [](const Column& each) { return each.name == "party"; });
  EXPECT_THAT([&] { read(books); }, ThrowsMessage<BadTable>(HasSubstr("party")));
  books.invoices = invoices({"A"}, {100});
  books.locks = hand_made::batch({dates("until", {march_31})});
  EXPECT_THAT([&] { read(books); }, ThrowsMessage<BadTable>(HasSubstr("recorded_at")));
}

TEST(LedgerTables, DisputesBeginAndEnd) {
  Tables books{
      .invoices = invoices({"A"}, {1'000}),
      .disputes = hand_made::batch(
          {texts("document", {"A", "A"}), integers("amount", {600, 600}),
           dates("date", {march_1 + 2, march_1 + 8}), texts("outcome", {"rejected", std::nullopt}),
           dates("ended", {march_1 + 5, std::nullopt}),
           moments({5, std::nullopt}, "end_recorded_at"), moments({2, 8})})};
  const Ledger ledger = read(books);
  const auto disputed = [&](const AsOf& as_of) {
    return ledger.items(ledger.find("A"), as_of)[0].disputed.minor();
  };
  EXPECT_EQ(disputed(march_1 + 3), 600);
  EXPECT_EQ(disputed(march_1 + 6), 0);
  EXPECT_EQ(disputed(AsOf(march_1 + 6, (march_1.days() + 4) * day_us)), 600);
  EXPECT_EQ(disputed(march_31), 600);
  put(*books.disputes, texts("outcome", {std::nullopt, std::nullopt}));
  EXPECT_THAT(faults(books), ElementsAre(HasSubstr("disputes, row 0, outcome \"null\""),
                                         HasSubstr("disputes, row 1, amount \"600\"")));
}

TEST(LedgerTables, RevaluationsAreRowsOfOneDateAndMoment) {
  Tables books{.invoices = invoices({"A"}, {100'00}),
               .revaluations = hand_made::batch(
                   {dates("date", {march_31, march_31}), texts("currency", {"USD", "EUR"}),
                    hand_made::fixed<Int128>("rate", "d:38,2", {Int128{705}, Int128{780}})})};
  put(books.invoices, hand_made::fixed<Int128>("rate", "d:38,2", {Int128{710}}));
  const Ledger ledger = read(books, {.home = CNY});
  ASSERT_EQ(revaluations(ledger, Date::max()).size(), 1U);
  EXPECT_EQ(carrying_amount(ledger, ledger.find("A"), march_31), cny(705));
  put(*books.revaluations, texts("currency", {"USD", "USD"}));
  EXPECT_THAT(faults(books, {.home = CNY}),
              ElementsAre(HasSubstr("revaluations, row 1, rate \"1 USD = 7.80 CNY")));
  EXPECT_THAT(faults(books), testing::Contains(HasSubstr("revaluations, row 0, home")));
}

TEST(LedgerTables, ADueDateWithADateIsAChange) {
  Tables books{.invoices = invoices({"A"}, {1'000}),
               .due_dates = hand_made::batch(
                   {texts("document", {"A"}), dates("due_date", {march_31 + 30}),
                    dates("date", {march_1 + 10}), texts("reason", {"agreed"}), moments({12})})};
  const Ledger ledger = read(books);
  EXPECT_EQ(ledger.items(ledger.find("A"), march_1 + 9)[0].due_date, march_31);
  EXPECT_EQ(ledger.items(ledger.find("A"), march_1 + 10)[0].due_date, march_31 + 30);
  put(*books.due_dates, texts("reason", {std::nullopt}));
  EXPECT_THAT(faults(books), ElementsAre(HasSubstr("due_dates, row 0, reason")));
  put(*books.due_dates, texts("reason", {"agreed"}));
  put(*books.due_dates, dates("date", {std::nullopt}));
  EXPECT_THAT(faults(books),
              ElementsAre(HasSubstr("due_dates, row 0, due_date"),
                          HasSubstr("due_dates, row 0, reason \"agreed\": expected null")));
}

TEST(LedgerTables, ADisputeWithoutAnInstalmentIsSpread) {
  Tables books{.invoices = invoices({"A", "A"}, {600, 400}),
               .disputes = hand_made::batch({texts("document", {"A"}), integers("amount", {700}),
                                             dates("date", {march_1 + 2})})};
  put(books.invoices, integers("instalment", {1, 2}));
  const Ledger ledger = read(books);
  const auto items = ledger.items(ledger.find("A"), march_31);
  EXPECT_EQ(items[0].disputed.minor(), 600);
  EXPECT_EQ(items[1].disputed.minor(), 100);
  EXPECT_EQ(values(through_tables(ledger)), values(ledger));
}

// Everything else that a ledger can hold.
TEST(LedgerTables, BringAllOfALedgerBack) {
  Books books{.ledger = Ledger({.home = CNY})};
  Document invoice = Books::of(DocumentKind::invoice, "A", usd(1'000), march_1);
  invoice.rate = Decimal::parse("7.10");
  invoice.order = "SO";
  invoice.salesperson = "Li";
  invoice.secured = Rate::parse("30%");
  invoice.burden = Rate::parse("4.5%");
  invoice.discounts = {.base = DiscountBase::before_tax,
                       .part_payments = PartPayments::do_not_earn,
                       .grace_days = 3};
  invoice.installments = {
      {.number = 2, .amount = usd(600), .anchor = Anchor::bl},
      {.number = 1,
       .amount = usd(400),
       .due_date = march_31,
       .discounts = {{march_1 + 10, Rate::parse("2%"), Ratio(2, 113), usd(7)},
                     {march_1 + 20, Rate::parse("1%"), Ratio(1, 113), usd(3)}}}};
  const DocumentId a = books.post(invoice);
  Document deposit = Books::of(DocumentKind::deposit, "A", usd(200), march_1);
  deposit.order = "SO";
  deposit.rate = Decimal::parse("7.05");
  deposit.deposit_terms = DepositTerms::refundable;
  const DocumentId paid = books.post(deposit);
  Document bill = Books::of(DocumentKind::note_receivable, "N", usd(100), march_1);
  bill.due_date = march_31;
  bill.rate = Decimal(7);
  const DocumentId note = books.post(bill);
  // Of one moment: told in their order, not in that of the tables.
  const std::int64_t now = books.tick();
  ASSERT_TRUE(books.ledger.apply(Application{paid, a, usd(150), march_1 + 2, 1}, now));
  ASSERT_TRUE(books.ledger.dispute({a, usd(250), march_1 + 3, "short", "Wang", 1}, now));
  ASSERT_TRUE(
      books.ledger.move_note({note, NoteState::discounted, march_1 + 4, "BOC", usd(98)}, now));
  ASSERT_TRUE(books.ledger.return_payment(note, "N", march_1 + 5, now));
  ASSERT_TRUE(books.ledger.refund(paid, "A", usd(20), march_1 + 5, now));
  ASSERT_TRUE(books.ledger.set_due_date(a, 2, march_31 + 9, now));
  ASSERT_TRUE(books.ledger.change_due_date({a, march_31 + 19, march_1 + 4, "agreed", 2}, now));
  books.ledger.lock(march_1 + 6, now);
  ASSERT_TRUE(books.ledger.end_dispute(DisputeId{0}, DisputeOutcome::withdrawn, march_1 + 7, now));
  books.ledger.revalue({march_31, {ExchangeRate(USD, CNY, Decimal::parse("7.2"), march_31 - 1)}},
                       now);
  ASSERT_TRUE(books.ledger.apply(Application{paid, a, usd(30), march_1 + 2, 1}, now));

  const Ledger again = through_tables(books.ledger);
  EXPECT_EQ(values(again), values(books.ledger));
  EXPECT_EQ(again.items(a, march_31), books.ledger.items(a, march_31));
  EXPECT_EQ(again.notes(march_31)[0].state, NoteState::dishonoured);
  EXPECT_EQ(again.notes(march_1 + 4)[0].proceeds, usd(98));
  EXPECT_EQ(again.items(a, AsOf(march_31, now - 1))[0].due_date, std::nullopt);
  EXPECT_EQ(again.items(a, march_1 + 3)[0].due_date, march_31 + 9);
  EXPECT_EQ(again.due_dates(a, march_31), books.ledger.due_dates(a, march_31));
  EXPECT_EQ(again.application(ApplicationId{2}), books.ledger.application(ApplicationId{2}));
  EXPECT_EQ(exchange_differences(again, march_1, march_31),
            exchange_differences(books.ledger, march_1, march_31));
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/schedule_table.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

#include "../columns/arrow_lines.hpp"
#include "items_table.hpp"

namespace o2c {
namespace {

using hand_made::Batch;
using hand_made::read_back;
using test_items::dates;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::array<std::string_view, 3> three_numbers{"INV-1", "", "INV-3"};
constexpr std::array<std::string_view, 3> three_terms{"net 30", "30% deposit; balance EOM+10",
                                                      "net 30"};
constexpr std::array<std::int64_t, 3> three_amounts{100'00, 100'01, -50'00};
constexpr std::array<std::string_view, 3> three_currencies{"USD", "USD", "EUR"};
constexpr std::array<Date, 3> three_dates{Date(2026, 3, 2), Date(2026, 1, 31), Date(2026, 3, 2)};

MemoryTable three_invoices() {
  return MemoryTable()
      .add("document", ColumnView::of(three_numbers))
      .add("terms", ColumnView::of(three_terms))
      .add("amount", ColumnView::of(three_amounts))
      .add("currency", ColumnView::of(three_currencies))
      .add("invoice_date", ColumnView::of(three_dates));
}

// What is made of a table that the program holds itself, without the line of the columns.
std::vector<std::string> lines(MemoryTable invoices, const ScheduleTableOptions& options = {}) {
  std::vector<std::string> found = read_back(schedule_table(invoices, options));
  found.erase(found.begin());
  return found;
}

TEST(ScheduleTable, HasARowForEachInstalment) {
  MemoryTable invoices = three_invoices();
  EXPECT_THAT(read_back(schedule_table(invoices, {})),
              ElementsAre("row (int64) document (text) instalment (int32) due_date (date32) "
                          "pending_on (dictionary of text) amount (decimal128 with 2 digits) "
                          "currency (dictionary of text) ",
                          "0 INV-1 1 2026-04-01 null 100.00 USD ",
                          "1  1 null contract 30.00 USD ",    //
                          "1  2 2026-02-10 null 70.01 USD ",  //
                          "2 INV-3 1 2026-04-01 null -50.00 EUR "));
}

TEST(ScheduleTable, CanBeExportedAgainAndOutlivesTheInvoices) {
  std::shared_ptr<const ArrowTable> made;
  {
    MemoryTable invoices = three_invoices();
    made = schedule_table(invoices, {});
  }
  const std::vector<std::string> first = read_back(made);
  EXPECT_EQ(first.size(), 5U);
  EXPECT_EQ(read_back(made), first);
  EXPECT_EQ(made.use_count(), 1);
}

TEST(ScheduleTable, KnowsTermsByNameAndOneCurrencyOfAll) {
  constexpr std::array<std::string_view, 2> terms{"house", "net 10"};
  constexpr std::array<std::int64_t, 2> numbers{7, -8};
  constexpr std::array<std::int64_t, 2> amounts{100, 101};
  constexpr std::array<Date, 2> orders{Date(2026, 3, 1), Date(2026, 3, 2)};
  EXPECT_THAT(lines(MemoryTable()
                        .add("document", ColumnView::of(numbers))
                        .add("terms", ColumnView::of(terms))
                        .add("amount", ColumnView::of(amounts))
                        .add("order_date", ColumnView::of(orders))
                        .add("invoice_date", ColumnView::of(orders)),
                    {.terms = {{"house", PaymentTerms::parse("50% on order date; 50% net 10")},
                               {"net 10", PaymentTerms::net(20)}},
                     .currency = currencies::JPY}),
              ElementsAre("0 7 1 2026-03-01 null 50 JPY ", "0 7 2 2026-03-11 null 50 JPY ",
                          "1 -8 1 2026-03-22 null 101 JPY "));
}

TEST(ScheduleTable, GivesCurrenciesTheDigitsOfTheFinest) {
  constexpr std::array<std::string_view, 3> terms{"net 0", "net 0", "net 0"};
  constexpr std::array<std::string_view, 3> codes{"JPY", "USD", "BHD"};
  constexpr std::array<std::int64_t, 3> amounts{5, 5, 5};
  EXPECT_THAT(lines(MemoryTable()
                        .add("terms", ColumnView::of(terms))
                        .add("amount", ColumnView::of(amounts))
                        .add("currency", ColumnView::of(codes))),
              ElementsAre("0 1 null invoice 5.000 JPY ", "1 1 null invoice 0.050 USD ",
                          "2 1 null invoice 0.005 BHD "));
}

TEST(ScheduleTable, RollsByTheCalendarAndRoundsToTheStep) {
  constexpr std::array<std::string_view, 1> terms{
      "1/3 net 30; balance 5 business days after "
      "invoice date"};
  constexpr std::array<std::int64_t, 1> amounts{100'00};
  constexpr std::array<Date, 1> invoice_dates{Date(2026, 1, 22)};  // Plus 30 is a Saturday.
  const Calendar calendar("Monday to Friday");
  EXPECT_THAT(lines(MemoryTable()
                        .add("terms", ColumnView::of(terms))
                        .add("amount", ColumnView::of(amounts))
                        .add("invoice_date", ColumnView::of(invoice_dates)),
                    {.currency = currencies::CHF,
                     .calendar = &calendar,
                     .cash_step = Decimal::parse("0.05")}),
              ElementsAre("0 1 2026-02-23 null 33.35 CHF ", "0 2 2026-01-29 null 66.65 CHF "));
}

TEST(ScheduleTable, OfNothingHasItsColumns) {
  MemoryTable invoices;
  invoices.add("terms", ColumnView::of(std::span<const std::string_view>{}))
      .add("amount", ColumnView::of(std::span<const std::int64_t>{}));
  EXPECT_THAT(read_back(schedule_table(invoices, {.currency = currencies::USD})),
              ElementsAre(HasSubstr("row (int64) instalment (int32) due_date (date32)")));
}

// ---- Tables of several batches, with nulls ------------------------------------------------------

struct Invoice {
  std::optional<std::string> document = "A";
  std::optional<std::string> terms = "net 30";
  std::optional<std::int64_t> minor = 100;
  std::optional<std::string> currency = "USD";
  std::optional<Date> invoice_date = Date(2026, 1, 1);
};

Batch batch(const std::vector<Invoice>& invoices) {
  hand_made::Values<std::string> documents;
  hand_made::Values<std::string> terms;
  hand_made::Values<std::int64_t> amounts;
  hand_made::Values<std::string> currencies;
  std::vector<std::optional<Date>> invoice_dates;
  for (const Invoice& invoice : invoices) {
    documents.push_back(invoice.document);
    terms.push_back(invoice.terms);
    amounts.push_back(invoice.minor);
    currencies.push_back(invoice.currency);
    invoice_dates.push_back(invoice.invoice_date);
  }
  return hand_made::batch({hand_made::text<std::int32_t>("document", documents),
                           hand_made::text_view("terms", terms),
                           hand_made::fixed<std::int64_t>("amount", "l", amounts),
                           hand_made::text<std::int64_t>("currency", currencies),
                           dates("invoice_date", invoice_dates)});
}

TEST(ScheduleTable, IsTheSameByManyThreadsAndInPieces) {
  constexpr std::array<const char*, 3> texts{"net 30", "1/3 on delivery; balance net 60",
                                             "10% deposit; balance 月结30天"};
  std::vector<Invoice> invoices;
  for (int i = 0; i < 5'000; ++i) {
    Invoice invoice{.document = "INV-" + std::to_string(i * i),
                    .terms = texts[static_cast<std::size_t>(i) % texts.size()],
                    .minor = i * 7919};
    if (i % 5 == 0) invoice.invoice_date.reset();
    invoices.push_back(invoice);
  }
  const auto piece = [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
    return batch({invoices.begin() + begin, invoices.begin() + end});
  };
  const auto made = [](std::vector<Batch> batches, std::size_t threads) {
    return read_back(schedule_table(*hand_made::table(std::move(batches)), {.threads = threads}));
  };
  const std::vector<std::string> whole = made({piece(0, 5'000)}, 1);
  ASSERT_EQ(whole.size(), 1U + 1'667 + 2 * 1'667 + 2 * 1'666);
  EXPECT_EQ(whole[3], "1 INV-1 2 2026-03-02 null 52.79 USD ");
  for (const std::size_t threads : {1U, 2U, 5U}) {
    EXPECT_EQ(made({piece(0, 5'000)}, threads), whole);
    EXPECT_EQ(made({piece(0, 1), piece(1, 1), piece(1, 2'600), piece(2'600, 5'000)}, threads),
              whole);
  }
}

std::vector<std::string> faults(std::vector<Batch> batches,
                                const ScheduleTableOptions& options = {}) {
  try {
    schedule_table(*hand_made::table(std::move(batches)), options);
  } catch (const BadTable& bad) {
    std::vector<std::string> found;
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
    return found;
  }
  return {};
}

TEST(ScheduleTableFaults, OfRowsAreAllListed) {
  const Batch first =
      batch({{}, {.document = std::nullopt, .terms = "30 days EOM"}, {.terms = std::nullopt}});
  const Batch second = batch({{.terms = "30 days EOM"}, {.currency = "USX"}, {.currency = {}}});
  EXPECT_THAT(
      faults({first, second}, {.threads = 2}),
      ElementsAre("invoices, row 1, document \"null\": expected a document",
                  "invoices, row 1, terms \"30 days EOM\": expected terms of payment: \"30 days "
                  "EOM\": expected one of its readings: \"on invoice date + 30 days + end of "
                  "month\", or \"EOM+30\" (at offset 0)",
                  "invoices, row 2, terms \"null\": expected terms of payment, such as net 30",
                  HasSubstr("invoices, row 3, terms \"30 days EOM\": expected terms of payment"),
                  HasSubstr("invoices, row 4, currency \"USX\": expected"),
                  HasSubstr("invoices, row 5, currency \"null\": expected")));
}

// They show only once terms and currencies are known.
TEST(ScheduleTableFaults, OfAmountsDatesAndUnfitTermsAreAllListed) {
  Batch invoices =
      batch({{},
             {.minor = std::nullopt},
             {.terms = "500 EUR deposit; balance net 30"},
             {.terms = "5 business days after invoice date"},
             {},
             {.terms = "on invoice date + 1000000 days + 1000000 days + 1000000 days"}});
  invoices.columns.push_back(hand_made::fixed<std::int64_t>(
      "bl_date", "tss:", {std::nullopt, std::nullopt, std::nullopt, std::nullopt, 5, 86'400}));
  EXPECT_THAT(
      faults({invoices}),
      ElementsAre(HasSubstr("invoices, row 1, amount \"null\": expected"),
                  "invoices, row 2, terms \"500.00 EUR deposit; balance net 30\": expected terms "
                  "that fit the row: cannot divide by terms 1.00 USD and 500.00 EUR: the "
                  "currencies differ",
                  HasSubstr("invoices, row 3, terms \"5 business days after invoice date\": "
                            "expected terms that fit the row: "),
                  HasSubstr("invoices, row 4, bl_date"),
                  HasSubstr("invoices, row 5, terms \"on invoice date + 1000000 days + ")));
}

TEST(ScheduleTableFaults, OfColumnsComeBeforeThoseOfRows) {
  const auto refused = [](const char* left_out, ScheduleTableOptions options = {}) {
    Batch invoices = batch({{.terms = "nonsense"}});
    std::erase_if(invoices.columns, [&](const auto& column) { return column.name == left_out; });
    schedule_table(*hand_made::table({invoices}), options);
  };
  EXPECT_THAT([&] { refused("terms"); },
              ThrowsMessage<BadTable>(HasSubstr("\"terms\" is missing")));
  EXPECT_THAT([&] { refused("amount"); },
              ThrowsMessage<BadTable>(HasSubstr("\"amount\" is missing")));
  EXPECT_THAT([&] { refused("currency"); }, ThrowsMessage<BadTable>(HasSubstr("currency")));
  EXPECT_THAT(faults({batch({})}, {.cash_step = Decimal::parse("0.05")}), ElementsAre());

  const auto with_documents = [](const hand_made::Column& documents) {
    Batch invoices = batch({{.terms = "nonsense"}});
    invoices.columns.front() = documents;
    return faults({invoices});
  };
  EXPECT_THAT(with_documents(hand_made::fixed<double>("document", "g", {1.0})),
              ElementsAre("document \"float64\": expected text or integers"));
  EXPECT_THAT(with_documents(hand_made::dictionary<std::int32_t>(
                  "document", "i", {0}, hand_made::fixed<std::int64_t>("", "l", {7}))),
              ElementsAre(HasSubstr("document \"dictionary of int64\": expected")));
}

TEST(ScheduleTable, RefusesAStepThatACurrencyCannotHave) {
  MemoryTable invoices = three_invoices();
  const ScheduleTableOptions options{.cash_step = Decimal::parse("0.001")};
  EXPECT_THROW(schedule_table(invoices, options), InexactResult);
}

TEST(ScheduleTable, TakesDocumentsOfADictionary) {
  Batch invoices = batch({{}, {}, {}});
  invoices.columns.front() = hand_made::dictionary<std::int8_t>(
      "document", "c", {1, 0, 1}, hand_made::text<std::int32_t>("", {"first", "second"}));
  const std::vector<std::string> made =
      read_back(schedule_table(*hand_made::table({invoices}), {}));
  EXPECT_THAT(made[1], HasSubstr("0 second 1 "));
  EXPECT_THAT(made[2], HasSubstr("1 first 1 "));
  EXPECT_THAT(made[3], HasSubstr("2 second 1 "));
  invoices.columns.front() = hand_made::dictionary<std::int8_t>(
      "document", "c", {1, 0, std::nullopt},
      hand_made::text<std::int32_t>("", {"first", std::nullopt}));
  EXPECT_THAT(faults({invoices}),
              ElementsAre("invoices, row 0, document \"null\": expected a document",
                          "invoices, row 2, document \"null\": expected a document"));
}

}  // namespace
}  // namespace o2c

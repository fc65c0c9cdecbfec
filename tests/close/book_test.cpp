#include "o2c/close/book.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/money/currencies.hpp"

#include "book_input.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string parties =
    "party,line,country,salesperson,credit_limit,currency\n"
    "Baltic,export,PL,Li Na,5000.00,USD\n"
    "Hengtong,aluminium,CN,,,\n"
    "Sunrise,export,US,Wang Wei,,\n"
    "Old Harbour,export,DE,Wang Wei,1200.5,EUR\n";
const std::string people =
    "person,manager,joined,left\n"
    "Zhou,,2020-01-01,\n"
    "Li Na,Zhou,2021-03-01,\n"
    "Wang Wei,Zhou,2021-03-01,2026-06-30\n";
const std::string invoices =
    "document,party,instalment,invoice_date,due_date,amount,currency,rate,recorded_at\n"
    "I-1,Baltic,1,2026-01-05,2026-02-05,1000.50,USD,7.1025,2026-01-05T08:00:00Z\n"
    "I-1,Baltic,2,2026-01-05,2026-03-05,-3,USD,,2026-01-05T16:00:00.5+08:00\n"
    "I-2,Hengtong,,2026-02-28,,700,JPY,0.00000001,\n"
    "I-3,Hengtong,,2024-02-29,2024-03-31,.5,CNY,7,\n";

BookTexts tables_with(const std::string& name, const std::string& csv) {
  BookTexts tables{{"parties", parties}, {"people", people}, {"invoices", invoices}};
  for (auto& table : tables)
    if (table.first == name) {
      table.second = csv;
      return tables;
    }
  tables.emplace_back(name, csv);
  return tables;
}

std::vector<std::string> faults_with(const std::string& name, const std::string& csv) {
  return faults_of(book_input(tables_with(name, csv)));
}

TEST(Book, ReadsTexts) {
  const Book book(book_input({{"parties", parties}, {"people", people}, {"invoices", invoices}}));
  EXPECT_EQ(book.settings(), (BookSettings{"Tianhe", currencies::CNY}));
  const BookRows& rows = book.rows("invoices");
  ASSERT_EQ(rows.rows(), 4U);
  const auto column = [&](const char* name) { return rows.column(name); };
  EXPECT_EQ(rows.text(column("party"), 2), "Hengtong");
  EXPECT_EQ(rows.integer(column("instalment"), 1), 2);
  EXPECT_FALSE(rows.has(column("instalment"), 2));
  EXPECT_EQ(rows.date(column("due_date"), 3), Date(2024, 3, 31));
  EXPECT_FALSE(rows.has(column("due_date"), 2));
  EXPECT_EQ(rows.amount(column("amount"), 0), Money::from_minor(100'050, currencies::USD));
  EXPECT_EQ(rows.amount(column("amount"), 1), Money::from_minor(-300, currencies::USD));
  EXPECT_EQ(rows.amount(column("amount"), 2), Money::from_minor(700, currencies::JPY));
  EXPECT_EQ(rows.minor(column("amount"), 3), 50);
  EXPECT_EQ(rows.decimal(column("rate"), 0), Decimal::parse("7.1025"));
  EXPECT_EQ(rows.decimal(column("rate"), 2), Decimal::parse("0.00000001"));
  EXPECT_EQ(rows.integer(column("recorded_at"), 0), 1'767'600'000'000'000);
  EXPECT_EQ(rows.integer(column("recorded_at"), 1), 1'767'600'000'500'000);
  EXPECT_EQ(rows.currency(column("currency"), 2), currencies::JPY);
  EXPECT_FALSE(rows.has(column("kind"), 0));
  EXPECT_EQ(rows.text(column("kind"), 0), "");
  EXPECT_FALSE(rows.has_any(column("kind")));
  EXPECT_EQ(book.rows("orders").rows(), 0U);
  EXPECT_THROW(static_cast<void>(rows.column("amuont")), InvalidArgument);
  EXPECT_THROW(static_cast<void>(book.rows("invoice")), InvalidArgument);
}

TEST(Book, HasUsualRulesWithoutFiles) {
  const Book book(book_input({}));
  EXPECT_EQ(book.dunning().last(), 4);
  EXPECT_FALSE(book.provision());
  EXPECT_EQ(book.calendar(), nullptr);
  EXPECT_THAT(book.plans(), IsEmpty());
}

TEST(Book, ReadsRates) {
  const Book book(book_input({{"exchange_rates",
                               "date,base,quote,rate\n"
                               "2026-01-01,USD,CNY,7.10\n"
                               "2026-01-01,EUR,CNY,7.81\n"}}));
  EXPECT_EQ(book.rates().at(currencies::USD, currencies::CNY, Date(2026, 1, 2)).factor(),
            Ratio(71, 10));
  EXPECT_EQ(book.rates().at(currencies::USD, currencies::EUR, Date(2026, 1, 2)).factor(),
            Ratio(710, 781));
}

TEST(Book, GivesItsTablesAgain) {
  const Book book(book_input({{"parties", parties}, {"people", people}, {"invoices", invoices}}));
  const auto source = book.rows("invoices").source();
  std::vector<std::string> names;
  for (const ColumnField& field : source->fields())
    names.push_back(field.name + ": " + to_string(field.kind));
  EXPECT_THAT(names, ElementsAre("document: text", "party: text", "instalment: int64",
                                 "invoice_date: date32", "due_date: date32", "amount: int64",
                                 "currency: text", "rate: decimal128 with 8 digits",
                                 "recorded_at: timestamp with a time zone"));
  std::int64_t rows = 0;
  while (const auto batch = source->next()) rows += batch->rows;
  EXPECT_EQ(rows, 4);
}

TEST(BookFaults, NamesWhatIsNoTableColumnOrFile) {
  BookInput input = book_input(
      {{"partys", parties}, {"people", "person,manger,joined,x_note\nZhou,,2020-01-01,hello\n"}},
      {{"bok.toml", ""}});
  input.tables.emplace_back("people", std::make_unique<TextTable>(people));
  EXPECT_THAT(
      faults_of(std::move(input)),
      ElementsAre(
          "partys: expected a table of a book: parties, people, products, price_list, orders, "
          "order_lines, events, invoices, invoice_lines, receipts, applications, disputes, "
          "promises, reminders, costs, exchange_rates, budgets, targets, quantity_targets, "
          "holdback_releases, "
          "contract_quantities, "
          "cash_collected, cash_handed_in, control_balances, closed_periods",
          "people: expected only one table of this name",
          "people, left: expected a column of this name",
          "people, manager: expected a column of this name",
          "people, manger: expected one of the columns person, manager, team, joined, left, "
          "successor, or a name of your own that begins with x_",
          "bok.toml: expected a file of a book: book.toml, dunning.toml, provision.toml, "
          "calendar.txt or plans/LINE.toml"));
}

TEST(BookFaults, NamesEachFaultyCell) {
  EXPECT_THAT(
      faults_with("invoices",
                  "document,kind,party,instalment,invoice_date,due_date,amount,currency,rate,"
                  "recorded_at\n"
                  ",gift,Baltic,1.5,2026-02-29,31.01.2026,1e3,USD,7.123456789,2026-01-05\n"
                  "I-2,,Hengtong,99999999999999999999,,2026-1-1,100.005,USD,-,yesterday\n"
                  "I-3,,Hengtong,,2026-01-05,,99999999999999999999,CNY,,\n"
                  "I-4,,Hengtong,,2026-01-05,,\"1,USS,,\n"
                  "I-5,,Hengtong,,2026-01-05,,1.5,,,\n"
                  "I-6,,Hengtong,,2026-01-05,,1.5,JPY,1e9,2026-01-05T24:00:00Z\n"),
      ElementsAre(
          "invoices, row 0, amount \"1e3\": expected an amount, such as 1234.50",
          "invoices, row 0, document: expected a value",
          "invoices, row 0, due_date \"31.01.2026\": expected a date YYYY-MM-DD",
          "invoices, row 0, instalment \"1.5\": expected a whole number, such as 12",
          "invoices, row 0, invoice_date \"2026-02-29\": expected a date YYYY-MM-DD",
          "invoices, row 0, kind \"gift\": expected one of invoice, debit_note, interest, refund, "
          "returned_payment, credit_note",
          "invoices, row 0, rate \"7.123456789\": expected a number with at most 8 decimal digits",
          "invoices, row 0, recorded_at \"2026-01-05\": expected a moment such as "
          "2026-10-31T08:00:00Z, in UTC where no zone is written",
          "invoices, row 1, amount \"100.005\": expected an amount with at most 2 decimal digits, "
          "as its currency has",
          "invoices, row 1, due_date \"2026-1-1\": expected a date YYYY-MM-DD",
          "invoices, row 1, instalment \"99999999999999999999\": expected a whole number within 64 "
          "bits",
          "invoices, row 1, invoice_date: expected a value",
          "invoices, row 1, rate \"-\": expected a number, such as 7.1025",
          "invoices, row 1, recorded_at \"yesterday\": expected a moment such as "
          "2026-10-31T08:00:00Z, in UTC where no zone is written",
          "invoices, row 2, amount \"99999999999999999999\": expected an amount within 64 bits of "
          "minor units",
          "invoices, row 3, amount \"\\\"1\": expected an amount, such as 1234.50",
          "invoices, row 3, currency \"USS\": expected a known currency code, such as USD "
          "(unknown currency \"USS\": did you mean USD, USN or UZS?)",
          "invoices, row 4, currency: expected a value",
          "invoices, row 5, amount \"1.5\": expected an amount with at most 0 decimal digits, as "
          "its currency has",
          "invoices, row 5, rate \"1e9\": expected a number, such as 7.1025",
          "invoices, row 5, recorded_at \"2026-01-05T24:00:00Z\": expected a moment "
          "such as 2026-10-31T08:00:00Z, in UTC where no zone is written"));
}

TEST(BookFaults, AsksForTheCurrencyOfAnAmount) {
  EXPECT_THAT(faults_with("parties",
                          "party,line,salesperson,credit_limit,currency\n"
                          "Baltic,export,,5000,\n"
                          "Hengtong,export,,,\n"),
              ElementsAre("parties, row 0, currency: expected the currency of credit_limit"));
  EXPECT_THAT(faults_with("parties",
                          "party,line,salesperson,credit_limit\n"
                          "Baltic,export,,5000\n"
                          "Hengtong,export,,x\n"),
              ElementsAre("parties, row 0, currency: expected the currency of credit_limit",
                          "parties, row 1, credit_limit \"x\": expected an amount, such as 1234.50",
                          "parties, row 1, currency: expected the currency of credit_limit"));
}

TEST(BookFaults, KnowsPeriods) {
  EXPECT_THAT(
      faults_with("targets",
                  "person,period,amount,currency\n"
                  "Zhou,2026,1,CNY\nZhou,2026H1,1,CNY\nZhou,2026Q4,1,CNY\nZhou,2026-11,1,CNY\n"
                  "Zhou,2026-13,1,CNY\nZhou,2026-W01,1,CNY\n"),
      ElementsAre("targets, row 4, period \"2026-13\": expected a month, quarter, half or year, "
                  "such as 2026-10, 2026Q4, 2026H2 or 2026",
                  "targets, row 5, period \"2026-W01\": expected a month, quarter, half or year, "
                  "such as 2026-10, 2026Q4, 2026H2 or 2026"));
  EXPECT_THAT(faults_with("closed_periods",
                          "period,closed_at,closed_by\n2026Q1,2026-04-03T10:00:00Z,Zhou\n"),
              ElementsAre("closed_periods, row 0, period \"2026Q1\": expected a month, such as "
                          "2026-10"));
}

TEST(BookFaults, NamesTheRowThatHasTheKeyFirst) {
  EXPECT_THAT(
      faults_with("people",
                  "person,manager,joined,left\n"
                  "Zhou,,2020-01-01,\nLi Na,,2020-01-01,\nWang Wei,,2020-01-01,\n"
                  ",,2020-01-01,\n,,2020-01-01,\nLi Na,,2020-01-01,\n"),
      ElementsAre("people, row 3, person: expected a value",
                  "people, row 4, person: expected a value",
                  "people, row 5, person \"Li Na\": expected a key that no row before has, but "
                  "row 1 has it"));
  EXPECT_THAT(
      faults_with("invoices",
                  "document,party,instalment,invoice_date,due_date,amount,currency\n"
                  "I-1,Baltic,1,2026-01-05,,1,USD\n"
                  "I-1,Baltic,x,2026-01-05,,1,USD\n"
                  "I-1,Baltic,,2026-01-05,,1,USD\n"
                  "I-1,Baltic,2,2026-01-05,,1,USD\n"
                  "I-1,Baltic,1,2026-01-05,,1,USD\n"
                  "I-1,Baltic,,2026-01-05,,1,USD\n"),
      ElementsAre(
          "invoices, row 1, instalment \"x\": expected a whole number, such as 12",
          "invoices, row 4, document, kind, instalment \"I-1, , 1\": expected a key that no row "
          "before has, but row 0 has it",
          "invoices, row 5, document, kind, instalment \"I-1, , \": expected a key that no row "
          "before has, but row 2 has it"));
}

TEST(BookFaults, NamesWhatDoesNotExist) {
  EXPECT_THAT(faults_with("people",
                          "person,manager,joined,left\n"
                          "Zhou,,2020-01-01,\nLi Na,Chou,2020-01-01,\n"),
              ElementsAre("parties, row 2, salesperson \"Wang Wei\": expected one that "
                          "people.person has",
                          "parties, row 3, salesperson \"Wang Wei\": expected one that "
                          "people.person has",
                          "people, row 1, manager \"Chou\": expected one that people.person has"));
  // A table that is not there is said once.
  EXPECT_THAT(faults_of(book_input({{"parties", parties}})),
              ElementsAre("parties, salesperson: expected the table people in the book, to which "
                          "it refers"));
}

TEST(BookFaults, SaysNothingOfWhatCannotBeRead) {
  BookInput input = book_input({{"parties", parties}});
  input.tables.emplace_back("people", nullptr);
  EXPECT_THAT(faults_of(std::move(input)),
              ElementsAre("people: expected a table that can be read"));
}

TEST(BookFaults, ChecksRates) {
  EXPECT_THAT(faults_with("exchange_rates",
                          "date,base,quote,rate\n"
                          "2026-01-01,USD,CNY,7.1\n2026-01-01,USD,CNY,7.2\n"),
              ElementsAre("exchange_rates, row 1, date, base, quote \"2026-01-01, USD, CNY\": "
                          "expected a key that no row before has, but row 0 has it"));
  EXPECT_THAT(faults_with("exchange_rates",
                          "date,base,quote,rate\n"
                          "2026-01-01,USD,CNY,0\n2026-01-01,CNY,CNY,1\n"),
              ElementsAre("exchange_rates, row 0, rate \"0\": expected a number above 0",
                          "exchange_rates, row 1, quote \"CNY\": expected another currency than "
                          "the base"));
}

TEST(BookFaults, ReadsOnInEveryFile) {
  const std::vector<std::string> faults = faults_of(
      book_input({}, {{"book.toml", "[book]\nhome = \"CNX\"\n"},
                      {"dunning.toml", "interval = 7\n[[level]]\ndays = 0\nfees = [\"5 USX\"]\n"},
                      {"provision.toml", "rates = [\"1%\", \"120%\"]\nbuckets = [30, 20]\n"},
                      {"calendar.txt", "calendar X\nholiday 2026-02-30\n"},
                      {"plans/export.toml", "name = \"Export\"\n"}}));
  EXPECT_THAT(faults, testing::Contains("book.toml:1, company: expected the company's name"));
  for (const char* file :
       {"book.toml", "dunning.toml", "provision.toml", "calendar.txt", "plans/export.toml"})
    EXPECT_THAT(faults, testing::Contains(testing::StartsWith(file))) << file;
  EXPECT_THAT(faults_of(BookInput{}),
              ElementsAre("book.toml: expected [book] with its company and home"));
}

// A month is settled by one version, so none begins within it.
TEST(BookFaults, NamesVersionsThatBeginWithinAMonth) {
  const auto plan = [](const std::string& version) {
    return "name = \"Export\"\ncurrency = \"CNY\"\n" + version;
  };
  const std::string half = "accumulation = \"half_month\"\nrate = \"1%\"\n";
  EXPECT_THAT(
      faults_of(book_input(
          {}, {{"plans/export.toml", plan("[[version]]\nfrom_date = 2026-09-01\n" + half +
                                          "[[version]]\nfrom_date = 2026-10-16\n" + half)},
               {"plans/liquor.toml", plan("[[version]]\nfrom_date = 2026-09-07\n"
                                          "accumulation = \"week\"\nrate = \"1%\"\n")}})),
      ElementsAre("plans/export.toml, from_date \"2026-10-16\": expected the first day of a month, "
                  "as a book is closed by months",
                  "plans/liquor.toml, from_date \"2026-09-07\": expected the first day of a month, "
                  "as a book is closed by months"));
}

// --- typed columns ---

std::unique_ptr<TableSource> typed_invoices() {
  const std::vector<std::int64_t> instalments{1, 2, -1, -1};
  const std::vector<Date> dates{Date(2026, 1, 5), Date(2026, 1, 5), Date(2026, 2, 28),
                                Date(2024, 2, 29)};
  const std::vector<const char*> documents{"I-1", "I-1", "I-2", "I-3"};
  const std::vector<const char*> of{"Baltic", "Baltic", "Hengtong", "Hengtong"};
  const std::vector<const char*> money{"USD", "USD", "JPY", "CNY"};
  const std::vector<std::int64_t> amounts{100'050, -300, 70'000, 50};
  const std::vector<std::int64_t> rates{71'025, -1, -1, 70'000};
  TableBuilder made(4);
  made.text("document", [&](std::size_t i) { return std::string_view(documents[i]); })
      .text("party", [&](std::size_t i) { return std::string_view(of[i]); })
      .integer("instalment",
               [&](std::size_t i) {
                 return instalments[i] > 0 ? std::optional(instalments[i]) : std::nullopt;
               })
      .date("invoice_date", [&](std::size_t i) { return dates[i].days(); })
      .date("due_date",
            [&](std::size_t i) -> std::optional<std::int32_t> {
              if (i == 2) return std::nullopt;
              return Date(2026, 2, 5).days() + static_cast<std::int32_t>(i);
            })
      .decimal("amount", 2, [&](std::size_t i) { return Int128{amounts[i]}; })
      .text("currency", [&](std::size_t i) { return std::string_view(money[i]); })
      .decimal("rate", 4,
               [&](std::size_t i) {
                 return rates[i] > 0 ? std::optional<Int128>(rates[i]) : std::nullopt;
               })
      .moment("recorded_at", [&](std::size_t i) -> std::optional<std::int64_t> {
        if (i > 1) return std::nullopt;
        return 1'767'600'000'000'000;
      });
  ArrowArrayStream stream{};
  export_arrow(made.finish(), stream);
  return import_arrow(stream);
}

TEST(Book, ReadsTypedColumnsAsTexts) {
  BookInput typed = book_input({{"parties", parties}, {"people", people}});
  typed.tables.emplace_back("invoices", typed_invoices());
  const Book a(std::move(typed));
  const Book b(book_input(
      {{"parties", parties},
       {"people", people},
       {"invoices",
        "document,party,instalment,invoice_date,due_date,amount,currency,rate,recorded_at\n"
        "I-1,Baltic,1,2026-01-05,2026-02-05,1000.50,USD,7.1025,2026-01-05T08:00:00Z\n"
        "I-1,Baltic,2,2026-01-05,2026-02-06,-3,USD,,2026-01-05T08:00:00Z\n"
        "I-2,Hengtong,,2026-02-28,,700,JPY,,\n"
        "I-3,Hengtong,,2024-02-29,2026-02-08,.5,CNY,7,\n"}}));
  const BookRows& left = a.rows("invoices");
  const BookRows& right = b.rows("invoices");
  ASSERT_EQ(left.rows(), right.rows());
  for (std::size_t column = 0; column < left.table().columns.size(); ++column)
    for (std::size_t row = 0; row < left.rows(); ++row) {
      SCOPED_TRACE(std::string(left.table().columns[column].name) + " " + std::to_string(row));
      ASSERT_EQ(left.has(column, row), right.has(column, row));
      if (!left.has(column, row)) continue;
      switch (left.table().columns[column].type) {
        case BookColumnType::date:
          EXPECT_EQ(left.date(column, row), right.date(column, row));
          break;
        case BookColumnType::moment:
        case BookColumnType::integer:
          EXPECT_EQ(left.integer(column, row), right.integer(column, row));
          break;
        case BookColumnType::amount:
          EXPECT_EQ(left.amount(column, row), right.amount(column, row));
          break;
        case BookColumnType::decimal:
          EXPECT_EQ(left.decimal(column, row), right.decimal(column, row));
          break;
        default:
          EXPECT_EQ(left.text(column, row), right.text(column, row));
      }
    }
}

TEST(BookFaults, RefusesTypesThatDoNotFit) {
  const std::vector<double> floats{1.5};
  ColumnView column = ColumnView::of(std::span<const std::int64_t>());
  column.kind.type = ColumnType::float64;
  column.values = floats.data();
  column.length = 1;
  const std::vector<std::string_view> texts{"Baltic"};
  const std::vector<Date> dates{Date(2026, 1, 1)};
  auto table = std::make_unique<MemoryTable>();
  table->add("party", ColumnView::of(texts))
      .add("line", ColumnView::of(dates))
      .add("salesperson", ColumnView::of(texts))
      .add("credit_limit", column);
  BookInput input = book_input({{"people", "person,manager,joined,left\nBaltic,,2020-01-01,\n"}});
  input.tables.emplace_back("parties", std::move(table));
  EXPECT_THAT(faults_of(std::move(input)),
              ElementsAre("parties, credit_limit \"float64\": expected decimals, integers in minor "
                          "units of the currency, or texts; binary floats are not exact",
                          "parties, line \"date32\": expected texts, or integers"));
}

TEST(Book, TakesNumbersForTexts) {
  const std::vector<std::int64_t> numbers{4711, -5};
  const std::vector<std::string_view> lines{"export", "export"};
  const std::vector<std::string_view> none{"", ""};
  auto table = std::make_unique<MemoryTable>();
  table->add("party", ColumnView::of(numbers))
      .add("line", ColumnView::of(lines))
      .add("salesperson", ColumnView::of(none));
  BookInput input = book_input({});
  input.tables.emplace_back("parties", std::move(table));
  const Book book(std::move(input));
  EXPECT_EQ(book.rows("parties").text(0, 0), "4711");
  EXPECT_EQ(book.rows("parties").text(0, 1), "-5");
  EXPECT_FALSE(book.rows("parties").has(3, 0));
}

TEST(Book, GivesTheSameFaultsInAnyNumberOfThreads) {
  std::string csv = "date,base,quote,rate\n";
  for (int i = 0; i < 3'000; ++i) csv += "2026-01-01,USD,C" + std::to_string(i % 7) + ",x\n";
  const auto in_one = faults_of(book_input({{"exchange_rates", csv}}), 1);
  EXPECT_EQ(in_one.size(), 6'000U);
  EXPECT_EQ(faults_of(book_input({{"exchange_rates", csv}}), 3), in_one);
}

/// The texts of a table that are read again, of one batch.
LongTexts long_texts(const std::string& table, const std::string& column, const std::string& csv) {
  return {table, column, [csv](std::size_t) -> std::unique_ptr<TableSource> {
            return std::make_unique<TextTable>(csv);
          }};
}

const std::string orders =
    "order,party,salesperson,line,date,currency,amount\n"
    "SO-1,Baltic,Li Na,export,2026-01-05,USD,500\n"
    "SO-2,Sunrise,Li Na,export,2026-01-06,USD,700\n";
const std::string events_without_payload =
    "id,order,seq,event,on,recorded_at,by\n"
    "1,SO-2,1,OrderOpened,2026-01-06,2026-01-06T08:00:00Z,Li Na\n"
    "2,SO-1,1,OrderOpened,2026-01-05,2026-01-05T08:00:00Z,Li Na\n"
    "3,SO-2,2,OrderLost,2026-01-07,2026-01-07T08:00:00Z,Li Na\n";

BookInput input_with_events() {
  return book_input({{"parties", parties},
                     {"people", people},
                     {"orders", orders},
                     {"events", events_without_payload}});
}

TEST(Book, ReadsLongTextsAgain) {
  BookInput input = input_with_events();
  input.long_texts.push_back(long_texts("events", "payload", "payload\n{1}\n{2}\n{3}\n"));
  const Book book(std::move(input));
  const BookRows& events = book.rows("events");
  const std::size_t payload = events.column("payload");
  EXPECT_TRUE(events.is_long(payload));
  EXPECT_TRUE(events.has(payload, 2));
  const std::vector<std::uint32_t> wanted{0, 2};
  const RowTexts texts = events.texts(payload, wanted);
  EXPECT_EQ(texts[0], "{1}");
  EXPECT_EQ(texts[1], "{3}");
  EXPECT_THROW((void)events.text(payload, 0), InvalidArgument);
  const RowTexts held = events.texts(events.column("by"), wanted);
  EXPECT_EQ(held[1], "Li Na");
}

TEST(Book, RefusesLongTextsThatHaveChanged) {
  BookInput input = input_with_events();
  input.long_texts.push_back(long_texts("events", "payload", "payload\n{1}\n{2}\n"));
  EXPECT_THAT(faults_of(std::move(input)),
              ElementsAre("events, payload \"2 rows\": expected 3 texts in batch 0, as when the "
                          "book was read"));
}

TEST(Book, HoldsTextsThatAreLookedUp) {
  BookInput input = input_with_events();
  for (const char* column : {"order", "payload"})
    input.long_texts.push_back(long_texts("events", column, "x\n1\n2\n3\n"));
  EXPECT_THAT(faults_of(std::move(input)), ElementsAre("events, order: expected a column that is "
                                                       "held"));
}

TEST(Book, FindsTheRowsThatItsValuesReferTo) {
  BookInput input = input_with_events();
  input.long_texts.push_back(long_texts("events", "payload", "payload\n{1}\n{2}\n{3}\n"));
  const Book book(std::move(input));
  const BookRows& events = book.rows("events");
  const std::size_t order = events.column("order");
  for (std::size_t row = 0; row < events.rows(); ++row) {
    const BookRows& of = book.rows("orders");
    EXPECT_EQ(of.text(of.column("order"), events.referred(order, row).value()),
              events.text(order, row));
  }
  const BookRows& people_rows = book.rows("people");
  EXPECT_EQ(people_rows.referred(people_rows.column("manager"), 0), std::nullopt);
  EXPECT_EQ(people_rows.referred(people_rows.column("manager"), 1), 0U);
}

}  // namespace
}  // namespace o2c

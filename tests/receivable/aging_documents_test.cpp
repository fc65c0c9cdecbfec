#include "o2c/receivable/aging_documents.hpp"

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "items_table.hpp"

namespace o2c {
namespace {

using hand_made::Batch;
using hand_made::Column;
using test_items::dates;
using test_items::lines;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr Date as_of(2026, 3, 31);
const AgingBuckets one_limit({30});

// Tables that live as long as the test, read anew by each aging.
struct Tables {
  Batch invoices;
  std::optional<Batch> receipts{};
  std::optional<Batch> applications{};
};

struct Opened {
  explicit Opened(const Tables& tables)
      : invoices(hand_made::table({tables.invoices})),
        receipts(tables.receipts ? hand_made::table({*tables.receipts}) : nullptr),
        applications(tables.applications ? hand_made::table({*tables.applications}) : nullptr) {}
  [[nodiscard]] ReceivableTables refer() const {
    return {
        .invoices = invoices.get(), .receipts = receipts.get(), .applications = applications.get()};
  }
  std::unique_ptr<TableSource> invoices;
  std::unique_ptr<TableSource> receipts;
  std::unique_ptr<TableSource> applications;
};

AgingTable aged(const Tables& tables, Date day = as_of, const AgingBuckets& buckets = one_limit,
                const AgingOptions& options = {}, std::optional<std::int64_t> known_at = {}) {
  const Opened opened(tables);
  return age_documents(opened.refer(), day, buckets, options, known_at);
}

std::vector<std::string> faults(const Tables& tables, const AgingOptions& options = {}) {
  try {
    aged(tables, as_of, one_limit, options);
  } catch (const BadTable& bad) {
    std::vector<std::string> found;
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
    return found;
  }
  return {};
}

Column texts(std::string name, const hand_made::Values<std::string>& values) {
  return hand_made::text<std::int32_t>(std::move(name), values);
}
Column amounts(const hand_made::Values<std::int64_t>& cents) {
  return hand_made::fixed<std::int64_t>("amount", "d:18,2,64", cents);
}

void put(Batch& batch, Column column) {
  std::erase_if(batch.columns, [&](const Column& each) { return each.name == column.name; });
  batch.columns.push_back(std::move(column));
}

// The worked example: D is partly paid, and a receipt for B applied, after the day.
Tables worked_example() {
  return {
      .invoices = hand_made::batch(
          {texts("document", {"A", "B", "C", "D", "E"}), texts("party", {"P", "P", "P", "P", "P"}),
           dates("invoice_date", std::vector<std::optional<Date>>(5, Date(2025, 12, 1))),
           dates("due_date", {Date(2026, 3, 31), Date(2026, 3, 30), Date(2026, 3, 1),
                              Date(2026, 2, 28), Date(2025, 12, 30)}),
           amounts({10'000'00, 8'000'00, 6'000'00, 5'000'00, 4'000'00}),
           texts("currency", {"USD", "USD", "USD", "USD", "USD"})}),
      .receipts = hand_made::batch(
          {texts("receipt", {"account", "R1", "R2"}), texts("party", {"P", "P", "P"}),
           dates("date", {Date(2026, 3, 1), Date(2026, 3, 29), Date(2026, 4, 5)}),
           amounts({1'500'00, 2'000'00, 3'000'00}), texts("currency", {"USD", "USD", "USD"})}),
      .applications = hand_made::batch(
          {texts("receipt", {"R1", "R2"}), texts("document", {"B", "D"}),
           dates("date", {Date(2026, 4, 2), Date(2026, 4, 5)}), amounts({2'000'00, 3'000'00})})};
}

TEST(AgeDocuments, BringsOutTheWorkedExample) {
  const AgingTable result = aged(worked_example(), as_of, AgingBuckets());
  EXPECT_THAT(result.measures(), ElementsAre("not_due", "1-30", "31-60", "61-90", ">90", "credits",
                                             "unapplied", "total"));
  EXPECT_THAT(lines(result), ElementsAre("P USD | 10000.00 14000.00 5000.00 0.00 4000.00 0.00 "
                                         "-3500.00 29500.00 | 7"));
  // A week later both applications have taken effect.
  EXPECT_THAT(lines(aged(worked_example(), Date(2026, 4, 5), AgingBuckets())),
              ElementsAre("P USD | 0.00 16000.00 8000.00 0.00 4000.00 0.00 -1500.00 26500.00 | 6"));
}

TEST(AgeDocuments, DoesNotDependOnThreads) {
  for (const std::size_t threads : {2U, 3U})
    EXPECT_EQ(lines(aged(worked_example(), as_of, one_limit, {.threads = threads})),
              lines(aged(worked_example())));
}

TEST(AgeDocuments, ReceiptsAndApplicationsMayBeMissing) {
  Tables tables = worked_example();
  tables.receipts.reset();
  EXPECT_THAT(lines(aged(tables, Date(2026, 4, 5))),
              ElementsAre("P USD | 0.00 16000.00 12000.00 0.00 28000.00 | 5"));
  tables.applications.reset();
  EXPECT_THAT(lines(aged(tables)),
              ElementsAre("P USD | 10000.00 14000.00 9000.00 0.00 33000.00 | 5"));
}

// An application takes effect on the latest of three dates, so that nothing is missing in between.
TEST(AgeDocuments, AnApplicationWaitsForItsDocuments) {
  Tables tables = worked_example();
  put(*tables.applications, dates("date", {Date(2026, 3, 1), Date(2026, 3, 1)}));
  EXPECT_THAT(
      lines(aged(tables, Date(2026, 3, 28), AgingBuckets())),
      ElementsAre("P USD | 18000.00 11000.00 0.00 4000.00 0.00 0.00 -1500.00 31500.00 | 6"));
  EXPECT_THAT(
      lines(aged(tables, as_of, AgingBuckets())),
      ElementsAre("P USD | 10000.00 12000.00 5000.00 0.00 4000.00 0.00 -1500.00 29500.00 | 6"));
}

TEST(AgeDocuments, CountsWhatWasKnown) {
  const auto recorded = [](std::vector<std::int64_t> moments) {
    return hand_made::fixed<std::int64_t>("recorded_at", "tsu:UTC",
                                          {moments.begin(), moments.end()});
  };
  Tables tables = worked_example();
  put(tables.invoices, recorded({1, 2, 3, 4, 5}));
  put(*tables.receipts, recorded({6, 7, 8}));
  put(*tables.applications, recorded({9, 10}));
  const Date later(2026, 4, 5);
  const auto known = [&](std::int64_t moment) {
    return lines(aged(tables, later, AgingBuckets(std::vector<std::int32_t>{}), {}, moment));
  };
  EXPECT_THAT(known(0), ElementsAre());
  EXPECT_THAT(known(4), ElementsAre("P USD | 0.00 29000.00 0.00 0.00 29000.00 | 4"));
  EXPECT_THAT(known(7), ElementsAre("P USD | 0.00 33000.00 0.00 -3500.00 29500.00 | 7"));
  EXPECT_THAT(known(9), ElementsAre("P USD | 0.00 31000.00 0.00 -4500.00 26500.00 | 7"));
  EXPECT_THAT(known(10), ElementsAre("P USD | 0.00 28000.00 0.00 -1500.00 26500.00 | 6"));
  EXPECT_THAT([&] { aged(worked_example(), later, one_limit, {}, 0); },
              ThrowsMessage<BadTable>(HasSubstr("\"recorded_at\" is missing from invoices")));
}

TEST(AgeDocuments, DepositsStandOutside) {
  Tables tables = worked_example();
  put(tables.invoices, texts("order", {"O1", "O2", std::nullopt, std::nullopt, std::nullopt}));
  put(*tables.receipts, texts("order", {"O9", "O2", std::nullopt}));
  const AgingTable result = aged(tables, as_of, AgingBuckets());
  EXPECT_EQ(result.measures().back(), "deposits");
  EXPECT_THAT(lines(result), ElementsAre("P USD | 10000.00 14000.00 5000.00 0.00 4000.00 0.00 "
                                         "-2000.00 31000.00 1500.00 | 7"));
  // Before its invoice is issued, the order's receipt is a deposit, too.
  put(tables.invoices,
      dates("invoice_date", {Date(2025, 12, 1), Date(2026, 4, 1), Date(2025, 12, 1),
                             Date(2025, 12, 1), Date(2025, 12, 1)}));
  EXPECT_THAT(lines(aged(tables, as_of, AgingBuckets())),
              ElementsAre("P USD | 10000.00 6000.00 5000.00 0.00 4000.00 0.00 0.00 25000.00 "
                          "3500.00 | 6"));
}

TEST(AgeDocuments, ReceiptsWithoutAnOrderAreNoDeposits) {
  const std::vector<std::string> expected = lines(aged(worked_example()));
  Tables tables = worked_example();
  put(tables.invoices, texts("order", {"O1", "O2", "O3", "O4", "O5"}));
  const Column nulls{.name = "order", .format = "n", .length = 3};
  for (const Column& none : {nulls, texts("order", {"", "", std::nullopt})}) {
    put(*tables.receipts, none);
    const std::vector<std::string> found = lines(aged(tables));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0], HasSubstr(" -3500.00 29500.00 0.00 | 7"));
  }
  put(*tables.receipts, hand_made::fixed<double>("order", "g", {1.0, 2.0, 3.0}));
  EXPECT_THAT(faults(tables), ElementsAre("receipts, order \"float64\": expected numbers of orders "
                                          "as text or integers"));
}

TEST(AgeDocuments, AnInvoiceCountsOnceAllItsInstalmentsDo) {
  Tables tables{
      .invoices =
          hand_made::batch({texts("document", {"A", "A"}), texts("instalment", {"1", "2"}),
                            texts("party", {"P", "P"}), dates("due_date", {as_of + 9, as_of + 40}),
                            dates("invoice_date", {as_of, as_of + 5}), amounts({100, 200}),
                            texts("currency", {"USD", "USD"})}),
      .applications =
          hand_made::batch({texts("document", {"A"}), dates("date", {as_of - 1}), amounts({150})})};
  EXPECT_THAT(lines(aged(tables)), ElementsAre("P USD | 1.00 0.00 0.00 0.00 1.00 | 1"));
  EXPECT_THAT(lines(aged(tables, as_of + 5)), ElementsAre("P USD | 1.50 0.00 0.00 0.00 1.50 | 1"));
  put(*tables.applications, texts("instalment", {"1"}));
  put(*tables.applications, amounts({30}));
  EXPECT_THAT(lines(aged(tables)), ElementsAre("P USD | 0.70 0.00 0.00 0.00 0.70 | 1"));
  EXPECT_THAT(lines(aged(tables, as_of - 1)), ElementsAre());
}

// Applications without an instalment fill those due earliest first.
TEST(AgeDocuments, FillsInstalmentsByDueDate) {
  const auto tables = [](hand_made::Values<std::string> instalments,
                         hand_made::Values<std::int64_t> cents) {
    const std::size_t count = cents.size();
    return Tables{
        .invoices = hand_made::batch(
            {texts("document", {"A", "A", "A"}), texts("instalment", {"1", "2", "3"}),
             texts("party", {"P", "P", "P"}), dates("due_date", {as_of + 9, as_of - 1, as_of - 50}),
             amounts({100, 200, 400}), texts("currency", {"USD", "USD", "USD"})}),
        .receipts =
            hand_made::batch({texts("receipt", {"R"}), texts("party", {"P"}),
                              dates("date", {as_of}), amounts({900}), texts("currency", {"USD"})}),
        .applications = hand_made::batch(
            {texts("receipt", hand_made::Values<std::string>(count, "R")),
             texts("document", hand_made::Values<std::string>(count, "A")),
             texts("instalment", instalments),
             dates("date", std::vector<std::optional<Date>>(count, as_of)), amounts(cents)})};
  };
  EXPECT_THAT(lines(aged(tables({std::nullopt}, {450}))),
              ElementsAre("P USD | 1.00 1.50 0.00 0.00 -4.50 -2.00 | 3"));
  EXPECT_THAT(lines(aged(tables({std::nullopt, "2"}, {450, 120}))),
              ElementsAre("P USD | 1.00 0.30 0.00 0.00 -3.30 -2.00 | 3"));
  EXPECT_THAT(
      faults(tables({"1", std::nullopt}, {100, 601})),
      ElementsAre(HasSubstr("applications, row 1, amount \"6.01\": expected an amount within "
                            "what is open of the document's instalments")));
  EXPECT_THAT(faults(tables({"4"}, {1})),
              ElementsAre(HasSubstr("applications, row 0, instalment \"4\": expected an instalment "
                                    "of the document")));
}

TEST(AgeDocuments, AReversalIsANegativeApplication) {
  Tables tables = worked_example();
  tables.applications = hand_made::batch(
      {texts("receipt", {"R1", "R1"}), texts("document", {"B", "B"}),
       dates("date", {Date(2026, 3, 29), Date(2026, 3, 31)}), amounts({2'000'00, -500'00})});
  EXPECT_THAT(lines(aged(tables, Date(2026, 3, 30), AgingBuckets())),
              ElementsAre(HasSubstr(" -1500.00 29500.00 | 6")));
  EXPECT_THAT(lines(aged(tables, as_of, AgingBuckets())),
              ElementsAre(HasSubstr(" -2000.00 29500.00 | 7")));
}

TEST(AgeDocuments, ACreditNoteIsANegativeInvoice) {
  Tables tables = worked_example();
  put(tables.invoices, amounts({10'000'00, 8'000'00, 6'000'00, 5'000'00, -4'000'00}));
  put(tables.invoices, dates("due_date", {as_of, as_of, as_of, as_of, std::nullopt}));
  EXPECT_THAT(lines(aged(tables)),
              ElementsAre("P USD | 29000.00 0.00 0.00 -4000.00 -3500.00 21500.00 | 7"));
  // Applied in full, it is gone, and its missing date does not matter.
  put(*tables.applications, texts("document", {"E", "D"}));
  put(*tables.applications, amounts({-4'000'00, 1}));
  put(*tables.applications, dates("date", {Date(2026, 3, 30), Date(2026, 3, 30)}));
  put(*tables.receipts, amounts({1'500'00, -4'000'00, 3'000'00}));
  EXPECT_THAT(lines(aged(tables)),
              ElementsAre("P USD | 29000.00 0.00 0.00 0.00 -1500.00 27500.00 | 5"));
}

// Amounts whose sum might leave 64 bits on the way are added in 128.
TEST(AgeDocuments, AppliesAmountsOfAnySize) {
  constexpr std::int64_t large = std::int64_t{1} << 62U;
  Tables tables = worked_example();
  put(tables.invoices, amounts({1, large, 1, 1, 1}));
  put(*tables.receipts, amounts({1, large, large}));
  put(*tables.receipts, dates("date", {as_of, as_of, as_of}));
  tables.applications =
      hand_made::batch({texts("receipt", {"R1", "R2", "R2"}), texts("document", {"B", "B", "B"}),
                        dates("date", {as_of, as_of, as_of}), amounts({large, large, -large + 5})});
  EXPECT_THAT(faults(tables),
              ElementsAre(HasSubstr("applications, row 1, amount \"46116860184273879.04\"")));
  put(*tables.applications, amounts({large, -large, large - 5}));
  put(*tables.applications, texts("receipt", {"R1", "R1", "R2"}));
  EXPECT_THAT(lines(aged(tables)),
              ElementsAre(HasSubstr(" -46116860184273879.10 -46116860184273879.01 | ")));
}

TEST(AgeDocuments, NamesWhatIsWrongWithDocumentsBeforeTheirApplications) {
  Tables tables = worked_example();
  put(tables.invoices, hand_made::fixed<std::int64_t>(
                           "amount", "d:18,3,64", {10'005, 8'000'000, 6'000'000, 5'000'000, 1}));
  put(*tables.applications, texts("document", {"A", "D"}));
  EXPECT_THAT(faults(tables), ElementsAre(HasSubstr("invoices, row 0, amount \"10.005\""),
                                          HasSubstr("invoices, row 4, amount \"0.001\"")));
  tables = worked_example();
  put(tables.invoices, texts("currency", {"USD", "RMB", "USD", "USD", "USD"}));
  put(*tables.receipts, texts("currency", {"RMB", "RMB", std::nullopt}));
  EXPECT_THAT(faults(tables), ElementsAre(HasSubstr("invoices, row 1, currency \"RMB\""),
                                          HasSubstr("receipts, row 0, currency \"RMB\""),
                                          HasSubstr("receipts, row 1, currency \"RMB\""),
                                          HasSubstr("receipts, row 2, currency \"null\"")));
  tables = worked_example();
  put(*tables.receipts, hand_made::fixed<std::int64_t>("party", "l", {1, 2, 3}));
  EXPECT_THAT(faults(tables),
              ElementsAre("receipts, party \"int64\": expected text, as in invoices"));
}

// So many that several threads enter them, and of no pattern.
TEST(AgeDocuments, FindsManyTextNumbersOnceEach) {
  constexpr std::int64_t count = 400'000;
  const auto number = [](std::int64_t i) {
    return std::string(1, static_cast<char>('A' + i % 7)) + std::to_string(i * i * 1'000'003);
  };
  hand_made::Values<std::string> numbers;
  hand_made::Values<std::int64_t> cents;
  for (std::int64_t i = 0; i < count; ++i) {
    numbers.push_back(number(i));
    cents.push_back(i % 1000 + 1);
  }
  const auto rows = static_cast<std::size_t>(count);
  Tables tables{
      .invoices = hand_made::batch(
          {texts("document", numbers), texts("party", hand_made::Values<std::string>(rows, "P")),
           dates("due_date", std::vector<std::optional<Date>>(rows, as_of)), amounts(cents),
           texts("currency", hand_made::Values<std::string>(rows, "USD"))}),
      .applications =
          hand_made::batch({texts("document", {numbers.rbegin(), numbers.rend()}),
                            dates("date", std::vector<std::optional<Date>>(rows, as_of)),
                            amounts({cents.rbegin(), cents.rend()})})};
  for (const std::size_t threads : {1U, 3U})
    EXPECT_THAT(lines(aged(tables, as_of, one_limit, {.threads = threads})), ElementsAre());
  numbers[7] = numbers[300'000];
  numbers[399'999] = numbers[200'000];
  numbers[399'998] = std::nullopt;
  put(tables.invoices, texts("document", numbers));
  for (const std::size_t threads : {1U, 3U})
    EXPECT_THAT(
        faults(tables, {.threads = threads}),
        ElementsAre(HasSubstr("row 300000, document"), HasSubstr("row 399998, document \"null\""),
                    HasSubstr("row 399999, document")));
}

TEST(AgeDocuments, NamesWhatIsWrongWithApplications) {
  Tables tables = worked_example();
  put(*tables.applications, texts("document", {"B", "X"}));
  put(*tables.applications, texts("receipt", {"R7", "R2"}));
  EXPECT_THAT(
      faults(tables),
      ElementsAre("applications, row 0, receipt \"R7\": expected a receipt of the table of "
                  "receipts, or a credit note",
                  "applications, row 1, document \"X\": expected a document of the table of "
                  "invoices"));

  tables = worked_example();
  put(*tables.applications, dates("date", {as_of, std::nullopt}));
  put(*tables.applications, amounts({8'000'01, 5}));
  EXPECT_THAT(faults(tables), ElementsAre("applications, row 1, date \"null\": expected a date"));
  put(*tables.applications, dates("date", {as_of, as_of}));
  EXPECT_THAT(faults(tables),
              testing::Contains(HasSubstr("applications, row 0, amount \"8000.01\": expected an "
                                          "amount within what is open of document B, which is of "
                                          "8000.00 USD")));
  EXPECT_THAT(
      faults(tables),
      testing::Contains(HasSubstr("within what is open of receipt R1, which is of 2000.00")));

  tables = worked_example();
  put(*tables.receipts, texts("currency", {"USD", "EUR", "USD"}));
  EXPECT_THAT(faults(tables),
              ElementsAre(HasSubstr("applications, row 0, document \"B\": expected a "
                                    "document in the receipt's currency EUR")));
}

TEST(AgeDocuments, NamesDocumentsThatStandTwice) {
  Tables tables = worked_example();
  put(tables.invoices, texts("document", {"A", "B", "A", std::nullopt, "B"}));
  put(*tables.receipts, texts("receipt", {"account", "R1", "R1"}));
  EXPECT_THAT(
      faults(tables),
      ElementsAre("invoices, row 2, document \"A\": expected a number that stands only once",
                  "invoices, row 3, document \"null\": expected a document number",
                  "invoices, row 4, document \"B\": expected a number that stands only once",
                  "receipts, row 2, receipt \"R1\": expected a number that stands only once"));
  // A null says nothing about the numbers after it.
  tables = worked_example();
  put(tables.invoices, hand_made::fixed<std::int64_t>("document", "l", {std::nullopt, 1, 2, 3, 4}));
  put(*tables.applications, hand_made::fixed<std::int64_t>("document", "l", {1, 2}));
  EXPECT_THAT(faults(tables),
              ElementsAre("invoices, row 0, document \"null\": expected a document number"));
}

// However documents are numbered, the same are found.
TEST(AgeDocuments, FindsDocumentsByNumbersOfEveryKind) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const std::vector<std::string> expected = lines(aged(worked_example(), Date(2026, 4, 5)));
  for (const std::vector<std::int64_t>& numbers : {std::vector<std::int64_t>{0, 1, 2, 3, 4},
                                                   {700, 701, 702, 703, 704},
                                                   {4, 3, 2, 1, 0},
                                                   {-3, 50'000, 7, 9, 11},
                                                   {least, most, 0, -1, 1},
                                                   {most - 1, most, least, least + 1, least + 2}}) {
    Tables tables = worked_example();
    put(tables.invoices,
        hand_made::fixed<std::int64_t>("document", "l", {numbers.begin(), numbers.end()}));
    put(*tables.applications,
        hand_made::fixed<std::int64_t>("document", "l", {numbers[1], numbers[3]}));
    EXPECT_EQ(lines(aged(tables, Date(2026, 4, 5))), expected) << numbers[0];
    put(*tables.applications, hand_made::fixed<std::int64_t>("document", "l", {numbers[1], 123}));
    EXPECT_EQ(faults(tables).size(), 1U) << numbers[0];
  }
  for (const std::vector<std::string>& numbers :
       {std::vector<std::string>{"INV-01", "INV-02", "INV-03", "INV-04", "INV-05"},
        {"INV-05", "INV-04", "INV-03", "INV-02", "INV-01"},
        {"2025/0001", "2025/0002", "2026/0001", "2026/0002", "2026/0003"},
        {"a", "bb", "ccc", "ab", ""},
        {"1000000000", "2000000000", "9000000000", "4000000000", "5000000000"}}) {
    Tables tables = worked_example();
    put(tables.invoices, texts("document", {numbers.begin(), numbers.end()}));
    put(*tables.applications, texts("document", {numbers[1], numbers[3]}));
    EXPECT_EQ(lines(aged(tables, Date(2026, 4, 5))), expected) << numbers[0];
    for (const std::optional<std::string>& unknown :
         {std::optional<std::string>("INV-06"), std::optional<std::string>("2026/0000"),
          std::optional<std::string>("x"), std::optional<std::string>()}) {
      put(*tables.applications, texts("document", {numbers[1], unknown}));
      EXPECT_EQ(faults(tables).size(), 1U) << numbers[0];
    }
    put(tables.invoices, texts("document", {numbers[0], numbers[1], numbers[2], numbers[2], {}}));
    EXPECT_THAT(faults(tables), ElementsAre(HasSubstr("row 3, document \"" + numbers[2] + "\""),
                                            HasSubstr("row 4, document \"null\"")))
        << numbers[0];
  }
  Tables tables = worked_example();
  put(*tables.applications, hand_made::fixed<std::int64_t>("document", "l", {1, 2}));
  EXPECT_THAT(faults(tables),
              ElementsAre(HasSubstr("applications, document \"int64\": expected text, "
                                    "as the documents")));
}

// Serial numbers of one form, and among them a few of other forms, in any order.
TEST(AgeDocuments, FindsSerialNumbersAmongOthers) {
  constexpr std::int64_t count = 5'000;
  hand_made::Values<std::string> numbers;
  for (std::int64_t i = 0; i < count; ++i)
    numbers.push_back(i % 50 == 7 ? "credit " + std::to_string(i)
                                  : "2026-" + std::to_string(10'000 + i * 7919 % count));
  const hand_made::Values<std::string> parties(count, "P");
  const std::vector<std::optional<Date>> days(count, as_of);
  hand_made::Values<std::int64_t> owed;
  hand_made::Values<std::int64_t> paid;
  std::int64_t open = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    owed.push_back(1'000 + i);
    paid.push_back(i % 1'000);
    open += *owed.back() - *paid.back();
  }
  Tables tables{
      .invoices = hand_made::batch({texts("document", numbers), texts("party", parties),
                                    dates("invoice_date", days), dates("due_date", days),
                                    amounts(owed), texts("currency", {numbers.size(), "USD"})}),
      .applications =
          hand_made::batch({texts("document", numbers), dates("date", days), amounts(paid)})};
  const std::string figure = to_string(Money::from_minor(open, Currency("USD", 2)).amount());
  const std::vector<std::string> expected{"P USD | " + figure + " 0.00 0.00 0.00 " + figure +
                                          " | " + std::to_string(count)};
  EXPECT_EQ(lines(aged(tables)), expected);
  EXPECT_EQ(lines(aged(tables, as_of, one_limit, {.threads = 3})), expected);
  // None is paid more than the least that is owed, so that other invoices may be paid as well.
  put(*tables.applications, texts("document", {numbers.rbegin(), numbers.rend()}));
  EXPECT_EQ(lines(aged(tables)), expected);
}

// A block of one application is read in the currency of its invoice, not of the first.
TEST(AgeDocuments, ASingleApplicationIsReadInItsCurrency) {
  Tables tables = worked_example();
  put(tables.invoices, texts("currency", {"JPY", "USD", "USD", "USD", "USD"}));
  tables.applications =
      hand_made::batch({texts("receipt", {"R1"}), texts("document", {"B"}), dates("date", {as_of}),
                        hand_made::fixed<std::int64_t>("amount", "d:18,2,64", {12'34})});
  EXPECT_THAT(lines(aged(tables, as_of, AgingBuckets(std::vector<std::int32_t>{}))),
              ElementsAre("P JPY | 10000 0 0 0 10000 | 1",
                          "P USD | 0.00 22987.66 0.00 -3487.66 19500.00 | 6"));
}

TEST(AgeDocuments, ReceiptsMayLackAKeyOfAnyType) {
  for (const Column& seller : {texts("seller", {"x", "x", "x", "x", "x"}),
                               hand_made::fixed<std::int64_t>("seller", "l", {7, 7, 7, 7, 7}),
                               hand_made::booleans("seller", {true, true, true, true, true})}) {
    Tables tables = worked_example();
    put(tables.invoices, seller);
    const AgingTable result = aged(tables, as_of, one_limit, {.group_by = {"seller", "party"}});
    EXPECT_EQ(result.rows(), 2U) << seller.format;
    EXPECT_EQ(result.keys()[0].kind().type == ColumnType::int64, seller.format == "l");
    EXPECT_THAT(lines(result)[1], HasSubstr("null P USD | 0.00 0.00 0.00 0.00 -3500.00 -3500.00"));
  }
}

TEST(AgeDocuments, FindsTheItemsBehindAFigure) {
  const Opened opened(worked_example());
  std::vector<std::string> found;
  Int128 sum = 0;
  for (const AgedItem& aged :
       aged_document_items(opened.refer(), as_of, AgingBuckets(), {}, {}, {KeyValue::of("P")})) {
    found.push_back(std::to_string(aged.row) + ' ' + aged.item.document + ' ' +
                    to_string(aged.item.amount));
    sum += aged.item.amount.minor();
  }
  EXPECT_THAT(found, ElementsAre("0 A 10000.00 USD", "1 B 8000.00 USD", "2 C 6000.00 USD",
                                 "3 D 5000.00 USD", "4 E 4000.00 USD", "0 account -1500.00 USD",
                                 "1 R1 -2000.00 USD"));
  EXPECT_TRUE(sum == 29'500'00);
}

TEST(AgeDocuments, RefusesAmountsThatCannotBeNegated) {
  Tables tables = worked_example();
  put(*tables.receipts, amounts({std::numeric_limits<std::int64_t>::min(), 2'000'00, 3'000'00}));
  EXPECT_THROW(aged(tables), Overflow);
}

TEST(AgeDocuments, TellInWhichTableAColumnIsMalformed) {
  Tables tables = worked_example();
  Column document = texts("document", {"B", "D"});
  document.buffers[1] = hand_made::bytes_of(std::vector<std::int32_t>{0, 1, 0});
  put(*tables.applications, document);
  EXPECT_THAT(faults(tables),
              ElementsAre("applications, row 0: expected a column as the Arrow format describes "
                          "it"));
}

}  // namespace
}  // namespace o2c

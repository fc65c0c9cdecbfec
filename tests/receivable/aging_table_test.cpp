#include "o2c/receivable/aging_table.hpp"

#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/exchange.hpp"
#include "o2c/number/error.hpp"

#include "items_table.hpp"

namespace o2c {
namespace {

using namespace currencies;
using test_items::batch;
using test_items::lines;
using test_items::Row;
using test_items::table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr Date as_of(2026, 3, 31);
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

AgingTable aged(const std::vector<Row>& rows, const AgingOptions& options = {},
                const AgingBuckets& buckets = AgingBuckets()) {
  return age(*table(rows), as_of, buckets, options);
}

const AgingBuckets no_limits(std::vector<std::int32_t>{});

const std::vector<Row> worked_example{{"P", 10'000'00, Date(2026, 3, 31)},
                                      {"P", 8'000'00, Date(2026, 3, 30)},
                                      {"P", 6'000'00, Date(2026, 3, 1)},
                                      {"P", 5'000'00, Date(2026, 2, 28)},
                                      {"P", 4'000'00, Date(2025, 12, 30)},
                                      {"P", -1'500'00, {}},
                                      {"P", -2'000'00, {}}};

TEST(AgeTable, BringsOutTheWorkedExample) {
  const AgingTable result = aged(worked_example);
  EXPECT_THAT(result.measures(),
              ElementsAre("not_due", "1-30", "31-60", "61-90", ">90", "credits", "total"));
  EXPECT_THAT(lines(result), ElementsAre("P USD | 10000.00 14000.00 5000.00 0.00 4000.00 -3500.00 "
                                         "29500.00 | 7"));
  EXPECT_EQ(result.as_of(), as_of);
  EXPECT_EQ(result.buckets(), AgingBuckets());
}

TEST(AgeTable, SortsByKeysThenCurrency) {
  const std::vector<Row> rows{{"Z", 5, as_of, "USD"},     {"Z", 6, as_of, "JPY"},
                              {"A", 7, as_of, "USD"},     {"Z", -5, {}, "USD"},
                              {"\xE5\xBC\xA0", 1, as_of}, {"", 2, as_of}};
  EXPECT_THAT(lines(aged(rows, {}, no_limits)),
              ElementsAre(" USD | 0.02 0.00 0.00 0.02 | 1", "A USD | 0.07 0.00 0.00 0.07 | 1",
                          "Z JPY | 6 0 0 6 | 1", "Z USD | 0.05 0.00 -0.05 0.00 | 2",
                          "\xE5\xBC\xA0 USD | 0.01 0.00 0.00 0.01 | 1"));
  EXPECT_THAT(aged(rows).currencies(), ElementsAre(JPY, USD));
}

TEST(AgeTable, CreditsStandApartOrNetted) {
  const std::vector<Row> rows{{"A", 1000, as_of - 5},
                              {"A", -300, as_of - 40},
                              {"A", -400, {}, "USD", as_of - 2},
                              {"A", -1, as_of + 1}};
  EXPECT_THAT(lines(aged(rows, {}, AgingBuckets({30}))),
              ElementsAre("A USD | 0.00 10.00 0.00 -7.01 2.99 | 4"));
  EXPECT_THAT(lines(aged(rows, {.credits = Credits::netted}, AgingBuckets({30}))),
              ElementsAre("A USD | -0.01 6.00 -3.00 2.99 | 4"));
}

TEST(AgeTable, AgesByInvoiceDate) {
  const std::vector<Row> rows{{"A", 1, Date::min(), "USD", as_of},
                              {"A", 2, Date::min(), "USD", as_of + 1},
                              {"A", 4, {}, "USD", as_of - 31},
                              {"A", -8, {}, "USD", {}}};
  EXPECT_THAT(lines(aged(rows, {}, AgingBuckets({30}, AgingBasis::invoice_date))),
              ElementsAre("A USD | 0.02 0.01 0.04 -0.08 -0.01 | 4"));
}

TEST(AgeTable, OfNoRowsIsEmpty) {
  const AgingTable empty = aged({});
  EXPECT_EQ(empty.rows(), 0U);
  EXPECT_EQ(empty.keys().size(), 1U);
  EXPECT_EQ(empty.measures().size(), 7U);
  EXPECT_THAT(empty.total_minor(USD), testing::Each(testing::Eq(Int128{0})));
  EXPECT_EQ(empty.total_items(USD), 0);
  EXPECT_THAT(empty.largest(3, 0), IsEmpty());
  EXPECT_EQ((empty + empty).rows(), 0U);

  class NoBatches final : public TableSource {
   public:
    [[nodiscard]] const std::vector<ColumnField>& fields() const override {
      return table_->fields();
    }
    std::optional<RecordBatch> next() override { return std::nullopt; }

   private:
    std::unique_ptr<TableSource> table_ = table({});
  };
  NoBatches none;
  for (const std::size_t threads : {0U, 1U, 3U})
    EXPECT_EQ(age(none, as_of, AgingBuckets(), {.threads = threads}).rows(), 0U);
}

TEST(AgeTable, TotalsAndLargest) {
  const AgingTable result = aged({{"A", 500, as_of},
                                  {"B", -900, {}},
                                  {"C", 900, as_of},
                                  {"D", 70, as_of, "JPY"},
                                  {"B", 100, as_of - 1}});
  EXPECT_THAT(result.total_minor(USD), ElementsAre(1400, 100, 0, 0, 0, -900, 600));
  EXPECT_EQ(result.total_items(USD), 4);
  EXPECT_THAT(result.total_minor(JPY), ElementsAre(70, 0, 0, 0, 0, 0, 70));
  EXPECT_THAT(result.total_minor(EUR), testing::Each(testing::Eq(Int128{0})));
  // B and C have totals of -800 and 900; the largest absolute figures come first.
  EXPECT_THAT(result.largest(2, 6), ElementsAre(2, 1));
  EXPECT_THAT(result.largest(99, 6), ElementsAre(2, 1, 0, 3));
  EXPECT_THAT(result.largest(2, 5), ElementsAre(1, 0)) << "at equal figures in row order";
  EXPECT_THAT(result.largest(0, 6), IsEmpty());
}

TEST(AgeTable, ReadsColumnsThatAProgramHolds) {
  const std::array<std::string_view, 3> parties{"B", "A", "B"};
  const std::array<Date, 3> due{as_of, as_of - 1, as_of - 100};
  const std::array<std::int64_t, 3> amounts{1, 2, 4};
  MemoryTable held;
  held.add("party", ColumnView::of(parties))
      .add("due_date", ColumnView::of(due))
      .add("amount", ColumnView::of(amounts));
  EXPECT_THAT(lines(age(held, as_of, no_limits, {.currency = EUR})),
              ElementsAre("A EUR | 0.00 0.02 0.00 0.02 | 1", "B EUR | 0.01 0.04 0.00 0.05 | 2"));
}

TEST(AgeTable, TakesCurrenciesOfYourOwn) {
  CurrencyTable currencies = CurrencyTable::iso_4217();
  currencies.add(Currency("POINTS", 0));
  const std::vector<Row> rows{{"A", 5, as_of, "POINTS"}, {"A", 6, as_of, "BHD"}};
  EXPECT_THAT(lines(aged(rows, {.group_by = {}, .currencies = currencies}, no_limits)),
              ElementsAre("BHD | 0.006 0.000 0.000 0.006 | 1", "POINTS | 5 0 0 5 | 1"));
}

// ---- Sums beyond 64 bits
// --------------------------------------------------------------------------

TEST(AgeTable, SumsBeyond64Bits) {
  std::vector<Row> rows;
  for (int i = 0; i < 3; ++i) {
    rows.push_back({"A", most, as_of - 1});
    rows.push_back({"A", least, {}});
    rows.push_back({"B", 1, as_of});
  }
  rows.push_back({"C", least, {}});
  for (const std::size_t threads : {1U, 2U, 3U}) {
    const AgingTable result = aged(rows, {.threads = threads}, no_limits);
    EXPECT_THAT(lines(result), ElementsAre("A USD | 0.00 276701161105643274.21 "
                                           "-276701161105643274.24 -0.03 | 6",
                                           "B USD | 0.03 0.00 0.00 0.03 | 3",
                                           "C USD | 0.00 0.00 -92233720368547758.08 "
                                           "-92233720368547758.08 | 1"));
    EXPECT_TRUE(result.minor(0, 1) == Int128{3} * most);
    EXPECT_TRUE(result.total_minor(USD)[2] == Int128{4} * least);
  }
}

// ---- Merging
// --------------------------------------------------------------------------------------

TEST(AgingTable, AddsUpPartByPart) {
  const AgingTable a = aged({{"B", 1, as_of}, {"B", 8, as_of, "JPY"}, {"D", 2, as_of}});
  const AgingTable b = aged({{"A", 4, as_of}, {"B", -16, {}}, {"E", 32, as_of - 1}});
  const auto expected =
      ElementsAre("A USD | 0.04 0.00 0.00 0.00 0.00 0.00 0.04 | 1", "B JPY | 8 0 0 0 0 0 8 | 1",
                  "B USD | 0.01 0.00 0.00 0.00 0.00 -0.16 -0.15 | 2",
                  "D USD | 0.02 0.00 0.00 0.00 0.00 0.00 0.02 | 1",
                  "E USD | 0.00 0.32 0.00 0.00 0.00 0.00 0.32 | 1");
  EXPECT_THAT(lines(a + b), expected);
  EXPECT_THAT(lines(b + a), expected);
  EXPECT_THAT(lines(a + aged({})), testing::ElementsAreArray(lines(a)));
  EXPECT_THAT((a + b).currencies(), ElementsAre(JPY, USD));
}

TEST(AgingTable, MergesSumsBeyond64Bits) {
  const AgingTable one = aged({{"A", most, as_of}});
  AgingTable sum = one + one;
  for (int i = 0; i < 2; ++i) sum = sum + one;
  EXPECT_TRUE(sum.minor(0, 0) == Int128{4} * most);
  EXPECT_EQ(sum.items(0), 4);
}

TEST(AgingTable, RefusesToAddWhatDiffers) {
  const std::vector<Row> rows{{"A", 1, as_of}};
  const AgingTable result = aged(rows);
  const auto refused = ThrowsMessage<InvalidArgument>(HasSubstr("cannot be added"));
  EXPECT_THAT([&] { result + age(*table(rows), as_of + 1); }, refused);
  EXPECT_THAT([&] { result + aged(rows, {}, AgingBuckets({30})); }, refused);
  EXPECT_THAT([&] { result + aged(rows, {.credits = Credits::netted}); }, refused);
  EXPECT_THAT([&] { result + aged(rows, {.group_by = {}}); }, refused);
  EXPECT_THAT([&] { result + aged(rows, {.group_by = {"due_date"}}); }, refused);
  // The same name, and numbers both: but days are not integers.
  const auto by_x = [](hand_made::Column x) {
    x.name = "x";
    hand_made::Batch items = batch({{"A", 1, as_of}});
    items.columns.push_back(std::move(x));
    return age(*hand_made::table({items}), as_of, AgingBuckets(), {.group_by = {"x"}});
  };
  const AgingTable by_date = by_x(test_items::dates("", {as_of}));
  const AgingTable by_integer = by_x(hand_made::fixed<std::int32_t>("", "i", {as_of.days()}));
  const AgingTable by_long = by_x(hand_made::fixed<std::int64_t>("", "l", {as_of.days()}));
  EXPECT_THAT([&] { by_date + by_integer; }, refused);
  EXPECT_EQ((by_integer + by_long).items(0), 2);
}

// ---- Converting
// -----------------------------------------------------------------------------------

ExchangeTable rates() {
  ExchangeTable table;
  table.add(ExchangeRate(EUR, USD, Decimal::parse("1.1"), as_of - 3));
  table.add(ExchangeRate(USD, JPY, Decimal::parse("150.5"), as_of));
  table.add(ExchangeRate(USD, JPY, 1, as_of + 1));  // Not yet known.
  return table;
}

TEST(AgingTable, ConvertsEachFigureAndAddsTheRows) {
  const AgingTable result = aged({{"A", 105, as_of, "EUR"},
                                  {"A", 301, as_of - 1, "JPY"},
                                  {"A", 1000, as_of - 1, "USD"},
                                  {"A", -5, {}, "EUR"},
                                  {"B", 3, as_of, "EUR"}});
  const AgingTable converted = result.converted_to(USD, rates(), Rounding::half_up);
  // 1.05 * 1.1 = 1.155; 301 / 150.5 = 2; -0.05 * 1.1 = -0.055; 0.03 * 1.1 = 0.033.
  EXPECT_THAT(lines(converted), ElementsAre("A USD | 1.16 12.00 0.00 0.00 0.00 -0.06 13.10 | 4",
                                            "B USD | 0.03 0.00 0.00 0.00 0.00 0.00 0.03 | 1"));
  EXPECT_THAT(converted.currencies(), ElementsAre(USD));
  EXPECT_THAT(lines(result.converted_to(USD, rates(), Rounding::down)),
              ElementsAre("A USD | 1.15 12.00 0.00 0.00 0.00 -0.05 13.10 | 4",
                          "B USD | 0.03 0.00 0.00 0.00 0.00 0.00 0.03 | 1"));
  EXPECT_THROW(static_cast<void>(result.converted_to(USD, rates(), Rounding::exact)),
               InexactResult);
}

TEST(AgingTable, ConvertsToACurrencyOfFewerDigits) {
  const AgingTable result = aged({{"A", 12'34, as_of, "USD"}});
  EXPECT_THAT(lines(result.converted_to(JPY, rates(), Rounding::half_even)),
              ElementsAre("A JPY | 1857 0 0 0 0 0 1857 | 1"));
}

TEST(AgingTable, ConvertsSumsBeyond64Bits) {
  const AgingTable result =
      aged({{"A", most, as_of, "JPY"}, {"A", most, as_of, "JPY"}, {"A", most, as_of, "JPY"}});
  ExchangeTable table;
  table.add(ExchangeRate(JPY, BHD, Decimal::parse("0.0025"), as_of));
  const AgingTable converted = result.converted_to(BHD, table, Rounding::half_even);
  EXPECT_TRUE(converted.minor(0, 0) == divide(Int128{3} * most * 25, 10, Rounding::half_even));
}

TEST(AgingTable, NamesARateThatIsMissing) {
  const AgingTable result = aged({{"A", 1, as_of, "GBP"}});
  EXPECT_THAT([&] { static_cast<void>(result.converted_to(USD, rates(), Rounding::half_up)); },
              ThrowsMessage<MissingRate>(
                  testing::AllOf(HasSubstr("GBP"), HasSubstr("USD"), HasSubstr("2026-03-31"))));
  EXPECT_THAT(lines(result.converted_to(GBP, ExchangeTable(), Rounding::exact)),
              ElementsAre("A GBP | 0.01 0.00 0.00 0.00 0.00 0.00 0.01 | 1"));
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/period_measures.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/columns/column_view.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/roll_flows.hpp"

#include "../columns/arrow_columns.hpp"
#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }
const std::vector<Period> two_months{Period::month_of(march(1)), Period::month_of(april(1))};

// 1,000 from February, due in March; 600 and 300 from March, due in April. In March 700 is paid, in
// April 500 and a write-off of 100.
struct TwoMonths : Books {
  DocumentId a = invoice("A", usd(1'000), {2026, 2, 10}, march(12));
  DocumentId b = invoice("B", usd(600), march(1), april(1));
  DocumentId c = invoice("C", usd(300), march(20), april(30));
  DocumentId paid = receipt("R", usd(1'500), march(22));

  TwoMonths() {
    EXPECT_TRUE(apply(paid, a, usd(700), march(22)));
    EXPECT_TRUE(apply(paid, b, usd(500), april(11)));
    EXPECT_TRUE(ledger
                    .adjust({.document = a,
                             .amount = usd(100),
                             .kind = AdjustmentKind::write_off,
                             .date = april(12)},
                            tick())
                    .has_value());
  }
};

TEST(PeriodMeasures, AreOfDebitsMonthByMonth) {
  const TwoMonths books;
  const MeasuresTable table = measures(books.ledger, two_months);
  ASSERT_EQ(table.rows(), 1U);
  EXPECT_EQ(table.currency(0), USD);
  EXPECT_THAT(table.figures(0),
              ElementsAre(PeriodFigures{usd(1'000), usd(900), usd(1'200), usd(300), usd(700),
                                        Decimal(28'000), Decimal(7'000), 2, 31},
                          PeriodFigures{usd(1'200), usd(0), usd(600), usd(300), usd(500),
                                        Decimal(20'500), Decimal(5'000), 0, 30}));
  EXPECT_EQ(table.measure(0, 0, PeriodMeasure::dso).value(), Ratio(1'200 * 31, 900));
  EXPECT_EQ(table.measure(0, 1, PeriodMeasure::dso), Measure(Undefined::no_sales));
  EXPECT_EQ(table.measure(0, 1, PeriodMeasure::countback_dso).value(),
            Ratio(30) + Ratio(600 * 31, 900));
  EXPECT_EQ(table.measure(0, 0, PeriodMeasure::days_to_pay).value(), Ratio(40));
  EXPECT_EQ(table.measure(0, 1, PeriodMeasure::days_late).value(), Ratio(10));
  EXPECT_EQ(table.measure(0, 0, PeriodMeasure::collection_effectiveness).value(), Ratio(7, 10));
  for (std::size_t m = 0; m < period_measures; ++m)
    for (std::size_t period = 0; period < 2; ++period) {
      const Derivation derivation = table.explain(0, period, static_cast<PeriodMeasure>(m));
      EXPECT_THAT(derivation.recheck(), IsEmpty()) << derivation;
    }
}

// A table rounds without reducing: the digits must be those of the measures themselves.
TEST(PeriodMeasures, AreShownAsTheyAre) {
  std::mt19937 random(11);
  const auto below = [&](std::uint32_t end) { return static_cast<std::int32_t>(random() % end); };
  std::vector<std::int64_t> document;
  std::vector<std::int64_t> party;
  std::vector<std::int64_t> amount;
  std::vector<Date> invoiced;
  std::vector<Date> due;
  std::vector<std::int64_t> paid;
  std::vector<std::int64_t> part;
  std::vector<Date> paid_on;
  for (int i = 0; i < 300; ++i) {
    document.push_back(i);
    party.push_back(below(5));
    amount.push_back(below(1'000'000) + 1);
    invoiced.push_back(Date(2026, 1, 1) + below(5) * 45);  // Months without sales among them.
    due.push_back(invoiced.back() + below(60));
    if (below(3) == 0) continue;
    paid.push_back(i);
    part.push_back(below(2) == 0 ? amount.back() : amount.back() / 2);
    paid_on.push_back(invoiced.back() + below(100));
  }
  MemoryTable invoices;
  invoices.add("document", ColumnView::of(document))
      .add("party", ColumnView::of(party))
      .add("amount", ColumnView::of(amount))
      .add("invoice_date", ColumnView::of(invoiced))
      .add("due_date", ColumnView::of(due));
  MemoryTable applications;
  applications.add("document", ColumnView::of(paid))
      .add("amount", ColumnView::of(part))
      .add("date", ColumnView::of(paid_on));
  std::vector<Period> periods{Period::parse("2026-01")};
  while (periods.size() < 9) periods.push_back(periods.back().next());
  const MeasuresTable table =
      measures({.invoices = &invoices, .receipts = nullptr, .applications = &applications}, periods,
               {.group_by = {"party"}, .currency = USD, .threads = 2});
  ASSERT_EQ(table.rows(), 5U);
  std::size_t shown = 0;
  for (const MeasureFormat format :
       {MeasureFormat{}, MeasureFormat{0, Rounding::half_even}, MeasureFormat{30, Rounding::up}}) {
    const auto arrow = to_arrow(table, format);
    for (std::size_t m = 0; m < period_measures; ++m) {
      const auto wanted = static_cast<PeriodMeasure>(m);
      const ArrowColumn& column = arrow->columns.at(arrow->columns.size() - period_measures + m);
      ASSERT_EQ(column.name, to_string(wanted));
      const auto* values = static_cast<const Int128*>(column.buffers.at(1).get());
      const auto* valid = static_cast<const std::uint8_t*>(column.buffers.at(0).get());
      for (std::size_t line = 0; line < 5 * periods.size(); ++line) {
        const int digits = format.digits + (is_in_days(wanted) ? 0 : 2);
        const std::optional<Decimal> expected =
            table.measure(line / periods.size(), line % periods.size(), wanted)
                .rounded(digits, format.rounding);
        const bool has_value = valid == nullptr || (valid[line / 8] >> (line % 8) & 1U) != 0;
        ASSERT_EQ(has_value, expected.has_value()) << column.name << " in line " << line;
        if (!expected) continue;
        EXPECT_EQ(values[line], expected->coefficient()) << column.name << " in line " << line;
        ++shown;
      }
    }
  }
  EXPECT_GT(shown, 600U);
}

// Each party's figures fit in 64 bits, what they come to does not.
TEST(PeriodMeasures, RefuseATotalBeyond64Bits) {
  const std::vector<std::int64_t> party{1, 2};
  const std::vector<std::int64_t> amount(2, std::int64_t{5'000'000'000'000'000'000});
  const std::vector<Date> invoiced(2, march(1));
  MemoryTable invoices;
  invoices.add("document", ColumnView::of(party))
      .add("party", ColumnView::of(party))
      .add("amount", ColumnView::of(amount))
      .add("invoice_date", ColumnView::of(invoiced))
      .add("due_date", ColumnView::of(invoiced));
  const std::vector<Period> months{Period::parse("2026-02"), Period::parse("2026-03")};
  const MeasuresTable table =
      measures({.invoices = &invoices, .receipts = nullptr, .applications = nullptr}, months,
               {.group_by = {"party"}, .currency = USD});
  ASSERT_EQ(table.rows(), 2U);
  EXPECT_EQ(table.figures(0)[1].closing, Money::from_minor(amount[0], USD));
  EXPECT_THROW(static_cast<void>(table.total(USD)), Overflow);
  EXPECT_THAT(table.total(currencies::EUR), IsEmpty());
}

TEST(PeriodMeasures, CountAsManyDaysAsAPolicySays) {
  const TwoMonths books;
  const MeasuresTable table = measures(books.ledger, two_months, {.days_in_period = 30});
  EXPECT_EQ(table.measure(0, 0, PeriodMeasure::dso).value(), Ratio(40));
}

TEST(PeriodMeasures, AreAsKnownAtAMoment) {
  const TwoMonths books;
  const MeasuresTable table = measures(books.ledger, two_months, {}, 3'000'000);
  EXPECT_EQ(table.figures(0)[1].closing, usd(1'900));
  EXPECT_EQ(measures(books.ledger, two_months, {}, 0).rows(), 0U);
}

TEST(PeriodMeasures, AreGroupedAndAddUp) {
  TwoMonths books;
  Document other = Books::of(DocumentKind::invoice, "X", usd(50), march(2));
  other.party = "Anqing";
  other.due_date = march(3);
  books.post(other);
  const MeasuresTable table = measures(books.ledger, two_months, {.group_by = {"party"}});
  ASSERT_EQ(table.rows(), 2U);
  EXPECT_EQ(table.keys()[0][0].text, "Anqing");
  EXPECT_EQ(table.total(USD)[0].closing, usd(1'250));
  EXPECT_THAT(table.closing(USD, 0), ElementsAre(usd(50), usd(1'200)));
  EXPECT_THROW(measures(books.ledger, two_months, {.group_by = {"city"}}), InvalidArgument);
}

TEST(PeriodMeasures, WantPeriodsThatFollowOneAnother) {
  const TwoMonths books;
  EXPECT_THROW(measures(books.ledger, std::vector<Period>{}), InvalidArgument);
  EXPECT_THROW(measures(books.ledger, std::vector{two_months[1], two_months[0]}), InvalidArgument);
}

// Payments and their reversals of the same amount, in any order.
struct Payment {
  std::int32_t document;
  std::int64_t cents;
  Date date;
};

std::vector<PeriodFigures> figures_of(std::int32_t documents, std::int64_t cents,
                                      const std::vector<Payment>& payments, std::size_t threads) {
  hand_made::Values<std::int32_t> numbers;
  hand_made::Values<std::int32_t> to;
  hand_made::Values<std::int32_t> days;
  hand_made::Values<std::int64_t> amounts;
  for (std::int32_t document = 0; document < documents; ++document) numbers.emplace_back(document);
  for (const Payment& payment : payments) {
    to.emplace_back(payment.document);
    days.emplace_back(payment.date.days());
    amounts.emplace_back(payment.cents);
  }
  const auto same = [&]<class T>(T value) { return hand_made::Values<T>(numbers.size(), value); };
  const auto table = [](std::vector<hand_made::Column> columns) {
    const std::int64_t rows = columns.front().length;
    return hand_made::table({{std::move(columns), rows}});
  };
  using hand_made::fixed;
  const auto invoices =
      table({fixed<std::int32_t>("document", "i", numbers),
             fixed("invoice_date", "tdD", same(Date(2026, 2, 10).days())),
             fixed("due_date", "tdD", same(march(12).days())), fixed("amount", "l", same(cents))});
  const auto applications =
      table({fixed<std::int32_t>("document", "i", to), fixed<std::int32_t>("date", "tdD", days),
             fixed<std::int64_t>("amount", "l", amounts)});
  return measures({.invoices = invoices.get(), .applications = applications.get()}, two_months,
                  {.currency = USD, .threads = threads})
      .figures(0);
}

TEST(PeriodMeasures, RefuseOnlyWhatDoesNotFitWhateverTheOrderAndTheThreads) {
  constexpr std::int64_t large = std::int64_t{1} << 60U;
  std::mt19937 random(7);
  std::vector<Payment> payments;
  for (int i = 0; i < 2'000; ++i) {  // Each reversed in its month; in the end two are paid.
    payments.push_back({i % 7, large, march(20)});
    if (i >= 2) payments.push_back({i % 7, -large, march(21)});
  }
  const auto later = [](Payment payment) {
    return Payment{payment.document, payment.cents, april(2)};
  };
  std::vector<Payment> apart = payments;  // March alone does not fit.
  for (Payment& payment : apart)
    if (payment.cents < 0) payment = later(payment);
  const PeriodFigures march_figures{
      Money::from_minor(7 * large, USD),
      usd(0),
      Money::from_minor(5 * large, USD),
      Money::from_minor(5 * large, USD),
      Money::from_minor(2 * large, USD),
      Decimal::from_parts((Int128{2'000} * 38 - 1'998 * 39) * large, 2),
      Decimal::from_parts((Int128{2'000} * 8 - 1'998 * 9) * large, 2),
      0,
      31};
  for (const std::size_t threads : {1U, 2U, 3U, 5U}) {
    std::ranges::shuffle(payments, random);
    std::ranges::shuffle(apart, random);
    EXPECT_EQ(figures_of(7, large, payments, threads).front(), march_figures) << threads;
    EXPECT_THROW(figures_of(7, large, apart, threads), Overflow) << threads;
    EXPECT_THROW(figures_of(8, large, payments, threads), Overflow) << "opening, of 2^63 cents";
  }
}

TEST(RollFlows, AddUpBothWays) {
  const TwoMonths books;
  const auto found = roll_flows(books.ledger, march(31), april(30), AgingBuckets({30}));
  ASSERT_EQ(found.size(), 1U);
  const RollFlows& flows = found[0];
  EXPECT_THAT(flows.before, ElementsAre(usd(900), usd(300), usd(0)));
  EXPECT_THAT(flows.after, ElementsAre(usd(300), usd(100), usd(200)));
  EXPECT_THAT(flows.settled, ElementsAre(usd(500), usd(100), usd(0)));
  EXPECT_THAT(flows.entered, ElementsAre(usd(0), usd(0), usd(0)));
  EXPECT_EQ(flows.moved[0][1], usd(100));
  EXPECT_EQ(flows.moved[1][2], usd(200));
  NoTrace no_trace;
  EXPECT_EQ(flows.rate(1, 2, no_trace).value(), Ratio(2, 3));
  EXPECT_THROW(roll_flows(books.ledger, april(30), april(30)), InvalidArgument);
}

TEST(LossFlows, AreWhatReachedEachBucketAndWasNeverPaid) {
  const TwoMonths books;
  // A is open with 1,000 on March 13, its first day overdue, with 300 on April 12, its 31st day.
  const auto found = loss_flows(books.ledger, Date(2026, 4, 20), AgingBuckets({30}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].reached, ElementsAre(usd(1'000), usd(1'000), usd(300)));
  EXPECT_EQ(found[0].unpaid, usd(300));  // 100 of it written off.
  EXPECT_THAT(loss_flows(books.ledger, march(31), AgingBuckets({30})), IsEmpty());
}

TEST(LossFlows, TellWhatWasOpenAgainLater) {
  TwoMonths books;
  ASSERT_TRUE(
      books.ledger.return_payment(books.paid, "BOUNCED", {2026, 5, 10}, books.tick()).has_value());
  const auto found =
      loss_flows(books.ledger, Date(2026, 5, 31), AgingBuckets({30}), {.to = Date(2026, 2, 28)});
  EXPECT_THAT(found[0].reached, ElementsAre(usd(1'000), usd(1'000), usd(1'000)));
  EXPECT_EQ(found[0].unpaid, usd(1'000));
}

}  // namespace
}  // namespace o2c

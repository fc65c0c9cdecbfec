#include "o2c/commission/commission_table.hpp"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

#include "../receivable/interest_rows.hpp"
#include "../receivable/items_table.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using hand_made::Batch;
using test_items::interest_lines;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Period november = Period::parse("2026-11");

Plan plan(PlanTerms terms = {}) {
  return {"Export", CNY,
          RateSchedule(TierMethod::marginal, {{.from = 0, .rate = Rate::parse("3%")},
                                              {.from = 1'000, .rate = Rate::parse("5%")}}),
          std::move(terms)};
}

Batch lines(const hand_made::Values<std::string>& people,
            const std::vector<std::optional<Date>>& days,
            const hand_made::Values<std::int64_t>& nets) {
  return hand_made::batch({hand_made::text<std::int32_t>("salesperson", people),
                           test_items::dates("date", days),
                           hand_made::fixed<std::int64_t>("net", "l", nets)});
}

Batch some() {
  return lines({"Wu", "Li", "Li", "Li"},
               {Date(2026, 11, 9), Date(2026, 11, 20), Date(2026, 11, 2), Date(2026, 12, 1)},
               {100'00, 800'00, 600'00, 5'00});
}

CommissionTable settled(const Batch& batch, const Plan& by = plan(), std::size_t threads = 1) {
  const auto table = hand_made::table({batch});
  return {*table, by, november, {.threads = threads}};
}

TEST(CommissionTable, PaysLinesInTheOrderOfTheTable) {
  const CommissionTable table = settled(some());
  EXPECT_THAT(interest_lines(table.lines()), ElementsAre("2026-11 all 3.00", "2026-11 all 32.00",
                                                         "2026-11 all 18.00", "null null null"));
  EXPECT_THAT(interest_lines(table.totals()), ElementsAre("Li 2026-11 2 1400.00 50.00 50.00 CNY",
                                                          "Wu 2026-11 1 100.00 3.00 3.00 CNY"));
  EXPECT_EQ(table.outside(), 1U);
  EXPECT_EQ(table.rows().front().commission, Money::from_minor(50'00, CNY));
}

// Nor does it need what the base would take.
TEST(CommissionTable, ExplainsLinesOfAPlanThatPaysNothing) {
  const Plan nothing("None", CNY, {{.name = "none", .excluded = true}},
                     {.base_plus = {BasePart::tax}});
  const CommissionTable table = settled(some(), nothing);
  EXPECT_THAT(to_string(table.explain(0)), AllOf(HasSubstr("none"), HasSubstr("100.00 CNY")));
  Batch batch = some();
  batch.columns.push_back(hand_made::text<std::int32_t>("currency", {"CNY", "CNY", "CNY", "CNY"}));
  const auto source = hand_made::table({batch});
  const ExchangeTable rates;
  const CommissionTable converted(*source, nothing, november, {}, {.rates = &rates});
  EXPECT_EQ(converted.explain(0), table.explain(0));
}

TEST(CommissionTable, ExplainsLinesAndTotals) {
  for (const CommissionRounding rounded :
       {CommissionRounding::cumulative, CommissionRounding::line}) {
    const CommissionTable table = settled(some(), plan({.rounded = rounded}));
    const Derivation of_line = table.explain(1);
    EXPECT_THAT(of_line.recheck(), IsEmpty()) << to_string(of_line);
    EXPECT_EQ(of_line.steps().back().result, Value(Money::from_minor(32'00, CNY)));
    const Derivation of_total = table.explain(std::string_view("Li"), november);
    EXPECT_THAT(of_total.recheck(), IsEmpty()) << to_string(of_total);
    EXPECT_EQ(of_total.steps().back().result, Value(Money::from_minor(50'00, CNY)));
    EXPECT_THAT(to_string(table.explain(3)), HasSubstr("of other dates"));
    EXPECT_THROW(static_cast<void>(table.explain(4)), InvalidArgument);
    EXPECT_THROW(static_cast<void>(table.explain(std::string_view("Xu"), november)),
                 InvalidArgument);
  }
}

std::vector<std::string> faults(const Batch& batch, const Plan& by = plan()) {
  std::vector<std::string> found;
  try {
    static_cast<void>(settled(batch, by));
  } catch (const BadTable& bad) {
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(CommissionTable, NamesEveryRowThatItCannotCount) {
  Batch batch = lines({"Li", std::nullopt, "Li"},
                      {std::nullopt, Date(2026, 11, 2), Date(2026, 11, 2)}, {1, 2, std::nullopt});
  EXPECT_THAT(faults(batch),
              ElementsAre(HasSubstr("a date"), HasSubstr("a salesperson"), HasSubstr("net")));
  EXPECT_THAT(faults(some(), plan({.basis = CommissionBasis::gross_profit})),
              ElementsAre(HasSubstr("cost")));
}

TEST(CommissionTable, RefusesAnotherCurrencyThanThePlans) {
  Batch batch = some();
  batch.columns.push_back(
      hand_made::text<std::int32_t>("currency", {"CNY", "USD", "CNY", std::nullopt}));
  EXPECT_THAT(faults(batch), ElementsAre(HasSubstr("USD"), HasSubstr("null")));
}

TEST(CommissionTable, TakesOffCostsAndNumbersPeople) {
  const Batch batch =
      hand_made::batch({hand_made::fixed<std::int32_t>("salesperson", "i", {7, -3}),
                        test_items::dates("date", {Date(2026, 11, 9), Date(2026, 11, 9)}),
                        hand_made::fixed<std::int64_t>("net", "l", {900'00, 900'00}),
                        hand_made::fixed<std::int64_t>("cost", "l", {400'00, 1'000'00})});
  const CommissionTable table = settled(batch, plan({.basis = CommissionBasis::gross_profit}));
  EXPECT_THAT(interest_lines(table.totals()), ElementsAre("-3 2026-11 1 -100.00 -3.00 -3.00 CNY",
                                                          "7 2026-11 1 500.00 15.00 15.00 CNY"));
  EXPECT_THAT(table.explain(std::int64_t{7}, november).recheck(), IsEmpty());
}

TEST(CommissionTable, PaysTheSameWithAnyNumberOfThreads) {
  hand_made::Values<std::string> people;
  std::vector<std::optional<Date>> days;
  hand_made::Values<std::int64_t> nets;
  for (int i = 0; i < 9'000; ++i) {
    // Most people come up late, so that threads have codes of their own for them.
    people.emplace_back("P" + std::to_string(i < 4'000 ? i % 3 : i * 7'919 % 1'501));
    days.emplace_back(Date(2026, 10, 25) + i * 31 % 40);
    nets.emplace_back(i % 11 == 0 ? -5'000 : i * 97 % 60'000);
  }
  const Batch batch = lines(people, days, nets);
  const CommissionTable expected = settled(batch);
  EXPECT_GT(expected.outside(), 0U);
  for (const std::size_t threads : {2U, 3U, 8U}) {
    const CommissionTable table = settled(batch, plan(), threads);
    EXPECT_EQ(interest_lines(table.lines()), interest_lines(expected.lines()));
    EXPECT_EQ(table.rows(), expected.rows());
  }
}

TEST(CommissionTable, NamesTheFirstLineThatItCannotPay) {
  // Under 5% a multiple of 20 cents is paid in whole cents.
  hand_made::Values<std::string> people;
  std::vector<std::optional<Date>> days(6'000, Date(2026, 11, 2));
  hand_made::Values<std::int64_t> nets(6'000, 20);
  for (int i = 0; i < 6'000; ++i) people.emplace_back(i % 2 == 0 ? "Li" : "Wu");
  nets[5'101] = 7;
  nets[5'100] = 1;
  days[5'100] = Date(2026, 11, 3);
  const Plan exact("Exact", CNY, RateSchedule::flat(Rate::parse("5%")),
                   {.rounding = Rounding::exact});
  for (const std::size_t threads : {1U, 2U, 4U}) try {
      static_cast<void>(settled(lines(people, days, nets), exact, threads));
      FAIL();
    } catch (const InexactResult& error) {
      EXPECT_THAT(error.what(), HasSubstr("row 5101"));
    }
}

TEST(CommissionTable, SettlesTheLastPeriodThatThereIs) {
  const auto table = hand_made::table({lines({"Li"}, {Date(9999, 12, 31)}, {100'00})});
  const CommissionTable last(*table, plan(), Period::parse("9999"), {});
  EXPECT_THAT(interest_lines(last.totals()), ElementsAre("Li 9999-12 1 100.00 3.00 3.00 CNY"));
}

TEST(CommissionTable, RefusesAPersonWithoutAName) {
  EXPECT_THAT(faults(lines({"Li", ""}, {Date(2026, 11, 2), Date(2026, 11, 2)}, {1, 2})),
              ElementsAre(HasSubstr("a salesperson")));
}

TEST(CommissionTable, TakesATableWithoutRows) {
  const CommissionTable table = settled(lines({}, {}, {}));
  EXPECT_THAT(interest_lines(table.lines()), IsEmpty());
  EXPECT_THAT(table.rows(), IsEmpty());
}

TEST(CommissionTable, ReportsSumsThatDoNotFit) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  EXPECT_THROW(settled(lines({"Li", "Li"}, {Date(2026, 11, 2), Date(2026, 11, 2)}, {most, most})),
               Overflow);
}

}  // namespace
}  // namespace o2c

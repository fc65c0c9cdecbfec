#include "o2c/receivable/measures.hpp"

#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::USD;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Money usd(std::int64_t units) { return Money::from_minor(units * 100, USD); }

// The rule with a derivation whose steps hold, and whose last result is the measure.
template <class Rule>
Measure rechecked(const Rule& rule) {
  NoTrace no_trace;
  const Measure measure = rule(no_trace);
  Derivation derivation;
  EXPECT_EQ(rule(derivation), measure);
  EXPECT_THAT(derivation.recheck(), IsEmpty()) << derivation;
  EXPECT_FALSE(derivation.steps().empty());
  for (const DerivationStep& step : derivation.steps()) EXPECT_FALSE(step.label.zh.empty());
  return measure;
}

Decimal shown(const Measure& measure, int digits = 2) {
  return *measure.rounded(digits, Rounding::half_up);
}

TEST(Measures, DsoIsTheReceivableInDaysOfSales) {
  const Measure dso = rechecked(
      [](auto& trace) { return days_sales_outstanding(usd(212'000), usd(250'000), 90, trace); });
  EXPECT_EQ(dso.value(), Ratio(1908, 25));
  EXPECT_EQ(to_string(shown(dso)), "76.32");
}

TEST(Measures, CountingBackTakesTheLatestSalesFirst) {
  const std::array months{SalesOfPeriod{usd(100'000), 30}, SalesOfPeriod{usd(80'000), 30},
                          SalesOfPeriod{usd(70'000), 30}};
  const auto dso_of = [&](Money receivable) {
    return rechecked([&](auto& trace) { return countback_dso(receivable, months, trace); });
  };
  EXPECT_EQ(to_string(shown(dso_of(usd(212'000)))), "73.71");
  EXPECT_EQ(dso_of(usd(212'000)).value(), Ratio(60) + Ratio(32 * 30, 70));
  EXPECT_EQ(dso_of(usd(100'000)).value(), Ratio(30));
  EXPECT_EQ(dso_of(usd(250'000)).value(), Ratio(90));
  EXPECT_EQ(dso_of(usd(0)).value(), Ratio(0));
  EXPECT_EQ(dso_of(usd(250'001)), Measure(Undefined::sales_do_not_reach));
}

TEST(Measures, CountingBackCountsMonthsWithoutSales) {
  const std::array months{SalesOfPeriod{usd(0), 31}, SalesOfPeriod{usd(100), 28}};
  EXPECT_EQ(rechecked([&](auto& trace) { return countback_dso(usd(50), months, trace); }).value(),
            Ratio(45));
}

TEST(Measures, DelinquentDaysAreDsoLessTheBestPossible) {
  const Measure delinquent = rechecked([](auto& trace) {
    const Measure dso = days_sales_outstanding(usd(300), usd(900), 30, trace);
    return average_days_delinquent(dso, best_possible_dso(usd(210), usd(900), 30, trace), trace);
  });
  EXPECT_EQ(delinquent.value(), Ratio(3));
}

TEST(Measures, EffectivenessIsWhatWasCollectedOfWhatCouldBe) {
  const Measure index = rechecked([](auto& trace) {
    return collection_effectiveness(usd(100), usd(1'000), usd(120), usd(100), trace);
  });
  EXPECT_EQ(index.value(), Ratio(98, 100));
}

TEST(Measures, DaysToPayAreWeightedByAmounts) {
  const std::array payments{PaidAfter{usd(100), 10}, PaidAfter{usd(300), 50}};
  EXPECT_EQ(rechecked([&](auto& trace) {
              return weighted_average_days_to_pay(std::span<const PaidAfter>(payments), trace);
            }).value(),
            Ratio(40));
}

TEST(Measures, TurnoverAndOverdueShare) {
  EXPECT_EQ(rechecked([](auto& trace) {
              return receivables_turnover(usd(900), usd(100), usd(201), trace);
            }).value(),
            Ratio(1800, 301));
  EXPECT_EQ(rechecked([](auto& trace) { return overdue_share(usd(30), usd(120), trace); }).value(),
            Ratio(1, 4));
}

TEST(Measures, ConcentrationOfTheLargest) {
  const std::vector parts{usd(10), usd(60), usd(0), usd(30)};
  const std::span<const Money> all(parts);
  EXPECT_EQ(rechecked([&](auto& trace) { return top_share(all, 2, trace); }).value(), Ratio(9, 10));
  EXPECT_EQ(rechecked([&](auto& trace) { return top_share(all, 9, trace); }).value(), Ratio(1));
  EXPECT_EQ(rechecked([&](auto& trace) { return herfindahl_index(all, trace); }).value(),
            Ratio(46, 100));
}

TEST(Measures, RollRatesAreBetweenNeighbours) {
  const std::vector before{usd(100), usd(40), usd(0)};
  const std::vector after{usd(90), usd(20), usd(10)};
  EXPECT_THAT(roll_rates(before, after), ElementsAre(Measure(Ratio(1, 5)), Measure(Ratio(1, 4))));
  EXPECT_THAT(roll_rates(std::vector{usd(0), usd(1)}, std::vector{usd(0), usd(1)}),
              ElementsAre(Measure(Undefined::nothing_in_bucket)));
  EXPECT_THROW(roll_rates(before, std::vector{usd(1)}), InvalidArgument);
}

TEST(Measures, WhatIsUndefinedSaysWhy) {
  const std::vector<Money> nothing;
  const auto reason = [](const auto& rule) { return *rechecked(rule).undefined(); };
  EXPECT_EQ(reason([](auto& t) { return days_sales_outstanding(usd(1), usd(0), 30, t); }),
            Undefined::no_sales);
  EXPECT_EQ(reason([](auto& t) { return countback_dso(usd(1), {}, t); }), Undefined::no_sales);
  EXPECT_EQ(
      reason([](auto& t) { return average_days_delinquent(Undefined::no_sales, Ratio(1), t); }),
      Undefined::no_sales);
  EXPECT_EQ(
      reason([](auto& t) { return collection_effectiveness(usd(5), usd(0), usd(5), usd(5), t); }),
      Undefined::nothing_to_collect);
  EXPECT_EQ(reason([](auto& t) { return weighted_average_days_to_pay({}, t); }),
            Undefined::nothing_paid);
  EXPECT_EQ(reason([](auto& t) { return receivables_turnover(usd(5), usd(0), usd(0), t); }),
            Undefined::nothing_receivable);
  EXPECT_EQ(reason([&](auto& t) { return top_share(std::span<const Money>(nothing), 1, t); }),
            Undefined::nothing_receivable);
  const Measure undefined(Undefined::no_sales);
  EXPECT_EQ(undefined.rounded(2, Rounding::half_up), std::nullopt);
  EXPECT_THROW(static_cast<void>(undefined.value()), InvalidArgument);
  EXPECT_EQ(to_string(undefined), "no_sales");
  EXPECT_EQ(parse_undefined("no_sales"), Undefined::no_sales);
  EXPECT_EQ(sentence(Undefined::no_sales).zh, "本期无赊销");
}

TEST(Measures, RefuseWhatMakesNoSense) {
  NoTrace no_trace;
  EXPECT_THROW(days_sales_outstanding(usd(1), Money::from_minor(1, CNY), 30, no_trace),
               CurrencyMismatch);
  EXPECT_THROW(receivables_turnover(Money::from_minor(1, CNY), usd(1), usd(1), no_trace),
               CurrencyMismatch);
  const std::array negative{SalesOfPeriod{usd(-1), 30}};
  EXPECT_THROW(countback_dso(usd(1), negative, no_trace), InvalidArgument);
  const std::vector parts{usd(1), usd(-1)};
  EXPECT_THROW(herfindahl_index(std::span<const Money>(parts), no_trace), InvalidArgument);
}

}  // namespace
}  // namespace o2c

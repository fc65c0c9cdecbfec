#include "o2c/cost/price_formula.hpp"

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"
#include "o2c/time/calendar.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

Decimal dec(std::string_view text) { return Decimal::parse(text); }
Money cny(std::string_view text) { return Money::of(dec(text), CNY); }

// Aluminium, three months, on the SHFE in September 2017: 21 settlements and tonnes traded.
std::vector<SettlementPrice> september() {
  constexpr std::pair<int, int> days[] = {
      {16705, 1709020}, {16750, 2850440}, {16590, 1727550}, {16445, 2076880}, {16325, 2298120},
      {16100, 2500020}, {16100, 3070820}, {16575, 2597910}, {16655, 2341560}, {16540, 2661400},
      {16415, 2579620}, {16375, 1001940}, {16590, 1052330}, {16860, 1602390}, {17050, 1604690},
      {16695, 2507590}, {16570, 1751660}, {16615, 1207460}, {16540, 1310110}, {16480, 1361560},
      {16410, 1311530}};
  std::vector<SettlementPrice> prices;
  const Calendar weekdays("weekdays");
  Date day = Date(2017, 8, 31);
  for (const auto& [price, volume] : days) {
    day = weekdays.add_business_days(day, 1);
    prices.push_back({day, price, volume});
  }
  return prices;
}

PriceFormula formula(Averaging averaging, int digits = 2) {
  return {.reference = "SHFE aluminium, three months",
          .from_date = Date(2017, 9, 1),
          .to_date = Date(2017, 9, 29),
          .averaging = averaging,
          .premium = 120,
          .digits = digits,
          .currency = CNY,
          .unit = units::TNE};
}

TEST(PriceFormula, AveragesTheHandbooksMonth) {
  Derivation steps;
  EXPECT_EQ(average_price(formula(Averaging::simple), september()), dec("16542.14"));
  EXPECT_EQ(average_price(formula(Averaging::volume_weighted), september(), nullptr, steps),
            dec("16524.44"));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
}

TEST(PriceFormula, SettlesProvisionalAndFinal) {
  const PriceFormula weighted = formula(Averaging::volume_weighted);
  const UnitPrice provisional = provisional_price(weighted, 16400);
  const Money invoiced = amount_of(provisional, Quantity(500, units::TNE), Rounding::half_up);
  EXPECT_EQ(invoiced, cny("8260000"));

  const Quantity weighed(dec("498.600"), units::TNE);
  Derivation steps;
  const PriceSettlement settled =
      settle_price(invoiced, weighed, final_price(weighted, september()), Rounding::half_up, steps);
  EXPECT_EQ(settled.final, cny("8298917.78"));
  EXPECT_EQ(settled.difference, cny("38917.78"));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;

  const auto final_of = [&](const PriceFormula& other) {
    return settle_price(invoiced, weighed, final_price(other, september()), Rounding::half_up)
        .final;
  };
  EXPECT_EQ(final_of(formula(Averaging::volume_weighted, 0)), cny("8298698.40"));
  EXPECT_EQ(final_of(formula(Averaging::simple)), cny("8307743.00"));
}

// The exchange quotes with 17% VAT, as it was then; the contract's price has none.
TEST(PriceFormula, TakesVatOutOfSettlements) {
  PriceFormula without = formula(Averaging::simple);
  without.vat = Rate::parse("17%");
  Derivation steps;
  EXPECT_EQ(average_price(without, september(), nullptr, steps), dec("14138.58"));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
  EXPECT_EQ(final_price(without, september()).amount(), dec("14258.58"));
  EXPECT_EQ(provisional_price(without, 16400).amount(), dec("14137.09"));  // 16,400 ÷ 1.17 + 120
  const Calendar weekdays("weekdays");
  EXPECT_EQ(estimated_price(without, september(), 0, Date(2017, 9, 29), weekdays).amount(),
            dec("14258.58"));
  without.vat = Rate::parse("-1%");
  EXPECT_THROW(average_price(without, september()), InvalidArgument);
}

TEST(PriceFormula, MissesNoDay) {
  std::vector<SettlementPrice> prices = september();
  prices.erase(prices.begin() + 3);
  const Calendar weekdays("weekdays");
  EXPECT_NO_THROW(average_price(formula(Averaging::simple), prices));
  EXPECT_THAT([&] { average_price(formula(Averaging::simple), prices, &weekdays); },
              ThrowsMessage<InvalidArgument>(HasSubstr("date \"2017-09-06\"")));
  prices.push_back(prices.front());
  EXPECT_THAT([&] { average_price(formula(Averaging::simple), prices); },
              ThrowsMessage<InvalidArgument>(HasSubstr("row 20, date \"2017-09-01\"")));
  EXPECT_THROW(average_price(formula(Averaging::simple), {}), InvalidArgument);
  PriceFormula backwards = formula(Averaging::simple);
  backwards.to_date = Date(2017, 8, 1);
  EXPECT_THAT([&] { average_price(backwards, september()); },
              ThrowsMessage<InvalidArgument>(HasSubstr("not before the period's first")));
}

TEST(PriceFormula, EstimatesAnUnfinishedPeriod) {
  const Calendar weekdays("weekdays");
  const PriceFormula simple = formula(Averaging::simple);
  // (16705 + 16750 + 16590 + 18 × 16600) ÷ 21 = 16611.6666...
  EXPECT_EQ(estimated_price(simple, september(), 16600, Date(2017, 9, 5), weekdays).amount(),
            dec("16731.67"));
  EXPECT_EQ(estimated_price(simple, september(), 1, Date(2017, 9, 29), weekdays),
            final_price(simple, september()));
  EXPECT_THROW(estimated_price(formula(Averaging::volume_weighted), september(), 1,
                               Date(2017, 9, 5), weekdays),
               InvalidArgument);
  EXPECT_THROW(estimated_price(simple, september(), 1, Date(2017, 8, 31), weekdays),
               InvalidArgument);
}

TEST(PriceFormula, TellsEachStage) {
  const Calendar weekdays("weekdays");
  for (const char* vat : {"0%", "17%"})
    for (const Averaging averaging : {Averaging::simple, Averaging::volume_weighted}) {
      PriceFormula told = formula(averaging);
      told.vat = Rate::parse(vat);
      const auto tells = [&](const Derivation& steps, const UnitPrice& price) {
        EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
        EXPECT_EQ(steps.steps().back().result, Value(price.amount())) << steps;
      };
      Derivation to_final;
      const UnitPrice final = final_price(told, september(), &weekdays, to_final);
      EXPECT_EQ(final, final_price(told, september(), &weekdays));
      tells(to_final, final);

      Derivation to_provisional;
      const UnitPrice provisional = provisional_price(told, 16400, to_provisional);
      EXPECT_EQ(provisional, provisional_price(told, 16400));
      tells(to_provisional, provisional);

      if (averaging == Averaging::volume_weighted) continue;
      for (const int day : {5, 28, 29}) {
        const Date as_of(2017, 9, day);
        Derivation to_estimate;
        const UnitPrice estimated =
            estimated_price(told, september(), 16600, as_of, weekdays, to_estimate);
        EXPECT_EQ(estimated, estimated_price(told, september(), 16600, as_of, weekdays));
        tells(to_estimate, estimated);
      }
    }
}

TEST(PriceFormula, IsChecked) {
  PriceFormula wrong = formula(Averaging::simple, -1);
  wrong.to_date = Date(2017, 8, 1);
  wrong.vat = Rate::parse("-1%");
  try {
    check(wrong);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_EQ(error.faults().size(), 3U) << error.what();
  }
  EXPECT_THROW(provisional_price(wrong, 16400), InvalidArgument);
}

TEST(PriceFormula, KnowsWhatIsUnpriced) {
  const auto tonnes = [](int t) { return Quantity(t, units::TNE); };
  const std::vector<UnpricedDelivery> deliveries{
      {Date(2017, 9, 4), tonnes(100), Date(2017, 9, 29)},
      {Date(2017, 9, 20), tonnes(50), Date(2017, 10, 31)},
      {Date(2017, 10, 2), Quantity(7000, units::KGM), Date(2017, 10, 31)}};
  const auto on = [&](Date day) { return unpriced_exposure(deliveries, day, units::TNE); };
  EXPECT_EQ(on(Date(2017, 9, 3)), tonnes(0));
  EXPECT_EQ(on(Date(2017, 9, 28)), tonnes(150));
  EXPECT_EQ(on(Date(2017, 9, 29)), tonnes(50));
  EXPECT_EQ(on(Date(2017, 10, 2)), tonnes(57));
  EXPECT_EQ(on(Date(2017, 10, 31)), tonnes(0));
}

}  // namespace
}  // namespace o2c

#include <gmock/gmock.h>

#include "o2c/cost/container_plan.hpp"
#include "o2c/cost/landed_cost.hpp"
#include "o2c/cost/packing.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::USD;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

Decimal dec(std::string_view text) { return Decimal::parse(text); }
Quantity q(std::string_view text) { return Quantity::parse(text); }

Packing umbrellas() {
  return {.per_carton = q("50 PCE"),
          .length_cm = 40,
          .width_cm = 30,
          .height_cm = 25,
          .net_kg = dec("11.0"),
          .gross_kg = dec("12.5")};
}

TEST(Packing, HasTheHandbooksFigures) {
  Derivation steps;
  const PackedGoods goods = packed(q("9,800 PCE"), umbrellas(), Rounding::half_up, steps);
  EXPECT_EQ(goods.cartons, q("196 CT"));
  EXPECT_EQ(goods.net, q("2156 KGM"));
  EXPECT_EQ(goods.gross, q("2450 KGM"));
  EXPECT_EQ(goods.volume, q("5.88 MTQ"));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
}

TEST(Packing, TheLastCartonIsPartial) {
  const PackedGoods goods = packed(q("101 PCE"), umbrellas());
  EXPECT_EQ(goods.cartons, q("3 CT"));
  EXPECT_EQ(goods.net, q("22.22 KGM"));
  EXPECT_EQ(goods.gross, q("26.72 KGM"));
  EXPECT_EQ(packed(q("10 DZN"), umbrellas()).cartons, q("3 CT"));
  Packing sevens = umbrellas();
  sevens.per_carton = q("7 PCE");
  EXPECT_EQ(packed(q("1 PCE"), sevens).net, q("1.571 KGM"));
  EXPECT_THROW(packed(q("1 PCE"), sevens, Rounding::exact), InexactResult);
}

TEST(Packing, NamesAllThatIsWrong) {
  Packing wrong = umbrellas();
  wrong.height_cm = 0;
  wrong.gross_kg = 10;
  EXPECT_THAT(
      [&] { packed(q("1 PCE"), wrong); },
      ThrowsMessage<InvalidArgument>(HasSubstr("height_cm \"0\": expected above zero (and")));
  EXPECT_THROW(packed(q("0 PCE"), umbrellas()), InvalidArgument);
  EXPECT_THROW(packed(q("1 KGM"), umbrellas()), UnitMismatch);
}

// Cartons of 0.03 m³: 933, 1,933 and 2,120 (by weight) of them go into a container.
FreightTariff tariff() {
  return {.containers = {container_20gp(1000), container_40gp(1800), container_40hq(2000)},
          .loose_per_ton = 60,
          .loose_minimum = 60};
}

TEST(ContainerPlan, TakesTheCheapest) {
  Derivation steps;
  const ContainerPlan loose =
      plan_containers(q("9,800 PCE"), umbrellas(), tariff(), Rounding::half_up, steps);
  EXPECT_TRUE(loose.containers.empty());
  EXPECT_EQ(loose.loose_cartons, 196);
  EXPECT_EQ(loose.loose_revenue_tons, dec("5.88"));
  EXPECT_EQ(loose.freight, dec("352.80"));
  EXPECT_EQ(loose.freight_per_unit, Ratio(dec("0.036")));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;

  const ContainerPlan one = plan_containers(q("45,000 PCE"), umbrellas(), tariff());
  ASSERT_EQ(one.containers.size(), 1U);
  EXPECT_EQ(one.containers[0].name, "20GP");
  EXPECT_EQ(one.freight, Decimal(1000));

  // 2,120 and 100 cartons: a 40HQ and 3 m³ of loose cargo.
  const ContainerPlan both = plan_containers(q("111,000 PCE"), umbrellas(), tariff());
  ASSERT_EQ(both.containers.size(), 1U);
  EXPECT_EQ(both.containers[0], (LoadedContainers{"40HQ", 1, 2120, 2000}));
  EXPECT_EQ(both.loose_cartons, 100);
  EXPECT_EQ(both.freight, Decimal(2180));
}

TEST(ContainerPlan, ChargesTheLeastAndTheHeavier) {
  EXPECT_EQ(plan_containers(q("50 PCE"), umbrellas(), tariff()).freight, Decimal(60));
  Packing iron = umbrellas();
  iron.net_kg = 40;
  iron.gross_kg = 41;  // 0.041 t is more than 0.03 m³.
  const ContainerPlan plan = plan_containers(q("5,000 PCE"), iron, tariff());
  EXPECT_EQ(plan.loose_revenue_tons, dec("4.1"));
  EXPECT_EQ(plan.freight, Decimal(246));
}

TEST(ContainerPlan, IsTheBestOfAllPlans) {
  // Against every number of each container, with the rest loose.
  const FreightTariff rates{
      .containers = {{"A", 1, 1000, 90}, {"B", dec("2.5"), 1000, 200}, {"C", 4, 1000, 290}},
      .loose_per_ton = 110,
      .loose_minimum = 45};
  Packing cubes = umbrellas();
  cubes.per_carton = q("1 PCE");
  cubes.length_cm = cubes.width_cm = cubes.height_cm = 50;  // 8, 20 and 32 cartons
  const auto loose = [](std::int64_t cartons) {
    const Decimal by_room = dec("0.125") * cartons * 110;
    return cartons == 0 ? Decimal(0) : std::max(by_room, Decimal(45));
  };
  for (std::int64_t cartons = 1; cartons <= 120; ++cartons) {
    std::optional<Decimal> best;
    for (std::int64_t a = 0; a <= 15; ++a)
      for (std::int64_t b = 0; b <= 6; ++b)
        for (std::int64_t c = 0; c <= 4; ++c) {
          const std::int64_t rest = std::max<std::int64_t>(0, cartons - 8 * a - 20 * b - 32 * c);
          const Decimal cost = Decimal(90 * a + 200 * b + 290 * c) + loose(rest);
          if (!best || cost < *best) best = cost;
        }
    const ContainerPlan plan = plan_containers(Quantity(cartons, units::PCE), cubes, rates);
    EXPECT_EQ(plan.freight, *best) << cartons;
    std::int64_t loaded = plan.loose_cartons;
    for (const LoadedContainers& kind : plan.containers) loaded += kind.cartons;
    EXPECT_EQ(loaded, cartons);
  }
}

TEST(ContainerPlan, NamesWhatIsWrong) {
  EXPECT_THAT([] { plan_containers(q("1 PCE"), umbrellas(), {.containers = {}}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("a container, or a rate of loose cargo")));
  EXPECT_THAT(
      [] {
        plan_containers(q("1 PCE"), umbrellas(), {.containers = {{"tiny", dec("0.02"), 1, 1}}});
      },
      ThrowsMessage<InvalidArgument>(HasSubstr("a container that a carton fits into")));
  EXPECT_THAT([] { plan_containers(q("50,000,050 PCE"), umbrellas(), tariff()); },
              ThrowsMessage<InvalidArgument>(HasSubstr("at most a million")));
}

Money cny(std::string_view text) { return Money::of(dec(text), CNY); }

std::vector<LandedLine> lines() {
  return {{.product = "A",
           .quantity = 100,
           .value = cny("1000"),
           .weight = 1,
           .duty = Rate::parse("10%")},
          {.product = "B", .quantity = 200, .value = cny("2000"), .weight = 1},
          {.product = "C", .quantity = 3, .value = cny("0.01"), .weight = 1}};
}

TEST(LandedCost, SharesAddUp) {
  const std::vector<LandedCharge> charges{{"freight", cny("100"), ShareBy::weight, true},
                                          {"insurance", cny("30.01"), ShareBy::value, true},
                                          {"port dues", cny("50.50"), ShareBy::quantity, false}};
  Derivation steps;
  const std::vector<LandedCost> costs =
      landed_costs(lines(), charges, Rounding::half_up, Allocation::largest_remainder, steps);
  ASSERT_EQ(costs.size(), 3U);
  EXPECT_THAT(costs[0].shares, ElementsAre(cny("33.34"), cny("10.00"), cny("16.67")));
  EXPECT_EQ(costs[0].duty, cny("104.33"));  // 10% of 1,043.34
  EXPECT_EQ(costs[0].total, cny("1164.34"));
  EXPECT_EQ(costs[0].unit_cost, Ratio(dec("11.6434")));
  Money shared = cny("0");
  for (const LandedCost& cost : costs)
    for (const Money& share : cost.shares) shared += share;
  EXPECT_EQ(shared, cny("180.51"));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
}

TEST(LandedCost, NamesAllThatIsWrong) {
  std::vector<LandedLine> wrong = lines();
  wrong[1].quantity = 0;
  const std::vector<LandedCharge> by_volume{{"freight", cny("1"), ShareBy::volume}};
  EXPECT_THAT([&] { landed_costs(wrong, by_volume); },
              ThrowsMessage<InvalidArgument>(HasSubstr("lines, row 1, quantity \"0\"")));
  EXPECT_THAT([&] { landed_costs(lines(), by_volume); },
              ThrowsMessage<InvalidArgument>(HasSubstr("charges, row 0, key \"volume\"")));
  const std::vector<LandedCharge> dollars{{"freight", Money::of(1, USD), ShareBy::value}};
  EXPECT_THROW(landed_costs(lines(), dollars), CurrencyMismatch);
  EXPECT_THROW(landed_costs({}, by_volume), InvalidArgument);
}

}  // namespace
}  // namespace o2c

#include "o2c/cost/price_route.hpp"

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

Decimal dec(std::string_view text) { return Decimal::parse(text); }

// To four digits, as the handbook's example has them.
std::string four(const Ratio& price) { return to_string(round(price, 4, Rounding::half_up)); }

RouteCosts example_costs() { return {.main_freight = dec("1.20"), .premium = Rate::parse("0.5%")}; }

PriceTerm term(std::string_view text) { return PriceTerm::parse(text); }

TEST(PriceRoute, BuildsUpTheHandbooksExample) {
  const PriceRoute route(example_costs());
  const Ratio fob = dec("16.51");
  const auto from_fob = [&](std::string_view to) {
    return route.convert(term("FOB"), fob, term(to));
  };
  EXPECT_EQ(from_fob("CFR"), Ratio(dec("17.71")));
  EXPECT_EQ(four(from_fob("CIF")), "17.8079");
  EXPECT_EQ(four(from_fob("CIFC3")), "18.3587");
  const PriceRoute together(example_costs(), true);
  EXPECT_EQ(four(together.convert(term("FOB"), fob, term("CIFC3"))), "18.3618");
}

TEST(PriceRoute, GoesBackExactly) {
  const PriceRoute route(example_costs());
  const Ratio cifc3 = route.convert(term("FOB"), dec("16.51"), term("CIFC3"));
  EXPECT_EQ(four(route.convert(term("CIFC3"), cifc3, term("CIF"))), "17.8079");
  EXPECT_EQ(route.convert(term("CIFC3"), cifc3, term("CFR")), Ratio(dec("17.71")));
  EXPECT_EQ(route.convert(term("CIFC3"), cifc3, term("FOB")), Ratio(dec("16.51")));
}

TEST(PriceRoute, TakesDutyAndTaxOfTheCifValue) {
  const PriceRoute route(
      {.arrival = dec("0.60"), .duty = Rate::parse("5%"), .vat = Rate::parse("20%")});
  EXPECT_EQ(four(route.convert(term("CIF"), dec("17.81"), term("DDP"))), "23.0406");
  RouteCosts stated = route.costs();
  stated.customs_value = Ratio(20);  // 17.81 + 0.60 + 1 + 4.20
  EXPECT_EQ(four(PriceRoute(stated).convert(term("CIF"), dec("17.81"), term("DDP"))), "23.6100");
}

TEST(PriceRoute, AddsWhatTheSellerBears) {
  RouteCosts costs;
  costs.packing = 1;
  costs.loading_at_works = 2;
  costs.carriage_to_port = 4;
  costs.export_clearance = 8;
  costs.origin_handling = 16;
  costs.loading_on_board = 32;
  costs.main_freight = 64;
  costs.arrival = 128;
  costs.inland = 256;
  costs.unloading = 512;
  costs.import_clearance = 1024;
  const PriceRoute route(costs);
  const auto added = [&](std::string_view to) { return route.price(term(to), 0); };
  EXPECT_EQ(added("EXW"), Ratio(1));
  EXPECT_EQ(added("FCA"), Ratio(15));
  EXPECT_EQ(added("FAS"), Ratio(31));
  EXPECT_EQ(added("FOB"), Ratio(63));
  EXPECT_EQ(added("CFR"), Ratio(127));
  EXPECT_EQ(added("CIF"), Ratio(127));
  EXPECT_EQ(added("CPT"), Ratio(127 + 256));
  EXPECT_EQ(added("CIP"), Ratio(127 + 256));
  EXPECT_EQ(added("DAP"), Ratio(127 + 128 + 256));
  EXPECT_EQ(added("DPU"), Ratio(127 + 128 + 256 + 512));
  EXPECT_EQ(added("DDP"), Ratio(127 + 128 + 256 + 1024));
}

TEST(PriceRoute, InsuresToTheDoorOrNot) {
  RouteCosts costs = example_costs();
  costs.arrival = 2;
  const Ratio cif = PriceRoute(costs).price(term("CIF"), 100);
  EXPECT_EQ(PriceRoute(costs).price(term("DAP"), 100), cif + 2);
  costs.insured_to_door = false;
  EXPECT_EQ(PriceRoute(costs).price(term("DAP"), 100), Ratio(dec("103.20")));
}

TEST(PriceRoute, TellsStepsThatRecheck) {
  RouteCosts costs = example_costs();
  costs.arrival = dec("0.60");
  costs.duty = Rate::parse("5%");
  costs.vat = Rate::parse("20%");
  for (const bool insured : {false, true})
    for (const Incoterm incoterm : incoterms)
      for (const char* commission : {"0%", "3%"}) {
        const PriceRoute route(costs, insured);
        const PriceTerm to{.incoterm = incoterm, .commission = Rate::parse(commission)};
        Derivation steps;
        const Ratio price = route.price(to, dec("15.31"), steps);
        EXPECT_EQ(price, route.price(to, dec("15.31"))) << to_string(to);
        EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
        ASSERT_FALSE(steps.steps().empty());
        EXPECT_EQ(steps.steps().back().result, Value(price)) << to_string(to);
      }
}

TEST(PriceRoute, RefusesWhatCannotBe) {
  EXPECT_THAT([] { PriceRoute({.main_freight = -1, .duty = Rate::parse("-5%")}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("main_freight \"-1\"")));
  EXPECT_THAT([] { PriceRoute({.premium = Rate::parse("95%")}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("premium")));
  const PriceRoute route({.premium = Rate::parse("10%")}, true);
  EXPECT_THAT([&] { (void)route.price(term("CIFC90"), 1); },
              ThrowsMessage<InvalidArgument>(HasSubstr("CIFC90")));
}

}  // namespace
}  // namespace o2c

#include "o2c/cost/quotation.hpp"

#include <algorithm>

#include <gmock/gmock.h>

#include "o2c/cost/quote_table.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::EUR, currencies::USD;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::ThrowsMessage;

Decimal dec(std::string_view text) { return Decimal::parse(text); }
Quantity q(std::string_view text) { return Quantity::parse(text); }
PriceTerm term(std::string_view text) { return PriceTerm::parse(text); }
ExportRebate rebate(std::string_view vat, std::string_view refund) {
  return {.vat = Rate::parse(vat), .refund = Rate::parse(refund)};
}
std::string four(const Ratio& x) { return to_string(round(x, 4, Rounding::half_up)); }

CostSheet bought(const ExportRebate& vat = rebate("13%", "13%")) {
  return CostSheet("umbrella", CNY, units::PCE,
                   {CostLine::bought_in("umbrella", 113, vat),
                    CostLine::per_unit("domestic carriage", CostCategory::expense, 4)
                        .on_route(RouteItem::carriage_to_port)});
}

PricingRule rule(std::string_view profit, ProfitOf of) {
  return {.profit = Rate::parse(profit), .profit_of = of};
}

PricingCurrency dollars() {
  return {.currency = USD,
          .exchange_rate = dec("7.00"),
          .route = {.main_freight = dec("1.20"), .premium = Rate::parse("0.5%")}};
}

TEST(Quotation, HasTheHandbooksFigures) {
  EXPECT_EQ(bought().costs(q("1 PCE")).goods, Ratio(100));
  EXPECT_EQ(bought(rebate("13%", "9%")).costs(q("1 PCE")).goods, Ratio(104));

  const PricingRule of_price = rule("10%", ProfitOf::price);
  const auto price = [&](const PricingRule& how, std::string_view by) {
    return quote(bought(), how, dollars(), term(by), q("1,000 PCE"));
  };
  EXPECT_EQ(four(price(of_price, "FOB").cost), "14.8571");
  EXPECT_EQ(price(of_price, "FOB").price, dec("16.51"));
  EXPECT_EQ(price(rule("10%", ProfitOf::cost), "FOB").price, dec("16.34"));
  EXPECT_EQ(price(of_price, "CFR London").price, dec("17.71"));
  EXPECT_EQ(four(price(of_price, "CIF").exact), "17.8079");
  EXPECT_EQ(four(price(of_price, "CIFC3").exact), "18.3587");
  EXPECT_EQ(price(of_price, "CIFC3").price, dec("18.36"));

  PricingRule unrounded = of_price;
  unrounded.rounded_first = false;
  EXPECT_EQ(four(price(unrounded, "FOB").exact), "16.5079");
}

TEST(Quotation, TellsStepsThatRecheck) {
  for (const char* by : {"EXW", "FOB", "CIFC3 London", "DDP"}) {
    Derivation steps;
    const PricingRule how = rule("10%", ProfitOf::price);
    const Quote told = quote(bought(), how, dollars(), term(by), q("1,000 PCE"), steps);
    EXPECT_EQ(told, quote(bought(), how, dollars(), term(by), q("1,000 PCE")));
    EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
    EXPECT_EQ(steps.steps().back().result, Value(told.profit_rate));
    const auto rounded =
        std::ranges::find(steps.steps(), Value(told.price), &DerivationStep::result);
    EXPECT_NE(rounded, steps.steps().end()) << steps;
  }
}

TEST(Quotation, TellsWhatAPriceLeavesAndTheLeast) {
  PricingRule how = rule("10%", ProfitOf::price);
  how.floor = Rate::parse("8%");
  const std::vector<CostLine> lines{CostLine::bought_in("umbrella", 113, rebate("13%", "13%")),
                                    CostLine::of_price("licence", Rate::parse("2%"))};
  const CostSheet sheet("umbrella", CNY, units::PCE, lines);
  for (const char* by : {"EXW", "FOB", "CIF", "CIFC3 London", "DDP"}) {
    Derivation steps;
    const Quote asked = at_price(sheet, how, dollars(), term(by), q("1 PCE"), 17, steps);
    EXPECT_EQ(asked, at_price(sheet, how, dollars(), term(by), q("1 PCE"), 17));
    EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
    EXPECT_EQ(steps.steps().back().result, Value(asked.profit_rate));

    Derivation to_least;
    const Decimal least = least_price(sheet, how, dollars(), term(by), q("1 PCE"), to_least);
    EXPECT_EQ(least, least_price(sheet, how, dollars(), term(by), q("1 PCE")));
    EXPECT_THAT(to_least.recheck(), IsEmpty()) << to_least;
    EXPECT_EQ(to_least.steps().back().result, Value(least));
  }
}

TEST(Quotation, TellsWhatTheWayCosts) {
  const CostSheet sheet(
      "umbrella", CNY, units::PCE,
      {CostLine::bought_in("umbrella", 113),
       CostLine::per_unit("ship", CostCategory::expense, 7).on_route(RouteItem::main_freight)});
  Derivation steps;
  quote(sheet, {}, dollars(), term("CFR"), q("1 PCE"), steps);
  const auto sum =
      std::ranges::find(steps.steps(), Value(Ratio(dec("2.20"))), &DerivationStep::result);
  ASSERT_NE(sum, steps.steps().end()) << steps;  // 1.20 of the way and 7.00 CNY of the sheet
  EXPECT_EQ(sum->label.en, "main freight");
}

TEST(Quotation, SaysWhatAPriceLeaves) {
  const Quote fob =
      quote(bought(), rule("10%", ProfitOf::price), dollars(), term("FOB"), q("1 PCE"));
  // 16.51 − 104/7
  EXPECT_EQ(fob.profit, Ratio(dec("16.51")) - Ratio(104, 7));
  EXPECT_EQ(four(fob.profit_rate), "0.1001");
  // The same goods by another term leave the same profit of one, but for the rounding.
  const Quote asked = at_price(bought(), rule("10%", ProfitOf::price), dollars(), term("CFR"),
                               q("1 PCE"), dec("17.71"));
  EXPECT_EQ(asked.profit, fob.profit);
}

TEST(Quotation, IsRefusedBelowTheFloor) {
  PricingRule floor = rule("10%", ProfitOf::price);
  floor.floor = Rate::parse("8%");
  floor.valid_until = Date(2026, 11, 30);
  const auto refused = [&](std::string_view price, Date on) {
    const Quote asked =
        at_price(bought(), floor, dollars(), term("FOB Shanghai"), q("1 PCE"), dec(price));
    return quote_refusals(bought(), floor, dollars(), asked, on);
  };
  EXPECT_THAT(refused("16.51", Date(2026, 11, 30)), IsEmpty());
  EXPECT_THAT(refused("16.15", Date(2026, 11, 1)), IsEmpty());  // 14.8571 ÷ 0.92 = 16.149
  const Refusals both = refused("16.14", Date(2026, 12, 1));
  ASSERT_THAT(both, SizeIs(2));
  EXPECT_EQ(both[0].reason.en,
            "FOB Shanghai at 16.14 USD for 1 PCE leaves 7.95% of the price, the floor is 8%");
  EXPECT_THAT(both[0].cure.en, HasSubstr("quote 16.15 USD or more"));
  EXPECT_EQ(both[1].rule, "expired");
}

TEST(Quotation, StandsSideBySide) {
  const PricingCurrency euros{
      .currency = EUR, .exchange_rate = dec("7.80"), .safety = Rate::parse("2%")};
  const std::vector<PricingCurrency> currencies{dollars(), euros};
  const std::vector<PriceTerm> terms{term("FOB"), term("CIF"), term("DDP")};
  const std::vector<Quantity> quantities{q("100 PCE"), q("1,000 PCE")};
  const std::vector<Quote> all =
      quotes(bought(), rule("10%", ProfitOf::price), currencies, terms, quantities);
  ASSERT_THAT(all, SizeIs(12));
  EXPECT_EQ(all[3].currency, EUR);
  EXPECT_EQ(all[3].price, dec("15.12"));  // 104 ÷ (7.80 × 0.98) ÷ 0.9
  EXPECT_EQ(all[6].quantity, q("1,000 PCE"));
}

Packing cartons() {
  return {.per_carton = q("50 PCE"),
          .length_cm = 40,
          .width_cm = 30,
          .height_cm = 25,
          .net_kg = 11,
          .gross_kg = dec("12.5")};
}

TEST(CostSheet, AddsItsLines) {
  using enum CostCategory;
  const CostSheet sheet(
      "umbrella", CNY, units::PCE,
      {CostLine::material("cloth", q("0.97 MTK"), UnitPrice::parse("11.30 CNY/MTK"),
                          Rate::parse("3%"), rebate("13%", "13%")),
       CostLine::per_unit("labour", processing, dec("2.50")),
       CostLine::per_carton("carton", packing, 5), CostLine::tooling("mould", 10'000, 50'000),
       CostLine::of_cost("overhead", overhead, Rate::parse("10%"), {material, processing}),
       CostLine::per_order("inspection", expense, 196),
       CostLine::per_container("trucking", expense, 980, 100),
       CostLine::of_cost("agency", expense, Rate::parse("1%"), {}, 980),
       CostLine::interest("loan", Rate::parse("6%"), 60),
       CostLine::of_price("licence", Rate::parse("2%"))},
      cartons());
  Derivation steps;
  const UnitCosts costs = sheet.costs(q("9,800 PCE"), steps);
  std::vector<std::string> amounts;
  for (const LineCost& line : costs.lines) amounts.push_back(four(line.amount));
  // Cloth 0.97 ÷ 0.97 × 10.00; carton 5 × 196 ÷ 9,800; trucking 2 × 980 ÷ 9,800; agency 1% of
  // 14.27 = 0.1427, more than 0.10; interest 14.4127 × 6% × 60/360.
  EXPECT_THAT(amounts, ElementsAre("10.0000", "2.5000", "0.1000", "0.2000", "1.2500", "0.0200",
                                   "0.2000", "0.1427", "0.1441"));
  EXPECT_EQ(costs.of_price, Rate::parse("2%"));
  EXPECT_EQ(costs.total, costs.goods);
  EXPECT_EQ(four(costs.of(expense)), "0.3627");
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
  EXPECT_EQ(four(sheet.costs(q("100 PCE")).lines[7].amount), "9.8000");  // the minimum
}

TEST(CostSheet, TakesOtherCurrencies) {
  const CostSheet sheet("knob", CNY, units::PCE,
                        {CostLine::bought_in("knob", dec("0.50")).at_rate(dec("7.10")),
                         CostLine::material("steel", q("0.2 KGM"), UnitPrice::parse("900 USD/TNE"))
                             .at_rate(dec("7.00"))});
  EXPECT_EQ(sheet.costs(q("1 PCE")).total, Ratio(dec("4.81")));  // 3.55 + 0.2 × 0.9 × 7
}

TEST(CostSheet, TakesACurrencyThatIsPegged) {
  const CostLine cloth = CostLine::material("cloth", q("2 MTK"), UnitPrice::parse("3.50 MOP/MTK"));
  const auto sheet_of = [](const CostLine& line) {
    return CostSheet("flag", Currency("HKD", 2), units::PCE, {line});
  };
  Derivation steps;
  EXPECT_EQ(sheet_of(cloth.at_rate(1)).costs(q("1 PCE"), steps).total, Ratio(7));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
  EXPECT_NE(cloth.at_rate(1), cloth);
  EXPECT_THAT([&] { sheet_of(cloth); },
              ThrowsMessage<InvalidArgument>(HasSubstr("a price in HKD, or the rate of MOP")));
  const CostLine at_home = CostLine::material("cloth", q("2 MTK"), UnitPrice::parse("4 HKD/MTK"));
  EXPECT_EQ(sheet_of(at_home.at_rate(1)).costs(q("1 PCE")).total, Ratio(8));
  EXPECT_THROW(sheet_of(at_home.at_rate(2)), InvalidArgument);
}

TEST(CostSheet, TakesTheVatOutOfAnyAmount) {
  using enum CostCategory;
  const ExportRebate all = rebate("13%", "13%");
  const CostSheet sheet(
      "umbrella", CNY, units::PCE,
      {CostLine::per_unit("tolling", processing, dec("2.26")).with_vat(all),
       CostLine::per_carton("carton", packing, dec("11.30")).with_vat(all),
       CostLine::tooling("mould", 1130, 1000).with_vat(rebate("13%", "9%")),
       CostLine::per_container("truck", expense, 1090, 2).with_vat(rebate("9%", "9%")),
       CostLine::per_order("papers", expense, 106).with_vat(rebate("6%", "6%"))},
      cartons());
  Derivation steps;
  std::vector<std::string> amounts;
  for (const LineCost& line : sheet.costs(q("100 PCE"), steps).lines)
    amounts.push_back(four(line.amount));
  EXPECT_THAT(amounts, ElementsAre("2.0000", "0.2000", "1.0400", "10.0000", "1.0000"));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
  EXPECT_THROW((void)CostLine::of_price("c", Rate::parse("1%")).with_vat(all), InvalidArgument);
}

TEST(CostSheet, ARateOfThePurchaseIsOfWhatIsPaid) {
  using enum CostCategory;
  const auto sheet_with = [](const CostLine& line) {
    return CostSheet(
        "book", CNY, units::PCE,
        {CostLine::bought_in("book", 2060, rebate("17%", "9%")),
         CostLine::per_unit("tolling", processing, 226).with_vat(rebate("13%", "13%")), line});
  };
  const auto cost_of = [&](const CostLine& line, Derivation& steps) {
    return sheet_with(line).costs(q("1 PCE"), steps).lines.back().amount;
  };
  const Rate tenth = Rate::parse("10%");
  Derivation steps;
  EXPECT_EQ(cost_of(CostLine::of_purchase("costs", expense, tenth), steps), Ratio(206));
  EXPECT_EQ(cost_of(CostLine::of_purchase("costs", expense, tenth, {processing}), steps),
            Ratio(dec("22.6")));
  EXPECT_EQ(cost_of(CostLine::of_purchase("costs", expense, tenth, {}, 300), steps), Ratio(300));
  EXPECT_EQ(cost_of(CostLine::of_purchase("costs", expense, tenth, {tooling}), steps), Ratio(0));
  EXPECT_EQ(four(cost_of(CostLine::of_cost("costs", expense, tenth, {bought_in}), steps)),
            "190.1538");
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
}

TEST(CostSheet, NamesAllThatIsWrong) {
  using enum CostCategory;
  try {
    CostSheet("x", CNY, units::PCE,
              {CostLine::per_unit("a", material, -1), CostLine::per_carton("a", packing, 1),
               CostLine::material("b", q("1 KGM"), UnitPrice::parse("1 CNY/PCE")),
               CostLine::of_price("c", Rate::parse("100%"))});
    FAIL();
  } catch (const InvalidArgument& error) {
    std::vector<std::string> faults;
    for (const Fault& fault : error.faults()) faults.push_back(to_string(fault));
    EXPECT_THAT(faults,
                ElementsAre("row 0, amount \"-1\": expected not below zero",
                            "row 1, amount \"a\": expected a sheet with a packing, for a line by "
                            "the carton",
                            "row 1, name \"a\": expected each name once",
                            "row 2, price \"1 CNY/PCE\": expected a price for KGM",
                            "rate \"1\": expected rates of the price below 100% together"));
  }
  EXPECT_THROW(CostSheet("x", CNY, units::PCE, {}), InvalidArgument);
  EXPECT_THROW((void)bought().costs(q("0 PCE")), InvalidArgument);
  EXPECT_THROW((void)bought().costs(q("1 KGM")), UnitMismatch);
  EXPECT_THROW((void)CostLine::of_price("c", Rate::parse("1%")).on_route(RouteItem::inland),
               InvalidArgument);
}

TEST(Quotation, TakesFreightByContainers) {
  CostSheet sheet("umbrella", CNY, units::PCE, {CostLine::bought_in("umbrella", 35)}, cartons());
  PricingCurrency currency{.currency = USD, .exchange_rate = 7};
  currency.tariff = FreightTariff{.containers = {}, .loose_per_ton = 60, .loose_minimum = 60};
  const PricingRule none{};
  // 352.80 ÷ 9,800 = 0.036 for one.
  EXPECT_EQ(quote(sheet, none, currency, term("CFR"), q("9,800 PCE")).exact, Ratio(dec("5.036")));
  EXPECT_EQ(quote(sheet, none, currency, term("CFR"), q("100 PCE")).exact, Ratio(dec("5.6")));
  sheet = CostSheet("umbrella", CNY, units::PCE, {CostLine::bought_in("umbrella", 35)});
  EXPECT_THAT([&] { quote(sheet, none, currency, term("CFR"), q("1 PCE")); },
              ThrowsMessage<InvalidArgument>(HasSubstr("a sheet with a packing")));
}

TEST(Quotation, NamesAllThatIsWrong) {
  PricingRule wrong = rule("-1%", ProfitOf::price);
  wrong.step = 0;
  EXPECT_THAT([&] { quote(bought(), wrong, dollars(), term("FOB"), q("1 PCE")); },
              ThrowsMessage<InvalidArgument>(HasSubstr("profit \"-1%\"")));
  EXPECT_THAT(
      [] { quote(bought(), rule("100%", ProfitOf::price), dollars(), term("FOB"), q("1 PCE")); },
      ThrowsMessage<InvalidArgument>(HasSubstr("the whole price")));
  const PricingCurrency home{.currency = CNY, .exchange_rate = 2};
  EXPECT_THROW(quote(bought(), {}, home, term("FOB"), q("1 PCE")), InvalidArgument);
  const PricingCurrency unrated{.currency = USD};
  EXPECT_THAT([&] { quote(bought(), {}, unrated, term("FOB"), q("1 PCE")); },
              ThrowsMessage<InvalidArgument>(HasSubstr("expected how many CNY one is worth")));
  const PricingCurrency pegged{.currency = EUR, .exchange_rate = 1};
  EXPECT_EQ(quote(bought(), {}, pegged, term("EXW"), q("1 PCE")).price, Decimal(100));
}

TEST(Quotation, KnowsTheLeastPriceAboveItsFloor) {
  PricingRule floor = rule("10%", ProfitOf::price);
  floor.floor = Rate::parse("8%");
  for (const Incoterm each : incoterms) {
    const PriceTerm by{.incoterm = each, .commission = Rate::parse("3%")};
    const Decimal least = least_price(bought(), floor, dollars(), by, q("1 PCE"));
    const auto refused = [&](const Decimal& price) {
      const Quote asked = at_price(bought(), floor, dollars(), by, q("1 PCE"), price);
      return !quote_refusals(bought(), floor, dollars(), asked, Date(2026, 11, 1)).empty();
    };
    EXPECT_FALSE(refused(least)) << to_string(by);
    EXPECT_TRUE(refused(least - dec("0.01"))) << to_string(by);
  }
}

TEST(Quotation, OfManySheetsIsATable) {
  PricingRule floor = rule("10%", ProfitOf::price);
  floor.floor = Rate::parse("12%");
  const std::vector<CostSheet> sheets{
      bought(), CostSheet("knob", CNY, units::PCE, {CostLine::bought_in("knob", 5)})};
  const QuoteTableOptions options{.rule = floor,
                                  .currencies = {dollars()},
                                  .terms = {term("FOB"), term("CIF")},
                                  .quantities = {q("1 PCE"), q("10 DZN")}};
  const auto table = quote_table(sheets, options);
  EXPECT_EQ(table->rows, 8);
  std::vector<std::string> names;
  for (const auto& column : table->columns) names.push_back(column.name);
  EXPECT_THAT(names,
              ElementsAre("product", "quantity", "unit", "currency", "term", "price", "least_price",
                          "cost", "profit", "profit_rate", "valid_until", "refusal"));
  QuoteTableOptions wrong = options;
  wrong.quantities = {q("1 KGM")};
  EXPECT_THAT([&] { quote_table(sheets, wrong); },
              ThrowsMessage<InvalidArgument>(HasSubstr("product \"umbrella\"")));
}

}  // namespace
}  // namespace o2c

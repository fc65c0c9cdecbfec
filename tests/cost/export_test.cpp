#include <algorithm>

#include <gmock/gmock.h>

#include "o2c/cost/export_offer.hpp"
#include "o2c/cost/export_rebate.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::USD;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

Decimal dec(std::string_view text) { return Decimal::parse(text); }
Money cny(std::string_view text) { return Money::of(dec(text), CNY); }
std::string digits(const Ratio& x, int count) {
  return to_string(round(x, count, Rounding::half_up));
}
ExportRebate rebate(std::string_view vat, std::string_view refund) {
  return {.vat = Rate::parse(vat), .refund = Rate::parse(refund)};
}

TEST(ExportRebate, MakesTheActualCost) {
  EXPECT_EQ(actual_cost(113, rebate("13%", "13%")), Ratio(100));
  EXPECT_EQ(actual_cost(113, rebate("13%", "9%")), Ratio(104));
  Derivation steps;
  actual_cost(113, rebate("13%", "9%"), steps);
  EXPECT_THAT(steps.recheck(), IsEmpty());
  EXPECT_THROW(actual_cost(113, rebate("9%", "13%")), InvalidArgument);
}

TEST(ExportRebate, OfATraderIsOfTheNetPurchase) {
  EXPECT_EQ(trader_refund(cny("245000"), rebate("13%", "13%"), Rounding::half_up), cny("31850"));
}

TEST(ExportRebate, OfAProducerIsExemptCreditRefund) {
  const ProducerTax month{.exports = cny("1000000"),
                          .output_tax = cny("50000"),
                          .input_tax = cny("150000"),
                          .carried = cny("0")};
  Derivation steps;
  const ProducerRefund found =
      producer_refund(month, rebate("13%", "9%"), Rounding::half_up, steps);
  EXPECT_EQ(found.non_creditable, cny("40000"));
  EXPECT_EQ(found.payable, cny("-60000"));
  EXPECT_EQ(found.ceiling, cny("90000"));
  EXPECT_EQ(found.refund, cny("60000"));
  EXPECT_EQ(found.credited, cny("30000"));
  EXPECT_EQ(found.carried_forward, cny("0"));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
}

TEST(ExportRebate, CarriesForwardWhatTheCeilingLeaves) {
  const ProducerTax month{.exports = cny("100000"),
                          .output_tax = cny("5000"),
                          .input_tax = cny("50000"),
                          .carried = cny("1000")};
  const ProducerRefund found = producer_refund(month, rebate("13%", "9%"), Rounding::half_up);
  EXPECT_EQ(found.payable, cny("-42000"));  // 5,000 − (50,000 − 4,000) − 1,000
  EXPECT_EQ(found.refund, cny("9000"));
  EXPECT_EQ(found.credited, cny("0"));
  EXPECT_EQ(found.carried_forward, cny("33000"));
  const ProducerTax owing{.exports = cny("100000"),
                          .output_tax = cny("50000"),
                          .input_tax = cny("5000"),
                          .carried = cny("0")};
  const ProducerRefund none = producer_refund(owing, rebate("13%", "9%"), Rounding::half_up);
  EXPECT_EQ(none.payable, cny("49000"));
  EXPECT_EQ(none.refund, cny("0"));
  EXPECT_EQ(none.credited, cny("9000"));
}

TEST(ExportRebate, OfDutyFreeMaterialsNeitherTaxIsLostNorRefunded) {
  const ProducerTax month{.exports = cny("1000000"),
                          .output_tax = cny("50000"),
                          .input_tax = cny("150000"),
                          .carried = cny("0"),
                          .duty_free = cny("400000")};
  Derivation steps;
  const ProducerRefund found =
      producer_refund(month, rebate("13%", "9%"), Rounding::half_up, steps);
  EXPECT_EQ(found.relief, cny("16000"));          // 400,000 × 4%
  EXPECT_EQ(found.non_creditable, cny("24000"));  // 40,000 − 16,000
  EXPECT_EQ(found.payable, cny("-76000"));        // 50,000 − (150,000 − 24,000)
  EXPECT_EQ(found.ceiling_relief, cny("36000"));  // 400,000 × 9%
  EXPECT_EQ(found.ceiling, cny("54000"));         // 90,000 − 36,000
  EXPECT_EQ(found.refund, cny("54000"));
  EXPECT_EQ(found.credited, cny("0"));
  EXPECT_EQ(found.carried_forward, cny("22000"));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;

  // Bonded materials as 70% of exports of 4,000,000, at 13% and 11%.
  const ProducerRefund bonded = producer_refund({.exports = cny("4000000"),
                                                 .output_tax = cny("0"),
                                                 .input_tax = cny("0"),
                                                 .carried = cny("0"),
                                                 .duty_free = cny("2800000")},
                                                rebate("13%", "11%"), Rounding::half_up);
  EXPECT_EQ(bonded.relief, cny("56000"));
  EXPECT_EQ(bonded.non_creditable, cny("24000"));

  ProducerTax none = month;
  none.duty_free = cny("0");
  ProducerTax without = month;
  without.duty_free.reset();
  const auto refund_of = [](const ProducerTax& tax) {
    return producer_refund(tax, rebate("13%", "9%"), Rounding::half_up);
  };
  EXPECT_EQ(refund_of(none), refund_of(without));
  ProducerTax above = month;
  above.duty_free = cny("1000000.01");
  EXPECT_THROW(refund_of(above), InvalidArgument);
  above.duty_free = cny("-1");
  EXPECT_THROW(refund_of(above), InvalidArgument);
}

TEST(RebateTable, KnowsTheDayOfTheDeclaration) {
  const RebateTable table({{"76", Date(2018, 9, 15), rebate("13%", "13%")},
                           {"76", Date(2024, 12, 1), rebate("13%", "0%")},
                           {"7615", Date(2018, 9, 15), rebate("13%", "13%")}});
  EXPECT_EQ(table.at("7606", Date(2024, 11, 30)), rebate("13%", "13%"));
  EXPECT_EQ(table.at("7606", Date(2024, 12, 1)), rebate("13%", "0%"));
  EXPECT_EQ(table.at("761510", Date(2025, 1, 1)), rebate("13%", "13%"));
  EXPECT_THAT([&] { (void)table.at("7606", Date(2018, 9, 14)); },
              ThrowsMessage<InvalidArgument>(HasSubstr("\"7606\"")));
  EXPECT_THROW((void)table.at("99", Date(2025, 1, 1)), InvalidArgument);
  EXPECT_THAT(
      [] {
        RebateTable({{"76", Date(2018, 9, 15), rebate("13%", "13%")},
                     {"76", Date(2018, 9, 15), rebate("9%", "13%")}});
      },
      ThrowsMessage<InvalidArgument>(HasSubstr("row 1, refund \"13%\"")));
}

// Wang's textbook example: CIF 350, freight 30, insurance 2.25; cost 2,060 with 17% VAT, 9% of
// which are refunded, and 10% of it for expenses.
ExportOffer textbook() {
  return {.name = "textbook",
          .quantity = 100,
          .price = 350,
          .freight = 30,
          .insurance = dec("2.25"),
          .exchange_rate = dec("6.50"),
          .purchase_price = 2060,
          .rebate = rebate("17%", "9%"),
          .expense_rate = Rate::parse("10%")};
}

TEST(ExportOffer, HasTheTextbooksFigures) {
  Derivation steps;
  const ExportFigures figures = export_figures(textbook(), steps);
  EXPECT_EQ(figures.net_fob, Ratio(dec("317.75")));
  EXPECT_EQ(digits(figures.cost, 3), "2107.538");
  EXPECT_EQ(digits(figures.exchange_cost, 4), "6.6327");
  EXPECT_EQ(digits(figures.profit, 2), "-42.16");
  EXPECT_EQ(digits(figures.profit_loss_ratio, 4), "-0.0200");
  EXPECT_EQ(figures.break_even_rate, figures.exchange_cost);
  EXPECT_EQ(figures.break_even_quantity, std::nullopt);
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
}

TEST(ExportOffer, BreaksEvenWhereItSays) {
  ExportOffer offer = textbook();
  offer.price = 400;
  offer.commission = Rate::parse("3%");
  offer.fixed_costs = 9000;
  const ExportFigures figures = export_figures(offer);
  ASSERT_TRUE(figures.break_even_quantity);
  ExportOffer at_least = offer;
  at_least.quantity = *figures.break_even_quantity;
  EXPECT_GE(export_figures(at_least).total_profit, Ratio(0));
  at_least.quantity -= 1;
  EXPECT_LT(export_figures(at_least).total_profit, Ratio(0));

  // As quoted, at the break-even price to the last digit that a Decimal has room for.
  const Ratio there = figures.break_even_price;
  const auto profit_at = [&](const Decimal& price) {
    ExportOffer changed = offer;
    changed.price = price;
    return export_figures(changed).total_profit;
  };
  EXPECT_GE(profit_at(round(there, 12, Rounding::ceiling)), Ratio(0));
  EXPECT_LE(profit_at(round(there, 12, Rounding::floor)), Ratio(0));
}

TEST(ExportOffer, NamesAllThatIsWrong) {
  ExportOffer wrong = textbook();
  wrong.quantity = 0;
  wrong.freight = -1;
  wrong.rebate = rebate("9%", "13%");
  try {
    export_figures(wrong);
    FAIL();
  } catch (const InvalidArgument& error) {
    std::vector<std::string> fields;
    for (const Fault& fault : error.faults()) fields.push_back(fault.field);
    EXPECT_THAT(fields, ElementsAre("quantity", "freight", "refund"));
  }
  ExportOffer used_up = textbook();
  used_up.freight = 348;
  EXPECT_THAT([&] { export_figures(used_up); },
              ThrowsMessage<InvalidArgument>(HasSubstr("more than commission, freight")));
}

TEST(ExportOffer, TellsWhatMovesItsProfit) {
  const std::vector<Sensitivity> found = sensitivities(textbook(), Rate::parse("1%"));
  std::vector<std::string> names;
  for (const Sensitivity& one : found) names.push_back(one.input);
  EXPECT_THAT(names, ElementsAre("price", "purchase_price", "exchange_rate", "expense_rate",
                                 "freight", "refund", "quantity", "vat", "insurance"));
  // 1% of the rate on a net FOB of 317.75, a hundred times.
  EXPECT_EQ(found[2].higher, Ratio(dec("2065.375")));
  EXPECT_EQ(found[2].lower, Ratio(dec("-2065.375")));
  EXPECT_EQ(found[4].higher, Ratio(dec("-195")));            // 0.30 × 6.50 × 100
  EXPECT_EQ(found[5].higher, Ratio(2060 * 9) / Ratio(117));  // Of 2,060 ÷ 1.17, 9% a hundred times.
  EXPECT_THROW(sensitivities(textbook(), Rate::parse("0%")), InvalidArgument);
}

TEST(ExportOffer, RefundsNoMoreThanTheVat) {
  ExportOffer full = textbook();
  full.rebate = {Rate::parse("13%"), Rate::parse("13%")};
  const std::vector<Sensitivity> found = sensitivities(full, Rate::parse("10%"));
  const auto refund = std::ranges::find(found, "refund", &Sensitivity::input);
  const auto vat = std::ranges::find(found, "vat", &Sensitivity::input);
  ASSERT_NE(refund, found.end());
  ASSERT_NE(vat, found.end());
  EXPECT_EQ(refund->higher, Ratio());
  EXPECT_LT(refund->lower, Ratio());
  EXPECT_EQ(vat->lower, Ratio());
}

TEST(ExportOffer, RanksOffers) {
  std::vector<ExportOffer> offers{textbook(), textbook(), textbook()};
  offers[1].exchange_rate = 7;
  offers[2].purchase_price = 2000;
  EXPECT_THAT(rank_offers(offers), ElementsAre(1, 2, 0));
  offers[2].price = 0;
  EXPECT_THAT([&] { rank_offers(offers); },
              ThrowsMessage<InvalidArgument>(HasSubstr("row 2, price \"0\"")));
}

TEST(ExportFigures, OfWholeAmounts) {
  const Money net_fob = Money::of(dec("49000"), USD);
  EXPECT_EQ(digits(exchange_cost(cny("257672.20"), net_fob), 4), "5.2586");
  EXPECT_EQ(digits(profit_loss_ratio(cny("2107.54"), Money::of(dec("317.75"), USD), dec("6.5")), 4),
            "-0.0200");
  const auto usd = [](int amount) { return Money::of(amount, USD); };
  EXPECT_EQ(exchange_creation_ratio(usd(180), usd(100)), Ratio(dec("0.8")));
  EXPECT_EQ(break_even_quantity(180'000, 20), Decimal(9000));
  EXPECT_EQ(break_even_quantity(180'001, 20), Decimal(9001));
  EXPECT_THROW(break_even_quantity(1, 0), InvalidArgument);
  EXPECT_THROW(exchange_cost(cny("1"), usd(0)), InvalidArgument);
}

}  // namespace
}  // namespace o2c

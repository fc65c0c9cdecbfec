#include <gmock/gmock.h>

#include "profile_stories.hpp"

// Orders that are no exports, from beginning to end.
namespace o2c::test {
namespace {

using namespace events;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(RouteSale, GoesFromTheVisitToTheClosedDay) {
  Story story = day_closed();
  EXPECT_EQ(story.state().shipments[0].stage, ShipmentStage::day_closed);
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::received);
  EXPECT_EQ(open_amount(story.state().shipments[0]), cny("0.00"));
  EXPECT_EQ(story.state().lines[0].shipped, Decimal(20));
  story.then(ShortShipmentClosed{1, "takes no more"});
  close(story, cny("820.00"));
  EXPECT_EQ(story.state().deal, DealStage::closed);
}

TEST(RouteSale, IsSettledWhenTheCashIsHandedInNotWhenItIsCollected) {
  Story story = collected();
  EXPECT_EQ(open_amount(story.state().shipments[0]), cny("0.00"));  // The outlet has paid.
  EXPECT_EQ(story.state().shipments[0].cash_held, cny("3720.00"));
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::cash_held);
  story.then(VanCounted{1, {{1, 4}}, {}}).then(ShortShipmentClosed{1, "takes no more"});
  EXPECT_THAT(story.refused(OrderCompleted{}), ElementsAre("all_is_settled"));
  story.then(CashHandedIn{1, cny("3000.00"), "C-1"});
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::cash_held);
  story.then(CashHandedIn{1, cny("720.00"), "C-1"});
  EXPECT_THAT(story.refused(OrderCompleted{}), IsEmpty());
}

TEST(RouteSale, KeepsTheCashInMindWhenMoreIsDelivered) {
  Story story = collected();
  story.then(GoodsDelivered{1, {{1, 4}}, "Wang", "DN-2", cny("744.00")});
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::cash_held);
  story.then(PaymentReceived{1, cny("744.00"), std::nullopt, "R-1"})
      .then(CashHandedIn{1, cny("3720.00"), "C-1"});
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::received);
}

TEST(RouteSale, OwesAgainWhenMoreIsDeliveredAfterThePayment) {
  Story story = collected();
  story.then(CashHandedIn{1, cny("3720.00"), "C-1"})
      .then(GoodsDelivered{1, {{1, 4}}, "Wang", "DN-2", cny("744.00")});
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::owed);
  story.then(CashCollected{1, cny("744.00"), "C-2"}).then(CashHandedIn{1, cny("744.00"), "C-2"});
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::received);
}

TEST(RouteSale, LeavesNothingUnpaidWithoutCredit) {
  Story story = delivered();
  EXPECT_THAT(story.refused(VanCounted{1, {{1, 4}}, {}}), ElementsAre("paid_or_on_credit"));
  story.then(CreditGranted{cny("3720.00"), "CC-1"}).then(VanCounted{1, {{1, 4}}, {}});
  EXPECT_EQ(story.state().shipments[0].stage, ShipmentStage::day_closed);
}

TEST(RouteSale, IsNotCancelledWithGoodsOnTheVan) {
  Story story = loaded();
  EXPECT_THAT(story.refused(OrderCancelled{"closed shop", "mail"}),
              ElementsAre("nothing_has_gone"));
  story.then(VanCounted{1, {{1, 24}}, {}});
  EXPECT_THAT(story.refused(OrderCancelled{"closed shop", "mail"}), IsEmpty());
  EXPECT_THAT(story.refused(ComplaintOpened{1, 1, "broken"}),
              ElementsAre("complains_of_what_has_gone"));
}

TEST(Framework, InvoicesProvisionallyAndFixesThePriceLater) {
  Story story = matched();
  const ShipmentState& call = story.state().shipments[0];
  EXPECT_EQ(call.quantities[0], tonnes("498.600"));
  EXPECT_EQ(call.invoiced, cny("8298917.78"));
  EXPECT_EQ(open_amount(call), cny("8298917.78"));
  EXPECT_THAT(story.refused(OrderCompleted{}), ElementsAre("all_has_gone", "all_is_settled"));

  story.on(2026, 4, 30)
      .then(PaymentReceived{1, cny("8298917.78"), std::nullopt, "R-1"})
      .then(ShortShipmentClosed{1, "no more is called off"});
  close(story, cny("60000.00"));
  EXPECT_EQ(story.state().deal, DealStage::closed);
}

TEST(Framework, CountsEveryTruckOfACallOff) {
  Story story = called_off();
  story.then(GoodsDispatched{1, "DN-1"}).then(GoodsWeighed{1, 1, 0, 3'000, "W-1"});
  EXPECT_THAT(story.refused(GoodsWeighed{1, 1, 0, 2'101, "W-2"}),
              ElementsAre("within_the_tolerance"));  // 5,100 t at most.
  story.then(GoodsWeighed{1, 1, 0, 2'100, "W-2"});
  EXPECT_EQ(story.state().lines[0].shipped, Decimal(5'100));
}

TEST(Framework, WeighsALineThatAnAmendmentAdded) {
  Story story = weighed();
  AmendmentProposed amendment{.number = "A-1", .reason = "billets as well"};
  amendment.lines = aluminium_contract().lines;
  amendment.lines->push_back({"billet", 100, "TNE", 17'000});
  amendment.amount = cny("84300000.00");
  story.then(amendment)
      .then(AmendmentApproved{})
      .then(AmendmentAgreed{"mail 2"})
      .then(GoodsWeighed{1, 2, 0, 20, "W-3"});
  EXPECT_THAT(story.state().shipments[0].quantities, ElementsAre(tonnes("498.600"), Decimal(20)));
}

TEST(Framework, CallsOffWithinWhatIsPrepaidOrOnCredit) {
  Story story = framework_signed();
  EXPECT_THAT(story.refused(CallOffReceived{1, {{1, 100}}, cny("1651999.99")}),
              ElementsAre("prepaid_or_on_credit"));
  story.then(CallOffReceived{1, {{1, 100}}, cny("1652000.00")});
  // What was paid for a call-off that is withdrawn is there for the next one.
  story.then(ShipmentWithdrawn{1, "furnace is down"}).then(CallOffReceived{2, {{1, 100}}});
  EXPECT_THAT(story.refused(CallOffReceived{3, {{1, 1}}}), ElementsAre("prepaid_or_on_credit"));
}

TEST(Framework, SetsNoMoreAgainstAnInvoiceThanWasPaidBefore) {
  Story story = framework_signed();
  story.then(CallOffReceived{1, {{1, 100}}, cny("1652000.00")})
      .then(GoodsDispatched{1, "DN-1"})
      .then(GoodsWeighed{1, 1, 0, 100, "W-1"});
  EXPECT_THAT(story.refused(ProvisionalInvoiced{1, "INV-1", cny("1700000.00"), cny("1652000.01")}),
              ElementsAre("applies_what_was_paid"));
  story.then(ProvisionalInvoiced{1, "INV-1", cny("1700000.00"), cny("1652000.00")});
  EXPECT_EQ(open_amount(story.state().shipments[0]), cny("48000.00"));
}

TEST(Import, IsLandedAndPaidUnderALetterOfCredit) {
  Story story = import_paid();
  EXPECT_EQ(story.state().shipments[0].stage, ShipmentStage::landed);
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::paid);
  close(story, eur(9'000));
  EXPECT_EQ(story.state().deal, DealStage::closed);
}

TEST(Import, IsNotPlannedBeforeTheCreditIsIssued) {
  EXPECT_THAT(import_signed().refused(ShipmentPlanned{1, {{1, 2}}}), ElementsAre("is_secured"));
}

TEST(Import, NeedsNoCreditOfOurs) {
  Story story = import_signed("30% deposit; 70% net 30");
  EXPECT_THAT(story.refused(ShipmentPlanned{1, {{1, 2}}}), ElementsAre("is_secured"));
  story.then(DepositPaid{eur(30'000), "TT-1"}).then(ShipmentPlanned{1, {{1, 2}}});
}

TEST(Import, IsPaidWhenAllWasPaidBefore) {
  Story story = import_signed("100% deposit");
  story.then(DepositPaid{eur(60'000), "TT-1"}).then(DepositPaid{eur(40'000), "TT-2"});
  story.then(ShipmentPlanned{1, {{1, 2}}});
  EXPECT_THAT(story.refused(SupplierInvoiced{1, "SI-1", eur(100'000), eur(100'001)}),
              ElementsAre("applies_what_was_paid"));
  story.then(SupplierInvoiced{1, "SI-1", eur(100'000), eur(100'000)});
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::paid);
}

TEST(Import, HasItsCreditIssuedAnewAfterAnAmendment) {
  Story story = import_signed();
  story.then(LetterOfCreditIssued{"LC-7", eur(100'000)});
  AmendmentProposed amendment{.number = "A-1", .reason = "a third press"};
  amendment.lines = {{"press", 3, "PCE", 50'000}};
  amendment.amount = eur(150'000);
  story.then(amendment).then(AmendmentApproved{}).then(AmendmentAgreed{"mail 2"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::credit_to_amend);
  story.then(LetterOfCreditIssued{"LC-7/1", eur(150'000)});
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(Import, IsPaidByACreditNote) {
  Story story = landed();
  story.then(PaymentMade{1, eur(90'000), "TT-1"})
      .then(ComplaintOpened{1, 1, "rust"})
      .then(RemedyAgreed{1, "credit note", eur(10'000)});
  EXPECT_EQ(story.state().shipments[0].settlement, SettlementStage::paid);
}

TEST(Import, IsNotWithdrawnWithAnInvoice) {
  EXPECT_THAT(supplier_invoiced().refused(ShipmentWithdrawn{1, "late"}),
              ElementsAre("is_not_invoiced"));
}

TEST(Import, IsNotCancelledWithGoodsInTheHarbour) {
  EXPECT_THAT(cleared().refused(OrderCancelled{"late", "mail"}), ElementsAre("nothing_has_gone"));
}

}  // namespace
}  // namespace o2c::test

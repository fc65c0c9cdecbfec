#include <gmock/gmock.h>

#include "profile_stories.hpp"

// How an export is secured and paid under each kind of terms.
namespace o2c::test {
namespace {

using namespace events;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* credit = "L/C at sight";

SettlementStage settlement(const Story& story) { return story.state().shipments[0].settlement; }

TEST(LetterOfCredit, IsPresentedAcceptedAndPaid) {
  Story story = shipped("L/C 60 days after B/L date");
  story.on(2026, 5, 10)
      .then(DocumentsPresented{1, "BOC", "Sun"})
      .then(DocumentsAccepted{1, Date(2026, 6, 29)})
      .on(2026, 6, 29)
      .then(PaymentReceived{1, usd(49'000), std::nullopt, "R-2"});
  EXPECT_EQ(settlement(story), SettlementStage::received);
  close(story, usd(12'000));
  EXPECT_EQ(story.state().deal, DealStage::closed);
}

TEST(LetterOfCredit, HasItsDiscrepanciesCuredOrIsCollected) {
  Story story = shipped(credit);
  story.then(DocumentsPresented{1, "BOC", "Sun"})
      .then(DiscrepanciesNotified{1, {"late presentation", "port is not as in 44F"}});
  EXPECT_EQ(settlement(story), SettlementStage::discrepant);
  Story cured = story;
  cured.then(DiscrepanciesCured{1, "waived, mail 50"});
  EXPECT_EQ(settlement(cured), SettlementStage::presented);
  Story collected = story;
  collected.then(DocumentsSentForCollection{1, "BOC"})
      .then(PaymentReceived{1, usd(49'000), std::nullopt, "R-2"});
  EXPECT_EQ(settlement(collected), SettlementStage::received);
  // The applicant may pay without waiving anything.
  story.then(PaymentReceived{1, usd(49'000), std::nullopt, "R-2"});
  EXPECT_EQ(settlement(story), SettlementStage::received);
}

TEST(LetterOfCredit, IsPresentedWithin21DaysAndItsValidity) {
  const DocumentsPresented presented{1, "BOC", "Sun"};
  Story story = shipped(credit);  // On board on 30 April, valid until 15 June.
  EXPECT_THAT(story.on(2026, 5, 21).refused(presented), IsEmpty());
  EXPECT_THAT(story.on(2026, 5, 22).refused(presented), ElementsAre("presented_in_time"));

  Story soon_over = contracted(credit);
  soon_over.then(LetterOfCreditReceived{"LC-1", usd(50'000), Date(2026, 4, 30), Date(2026, 5, 10)})
      .then(LetterOfCreditChecked{{}})
      .then(PlanDrafted{"P-1", Date(2026, 4, 20)})
      .then(PlanApproved{})
      .then(PlanIssued{{"workshop"}, "S-1"})
      .then(ProductionProgressed{Stage::making, 1, 10'000})
      .then(GoodsInspected{1, 10'000, 0, "QC-1"});
  notify(soon_over, 1, 10'000);
  soon_over.on(2026, 4, 30)
      .then(GoodsShipped{1, "BL-1", Date(2026, 4, 30), {{1, 10'000}}, "INV-1", usd(50'000)});
  EXPECT_THAT(soon_over.on(2026, 5, 10).refused(presented), IsEmpty());
  EXPECT_THAT(soon_over.on(2026, 5, 11).refused(presented), ElementsAre("presented_in_time"));
}

TEST(LetterOfCredit, IsPresentedOnTheNextDayThatTheBankIsOpen) {
  OrderPolicy policy;
  policy.calendar = Calendar("bank", {Weekday::saturday, Weekday::sunday},
                             {{Date(2026, 5, 21), "closed"}, {Date(2026, 5, 22), "closed"}});
  Story story = shipped(credit, 9'800, policy);
  const DocumentsPresented presented{1, "BOC", "Sun"};
  EXPECT_THAT(story.on(2026, 5, 25).refused(presented), IsEmpty());  // Monday.
  EXPECT_THAT(story.on(2026, 5, 26).refused(presented), ElementsAre("presented_in_time"));
}

TEST(LetterOfCredit, IsTheLastDayToShip) {
  Story story = contracted(credit);
  story.then(LetterOfCreditReceived{"LC-1", usd(50'000), std::nullopt, Date(2026, 4, 20)})
      .then(LetterOfCreditChecked{{}})
      .then(PlanDrafted{"P-1", Date(2026, 4, 20)})
      .then(PlanApproved{})
      .then(PlanIssued{{"workshop"}, "S-1"})
      .then(ProductionProgressed{Stage::making, 1, 10'000})
      .then(GoodsInspected{1, 10'000, 0, "QC-1"});
  notify(story, 1, 10'000);
  story.on(2026, 4, 25);
  const auto shipped_on = [](Date day) {
    return GoodsShipped{1, "BL-1", day, {{1, 10'000}}, "INV-1", usd(50'000)};
  };
  EXPECT_THAT(story.refused(shipped_on(Date(2026, 4, 20))), IsEmpty());
  EXPECT_THAT(story.refused(shipped_on(Date(2026, 4, 21))), ElementsAre("shipped_in_time"));
}

TEST(LetterOfCredit, TakesTheContractAmendedToItsTerms) {
  Story story = contracted(credit);
  story.then(LetterOfCreditReceived{"LC-1", usd(40'000), std::nullopt, Date(2026, 6, 15)})
      .then(LetterOfCreditChecked{{"amount is 40,000"}});
  AmendmentProposed amendment{.number = "A-1", .reason = "as the credit says"};
  amendment.lines = umbrellas(8'000);
  amendment.amount = usd(40'000);
  story.then(amendment).then(AmendmentApproved{}).then(AmendmentAgreed{"mail"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::credit_received);
  story.then(LetterOfCreditChecked{{}});
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(LetterOfCredit, IsNotNeededAfterTheTermsChange) {
  Story story = contracted(credit);
  story.then(LetterOfCreditReceived{"LC-1", usd(50'000), std::nullopt, Date(2026, 6, 15)});
  AmendmentProposed amendment{.number = "A-1", .reason = "by transfer"};
  amendment.terms = PaymentTerms::parse("30% deposit; balance against copy of B/L");
  story.then(amendment).then(AmendmentApproved{}).then(AmendmentAgreed{"mail"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::open);
  story.then(DepositReceived{usd(15'000), std::nullopt, "R-1"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(Collection, ReleasesDocumentsOnPayment) {
  Story story = shipped("30% deposit; balance D/P at sight");
  story.then(DocumentsSentForCollection{1, "BOC"});
  EXPECT_EQ(settlement(story), SettlementStage::collecting);
  story.then(PaymentReceived{1, usd(33'980), usd(20), "R-2"});
  EXPECT_EQ(settlement(story), SettlementStage::received);
  close(story, usd(12'000));
}

TEST(Collection, IsOverWhereTheDepositPaysAll) {
  Story story = noticed(1'000, "30% deposit; balance D/P at sight");
  story.on(2026, 4, 30)
      .then(
          GoodsShipped{1, "BL-1", Date(2026, 4, 30), {{1, 1'000}}, "INV-1", usd(5'000), usd(5'000)})
      .then(DocumentsSentForCollection{1, "BOC"});
  EXPECT_EQ(settlement(story), SettlementStage::received);
}

TEST(Acceptance, NeedsCreditGrantedAndIsPaidLater) {
  const char* terms = "D/A 60 days after B/L date";
  EXPECT_THAT(contracted(terms).refused(PlanDrafted{"P-1", Date(2026, 4, 20)}),
              ElementsAre("is_secured"));
  Story story = shipped(terms);
  story.then(DocumentsSentForCollection{1, "BOC"}).then(DocumentsAccepted{1, Date(2026, 6, 29)});
  EXPECT_EQ(settlement(story), SettlementStage::accepted);
  const auto all = deadlines(story.state(), story.order().policy());
  const auto due = std::ranges::find(all, o2c::on<PaymentReceived>, &Deadline::event);
  ASSERT_NE(due, all.end());
  EXPECT_EQ(due->due_on, Date(2026, 6, 29));
  story.then(PaymentReceived{1, usd(49'000), std::nullopt, "R-2"});
  EXPECT_EQ(settlement(story), SettlementStage::received);
}

TEST(OpenAccount, ReleasesOriginalsWithinTheCredit) {
  Story story = shipped("open account 60 days after B/L date");
  story.then(OriginalsReleased{1, "DHL 99"});
  EXPECT_EQ(settlement(story), SettlementStage::released);
  story.then(PaymentReceived{1, usd(20'000), std::nullopt, "R-2"})
      .then(BalanceWrittenOff{1, usd(1'000), "broken ribs"});
  EXPECT_EQ(settlement(story), SettlementStage::released);
  EXPECT_EQ(open_amount(story.state().shipments[0]), usd(28'000));
  story.then(BalanceWrittenOff{1, usd(28'000), "bankrupt"});
  EXPECT_EQ(settlement(story), SettlementStage::received);
}

TEST(Security, IsNotThereAnyMoreWhenLessCreditIsGranted) {
  Story story = secured("open account 60 days after B/L date");
  story.then(CreditGranted{usd(20'000), "CC-2"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::open);
  EXPECT_THAT(story.refused(PlanDrafted{"P-1", Date(2026, 4, 20)}), ElementsAre("is_secured"));
  story.then(CreditGranted{usd(50'000), "CC-3"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(Security, LapsesAndEverythingStandsStill) {
  Story story = planned();
  story.then(DepositRefunded{usd(15'000), "taken back by the bank"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::open);
  EXPECT_EQ(story.state().production.stage, ProductionStage::issued);
  EXPECT_THAT(story.refused(ProductionProgressed{Stage::making, 1, 1}), ElementsAre("is_secured"));
  story.then(DepositReceived{usd(15'000), std::nullopt, "R-2"})
      .then(ProductionProgressed{Stage::making, 1, 1});
}

TEST(Shipments, GoInPartsWithTheDepositSharedAndTheRestClosedInWriting) {
  Story story = inspected(9'000);
  notify(story, 1, 4'000);
  notify(story, 2, 5'000);
  EXPECT_THAT(story.refused(ShipmentPlanned{3, {{1, 1'501}}}), ElementsAre("within_the_contract"));
  story.on(2026, 4, 30)
      .then(GoodsShipped{
          1, "BL-1", Date(2026, 4, 30), {{1, 4'000}}, "INV-1", usd(20'000), usd(6'000)});
  EXPECT_THAT(story.refused(GoodsShipped{
                  2, "BL-2", Date(2026, 4, 30), {{1, 5'000}}, "INV-2", usd(25'000), usd(9'001)}),
              ElementsAre("invoices_what_is_shipped"));
  EXPECT_THAT(story.refused(GoodsShipped{
                  2, "BL-2", Date(2026, 4, 30), {{1, 5'001}}, "INV-2", usd(25'000), usd(9'000)}),
              ElementsAre("ships_what_has_passed"));
  story.then(
      GoodsShipped{2, "BL-2", Date(2026, 4, 30), {{1, 5'000}}, "INV-2", usd(25'000), usd(9'000)});
  for (const std::int32_t number : {1, 2})
    story.then(BlCopySent{number, "mail"})
        .then(PaymentReceived{number, usd(number == 1 ? 14'000 : 16'000), std::nullopt, "R"})
        .then(OriginalsReleased{number, "DHL"});
  EXPECT_THAT(story.refused(OrderCompleted{}), ElementsAre("all_has_gone"));
  story.then(ShortShipmentClosed{1, "mail 60"});
  EXPECT_THAT(story.refused(ShipmentPlanned{3, {{1, 1}}}), ElementsAre("within_the_contract"));
  close(story, usd(10'000));
  EXPECT_EQ(story.state().deal, DealStage::closed);
}

TEST(Complaints, AreCreditedWithinTheInvoiceInAll) {
  Story story = shipped();
  story.then(BlCopySent{1, "mail"})
      .then(ComplaintOpened{1, 1, "rust"})
      .then(ComplaintOpened{2, 1, "torn"})
      .then(RemedyAgreed{1, "credit note", usd(34'000)});
  EXPECT_EQ(settlement(story), SettlementStage::received);
  EXPECT_THAT(story.refused(RemedyAgreed{2, "credit note", usd(15'001)}),
              ElementsAre("credits_what_was_invoiced"));
  story.then(RemedyAgreed{2, "credit note", usd(15'000)})
      .then(OriginalsReleased{1, "DHL"})
      .then(OrderCompleted{})
      .then(ProfitReported{usd(-9'000), "PR-1", "Chen"})
      .then(CommissionSettled{"2026-05"});
  EXPECT_THAT(story.refused(OrderClosed{}),
              ElementsAre("no_complaint_open", "nothing_to_hand_back"));
  story.then(ComplaintClosed{1, "mail"})
      .then(ComplaintClosed{2, "mail"})
      .then(PaymentRefunded{1, usd(15'000), "R-9"})
      .then(OrderClosed{});
  story.then(ComplaintOpened{3, 1, "after a year"});  // A customer complains when it has to.
}

}  // namespace
}  // namespace o2c::test

#include "o2c/order/cancellation.hpp"

#include <gmock/gmock.h>

#include "o2c/order/diagram.hpp"

#include "profile_stories.hpp"

// What becomes of the money when an order ends early, is paid too much, or loses its security.
namespace o2c::test {
namespace {

using namespace events;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Story ended(OrderEvent end, const char* terms = "30% deposit; balance against copy of B/L") {
  Story story = secured(terms);
  story.then(std::move(end));
  return story;
}
CancellationAccount account(const Story& story) { return *cancellation_account(story.state()); }

// 50,000 with 30%: 15,000, of which 10,000 are earnest money, a fifth of the contract.
TEST(Cancellation, ForfeitsTheEarnestMoneyOfThePayersDefault) {
  Story story = ended(PartyDefaulted{"does not take it", "mail"});
  EXPECT_EQ(account(story), (CancellationAccount{usd(15'000), usd(10'000), usd(10'000), usd(0),
                                                 usd(0), usd(5'000), usd(0), usd(5'000)}));
  story.then(DepositRefunded{usd(4'000), "R-9"});
  EXPECT_EQ(account(story).left, usd(1'000));
  EXPECT_THAT(story.refused(DepositRefunded{usd(1'001), "R-9"}),
              ElementsAre("refunds_what_is_due"));
  EXPECT_THAT(story.refused(DepositReceived{usd(1), std::nullopt, "R-9"}),
              testing::Contains("order_goes_on"));
}

TEST(Cancellation, DoublesTheEarnestMoneyOfTheReceiversDefault) {
  Story story = ended(WeDefaulted{"no cloth", "mail"});
  EXPECT_EQ(account(story).doubled, usd(10'000));
  EXPECT_EQ(account(story).due, usd(25'000));
  EXPECT_THAT(story.refused(DepositRefunded{usd(25'000), "R-9"}), IsEmpty());
  EXPECT_THAT(timeline_html(story.order(), Date(2026, 3, 7), Language::zh),
              AllOf(HasSubstr("定金双倍返还"), HasSubstr("25,000.00 USD")));
}

TEST(Cancellation, HandsEverythingBackButWhatBothAgreedToKeep) {
  EXPECT_EQ(account(ended(OrderCancelled{"war", "mail"})).due, usd(15'000));
  const CancellationAccount kept = account(ended(OrderCancelled{"war", "mail", usd(2'000)}));
  EXPECT_EQ(kept.kept, usd(2'000));
  EXPECT_EQ(kept.due, usd(13'000));
}

// Paid in advance, and not called a deposit: nothing of it is forfeited or doubled.
TEST(Cancellation, KnowsPrepaymentFromEarnestMoney) {
  const char* advance = "30% T/T in advance; balance against copy of B/L";
  EXPECT_EQ(account(ended(PartyDefaulted{"does not take it", "mail"}, advance)).earnest, usd(0));
  EXPECT_EQ(account(ended(PartyDefaulted{"does not take it", "mail"}, advance)).due, usd(15'000));
  EXPECT_EQ(account(ended(WeDefaulted{"no cloth", "mail"}, advance)).due, usd(15'000));
}

TEST(Cancellation, OfAnImportIsTheOtherWayRound) {
  const auto import_ended = [](OrderEvent end) {
    Story story = import_signed("10% deposit; balance net 30");
    story.then(DepositPaid{eur(10'000), "TT-1"}).then(std::move(end));
    return account(story);
  };
  EXPECT_EQ(import_ended(WeDefaulted{"no money", "mail"}).due, eur(0));
  EXPECT_EQ(import_ended(PartyDefaulted{"does not deliver", "mail"}).due, eur(20'000));
}

TEST(Cancellation, HasNoAccountBefore) {
  EXPECT_EQ(cancellation_account(secured().state()), std::nullopt);
}

TEST(Refunds, OfADepositTakeTheSecurityAway) {
  Story story = secured();
  story.then(DepositRefunded{usd(1), "R-9"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::open);
  EXPECT_THAT(story.refused(PlanDrafted{"P-1", Date(2026, 4, 20)}), ElementsAre("is_secured"));
  story.then(DepositReceived{usd(1), std::nullopt, "R-10"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(Refunds, OfADepositKeepWhatIsApplied) {
  const Story story = shipped();  // All 15,000 are.
  EXPECT_THAT(story.refused(DepositRefunded{usd(1), "R-9"}), ElementsAre("refunds_what_is_due"));
}

TEST(Refunds, OfWhatWasPaidTooMuch) {
  Story story = shipped();
  story.then(BlCopySent{1, "mail"})
      .then(PaymentReceived{1, usd(34'100), std::nullopt, "R-2"})
      .then(PaymentRefunded{1, usd(60), "R-3"});
  EXPECT_EQ(open_amount(story.state().shipments[0]), usd(-40));
  EXPECT_THAT(story.refused(PaymentRefunded{1, usd(41), "R-3"}),
              ElementsAre("refunds_what_was_overpaid"));
}

TEST(Refunds, ComeAfterTheOrderIsClosed) {
  Story story = paid();
  close(story, usd(1));
  story.then(ComplaintOpened{1, 1, "rust"})
      .then(RemedyAgreed{1, "credit note", usd(100)})
      .then(PaymentRefunded{1, usd(100), "R-3"});
  EXPECT_EQ(open_amount(story.state().shipments[0]), usd(0));
}

TEST(Lapse, BarsFurtherShipmentsAndLeavesWhatHasGone) {
  Story story = inspected(10'000, "L/C at sight");
  notify(story, 1, 6'000);
  notify(story, 2, 4'000);
  story.on(2026, 4, 30)
      .then(GoodsShipped{1, "BL-1", Date(2026, 4, 30), {{1, 6'000}}, "INV-1", usd(30'000)})
      .then(SecurityLapsed{"expired"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::open);
  const GoodsShipped second{2, "BL-2", Date(2026, 4, 30), {{1, 4'000}}, "INV-2", usd(20'000)};
  EXPECT_THAT(story.refused(second), ElementsAre("is_secured"));
  // What has gone may be presented within the credit's validity, or collected.
  EXPECT_THAT(story.refused(DocumentsPresented{1, "BOC", "Sun"}), IsEmpty());
  EXPECT_THAT(story.refused(DocumentsSentForCollection{1, "BOC"}), IsEmpty());
  story.then(LetterOfCreditReceived{"LC-2", usd(50'000), std::nullopt, Date(2026, 6, 15)})
      .then(LetterOfCreditChecked{{}});
  EXPECT_THAT(story.refused(second), IsEmpty());
}

TEST(Lapse, LeavesTheDepositWhereItIs) {
  Story story = secured("30% deposit; balance L/C at sight");
  story.then(SecurityLapsed{"expired"});
  EXPECT_EQ(story.state().security.deposit, usd(15'000));
  EXPECT_THAT(story.refused(DepositReceived{usd(1), std::nullopt, "R-9"}),
              ElementsAre("deposit_is_owed"));
}

TEST(Terms, ThatAreSpecialNeedAnApprovalWithItsReason) {
  OrderPolicy policy;
  policy.usual_terms = {PaymentTerms::parse("30% deposit; balance against copy of B/L")};
  const char* account = "open account 60 days after B/L date";
  Story story = sampled(policy);
  EXPECT_THAT(story.refused(ContractSigned{umbrella_contract()}), IsEmpty());
  const ContractSigned special{umbrella_contract(account)};
  EXPECT_THAT(story.refused(special), ElementsAre("terms_are_usual"));
  EXPECT_THAT(story.order().refusals(story.entry(special))[0].reason.en,
              HasSubstr("usual: 30% deposit; balance against copy of B/L"));
  EXPECT_THAT(story.refused(SpecialTermsApproved{PaymentTerms::parse(account), ""}),
              ElementsAre("is_complete"));
  story.then(SpecialTermsApproved{PaymentTerms::parse(account), "ten years without a late day"});
  EXPECT_THAT(story.refused(special), IsEmpty());
}

TEST(Commission, IsSettledForEachShipmentOrForAll) {
  Story story = paid();
  story.then(ShipmentCommissionSettled{1, "2026-05"})
      .then(OrderCompleted{})
      .then(ProfitReported{usd(1), "PR-1", "Chen"});
  EXPECT_THAT(story.refused(OrderClosed{}), IsEmpty());
  EXPECT_THAT(story.refused(CommissionSettled{"2026-06"}), ElementsAre("some_commission_is_open"));
}

TEST(Reinspection, TakesBackWhatHadPassed) {
  Story story = inspected();
  notify(story, 1, 9'800);
  story.then(GoodsReinspected{1, 100, "QC-2"});
  EXPECT_EQ(story.state().lines[0].passed, Decimal(9'700));
  EXPECT_EQ(story.state().production.stage, ProductionStage::rework);
  const GoodsShipped goods{1, "BL-1", Date(2026, 4, 15), {{1, 9'700}}, "INV-1", usd(48'500)};
  EXPECT_THAT(story.refused(goods), ElementsAre("goods_have_passed"));
  story.then(GoodsInspected{1, 100, 0, "QC-3"});
  EXPECT_THAT(story.refused(goods), IsEmpty());
}

}  // namespace
}  // namespace o2c::test

#include <gmock/gmock.h>

#include "profile_stories.hpp"

// An event is not dated before what the trade wants first, in its own machine or in another.
namespace o2c::test {
namespace {

using namespace events;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// It may be on the day, and is refused by its day alone on the day before.
void expect_earliest(const Story& story, const OrderEvent& event, Date day) {
  OrderEntry entry = story.entry(event);
  entry.on = day;
  EXPECT_THAT(story.refused(entry), IsEmpty()) << to_string(kind_of(event));
  entry.on = day - 1;
  EXPECT_THAT(story.refused(entry), ElementsAre("days_in_order")) << to_string(kind_of(event));
}

TEST(Days, OfAPlanFollowThePayment) {
  Story story = contracted();
  story.on(2026, 3, 20).then(DepositReceived{usd(15'000), std::nullopt, "R-1"});
  const PlanDrafted plan{"P-1", Date(2026, 4, 20)};
  expect_earliest(story, plan, Date(2026, 3, 20));
  OrderEntry entry = story.entry(plan);
  entry.on = Date(2026, 3, 19);
  EXPECT_THAT(story.order().refusals(entry)[0].reason.en,
              HasSubstr("the payment was secured on 2026-03-20"));
  EXPECT_THAT(story.order().refusals(entry)[0].reason.zh, HasSubstr("付款保障日期：2026-03-20"));
}

TEST(Days, OfAPlanAreThoseOfTheSecurityThatHolds) {
  Story story = contracted();
  story.on(2026, 3, 20)
      .then(DepositReceived{usd(15'000), std::nullopt, "R-1"})
      .on(2026, 3, 22)
      .then(DepositRefunded{usd(15'000), "R-2"})
      .on(2026, 3, 25)
      .then(DepositReceived{usd(15'000), std::nullopt, "R-3"});
  expect_earliest(story, PlanDrafted{"P-1", Date(2026, 4, 20)}, Date(2026, 3, 25));
}

TEST(Days, OfIssuingAPlanFollowTheSamplesApproval) {
  Story story = quoted();
  story.then(SampleRequested{1, "umbrella", 2, usd(40)})
      .then(SampleFeeReceived{1, usd(40)})
      .then(FreightCollectConfirmed{1, "DHL 77"})
      .then(SampleOrdered{1, 3})
      .then(SampleOrderSigned{1})
      .then(SampleMade{1, 3})
      .then(SampleChecked{1, true, "as asked"})
      .then(SampleFiled{1, "photos/1", "S-1"})
      .then(SampleSent{1, 2, "DHL", "JD014", Date(2026, 3, 5)})
      .on(2026, 3, 5)
      .then(SampleArrived{1})
      .on(2026, 3, 6)
      .then(ContractSigned{umbrella_contract()})
      .then(DepositReceived{usd(15'000), std::nullopt, "R-1"})
      .then(PlanDrafted{"P-1", Date(2026, 4, 20)})
      .then(PlanApproved{})
      .on(2026, 3, 12)
      .then(SampleVerdictGiven{1, Verdict::accepted, "fine"});
  expect_earliest(story, PlanIssued{{"workshop"}, "S-1"}, Date(2026, 3, 12));
}

TEST(Days, OfAShipmentFollowPlanAndInspection) {
  Story story = planned();  // Issued on 6 March.
  expect_earliest(story, ShipmentPlanned{1, {{1, 100}}}, Date(2026, 3, 6));
  story.then(ShipmentPlanned{1, {{1, 100}}})
      .then(ShipmentConfirmed{1})
      .then(ShipmentAccepted{1, "mail"})
      .on(2026, 4, 15)
      .then(ProductionProgressed{Stage::making, 1, 100})
      .then(GoodsInspected{1, 100, 0, "QC-1"});
  expect_earliest(story, SpaceBooked{1, "B-1", "EVER 1"}, Date(2026, 4, 15));
}

/// Two shipments that the customer has accepted, and the goods of both in two lots.
Story with_two_lots() {
  Story story = planned();
  story.on(2026, 4, 1);
  for (const std::int32_t n : {1, 2})
    story.then(ShipmentPlanned{n, {{1, n == 1 ? 5'000 : 4'800}}})
        .then(ShipmentConfirmed{n})
        .then(ShipmentAccepted{n, "mail"});
  story.on(2026, 4, 15)
      .then(ProductionProgressed{Stage::making, 1, 9'800})
      .then(GoodsInspected{1, 5'000, 0, "QC-1"})
      .on(2026, 5, 20)
      .then(GoodsInspected{1, 4'800, 0, "QC-2"});
  return story;
}

TEST(Days, OfAShipmentFollowTheLotsThatItTakes) {
  Story story = with_two_lots();
  const SpaceBooked first{1, "B-1", "EVER 1"};
  const SpaceBooked second{2, "B-2", "EVER 2"};
  expect_earliest(story, first, Date(2026, 4, 15));
  story.on(2026, 4, 16).then(first);
  expect_earliest(story, second, Date(2026, 5, 20));  // The first lot is the first shipment's.
  story.on(2026, 5, 21)
      .then(GoodsReinspected{1, 100, "QC-3"})
      .on(2026, 5, 25)
      .then(GoodsInspected{1, 100, 0, "QC-4"});
  expect_earliest(story, second, Date(2026, 5, 25));
}

TEST(Days, OnBoardFollowTheNoticeToo) {
  Story story = noticed();  // On 15 April.
  story.on(2026, 4, 30);
  GoodsShipped goods{1, "BL-1", Date(2026, 4, 14), {{1, 9'800}}, "INV-1", usd(49'000)};
  EXPECT_THAT(story.refused(goods), ElementsAre("days_in_order"));
  goods.shipped_on = Date(2026, 4, 15);
  EXPECT_THAT(story.refused(goods), IsEmpty());
}

TEST(Days, OfDocumentsAndComplaintsFollowTheGoods) {
  const Story story = shipped();  // On board on 30 April.
  expect_earliest(story, BlCopySent{1, "mail"}, Date(2026, 4, 30));
  expect_earliest(story, ComplaintOpened{1, 1, "rust"}, Date(2026, 4, 30));
  expect_earliest(shipped("L/C at sight"), DocumentsPresented{1, "BOC", "Sun"}, Date(2026, 4, 30));
}

TEST(Days, OfTheEndFollowEverythingElse) {
  Story story = paid();  // On 20 May.
  expect_earliest(story, OrderCompleted{}, Date(2026, 5, 20));
  story.then(ProfitReported{usd(1), "PR-1", "Chen"});
  story.on(2026, 5, 25).then(OrderCompleted{});
  story.on(2026, 6, 2).then(CommissionSettled{"2026-05"});
  expect_earliest(story, OrderClosed{}, Date(2026, 6, 2));
  Story complained = paid();
  complained.then(ProfitReported{usd(1), "PR-1", "Chen"})
      .then(CommissionSettled{"2026-05"})
      .then(OrderCompleted{})
      .on(2026, 6, 9)
      .then(ComplaintOpened{1, 1, "rust"})
      .then(ComplaintClosed{1, "mail"});
  expect_earliest(complained, OrderClosed{}, Date(2026, 6, 9));
}

TEST(Days, OfACommissionFollowThePayment) {
  Story story = shipped();
  story.then(BlCopySent{1, "mail"})
      .then(ProfitReported{usd(1), "PR-1", "Chen"})
      .on(2026, 5, 20)
      .then(PaymentReceived{1, usd(34'000), std::nullopt, "R-2"})
      .then(OriginalsReleased{1, "DHL 99"});
  expect_earliest(story, CommissionSettled{"2026-05"}, Date(2026, 5, 20));
}

TEST(Days, OfAnAmendmentFollowTheContract) {
  AmendmentProposed amendment{.number = "A-1", .reason = "asked for"};
  amendment.packing = "40 a carton";
  expect_earliest(contracted(), amendment, Date(2026, 3, 6));
}

}  // namespace
}  // namespace o2c::test

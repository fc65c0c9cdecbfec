#include <gmock/gmock.h>

#include "profile_stories.hpp"

// What an amendment does to contract, plan, security, samples, and goods that are made.
namespace o2c::test {
namespace {

using namespace events;
using testing::ElementsAre;
using testing::IsEmpty;

AmendmentProposed number_one() { return {.number = "A-1", .reason = "asked for"}; }

void agree(Story& story, const AmendmentProposed& amendment) {
  story.then(amendment).then(AmendmentApproved{}).then(AmendmentAgreed{"mail"});
}

TEST(Amendments, OfPackingVoidThePlanAndLeaveTheRest) {
  Story story = inspected();
  AmendmentProposed amendment = number_one();
  amendment.packing = "40 a carton";
  agree(story, amendment);
  EXPECT_EQ(story.state().production.stage, ProductionStage::none);
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
  EXPECT_EQ(story.state().samples[0].stage, SampleStage::accepted);
  EXPECT_EQ(story.state().lines[0].passed, Decimal(9'800));
}

TEST(Amendments, OfTheSpecificationUnmakeWhatWasMade) {
  Story story = noticed();
  AmendmentProposed amendment = number_one();
  amendment.specification = "red cloth";
  agree(story, amendment);
  EXPECT_EQ(story.state().lines[0].made, Decimal(0));
  EXPECT_EQ(story.state().samples[0].stage, SampleStage::rejected);
  story.on(2026, 4, 30);
  EXPECT_THAT(
      story.refused(GoodsShipped{1, "BL-1", Date(2026, 4, 30), {{1, 9'800}}, "INV-1", usd(49'000)}),
      ElementsAre("goods_have_passed", "ships_what_has_passed"));
}

TEST(Amendments, ChangeAProductOfWhichNothingHasGone) {
  Story story = inspected();
  AmendmentProposed amendment = number_one();
  amendment.lines = umbrellas();
  (*amendment.lines)[0].product = "parasol";
  agree(story, amendment);
  EXPECT_EQ(story.state().contract->lines[0].product, "parasol");
  EXPECT_EQ(story.state().lines[0].passed, Decimal(0));
  EXPECT_THAT(shipped().refused(amendment), ElementsAre("amendment_keeps_what_has_gone"));
}

TEST(Amendments, SecureAnOrderThatNeedsLess) {
  Story story = contracted();
  story.then(DepositReceived{usd(12'000), std::nullopt, "R-1"});
  AmendmentProposed amendment = number_one();
  amendment.lines = umbrellas(8'000);
  amendment.amount = usd(40'000);
  agree(story, amendment);
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(Amendments, HaveTheCreditAmended) {
  Story story = secured("L/C at sight");
  AmendmentProposed amendment = number_one();
  amendment.latest_shipment = Date(2026, 6, 30);
  agree(story, amendment);
  EXPECT_EQ(story.state().security.stage, SecurityStage::credit_to_amend);
  EXPECT_THAT(story.refused(PlanDrafted{"P-1", Date(2026, 4, 20)}), ElementsAre("is_secured"));
}

TEST(Amendments, LeaveEverythingWhenRefused) {
  Story story = inspected();
  const OrderState before = story.state();
  AmendmentProposed amendment = number_one();
  amendment.specification = "red cloth";
  story.then(amendment).then(AmendmentRefused{"too late"});
  EXPECT_EQ(story.state().contract, before.contract);
  EXPECT_EQ(story.state().production, before.production);
  EXPECT_EQ(story.state().lines, before.lines);
  EXPECT_THAT(story.refused(amendment), IsEmpty());  // The number was not used.
}

TEST(Evolve, RefusesPartsThatNoOrderHas) {
  const Story story = shipped();
  for (const std::int32_t part : {0, -1})
    EXPECT_THROW((void)evolve(story.state(), story.entry(BlCopySent{part, "mail"})),
                 InvalidArgument);
  EXPECT_THAT(story.refused(BlCopySent{0, "mail"}), ElementsAre("not_at_this_stage"));
  EXPECT_THAT(story.refused(BlCopySent{2, "mail"}), ElementsAre("not_at_this_stage"));
}

}  // namespace
}  // namespace o2c::test

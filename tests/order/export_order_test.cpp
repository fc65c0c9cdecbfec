#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "story.hpp"

// An export order from the inquiry to the closed file, and what stands in its way.
namespace o2c::test {
namespace {

using namespace events;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Fault> faults_of(const OrderPolicy& policy) {
  try {
    const Order order("SO-1", policy);
  } catch (const InvalidArgument& error) {
    return error.faults();
  }
  return {};
}

TEST(ExportOrder, GoesFromInquiryToClosed) {
  Story story = shipped();
  EXPECT_EQ(story.state().lines[0].shipped, Decimal(9'800));
  EXPECT_EQ(open_amount(story.state().shipments[0]), usd(34'000));  // 49,000 less 15,000.

  story.then(BlCopySent{1, "mail 40"})
      .on(2026, 5, 20)
      .then(PaymentReceived{1, usd(34'000), std::nullopt, "R-2"})
      .then(OriginalsReleased{1, "DHL 99"})
      .then(OrderCompleted{})
      .then(ProfitReported{usd(12'612), "PR-1", "Chen"})
      .then(CommissionSettled{"2026-05"})
      .then(OrderClosed{});
  EXPECT_EQ(story.state().deal, DealStage::closed);
  EXPECT_EQ(story.state().version, 41);
  EXPECT_THAT(story.refused(InquiryReceived{"more"}),
              ElementsAre("order_goes_on", "not_at_this_stage"));
}

TEST(ExportOrder, IsTheFoldOfItsHistory) {
  const Order order = shipped().order();
  const Order again(order.number(), order.policy(), order.history());
  EXPECT_EQ(again, order);
}

TEST(ExportOrder, IsNotPlannedBeforeItIsSecured) {
  const Story story = contracted();
  EXPECT_THAT(story.refused(PlanDrafted{"P-1", Date(2026, 4, 20)}), ElementsAre("is_secured"));
  const Refusals refusals =
      story.order().refusals(story.entry(PlanDrafted{"P-1", Date(2026, 4, 20)}));
  EXPECT_EQ(refusals[0].reason.en,
            "expected deposit received, letter of credit checked, or credit granted (deposit: 0.00 "
            "USD of 15000.00 USD received)");
  EXPECT_EQ(refusals[0].cure.en, "Collect what is missing of it.");
}

TEST(ExportOrder, ListsAllThatStandsAgainst) {
  const Story story = contracted();
  OrderEntry entry = story.entry(PlanDrafted{"", Date(2026, 4, 20)});
  entry.by = "Wu";
  entry.role = Role::finance;
  entry.on = Date(2025, 1, 1);
  EXPECT_THAT(story.refused(entry), ElementsAre("is_complete", "office_may", "is_secured"));
}

TEST(ExportOrder, IsSignedByTwo) {
  Story story = contracted();
  story.then(DepositReceived{usd(15'000), std::nullopt, "R-1"})
      .then(PlanDrafted{"P-1", Date(2026, 4, 20)});
  OrderEntry entry = story.entry(PlanApproved{});
  entry.by = "Li";
  EXPECT_THAT(story.refused(entry), ElementsAre("plan_signed_by_another"));
}

TEST(ExportOrder, BearsBankChargesWithinThePolicy) {
  OrderPolicy policy;
  policy.bank_charges = usd(30);
  Story story = contracted("30% deposit; balance against copy of B/L", policy);
  EXPECT_THAT(story.refused(DepositReceived{usd(14'960), usd(40), "R-1"}),
              ElementsAre("charges_are_borne"));
  story.then(DepositReceived{usd(14'970), usd(30), "R-1"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(ExportOrder, TakesADepositInParts) {
  Story story = contracted();
  story.then(DepositReceived{usd(5'000), std::nullopt, "R-1"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::open);
  story.then(DepositReceived{usd(10'000), std::nullopt, "R-2"});
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(ExportOrder, NeedsACreditThatIsAsAgreed) {
  Story story = contracted("L/C at sight");
  story.then(LetterOfCreditReceived{"LC-1", usd(50'000), Date(2026, 5, 31), Date(2026, 6, 15)})
      .then(LetterOfCreditChecked{{"latest shipment is 2026-04-01"}});
  EXPECT_EQ(story.state().security.stage, SecurityStage::credit_to_amend);
  EXPECT_THAT(story.refused(PlanDrafted{"P-1", Date(2026, 4, 20)}), ElementsAre("is_secured"));
  story.then(LetterOfCreditReceived{"LC-1/1", usd(50'000), Date(2026, 5, 31), Date(2026, 6, 15)})
      .then(LetterOfCreditChecked{{}});
  EXPECT_EQ(story.state().security.stage, SecurityStage::secured);
}

TEST(ExportOrder, ShipsWithinTheToleranceOnly) {
  Story story = noticed(10'500);
  story.on(2026, 6, 1);
  EXPECT_THAT(story.refused(GoodsShipped{
                  1, "BL-1", Date(2026, 4, 30), {{1, 10'501}}, "INV-1", usd(49'000), std::nullopt}),
              ElementsAre("ships_what_has_passed"));
  EXPECT_THAT(story.refused(GoodsShipped{
                  1, "BL-1", Date(2026, 4, 30), {{1, 10'500}}, "INV-1", usd(52'500), std::nullopt}),
              IsEmpty());
  EXPECT_THAT(story.refused(GoodsShipped{
                  1, "BL-1", Date(2026, 4, 30), {{1, 10'500}}, "INV-1", usd(52'501), std::nullopt}),
              ElementsAre("invoices_what_is_shipped"));
  EXPECT_THAT(story.refused(GoodsShipped{
                  1, "BL-1", Date(2026, 6, 1), {{1, 10'500}}, "INV-1", usd(52'500), std::nullopt}),
              ElementsAre("shipped_in_time"));
}

TEST(ExportOrder, IsAmendedInWritingOnly) {
  Story story = inspected();
  AmendmentProposed amendment{.number = "A-1", .reason = "blue cloth"};
  amendment.specification = "blue";
  amendment.lines = umbrellas(12'000);
  amendment.amount = usd(60'000);
  story.then(amendment);
  EXPECT_EQ(story.state().contract->specification, "");
  EXPECT_THAT(
      changes(story.state()),
      ElementsAre(ContractChange{"lines", "10000 PCE umbrella @ 5", "12000 PCE umbrella @ 5"},
                  ContractChange{"amount", "50000.00 USD", "60000.00 USD"},
                  ContractChange{"specification", "", "blue"}));
  const auto stage = [](auto s) { return static_cast<std::uint8_t>(s); };
  EXPECT_THAT(consequences(story.state()),
              ElementsAre(Consequence{Machine::sample, 1, stage(SampleStage::accepted),
                                      stage(SampleStage::rejected)},
                          Consequence{Machine::security, 0, stage(SecurityStage::secured),
                                      stage(SecurityStage::open)},
                          Consequence{Machine::production, 0, stage(ProductionStage::inspected),
                                      stage(ProductionStage::none)}));
  story.then(AmendmentApproved{}).then(AmendmentAgreed{"mail 35"});
  EXPECT_EQ(story.state().contract->specification, "blue");
  EXPECT_EQ(story.state().production.stage, ProductionStage::none);
  EXPECT_EQ(story.state().security.stage, SecurityStage::open);  // 18,000 USD now.
  EXPECT_EQ(story.state().amendments, std::vector<std::string>{"A-1"});
}

TEST(ExportOrder, SaysWhatComesNextAndWhatIsLate) {
  Story story;
  story.then(OrderOpened{Profile::export_sale, "Rainy Harbor", "Li"})
      .then(InquiryReceived{"umbrellas"});
  const auto steps = story.order().next_steps(Date(2026, 3, 5));
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps[0].event, o2c::on<QuotationDrafted>);
  EXPECT_EQ(steps[0].days_late, 2);
  EXPECT_TRUE(steps[0].by.has(Role::manager));  // Not answered within a day.

  const auto later = contracted().order().next_steps(Date(2026, 3, 6));
  const auto plan = std::ranges::find(later, o2c::on<PlanDrafted>, &NextStep::event);
  ASSERT_NE(plan, later.end());
  ASSERT_EQ(plan->lacks.size(), 1U);
  EXPECT_EQ(plan->lacks[0].rule, "is_secured");
}

TEST(ExportOrder, TakesDaysOfACenturyAtMost) {
  OrderPolicy policy;
  policy.reply_days = 36'500;
  Story story(policy);
  story.then(OrderOpened{Profile::export_sale, "Rainy Harbor", "Li"})
      .then(InquiryReceived{"umbrellas"});
  const auto steps = story.order().next_steps(story.today());
  const auto answer = std::ranges::find(steps, o2c::on<QuotationDrafted>, &NextStep::event);
  ASSERT_NE(answer, steps.end());
  EXPECT_EQ(answer->due_on, story.today() + 36'500);
  policy = {};
  policy.verdict_days = 36'501;
  EXPECT_THAT(faults_of(policy), ElementsAre(Fault{.field = "verdict_days",
                                                   .value = "36501",
                                                   .expected = "a whole number from 0 to 36500"}));
}

TEST(ExportOrder, FaultsEachTimeTooManyOnce) {
  OrderPolicy policy;
  policy.staff = {{"Li", Role::salesperson}, {"Wu", Role::finance}, {" LI", Role::manager}};
  policy.assignments = {{o2c::on<PlanIssued>, Role::manager},
                        {o2c::on<PlanIssued>, Role::production},
                        {o2c::on<PlanIssued>, Role::finance}};
  const Fault event{.field = "assignments", .value = "PlanIssued", .expected = "each event once"};
  EXPECT_THAT(faults_of(policy),
              ElementsAre(Fault{.field = "staff", .value = " LI", .expected = "each name once"},
                          event, event));
}

TEST(ExportOrder, MayBeReadBackOutOfOrderButNotRecordedSo) {
  Story story = quoted();
  OrderEntry entry = story.entry(SampleRequested{1, "umbrella", 2, std::nullopt, usd(30)});
  entry.recorded_at_us = -1;
  Order order = story.order();
  EXPECT_THROW((void)order.apply(entry), InvalidArgument);
}

}  // namespace
}  // namespace o2c::test

#include <gmock/gmock.h>

#include "profile_stories.hpp"

// What comes next, by when, and how refusals read in Chinese.
namespace o2c::test {
namespace {

using namespace events;
using testing::HasSubstr;

std::optional<Date> due(const Story& story, EventKind event) {
  for (const Deadline& deadline : deadlines(story.state(), story.order().policy()))
    if (deadline.event == event) return deadline.due_on;
  return std::nullopt;
}

OrderPolicy with_weekends() {
  OrderPolicy policy;
  policy.calendar = Calendar("Shanghai");
  return policy;
}

Story inquired(OrderPolicy policy = {}) {
  Story story(std::move(policy));
  story
      .on(2026, 3, 6)  // A Friday.
      .then(OrderOpened{Profile::export_sale, "Rainy Harbor", "Li"})
      .then(InquiryReceived{"umbrellas"});
  return story;
}

TEST(Deadlines, CountBusinessDaysWhereThereIsACalendar) {
  EXPECT_EQ(due(inquired(), on<QuotationDrafted>), Date(2026, 3, 7));
  EXPECT_EQ(due(inquired(with_weekends()), on<QuotationDrafted>), Date(2026, 3, 9));
}

TEST(Deadlines, OfAnInquiryRunUntilTheQuotationIsSent) {
  Story story = inquired();
  story.on(2026, 3, 10).then(InquiryEscalated{"what does it cost"});
  EXPECT_EQ(due(story, on<QuotationDrafted>), Date(2026, 3, 7));
  const auto steps = story.order().next_steps(Date(2026, 3, 6));
  const auto draft = std::ranges::find(steps, on<QuotationDrafted>, &NextStep::event);
  ASSERT_NE(draft, steps.end());
  EXPECT_TRUE(draft->by.has(Role::manager));
  story.then(QuotationDrafted{umbrellas(), usd(50'000), Date(2026, 3, 31)});
  EXPECT_EQ(due(story, on<QuotationApproved>), Date(2026, 3, 7));
  story.then(QuotationApproved{});
  EXPECT_EQ(due(story, on<QuotationSent>), Date(2026, 3, 7));
  story.then(QuotationSent{"mail"});
  EXPECT_EQ(due(story, on<QuotationSent>), std::nullopt);
  EXPECT_EQ(due(story, on<ContractSigned>), Date(2026, 3, 31));
}

TEST(NextSteps, OfALateInquiryAreTheManagersAsDecideSays) {
  Story story = inquired();  // Until 7 March.
  OrderEntry draft = story.entry(QuotationDrafted{umbrellas(), usd(50'000), Date(2026, 3, 31)});
  draft.by = "Chen";
  draft.role = Role::manager;
  draft.on = Date(2026, 3, 7);
  EXPECT_THAT(story.refused(draft), testing::ElementsAre("office_may"));
  draft.on = Date(2026, 3, 8);
  EXPECT_THAT(story.refused(draft), testing::IsEmpty());
  Story escalated = inquired();
  escalated.then(InquiryEscalated{"what does it cost"});
  draft.on = escalated.today();
  EXPECT_THAT(escalated.refused(draft), testing::IsEmpty());
  escalated.then(draft);
  OrderEntry approval = escalated.entry(QuotationApproved{});
  EXPECT_THAT(escalated.refused(approval), testing::ElementsAre("approved_by_another"));
  approval.by = "Sun";
  OrderEntry sent = escalated.then(approval).entry(QuotationSent{"mail"});
  sent.role = Role::manager;
  EXPECT_THAT(escalated.refused(sent), testing::IsEmpty());
  escalated.then(sent);
  EXPECT_THAT(escalated.refused(draft), testing::ElementsAre("office_may"));
}

TEST(Deadlines, OfAVerdictRunFromTheArrival) {
  Story story = quoted();
  story.then(SampleRequested{1, "umbrella", 2})
      .then(FreightCollectConfirmed{1, "DHL 77"})
      .then(SampleOrdered{1, 3})
      .then(SampleOrderSigned{1})
      .then(SampleMade{1, 3})
      .then(SampleChecked{1, true, "as asked"})
      .then(SampleFiled{1, "photos/1", "S-1"})
      .then(SampleSent{1, 2, "DHL", "JD014", Date(2026, 3, 5)});
  EXPECT_EQ(due(story, on<SampleArrived>), Date(2026, 3, 5));
  story.on(2026, 3, 6).then(SampleArrived{1});
  EXPECT_EQ(due(story, on<SampleFollowedUp>), Date(2026, 3, 6));
  EXPECT_EQ(due(story, on<SampleVerdictGiven>), Date(2026, 3, 13));
  story.on(2026, 3, 10).then(SampleFollowedUp{1, "mail"});
  EXPECT_EQ(due(story, on<SampleFollowedUp>), std::nullopt);
  EXPECT_EQ(due(story, on<SampleVerdictGiven>), Date(2026, 3, 13));
}

TEST(Deadlines, OfAmendmentsLoadingAndPresentation) {
  Story story = noticed(9'800, "L/C at sight");
  EXPECT_EQ(due(story, on<GoodsShipped>), Date(2026, 4, 28));
  AmendmentProposed amendment{.number = "A-1", .reason = "asked for"};
  amendment.packing = "40 a carton";
  story.then(amendment);
  EXPECT_EQ(due(story, on<AmendmentApproved>), Date(2026, 4, 18));
  story.then(AmendmentApproved{});
  EXPECT_EQ(due(story, on<AmendmentAgreed>), Date(2026, 4, 18));
  EXPECT_EQ(due(shipped("L/C at sight"), on<DocumentsPresented>), Date(2026, 5, 21));
}

TEST(Deadlines, OfAnInspectionEndWhenAllGoodsHavePassed) {
  EXPECT_EQ(due(planned(), on<ProductionProgressed>), Date(2026, 4, 20));
  EXPECT_EQ(planned().order().next_steps(Date(2026, 4, 22)).front().days_late, 2);
  Story some = inspected(9'800);
  some.then(ProductionProgressed{Stage::packing, 1, 9'800});  // The machine is in progress again.
  EXPECT_EQ(due(some, on<GoodsInspected>), Date(2026, 4, 20));
  Story all = inspected(10'000);
  all.then(ProductionProgressed{Stage::packing, 1, 10'000});
  EXPECT_EQ(due(all, on<GoodsInspected>), std::nullopt);
}

std::vector<EventKind> events_of(const Story& story, Date as_of) {
  std::vector<EventKind> kinds;
  for (const NextStep& step : story.order().next_steps(as_of)) kinds.push_back(step.event);
  return kinds;
}
const NextStep* step_of(const std::vector<NextStep>& steps, EventKind event) {
  const auto found = std::ranges::find(steps, event, &NextStep::event);
  return found == steps.end() ? nullptr : &*found;
}

TEST(Deadlines, OfPresentationAreTheCreditsDays) {
  Story story = contracted("L/C at sight");
  story.then(LetterOfCreditReceived{"LC-1", usd(50'000), Date(2026, 5, 31), Date(2026, 6, 15), 10})
      .then(LetterOfCreditChecked{{}})
      .then(PlanDrafted{"P-1", Date(2026, 4, 20)})
      .then(PlanApproved{})
      .then(PlanIssued{{"workshop"}, "S-1"})
      .then(ProductionProgressed{Stage::making, 1, 10'000})
      .then(GoodsInspected{1, 10'000, 0, "QC-1"});
  notify(story, 1, 10'000);
  story.on(2026, 4, 30)
      .then(GoodsShipped{1, "BL-1", Date(2026, 4, 30), {{1, 10'000}}, "INV-1", usd(50'000)});
  EXPECT_EQ(due(story, on<DocumentsPresented>), Date(2026, 5, 10));
  const DocumentsPresented presented{1, "BOC", "Sun"};
  EXPECT_THAT(story.on(2026, 5, 10).refused(presented), testing::IsEmpty());
  EXPECT_THAT(story.on(2026, 5, 11).refused(presented), testing::ElementsAre("presented_in_time"));
  EXPECT_THAT(deadlines(story.state(), {}).back().reason.en, HasSubstr("10 days after shipment"));
}

TEST(Deadlines, OfShippingAreTheContractsOrTheCreditsDay) {
  const Story planned_only = planned();
  EXPECT_EQ(due(planned_only, on<ShipmentPlanned>), Date(2026, 5, 31));
  Story story = inspected(9'800, "L/C at sight");
  EXPECT_EQ(due(story, on<ShipmentPlanned>), Date(2026, 5, 31));
  story.then(ShipmentPlanned{1, {{1, 9'800}}});
  EXPECT_EQ(due(story, on<ShipmentPlanned>), std::nullopt);  // All of it is in a shipment.
  EXPECT_EQ(due(story, on<ShipmentConfirmed>), Date(2026, 5, 31));
  // The credit's day is earlier than the contract's.
  Story sooner = contracted("L/C at sight");
  sooner.then(LetterOfCreditReceived{"LC-1", usd(50'000), Date(2026, 5, 10), Date(2026, 6, 15)})
      .then(LetterOfCreditChecked{{}})
      .then(PlanDrafted{"P-1", Date(2026, 4, 20)})
      .then(PlanApproved{})
      .then(PlanIssued{{"workshop"}, "S-1"});
  EXPECT_EQ(due(sooner, on<ShipmentPlanned>), Date(2026, 5, 10));
  // Of loading and the last day to ship the earlier counts.
  const auto steps = noticed().order().next_steps(Date(2026, 4, 20));
  EXPECT_EQ(step_of(steps, on<GoodsShipped>)->due_on, Date(2026, 4, 28));
}

TEST(NextSteps, HaveNoComplaintBeforeAnythingHasGone) {
  EXPECT_THAT(events_of(noticed(), Date(2026, 4, 15)),
              testing::Not(testing::Contains(on<ComplaintOpened>)));
  EXPECT_THAT(events_of(shipped(), Date(2026, 4, 30)), testing::Contains(on<ComplaintOpened>));
}

TEST(NextSteps, HandBackWhatIsDueAfterACancellation) {
  Story story = secured();
  story.then(OrderCancelled{"war", "mail", usd(2'000)});
  EXPECT_THAT(events_of(story, Date(2026, 3, 7)), testing::ElementsAre(on<DepositRefunded>));
  story.then(DepositRefunded{usd(13'000), "R-9"});
  EXPECT_THAT(events_of(story, Date(2026, 3, 7)), testing::IsEmpty());
}

TEST(NextSteps, NameLateOnesFirst) {
  const auto steps = noticed().order().next_steps(Date(2026, 5, 1));
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps[0].event, on<GoodsShipped>);
  EXPECT_EQ(steps[0].days_late, 3);
}

TEST(NextSteps, AreComplaintsOnlyOnceTheOrderIsClosed) {
  Story story = paid();
  close(story, usd(1));
  for (const NextStep& step : story.order().next_steps(Date(2026, 6, 1)))
    EXPECT_EQ(info_of(step.event).machine, Machine::after_sales);
}

TEST(NextSteps, OfAClosedOrderHandBackWhatWasCredited) {
  Story story = paid();
  close(story, usd(1));
  story.then(ComplaintOpened{1, 1, "rust"}).then(RemedyAgreed{1, "credit note", usd(100)});
  EXPECT_THAT(events_of(story, Date(2026, 6, 1)), testing::Contains(on<PaymentRefunded>));
}

TEST(Refusals, SayWhatHasToHappenFirst) {
  const auto cure = [](const Story& story, OrderEvent event) {
    const Refusals refusals = story.order().refusals(story.entry(std::move(event)));
    EXPECT_EQ(refusals.at(0).rule, "not_at_this_stage");
    return refusals.at(0).cure.en;
  };
  EXPECT_EQ(cure(contracted(), PlanIssued{{"workshop"}, "S-1"}),
            "First: production plan signed by the salesperson, production plan signed by the "
            "manager.");
  EXPECT_EQ(cure(quoted(), QuotationSent{"mail"}), "First: quotation drafted, quotation approved.");
  // By the terms of this order, whether its goods have gone or not.
  const PaymentReceived payment{1, usd(100), std::nullopt, "R-1"};
  EXPECT_EQ(cure(shipped("L/C at sight"), payment), "First: documents presented to the bank.");
  EXPECT_EQ(cure(noticed(9'800, "L/C at sight"), payment),
            "First: documents presented to the bank.");
  EXPECT_EQ(cure(contracted(), QuotationSent{"mail"}), "It is too late for it.");
  EXPECT_EQ(cure(loaded(), PlanApproved{}), "Record what such an order has instead.");
  EXPECT_EQ(cure(contracted(), BlCopySent{1, "mail"}), "Begin the shipment first.");
  EXPECT_EQ(cure(shipped(), BlCopySent{2, "mail"}), "Correct its number.");
  EXPECT_EQ(cure(Story(), InquiryReceived{"umbrellas"}), "Open the order first.");
  EXPECT_EQ(cure(Story(), BlCopySent{1, "mail"}), "Open the order first.");
  const Story story = shipped();
  EXPECT_EQ(story.order().refusals(story.entry(ShipmentConfirmed{3})).at(0).reason.en,
            "expected a shipment from 1 to 2, not 3");
}

TEST(Refusals, AskAFrameworkForAnyPriceTerm) {
  Story story = framework_quoted();
  story.on(2026, 3, 6);
  Contract contract = aluminium_contract();
  contract.price_term = "";
  const Refusals refusals = story.order().refusals(story.entry(ContractSigned{contract}));
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_THAT(refusals[0].reason.en, testing::EndsWith("(missing: price term)"));
  EXPECT_THAT(refusals[0].reason.zh, testing::EndsWith("（缺少：价格术语）"));
}

TEST(Refusals, TellAnImportWhatItPaidTooMuch) {
  Story story = import_signed("30% deposit; 70% net 30");
  story.then(DepositPaid{eur(30'000), "TT-1"})
      .then(ShipmentPlanned{1, {{1, 2}}})
      .then(SupplierInvoiced{1, "SI-1", eur(100'000), eur(29'000)})
      .on(2026, 5, 2)
      .then(GoodsArrived{1, "AN-1"})
      .then(CustomsCleared{1, "CD-1"})
      .then(GoodsLanded{1, {{1, 2}}})
      .then(PaymentMade{1, eur(71'000), "TT-2"})
      .then(OrderCompleted{})
      .then(ProfitReported{eur(1), "PR-1", "Chen"})
      .then(ComplaintOpened{1, 1, "rust"})
      .then(RemedyAgreed{1, "credit note", eur(100)})
      .then(ComplaintClosed{1, "mail"});
  const Refusals refusals = story.order().refusals(story.entry(OrderClosed{}));
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].reason.zh,
            "要求：预收（付）款无余额，各批无多收（付）或多贷记款（预付余额1000.00 "
            "EUR；批次1：多付100.00 EUR）");
  EXPECT_EQ(refusals[0].cure.en, "Hand it back.");
}

TEST(Refusals, TellAnImportWhatIsStillToBePaid) {
  Story story = landed();
  story.then(PaymentMade{1, eur(90'000), "TT-1"});
  const Refusals refusals = story.order().refusals(story.entry(OrderCompleted{}));
  EXPECT_THAT(to_string(refusals, Language::zh), HasSubstr("，未付10000.00 EUR"));
}

TEST(Refusals, ReadInChinese) {
  const auto zh = [](const Story& story, OrderEvent event) {
    return story.order().refusals(story.entry(std::move(event))).at(0).reason.zh;
  };
  EXPECT_EQ(zh(contracted(), PlanDrafted{"P-1", Date(2026, 4, 20)}),
            "要求：定金到账、信用证审核无误，或已批准赊销（定金：应收15000.00 USD，已收0.00 USD）");
  EXPECT_EQ(zh(delivered(), VanCounted{1, {{1, 4}}, {}}),
            "要求：未收款在授信额度内（已批赊销额度：0）");
  EXPECT_EQ(zh(contracted(), QuotationSent{"mail"}),
            "订单现为：已签约；“发出报价”适用于：报价已审");
  EXPECT_EQ(zh(loaded(), PlanApproved{}), "“经理签生产计划单”不适用于线路直销订单");
  EXPECT_EQ(zh(Story(), InquiryReceived{"umbrellas"}), "订单尚未建立");
  const Refusals refusals = weighed().order().refusals(weighed().entry(OrderCompleted{}));
  EXPECT_THAT(to_string(refusals, Language::zh), HasSubstr("第1行：5000中已出498.6"));
}

}  // namespace
}  // namespace o2c::test

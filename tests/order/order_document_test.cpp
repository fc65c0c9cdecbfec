#include "o2c/order/order_document.hpp"

#include <string>
#include <string_view>

#include <gmock/gmock.h>

#include "profile_stories.hpp"

// The papers that an order's history makes.
namespace o2c::test {
namespace {

using namespace events;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string page(const Story& story, OrderPaper paper, PaperChoice choice = {},
                 Language language = Language::en) {
  return order_document(story.order(), paper, language, choice).value();
}

std::vector<std::string> rules(const Story& story, OrderPaper paper, PaperChoice choice = {}) {
  const auto document = order_document(story.order(), paper, Language::en, choice);
  std::vector<std::string> names;
  if (!document)
    for (const Refusal& refusal : document.error()) names.push_back(refusal.rule);
  return names;
}

/// As it stands among a paper's facts.
std::string fact(std::string_view name, std::string_view value) {
  return "<dt>" + std::string(name) + "</dt><dd>" + std::string(value) + "</dd>";
}
std::string signed_by(std::string_view office, std::string_view name, std::string_view day) {
  return "<div class=\"office\">" + std::string(office) + "</div><div class=\"name\">" +
         std::string(name) + "</div><div class=\"on\">Date: " + std::string(day) + "</div>";
}
std::string row(std::initializer_list<std::string_view> cells) {
  std::string out = "<tr>";
  for (const std::string_view cell : cells) out += "<td>" + std::string(cell) + "</td>";
  return out + "</tr>";
}

void amend(Story& story, AmendmentProposed amendment) {
  story.then(std::move(amendment)).then(AmendmentApproved{}).then(AmendmentAgreed{"mail 35"});
}
AmendmentProposed repacked(const char* number = "A-1") {
  AmendmentProposed amendment{.number = number, .reason = "smaller cartons"};
  amendment.packing = "40 a carton";
  return amendment;
}

TEST(OrderDocument, SampleOrderIsSignedTwice) {
  Story story = quoted();
  story.then(SampleRequested{1, "umbrella", 2, usd(40)})
      .then(SampleFeeReceived{1, usd(40)})
      .then(FreightCollectConfirmed{1, "DHL 77"})
      .then(SampleOrdered{1, 3});
  EXPECT_THAT(
      page(story, OrderPaper::sample_order),
      AllOf(HasSubstr(fact("No.", "SO-1/S1")), HasSubstr(fact("Customer", "Rainy Harbor")),
            HasSubstr(fact("To be made", "3 pieces")), HasSubstr(fact("Kept here", "1 piece")),
            HasSubstr(fact("Sample fee", "40.00 USD, received 40.00 USD")),
            HasSubstr(fact("Freight collect", "DHL 77")),
            HasSubstr(signed_by("salesperson", "Li", "2026-03-02")),
            HasSubstr(signed_by("manager", "", "")), HasSubstr(row({"made", "", "", ""}))));
  EXPECT_THAT(
      page(sampled(), OrderPaper::sample_order),
      AllOf(HasSubstr(signed_by("manager", "Chen", "2026-03-02")),
            HasSubstr(row({"checked", "passed: as asked", "Li", "2026-03-02"})),
            HasSubstr(row({"customer&#39;s verdict", "accepted: fine", "Li", "2026-03-05"}))));
}

TEST(OrderDocument, ContractHasItsGoodsAndPayments) {
  OrderPolicy policy;
  policy.company = "Bright Umbrella Co., Ltd.\nShaoxing";
  const Story story = contracted("30% deposit; balance against copy of B/L", policy);
  EXPECT_THAT(
      page(story, OrderPaper::contract),
      AllOf(HasSubstr("<title>Sales contract SC-1</title>"), HasSubstr(fact("Version", "1")),
            HasSubstr(fact("Seller", "Bright Umbrella Co., Ltd.\nShaoxing")),
            HasSubstr(fact("Buyer", "Rainy Harbor")), HasSubstr("50,000.00"),
            HasSubstr("15,000.00"), HasSubstr("35,000.00"), HasSubstr(fact("More or less", "± 5%")),
            HasSubstr(signed_by("For the seller", "Li", "2026-03-06")),
            HasSubstr(signed_by("For the buyer, Rainy Harbor", "", "")),
            Not(HasSubstr("Changed"))));
  EXPECT_THAT(page(import_signed(), OrderPaper::contract),
              AllOf(HasSubstr("Purchase contract"), HasSubstr(fact("Seller", "Pressen AG"))));
  Story with_commission = sampled();
  Contract contract = umbrella_contract();
  contract.price_term = "CIFC3 Seattle";
  with_commission.then(ContractSigned{contract});
  EXPECT_THAT(page(with_commission, OrderPaper::contract),
              HasSubstr(fact("Price term", "CIFC3 Seattle (Incoterms 2020)")));
}

TEST(OrderDocument, AnAmendmentMakesAnotherVersionOfTheContract) {
  Story story = contracted();
  AmendmentProposed amendment = repacked();
  amendment.lines = umbrellas(12'000);
  amendment.amount = usd(60'000);
  amend(story, amendment);
  EXPECT_THAT(
      page(story, OrderPaper::contract),
      AllOf(HasSubstr(fact("Version", "2")), HasSubstr(fact("Packing", "40 a carton")),
            HasSubstr(row({"Packing", "", "40 a carton"})),
            HasSubstr(row({"Total", "50,000.00", "60,000.00"})),
            HasSubstr(row({"A-1", "smaller cartons", "Chen 2026-03-06", "mail 35 2026-03-06"}))));
  EXPECT_THAT(page(story, OrderPaper::contract, {.version = 1}),
              AllOf(HasSubstr(fact("Version", "1")), Not(HasSubstr("40 a carton")),
                    HasSubstr("a later one has taken its place")));
  EXPECT_THAT(rules(story, OrderPaper::contract, {.version = 3}),
              ElementsAre("paper_has_that_version"));
}

TEST(OrderDocument, PlanIsVoidWhenItsGoodsChangeAndIsDrawnUpAgain) {
  Story story = planned();
  const std::string issued = page(story, OrderPaper::production_plan);
  EXPECT_THAT(issued,
              AllOf(HasSubstr(fact("No.", "P-1")), HasSubstr(fact("Finish by", "2026-04-20")),
                    HasSubstr(fact("Sealed sample", "S-1")),
                    HasSubstr(fact("Payment is secured", "deposit received")), HasSubstr("9,500"),
                    HasSubstr("10,500"), HasSubstr(row({"workshop", ""})),
                    HasSubstr(signed_by("manager", "Chen", "2026-03-06"))));
  EXPECT_THAT(issued, Not(HasSubstr("50,000")));  // No prices.
  amend(story, repacked());
  EXPECT_THAT(page(story, OrderPaper::production_plan),
              AllOf(HasSubstr(fact("Version", "1")), Not(HasSubstr("40 a carton")),
                    HasSubstr("Void since amendment A-1 of 2026-03-06")));
  story.then(PlanDrafted{"P-2", Date(2026, 4, 25)});
  EXPECT_THAT(page(story, OrderPaper::production_plan),
              AllOf(HasSubstr(fact("Version", "2")), HasSubstr(fact("No.", "P-2")),
                    HasSubstr(row({"Packing", "", "40 a carton"})),
                    HasSubstr(row({"Finish by", "2026-04-20", "2026-04-25"})),
                    HasSubstr(signed_by("manager", "", "")), Not(HasSubstr("Void"))));
}

TEST(OrderDocument, PlanThatNobodyElseHasSignedIsNoVersion) {
  Story story = secured();
  story.then(PlanDrafted{"P-1", Date(2026, 4, 20)}).then(PlanDrafted{"P-2", Date(2026, 4, 21)});
  EXPECT_THAT(page(story, OrderPaper::production_plan),
              AllOf(HasSubstr(fact("Version", "1")), HasSubstr(fact("No.", "P-2"))));
}

TEST(OrderDocument, QualityRecordIsOfAnInspection) {
  Story story = planned();
  story.then(ProductionProgressed{Stage::making, 1, 1'000})
      .then(GoodsInspected{1, 600, 0, "QC-1"})
      .then(GoodsInspected{1, 350, 50, "QC-2"})
      .then(ConcessionSigned{1, 50, "mail 36"});
  EXPECT_THROW(page(story, OrderPaper::qc_record), InvalidArgument);
  EXPECT_THAT(page(story, OrderPaper::qc_record, {.part = 1}),
              AllOf(HasSubstr(fact("No.", "QC-1")), HasSubstr(fact("Verdict", "passed")),
                    Not(HasSubstr("Concession"))));
  EXPECT_THAT(
      page(story, OrderPaper::qc_record, {.part = 2}),
      AllOf(HasSubstr(fact("No.", "QC-2")), HasSubstr(fact("Verdict", "rework")),
            HasSubstr(fact("Concession", "50 PCE, mail 36")),
            HasSubstr("<td class=\"num\">400</td>"), HasSubstr("<td class=\"num\">950</td>"),
            HasSubstr(signed_by("salesperson", "Li", "2026-03-06")),
            HasSubstr(signed_by("manager", "Chen", "2026-03-06"))));
}

TEST(OrderDocument, NoticeIsGivenAnewWhenTheLoadingMoves) {
  Story story = noticed();
  EXPECT_THAT(page(story, OrderPaper::shipment_notice),
              AllOf(HasSubstr(fact("No.", "N-1")), HasSubstr(fact("Loading on", "2026-04-28")),
                    HasSubstr(fact("Booking", "B-1")), HasSubstr("9,800"),
                    HasSubstr(signed_by("salesperson", "Li", "2026-04-15")),
                    HasSubstr(signed_by("manager", "Chen", "2026-04-15")), Not(HasSubstr("5.00"))));
  story.then(LoadingFixed{1, Date(2026, 4, 29)});
  EXPECT_THAT(page(story, OrderPaper::shipment_notice),
              AllOf(HasSubstr(fact("Version", "2")), HasSubstr(fact("No.", "–")),
                    HasSubstr(row({"Loading on", "2026-04-28", "2026-04-29"})),
                    HasSubstr(signed_by("salesperson", "", ""))));
  story.then(LoadingFixed{1, Date(2026, 4, 30)}).then(ShipmentNotified{1, "N-2"});
  EXPECT_THAT(page(story, OrderPaper::shipment_notice),
              AllOf(HasSubstr(fact("Version", "2")), HasSubstr(fact("No.", "N-2"))));
  amend(story, repacked());
  EXPECT_THAT(
      page(story, OrderPaper::shipment_notice),
      AllOf(HasSubstr(fact("Version", "3")), HasSubstr(row({"Packing", "", "40 a carton"}))));
}

TEST(OrderDocument, IsRefusedBeforeItsEvents) {
  const Story story = contracted();
  EXPECT_THAT(rules(story, OrderPaper::production_plan),
              ElementsAre("paper_has_begun", "is_secured"));
  EXPECT_THAT(rules(story, OrderPaper::shipment_notice), ElementsAre("paper_has_begun"));
  EXPECT_THAT(rules(story, OrderPaper::sample_order, {.part = 2}), ElementsAre("paper_has_begun"));
  EXPECT_THAT(rules(story, OrderPaper::qc_record), ElementsAre("paper_has_begun"));
  EXPECT_THAT(rules(quoted(), OrderPaper::contract), ElementsAre("paper_has_begun"));
  EXPECT_THROW(page(story, OrderPaper::contract, {.part = 1}), InvalidArgument);
  EXPECT_THROW(page(story, OrderPaper::sample_order, {.part = -1}), InvalidArgument);
  const auto plan = order_document(story.order(), OrderPaper::production_plan, Language::zh);
  EXPECT_EQ(plan.error()[0].reason.zh,
            "尚无生产计划单：须先“业务员签生产计划单”；生产现为：未排产");
}

TEST(OrderDocument, EscapesWhatItIsTold) {
  Story story = sampled();
  Contract contract = umbrella_contract();
  contract.specification = "<script>alert('1')</script>\nblack & \"blue\"";
  story.then(ContractSigned{contract});
  EXPECT_THAT(page(story, OrderPaper::contract),
              AllOf(HasSubstr("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\nblack &amp; "
                              "&quot;blue&quot;"),
                    Not(HasSubstr("<script"))));
}

TEST(OrderDocument, ReadsInChinese) {
  EXPECT_THAT(
      page(contracted(), OrderPaper::contract, {}, Language::zh),
      AllOf(HasSubstr("<html lang=\"zh-CN\">"), HasSubstr("销售合同"),
            HasSubstr(fact("买方", "Rainy Harbor")), HasSubstr("定金"), HasSubstr("金额，USD")));
  for (const OrderPaper paper :
       {OrderPaper::sample_order, OrderPaper::contract, OrderPaper::production_plan,
        OrderPaper::qc_record, OrderPaper::shipment_notice}) {
    EXPECT_THAT(page(noticed(), paper, {}, Language::zh),
                HasSubstr(std::string(name_of(paper).zh)));
    EXPECT_EQ(parse_order_paper(to_string(paper)), paper);
  }
}

}  // namespace
}  // namespace o2c::test

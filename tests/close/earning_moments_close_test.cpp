// Plans that count lines, or pay for them, on another day than that on which they come in, and what
// is taken back, as a close sees it.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "plan_terms_book.hpp"
#include "worked_book.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

struct Event {
  const char* name;
  const char* on;
  const char* recorded_at;
  const char* payload;
};

// Cells of payloads have commas.
Closed closed_with(const BookTexts& tables, const BookTexts& plan, const std::vector<Event>& events,
                   const char* month) {
  BookInput input = book_input(tables, plan);
  TextTable::Rows rows{{"e0", "SO-1", "1", "OrderOpened", "2026-09-01", "2026-09-01T09:00:00Z",
                        "Li",
                        R"({"role":"salesperson","profile":"export_sale",)"
                        R"("party":"Acme","salesperson":"Li"})"}};
  for (const Event& each : events)
    rows.push_back({"e" + std::to_string(rows.size()), "SO-1", std::to_string(rows.size() + 1),
                    each.name, each.on, each.recorded_at, "Li", each.payload});
  input.tables.emplace_back(
      "events",
      std::make_unique<TextTable>(std::vector<std::string>{"id", "order", "seq", "event", "on",
                                                           "recorded_at", "by", "payload"},
                                  rows));
  auto book = std::make_unique<Book>(std::move(input));
  CloseReport report = close(*book, Period::parse(month));
  EXPECT_TRUE(report.ties_hold());
  return {std::move(book), std::move(report)};
}

const Event dispatched{"GoodsDispatched", "2026-11-03", "2026-11-03T09:00:00Z",
                       R"({"role":"warehouse","shipment":1,"reference":"D-1"})"};

const BookTexts one_invoice =
    tables_with("I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,SO-1,,\n", "", "");

// --- payable later -------------------------------------------------------------------------------

const BookTexts paid_when_shipped =
    plan_of("basis = \"invoiced\"\nrate = \"1%\"\n[version.payout]\npayable_on = \"shipment\"\n");

TEST(EarningMomentsClose, PaysWhatIsShipped) {
  EXPECT_THAT(paid(closed_with(one_invoice, paid_when_shipped, {dispatched}, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("10"), cny("0"), cny("10")))));
  EXPECT_THAT(paid(closed_with(one_invoice, paid_when_shipped, {dispatched}, "2026-11")),
              ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("10"), cny("0")))));
}

TEST(EarningMomentsClose, PaysTheInvoiceThatTheShipmentNames) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,SO-1,,\n"
      "I-2,,Acme,2026-10-06,2026-11-04,3000,3000,CNY,,,\n",
      "", "");
  const Event shipped{"GoodsShipped", "2026-11-20", "2026-11-20T09:00:00Z",
                      R"({"role":"documentation","shipment":1,"transport_document":"BL-1",)"
                      R"("shipped_on":"2026-11-19","quantities":[],)"
                      R"("invoice":"I-2","amount":"3000.00 CNY"})"};
  // I-1 went with the last dispatch of its order, I-2 with the event that names it.
  EXPECT_THAT(paid(closed_with(tables, paid_when_shipped, {dispatched, shipped}, "2026-11")),
              ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("40"), cny("0")))));
}

TEST(EarningMomentsClose, SeesWhatIsToldLateInTheNextMonth) {
  BookTexts tables = one_invoice;
  replace(tables, "closed_periods",
          "period,closed_at,closed_by\n2026-09,2026-10-02T00:00:00Z,Wu\n2026-10,2026-11-02T00:00:"
          "00Z,Wu\n");
  // It went in October, which was closed when it was told.
  const Event late{"GoodsDispatched", "2026-10-20", "2026-11-08T09:00:00Z", dispatched.payload};
  EXPECT_THAT(paid(closed_with(tables, paid_when_shipped, {late}, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("10"), cny("0"), cny("10")))));
  EXPECT_THAT(paid(closed_with(tables, paid_when_shipped, {late}, "2026-11")),
              ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("10"), cny("0")))));
}

// --- counted on another day ----------------------------------------------------------------------

TEST(EarningMomentsClose, CountsWhatIsShipped) {
  const Closed october = closed_with(one_invoice, counted_on("shipment"), {dispatched}, "2026-10");
  EXPECT_THAT(paid(october), IsEmpty());
  EXPECT_THAT(standings(october), ElementsAre(Pair("I-1", ClosingStanding::pending)));
  const Closed november = closed_with(one_invoice, counted_on("shipment"), {dispatched}, "2026-11");
  EXPECT_THAT(paid(november), ElementsAre(Pair("Li", ElementsAre(cny("10"), cny("10"), cny("0")))));
  EXPECT_THAT(standings(november), ElementsAre(Pair("I-1", ClosingStanding::counted)));
  EXPECT_THAT(corrections(november), IsEmpty());
  EXPECT_EQ(november.report.commission.plans[0].lines[0].counts, Date(2026, 11, 3));
}

TEST(EarningMomentsClose, CorrectsTheMonthInWhichALineWouldHaveCounted) {
  // The order is of September.
  const Closed october = closed(one_invoice, counted_on("order"), "2026-10");
  EXPECT_THAT(corrections(october), ElementsAre(Pair("2026-09", cny("10"))));
  EXPECT_THAT(standings(october), ElementsAre(Pair("I-1", ClosingStanding::late)));
  EXPECT_THAT(paid(october), ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("10"), cny("0")))));
  const auto& payout = october.report.commission.plans[0].table.statement().payouts[0].payout;
  EXPECT_EQ(payout.earnings.corrections, cny("10"));
  bool is_listed = false;
  for (const auto& [name, table] : october.report.tables())
    is_listed |= name == "commission_corrections";
  EXPECT_TRUE(is_listed);
  // Once.
  EXPECT_THAT(corrections(closed(one_invoice, counted_on("order"), "2026-11")), IsEmpty());
}

TEST(EarningMomentsClose, SaysLateOnlyOfWhatACorrectionHas) {
  // The order is of September: what is invoiced in October counts there.
  const auto october = [](const BookTexts& plan) {
    const Closed of_month = closed(one_invoice, plan, "2026-10");
    EXPECT_THAT(corrections(of_month), IsEmpty());
    return standings(of_month);
  };
  const auto of_rule = [](const char* rule) {
    return counted_on("order", "invoiced",
                      ("[[version.rule]]\nname = \"some\"\n" + std::string(rule)).c_str());
  };
  EXPECT_THAT(october(of_rule("parties = [\"Acme\"]\nexcluded = true\n")),
              ElementsAre(Pair("I-1", ClosingStanding::excluded)));
  EXPECT_THAT(october(of_rule("parties = [\"Best\"]\nrate = \"1%\"\n")),
              ElementsAre(Pair("I-1", ClosingStanding::unmatched)));
  EXPECT_THAT(october(plan_of("basis = \"invoiced\"\nearned_on = \"order\"\nrate = \"1%\"\n",
                              "2026-10-01")),
              ElementsAre(Pair("I-1", ClosingStanding::no_plan)));
  // Of what was collected the tie has the same.
  const BookTexts collected =
      tables_with("I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,SO-1,,\n",
                  "R-1,Acme,2026-10-20,1000,CNY\n", "R-1,I-1,2026-10-20,1000,CNY\n");
  const Closed of_before =
      closed(collected,
             plan_of("basis = \"collected\"\nearned_on = \"order\"\nrate = \"1%\"\n", "2026-10-01"),
             "2026-10");
  EXPECT_THAT(standings(of_before), ElementsAre(Pair("I-1", ClosingStanding::no_plan)));
  EXPECT_THAT(to_string(of_before.report.commission.ties.front()), HasSubstr("for no plan"));
}

TEST(EarningMomentsClose, ShowsLinesAsTheyAreCorrectedAfterSomebodyLeft) {
  const BookTexts tables =
      tables_with("I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,SO-1,,\n", "", "", "",
                  "person,manager,joined,left,successor\n"
                  "Li,,2021-01-01,2026-08-15,Wu\nWu,,2021-01-01,,\n");
  const auto of = [&](const char* moment, const std::string& leaving) {
    const Closed october = closed(
        tables, counted_on(moment, "invoiced", ("rate = \"1%\"\n" + leaving).c_str()), "2026-10");
    const PlanClose& plan = october.report.commission.plans.front();
    EXPECT_EQ(plan.lines.size(), 1U);
    for (const BookedCorrection& each : plan.corrections)
      EXPECT_EQ(each.salesperson, plan.lines.front().salesperson);
    return std::pair(plan.standings.front(), std::string(plan.lines.front().salesperson));
  };
  const std::string leaver = "[version.leaving]\nearns = \"leaver\"\n";
  const std::string successor = "[version.leaving]\nearns = \"successor\"\n";
  EXPECT_THAT(of("order", ""), Pair(ClosingStanding::late, "Wu"));
  EXPECT_THAT(of("order", leaver), Pair(ClosingStanding::late, "Li"));
  EXPECT_THAT(of("order", successor), Pair(ClosingStanding::late, "Wu"));
  // Nobody is credited with it yet.
  EXPECT_THAT(of("shipment", ""), Pair(ClosingStanding::pending, "Wu"));
  EXPECT_THAT(of("shipment", leaver), Pair(ClosingStanding::pending, "Li"));
  EXPECT_THAT(of("shipment", successor), Pair(ClosingStanding::pending, "Li"));
}

TEST(EarningMomentsClose, CountsReceiptsWhenTheLastOfThemComes) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,1130,1000,CNY,SO-1,,\n",
      "R-1,Acme,2026-10-20,500,CNY\nR-2,Acme,2026-11-12,630,CNY\nR-3,Acme,2027-01-05,630,CNY\n",
      "R-1,I-1,2026-10-20,500,CNY\nR-2,I-1,2026-11-12,630,CNY\nR-2,I-1,2026-12-03,-630,CNY\n"
      "R-3,I-1,2027-01-05,630,CNY\n");
  const BookTexts plan = counted_on("full_payment", "collected");
  EXPECT_THAT(paid(closed(tables, plan, "2026-10")), IsEmpty());
  const Closed november = closed(tables, plan, "2026-11");
  EXPECT_THAT(paid(november), ElementsAre(Pair("Li", ElementsAre(cny("10"), cny("10"), cny("0")))));
  // What bounces in December is not earned any more.
  const Closed december = closed(tables, plan, "2026-12");
  EXPECT_THAT(corrections(december), ElementsAre(Pair("2026-11", cny("-10"))));
  EXPECT_EQ(
      december.report.commission.plans[0].table.statement().payouts[0].payout.closing.overpaid,
      cny("10"));
  EXPECT_THAT(paid(closed(tables, plan, "2027-01")),
              ElementsAre(Pair("Li", ElementsAre(cny("10"), cny("0"), cny("0")))));
}

TEST(EarningMomentsClose, AsksForOneMomentOfAllVersions) {
  const BookTexts plan = plan_of(
      "basis = \"invoiced\"\nrate = \"1%\"\n[[version]]\nfrom_date = 2026-10-01\n"
      "basis = \"invoiced\"\nearned_on = \"order\"\nrate = \"1%\"\n");
  try {
    closed(one_invoice, plan, "2026-10");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(),
                 "plans/home.toml, earned_on \"order\": expected date, as of the first version");
  }
}

TEST(EarningMomentsClose, AsksForLinesOfOneKindOfAllVersions) {
  const auto plan = [](const std::string& basis) {
    return plan_of(
        "basis = \"invoiced\"\nrate = \"1%\"\n[[version]]\nfrom_date = 2026-10-01\n"
        "basis = \"" +
        basis + "\"\nrate = \"1%\"\n");
  };
  EXPECT_NO_THROW(closed(one_invoice, plan("gross_profit"), "2026-10"));
  try {
    closed(one_invoice, plan("collected"), "2026-10");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(
        error.what(),
        "plans/home.toml, basis \"collected\": expected a basis of what is invoiced, as of "
        "the first version");
  }
}

TEST(EarningMomentsClose, CountsWhatCameBeforeThePlan) {
  const BookTexts tables = tables_with("I-1,,Acme,2026-08-10,2026-09-30,1000,1000,CNY,SO-1,,\n",
                                       "R-1,Acme,2026-08-20,400,CNY\nR-2,Acme,2026-09-10,600,CNY\n",
                                       "R-1,I-1,2026-08-20,400,CNY\nR-2,I-1,2026-09-10,600,CNY\n");
  BookTexts plan = counted_on("full_payment", "collected");
  const auto all = ElementsAre(Pair("Li", ElementsAre(cny("10"), cny("10"), cny("0"))));
  EXPECT_THAT(paid(closed(tables, plan, "2026-09")), all);
  // Whatever begins before.
  plan.emplace_back("plans/export.toml",
                    "name = \"Export\"\ncurrency = \"CNY\"\n[[version]]\n"
                    "from_date = 2026-01-01\nrate = \"1%\"\n");
  EXPECT_THAT(paid(closed(tables, plan, "2026-09")), all);
}

TEST(EarningMomentsClose, CountsACreditNoteWithItsInvoice) {
  for (const std::string order : {"SO-1", ""}) {
    const BookTexts tables = tables_with(
        "I-1,,Acme,2026-10-01,2026-11-04,1000,1000,CNY,SO-1,,\n"
        "C-1,credit_note,Acme,2026-11-10,,-500,-500,CNY," +
            order + ",I-1,\n",
        "", "");
    EXPECT_THAT(corrections(closed(tables, counted_on("order"), "2026-11")),
                ElementsAre(Pair("2026-09", cny("-5"))))
        << order;
    const BookTexts later =
        plan_of("basis = \"invoiced\"\nrate = \"1%\"\n[version.payout]\npayable_on = \"order\"\n");
    EXPECT_THAT(paid(closed(tables, later, "2026-11")),
                ElementsAre(Pair("Li", ElementsAre(cny("-5"), cny("0"), cny("0")))))
        << order;
  }
}

TEST(EarningMomentsClose, CountsTheFirstShipmentThatNamesAnInvoice) {
  const auto payload = [](const std::string& shipment, const std::string& day) {
    return R"({"role":"documentation","shipment":)" + shipment + R"(,"transport_document":"BL-)" +
           shipment + R"(","shipped_on":")" + day +
           R"(","quantities":[],"invoice":"I-1","amount":"500.00 CNY"})";
  };
  const std::string told_first = payload("1", "2026-11-19");
  const std::string told_last = payload("2", "2026-11-08");
  const Closed november =
      closed_with(one_invoice, counted_on("shipment"),
                  {{"GoodsShipped", "2026-11-19", "2026-11-20T09:00:00Z", told_first.c_str()},
                   {"GoodsShipped", "2026-11-08", "2026-11-21T09:00:00Z", told_last.c_str()}},
                  "2026-11");
  EXPECT_EQ(november.report.commission.plans[0].lines[0].counts, Date(2026, 11, 8));
}

// --- a cap of the year ---------------------------------------------------------------------------

TEST(EarningMomentsClose, KeepsACapOfTheYear) {
  const BookTexts plan = plan_of(
      "basis = \"invoiced\"\nrate = \"10%\"\n[version.payout]\nlonger_period = \"year\"\n"
      "longer_cap = 250\npayable_on = \"full_payment\"\n",
      "2026-01-01");
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n"
      "I-2,,Acme,2026-11-06,2026-12-04,2000,2000,CNY,,,\n",
      "R-1,Acme,2026-12-12,1000,CNY\nR-2,Acme,2026-11-20,2000,CNY\n",
      "R-2,I-2,2026-11-20,2000,CNY\nR-1,I-1,2026-12-12,1000,CNY\n");
  EXPECT_THAT(paid(closed(tables, plan, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("100"), cny("0"), cny("100")))));
  // 150 more are earned up to the cap; 200 of 250 are payable.
  EXPECT_THAT(paid(closed(tables, plan, "2026-11")),
              ElementsAre(Pair("Li", ElementsAre(cny("150"), cny("200"), cny("50")))));
  EXPECT_THAT(paid(closed(tables, plan, "2026-12")),
              ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("50"), cny("0")))));
}

}  // namespace
}  // namespace o2c

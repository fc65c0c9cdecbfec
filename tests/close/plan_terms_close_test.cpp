// What a close makes of plans that pay later, count quantities, or look at who left, and of costs
// of collection.

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "plan_terms_book.hpp"

namespace o2c {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

// --- payable later -------------------------------------------------------------------------------

const BookTexts paid_in_full = plan_of(
    "basis = \"invoiced\"\nrate = \"1%\"\n[version.payout]\npayable_on = "
    "\"full_payment\"\n");

TEST(PlanTermsClose, PaysWhatIsPaidInFull) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,11300,10000,CNY,,,\n"
      "I-2,,Acme,2026-10-06,2026-11-04,5650,5000,CNY,,,\n",
      "R-1,Acme,2026-10-20,9000,CNY\nR-2,Acme,2026-11-12,7950,CNY\n",
      "R-1,I-1,2026-10-20,3350,CNY\nR-1,I-2,2026-10-20,5650,CNY\n"
      "R-2,I-1,2026-11-12,7950,CNY\n");
  EXPECT_THAT(paid(closed(tables, paid_in_full, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("150"), cny("50"), cny("100")))));
  EXPECT_THAT(paid(closed(tables, paid_in_full, "2026-11")),
              ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("100"), cny("0")))));
}

TEST(PlanTermsClose, TakesBackWhatBounces) {
  BookTexts tables = tables_with("I-1,,Acme,2026-10-05,2026-11-04,10000,10000,CNY,,,\n",
                                 "R-1,Acme,2026-10-20,10000,CNY\n"
                                 "R-2,Acme,2026-12-05,10000,CNY\n",
                                 "R-1,I-1,2026-10-20,10000,CNY\n"
                                 "R-1,I-1,2026-11-03,-10000,CNY\nR-2,I-1,2026-12-05,10000,CNY\n");
  EXPECT_THAT(paid(closed(tables, paid_in_full, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("100"), cny("100"), cny("0")))));
  const Closed november = closed(tables, paid_in_full, "2026-11");
  EXPECT_THAT(paid(november), ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("0"), cny("100")))));
  EXPECT_EQ(
      november.report.commission.plans[0].table.statement().payouts[0].payout.closing.overpaid,
      cny("100"));
  EXPECT_THAT(paid(closed(tables, paid_in_full, "2026-12")),
              ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("0"), cny("0")))));
}

TEST(PlanTermsClose, TakesBackWhatBouncesMonthsLater) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,10000,10000,CNY,,,\n", "R-1,Acme,2026-10-20,10000,CNY\n",
      "R-1,I-1,2026-10-20,10000,CNY\nR-1,I-1,2026-12-03,-10000,CNY\n");
  EXPECT_THAT(paid(closed(tables, paid_in_full, "2026-11")), ElementsAre());
  const Closed december = closed(tables, paid_in_full, "2026-12");
  EXPECT_THAT(paid(december), ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("0"), cny("100")))));
  EXPECT_EQ(
      december.report.commission.plans[0].table.statement().payouts[0].payout.closing.overpaid,
      cny("100"));
}

TEST(PlanTermsClose, NeverPaysWhatIsWrittenOff) {
  BookTexts tables = tables_with("I-1,,Acme,2026-10-05,2026-11-04,10000,10000,CNY,,,\n",
                                 "R-1,Acme,2026-10-20,6000,CNY\n", "");
  tables.back().second =
      "receipt,document,date,amount,currency,kind\nR-1,I-1,2026-10-20,6000,CNY,\n"
      ",I-1,2026-11-20,4000,CNY,write_off\n";
  EXPECT_THAT(paid(closed(tables, paid_in_full, "2026-11")),
              ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("0"), cny("100")))));
}

// --- balances ------------------------------------------------------------------------------------

TEST(PlanTermsClose, AdvancesADrawWithLinesOrWithout) {
  const BookTexts plan =
      plan_of("basis = \"invoiced\"\nrate = \"10%\"\n[version.payout]\ndraw = 300\n", "2026-10-01");
  const std::string invoices =
      "I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n"
      "I-2,,Acme,2026-12-05,2027-01-04,10000,10000,CNY,,,\n";
  const auto payout = [&](const std::string& its_people, const char* month) {
    return closed(tables_with(invoices, "", "", "", its_people), plan, month)
        .report.commission.plans[0]
        .table.statement()
        .payouts.at(0)
        .payout;
  };
  EXPECT_EQ(payout(people, "2026-10").closing.draw, cny("200"));
  EXPECT_EQ(payout(people, "2026-11").advanced, cny("300"));
  EXPECT_EQ(payout(people, "2026-11").closing.draw, cny("500"));
  EXPECT_EQ(payout(people, "2026-12").payable, cny("200"));
  EXPECT_EQ(payout(with_leaver, "2026-11").advanced, cny("0"));
  EXPECT_EQ(payout(with_leaver, "2026-11").closing.draw, cny("200"));
}

TEST(PlanTermsClose, ReleasesWhatWasHeldBack) {
  const BookTexts plan = plan_of(
      "basis = \"invoiced\"\nrate = \"10%\"\n[version.payout]\nholdback = \"20%\"\n", "2026-10-01");
  BookTexts tables = tables_with("I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n", "", "");
  const std::string header = "line,person,period,amount,currency\n";
  tables.emplace_back("holdback_releases", header + "home,Li,2026-11,15,CNY\n");
  EXPECT_THAT(paid(closed(tables, plan, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("100"), cny("80"), cny("0")))));
  const Closed november = closed(tables, plan, "2026-11");
  const Payout& payout = november.report.commission.plans[0].table.statement().payouts.at(0).payout;
  EXPECT_EQ(payout.payable, cny("15"));
  EXPECT_EQ(payout.closing.held, cny("5"));
  const auto refusal = [&](const std::string& rows) -> std::string {
    tables.back().second = header + rows;
    try {
      closed(tables, plan, "2026-11");
    } catch (const InvalidArgument& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_THAT(refusal("home,Li,2026-11,21,CNY\n"),
              AllOf(HasSubstr("plans/home.toml, 2026-11"), HasSubstr("opening of Li"),
                    HasSubstr("at most the 20.00 CNY that is held back")));
  EXPECT_THAT(refusal("home,Li,2026-11,2,USD\n"),
              HasSubstr("holdback_releases, row 0, currency \"USD\": expected CNY"));
  EXPECT_THAT(
      refusal("home,Li,2026-09,2,CNY\n"),
      HasSubstr("holdback_releases, row 0, period \"2026-09\": expected a month of its plan"));
  EXPECT_THAT(refusal("hmoe,Li,2026-11,2,CNY\n"),
              HasSubstr("holdback_releases, row 0, line \"hmoe\": expected a line of business"));
}

TEST(PlanTermsClose, ReleasesThatAreRecordedOneAfterTheOtherAddUp) {
  const BookTexts plan = plan_of(
      "basis = \"invoiced\"\nrate = \"10%\"\n[version.payout]\nholdback = \"20%\"\n", "2026-10-01");
  BookTexts tables = tables_with("I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n", "", "");
  const std::string first =
      "line,person,period,amount,currency,recorded_at\nhome,Li,2026-11,15,CNY,2026-11-20T08:00:"
      "00Z\n";
  const std::string second = "home,Li,2026-11,3,CNY,2026-11-25T08:00:00Z\n";
  tables.emplace_back("holdback_releases", first + second);
  const auto held = [&] {
    const Closed november = closed(tables, plan, "2026-11");
    return november.report.commission.plans[0].table.statement().payouts.at(0).payout.closing.held;
  };
  EXPECT_EQ(held(), cny("2"));
  tables.back().second = first + second + second;
  EXPECT_THROW(static_cast<void>(held()), BadTable);
  // So is one twice that does not say when it was recorded.
  tables.back().second =
      "line,person,period,amount,currency\nhome,Li,2026-11,3,CNY\n"
      "home,Li,2026-11,3,CNY\n";
  EXPECT_THROW(static_cast<void>(held()), BadTable);
}

// November is closed when the release is recorded, and paid without it.
TEST(PlanTermsClose, ReleasesWithTheFirstOpenMonth) {
  const BookTexts plan = plan_of(
      "basis = \"invoiced\"\nrate = \"10%\"\n[version.payout]\nholdback = \"20%\"\n", "2026-10-01");
  BookTexts tables = tables_with("I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n", "", "");
  tables.emplace_back("closed_periods",
                      "period,closed_at,closed_by\n2026-10,2026-11-05T08:00:00Z,Zhou\n"
                      "2026-11,2026-12-05T08:00:00Z,Zhou\n");
  const auto held_after = [&](const char* recorded_at, const char* month) {
    tables.emplace_back("holdback_releases",
                        std::string("line,person,period,amount,currency,recorded_at\n"
                                    "home,Li,2026-11,15,CNY,") +
                            recorded_at + "\n");
    const Closed report = closed(tables, plan, month);
    tables.pop_back();
    return report.report.commission.plans[0].table.statement().payouts.at(0).payout.closing.held;
  };
  const char* const in_time = "2026-12-05T07:59:59Z";
  EXPECT_EQ(held_after(in_time, "2026-11"), cny("5"));
  const char* const late = "2026-12-05T08:00:01Z";
  EXPECT_EQ(held_after(late, "2026-11"), cny("20"));
  EXPECT_EQ(held_after(late, "2026-12"), cny("5"));
}

// Li sells, Wu does not, and joins later; both are guaranteed 300 a month.
TEST(PlanTermsClose, EntitlesAllPeopleOfTheBook) {
  const BookTexts plan = plan_of(
      "basis = \"invoiced\"\nrate = \"1%\"\n[version.payout]\nfloor = 300\nentitled = \"team\"\n",
      "2026-10-01");
  const BookTexts tables =
      tables_with("I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n", "", "", "",
                  "person,manager,joined,left,successor\nLi,,2021-01-01,2026-11-15,Wu\n"
                  "Wu,,2026-11-30,,\n");
  const auto row = [](const char* who) {
    return Pair(who, ElementsAre(cny("300"), cny("300"), cny("0")));
  };
  EXPECT_THAT(paid(closed(tables, plan, "2026-10")), ElementsAre(row("Li")));
  EXPECT_THAT(paid(closed(tables, plan, "2026-11")), ElementsAre(row("Li"), row("Wu")));
  EXPECT_THAT(paid(closed(tables, plan, "2026-12")), ElementsAre(row("Wu")));
}

TEST(PlanTermsClose, KeepsTheCapOfAQuarterAtEachMonth) {
  const BookTexts plan = plan_of(
      "basis = \"invoiced\"\naccumulation = \"quarter\"\nrate = \"10%\"\n"
      "[version.payout]\ncap = 150\npayable_on = \"full_payment\"\n",
      "2026-10-01");
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n"
      "I-2,,Acme,2026-11-06,2026-12-04,1000,1000,CNY,,,\n",
      "R-1,Acme,2026-11-20,1000,CNY\nR-2,Acme,2026-12-12,1000,CNY\n",
      "R-1,I-2,2026-11-20,1000,CNY\nR-2,I-1,2026-12-12,1000,CNY\n");
  EXPECT_THAT(paid(closed(tables, plan, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("100"), cny("0"), cny("100")))));
  // 50 more are earned up to the cap; 100 of 150 are payable.
  EXPECT_THAT(paid(closed(tables, plan, "2026-11")),
              ElementsAre(Pair("Li", ElementsAre(cny("50"), cny("100"), cny("50")))));
  EXPECT_THAT(paid(closed(tables, plan, "2026-12")),
              ElementsAre(Pair("Li", ElementsAre(cny("0"), cny("50"), cny("0")))));
}

TEST(PlanTermsClose, ReadsOtherMomentsFromTheBook) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,SO-1,,\n"
      "I-2,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n",
      "", "");
  const auto of = [&](const char* moment) {
    return paid(closed(tables,
                       plan_of("basis = \"invoiced\"\nrate = \"1%\"\n[version.payout]\n"
                               "payable_on = \"" +
                               std::string(moment) + "\"\n"),
                       "2026-10"));
  };
  // Of an order the day on which it was opened; a line of none waits for it.
  EXPECT_THAT(of("order"), ElementsAre(Pair("Li", ElementsAre(cny("20"), cny("10"), cny("10")))));
  EXPECT_THAT(of("invoice"), ElementsAre(Pair("Li", ElementsAre(cny("20"), cny("20"), cny("0")))));
  EXPECT_THAT(of("shipment"), ElementsAre(Pair("Li", ElementsAre(cny("20"), cny("0"), cny("20")))));
}

// --- quantities ----------------------------------------------------------------------------------

const BookTexts by_the_case = plan_of(R"(basis = "quantity"
[[version.rule]]
name = "wine"
products = ["wine"]
amount = 3
[[version.rule]]
name = "other"
method = "marginal"
tiers = [{ from = 0, amount = 1 }, { from = 100, amount = 2 }]
)");
const std::string goods = "I-1,beer,120,6000,CNY\nI-1,wine,10,3999.99,CNY\n";

TEST(PlanTermsClose, CountsQuantitiesByProduct) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,11300,10000,CNY,,,\n"
      "C-1,credit_note,Acme,2026-10-09,,-113,-100,CNY,,I-1,\n"
      "D-1,debit_note,Acme,2026-10-09,2026-11-04,50,50,CNY,,,\n",
      "", "", goods + "C-1,beer,-2,-100,CNY\n");
  const Closed of_october = closed(tables, by_the_case, "2026-10");
  const CloseReport& report = of_october.report;
  // 118 cases of beer: 100 + 18 * 2; 10 of wine.
  EXPECT_THAT(paid(of_october),
              ElementsAre(Pair("Li", ElementsAre(cny("166"), cny("166"), cny("0")))));
  Money net = cny("0");
  std::vector<std::string> products;
  for (const ClosingLine& line : report.commission.plans[0].lines) {
    net += line.line.net;
    products.emplace_back(line.product);
  }
  EXPECT_EQ(net, cny("9950"));
  // A cent of the invoice is for nothing; the debit note is about money alone.
  EXPECT_THAT(products, ElementsAre("beer", "wine", "", "beer", ""));
}

TEST(PlanTermsClose, CountsQuantitiesAsTheyArePaid) {
  const BookTexts plan = plan_of("basis = \"collected\"\nper_unit = 3\nrate = \"0%\"\n");
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,11300,10000,CNY,,,\n", "R-1,Acme,2026-10-20,11300,CNY\n",
      "R-1,I-1,2026-10-20,3766.67,CNY\nR-1,I-1,2026-10-21,3766.66,CNY\n"
      "R-1,I-1,2026-11-02,3766.67,CNY\n",
      goods);
  const Closed october = closed(tables, plan, "2026-10");
  const Closed november = closed(tables, plan, "2026-11");
  EXPECT_EQ(paid(october)[0].second[0] + paid(november)[0].second[0], cny("390"));
  Decimal beer = 0;
  Money net = cny("0");
  for (const CloseReport* report : {&october.report, &november.report})
    for (std::size_t i = 0; i < report->commission.plans[0].lines.size(); ++i) {
      const ClosingLine& line = report->commission.plans[0].lines[i];
      if (line.product != "beer" ||
          report->commission.plans[0].standings[i] == ClosingStanding::earlier)
        continue;
      beer = beer + *line.quantity;
      net += line.line.net;
    }
  EXPECT_EQ(beer, Decimal(120));
  EXPECT_EQ(net, cny("6000"));
}

TEST(PlanTermsClose, NamesAnInvoiceThatIsAboutNothing) {
  const BookTexts tables =
      tables_with("I-1,,Acme,2026-10-05,2026-11-04,11300,10000,CNY,,,\n", "", "");
  try {
    closed(tables, by_the_case, "2026-10");
    FAIL();
  } catch (const BadTable& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("plans/home.toml, document I-1, quantity \"null\": expected a value"));
  }
}

TEST(PlanTermsClose, AddsUpOneUnitForEachRule) {
  BookTexts tables = tables_with("I-1,,Acme,2026-10-05,2026-11-04,11300,10000,CNY,,,\n", "", "",
                                 "I-1,beer,120,6000,CNY\nI-1,wine,10,4000,CNY\n");
  for (auto& [name, text] : tables)
    if (name == "products") text = "product,category,unit\nbeer,drinks,CS\nwine,drinks,BO\n";
  // Wine has a rule of its own.
  EXPECT_THAT(paid(closed(tables, by_the_case, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("170"), cny("170"), cny("0")))));
  try {
    closed(tables, plan_of("basis = \"quantity\"\namount = 3\n"), "2026-10");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(
        error.what(),
        "2026-10: plans/home.toml, rule all, quantity \"of wine in BO\": expected one unit, CS, as "
        "of beer");
  }
}

TEST(PlanTermsClose, PaysByATargetOfQuantityInOneUnit) {
  BookTexts tables = tables_with("I-1,,Acme,2026-10-05,2026-11-04,11300,10000,CNY,,,\n", "", "",
                                 "I-1,beer,120,6000,CNY\nI-1,wine,30,4000,CNY\n");
  tables.emplace_back("quantity_targets",
                      "person,period,quantity,unit\nLi,2026-10,100,CS\nWu,2026-10,9,BO\n");
  const BookTexts plan = plan_of(
      "basis = \"quantity\"\ntiers_over = \"attainment\"\nmethod = \"marginal\"\n"
      "tiers = [{ from = 0, amount = 2 }, { from = \"120%\", amount = 3 }]\n",
      "2026-10-01");
  EXPECT_THAT(paid(closed(tables, plan, "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("330"), cny("330"), cny("0")))));
  tables.back().second = "person,period,quantity,unit\nLi,2026-10,100,BO\n";
  try {
    closed(tables, plan, "2026-10");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(
        error.what(),
        "2026-10: plans/home.toml, rule all, target of Li for 2026-10 \"in BO\": expected one in "
        "CS, as the rule counts it");
  }
}

TEST(PlanTermsClose, AddsUpOneUnitInMonthsBefore) {
  BookTexts tables = tables_with(
      "I-1,,Acme,2026-09-05,2026-11-04,1000,1000,CNY,SO-1,,\n"
      "I-2,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,SO-1,,\n",
      "", "", "I-1,beer,12,600,CNY\nI-1,wine,1,400,CNY\nI-2,beer,12,1000,CNY\n");
  for (auto& [name, text] : tables)
    if (name == "products") text = "product,category,unit\nbeer,drinks,CS\nwine,drinks,BO\n";
  // Lines of the closing month that count in another one, as well.
  for (const auto& [terms, month] :
       {std::pair("", "2026-10"), std::pair("earned_on = \"order\"\n", "2026-10")})
    try {
      closed(tables, plan_of("basis = \"quantity\"\namount = 3\n" + std::string(terms)), month);
      FAIL();
    } catch (const InvalidArgument& error) {
      EXPECT_THAT(error.what(), HasSubstr("2026-09: plans/home.toml, rule all, quantity"));
    }
}

TEST(PlanTermsClose, AsksForUnitsOfTargetsThatARuleMeasures) {
  BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,1000,1000,CNY,,,\n"
      "I-2,,Best,2026-10-05,2026-11-04,1000,1000,CNY,,,\n",
      "", "", "I-1,beer,120,1000,CNY\nI-2,wine,5,1000,CNY\n");
  for (auto& [name, text] : tables) {
    if (name == "products") text = "product,category,unit\nbeer,drinks,CS\nwine,drinks,BO\n";
    if (name == "parties") text = "party,line,salesperson\nAcme,home,Li\nBest,home,Wu\n";
  }
  const std::string each =
      "\"]\ntiers_over = \"quantity_attainment\"\nmethod = \"marginal\"\n"
      "tiers = [{ from = 0, amount = 1 }, { from = \"100%\", amount = 2 }]\n";
  const std::string terms =
      "basis = \"quantity\"\n[[version.rule]]\nname = \"cases\"\n" + ("products = [\"beer" + each) +
      "[[version.rule]]\nname = \"bottles\"\n" + ("products = [\"wine" + each);
  // Each sells by one of the rules. A plan by the month does not look at targets of the year.
  tables.emplace_back("quantity_targets",
                      "person,period,quantity,unit\nLi,2026-10,100,CS\nWu,2026-10,4,BO\n"
                      "Li,2026,9,BO\n");
  EXPECT_THAT(paid(closed(tables, plan_of(terms, "2026-10-01"), "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("140"), cny("140"), cny("0"))),
                          Pair("Wu", ElementsAre(cny("6"), cny("6"), cny("0")))));
  // Wu took over, but the plan credits Li.
  for (auto& [name, text] : tables)
    if (name == "people")
      text =
          "person,manager,joined,left,successor\nLi,,2021-01-01,2026-10-01,Wu\n"
          "Wu,,2021-01-01,,\n";
  tables.back().second = "person,period,quantity,unit\nLi,2026-10,100,BO\nWu,2026-10,4,BO\n";
  try {
    closed(tables, plan_of(terms + "[version.leaving]\nearns = \"leaver\"\n", "2026-10-01"),
           "2026-10");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("rule cases, target of Li for 2026-10 \"in BO\""));
  }
}

// --- who left ------------------------------------------------------------------------------------

TEST(PlanTermsClose, LetsThePlanSayWhoIsCreditedAfterSomebodyLeft) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,10000,10000,CNY,,,\n", "R-1,Acme,2026-10-20,10000,CNY\n",
      "R-1,I-1,2026-10-15,4000,CNY\nR-1,I-1,2026-10-16,6000,CNY\n", "", with_leaver);
  BookTexts earlier = tables;
  for (auto& [name, text] : earlier)
    if (name == "receipts")
      text = "receipt,party,date,amount,currency\nR-1,Acme,2026-10-14,10000,CNY\n";
  const auto of = [&](const std::string& leaving) {
    std::vector<std::pair<std::string, Money>> found;
    for (const auto& [who, amounts] : paid(closed(
             earlier, plan_of("basis = \"collected\"\nrate = \"1%\"\n" + leaving), "2026-10")))
      found.emplace_back(who, amounts[0]);
    return found;
  };
  // What comes after the last day is the successor's, if the plan says nothing.
  EXPECT_THAT(of(""), ElementsAre(Pair("Li", cny("40")), Pair("Wu", cny("60"))));
  EXPECT_THAT(of("[version.leaving]\nearns = \"successor\"\n"),
              ElementsAre(Pair("Li", cny("40")), Pair("Wu", cny("60"))));
  EXPECT_THAT(of("[version.leaving]\nearns = \"leaver\"\n"), ElementsAre(Pair("Li", cny("100"))));
  EXPECT_THAT(of("[version.leaving]\nearns = \"leaver\"\nshare = \"50%\"\n"),
              ElementsAre(Pair("Li", cny("70")), Pair("Wu", cny("30"))));
  EXPECT_THAT(of("[version.leaving]\nearns = \"house\"\n"), ElementsAre(Pair("Li", cny("40"))));
}

// --- costs of collection -------------------------------------------------------------------------

TEST(PlanTermsClose, PaysNothingForCostsOfCollection) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,10000,10000,CNY,,,\n"
      "I-1/D1,debit_note,Acme,2026-10-09,2026-11-04,40,40,CNY,,I-1,collection_cost\n"
      "I-1/D2,debit_note,Acme,2026-10-09,2026-11-04,500,500,CNY,,I-1,price\n"
      "C-1,credit_note,Acme,2026-10-10,,-10,-10,CNY,,I-1/D1,\n",
      "R-1,Acme,2026-10-20,10540,CNY\n",
      "R-1,I-1,2026-10-20,10000,CNY\nR-1,I-1/D1,2026-10-20,30,CNY\n"
      "C-1,I-1/D1,2026-10-20,10,CNY\nR-1,I-1/D2,2026-10-20,500,CNY\n");
  for (const char* const basis : {"collected", "invoiced"}) {
    const Closed of_october = closed(
        tables, plan_of("basis = \"" + std::string(basis) + "\"\nrate = \"1%\"\n"), "2026-10");
    EXPECT_THAT(paid(of_october),
                ElementsAre(Pair("Li", ElementsAre(cny("105"), cny("105"), cny("0")))))
        << basis;
    EXPECT_EQ(of_october.report.profit.total.revenue, cny("10500")) << basis;
  }
}

}  // namespace
}  // namespace o2c

#include "o2c/commission/rate_schedule.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Decimal number(const char* text) { return Decimal::parse(text); }
RateTier tier(const char* from, const char* rate) {
  return {.from = number(from), .rate = Rate::parse(rate)};
}

// The bands of the handbook: (0;300,000] 3%, (300,000;500,000] 5%, above 7%.
RateSchedule bands(TierMethod method, TierEdge edge = TierEdge::closes) {
  return {method, {tier("0", "3%"), tier("300000", "5%"), tier("500000", "7%")}, edge};
}

struct Case {
  const char* base;
  const char* marginal;
  const char* whole;
};

TEST(RateSchedule, PaysMarginalAndWholeTiersAsTheHandbookSays) {
  for (const auto& [base, marginal, whole] : {Case{"600000", "26000", "42000"},
                                              {"500000.00", "19000", "25000"},
                                              {"500000.01", "19000.0007", "35000.0007"},
                                              {"300000", "9000", "9000"},
                                              {"0", "0", "0"},
                                              {"-1000", "-30", "-30"}}) {
    EXPECT_EQ(bands(TierMethod::marginal).earned(number(base)), Ratio(number(marginal))) << base;
    EXPECT_EQ(bands(TierMethod::whole).earned(number(base)), Ratio(number(whole))) << base;
  }
}

TEST(RateSchedule, StatesWhichSideTheEdgeBelongsTo) {
  const RateSchedule opens = bands(TierMethod::whole, TierEdge::opens);
  EXPECT_EQ(opens.earned(500'000), Ratio(35'000));
  EXPECT_EQ(opens.earned(number("499999.99")), Ratio(number("24999.9995")));
  // Where nothing jumps there is no side.
  EXPECT_EQ(bands(TierMethod::marginal, TierEdge::opens), bands(TierMethod::marginal));
}

TEST(RateSchedule, AcceleratesAboveATarget) {
  const RateSchedule of_attainment(TierMethod::marginal, {tier("0", "2%"), tier("1", "3%")});
  EXPECT_EQ(of_attainment.for_target(500'000).earned(600'000), Ratio(13'000));
  EXPECT_THROW(static_cast<void>(of_attainment.for_target(0)), InvalidArgument);
}

TEST(RateSchedule, InterpolatesTheRate) {
  const RateSchedule line(TierMethod::interpolated, {tier("0", "2%"), tier("300", "5%")});
  EXPECT_EQ(line.earned(100), Ratio(3));  // 3% of 100
  EXPECT_EQ(line.earned(300), Ratio(15));
  EXPECT_EQ(line.earned(1'000), Ratio(50));
  EXPECT_EQ(line.earned(-100), Ratio(-2));
  EXPECT_EQ(line.earned(1), Ratio(Int128{201}, 10'000));
}

TEST(RateSchedule, PaysAmountsOfATable) {
  const RateSchedule table(TierMethod::table,
                           {{.from = 0, .amount = 100}, {.from = 1'000, .amount = 250}});
  EXPECT_EQ(table.earned(0), Ratio(0));
  EXPECT_EQ(table.earned(-5), Ratio(0));
  EXPECT_EQ(table.earned(1), Ratio(100));
  EXPECT_EQ(table.earned(1'000), Ratio(100));
  EXPECT_EQ(table.earned(number("1000.01")), Ratio(250));
}

std::vector<std::string> faults(TierMethod method, std::vector<RateTier> tiers,
                                TierEdge edge = TierEdge::closes) {
  std::vector<std::string> found;
  try {
    static_cast<void>(RateSchedule(method, std::move(tiers), edge));
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(RateSchedule, ListsWhatIsWrongWithIt) {
  EXPECT_THAT(faults(TierMethod::marginal, {}), ElementsAre(HasSubstr("at least one tier")));
  EXPECT_THAT(faults(TierMethod::whole, {tier("10", "3%"), tier("10", "-1%")}),
              ElementsAre(HasSubstr("a threshold is a first tier of 0%"), HasSubstr("more than 10"),
                          HasSubstr("0% or more")));
  EXPECT_THAT(faults(TierMethod::table, {tier("0", "3%")}), ElementsAre(HasSubstr("amounts")));
  EXPECT_THAT(faults(TierMethod::table, {{.from = 0, .amount = 5}}, TierEdge::opens),
              ElementsAre(HasSubstr("nothing earns nothing")));
  EXPECT_THAT(faults(TierMethod::whole, {tier("0", "3%"), {.from = 9, .amount = 5}}),
              ElementsAre(HasSubstr("tiers pay rates")));
}

TEST(RateSchedule, MayPayAmountsForEachUnit) {
  const RateSchedule tonnes(
      TierMethod::marginal,
      {{.from = 0, .amount = 20}, {.from = 100, .amount = Decimal::parse("30.5")}});
  EXPECT_TRUE(tonnes.pays_per_unit());
  EXPECT_EQ(tonnes.earned(Decimal::parse("110.2")), Ratio(Decimal::parse("2311.1")));
  EXPECT_EQ(to_string(tonnes), "marginal a unit: 20 from 0, 30.5 from 100");
  Derivation derivation;
  static_cast<void>(tonnes.earned(150, derivation));
  EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
}

std::vector<std::string> lint(const RateSchedule& schedule) {
  std::vector<std::string> found;
  for (const Label& each : schedule.lint()) found.push_back(each.en);
  return found;
}

TEST(RateSchedule, TellsWhatItsAuthorMayNotHaveMeant) {
  EXPECT_THAT(lint(bands(TierMethod::marginal)), IsEmpty());
  EXPECT_THAT(lint(bands(TierMethod::whole)),
              ElementsAre("one unit more than 300000 changes what is earned by 6000",
                          "one unit more than 500000 changes what is earned by 10000"));
  EXPECT_THAT(lint(RateSchedule(TierMethod::marginal,
                                {tier("0", "200%"), tier("5", "200%"), tier("9", "1%")})),
              ElementsAre(HasSubstr("more than the base"), HasSubstr("more than the base"),
                          HasSubstr("as what is before"), HasSubstr("falls from 9")));
}

TEST(RateSchedule, TellsJumpsByTheirEdgesAndLinesByWhereTheyLead) {
  EXPECT_EQ(bands(TierMethod::whole).lint().front().zh, "超过 300000，提成变动 6000");
  EXPECT_THAT(lint(bands(TierMethod::whole, TierEdge::opens)),
              ElementsAre("reaching 300000 changes what is earned by 6000",
                          "reaching 500000 changes what is earned by 10000"));
  EXPECT_THAT(lint(RateSchedule(TierMethod::table, {{.from = 1'000, .amount = 250}})),
              ElementsAre("one unit more than 1000 changes what is earned by 250"));
  EXPECT_THAT(lint(RateSchedule(TierMethod::interpolated,
                                {tier("0", "5%"), tier("300", "5%"), tier("500", "7%")})),
              IsEmpty());
  EXPECT_THAT(lint(RateSchedule(TierMethod::interpolated, {tier("0", "5%"), tier("500", "3%")})),
              ElementsAre("what is paid falls from 0 on"));
}

TEST(RateSchedule, ExplainsWhatIsEarnedAndTheStepsHold) {
  for (const TierMethod method :
       {TierMethod::marginal, TierMethod::whole, TierMethod::interpolated}) {
    Derivation derivation;
    const Ratio earned = bands(method).earned(number("600000.50"), derivation);
    EXPECT_EQ(earned, bands(method).earned(number("600000.50")));
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
  }
  Derivation between;
  static_cast<void>(bands(TierMethod::interpolated).earned(400'000, between));
  EXPECT_THAT(between.recheck(), IsEmpty()) << to_string(between);
  Derivation derivation;
  static_cast<void>(bands(TierMethod::marginal).earned(600'000, derivation));
  EXPECT_THAT(to_string(derivation), HasSubstr("5% from 300000 to 500000"));
  EXPECT_THAT(derivation.to_text(Language::zh), HasSubstr("500000 以上 7%"));
}

// A rate that was found says by which tier, and what tiers run over has its name.
TEST(RateSchedule, NamesTheTierThatIsReached) {
  const auto why = [](const RateSchedule& schedule, std::int64_t base) {
    Derivation derivation;
    static_cast<void>(schedule.earned(base, derivation));
    return to_string(derivation);
  };
  EXPECT_THAT(why(bands(TierMethod::whole), 480'000),
              HasSubstr("found by base 480000, tier from 300000"));
  EXPECT_THAT(why(bands(TierMethod::interpolated), 900'000),
              HasSubstr("found by base 900000, tier from 500000"));
  const RateSchedule steps(TierMethod::table, {{.from = 100, .amount = 50}});
  EXPECT_THAT(why(steps, 150), HasSubstr("found by base 150, step from 100"));
  EXPECT_THAT(why(steps, 50), HasSubstr("found by base 50"));
  const std::vector<RateTier> tonnes{{.from = 0, .amount = 20}, {.from = 100, .amount = 30}};
  EXPECT_THAT(why(RateSchedule(TierMethod::marginal, tonnes), 150),
              HasSubstr("part of the quantity in the tier"));
  EXPECT_THAT(why(RateSchedule(TierMethod::whole, tonnes), 150),
              HasSubstr("found by quantity 150, tier from 100"));
}

TEST(RateSchedule, PrintsAndDescribesItself) {
  EXPECT_EQ(to_string(RateSchedule::flat(Rate::parse("5%"))), "5%");
  EXPECT_EQ(to_string(bands(TierMethod::whole)),
            "whole: 3% from 0, 5% from 300000, 7% from 500000");
  EXPECT_EQ(describe(bands(TierMethod::marginal), Language::en),
            "3% of the part from 0 to 300000, 5% of the part from 300000 to 500000, 7% of the part "
            "above 500000");
  EXPECT_THAT(describe(bands(TierMethod::whole), Language::zh), HasSubstr("按达到的档次"));
  EXPECT_EQ(parse_tier_method("interpolated"), TierMethod::interpolated);
  EXPECT_EQ(parse_tier_edge("opens"), TierEdge::opens);
  EXPECT_THROW(parse_tier_method("tiered"), ParseError);
}

}  // namespace
}  // namespace o2c

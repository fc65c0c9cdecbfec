#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/credit_split.hpp"
#include "o2c/commission/team.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Money cents(std::int64_t minor) { return Money::from_minor(minor, CNY); }
CreditShare share(const char* who, const char* rate) { return {who, Rate::parse(rate)}; }

template <class Make>
std::vector<std::string> faults(const Make& make) {
  std::vector<std::string> found;
  try {
    make();
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(CreditSplit, PartsMakeTheWhole) {
  const CreditSplit split({share("Li", "60%"), {"Wu"}});
  EXPECT_EQ(to_string(split), "Li 60%, Wu 40%");
  EXPECT_THAT(split.divide(cents(200'000'00), Rounding::half_up),
              ElementsAre(cents(120'000'00), cents(80'000'00)));
  EXPECT_THAT(split.divide(cents(-1), Rounding::half_up), ElementsAre(cents(-1), cents(0)));
  // No part takes more than what is left.
  const CreditSplit quarters(
      {share("A", "25%"), share("B", "25%"), share("C", "25%"), share("D", "25%")});
  EXPECT_THAT(quarters.divide(cents(2), Rounding::half_up),
              ElementsAre(cents(1), cents(1), cents(0), cents(0)));
  EXPECT_THAT(split.divide(Decimal(7)), ElementsAre(Decimal::parse("4.2"), Decimal::parse("2.8")));
}

TEST(CreditSplit, ListsWhatIsWrongWithIt) {
  const auto of = [](std::vector<CreditShare> shares) {
    return faults([&] { static_cast<void>(CreditSplit(shares)); });
  };
  EXPECT_THAT(of({}), ElementsAre(HasSubstr("somebody")));
  EXPECT_THAT(of({share("Li", "60%"), share("Wu", "50%")}), ElementsAre(HasSubstr("100% in all")));
  EXPECT_THAT(of({share("Li", "100%"), {"Wu"}}), ElementsAre(HasSubstr("less than 100%")));
  EXPECT_THAT(of({{"Li"}, {"Wu"}, {"Li", Rate::parse("0%")}}),
              ElementsAre(HasSubstr("somebody else takes the rest"), HasSubstr("each person once"),
                          HasSubstr("more than 0%")));
}

TEST(CreditAssignments, AreFoundByDay) {
  const CreditAssignments credits(
      CreditKey::party,
      {{.key = "Acme", .split = CreditSplit({{"Wu"}}), .from_date = Date(2026, 7, 1)},
       {.key = "Acme", .split = CreditSplit({{"Li"}}), .to_date = Date(2026, 6, 30)}});
  EXPECT_EQ(to_string(credits.find("Acme", Date(2026, 6, 30))->split), "Li 100%");
  EXPECT_EQ(to_string(credits.find("Acme", Date(2026, 7, 1))->split), "Wu 100%");
  EXPECT_EQ(credits.find("Beta", Date(2026, 7, 1)), nullptr);
  EXPECT_THAT(
      faults([] {
        static_cast<void>(CreditAssignments(
            CreditKey::order,
            {{.key = "O-1", .split = CreditSplit({{"Wu"}}), .to_date = Date(2026, 7, 1)},
             {.key = "O-1", .split = CreditSplit({{"Li"}}), .from_date = Date(2026, 7, 1)}}));
      }),
      ElementsAre(HasSubstr("order O-1 \"Wu 100% and Li 100%\"")));
}

TEST(Team, KnowsWhoLeadsWhomOnADay) {
  const Team team({{.salesperson = "Li", .manager = "Chen", .to_date = Date(2026, 6, 30)},
                   {.salesperson = "Li", .manager = "Zhou", .from_date = Date(2026, 7, 1)},
                   {.salesperson = "Chen", .manager = "Zhou"},
                   {.salesperson = "Zhou"}});
  EXPECT_THAT(team.managers_of("Li", Date(2026, 6, 30)), ElementsAre("Chen", "Zhou"));
  EXPECT_THAT(team.managers_of("Li", Date(2026, 7, 1)), ElementsAre("Zhou"));
  EXPECT_THAT(team.managers_of("Xu", Date(2026, 7, 1)), IsEmpty());
  EXPECT_THAT(team.changes(Date(2026, 1, 1), Date(2026, 12, 31)), ElementsAre(Date(2026, 7, 1)));
}

TEST(Team, RefusesCirclesStrangersAndTwoManagers) {
  const auto of = [](std::vector<Reporting> reportings) {
    return faults([&] { static_cast<void>(Team(reportings)); });
  };
  EXPECT_THAT(of({{.salesperson = "Li", .manager = "Wu"}}),
              ElementsAre(HasSubstr("one of the team")));
  EXPECT_THAT(of({{.salesperson = "Li", .manager = "Wu"},
                  {.salesperson = "Wu", .manager = "Chen"},
                  {.salesperson = "Chen", .manager = "Li"}}),
              ElementsAre(HasSubstr("Chen -> Li -> Wu -> Chen")));
  // Only for a month.
  EXPECT_THAT(of({{.salesperson = "Li", .manager = "Wu", .from_date = Date(2026, 3, 1)},
                  {.salesperson = "Wu", .manager = "Li", .to_date = Date(2026, 3, 31)}}),
              ElementsAre(HasSubstr("Li -> Wu -> Li")));
  EXPECT_THAT(of({{.salesperson = "Li", .manager = "Wu"},
                  {.salesperson = "Li", .manager = "Chen", .from_date = Date(2026, 3, 1)},
                  {.salesperson = "Wu"},
                  {.salesperson = "Chen"}}),
              ElementsAre(HasSubstr("one manager of Li on a day")));
}

}  // namespace
}  // namespace o2c

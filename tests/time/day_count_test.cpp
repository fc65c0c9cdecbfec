#include "o2c/time/day_count.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

struct Counted {
  Date from;
  Date to;
  std::int32_t bond;
  std::int32_t us;
  std::int32_t euro;
};

// The dates and the days by bond basis and eurobond basis are those of ISDA's worked examples,
// https://www.isda.org/2008/12/22/30-360-day-count-conventions/; the US days follow from the rules
// of the Securities Industry Association (Standard Securities Calculation Methods).
const std::vector<Counted> published{
    {{2006, 8, 20}, {2007, 2, 20}, 180, 180, 180}, {{2007, 2, 20}, {2007, 8, 20}, 180, 180, 180},
    {{2007, 8, 20}, {2008, 2, 20}, 180, 180, 180}, {{2008, 8, 20}, {2009, 2, 20}, 180, 180, 180},
    {{2006, 8, 31}, {2007, 2, 28}, 178, 178, 178}, {{2007, 2, 28}, {2007, 8, 31}, 183, 180, 182},
    {{2007, 8, 31}, {2008, 2, 29}, 179, 179, 179}, {{2008, 2, 29}, {2008, 8, 31}, 182, 180, 181},
    {{2008, 8, 31}, {2009, 2, 28}, 178, 178, 178}, {{2009, 2, 28}, {2009, 8, 31}, 183, 180, 182},
    {{2006, 1, 31}, {2006, 2, 28}, 28, 28, 28},    {{2006, 1, 30}, {2006, 2, 28}, 28, 28, 28},
    {{2006, 2, 28}, {2006, 3, 3}, 5, 3, 5},        {{2006, 2, 14}, {2006, 2, 28}, 14, 14, 14},
    {{2006, 9, 30}, {2006, 10, 31}, 30, 30, 30},   {{2006, 10, 31}, {2006, 11, 28}, 28, 28, 28},
    {{2007, 8, 31}, {2008, 2, 28}, 178, 178, 178}, {{2008, 2, 28}, {2008, 8, 28}, 180, 180, 180},
    {{2008, 2, 28}, {2008, 8, 30}, 182, 182, 182}, {{2008, 2, 28}, {2008, 8, 31}, 183, 183, 182},
    {{2007, 2, 26}, {2008, 2, 28}, 362, 362, 362}, {{2007, 2, 26}, {2008, 2, 29}, 363, 363, 363},
    {{2008, 2, 29}, {2009, 2, 28}, 359, 360, 359}, {{2008, 2, 28}, {2008, 3, 30}, 32, 32, 32},
    {{2008, 2, 28}, {2008, 3, 31}, 33, 33, 32},    {{2007, 1, 15}, {2007, 1, 31}, 16, 16, 15},
    {{2007, 1, 15}, {2008, 3, 31}, 436, 436, 435}, {{2007, 2, 28}, {2008, 2, 29}, 361, 360, 361},
};

TEST(DayCount, CountsMonthsOf30DaysAsPublished) {
  for (const auto& [from, to, bond, us, euro] : published) {
    SCOPED_TRACE(to_string(from) + " to " + to_string(to));
    EXPECT_EQ(days_counted(DayCount::thirty_360_bond, from, to), bond);
    EXPECT_EQ(days_counted(DayCount::thirty_360_us, from, to), us);
    EXPECT_EQ(days_counted(DayCount::thirty_e_360, from, to), euro);
    EXPECT_EQ(year_fraction(DayCount::thirty_360_bond, from, to), Ratio(bond, 360));
    EXPECT_EQ(year_fraction(DayCount::thirty_365, from, to), Ratio(bond, 365));
  }
}

// The examples of ISDA's paper of 1999, "EMU and Market Conventions: Recent Developments".
TEST(DayCount, CountsActualDaysOfLeapYearsApart) {
  struct Case {
    Date from;
    Date to;
    Ratio years;
  };
  for (const auto& [from, to, years] :
       std::vector<Case>{{{2003, 11, 1}, {2004, 5, 1}, Ratio(61, 365) + Ratio(121, 366)},
                         {{1999, 2, 1}, {1999, 7, 1}, Ratio(150, 365)},
                         {{1999, 7, 1}, {2000, 7, 1}, Ratio(184, 365) + Ratio(182, 366)},
                         {{2002, 8, 15}, {2003, 7, 15}, Ratio(334, 365)},
                         {{2003, 7, 15}, {2004, 1, 15}, Ratio(170, 365) + Ratio(14, 366)},
                         {{1999, 7, 30}, {2000, 1, 30}, Ratio(155, 365) + Ratio(29, 366)},
                         {{2000, 1, 30}, {2000, 6, 30}, Ratio(152, 366)},
                         {{1999, 11, 30}, {2000, 4, 30}, Ratio(32, 365) + Ratio(120, 366)},
                         {{2000, 1, 1}, {2400, 1, 1}, Ratio(400)}}) {
    EXPECT_EQ(year_fraction(DayCount::act_act_isda, from, to), years) << from << " to " << to;
    EXPECT_EQ(year_fraction(DayCount::act_act_isda, to, from), -years);
  }
}

TEST(DayCount, CountsActualDays) {
  constexpr Date from(2024, 2, 1);
  constexpr Date to(2024, 3, 1);
  static_assert(year_fraction(DayCount::act_365, from, to) == Ratio(29, 365));
  static_assert(year_fraction(DayCount::act_360, from, to) == Ratio(29, 360));
  static_assert(days_counted(DayCount::act_act_isda, to, from) == -29);
}

TEST(DayCount, HasNames) {
  for (int i = 0; i < 7; ++i) {
    const auto count = static_cast<DayCount>(i);
    EXPECT_EQ(parse_day_count(to_string(count)), count);
  }
  EXPECT_EQ(to_string(DayCount::thirty_e_360), "thirty_e_360");
  EXPECT_THROW(parse_day_count("30/360"), ParseError);
}

}  // namespace
}  // namespace o2c

#include "o2c/time/chrono_date.hpp"

#include <gtest/gtest.h>

namespace o2c {
namespace {

using namespace std::chrono_literals;

static_assert(to_sys_days(Date(2026, 11, 23)) == std::chrono::sys_days(2026y / 11 / 23));
static_assert(from_year_month_day(2024y / 2 / 29) == Date(2024, 2, 29));

TEST(ChronoDate, RoundTrips) {
  for (const Date date : {Date::min(), Date(1969, 12, 31), Date(1970, 1, 1), Date::max()}) {
    EXPECT_EQ(from_sys_days(to_sys_days(date)), date);
    EXPECT_EQ(from_year_month_day(to_year_month_day(date)), date);
  }
}

TEST(ChronoDate, RefusesWhatIsNoDate) {
  EXPECT_THROW(from_year_month_day(2026y / 2 / 29), InvalidArgument);
  EXPECT_THROW(from_year_month_day(0y / 1 / 1), InvalidArgument);
  EXPECT_THROW(from_year_month_day(10000y / 1 / 1), InvalidArgument);
  EXPECT_THROW(from_sys_days(10000y / 1 / 1), InvalidArgument);
  EXPECT_THROW(from_sys_days(std::chrono::sys_days::min()), InvalidArgument);
}

}  // namespace
}  // namespace o2c

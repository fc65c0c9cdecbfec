#include "o2c/close/closed_months.hpp"

#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;

std::int64_t noon(Date day) { return day.days() * day_us + day_us / 2; }

ClosedMonths two_months() {
  return ClosedMonths({{Period::parse("2026-02"), noon(Date(2026, 3, 5))},
                       {Period::parse("2026-01"), noon(Date(2026, 2, 4))}});
}

TEST(ClosedMonths, PostOnTheFirstDayThatWasOpen) {
  const ClosedMonths months = two_months();
  const Date january(2026, 1, 31);
  EXPECT_EQ(months.posted(january, noon(Date(2026, 2, 3))), january);
  EXPECT_EQ(months.posted(january, noon(Date(2026, 2, 4))), Date(2026, 2, 1));
  EXPECT_EQ(months.posted(january, noon(Date(2026, 3, 4))), Date(2026, 2, 1));
  EXPECT_EQ(months.posted(january, noon(Date(2026, 3, 6))), Date(2026, 3, 1));
  EXPECT_EQ(months.posted(Date(2026, 3, 9), noon(Date(2026, 3, 6))), Date(2026, 3, 9));
  EXPECT_EQ(months.posted(january, std::nullopt), january);
  EXPECT_EQ(ClosedMonths().posted(january, noon(Date(2026, 3, 6))), january);
}

TEST(ClosedMonths, KnowWhenEachWasClosed) {
  EXPECT_EQ(two_months().closed_at(Date(2026, 1, 31)), noon(Date(2026, 2, 4)));
  EXPECT_EQ(two_months().closed_at(Date(2026, 3, 31)), std::nullopt);
}

TEST(ClosedMonths, AreClosedOneAfterTheOther) {
  EXPECT_THROW(ClosedMonths({{Period::parse("2026-01"), 2}, {Period::parse("2026-02"), 1}}),
               InvalidArgument);
  EXPECT_THROW(ClosedMonths({{Period::parse("2026-01"), 2}, {Period::parse("2026-02"), 2}}),
               InvalidArgument);
}

}  // namespace
}  // namespace o2c

#include "o2c/time/date.hpp"

#if defined(_GREGORIAN_TYPES_HPP__) || defined(GREG_DATE_HPP___)
#error "date.hpp must stay light: boost::gregorian::date belongs to boost_date.hpp"
#endif

#include <chrono>
#include <limits>
#include <sstream>
#include <type_traits>
#include <unordered_set>

#include <gtest/gtest.h>

namespace o2c {
namespace {

template <class Days>
concept addable_to_date = requires(Date date, Days days) { date + days; };

static_assert(sizeof(Date) == 4 && alignof(Date) == 4);
static_assert(std::is_trivially_copyable_v<Date> && std::is_standard_layout_v<Date>);
static_assert(!std::is_default_constructible_v<Date>);
static_assert(!std::is_convertible_v<std::int32_t, Date>);
static_assert(addable_to_date<int> && addable_to_date<std::int64_t>);
static_assert(!addable_to_date<double> && !addable_to_date<float> && !addable_to_date<Date>);

// Usable at compile time, and bounded by the years 1 and 9999.
static_assert(Date(1970, 1, 1).days() == 0);
static_assert(Date(2026, 11, 23).ymd() == YearMonthDay(2026, 11, 23));
static_assert(Date::min() == Date(1, 1, 1) && Date::max() == Date(9999, 12, 31));

TEST(Date, AgreesWithChronoOnEveryDayOfItsRange) {
  namespace chrono = std::chrono;
  chrono::sys_days day = chrono::year(1) / 1 / 1;
  for (Date date = Date::min();; ++date, day += chrono::days(1)) {
    const chrono::year_month_day ymd(day);
    const YearMonthDay expected(int(ymd.year()), int(unsigned(ymd.month())),
                                int(unsigned(ymd.day())));
    ASSERT_EQ(date.days(), day.time_since_epoch().count());
    ASSERT_TRUE(date.ymd() == expected) << date;
    ASSERT_EQ(Date(expected.year, expected.month, expected.day), date);
    ASSERT_EQ(static_cast<unsigned>(weekday(date)), chrono::weekday(day).iso_encoding()) << date;
    if (date == Date::max()) break;
  }
  EXPECT_EQ(day, chrono::sys_days(chrono::year(9999) / 12 / 31));
}

TEST(Date, RefusesDaysThatDoNotExist) {
  struct Case {
    int year, month, day;
    const char* expected;
  };
  for (const auto& [year, month, day, expected] :
       {Case{2026, 2, 29, "2026-2-29 is not a date: expected a day 1 to 28"},
        {1900, 2, 29, "1900-2-29 is not a date: expected a day 1 to 28"},
        {2026, 4, 31, "2026-4-31 is not a date: expected a day 1 to 30"},
        {2026, 4, 0, "2026-4-0 is not a date: expected a day 1 to 30"},
        {2026, 13, 1, "2026-13-1 is not a date: expected a month 1 to 12"},
        {2026, 0, 1, "2026-0-1 is not a date: expected a month 1 to 12"},
        {0, 1, 1, "0-1-1 is not a date: expected a year 1 to 9999"},
        {10000, 1, 1, "10000-1-1 is not a date: expected a year 1 to 9999"},
        {-1, 1, 1, "-1-1-1 is not a date: expected a year 1 to 9999"}}) {
    try {
      Date(year, month, day);
      FAIL() << expected;
    } catch (const InvalidArgument& error) {
      EXPECT_STREQ(error.what(), expected);
    }
  }
}

TEST(Date, ChecksADayNumber) {
  EXPECT_EQ(Date::from_days(-719'162), Date::min());
  EXPECT_EQ(Date::from_days(2'932'896), Date::max());
  EXPECT_THROW(Date::from_days(-719'163), InvalidArgument);
  EXPECT_THROW(Date::from_days(2'932'897), InvalidArgument);
}

TEST(Date, CountsDays) {
  EXPECT_EQ(Date(2002, 5, 12) + 60, Date(2002, 7, 11));  // a bill of 60 days after date
  EXPECT_EQ(Date(2026, 3, 2) + 60, Date(2026, 5, 1));
  EXPECT_EQ(Date(2026, 3, 1) - 1, Date(2026, 2, 28));
  EXPECT_EQ(Date(2026, 5, 1) - Date(2026, 3, 2), 60);
  EXPECT_EQ(Date(2026, 3, 2) - Date(2026, 5, 1), -60);
  EXPECT_EQ(Date::max() - Date::min(), 3'652'058);
  EXPECT_LT(Date(2025, 12, 31), Date(2026, 1, 1));
  Date date(2024, 2, 28);
  EXPECT_EQ(++date, Date(2024, 2, 29));
  EXPECT_EQ(date += 366, Date(2025, 3, 1));
  EXPECT_EQ(date -= 1, Date(2025, 2, 28));
  EXPECT_EQ(--date, Date(2025, 2, 27));
}

TEST(Date, OverflowsAtTheEndsOfItsRange) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(Date::min() + (Date::max() - Date::min()), Date::max());
  EXPECT_EQ(Date::max() - (Date::max() - Date::min()), Date::min());
  for (const std::int64_t days : {std::int64_t{1}, std::int64_t{1} << 32, most}) {
    EXPECT_THROW(Date::max() + days, Overflow) << days;
    EXPECT_THROW(Date::min() - days, Overflow) << days;
    EXPECT_THROW(Date::min() + -days, Overflow) << days;
    EXPECT_THROW(Date::max() - -days, Overflow) << days;
  }
  EXPECT_THROW(Date(2026, 1, 1) + least, Overflow);
  EXPECT_THROW(Date(2026, 1, 1) - least, Overflow);
}

TEST(Date, AddsMonthsFromTheAnchor) {
  struct Case {
    Date anchor;
    std::int64_t months;
    Date expected;
  };
  for (const auto& [anchor, months, expected] :
       {Case{Date(2026, 1, 31), 1, Date(2026, 2, 28)},
        {Date(2024, 1, 31), 1, Date(2024, 2, 29)},
        {Date(2026, 1, 31), 2, Date(2026, 3, 31)},
        {Date(2026, 1, 31), 3, Date(2026, 4, 30)},
        // Boost's months() snaps month end to month end and gives 31 March; ours keeps the day.
        {Date(2024, 2, 29), 1, Date(2024, 3, 29)},
        {Date(2024, 2, 29), 12, Date(2025, 2, 28)},
        {Date(2024, 2, 29), 48, Date(2028, 2, 29)},
        {Date(2026, 3, 31), -1, Date(2026, 2, 28)},
        {Date(2026, 1, 15), -1, Date(2025, 12, 15)},
        {Date(2026, 12, 31), 0, Date(2026, 12, 31)},
        {Date(1, 1, 31), 9999 * 12 - 1, Date(9999, 12, 31)},
        {Date(9999, 12, 31), -(9999 * 12 - 1), Date(1, 1, 31)}})
    EXPECT_EQ(add_months(anchor, months), expected) << anchor << " + " << months;
}

TEST(Date, AddsYears) {
  EXPECT_EQ(add_years(Date(2024, 2, 29), 1), Date(2025, 2, 28));
  EXPECT_EQ(add_years(Date(2024, 2, 29), 4), Date(2028, 2, 29));
  EXPECT_EQ(add_years(Date(2026, 11, 23), -2025), Date(1, 11, 23));
}

TEST(Date, MonthsAndYearsOverflow) {
  EXPECT_THROW(add_months(Date(9999, 12, 1), 1), Overflow);
  EXPECT_THROW(add_months(Date(1, 1, 31), -1), Overflow);
  EXPECT_THROW(add_months(Date(1, 1, 1), 9999 * 12), Overflow);
  for (const auto count :
       {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    EXPECT_THROW(add_months(Date(2026, 1, 1), count), Overflow);
    EXPECT_THROW(add_years(Date(2026, 1, 1), count), Overflow);
  }
  EXPECT_THROW(add_years(Date(9999, 1, 1), 1), Overflow);
}

TEST(Date, KnowsMonthLengths) {
  EXPECT_EQ(end_of_month(Date(2026, 2, 1)), Date(2026, 2, 28));
  EXPECT_EQ(end_of_month(Date(2000, 2, 29)), Date(2000, 2, 29));
  EXPECT_EQ(end_of_month(Date(9999, 12, 1)), Date::max());
  EXPECT_EQ(days_in_month(1900, 2), 28);
  EXPECT_EQ(days_in_month(2000, 2), 29);
  EXPECT_EQ(days_in_month(2026, 11), 30);
  EXPECT_TRUE(is_leap_year(2000) && is_leap_year(2024));
  EXPECT_FALSE(is_leap_year(1900) || is_leap_year(2026));
  EXPECT_THROW(days_in_month(2026, 13), InvalidArgument);
  EXPECT_THROW(days_in_month(2026, 0), InvalidArgument);
  EXPECT_THROW(days_in_month(0, 1), InvalidArgument);
}

TEST(Date, HashesByDay) {
  const std::unordered_set<Date> dates{Date(2026, 1, 1), Date(2026, 1, 2), Date::from_days(20454)};
  EXPECT_EQ(dates.size(), 2U);  // 20454 is 2026-01-01
}

TEST(Date, PrintsInIsoForm) {
  EXPECT_EQ(to_string(Date(2026, 11, 3)), "2026-11-03");
  EXPECT_EQ(to_string(Date::min()), "0001-01-01");
  EXPECT_EQ(to_string(Date::max()), "9999-12-31");
  std::ostringstream out;
  out << Date(2026, 5, 31) << ' ' << weekday(Date(2026, 5, 31));
  EXPECT_EQ(out.str(), "2026-05-31 Sunday");
}

TEST(Weekday, ReadsNamesAndAbbreviationsInAnyCase) {
  for (const char* text : {"Saturday", "saturday", "SATURDAY", "Sat", "sat"})
    EXPECT_EQ(parse_weekday(text), Weekday::saturday) << text;
  for (int number = 1; number <= 7; ++number) {
    const auto day = static_cast<Weekday>(number);
    EXPECT_EQ(parse_weekday(to_string(day)), day);
  }
  for (const char* text : {"", "S", "Sa", "Satu", "Saturdays", "Sat ", "6"})
    EXPECT_THROW(parse_weekday(text), ParseError) << text;
  EXPECT_THROW(to_string(Weekday{0}), InvalidArgument);
  EXPECT_THROW(to_string(Weekday{8}), InvalidArgument);
}

}  // namespace
}  // namespace o2c

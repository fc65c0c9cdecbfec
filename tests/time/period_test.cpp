#include "o2c/time/period.hpp"

#include <sstream>
#include <type_traits>
#include <unordered_set>

#include <gtest/gtest.h>

namespace o2c {
namespace {

static_assert(!std::is_default_constructible_v<Period>);
static_assert(std::is_trivially_copyable_v<Period>);
static_assert(Period::quarter_of(Date(2026, 11, 23)).first() == Date(2026, 10, 1));

TEST(Period, ReadsItsForms) {
  struct Case {
    const char* text;
    PeriodKind kind;
    Date first, last;
  };
  for (const auto& [text, kind, first, last] :
       {Case{"2026-11", PeriodKind::month, Date(2026, 11, 1), Date(2026, 11, 30)},
        {"2024-02", PeriodKind::month, Date(2024, 2, 1), Date(2024, 2, 29)},
        {"2026Q1", PeriodKind::quarter, Date(2026, 1, 1), Date(2026, 3, 31)},
        {"2026Q4", PeriodKind::quarter, Date(2026, 10, 1), Date(2026, 12, 31)},
        {"2026H1", PeriodKind::half, Date(2026, 1, 1), Date(2026, 6, 30)},
        {"2026H2", PeriodKind::half, Date(2026, 7, 1), Date(2026, 12, 31)},
        {"2026", PeriodKind::year, Date(2026, 1, 1), Date(2026, 12, 31)},
        {"0001", PeriodKind::year, Date::min(), Date(1, 12, 31)},
        {"9999Q4", PeriodKind::quarter, Date(9999, 10, 1), Date::max()},
        // The weeks of ISO 8601: 2026 begins on a Thursday, 2027 on a Friday.
        {"2026-W01", PeriodKind::week, Date(2025, 12, 29), Date(2026, 1, 4)},
        {"2026-W05", PeriodKind::week, Date(2026, 1, 26), Date(2026, 2, 1)},
        {"2026-W53", PeriodKind::week, Date(2026, 12, 28), Date(2027, 1, 3)},
        {"2027-W01", PeriodKind::week, Date(2027, 1, 4), Date(2027, 1, 10)},
        {"0001-W01", PeriodKind::week, Date::min(), Date(1, 1, 7)},
        {"9999-W52", PeriodKind::week, Date(9999, 12, 27), Date::max()},
        {"2026-11H1", PeriodKind::half_month, Date(2026, 11, 1), Date(2026, 11, 15)},
        {"2026-11H2", PeriodKind::half_month, Date(2026, 11, 16), Date(2026, 11, 30)},
        {"2024-02H2", PeriodKind::half_month, Date(2024, 2, 16), Date(2024, 2, 29)},
        {"9999-12H2", PeriodKind::half_month, Date(9999, 12, 16), Date::max()}}) {
    const Period period = Period::parse(text);
    EXPECT_EQ(period.kind(), kind) << text;
    EXPECT_EQ(period.first(), first) << text;
    EXPECT_EQ(period.last(), last) << text;
    EXPECT_EQ(to_string(period), text);
  }
}

TEST(Period, RefusesOtherForms) {
  for (const char* text :
       {"",           "2026-1",   "2026-00",   "2026-13",    "2026-011",
        "2026-11-23", "2026Q",    "2026Q0",    "2026Q5",     "2026q4",
        "2026-Q4",    "2026H0",   "2026H3",    "2026W12",    "26",
        "0000",       "0000-01",  "20261",     "202",        " 2026",
        "2026 ",      "+026",     "2026--1",   "2026-1x",    "99999999999999999999",
        "2026-W00",   "2027-W53", "9999-W53",  "2026-W5",    "2026-W054",
        "2026-w05",   "2026W05",  "2026-11H0", "2026-11H3",  "2026-13H1",
        "2026-00H1",  "2026-11a", "2026-1H1",  "2026-11H11", "2026-11H"}) {
    try {
      Period::parse(text);
      ADD_FAILURE() << "accepted \"" << text << '"';
    } catch (const ParseError& error) {
      EXPECT_EQ(error.text(), text);
      for (const char* form : {"2026-11", "2026Q4", "2026H2", "\"2026\"", "2026-W45", "2026-11H1"})
        EXPECT_NE(std::string(error.what()).find(form), std::string::npos) << error.what();
    }
  }
}

TEST(Period, ContainsItsFirstAndLastDay) {
  const Period november = Period::parse("2026-11");
  EXPECT_TRUE(november.contains(Date(2026, 11, 1)));
  EXPECT_TRUE(november.contains(Date(2026, 11, 30)));
  EXPECT_FALSE(november.contains(Date(2026, 10, 31)));
  EXPECT_FALSE(november.contains(Date(2026, 12, 1)));
  EXPECT_FALSE(november.contains(Date(2025, 11, 15)));
}

TEST(Period, NamesThePeriodsOfADate) {
  const Date date(2026, 11, 23);
  EXPECT_EQ(Period::month_of(date), Period::parse("2026-11"));
  EXPECT_EQ(Period::quarter_of(date), Period::parse("2026Q4"));
  EXPECT_EQ(Period::half_of(date), Period::parse("2026H2"));
  EXPECT_EQ(Period::year_of(date), Period::parse("2026"));
  EXPECT_EQ(Period::week_of(date), Period::parse("2026-W48"));
  EXPECT_EQ(Period::half_month_of(date), Period::parse("2026-11H2"));
}

TEST(Period, MovesToItsNeighbours) {
  for (const auto& [text, next] : {std::pair{"2026-12", "2027-01"},
                                   {"2026Q4", "2027Q1"},
                                   {"2026H1", "2026H2"},
                                   {"2026", "2027"},
                                   {"2026-W53", "2027-W01"},
                                   {"2026-11H1", "2026-11H2"},
                                   {"2026-12H2", "2027-01H1"}}) {
    EXPECT_EQ(Period::parse(text).next(), Period::parse(next));
    EXPECT_EQ(Period::parse(next).previous(), Period::parse(text));
  }
  for (const char* text : {"9999-12", "9999Q4", "9999H2", "9999", "9999-W52", "9999-12H2"})
    EXPECT_THROW(Period::parse(text).next(), Overflow) << text;
  for (const char* text : {"0001-01", "0001Q1", "0001H1", "0001", "0001-W01", "0001-01H1"})
    EXPECT_THROW(Period::parse(text).previous(), Overflow) << text;
}

TEST(Period, ComparesWithinOneKind) {
  EXPECT_LT(Period::parse("2026-09"), Period::parse("2026-11"));
  EXPECT_GE(Period::parse("2027Q1"), Period::parse("2026Q4"));
  EXPECT_NE(Period::parse("2026"), Period::parse("2026H1"));
  try {
    static_cast<void>(Period::parse("2026") < Period::parse("2026-01"));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(), "a year and a month have no order: expected periods of one kind");
  }
}

TEST(Period, IsMadeOfShorterPeriods) {
  const Period year = Period::parse("2026");
  EXPECT_EQ(year.months().size(), 12U);
  EXPECT_EQ(year.parts(PeriodKind::half),
            (std::vector{Period::parse("2026H1"), Period::parse("2026H2")}));
  EXPECT_EQ(
      Period::parse("2026Q4").months(),
      (std::vector{Period::parse("2026-10"), Period::parse("2026-11"), Period::parse("2026-12")}));
  EXPECT_EQ(year.parts(PeriodKind::year), std::vector{year});
  EXPECT_THROW(Period::parse("2026-11").parts(PeriodKind::quarter), InvalidArgument);
  EXPECT_EQ(year.parts(PeriodKind::half_month).size(), 24U);
  EXPECT_EQ(Period::parse("2026-11").parts(PeriodKind::half_month),
            (std::vector{Period::parse("2026-11H1"), Period::parse("2026-11H2")}));
  const Period week = Period::parse("2026-W45");
  EXPECT_EQ(week.parts(PeriodKind::week), std::vector{week});
  // A month begins and ends within weeks.
  EXPECT_THROW(Period::parse("2026-11").parts(PeriodKind::week), InvalidArgument);
  EXPECT_THROW(week.months(), InvalidArgument);
  EXPECT_THROW(Period::parse("2026-11H1").months(), InvalidArgument);
}

TEST(Period, HashesByKindAndPlace) {
  std::unordered_set<Period> periods;
  std::unordered_set<std::size_t> hashes;
  for (const char* text :
       {"2026", "2026H1", "2026Q1", "2026-01", "2026-02", "2026-01H1", "2026-W05", "2026"}) {
    periods.insert(Period::parse(text));
    hashes.insert(std::hash<Period>{}(Period::parse(text)));
  }
  EXPECT_EQ(periods.size(), 7U);
  EXPECT_EQ(hashes.size(), 7U);
}

TEST(Period, KindsAreReadAsTheyAreWritten) {
  for (int i = 0; i <= static_cast<int>(PeriodKind::year); ++i) {
    const auto kind = static_cast<PeriodKind>(i);
    EXPECT_EQ(parse_period_kind(to_string(kind)), kind);
  }
  EXPECT_THROW(parse_period_kind("fortnight"), ParseError);
}

TEST(Period, Prints) {
  std::ostringstream out;
  out << Period::parse("2026H2") << ' ' << to_string(Period::parse("2026H2").kind());
  EXPECT_EQ(out.str(), "2026H2 half");
}

}  // namespace
}  // namespace o2c

#include "o2c/time/calendar.hpp"

#include <algorithm>
#include <sstream>
#include <type_traits>
#include <unordered_set>

#include <gtest/gtest.h>

namespace o2c {
namespace {

static_assert(!std::is_default_constructible_v<Calendar> && std::equality_comparable<Calendar>);
static_assert(!std::is_convertible_v<std::string, Calendar>);

const std::vector<Weekday> no_weekend;
const std::vector<Weekday> every_weekday{Weekday::monday,   Weekday::tuesday, Weekday::wednesday,
                                         Weekday::thursday, Weekday::friday,  Weekday::saturday,
                                         Weekday::sunday};

// New Year on a Thursday, the Friday after it off, the Sunday worked instead.
Calendar make_up_calendar() {
  return Calendar("CN", {Weekday::saturday, Weekday::sunday},
                  {{Date(2026, 1, 1), "New Year"}, {Date(2026, 1, 2), "New Year"}},
                  {{Date(2026, 1, 4), "make-up"}});
}

TEST(Calendar, KnowsWeekendsHolidaysAndMakeUpDays) {
  const Calendar calendar = make_up_calendar();
  struct Case {
    Date date;
    bool expected;
  };
  for (const auto& [date, expected] : {Case{Date(2025, 12, 31), true},
                                       {Date(2026, 1, 1), false},
                                       {Date(2026, 1, 2), false},
                                       {Date(2026, 1, 3), false},  // an ordinary Saturday
                                       {Date(2026, 1, 4), true},   // a Sunday worked
                                       {Date(2026, 1, 5), true},
                                       {Date(2026, 1, 11), false}})
    EXPECT_EQ(calendar.is_business_day(date), expected) << date;
}

TEST(Calendar, TakesAnyWeekend) {
  const Calendar gulf("Gulf", {Weekday::friday, Weekday::saturday});
  EXPECT_FALSE(gulf.is_business_day(Date(2026, 5, 29)));
  EXPECT_TRUE(gulf.is_business_day(Date(2026, 5, 31)));
  EXPECT_EQ(gulf.weekend(), (std::vector{Weekday::friday, Weekday::saturday}));
  const Calendar always("Always", no_weekend);
  EXPECT_TRUE(always.is_business_day(Date(2026, 5, 30)));
  EXPECT_EQ(Calendar("Default").weekend(), (std::vector{Weekday::saturday, Weekday::sunday}));
}

TEST(Calendar, Rolls) {
  const Calendar weekends("weekends");
  struct Case {
    Date date;
    Date following, modified_following, preceding, modified_preceding;
  };
  for (const Case& c :
       {Case{Date(2026, 5, 31), Date(2026, 6, 1), Date(2026, 5, 29), Date(2026, 5, 29),
             Date(2026, 5, 29)},  // a Sunday that ends its month
        Case{Date(2026, 8, 1), Date(2026, 8, 3), Date(2026, 8, 3), Date(2026, 7, 31),
             Date(2026, 8, 3)},  // a Saturday that begins its month
        Case{Date(2026, 8, 8), Date(2026, 8, 10), Date(2026, 8, 10), Date(2026, 8, 7),
             Date(2026, 8, 7)},
        Case{Date(2026, 8, 5), Date(2026, 8, 5), Date(2026, 8, 5), Date(2026, 8, 5),
             Date(2026, 8, 5)}}) {
    EXPECT_EQ(weekends.roll(c.date, Roll::none), c.date);
    EXPECT_EQ(weekends.roll(c.date, Roll::following), c.following) << c.date;
    EXPECT_EQ(weekends.roll(c.date, Roll::modified_following), c.modified_following) << c.date;
    EXPECT_EQ(weekends.roll(c.date, Roll::preceding), c.preceding) << c.date;
    EXPECT_EQ(weekends.roll(c.date, Roll::modified_preceding), c.modified_preceding) << c.date;
  }
  EXPECT_EQ(make_up_calendar().roll(Date(2026, 1, 1), Roll::following), Date(2026, 1, 4));
  constexpr auto no_roll = Roll{9};  // NOLINT(*EnumCastOutOfRange): it must be refused
  EXPECT_THROW(weekends.roll(Date(2026, 8, 5), no_roll), InvalidArgument);
}

// A draft of 60 days from 2026-03-02 falls on 1 May: paid later in Shanghai, that day in New York.
TEST(Calendar, AnswersForOnePlace) {
  const Calendar shanghai("Shanghai", {Weekday::saturday, Weekday::sunday},
                          {{Date(2026, 5, 1), "Labour Day"}});
  const Calendar new_york("New York");
  const Date due = Date(2026, 3, 2) + 60;
  EXPECT_EQ(shanghai.roll(due, Roll::following), Date(2026, 5, 4));
  EXPECT_EQ(new_york.roll(due, Roll::following), due);
}

TEST(Calendar, ModifiedRollsLeaveAMonthWithoutBusinessDays) {
  std::vector<CalendarDay> february;
  for (Date date(2026, 2, 1); date.month() == 2; ++date) february.push_back({date, "closed"});
  const Calendar calendar("closed in February", no_weekend, february);
  EXPECT_EQ(calendar.roll(Date(2026, 2, 10), Roll::modified_following), Date(2026, 1, 31));
  EXPECT_EQ(calendar.roll(Date(2026, 2, 10), Roll::modified_preceding), Date(2026, 3, 1));
}

TEST(Calendar, CountsBusinessDays) {
  const Calendar calendar = make_up_calendar();
  struct Case {
    Date date;
    std::int64_t n;
    Date expected;
  };
  for (const auto& [date, n, expected] :
       {Case{Date(2025, 12, 31), 1, Date(2026, 1, 4)},
        {Date(2025, 12, 31), 2, Date(2026, 1, 5)},
        {Date(2026, 1, 1), 1, Date(2026, 1, 4)},  // from a holiday
        {Date(2026, 1, 1), 0, Date(2026, 1, 1)},  // which 0 does not move
        {Date(2026, 1, 5), -1, Date(2026, 1, 4)},
        {Date(2026, 1, 5), -2, Date(2025, 12, 31)},
        {Date(2026, 1, 3), -1, Date(2025, 12, 31)},
        {Date(2026, 1, 5), 5, Date(2026, 1, 12)},
        {Date(2026, 1, 5), 260, Date(2027, 1, 4)}}) {
    EXPECT_EQ(calendar.add_business_days(date, n), expected) << date << " + " << n;
    EXPECT_EQ(calendar.business_days_between(date, expected), n) << date << " to " << expected;
  }
  EXPECT_EQ(calendar.business_days_between(Date(2026, 1, 5), Date(2026, 1, 10)), 4);
  EXPECT_EQ(calendar.business_days_between(Date(2026, 1, 10), Date(2026, 1, 5)), -5);
}

TEST(Calendar, RefusesToLookForeverForABusinessDay) {
  const Calendar closed("closed", every_weekday);
  for (const Roll rule :
       {Roll::following, Roll::modified_following, Roll::preceding, Roll::modified_preceding})
    EXPECT_THROW(closed.roll(Date(2026, 5, 31), rule), InvalidArgument) << rule;
  EXPECT_THROW(closed.add_business_days(Date(2026, 5, 31), 1), InvalidArgument);
  EXPECT_THROW(closed.add_business_days(Date(2026, 5, 31), -1), InvalidArgument);
  EXPECT_EQ(closed.roll(Date(2026, 5, 31), Roll::none), Date(2026, 5, 31));
  EXPECT_EQ(closed.business_days_between(Date(2026, 1, 1), Date(2026, 12, 31)), 0);

  const Calendar once("once", every_weekday, {}, {{Date(2027, 6, 1), "open"}});
  EXPECT_EQ(once.roll(Date(2027, 6, 1) - 366, Roll::following), Date(2027, 6, 1));
  EXPECT_THROW(once.roll(Date(2027, 6, 1) - 367, Roll::following), InvalidArgument);
  EXPECT_EQ(once.roll(Date(2027, 6, 1) + 366, Roll::preceding), Date(2027, 6, 1));
  EXPECT_THROW(once.roll(Date(2027, 6, 1) + 367, Roll::preceding), InvalidArgument);
}

TEST(Calendar, StopsAtTheEndsOfTime) {
  const Calendar weekends("weekends");
  EXPECT_EQ(weekends.roll(Date::max(), Roll::following), Date::max());  // a Friday
  EXPECT_THROW(weekends.add_business_days(Date::max(), 1), Overflow);
  EXPECT_EQ(weekends.roll(Date::min(), Roll::preceding), Date::min());  // a Monday
  EXPECT_THROW(weekends.add_business_days(Date::min(), -1), Overflow);

  const Calendar mondays_off("Mondays off", {Weekday::friday, Weekday::monday});
  EXPECT_THROW(mondays_off.roll(Date::max(), Roll::following), InvalidArgument);
  EXPECT_EQ(mondays_off.roll(Date::max(), Roll::modified_following), Date::max() - 1);
  EXPECT_THROW(mondays_off.roll(Date::min(), Roll::preceding), InvalidArgument);
  EXPECT_EQ(mondays_off.roll(Date::min(), Roll::modified_preceding), Date::min() + 1);
}

TEST(Calendar, AnswersOnlyForTheDaysItCovers) {
  const Calendar calendar("2026", {Weekday::saturday, Weekday::sunday},
                          {{Date(2026, 12, 31), "closed"}}, {}, Date(2026, 1, 1),
                          Date(2026, 12, 31));
  EXPECT_TRUE(calendar.is_business_day(Date(2026, 1, 1)));
  EXPECT_FALSE(calendar.is_business_day(Date(2026, 12, 31)));
  EXPECT_THROW(static_cast<void>(calendar.is_business_day(Date(2025, 12, 31))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(calendar.is_business_day(Date(2027, 1, 1))), InvalidArgument);
  EXPECT_THROW(calendar.roll(Date(2026, 12, 31), Roll::following), InvalidArgument);
  // Stays in its month, so that next year's holidays do not matter.
  EXPECT_EQ(calendar.roll(Date(2026, 12, 31), Roll::modified_following), Date(2026, 12, 30));
  EXPECT_THROW(calendar.add_business_days(Date(2026, 12, 30), 1), InvalidArgument);
  EXPECT_THROW(calendar.business_days_between(Date(2026, 12, 30), Date(2027, 1, 1)),
               InvalidArgument);
  try {
    static_cast<void>(calendar.is_business_day(Date(2027, 1, 1)));
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(),
                 "calendar \"2026\" does not know 2027-01-01: expected a date that it covers, "
                 "2026-01-01 to 2026-12-31");
  }
}

TEST(Calendar, ReportsEveryFaultOfItsArguments) {
  constexpr auto no_weekday = Weekday{8};  // NOLINT(*EnumCastOutOfRange): it must be refused
  try {
    const Calendar calendar(
        " CN", {Weekday::saturday, no_weekday},
        {{Date(2026, 1, 3), "a"}, {Date(2026, 1, 1), "b"}, {Date(2026, 1, 1), "two\nlines"}},
        {{Date(2026, 1, 3), "make-up"}, {Date(2026, 1, 6), ""}}, Date(2026, 1, 1),
        Date(2026, 1, 5));
    FAIL();
  } catch (const InvalidArgument& error) {
    std::vector<std::string> places;
    for (const Fault& fault : error.faults())
      places.push_back(fault.field + " " + std::to_string(fault.row) + " " + fault.value);
    EXPECT_EQ(places,
              (std::vector<std::string>{"name -1  CN", "weekend 1 8", "holidays 2 two\nlines",
                                        "workdays 1 2026-01-06",  // a Tuesday
                                        "holidays 2 2026-01-01",  // listed twice
                                        "workdays 0 2026-01-03" /* a holiday as well */}));
  }
  EXPECT_THROW(Calendar("", no_weekend), InvalidArgument);
  EXPECT_THROW(Calendar("x", no_weekend, {}, {}, Date(2026, 1, 2), Date(2026, 1, 1)),
               InvalidArgument);
  EXPECT_THROW(
      Calendar("x", no_weekend, {{Date(2025, 1, 1)}}, {}, Date(2026, 1, 2), Date(2026, 12, 31)),
      InvalidArgument);
}

TEST(Calendar, IsAValue) {
  const Calendar calendar = make_up_calendar();
  const Calendar reordered("CN", {Weekday::sunday, Weekday::saturday, Weekday::sunday},
                           {{Date(2026, 1, 2), "New Year"}, {Date(2026, 1, 1), "New Year"}},
                           {{Date(2026, 1, 4), "make-up"}});
  EXPECT_EQ(calendar, reordered);
  EXPECT_EQ(std::hash<Calendar>{}(calendar), std::hash<Calendar>{}(reordered));
  EXPECT_NE(calendar, Calendar("CN"));
  EXPECT_EQ((std::unordered_set<Calendar>{calendar, reordered, Calendar("CN")}.size()), 2U);
}

TEST(Calendar, JoinsTwoPlaces) {
  const Calendar cn = make_up_calendar();
  const Calendar gulf("Gulf", {Weekday::friday, Weekday::saturday},
                      {{Date(2026, 1, 1), "New Year's Day"}, {Date(2026, 1, 13), "closed"}}, {},
                      Date(2025, 12, 1), Date(2026, 6, 30));
  const Calendar both = joint(cn, gulf);
  EXPECT_EQ(both.name(), "CN + Gulf");
  EXPECT_EQ(both.holidays().front().name, "New Year / New Year's Day");
  EXPECT_EQ(both.covers_from(), Date(2025, 12, 1));
  EXPECT_EQ(both.covers_to(), Date(2026, 6, 30));
  EXPECT_TRUE(both.is_business_day(Date(2026, 1, 4)));  // made up here, an ordinary Sunday there
  for (Date date = both.covers_from(); date <= both.covers_to(); ++date)
    EXPECT_EQ(both.is_business_day(date), cn.is_business_day(date) && gulf.is_business_day(date))
        << date;
  EXPECT_EQ(joint(gulf, cn).holidays(), both.holidays());
  EXPECT_EQ(joint(cn, cn).holidays(), cn.holidays());

  const Calendar ordinary("ordinary");
  for (const Calendar& together : {joint(cn, ordinary), joint(ordinary, cn)})
    EXPECT_FALSE(together.is_business_day(Date(2026, 1, 4))) << together;

  const Calendar later("later", {}, {}, {}, Date(2027, 1, 1));
  EXPECT_THROW(joint(gulf, later), InvalidArgument);  // no day is covered by both
}

TEST(Calendar, Prints) {
  std::ostringstream out;
  out << make_up_calendar() << "; " << Roll::modified_following;
  EXPECT_EQ(out.str(),
            "CN: weekend Saturday Sunday, 2 holidays, 1 make-up working day; modified_following");
}

}  // namespace
}  // namespace o2c

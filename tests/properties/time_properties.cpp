// Laws of dates, periods and calendars, on random ones.

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/time/calendar.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace rc {

template <>
struct Arbitrary<o2c::Date> {
  static Gen<o2c::Date> arbitrary() {
    return gen::map(gen::inRange(o2c::Date::min().days(), o2c::Date::max().days() + 1),
                    o2c::Date::from_days);
  }
};

}  // namespace rc

namespace o2c {
namespace {

rc::Gen<Date> date_between(Date first, Date last) {
  return rc::gen::map(rc::gen::inRange(first.days(), last.days() + 1), Date::from_days);
}

// Around the days that the random calendars name.
rc::Gen<Date> date_of_interest() { return date_between(Date(2025, 12, 1), Date(2026, 7, 31)); }

// Any weekend but all seven days; many holidays and make-up days from January to June 2026.
Calendar random_calendar() {
  std::vector<Weekday> weekend;
  for (int number = 1; number <= 7; ++number)
    if (*rc::gen::weightedElement<bool>({{2, false}, {1, true}}))
      weekend.push_back(static_cast<Weekday>(number));
  if (weekend.size() == 7) weekend.pop_back();
  std::vector<CalendarDay> holidays;
  std::vector<CalendarDay> workdays;
  const auto days =
      *rc::gen::unique<std::vector<Date>>(date_between(Date(2026, 1, 1), Date(2026, 6, 30)));
  for (const Date date : days) {
    const bool in_weekend = std::ranges::count(weekend, weekday(date)) != 0;
    const std::string name = *rc::gen::element<std::string>("", "New Year", "元旦", "a # b");
    (in_weekend && *rc::gen::arbitrary<bool>() ? workdays : holidays).push_back({date, name});
  }
  return Calendar("random", weekend, holidays, workdays);
}

bool same_month(Date a, Date b) { return a.year() == b.year() && a.month() == b.month(); }

RC_GTEST_PROP(DateLaws, PartsMakeTheDate, (Date date)) {
  const auto [year, month, day] = date.ymd();
  RC_ASSERT(Date(year, month, day) == date);
}

RC_GTEST_PROP(DateLaws, PrintsWhatItParses, (Date date)) {
  RC_ASSERT(Date::parse(to_string(date)) == date);
  const auto [year, month, day] = date.ymd();
  const std::string text =
      std::to_string(month) + "/" + std::to_string(day) + "/" + to_string(date).substr(0, 4);
  RC_ASSERT(Date::parse(text, "%m/%d/%Y") == date);
}

RC_GTEST_PROP(DateLaws, TextIsADateOrAnErrorAtAnOffsetInIt, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0129-/ ")));
  try {
    RC_ASSERT(to_string(Date::parse(text)) == text);
  } catch (const ParseError& error) {
    RC_ASSERT(error.offset() <= text.size());
  }
}

RC_GTEST_PROP(DateLaws, DaysAddUp, (Date from, Date to)) {
  RC_ASSERT(from + (to - from) == to);
  RC_ASSERT(to - (to - from) == from);
  RC_ASSERT((from < to) == (to - from > 0));
}

RC_GTEST_PROP(DateLaws, WeekdaysRepeatEverySevenDays, ()) {
  const Date date = *date_between(Date::min(), Date::max() - 7);
  RC_ASSERT(weekday(date) == weekday(date + 7));
  RC_ASSERT(static_cast<int>(weekday(date + 1)) == static_cast<int>(weekday(date)) % 7 + 1);
}

RC_GTEST_PROP(DateLaws, MonthsKeepTheDayOrCutItToTheMonth, ()) {
  const Date date = *date_between(Date(1000, 1, 1), Date(9000, 12, 31));
  const int months = *rc::gen::inRange(-10'000, 10'000);
  const Date moved = add_months(date, months);
  RC_ASSERT((moved.year() * 12 + moved.month()) - (date.year() * 12 + date.month()) == months);
  RC_ASSERT(moved.day() == std::min(date.day(), days_in_month(moved.year(), moved.month())));
  // Going back finds the day again unless it was cut.
  if (moved.day() == date.day()) RC_ASSERT(add_months(moved, -months) == date);
}

RC_GTEST_PROP(PeriodLaws, PeriodsOfAKindPartitionTheDays, ()) {
  const Date date = *date_between(Date(2, 1, 1), Date(9998, 12, 31));
  const auto kind = *rc::gen::element(PeriodKind::week, PeriodKind::half_month, PeriodKind::month,
                                      PeriodKind::quarter, PeriodKind::half, PeriodKind::year);
  const Period period = Period::containing(date, kind);
  RC_ASSERT(period.first() <= date && date <= period.last());
  RC_ASSERT(period.contains(date));
  RC_ASSERT(period.last() + 1 == period.next().first());
  RC_ASSERT(period.first() - 1 == period.previous().last());
  RC_ASSERT(period.next().previous() == period);
  RC_ASSERT(period < period.next());
  RC_ASSERT(Period::parse(to_string(period)) == period);
}

RC_GTEST_PROP(PeriodLaws, PartsPartitionThePeriod, (Date date)) {
  const auto any_kind = rc::gen::element(PeriodKind::half_month, PeriodKind::month,
                                         PeriodKind::quarter, PeriodKind::half, PeriodKind::year);
  const auto [kind, whole] = std::minmax({*any_kind, *any_kind});
  const Period period = Period::containing(date, whole);
  const std::vector<Period> parts = period.parts(kind);
  RC_ASSERT(parts.front().first() == period.first());
  RC_ASSERT(parts.back().last() == period.last());
  for (std::size_t i = 1; i < parts.size(); ++i)
    RC_ASSERT(parts[i - 1].last() + 1 == parts[i].first());
}

RC_GTEST_PROP(CalendarLaws, RollsLandOnTheNearestBusinessDays, ()) {
  const Calendar calendar = random_calendar();
  const Date date = *date_of_interest();
  const Date preceding = calendar.roll(date, Roll::preceding);
  const Date following = calendar.roll(date, Roll::following);
  RC_ASSERT(preceding <= date && date <= following);
  RC_ASSERT(calendar.is_business_day(preceding) && calendar.is_business_day(following));
  for (Date between = preceding + 1; between < following; ++between)
    RC_ASSERT(!calendar.is_business_day(between));
  RC_ASSERT((preceding == following) == calendar.is_business_day(date));
}

RC_GTEST_PROP(CalendarLaws, ModifiedRollsStayInTheMonth, ()) {
  const Calendar calendar = random_calendar();
  const Date date = *date_of_interest();
  const Date preceding = calendar.roll(date, Roll::preceding);
  const Date following = calendar.roll(date, Roll::following);
  const bool before = same_month(preceding, date);
  const bool after = same_month(following, date);
  RC_PRE(before || after);
  RC_ASSERT(calendar.roll(date, Roll::modified_following) == (after ? following : preceding));
  RC_ASSERT(calendar.roll(date, Roll::modified_preceding) == (before ? preceding : following));
}

RC_GTEST_PROP(CalendarLaws, BusinessDaysAddUp, ()) {
  const Calendar calendar = random_calendar();
  const Date start = *date_of_interest();
  const int n = *rc::gen::inRange(-60, 61);
  const Date moved = calendar.add_business_days(start, n);
  if (n != 0) RC_ASSERT(calendar.is_business_day(moved));
  RC_ASSERT(calendar.business_days_between(start, moved) == n);
  // From a business day the way back leads to it.
  if (calendar.is_business_day(start)) {
    RC_ASSERT(calendar.add_business_days(moved, -n) == start);
    RC_ASSERT(calendar.business_days_between(moved, start) == -n);
  }
}

RC_GTEST_PROP(CalendarLaws, TextRoundTrips, ()) {
  const Calendar calendar = random_calendar();
  RC_ASSERT(Calendar::parse(calendar.to_text()) == calendar);
}

RC_GTEST_PROP(CalendarLaws, JointBusinessDaysAreThoseOfBoth, ()) {
  const Calendar a = random_calendar();
  const Calendar b = random_calendar();
  const Calendar both = joint(a, b);
  const Date date = *date_of_interest();
  RC_ASSERT(both.is_business_day(date) == (a.is_business_day(date) && b.is_business_day(date)));
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/date_rule.hpp"

#include <gtest/gtest.h>

#include "o2c/explain/derivation.hpp"

namespace o2c {
namespace {

Date due(std::vector<DateStep> steps, Date event) {
  return DateRule{.steps = std::move(steps)}.due_date(event);
}

TEST(DateRule, CountsDaysAfterTheEvent) {
  EXPECT_EQ(due({DateStep::days(30)}, Date(2026, 3, 2)), Date(2026, 4, 1));
  EXPECT_EQ(due({DateStep::days(60)}, Date(2002, 5, 12)), Date(2002, 7, 11));
  EXPECT_EQ(due({DateStep::weeks(2)}, Date(2026, 3, 2)), Date(2026, 3, 16));
  EXPECT_EQ(due({}, Date(2026, 3, 2)), Date(2026, 3, 2));
}

TEST(DateRule, AddsMonthsFromTheOriginalDay) {
  EXPECT_EQ(due({DateStep::months(2)}, Date(2026, 1, 31)), Date(2026, 3, 31));
  EXPECT_EQ(due({DateStep::months(1)}, Date(2026, 1, 31)), Date(2026, 2, 28));
}

TEST(DateRule, OrderOfStepsMatters) {
  const Date invoice(2026, 1, 31);
  EXPECT_EQ(due({DateStep::days(30), DateStep::end_of_month()}, invoice), Date(2026, 3, 31));
  EXPECT_EQ(due({DateStep::end_of_month(), DateStep::days(30)}, invoice), Date(2026, 3, 2));
  EXPECT_EQ(due({DateStep::end_of_month(), DateStep::days(30)}, Date(2026, 5, 15)),
            Date(2026, 6, 30));
}

TEST(DateRule, ProximoLooksAtTheCutOffDay) {
  const std::vector steps{DateStep::proximo(10, 25)};
  EXPECT_EQ(due(steps, Date(2026, 1, 25)), Date(2026, 2, 10));
  EXPECT_EQ(due(steps, Date(2026, 1, 26)), Date(2026, 3, 10));
  EXPECT_EQ(due({DateStep::proximo(31)}, Date(2026, 1, 31)), Date(2026, 2, 28));
  EXPECT_EQ(due({DateStep::proximo(10, 5, 0)}, Date(2026, 1, 5)), Date(2026, 1, 10));
  EXPECT_EQ(due({DateStep::proximo(10, 5, 0)}, Date(2026, 1, 6)), Date(2026, 2, 10));
}

TEST(DateRule, SetsDaysMonthsAndWeekdays) {
  EXPECT_EQ(due({DateStep::months(1), DateStep::day_of_month(31)}, Date(2026, 1, 15)),
            Date(2026, 2, 28));
  EXPECT_EQ(due({DateStep::month(3)}, Date(2026, 11, 23)), Date(2027, 3, 23));
  EXPECT_EQ(due({DateStep::month(11)}, Date(2026, 11, 23)), Date(2026, 11, 23));
  EXPECT_EQ(due({DateStep::weekday(Weekday::friday)}, Date(2026, 11, 23)), Date(2026, 11, 27));
  EXPECT_EQ(due({DateStep::weekday(Weekday::monday)}, Date(2026, 11, 23)), Date(2026, 11, 23));
}

TEST(DateRule, RollsByTheCalendarOfThePlaceOfPayment) {
  const Calendar shanghai("Shanghai", {Weekday::saturday, Weekday::sunday},
                          {{Date(2026, 5, 1), "劳动节"}});
  const Calendar new_york("New York");
  const DateRule rule{.anchor = Anchor::bl, .steps = {DateStep::days(60)}};
  EXPECT_EQ(rule.due_date(Date(2026, 3, 2)), Date(2026, 5, 1));
  EXPECT_EQ(rule.due_date(Date(2026, 3, 2), &new_york), Date(2026, 5, 1));
  EXPECT_EQ(rule.due_date(Date(2026, 3, 2), &shanghai), Date(2026, 5, 4));
  const DateRule modified{.steps = {DateStep::days(60)}, .roll = Roll::modified_following};
  EXPECT_EQ(modified.due_date(Date(2026, 4, 1), &new_york), Date(2026, 5, 29));
}

TEST(DateRule, CountsBusinessDaysOnlyByACalendar) {
  const Calendar calendar("Shanghai");
  EXPECT_EQ(DateStep::business_days(5).apply(Date(2026, 3, 5), &calendar), Date(2026, 3, 12));
  EXPECT_THROW((void)DateStep::business_days(5).apply(Date(2026, 3, 5)), InvalidArgument);
}

TEST(DateRule, RefusesWhatIsNoDay) {
  EXPECT_THROW(DateStep::day_of_month(0), InvalidArgument);
  EXPECT_THROW(DateStep::day_of_month(32), InvalidArgument);
  EXPECT_THROW(DateStep::month(13), InvalidArgument);
  EXPECT_THROW(DateStep::proximo(10, 0), InvalidArgument);
  EXPECT_THROW(DateStep::proximo(10, 25, -1), InvalidArgument);
  EXPECT_THROW(DateStep::days(-2'147'483'648), InvalidArgument);
  EXPECT_THROW((void)DateStep::days(1).apply(Date::max()), Overflow);
}

TEST(DateRule, TellsEachStep) {
  const Calendar calendar("Shanghai");
  const DateRule rule{.anchor = Anchor::bl,
                      .steps = {DateStep::days(27), DateStep::end_of_month()}};
  Derivation why;
  EXPECT_EQ(rule.due_date(Date(2026, 4, 5), &calendar, why), Date(2026, 6, 1));
  EXPECT_EQ(why.steps().size(), 4U) << why;
  EXPECT_TRUE(why.recheck().empty());
}

TEST(Anchor, AreReadByName) {
  for (std::size_t i = 0; i < anchor_count; ++i) {
    const auto anchor = static_cast<Anchor>(i);
    EXPECT_EQ(parse_anchor(to_string(anchor)), anchor);
  }
  EXPECT_THROW(parse_anchor("b/l"), ParseError);
}

TEST(DateStep, PrintAsTermsHaveThem) {
  EXPECT_EQ(to_string(DateStep::days(1)), "1 day");
  EXPECT_EQ(to_string(DateStep::proximo(10, 25)), "proximo 10 cut-off 25");
  EXPECT_EQ(to_string(DateStep::weekday(Weekday::friday)), "next Friday");
}

}  // namespace
}  // namespace o2c

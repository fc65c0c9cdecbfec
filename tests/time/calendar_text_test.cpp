#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "o2c/time/calendar.hpp"

namespace o2c {
namespace {

const std::filesystem::path examples = "examples/calendars";  // ctest runs in the project's folder.

constexpr const char* office = R"(# An office.
calendar Example office
covers 2026-01-01 2026-12-31
weekend Saturday Sunday

holiday 2026-01-01 New Year's Day # not a comment
holiday 2026-01-02
workday 2026-01-04 works for 2 January
)";

TEST(CalendarText, SaysWhatACalendarIs) {
  const Calendar expected(
      "Example office", {Weekday::saturday, Weekday::sunday},
      {{Date(2026, 1, 1), "New Year's Day # not a comment"}, {Date(2026, 1, 2)}},
      {{Date(2026, 1, 4), "works for 2 January"}}, Date(2026, 1, 1), Date(2026, 12, 31));
  EXPECT_EQ(Calendar::parse(office), expected);
}

TEST(CalendarText, TakesAnyOrderBlanksAndLineEnds) {
  EXPECT_EQ(Calendar::parse("\xEF\xBB\xBF\tholiday \t 2026-01-01   元旦 \r\n\r\n"
                            "  # comment\r\n  weekend  SUN sat\r\ncalendar \t 上海"),
            Calendar("上海", {Weekday::saturday, Weekday::sunday}, {{Date(2026, 1, 1), "元旦"}}));
  EXPECT_EQ(Calendar::parse("calendar always\nweekend none\n"), Calendar("always", {}));
}

TEST(CalendarText, RoundTrips) {
  for (const Calendar& calendar :
       {Calendar::parse(office), Calendar("always", {}), Calendar("weekends"),
        Calendar("one end", {Weekday::monday}, {}, {}, Date(2026, 1, 1))})
    EXPECT_EQ(Calendar::parse(calendar.to_text()), calendar) << calendar.to_text();
  EXPECT_EQ(Calendar("weekends").to_text(), "calendar weekends\nweekend Saturday Sunday\n");
}

TEST(CalendarText, ReportsEveryFaultyLine) {
  const std::string text =
      "calendar A\n"                      // row 0
      "calendar B\n"                      // 1
      "weekend Satday Sunday Funday\n"    // 2
      "weekend none\n"                    // 3
      "covers 2026-01-01\n"               // 4
      "holyday 2026-01-01 New Year\n"     // 5
      "holiday 2026-13-01 New Year\n"     // 6
      "holiday\n"                         // 7
      "holiday 2026-01-04 found later\n"  // 8
      "workday 2026-01-04 both\n"         // 9
      "holiday 2026-01-04 again\n"        // 10
      "workday 2026-01-06 a Tuesday\n"    // 11
      "workday 2026-01-04x\n";            // 12
  struct Case {
    std::int64_t row;
    const char* field;
    const char* value;
    const char* expected;
  };
  const Case cases[] = {
      {1, "calendar", "B", "one such line; the first is line 1"},
      {2, "weekend", "Funday", "a weekday such as Saturday or Sat"},
      {2, "weekend", "Satday", "a weekday such as Saturday or Sat"},
      {3, "weekend", "none", "one such line; the first is line 3"},
      {4, "covers", "", "a date YYYY-MM-DD"},
      {5, "", "holyday 2026-01-01 New Year",
       "a line that begins with calendar, covers, weekend, holiday, workday or #"},
      {6, "holiday", "2026-13-01", "a date YYYY-MM-DD"},
      {7, "holiday", "", "a date YYYY-MM-DD"},
      {9, "workday", "2026-01-04", "a date that is not a holiday as well"},
      {10, "holiday", "2026-01-04", "a date that is listed once"},
      {11, "workday", "2026-01-06", "a day of the weekend; a Tuesday is not"},
      {12, "workday", "2026-01-04x", "a date YYYY-MM-DD"}};
  try {
    Calendar::parse(text, "office.txt");
    FAIL();
  } catch (const ParseError& error) {
    std::vector<Fault> expected;
    for (const Case& c : cases)
      expected.push_back({"office.txt", c.row, c.field, c.value, c.expected});
    EXPECT_EQ(error.faults(), expected) << error.what();
    const std::string message = error.what();
    EXPECT_EQ(message.substr(0, message.find('\n')), "office.txt: 12 faults");
    EXPECT_NE(message.find("\n  line 6, \"holyday 2026-01-01 New Year\": expected a line that"),
              std::string::npos)
        << message;
  }
}

TEST(CalendarText, NeedsANameAndAWeekend) {
  try {
    Calendar::parse("# nothing\n");
    FAIL();
  } catch (const ParseError& error) {
    EXPECT_STREQ(error.what(),
                 "calendar: 2 faults\n"
                 "  calendar: expected a line such as \"calendar TARGET\"\n"
                 "  weekend: expected a line such as \"weekend Saturday Sunday\" or \"weekend "
                 "none\"");
    EXPECT_EQ(error.faults().at(0).row, -1);
  }
  EXPECT_THROW(Calendar::parse(""), ParseError);
  EXPECT_THROW(Calendar::parse("calendar\nweekend none\n"), ParseError);
  EXPECT_THROW(Calendar::parse("calendar A\nweekend\n"), ParseError);
}

TEST(CalendarText, ChecksWhatIsCovered) {
  struct Case {
    const char* line;
    std::int64_t row;
    const char* expected;
  };
  for (const auto& [line, row, expected] :
       {Case{"covers 2026-12-31 2026-01-01", 2, "a date not before 2026-12-31"},
        {"covers 2026-01-01 2026-12-31 2027-01-01", 2, "nothing after the second date"},
        {"covers 2026-01-01 2026-12-31\nholiday 2027-01-01", 3,
         "a date that the calendar covers, 2026-01-01 to 2026-12-31"}}) {
    try {
      Calendar::parse(std::string("calendar A\nweekend none\n") + line);
      ADD_FAILURE() << line;
    } catch (const ParseError& error) {
      ASSERT_EQ(error.faults().size(), 1U) << error.what();
      EXPECT_EQ(error.faults()[0].row, row);
      EXPECT_EQ(error.faults()[0].expected, expected);
    }
  }
}

// A name with a carriage return inside would not survive being written and read.
TEST(CalendarText, FindsAFaultyNameInItsLine) {
  try {
    Calendar::parse("weekend none\n\ncalendar A\rB\nholiday 2026-01-01 x\ry\n");
    FAIL();
  } catch (const ParseError& error) {
    ASSERT_EQ(error.faults().size(), 2U) << error.what();
    EXPECT_EQ(error.faults()[0].row, 2);
    EXPECT_EQ(error.faults()[1].row, 3);
  }
}

TEST(CalendarText, LoadsTheExamples) {
  const Calendar target = Calendar::load((examples / "target.txt").string());
  EXPECT_EQ(target.name(), "TARGET");
  EXPECT_EQ(target.holidays().size(), 7U * 6U);
  EXPECT_EQ(target.roll(Date(2026, 4, 3), Roll::following), Date(2026, 4, 7));  // Easter
  const Calendar illustration =
      Calendar::load((examples / "make-up-days-illustration.txt").string());
  EXPECT_TRUE(illustration.is_business_day(Date(2026, 5, 9)));
  EXPECT_THROW(Calendar::load((examples / "missing.txt").string()), InvalidArgument);
  EXPECT_THROW(Calendar::load(examples.string()), InvalidArgument);  // a directory
}

}  // namespace
}  // namespace o2c

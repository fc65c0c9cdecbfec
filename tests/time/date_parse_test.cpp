#include <string>

#include <gtest/gtest.h>

#include "o2c/time/date.hpp"

namespace o2c {
namespace {

struct Refused {
  const char* text;
  std::size_t offset;
  const char* expected;  // part of the message
};

template <class Parse>
void expect_refused(const Refused& refused, const Parse& parse) {
  try {
    parse(refused.text);
    ADD_FAILURE() << "accepted \"" << refused.text << '"';
  } catch (const ParseError& error) {
    EXPECT_EQ(error.text(), refused.text);
    EXPECT_EQ(error.offset(), refused.offset) << error.what();
    EXPECT_NE(std::string(error.what()).find(refused.expected), std::string::npos) << error.what();
  }
}

TEST(DateParse, ReadsIso) {
  EXPECT_EQ(Date::parse("2026-11-23"), Date(2026, 11, 23));
  EXPECT_EQ(Date::parse("2024-02-29"), Date(2024, 2, 29));
  EXPECT_EQ(Date::parse("0001-01-01"), Date::min());
  EXPECT_EQ(Date::parse("9999-12-31"), Date::max());
}

TEST(DateParse, ReadsIsoOnly) {
  for (const Refused& refused :
       {Refused{"", 0, "expected a year of four digits in a date written YYYY-MM-DD"},
        {"26-11-23", 0, "expected a year of four digits"},
        {" 2026-11-23", 0, "expected a year of four digits"},
        {"-2026-11-23", 0, "expected a year of four digits"},
        {"0000-01-01", 0, "expected a year from 0001 to 9999"},
        {"2026", 4, "expected \"-\""},
        {"20261123", 4, "expected \"-\""},
        {"2026/11/23", 4, "expected \"-\""},
        {"12026-11-23", 4, "expected \"-\""},
        {"2026-1-23", 5, "expected a month of two digits"},
        {"2026-13-01", 5, "expected a month from 1 to 12"},
        {"2026-00-01", 5, "expected a month from 1 to 12"},
        {"2026-11-3", 8, "expected a day of two digits"},
        {"2026-02-29", 8, "expected a day from 1 to 28"},
        {"2026-04-31", 8, "expected a day from 1 to 30"},
        {"2026-04-00", 8, "expected a day from 1 to 30"},
        {"2026-11-23 ", 10, "expected the end"},
        {"2026-11-23T00:00:00", 10, "expected the end"},
        {"2026-11-231", 10, "expected the end"}})
    expect_refused(refused, [](const char* text) { return Date::parse(text); });
}

TEST(DateParse, ReadsAStatedFormat) {
  struct Case {
    const char* text;
    const char* format;
    Date expected;
  };
  for (const auto& [text, format, expected] :
       {Case{"4/6/2013", "%m/%d/%Y", Date(2013, 4, 6)},
        {"04/06/2013", "%m/%d/%Y", Date(2013, 4, 6)},
        {"4/6/2013", "%d/%m/%Y", Date(2013, 6, 4)},
        {"31.12.2026", "%d.%m.%Y", Date(2026, 12, 31)},
        {"20260401", "%Y%m%d", Date(2026, 4, 1)},
        {"2026年4月1日", "%Y年%m月%d日", Date(2026, 4, 1)},
        {"100% on 1-2-2026", "100%% on %d-%m-%Y", Date(2026, 2, 1)},
        {"2026-04-01 00:00", "%Y-%m-%d 00:00", Date(2026, 4, 1)}})
    EXPECT_EQ(Date::parse(text, format), expected) << text << " as " << format;
}

TEST(DateParse, RefusesWhatTheFormatDoesNotSay) {
  for (const Refused& refused :
       {Refused{"13/1/2013", 0, "expected a month from 1 to 12 in a date written \"%m/%d/%Y\""},
        {"/1/2013", 0, "expected a month of one or two digits"},
        {"4-6-2013", 1, "expected \"/\""},
        {"4/31/2013", 2, "expected a day from 1 to 30"},
        {"4/6/13", 4, "expected a year of four digits"},
        {"4/6/20130", 8, "expected the end"},
        {"004/6/2013", 2, "expected \"/\""},
        {"2013-04-06", 2, "expected \"/\""}})
    expect_refused(refused, [](const char* text) { return Date::parse(text, "%m/%d/%Y"); });

  // A message is whole UTF-8 even where the format is not ASCII.
  expect_refused({"2026日", 4, "expected \"\\xE5\" in a date written \"%Y年%m月%d日\""},
                 [](const char* text) { return Date::parse(text, "%Y年%m月%d日"); });

  // Where fields touch, 2026111 would be 1 November as well as 11 January.
  const auto compact = [](const char* text) { return Date::parse(text, "%Y%m%d"); };
  expect_refused({"2026111", 6, "expected a day of two digits"}, compact);
  expect_refused({"20261", 4, "expected a month of two digits"}, compact);
  const auto day_first = [](const char* text) { return Date::parse(text, "%d%m%Y"); };
  expect_refused({"1112026", 4, "expected a year of four digits"}, day_first);
  EXPECT_EQ(day_first("01112026"), Date(2026, 11, 1));
}

TEST(DateParse, RefusesAFormatWithoutEachFieldOnce) {
  for (const char* format :
       {"", "%Y-%m", "%Y-%m-%d-%d", "%d%d%Y", "%y-%m-%d", "%Y-%m-%d%", "%Y %B"})
    EXPECT_THROW(Date::parse("2026-01-01", format), InvalidArgument) << format;
}

}  // namespace
}  // namespace o2c

#include "o2c/time/moment.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

TEST(Moment, ReadsItsForms) {
  EXPECT_EQ(parse_moment("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_moment("1969-12-31T23:59:59.5Z"), -500'000);
  EXPECT_EQ(parse_moment("2026-11-05T09:00:00Z"), 1'793'869'200'000'000);
  for (const char* same :
       {"2026-11-05 09:00:00", "2026-11-05T09:00", "2026-11-05T17:00:00+08:00",
        "2026-11-05T17:00:00+0800", "2026-11-05T17:00:00+08", "2026-11-05T05:30:00.000-03:30"})
    EXPECT_EQ(parse_moment(same), parse_moment("2026-11-05T09:00:00Z")) << same;
  // Nothing counts as known before it was.
  EXPECT_EQ(parse_moment("1970-01-01T00:00:00.0000001Z"), 1);
}

TEST(Moment, RefusesWhatIsNone) {
  for (const char* text :
       {"", "2026-11-05", "2026-11-05T24:00:00Z", "2026-11-05T09:60:00Z", "2026-11-05T23:59:60Z",
        "2026-02-29T09:00:00Z", "2026-11-05T09:00:00+", "2026-11-05T09:00:00+19:00",
        "2026-11-05T09:00:00.Z", "2026-11-05T09:00:00Z ", "5 November 2026, 09:00"})
    EXPECT_THROW((void)parse_moment(text), ParseError) << text;
  try {
    (void)parse_moment("yesterday");
    FAIL();
  } catch (const ParseError& error) {
    EXPECT_STREQ(error.what(),
                 "\"yesterday\": expected a moment such as 2026-10-31T08:00:00Z, in UTC where no "
                 "zone is written (at offset 0)");
  }
}

TEST(Moment, PrintsWhatItReads) {
  for (const char* text :
       {"2026-11-05T09:00:00Z", "2026-11-05T09:00:00.000001Z", "1969-12-31T23:59:59.500000Z",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"})
    EXPECT_EQ(format_moment(parse_moment(text)), text);
  for (const std::int64_t none : std::array{std::numeric_limits<std::int64_t>::min(),
                                            parse_moment("0001-01-01T00:00:00Z") - 1,
                                            parse_moment("9999-12-31T23:59:59.999999Z") + 1})
    EXPECT_EQ(format_moment(none), std::to_string(none));
}

}  // namespace
}  // namespace o2c

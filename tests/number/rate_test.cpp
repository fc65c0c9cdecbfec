#include "o2c/number/rate.hpp"

#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace o2c {
namespace {

TEST(Rate, SameRateInEveryUnit) {
  const Rate rate = Rate::from_percent(3.25_dec);
  EXPECT_EQ(rate, 325_bps);
  EXPECT_EQ(rate, Rate::from_fraction(0.03250_dec));
  EXPECT_EQ(rate, Rate::from_bps(325.0_dec));
  EXPECT_EQ(std::hash<Rate>{}(rate), std::hash<Rate>{}(325_bps));
  EXPECT_EQ(to_string(rate.fraction()), "0.0325");
  EXPECT_EQ(to_string(rate.percent()), "3.25");
  EXPECT_EQ(to_string(rate.bps()), "325");
}

struct Case {
  std::string_view text;
  Rate rate;
  std::string_view printed;
};

TEST(Rate, ReadsAndPrints) {
  for (const auto& [text, rate, printed] : {Case{"3%", 300_bps, "3%"},
                                            {"3.25%", 325_bps, "3.25%"},
                                            {"3.250 %", 325_bps, "3.25%"},
                                            {"300bp", 300_bps, "3%"},
                                            {"300 bps", 300_bps, "3%"},
                                            {"0.5bp", Rate::from_fraction(0.00005_dec), "0.005%"},
                                            {"-1.5%", -150_bps, "-1.5%"},
                                            {"100%", 10'000_bps, "100%"},
                                            {"0%", 0_bps, "0%"}}) {
    EXPECT_EQ(Rate::parse(text), rate) << text;
    EXPECT_EQ(to_string(rate), printed);
    EXPECT_EQ(Rate::parse(to_string(rate)), rate);
  }
}

TEST(Rate, RefusesBareNumbersAndOtherText) {
  for (const std::string_view text : {"3", "", "%", "bp", "3 percent", "3%%", "3  %", "3,5%", "% 3",
                                      "3BP", "three%", " 3%", "3% "}) {
    EXPECT_THROW(Rate::parse(text), ParseError) << text;
  }
  try {
    Rate::parse("3");
  } catch (const ParseError& error) {
    EXPECT_EQ(error.offset(), 1U);
    EXPECT_STREQ(error.what(),
                 "\"3\": expected a rate with its unit, such as 3.25% or 325bp (at offset 1)");
  }
}

TEST(Rate, AddsAndOrders) {
  EXPECT_EQ(300_bps + 25_bps, 325_bps);
  EXPECT_EQ(300_bps - 325_bps, -25_bps);
  EXPECT_LT(299_bps, Rate::from_percent(3));
  EXPECT_GT(0_bps, -1_bps);
  std::ostringstream out;
  out << 250_bps;
  EXPECT_EQ(out.str(), "2.5%");
}

TEST(Rate, OverflowsInsteadOfLosingDigits) {
  EXPECT_THROW(Rate::from_percent(Decimal::from_parts(1, 38)), Overflow);
  EXPECT_EQ(to_string(Rate::from_percent(Decimal::from_parts(100, 38)).fraction()),
            to_string(Decimal::from_parts(1, 38)));
}

}  // namespace
}  // namespace o2c

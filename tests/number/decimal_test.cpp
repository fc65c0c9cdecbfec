#include "o2c/number/decimal.hpp"

#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace o2c {
namespace {

const Decimal largest = Decimal::from_parts(detail::power_of_ten(38) - 1, 0);
const Decimal smallest = Decimal::from_parts(1, 38);

template <class Error, class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Decimal, KeepsTheScaleAndComparesByValue) {
  const Decimal x = Decimal::parse("1234.50");
  EXPECT_TRUE(x.coefficient() == 123'450);
  EXPECT_EQ(x.scale(), 2);
  EXPECT_EQ(x, 1234.5_dec);
  EXPECT_EQ(std::hash<Decimal>{}(x), std::hash<Decimal>{}(1234.5_dec));
  EXPECT_EQ(Decimal(), 0);
  EXPECT_EQ(-0.00_dec, 0);
  EXPECT_EQ(std::hash<Decimal>{}(0.00_dec), std::hash<Decimal>{}(0));
}

TEST(Decimal, TakesAllWholeNumbersThatFit) {
  EXPECT_EQ(to_string(Decimal(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(to_string(Decimal(std::numeric_limits<std::uint64_t>::max())), "18446744073709551615");
  EXPECT_EQ(Decimal(std::int8_t{-5}), -5);
  EXPECT_THROW(Decimal(detail::power_of_ten(38)), Overflow);
  EXPECT_THROW(Decimal(-detail::power_of_ten(38)), Overflow);
  EXPECT_THROW(Decimal(~UInt128{0}), Overflow);  // would be -1 as a signed number
  EXPECT_EQ(Decimal(UInt128{0}), 0);
}

TEST(Decimal, PartsOutsideTheRangeAreRefused) {
  EXPECT_THROW(Decimal::from_parts(1, -1), InvalidArgument);
  EXPECT_THROW(Decimal::from_parts(1, 39), InvalidArgument);
  EXPECT_THROW(Decimal::from_parts(detail::power_of_ten(38), 0), Overflow);
  EXPECT_THROW(Decimal::from_parts(detail::int128_min, 0), Overflow);
}

TEST(Decimal, OrdersAcrossScales) {
  EXPECT_LT(1.49_dec, 1.5_dec);
  EXPECT_GT(2, 1.99_dec);
  EXPECT_LT(-1.5_dec, -1.49_dec);
  EXPECT_LT(smallest, largest);  // their common scale takes 76 digits
  EXPECT_LT(-largest, smallest);
  EXPECT_LT(-largest, -smallest);
  EXPECT_GT(smallest, 0);
  EXPECT_NE(largest, smallest);
}

struct ParseCase {
  std::string_view text;
  std::string_view printed;
};

TEST(DecimalParse, ReadsWhatPeopleWrite) {
  for (const auto& [text, printed] :
       {ParseCase{"1234.50", "1234.50"},
        {"-0.05", "-0.05"},
        {"+7", "7"},
        {"007", "7"},
        {".5", "0.5"},
        {"-.5", "-0.5"},
        {"5.", "5"},
        {"0", "0"},
        {"-0", "0"},
        {"0.00", "0.00"},
        {"1e-3", "0.001"},
        {"1E+3", "1000"},
        {"12.50e1", "125.0"},
        {"1.25e1", "12.5"},
        {"0e99999999999", "0"},
        {"0e-99", "0.00000000000000000000000000000000000000"},
        {"10e-39", "0.00000000000000000000000000000000000001"},
        {"99999999999999999999999999999999999999", "99999999999999999999999999999999999999"},
        {"-.99999999999999999999999999999999999999",
         "-0.99999999999999999999999999999999999999"}}) {
    EXPECT_EQ(to_string(Decimal::parse(text)), printed) << text;
  }
}

struct ParseFault {
  std::string_view text;
  std::size_t offset;
  std::string_view expected;
};

TEST(DecimalParse, RefusesTheRestByOffset) {
  constexpr std::string_view number = "a number, such as";
  constexpr std::string_view digits = "only digits with at most one decimal point";
  for (const auto& [text, offset, expected] :
       {ParseFault{"", 0, number},
        {".", 1, number},
        {"+", 1, number},
        {" 1", 0, number},
        {"nan", 0, number},
        {"-inf", 1, number},
        {"--1", 1, number},
        {"e5", 0, number},
        {"$5", 0, number},
        {"1,234", 1, digits},
        {"1.2.3", 3, digits},
        {"1 ", 1, digits},
        {"0x10", 1, digits},
        {"1_000", 1, digits},
        {"1e5x", 3, digits},
        {"1e", 2, "the digits of an exponent"},
        {"1e-", 3, "the digits of an exponent"},
        {"1e+x", 3, "the digits of an exponent"},
        {"1e38", 0, "at most 38 digits"},
        {"1e99999999999", 0, "at most 38 digits"},
        {"100000000000000000000000000000000000000", 38, "at most 38 digits"},
        {"0.123456789012345678901234567890123456789", 40, "at most 38 digits"},
        {"1e-39", 0, "at most 38 decimal places"},
        {"1e-99999999999", 0, "at most 38 decimal places"}}) {
    try {
      Decimal::parse(text);
      FAIL() << "accepted " << text;
    } catch (const ParseError& error) {
      EXPECT_EQ(error.offset(), offset) << text;
      EXPECT_EQ(error.text(), text);
      ASSERT_EQ(error.faults().size(), 1U);
      EXPECT_NE(error.faults().front().expected.find(expected), std::string::npos)
          << text << ": " << error.what();
    }
  }
}

TEST(DecimalArithmetic, IsExact) {
  EXPECT_EQ(to_string(0.1_dec + 0.2_dec), "0.3");
  EXPECT_EQ(to_string(1.50_dec + 1), "2.50");
  EXPECT_EQ(to_string(1 - 0.999_dec), "0.001");
  EXPECT_EQ(to_string(1.10_dec * 3.0_dec), "3.300");
  EXPECT_EQ(to_string(-(1.5_dec)), "-1.5");
  Decimal x = 10;
  x += 0.5_dec;
  x -= 3;
  x *= -2;
  EXPECT_EQ(to_string(x), "-15.0");
}

// The sum fits, although both numbers on a common scale, or their plain sum, do not.
TEST(DecimalArithmetic, ReturnsWhateverIsRepresentable) {
  EXPECT_EQ(largest + 0.00_dec, largest);
  EXPECT_EQ(to_string(Decimal::parse("1e37") + 1.0_dec), "10000000000000000000000000000000000001");
  const Decimal half = Decimal::parse("5000000000000000000000000000000000000.0");
  EXPECT_EQ(half + half, Decimal::parse("1e37"));
  // 10^38 - 10^-1 + 10^-1 - 1, in which the first operand has no digit to spare.
  EXPECT_EQ(Decimal::parse("9999999999999999999999999999999999999.9") + 0.1_dec,
            Decimal::parse("1e37"));
  EXPECT_EQ(Decimal::parse("1e37") - 0.1_dec,
            Decimal::parse("9999999999999999999999999999999999999.9"));
  const Decimal tenth = Decimal::from_parts(detail::power_of_ten(37), 38);
  EXPECT_EQ(tenth * tenth, 0.01_dec);
  EXPECT_EQ(Decimal::from_parts(detail::power_of_ten(37), 37) * largest, largest);
  EXPECT_EQ(smallest * 0, 0);
}

TEST(DecimalArithmetic, OverflowsInsteadOfLosingDigits) {
  EXPECT_THROW(largest + 1, Overflow);
  EXPECT_THROW(-largest - 1, Overflow);
  EXPECT_THROW(largest + 0.1_dec, Overflow);
  EXPECT_THROW(largest + largest, Overflow);
  EXPECT_THROW(largest * 10, Overflow);
  EXPECT_THROW(largest * largest, Overflow);
  EXPECT_THROW(smallest * 0.1_dec, Overflow);
  Decimal x = largest;
  EXPECT_THROW(x += 1, Overflow);
  EXPECT_EQ(x, largest);
}

struct RoundCase {
  Decimal value;
  int digits;
  Rounding mode;
  std::string_view printed;
};

TEST(DecimalRound, ToDigits) {
  for (const auto& [value, digits, mode, printed] :
       {RoundCase{1.005_dec, 2, Rounding::half_even, "1.00"},
        {1.005_dec, 2, Rounding::half_up, "1.01"},
        {1.015_dec, 2, Rounding::half_even, "1.02"},
        {-1.005_dec, 2, Rounding::half_up, "-1.01"},
        {2.5_dec, 0, Rounding::half_even, "2"},
        {1.5_dec, 4, Rounding::exact, "1.5000"},
        {1.500_dec, 1, Rounding::exact, "1.5"},
        {1250, -2, Rounding::half_even, "1200"},
        {1250, -2, Rounding::half_up, "1300"},
        {1249.99_dec, -2, Rounding::up, "1300"},
        {49, -38, Rounding::half_up, "0"},
        {-0.4_dec, 0, Rounding::half_up, "0"},
        {smallest, 0, Rounding::up, "1"},
        {smallest, -1, Rounding::half_up, "0"},
        {smallest, -1, Rounding::ceiling, "10"},
        {-smallest, -37, Rounding::floor, "-10000000000000000000000000000000000000"},
        {largest, 0, Rounding::half_even, "99999999999999999999999999999999999999"}}) {
    EXPECT_EQ(to_string(round(value, digits, mode)), printed)
        << value << ' ' << digits << ' ' << to_string(mode);
  }
}

TEST(DecimalRound, AddsOnlyTheZerosThatFit) {
  EXPECT_EQ(round(largest, 2, Rounding::half_up), largest);
  EXPECT_EQ(to_string(round(Decimal::parse("1e36"), 5, Rounding::exact)),
            "1000000000000000000000000000000000000.0");
}

TEST(DecimalRound, RefusesByName) {
  EXPECT_EQ(message_of<InexactResult>([] { return round(1.005_dec, 2, Rounding::exact); }),
            "1.005 does not fit in 2 digits after the point, and the rounding is exact");
  EXPECT_EQ(message_of<InexactResult>([] { return round(smallest, -1, Rounding::exact); }),
            to_string(smallest) +
                " does not fit in -1 digits after the point, and the rounding is exact");
  EXPECT_THROW(round(largest, -1, Rounding::up), Overflow);
  EXPECT_THROW(round(largest, -38, Rounding::half_up), Overflow);
  EXPECT_THROW(round(Decimal(1), 39, Rounding::up), InvalidArgument);
  EXPECT_THROW(round(Decimal(1), -39, Rounding::up), InvalidArgument);
}

struct StepCase {
  Decimal value;
  Decimal step;
  Rounding mode;
  std::string_view printed;
};

TEST(DecimalRoundTo, AnyPositiveStep) {
  for (const auto& [value, step, mode, printed] :
       {StepCase{7.43_dec, 0.05_dec, Rounding::half_up, "7.45"},
        {7.425_dec, 0.05_dec, Rounding::half_up, "7.45"},
        {7.425_dec, 0.05_dec, Rounding::half_even, "7.40"},
        {-7.43_dec, 0.05_dec, Rounding::floor, "-7.45"},
        {1234, 50, Rounding::half_up, "1250"},
        {1225, 50, Rounding::half_even, "1200"},
        {10, 3, Rounding::half_up, "9"},
        {10, 0.3_dec, Rounding::up, "10.2"},
        {7.4_dec, 0.05_dec, Rounding::exact, "7.40"},
        {smallest, 50, Rounding::up, "50"},
        {-smallest, largest, Rounding::half_up, "0"},
        {largest, largest, Rounding::exact, "99999999999999999999999999999999999999"},
        // 38 digits and a step of two decimal places: the zeros that do not fit are dropped.
        {largest, 0.01_dec, Rounding::exact, "99999999999999999999999999999999999999"}}) {
    EXPECT_EQ(to_string(round_to(value, step, mode)), printed)
        << value << ' ' << step << ' ' << to_string(mode);
  }
}

TEST(DecimalRoundTo, RefusesByName) {
  EXPECT_EQ(message_of<InexactResult>([] { return round_to(1.03_dec, 0.05_dec, Rounding::exact); }),
            "1.03 is not a multiple of 0.05, and the rounding is exact");
  EXPECT_EQ(message_of<InexactResult>([] { return round_to(smallest, largest, Rounding::exact); }),
            "1/" + std::string("1") + std::string(38, '0') + " is not a multiple of " +
                to_string(largest) + ", and the rounding is exact");
  EXPECT_EQ(message_of<InvalidArgument>([] { return round_to(Decimal(1), 0, Rounding::up); }),
            "cannot round to multiples of 0: expected more than 0");
  EXPECT_THROW(round_to(Decimal(1), -0.05_dec, Rounding::up), InvalidArgument);
  EXPECT_THROW(round_to(largest, 7, Rounding::up), Overflow);
}

TEST(DecimalQuotient, RoundsOnce) {
  EXPECT_EQ(to_string(quotient(1, 3, 4, Rounding::half_even)), "0.3333");
  EXPECT_EQ(to_string(quotient(2, -3, 2, Rounding::half_up)), "-0.67");
  EXPECT_EQ(to_string(quotient(1, 8, 3, Rounding::exact)), "0.125");
  EXPECT_EQ(to_string(quotient(10.00_dec, 4, 1, Rounding::exact)), "2.5");
  EXPECT_EQ(to_string(quotient(1000, 3, -2, Rounding::up)), "400");
  EXPECT_EQ(to_string(quotient(2, 3, 38, Rounding::half_up)),
            "0.66666666666666666666666666666666666667");
  EXPECT_EQ(to_string(quotient(largest, largest, 10, Rounding::exact)), "1.0000000000");
  EXPECT_EQ(quotient(smallest, smallest, 37, Rounding::exact), 1);
  EXPECT_EQ(quotient(smallest, largest, 38, Rounding::down), 0);
  EXPECT_EQ(quotient(largest, 1, 2, Rounding::half_up), largest);
  EXPECT_EQ(quotient(0, smallest, 38, Rounding::exact), 0);
}

TEST(DecimalQuotient, RefusesByName) {
  EXPECT_EQ(message_of<InexactResult>([] { return quotient(1.5_dec, -7, 2, Rounding::exact); }),
            "-3/14 is not a multiple of 0.01, and the rounding is exact");
  EXPECT_THROW(quotient(1, 0, 2, Rounding::up), InvalidArgument);
  EXPECT_THROW(quotient(1, 3, 39, Rounding::up), InvalidArgument);
  EXPECT_THROW(quotient(10, 3, 38, Rounding::up), Overflow);
  EXPECT_THROW(quotient(largest, smallest, 0, Rounding::up), Overflow);
}

TEST(Decimal, SmallQuestions) {
  EXPECT_EQ(sign(-0.01_dec), -1);
  EXPECT_EQ(sign(0.00_dec), 0);
  EXPECT_EQ(sign(smallest), 1);
  EXPECT_EQ(abs(-1.50_dec), 1.5_dec);
  EXPECT_TRUE(is_zero(0.00_dec) && !is_zero(smallest));
  EXPECT_TRUE(is_integer(3.00_dec) && !is_integer(3.01_dec) && is_integer(Decimal(-4)));
  EXPECT_EQ(to_string(normalized(1.500_dec)), "1.5");
  EXPECT_EQ(to_string(normalized(100.00_dec)), "100");
  EXPECT_EQ(to_string(normalized(0.000_dec)), "0");
}

TEST(Decimal, StreamsLikeText) {
  std::ostringstream out;
  out.width(8);
  out << -0.05_dec;
  EXPECT_EQ(out.str(), "   -0.05");
}

}  // namespace
}  // namespace o2c

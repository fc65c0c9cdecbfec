#include "o2c/number/ratio.hpp"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace o2c {
namespace {

using detail::int128_max;
using detail::int128_min;

TEST(Ratio, IsReducedWithAPositiveDenominator) {
  EXPECT_EQ(to_string(Ratio(6, -4)), "-3/2");
  EXPECT_EQ(to_string(Ratio(-6, -4)), "3/2");
  EXPECT_EQ(to_string(Ratio(0, -9)), "0");
  EXPECT_EQ(to_string(Ratio(1.50_dec)), "3/2");
  EXPECT_EQ(to_string(Ratio(7)), "7");
  EXPECT_EQ(Ratio(), 0);
  EXPECT_EQ(Ratio(2, 4), 0.5_dec);
  EXPECT_EQ(std::hash<Ratio>{}(Ratio(2, 4)), std::hash<Ratio>{}(0.5_dec));
  EXPECT_THROW(Ratio(1, 0), InvalidArgument);
}

TEST(Ratio, PartsHave127Bits) {
  EXPECT_EQ(to_string(Ratio(int128_max)), detail::int128_text(int128_max));
  EXPECT_THROW(Ratio{int128_min}, Overflow);
  EXPECT_THROW(Ratio(~UInt128{0}), Overflow);
  EXPECT_THROW(Ratio(int128_min, 3), Overflow);
  EXPECT_THROW(Ratio(1, int128_min), Overflow);
  EXPECT_EQ(Ratio(int128_min, 2), Ratio(int128_min / 2));
  EXPECT_EQ(Ratio(int128_min, int128_min), 1);
}

TEST(Ratio, ArithmeticIsExact) {
  EXPECT_EQ(Ratio(1, 3) + Ratio(1, 6), Ratio(1, 2));
  EXPECT_EQ(Ratio(1, 3) - 0.5_dec, Ratio(-1, 6));
  EXPECT_EQ(Ratio(2, 3) * Ratio(9, 4), Ratio(3, 2));
  EXPECT_EQ(1 / Ratio(-3), Ratio(-1, 3));
  EXPECT_EQ(Ratio(1, 3) * 3, 1);
  Ratio x(1, 2);
  x += Ratio(1, 3);
  x -= 1;
  x *= 12;
  x /= 4;
  EXPECT_EQ(x, Ratio(-1, 2));
  EXPECT_THROW(Ratio(1) / 0, InvalidArgument);
}

TEST(Ratio, ReturnsWhateverIsRepresentable) {
  // The cross products take 254 bits; what is left of them fits.
  const Ratio a(int128_max - 1, int128_max);
  EXPECT_EQ(a + Ratio(1, int128_max), 1);
  EXPECT_EQ(a - a, 0);
  EXPECT_EQ(Ratio(int128_max, 6) + Ratio(int128_max, 3), Ratio(int128_max, 2));
  EXPECT_EQ(a / a, 1);
  EXPECT_EQ(Ratio(int128_max, 2) * Ratio(2, int128_max), 1);
  EXPECT_THROW(a * a, Overflow);
  EXPECT_THROW(a + Ratio(1, 2), Overflow);
  EXPECT_THROW(Ratio(int128_max) + 1, Overflow);
  EXPECT_THROW(Ratio(int128_min / 2) * 2, Overflow);
}

TEST(Ratio, OrdersExactly) {
  EXPECT_LT(Ratio(1, 3), Ratio(1, 2));
  EXPECT_LT(Ratio(-1, 2), Ratio(-1, 3));
  EXPECT_GT(Ratio(1, 3), 0.33333333333333333333333333333333333333_dec);
  EXPECT_GT(Ratio(int128_max, int128_max - 1), Ratio(int128_max - 1, int128_max - 2) - 1);
  EXPECT_LT(Ratio(int128_max - 2, int128_max - 1), Ratio(int128_max - 1, int128_max));
  EXPECT_GT(Ratio(-(int128_max - 2), int128_max - 1), Ratio(-(int128_max - 1), int128_max));
}

TEST(Ratio, RoundsToDigits) {
  EXPECT_EQ(to_string(round(Ratio(1, 3), 2, Rounding::half_up)), "0.33");
  EXPECT_EQ(to_string(round(Ratio(-2, 3), 2, Rounding::half_up)), "-0.67");
  EXPECT_EQ(to_string(round(Ratio(1, 8), 2, Rounding::half_even)), "0.12");
  EXPECT_EQ(to_string(round(Ratio(1, 8), 3, Rounding::exact)), "0.125");
  EXPECT_EQ(to_string(round(Ratio(5), 2, Rounding::exact)), "5.00");
  EXPECT_EQ(to_string(round(Ratio(1250, 1), -2, Rounding::half_even)), "1200");
  EXPECT_EQ(to_string(round(Ratio(1, 3), 38, Rounding::down)),
            "0.33333333333333333333333333333333333333");
  EXPECT_EQ(to_string(round(Ratio(1, int128_max), 38, Rounding::up)),
            "0.00000000000000000000000000000000000001");
  EXPECT_EQ(to_string(round(Ratio(int128_max, int128_max - 1), 38, Rounding::down)),
            "1." + std::string(37, '0'));
  EXPECT_THROW(round(Ratio(1, 3), 2, Rounding::exact), InexactResult);
  EXPECT_THROW(round(Ratio(1, 3), -38, Rounding::exact), InexactResult);
  EXPECT_THROW(round(Ratio(1, 3), 39, Rounding::up), InvalidArgument);
  EXPECT_THROW(round(Ratio(int128_max), 0, Rounding::down), Overflow);
  EXPECT_THROW(round(Ratio(10, 3), 38, Rounding::up), Overflow);
}

TEST(Ratio, RoundsToSteps) {
  EXPECT_EQ(to_string(round_to(Ratio(1, 3), 0.05_dec, Rounding::half_up)), "0.35");
  EXPECT_EQ(to_string(round_to(Ratio(-100, 3), 50, Rounding::half_up)), "-50");
  EXPECT_EQ(to_string(round_to(Ratio(1, 5), 0.05_dec, Rounding::exact)), "0.20");
  EXPECT_EQ(to_string(round_to(Ratio(int128_max, 3), detail::power_of_ten(37), Rounding::down)),
            "50000000000000000000000000000000000000");
  EXPECT_THROW(round_to(Ratio(1, 3), 0.05_dec, Rounding::exact), InexactResult);
  EXPECT_THROW(round_to(Ratio(1, 3), 0, Rounding::up), InvalidArgument);
}

TEST(Ratio, SmallQuestions) {
  EXPECT_EQ(sign(Ratio(-1, 3)), -1);
  EXPECT_EQ(sign(Ratio()), 0);
  EXPECT_EQ(abs(Ratio(-1, 3)), Ratio(1, 3));
  EXPECT_TRUE(is_zero(Ratio()) && !is_zero(Ratio(1, 3)));
  EXPECT_TRUE(is_integer(Ratio(4, 2)) && !is_integer(Ratio(1, 2)));
  std::ostringstream out;
  out << Ratio(-1, 3);
  EXPECT_EQ(out.str(), "-1/3");
}

}  // namespace
}  // namespace o2c

// Laws of Decimal, Ratio and Rate on random numbers, against Boost's unbounded integers and
// rationals. Where the library refuses (Overflow), the oracle must say that nothing fits.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/number/decimal.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

// RapidCheck starts with small sizes, in which these ranges would shrink to their first value.
int between(int first, int last) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(first, last + 1));
}

// Every length in bits is equally likely, so that small numbers and the edges both come up.
Int128 nonzero_int128(int bits_max) {
  const int bits = between(1, bits_max);
  const auto word = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>());
  const UInt128 random = (UInt128{*word} << 64) | *word;
  const auto x = static_cast<Int128>((random | (UInt128{1} << 127)) >> (128 - bits));
  return *rc::gen::arbitrary<bool>() ? x : -x;
}

Int128 random_int128(int bits_max) { return between(0, 20) == 0 ? 0 : nonzero_int128(bits_max); }

}  // namespace
}  // namespace o2c

namespace rc {

template <>
struct Arbitrary<o2c::Decimal> {
  static Gen<o2c::Decimal> arbitrary() {
    return gen::exec([] {
      // Round coefficients have zeros to strip; 10^38 - 1 is the edge.
      o2c::Int128 coefficient = o2c::random_int128(126);
      if (o2c::between(0, 3) == 0) {
        coefficient = o2c::between(-99, 99) * o2c::detail::power_of_ten(o2c::between(0, 36));
      }
      if (!o2c::Decimal::fits(coefficient)) {
        coefficient = (coefficient < 0 ? -1 : 1) * (o2c::detail::power_of_ten(38) - 1);
      }
      return o2c::Decimal::from_parts(coefficient, o2c::between(0, 38));
    });
  }
};

template <>
struct Arbitrary<o2c::Ratio> {
  static Gen<o2c::Ratio> arbitrary() {
    return gen::exec([] { return o2c::Ratio(o2c::random_int128(126), o2c::nonzero_int128(126)); });
  }
};

template <>
struct Arbitrary<o2c::Rounding> {
  static Gen<o2c::Rounding> arbitrary() {
    using enum o2c::Rounding;
    return gen::element(half_even, half_up, half_down, half_odd, half_ceiling, half_floor, up, down,
                        ceiling, floor, exact);
  }
};

}  // namespace rc

namespace o2c {
namespace {

cpp_int big(Int128 x) { return cpp_int(detail::int128_text(x)); }

cpp_int ten_to(int exponent) { return pow(cpp_int(10), static_cast<unsigned>(exponent)); }

cpp_rational big(const Decimal& x) { return {big(x.coefficient()), ten_to(x.scale())}; }

cpp_rational big(const Ratio& x) { return {big(x.numerator()), big(x.denominator())}; }

// Whether some coefficient of 38 digits and some scale in [0, 38] make this value.
bool fits_decimal(const cpp_rational& x) {
  if (ten_to(38) % denominator(x) != 0) return false;
  for (int scale = 0; scale <= 38; ++scale) {
    const cpp_rational coefficient = x * ten_to(scale);
    if (denominator(coefficient) == 1 && abs(numerator(coefficient)) < ten_to(38)) return true;
  }
  return false;
}

bool fits_ratio(const cpp_rational& x) {
  const cpp_int limit = cpp_int(1) << 127;
  return abs(numerator(x)) < limit && denominator(x) < limit;
}

// By the definition of each mode, from the two neighbours of x; nothing if `exact` has to refuse.
std::optional<cpp_int> oracle_round(const cpp_rational& x, Rounding mode) {
  cpp_int below = numerator(x) / denominator(x);
  if (cpp_rational(below) > x) --below;
  if (x == below) return below;
  const cpp_int above = below + 1;
  const cpp_int toward_zero = x < 0 ? above : below;
  const cpp_int from_zero = x < 0 ? below : above;
  const cpp_int even = below % 2 == 0 ? below : above;
  const cpp_int odd = below % 2 == 0 ? above : below;
  const cpp_rational middle = below + cpp_rational(1, 2);
  const auto nearest_or = [&](const cpp_int& tie) {
    return x < middle ? below : x > middle ? above : tie;
  };
  switch (mode) {
    case Rounding::half_even:
      return nearest_or(even);
    case Rounding::half_up:
      return nearest_or(from_zero);
    case Rounding::half_down:
      return nearest_or(toward_zero);
    case Rounding::half_odd:
      return nearest_or(odd);
    case Rounding::half_ceiling:
      return nearest_or(above);
    case Rounding::half_floor:
      return nearest_or(below);
    case Rounding::up:
      return from_zero;
    case Rounding::down:
      return toward_zero;
    case Rounding::ceiling:
      return above;
    case Rounding::floor:
      return below;
    case Rounding::exact:
      return std::nullopt;
  }
  return std::nullopt;
}

cpp_rational unit_of(int digits) {
  return digits >= 0 ? cpp_rational(1, ten_to(digits)) : cpp_rational(ten_to(-digits));
}

// `action` gives `expected`, or throws InexactResult or Overflow exactly when it has to.
template <class Action>
void expect_rounded(const cpp_rational& x, const cpp_rational& unit, Rounding mode, Action action) {
  const std::optional<cpp_int> units = oracle_round(x / unit, mode);
  if (!units) {
    RC_ASSERT_THROWS_AS(action(), InexactResult);
  } else if (!fits_decimal(*units * unit)) {
    RC_ASSERT_THROWS_AS(action(), Overflow);
  } else {
    RC_ASSERT(big(action()) == *units * unit);
  }
}

// Few digits, so that ties and exact results are common.
Decimal short_decimal() { return Decimal::from_parts(between(-20'000, 20'000), between(0, 3)); }

RC_GTEST_PROP(DecimalLaws, SumDifferenceAndProductAreExactOrDoNotFit, (Decimal a, Decimal b)) {
  const auto check = [](const cpp_rational& expected, auto action) {
    if (fits_decimal(expected)) {
      RC_ASSERT(big(action()) == expected);
    } else {
      RC_ASSERT_THROWS_AS(action(), Overflow);
    }
  };
  check(big(a) + big(b), [&] { return a + b; });
  check(big(a) - big(b), [&] { return a - b; });
  check(big(a) * big(b), [&] { return a * b; });
}

RC_GTEST_PROP(DecimalLaws, RingWhereTheNumbersFit, ()) {
  const auto number = [] { return Decimal::from_parts(random_int128(36), between(0, 9)); };
  const Decimal a = number();
  const Decimal b = number();
  const Decimal c = number();
  RC_ASSERT(a + b == b + a);
  RC_ASSERT(a * b == b * a);
  RC_ASSERT((a + b) + c == a + (b + c));
  RC_ASSERT((a * b) * c == a * (b * c));
  RC_ASSERT(a * (b + c) == a * b + a * c);
  RC_ASSERT(a + 0 == a);
  RC_ASSERT(a * 1 == a);
  RC_ASSERT(a - a == 0);
  RC_ASSERT(-(-a) == a);
  RC_ASSERT(a - b == a + (-b));
}

RC_GTEST_PROP(DecimalLaws, OrderIsThatOfTheValues, (Decimal a, Decimal b)) {
  RC_ASSERT((a < b) == (big(a) < big(b)));
  RC_ASSERT((a == b) == (big(a) == big(b)));
  RC_ASSERT((a < b) == (Ratio(a) < Ratio(b)));
  RC_ASSERT((a == b) == (Ratio(a) == Ratio(b)));
  RC_ASSERT(((a <=> b) == 0) == (a == b));
  RC_ASSERT(sign(a) == big(a).sign());
  RC_ASSERT(abs(a) >= a);
}

RC_GTEST_PROP(DecimalLaws, EqualNumbersHaveEqualHashes, (Decimal a)) {
  const Decimal canonical = normalized(a);
  RC_ASSERT(canonical == a);
  RC_ASSERT(std::hash<Decimal>{}(canonical) == std::hash<Decimal>{}(a));
  const int longer = between(a.scale(), 38);
  const Decimal padded = round(a, longer, Rounding::exact);
  RC_ASSERT(padded == a);
  RC_ASSERT(std::hash<Decimal>{}(padded) == std::hash<Decimal>{}(a));
  RC_ASSERT(canonical.scale() == 0 || canonical.coefficient() % 10 != 0);
}

RC_GTEST_PROP(DecimalLaws, TextReadsBackTheSame, (Decimal a)) {
  const Decimal again = Decimal::parse(to_string(a));
  RC_ASSERT(again.coefficient() == a.coefficient());
  RC_ASSERT(again.scale() == a.scale());
}

RC_GTEST_PROP(DecimalLaws, ExponentsMoveThePoint, (Decimal a)) {
  const int exponent = between(-80, 80);
  const std::string text = to_string(a) + "e" + std::to_string(exponent);
  const cpp_rational expected = big(a) * unit_of(-exponent);
  if (fits_decimal(expected)) {
    RC_ASSERT(big(Decimal::parse(text)) == expected);
  } else {
    RC_ASSERT_THROWS_AS(Decimal::parse(text), ParseError);
  }
}

// Whatever is accepted means what it says; nothing else than ParseError is ever thrown.
RC_GTEST_PROP(DecimalLaws, AnyTextIsReadOrRefused, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element<char>(
      '0', '1', '9', '5', '.', '-', '+', 'e', 'E', ',', ' ', 'x', '\0', '\xFF'));
  try {
    const Decimal x = Decimal::parse(text);
    RC_ASSERT(text.find_first_not_of("0123456789.+-eE") == std::string::npos);
    RC_ASSERT(Decimal::parse(to_string(x)) == x);
  } catch (const ParseError& error) {
    RC_ASSERT(error.text() == text);
    RC_ASSERT(error.offset() <= text.size());
  }
}

RC_GTEST_PROP(RoundingLaws, DivideIsTheOracles, (Rounding mode)) {
  const Int128 n = random_int128(127);
  const Int128 d = nonzero_int128(*rc::gen::element(3, 64, 127));
  const auto expected = oracle_round(cpp_rational(big(n)) / cpp_rational(big(d)), mode);
  if (expected) {
    RC_ASSERT(big(divide(n, d, mode)) == *expected);
  } else {
    RC_ASSERT_THROWS_AS(divide(n, d, mode), InexactResult);
  }
}

RC_GTEST_PROP(RoundingLaws, MulDivRoundsOnce, (Rounding mode)) {
  const Int128 a = random_int128(127);
  const Int128 b = random_int128(127);
  const Int128 c = nonzero_int128(127);
  const auto expected = oracle_round(cpp_rational(big(a) * big(b)) / cpp_rational(big(c)), mode);
  if (!expected) {
    RC_ASSERT_THROWS_AS(detail::mul_div(a, b, c, mode), InexactResult);
  } else if (*expected < big(detail::int128_min) || *expected > big(detail::int128_max)) {
    RC_ASSERT_THROWS_AS(detail::mul_div(a, b, c, mode), Overflow);
  } else {
    RC_ASSERT(big(detail::mul_div(a, b, c, mode)) == *expected);
  }
}

RC_GTEST_PROP(RoundingLaws, RoundIsTheOracles, (Decimal wide, Ratio ratio, Rounding mode)) {
  const Decimal x = *rc::gen::arbitrary<bool>() ? wide : short_decimal();
  const int digits = between(-38, 38);
  expect_rounded(big(x), unit_of(digits), mode, [&] { return round(x, digits, mode); });
  expect_rounded(big(ratio), unit_of(digits), mode, [&] { return round(ratio, digits, mode); });
}

RC_GTEST_PROP(RoundingLaws, RoundToIsTheOracles,
              (Decimal wide, Decimal wide_step, Ratio ratio, Rounding mode)) {
  const bool is_short = *rc::gen::arbitrary<bool>();
  const Decimal x = is_short ? short_decimal() : wide;
  const Decimal step = is_short
                           ? *rc::gen::element(0.05_dec, 0.01_dec, 0.25_dec, 1_dec, 50_dec, 3_dec)
                           : abs(wide_step);
  RC_PRE(!is_zero(step));
  expect_rounded(big(x), big(step), mode, [&] { return round_to(x, step, mode); });
  expect_rounded(big(ratio), big(step), mode, [&] { return round_to(ratio, step, mode); });
}

RC_GTEST_PROP(RoundingLaws, QuotientIsTheOracles, (Decimal a, Decimal b, Rounding mode)) {
  RC_PRE(!is_zero(b));
  const int digits = between(-38, 38);
  expect_rounded(big(a) / big(b), unit_of(digits), mode,
                 [&] { return quotient(a, b, digits, mode); });
}

RC_GTEST_PROP(RoundingLaws, StaysWithinOneUnitAndIsIdempotent, (Rounding mode)) {
  RC_PRE(mode != Rounding::exact);
  const Decimal x = short_decimal();
  const int digits = between(-2, 3);
  const Decimal unit =
      digits >= 0 ? Decimal::from_parts(1, digits) : Decimal(detail::power_of_ten(-digits));
  const Decimal rounded = round(x, digits, mode);
  const Decimal error = abs(x - rounded);
  RC_ASSERT(error < unit);
  if (to_string(mode).starts_with("half_")) RC_ASSERT(error * 2 <= unit);
  RC_ASSERT(round(rounded, digits, mode) == rounded);
  RC_ASSERT(round(rounded, digits, Rounding::exact) == rounded);
  RC_ASSERT(round_to(x, unit, mode) == rounded);
  RC_ASSERT(round(Ratio(x), digits, mode) == rounded);
  RC_ASSERT(quotient(x, 1, digits, mode) == rounded);
}

RC_GTEST_PROP(RoundingLaws, MirrorAtZero, ()) {
  const Decimal x = short_decimal();
  const int digits = between(-2, 3);
  using enum Rounding;
  struct Pair {
    Rounding mode;
    Rounding mirrored;
  };
  for (const auto& [mode, mirrored] : {Pair{half_even, half_even},
                                       {half_up, half_up},
                                       {half_down, half_down},
                                       {half_odd, half_odd},
                                       {up, up},
                                       {down, down},
                                       {half_ceiling, half_floor},
                                       {half_floor, half_ceiling},
                                       {ceiling, floor},
                                       {floor, ceiling}}) {
    RC_ASSERT(round(-x, digits, mode) == -round(x, digits, mirrored));
  }
}

RC_GTEST_PROP(RoundingLaws, KeepsTheOrder, (Rounding mode)) {
  RC_PRE(mode != Rounding::exact);
  const Decimal a = short_decimal();
  const Decimal b = short_decimal();
  const int digits = between(-2, 3);
  const auto rounded = [&](const Decimal& x) { return round(x, digits, mode); };
  RC_ASSERT(rounded(std::min(a, b)) <= rounded(std::max(a, b)));
}

RC_GTEST_PROP(RatioLaws, ArithmeticIsExactOrDoesNotFit, ()) {
  const int bits = *rc::gen::element(20, 62, 126);
  const auto number = [bits] { return Ratio(random_int128(bits), nonzero_int128(bits)); };
  const Ratio a = number();
  const Ratio b = number();
  const auto check = [](const cpp_rational& expected, auto action) {
    if (fits_ratio(expected)) {
      RC_ASSERT(big(action()) == expected);
    } else {
      RC_ASSERT_THROWS_AS(action(), Overflow);
    }
  };
  check(big(a) + big(b), [&] { return a + b; });
  check(big(a) - big(b), [&] { return a - b; });
  check(big(a) * big(b), [&] { return a * b; });
  if (is_zero(b)) {
    RC_ASSERT_THROWS_AS(a / b, InvalidArgument);
  } else {
    check(big(a) / big(b), [&] { return a / b; });
  }
}

RC_GTEST_PROP(RatioLaws, IsReducedAndOrdered, (Ratio a, Ratio b)) {
  RC_ASSERT(a.denominator() > 0);
  RC_ASSERT(gcd(big(a.numerator()), big(a.denominator())) == 1);
  RC_ASSERT((a < b) == (big(a) < big(b)));
  RC_ASSERT((a == b) == (big(a) == big(b)));
  RC_ASSERT((a <=> b) == (0 <=> (b <=> a)));
}

RC_GTEST_PROP(RatioLaws, ADecimalIsTheSameNumber, (Decimal a)) {
  RC_ASSERT(big(Ratio(a)) == big(a));
  RC_ASSERT(round(Ratio(a), a.scale(), Rounding::exact) == a);
  RC_ASSERT(std::hash<Ratio>{}(Ratio(a)) == std::hash<Ratio>{}(Ratio(normalized(a))));
}

RC_GTEST_PROP(RateLaws, TextReadsBackTheSame, ()) {
  const Rate rate = Rate::from_fraction(Decimal::from_parts(random_int128(100), between(0, 36)));
  RC_ASSERT(Rate::parse(to_string(rate)) == rate);
  RC_ASSERT(Rate::parse(to_string(rate.bps()) + "bp") == rate);
  RC_ASSERT(Rate::from_percent(rate.percent()) == rate);
  RC_ASSERT(std::hash<Rate>{}(Rate::parse(to_string(rate))) == std::hash<Rate>{}(rate));
}

}  // namespace
}  // namespace o2c

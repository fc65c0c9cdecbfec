// What can be said about money at compile time: the light header, the types, what does not compile.
#include "o2c/money/money.hpp"

#ifdef BOOST_MP_CPP_INT_HPP
#error "money.hpp must stay light; wide arithmetic belongs to src/"
#endif
#if defined(_GLIBCXX_MAP) || defined(_GLIBCXX_IOSTREAM) || defined(_GLIBCXX_SSTREAM)
#error "money.hpp must stay light: no <map>, <iostream> or <sstream>"
#endif

#include <array>
#include <type_traits>

namespace o2c {
namespace {

using currencies::BHD, currencies::EUR, currencies::JPY, currencies::USD;

template <class A, class B>
concept addable = requires(A a, B b) { a + b; };
template <class A, class B>
concept multipliable = requires(A a, B b) { a* b; };
template <class A, class B>
concept dividable = requires(A a, B b) { a / b; };
template <class A, class B>
concept comparable = requires(A a, B b) { a < b; };
template <class T>
concept an_amount = requires(T x) { Money::of(x, USD); };

static_assert(sizeof(Money) == 16 && std::is_trivially_copyable_v<Money>);
static_assert(!std::is_default_constructible_v<Money>);
static_assert(!std::is_convertible_v<Money, bool> && !std::is_constructible_v<bool, Money>);
static_assert(!std::is_constructible_v<double, Money> && !std::is_constructible_v<Money, double>);
static_assert(!std::is_constructible_v<std::int64_t, Money>);

static_assert(addable<Money, Money>);
static_assert(!addable<Money, int> && !addable<Money, double> && !addable<Money, Decimal>);
static_assert(!addable<Money, Rate>);
static_assert(multipliable<Money, int> && multipliable<std::uint64_t, Money>);
static_assert(!multipliable<Money, Money> && !multipliable<Money, double>);
static_assert(!multipliable<Money, Decimal> && !multipliable<Money, Ratio>);
static_assert(!multipliable<Money, Rate> && !multipliable<Money, bool>);
static_assert(!multipliable<Money, char>);
static_assert(!dividable<Money, int> && !dividable<Money, Money> && !dividable<Money, double>);
static_assert(comparable<Money, Money> && !comparable<Money, int>);
static_assert(an_amount<int> && an_amount<Decimal> && !an_amount<double> && !an_amount<float>);

constexpr Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }

static_assert(Money::of(Decimal::from_parts(12345, 1), USD) == usd(123450));
static_assert(usd(123450).amount() == Decimal::from_parts(12345, 1));
static_assert(usd(123450).amount().scale() == 2);
static_assert(usd(100) + usd(23) - usd(3) == usd(120));
static_assert(-usd(5) * 3 == usd(-15) && 3U * usd(5) == usd(15));
static_assert(usd(1) < usd(2) && usd(0) != Money::zero(EUR));
static_assert(sign(usd(-3)) == -1 && abs(usd(-3)) == usd(3) && is_zero(Money::zero(JPY)));
static_assert(Money::rounded(Decimal::from_parts(1005, 3), USD, Rounding::half_even) == usd(100));
static_assert(Money::rounded(Decimal::from_parts(1005, 3), USD, Rounding::half_up) == usd(101));
static_assert(Money::rounded(Ratio(1, 3), JPY, Rounding::up) == Money::from_minor(1, JPY));
static_assert(multiply(usd(1000), Ratio(1, 3), Rounding::half_even) == usd(333));
static_assert(divide(usd(1000), 3, Rounding::up) == usd(334));
static_assert(ratio(usd(1), usd(3)) == Ratio(1, 3));
static_assert(apply(250_bps, usd(100'000), Rounding::half_even) == usd(2'500));
static_assert(round_cash(usd(1237), Decimal::from_parts(5, 2), Rounding::half_up) == usd(1235));
static_assert(sum({usd(1), usd(2)}, USD) == usd(3));
static_assert(max(std::array{usd(1), usd(2)}) == usd(2));
static_assert(average({usd(1), usd(2)}, Rounding::half_even) == usd(2));
static_assert(minor_unit(BHD) == Decimal::from_parts(1, 3));

}  // namespace
}  // namespace o2c

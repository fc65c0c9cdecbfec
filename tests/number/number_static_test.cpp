// What the number types promise at compile time.

#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/version.hpp"

#ifdef BOOST_MP_CPP_INT_HPP
#error "the number headers must stay light: cpp_int belongs into src/number/wide.cpp"
#endif

#include <compare>
#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

namespace o2c {
namespace {

template <class T>
constexpr bool is_value =
    std::regular<T> && std::totally_ordered<T> && std::is_trivially_copyable_v<T> &&
    std::is_standard_layout_v<T> && requires(const T& x) { std::hash<T>{}(x); };
static_assert(is_value<Decimal>);
static_assert(is_value<Ratio>);
static_assert(std::is_trivially_copyable_v<Rate> && std::totally_ordered<Rate>);
static_assert(!std::is_default_constructible_v<Rate>);

static_assert(sizeof(Decimal) == 2 * sizeof(Int128));
static_assert(sizeof(Ratio) == 2 * sizeof(Int128));
static_assert(sizeof(Rate) == sizeof(Decimal));
static_assert(sizeof(Rounding) == 1 && sizeof(Operation) == 1);
static_assert(std::is_empty_v<NoTrace>);

// Whole numbers become numbers by themselves; fractions of base 2, characters and truth do not.
template <class T, class From>
constexpr bool takes = std::convertible_to<From, T> && std::is_constructible_v<T, From>;
template <class T, class From>
constexpr bool refuses = !std::convertible_to<From, T> && !std::is_constructible_v<T, From>;
static_assert(takes<Decimal, int> && takes<Decimal, std::uint64_t> && takes<Decimal, Int128>);
static_assert(refuses<Decimal, double> && refuses<Decimal, float> && refuses<Decimal, long double>);
static_assert(refuses<Decimal, bool> && refuses<Decimal, char> && refuses<Decimal, char8_t>);
static_assert(refuses<Decimal, Ratio> && refuses<Decimal, Rate> && refuses<Decimal, const char*>);
static_assert(takes<Ratio, int> && takes<Ratio, Decimal> && takes<Ratio, UInt128>);
static_assert(refuses<Ratio, double> && refuses<Ratio, bool> && refuses<Ratio, Rate>);
static_assert(refuses<Rate, int> && refuses<Rate, double>);
static_assert(!std::convertible_to<Decimal, Rate> && !std::convertible_to<Decimal, bool>);
static_assert(!std::convertible_to<Decimal, double> && !std::convertible_to<Ratio, Decimal>);

// clang-format off
template <class A, class B> concept can_add = requires(A a, B b) { a + b; };
template <class A, class B> concept can_multiply = requires(A a, B b) { a * b; };
template <class A, class B> concept can_divide = requires(A a, B b) { a / b; };
template <class A, class B> concept can_compare = requires(A a, B b) { a == b; };
// clang-format on
static_assert(can_add<Decimal, int> && can_add<int, Decimal> && can_add<Decimal, Ratio>);
static_assert(!can_add<Decimal, double> && !can_add<Decimal, bool> && !can_add<Ratio, double>);
static_assert(!can_add<Rate, Decimal> && !can_add<Rate, int> && can_add<Rate, Rate>);
static_assert(!can_multiply<Rate, Rate> && !can_multiply<Rate, Decimal>);
static_assert(!can_divide<Decimal, Decimal> && !can_divide<Decimal, int>);
static_assert(can_divide<Ratio, Decimal> && can_divide<int, Ratio>);
static_assert(can_compare<Decimal, Ratio> && can_compare<Decimal, int>);
static_assert(!can_compare<Decimal, double> && !can_compare<Rate, Decimal>);

// Equal Decimals may print differently, so their order is weak; the others have one form only.
static_assert(std::same_as<std::compare_three_way_result_t<Decimal>, std::weak_ordering>);
static_assert(std::same_as<std::compare_three_way_result_t<Ratio>, std::strong_ordering>);
static_assert(std::same_as<std::compare_three_way_result_t<Rate>, std::strong_ordering>);

// Constants are computed by the compiler.
static_assert(0.1_dec + 0.2_dec == 0.3_dec);
static_assert(1'234.50_dec * 2 == 2469);
static_assert(round(2.5_dec, 0, Rounding::half_even) == 2);
static_assert(round_to(7.43_dec, 0.05_dec, Rounding::half_up) == 7.45_dec);
static_assert(quotient(1, 3, 4, Rounding::half_up) == 0.3333_dec);
static_assert(Ratio(1, 3) + Ratio(1, 6) == Ratio(1, 2));
static_assert(round(Ratio(2, 3), 2, Rounding::half_up) == 0.67_dec);
static_assert(250_bps == Rate::from_percent(2.5_dec));
static_assert(divide(-7, 2, Rounding::floor) == -4);

static_assert(Tracer<NoTrace> && !Tracer<int> && !Tracer<Decimal>);

static_assert(std::is_nothrow_copy_constructible_v<Error>);
static_assert(std::is_nothrow_copy_constructible_v<ParseError>);
static_assert(std::derived_from<ParseError, Error> && std::derived_from<Error, std::runtime_error>);

TEST(Version, PartsMakeTheNumberAndTheText) {
  EXPECT_EQ(O2C_VERSION, 10'000 * O2C_VERSION_MAJOR + 100 * O2C_VERSION_MINOR + O2C_VERSION_PATCH);
  EXPECT_EQ(O2C_VERSION_STRING, std::to_string(O2C_VERSION_MAJOR) + '.' +
                                    std::to_string(O2C_VERSION_MINOR) + '.' +
                                    std::to_string(O2C_VERSION_PATCH));
}

}  // namespace
}  // namespace o2c

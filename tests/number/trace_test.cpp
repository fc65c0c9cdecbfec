#include "o2c/number/trace.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "o2c/number/rate.hpp"

namespace o2c {
namespace {

// A rule with two faces, as trace.hpp describes them.
template <Tracer T>
constexpr Decimal discounted(const Decimal& price, Rate discount, T& trace) {
  const Decimal result = round(price * (1 - discount.fraction()), 2, Rounding::half_up);
  trace.rounded_step(Text{"discounted", "折后"}, Operation::product, Rounding::half_up, 0.01_dec,
                     result, Operand{Text{"price", "价"}, price},
                     Operand{Text{"rest", "余"}, 1 - discount.fraction()});
  return result;
}

constexpr Decimal discounted(const Decimal& price, Rate discount) {
  NoTrace none;
  return discounted(price, discount, none);
}

// Counts what it is told.
struct CountingTrace {
  static constexpr bool recording = true;
  std::size_t steps = 0;
  std::size_t operands = 0;

  template <class R, class... Vs>
  void step(Text, Operation, const R&, const Operand<Vs>&...) {
    ++steps;
    operands += sizeof...(Vs);
  }
  template <class R, class... Vs>
  void rounded_step(Text, Operation, Rounding, const Decimal&, const R&, const Operand<Vs>&...) {
    ++steps;
    operands += sizeof...(Vs);
  }
};
static_assert(Tracer<CountingTrace>);

TEST(Trace, BothFacesOfARuleAgree) {
  static_assert(discounted(9.99_dec, 1000_bps) == 8.99_dec);
  CountingTrace trace;
  EXPECT_EQ(discounted(9.99_dec, 1000_bps, trace), discounted(9.99_dec, 1000_bps));
  EXPECT_EQ(trace.steps, 1U);
  EXPECT_EQ(trace.operands, 2U);
}

TEST(Trace, OperationsHaveNamesOfTheirOwn) {
  std::set<std::string> names;
  const auto last = static_cast<int>(Operation::exchange);
  for (int i = 0; i <= last; ++i) names.insert(to_string(static_cast<Operation>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_EQ(to_string(Operation::given), "given");
  EXPECT_EQ(to_string(Operation::days_between), "days_between");
  EXPECT_EQ(to_string(Operation::exchange), "exchange");
}

}  // namespace
}  // namespace o2c

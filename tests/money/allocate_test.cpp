#include "o2c/money/allocate.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/explain/derivation.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::EUR, currencies::USD;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

using enum Allocation;

Decimal dec(std::string_view text) { return Decimal::parse(text); }
Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }

std::vector<std::int64_t> minor(const std::vector<Money>& parts) {
  std::vector<std::int64_t> result;
  result.reserve(parts.size());
  for (const Money& part : parts) result.push_back(part.minor());
  return result;
}

TEST(Allocate, GivesSpareCentsToTheLargestRemainders) {
  EXPECT_THAT(minor(allocate(usd(100), {1, 1, 1})), ElementsAre(34, 33, 33));
  EXPECT_THAT(minor(allocate(usd(547), {1, 1, 1})), ElementsAre(183, 182, 182));
  EXPECT_THAT(minor(allocate(usd(101), {50, 30, 20})), ElementsAre(51, 30, 20));
  // 2.5, 0.9 and 1.6: the .9 and the .6 are first.
  EXPECT_THAT(minor(allocate(usd(5), {25, 9, 16})), ElementsAre(2, 1, 2));
  EXPECT_THAT(minor(allocate(usd(3), {0, 1, 0, 1})), ElementsAre(0, 2, 0, 1));
  EXPECT_THAT(minor(allocate(usd(2), {1, 1, 1})), ElementsAre(1, 1, 0));
}

TEST(Allocate, CanPreferTheLargestWeights) {
  EXPECT_THAT(minor(allocate(usd(5), {25, 9, 16}, largest_weight_first)), ElementsAre(3, 0, 2));
  EXPECT_THAT(minor(allocate(usd(101), {20, 30, 50}, largest_weight_first)),
              ElementsAre(20, 30, 51));
  EXPECT_THAT(minor(allocate(usd(100), {1, 1, 1}, largest_weight_first)), ElementsAre(34, 33, 33));
}

TEST(Allocate, CanLeaveTheRestToTheLast) {
  EXPECT_THAT(minor(allocate(usd(10'000'000), {1, 1, 1}, last_takes_rest)),
              ElementsAre(3'333'333, 3'333'333, 3'333'334));
  EXPECT_THAT(minor(allocate(usd(547), {1, 1, 1}, last_takes_rest)), ElementsAre(182, 182, 183));
  // Half a cent each rounds up; when the cents are gone, nothing remains.
  EXPECT_THAT(minor(allocate(usd(2), {1, 1, 1, 1}, last_takes_rest)), ElementsAre(1, 1, 0, 0));
  EXPECT_THAT(minor(allocate(usd(2), {1, 1, 1, 1}, {last_takes_rest, Rounding::down})),
              ElementsAre(0, 0, 0, 2));
  EXPECT_THAT(minor(allocate(usd(2), {1, 1, 1, 1}, {last_takes_rest, Rounding::half_even})),
              ElementsAre(0, 0, 0, 2));
  // The last with a weight, not one without.
  EXPECT_THAT(minor(allocate(usd(100), {1, 2, 0}, last_takes_rest)), ElementsAre(33, 67, 0));
  EXPECT_THAT(minor(allocate(usd(90), {1, 2}, {last_takes_rest, Rounding::exact})),
              ElementsAre(30, 60));
  EXPECT_THAT([] { allocate(usd(100), {1, 2}, {last_takes_rest, Rounding::exact}); },
              ThrowsMessage<InexactResult>("the share of weight 0 needs rounding, and the rounding "
                                           "is exact"));
}

TEST(Allocate, MirrorsNegativeAmountsAndKeepsZero) {
  EXPECT_THAT(minor(allocate(usd(-100), {1, 1, 1})), ElementsAre(-34, -33, -33));
  EXPECT_THAT(minor(allocate(usd(-100), {1, 1, 1}, last_takes_rest)), ElementsAre(-33, -33, -34));
  EXPECT_THAT(minor(allocate(usd(0), {1, 1})), ElementsAre(0, 0));
  const Money lowest = usd(std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(sum(allocate(lowest, {1, 1, 1}), USD), lowest);
  EXPECT_THAT(allocate(lowest, {1}), ElementsAre(lowest));
}

TEST(Allocate, TakesDecimalsAndAmountsAsWeights) {
  EXPECT_THAT(minor(allocate(usd(1000), {dec("0.125"), dec("0.375"), dec("0.50")})),
              ElementsAre(125, 375, 500));
  // Freight by the value of the lines, in another currency.
  const std::vector lines{Money::of(300, CNY), Money::of(100, CNY)};
  EXPECT_THAT(minor(allocate(usd(1001), lines)), ElementsAre(751, 250));
  EXPECT_THAT(minor(allocate(usd(100), {usd(1), usd(3)})), ElementsAre(25, 75));
}

TEST(Allocate, IsExactForWeightsOf38Digits) {
  const Decimal large = dec("99999999999999999999999999999999999999");
  EXPECT_THAT(minor(allocate(usd(1'000'000'000'001), {large, large})),
              ElementsAre(500'000'000'001, 500'000'000'000));
  const Decimal small = dec("1e-37");
  EXPECT_THAT(minor(allocate(usd(100), {small, dec("3e-37")}, largest_weight_first)),
              ElementsAre(25, 75));
  EXPECT_THAT([&] { allocate(usd(100), {large, small}); },
              ThrowsMessage<Overflow>(HasSubstr("weights to allocate by are too far apart")));
}

TEST(Allocate, CanWorkInCashSteps) {
  EXPECT_THAT(minor(allocate(usd(1000), {1, 1, 1}, {largest_remainder, Rounding::half_up, 5})),
              ElementsAre(335, 335, 330));
  EXPECT_THAT([] { allocate(usd(1001), {1, 1}, {largest_remainder, Rounding::half_up, 5}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("10.01 USD in steps of 5 minor units")));
  EXPECT_THROW(allocate(usd(1000), {1}, {largest_remainder, Rounding::half_up, 0}),
               InvalidArgument);
}

TEST(Allocate, NamesEveryWeightThatIsWrong) {
  EXPECT_THAT([] { allocate(usd(1), std::vector<Decimal>{}); },
              ThrowsMessage<InvalidArgument>("no weights to allocate by: expected at least one"));
  EXPECT_THAT([] { allocate(usd(1), {0, 0}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("all weights are zero")));
  try {
    allocate(usd(1), {3, -1, 5, dec("-2.5")});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(), "weight 1 is -1: expected a weight of zero or more");
    ASSERT_EQ(error.faults().size(), 2U);
    EXPECT_EQ(error.faults()[0].row, 1);
    EXPECT_EQ(error.faults()[1].row, 3);
    EXPECT_EQ(error.faults()[1].value, "-2.5");
  }
  EXPECT_THAT(
      [] { allocate(usd(1), {usd(1), usd(-1)}); },
      ThrowsMessage<InvalidArgument>("weight 1 is -0.01 USD: expected a weight of zero or more"));
  EXPECT_THAT([] { allocate(usd(1), {usd(1), Money::of(1, EUR)}); },
              ThrowsMessage<CurrencyMismatch>(HasSubstr("weight 1 is 1.00 EUR")));
}

TEST(Split, DividesEvenly) {
  EXPECT_THAT(minor(split(usd(10000), 3)), ElementsAre(3334, 3333, 3333));
  EXPECT_THAT(minor(split(usd(10000), 3, last_takes_rest)), ElementsAre(3333, 3333, 3334));
  EXPECT_THAT(minor(split(usd(3), 5)), ElementsAre(1, 1, 1, 0, 0));
  EXPECT_THAT([] { split(usd(1), 0); },
              ThrowsMessage<InvalidArgument>("cannot split 0.01 USD into no parts"));
}

TEST(Allocation, HasANameForEachPolicy) {
  for (const Allocation policy : {largest_remainder, largest_weight_first, last_takes_rest})
    EXPECT_EQ(parse_allocation(to_string(policy)), policy);
  EXPECT_THROW(parse_allocation("fair"), ParseError);
}

TEST(AllocateTraced, TellsEachExactShareAndItsRounding) {
  Derivation derivation;
  const std::vector<Decimal> weights{1, 1, 1};
  EXPECT_THAT(minor(allocate(usd(10000), std::span(weights), {}, derivation)),
              ElementsAre(3334, 3333, 3333));
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  const auto has = [&](Operation operation, const Value& result) {
    return std::ranges::any_of(derivation.steps(), [&](const DerivationStep& step) {
      return step.operation == operation && step.result == result;
    });
  };
  EXPECT_TRUE(has(Operation::sum, Decimal(3)));
  EXPECT_TRUE(has(Operation::share, Ratio(100, 3)));
  EXPECT_TRUE(has(Operation::share, usd(3333)));
  EXPECT_TRUE(has(Operation::sum, usd(3334)));
}

TEST(AllocateTraced, HoldsUnderEveryPolicyAndSign) {
  const std::vector<Decimal> weights{dec("0.5"), 0, dec("1.25"), 2, 2, 0};
  for (const Allocation policy : {largest_remainder, largest_weight_first, last_takes_rest}) {
    for (const Rounding mode : {Rounding::half_up, Rounding::up, Rounding::floor}) {
      for (const std::int64_t total : {-1001, -4, 0, 1, 3, 1001}) {
        Derivation derivation;
        const AllocationOptions options(policy, mode);
        EXPECT_EQ(allocate(usd(total), std::span(weights), options, derivation),
                  allocate(usd(total), weights, options));
        EXPECT_THAT(derivation.recheck(), IsEmpty()) << total << ' ' << to_string(policy) << '\n'
                                                     << derivation;
      }
    }
  }
}

TEST(AllocateTraced, TellsSplitsAndAmountsAsWeights) {
  Derivation derivation;
  EXPECT_EQ(split(usd(100), 3, last_takes_rest, derivation), split(usd(100), 3, last_takes_rest));
  const std::vector lines{Money::of(300, CNY), Money::of(100, CNY)};
  EXPECT_EQ(allocate(usd(1001), std::span(lines), {}, derivation), allocate(usd(1001), lines));
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  EXPECT_FALSE(derivation.steps().empty());
}

}  // namespace
}  // namespace o2c

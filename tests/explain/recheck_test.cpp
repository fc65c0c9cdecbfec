// Derivation::recheck: each operation with operands that hold, and with some that do not.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/scaling.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::EUR;
using currencies::USD;
using enum Operation;

Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }
Money eur(std::int64_t minor) { return Money::from_minor(minor, EUR); }
Value number(std::int64_t x) { return x; }

bool holds(Operation operation, const std::vector<Value>& operands, const Value& result,
           std::optional<RoundedTo> rounding = std::nullopt) {
  DerivationStep step{.operation = operation, .result = result, .rounding = rounding};
  for (const Value& value : operands) step.operands.push_back({{"x", ""}, value});
  Derivation derivation;
  derivation.add(step);
  return derivation.recheck().empty();
}

constexpr RoundedTo cents(Rounding mode) { return {mode, 0.01_dec}; }

TEST(Recheck, FactsAlwaysHold) {
  EXPECT_TRUE(holds(given, {}, usd(5)));
  EXPECT_TRUE(holds(given, {"an invoice"}, usd(5)));
  EXPECT_TRUE(holds(look_up, {number(31)}, "31-60"));
}

TEST(Recheck, Sum) {
  EXPECT_TRUE(holds(sum, {usd(1), usd(2), usd(-4)}, usd(-1)));
  EXPECT_FALSE(holds(sum, {usd(1), usd(2)}, usd(4)));
  EXPECT_FALSE(holds(sum, {usd(1), usd(2)}, eur(3)));
  EXPECT_FALSE(holds(sum, {usd(1), usd(2)}, 0.03_dec));
  EXPECT_FALSE(holds(sum, {usd(1), eur(2)}, usd(3)));
  EXPECT_FALSE(holds(sum, {usd(1), "2"}, usd(3)));
  EXPECT_TRUE(holds(sum, {1.5_dec, Ratio(1, 3), number(1)}, Ratio(17, 6)));
  EXPECT_TRUE(holds(sum, {250_bps, 50_bps}, 300_bps));
  EXPECT_TRUE(holds(sum, {}, usd(0)));
  EXPECT_FALSE(holds(sum, {}, usd(1)));
  EXPECT_TRUE(holds(sum, {Ratio(1, 3), Ratio(1, 3)}, 0.67_dec, cents(Rounding::half_up)));
  EXPECT_FALSE(holds(sum, {Ratio(1, 3), Ratio(1, 3)}, 0.66_dec, cents(Rounding::half_up)));
  EXPECT_FALSE(holds(sum, {usd(1), eur(2)}, usd(3), cents(Rounding::half_up)));
}

TEST(Recheck, SumOfSeveralCurrencies) {
  EXPECT_TRUE(holds(sum, {usd(1), eur(2), usd(3)}, MoneyBag{usd(4), eur(2)}));
  EXPECT_FALSE(holds(sum, {usd(1), eur(2)}, MoneyBag{usd(4), eur(2)}));
  EXPECT_TRUE(holds(sum, {usd(1), MoneyBag{usd(-1), eur(2)}}, MoneyBag{eur(2)}));
  EXPECT_TRUE(holds(difference, {MoneyBag{usd(5), eur(2)}, usd(5)}, MoneyBag{eur(2)}));
  EXPECT_TRUE(holds(difference, {usd(5), usd(5)}, MoneyBag{}));
  EXPECT_FALSE(holds(difference, {usd(5), eur(5)}, MoneyBag{}));
}

TEST(Recheck, SumsBeyondOurOwnNumbers) {
  const Decimal largest = Decimal::from_parts(detail::power_of_ten(38) - 1, 0);
  EXPECT_TRUE(holds(sum, {largest, largest, -largest}, largest));
  EXPECT_FALSE(holds(sum, {largest, largest, -largest}, largest - 1));
  EXPECT_TRUE(holds(product, {largest, largest, Ratio(1, largest.coefficient())}, largest));
}

TEST(Recheck, DatesAndDays) {
  const Date day(2026, 2, 28);
  EXPECT_TRUE(holds(sum, {day, number(30)}, Date(2026, 3, 30)));
  EXPECT_TRUE(holds(sum, {day, number(30), number(1)}, Date(2026, 3, 31)));
  EXPECT_TRUE(holds(difference, {day, number(28)}, Date(2026, 1, 31)));
  EXPECT_FALSE(holds(sum, {day, number(30)}, Date(2026, 3, 31)));
  EXPECT_FALSE(holds(sum, {day, usd(30)}, Date(2026, 3, 30)));
  EXPECT_FALSE(holds(sum, {day, number(30)}, number(30)));
  EXPECT_FALSE(holds(sum, {number(30), day}, Date(2026, 3, 30)));

  EXPECT_TRUE(holds(days_between, {day, Date(2026, 3, 31)}, number(31)));
  EXPECT_TRUE(holds(days_between, {Date(2026, 3, 31), day}, number(-31)));
  EXPECT_FALSE(holds(days_between, {Date(2026, 3, 31), day}, number(31)));
  EXPECT_FALSE(holds(days_between, {day}, number(0)));
  EXPECT_FALSE(holds(days_between, {day, number(3)}, number(3)));
  EXPECT_FALSE(holds(days_between, {day, day}, usd(0)));
}

TEST(Recheck, Difference) {
  EXPECT_TRUE(holds(difference, {usd(10), usd(3), usd(4)}, usd(3)));
  EXPECT_FALSE(holds(difference, {usd(3), usd(10)}, usd(7)));
  EXPECT_TRUE(holds(difference, {usd(3)}, usd(3)));
  EXPECT_FALSE(holds(difference, {}, usd(0)));
  EXPECT_TRUE(holds(difference, {1.005_dec, number(1)}, 0.01_dec, cents(Rounding::up)));
}

TEST(Recheck, Product) {
  EXPECT_TRUE(holds(product, {usd(1'234'567), 250_bps}, usd(30'864), cents(Rounding::half_up)));
  EXPECT_FALSE(holds(product, {usd(1'234'567), 250_bps}, usd(30'865), cents(Rounding::half_up)));
  EXPECT_FALSE(holds(product, {usd(1'234'567), 250_bps}, usd(30'864)));
  EXPECT_TRUE(holds(product, {0.5_dec, usd(10), number(3)}, usd(15)));
  EXPECT_FALSE(holds(product, {usd(10), usd(10)}, usd(100)));
  EXPECT_FALSE(holds(product, {usd(10), number(2)}, eur(20)));
  EXPECT_FALSE(holds(product, {usd(10), Date(2026, 1, 1)}, usd(20)));
}

TEST(Recheck, Quotient) {
  EXPECT_TRUE(holds(quotient, {usd(1), usd(3)}, Ratio(1, 3)));
  EXPECT_TRUE(holds(quotient, {usd(100), number(3)}, usd(33), cents(Rounding::half_even)));
  EXPECT_TRUE(holds(quotient, {number(1), -0.5_dec}, number(-2)));
  EXPECT_FALSE(holds(quotient, {usd(1), usd(3)}, Ratio(3)));
  EXPECT_FALSE(holds(quotient, {usd(1), eur(3)}, Ratio(1, 3)));
  EXPECT_FALSE(holds(quotient, {number(1), usd(100)}, number(1)));
  EXPECT_FALSE(holds(quotient, {number(1), number(0)}, number(0)));
  EXPECT_FALSE(holds(quotient, {number(8), number(2), number(2)}, number(2)));
}

TEST(Recheck, RoundingEachWay) {
  struct Case {
    Rounding mode;
    Decimal minus;
    Decimal plus;
  };
  for (const auto& [mode, minus, plus] : {Case{Rounding::half_even, -1.00_dec, 1.00_dec},
                                          {Rounding::half_up, -1.05_dec, 1.05_dec},
                                          {Rounding::half_down, -1.00_dec, 1.00_dec},
                                          {Rounding::half_odd, -1.05_dec, 1.05_dec},
                                          {Rounding::half_ceiling, -1.00_dec, 1.05_dec},
                                          {Rounding::half_floor, -1.05_dec, 1.00_dec},
                                          {Rounding::up, -1.05_dec, 1.05_dec},
                                          {Rounding::down, -1.00_dec, 1.00_dec},
                                          {Rounding::ceiling, -1.00_dec, 1.05_dec},
                                          {Rounding::floor, -1.05_dec, 1.00_dec}}) {
    const RoundedTo rounding{mode, 0.05_dec};
    const Decimal other = plus == 1 ? 1.05_dec : 1.00_dec;
    EXPECT_TRUE(holds(rounded, {1.025_dec}, plus, rounding)) << to_string(mode);
    EXPECT_TRUE(holds(rounded, {-1.025_dec}, minus, rounding)) << to_string(mode);
    EXPECT_FALSE(holds(rounded, {1.025_dec}, other, rounding)) << to_string(mode);
  }
  EXPECT_TRUE(holds(rounded, {1.05_dec}, 1.05_dec, RoundedTo{Rounding::exact, 0.05_dec}));
  EXPECT_FALSE(holds(rounded, {1.06_dec}, 1.05_dec, RoundedTo{Rounding::exact, 0.05_dec}));
  EXPECT_FALSE(holds(rounded, {1.06_dec}, 1.06_dec, RoundedTo{Rounding::up, 0}));
  EXPECT_TRUE(holds(rounded, {usd(123)}, usd(125), RoundedTo{Rounding::half_up, 0.05_dec}));
  EXPECT_FALSE(holds(rounded, {1.02_dec, 1.02_dec}, 1.00_dec, RoundedTo{Rounding::down, 1}));
}

TEST(Recheck, LeastAndGreatest) {
  EXPECT_TRUE(holds(minimum, {usd(3), usd(1), usd(2)}, usd(1)));
  EXPECT_TRUE(holds(maximum, {usd(3), usd(1), usd(2)}, usd(3)));
  EXPECT_FALSE(holds(minimum, {usd(3), usd(1)}, usd(3)));
  EXPECT_FALSE(holds(minimum, {usd(3), usd(1)}, usd(0)));
  EXPECT_FALSE(holds(maximum, {usd(3), eur(1)}, usd(3)));
  EXPECT_FALSE(holds(minimum, {}, usd(0)));
  EXPECT_TRUE(holds(minimum, {0.5_dec, Ratio(1, 3)}, Ratio(1, 3)));
  EXPECT_TRUE(holds(maximum, {Date(2026, 1, 1), Date(2026, 2, 1)}, Date(2026, 2, 1)));
  EXPECT_FALSE(holds(maximum, {Date(2026, 1, 1), Date(2026, 2, 1)}, Date(2026, 3, 1)));
  EXPECT_FALSE(holds(minimum, {Date(2026, 1, 1), number(1)}, Date(2026, 1, 1)));
  EXPECT_FALSE(holds(minimum, {"a", "b"}, "a"));
}

TEST(Recheck, Share) {
  EXPECT_TRUE(holds(share, {usd(1000), number(1), number(3)}, usd(333), cents(Rounding::down)));
  EXPECT_TRUE(holds(share, {usd(1000), usd(50), usd(200)}, usd(250)));
  EXPECT_TRUE(holds(share, {number(10), 0.5_dec, 1.5_dec}, Ratio(10, 3)));
  EXPECT_FALSE(holds(share, {usd(1000), number(1), number(3)}, usd(334), cents(Rounding::down)));
  EXPECT_FALSE(holds(share, {usd(1000), usd(1), eur(4)}, usd(250)));
  EXPECT_FALSE(holds(share, {usd(1000), number(1), number(0)}, usd(0)));
  EXPECT_FALSE(holds(share, {usd(1000), number(1)}, usd(1000)));
}

TEST(Recheck, Count) {
  EXPECT_TRUE(holds(count, {"A", "B"}, number(2)));
  EXPECT_FALSE(holds(count, {"A", "B"}, number(3)));
  EXPECT_FALSE(holds(count, {"A"}, usd(100)));
}

TEST(Recheck, ExchangeChangesTheCurrency) {
  const Money result = Money::from_minor(72'50, CNY);
  EXPECT_TRUE(holds(exchange, {usd(1000), 7.25_dec}, result));
  EXPECT_TRUE(holds(exchange, {usd(1000), Ratio(29, 5), Ratio(5, 4)}, result));
  EXPECT_FALSE(holds(exchange, {usd(1000), 7.26_dec}, result));
  EXPECT_FALSE(holds(exchange, {number(10), 7.25_dec}, result));
  EXPECT_FALSE(holds(exchange, {usd(1000), 7.25_dec}, 72.50_dec));
}

TEST(Recheck, NamesTheBrokenSteps) {
  Derivation derivation;
  derivation.step(Text{"good", ""}, sum, usd(3), Operand{Text{"a", ""}, usd(1)},
                  Operand{Text{"b", ""}, usd(2)});
  derivation.step(Text{"bad", ""}, sum, usd(4), Operand{Text{"a", ""}, usd(4)},
                  Operand{Text{"b", ""}, usd(2)});
  derivation.step(Text{"fact", ""}, given, usd(4));
  derivation.step(Text{"bad", ""}, count, 1);
  EXPECT_EQ(derivation.recheck(), (std::vector<std::size_t>{1, 3}));
}

TEST(Recheck, RulesOfMoneyHold) {
  Derivation derivation;
  EXPECT_EQ(apply(250_bps, usd(1'234'567), Rounding::half_up, derivation), usd(30'864));
  const std::array<Decimal, 3> weights{1, 2.5_dec, 3};
  for (const Allocation policy : {Allocation::largest_remainder, Allocation::largest_weight_first,
                                  Allocation::last_takes_rest}) {
    allocate(usd(100'001), std::span(weights), policy, derivation);
    allocate(usd(-100'001), std::span(weights), policy, derivation);
  }
  EXPECT_GT(derivation.steps().size(), 6U);
  EXPECT_TRUE(derivation.recheck().empty()) << derivation;
}

}  // namespace
}  // namespace o2c

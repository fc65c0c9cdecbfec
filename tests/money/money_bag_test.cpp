#include "o2c/money/money_bag.hpp"

#include <limits>
#include <sstream>
#include <unordered_set>

#include <gmock/gmock.h>

namespace o2c {
namespace {

using currencies::EUR, currencies::JPY, currencies::USD;
using testing::ElementsAre;

Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }
Money eur(std::int64_t minor) { return Money::from_minor(minor, EUR); }

TEST(MoneyBag, KeepsCurrenciesApart) {
  MoneyBag bag{usd(100), eur(200), usd(50)};
  EXPECT_THAT(bag.amounts(), ElementsAre(eur(200), usd(150)));
  EXPECT_EQ(bag.at(USD), usd(150));
  EXPECT_EQ(bag.at(JPY), Money::zero(JPY));
  bag -= eur(200);
  EXPECT_THAT(bag, ElementsAre(usd(150)));
  EXPECT_EQ(bag.size(), 1U);
}

TEST(MoneyBag, IsEmptyWhenAllNetsToZero) {
  MoneyBag bag;
  EXPECT_TRUE(bag.empty());
  bag += usd(0);
  EXPECT_TRUE(bag.empty());
  bag += usd(5);
  EXPECT_FALSE(bag.empty());
  bag -= usd(5);
  EXPECT_EQ(bag, MoneyBag());
}

TEST(MoneyBag, AddsAndSubtractsBags) {
  const MoneyBag a{usd(100), eur(200)};
  const MoneyBag b{eur(-200), Money::from_minor(7, JPY)};
  EXPECT_EQ(a + b, (MoneyBag{usd(100), Money::from_minor(7, JPY)}));
  EXPECT_EQ(a - a, MoneyBag());
  EXPECT_EQ(-a, (MoneyBag{usd(-100), eur(-200)}));
  EXPECT_EQ(a + eur(1), (MoneyBag{usd(100), eur(201)}));
  MoneyBag self = a;
  self += self;
  EXPECT_EQ(self, (MoneyBag{usd(200), eur(400)}));
  self -= self;
  EXPECT_TRUE(self.empty());
}

TEST(MoneyBag, PrintsAsASum) {
  EXPECT_EQ(to_string(MoneyBag()), "0");
  EXPECT_EQ(to_string(MoneyBag{usd(350), eur(1200)}), "12.00 EUR + 3.50 USD");
  EXPECT_EQ(to_string(MoneyBag{usd(-350), eur(-1200)}), "-12.00 EUR - 3.50 USD");
  std::ostringstream out;
  out << MoneyBag(usd(1));
  EXPECT_EQ(out.str(), "0.01 USD");
}

TEST(MoneyBag, RefusesOneCodeWithTwoDigits) {
  MoneyBag bag{usd(1), eur(1)};
  const MoneyBag before = bag;
  EXPECT_THROW(bag += Money::from_minor(1, Currency("USD", 3)), CurrencyMismatch);
  EXPECT_THROW(bag += Money::from_minor(1, Currency("USD", 0)), CurrencyMismatch);
  EXPECT_EQ(bag, before);
}

TEST(MoneyBag, IsUnchangedByAFailure) {
  const Money largest = usd(std::numeric_limits<std::int64_t>::max());
  MoneyBag bag{eur(1), largest};
  const MoneyBag before = bag;
  EXPECT_THROW(bag += MoneyBag({eur(1), usd(1)}), Overflow);
  EXPECT_EQ(bag, before);
}

TEST(MoneyBag, HashesByValue) {
  const std::unordered_set<MoneyBag> bags{MoneyBag{usd(1), eur(2)}, MoneyBag{eur(2), usd(1)},
                                          MoneyBag{}};
  EXPECT_EQ(bags.size(), 2U);
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/application.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/error.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date day(int day) { return {2026, 3, day}; }

Claim claim(std::int64_t open, Date date, std::optional<Date> due, std::uint32_t debt) {
  return {.open = usd(open), .date = date, .due_date = due, .debt = debt};
}

std::vector<Money> part(std::int64_t paid, const std::vector<Claim>& claims,
                        ApplicationMethod method) {
  Derivation derivation;
  const std::vector<Money> told = apportion(usd(paid), claims, method, day(31), derivation);
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  EXPECT_EQ(told, apportion(usd(paid), claims, method, day(31)));
  return told;
}

TEST(Apportion, OneAfterTheOther) {
  const std::vector<Claim> claims{claim(50, day(3), day(20), 0), claim(70, day(1), day(25), 1),
                                  claim(60, day(2), std::nullopt, 2),
                                  claim(10, day(4), day(20), 3)};
  using enum ApplicationMethod;
  EXPECT_THAT(part(80, claims, oldest_due), ElementsAre(usd(50), usd(20), usd(0), usd(10)));
  EXPECT_THAT(part(80, claims, oldest_invoice), ElementsAre(usd(0), usd(70), usd(10), usd(0)));
  EXPECT_THAT(part(80, claims, largest), ElementsAre(usd(0), usd(70), usd(10), usd(0)));
  EXPECT_THAT(part(500, claims, oldest_due), ElementsAre(usd(50), usd(70), usd(60), usd(10)));
  EXPECT_THAT(part(0, claims, oldest_due), ElementsAre(usd(0), usd(0), usd(0), usd(0)));
}

TEST(Apportion, InProportionAddsUp) {
  const std::vector<Claim> claims{claim(1, day(1), day(20), 0), claim(1, day(1), day(25), 1),
                                  claim(1, day(1), day(26), 2)};
  const auto cents = [](std::int64_t minor) { return Money::from_minor(minor, USD); };
  EXPECT_THAT(part(1, claims, ApplicationMethod::proportional),
              ElementsAre(cents(34), cents(33), cents(33)));
  EXPECT_THAT(part(9, claims, ApplicationMethod::proportional),
              ElementsAre(usd(1), usd(1), usd(1)));
}

TEST(Apportion, AnExactMatchIsAnItemADebtOrAll) {
  std::vector<Claim> claims{claim(30, day(1), day(20), 7), claim(20, day(1), day(25), 7),
                            claim(20, day(1), day(10), 8), claim(45, day(1), day(11), 9)};
  const auto exact = ApplicationMethod::exact_match;
  EXPECT_THAT(part(20, claims, exact), ElementsAre(usd(0), usd(0), usd(20), usd(0)));
  EXPECT_THAT(part(50, claims, exact), ElementsAre(usd(30), usd(20), usd(0), usd(0)));
  EXPECT_THAT(part(115, claims, exact), ElementsAre(usd(30), usd(20), usd(20), usd(45)));
  EXPECT_THAT(part(65, claims, exact), ElementsAre(usd(0), usd(0), usd(0), usd(0)));
}

// CC art. 560: due, secured least, burdening most, due earliest, in proportion.
TEST(Apportion, TheStatutoryOrder) {
  const Rate half = Rate::from_percent(50);
  std::vector<Claim> claims{claim(100, day(1), Date(2026, 4, 30), 0),  // not due
                            claim(100, day(1), day(1), 1),             // secured
                            claim(100, day(1), day(20), 2),            // burden 5%
                            claim(60, day(1), day(15), 3),
                            claim(40, day(1), day(15), 4),
                            claim(100, day(1), day(10), 5)};
  claims[1].secured = half;
  claims[2].burden = Rate::from_percent(5);
  EXPECT_THAT(part(250, claims, ApplicationMethod::statutory),
              ElementsAre(usd(0), usd(0), usd(100), usd(30), usd(20), usd(100)));
  EXPECT_THAT(part(410, claims, ApplicationMethod::statutory),
              ElementsAre(usd(10), usd(100), usd(100), usd(60), usd(40), usd(100)));
}

// CC art. 561: within a debt costs, then interest, then principal.
TEST(Apportion, WithinADebtCostsThenInterestThenPrincipal) {
  std::vector<Claim> claims{claim(100, day(1), day(10), 1), claim(5, day(12), day(12), 1),
                            claim(3, day(13), day(13), 1), claim(50, day(1), day(11), 2)};
  claims[1].part = ClaimPart::interest;
  claims[2].part = ClaimPart::cost;
  EXPECT_THAT(part(4, claims, ApplicationMethod::statutory),
              ElementsAre(usd(0), usd(1), usd(3), usd(0)));
  EXPECT_THAT(part(110, claims, ApplicationMethod::statutory),
              ElementsAre(usd(100), usd(5), usd(3), usd(2)));
}

TEST(Apportion, RefusesWhatMakesNoSense) {
  const std::vector<Claim> claims{claim(1, day(1), day(20), 0)};
  EXPECT_THROW(apportion(usd(-1), claims, ApplicationMethod::largest, day(1)), InvalidArgument);
  EXPECT_THROW(apportion(cny(1), claims, ApplicationMethod::largest, day(1)), CurrencyMismatch);
  EXPECT_THROW(parse_application_method("fifo"), ParseError);
}

TEST(Tolerance, IsTheLesserOfPartAndAmount) {
  Derivation derivation;
  EXPECT_EQ(tolerated({.part = Rate::from_percent(1), .amount = usd(5)}, usd(300), derivation),
            usd(3));
  EXPECT_EQ(tolerated({.part = Rate::from_percent(1), .amount = usd(5)}, usd(900), derivation),
            usd(5));
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  EXPECT_EQ(tolerated({.part = Rate::from_percent(1)}, Money::from_minor(199, USD)),
            Money::from_minor(1, USD));
  EXPECT_THROW(tolerated({}, usd(1)), InvalidArgument);
  EXPECT_THROW(tolerated({.amount = cny(1)}, usd(1)), CurrencyMismatch);
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/interest.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using namespace currencies;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date due(2026, 1, 31);

Money usd(const char* amount) { return Money::of(Decimal::parse(amount), USD); }
const Money principal = usd("100000");

InterestBalance balance(Date date, const char* open, const char* settled = "0") {
  return {.date = date, .open = usd(open), .interest_settled = usd(settled)};
}

// With its derivation, which holds and ends in the amount.
Money interest(const InterestPolicy& policy, const std::vector<InterestBalance>& balances,
               Date as_of, Date due_date = due) {
  Derivation derivation;
  const Money amount = late_interest(policy, due_date, balances, as_of, derivation);
  EXPECT_THAT(derivation.recheck(), IsEmpty()) << derivation;
  EXPECT_EQ(derivation.steps().back().result, Value(amount)) << derivation;
  EXPECT_EQ(late_interest(policy, due_date, balances, as_of), amount);
  return amount;
}
Money interest(const InterestPolicy& policy, Date as_of) {
  return interest(policy, {{due, principal, usd("0")}}, as_of);
}
InterestPolicy at(const char* rate, const InterestTerms& terms = {}) {
  return InterestPolicy(Rate::parse(rate), terms);
}

TEST(Interest, OfAHundredThousandAtFourAndAHalfPercentFor45Days) {
  EXPECT_EQ(interest(at("4.5%"), due + 45), usd("554.79"));
  EXPECT_EQ(interest(at("4.5%", {.day_count = DayCount::act_360}), due + 45), usd("562.50"));
  EXPECT_EQ(interest(at("4.5%", {.compounding = Compounding::daily}), due + 45), usd("556.30"));
}

TEST(Interest, BeginsOnTheDayAfterTheDueDate) {
  EXPECT_EQ(interest(at("4.5%"), due - 10), usd("0"));
  EXPECT_EQ(interest(at("4.5%"), due), usd("0"));
  EXPECT_EQ(interest(at("4.5%"), due + 1), usd("12.33"));
  EXPECT_EQ(late_interest(at("4.5%"), Date::max(), principal, due), usd("0"));
}

TEST(Interest, IsComputedForEachStretch) {
  const std::vector<InterestBalance> balances{balance(due - 30, "100000"),
                                              balance(due + 10, "40000"), balance(due + 30, "0")};
  const InterestPolicy policy({{due + 1, Rate::parse("3.65%")}, {due + 21, Rate::parse("7.30%")}},
                              {});
  EXPECT_THAT(
      interest_stretches(policy, due, balances, due + 45),
      ElementsAre(InterestStretch{due + 1, due + 10, 10, usd("100000"), Rate::parse("3.65%")},
                  InterestStretch{due + 11, due + 20, 10, usd("40000"), Rate::parse("3.65%")},
                  InterestStretch{due + 21, due + 30, 10, usd("40000"), Rate::parse("7.3%")}));
  EXPECT_EQ(interest(policy, balances, due + 45), usd("220"));
}

TEST(Interest, IsNotBorneBeforeTheFirstRate) {
  const InterestPolicy policy({{due + 11, Rate::parse("3.65%")}}, {});
  EXPECT_EQ(interest(policy, due + 10), usd("0"));
  EXPECT_EQ(interest(policy, due + 11), usd("10"));
}

TEST(Interest, GraceIsConditionalOrFree) {
  InterestTerms terms{.grace_days = 10};
  EXPECT_EQ(interest(at("3.65%", terms), due + 10), usd("0"));
  EXPECT_EQ(interest(at("3.65%", terms), due + 11), usd("110"));
  // What was paid within the days of grace bears none.
  EXPECT_EQ(
      interest(at("3.65%", terms), {balance(due, "100000"), balance(due + 10, "10000")}, due + 11),
      usd("11"));
  terms.grace = Grace::free;
  EXPECT_EQ(interest(at("3.65%", terms), due + 11), usd("10"));
}

TEST(Interest, RoundsTheWholeOrEachDay) {
  InterestTerms terms{.rounded = InterestRounding::daily};
  EXPECT_EQ(interest(at("4.5%", terms), due + 45), usd("554.85"));
  terms.rounding = Rounding::down;
  EXPECT_EQ(interest(at("4.5%", terms), due + 45), usd("554.40"));
  terms = {.rounding = Rounding::up};
  EXPECT_EQ(interest(at("4.5%", terms), due + 45), usd("554.80"));
  EXPECT_THROW(late_interest(at("4.5%", {.rounding = Rounding::exact}), due, principal, due + 45),
               InexactResult);
  // By months of 30 days, 1 March bears the last days of February, and a 31st bears nothing.
  EXPECT_EQ(interest(at("3.6%", {.day_count = DayCount::thirty_360_bond,
                                 .rounded = InterestRounding::daily}),
                     {balance(due, "100000")}, Date(2026, 3, 31), due),
            usd("600"));
}

TEST(Interest, CompoundsAfterEachPeriod) {
  InterestTerms terms{.day_count = DayCount::thirty_360_bond, .compounding = Compounding::monthly};
  constexpr Date mid(2026, 1, 15);
  const std::vector<InterestBalance> all{balance(mid, "100000")};
  EXPECT_EQ(interest(at("12%", terms), all, Date(2026, 3, 15), mid), usd("2010"));
  EXPECT_EQ(interest(at("12%", terms), all, Date(2026, 3, 30), mid), usd("2520.05"));
  terms.compounding = Compounding::quarterly;
  EXPECT_EQ(interest(at("12%", terms), all, Date(2026, 7, 15), mid), usd("6090"));
  terms.compounding = Compounding::yearly;
  EXPECT_EQ(interest(at("12%", terms), all, Date(2028, 1, 15), mid), usd("25440"));
  terms = {.compounding = Compounding::daily, .rounded = InterestRounding::daily};
  EXPECT_EQ(interest(at("36.5%", terms), {balance(mid, "100")}, mid + 3, mid), usd("0.30"));
  EXPECT_EQ(interest(at("36.5%", terms), {balance(mid, "10000")}, mid + 3, mid), usd("30.03"));
}

TEST(Interest, AddedInterestCompoundsUntilItIsSettledOrThePrincipalIs) {
  constexpr Date begin(2026, 1, 15);
  const InterestPolicy policy =
      at("12%", {.day_count = DayCount::thirty_360_bond, .compounding = Compounding::monthly});
  const std::vector<InterestBalance> part{balance(begin, "100000"),
                                          balance(Date(2026, 2, 15), "50000")};
  EXPECT_EQ(interest(policy, part, Date(2026, 3, 15), begin), usd("1510"));
  const std::vector<InterestBalance> settled{balance(begin, "100000"),
                                             balance(Date(2026, 2, 15), "100000", "1000")};
  EXPECT_EQ(interest(policy, settled, Date(2026, 3, 15), begin), usd("2000"));
  const std::vector<InterestBalance> paid{balance(begin, "100000"),
                                          balance(Date(2026, 2, 15), "0")};
  EXPECT_EQ(interest(policy, paid, Date(2026, 12, 15), begin), usd("1000"));
}

TEST(Interest, OfYearsOfLargeAmountsIsExactOrOverflows) {
  const Money most = Money::from_minor(std::numeric_limits<std::int64_t>::max() / 8, JPY);
  EXPECT_EQ(late_interest(at("100%", {.day_count = DayCount::act_act_isda}), Date(2000, 1, 1), most,
                          Date(2004, 1, 1)),
            most * 4);
  EXPECT_THROW(late_interest(at("100%", {.day_count = DayCount::act_act_isda}), Date(2000, 1, 1),
                             most, Date(2009, 1, 1)),
               Overflow);
  EXPECT_THROW(late_interest(at("999.1234%", {.compounding = Compounding::daily}), Date(2000, 1, 1),
                             most, Date(2009, 1, 1)),
               Overflow);
}

TEST(Interest, RefusesWhatMakesNoSense) {
  EXPECT_THROW(at("-1%"), InvalidArgument);
  EXPECT_THROW(at("1000%"), InvalidArgument);
  EXPECT_THROW(at("1%", {.grace_days = -1}), InvalidArgument);
  EXPECT_THROW(InterestPolicy(std::vector<AnnualRate>{}), InvalidArgument);
  try {
    InterestPolicy({{due, Rate::parse("1%")}, {due, Rate::parse("-2%")}}, {.grace_days = -3});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_EQ(error.faults().size(), 3U);
  }
  const InterestPolicy policy = at("1%");
  EXPECT_THROW(late_interest(policy, due, std::vector<InterestBalance>{}, due), InvalidArgument);
  EXPECT_THROW(late_interest(policy, due, std::vector{balance(due, "1"), balance(due, "2")}, due),
               InvalidArgument);
  EXPECT_THROW(
      late_interest(policy, due,
                    std::vector{balance(due, "1"), {due + 1, Money::of(1, EUR), usd("0")}}, due),
      CurrencyMismatch);
}

TEST(Interest, HasNames) {
  for (const auto compounding : {Compounding::none, Compounding::yearly})
    EXPECT_EQ(parse_compounding(to_string(compounding)), compounding);
  EXPECT_EQ(parse_grace(to_string(Grace::free)), Grace::free);
  EXPECT_EQ(parse_interest_rounding("daily"), InterestRounding::daily);
  EXPECT_THROW(parse_compounding("weekly"), ParseError);
  EXPECT_EQ(to_string(InterestPolicy({{due, Rate::parse("4%")}, {due + 1, Rate::parse("5%")}},
                                     {.compounding = Compounding::monthly, .grace_days = 3})),
            "4% from 2026-01-31, 5% from 2026-02-01, act_365, compounding monthly, 3 days of "
            "grace, conditional, rounded half_up");
}

}  // namespace
}  // namespace o2c

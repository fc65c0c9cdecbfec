#include "o2c/receivable/provision.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger_aging.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date as_of(2026, 3, 31);

// The flows of the trade's example.
LossFlows flows() {
  return {{usd(100'000), usd(50'000), usd(23'000), usd(8'000), usd(2'000)}, usd(2'000)};
}

struct Open {
  std::string party;
  Money amount;
  int days_overdue;
};

AgingTable aged(const std::vector<Open>& items, const AgingBuckets& buckets = AgingBuckets()) {
  Books books;
  int number = 0;
  for (const Open& item : items) {
    Document document =
        Books::of(item.amount.minor() > 0 ? DocumentKind::invoice : DocumentKind::credit_note,
                  std::to_string(number++), item.amount.minor() > 0 ? item.amount : -item.amount,
                  Date(2025, 1, 1));
    document.party = item.party;
    if (item.amount.minor() > 0) document.due_date = as_of - item.days_overdue;
    books.post(document);
  }
  return age(books.ledger, as_of, buckets);
}

AgingTable example() {
  return aged({{"A", usd(300'000), 0},
               {"A", usd(140'000), 1},
               {"B", usd(60'000), 31},
               {"B", usd(23'000), 61},
               {"B", usd(5'000), 91}});
}

TEST(ProvisionMatrix, TakesItsRatesFromFlows) {
  const ProvisionMatrix matrix = ProvisionMatrix::from_flows(AgingBuckets(), flows());
  EXPECT_THAT(matrix.rates,
              ElementsAre(Ratio(2, 100), Ratio(4, 100), Ratio(2, 23), Ratio(1, 4), Ratio(1)));
  EXPECT_EQ(to_string(round(matrix.rates[2] * 100, 2, Rounding::half_up)), "8.70");
  Derivation derivation;
  EXPECT_EQ(loss_rate(usd(23'000), usd(2'000), derivation), matrix.rates[2]);
  EXPECT_THAT(derivation.recheck(), IsEmpty());
}

TEST(ProvisionMatrix, NamesBucketsThatNothingReached) {
  LossFlows none = flows();
  none.reached[3] = usd(0);
  none.reached[4] = usd(1'999);
  try {
    ProvisionMatrix::from_flows(AgingBuckets(), none);
    FAIL() << "expected an error";
  } catch (const InvalidArgument& error) {
    ASSERT_EQ(error.faults().size(), 2U);
    EXPECT_EQ(error.faults()[0].field, "61-90");
    EXPECT_EQ(error.faults()[1].field, ">90");
  }
}

TEST(Provision, AppliesRatesUnrounded) {
  const Provision provision(example(), ProvisionMatrix::from_flows(AgingBuckets(), flows()));
  ASSERT_EQ(provision.totals().size(), 1U);
  const ProvisionRow& total = provision.totals().front();
  EXPECT_THAT(total.provisions, ElementsAre(usd(6'000), usd(5'600), Money::from_minor(521'739, USD),
                                            usd(5'750), usd(5'000)));
  EXPECT_EQ(total.provision, Money::from_minor(2'756'739, USD));
  EXPECT_EQ(total.exposure, usd(528'000));
}

TEST(Provision, IsDividedByTheLargestRemainder) {
  const AgingTable aging = aged({{"A", Money::from_minor(33, USD), 0},
                                 {"B", Money::from_minor(33, USD), 0},
                                 {"C", Money::from_minor(34, USD), 0}});
  const std::vector<Ratio> rates(5, Ratio(1, 20));
  const Provision provision(aging, {.buckets = AgingBuckets(), .rates = rates});
  // 5 cents of 1.65, 1.65 and 1.70.
  EXPECT_EQ(provision.rows()[0].provision, Money::from_minor(2, USD));
  EXPECT_EQ(provision.rows()[1].provision, Money::from_minor(1, USD));
  EXPECT_EQ(provision.rows()[2].provision, Money::from_minor(2, USD));
  EXPECT_EQ(provision.totals()[0].provision, Money::from_minor(5, USD));
  for (std::size_t row = 0; row < 3; ++row) {
    const Derivation derivation = provision.explain(row);
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << derivation;
    EXPECT_EQ(std::get<Money>(derivation.steps().back().result), provision.rows()[row].provision);
  }
}

TEST(Provision, LooksForwardToOneAtMost) {
  ProvisionMatrix matrix = ProvisionMatrix::from_flows(AgingBuckets(), flows());
  matrix.forward_looking = Ratio(3, 2);
  const Provision provision(example(), matrix);
  EXPECT_THAT(
      provision.totals()[0].provisions,
      ElementsAre(usd(9'000), usd(8'400), Money::from_minor(782'609, USD), usd(8'625), usd(5'000)));
  EXPECT_THAT(provision.explain(1).recheck(), IsEmpty());
}

TEST(Provision, TakesSpecificRatesAsTheyAre) {
  ProvisionMatrix matrix = ProvisionMatrix::from_flows(AgingBuckets(), flows());
  matrix.forward_looking = Ratio(3, 2);
  matrix.specific = {{"B", Ratio(1, 2)}};
  const Provision provision(example(), matrix);
  EXPECT_EQ(provision.rows()[1].provision, usd(44'000));
  EXPECT_EQ(provision.rows()[0].provision, usd(17'400));
  EXPECT_EQ(provision.totals()[0].provision, usd(61'400));
  EXPECT_THAT(provision.explain(1).recheck(), IsEmpty());
  EXPECT_THROW(static_cast<void>(provision.explain(2)), InvalidArgument);
}

TEST(Provision, LetsCreditsLessenTheBuckets) {
  const AgingTable aging = aged({{"A", usd(100), 0}, {"A", usd(50), 91}, {"A", usd(-70), 0}});
  ProvisionMatrix matrix{.buckets = AgingBuckets(), .rates = std::vector<Ratio>(5, Ratio(1, 10))};
  const auto exposures = [&](ProvisionCredits credits) {
    matrix.credits = credits;
    return Provision(aging, matrix).rows()[0].exposures;
  };
  EXPECT_THAT(exposures(ProvisionCredits::ignored),
              ElementsAre(usd(100), usd(0), usd(0), usd(0), usd(50)));
  EXPECT_THAT(exposures(ProvisionCredits::oldest_first),
              ElementsAre(usd(80), usd(0), usd(0), usd(0), usd(0)));
  EXPECT_THAT(exposures(ProvisionCredits::newest_first),
              ElementsAre(usd(30), usd(0), usd(0), usd(0), usd(50)));
  EXPECT_EQ(parse_provision_credits("newest_first"), ProvisionCredits::newest_first);
}

TEST(Provision, WantsARateForDisputes) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), Date(2026, 1, 1), Date(2026, 1, 31));
  ASSERT_TRUE(
      books.ledger
          .dispute({.document = invoice, .amount = usd(40), .date = Date(2026, 2, 1)}, books.tick())
          .has_value());
  const AgingTable aging = age(books.ledger, as_of);
  ProvisionMatrix matrix{.buckets = AgingBuckets(), .rates = std::vector<Ratio>(5, Ratio(1, 10))};
  EXPECT_THROW(Provision(aging, matrix), InvalidArgument);
  matrix.disputed_rate = Ratio(1, 2);
  const Provision provision(aging, matrix);
  EXPECT_EQ(provision.columns().back(), "disputed");
  EXPECT_EQ(provision.totals()[0].provision, usd(26));
  EXPECT_THAT(provision.explain(0).recheck(), IsEmpty());
}

TEST(ProvisionMatrix, NamesEveryFault) {
  const ProvisionMatrix wrong{.buckets = AgingBuckets(),
                              .rates = {Ratio(2), Ratio(-1)},
                              .forward_looking = Ratio(-1),
                              .specific = {{"A", Ratio(2)}, {"A", Ratio(0)}},
                              .disputed_rate = Ratio(3)};
  try {
    wrong.check();
    FAIL() << "expected an error";
  } catch (const InvalidArgument& error) {
    EXPECT_EQ(error.faults().size(), 7U);
  }
  const std::vector<Ratio> rates(5, Ratio(1, 10));
  EXPECT_THROW(Provision(aged({}, AgingBuckets({30})), {.buckets = AgingBuckets(), .rates = rates}),
               InvalidArgument);
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/collection_curve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }

// Of 1,000 invoiced in March, 300 are paid after 10 days and 500 after 40; of 200 in April nothing.
struct TwoMonths : Books {
  DocumentId a = invoice("A", usd(800), march(1), march(31));
  DocumentId b = invoice("B", usd(200), march(11), april(10));
  DocumentId c = invoice("C", usd(200), april(1), april(30));
  DocumentId paid = receipt("R1", usd(900), march(11));

  TwoMonths() {
    EXPECT_TRUE(apply(paid, a, usd(300), march(11)));
    EXPECT_TRUE(apply(paid, a, usd(400), april(10)));
    EXPECT_TRUE(apply(paid, b, usd(100), april(20)));
  }
};

TEST(CollectionCurve, IsWhatWasCollectedByDaysAfterTheInvoice) {
  const TwoMonths books;
  const auto curves = collection_curves(books.ledger, april(30));
  ASSERT_EQ(curves.size(), 2U);
  const CollectionCurve& first = curves[0];
  EXPECT_EQ(first.month, Period::parse("2026-03"));
  EXPECT_EQ(first.invoices, 2);
  EXPECT_EQ(first.invoiced, usd(1'000));
  EXPECT_EQ(first.observed_days, 50);
  EXPECT_THAT(first.points,
              ElementsAre(CollectionPoint{10, usd(300)}, CollectionPoint{40, usd(800)}));
  EXPECT_EQ(first.share(first.points.back()), Ratio(4, 5));
  EXPECT_EQ(curves[1].month, Period::parse("2026-04"));
  EXPECT_THAT(curves[1].points, IsEmpty());
}

TEST(CollectionCurve, FollowsAllInvoicesOrThoseAskedFor) {
  const TwoMonths books;
  const auto all = collection_curves(books.ledger, april(30), {.cohorts = CollectionCohorts::all});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].month, std::nullopt);
  EXPECT_EQ(all[0].invoiced, usd(1'200));
  EXPECT_EQ(all[0].observed_days, 29);
  const auto late = collection_curves(books.ledger, april(30), {.from = march(2), .to = march(31)});
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late[0].invoiced, usd(200));
  EXPECT_EQ(collection_curves(books.ledger, april(30), {.party = "Ningbo"}).size(), 2U);
  EXPECT_THROW(collection_curves(books.ledger, april(30), {.party = "Nobody"}), InvalidArgument);
}

TEST(CollectionCurve, CountsWhatHoldsOnTheDayOnly) {
  const TwoMonths books;
  const auto curves = collection_curves(books.ledger, march(31));
  ASSERT_EQ(curves.size(), 1U);
  EXPECT_THAT(curves[0].points, ElementsAre(CollectionPoint{10, usd(300)}));
  EXPECT_THAT(collection_curves(books.ledger, AsOf(april(30), 0)), IsEmpty());
}

TEST(CollectionCurve, CountsCashOnlyAndTakesReversalsAway) {
  TwoMonths books;
  const DocumentId note = books.credit_note("N", usd(50), april(2));
  ASSERT_TRUE(books.apply(note, books.c, usd(50), april(2)));
  ASSERT_TRUE(books.ledger.adjust(
      {.document = books.c, .amount = usd(10), .kind = AdjustmentKind::write_off, .date = april(3)},
      books.tick()));
  ASSERT_TRUE(
      books.ledger.return_payment(books.paid, "BOUNCED", april(25), books.tick()).has_value());
  const auto curves = collection_curves(books.ledger, april(30));
  ASSERT_EQ(curves.size(), 2U);
  EXPECT_EQ(curves[0].points.back().collected, usd(0));
  EXPECT_EQ(curves[0].share(curves[0].points.back()), Ratio(0));
  EXPECT_THAT(curves[1].points, IsEmpty());
}

TEST(CollectionCurve, HasNames) {
  EXPECT_EQ(parse_collection_cohorts(to_string(CollectionCohorts::by_month)),
            CollectionCohorts::by_month);
  EXPECT_THROW(static_cast<void>(parse_collection_cohorts("weekly")), ParseError);
}

}  // namespace
}  // namespace o2c

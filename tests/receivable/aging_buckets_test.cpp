#include "o2c/receivable/aging_buckets.hpp"

#include <array>
#include <limits>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

const AgingBuckets no_limits(std::vector<std::int32_t>{});
constexpr std::int32_t longest = Date::max() - Date::min();

TEST(AgingBuckets, EachDayLandsInOneBucket) {
  struct Case {
    std::int32_t days;
    std::size_t due;      // by due date
    std::size_t invoice;  // by invoice date
  };
  const AgingBuckets due;
  const AgingBuckets invoice({30, 60, 90}, AgingBasis::invoice_date);
  for (const auto& [days, by_due, by_invoice] :
       {Case{-longest, 0, 0}, Case{-1, 0, 0}, Case{0, 0, 1}, Case{1, 1, 1}, Case{30, 1, 1},
        Case{31, 2, 2}, Case{60, 2, 2}, Case{61, 3, 3}, Case{90, 3, 3}, Case{91, 4, 4},
        Case{longest, 4, 4}}) {
    EXPECT_EQ(due.bucket(days), by_due) << days;
    EXPECT_EQ(invoice.bucket(days), by_invoice) << days;
  }
}

TEST(AgingBuckets, OfManyDaysAreThoseOfEach) {
  const std::vector<AgingBuckets> all{AgingBuckets(),
                                      no_limits,
                                      AgingBuckets({1}),
                                      AgingBuckets({0, 1, 2}, AgingBasis::invoice_date),
                                      AgingBuckets({7, 14}),
                                      AgingBuckets({1, 8, 20, 80}),
                                      AgingBuckets({1, 2, 3, 4, 50}),
                                      AgingBuckets({7, 14, 21, 28, 100, longest - 1}),
                                      AgingBuckets({1, 2, 3, 4, 5, 6, 7, 90})};
  for (const AgingBuckets& buckets : all) {
    const Date as_of(2026, 10, 31);
    std::vector<std::int32_t> dates{Date::min().days(), Date::max().days()};
    for (std::int32_t days = -5; days < 105; ++days) dates.push_back(as_of.days() - days);
    std::vector<std::uint32_t> indices(dates.size(), 99);
    buckets.buckets(dates, as_of, indices);
    for (std::size_t i = 0; i < dates.size(); ++i) {
      const std::int32_t days = as_of.days() - dates[i];
      EXPECT_EQ(indices[i], buckets.bucket(days)) << to_string(buckets) << ", day " << days;
      EXPECT_LT(indices[i], buckets.size());
    }
  }
}

TEST(AgingBuckets, AreNamedByTheirDays) {
  EXPECT_THAT(AgingBuckets().labels(), ElementsAre("not_due", "1-30", "31-60", "61-90", ">90"));
  EXPECT_THAT(AgingBuckets({30, 60, 90}, AgingBasis::invoice_date).labels(),
              ElementsAre("future", "0-30", "31-60", "61-90", ">90"));
  EXPECT_THAT(AgingBuckets({1, 2, 10}).labels(), ElementsAre("not_due", "1", "2", "3-10", ">10"));
  EXPECT_THAT(AgingBuckets({0}, AgingBasis::invoice_date).labels(),
              ElementsAre("future", "0", ">0"));
  EXPECT_THAT(no_limits.labels(), ElementsAre("not_due", ">0"));
  EXPECT_THAT(AgingBuckets({}, AgingBasis::invoice_date).labels(), ElementsAre("future", ">=0"));
}

TEST(AgingBuckets, RefuseLimitsThatDoNotAscend) {
  for (const std::vector<std::int32_t>& limits : {std::vector<std::int32_t>{0},
                                                  {-1},
                                                  {30, 30},
                                                  {30, 60, 59},
                                                  {1, longest},
                                                  {std::numeric_limits<std::int32_t>::min()},
                                                  {std::numeric_limits<std::int32_t>::max()}})
    EXPECT_THAT(
        [&] { AgingBuckets{limits}; },
        ThrowsMessage<InvalidArgument>(HasSubstr("expected day limits that ascend strictly")))
        << limits.back();
  EXPECT_THAT([] { AgingBuckets({60, 30}); },
              ThrowsMessage<InvalidArgument>(
                  "aging buckets 60, 30: expected day limits that ascend strictly, the first not "
                  "below 1"));
  EXPECT_THROW(AgingBuckets({-1}, AgingBasis::invoice_date), InvalidArgument);
  EXPECT_NO_THROW(AgingBuckets({0}, AgingBasis::invoice_date));
}

TEST(AgingBuckets, TakeNamesOfTheirOwn) {
  const AgingBuckets named({30}, AgingBasis::due_date, {"未到期", "1个月内", "1个月以上"});
  EXPECT_THAT(named.labels(), ElementsAre("未到期", "1个月内", "1个月以上"));
  EXPECT_THAT([] { AgingBuckets({30}, AgingBasis::due_date, {"a", "b"}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("expected 3 labels, got 2")));
  EXPECT_THAT([] { AgingBuckets({30}, AgingBasis::due_date, {"a", "b", "a"}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("label \"a\" is empty or stands twice")));
  EXPECT_THROW(AgingBuckets({30}, AgingBasis::due_date, {"a", "", "c"}), InvalidArgument);
}

TEST(AgingBuckets, AreValues) {
  EXPECT_EQ(AgingBuckets(), AgingBuckets({30, 60, 90}));
  EXPECT_NE(AgingBuckets(), AgingBuckets({30, 60}));
  EXPECT_NE(AgingBuckets(), AgingBuckets({30, 60, 90}, AgingBasis::invoice_date));
  EXPECT_EQ(to_string(AgingBuckets()), "30, 60, 90 days by due_date");
  EXPECT_EQ(to_string(AgingBuckets({}, AgingBasis::invoice_date)), "no limits by invoice_date");
}

TEST(AgingBuckets, TellHowTheyFoundTheBucket) {
  const AgingBuckets buckets;
  Derivation derivation;
  EXPECT_EQ(buckets.bucket(Date(2026, 2, 28), Date(2026, 3, 31), derivation), 2U);
  EXPECT_THAT(derivation.to_text(Language::en),
              testing::AllOf(HasSubstr("2026-02-28"), HasSubstr("31"), HasSubstr("31-60")));
  EXPECT_THAT(derivation.recheck(), testing::IsEmpty());
}

}  // namespace
}  // namespace o2c

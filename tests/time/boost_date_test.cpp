#include "o2c/time/boost_date.hpp"

#include <gtest/gtest.h>

namespace o2c {
namespace {

TEST(BoostDate, RoundTrips) {
  EXPECT_EQ(to_boost(Date(2026, 11, 23)), boost::gregorian::date(2026, 11, 23));
  for (const Date date : {Date(1400, 1, 1), Date(1970, 1, 1), Date(2024, 2, 29), Date::max()})
    EXPECT_EQ(from_boost(to_boost(date)), date);
}

TEST(BoostDate, RefusesWhatTheOtherSideDoesNotHave) {
  EXPECT_THROW(to_boost(Date(1399, 12, 31)), InvalidArgument);
  for (const auto special : {boost::gregorian::not_a_date_time, boost::gregorian::pos_infin,
                             boost::gregorian::neg_infin})
    EXPECT_THROW(from_boost(boost::gregorian::date(special)), InvalidArgument);
}

}  // namespace
}  // namespace o2c

#include "o2c/columns/code_range.hpp"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

namespace o2c {
namespace {

TEST(CodeRange, IsOfTheLeastAndTheLargest) {
  EXPECT_EQ(code_range(std::vector<std::uint32_t>{}), CodeRange());
  EXPECT_EQ(code_range(std::vector<std::uint32_t>{3, 4, 1}), (CodeRange{1, 4}));
  CodeRange joined;
  joined.join({3, 5});
  joined.join({4, 9});
  EXPECT_EQ(joined, (CodeRange{3, 9}));
}

}  // namespace
}  // namespace o2c

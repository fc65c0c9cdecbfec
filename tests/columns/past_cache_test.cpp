#include "o2c/columns/detail/past_cache.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/columns/page_array.hpp"

namespace o2c {
namespace {

TEST(PastCache, WidensEachSign) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const std::vector<std::int64_t> values{0, -1, most, least, 7};
  for (std::size_t begin = 0; begin <= values.size(); ++begin) {
    const std::span part = std::span(values).subspan(begin);
    PageArray<Int128> into(values.size() + 1);
    detail::PastCache().put(part, into.data() + 1);
    EXPECT_EQ(into[0], 0);
    for (std::size_t i = 0; i < part.size(); ++i) EXPECT_EQ(into[i + 1], Int128{part[i]});
    for (std::size_t i = part.size() + 1; i < into.size(); ++i) EXPECT_EQ(into[i], 0);
  }
}

template <class T>
void copies_to_any_place() {
  constexpr std::size_t most = 200;
  std::vector<T> values;
  for (std::size_t i = 0; i < most; ++i) values.push_back(static_cast<T>(i - 3));
  for (std::size_t place = 0; place < 70; ++place)
    for (std::size_t count = 0; count <= most; ++count) {
      PageArray<T> into(most + 71);
      detail::PastCache().put(std::span<const T>(values).first(count), into.data() + place);
      for (std::size_t i = 0; i < into.size(); ++i) {
        const bool written = i >= place && i < place + count;
        ASSERT_EQ(into[i], written ? values[i - place] : T{}) << place << " " << count;
      }
    }
}

TEST(PastCache, CopiesToAnyPlace) {
  copies_to_any_place<std::int8_t>();
  copies_to_any_place<std::int32_t>();
}

}  // namespace
}  // namespace o2c

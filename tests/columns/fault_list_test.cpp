#include "o2c/columns/fault_list.hpp"

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using testing::ThrowsMessage;

Fault at(std::int64_t row, std::string field = "amount") {
  return {.row = row, .field = std::move(field), .value = "x", .expected = "an amount"};
}

TEST(FaultList, ThrowsNothingWithoutFaults) {
  const FaultList none;
  EXPECT_TRUE(none.empty());
  none.throw_if_any("items");
}

TEST(FaultList, NamesTheLowestRowAndCountsTheOthers) {
  FaultList list;
  list.add(at(9));
  EXPECT_THAT([&] { list.throw_if_any("items"); },
              ThrowsMessage<BadTable>("items, row 9, amount \"x\": expected an amount"));
  list.add(at(4));
  list.add(at(4, "due_date"));
  EXPECT_THAT([&] { list.throw_if_any("items"); },
              ThrowsMessage<BadTable>(
                  "items, row 4, amount \"x\": expected an amount (and 2 more faults)"));
  try {
    list.throw_if_any("items");
  } catch (const BadTable& bad) {
    ASSERT_EQ(bad.faults().size(), 3U);
    EXPECT_EQ(bad.faults()[1].field, "due_date");
    EXPECT_EQ(bad.faults()[2].row, 9);
    EXPECT_EQ(bad.faults()[2].file, "items");
  }
}

TEST(FaultList, KeepsTheLowestRowsAndCountsAll) {
  constexpr auto most = static_cast<std::int64_t>(FaultList::most);
  FaultList descending;
  for (std::int64_t row = 3 * most; row-- > 0;) descending.add(at(row));
  FaultList more;
  for (std::int64_t row = 0; row < most; ++row) more.add(at(row, "due_date"));
  descending.merge(more);
  EXPECT_EQ(descending.count(), 4 * FaultList::most);
  const std::vector<Fault> kept = descending.sorted();
  ASSERT_EQ(kept.size(), FaultList::most);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    ASSERT_EQ(kept[i].row, static_cast<std::int64_t>(i / 2));
    ASSERT_EQ(kept[i].field, i % 2 == 0 ? "amount" : "due_date");
  }
}

}  // namespace
}  // namespace o2c

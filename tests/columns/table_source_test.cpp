#include "o2c/columns/table_source.hpp"

#include <array>
#include <memory>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/columns/renamed_table.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::array<std::int64_t, 2> numbers{1, 2};
constexpr std::array<std::int64_t, 3> others{3, 4, 5};

MemoryTable two_columns() {
  return MemoryTable().add("a", ColumnView::of(numbers)).add("b", ColumnView::of(numbers));
}

TEST(MemoryTable, IsOneBatch) {
  MemoryTable table = two_columns();
  EXPECT_EQ(find_column(table, "b"), 1U);
  EXPECT_EQ(find_column(table, "c"), std::nullopt);
  const auto batch = table.next();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->rows, 2);
  EXPECT_EQ(batch->columns.size(), 2U);
  EXPECT_FALSE(table.next());
}

TEST(MemoryTable, RefusesColumnsThatDoNotFit) {
  MemoryTable table = two_columns();
  EXPECT_THAT([&] { table.add("a", ColumnView::of(numbers)); },
              ThrowsMessage<InvalidArgument>(HasSubstr("\"a\" stands twice")));
  EXPECT_THAT([&] { table.add("c", ColumnView::of(others)); },
              ThrowsMessage<InvalidArgument>(HasSubstr("\"c\" has 3 rows; expected 2")));
  EXPECT_EQ(table.fields().size(), 2U);
}

// A table that an importer made may have two columns of one name; nobody can tell which is meant.
TEST(FindColumn, RefusesANameThatStandsTwice) {
  class Twice final : public TableSource {
   public:
    [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }
    std::optional<RecordBatch> next() override { return std::nullopt; }

   private:
    std::vector<ColumnField> fields_{{"a", {}}, {"b", {}}, {"a", {}}};
  };
  const Twice table;
  EXPECT_EQ(find_column(table, "b"), 1U);
  EXPECT_THAT([&] { find_column(table, "a"); },
              ThrowsMessage<BadTable>(HasSubstr("\"a\" stands twice")));
}

std::unique_ptr<TableSource> pointer() { return std::make_unique<MemoryTable>(two_columns()); }

TEST(RenamedTable, KnowsItsColumnsByTheirNewNames) {
  RenamedTable table(pointer(), {{"amount", "b"}});
  EXPECT_EQ(find_column(table, "amount"), 1U);
  EXPECT_EQ(find_column(table, "a"), 0U);
  EXPECT_EQ(find_column(table, "b"), std::nullopt);
  EXPECT_EQ(table.next()->rows, 2);
}

TEST(RenamedTable, HidesAColumnWhoseNameIsTaken) {
  const RenamedTable table(pointer(), {{"a", "b"}});
  EXPECT_EQ(find_column(table, "a"), 1U);
  EXPECT_EQ(find_column(table, "b"), std::nullopt);
  const RenamedTable swapped(pointer(), {{"a", "b"}, {"b", "a"}});
  EXPECT_EQ(find_column(swapped, "a"), 1U);
  EXPECT_EQ(find_column(swapped, "b"), 0U);
}

TEST(RenamedTable, RefusesNamesThatAreMissingOrGivenTwice) {
  EXPECT_THAT([] { RenamedTable(pointer(), {{"amount", "c"}}); },
              ThrowsMessage<BadTable>(HasSubstr("\"c\", to be read as \"amount\", is missing")));
  EXPECT_THAT([] { RenamedTable(pointer(), {{"x", "a"}, {"y", "a"}}); },
              ThrowsMessage<BadTable>(HasSubstr("given twice")));
  EXPECT_THAT([] { RenamedTable(pointer(), {{"x", "a"}, {"x", "b"}}); },
              ThrowsMessage<BadTable>(HasSubstr("given twice")));
}

}  // namespace
}  // namespace o2c

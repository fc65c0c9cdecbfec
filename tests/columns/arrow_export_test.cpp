#include "o2c/columns/arrow_export.hpp"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/column_view.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;

template <class T>
std::shared_ptr<const void> share(std::vector<T> values) {
  auto owner = std::make_shared<const std::vector<T>>(std::move(values));
  return {owner, owner->data()};
}

// Two rows: a number, a text, a code into a dictionary, and a null.
std::shared_ptr<const ArrowTable> small_table() {
  auto table = std::make_shared<ArrowTable>();
  table->rows = 2;
  table->columns.push_back({.name = "n",
                            .format = "l",
                            .buffers = {nullptr, share<std::int64_t>({7, -8})},
                            .length = 2});
  table->columns.push_back({.name = "t",
                            .format = "u",
                            .buffers = {share<std::uint8_t>({0b01}), share<std::int32_t>({0, 2, 2}),
                                        share<char>({'o', 'k'})},
                            .null_count = 1,
                            .length = 2});
  auto words = std::make_shared<ArrowColumn>(
      ArrowColumn{.name = "",
                  .format = "u",
                  .buffers = {nullptr, share<std::int32_t>({0, 3, 6}),
                              share<char>({'E', 'U', 'R', 'U', 'S', 'D'})},
                  .length = 2});
  table->columns.push_back({.name = "currency",
                            .format = "i",
                            .buffers = {nullptr, share<std::int32_t>({1, 0})},
                            .dictionary = std::move(words),
                            .length = 2});
  table->metadata = {{"made.by", "hand"}};
  return table;
}

std::vector<std::string> all_texts(TableSource& table) {
  std::vector<std::string> found;
  while (const auto batch = table.next())
    for (std::int64_t row = 0; row < batch->rows; ++row)
      for (const ColumnView& column : batch->columns) found.push_back(value_text(column, row));
  return found;
}

TEST(ArrowExport, IsReadBackAsItWas) {
  ArrowArrayStream stream{};
  export_arrow(small_table(), stream);
  const auto table = import_arrow(stream);
  EXPECT_EQ(table->fields()[2].name, "currency");
  EXPECT_TRUE(table->fields()[2].kind.dictionary_encoded);
  EXPECT_THAT(all_texts(*table), ElementsAre("7", "ok", "USD", "-8", "null", "EUR"));
}

TEST(ArrowExport, CanBeRepeatedAndOutlivesTheTable) {
  auto table = small_table();
  const std::weak_ptr<const ArrowTable> watch = table;
  for (int i = 0; i < 2; ++i) {
    ArrowSchema schema{};
    ArrowArray array{};
    export_arrow(table, schema);
    export_arrow(table, array);
    EXPECT_THAT(all_texts(*import_arrow(schema, array)),
                ElementsAre("7", "ok", "USD", "-8", "null", "EUR"));
  }
  EXPECT_EQ(table.use_count(), 1) << "everything has been released";

  ArrowArrayStream stream{};
  export_arrow(table, stream);
  table.reset();
  EXPECT_FALSE(watch.expired());
  EXPECT_THAT(all_texts(*import_arrow(stream)), ElementsAre("7", "ok", "USD", "-8", "null", "EUR"));
  EXPECT_TRUE(watch.expired());
}

TEST(ArrowExport, LetsAConsumerMoveAChildOut) {
  auto table = small_table();
  ArrowSchema schema{};
  ArrowArray array{};
  export_arrow(table, schema);
  export_arrow(table, array);
  ArrowArray child = *array.children[1];
  array.children[1]->release = nullptr;
  ArrowSchema child_schema = *schema.children[2];
  schema.children[2]->release = nullptr;
  array.release(&array);
  schema.release(&schema);
  EXPECT_EQ(array.release, nullptr);
  EXPECT_EQ(static_cast<const std::int32_t*>(child.buffers[1])[1], 2);
  EXPECT_STREQ(child_schema.dictionary->format, "u");
  child.release(&child);
  child_schema.release(&child_schema);
  EXPECT_EQ(table.use_count(), 1);
}

TEST(ArrowExport, EndsAfterOneBatch) {
  ArrowArrayStream stream{};
  export_arrow(small_table(), stream);
  ArrowArray array{};
  ASSERT_EQ(stream.get_next(&stream, &array), 0);
  ASSERT_NE(array.release, nullptr);
  EXPECT_EQ(array.length, 2);
  array.release(&array);
  ASSERT_EQ(stream.get_next(&stream, &array), 0);
  EXPECT_EQ(array.release, nullptr);
  stream.release(&stream);
  EXPECT_EQ(stream.release, nullptr);
}

TEST(ArrowExport, WritesMetadataAsArrowDoes) {
  ArrowSchema schema{};
  export_arrow(small_table(), schema);
  const std::string_view expected("\1\0\0\0\7\0\0\0made.by\4\0\0\0hand", 23);
  EXPECT_EQ(std::string_view(schema.metadata, expected.size()), expected);
  schema.release(&schema);

  auto plain = std::make_shared<ArrowTable>();
  export_arrow(plain, schema);
  EXPECT_EQ(schema.metadata, nullptr);
  EXPECT_EQ(schema.n_children, 0);
  schema.release(&schema);
}

TEST(ArrowExport, MayBeReleasedOnAnotherThread) {
  auto table = small_table();
  ArrowArray array{};
  export_arrow(table, array);
  std::thread([&array] { array.release(&array); }).join();
  EXPECT_EQ(table.use_count(), 1);
}

}  // namespace
}  // namespace o2c

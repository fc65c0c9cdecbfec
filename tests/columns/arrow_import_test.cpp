#include "o2c/columns/arrow_import.hpp"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "arrow_columns.hpp"

namespace o2c {
namespace {

using hand_made::Alive;
using hand_made::Batch;
using hand_made::Column;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

Column numbers(hand_made::Layout layout = {}) {
  return hand_made::fixed<std::int64_t>("n", "l", {10, 20, 30, 40}, layout);
}

std::vector<std::string> all_texts(TableSource& table) {
  std::vector<std::string> found;
  while (const auto batch = table.next())
    for (std::int64_t row = 0; row < batch->rows; ++row)
      for (const ColumnView& column : batch->columns) found.push_back(value_text(column, row));
  return found;
}

TEST(ArrowImport, ReadsBatchAfterBatch) {
  const auto table = hand_made::table({hand_made::batch({numbers()}), hand_made::batch({}),
                                       hand_made::batch({numbers({.offset = 3})})});
  EXPECT_EQ(table->fields().size(), 1U);
  EXPECT_EQ(table->fields()[0].name, "n");
  EXPECT_EQ(table->fields()[0].kind, ColumnKind{.type = ColumnType::int64});
  EXPECT_EQ(table->next()->rows, 4);
  EXPECT_THROW(table->next(), BadTable);  // A batch without the column.
}

TEST(ArrowImport, ASliceOfATableMovesEachColumn) {
  Batch batch = hand_made::batch(
      {numbers({.offset = 2}), hand_made::booleans("b", {true, false, true, std::nullopt})});
  batch.offset = 1;
  batch.length = 3;
  const auto table = hand_made::table({batch});
  EXPECT_THAT(all_texts(*table), ElementsAre("20", "false", "30", "true", "40", "null"));
}

TEST(ArrowImport, KnowsTheTypesOfTheFormat) {
  struct Case {
    const char* format;
    const char* kind;
  };
  for (const auto& [format, kind] : {Case{"b", "boolean"},
                                     {"c", "int8"},
                                     {"C", "uint8"},
                                     {"s", "int16"},
                                     {"S", "uint16"},
                                     {"i", "int32"},
                                     {"I", "uint32"},
                                     {"l", "int64"},
                                     {"L", "uint64"},
                                     {"f", "float32"},
                                     {"g", "float64"},
                                     {"tdD", "date32"},
                                     {"tdm", "timestamp"},
                                     {"tsu:", "timestamp"},
                                     {"tsn:Asia/Shanghai", "timestamp with a time zone"},
                                     {"u", "text"},
                                     {"U", "text"},
                                     {"vu", "text"},
                                     {"d:38,2", "decimal128 with 2 digits"},
                                     {"d:38,10,128", "decimal128 with 10 digits"},
                                     {"d:18,0,64", "decimal64 with 0 digits"},
                                     {"d:9,-2,32", "decimal32 with -2 digits"},
                                     {"d:76,2,256", "another type"},
                                     {"z", "another type"},
                                     {"n", "nulls"},
                                     {"+l", "another type"},
                                     {"", "another type"}}) {
    const Alive alive = std::make_shared<int>(0);
    const Batch batch{.columns = {{.name = "x", .format = format}}};
    ArrowSchema schema = hand_made::schema(batch, alive);
    ArrowArray array = hand_made::array(batch, alive);
    EXPECT_EQ(to_string(import_arrow(schema, array)->fields()[0].kind), kind) << format;
    EXPECT_EQ(alive.use_count(), 1) << format;
  }
}

TEST(ArrowImport, RefusesSchemasThatAreMalformed) {
  struct Case {
    const char* format;
    const char* why;
  };
  for (const auto& [format, why] : {Case{"d:38", "decimal"},
                                    {"d:38,2x", "decimal"},
                                    {"d:38,39", "decimal"},
                                    {"d:38,-39", "decimal"},
                                    {"d:38,99999999999999999999", "decimal"},
                                    {"ts?:", "timestamp"}}) {
    const Alive alive = std::make_shared<int>(0);
    const Batch batch{.columns = {{.name = "x", .format = format}}};
    ArrowSchema schema = hand_made::schema(batch, alive);
    ArrowArray array = hand_made::array(batch, alive);
    EXPECT_THAT([&] { import_arrow(schema, array); }, ThrowsMessage<BadTable>(HasSubstr(why)))
        << format;
    EXPECT_EQ(alive.use_count(), 1) << format;
    EXPECT_EQ(schema.release, nullptr);
    EXPECT_EQ(array.release, nullptr);
  }
}

// What is done to a schema before it is handed over, and what the error says.
TEST(ArrowImport, RefusesSchemasThatLackTheirParts) {
  struct Case {
    std::function<void(ArrowSchema&)> harm;
    const char* why;
  };
  const std::vector<Case> cases{
      {[](ArrowSchema& s) { s.format = "l"; }, "not a single column"},
      {[](ArrowSchema& s) { s.format = nullptr; }, "not a single column"},
      {[](ArrowSchema& s) { s.children[0]->format = nullptr; }, "a field without a format"},
      {[](ArrowSchema& s) { s.n_children = -1; }, "a table without its columns"},
      {[](ArrowSchema& s) { s.children = nullptr; }, "a table without its columns"},
      {[](ArrowSchema& s) { s.children[1]->format = "u"; }, "dictionary codes are not integers"},
      {[](ArrowSchema& s) { s.children[1]->dictionary->format = nullptr; },
       "a field without a format"}};
  for (const auto& [harm, why] : cases) {
    const Alive alive = std::make_shared<int>(0);
    const Batch batch = hand_made::batch(
        {numbers(), hand_made::dictionary<std::int32_t>("t", "i", {0, 0, 0, 0},
                                                        hand_made::text<std::int32_t>("", {"x"}))});
    ArrowSchema schema = hand_made::schema(batch, alive);
    ArrowArray array = hand_made::array(batch, alive);
    harm(schema);
    EXPECT_THAT([&] { import_arrow(schema, array); }, ThrowsMessage<BadTable>(HasSubstr(why)));
    EXPECT_EQ(alive.use_count(), 1) << why;
  }
}

TEST(ArrowImport, RefusesArraysThatAreMalformed) {
  struct Case {
    std::function<void(ArrowArray&)> harm;
    const char* why;
  };
  const std::vector<Case> cases{
      {[](ArrowArray& a) { a.length = -1; }, "a negative length or offset"},
      {[](ArrowArray& a) { a.offset = -1; }, "a negative length or offset"},
      {[](ArrowArray& a) { a.n_children = 1; }, "other columns than the schema"},
      {[](ArrowArray& a) { a.children = nullptr; }, "other columns than the schema"},
      {[](ArrowArray& a) { a.length = 5; }, "\"n\": it is shorter than its table"},
      {[](ArrowArray& a) { a.offset = 1; }, "\"n\": it is shorter than its table"},
      {[](ArrowArray& a) { a.offset = std::int64_t{1} << 62; }, "it is shorter than its table"},
      {[](ArrowArray& a) { a.children[0]->length = -4; }, "a negative or impossible length"},
      {[](ArrowArray& a) { a.children[0]->offset = -1; }, "a negative or impossible length"},
      {[](ArrowArray& a) { a.children[0]->offset = std::int64_t{1} << 60; },
       "a negative or impossible length"},
      {[](ArrowArray& a) { a.children[0]->n_buffers = 1; }, "the wrong number of buffers"},
      {[](ArrowArray& a) { a.children[0]->n_buffers = 3; }, "the wrong number of buffers"},
      {[](ArrowArray& a) { a.children[0]->buffers = nullptr; }, "it has no buffers"},
      {[](ArrowArray& a) { a.children[0]->buffers[1] = nullptr; }, "it has no values"},
      {[](ArrowArray& a) {
         a.children[0]->buffers[1] = static_cast<const char*>(a.children[0]->buffers[1]) + 1;
       },
       "it is not aligned in memory"},
      {[](ArrowArray& a) { a.children[1]->n_buffers = 2; }, "\"t\": it has the wrong number"},
      {[](ArrowArray& a) { a.children[2]->n_buffers = 2; }, "\"v\": it has the wrong number"},
      {[](ArrowArray& a) { a.children[2]->buffers[4] = nullptr; }, "no list of buffer sizes"},
      {[](ArrowArray& a) { a.children[3]->dictionary->length = -1; },
       "\"k (dictionary)\": it has a negative"},
      {[](ArrowArray& a) { a.children[3]->dictionary->n_buffers = 0; },
       "\"k (dictionary)\": it has the wrong number"}};
  for (const auto& [harm, why] : cases) {
    const Alive alive = std::make_shared<int>(0);
    const Batch batch =
        hand_made::batch({numbers(), hand_made::text<std::int32_t>("t", {"a", "b", "c", "d"}),
                          hand_made::text_view("v", {"a", "b", "c", "d"}),
                          hand_made::dictionary<std::int32_t>(
                              "k", "i", {0, 0, 0, 0}, hand_made::text<std::int32_t>("", {"x"}))});
    ArrowSchema schema = hand_made::schema(batch, alive);
    ArrowArray array = hand_made::array(batch, alive);
    harm(array);
    const auto table = import_arrow(schema, array);
    EXPECT_THAT([&] { table->next(); }, ThrowsMessage<BadTable>(HasSubstr(why)));
  }
}

TEST(ArrowImport, RefusesRowsThatAreNullAsAWhole) {
  const Alive alive = std::make_shared<int>(0);
  const Batch batch = hand_made::batch({numbers()});
  ArrowSchema schema = hand_made::schema(batch, alive);
  ArrowArray array = hand_made::array(batch, alive);
  const unsigned char bits = 0x0E;
  array.buffers[0] = &bits;
  array.null_count = 1;
  const auto table = import_arrow(schema, array);
  EXPECT_THAT([&] { table->next(); }, ThrowsMessage<BadTable>(HasSubstr("may not be null")));
}

TEST(ArrowImport, AnEmptyColumnNeedsNoMemory) {
  Column column{.name = "n", .format = "l", .buffers = {{}, {}}};
  Column text{.name = "t", .format = "u", .buffers = {{}, {}, {}}};
  const auto table = hand_made::table({hand_made::batch({column, text})});
  EXPECT_EQ(table->next()->rows, 0);
  EXPECT_FALSE(table->next());
}

TEST(ArrowImport, ReleasesEverythingOnce) {
  const Alive alive = std::make_shared<int>(0);
  {
    ArrowArrayStream stream = hand_made::stream(
        {.batches = {hand_made::batch({numbers()}), hand_made::batch({numbers()})},
         .alive = alive});
    const auto table = import_arrow(stream);
    EXPECT_EQ(stream.release, nullptr);
    const auto first = table->next();
    {
      const auto second = table->next();
      EXPECT_FALSE(table->next());
    }
    // The stream itself, and one column with its table.
    EXPECT_EQ(alive.use_count(), 4);
    EXPECT_EQ(value_text(first->columns[0], 3), "40");
  }
  EXPECT_EQ(alive.use_count(), 1);
}

TEST(ArrowImport, ABatchOutlivesItsTable) {
  auto table = hand_made::table({hand_made::batch({numbers()})});
  const auto batch = table->next();
  table.reset();
  EXPECT_EQ(value_text(batch->columns[0], 1), "20");
}

TEST(ArrowImport, TellsWhyTheProducerFailed) {
  const Alive alive = std::make_shared<int>(0);
  {
    ArrowArrayStream stream = hand_made::stream(
        {.batches = {hand_made::batch({numbers()})}, .error = "disk is full", .alive = alive});
    const auto table = import_arrow(stream);
    EXPECT_TRUE(table->next());
    EXPECT_THAT([&] { table->next(); }, ThrowsMessage<BadTable>(HasSubstr("disk is full")));
    EXPECT_FALSE(table->next());
    EXPECT_EQ(*alive, 0) << "asked again after its failure";
  }
  EXPECT_EQ(alive.use_count(), 1);
}

TEST(ArrowImport, IsNotAskedAgainAfterItsEnd) {
  const Alive alive = std::make_shared<int>(0);
  ArrowArrayStream stream =
      hand_made::stream({.batches = {hand_made::batch({numbers()})}, .alive = alive});
  const auto table = import_arrow(stream);
  EXPECT_TRUE(table->next());
  EXPECT_FALSE(table->next());
  EXPECT_FALSE(table->next());
  EXPECT_EQ(*alive, 0);
}

TEST(ArrowImport, RefusesWhatHasBeenReadAlready) {
  ArrowArrayStream stream = hand_made::stream({.batches = {hand_made::batch({numbers()})}});
  const auto table = import_arrow(stream);
  EXPECT_THAT([&] { import_arrow(stream); }, ThrowsMessage<BadTable>(HasSubstr("read already")));

  const Alive alive = std::make_shared<int>(0);
  ArrowSchema schema = hand_made::schema(hand_made::batch({numbers()}), alive);
  ArrowArray array = hand_made::array(hand_made::batch({numbers()}), alive);
  const auto batch = import_arrow(schema, array);
  EXPECT_THAT([&] { import_arrow(schema, array); },
              ThrowsMessage<BadTable>(HasSubstr("read already")));
  EXPECT_TRUE(batch->next());
  EXPECT_FALSE(batch->next());
}

}  // namespace
}  // namespace o2c

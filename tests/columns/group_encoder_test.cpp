#include "o2c/columns/group_encoder.hpp"

#include <array>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "arrow_columns.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;

hand_made::Batch three_keys() {
  return hand_made::batch(
      {hand_made::text<std::int32_t>("party", {"A", "A", "B", "A", std::nullopt, "A"}),
       hand_made::fixed<std::int64_t>("seller", "l", {1, 2, 1, 1, 1, std::nullopt}),
       hand_made::booleans("export", {true, true, true, true, false, true})});
}

struct Grouped {
  explicit Grouped(std::vector<std::string> names, const hand_made::Batch& rows = three_keys())
      : table(hand_made::table({rows})), plan(*table, names), batch(*table->next()) {
    plan.sample(batch);
    keys = plan.bind(batch);
  }

  std::vector<std::uint32_t> groups(GroupEncoder& encoder, std::int64_t begin = 0) {
    std::vector<std::uint32_t> found(static_cast<std::size_t>(batch.rows - begin));
    encoder.encode(keys, begin, found);
    return found;
  }

  std::unique_ptr<TableSource> table;
  GroupPlan plan;
  RecordBatch batch;
  std::vector<KeyBatch> keys;
};

TEST(GroupEncoder, WithoutKeysAllRowsAreOneGroup) {
  Grouped grouped({});
  GroupEncoder encoder(grouped.plan);
  EXPECT_THAT(grouped.groups(encoder), ElementsAre(0, 0, 0, 0, 0, 0));
  EXPECT_EQ(encoder.adopt(GroupEncoder(grouped.plan), 0), 0U);
  EXPECT_EQ(grouped.plan.alike_codes(), 1U);
}

TEST(GroupEncoder, RowsOfAGroupAgreeInAllKeys) {
  Grouped grouped({"party", "seller", "export"});
  GroupEncoder encoder(grouped.plan);
  const std::vector<std::uint32_t> groups = grouped.groups(encoder);
  EXPECT_EQ(groups[0], groups[3]);
  EXPECT_EQ(std::set(groups.begin(), groups.end()).size(), 5U);
  EXPECT_EQ(encoder.value(groups[1], 0), KeyValue::of("A"));
  EXPECT_EQ(encoder.value(groups[1], 1), KeyValue::of(2));
  EXPECT_EQ(encoder.value(groups[1], 2), KeyValue::of(1));
  EXPECT_EQ(encoder.value(groups[4], 0), KeyValue{});
  EXPECT_EQ(encoder.value(groups[4], 2), KeyValue::of(0));
  EXPECT_EQ(encoder.value(groups[5], 1), KeyValue{});
}

TEST(GroupEncoder, AColumnThatIsNotThereIsNull) {
  Grouped grouped({"party", "region"});
  GroupEncoder encoder(grouped.plan);
  const std::vector<std::uint32_t> groups = grouped.groups(encoder);
  EXPECT_EQ(encoder.value(groups[2], 0), KeyValue::of("B"));
  EXPECT_EQ(encoder.value(groups[2], 1), KeyValue{});
}

TEST(GroupEncoder, AdoptsTheGroupsOfAnotherThread) {
  for (const std::vector<std::string>& names : {std::vector<std::string>{"party"},
                                                {"seller"},
                                                {"party", "seller"},
                                                {"export", "seller", "party"}}) {
    Grouped grouped(names);
    GroupEncoder first(grouped.plan);
    GroupEncoder second(grouped.plan);
    const std::vector<std::uint32_t> all = grouped.groups(first);
    const std::vector<std::uint32_t> later = grouped.groups(second, 2);
    for (std::size_t i = 0; i < later.size(); ++i)
      EXPECT_EQ(first.adopt(second, later[i]), all[i + 2]) << names.size() << " keys, row " << i;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::uint32_t adopted = second.adopt(first, all[i]);
      for (std::size_t key = 0; key < names.size(); ++key)
        EXPECT_EQ(second.value(adopted, key), first.value(all[i], key));
    }
  }
}

}  // namespace
}  // namespace o2c

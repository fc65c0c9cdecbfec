#include "o2c/receivable/aged_items.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"

#include "items_table.hpp"

namespace o2c {
namespace {

using test_items::batch;
using test_items::Row;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr Date as_of(2026, 3, 31);

const std::vector<Row> rows{{"A", 100, as_of - 1},
                            {"B", 200, as_of},
                            {"A", -30, {}, "EUR", as_of - 9},
                            {"A", 5, as_of, "EUR"}};

std::string shown(const AgedItem& aged) {
  std::string text = std::to_string(aged.row) + ' ' + aged.item.party + ' ' + aged.item.document +
                     ' ' + to_string(aged.item.amount);
  if (aged.item.due_date) text += " due " + to_string(*aged.item.due_date);
  if (aged.item.invoice_date) text += " of " + to_string(*aged.item.invoice_date);
  return text;
}

std::vector<std::string> found(hand_made::Batch items, const std::vector<KeyValue>& keys,
                               const AgingOptions& options = {},
                               const AgingBuckets& buckets = AgingBuckets()) {
  std::vector<std::string> texts;
  const auto table = hand_made::table({std::move(items)});
  for (const AgedItem& item : aged_items(*table, as_of, buckets, options, keys))
    texts.push_back(shown(item));
  return texts;
}

TEST(AgedItems, AreThoseOfTheGroupInRowOrder) {
  EXPECT_THAT(found(batch(rows), {KeyValue::of("A")}),
              ElementsAre("0 A row 0 1.00 USD due 2026-03-30", "2 A row 2 -0.30 EUR",
                          "3 A row 3 0.05 EUR due 2026-03-31"));
  EXPECT_THAT(found(batch(rows), {KeyValue::of("C")}), IsEmpty());
  EXPECT_THAT(found(batch(rows), {}).size(), 4U);
}

TEST(AgedItems, CarryTheDateThatTheyAgeFrom) {
  EXPECT_THAT(found(batch(rows), {KeyValue::of("A")}, {.credits = Credits::netted}),
              ElementsAre("0 A row 0 1.00 USD due 2026-03-30", "2 A row 2 -0.30 EUR of 2026-03-22",
                          "3 A row 3 0.05 EUR due 2026-03-31"));
  EXPECT_THAT(found(batch({rows[2]}), {}, {}, AgingBuckets({30}, AgingBasis::invoice_date)),
              ElementsAre("0 A row 0 -0.30 EUR of 2026-03-22"));
}

TEST(AgedItems, AreNamedByTheirDocument) {
  hand_made::Batch items = batch(rows);
  items.columns.push_back(
      hand_made::text<std::int32_t>("document", {"R1", "R2", std::nullopt, ""}));
  EXPECT_THAT(
      found(items, {KeyValue::of("A")}),
      ElementsAre(HasSubstr("A R1 1.00"), HasSubstr("A row 2 -0.30"), HasSubstr("A  0.05")));
  items.columns.back() = hand_made::fixed<std::int64_t>("document", "l", {7, 8, 9, 10});
  EXPECT_THAT(found(items, {KeyValue::of("B")}), ElementsAre(HasSubstr("B 8 2.00")));
  items.columns.back() = {.name = "document", .format = "+l", .length = 4};
  EXPECT_THAT(found(items, {KeyValue::of("B")}),
              ElementsAre(HasSubstr("B a value of another type 2.00")));
}

TEST(AgedItems, OfGroupsByOtherKeysOrNone) {
  EXPECT_THAT(found(batch(rows), {}, {.group_by = {}}),
              ElementsAre(HasSubstr("0 A row 0 1.00 USD"), HasSubstr("1 B row 1"),
                          HasSubstr("2 A row 2"), HasSubstr("3 A row 3")));
  EXPECT_THAT(found(batch(rows), {KeyValue::of(as_of.days()), KeyValue::of("B")},
                    {.group_by = {"due_date", "party"}}),
              ElementsAre(HasSubstr("1 ")));
  EXPECT_THAT(found(batch(rows), {KeyValue{}}, {.group_by = {"due_date"}}),
              ElementsAre(HasSubstr("-0.30 EUR")));
  hand_made::Batch stated = batch({rows[0]});
  std::erase_if(stated.columns, [](const auto& column) { return column.name == "currency"; });
  EXPECT_THAT(found(stated, {}, {.group_by = {}, .currency = currencies::EUR}),
              ElementsAre("0 A row 0 1.00 EUR due 2026-03-30"));
}

TEST(AgedItems, ReportFaultsLikeTheAging) {
  std::vector<Row> faulty = rows;
  faulty[0].currency = "EURO";
  faulty[3].due_date.reset();
  const auto message = [&](const auto& run) -> std::string {
    try {
      run(*hand_made::table({batch(faulty)}));
    } catch (const BadTable& bad) {
      return bad.what();
    }
    return "";
  };
  const std::string expected = message([](TableSource& table) { age(table, as_of); });
  EXPECT_THAT(expected, HasSubstr("row 0, currency \"EURO\""));
  EXPECT_EQ(message([](TableSource& table) {
              aged_items(table, as_of, AgingBuckets(), {}, {KeyValue::of("B")});
            }),
            expected);
  EXPECT_THAT([] { found(batch(rows), {}, {.group_by = {"region"}}); },
              ThrowsMessage<BadTable>(HasSubstr("\"region\" is missing")));
  EXPECT_THAT([] { found(batch(rows), {KeyValue{}, KeyValue{}}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("expected at most 1 keys")));
}

}  // namespace
}  // namespace o2c

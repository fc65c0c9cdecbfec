#include "o2c/receivable/dunning_table.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

#include "interest_rows.hpp"
#include "items_table.hpp"

namespace o2c {
namespace {

using hand_made::Batch;
using test_items::dates;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr Date due(2026, 3, 1);
constexpr Date as_of = due + 20;

DunningPolicy policy(Rounding rounding = Rounding::half_up) {
  return DunningPolicy(
      {{.days = 1},
       {.days = 15,
        .fees = {Money::from_minor(10'00, currencies::USD)},
        .fee_rate = Rate::parse("0.5%")}},
      {.minimums = {Money::from_minor(50'00, currencies::USD)}, .rounding = rounding});
}

std::vector<std::string> lines(const Batch& items, DunningTableOptions options = {},
                               Rounding rounding = Rounding::half_up) {
  const auto table = hand_made::table({items});
  return test_items::interest_lines(dunning_table(*table, policy(rounding), as_of, options));
}

std::vector<std::string> faults(const Batch& items, const DunningTableOptions& options = {}) {
  std::vector<std::string> found;
  try {
    lines(items, options);
  } catch (const BadTable& bad) {
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
  }
  return found;
}

hand_made::Column levels(const hand_made::Values<std::int32_t>& values) {
  return hand_made::fixed<std::int32_t>("last_level", "i", values);
}

Batch rows() {
  Batch batch = test_items::batch({{"A", 100'00, due},
                                   {"A", 333'00, due},
                                   {"A", 100'00, as_of},
                                   {"A", 100'00, due},
                                   {"A", 100'00, due},
                                   {"B", 5'000, due, "JPY"},
                                   {"B", -5'000, std::nullopt, "JPY"}});
  batch.columns.push_back(levels({0, 1, 0, std::nullopt, 0, 1, 0}));
  const Date day = due + 2;
  batch.columns.push_back(dates("last_reminded", {std::nullopt, day, std::nullopt, std::nullopt,
                                                  std::nullopt, day, std::nullopt}));
  batch.columns.push_back(
      hand_made::fixed<std::int64_t>("disputed", "l", {std::nullopt, 0, 0, 60'00, 0, 0, 0}));
  batch.columns.push_back(dates("promised_until", {std::nullopt, as_of - 1, std::nullopt,
                                                   std::nullopt, as_of, std::nullopt, as_of}));
  return batch;
}

const std::vector<std::string> expected{
    "1 none 100.00 0.00 USD",    "2 none 333.00 11.67 USD",
    "0 not_due 100.00 0.00 USD", "0 below_minimum 40.00 0.00 USD",
    "0 promised 0.00 0.00 USD",  "2 none 5000.00 25.00 JPY",
    "0 paid 0.00 0.00 JPY"};

TEST(DunningTable, HasARowForEachItem) {
  EXPECT_EQ(lines(rows()), expected);
  EXPECT_EQ(lines(rows(), {.threads = 3}), expected);
  EXPECT_THAT(lines(test_items::batch({})), SizeIs(0));
}

TEST(DunningTable, ReadsOnlyWhatIsThere) {
  Batch batch = test_items::batch({{"A", 100'00, due}});
  std::erase_if(batch.columns, [](const auto& column) { return column.name == "currency"; });
  EXPECT_THAT(lines(batch, {.currency = currencies::EUR}), ElementsAre("1 none 100.00 0.00 EUR"));
  EXPECT_THAT(faults(batch), SizeIs(1));
}

TEST(DunningTable, OrALetterForEachPartyAndCurrency) {
  // What is below zero of B covers what is asked for.
  const std::vector<std::string> letters{"A 2 none 2 433.00 12.17 0.00 USD",
                                         "B 0 covered 1 5000.00 0.00 5000.00 JPY"};
  EXPECT_EQ(lines(rows(), {.rows = ItemRows::party}), letters);
  EXPECT_EQ(lines(rows(), {.rows = ItemRows::party, .threads = 3}), letters);
  EXPECT_THAT(lines(test_items::batch({}), {.rows = ItemRows::party}), SizeIs(0));
  EXPECT_THAT(lines(test_items::batch({{"A", 100'00, as_of}}), {.rows = ItemRows::party}),
              SizeIs(0));
  Batch unnamed = test_items::batch({{std::nullopt, 100'00, due}});
  EXPECT_THAT(faults(unnamed, {.rows = ItemRows::party}), ElementsAre(HasSubstr("row 0, party")));
}

TEST(DunningTable, DoesNotDependOnThreads) {
  std::vector<test_items::Row> many;
  for (int i = 0; i < 10'000; ++i)
    many.push_back(
        {std::to_string(i % 97), i * 31 - 50'000, due - i % 90 + 30, i % 5 == 0 ? "JPY" : "USD"});
  const Batch batch = test_items::batch(many);
  const std::vector<std::string> letters = lines(batch, {.rows = ItemRows::party});
  EXPECT_THAT(letters, SizeIs(194));
  EXPECT_EQ(lines(batch, {.rows = ItemRows::party, .threads = 3}), letters);
}

TEST(DunningTable, DoesNotDependOnBatches) {
  std::vector<test_items::Row> many;
  for (int i = 0; i < 3'000; ++i)
    many.push_back({std::to_string(i % 97), i * 31 - 5'000, due - i % 90 + 30, "USD"});
  const auto lines_of = [&](ItemRows rows, const std::vector<std::size_t>& cuts) {
    std::vector<Batch> batches;
    for (std::size_t k = 0; k + 1 < cuts.size(); ++k) {
      const auto at = [&](std::size_t cut) {
        return many.begin() + static_cast<std::ptrdiff_t>(cut);
      };
      batches.push_back(test_items::batch({at(cuts[k]), at(cuts[k + 1])}));
    }
    const auto table = hand_made::table(batches);
    return test_items::interest_lines(
        dunning_table(*table, policy(), as_of, {.rows = rows, .threads = 2}));
  };
  for (const ItemRows rows : {ItemRows::item, ItemRows::party})
    EXPECT_EQ(lines_of(rows, {0, 1, 8, 1'500, 1'501, 3'000}), lines_of(rows, {0, 3'000}));
}

TEST(DunningTable, HoldsWhatExceeds64Bits) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const Batch batch = test_items::batch({{"A", most, due},
                                         {"A", most, due},
                                         {"A", most, due},
                                         {"A", -most, std::nullopt},
                                         {"A", -most, std::nullopt},
                                         {"A", -most, std::nullopt},
                                         {"B", 100'00, due}});
  const std::vector<std::string> letters{
      "A 0 covered 3 276701161105643274.21 0.00 276701161105643274.21 USD",
      "B 1 none 1 100.00 0.00 0.00 USD"};
  EXPECT_EQ(lines(batch, {.rows = ItemRows::party}), letters);
  EXPECT_EQ(lines(batch, {.rows = ItemRows::party, .threads = 2}), letters);
  EXPECT_THROW(
      lines(test_items::batch({{"A", most, due}, {"A", most, due}}), {.rows = ItemRows::party}),
      Overflow);
}

TEST(DunningTable, HasTheFeesOfThePolicyHoweverLarge) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::vector<test_items::Row> items;
  hand_made::Values<std::int32_t> last;
  std::vector<std::optional<Date>> reminded;
  for (const std::int64_t minor : {100'00L, most / 5, most / 5 + 1, most}) {
    items.push_back({"A", minor, due});
    last.emplace_back(1);
    reminded.emplace_back(due + 2);
  }
  Batch batch = test_items::batch(items);
  batch.columns.push_back(levels(last));
  batch.columns.push_back(dates("last_reminded", reminded));
  const std::vector<std::string> found = lines(batch);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Money amount = Money::from_minor(items[i].minor, currencies::USD);
    const auto digits = [](const Money& money) { return to_string(money.amount()); };
    EXPECT_EQ(found[i],
              "2 none " + digits(amount) + " " + digits(policy().fee(2, amount)) + " USD");
  }
}

TEST(DunningTable, AsksForWhatIsNotPromised) {
  Batch batch = test_items::batch({{"A", 100'00, due},
                                   {"A", 100'00, due},
                                   {"A", 100'00, due},
                                   {"A", 100'00, due},
                                   {"A", 100'00, due}});
  batch.columns.push_back(dates("promised_until", {as_of, as_of, as_of - 1, std::nullopt, as_of}));
  batch.columns.push_back(
      hand_made::fixed<std::int64_t>("promised", "l", {40'00, std::nullopt, 100'00, 0, 200'00}));
  EXPECT_THAT(lines(batch), ElementsAre("1 none 60.00 0.00 USD", "0 promised 0.00 0.00 USD",
                                        "1 none 100.00 0.00 USD", "1 none 100.00 0.00 USD",
                                        "0 promised 0.00 0.00 USD"));
  Batch wrong = test_items::batch({{"A", 100'00, due}, {"A", 100'00, due}});
  wrong.columns.push_back(dates("promised_until", {as_of, std::nullopt}));
  wrong.columns.push_back(hand_made::fixed<std::int64_t>("promised", "l", {-1, 1}));
  EXPECT_THAT(faults(wrong),
              ElementsAre(HasSubstr("row 0, promised"), HasSubstr("row 1, promised_until")));
}

TEST(DunningTable, RefusesToRoundIfTold) {
  EXPECT_THROW(lines(rows(), {}, Rounding::exact), InexactResult);
}

TEST(DunningTable, NamesEveryFault) {
  Batch batch = test_items::batch({{"A", 1, due}, {"A", 1, std::nullopt}, {"A", 1, due}});
  batch.columns.push_back(levels({-1, 0, 2}));
  batch.columns.push_back(dates("last_reminded", {std::nullopt, due, std::nullopt}));
  batch.columns.push_back(hand_made::fixed<std::int64_t>("disputed", "l", {2, 0, 0}));
  EXPECT_THAT(faults(batch),
              ElementsAre(HasSubstr("row 0, disputed"), HasSubstr("row 0, last_level"),
                          HasSubstr("row 1, due_date"), HasSubstr("row 1, last_reminded"),
                          HasSubstr("row 2, last_reminded")));
  Batch text = test_items::batch({{"A", 1, due}});
  text.columns.push_back(hand_made::text<std::int32_t>("last_level", {"1"}));
  EXPECT_THAT(faults(text), ElementsAre(HasSubstr("whole numbers")));
}

}  // namespace
}  // namespace o2c

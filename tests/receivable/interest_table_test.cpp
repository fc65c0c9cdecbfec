#include "o2c/receivable/interest_table.hpp"

#include <memory>
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
using test_items::interest_lines;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr Date due(2026, 1, 31);
constexpr Date as_of = due + 10;
const InterestPolicy policy{Rate::parse("36.5%")};  // 0.1% a day.

const std::vector<test_items::Row> rows{{"B", 100'00, due},       {"A", 200'00, due - 10},
                                        {"B", 5'000, due, "JPY"}, {"A", -100'00, std::nullopt},
                                        {"B", 300'00, as_of},     {"A", 100'00, due}};

std::vector<std::string> interest(const Batch& items, InterestTableOptions options = {},
                                  const std::optional<Batch>& applications = std::nullopt,
                                  const std::optional<Batch>& disputes = std::nullopt) {
  const auto table = hand_made::table({items});
  const auto applied = applications ? hand_made::table({*applications}) : nullptr;
  const auto disputed = disputes ? hand_made::table({*disputes}) : nullptr;
  return interest_lines(
      interest_table(*table, policy, as_of, options, {applied.get(), disputed.get()}));
}

std::vector<std::string> faults(const Batch& items, const InterestTableOptions& options = {},
                                const std::optional<Batch>& applications = std::nullopt,
                                const std::optional<Batch>& disputes = std::nullopt) {
  try {
    interest(items, options, applications, disputes);
  } catch (const BadTable& bad) {
    std::vector<std::string> found;
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
    return found;
  }
  return {};
}

hand_made::Column texts(std::string name, const hand_made::Values<std::string>& values) {
  return hand_made::text<std::int32_t>(std::move(name), values);
}
hand_made::Column cents(const hand_made::Values<std::int64_t>& values) {
  return hand_made::fixed<std::int64_t>("amount", "l", values);
}
void put(Batch& batch, hand_made::Column column) {
  std::erase_if(batch.columns, [&](const auto& each) { return each.name == column.name; });
  batch.columns.push_back(std::move(column));
}

TEST(InterestTable, HasARowForEachItem) {
  EXPECT_THAT(interest(test_items::batch(rows)),
              ElementsAre("10 1.00 USD", "20 4.00 USD", "10 50.00 JPY", "null 0.00 USD",
                          "0 0.00 USD", "10 1.00 USD"));
}

// Blocks in which nothing is due, or an amount is too large to be reckoned with the others.
TEST(InterestTable, TakesWholeBlocksOfAnyKind) {
  EXPECT_THAT(interest(test_items::batch({{"A", 100'00, as_of + 1}, {"B", 200'00, as_of}})),
              ElementsAre("-1 0.00 USD", "0 0.00 USD"));
  std::vector<test_items::Row> large = rows;
  large.push_back({"C", std::int64_t{1} << 58, due - 3'650});
  const auto lines = interest(test_items::batch(large));
  EXPECT_EQ(lines.at(0), "10 1.00 USD");
  const Money alone = late_interest(
      policy, due - 3'650, Money::from_minor(std::int64_t{1} << 58, currencies::USD), as_of);
  EXPECT_EQ(lines.at(6), "3660 " + to_string(alone));
}

// Credits without a due date go with the others of their block; an invoice without one does not.
TEST(InterestTable, TakesBlocksInWhichCreditsHaveNoDueDate) {
  std::vector<test_items::Row> items;
  std::vector<std::string> expected;
  for (int i = 0; i < 3'000; ++i) {
    if (i % 7 == 3) {
      items.push_back({"A", -50'00 * (i % 3), std::nullopt});
      expected.emplace_back("null 0.00 USD");
      continue;
    }
    const Date due_date = as_of - i % 90 + 5;
    const Money open = Money::from_minor(i * 31, currencies::USD);
    items.push_back({"B", open.minor(), due_date});
    expected.push_back(std::to_string(as_of - due_date) + " " +
                       to_string(late_interest(policy, due_date, open, as_of)));
  }
  EXPECT_EQ(interest(test_items::batch(items)), expected);
  EXPECT_EQ(interest(test_items::batch(items), {.threads = 2}), expected);
  // None of a block has one.
  const std::vector<test_items::Row> credits(2'000, {"A", -1, std::nullopt});
  EXPECT_EQ(interest(test_items::batch(credits)),
            std::vector<std::string>(credits.size(), "null 0.00 USD"));
  items[1'500].due_date.reset();
  EXPECT_THAT(faults(test_items::batch(items)), ElementsAre(HasSubstr("row 1500, due_date")));
}

TEST(InterestTable, OrForEachPartyAndCurrency) {
  EXPECT_THAT(interest(test_items::batch(rows), {.rows = ItemRows::party}),
              ElementsAre("A 2 5.00 USD", "B 1 50.00 JPY", "B 1 1.00 USD"));
  EXPECT_THAT(interest(test_items::batch({}), {.rows = ItemRows::party}), SizeIs(0));
}

TEST(InterestTable, DoesNotDependOnThreads) {
  std::vector<test_items::Row> many;
  for (int i = 0; i < 10'000; ++i)
    many.push_back(
        {std::to_string(i % 97), i * 31 - 500, due - i % 700, i % 5 == 0 ? "JPY" : "USD"});
  for (const auto per : {ItemRows::item, ItemRows::party}) {
    const auto one = interest(test_items::batch(many), {.rows = per});
    EXPECT_EQ(interest(test_items::batch(many), {.rows = per, .threads = 3}), one);
  }
}

TEST(InterestTable, ReadsTheStatedCurrency) {
  Batch table = test_items::batch({{"A", 100'00, due}});
  std::erase_if(table.columns, [](const auto& column) { return column.name == "currency"; });
  EXPECT_THAT(interest(table, {.currency = currencies::EUR}), ElementsAre("10 1.00 EUR"));
  EXPECT_THAT(interest(table, {.rows = ItemRows::party, .currency = currencies::EUR}),
              ElementsAre("A 1 1.00 EUR"));
  EXPECT_THAT(faults(table), SizeIs(1));
}

// Of A 100.00, 40.00 are paid after 5 days; of B in two instalments, first what is due first.
struct Applied {
  Batch items =
      hand_made::batch({texts("document", {"A", "B", "B"}), texts("instalment", {"1", "1", "2"}),
                        dates("due_date", {due, due + 5, due}), cents({100'00, 100'00, 100'00}),
                        texts("currency", {"USD", "USD", "USD"})});
  Batch applications =
      hand_made::batch({texts("document", {"A", "B", "B", "B", "A"}),
                        dates("date", {due + 5, due + 4, due + 8, due + 6, as_of + 1}),
                        texts("instalment", {"1", std::nullopt, std::nullopt, "1", "1"}),
                        cents({40'00, 150'00, -100'00, 20'00, 60'00})});
};

TEST(InterestTable, TakesApplicationsFromTheirDaysOn) {
  const Applied tables;
  // B 2: 4 days of 100, nothing for 4, then 50 open again for 2. B 1: from 5 days on 50, 30 after a
  // day, then 80 for 2 days.
  EXPECT_THAT(interest(tables.items, {}, tables.applications),
              ElementsAre("10 0.80 USD", "5 0.27 USD", "10 0.50 USD"));
  EXPECT_THAT(interest(tables.items, {.threads = 2}, tables.applications),
              ElementsAre("10 0.80 USD", "5 0.27 USD", "10 0.50 USD"));
}

hand_made::Column moments(std::string name, const hand_made::Values<std::int64_t>& microseconds) {
  return hand_made::fixed<std::int64_t>(std::move(name), "tsu:UTC", microseconds);
}

// Of A and B 100.00 each; B's dispute names no instalment.
struct Disputed {
  Batch items =
      hand_made::batch({texts("document", {"A", "B", "B"}), texts("instalment", {"1", "1", "2"}),
                        dates("due_date", {due, due + 5, due}), cents({100'00, 100'00, 100'00}),
                        texts("currency", {"USD", "USD", "USD"}), moments("recorded_at", {0, 0, 0}),
                        texts("party", {"X", "Y", "Y"})});
  Batch disputes =
      hand_made::batch({texts("document", {"A", "B"}), dates("date", {due + 2, due + 1}),
                        cents({60'00, 150'00}), dates("ended", {due + 6, std::nullopt}),
                        moments("recorded_at", {5, 0}), moments("end_recorded_at", {7, {}})});
};

TEST(InterestTable, LeavesOutWhatIsInDispute) {
  const Disputed tables;
  // A: 2 days of 100, 4 of 40, 4 of 100. No instalment of B has room for all of it: so much of the
  // one that is due first, then 50 of the other.
  const std::vector<std::string> expected{"10 0.76 USD", "5 0.25 USD", "10 0.10 USD"};
  EXPECT_EQ(interest(tables.items, {}, std::nullopt, tables.disputes), expected);
  EXPECT_EQ(interest(tables.items, {.threads = 2}, std::nullopt, tables.disputes), expected);
  EXPECT_THAT(interest(tables.items, {.rows = ItemRows::party}, std::nullopt, tables.disputes),
              ElementsAre("X 1 0.76 USD", "Y 2 0.35 USD"));
}

TEST(InterestTable, PausesNoMoreThanIsOpen) {
  Disputed tables;
  put(tables.disputes, cents({60'00, 80'00}));
  const Batch applications =
      hand_made::batch({texts("document", {"A", "B"}), texts("instalment", {"1", "2"}),
                        dates("date", {due + 4, due}), cents({70'00, 40'00})});
  // A: 2 of 100, 2 of 40, 2 of nothing, 4 of 30. Of B's second 60 are open, so 80 are of the first.
  EXPECT_THAT(interest(tables.items, {}, applications, tables.disputes),
              ElementsAre("10 0.40 USD", "5 0.10 USD", "10 0.60 USD"));
}

TEST(InterestTable, KnowsWhatWasKnownAtAMoment) {
  Disputed tables;
  put(tables.items, moments("recorded_at", {3, 8, 8}));
  const Batch applications =
      hand_made::batch({texts("document", {"A", "B"}), dates("date", {due, due}),
                        cents({50'00, 100'00}), moments("recorded_at", {6, 6})});
  const auto at = [&](std::int64_t moment) {
    return interest(tables.items, {.known_at_us = moment}, applications, tables.disputes).front();
  };
  EXPECT_EQ(at(2), "10 0.00 USD");
  EXPECT_EQ(at(4), "10 1.00 USD");
  EXPECT_EQ(at(5), "10 0.52 USD");
  EXPECT_EQ(at(6), "10 0.10 USD");
  EXPECT_EQ(at(7), "10 0.30 USD");
  EXPECT_THAT(interest(tables.items, {.known_at_us = 7}),
              ElementsAre("10 1.00 USD", "5 0.00 USD", "10 0.00 USD"));
  std::erase_if(tables.disputes.columns,
                [](const auto& column) { return column.name == "end_recorded_at"; });
  EXPECT_THAT(faults(tables.items, {.known_at_us = 7}, applications, tables.disputes), SizeIs(1));
  put(tables.items, moments("recorded_at", {3, {}, 8}));
  EXPECT_THAT(faults(tables.items, {.known_at_us = 7}), ElementsAre(HasSubstr("recorded_at")));
}

TEST(InterestTable, NamesFaultyDisputes) {
  Disputed tables;
  put(tables.disputes, cents({100'01, 0}));
  put(tables.disputes, dates("ended", {due + 1, std::nullopt}));
  EXPECT_THAT(faults(tables.items, {}, std::nullopt, tables.disputes),
              ElementsAre(HasSubstr("disputes, row 0, amount"), HasSubstr("row 0, ended"),
                          HasSubstr("row 1, amount")));
}

TEST(InterestTable, NamesEveryFault) {
  std::vector<test_items::Row> bad{
      {std::nullopt, 1, due}, {"A", 1, std::nullopt}, {"A", 1, due, "XQZ"}};
  EXPECT_THAT(faults(test_items::batch(bad), {.rows = ItemRows::party}),
              ElementsAre(HasSubstr("row 0, party"), HasSubstr("row 1, due_date"),
                          HasSubstr("row 2, currency")));
  Applied tables;
  put(tables.applications, texts("document", {"A", "B", "C", "B", "A"}));
  put(tables.applications, texts("instalment", {"1", std::nullopt, "1", "3", "1"}));
  put(tables.applications, dates("date", {std::nullopt, due, due, due, due}));
  EXPECT_THAT(faults(tables.items, {}, tables.applications),
              ElementsAre(HasSubstr("applications, row 0, date"),
                          HasSubstr("applications, row 2, document"),
                          HasSubstr("applications, row 3, instalment")));
  Applied twice;
  put(twice.items, texts("instalment", {"1", "1", "1"}));
  EXPECT_THAT(faults(twice.items, {}, twice.applications), SizeIs(1));
  std::erase_if(twice.items.columns,
                [](const auto& column) { return column.name == "instalment"; });
  EXPECT_THAT(faults(twice.items, {}, twice.applications),
              ElementsAre(HasSubstr("items, row 2, document")));
}

TEST(InterestTable, HasNames) {
  EXPECT_EQ(parse_item_rows(to_string(ItemRows::party)), ItemRows::party);
  EXPECT_THROW(parse_item_rows("parties"), ParseError);
}

}  // namespace
}  // namespace o2c

// What is wrong with a table of items is told by column, row, value and expectation.

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "items_table.hpp"

namespace o2c {
namespace {

using hand_made::Batch;
using hand_made::Column;
using test_items::batch;
using test_items::Row;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr Date as_of(2026, 3, 31);

std::vector<std::string> faults(std::vector<Batch> batches, const AgingOptions& options = {},
                                AgingBasis basis = AgingBasis::due_date) {
  try {
    const auto table = hand_made::table(std::move(batches));
    age(*table, as_of, AgingBuckets({30}, basis), options);
  } catch (const BadTable& bad) {
    std::vector<std::string> found;
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
    return found;
  }
  return {};
}

const Row good{"A", 100, as_of};

// The batch with another column in place of its own of that name, or without it.
Batch with(Batch items, const Column& column) {
  for (Column& each : items.columns)
    if (each.name == column.name) each = column;
  return items;
}
Batch without(Batch items, const std::string& name) {
  std::erase_if(items.columns, [&](const Column& column) { return column.name == name; });
  return items;
}

TEST(AgingFaults, NameColumnRowValueAndExpectation) {
  const Batch items = with(
      batch({good, {std::nullopt, 5, as_of}, {"A", 5, {}}, {"A", 5, as_of, "XQZ"}, {"A", -5, {}}}),
      hand_made::fixed<Int128>("amount", "d:38,3",
                               {Int128{10}, Int128{1234}, Int128{10}, Int128{1234}, std::nullopt}));
  EXPECT_THAT(
      faults({items}),
      ElementsAre("items, row 1, amount \"1.234\": expected an amount with at most 2 decimal "
                  "digits, within 64 bits of minor units",
                  "items, row 1, party \"null\": expected a party",
                  "items, row 2, due_date \"null\": expected a date (only credits may lack it)",
                  HasSubstr("items, row 3, currency \"XQZ\": expected a known currency code"),
                  "items, row 4, amount \"null\": expected an amount"));
}

TEST(AgingFaults, TheMessageHasTheFirstAndTheNumberOfTheOthers) {
  const auto table = hand_made::table({batch({good, {"A", 5, {}}, {"A", 6, {}}})});
  EXPECT_THAT([&] { age(*table, as_of); },
              ThrowsMessage<BadTable>("items, row 1, due_date \"null\": expected a date (only "
                                      "credits may lack it) (and 1 more faults)"));
}

TEST(AgingFaults, AreTheSameWhateverTheBatchesAndThreads) {
  std::vector<Row> rows;
  for (int i = 0; i < 200; ++i) {
    rows.push_back(good);
    if (i % 7 == 3) rows.back().due_date.reset();
    if (i % 11 == 5) rows.back().currency = i % 2 == 0 ? "EURO" : "$";
    if (i % 13 == 7) rows.back().party.reset();
  }
  const std::vector<std::string> expected = faults({batch(rows)});
  // Three rows lack a currency that is known and a date: an amount that is not known needs none.
  EXPECT_EQ(expected.size(), 29U + 18U + 15U - 3U);
  for (const std::size_t size : {1U, 7U, 64U})
    for (const std::size_t threads : {1U, 2U, 3U}) {
      std::vector<Batch> batches;
      for (std::size_t begin = 0; begin < rows.size(); begin += size)
        batches.push_back(batch(
            {rows.begin() + static_cast<std::ptrdiff_t>(begin),
             rows.begin() + static_cast<std::ptrdiff_t>(std::min(begin + size, rows.size()))}));
      EXPECT_EQ(faults(batches, {.threads = threads}), expected) << size << ' ' << threads;
    }
}

TEST(AgingFaults, NettedCreditsNeedADate) {
  const Batch items =
      batch({{"A", -1, {}}, {"A", -2, {}, "USD", as_of}, {"A", 3, {}, "USD", as_of}});
  const AgingOptions netted{.credits = Credits::netted};
  EXPECT_THAT(
      faults({items}, netted),
      ElementsAre("items, row 0, due_date \"null\": expected a date, or an invoice_date, for "
                  "a credit that is netted",
                  "items, row 2, due_date \"null\": expected a date (only credits may lack "
                  "it)"));
  EXPECT_THAT(faults({without(items, "invoice_date")}, netted).size(), 3U);
  EXPECT_THAT(faults({items}, {}, AgingBasis::invoice_date).size(), 0U);
  EXPECT_THAT(faults({items}, netted, AgingBasis::invoice_date),
              ElementsAre(HasSubstr("row 0, invoice_date \"null\"")));
}

// An invoice date is looked at where it is needed, and nowhere else.
TEST(AgingFaults, AnInvoiceDateThatIsNotNeededIsNotJudged) {
  const auto items = [](std::optional<Date> due) {
    return with(batch({{"A", 1, as_of, "USD", as_of}, {"A", -1, due, "USD", as_of}}),
                hand_made::fixed<std::int64_t>("invoice_date", "tss:", {1, 2}));
  };
  const AgingOptions netted{.credits = Credits::netted};
  EXPECT_THAT(faults({items(as_of)}, netted), ElementsAre());
  EXPECT_THAT(faults({items(std::nullopt)}, netted),
              ElementsAre("items, row 1, invoice_date \"1970-01-01 00:00:02\": expected a date "
                          "without a time of day"));
}

TEST(AgingFaults, UnknownCurrenciesAreOneFaultEach) {
  const Batch items =
      with(batch({{"A", 1, as_of, "US"}, good, {"A", 1, as_of, "US"}}),
           hand_made::fixed<Int128>("amount", "d:38,2", {Int128{123}, Int128{123}, Int128{123}}));
  EXPECT_THAT(faults({items}),
              ElementsAre(testing::AllOf(HasSubstr("row 0, currency \"US\""), HasSubstr("USD")),
                          HasSubstr("row 2, currency \"US\"")));
  const Batch nulls =
      with(batch({good, good}), hand_made::text<std::int32_t>("currency", {"USD", std::nullopt}));
  EXPECT_THAT(
      faults({nulls}),
      ElementsAre("items, row 1, currency \"null\": expected a known currency code, such as USD"));
  const Batch numbers = with(batch({good}), hand_made::fixed<std::int32_t>("currency", "i", {840}));
  EXPECT_THAT(faults({numbers}), ElementsAre(HasSubstr("row 0, currency \"840\"")));
}

TEST(AgingFaults, ANullPartyOfADictionaryIsFound) {
  const Batch items =
      with(batch({good, good, good}),
           hand_made::dictionary<std::int32_t>(
               "party", "i", {0, 1, 0}, hand_made::text<std::int32_t>("", {"A", std::nullopt})));
  EXPECT_THAT(faults({items}), ElementsAre("items, row 1, party \"null\": expected a party"));
}

TEST(AgingFaults, OtherKeysMayBeNull) {
  EXPECT_THAT(faults({batch({{"A", -1, {}}})}, {.group_by = {"due_date"}}), ElementsAre());
}

TEST(AgingFaults, NameAColumnThatIsMissing) {
  const Batch items = batch({good});
  for (const char* name : {"party", "amount", "due_date"})
    EXPECT_THAT([&] { age(*hand_made::table({without(items, name)}), as_of); },
                ThrowsMessage<BadTable>(HasSubstr("column \"" + std::string(name) +
                                                  "\" is missing from items (it has: ")))
        << name;
  EXPECT_THAT(
      [&] {
        age(*hand_made::table({without(items, "invoice_date")}), as_of,
            AgingBuckets({30}, AgingBasis::invoice_date));
      },
      ThrowsMessage<BadTable>(HasSubstr("\"invoice_date\" is missing")));
  EXPECT_THAT([&] { age(*hand_made::table({without(items, "currency")}), as_of); },
              ThrowsMessage<BadTable>(HasSubstr("\"currency\" is missing from items: add it, or "
                                                "state the currency")));
}

TEST(AgingFaults, RefuseAColumnThatStandsTwice) {
  Batch items = batch({good});
  items.columns.push_back(items.columns[1]);
  EXPECT_THAT([&] { age(*hand_made::table({items}), as_of); },
              ThrowsMessage<BadTable>(HasSubstr("column \"amount\" stands twice")));
}

TEST(AgingFaults, RefuseFloatsUnlessTheirDigitsAreStated) {
  const Batch items =
      with(batch({good, good}), hand_made::fixed<double>("amount", "g", {0.1, 1.005}));
  EXPECT_THAT([&] { age(*hand_made::table({items}), as_of); },
              ThrowsMessage<BadTable>(
                  testing::AllOf(HasSubstr("amount \"float64\""), HasSubstr("amount_digits=2"))));
  EXPECT_THAT(faults({items}, {.amount_digits = 2}),
              ElementsAre(HasSubstr("items, row 1, amount \"1.005\"")));
}

TEST(AgingFaults, RefuseDatesThatAreNone) {
  EXPECT_THAT(
      faults({with(batch({good, good}),
                   hand_made::fixed<std::int64_t>("due_date", "tss:", {0, 3'600}))}),
      ElementsAre("items, row 1, due_date \"1970-01-01 01:00:00\": expected a date without a "
                  "time of day"));
  EXPECT_THAT(
      [&] {
        age(*hand_made::table(
                {with(batch({good}), hand_made::text<std::int32_t>("due_date", {"2026-03-31"}))}),
            as_of);
      },
      ThrowsMessage<BadTable>(HasSubstr("due_date \"text\": expected dates")));
}

TEST(AgingFaults, TellWhereAColumnIsMalformed) {
  Column party = hand_made::text<std::int32_t>("party", {"A", "B", "C"});
  party.buffers[1] = hand_made::bytes_of(std::vector<std::int32_t>{0, 1, 0, 3});
  EXPECT_THAT(
      faults({batch({good, good}), with(batch({good, good, good}), party)}),
      ElementsAre("items, row 3, party: expected a column as the Arrow format describes it"));
  const Column code = hand_made::dictionary<std::int16_t>("party", "s", {0, 7},
                                                          hand_made::text<std::int32_t>("", {"A"}));
  EXPECT_THAT(
      faults({with(batch({good, good}), code)}),
      ElementsAre("items, row 1, party: expected a column as the Arrow format describes it"));
}

}  // namespace
}  // namespace o2c

#include "o2c/receivable/running_balance_table.hpp"

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "movements_table.hpp"

namespace o2c {
namespace {

using namespace currencies;
using hand_made::Batch;
using hand_made::Column;
using test_items::batch;
using test_items::items_of;
using test_items::lines;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr Date day(2026, 3, 1);
constexpr Date as_of(2026, 3, 31);

Money usd(std::int64_t units) { return Money::of(units, USD); }

const std::vector<Movement> movements{
    {"A", "INV-1", usd(10), day, day + 30}, {"B", "RCT-1", Money::from_minor(-500, JPY), day - 5},
    {"A", "RCT-2", usd(-4), day},           {"A", "INV-3", usd(7), day + 1},
    {"A", "INV-9", usd(7), as_of + 1},      {"B", "INV-4", Money::from_minor(200, JPY), day + 2}};

std::shared_ptr<const ArrowTable> opened(std::vector<Batch> batches,
                                         const RunningBalanceOptions& options = {}) {
  const auto table = hand_made::table(std::move(batches));
  return open_by_fifo(*table, as_of, options);
}

std::vector<std::string> faults(const Batch& table, const RunningBalanceOptions& options = {}) {
  try {
    opened({table}, options);
  } catch (const BadTable& bad) {
    std::vector<std::string> found;
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
    return found;
  }
  return {};
}

Batch with(Batch table, const Column& column) {
  for (Column& each : table.columns)
    if (each.name == column.name) each = column;
  return table;
}
Batch without(Batch table, const std::string& name) {
  std::erase_if(table.columns, [&](const Column& column) { return column.name == name; });
  return table;
}

std::vector<std::string> shape(const ArrowTable& table) {
  std::vector<std::string> found;
  for (const ArrowColumn& column : table.columns)
    found.push_back(column.name + ' ' + column.format);
  return found;
}

TEST(OpenByFifoTable, KeepsTheOrderOfTheMovements) {
  const auto table = opened({batch(movements)});
  EXPECT_THAT(shape(*table), ElementsAre("party U", "document U", "invoice_date tdD",
                                         "due_date tdD", "amount d:38,2", "currency i"));
  EXPECT_THAT(lines(items_of(table)), ElementsAre("A INV-1 6.00 USD of 2026-03-01 due 2026-03-31",
                                                  "B cash -300 JPY of 2026-02-24",
                                                  "A INV-3 7.00 USD of 2026-03-02 due 2026-03-02"));
}

TEST(OpenByFifoTable, ReadsWhatIsThere) {
  Batch table = without(without(without(batch(movements), "due_date"), "document"), "currency");
  table = with(table, hand_made::fixed<std::int16_t>("party", "s", {7, 8, 7, 7, 7, 8}));
  table = with(table, hand_made::fixed<std::int64_t>("amount", "l", {10, -500, -4, 7, 7, 200}));
  const auto found = opened({table}, {.currency = JPY});
  EXPECT_THAT(shape(*found), ElementsAre("party l", "invoice_date tdD", "due_date tdD",
                                         "amount d:38,0", "currency i"));
  EXPECT_EQ(found->rows, 3);
}

TEST(OpenByFifoTable, CopiesDocumentsOfAnyLayout) {
  const Batch texts = batch(movements);
  const Batch numbers =
      with(texts, hand_made::fixed<std::uint64_t>("document", "L", {1, 2, 3, std::nullopt, 5, 6}));
  EXPECT_THAT(shape(*opened({numbers})), testing::Contains("document l"));
  // Without a document an invoice is still no cash: it is not negative.
  EXPECT_EQ(opened({numbers})->columns[1].null_count, 2);
  const Batch coded = with(texts, hand_made::dictionary<std::int32_t>(
                                      "document", "i", {0, 1, 0, 1, 1, std::nullopt},
                                      hand_made::text<std::int32_t>("", {"INV-1", "INV-3"})));
  EXPECT_EQ(items_of(opened({coded})), items_of(opened({texts})));
  const Batch none =
      with(texts, Column{.name = "document", .format = "n", .length = 6, .null_count = 6});
  EXPECT_EQ(opened({none})->columns[1].null_count, 3);
}

TEST(OpenByFifoTable, NamesEveryFault) {
  const std::vector<Movement> rows(4, {"A", "INV-1", usd(1), as_of + 1});
  Batch table = batch(rows);
  table = with(table, hand_made::text<std::int32_t>("party", {std::nullopt, "A", "A", "A"}));
  table =
      with(table, hand_made::fixed<Int128>("amount", "d:38,3",
                                           {Int128{1234}, std::nullopt, Int128{10}, Int128{10}}));
  table = with(table, test_items::dates("date", {day, std::nullopt, day, day}));
  table =
      with(table, hand_made::text<std::int32_t>("currency", {"USD", "USD", "XQZ", std::nullopt}));
  EXPECT_THAT(
      faults(table),
      ElementsAre("movements, row 0, amount \"1.234\": expected an amount with at most 2 decimal "
                  "digits, within 64 bits of minor units",
                  "movements, row 0, party \"null\": expected a party",
                  "movements, row 1, amount \"null\": expected an amount",
                  "movements, row 1, date \"null\": expected a date",
                  HasSubstr("movements, row 2, currency \"XQZ\": expected a known currency code"),
                  HasSubstr("movements, row 3, currency \"null\": expected a known currency")));
}

TEST(OpenByFifoTable, RefusesColumnsThatItCannotRead) {
  const Batch table = batch(movements);
  for (const char* name : {"party", "date", "amount", "currency"})
    EXPECT_THAT([&] { opened({without(table, name)}); }, ThrowsMessage<BadTable>(HasSubstr(name)));
  EXPECT_THAT(
      faults(with(table, hand_made::booleans("document", {true, true, true, true, true, true}))),
      ElementsAre(HasSubstr("document \"boolean\": expected text or integers")));
  constexpr auto beyond = std::uint64_t{1} << 63U;
  EXPECT_THAT(faults(with(table, hand_made::fixed<std::uint64_t>("document", "L",
                                                                 {1, 2, beyond, 4, beyond, 6}))),
              ElementsAre(HasSubstr("row 2, document \"9223372036854775808\""),
                          HasSubstr("row 4, document \"9223372036854775808\"")));
  // Also where keys of a batch other than the first cannot be read.
  const Batch far =
      with(table, hand_made::fixed<std::uint64_t>("party", "L", {1, 2, 3, 4, 5, beyond}));
  Batch begin = far;
  begin.length = 2;
  Batch end = far;
  end.offset = 2;
  end.length = 4;
  EXPECT_THAT([&] { opened({begin, end}); }, ThrowsMessage<BadTable>(HasSubstr("row 5, party")));
}

TEST(OpenByFifoTable, SaysWhenABalanceOverflows) {
  const Money most = Money::from_minor(std::numeric_limits<std::int64_t>::max(), USD);
  const Money cent = Money::from_minor(1, USD);
  EXPECT_THROW(opened({batch({{"A", "1", most, day}, {"A", "2", cent, day}})}), Overflow);
  EXPECT_THROW(opened({batch({{"A", "1", -most - cent, day}})}), Overflow);
  EXPECT_EQ(opened({batch({{"A", "1", most, day}, {"B", "2", cent, day}})})->rows, 2);
}

TEST(OpenByFifoTable, OfNothingIsNothing) {
  EXPECT_EQ(opened({batch(std::vector<Movement>())})->rows, 0);
  EXPECT_EQ(opened({without(batch(std::vector<Movement>()), "currency")}, {.currency = USD})->rows,
            0);
}

}  // namespace
}  // namespace o2c

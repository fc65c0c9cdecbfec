// Laws of agings: whatever the items, the layout of their table, its batches and the threads.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/money/exchange.hpp"
#include "o2c/receivable/aged_items.hpp"

#include "../receivable/items_table.hpp"
#include "any_slices.hpp"

namespace o2c {
namespace {

using hand_made::Batch;
using hand_made::Column;
using test_items::lines;

constexpr Date as_of(2026, 3, 31);

rc::Gen<Date> date_near_as_of() {
  return rc::gen::map(rc::gen::inRange(-150, 50), [](int days) { return as_of + days; });
}

rc::Gen<std::string> name() {
  return rc::gen::oneOf(rc::gen::element<std::string>("", "A", "B", "Anna & Sons, a long name",
                                                      "张三贸易有限公司", "a party of 16"),
                        rc::gen::arbitrary<std::string>());
}

std::int64_t random_minor() {
  const auto small = rc::gen::inRange<std::int64_t>(-1'000, 1'000);
  return *rc::gen::oneOf(small, rc::gen::map(rc::gen::arbitrary<std::int64_t>(),
                                             [](std::int64_t x) { return x % 1'000'000'000'000; }));
}

OpenItem random_item(bool may_be_disputed) {
  const Currency currency = *rc::gen::element(currencies::USD, currencies::JPY, currencies::BHD);
  OpenItem item{.party = *name(),
                .document = {},
                .amount = Money::from_minor(random_minor(), currency),
                .due_date = *date_near_as_of(),
                .invoice_date = *date_near_as_of(),
                .salesperson = *rc::gen::element<std::string>("", "Li", "Wu")};
  // Netted credits need one of their two dates.
  if (sign(item.amount) < 0 && *rc::gen::arbitrary<bool>()) item.due_date.reset();
  if (may_be_disputed && *rc::gen::arbitrary<bool>()) {
    const std::int64_t open = std::max<std::int64_t>(0, item.amount.minor());
    const std::int64_t part = *rc::gen::inRange<std::int64_t>(0, open + 1);
    item.disputed = Money::from_minor(*rc::gen::element(part, open), currency);
  }
  return item;
}

std::vector<OpenItem> random_items() {
  const bool may_be_disputed = *rc::gen::arbitrary<bool>();
  return *rc::gen::container<std::vector<OpenItem>>(
      rc::gen::exec([=] { return random_item(may_be_disputed); }));
}

bool speak_of_disputes(const std::vector<OpenItem>& items) {
  return std::ranges::any_of(items, [](const OpenItem& item) { return item.disputed.has_value(); });
}

AgingBuckets random_buckets() {
  const auto limits = *rc::gen::container<std::set<std::int32_t>>(rc::gen::inRange(1, 120));
  const auto basis = *rc::gen::element(AgingBasis::due_date, AgingBasis::invoice_date);
  return AgingBuckets({limits.begin(), limits.end()}, basis);
}

Credits random_credits() { return *rc::gen::element(Credits::apart, Credits::netted); }

// ---- The same items as tables
// ---------------------------------------------------------------------

// A column of texts in one of the layouts that Arrow has for them.
Column text_column(const std::string& column, const std::vector<std::string>& texts) {
  const hand_made::Layout layout{.offset = *rc::gen::inRange(0, 20),
                                 .states_nulls = *rc::gen::arbitrary<bool>()};
  const hand_made::Values<std::string> values(texts.begin(), texts.end());
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return hand_made::text<std::int32_t>(column, values, layout);
    case 1:
      return hand_made::text<std::int64_t>(column, values, layout);
    case 2:
      return hand_made::text_view(column, values, layout);
    default:
      break;
  }
  std::vector<std::int32_t> codes(texts.size());
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = static_cast<std::int32_t>(i);
  // A dictionary may hold a text twice, and its codes may come in any order.
  hand_made::Values<std::int32_t> mixed;
  for (const std::string& text : texts)
    mixed.emplace_back(*rc::gen::elementOf([&] {
      std::vector<std::int32_t> same;
      for (const std::int32_t code : codes)
        if (texts[static_cast<std::size_t>(code)] == text) same.push_back(code);
      return same;
    }()));
  return hand_made::dictionary<std::int32_t>(column, "i", mixed,
                                             hand_made::text<std::int32_t>("", values), layout);
}

// At three digits, the most that the currencies here have.
Int128 in_thousandths(const Money& amount) {
  return amount.minor() * detail::power_of_ten(3 - amount.currency().digits());
}

Batch as_batch(const std::vector<OpenItem>& items, bool with_disputes) {
  const hand_made::Layout layout{.offset = *rc::gen::inRange(0, 20),
                                 .states_nulls = *rc::gen::arbitrary<bool>()};
  std::vector<std::string> parties;
  std::vector<std::string> sellers;
  std::vector<std::string> codes;
  hand_made::Values<Int128> amounts;
  hand_made::Values<Int128> disputes;
  std::vector<std::optional<Date>> due_dates;
  std::vector<std::optional<Date>> invoice_dates;
  for (const OpenItem& item : items) {
    parties.push_back(item.party);
    sellers.push_back(item.salesperson);
    codes.emplace_back(item.amount.currency().code());
    amounts.emplace_back(in_thousandths(item.amount));
    disputes.push_back(item.disputed ? std::optional(in_thousandths(*item.disputed))
                                     : std::nullopt);
    due_dates.push_back(item.due_date);
    invoice_dates.push_back(item.invoice_date);
  }
  Batch batch = hand_made::batch(
      {text_column("salesperson", sellers), text_column("party", parties),
       hand_made::fixed<Int128>("amount", "d:38,3", amounts, layout),
       test_items::dates("due_date", due_dates, layout),
       test_items::dates("invoice_date", invoice_dates, layout), text_column("currency", codes)});
  if (with_disputes)
    batch.columns.push_back(hand_made::fixed<Int128>("disputed", "d:38,3", disputes, layout));
  return batch;
}

Batch as_batch(const std::vector<OpenItem>& items) {
  return as_batch(items, speak_of_disputes(items));
}

struct GroupBy {
  std::vector<std::string> names;
  std::vector<OpenItemKey> members;
};

GroupBy random_group_by() {
  const std::vector<std::pair<std::string, OpenItemKey>> keys{
      {"party", &OpenItem::party}, {"salesperson", &OpenItem::salesperson}};
  GroupBy group_by;
  for (const std::size_t i :
       *rc::gen::elementOf(std::vector<std::vector<std::size_t>>{{}, {0}, {1}, {0, 1}, {1, 0}})) {
    group_by.names.push_back(keys[i].first);
    group_by.members.push_back(keys[i].second);
  }
  return group_by;
}

RC_GTEST_PROP(AgingLaws, BothFacesAreEqual, ()) {
  const std::vector<OpenItem> items = random_items();
  const AgingBuckets buckets = random_buckets();
  const GroupBy group_by = random_group_by();
  const Credits credits = random_credits();
  const auto table = hand_made::table({as_batch(items)});
  RC_ASSERT(lines(age(*table, as_of, buckets, {.group_by = group_by.names, .credits = credits})) ==
            lines(age(items, as_of, buckets, group_by.members, credits)));
}

RC_GTEST_PROP(AgingLaws, NeitherThreadsNorBatchesChangeTheResult, ()) {
  const std::vector<OpenItem> items = random_items();
  const AgingBuckets buckets = random_buckets();
  const Batch whole = as_batch(items);
  AgingOptions options{.group_by = random_group_by().names, .credits = random_credits()};
  const auto expected = lines(age(*hand_made::table({whole}), as_of, buckets, options));
  for (const std::size_t threads : {1U, 2U, 3U, 5U}) {
    options.threads = threads;
    const auto table = hand_made::table(hand_made::any_slices(whole));
    RC_ASSERT(lines(age(*table, as_of, buckets, options)) == expected);
  }
}

RC_GTEST_PROP(AgingLaws, PartsAddUpToTheWhole, ()) {
  const std::vector<OpenItem> items = random_items();
  const AgingBuckets buckets = random_buckets();
  const AgingOptions options{.group_by = random_group_by().names, .credits = random_credits()};
  const auto aged = [&](const std::vector<OpenItem>& part) {
    return age(*hand_made::table({as_batch(part, speak_of_disputes(items))}), as_of, buckets,
               options);
  };
  std::vector<std::vector<OpenItem>> parts(3);
  for (const OpenItem& item : items) parts[*rc::gen::inRange<std::size_t>(0, 3)].push_back(item);
  const auto expected = lines(aged(items));
  RC_ASSERT(lines((aged(parts[0]) + aged(parts[1])) + aged(parts[2])) == expected);
  RC_ASSERT(lines(aged(parts[2]) + (aged(parts[1]) + aged(parts[0]))) == expected);
}

RC_GTEST_PROP(AgingLaws, FiguresAddUpToTheItems, ()) {
  const std::vector<OpenItem> items = random_items();
  const AgingTable result = age(*hand_made::table({as_batch(items)}), as_of, random_buckets(),
                                {.group_by = random_group_by().names, .credits = random_credits()});
  std::map<Currency, std::pair<Int128, std::int64_t>> expected;
  for (const OpenItem& item : items) {
    expected[item.amount.currency()].first += item.amount.minor();
    ++expected[item.amount.currency()].second;
  }
  RC_ASSERT(result.currencies().size() == expected.size());
  const std::size_t total = result.measures().size() - 1;
  for (std::size_t row = 0; row < result.rows(); ++row) {
    Int128 sum = 0;
    for (std::size_t i = 0; i < total; ++i) sum += result.minor(row, i);
    RC_ASSERT(sum == result.minor(row, total));
  }
  for (const auto& [currency, sums] : expected) {
    RC_ASSERT(result.total_minor(currency)[total] == sums.first);
    RC_ASSERT(result.total_items(currency) == sums.second);
  }
}

RC_GTEST_PROP(AgingLaws, TheItemsBehindAFigureAddUpToIt, ()) {
  const std::vector<OpenItem> items = random_items();
  RC_PRE(!items.empty());
  const AgingBuckets buckets = random_buckets();
  const AgingOptions options{.credits = random_credits()};
  const Batch whole = as_batch(items);
  const AgingTable result = age(*hand_made::table({whole}), as_of, buckets, options);
  const std::size_t row = *rc::gen::inRange<std::size_t>(0, result.rows());
  const auto found = aged_items(*hand_made::table(hand_made::any_slices(whole)), as_of, buckets,
                                options, {result.keys()[0][row]});
  std::vector<OpenItem> behind;
  for (const AgedItem& aged : found) {
    behind.push_back(aged.item);
    const OpenItem& item = items[static_cast<std::size_t>(aged.row)];
    RC_ASSERT(aged.item.amount == item.amount);
    RC_ASSERT(aged.item.disputed.value_or(item.amount * 0) ==
              item.disputed.value_or(item.amount * 0));
  }
  const auto again = lines(age(behind, as_of, buckets, {&OpenItem::party}, options.credits));
  const auto all = lines(result);
  RC_ASSERT(std::ranges::count(again, all[row]) == 1);
}

RC_GTEST_PROP(AgingLaws, ConvertingIsConvertingEachFigure, ()) {
  ExchangeTable rates;
  rates.add(ExchangeRate(currencies::USD, currencies::JPY, Decimal::parse("149.37"), as_of - 1));
  rates.add(ExchangeRate(currencies::BHD, currencies::JPY, Decimal::parse("396.2113"), as_of));
  const auto rounding = *rc::gen::element(Rounding::half_even, Rounding::half_up, Rounding::floor);
  const AgingTable result = age(*hand_made::table({as_batch(random_items())}), as_of);
  const AgingTable converted = result.converted_to(currencies::JPY, rates, rounding);
  std::map<std::string, std::vector<Int128>> expected;
  const std::size_t total = result.measures().size() - 1;
  for (std::size_t row = 0; row < result.rows(); ++row) {
    auto& sums = expected[test_items::key_text(result.keys()[0], row)];
    sums.resize(total + 1, 0);
    for (std::size_t i = 0; i < total; ++i) {
      const auto minor = static_cast<std::int64_t>(result.minor(row, i));
      const Money amount = Money::from_minor(minor, result.currency(row));
      const Int128 yen = convert(amount, currencies::JPY, rates, as_of, rounding).minor();
      sums[i] += yen;
      sums[total] += yen;
    }
  }
  RC_ASSERT(converted.rows() == expected.size());
  for (std::size_t row = 0; row < converted.rows(); ++row) {
    std::vector<Int128> figures(total + 1);
    converted.figures(row, figures);
    RC_ASSERT(figures == expected[test_items::key_text(converted.keys()[0], row)]);
  }
}

// ---- Integer keys and amounts from all over
// -------------------------------------------------------

// RapidCheck has an optional of its own.
template <class T>
rc::Gen<std::optional<T>> optional(rc::Gen<T> values) {
  return rc::gen::map(rc::gen::maybe(std::move(values)), [](rc::Maybe<T> value) {
    return value ? std::optional<T>(*std::move(value)) : std::nullopt;
  });
}

struct KeyedRow {
  std::optional<std::int64_t> key;
  std::int64_t minor;
  std::int32_t days;
  std::int64_t disputed = 0;
};

// Of some rows, or all, what is in dispute.
void dispute(std::vector<KeyedRow>& rows, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (KeyedRow& row : rows) {
    if (row.minor <= 0 || random() % 3 == 0) continue;
    const auto part = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(row.minor));
    row.disputed = random() % 3 == 0 ? row.minor : part;
  }
}

Batch keyed_batch(const std::vector<KeyedRow>& rows, bool with_disputes) {
  hand_made::Values<std::int64_t> keys;
  hand_made::Values<std::int64_t> amounts;
  hand_made::Values<std::int64_t> disputes;
  std::vector<std::optional<Date>> dates;
  for (const KeyedRow& row : rows) {
    keys.push_back(row.key);
    amounts.emplace_back(row.minor);
    disputes.emplace_back(row.disputed);
    dates.emplace_back(as_of - row.days);
  }
  Batch batch = hand_made::batch({hand_made::fixed<std::int64_t>("k", "l", keys),
                                  hand_made::fixed<std::int64_t>("amount", "l", amounts),
                                  test_items::dates("due_date", dates)});
  if (with_disputes)
    batch.columns.push_back(hand_made::fixed<std::int64_t>("disputed", "l", disputes));
  return batch;
}

using Figures = std::vector<std::tuple<KeyValue, std::vector<Int128>, std::int64_t>>;

// What the rows come to, worked out with a map; the lowest key first, null last.
Figures reference(const std::vector<KeyedRow>& rows, const AgingBuckets& buckets,
                  bool with_disputes) {
  const std::size_t disputed = buckets.size();
  const std::size_t credits = disputed + (with_disputes ? 1U : 0U);
  std::map<KeyValue, std::pair<std::vector<Int128>, std::int64_t>> sums;
  for (const KeyedRow& row : rows) {
    auto& [figures, count] = sums[row.key ? KeyValue::of(*row.key) : KeyValue{}];
    figures.resize(credits + 2, 0);
    figures[row.minor < 0 ? credits : buckets.bucket(row.days)] += row.minor - row.disputed;
    figures[disputed] += row.disputed;
    figures.back() += row.minor;
    ++count;
  }
  Figures found;
  for (const auto& [key, sum] : sums) found.emplace_back(key, sum.first, sum.second);
  return found;
}

Figures figures_of(const AgingTable& table) {
  Figures found;
  std::vector<Int128> line(table.measures().size());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    table.figures(row, line);
    found.emplace_back(table.keys()[0][row], line, table.items(row));
  }
  return found;
}

RC_GTEST_PROP(AgingLaws, HoldForIntegersFromAllOver, ()) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  const auto anywhere = [] {
    return rc::gen::oneOf(
        rc::gen::arbitrary<std::int64_t>(),
        rc::gen::elementOf(std::vector<std::int64_t>{least, least + 1, -1, 0, most - 1, most}),
        rc::gen::inRange<std::int64_t>(-2'000, 2'000));
  };
  auto rows = *rc::gen::container<std::vector<KeyedRow>>(rc::gen::exec([&] {
                 return KeyedRow{*optional(anywhere()), *anywhere(), *rc::gen::inRange(-9, 99)};
               })).as("rows");
  const bool disputes = *rc::gen::arbitrary<bool>();
  if (disputes) dispute(rows, *rc::gen::arbitrary<std::uint64_t>());
  const AgingBuckets buckets;
  const Batch whole = keyed_batch(rows, disputes);
  for (const std::size_t threads : {1U, 2U, 3U}) {
    const auto table = hand_made::table(hand_made::any_slices(whole));
    const AgingTable result =
        age(*table, as_of, buckets,
            {.group_by = {"k"}, .currency = currencies::USD, .threads = threads});
    RC_ASSERT(figures_of(result) == reference(rows, buckets, disputes));
  }
}

// From 2^21 cells on, the threads share one large table. Here are so many groups, in an order that
// has no order, with keys outside of the table and amounts too large for the packed rows; with
// and without disputes.
TEST(AgingLaws, HoldForManyGroups) {
  constexpr std::int64_t groups = 300'000;
  std::mt19937_64 random(20260331);
  for (const auto& [shift, disputes] : {std::pair(30U, false), {0U, false}, {30U, true}}) {
    std::vector<KeyedRow> rows;
    for (std::int64_t i = 0; i < 600'000; ++i) {
      KeyedRow row{static_cast<std::int64_t>(random() % groups),
                   static_cast<std::int64_t>(random()) >> shift,
                   static_cast<std::int32_t>(random() % 120) - 10};
      if (i % 1'000 == 7) row.key.reset();
      if (i % 1'000 == 9) row.key = -static_cast<std::int64_t>(random() % 50);
      if (i % 100 == 11 && i > 100'000) row.key = 5'000'000 + i;
      // Few, because a block whose sum may be very large goes elsewhere.
      if (i % 100'000 == 3) row.minor = static_cast<std::int64_t>(random()) >> 14U;
      rows.push_back(row);
    }
    // The first rows are looked at to choose: they must be of many groups, all within a window.
    for (std::size_t i = 0; i < 65'536; ++i) {
      if (!rows[i].key || *rows[i].key < 0) rows[i].key = 1;
    }
    // Once in the middle of the window, once so near its end that keys beyond it have places in the
    // shared table, too.
    rows[5].key = shift == 30 ? (1 << 22) - 300 : groups - 1;
    if (disputes) dispute(rows, 7);
    const AgingBuckets buckets;
    const Figures expected = reference(rows, buckets, disputes);
    const Batch whole = keyed_batch(rows, disputes);
    Batch first_half = whole;
    first_half.length = whole.length / 2;
    Batch second_half = whole;
    second_half.offset = first_half.length;
    second_half.length = whole.length - first_half.length;
    for (const std::size_t threads : {1U, 2U, 3U}) {
      const auto table = hand_made::table({first_half, second_half});
      const AgingTable result =
          age(*table, as_of, buckets,
              {.group_by = {"k"}, .currency = currencies::USD, .threads = threads});
      EXPECT_TRUE(figures_of(result) == expected) << threads << " threads, shift " << shift;
    }
  }
}

}  // namespace
}  // namespace o2c

// Events of orders as tables, and orders from such tables.

#include "o2c/order/event_tables.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/columns/table_builder.hpp"
#include "o2c/order/event_table_reader.hpp"
#include "o2c/order/order_tables.hpp"

#include "profile_stories.hpp"

namespace o2c {
namespace {

using Tables = std::vector<NamedTable>;

/// An order with all but a few kinds of events, one that was amended, and the other profiles.
std::vector<OrderHistory> told_histories() {
  test::Story closed = test::paid();
  test::close(closed, test::usd(12'612));
  test::Story amended = test::contracted();
  amended
      .then(events::AmendmentProposed{.number = "A-1",
                                      .reason = "more",
                                      .lines = test::umbrellas(12'000),
                                      .amount = test::usd(60'000),
                                      .terms = PaymentTerms::parse("net 30"),
                                      .latest_shipment = Date(2026, 6, 30)})
      .then(events::AmendmentApproved{})
      .then(events::AmendmentAgreed{"mail 21"});
  return {{"SO-2", closed.order().history()},
          {"SO-10", amended.order().history()},
          {"RO-1", test::day_closed().order().history()},
          {"LT-1", test::matched().order().history()},
          {"PO-1", test::import_paid().order().history()}};
}

Tables tables_of(const std::vector<OrderHistory>& histories) {
  EventTablesBuilder builder;
  std::size_t longest = 0;
  for (const OrderHistory& history : histories) longest = std::max(longest, history.entries.size());
  // In turns, as a journal has them.
  for (std::size_t i = 0; i < longest; ++i)
    for (const OrderHistory& history : histories)
      if (i < history.entries.size()) builder.add(history.order, history.entries[i]);
  return builder.finish();
}

const NamedTable& table(const Tables& tables, std::string_view name) {
  const auto found = std::ranges::find(tables, name, &NamedTable::name);
  if (found == tables.end()) throw std::logic_error("no table " + std::string(name));
  return *found;
}

/// A table's column as texts, "null" for none.
std::vector<std::string> texts(const Tables& tables, std::string_view name,
                               std::string_view column) {
  std::vector<NamedSource> source = sources_of({table(tables, name)});
  const std::optional<std::size_t> at = find_column(*source[0].table, column);
  if (!at) throw std::logic_error("no column " + std::string(column));
  std::vector<std::string> values;
  while (const auto batch = source[0].table->next())
    for (std::int64_t row = 0; row < batch->rows; ++row)
      values.push_back(value_text(batch->columns[*at], row));
  return values;
}

std::vector<std::string> column_names(const Tables& tables, std::string_view name) {
  std::vector<std::string> names;
  for (const ArrowColumn& column : table(tables, name).table->columns) names.push_back(column.name);
  return names;
}

using Texts = std::vector<std::string>;

TEST(EventTables, HaveARowForEachEventByOrderAndSeq) {
  const std::vector<OrderHistory> histories = told_histories();
  const Tables tables = tables_of(histories);
  EXPECT_EQ(tables.front().name, "events");
  EXPECT_EQ(column_names(tables, "events"),
            (Texts{"order", "seq", "event", "on", "recorded_at", "by", "role"}));
  const Texts orders = texts(tables, "events", "order");
  EXPECT_TRUE(std::ranges::is_sorted(orders));
  EXPECT_EQ(texts(tables, "events", "seq")[0], "1");
  EXPECT_EQ(texts(tables, "events", "event")[1], "InquiryReceived");
}

TEST(EventTables, HaveTypedColumnsForEachEvent) {
  const Tables tables = tables_of(told_histories());
  EXPECT_EQ(column_names(tables, "DepositReceived"),
            (Texts{"order", "seq", "on", "amount", "currency", "bank_charges",
                   "bank_charges_currency", "reference"}));
  EXPECT_EQ(texts(tables, "DepositReceived", "amount"), (Texts{"15000.00"}));
  EXPECT_EQ(texts(tables, "DepositReceived", "currency"), (Texts{"USD"}));
  EXPECT_EQ(texts(tables, "DepositReceived", "bank_charges"), (Texts{"null"}));
  EXPECT_EQ(texts(tables, "DepositReceived", "bank_charges_currency"), (Texts{"null"}));
  EXPECT_EQ(texts(tables, "DepositReceived", "on"), (Texts{"2026-03-06"}));
  EXPECT_EQ(column_names(tables, "OrderClosed"), (Texts{"order", "seq", "on"}));
  // A contract's members are columns of the event's table, its lines a table of their own.
  EXPECT_EQ(texts(tables, "ContractSigned", "number"),
            (Texts{"LT-2026", "PC-1", "RO-1", "SC-1", "SC-1"}));
  EXPECT_EQ(texts(tables, "ContractSigned", "tolerance"),
            (Texts{"0.02", "0.00", "0.00", "0.05", "0.05"}));
  EXPECT_EQ(texts(tables, "ContractSigned", "terms")[3],
            "30% deposit; balance against copy of B/L");
  EXPECT_EQ(texts(tables, "ContractSigned", "lines"), (Texts{"1", "1", "1", "1", "1"}));
  EXPECT_EQ(
      column_names(tables, "ContractSigned.lines"),
      (Texts{"order", "seq", "item", "product", "quantity", "unit", "unit_price", "list_price"}));
  EXPECT_EQ(texts(tables, "ContractSigned.lines", "list_price"),
            (Texts{"null", "null", "186", "5", "5"}));
  EXPECT_EQ(texts(tables, "PlanIssued.departments", "departments"),
            (Texts{"workshop", "warehouse"}));
  EXPECT_EQ(texts(tables, "SampleVerdictGiven", "verdict"), (Texts{"accepted", "accepted"}));
}

TEST(EventTables, AreReadBackAsTheSameEvents) {
  std::vector<OrderHistory> histories = told_histories();
  const Tables tables = tables_of(histories);
  std::ranges::sort(histories, {}, &OrderHistory::order);
  for (const std::size_t threads : {1U, 2U, 7U})
    EXPECT_EQ(order_histories(sources_of(tables), {.threads = threads}), histories);
}

TEST(EventTables, TellAListThatIsEmptyFromNone) {
  const auto proposed = [](std::optional<std::vector<OrderLine>> lines) {
    return OrderEntry{events::AmendmentProposed{.number = "A", .reason = "x", .lines = lines},
                      Date(2026, 3, 2), "Li"};
  };
  const std::vector<OrderHistory> histories{
      {"SO-1", {proposed(std::nullopt), proposed(std::vector<OrderLine>{})}}};
  EXPECT_EQ(order_histories(sources_of(tables_of(histories))), histories);
}

TEST(EventTables, OfNothingAreReadAsNothing) {
  const Tables tables = EventTablesBuilder().finish();
  EXPECT_EQ(tables.size(), 1U);
  EXPECT_TRUE(order_histories(sources_of(tables)).empty());
}

TEST(EventTables, FoldToTheStatesOfTheirOrders) {
  std::vector<OrderHistory> histories = told_histories();
  const Tables tables = tables_of(histories);
  std::ranges::sort(histories, {}, &OrderHistory::order);
  for (const std::size_t threads : {1U, 3U}) {
    std::vector<OrderState> states(histories.size());
    fold_event_tables(sources_of(tables),
                      [&](const FoldedOrder& order) {
                        EXPECT_EQ(order.number, histories[order.position].order);
                        states[order.position] = order.state;
                      },
                      {.threads = threads});
    for (std::size_t i = 0; i < histories.size(); ++i) {
      OrderState expected;
      for (const OrderEntry& entry : histories[i].entries) fold(expected, entry);
      EXPECT_EQ(states[i], expected) << histories[i].order;
    }
  }
}

TEST(EventTables, NumbersOfAColumnFitItTogether) {
  const auto weighed = [](const char* gross) {
    return OrderEntry{events::GoodsWeighed{1, 1, 0, Decimal::parse(gross), "W"}, Date(2026, 3, 2),
                      "Li"};
  };
  EventTablesBuilder builder;
  builder.add("SO-1", weighed("99999999999999999999999999999999999999"));
  builder.add("SO-1", weighed("0.5"));
  try {
    static_cast<void>(builder.finish());
    FAIL();
  } catch (const Overflow& error) {
    EXPECT_STREQ(error.what(),
                 "GoodsWeighed, gross: the values need more than the 38 digits of a decimal "
                 "column together");
  }
}

// --- tables that are wrong --------------------------------------------------------------------

/// The tables with other columns in place of some of one of them.
Tables with(Tables tables, std::string_view name, const std::function<void(TableBuilder&)>& make) {
  for (NamedTable& each : tables) {
    if (each.name != name) continue;
    TableBuilder builder(static_cast<std::size_t>(each.table->rows));
    make(builder);
    const std::shared_ptr<const ArrowTable> made = builder.finish();
    ArrowTable changed = *each.table;
    for (const ArrowColumn& column : made->columns)
      *std::ranges::find(changed.columns, column.name, &ArrowColumn::name) = column;
    each.table = std::make_shared<const ArrowTable>(std::move(changed));
  }
  return tables;
}
Tables without_column(Tables tables, std::string_view name, std::string_view column) {
  for (NamedTable& each : tables) {
    if (each.name != name) continue;
    ArrowTable changed = *each.table;
    std::erase_if(changed.columns, [&](const ArrowColumn& one) { return one.name == column; });
    each.table = std::make_shared<const ArrowTable>(std::move(changed));
  }
  return tables;
}
Tables without(Tables tables, std::string_view name) {
  std::erase_if(tables, [&](const NamedTable& each) { return each.name == name; });
  return tables;
}

/// The column, changed.
Tables with_column(Tables tables, std::string_view name, std::string_view column,
                   const std::function<ArrowColumn(const ArrowColumn&)>& change) {
  for (NamedTable& each : tables) {
    if (each.name != name) continue;
    ArrowTable changed = *each.table;
    ArrowColumn& old = *std::ranges::find(changed.columns, column, &ArrowColumn::name);
    old = change(old);
    each.table = std::make_shared<const ArrowTable>(std::move(changed));
  }
  return tables;
}
/// A dictionary-encoded column, whose dictionary is the column; the codes are its rows, or those
/// after.
ArrowColumn encoded(const ArrowColumn& column, std::int64_t first_code = 0) {
  TableBuilder codes(static_cast<std::size_t>(column.length));
  codes.integer(column.name, [&](std::size_t i) {
    return std::optional<std::int64_t>(static_cast<std::int64_t>(i) + first_code);
  });
  ArrowColumn made = codes.finish()->columns.front();
  made.dictionary = std::make_shared<const ArrowColumn>(column);
  return made;
}

Texts faults_of(std::vector<NamedSource> sources, std::size_t threads = 1) {
  Texts found;
  try {
    fold_event_tables(std::move(sources), [](const FoldedOrder&) {}, {.threads = threads});
  } catch (const BadTable& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

Texts faults_of(const Tables& tables, std::size_t threads = 1) {
  return faults_of(sources_of(tables), threads);
}

/// Two orders up to a contract and its deposit: rows 0 to 18 are of SO-1, which is of a sample.
Tables two_orders() {
  const std::vector<OrderEntry> entries = test::secured().order().history();
  return tables_of({{"SO-1", entries}, {"SO-2", entries}});
}

TEST(BadEventTables, AreNamedByTheirNames) {
  Tables tables = two_orders();
  tables.push_back({"DepositRecieved", tables[1].table});
  tables.push_back(tables[0]);
  EXPECT_EQ(faults_of(tables),
            (Texts{"DepositRecieved: expected events, or the name of an event, or of a list of "
                   "one (ContractSigned.lines)",
                   "events: expected one table of this name"}));
  EXPECT_EQ(faults_of(without(two_orders(), "events")),
            (Texts{"events: expected this table, of all events"}));
}

TEST(BadEventTables, HaveTheirColumns) {
  const Tables tables =
      with(without_column(without_column(two_orders(), "DepositReceived", "reference"), "events",
                          "role"),
           "SampleRequested", [](TableBuilder& builder) {
             builder.text("pieces", [](std::size_t) { return std::string_view("two"); });
           });
  EXPECT_EQ(faults_of(tables),
            (Texts{"events, role: expected a column of this name",
                   "SampleRequested, pieces \"text\": expected integers",
                   "DepositReceived, reference: expected a column of this name"}));
}

TEST(BadEventTables, SayWhatIsWrongOfEachRowAtOnce) {
  const Tables tables =
      with(with(two_orders(), "DepositReceived",
                [](TableBuilder& builder) {
                  builder.decimal("amount", 3, [](std::size_t i) {
                    return i == 0 ? std::optional<Int128>() : std::optional<Int128>(1);
                  });
                  builder.text("currency", [](std::size_t i) -> std::optional<std::string_view> {
                    if (i == 0) return "USX";
                    return "USD";
                  });
                }),
           "ContractSigned", [](TableBuilder& builder) {
             builder.text("terms", [](std::size_t i) -> std::optional<std::string_view> {
               if (i == 0) return "soon";
               return std::nullopt;
             });
           });
  const Texts found = faults_of(tables);
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(found[0], "ContractSigned, row 0, terms \"soon\": expected terms of payment");
  EXPECT_EQ(found[1], "ContractSigned, row 1, terms \"null\": expected terms of payment");
  EXPECT_EQ(found[2], "DepositReceived, row 0, amount \"null\": expected an amount");
  EXPECT_EQ(found[3],
            "DepositReceived, row 0, currency \"USX\": expected a known currency code, such as "
            "USD");
  EXPECT_EQ(found[4],
            "DepositReceived, row 1, amount \"0.001\": expected an amount with at most 2 decimal "
            "digits, within 64 bits of minor units");
}

TEST(BadEventTables, OfWhichEventsOrRowsAreMissing) {
  const Tables tables = two_orders();
  const std::size_t rows = static_cast<std::size_t>(tables[0].table->rows);
  const Tables renumbered = with(tables, "events", [&](TableBuilder& builder) {
    builder.integer("seq", [&](std::size_t i) {
      return std::optional<std::int64_t>(i + 1 == rows ? 25
                                         : i < rows / 2
                                             ? static_cast<std::int64_t>(i) + 1
                                             : static_cast<std::int64_t>(i - rows / 2) + 1);
    });
  });
  const Texts found = faults_of(renumbered);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0],
            "events, row 37, event \"DepositReceived\": expected a row of this order "
            "and seq in DepositReceived");
  EXPECT_EQ(found[1], "events, row 37, seq \"25\": expected 19: no seq is left out (order SO-2)");
  EXPECT_EQ(found[2],
            "DepositReceived, row 1, seq \"19\": expected an event DepositReceived of "
            "this seq, with one row here (order SO-2)");
  EXPECT_EQ(faults_of(without(tables, "DepositReceived")),
            (Texts{"events, row 18, event \"DepositReceived\": expected a table DepositReceived "
                   "besides this one"}));
  EXPECT_EQ(faults_of(without(tables, "ContractSigned.lines")),
            (Texts{"ContractSigned, row 0, lines \"1\": expected 0, as there is no table of the "
                   "items",
                   "ContractSigned, row 1, lines \"1\": expected 0, as there is no table of the "
                   "items"}));
}

TEST(BadEventTables, OfUnknownEventsAndWrongDays) {
  const Tables tables =
      with(with(two_orders(), "events",
                [](TableBuilder& builder) {
                  builder.text("by", [](std::size_t i) -> std::optional<std::string_view> {
                    if (i == 3) return std::nullopt;
                    return "Li";
                  });
                  builder.text("role", [](std::size_t i) -> std::optional<std::string_view> {
                    return i == 4 ? "boss" : "salesperson";
                  });
                  builder.moment("recorded_at", [](std::size_t i) {
                    return std::optional<std::int64_t>(i == 2 ? -1 : 0);
                  });
                }),
           "DepositReceived", [](TableBuilder& builder) {
             builder.date("on", [](std::size_t) { return std::optional(20'000); });
           });
  const Texts found = faults_of(tables);
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(found[0],
            "events, row 2, recorded_at \"1969-12-31 23:59:59.999999\": expected not "
            "before the event before it");
  EXPECT_EQ(found[1], "events, row 3, by \"null\": expected a text");
  EXPECT_EQ(found[2],
            "events, row 4, role \"boss\": expected an office: one of salesperson manager finance "
            "production quality purchasing warehouse documentation");
  EXPECT_EQ(found[3],
            "DepositReceived, row 0, on \"2024-10-04\": expected 2026-03-06, as in events");
  EXPECT_EQ(found[4],
            "DepositReceived, row 1, on \"2024-10-04\": expected 2026-03-06, as in events");
}

TEST(BadEventTables, OfEventsThatThoseBeforeDoNotAllow) {
  const OrderEntry third{events::ShipmentPlanned{3, {}}, Date(2026, 3, 2), "Li"};
  const OrderEntry inquiry{events::InquiryReceived{"x"}, Date(2026, 3, 2), "Li"};
  const Tables tables = tables_of({{"SO-1", {inquiry}}, {"SO-2", {third, inquiry}}});
  EXPECT_EQ(
      faults_of(tables),
      (Texts{"events, row 1, event \"ShipmentPlanned\": expected an event that can follow those "
             "before it: part 3 of an order comes after 0"}));
}

OrderEntry told(OrderEvent event) { return {std::move(event), Date(2026, 3, 2), "Wu"}; }
OrderEntry planned(std::int32_t shipment) { return told(events::ShipmentPlanned{shipment, {}}); }

TEST(BadEventTables, OfWhichAnOrderHasOneThatCannotFollow) {
  const Tables tables = tables_of({{"SO-1", {planned(3)}}});
  try {
    static_cast<void>(order_histories(sources_of(tables)));
    FAIL();
  } catch (const BadTable& error) {
    ASSERT_EQ(error.faults().size(), 1U);
    EXPECT_EQ(error.faults()[0].value, "ShipmentPlanned");
  }
}

TEST(BadEventTables, AreReadByOneThreadOrMore) {
  try {
    fold_event_tables(sources_of(two_orders()), [](const FoldedOrder&) {}, {.threads = 0});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(), "threads 0: expected at least 1");
  }
  EXPECT_THROW(order_tables(sources_of(two_orders()), {.threads = 0}), InvalidArgument);
}

TEST(EventTables, AreReadByNoMoreThreadsThanOrders) {
  std::vector<std::size_t> calls(2);
  fold_event_tables(sources_of(two_orders()),
                    [&](const FoldedOrder& order) { ++calls.at(order.thread); },
                    {.threads = 1'000'000'000});
  EXPECT_EQ(calls, (std::vector<std::size_t>{1, 1}));
  const Tables stand = order_tables(sources_of(two_orders()), {.threads = 1'000'000'000});
  EXPECT_EQ(table(stand, "orders").table->rows, 2);
}

TEST(EventTables, WhoLooksAtThemMayThrow) {
  for (const std::size_t threads : {1U, 2U})
    EXPECT_THROW(fold_event_tables(sources_of(two_orders()),
                                   [](const FoldedOrder& order) {
                                     throw std::out_of_range(std::string(order.number));
                                   },
                                   {.threads = threads}),
                 std::out_of_range);
}

// A stray row stands before those of the next order, whose own faults it does not hide.
TEST(BadEventTables, HaveTheSameFaultsWhateverTheThreads) {
  const Tables tables =
      with(tables_of({{"SO-1", {planned(1), planned(2)}}, {"SO-2", {planned(3), planned(1)}}}),
           "events", [](TableBuilder& builder) {
             builder
                 .text("event",
                       [](std::size_t i) -> std::optional<std::string_view> {
                         return i == 1 ? "OrderClosed" : "ShipmentPlanned";
                       })
                 .moment("recorded_at",
                         [](std::size_t i) { return std::optional<std::int64_t>(i == 3 ? 0 : 1); });
           });
  for (const std::size_t threads : {1U, 2U, 7U})
    EXPECT_EQ(faults_of(tables, threads),
              (Texts{"events, row 2, event \"ShipmentPlanned\": expected an event that can follow "
                     "those before it: part 3 of an order comes after 0",
                     "events, row 3, recorded_at \"1970-01-01\": expected not before the "
                     "event before it",
                     "ShipmentPlanned, row 1, seq \"2\": expected an event ShipmentPlanned of this "
                     "seq, with one row here (order SO-1)"}))
        << threads;
}

TEST(BadEventTables, OfSeqsAndRowsThatStandTwice) {
  const auto all_19 = [](TableBuilder& builder) {
    builder.text("order", [](std::size_t) -> std::optional<std::string_view> { return "SO-1"; })
        .integer("seq", [](std::size_t) { return std::optional<std::int64_t>(19); });
  };
  EXPECT_EQ(faults_of(with(two_orders(), "DepositReceived", all_19)),
            (Texts{"events, row 37, event \"DepositReceived\": expected a row of this order and "
                   "seq in DepositReceived",
                   "DepositReceived, row 1, seq \"19\": expected an event DepositReceived of this "
                   "seq, with one row here (order SO-1)"}));
  const Tables closed =
      tables_of({{"SO-1", {told(events::OrderClosed{})}}, {"SO-2", {told(events::OrderClosed{})}}});
  EXPECT_EQ(faults_of(with(without(closed, "OrderClosed"), "events",
                           [](TableBuilder& builder) {
                             builder.text("order", [](std::size_t) {
                               return std::optional<std::string_view>("SO-1");
                             });
                           })),
            (Texts{"events, row 1, seq \"1\": expected each seq once in an order (order SO-1)"}));
}

TEST(BadEventTables, OfItemsThatAreNotThoseOfTheirList) {
  const auto lines = [](std::int64_t first, std::int64_t second, std::int64_t seq) {
    return with(two_orders(), "ContractSigned.lines", [=](TableBuilder& builder) {
      builder.integer("item", [=](std::size_t i) { return std::optional(i == 0 ? first : second); })
          .integer("seq",
                   [=](std::size_t i) { return std::optional<std::int64_t>(i == 0 ? 18 : seq); });
    });
  };
  EXPECT_EQ(texts(two_orders(), "ContractSigned", "seq"), (Texts{"18", "18"}));
  EXPECT_TRUE(faults_of(lines(1, 1, 18)).empty());
  EXPECT_EQ(faults_of(lines(2, 1, 18)),
            (Texts{"ContractSigned.lines, row 0, item \"2\": expected 1: items are numbered "
                   "1, 2, ..."}));
  EXPECT_EQ(faults_of(lines(1, 1, 17)),
            (Texts{"ContractSigned, row 1, lines \"1\": expected 0, as ContractSigned.lines has",
                   "ContractSigned.lines, row 1, seq \"17\": expected an event ContractSigned of "
                   "this seq, with one row here (order SO-2)"}));
}

TEST(BadEventTables, OfACountThatIsNotThatOfTheItems) {
  const Tables tables = with(two_orders(), "ContractSigned", [](TableBuilder& builder) {
    builder.integer("lines", [](std::size_t i) {
      return i == 0 ? std::optional<std::int64_t>() : std::optional<std::int64_t>(2);
    });
  });
  EXPECT_EQ(faults_of(tables),
            (Texts{"ContractSigned, row 0, lines \"null\": expected 1, as ContractSigned.lines has",
                   "ContractSigned, row 1, lines \"2\": expected 1, as ContractSigned.lines has"}));
}

TEST(BadEventTables, OfACurrencyWithoutAnAmount) {
  const Tables tables = with(two_orders(), "DepositReceived", [](TableBuilder& builder) {
    builder.text("bank_charges_currency", [](std::size_t i) {
      return i == 1 ? std::optional<std::string_view>("USD") : std::nullopt;
    });
  });
  EXPECT_EQ(faults_of(tables), (Texts{"DepositReceived, row 1, bank_charges_currency \"USD\": "
                                      "expected none, as there is no amount"}));
}

// Nobody's rows are refused because the orders of all events are not known.
TEST(BadEventTables, WithoutKeysAreToldOnce) {
  const Texts no_name{": expected a column of this name"};
  for (const char* column : {"order", "seq", "event"})
    EXPECT_EQ(faults_of(without_column(two_orders(), "events", column)),
              (Texts{"events, " + std::string(column) + no_name[0]}));
  for (const char* table : {"DepositReceived", "ContractSigned", "ContractSigned.lines"})
    EXPECT_EQ(faults_of(without_column(two_orders(), table, "seq")),
              (Texts{std::string(table) + ", seq" + no_name[0]}));
  EXPECT_EQ(faults_of(without_column(without_column(two_orders(), "events", "seq"),
                                     "ContractSigned.lines", "item")),
            (Texts{"events, seq" + no_name[0], "ContractSigned.lines, item" + no_name[0]}));
}

/// Of float64, as pandas makes of whole numbers when some are missing; nothing is not a number.
ArrowColumn floats(const std::string& name, std::vector<std::optional<double>> values) {
  auto numbers = std::make_shared<std::vector<double>>();
  for (const std::optional<double>& value : values)
    numbers->push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  return {.name = name,
          .format = "g",
          .buffers = {nullptr, std::shared_ptr<const void>(numbers, numbers->data())},
          .length = static_cast<std::int64_t>(values.size())};
}

TEST(EventTables, MayHaveFloatsForTheirSeqs) {
  const Tables tables = tables_of({{"SO-1", {planned(1), planned(2)}}});
  const auto seqs = [&](std::optional<double> second) {
    return with_column(tables, "events", "seq", [&](const ArrowColumn& column) {
      return floats(column.name, {1.0, second});
    });
  };
  EXPECT_TRUE(faults_of(seqs(2.0)).empty());
  const std::string stray =
      "ShipmentPlanned, row 1, seq \"2\": expected an event ShipmentPlanned of this seq, with one "
      "row here (order SO-1)";
  EXPECT_EQ(faults_of(seqs(1.5)),
            (Texts{"events, row 1, seq \"1.5\": expected a whole number from 1", stray}));
  EXPECT_EQ(faults_of(seqs(std::nullopt)),
            (Texts{"events, row 1, seq \"nan\": expected a whole number from 1", stray}));
}

TEST(BadEventTables, WithoutADayAreNotComparedWithIt) {
  const Tables tables = with(two_orders(), "events", [](TableBuilder& builder) {
    builder.date("on", [](std::size_t i) {
      return i == 18 ? std::optional<std::int32_t>() : std::optional(20'518);
    });
  });
  const Texts found = faults_of(tables);
  EXPECT_TRUE(std::ranges::count(found, "events, row 18, on \"null\": expected a date") == 1);
  EXPECT_TRUE(std::ranges::none_of(
      found, [](const std::string& fault) { return fault.starts_with("DepositReceived, row 0"); }));
}

TEST(BadEventTables, OfMomentsThatGoBackOverOneThatIsMissing) {
  const Tables tables = with(two_orders(), "events", [](TableBuilder& builder) {
    builder
        .moment("recorded_at",
                [](std::size_t i) {
                  return i == 3 ? std::optional<std::int64_t>()
                                : std::optional<std::int64_t>(i == 2  ? 2
                                                              : i < 2 ? 0
                                                                      : 1);
                })
        .text("by", [](std::size_t i) {
          return i == 0 ? std::nullopt : std::optional<std::string_view>("Li");
        });
  });
  EXPECT_EQ(faults_of(tables),
            (Texts{"events, row 0, by \"null\": expected a text",
                   "events, row 3, recorded_at \"null\": expected a moment",
                   "events, row 4, recorded_at \"1970-01-01 00:00:00.000001\": expected not before "
                   "the event before it"}));
}

TEST(EventTables, MayHaveTheirTextsInDictionaries) {
  const Tables plain = two_orders();
  Tables tables = plain;
  for (const char* column : {"order", "by"})
    tables =
        with_column(tables, "events", column, [](const ArrowColumn& old) { return encoded(old); });
  for (const char* column : {"order", "reference"})
    tables = with_column(tables, "DepositReceived", column,
                         [](const ArrowColumn& old) { return encoded(old); });
  EXPECT_EQ(order_histories(sources_of(tables)), order_histories(sources_of(plain)));
}

TEST(BadEventTables, OfBooleansInADictionary) {
  const Tables tables = with_column(two_orders(), "SampleChecked", "passed",
                                    [](const ArrowColumn& old) { return encoded(old); });
  EXPECT_EQ(faults_of(tables),
            (Texts{"SampleChecked, passed \"dictionary of boolean\": expected booleans"}));
}

TEST(BadEventTables, OfMalformedColumnsAreNamed) {
  const auto beyond = [](const ArrowColumn& old) { return encoded(old, 1); };
  const std::string malformed =
      "\"malformed Arrow column: a code outside of its dictionary\": expected columns as the Arrow "
      "format describes them";
  EXPECT_EQ(faults_of(with_column(two_orders(), "events", "by", beyond)),
            (Texts{"events, row 37, " + malformed}));
  EXPECT_EQ(faults_of(with_column(two_orders(), "ContractSigned.lines", "unit", beyond)),
            (Texts{"ContractSigned.lines, row 1, " + malformed}));
  EXPECT_EQ(faults_of(with_column(two_orders(), "DepositReceived", "reference", beyond)),
            (Texts{"DepositReceived, row 1, " + malformed}));
  const Texts of_order = faults_of(with_column(two_orders(), "events", "order", beyond));
  ASSERT_FALSE(of_order.empty());
  EXPECT_TRUE(std::ranges::count(of_order, "events, row 37, " + malformed) == 1);
}

TEST(BadEventTables, OfColumnsThatStandTwice) {
  const auto twice = [](std::string_view name, std::string_view column) {
    Tables tables = two_orders();
    for (NamedTable& each : tables) {
      if (each.name != name) continue;
      ArrowTable changed = *each.table;
      changed.columns.push_back(*std::ranges::find(changed.columns, column, &ArrowColumn::name));
      each.table = std::make_shared<const ArrowTable>(std::move(changed));
    }
    return tables;
  };
  EXPECT_EQ(faults_of(twice("DepositReceived", "on")),
            (Texts{"DepositReceived, on: expected one column of this name"}));
  EXPECT_EQ(faults_of(twice("DepositReceived", "order"), 2),
            (Texts{"DepositReceived, order: expected one column of this name"}));
  EXPECT_EQ(faults_of(twice("events", "recorded_at")),
            (Texts{"events, recorded_at: expected one column of this name"}));
}

/// Gives the rows of several tables of one form, each a batch, and fails after them if it is to.
class JoinedSource final : public TableSource {
 public:
  JoinedSource(std::vector<NamedSource> parts, bool fails)
      : parts_(std::move(parts)), fails_(fails) {}

  [[nodiscard]] const std::vector<ColumnField>& fields() const override {
    return parts_.front().table->fields();
  }
  std::optional<RecordBatch> next() override {
    for (; at_ < parts_.size(); ++at_)
      if (std::optional<RecordBatch> batch = parts_[at_].table->next()) return batch;
    if (fails_) throw BadTable("the file ends early");
    return std::nullopt;
  }

 private:
  std::vector<NamedSource> parts_;
  std::size_t at_ = 0;
  bool fails_;
};

std::vector<NamedSource> joined(const std::vector<Tables>& parts, std::string_view failing = {}) {
  std::vector<NamedSource> sources;
  for (const NamedTable& each : parts.front()) {
    Tables same;
    for (const Tables& part : parts) same.push_back(table(part, each.name));
    sources.push_back(
        {each.name, std::make_unique<JoinedSource>(sources_of(same), each.name == failing)});
  }
  return sources;
}

// Each batch has dictionaries of its own, and an order's events lie in turns in both.
TEST(EventTables, AreReadFromBatchesInAnyOrder) {
  const OrderEntry inquired = told(events::InquiryReceived{"umbrellas"});
  const OrderEntry quoted =
      told(events::QuotationDrafted{test::umbrellas(10), test::usd(50), Date(2026, 3, 31)});
  const std::vector<OrderEntry> all{inquired, quoted, quoted, inquired, inquired, quoted};
  const auto part = [&](std::size_t first) {  // Every other event.
    std::vector<OrderEntry> some;
    for (std::size_t i = first; i < all.size(); i += 2) some.push_back(all[i]);
    Tables tables = tables_of({{"SO-1", some}});
    for (const NamedTable& each : Tables(tables)) {
      const Texts seqs = texts(tables, each.name, "seq");
      tables = with(std::move(tables), each.name, [&](TableBuilder& builder) {
        builder.integer("seq", [&](std::size_t i) {
          return std::optional<std::int64_t>(2 * std::stoll(seqs[i]) - 1 +
                                             static_cast<std::int64_t>(first));
        });
      });
    }
    return tables;
  };
  EXPECT_EQ(texts(part(0), "events", "event")[0], "InquiryReceived");
  EXPECT_EQ(texts(part(1), "events", "event")[0], "QuotationDrafted");
  for (const std::size_t first : {0U, 1U})
    EXPECT_EQ(order_histories(joined({part(first), part(1 - first)})),
              (std::vector<OrderHistory>{{"SO-1", all}}));
}

TEST(BadEventTables, TellWhichOfThemCannotBeRead) {
  const Tables tables = two_orders();
  EXPECT_EQ(faults_of(joined({tables}, "DepositReceived")),
            (Texts{"DepositReceived, \"the file ends early\": expected a table that can be read"}));
  EXPECT_EQ(faults_of(joined({tables}, "events")),
            (Texts{"events, \"the file ends early\": expected a table that can be read"}));
}

// --- where orders stand -----------------------------------------------------------------------

TEST(OrderTables, SayWhereEachOrderStands) {
  const Tables tables = order_tables(sources_of(tables_of(told_histories())), {.threads = 2});
  EXPECT_EQ(texts(tables, "orders", "order"), (Texts{"LT-1", "PO-1", "RO-1", "SO-10", "SO-2"}));
  EXPECT_EQ(texts(tables, "orders", "party"),
            (Texts{"Foundry", "Pressen AG", "Corner Shop", "Rainy Harbor", "Rainy Harbor"}));
  EXPECT_EQ(texts(tables, "orders", "deal"),
            (Texts{"contracted", "contracted", "contracted", "contracted", "closed"}));
  EXPECT_EQ(texts(tables, "orders", "currency"), (Texts{"CNY", "EUR", "CNY", "USD", "USD"}));
  EXPECT_EQ(texts(tables, "orders", "amount"),
            (Texts{"82600000.00", "100000.00", "4464.00", "60000.00", "50000.00"}));
  EXPECT_EQ(texts(tables, "orders", "invoiced"),
            (Texts{"8298917.78", "100000.00", "3720.00", "null", "49000.00"}));
  EXPECT_EQ(texts(tables, "orders", "open"), (Texts{"8298917.78", "0.00", "0.00", "null", "0.00"}));
  EXPECT_EQ(texts(tables, "orders", "latest_shipment")[3], "2026-06-30");
  EXPECT_EQ(texts(tables, "shipments", "settlement"),
            (Texts{"matched", "paid", "received", "received"}));
  EXPECT_EQ(texts(tables, "lines", "shipped"),
            (Texts{"498.600", "2.000", "20.000", "0.000", "9800.000"}));
  EXPECT_EQ(texts(tables, "samples", "verdict"), (Texts{"accepted", "accepted"}));
  EXPECT_EQ(table(tables, "complaints").table->rows, 0);
}

TEST(OrderTables, OfAmountsInTwoCurrenciesAreRefused) {
  const auto entry = [](OrderEvent event) {
    return OrderEntry{std::move(event), Date(2026, 3, 2), "Wu"};
  };
  const auto shipped = [&](std::int32_t shipment, Money amount) {
    return entry(events::GoodsShipped{shipment, "BL", Date(2026, 3, 2), {}, "INV", amount});
  };
  const std::vector<OrderEntry> entries{
      entry(events::ShipmentPlanned{1, {}}), shipped(1, test::usd(5)),
      entry(events::ShipmentPlanned{2, {}}), shipped(2, test::eur(5))};
  try {
    static_cast<void>(
        order_tables(sources_of(tables_of({{"SO-1", entries}, {"SO-2", {planned(3)}}}))));
    FAIL();
  } catch (const BadTable& error) {
    ASSERT_EQ(error.faults().size(), 2U);  // With those of other orders.
    EXPECT_EQ(error.faults()[1].value, "ShipmentPlanned");
    EXPECT_TRUE(to_string(error.faults()[0])
                    .starts_with("events, row 3, order \"SO-1\": expected amounts in one currency, "
                                 "within 64 bits ("))
        << to_string(error.faults()[0]);
  }
}

}  // namespace
}  // namespace o2c

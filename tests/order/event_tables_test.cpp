// Events of orders as tables, and orders from such tables.

#include "o2c/order/event_tables.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
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

Texts faults_of(const Tables& tables) {
  Texts found;
  try {
    fold_event_tables(sources_of(tables), [](const FoldedOrder&) {});
  } catch (const BadTable& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
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
  EXPECT_EQ(faults_of(tables),
            (Texts{"events, row 1, event \"ShipmentPlanned\": expected an event that those before "
                   "it allow: part 3 of an order comes after 0"}));
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
    static_cast<void>(order_tables(sources_of(tables_of({{"SO-1", entries}}))));
    FAIL();
  } catch (const BadTable& error) {
    ASSERT_EQ(error.faults().size(), 1U);
    EXPECT_EQ(error.faults()[0].file, "orders");
    EXPECT_EQ(error.faults()[0].value, "SO-1");
  }
}

}  // namespace
}  // namespace o2c

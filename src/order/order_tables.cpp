#include "o2c/order/order_tables.hpp"

#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/number/field.hpp"
#include "o2c/order/order_state.hpp"

#include "event_table_check.hpp"
#include "field_columns.hpp"

namespace o2c::inline v1 {

namespace {

template <class Stage>
std::string_view stage_text(Machine machine, Stage stage) {
  return stage_name(machine, static_cast<std::uint8_t>(stage));
}

/// Machines that have not begun have no day.
std::optional<Date> day_of(Date since) {
  return since == Date::min() ? std::nullopt : std::optional(since);
}

std::optional<Decimal> decimal_of(const std::optional<Money>& money) {
  return money ? std::optional(money->amount()) : std::nullopt;
}

struct OrderRow {
  std::string order;
  std::int64_t events;
  Profile profile;
  std::string party;
  std::string salesperson;
  std::string_view deal;
  std::optional<Date> deal_since{};
  std::string_view amendment;
  std::string_view security;
  std::optional<Date> secured_on{};
  std::string_view production;
  std::string_view review;
  std::int32_t samples;
  std::int32_t shipments;
  std::int32_t complaints;
  std::optional<std::string> contract{};
  std::optional<Date> contract_date{};
  std::optional<Date> latest_shipment{};
  std::optional<std::string> currency{};
  std::optional<Decimal> amount{};
  std::optional<Decimal> deposit{};
  std::optional<Decimal> invoiced{};
  std::optional<Decimal> settled{};
  std::optional<Decimal> open{};

  static constexpr auto fields() {
    return std::tuple{Field{"order", &OrderRow::order, "its number"},
                      Field{"events", &OrderRow::events, "how many there are"},
                      Field{"profile", &OrderRow::profile, "which business it is"},
                      Field{"party", &OrderRow::party, "the customer, or the supplier"},
                      Field{"salesperson", &OrderRow::salesperson, "whose order it is"},
                      Field{"deal", &OrderRow::deal, "its stage"},
                      Field{"deal_since", &OrderRow::deal_since, "when it came to it"},
                      Field{"amendment", &OrderRow::amendment, "its stage"},
                      Field{"security", &OrderRow::security, "its stage"},
                      Field{"secured_on", &OrderRow::secured_on, "when all was there"},
                      Field{"production", &OrderRow::production, "its stage"},
                      Field{"review", &OrderRow::review, "its stage"},
                      Field{"samples", &OrderRow::samples, "how many rounds"},
                      Field{"shipments", &OrderRow::shipments, "how many"},
                      Field{"complaints", &OrderRow::complaints, "how many"},
                      Field{"contract", &OrderRow::contract, "its number"},
                      Field{"contract_date", &OrderRow::contract_date, "when it was signed"},
                      Field{"latest_shipment", &OrderRow::latest_shipment, "the last day to ship"},
                      Field{"currency", &OrderRow::currency, "of all amounts"},
                      Field{"amount", &OrderRow::amount, "of the contract, as amended"},
                      Field{"deposit", &OrderRow::deposit, "paid in advance"},
                      Field{"invoiced", &OrderRow::invoiced, "of all shipments"},
                      Field{"settled", &OrderRow::settled, "of what was invoiced"},
                      Field{"open", &OrderRow::open, "invoiced less settled"}};
  }
};

struct OrderLineRow {
  std::string order;
  std::int32_t line;
  std::optional<std::string> product{};
  std::optional<std::string> unit{};
  Decimal ordered;
  Decimal made;
  Decimal passed;
  Decimal shipped;
  bool closed_short;

  static constexpr auto fields() {
    return std::tuple{Field{"order", &OrderLineRow::order, "whose it is"},
                      Field{"line", &OrderLineRow::line, "from 1, as in the contract"},
                      Field{"product", &OrderLineRow::product, "what is sold"},
                      Field{"unit", &OrderLineRow::unit, "of the quantities"},
                      Field{"ordered", &OrderLineRow::ordered, "as amended"},
                      Field{"made", &OrderLineRow::made, "so far"},
                      Field{"passed", &OrderLineRow::passed, "inspected, or by concession"},
                      Field{"shipped", &OrderLineRow::shipped, "so far"},
                      Field{"closed_short", &OrderLineRow::closed_short, "no more will go"}};
  }
};

struct OrderShipmentRow {
  std::string order;
  std::int32_t shipment;
  std::string_view stage;
  std::optional<Date> since{};
  std::optional<Date> shipped_on{};
  std::string_view settlement;
  std::optional<Date> settlement_since{};
  std::optional<Date> due_date{};
  std::optional<std::string> currency{};
  std::optional<Decimal> invoiced{};
  std::optional<Decimal> settled{};
  std::optional<Decimal> open{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"order", &OrderShipmentRow::order, "whose it is"},
        Field{"shipment", &OrderShipmentRow::shipment, "its number, from 1"},
        Field{"stage", &OrderShipmentRow::stage, "of the goods"},
        Field{"since", &OrderShipmentRow::since, "when they came to it"},
        Field{"shipped_on", &OrderShipmentRow::shipped_on, "by the transport document"},
        Field{"settlement", &OrderShipmentRow::settlement, "the stage of documents and money"},
        Field{"settlement_since", &OrderShipmentRow::settlement_since, "when they came to it"},
        Field{"due_date", &OrderShipmentRow::due_date, "of an accepted draft"},
        Field{"currency", &OrderShipmentRow::currency, "of the amounts"},
        Field{"invoiced", &OrderShipmentRow::invoiced, "so far"},
        Field{"settled", &OrderShipmentRow::settled, "of it"},
        Field{"open", &OrderShipmentRow::open, "invoiced less settled"}};
  }
};

struct OrderSampleRow {
  std::string order;
  std::int32_t sample;
  std::string_view stage;
  std::optional<Date> since{};
  std::int32_t asked;
  std::int32_t sent;
  std::optional<events::Verdict> verdict{};

  static constexpr auto fields() {
    return std::tuple{Field{"order", &OrderSampleRow::order, "whose it is"},
                      Field{"sample", &OrderSampleRow::sample, "its round, from 1"},
                      Field{"stage", &OrderSampleRow::stage, "where it is"},
                      Field{"since", &OrderSampleRow::since, "when it came to it"},
                      Field{"asked", &OrderSampleRow::asked, "pieces"},
                      Field{"sent", &OrderSampleRow::sent, "pieces"},
                      Field{"verdict", &OrderSampleRow::verdict, "the customer's"}};
  }
};

struct OrderComplaintRow {
  std::string order;
  std::int32_t ticket;
  std::int32_t shipment;
  std::string_view stage;
  std::optional<Date> since{};

  static constexpr auto fields() {
    return std::tuple{Field{"order", &OrderComplaintRow::order, "whose it is"},
                      Field{"ticket", &OrderComplaintRow::ticket, "its number, from 1"},
                      Field{"shipment", &OrderComplaintRow::shipment, "that it is about"},
                      Field{"stage", &OrderComplaintRow::stage, "where it is"},
                      Field{"since", &OrderComplaintRow::since, "when it came to it"}};
  }
};

std::int32_t count_of(const auto& parts) { return static_cast<std::int32_t>(parts.size()); }

/// The sum of what shipments have of an amount; none has it: none.
std::optional<Money> shipments_total(const std::vector<ShipmentState>& shipments,
                                     std::optional<Money> ShipmentState::* amount) {
  std::optional<Money> sum{};
  for (const ShipmentState& shipment : shipments)
    if (shipment.*amount) sum = sum ? *sum + *(shipment.*amount) : *(shipment.*amount);
  return sum;
}

/// What one thread has found.
struct OrderTableRows {
  std::vector<OrderRow> orders;
  std::vector<OrderLineRow> lines;
  std::vector<OrderShipmentRow> shipments;
  std::vector<OrderSampleRow> samples;
  std::vector<OrderComplaintRow> complaints;

  /// What is wrong with it.
  std::vector<std::string> add(const FoldedOrder& order) {
    std::vector<std::string> wrong;
    add_order(order, wrong);
    add_lines(order);
    add_shipments(order, wrong);
    const std::string number(order.number);
    for (std::int32_t i = 0; const SampleState& sample : order.state.samples)
      samples.push_back({number, ++i, stage_text(Machine::sample, sample.stage),
                         day_of(sample.since), sample.asked, sample.sent, sample.verdict});
    for (std::int32_t i = 0; const TicketState& ticket : order.state.tickets)
      complaints.push_back({number, ++i, ticket.shipment,
                            stage_text(Machine::after_sales, ticket.stage), day_of(ticket.since)});
    return wrong;
  }

 private:
  void add_order(const FoldedOrder& order, std::vector<std::string>& wrong) {
    const OrderState& state = order.state;
    OrderRow row{.order = std::string(order.number),
                 .events = state.version,
                 .profile = state.profile,
                 .party = state.party,
                 .salesperson = state.salesperson,
                 .deal = stage_text(Machine::deal, state.deal),
                 .deal_since = day_of(state.deal_since),
                 .amendment = stage_text(Machine::amendment, state.amendment),
                 .security = stage_text(Machine::security, state.security.stage),
                 .secured_on = state.security.secured_on,
                 .production = stage_text(Machine::production, state.production.stage),
                 .review = stage_text(Machine::review, state.review),
                 .samples = count_of(state.samples),
                 .shipments = count_of(state.shipments),
                 .complaints = count_of(state.tickets)};
    if (state.contract) {
      row.contract = state.contract->number;
      row.contract_date = state.contract->date;
      row.latest_shipment = state.contract->latest_shipment;
    }
    try {
      add_amounts(state, row);
    } catch (const Error& why) {
      wrong.push_back(std::string("amounts in one currency, within 64 bits (") + why.what() + ")");
    }
    orders.push_back(std::move(row));
  }

  static void add_amounts(const OrderState& state, OrderRow& row) {
    const std::optional<Money> contract =
        state.contract ? std::optional(state.contract->amount) : std::nullopt;
    const std::optional<Money> invoiced =
        shipments_total(state.shipments, &ShipmentState::invoiced);
    const std::optional<Money> settled = shipments_total(state.shipments, &ShipmentState::settled);
    std::optional<Money> first;
    for (const std::optional<Money>& each : {contract, state.security.deposit, invoiced, settled}) {
      if (!each) continue;
      if (first) static_cast<void>(*first <=> *each);  // Throws for another currency.
      first = each;
    }
    if (first) row.currency = to_string(first->currency());
    row.amount = decimal_of(contract);
    row.deposit = decimal_of(state.security.deposit);
    row.invoiced = decimal_of(invoiced);
    row.settled = decimal_of(settled);
    if (invoiced) row.open = (settled ? *invoiced - *settled : *invoiced).amount();
  }

  void add_lines(const FoldedOrder& order) {
    const OrderState& state = order.state;
    for (std::size_t i = 0; i < state.lines.size(); ++i) {
      const LineProgress& line = state.lines[i];
      // One that an amendment has taken out of the contract has no product any more.
      const OrderLine* sold =
          state.contract && i < state.contract->lines.size() ? &state.contract->lines[i] : nullptr;
      lines.push_back({.order = std::string(order.number),
                       .line = static_cast<std::int32_t>(i) + 1,
                       .product = sold != nullptr ? std::optional(sold->product) : std::nullopt,
                       .unit = sold != nullptr ? std::optional(sold->unit) : std::nullopt,
                       .ordered = line.ordered,
                       .made = line.made,
                       .passed = line.passed,
                       .shipped = line.shipped,
                       .closed_short = line.closed_short});
    }
  }

  void add_shipments(const FoldedOrder& order, std::vector<std::string>& wrong) {
    for (std::int32_t i = 0; const ShipmentState& shipment : order.state.shipments) {
      OrderShipmentRow row{.order = std::string(order.number),
                           .shipment = ++i,
                           .stage = stage_text(Machine::shipment, shipment.stage),
                           .since = day_of(shipment.since),
                           .shipped_on = day_of(shipment.shipped_on),
                           .settlement = stage_text(Machine::settlement, shipment.settlement),
                           .settlement_since = day_of(shipment.settlement_since),
                           .due_date = shipment.due_date,
                           .invoiced = decimal_of(shipment.invoiced),
                           .settled = decimal_of(shipment.settled)};
      const std::optional<Money>& some = shipment.invoiced ? shipment.invoiced : shipment.settled;
      if (some) row.currency = to_string(some->currency());
      try {
        row.open = decimal_of(open_amount(shipment));
      } catch (const Error& why) {
        wrong.push_back("shipment " + std::to_string(i) + " in one currency, within 64 bits (" +
                        why.what() + ")");
      }
      shipments.push_back(std::move(row));
    }
  }
};

/// One table of what all threads have found.
template <class Row>
NamedTable joined_table(const char* name, const std::vector<OrderTableRows>& parts,
                        std::vector<Row> OrderTableRows::* rows_of) {
  FieldColumns<Row> columns;
  std::uint32_t count = 0;
  for (const OrderTableRows& part : parts)
    for (const Row& row : part.*rows_of) {
      columns.push(row);
      ++count;
    }
  std::vector<std::uint32_t> rows(count);
  std::iota(rows.begin(), rows.end(), 0U);
  TableDraft draft{.name = name, .owners = {}};
  columns.write(draft, {}, rows);
  ArrowTable table{.columns = std::move(draft.columns), .rows = std::int64_t{count}};
  return {name, std::make_shared<const ArrowTable>(std::move(table))};
}

}  // namespace

std::vector<NamedTable> order_tables(std::vector<NamedSource> events,
                                     const EventTableReading& reading) {
  std::vector<OrderTableRows> parts;
  check_event_tables(
      std::move(events),
      [&](std::size_t threads) -> OrderCheck {
        parts.resize(threads);
        return [&](const FoldedOrder& order) { return parts[order.thread].add(order); };
      },
      reading);
  return {joined_table("orders", parts, &OrderTableRows::orders),
          joined_table("lines", parts, &OrderTableRows::lines),
          joined_table("shipments", parts, &OrderTableRows::shipments),
          joined_table("samples", parts, &OrderTableRows::samples),
          joined_table("complaints", parts, &OrderTableRows::complaints)};
}

}  // namespace o2c::inline v1

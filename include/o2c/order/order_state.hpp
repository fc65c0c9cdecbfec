#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/order/contract.hpp"
#include "o2c/order/deal_events.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/order/sample_events.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

// The stages of each machine. The first of each is where it begins.

enum class DealStage : std::uint8_t {
  none,
  opened,
  inquired,
  quotation_drafted,
  quotation_approved,
  quoted,
  contracted,
  completed,
  closed,
  cancelled,
  lost
};

enum class AmendmentStage : std::uint8_t { none, proposed, approved };

enum class SampleStage : std::uint8_t {
  none,
  requested,
  ordered,
  signed_twice,
  made,
  checked,
  filed,
  sent,
  arrived,
  accepted,
  rejected,
  no_order,
  withdrawn
};

enum class SecurityStage : std::uint8_t { open, credit_received, credit_to_amend, secured };

enum class ProductionStage : std::uint8_t {
  none,
  drafted,
  approved,
  issued,
  in_progress,
  rework,
  inspected
};

enum class ShipmentStage : std::uint8_t {
  none,
  planned,
  confirmed,
  accepted,
  booked,
  loading_fixed,
  notified,
  shipped,
  withdrawn,
  loaded,      ///< On the van.
  delivered,   ///< To the outlet.
  day_closed,  ///< The van is counted.
  called_off,
  dispatched,
  weighed,
  arrived,
  cleared,
  landed
};

enum class SettlementStage : std::uint8_t {
  none,
  balance_claimed,
  presented,
  discrepant,
  collecting,
  accepted,
  released,
  received,
  owed,       ///< By the outlet.
  cash_held,  ///< By the salesperson.
  provisional,
  priced,
  matched,
  invoiced,  ///< By the supplier.
  paid
};

enum class TicketStage : std::uint8_t { none, open, remedied, closed };

enum class ReviewStage : std::uint8_t { none, reported, settled };

/// What has become of a line of the contract, in its unit.
struct LineProgress {
  Decimal ordered{};
  Decimal made{};
  Decimal passed{};  ///< Inspected, or let pass by concession.
  Decimal shipped{};
  bool closed_short = false;  ///< The rest will not be shipped.

  friend bool operator==(const LineProgress&, const LineProgress&) = default;
};

struct SampleState {
  SampleStage stage = SampleStage::none;
  Date since = Date::min();
  std::int32_t asked = 0;  ///< Pieces, as the next three.
  std::int32_t ordered = 0;
  std::int32_t made = 0;
  std::int32_t sent = 0;
  std::optional<Money> fee{};
  std::optional<Money> courier_fee{};
  std::optional<Money> fee_received{};
  std::optional<Money> courier_fee_received{};
  bool freight_collect = false;
  bool followed_up = false;
  bool passed = false;  ///< The last check of it.
  std::optional<events::Verdict> verdict{};
  Date expected_on = Date::min();
  Date arrived_on = Date::min();
  std::string ordered_by{};
  std::string seal{};

  friend bool operator==(const SampleState&, const SampleState&) = default;
};

struct SecurityState {
  SecurityStage stage = SecurityStage::open;
  Date since = Date::min();
  std::optional<SecurityNeed> need{};
  std::optional<Money> deposit{};          ///< What came in, with the bank charges that we bear.
  std::optional<Money> deposit_applied{};  ///< Of it, to invoices.
  std::optional<Money> refunded{};         ///< After the order was cancelled.
  std::optional<Date> secured_on{};        ///< When all that the terms ask for was there.
  std::optional<Money> credit_amount{};    ///< Of the letter of credit.
  std::optional<Date> latest_shipment{};   ///< By it.
  std::optional<Date> expiry{};            ///< The last day to present documents under it.
  std::int32_t presentation_days = 21;     ///< After shipment, by it: UCP 600 art. 14(c).
  bool credit_fits = false;                ///< It was checked, and is as agreed.
  std::optional<Money> granted{};          ///< Open account.

  friend bool operator==(const SecurityState&, const SecurityState&) = default;
};

/// What of a line passed on a day, less what of it was found to be bad later.
struct PassedLot {
  std::int32_t line = 0;
  Date on = Date::min();
  Decimal quantity{};

  friend bool operator==(const PassedLot&, const PassedLot&) = default;
};

struct ProductionState {
  ProductionStage stage = ProductionStage::none;
  Date since = Date::min();
  Date finish_by = Date::min();
  std::optional<Date> issued_on{};
  std::string drafted_by{};
  bool rejected = false;          ///< Something, by the last inspection.
  std::vector<PassedLot> lots{};  ///< In their order.

  friend bool operator==(const ProductionState&, const ProductionState&) = default;
};

struct ShipmentState {
  ShipmentStage stage = ShipmentStage::none;
  Date since = Date::min();
  std::vector<Decimal> quantities{};  ///< By line: planned; once gone, what has gone.
  std::vector<Decimal> loaded{};      ///< On a van, by line.
  std::string planned_by{};
  bool inspected = false;  ///< Commodity inspection (商检).
  bool declared = false;
  Date loading_on = Date::min();
  Date shipped_on = Date::min();  ///< By the transport document.

  SettlementStage settlement = SettlementStage::none;
  Date settlement_since = Date::min();
  std::optional<Date> due_date{};
  std::optional<Money> invoiced{};
  std::optional<Money> settled{};   ///< Deposit, payments with bank charges, credits, write-offs.
  std::optional<Money> credited{};  ///< Of it, by credit notes.
  std::optional<Money> cash_held{};
  bool originals_released = false;
  bool commission_settled = false;  ///< On this shipment alone.

  friend bool operator==(const ShipmentState&, const ShipmentState&) = default;
};

struct TicketState {
  TicketStage stage = TicketStage::none;
  Date since = Date::min();
  std::int32_t shipment = 0;

  friend bool operator==(const TicketState&, const TicketState&) = default;
};

/// What of the contract an amendment changes.
struct AmendmentScope {
  bool goods = false;  ///< Products or quantities.
  bool price = false;  ///< Prices, amount, price term.
  bool terms = false;
  bool date = false;
  bool specification = false;
  bool packing = false;

  friend bool operator==(const AmendmentScope&, const AmendmentScope&) = default;
};

AmendmentScope scope_of(const events::AmendmentProposed& amendment, const Contract& contract);
/// The contract as the amendment makes it.
Contract amended(Contract contract, const events::AmendmentProposed& amendment);

/// How an order came to be cancelled.
enum class OrderEnding : std::uint8_t { none, agreed, party_defaulted, we_defaulted };

/// What an order has come to: all that its rules look at, and no more. The fold of its events.
struct OrderState {
  std::int64_t version = 0;  ///< How many events it has seen.
  Profile profile = Profile::export_sale;
  std::string party{};
  std::string salesperson{};

  DealStage deal = DealStage::none;
  Date deal_since = Date::min();
  std::optional<Date> unanswered_since{};  ///< The inquiry that waits for its quotation.
  bool escalated = false;                  ///< It was put to the manager.
  std::vector<OrderLine> quoted_lines{};
  std::optional<Money> quoted_amount{};
  std::optional<Date> quotation_valid_until{};
  std::string quotation_drafted_by{};
  std::vector<PaymentTerms> special_terms{};  ///< Approved for this order.
  OrderEnding ending = OrderEnding::none;
  std::optional<Money> kept{};  ///< Of the deposit, as agreed when it was cancelled.

  std::optional<Contract> contract{};  ///< As amended.
  std::vector<LineProgress> lines{};   ///< Of the contract.

  AmendmentStage amendment = AmendmentStage::none;
  Date amendment_since = Date::min();
  std::optional<events::AmendmentProposed> amendment_proposed{};
  std::string amendment_proposed_by{};
  std::vector<std::string> amendments{};  ///< Numbers of those that were agreed on.
  AmendmentScope last_amendment{};

  std::vector<SampleState> samples{};
  SecurityState security{};
  ProductionState production{};
  std::vector<ShipmentState> shipments{};
  std::vector<TicketState> tickets{};
  ReviewStage review = ReviewStage::none;
  Date review_since = Date::min();

  friend bool operator==(const OrderState&, const OrderState&) = default;
};

/// "contracted", "balance_claimed", ...: the name of a machine's stage.
std::string_view stage_name(Machine machine, std::uint8_t stage);
std::size_t stage_count(Machine machine) noexcept;
/// For people: "balance claimed", "已催余款".
Text stage_label(Machine machine, std::uint8_t stage);

/// What of a shipment's invoice is not settled yet; below zero when more was paid. None before
/// there is an invoice.
std::optional<Money> open_amount(const ShipmentState& shipment);
/// Whether the goods have left our hands, or, of an import, are in them.
bool has_gone(const ShipmentState& shipment) noexcept;
/// How much of a line has gone, or is to go, in all shipments but one (0: in all).
Decimal quantity_in_shipments(const OrderState& state, std::int32_t line, std::int32_t but = 0);

}  // namespace o2c::inline v1

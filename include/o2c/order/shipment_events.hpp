#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/order/contract.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1::events {

struct ShipmentPlanned {
  static constexpr EventInfo info{"ShipmentPlanned",
                                  {"shipment planned", "拟订出运计划"},
                                  Machine::shipment,
                                  Role::salesperson};
  std::int32_t shipment;
  std::vector<LineQuantity> quantities;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &ShipmentPlanned::shipment, "its number, from 1"},
                      Field{"quantities", &ShipmentPlanned::quantities, "what is to go, by line"}};
  }
  friend bool operator==(const ShipmentPlanned&, const ShipmentPlanned&) = default;
};

/// Production agrees.
struct ShipmentConfirmed {
  static constexpr EventInfo info{"ShipmentConfirmed",
                                  {"shipment plan confirmed inside", "内部确认出运计划"},
                                  Machine::shipment,
                                  {Role::production, Role::manager}};
  std::int32_t shipment;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &ShipmentConfirmed::shipment, "its number, from 1"}};
  }
  friend bool operator==(const ShipmentConfirmed&, const ShipmentConfirmed&) = default;
};

struct ShipmentAccepted {
  static constexpr EventInfo info{"ShipmentAccepted",
                                  {"shipment plan confirmed by the customer", "客户确认出运计划"},
                                  Machine::shipment,
                                  Role::salesperson};
  std::int32_t shipment;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &ShipmentAccepted::shipment, "its number, from 1"},
                      Field{"reference", &ShipmentAccepted::reference, "the customer's writing"}};
  }
  friend bool operator==(const ShipmentAccepted&, const ShipmentAccepted&) = default;
};

struct ShipmentDeclined {
  static constexpr EventInfo info{"ShipmentDeclined",
                                  {"shipment plan declined by the customer", "客户不同意出运计划"},
                                  Machine::shipment,
                                  Role::salesperson};
  std::int32_t shipment;
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &ShipmentDeclined::shipment, "its number, from 1"},
                      Field{"reason", &ShipmentDeclined::reason, "why"}};
  }
  friend bool operator==(const ShipmentDeclined&, const ShipmentDeclined&) = default;
};

struct SpaceBooked {
  static constexpr EventInfo info{"SpaceBooked",
                                  {"space booked", "订舱"},
                                  Machine::shipment,
                                  {Role::documentation, Role::salesperson}};
  std::int32_t shipment;
  std::string booking;
  std::string vessel;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &SpaceBooked::shipment, "its number, from 1"},
                      Field{"booking", &SpaceBooked::booking, "its number"},
                      Field{"vessel", &SpaceBooked::vessel, "and voyage"}};
  }
  friend bool operator==(const SpaceBooked&, const SpaceBooked&) = default;
};

struct CommodityInspected {
  static constexpr EventInfo info{"CommodityInspected",
                                  {"commodity inspection passed", "商检通过"},
                                  Machine::shipment,
                                  Role::documentation};
  std::int32_t shipment;
  std::string certificate;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &CommodityInspected::shipment, "its number, from 1"},
                      Field{"certificate", &CommodityInspected::certificate, "its number"}};
  }
  friend bool operator==(const CommodityInspected&, const CommodityInspected&) = default;
};

struct CustomsPrepared {
  static constexpr EventInfo info{"CustomsPrepared",
                                  {"customs papers prepared", "报关资料齐备"},
                                  Machine::shipment,
                                  Role::documentation};
  std::int32_t shipment;
  std::string declaration;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &CustomsPrepared::shipment, "its number, from 1"},
                      Field{"declaration", &CustomsPrepared::declaration, "what was prepared"}};
  }
  friend bool operator==(const CustomsPrepared&, const CustomsPrepared&) = default;
};

/// When the goods enter the warehouse (进舱), or the truck comes (拖柜).
struct LoadingFixed {
  static constexpr EventInfo info{"LoadingFixed",
                                  {"loading date fixed", "确定进舱/拖柜日期"},
                                  Machine::shipment,
                                  {Role::documentation, Role::warehouse}};
  std::int32_t shipment;
  Date loading_on;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &LoadingFixed::shipment, "its number, from 1"},
                      Field{"loading_on", &LoadingFixed::loading_on, "the day"}};
  }
  friend bool operator==(const LoadingFixed&, const LoadingFixed&) = default;
};

struct ShipmentNotified {
  static constexpr EventInfo info{"ShipmentNotified",
                                  {"written shipment notice given", "出货通知单"},
                                  Machine::shipment,
                                  Role::salesperson};
  std::int32_t shipment;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &ShipmentNotified::shipment, "its number, from 1"},
        Field{"reference", &ShipmentNotified::reference, "of the notice (出货通知单)"}};
  }
  friend bool operator==(const ShipmentNotified&, const ShipmentNotified&) = default;
};

/// On board, or taken over by the carrier; the invoice goes with it.
struct GoodsShipped {
  static constexpr EventInfo info{
      "GoodsShipped", {"goods shipped", "出运"}, Machine::shipment, Role::documentation};
  std::int32_t shipment;
  std::string transport_document;
  Date shipped_on;
  std::vector<LineQuantity> quantities;
  std::string invoice;
  Money amount;
  std::optional<Money> deposit_applied{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &GoodsShipped::shipment, "its number, from 1"},
        Field{"transport_document", &GoodsShipped::transport_document, "B/L, waybill"},
        Field{"shipped_on", &GoodsShipped::shipped_on,
              "the on-board date, else that of issue: UCP 600 art. 20"},
        Field{"quantities", &GoodsShipped::quantities, "what has gone, by line"},
        Field{"invoice", &GoodsShipped::invoice, "its number"},
        Field{"amount", &GoodsShipped::amount, "of the invoice"},
        Field{"deposit_applied", &GoodsShipped::deposit_applied, "of the deposit, to the invoice"}};
  }
  friend bool operator==(const GoodsShipped&, const GoodsShipped&) = default;
};

/// Before it has gone.
struct ShipmentWithdrawn {
  static constexpr EventInfo info{"ShipmentWithdrawn",
                                  {"shipment withdrawn", "取消出运计划"},
                                  Machine::shipment,
                                  Role::salesperson};
  std::int32_t shipment;
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &ShipmentWithdrawn::shipment, "its number, from 1"},
                      Field{"reason", &ShipmentWithdrawn::reason, "why"}};
  }
  friend bool operator==(const ShipmentWithdrawn&, const ShipmentWithdrawn&) = default;
};

/// Counted together by warehouse and salesperson; from now on the goods are in the salesperson's
/// hands.
struct VanLoaded {
  static constexpr EventInfo info{
      "VanLoaded", {"van loaded", "装车"}, Machine::shipment, Role::warehouse};
  std::int32_t shipment;
  std::vector<LineQuantity> quantities;
  std::string counted_with;

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &VanLoaded::shipment, "its number, from 1"},
        Field{"quantities", &VanLoaded::quantities, "what was loaded, by line"},
        Field{"counted_with", &VanLoaded::counted_with, "the salesperson who signs the count"}};
  }
  friend bool operator==(const VanLoaded&, const VanLoaded&) = default;
};

struct GoodsDelivered {
  static constexpr EventInfo info{"GoodsDelivered",
                                  {"goods delivered to the outlet", "送货签收"},
                                  Machine::shipment,
                                  Role::salesperson};
  std::int32_t shipment;
  std::vector<LineQuantity> quantities;
  std::string signed_by;
  std::string invoice;
  Money amount;

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &GoodsDelivered::shipment, "its number, from 1"},
        Field{"quantities", &GoodsDelivered::quantities, "what was delivered, by line"},
        Field{"signed_by", &GoodsDelivered::signed_by, "for the outlet"},
        Field{"invoice", &GoodsDelivered::invoice, "the delivery note"},
        Field{"amount", &GoodsDelivered::amount, "to be paid"}};
  }
  friend bool operator==(const GoodsDelivered&, const GoodsDelivered&) = default;
};

/// What was loaded was delivered, is back, or is missing.
struct VanCounted {
  static constexpr EventInfo info{
      "VanCounted", {"van counted", "收车盘点"}, Machine::shipment, Role::warehouse};
  std::int32_t shipment;
  std::vector<LineQuantity> returned;
  std::vector<LineQuantity> missing;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &VanCounted::shipment, "its number, from 1"},
                      Field{"returned", &VanCounted::returned, "what is back, by line"},
                      Field{"missing", &VanCounted::missing, "what is not there, by line"}};
  }
  friend bool operator==(const VanCounted&, const VanCounted&) = default;
};

/// Of a framework contract.
struct CallOffReceived {
  static constexpr EventInfo info{"CallOffReceived",
                                  {"call-off received", "收到提货计划"},
                                  Machine::shipment,
                                  Role::salesperson};
  std::int32_t shipment;
  std::vector<LineQuantity> quantities;
  std::optional<Money> prepaid{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &CallOffReceived::shipment, "its number, from 1"},
        Field{"quantities", &CallOffReceived::quantities, "what is called off, by line"},
        Field{"prepaid", &CallOffReceived::prepaid, "what was paid for it before"}};
  }
  friend bool operator==(const CallOffReceived&, const CallOffReceived&) = default;
};

struct GoodsDispatched {
  static constexpr EventInfo info{
      "GoodsDispatched", {"goods dispatched", "发运"}, Machine::shipment, Role::warehouse};
  std::int32_t shipment;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &GoodsDispatched::shipment, "its number, from 1"},
                      Field{"reference", &GoodsDispatched::reference, "of the dispatch note"}};
  }
  friend bool operator==(const GoodsDispatched&, const GoodsDispatched&) = default;
};

/// By tare and gross slips; what was delivered is their difference.
struct GoodsWeighed {
  static constexpr EventInfo info{"GoodsWeighed",
                                  {"goods weighed", "过磅"},
                                  Machine::shipment,
                                  {Role::warehouse, Role::quality}};
  std::int32_t shipment;
  std::int32_t line;
  Decimal tare;
  Decimal gross;
  std::string slips;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &GoodsWeighed::shipment, "its number, from 1"},
                      Field{"line", &GoodsWeighed::line, "of the contract, from 1"},
                      Field{"tare", &GoodsWeighed::tare, "in the line's unit"},
                      Field{"gross", &GoodsWeighed::gross, "in the line's unit"},
                      Field{"slips", &GoodsWeighed::slips, "their numbers"}};
  }
  friend bool operator==(const GoodsWeighed&, const GoodsWeighed&) = default;
};

/// Of an import.
struct GoodsArrived {
  static constexpr EventInfo info{
      "GoodsArrived", {"goods arrived", "到港"}, Machine::shipment, Role::documentation};
  std::int32_t shipment;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &GoodsArrived::shipment, "its number, from 1"},
                      Field{"reference", &GoodsArrived::reference, "of the arrival notice"}};
  }
  friend bool operator==(const GoodsArrived&, const GoodsArrived&) = default;
};

/// Of an import.
struct CustomsCleared {
  static constexpr EventInfo info{
      "CustomsCleared", {"customs cleared", "清关"}, Machine::shipment, Role::documentation};
  std::int32_t shipment;
  std::string declaration;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &CustomsCleared::shipment, "its number, from 1"},
                      Field{"declaration", &CustomsCleared::declaration, "its number"}};
  }
  friend bool operator==(const CustomsCleared&, const CustomsCleared&) = default;
};

/// Of an import: in our warehouse.
struct GoodsLanded {
  static constexpr EventInfo info{
      "GoodsLanded", {"goods landed", "入库"}, Machine::shipment, Role::warehouse};
  std::int32_t shipment;
  std::vector<LineQuantity> quantities;

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &GoodsLanded::shipment, "its number, from 1"},
        Field{"quantities", &GoodsLanded::quantities, "what was counted in, by line"}};
  }
  friend bool operator==(const GoodsLanded&, const GoodsLanded&) = default;
};

}  // namespace o2c::inline v1::events

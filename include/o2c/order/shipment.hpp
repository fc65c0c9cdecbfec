#pragma once

#include <array>

#include "o2c/order/guards.hpp"
#include "o2c/order/lifecycle.hpp"

namespace o2c::inline v1 {

/// A shipment (出运), of which an order may have several; on a route, a van; under a framework
/// contract, a call-off; of an import, what is on its way to us.
inline constexpr auto shipment_rows = [] {
  using enum ShipmentStage;
  using namespace events;
  using namespace guards;
  using R = Row<ShipmentStage>;
  // from, event, to, guards, profiles
  return std::array{
      R{{none, planned, confirmed, accepted},
        on<ShipmentPlanned>,
        planned,
        {&is_contracted, &plan_is_issued, &within_the_contract},
        export_only},
      R{planned, on<ShipmentConfirmed>, confirmed, {&is_contracted}, export_only},
      R{confirmed, on<ShipmentAccepted>, accepted, {&is_contracted}, export_only},
      R{confirmed, on<ShipmentDeclined>, planned, {&is_contracted}, export_only},
      R{accepted, on<SpaceBooked>, booked, {&is_contracted, &goods_have_passed}, export_only},
      R{{booked, loading_fixed},
        on<CommodityInspected>,
        R::To(true),
        {&is_contracted},
        export_only},
      R{{booked, loading_fixed}, on<CustomsPrepared>, R::To(true), {&is_contracted}, export_only},
      R{{booked, loading_fixed, notified},
        on<LoadingFixed>,
        loading_fixed,
        {&is_contracted, &papers_are_ready},
        export_only},
      R{loading_fixed, on<ShipmentNotified>, notified, {&is_contracted}, export_only},
      R{notified,
        on<GoodsShipped>,
        shipped,
        {&is_contracted, &is_secured, &goods_have_passed, &ships_what_has_passed,
         &invoices_what_is_shipped, &shipped_in_time},
        export_only},
      R{{planned, confirmed, accepted, booked, loading_fixed, notified},
        on<ShipmentWithdrawn>,
        withdrawn,
        {},
        export_only},

      R{none,
        on<VanLoaded>,
        loaded,
        {&is_contracted, &within_the_contract, &counted_by_two},
        route_only},
      R{{loaded, delivered},
        on<GoodsDelivered>,
        delivered,
        {&is_contracted, &delivers_what_is_loaded, &invoices_what_is_shipped},
        route_only},
      R{{loaded, delivered},
        on<VanCounted>,
        day_closed,
        {&van_adds_up, &paid_or_on_credit},
        route_only},

      R{none,
        on<CallOffReceived>,
        called_off,
        {&is_contracted, &within_the_contract, &prepaid_or_on_credit},
        framework_only},
      R{called_off, on<GoodsDispatched>, dispatched, {&is_contracted}, framework_only},
      R{{dispatched, weighed},
        on<GoodsWeighed>,
        weighed,
        {&is_contracted, &line_is_known, &gross_above_tare, &within_the_tolerance,
         &is_not_invoiced},
        framework_only},
      R{called_off, on<ShipmentWithdrawn>, withdrawn, {}, framework_only},

      R{none,
        on<ShipmentPlanned>,
        planned,
        {&is_contracted, &is_secured, &within_the_contract},
        import_only},
      R{planned, on<GoodsArrived>, arrived, {&is_contracted}, import_only},
      R{arrived, on<CustomsCleared>, cleared, {&is_contracted}, import_only},
      R{cleared, on<GoodsLanded>, landed, {&is_contracted, &lands_what_was_ordered}, import_only},
      R{planned, on<ShipmentWithdrawn>, withdrawn, {&is_not_invoiced}, import_only},
  };
}();

}  // namespace o2c::inline v1

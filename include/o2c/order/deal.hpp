#pragma once

#include <array>

#include "o2c/order/guards.hpp"
#include "o2c/order/lifecycle.hpp"

namespace o2c::inline v1 {

/// The deal (业务主线): from the first inquiry to the closed order.
inline constexpr auto deal_rows = [] {
  using enum DealStage;
  using namespace events;
  using namespace guards;
  constexpr Profiles quoted_for{Profile::export_sale, Profile::framework, Profile::import};
  using R = Row<DealStage>;
  // from, event, to, guards, profiles
  return std::array{
      R{none, on<OrderOpened>, opened},
      R{opened, on<InquiryReceived>, inquired, {}, quoted_for},
      R{{opened, inquired}, on<OutletVisited>, inquired, {}, route_only},
      R{inquired, on<InquiryEscalated>, inquired},

      R{{inquired, quotation_drafted, quotation_approved, quoted},
        on<QuotationDrafted>,
        quotation_drafted,
        {&quotation_adds_up}},
      R{quotation_drafted,
        on<QuotationApproved>,
        quotation_approved,
        {&approved_by_another, &reason_for_low_price}},
      R{quotation_drafted, on<QuotationReviewWaived>, quotation_approved, {&at_list_price}},
      R{quotation_approved, on<QuotationSent>, quoted},
      R{{opened, inquired, quotation_drafted, quotation_approved, quoted},
        on<SpecialTermsApproved>,
        R::To(true),
        {&terms_approved_by_another}},

      R{quoted,
        on<ContractSigned>,
        contracted,
        {&contract_is_complete, &contract_adds_up, &quotation_is_valid, &prices_as_quoted,
         &terms_are_usual}},
      R{inquired,
        on<ContractSigned>,
        contracted,
        {&contract_is_complete, &contract_adds_up, &sold_at_list_price, &terms_are_usual},
        route_only},

      R{{opened, inquired, quotation_drafted, quotation_approved, quoted},
        on<OrderLost>,
        lost,
        {&samples_have_verdicts}},
      R{contracted,
        on<OrderCancelled>,
        cancelled,
        {&nothing_has_gone, &samples_have_verdicts, &keeps_no_more_than_deposit}},
      R{contracted,
        on<PartyDefaulted>,
        cancelled,
        {&nothing_has_gone, &samples_have_verdicts},
        quoted_for},
      R{contracted,
        on<WeDefaulted>,
        cancelled,
        {&nothing_has_gone, &samples_have_verdicts},
        quoted_for},
      R{contracted, on<ShortShipmentClosed>, contracted, {&line_is_known, &no_shipment_under_way}},
      R{contracted,
        on<OrderCompleted>,
        completed,
        {&something_has_gone, &all_has_gone, &no_shipment_under_way, &all_is_settled,
         &no_amendment_pending}},
      R{completed,
        on<OrderClosed>,
        closed,
        {&profit_is_reported, &commission_is_settled, &no_complaint_open, &samples_have_verdicts,
         &nothing_to_hand_back},
        {Profile::export_sale, Profile::route_sale, Profile::framework}},
      R{completed,
        on<OrderClosed>,
        closed,
        {&profit_is_reported, &no_complaint_open, &nothing_to_hand_back},
        import_only},
  };
}();

/// An amendment (变更单): only what both sides have in writing changes a contract.
inline constexpr auto amendment_rows = [] {
  using enum AmendmentStage;
  using namespace events;
  using namespace guards;
  using R = Row<AmendmentStage>;
  return std::array{
      R{none,
        on<AmendmentProposed>,
        proposed,
        {&is_contracted, &amendment_changes_something, &amendment_number_is_new, &amendment_adds_up,
         &amendment_leaves_nothing_out, &amendment_keeps_what_has_gone}},
      R{proposed, on<AmendmentApproved>, approved, {&amendment_approved_by_another}},
      R{approved, on<AmendmentAgreed>, none, {&is_contracted, &amendment_keeps_what_has_gone}},
      R{{proposed, approved}, on<AmendmentRefused>, none},
  };
}();

}  // namespace o2c::inline v1

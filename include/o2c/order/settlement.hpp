#pragma once

#include <array>

#include "o2c/order/guards.hpp"
#include "o2c/order/lifecycle.hpp"

namespace o2c::inline v1 {

/// The documents and the money of a shipment (交单收汇), by the contract's terms of payment.
inline constexpr auto settlement_rows = [] {
  using enum SettlementStage;
  using namespace events;
  using namespace guards;
  using R = Row<SettlementStage>;
  constexpr R::From to_be_paid{balance_claimed, presented, discrepant,
                               collecting,      accepted,  released};
  constexpr R::To stay(true);
  // from, event, to, guards, profiles, when
  return std::array{
      // Telegraphic transfer: the originals are held until the balance is paid.
      R{none,
        on<BlCopySent>,
        received,
        {&goods_have_gone, &pays_against_copy},
        export_only,
        &nothing_is_open},
      R{none, on<BlCopySent>, balance_claimed, {&goods_have_gone, &pays_against_copy}, export_only},
      R{received, on<OriginalsReleased>, received, {&originals_are_held}, export_only},
      // Open account.
      R{none,
        on<OriginalsReleased>,
        released,
        {&goods_have_gone, &pays_on_open_account, &credit_covers_it},
        export_only},
      // Letter of credit.
      R{none,
        on<DocumentsPresented>,
        presented,
        {&goods_have_gone, &pays_by_letter_of_credit, &presented_in_time},
        export_only},
      R{{presented, accepted},
        on<DiscrepanciesNotified>,
        discrepant,
        {&discrepancies_are_named},
        export_only},
      R{discrepant, on<DiscrepanciesCured>, presented, {}, export_only},
      // Through the banks, without their undertaking.
      R{{none, discrepant},
        on<DocumentsSentForCollection>,
        collecting,
        {&goods_have_gone, &may_be_collected},
        export_only},
      R{{presented, collecting}, on<DocumentsAccepted>, accepted, {}, export_only},

      // What settles the balance.
      R{to_be_paid,
        on<PaymentReceived>,
        received,
        {&in_contract_currency, &charges_are_borne},
        export_only,
        &nothing_is_open},
      R{to_be_paid,
        on<PaymentReceived>,
        stay,
        {&in_contract_currency, &charges_are_borne},
        export_only},
      R{to_be_paid,
        on<BalanceWrittenOff>,
        received,
        {&in_contract_currency, &writes_off_what_is_open},
        export_only,
        &nothing_is_open},
      R{to_be_paid,
        on<BalanceWrittenOff>,
        stay,
        {&in_contract_currency, &writes_off_what_is_open},
        export_only},
      R{to_be_paid, on<RemedyAgreed>, received, {}, export_only, &nothing_is_open},
      R{to_be_paid, on<RemedyAgreed>, stay, {}, export_only},

      // A route: what the outlet owes, and what its salesperson holds for the company.
      R{{none, owed}, on<GoodsDelivered>, owed, {}, route_only},
      R{cash_held, on<GoodsDelivered>, cash_held, {}, route_only},
      R{{owed, cash_held},
        on<CashCollected>,
        cash_held,
        {&in_contract_currency, &no_more_than_open},
        route_only},
      R{cash_held,
        on<CashHandedIn>,
        received,
        {&in_contract_currency, &hands_in_what_is_held},
        route_only,
        &nothing_is_open_or_held},
      R{cash_held,
        on<CashHandedIn>,
        cash_held,
        {&in_contract_currency, &hands_in_what_is_held},
        route_only,
        &some_cash_is_held},
      R{cash_held,
        on<CashHandedIn>,
        owed,
        {&in_contract_currency, &hands_in_what_is_held},
        route_only},
      R{{owed, cash_held},
        on<PaymentReceived>,
        received,
        {&in_contract_currency, &no_more_than_open, &charges_are_borne},
        route_only,
        &nothing_is_open_or_held},
      R{{owed, cash_held},
        on<PaymentReceived>,
        stay,
        {&in_contract_currency, &no_more_than_open, &charges_are_borne},
        route_only},
      R{{owed, cash_held},
        on<BalanceWrittenOff>,
        received,
        {&in_contract_currency, &writes_off_what_is_open},
        route_only,
        &nothing_is_open_or_held},
      R{{owed, cash_held},
        on<BalanceWrittenOff>,
        stay,
        {&in_contract_currency, &writes_off_what_is_open},
        route_only},
      R{{owed, cash_held}, on<RemedyAgreed>, received, {}, route_only, &nothing_is_open_or_held},
      R{{owed, cash_held}, on<RemedyAgreed>, stay, {}, route_only},

      // A framework contract: invoiced provisionally, priced later, matched at the end.
      R{none,
        on<ProvisionalInvoiced>,
        provisional,
        {&goods_have_gone, &in_contract_currency, &deposit_is_left},
        framework_only},
      R{provisional, on<PriceFixed>, priced, {&in_contract_currency}, framework_only},
      R{priced, on<StatementMatched>, matched, {&signed_by_both}, framework_only},
      R{{provisional, priced, matched},
        on<PaymentReceived>,
        stay,
        {&in_contract_currency, &no_more_than_open, &charges_are_borne},
        framework_only},
      R{{provisional, priced, matched},
        on<BalanceWrittenOff>,
        stay,
        {&in_contract_currency, &writes_off_what_is_open},
        framework_only},

      // An import: what we owe.
      R{none,
        on<SupplierInvoiced>,
        invoiced,
        {&shipment_is_planned, &in_contract_currency, &deposit_is_left},
        import_only},
      R{invoiced,
        on<PaymentMade>,
        paid,
        {&in_contract_currency, &no_more_than_open},
        import_only,
        &nothing_is_open},
      R{invoiced,
        on<PaymentMade>,
        invoiced,
        {&in_contract_currency, &no_more_than_open},
        import_only},
      R{invoiced, on<RemedyAgreed>, paid, {}, import_only, &nothing_is_open},
      R{invoiced, on<RemedyAgreed>, invoiced, {}, import_only},
  };
}();

}  // namespace o2c::inline v1

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/order/decide.hpp"

#include "profile_stories.hpp"

// For every guard of the tables a history, and an event that only this guard refuses.
namespace o2c::test {
namespace {

using namespace events;
using testing::ElementsAre;

/// A history, and what may not happen then.
struct Scenario {
  std::string guard;
  Order order;
  OrderEntry entry;
};

Scenario refuses(const char* guard, const Story& story, OrderEvent event) {
  return {guard, story.order(), story.entry(std::move(event))};
}
Scenario refuses_by(const char* guard, const Story& story, OrderEvent event, const char* who) {
  Scenario scenario = refuses(guard, story, std::move(event));
  scenario.entry.by = who;
  return scenario;
}
Scenario refuses_as(const char* guard, const Story& story, OrderEvent event, Role role) {
  Scenario scenario = refuses(guard, story, std::move(event));
  scenario.entry.role = role;
  return scenario;
}
Scenario refuses_on(const char* guard, const Story& story, OrderEvent event, Date day) {
  Scenario scenario = refuses(guard, story, std::move(event));
  scenario.entry.on = day;
  return scenario;
}

Story after(Story story, std::vector<OrderEvent> events) {
  for (OrderEvent& event : events) story.then(std::move(event));
  return story;
}

ContractSigned signed_as(void (*change)(Contract&), Contract contract = umbrella_contract()) {
  change(contract);
  return {std::move(contract)};
}
AmendmentProposed proposed(std::int64_t pieces, std::int64_t dollars, const char* number = "A-1") {
  AmendmentProposed amendment{.number = number, .reason = "asked for"};
  amendment.lines = umbrellas(pieces);
  amendment.amount = usd(dollars);
  return amendment;
}
AmendmentProposed repacked() {
  AmendmentProposed amendment{.number = "A-1", .reason = "asked for"};
  amendment.packing = "40 a carton";
  return amendment;
}
AmendmentProposed repriced(const char* price_term) {
  AmendmentProposed amendment{.number = "A-1", .reason = "asked for"};
  amendment.price_term = price_term;
  return amendment;
}
/// With billets that have no price yet.
Contract with_billets() {
  Contract contract = aluminium_contract();
  contract.lines.push_back({"billet", 100, "TNE", 0});
  return contract;
}
Story quoted_with_billets() {
  return after(Story(), {OrderOpened{Profile::framework, "Foundry", "Li"},
                         InquiryReceived{"ingots and billets for 2026"},
                         QuotationDrafted{with_billets().lines, with_billets().amount},
                         QuotationApproved{}, QuotationSent{"mail 1"}})
      .on(2026, 3, 6);
}
Story framework_on_its_day() {
  Story story = framework_quoted();
  story.on(2026, 3, 6);
  return story;
}
/// Completed and reviewed, after payments of so much.
Story reviewed(std::int64_t deposit_applied, std::int64_t paid) {
  Story story = noticed();
  story.on(2026, 4, 30)
      .then(GoodsShipped{
          1, "BL-1", Date(2026, 4, 30), {{1, 9'800}}, "INV-1", usd(49'000), usd(deposit_applied)})
      .then(BlCopySent{1, "mail"})
      .then(PaymentReceived{1, usd(paid), std::nullopt, "R-2"})
      .then(OriginalsReleased{1, "DHL 99"})
      .then(OrderCompleted{})
      .then(ProfitReported{usd(1), "PR-1", "Chen"})
      .then(CommissionSettled{"2026-05"});
  return story;
}
QuotationDrafted low_quotation() { return {umbrellas(10'000, 4), usd(40'000)}; }
GoodsShipped umbrellas_shipped(std::int64_t pieces, std::int64_t dollars,
                               Date day = Date(2026, 4, 15)) {
  return {1, "BL-1", day, {{1, pieces}}, "INV-1", usd(dollars)};
}
Story opened() { return after(Story(), {OrderOpened{Profile::export_sale, "Rainy Harbor", "Li"}}); }
Story inquired() { return after(opened(), {InquiryReceived{"umbrellas"}}); }
Story completed() { return after(paid(), {OrderCompleted{}}); }
Story requested() { return after(quoted(), {SampleRequested{1, "umbrella", 2}}); }
Story sample_ordered() {
  return after(requested(), {FreightCollectConfirmed{1, "DHL 77"}, SampleOrdered{1, 3}});
}
Story sample_filed() {
  return after(sample_ordered(), {SampleOrderSigned{1}, SampleMade{1, 3},
                                  SampleChecked{1, true, "ok"}, SampleFiled{1, "photos/1", "S-1"}});
}
Story made() { return after(planned(), {ProductionProgressed{Stage::making, 1, 9'800}}); }

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> all = [] {
    OrderPolicy with_staff;
    with_staff.staff = {{"Li", Role::salesperson}};
    OrderPolicy with_charges;
    with_charges.bank_charges = usd(30);
    OrderPolicy with_terms;
    with_terms.usual_terms = {PaymentTerms::parse("30% deposit; balance against copy of B/L")};
    const SampleSent sent{1, 2, "DHL", "JD014", Date(2026, 3, 5)};
    const char* credit = "L/C at sight";
    const char* account = "open account 60 days after B/L date";

    return std::vector<Scenario>{
        // Every event.
        refuses(
            "order_goes_on",
            after(inspected(), {ShipmentPlanned{1, {{1, 9'800}}}, OrderCancelled{"war", "mail"}}),
            ShipmentWithdrawn{1, "war"}),
        refuses("is_complete", opened(), InquiryReceived{""}),
        refuses_by("is_complete", opened(), InquiryReceived{"umbrellas"}, ""),
        refuses("is_complete", opened(), InquiryReceived{" \n"}),
        refuses("is_complete", opened(), InquiryReceived{"　 "}),
        refuses_by("is_complete", opened(), InquiryReceived{"umbrellas"}, "  "),
        refuses_as("office_may", opened(), InquiryReceived{"umbrellas"}, Role::warehouse),
        refuses_by("person_has_office", Story(with_staff),
                   OrderOpened{Profile::export_sale, "Rainy Harbor", "Li"}, "Wang"),
        refuses_on("days_in_order", opened(), InquiryReceived{"umbrellas"}, Date(2026, 3, 1)),

        // Deal.
        refuses("quotation_adds_up", inquired(), QuotationDrafted{umbrellas(), usd(49'999)}),
        refuses("quotation_adds_up", inquired(), QuotationDrafted{{}, usd(1)}),
        refuses("quotation_adds_up", inquired(), QuotationDrafted{{{" ", 1, "PCE", 1}}, usd(1)}),
        refuses_by("approved_by_another",
                   after(inquired(), {QuotationDrafted{umbrellas(), usd(50'000)}}),
                   QuotationApproved{}, "Li"),
        refuses("reason_for_low_price", after(inquired(), {low_quotation()}), QuotationApproved{}),
        refuses("reason_for_low_price", after(inquired(), {low_quotation()}),
                QuotationApproved{""}),
        refuses("reason_for_low_price", after(inquired(), {low_quotation()}),
                QuotationApproved{" "}),
        refuses("at_list_price", after(inquired(), {low_quotation()}),
                QuotationReviewWaived{"small"}),
        refuses("contract_is_complete", sampled(), signed_as([](Contract& c) { c.number = ""; })),
        refuses("contract_is_complete", sampled(), signed_as([](Contract& c) { c.number = " "; })),
        refuses("contract_is_complete", framework_on_its_day(),
                signed_as([](Contract& c) { c.price_term = " "; }, aluminium_contract())),
        refuses("contract_is_complete", quoted_with_billets(),
                signed_as([](Contract& c) { c.price_formula = " "; }, with_billets())),
        refuses("contract_is_complete", sampled(),
                signed_as([](Contract& c) { c.price_term = ""; })),
        refuses("contract_is_complete", sampled(),
                signed_as([](Contract& c) { c.price_term = "C&F Seattle"; })),
        refuses("contract_is_complete", sampled(),
                signed_as([](Contract& c) { c.price_term = "CIFC Seattle"; })),
        refuses("contract_is_complete", sampled(),
                signed_as([](Contract& c) { c.price_term = "CIFC100 Seattle"; })),
        refuses("contract_is_complete", sampled(),
                signed_as([](Contract& c) { c.price_term = "CIFC3  "; })),
        refuses("contract_is_complete", sampled(),
                signed_as([](Contract& c) { c.date = Date(2026, 3, 7); })),
        refuses("contract_adds_up", sampled(),
                signed_as([](Contract& c) { c.amount = usd(49'999); })),
        refuses("contract_adds_up", sampled(),
                signed_as([](Contract& c) { c.tolerance = Rate::parse("100%"); })),
        refuses_on("quotation_is_valid", sampled(),
                   signed_as([](Contract& c) { c.date = Date(2026, 4, 1); }), Date(2026, 4, 1)),
        refuses("prices_as_quoted", sampled(), signed_as([](Contract& c) {
                  c.lines = umbrellas(10'000, 6);
                  c.amount = usd(60'000);
                })),
        refuses("sold_at_list_price", visited(), ContractSigned{liquor_order(24, 180)}),
        refuses("terms_are_usual", sampled(with_terms), ContractSigned{umbrella_contract(account)}),
        refuses_by("terms_approved_by_another", quoted(),
                   SpecialTermsApproved{PaymentTerms::parse(account), "old customer"}, "Li"),
        refuses("keeps_no_more_than_deposit", secured(),
                OrderCancelled{"war", "mail", usd(15'001)}),
        refuses("keeps_no_more_than_deposit", secured(), OrderCancelled{"war", "mail", eur(1)}),
        refuses("samples_have_verdicts", after(sample_filed(), {sent}), OrderLost{"too dear"}),
        refuses("nothing_has_gone", shipped(), OrderCancelled{"war", "mail"}),
        refuses("something_has_gone", contracted(), ProfitReported{usd(1), "PR-1", "Chen"}),
        refuses("something_has_gone", after(contracted(), {ShortShipmentClosed{1, "mail"}}),
                OrderCompleted{}),
        refuses("all_has_gone",
                after(shipped("30% deposit; balance against copy of B/L", 9'000),
                      {BlCopySent{1, "mail"}, PaymentReceived{1, usd(30'000), std::nullopt, "R-2"},
                       OriginalsReleased{1, "DHL 99"}}),
                OrderCompleted{}),
        refuses("no_shipment_under_way", after(inspected(), {ShipmentPlanned{1, {{1, 9'800}}}}),
                ShortShipmentClosed{1, "mail"}),
        refuses("all_is_settled", after(shipped(), {BlCopySent{1, "mail"}}), OrderCompleted{}),
        refuses("no_amendment_pending", after(secured(), {repacked()}),
                PlanDrafted{"P-1", Date(2026, 4, 20)}),
        refuses("line_is_known", contracted(), ShortShipmentClosed{2, "mail"}),
        refuses("profit_is_reported", after(import_paid(), {OrderCompleted{}}), OrderClosed{}),
        refuses("commission_is_settled",
                after(completed(), {ProfitReported{usd(1), "PR-1", "Chen"}}), OrderClosed{}),
        refuses("some_commission_is_open",
                after(completed(), {ProfitReported{usd(1), "PR-1", "Chen"},
                                    ShipmentCommissionSettled{1, "2026-05"}}),
                CommissionSettled{"2026-05"}),
        refuses("shipment_is_settled",
                after(shipped(), {BlCopySent{1, "mail"},
                                  PaymentReceived{1, usd(34'000), std::nullopt, "R-2"}}),
                ShipmentCommissionSettled{1, "2026-05"}),
        refuses("its_commission_is_open", after(paid(), {ShipmentCommissionSettled{1, "2026-05"}}),
                ShipmentCommissionSettled{1, "2026-06"}),
        refuses("no_complaint_open",
                after(completed(), {ProfitReported{usd(1), "PR-1", "Chen"},
                                    CommissionSettled{"2026-05"}, ComplaintOpened{1, 1, "rust"}}),
                OrderClosed{}),

        refuses("nothing_to_hand_back", reviewed(14'000, 35'000), OrderClosed{}),
        refuses("nothing_to_hand_back", reviewed(15'000, 34'001), OrderClosed{}),

        // Amendments.
        refuses("is_contracted", completed(), repacked()),
        refuses("amendment_changes_something", contracted(), AmendmentProposed{"A-1", "nothing"}),
        refuses("amendment_changes_something", contracted(), proposed(10'000, 50'000)),
        refuses("amendment_number_is_new",
                after(contracted(), {repacked(), AmendmentApproved{}, AmendmentAgreed{"mail"}}),
                proposed(12'000, 60'000)),
        refuses("amendment_adds_up", contracted(), proposed(12'000, 50'000)),
        refuses("amendment_leaves_nothing_out", contracted(), repriced("")),
        refuses("amendment_leaves_nothing_out", contracted(), repriced("FOB")),
        refuses("amendment_keeps_what_has_gone", shipped(), proposed(5'000, 25'000)),
        refuses_by("amendment_approved_by_another", after(contracted(), {repacked()}),
                   AmendmentApproved{}, "Li"),

        // Samples.
        refuses("deal_goes_on", opened(), SampleRequested{1, "umbrella", 2}),
        refuses("last_round_is_decided", requested(), SampleRequested{2, "umbrella", 2}),
        refuses("plan_is_not_issued", planned(), SampleRequested{2, "umbrella", 2}),
        refuses("asks_for_some", quoted(), SampleRequested{1, "umbrella", 0}),
        refuses("asks_for_some", quoted(), SampleRequested{1, "umbrella", 1, usd(0)}),
        refuses("fee_is_asked_for", requested(), SampleFeeReceived{1, usd(40)}),
        refuses("courier_fee_is_asked_for", requested(), CourierFeeReceived{1, usd(30)}),
        refuses("fees_are_received", requested(), SampleOrdered{1, 3}),
        refuses("one_more_than_asked", after(requested(), {FreightCollectConfirmed{1, "DHL 77"}}),
                SampleOrdered{1, 2}),
        refuses_by("sample_signed_by_another", sample_ordered(), SampleOrderSigned{1}, "Li"),
        refuses("made_as_ordered", after(sample_ordered(), {SampleOrderSigned{1}}),
                SampleMade{1, 2}),
        refuses("one_is_kept", sample_filed(), SampleSent{1, 3, "DHL", "JD014", Date(2026, 3, 5)}),
        refuses("arrives_later", sample_filed(),
                SampleSent{1, 2, "DHL", "JD014", Date(2026, 3, 1)}),

        // Security.
        refuses("deposit_is_agreed", contracted(credit),
                DepositReceived{usd(1), std::nullopt, "R-1"}),
        refuses("deposit_is_owed",
                after(contracted("30% deposit; balance L/C at sight"),
                      {DepositReceived{usd(15'000), std::nullopt, "R-1"}}),
                DepositReceived{usd(1), std::nullopt, "R-2"}),
        refuses("credit_is_agreed", contracted(),
                LetterOfCreditReceived{"LC-1", usd(50'000), std::nullopt, Date(2026, 6, 15)}),
        refuses("credit_covers_balance",
                after(contracted(credit), {LetterOfCreditReceived{"LC-1", usd(49'999), std::nullopt,
                                                                  Date(2026, 6, 15)}}),
                LetterOfCreditChecked{{}}),
        refuses("in_contract_currency", contracted(),
                DepositReceived{eur(15'000), std::nullopt, "R-1"}),
        refuses("in_contract_currency", contracted(), CreditGranted{usd(0), "CC-1"}),
        refuses("charges_are_borne",
                contracted("30% deposit; balance against copy of B/L", with_charges),
                DepositReceived{usd(14'960), usd(40), "R-1"}),

        refuses("presentation_has_days", contracted(credit),
                LetterOfCreditReceived{"LC-1", usd(50'000), std::nullopt, Date(2026, 6, 15), 0}),
        refuses("security_can_lapse", secured(), SecurityLapsed{"taken back"}),
        refuses("refunds_what_is_due", secured(), DepositRefunded{usd(15'001), "R-9"}),
        refuses("refunds_what_is_due",
                after(secured(), {PartyDefaulted{"does not take it", "mail"}}),
                DepositRefunded{usd(5'001), "R-9"}),

        // Production.
        refuses("is_secured", contracted(), PlanDrafted{"P-1", Date(2026, 4, 20)}),
        refuses_by("plan_signed_by_another",
                   after(secured(), {PlanDrafted{"P-1", Date(2026, 4, 20)}}), PlanApproved{}, "Li"),
        refuses_by("plan_signed_by_another",
                   after(secured(), {PlanDrafted{"P-1", Date(2026, 4, 20)}}), PlanApproved{},
                   " LI "),
        refuses_by("plan_signed_by_another",
                   after(secured(), {PlanDrafted{"P-1", Date(2026, 4, 20)}}), PlanApproved{},
                   "　Li　 "),
        refuses("departments_are_named",
                after(secured(), {PlanDrafted{"P-1", Date(2026, 4, 20)}, PlanApproved{}}),
                PlanIssued{{}, "S-1"}),
        refuses("departments_are_named",
                after(secured(), {PlanDrafted{"P-1", Date(2026, 4, 20)}, PlanApproved{}}),
                PlanIssued{{"workshop", " "}, "S-1"}),
        refuses("sample_is_approved",
                after(secured(), {PlanDrafted{"P-1", Date(2026, 4, 20)}, PlanApproved{}}),
                PlanIssued{{"workshop"}, "S-2"}),
        refuses("sample_is_approved",
                after(secured(), {PlanDrafted{"P-1", Date(2026, 4, 20)}, PlanApproved{}}),
                PlanIssued{{"workshop"}}),
        refuses("makes_no_more_than_agreed", made(), ProductionProgressed{Stage::making, 1, 701}),
        refuses("inspects_what_was_made", made(), GoodsInspected{1, 9'000, 801, "QC-1"}),
        refuses("lets_pass_what_was_made", made(), ConcessionSigned{1, 9'801, "mail"}),

        refuses("rejects_what_is_still_here", inspected(), GoodsReinspected{1, 9'801, "QC-2"}),
        refuses("rejects_what_is_still_here", shipped(), GoodsReinspected{1, 1, "QC-2"}),

        // Shipments.
        refuses("plan_is_issued", secured(), ShipmentPlanned{1, {{1, 9'800}}}),
        refuses("within_the_contract", inspected(), ShipmentPlanned{1, {{1, 10'501}}}),
        refuses("within_the_contract", inspected(), ShipmentPlanned{1, {{1, 6'000}, {1, 4'501}}}),
        refuses("goods_have_passed",
                after(made(), {ShipmentPlanned{1, {{1, 1}}}, ShipmentConfirmed{1},
                               ShipmentAccepted{1, "mail"}}),
                SpaceBooked{1, "B-1", "EVER 1"}),
        refuses("papers_are_ready",
                after(inspected(), {ShipmentPlanned{1, {{1, 9'800}}}, ShipmentConfirmed{1},
                                    ShipmentAccepted{1, "mail"}, SpaceBooked{1, "B-1", "EVER 1"},
                                    CustomsPrepared{1, "D-1"}}),
                LoadingFixed{1, Date(2026, 4, 28)}),
        refuses("ships_what_has_passed", noticed(), umbrellas_shipped(9'801, 49'000)),
        refuses("invoices_what_is_shipped", noticed(), umbrellas_shipped(9'800, 49'001)),
        refuses_on("shipped_in_time", noticed(), umbrellas_shipped(9'800, 49'000, Date(2026, 6, 1)),
                   Date(2026, 6, 1)),
        refuses("shipped_in_time", noticed(), umbrellas_shipped(9'800, 49'000, Date(2026, 4, 16))),
        refuses("counted_by_two", ordered_on_route(), VanLoaded{1, {{1, 24}}, "Zhou"}),
        refuses("delivers_what_is_loaded", loaded(),
                GoodsDelivered{1, {{1, 25}}, "Wang", "DN-1", cny("4464.00")}),
        refuses("van_adds_up", collected(), VanCounted{1, {{1, 3}}, {}}),
        refuses("paid_or_on_credit", collected("3719.99"), VanCounted{1, {{1, 4}}, {}}),
        refuses("prepaid_or_on_credit", framework_signed(), CallOffReceived{1, {{1, 500}}}),
        refuses("gross_above_tare", after(called_off(), {GoodsDispatched{1, "DN-1"}}),
                GoodsWeighed{1, 1, 15, 15, "W-1"}),
        refuses("within_the_tolerance", after(called_off(), {GoodsDispatched{1, "DN-1"}}),
                GoodsWeighed{1, 1, 15, 5'116, "W-1"}),
        refuses("is_not_invoiced", invoiced_provisionally(), GoodsWeighed{1, 1, 15, 25, "W-3"}),
        refuses("lands_what_was_ordered", cleared(), GoodsLanded{1, {{2, 1}}}),

        // Settlement.
        refuses("goods_have_gone", noticed(), BlCopySent{1, "mail"}),
        refuses("shipment_is_planned", after(import_planned(), {ShipmentWithdrawn{1, "late"}}),
                SupplierInvoiced{1, "SI-1", eur(100'000)}),
        refuses("pays_against_copy", shipped(account), BlCopySent{1, "mail"}),
        refuses("pays_on_open_account", after(shipped(), {CreditGranted{usd(34'000), "CC-1"}}),
                OriginalsReleased{1, "DHL 99"}),
        refuses("pays_by_letter_of_credit", shipped(), DocumentsPresented{1, "BOC", "Sun"}),
        refuses_on("presented_in_time", shipped(credit), DocumentsPresented{1, "BOC", "Sun"},
                   Date(2026, 5, 22)),
        refuses("checked_by_another", shipped(credit), DocumentsPresented{1, "BOC", "Zheng"}),
        refuses("may_be_collected", shipped(), DocumentsSentForCollection{1, "BOC"}),
        refuses("credit_covers_it", shipped(account, 10'001), OriginalsReleased{1, "DHL 99"}),
        refuses("originals_are_held", paid(), OriginalsReleased{1, "DHL 99"}),
        refuses("discrepancies_are_named",
                after(shipped(credit), {DocumentsPresented{1, "BOC", "Sun"}}),
                DiscrepanciesNotified{1, {}}),
        refuses("discrepancies_are_named",
                after(shipped(credit), {DocumentsPresented{1, "BOC", "Sun"}}),
                DiscrepanciesNotified{1, {"late", " "}}),
        refuses("writes_off_what_is_open", after(shipped(), {BlCopySent{1, "mail"}}),
                BalanceWrittenOff{1, usd(34'001), "bankrupt"}),
        refuses("no_more_than_open", delivered(), CashCollected{1, cny("3720.01"), "C-1"}),
        refuses("refunds_what_was_overpaid", paid(), PaymentRefunded{1, usd(1), "R-9"}),
        refuses("hands_in_what_is_held", collected(), CashHandedIn{1, cny("3720.01"), "C-1"}),
        refuses_by("counted_by_another", collected(), CashHandedIn{1, cny("3720.00"), "C-1"}, "Li"),
        refuses("applies_what_was_paid", weighed(),
                ProvisionalInvoiced{1, "INV-1", cny("8260000.00"), cny("0.01")}),
        refuses("signed_by_both", priced(), StatementMatched{1, "Wu", "Wu"}),

        // Complaints, review.
        refuses("complains_of_what_has_gone", noticed(), ComplaintOpened{1, 1, "rust"}),
        refuses("credits_what_was_invoiced", after(shipped(), {ComplaintOpened{1, 1, "rust"}}),
                RemedyAgreed{1, "credit note", usd(49'001)}),
        refuses_by("copied_to_another", shipped(), ProfitReported{usd(1), "PR-1", "Li"}, "Li"),
    };
  }();
  return all;
}

std::set<std::string_view> guards_of_all_tables() {
  std::set<std::string_view> names;
  for (const Guard* guard : common_guards()) names.insert(guard->name);
  for (int machine = 0; machine < machine_count; ++machine)
    for (const TransitionRow& row : rows_of(static_cast<Machine>(machine)))
      for (const Guard* guard : row.guards) names.insert(guard->name);
  return names;
}

const Guard& guard_named(std::string_view name) {
  for (const Guard* guard : common_guards())
    if (guard->name == name) return *guard;
  for (int machine = 0; machine < machine_count; ++machine)
    for (const TransitionRow& row : rows_of(static_cast<Machine>(machine)))
      for (const Guard* guard : row.guards)
        if (guard->name == name) return *guard;
  throw_invalid("no table names a guard " + std::string(name));
}

TEST(Guards, EachAloneRefusesSomething) {
  for (const Scenario& scenario : scenarios()) {
    const Refusals refusals = scenario.order.refusals(scenario.entry);
    std::vector<std::string> names;
    for (const Refusal& refusal : refusals) names.push_back(refusal.rule);
    EXPECT_THAT(names, ElementsAre(scenario.guard)) << to_string(kind_of(scenario.entry.event));
    EXPECT_FALSE(scenario.order.can(scenario.entry)) << scenario.guard;
  }
}

TEST(Guards, TakeIncotermsWithCommission) {
  for (const char* term : {"CIFC3 Seattle", "FOBC5 Ningbo", "CIFC2.5% New York"}) {
    Contract contract = umbrella_contract();
    contract.price_term = term;
    EXPECT_THAT(sampled().refused(ContractSigned{contract}), testing::IsEmpty()) << term;
  }
}

TEST(Guards, AreMissedByNobodyElse) {
  for (const Scenario& scenario : scenarios())
    EXPECT_THAT(detail::decide_without(guard_named(scenario.guard), scenario.order.state(),
                                       scenario.entry, scenario.order.policy()),
                testing::IsEmpty())
        << scenario.guard;
}

TEST(Guards, HaveAScenarioEach) {
  std::set<std::string_view> without = guards_of_all_tables();
  for (const Scenario& scenario : scenarios()) without.erase(scenario.guard);
  EXPECT_THAT(without, testing::IsEmpty());
}

TEST(Guards, SayWhatTheyExpectInBothLanguages) {
  for (const Scenario& scenario : scenarios())
    for (const Refusal& refusal : scenario.order.refusals(scenario.entry)) {
      EXPECT_THAT(refusal.reason.en, testing::StartsWith("expected "));
      EXPECT_THAT(refusal.reason.zh, testing::StartsWith("要求："));
      EXPECT_NE(refusal.cure.en, "") << refusal.rule;
      EXPECT_NE(refusal.cure.zh, "") << refusal.rule;
      EXPECT_NE(refusal.source, "") << refusal.rule;
    }
}

}  // namespace
}  // namespace o2c::test

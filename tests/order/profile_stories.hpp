#pragma once

#include <string_view>

#include "story.hpp"

// Orders of the other profiles: a van's route, a yearly aluminium contract, an import.
namespace o2c::test {

inline Money cny(std::string_view yuan) { return Money::of(Decimal::parse(yuan), currencies::CNY); }
inline Money eur(std::int64_t euros) { return Money::of(euros, currencies::EUR); }
inline Decimal tonnes(std::string_view text) { return Decimal::parse(text); }

// --- route ------------------------------------------------------------------------------------

/// 24 cartons of liquor at 186.00.
inline Contract liquor_order(std::int64_t cartons = 24, std::int64_t price = 186) {
  return {.number = "RO-1",
          .date = Date(2026, 3, 2),
          .lines = {{"baijiu", cartons, "CT", price, Decimal(186)}},
          .amount = Money::of(cartons * price, currencies::CNY),
          .terms = PaymentTerms::parse("cash on delivery"),
          .price_term = ""};
}

inline Story visited() {
  Story story;
  story.then(events::OrderOpened{Profile::route_sale, "Corner Shop", "Li"})
      .then(events::OutletVisited{"Corner Shop", "two cartons left"});
  return story;
}

inline Story ordered_on_route() {
  Story story = visited();
  story.then(events::ContractSigned{liquor_order()});
  return story;
}

inline Story loaded() {
  Story story = ordered_on_route();
  story.then(events::VanLoaded{1, {{1, 24}}, "Li"});
  return story;
}

/// 20 of 24 cartons at the outlet, which owes 3,720.00.
inline Story delivered() {
  Story story = loaded();
  story.then(events::GoodsDelivered{1, {{1, 20}}, "Wang", "DN-1", cny("3720.00")});
  return story;
}

inline Story collected(std::string_view yuan = "3720.00") {
  Story story = delivered();
  story.then(events::CashCollected{1, cny(yuan), "C-1"});
  return story;
}

/// Two cartons are back, two are missing.
inline Story day_closed() {
  Story story = collected();
  story.then(events::CashHandedIn{1, cny("3720.00"), "C-1"})
      .then(events::VanCounted{1, {{1, 2}}, {{1, 2}}});
  return story;
}

// --- framework --------------------------------------------------------------------------------

/// 5,000 t of ingots, 2% more or less, at 120 above the month's average; 16,520 is expected.
inline Contract aluminium_contract() {
  return {.number = "LT-2026",
          .date = Date(2026, 3, 6),
          .lines = {{"A00 ingot", 5'000, "TNE", 16'520}},
          .amount = cny("82600000.00"),
          .terms = PaymentTerms::parse("net 30"),
          .price_term = "FCA works",
          .tolerance = Rate::parse("2%"),
          .price_formula = "SHFE three-month settlement, volume-weighted, + 120"};
}

inline Story framework_quoted() {
  Story story;
  story.then(events::OrderOpened{Profile::framework, "Foundry", "Li"})
      .then(events::InquiryReceived{"ingots for 2026"})
      .then(events::QuotationDrafted{aluminium_contract().lines, cny("82600000.00")})
      .then(events::QuotationApproved{})
      .then(events::QuotationSent{"mail 1"});
  return story;
}

inline Story framework_signed() {
  Story story = framework_quoted();
  story.on(2026, 3, 6).then(events::ContractSigned{aluminium_contract()});
  return story;
}

/// 500 t called off on credit.
inline Story called_off() {
  Story story = framework_signed();
  story.then(events::CreditGranted{cny("10000000.00"), "CC-1"})
      .then(events::CallOffReceived{1, {{1, 500}}});
  return story;
}

/// 498.600 t delivered.
inline Story weighed() {
  Story story = called_off();
  story.then(events::GoodsDispatched{1, "DN-1"})
      .then(events::GoodsWeighed{1, 1, tonnes("15.200"), tonnes("513.800"), "W-1, W-2"});
  return story;
}

/// Invoiced at 8,260,000.00.
inline Story invoiced_provisionally() {
  Story story = weighed();
  story.then(events::ProvisionalInvoiced{1, "INV-1", cny("8260000.00")});
  return story;
}

inline Story priced() {
  Story story = invoiced_provisionally();
  story.on(2026, 3, 31).then(events::PriceFixed{1, "DN-9", cny("38917.78")});
  return story;
}

inline Story matched() {
  Story story = priced();
  story.then(events::StatementMatched{1, "Wu", "Feng"});
  return story;
}

// --- import -----------------------------------------------------------------------------------

/// Two presses from abroad, 100,000 EUR.
inline Contract press_contract(const char* terms = "L/C at sight") {
  return {.number = "PC-1",
          .date = Date(2026, 3, 6),
          .lines = {{"press", 2, "PCE", 50'000}},
          .amount = eur(100'000),
          .terms = PaymentTerms::parse(terms),
          .price_term = "CIF Shanghai"};
}

inline Story import_quoted() {
  Story story;
  story.then(events::OrderOpened{Profile::import, "Pressen AG", "Li"})
      .then(events::InquiryReceived{"presses"})
      .then(events::QuotationDrafted{press_contract().lines, eur(100'000)})
      .then(events::QuotationApproved{})
      .then(events::QuotationSent{"mail 1"});
  return story;
}

inline Story import_signed(const char* terms = "L/C at sight") {
  Story story = import_quoted();
  story.on(2026, 3, 6).then(events::ContractSigned{press_contract(terms)});
  return story;
}

inline Story import_planned() {
  Story story = import_signed();
  story.then(events::LetterOfCreditIssued{"LC-7", eur(100'000)})
      .then(events::ShipmentPlanned{1, {{1, 2}}});
  return story;
}

inline Story supplier_invoiced() {
  Story story = import_planned();
  story.then(events::SupplierInvoiced{1, "SI-1", eur(100'000)});
  return story;
}

inline Story cleared() {
  Story story = supplier_invoiced();
  story.on(2026, 5, 2)
      .then(events::GoodsArrived{1, "AN-1"})
      .then(events::CustomsCleared{1, "CD-1"});
  return story;
}

inline Story landed() {
  Story story = cleared();
  story.then(events::GoodsLanded{1, {{1, 2}}});
  return story;
}

inline Story import_paid() {
  Story story = landed();
  story.then(events::PaymentMade{1, eur(100'000), "TT-1"});
  return story;
}

}  // namespace o2c::test

#pragma once

#include "o2c/cost/cost_sheet.hpp"
#include "o2c/cost/incoterm.hpp"
#include "o2c/cost/landed_cost.hpp"
#include "o2c/cost/order_profit.hpp"
#include "o2c/cost/price_formula.hpp"
#include "o2c/cost/quotation.hpp"
#include "o2c/money/unit_price.hpp"

#include "enums.hpp"

// The enums of quantities, costs and profit.
namespace o2c::python {

template <>
struct EnumTraits<Dimension> {
  static constexpr const char* name = "Dimension";
  static constexpr char given[] = "o2c.Dimension | str";
  static constexpr const char* doc = "What a unit measures.";
  static constexpr Member<Dimension> members[] = {
      {Dimension::count, "count", "Pieces, pairs, dozens."},
      {Dimension::package, "package", "Cartons, cases, bags."},
      {Dimension::mass, "mass", "Kilograms."},
      {Dimension::length, "length", "Metres."},
      {Dimension::area, "area", "Square metres."},
      {Dimension::volume, "volume", "Cubic metres."},
      {Dimension::time, "time", "Hours."},
  };
};

template <>
struct EnumTraits<LineRounding> {
  static constexpr const char* name = "LineRounding";
  static constexpr char given[] = "o2c.LineRounding | str";
  static constexpr const char* doc = "Where a document's amounts are rounded.";
  static constexpr Member<LineRounding> members[] = {
      {LineRounding::by_line, "by_line", "Each line, and the total is their sum."},
      {LineRounding::by_document, "by_document", "The exact total once; lines then share it."},
  };
};

template <>
struct EnumTraits<Incoterm> {
  static constexpr const char* name = "Incoterm";
  static constexpr char given[] = "o2c.Incoterm | str";
  static constexpr const char* doc = "The eleven terms of delivery of Incoterms 2020.";
  static constexpr Member<Incoterm> members[] = {
      {Incoterm::EXW, "EXW", "Ex works."},
      {Incoterm::FCA, "FCA", "Free carrier."},
      {Incoterm::FAS, "FAS", "Free alongside ship."},
      {Incoterm::FOB, "FOB", "Free on board."},
      {Incoterm::CFR, "CFR", "Cost and freight."},
      {Incoterm::CIF, "CIF", "Cost, insurance and freight."},
      {Incoterm::CPT, "CPT", "Carriage paid to."},
      {Incoterm::CIP, "CIP", "Carriage and insurance paid to."},
      {Incoterm::DAP, "DAP", "Delivered at place."},
      {Incoterm::DPU, "DPU", "Delivered at place unloaded."},
      {Incoterm::DDP, "DDP", "Delivered duty paid."},
  };
};

template <>
struct EnumTraits<RouteItem> {
  static constexpr const char* name = "RouteItem";
  static constexpr char given[] = "o2c.RouteItem | str";
  static constexpr const char* doc =
      "What has to be paid for between the seller's works and the buyer's door.";
  static constexpr Member<RouteItem> members[] = {
      {RouteItem::packing, "packing", "For the journey."},
      {RouteItem::loading_at_works, "loading_at_works", "On the first vehicle."},
      {RouteItem::carriage_to_port, "carriage_to_port", "Or to the carrier."},
      {RouteItem::export_clearance, "export_clearance", "With duties of export."},
      {RouteItem::origin_handling, "origin_handling", "At the port of departure."},
      {RouteItem::loading_on_board, "loading_on_board", "Of the main carriage."},
      {RouteItem::main_freight, "main_freight", "To the port of arrival."},
      {RouteItem::insurance, "insurance", "Owed under CIF and CIP only."},
      {RouteItem::arrival, "arrival", "Handling at the port of arrival."},
      {RouteItem::inland, "inland", "To the place of destination."},
      {RouteItem::unloading, "unloading", "From the arriving vehicle."},
      {RouteItem::import_clearance, "import_clearance", "With duty and tax."},
  };
};

template <>
struct EnumTraits<Bearer> {
  static constexpr const char* name = "Bearer";
  static constexpr char given[] = "o2c.Bearer | str";
  static constexpr const char* doc = "Who pays for an item of the route.";
  static constexpr Member<Bearer> members[] = {
      {Bearer::seller, "seller", "The seller."},
      {Bearer::buyer, "buyer", "The buyer."},
      {Bearer::carriage, "carriage", "The seller, if his contract of carriage includes it."},
      {Bearer::nobody, "nobody", "Neither owes it to the other."},
  };
};

template <>
struct EnumTraits<CostCategory> {
  static constexpr const char* name = "CostCategory";
  static constexpr char given[] = "o2c.CostCategory | str";
  static constexpr const char* doc = "What a line of a cost sheet is.";
  static constexpr Member<CostCategory> members[] = {
      {CostCategory::material, "material", "Material."},
      {CostCategory::bought_in, "bought_in", "Bought for resale or for building in."},
      {CostCategory::processing, "processing", "Labour and tolling."},
      {CostCategory::packing, "packing", "Packing."},
      {CostCategory::tooling, "tooling", "Moulds and plates, spread over a quantity."},
      {CostCategory::overhead, "overhead", "Overhead."},
      {CostCategory::finance, "finance", "Interest between outlay and receipt."},
      {CostCategory::expense, "expense", "Expenses of selling and of the way."},
  };
};

template <>
struct EnumTraits<CostRule> {
  static constexpr const char* name = "CostRule";
  static constexpr char given[] = "o2c.CostRule | str";
  static constexpr const char* doc = "How a line's cost of one unit follows.";
  static constexpr Member<CostRule> members[] = {
      {CostRule::per_unit, "per_unit", "An amount for each unit."},
      {CostRule::usage, "usage", "A quantity of material, at a price, with wastage."},
      {CostRule::per_carton, "per_carton", "An amount for each carton."},
      {CostRule::per_container, "per_container", "An amount for each container."},
      {CostRule::per_order, "per_order", "An amount for the whole quantity."},
      {CostRule::spread, "spread", "An amount over a stated quantity."},
      {CostRule::of_cost, "of_cost", "A rate of lines before it."},
      {CostRule::of_purchase, "of_purchase", "A rate of what is paid for lines before it."},
      {CostRule::of_price, "of_price", "A rate of the price."},
      {CostRule::interest, "interest", "A yearly rate of lines before it."},
  };
};

template <>
struct EnumTraits<ProfitOf> {
  static constexpr const char* name = "ProfitOf";
  static constexpr char given[] = "o2c.ProfitOf | str";
  static constexpr const char* doc = "What a rate of profit is a rate of.";
  static constexpr Member<ProfitOf> members[] = {
      {ProfitOf::price, "price", "cost ÷ (1 − rate)"},
      {ProfitOf::cost, "cost", "cost × (1 + rate)"},
  };
};

template <>
struct EnumTraits<ShareBy> {
  static constexpr const char* name = "ShareBy";
  static constexpr char given[] = "o2c.ShareBy | str";
  static constexpr const char* doc = "By what a charge is shared among the lines of a shipment.";
  static constexpr Member<ShareBy> members[] = {
      {ShareBy::value, "value", "Their value."},
      {ShareBy::weight, "weight", "Their weight."},
      {ShareBy::volume, "volume", "Their volume."},
      {ShareBy::quantity, "quantity", "Their quantity."},
  };
};

template <>
struct EnumTraits<Averaging> {
  static constexpr const char* name = "Averaging";
  static constexpr char given[] = "o2c.Averaging | str";
  static constexpr const char* doc = "How the prices of a quotation period become one.";
  static constexpr Member<Averaging> members[] = {
      {Averaging::simple, "simple", "Each day counts once."},
      {Averaging::volume_weighted, "volume_weighted", "Each day counts as much as was traded."},
  };
};

template <>
struct EnumTraits<ProfitKind> {
  static constexpr const char* name = "ProfitKind";
  static constexpr char given[] = "o2c.ProfitKind | str";
  static constexpr const char* doc = "What an entry of a profit statement is.";
  static constexpr Member<ProfitKind> members[] = {
      {ProfitKind::revenue, "revenue", "Sales."},
      {ProfitKind::goods, "goods", "Bought for resale."},
      {ProfitKind::material, "material", "Material."},
      {ProfitKind::processing, "processing", "Work and tolling."},
      {ProfitKind::packing, "packing", "Packing."},
      {ProfitKind::refund, "refund", "Of VAT on exports: income."},
      {ProfitKind::domestic, "domestic", "Carriage and charges at home."},
      {ProfitKind::freight, "freight", "International freight."},
      {ProfitKind::insurance, "insurance", "Insurance."},
      {ProfitKind::bank, "bank", "Bank charges."},
      {ProfitKind::commission, "commission", "Commission."},
      {ProfitKind::claim, "claim", "Paid for complaints."},
      {ProfitKind::rebate, "rebate", "Received from suppliers: income."},
      {ProfitKind::finance, "finance", "Interest on outlays."},
      {ProfitKind::exchange, "exchange", "Exchange differences: income if above zero."},
      {ProfitKind::other, "other", "Further costs."},
  };
};

template <>
struct EnumTraits<ProfitBy> {
  static constexpr const char* name = "ProfitBy";
  static constexpr char given[] = "o2c.ProfitBy | str";
  static constexpr const char* doc = "By what profit statements are made apart.";
  static constexpr Member<ProfitBy> members[] = {
      {ProfitBy::order, "order", "Orders."},
      {ProfitBy::customer, "customer", "Customers."},
      {ProfitBy::product, "product", "Products."},
      {ProfitBy::salesperson, "salesperson", "Salespeople."},
      {ProfitBy::week, "week", "Weeks of ISO 8601."},
      {ProfitBy::half_month, "half_month", "Half-months."},
      {ProfitBy::month, "month", "Months."},
      {ProfitBy::quarter, "quarter", "Quarters."},
      {ProfitBy::half, "half", "Halves of a year."},
      {ProfitBy::year, "year", "Years."},
  };
};

}  // namespace o2c::python

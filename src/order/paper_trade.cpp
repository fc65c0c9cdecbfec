#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "paper_contents.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1 {

namespace {

using namespace events;

/// "amount, USD"
Label in_currency(Text name, const Contract& contract) {
  const std::string code(contract.amount.currency().code());
  return {std::string(name.en) + ", " + code, std::string(name.zh) + "，" + code};
}

PaperTable priced_goods(const Contract& contract) {
  PaperTable table{{"Goods", "货物"},
                   {{{"line", "行"}},
                    {{"product", "品名"}},
                    {{"quantity", "数量"}, true},
                    {{"unit", "单位"}},
                    {in_currency({"unit price", "单价"}, contract), true},
                    {in_currency({"amount", "金额"}, contract), true}}};
  for (std::size_t i = 0; i < contract.lines.size(); ++i) {
    const OrderLine& line = contract.lines[i];
    table.rows.push_back({same(std::to_string(i + 1)), same(line.product),
                          same(grouped(line.quantity)), same(line.unit),
                          same(grouped(line.unit_price)),
                          same(format_amount(amount_of({line}, contract.amount.currency())))});
  }
  table.total = {{"Total", "合计"}, same(format_amount(contract.amount))};
  return table;
}

PaperTable payments(const Contract& contract) {
  const std::vector<Installment> schedule = contract.terms.schedule(contract.amount, {});
  const std::vector<InstallmentTerm>& terms = contract.terms.installments();
  const bool is_stated = std::ranges::any_of(
      terms, [](const InstallmentTerm& term) { return term.instrument != Instrument::unstated; });
  PaperTable table{{"Payment", "付款"},
                   {{{"instalment", "期次"}},
                    {{"for", "款项"}},
                    {{"counted from", "起算"}},
                    {in_currency({"amount", "金额"}, contract), true}}};
  if (is_stated) table.columns.insert(table.columns.begin() + 2, {{"by", "方式"}});
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    std::vector<Label> row{same(std::to_string(i + 1)), purpose_word(terms[i].purpose)};
    if (is_stated) row.push_back(instrument_word(terms[i].instrument));
    row.push_back(due_text(terms[i].due));
    row.push_back(same(format_amount(schedule[i].amount)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Those that both sides have agreed on.
PaperTable amendments(const PaperSource& source) {
  PaperTable table{{"Amendments", "变更"},
                   {{{"number", "变更单号"}},
                    {{"reason", "原因"}},
                    {{"approved", "审批"}},
                    {{"agreed by the customer", "客户确认"}}}};
  table.is_for_reference = true;
  const AmendmentProposed* proposed = nullptr;
  const OrderEntry* approved = nullptr;
  for (const OrderEntry& entry : source.history) {
    if (const auto* proposal = std::get_if<AmendmentProposed>(&entry.event)) proposed = proposal;
    if (std::holds_alternative<AmendmentApproved>(entry.event)) approved = &entry;
    const auto* agreed = std::get_if<AmendmentAgreed>(&entry.event);
    if (agreed == nullptr || proposed == nullptr || approved == nullptr) continue;
    table.rows.push_back({same(proposed->number), same(proposed->reason),
                          same(approved->by + " " + to_string(approved->on)),
                          same(agreed->reference + " " + to_string(entry.on))});
  }
  return table;
}

PaperTable goods_to_ship(const PaperSource& source) {
  const Contract& contract = *source.state.contract;
  const ShipmentState& shipment = source.state.shipments[static_cast<std::size_t>(source.part) - 1];
  PaperTable table{{"Goods", "货物"},
                   {{{"line", "行"}},
                    {{"product", "品名"}},
                    {{"quantity", "数量"}, true},
                    {{"unit", "单位"}},
                    {{"of the contract", "合同数量"}, true}}};
  for (std::size_t i = 0; i < contract.lines.size() && i < shipment.quantities.size(); ++i) {
    if (sign(shipment.quantities[i]) == 0) continue;
    const OrderLine& line = contract.lines[i];
    table.rows.push_back({same(std::to_string(i + 1)), same(line.product),
                          same(grouped(shipment.quantities[i])), same(line.unit),
                          same(grouped(line.quantity))});
  }
  return table;
}

}  // namespace

Paper contract_paper(const PaperSource& source) {
  const Contract& contract = *source.state.contract;
  const bool is_import = source.state.profile == Profile::import;
  Paper paper{is_import ? Text{"Purchase contract", "采购合同"} : name_of(OrderPaper::contract),
              contract.number, contract.date};
  const std::string& company = source.order.policy().company;
  add_fact(paper, {"Seller", "卖方"}, is_import ? source.state.party : company);
  add_fact(paper, {"Buyer", "买方"}, is_import ? company : source.state.party);
  add_fact(paper, {"Order", "订单号"}, source.order.number());
  add_fact(paper, {"Price term", "价格术语"},
           guards::holds::is_incoterm_with_place(contract.price_term)
               ? contract.price_term + " (Incoterms 2020)"
               : contract.price_term);
  add_fact(paper, {"Price formula", "点价公式"}, contract.price_formula);
  add_fact(
      paper, {"More or less", "溢短装"},
      contract.tolerance == Rate::from_fraction(0) ? "" : "± " + to_string(contract.tolerance));
  add_fact(paper, {"Latest shipment", "最迟装运期"}, contract.latest_shipment);
  add_goods_facts(paper, contract);
  add_fact(paper, {"Terms of payment", "付款条件"}, to_string(contract.terms));
  paper.tables.push_back(priced_goods(contract));
  paper.tables.push_back(payments(contract));
  if (PaperTable table = amendments(source); !table.rows.empty())
    paper.tables.push_back(std::move(table));
  const PaperSignature ours = signature_of(
      is_import ? Text{"For the buyer", "买方代表"} : Text{"For the seller", "卖方代表"},
      last_of<ContractSigned>(source));
  // No event says who signs for the other side.
  const PaperSignature theirs{
      is_import ? Text{"For the seller", "卖方代表"} : Text{"For the buyer", "买方代表"},
      source.state.party};
  paper.signatures = is_import ? std::vector{theirs, ours} : std::vector{ours, theirs};
  return paper;
}

Paper shipment_notice(const PaperSource& source) {
  const Contract& contract = *source.state.contract;
  const ShipmentState& shipment = source.state.shipments[static_cast<std::size_t>(source.part) - 1];
  // Of this version: what was notified before it began was another.
  const OrderEntry* notified = last_of_shipment<ShipmentNotified>(source);
  if (notified != nullptr && notified < &beginning(source)) notified = nullptr;
  Paper paper{name_of(OrderPaper::shipment_notice),
              notified == nullptr ? "" : said<ShipmentNotified>(*notified).reference,
              notified == nullptr ? beginning(source).on : notified->on};
  add_order(paper, source);
  add_fact(paper, {"Shipment", "批次"}, std::to_string(source.part));
  add_fact(paper, {"Loading on", "进舱/拖柜日期"}, to_string(shipment.loading_on));
  if (const OrderEntry* booked = last_of_shipment<SpaceBooked>(source)) {
    add_fact(paper, {"Booking", "订舱号"}, said<SpaceBooked>(*booked).booking);
    add_fact(paper, {"Vessel", "船名航次"}, said<SpaceBooked>(*booked).vessel);
  }
  add_fact(paper, {"Price term", "价格术语"}, contract.price_term);
  add_fact(paper, {"Latest shipment", "最迟装运期"}, contract.latest_shipment);
  add_fact(paper, {"By letter of credit", "信用证最迟装运"}, source.state.security.latest_shipment);
  if (const OrderEntry* papers = last_of_shipment<CustomsPrepared>(source))
    add_fact(paper, {"Customs papers", "报关资料"}, said<CustomsPrepared>(*papers).declaration);
  if (const OrderEntry* passed = last_of_shipment<CommodityInspected>(source))
    add_fact(paper, {"Commodity inspection", "商检证"},
             said<CommodityInspected>(*passed).certificate);
  if (const OrderEntry* accepted = last_of_shipment<ShipmentAccepted>(source))
    add_fact(paper, {"Confirmed by the customer", "客户确认"},
             said<ShipmentAccepted>(*accepted).reference);
  add_fact(paper, {"Packing", "包装"}, contract.packing);
  paper.tables.push_back(goods_to_ship(source));
  const OrderEntry* confirmed = last_of_shipment<ShipmentConfirmed>(source);
  paper.signatures = {
      signature_of(confirmed == nullptr ? name_of(Role::production) : name_of(confirmed->role),
                   confirmed),
      signature_of(name_of(Role::salesperson), notified), PaperSignature{name_of(Role::warehouse)}};
  return paper;
}

}  // namespace o2c::inline v1

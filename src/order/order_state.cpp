#include "o2c/order/order_state.hpp"

#include <array>
#include <cstddef>
#include <span>

#include "asked.hpp"

namespace o2c::inline v1 {

namespace {

struct Stage {
  std::string_view name;
  Text label;
};

constexpr std::array<Stage, 11> deal_stages{
    {{"none", {"none", "未立项"}},
     {"opened", {"opened", "已立项"}},
     {"inquired", {"inquired", "已询盘"}},
     {"quotation_drafted", {"quotation drafted", "报价已拟"}},
     {"quotation_approved", {"quotation approved", "报价已审"}},
     {"quoted", {"quoted", "已报价"}},
     {"contracted", {"contracted", "已签约"}},
     {"completed", {"completed", "已完成"}},
     {"closed", {"closed", "已结案"}},
     {"cancelled", {"cancelled", "已取消"}},
     {"lost", {"lost", "丢单"}}}};
constexpr std::array<Stage, 3> amendment_stages{{{"none", {"none", "无变更"}},
                                                 {"proposed", {"proposed", "变更待批"}},
                                                 {"approved", {"approved", "变更待客户确认"}}}};
constexpr std::array<Stage, 13> sample_stages{{{"none", {"none", "未打样"}},
                                               {"requested", {"requested", "客户已索样"}},
                                               {"ordered", {"ordered", "已下打样单"}},
                                               {"signed_twice", {"signed twice", "打样单已双签"}},
                                               {"made", {"made", "样品已制成"}},
                                               {"checked", {"checked", "样品已审核"}},
                                               {"filed", {"filed", "已拍照留样"}},
                                               {"sent", {"sent", "已寄出"}},
                                               {"arrived", {"arrived", "已送达"}},
                                               {"accepted", {"accepted", "客户已确认"}},
                                               {"rejected", {"rejected", "客户退改"}},
                                               {"no_order", {"no order", "客户不下单"}},
                                               {"withdrawn", {"withdrawn", "打样已取消"}}}};
constexpr std::array<Stage, 4> security_stages{
    {{"open", {"open", "付款未保障"}},
     {"credit_received", {"credit received", "信用证已到"}},
     {"credit_to_amend", {"credit to amend", "信用证待改"}},
     {"secured", {"secured", "付款已保障"}}}};
constexpr std::array<Stage, 7> production_stages{{{"none", {"none", "未排产"}},
                                                  {"drafted", {"drafted", "计划单已拟"}},
                                                  {"approved", {"approved", "计划单已双签"}},
                                                  {"issued", {"issued", "计划单已下发"}},
                                                  {"in_progress", {"in progress", "生产中"}},
                                                  {"rework", {"rework", "返工"}},
                                                  {"inspected", {"inspected", "验货合格"}}}};
constexpr std::array<Stage, 18> shipment_stages{{{"none", {"none", "未计划"}},
                                                 {"planned", {"planned", "已计划"}},
                                                 {"confirmed", {"confirmed", "内部已确认"}},
                                                 {"accepted", {"accepted", "客户已确认"}},
                                                 {"booked", {"booked", "已订舱"}},
                                                 {"loading_fixed", {"loading fixed", "已定装货日"}},
                                                 {"notified", {"notified", "已发出货通知"}},
                                                 {"shipped", {"shipped", "已出运"}},
                                                 {"withdrawn", {"withdrawn", "已取消"}},
                                                 {"loaded", {"loaded", "已装车"}},
                                                 {"delivered", {"delivered", "已送达"}},
                                                 {"day_closed", {"day closed", "已收车"}},
                                                 {"called_off", {"called off", "已提货申请"}},
                                                 {"dispatched", {"dispatched", "已发运"}},
                                                 {"weighed", {"weighed", "已过磅"}},
                                                 {"arrived", {"arrived", "已到港"}},
                                                 {"cleared", {"cleared", "已清关"}},
                                                 {"landed", {"landed", "已入库"}}}};
constexpr std::array<Stage, 15> settlement_stages{
    {{"none", {"none", "未交单"}},
     {"balance_claimed", {"balance claimed", "已催余款"}},
     {"presented", {"presented", "已交单"}},
     {"discrepant", {"discrepant", "有不符点"}},
     {"collecting", {"collecting", "托收中"}},
     {"accepted", {"accepted", "已承兑"}},
     {"released", {"released", "正本已放"}},
     {"received", {"received", "货款已收"}},
     {"owed", {"owed", "终端欠款"}},
     {"cash_held", {"cash held", "业务员持现"}},
     {"provisional", {"provisional", "暂定价"}},
     {"priced", {"priced", "已点价"}},
     {"matched", {"matched", "已对账"}},
     {"invoiced", {"invoiced", "供应商已开票"}},
     {"paid", {"paid", "已付款"}}}};
constexpr std::array<Stage, 4> ticket_stages{{{"none", {"none", "无投诉"}},
                                              {"open", {"open", "投诉处理中"}},
                                              {"remedied", {"remedied", "已商定补救"}},
                                              {"closed", {"closed", "投诉已结"}}}};
constexpr std::array<Stage, 3> review_stages{{{"none", {"none", "未分析"}},
                                              {"reported", {"reported", "效益已分析"}},
                                              {"settled", {"settled", "提成已结"}}}};

constexpr std::array<std::span<const Stage>, machine_count> stages{
    deal_stages,     amendment_stages,  sample_stages, security_stages, production_stages,
    shipment_stages, settlement_stages, ticket_stages, review_stages};

}  // namespace

std::string_view stage_name(Machine machine, std::uint8_t stage) {
  return stages[static_cast<std::size_t>(machine)][stage].name;
}

std::size_t stage_count(Machine machine) noexcept {
  return stages[static_cast<std::size_t>(machine)].size();
}

Text stage_label(Machine machine, std::uint8_t stage) {
  return stages[static_cast<std::size_t>(machine)][stage].label;
}

std::optional<Money> open_amount(const ShipmentState& shipment) {
  if (!shipment.invoiced) return std::nullopt;
  return shipment.settled ? *shipment.invoiced - *shipment.settled : *shipment.invoiced;
}

bool has_gone(const ShipmentState& shipment) noexcept {
  switch (shipment.stage) {
    case ShipmentStage::shipped:
    case ShipmentStage::delivered:
    case ShipmentStage::weighed:
    case ShipmentStage::landed:
      return true;
    case ShipmentStage::day_closed:
      return shipment.invoiced.has_value();  // Unless the van came back full.
    default:
      return false;
  }
}

Decimal quantity_in_shipments(const OrderState& state, std::int32_t line, std::int32_t but) {
  Decimal sum;
  for (std::size_t i = 0; i < state.shipments.size(); ++i) {
    const ShipmentState& shipment = state.shipments[i];
    if (shipment.stage == ShipmentStage::withdrawn || static_cast<std::int32_t>(i) + 1 == but)
      continue;
    // What a van has on board may still be sold.
    const bool is_on_the_road =
        shipment.stage == ShipmentStage::loaded || shipment.stage == ShipmentStage::delivered;
    sum += at(is_on_the_road ? shipment.loaded : shipment.quantities, position(line));
  }
  return sum;
}

AmendmentScope scope_of(const events::AmendmentProposed& amendment, const Contract& contract) {
  AmendmentScope scope;
  if (amendment.lines) {
    const std::vector<OrderLine>& now = contract.lines;
    const std::vector<OrderLine>& then = *amendment.lines;
    scope.goods = now.size() != then.size();
    for (std::size_t i = 0; i < now.size() && i < then.size(); ++i) {
      scope.goods |= now[i].product != then[i].product || now[i].quantity != then[i].quantity ||
                     now[i].unit != then[i].unit;
      scope.price |= now[i].unit_price != then[i].unit_price;
    }
  }
  scope.price |= amendment.amount && *amendment.amount != contract.amount;
  scope.price |= amendment.price_term && *amendment.price_term != contract.price_term;
  scope.terms = amendment.terms && *amendment.terms != contract.terms;
  scope.date = amendment.latest_shipment && amendment.latest_shipment != contract.latest_shipment;
  scope.specification =
      amendment.specification && *amendment.specification != contract.specification;
  scope.packing = amendment.packing && *amendment.packing != contract.packing;
  return scope;
}

Contract amended(Contract contract, const events::AmendmentProposed& amendment) {
  if (amendment.lines) contract.lines = *amendment.lines;
  if (amendment.amount) contract.amount = *amendment.amount;
  if (amendment.terms) contract.terms = *amendment.terms;
  if (amendment.price_term) contract.price_term = *amendment.price_term;
  if (amendment.latest_shipment) contract.latest_shipment = amendment.latest_shipment;
  if (amendment.specification) contract.specification = *amendment.specification;
  if (amendment.packing) contract.packing = *amendment.packing;
  return contract;
}

}  // namespace o2c::inline v1

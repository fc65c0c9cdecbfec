#pragma once

#include "o2c/order/guard_functions.hpp"

// What shipments ask for.
namespace o2c::inline v1::guards {

inline constexpr Guard plan_is_issued{"plan_is_issued",
                                      {"a production plan that is issued", "生产计划单已下发"},
                                      {"Issue the plan.", "下发生产计划单。"},
                                      "sales handbook: shipment",
                                      false,
                                      holds::plan_is_issued};
inline constexpr Guard within_the_contract{
    "within_the_contract",
    {"quantities above 0 of lines that are open, all shipments within the contract and its "
     "tolerance",
     "数量大于0，行未结案，累计不超过合同数量及溢装"},
    {"Amend the contract, or plan less.", "变更合同，或减少数量。"},
    "invariant: shipped within the contract",
    true,
    holds::within_the_contract,
    lacking::room};
inline constexpr Guard goods_have_passed{
    "goods_have_passed",
    {"goods of that quantity that have passed inspection, or a signed concession",
     "该批货物验货合格，或有书面让步接收"},
    {"Have them inspected.", "安排验货。"},
    "sales handbook: inspection",
    false,
    holds::goods_have_passed,
    lacking::not_passed};
inline constexpr Guard papers_are_ready{
    "papers_are_ready",
    {"customs papers and, where needed, commodity inspection", "报关资料齐备，需商检的已商检"},
    {"Prepare them.", "备齐资料。"},
    "sales handbook: shipment",
    false,
    holds::papers_are_ready,
    lacking::papers};
inline constexpr Guard ships_what_has_passed{
    "ships_what_has_passed",
    {"quantities above 0 that have passed, within the contract",
     "数量大于0，已验货合格，且不超过合同"},
    {"Ship less, or have more inspected.", "减少数量，或补充验货。"},
    "invariant: shipped within the contract",
    true,
    holds::ships_what_has_passed,
    lacking::room};
inline constexpr Guard invoices_what_is_shipped{
    "invoices_what_is_shipped",
    {"an invoice above 0 in the contract's currency, of no more than prices and quantities make, "
     "and no more of the deposit than is left",
     "发票金额大于0，币种与合同一致，不超过单价乘数量；抵扣定金不超过余额"},
    {"Correct the invoice.", "更正发票。"},
    "invariant: invoiced within what is shipped",
    true,
    holds::invoices_what_is_shipped,
    lacking::invoice};
inline constexpr Guard shipped_in_time{
    "shipped_in_time",
    {"a day that has come, and is not after the last one to ship",
     "出运日已到，且不晚于最迟装运期"},
    {"Correct the day, or have contract and credit amended.", "更正日期，或变更合同和信用证。"},
    "UCP 600 art. 29(c)",
    true,
    holds::shipped_in_time,
    lacking::latest};
inline constexpr Guard counted_by_two{"counted_by_two",
                                      {"a count that is signed by two", "由两人清点签字"},
                                      {"Count together.", "共同清点。"},
                                      "four eyes",
                                      true,
                                      holds::counted_by_two};
inline constexpr Guard delivers_what_is_loaded{
    "delivers_what_is_loaded",
    {"quantities above 0 of what is on the van", "数量大于0，不超过车上余量"},
    {"Correct the quantities.", "更正数量。"},
    "sales handbook: route sales",
    true,
    holds::delivers_what_is_loaded};
inline constexpr Guard van_adds_up{
    "van_adds_up",
    {"loaded = delivered + returned + missing, by line", "装车 = 送货 + 退回 + 短缺"},
    {"Count again.", "重新清点。"},
    "sales handbook: route sales",
    true,
    holds::van_adds_up,
    lacking::van};
inline constexpr Guard paid_or_on_credit{
    "paid_or_on_credit",
    {"what is not paid within the credit that was granted", "未收款在授信额度内"},
    {"Collect it, or have credit granted.", "收款，或申请赊销。"},
    "sales handbook: route sales",
    false,
    holds::paid_or_on_credit,
    lacking::credit};
inline constexpr Guard prepaid_or_on_credit{
    "prepaid_or_on_credit",
    {"what is called off prepaid, or within the credit that was granted",
     "提货已预付，或在授信额度内"},
    {"Have it prepaid, or credit granted.", "预付，或申请授信。"},
    "framework contracts",
    true,
    holds::prepaid_or_on_credit,
    lacking::credit};
inline constexpr Guard gross_above_tare{"gross_above_tare",
                                        {"a gross weight above the tare", "毛重大于皮重"},
                                        {"Weigh again.", "重新过磅。"},
                                        "framework contracts",
                                        true,
                                        holds::gross_above_tare};
inline constexpr Guard within_the_tolerance{
    "within_the_tolerance",
    {"all deliveries within the contract and its tolerance", "累计交货不超过合同数量及溢装"},
    {"Amend the contract.", "变更合同。"},
    "CISG art. 52(2)",
    true,
    holds::within_the_tolerance,
    lacking::room};
inline constexpr Guard lands_what_was_ordered{
    "lands_what_was_ordered",
    {"quantities of at least 0, all deliveries within the contract and its tolerance",
     "数量不小于0，累计不超过合同数量及溢装"},
    {"Refuse the excess, or amend the contract.", "拒收超出部分，或变更合同。"},
    "CISG art. 52(2)",
    true,
    holds::lands_what_was_ordered,
    lacking::room};

}  // namespace o2c::inline v1::guards

#pragma once

#include "o2c/order/guard_functions.hpp"

// What the deal, its amendments, complaints and review ask for.
namespace o2c::inline v1::guards {

inline constexpr Guard is_contracted{
    "is_contracted",
    {"a contract that is signed and not completed yet", "合同已签订且尚未完成"},
    {"Sign the contract.", "先签订合同。"},
    "sales handbook: contract",
    false,
    holds::is_contracted};
inline constexpr Guard quotation_adds_up{
    "quotation_adds_up",
    {"lines with quantities above 0 and prices, whose amounts make the quotation's",
     "各行数量大于0，金额之和等于报价总额"},
    {"Correct the lines or the amount.", "更正各行或总额。"},
    "sales handbook: quotation",
    true,
    holds::quotation_adds_up,
    lacking::amount_of_lines};
inline constexpr Guard approved_by_another{
    "approved_by_another",
    {"a review by somebody other than who drafted it", "由报价人以外的人审核"},
    {"Have a manager who did not draft it review it.", "请未参与拟订的经理审核。"},
    "four eyes",
    true,
    holds::approved_by_another};
inline constexpr Guard reason_for_low_price{
    "reason_for_low_price",
    {"a reason for prices below the list", "低于价目表的价格须注明理由"},
    {"State the reason.", "注明理由。"},
    "sales handbook: uniform prices",
    true,
    holds::reason_for_low_price,
    lacking::low_prices};
inline constexpr Guard at_list_price{
    "at_list_price",
    {"no price below the list, unless a manager approves it", "价格不低于价目表，否则须经理批准"},
    {"Have the quotation approved.", "请经理审核报价。"},
    "sales handbook: uniform prices",
    false,
    holds::at_list_price,
    lacking::low_prices};
inline constexpr Guard contract_is_complete{
    "contract_is_complete",
    {"number, a date not after the day it is signed, lines, Incoterm 2020 with its place (for "
     "exports and imports) and, but for a price formula, prices",
     "合同号、不晚于签约日的日期、各行、价格术语（进出口：Incoterms 2020及地点）、"
     "价格（点价除外）齐全"},
    {"Complete the contract.", "补全合同条款。"},
    "sales handbook: contract",
    true,
    holds::contract_is_complete,
    lacking::missing_of_contract};
inline constexpr Guard contract_adds_up{
    "contract_adds_up",
    {"lines whose amounts make the contract's", "各行金额之和等于合同总额"},
    {"Correct the lines or the amount.", "更正各行或总额。"},
    "sales handbook: contract",
    true,
    holds::contract_adds_up,
    lacking::amount_of_lines};
inline constexpr Guard quotation_is_valid{
    "quotation_is_valid",
    {"a quotation that still holds on the day of the contract", "签约日报价仍有效"},
    {"Quote anew.", "重新报价。"},
    "sales handbook: quotation",
    true,
    holds::quotation_is_valid,
    lacking::validity};
inline constexpr Guard prices_as_quoted{
    "prices_as_quoted",
    {"products and prices as quoted", "品名与单价与报价一致"},
    {"Quote anew, or sign what was quoted.", "重新报价，或按报价签约。"},
    "sales handbook: quotation",
    true,
    holds::prices_as_quoted,
    lacking::prices};
inline constexpr Guard sold_at_list_price{
    "sold_at_list_price",
    {"the list price, or a quotation with an approved one", "按价目表价格，或经批准的报价"},
    {"Sell at the list price, or have a quotation approved.", "按价目表销售，或先批准报价。"},
    "sales handbook: uniform prices",
    true,
    holds::sold_at_list_price,
    lacking::prices};
inline constexpr Guard terms_are_usual{
    "terms_are_usual",
    {"the house's usual terms of payment, or others that were approved with a reason",
     "付款条件为公司常用条件，或经批准并注明理由"},
    {"Have the special terms approved.", "请经理批准特殊付款条件。"},
    "sales handbook: special terms",
    true,
    holds::terms_are_usual,
    lacking::usual_terms};
inline constexpr Guard terms_approved_by_another{
    "terms_approved_by_another",
    {"an approval by somebody other than the order's salesperson", "由本单业务员以外的人批准"},
    {"Have a manager approve it whose order it is not.", "请非本单业务员的经理批准。"},
    "four eyes",
    true,
    holds::terms_approved_by_another};
inline constexpr Guard samples_have_verdicts{
    "samples_have_verdicts",
    {"a verdict on every sample that was sent", "已寄样品均有结论"},
    {"Get the customer's verdict.", "取得客户意见。"},
    "sales handbook: samples",
    false,
    holds::samples_have_verdicts,
    lacking::samples};
inline constexpr Guard nothing_has_gone{"nothing_has_gone",
                                        {"goods that are all still here", "货物均未出运"},
                                        {"Settle it as a complaint.", "按售后处理。"},
                                        "sales handbook: cancellation",
                                        false,
                                        holds::nothing_has_gone};
inline constexpr Guard keeps_no_more_than_deposit{
    "keeps_no_more_than_deposit",
    {"an amount of at most what is left of the deposit, if any is kept",
     "扣留金额（如有）不超过定金余额"},
    {"Claim the rest from the customer.", "向客户另行索赔。"},
    "sales handbook: cancellation",
    true,
    holds::keeps_no_more_than_deposit,
    lacking::invoice};
inline constexpr Guard something_has_gone{"something_has_gone",
                                          {"a shipment that has gone", "已有货物出运"},
                                          {"Ship first.", "先出运。"},
                                          "sales handbook: order profit",
                                          false,
                                          holds::something_has_gone};
inline constexpr Guard all_has_gone{
    "all_has_gone",
    {"all that was agreed, within the tolerance, or the rest closed in writing",
     "合同数量（含溢短装）已全部出运，或书面短装结案"},
    {"Ship the rest, or close it short.", "出运余量，或短装结案。"},
    "sales handbook: shipment",
    false,
    holds::all_has_gone,
    lacking::not_gone};
inline constexpr Guard no_shipment_under_way{
    "no_shipment_under_way",
    {"no shipment that has begun and has not ended", "没有未完成的出运"},
    {"Ship or withdraw it.", "完成或取消出运。"},
    "sales handbook: shipment",
    false,
    holds::no_shipment_under_way,
    lacking::under_way};
inline constexpr Guard all_is_settled{
    "all_is_settled",
    {"every shipment paid, and its documents dealt with", "各批货款与单据均已结清"},
    {"Collect what is open.", "收清货款并处理单据。"},
    "sales handbook: collection",
    false,
    holds::all_is_settled,
    lacking::unsettled};
inline constexpr Guard no_amendment_pending{
    "no_amendment_pending",
    {"no amendment without an answer", "没有未答复的变更单"},
    {"Have the amendment agreed or refused.", "先确认或否决变更单。"},
    "sales handbook: changes in writing",
    false,
    holds::no_amendment_pending,
    lacking::pending};
inline constexpr Guard line_is_known{"line_is_known",
                                     {"a line of the contract", "合同中的行"},
                                     {"Name a line of the contract.", "写明合同中的行号。"},
                                     "sales handbook: contract",
                                     true,
                                     holds::line_is_known};
inline constexpr Guard amendment_changes_something{"amendment_changes_something",
                                                   {"something that changes", "至少变更一项"},
                                                   {"State what changes.", "写明变更内容。"},
                                                   "sales handbook: changes in writing",
                                                   true,
                                                   holds::amendment_changes_something};
inline constexpr Guard amendment_number_is_new{
    "amendment_number_is_new",
    {"a number that no amendment has yet", "变更单号未被使用"},
    {"Number it anew.", "更换变更单号。"},
    "sales handbook: changes in writing",
    true,
    holds::amendment_number_is_new};
inline constexpr Guard amendment_adds_up{
    "amendment_adds_up",
    {"lines whose amounts make the amount as it becomes", "变更后各行金额之和等于变更后总额"},
    {"State lines and amount that agree.", "更正各行或总额。"},
    "sales handbook: changes in writing",
    true,
    holds::amendment_adds_up,
    lacking::amount_of_lines};
inline constexpr Guard amendment_leaves_nothing_out{
    "amendment_leaves_nothing_out",
    {"a contract that is complete: Incoterm 2020 with its place (for exports and imports) and, but "
     "for a price formula, prices",
     "变更后合同完整：价格术语（进出口：Incoterms 2020及地点）、价格（点价除外）齐全"},
    {"State what is missing.", "补全所缺条款。"},
    "sales handbook: changes in writing",
    true,
    holds::amendment_leaves_nothing_out,
    lacking::missing_of_contract};
inline constexpr Guard amendment_keeps_what_has_gone{
    "amendment_keeps_what_has_gone",
    {"no line less, and of what has gone the same product, unit and at least that quantity",
     "不减少行；已出运的行品名、单位不变，数量不少于已出运数量"},
    {"Keep what has gone.", "保留已出运数量。"},
    "sales handbook: changes in writing",
    true,
    holds::amendment_keeps_what_has_gone,
    lacking::gone};
inline constexpr Guard amendment_approved_by_another{
    "amendment_approved_by_another",
    {"an approval by somebody other than who proposed it", "由提出人以外的人审批"},
    {"Have a manager who did not propose it approve it.", "请未提出变更的经理审批。"},
    "four eyes",
    true,
    holds::amendment_approved_by_another};

}  // namespace o2c::inline v1::guards

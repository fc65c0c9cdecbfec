#pragma once

#include "o2c/order/lifecycle.hpp"

// What the tables of the machines ask for: each guard has a name, what it expects, what would cure
// it, and the rule that it comes from.
namespace o2c::inline v1 {

namespace guards::holds {
bool is_complete(const Asked& asked);
bool office_may(const Asked& asked);
bool person_has_office(const Asked& asked);
bool days_in_order(const Asked& asked);
bool order_goes_on(const Asked& asked);
bool is_contracted(const Asked& asked);
bool quotation_adds_up(const Asked& asked);
bool approved_by_another(const Asked& asked);
bool reason_for_low_price(const Asked& asked);
bool at_list_price(const Asked& asked);
bool contract_is_complete(const Asked& asked);
bool contract_adds_up(const Asked& asked);
bool quotation_is_valid(const Asked& asked);
bool prices_as_quoted(const Asked& asked);
bool sold_at_list_price(const Asked& asked);
bool samples_have_verdicts(const Asked& asked);
bool nothing_has_gone(const Asked& asked);
bool something_has_gone(const Asked& asked);
bool all_has_gone(const Asked& asked);
bool no_shipment_under_way(const Asked& asked);
bool all_is_settled(const Asked& asked);
bool no_amendment_pending(const Asked& asked);
bool line_is_known(const Asked& asked);
bool profit_is_reported(const Asked& asked);
bool commission_is_settled(const Asked& asked);
bool no_complaint_open(const Asked& asked);
bool amendment_changes_something(const Asked& asked);
bool amendment_number_is_new(const Asked& asked);
bool amendment_adds_up(const Asked& asked);
bool amendment_keeps_what_has_gone(const Asked& asked);
bool amendment_approved_by_another(const Asked& asked);
bool deal_goes_on(const Asked& asked);
bool last_round_is_decided(const Asked& asked);
bool plan_is_not_issued(const Asked& asked);
bool asks_for_some(const Asked& asked);
bool fee_is_asked_for(const Asked& asked);
bool courier_fee_is_asked_for(const Asked& asked);
bool fees_are_received(const Asked& asked);
bool one_more_than_asked(const Asked& asked);
bool sample_signed_by_another(const Asked& asked);
bool made_as_ordered(const Asked& asked);
bool one_is_kept(const Asked& asked);
bool arrives_later(const Asked& asked);
bool deposit_is_agreed(const Asked& asked);
bool deposit_is_owed(const Asked& asked);
bool credit_is_agreed(const Asked& asked);
bool credit_covers_balance(const Asked& asked);
bool in_contract_currency(const Asked& asked);
bool charges_are_borne(const Asked& asked);
bool is_secured(const Asked& asked);
bool plan_signed_by_another(const Asked& asked);
bool departments_are_named(const Asked& asked);
bool sample_is_approved(const Asked& asked);
bool makes_no_more_than_agreed(const Asked& asked);
bool inspects_what_was_made(const Asked& asked);
bool lets_pass_what_was_made(const Asked& asked);
bool plan_is_issued(const Asked& asked);
bool within_the_contract(const Asked& asked);
bool goods_have_passed(const Asked& asked);
bool papers_are_ready(const Asked& asked);
bool ships_what_has_passed(const Asked& asked);
bool invoices_what_is_shipped(const Asked& asked);
bool shipped_in_time(const Asked& asked);
bool counted_by_two(const Asked& asked);
bool delivers_what_is_loaded(const Asked& asked);
bool van_adds_up(const Asked& asked);
bool paid_or_on_credit(const Asked& asked);
bool prepaid_or_on_credit(const Asked& asked);
bool gross_above_tare(const Asked& asked);
bool within_the_tolerance(const Asked& asked);
bool lands_what_was_ordered(const Asked& asked);
bool goods_have_gone(const Asked& asked);
bool shipment_is_planned(const Asked& asked);
bool pays_against_copy(const Asked& asked);
bool pays_on_open_account(const Asked& asked);
bool pays_by_letter_of_credit(const Asked& asked);
bool may_be_collected(const Asked& asked);
bool credit_covers_it(const Asked& asked);
bool originals_are_held(const Asked& asked);
bool presented_in_time(const Asked& asked);
bool checked_by_another(const Asked& asked);
bool discrepancies_are_named(const Asked& asked);
bool writes_off_what_is_open(const Asked& asked);
bool no_more_than_open(const Asked& asked);
bool hands_in_what_is_held(const Asked& asked);
bool counted_by_another(const Asked& asked);
bool applies_what_was_paid(const Asked& asked);
bool is_not_invoiced(const Asked& asked);
bool signed_by_both(const Asked& asked);
bool complains_of_what_has_gone(const Asked& asked);
bool credits_what_was_invoiced(const Asked& asked);
bool copied_to_another(const Asked& asked);
bool sample_passed(const OrderState& state, std::int32_t part);
bool verdict_accepts(const OrderState& state, std::int32_t part);
bool verdict_rejects(const OrderState& state, std::int32_t part);
bool specification_changes(const OrderState& state, std::int32_t part);
bool security_is_complete(const OrderState& state, std::int32_t part);
bool credit_is_as_agreed(const OrderState& state, std::int32_t part);
bool credit_has_to_change(const OrderState& state, std::int32_t part);
bool nothing_was_rejected(const OrderState& state, std::int32_t part);
bool plan_is_void(const OrderState& state, std::int32_t part);
bool nothing_is_open(const OrderState& state, std::int32_t part);
bool nothing_is_open_or_held(const OrderState& state, std::int32_t part);
bool some_cash_is_held(const OrderState& state, std::int32_t part);
}  // namespace guards::holds

namespace guards::lacking {
Label empty_fields(const Asked& asked);
Label offices(const Asked& asked);
Label last_day(const Asked& asked);
Label amount_of_lines(const Asked& asked);
Label approved_sample(const Asked& asked);
Label complaints(const Asked& asked);
Label credit(const Asked& asked);
Label credit_amount(const Asked& asked);
Label fees(const Asked& asked);
Label gone(const Asked& asked);
Label invoice(const Asked& asked);
Label latest(const Asked& asked);
Label low_prices(const Asked& asked);
Label missing_of_contract(const Asked& asked);
Label not_gone(const Asked& asked);
Label not_passed(const Asked& asked);
Label open(const Asked& asked);
Label papers(const Asked& asked);
Label pending(const Asked& asked);
Label presentation(const Asked& asked);
Label prices(const Asked& asked);
Label room(const Asked& asked);
Label samples(const Asked& asked);
Label security(const Asked& asked);
Label spare(const Asked& asked);
Label terms(const Asked& asked);
Label under_way(const Asked& asked);
Label unsettled(const Asked& asked);
Label validity(const Asked& asked);
Label van(const Asked& asked);
}  // namespace guards::lacking

namespace guards {

// What every event has to be.
inline constexpr Guard order_goes_on{
    "order_goes_on",
    {"an order that is not closed, cancelled or lost", "订单未结案、取消或丢单"},
    {"Open a new order.", "另立新单。"},
    "sales handbook: history is not changed",
    true,
    holds::order_goes_on};
inline constexpr Guard is_complete{"is_complete",
                                   {"every text of the event filled in", "各项内容填写齐全"},
                                   {"Fill in what is missing.", "补填所缺内容。"},
                                   "sales handbook: strict order format",
                                   true,
                                   holds::is_complete,
                                   lacking::empty_fields};
inline constexpr Guard office_may{"office_may",
                                  {"somebody whose office it is", "由有权岗位办理"},
                                  {"Have it done by that office.", "请有权岗位办理。"},
                                  "policy",
                                  true,
                                  holds::office_may,
                                  lacking::offices};
inline constexpr Guard person_has_office{
    "person_has_office",
    {"somebody who holds that office", "办理人须任该岗位"},
    {"Have it done by somebody of that office.", "请该岗位人员办理。"},
    "policy",
    true,
    holds::person_has_office};
inline constexpr Guard days_in_order{
    "days_in_order",
    {"a day that is not before what it follows", "日期不早于前一事项"},
    {"Correct the day.", "更正日期。"},
    "invariant: dated not later than the act",
    true,
    holds::days_in_order,
    lacking::last_day};

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
    {"number, lines, terms of payment and, but for a price formula, prices",
     "合同号、各行、付款条件、价格（点价除外）齐全"},
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
inline constexpr Guard profit_is_reported{
    "profit_is_reported",
    {"a written analysis of the order's profit", "已作书面效益分析"},
    {"Report the profit.", "提交效益分析。"},
    "sales handbook: order profit",
    false,
    holds::profit_is_reported};
inline constexpr Guard commission_is_settled{"commission_is_settled",
                                             {"a commission that is settled", "提成已结算"},
                                             {"Settle the commission.", "结算提成。"},
                                             "sales handbook: commission",
                                             false,
                                             holds::commission_is_settled};
inline constexpr Guard no_complaint_open{"no_complaint_open",
                                         {"no complaint that is open", "没有未结投诉"},
                                         {"Close the complaints.", "先结案投诉。"},
                                         "sales handbook: after-sales",
                                         false,
                                         holds::no_complaint_open,
                                         lacking::complaints};
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
inline constexpr Guard deal_goes_on{"deal_goes_on", {"a deal that goes on", "业务仍在进行"},
                                    {"", ""},       "sales handbook: samples",
                                    false,          holds::deal_goes_on};
inline constexpr Guard last_round_is_decided{
    "last_round_is_decided",
    {"a verdict on the round before", "上一轮样品已有结论"},
    {"Get the customer's verdict.", "取得客户意见。"},
    "sales handbook: samples",
    false,
    holds::last_round_is_decided,
    lacking::samples};
inline constexpr Guard plan_is_not_issued{
    "plan_is_not_issued",
    {"no production plan that is issued", "生产计划单尚未下发"},
    {"Amend the contract first.", "先变更合同。"},
    "sales handbook: samples",
    false,
    holds::plan_is_not_issued};
inline constexpr Guard asks_for_some{
    "asks_for_some",
    {"at least one piece, and fees above 0, if any", "至少一件；如收费，费用大于0"},
    {"State how many, and leave out fees that are not asked for.", "写明件数，不收的费用不填。"},
    "sales handbook: samples",
    true,
    holds::asks_for_some};
inline constexpr Guard fee_is_asked_for{
    "fee_is_asked_for",
    {"a sample fee above 0, of one that was asked for and is not complete yet",
     "已约定样品费且尚未收齐，金额大于0"},
    {"", ""},
    "sales handbook: samples",
    true,
    holds::fee_is_asked_for};
inline constexpr Guard courier_fee_is_asked_for{
    "courier_fee_is_asked_for",
    {"a courier fee above 0, of one that was asked for and is not complete yet",
     "已约定快递费且尚未收齐，金额大于0"},
    {"", ""},
    "sales handbook: samples",
    true,
    holds::courier_fee_is_asked_for};
inline constexpr Guard fees_are_received{
    "fees_are_received",
    {"sample fee and courier fee received, or freight collect confirmed",
     "样品费和快递费已收到，或已确认到付"},
    {"Collect the fees, or have freight collect confirmed.", "收取费用，或确认到付。"},
    "sales handbook: samples",
    false,
    holds::fees_are_received,
    lacking::fees};
inline constexpr Guard one_more_than_asked{
    "one_more_than_asked",
    {"at least one piece more than the customer asks for", "打样数量比客户要求多至少一件"},
    {"Order more.", "增加打样数量。"},
    "sales handbook: samples",
    true,
    holds::one_more_than_asked,
    lacking::spare};
inline constexpr Guard sample_signed_by_another{
    "sample_signed_by_another",
    {"a signature of somebody other than who ordered it", "由下单人以外的人签字"},
    {"Have the manager sign.", "请经理签字。"},
    "four eyes",
    true,
    holds::sample_signed_by_another};
inline constexpr Guard made_as_ordered{"made_as_ordered",
                                       {"at least as many as were ordered", "数量不少于打样单"},
                                       {"Make the rest.", "补足数量。"},
                                       "sales handbook: samples",
                                       true,
                                       holds::made_as_ordered};
inline constexpr Guard one_is_kept{"one_is_kept",
                                   {"at least one kept when the others are sent", "至少留样一件"},
                                   {"Send fewer.", "减少寄出数量。"},
                                   "sales handbook: samples",
                                   true,
                                   holds::one_is_kept};
inline constexpr Guard arrives_later{
    "arrives_later",
    {"a day of arrival that is not before it was sent", "预计到达日不早于寄出日"},
    {"Correct the day.", "更正日期。"},
    "sales handbook: samples",
    true,
    holds::arrives_later};
inline constexpr Guard deposit_is_agreed{
    "deposit_is_agreed",
    {"terms with a deposit, and an amount above 0", "付款条件含定金，金额大于0"},
    {"Amend the terms.", "变更付款条件。"},
    "terms of payment",
    true,
    holds::deposit_is_agreed};
inline constexpr Guard deposit_is_owed{"deposit_is_owed",
                                       {"a deposit that is not complete yet", "定金尚未收齐"},
                                       {"Book it as a payment.", "作为货款入账。"},
                                       "terms of payment",
                                       false,
                                       holds::deposit_is_owed};
inline constexpr Guard credit_is_agreed{
    "credit_is_agreed",
    {"terms with a letter of credit, and an amount above 0", "付款条件含信用证，金额大于0"},
    {"Amend the terms.", "变更付款条件。"},
    "terms of payment",
    true,
    holds::credit_is_agreed};
inline constexpr Guard credit_covers_balance{
    "credit_covers_balance",
    {"a credit of at least what it has to pay, or that as a discrepancy",
     "信用证金额足够，不足时列为不符点"},
    {"List it, and have the credit amended.", "列明不符点并要求改证。"},
    "sales handbook: letter of credit",
    true,
    holds::credit_covers_balance,
    lacking::credit_amount};
inline constexpr Guard in_contract_currency{
    "in_contract_currency",
    {"an amount above 0 in the contract's currency", "金额大于0，币种与合同一致"},
    {"Convert it first.", "先折算。"},
    "terms of payment",
    true,
    holds::in_contract_currency};
inline constexpr Guard charges_are_borne{
    "charges_are_borne",
    {"bank charges within what is borne for a payment", "银行费用在可承担范围内"},
    {"Claim the rest from the customer.", "向客户收取超出部分。"},
    "policy",
    true,
    holds::charges_are_borne};
inline constexpr Guard is_secured{"is_secured",
                                  {"deposit received, letter of credit checked, or credit granted",
                                   "定金到账、信用证审核无误，或已批准赊销"},
                                  {"Collect what is missing of it.", "补齐付款保障。"},
                                  "sales handbook: payment before production",
                                  false,
                                  holds::is_secured,
                                  lacking::security};
inline constexpr Guard plan_signed_by_another{
    "plan_signed_by_another",
    {"a signature of somebody other than who drafted the plan", "由制单人以外的人签字"},
    {"Have the manager sign.", "请经理签字。"},
    "four eyes",
    true,
    holds::plan_signed_by_another};
inline constexpr Guard departments_are_named{"departments_are_named",
                                             {"the departments that have a copy", "写明抄送部门"},
                                             {"Name them.", "写明部门。"},
                                             "sales handbook: production plan",
                                             true,
                                             holds::departments_are_named};
inline constexpr Guard sample_is_approved{"sample_is_approved",
                                          {"an approved sample of that seal", "有该封样号的确认样"},
                                          {"Get a sample approved.", "取得确认样。"},
                                          "sales handbook: production plan",
                                          true,
                                          holds::sample_is_approved,
                                          lacking::approved_sample};
inline constexpr Guard makes_no_more_than_agreed{
    "makes_no_more_than_agreed",
    {"a quantity above 0, and no more made than the contract takes",
     "数量大于0，累计不超过合同数量及溢装"},
    {"Amend the contract.", "变更合同。"},
    "sales handbook: production",
    true,
    holds::makes_no_more_than_agreed,
    lacking::room};
inline constexpr Guard inspects_what_was_made{
    "inspects_what_was_made",
    {"quantities of what was made and has not passed", "验货数量不超过已完成未合格数量"},
    {"Correct the record.", "更正验货记录。"},
    "sales handbook: inspection",
    true,
    holds::inspects_what_was_made};
inline constexpr Guard lets_pass_what_was_made{
    "lets_pass_what_was_made",
    {"a quantity above 0 of what was made and has not passed", "数量大于0，不超过已完成未合格数量"},
    {"Correct the quantity.", "更正数量。"},
    "sales handbook: inspection",
    true,
    holds::lets_pass_what_was_made};
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
    {"a day that is not after the last one to ship", "出运日不晚于最迟装运期"},
    {"Have contract and credit amended.", "变更合同和信用证。"},
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
inline constexpr Guard goods_have_gone{"goods_have_gone",
                                       {"a shipment that has gone", "该批货物已出运"},
                                       {"Ship first.", "先出运。"},
                                       "sales handbook: collection",
                                       false,
                                       holds::goods_have_gone};
inline constexpr Guard shipment_is_planned{"shipment_is_planned",
                                           {"a shipment that is planned", "已有该批货物"},
                                           {"Plan the shipment.", "先登记批次。"},
                                           "imports",
                                           false,
                                           holds::shipment_is_planned};
inline constexpr Guard pays_against_copy{
    "pays_against_copy",
    {"terms that are paid by transfer, before or against the copy of the B/L",
     "付款条件为电汇，凭提单副本付款"},
    {"Do as the terms say.", "按付款条件办理。"},
    "terms of payment",
    false,
    holds::pays_against_copy,
    lacking::terms};
inline constexpr Guard pays_on_open_account{"pays_on_open_account",
                                            {"terms on open account", "付款条件为赊销"},
                                            {"Do as the terms say.", "按付款条件办理。"},
                                            "terms of payment",
                                            false,
                                            holds::pays_on_open_account,
                                            lacking::terms};
inline constexpr Guard pays_by_letter_of_credit{
    "pays_by_letter_of_credit",
    {"terms with a letter of credit", "付款条件为信用证"},
    {"Do as the terms say.", "按付款条件办理。"},
    "terms of payment",
    false,
    holds::pays_by_letter_of_credit,
    lacking::terms};
inline constexpr Guard may_be_collected{
    "may_be_collected",
    {"terms D/P or D/A, or documents that the bank refuses", "付款条件为托收，或银行拒付的单据"},
    {"Do as the terms say.", "按付款条件办理。"},
    "URC 522",
    false,
    holds::may_be_collected,
    lacking::terms};
inline constexpr Guard credit_covers_it{"credit_covers_it",
                                        {"credit granted for what is open", "赊销额度覆盖未收款"},
                                        {"Have credit granted.", "申请赊销。"},
                                        "sales handbook: collection",
                                        false,
                                        holds::credit_covers_it,
                                        lacking::credit};
inline constexpr Guard originals_are_held{"originals_are_held",
                                          {"originals that are still held", "正本单据尚未寄出"},
                                          {"", ""},
                                          "sales handbook: collection",
                                          false,
                                          holds::originals_are_held};
inline constexpr Guard presented_in_time{
    "presented_in_time",
    {"a day within 21 days of shipment, and within the credit's validity",
     "装运后21天内，且在信用证有效期内"},
    {"Ask the applicant to accept late documents.", "请开证申请人接受晚交单。"},
    "UCP 600 art. 6(d), 14(c), 29(a)",
    true,
    holds::presented_in_time,
    lacking::presentation};
inline constexpr Guard checked_by_another{"checked_by_another",
                                          {"documents checked by somebody else", "单据经他人审核"},
                                          {"Have them checked.", "请他人审单。"},
                                          "four eyes",
                                          true,
                                          holds::checked_by_another};
inline constexpr Guard discrepancies_are_named{"discrepancies_are_named",
                                               {"all discrepancies at once", "一次列明全部不符点"},
                                               {"List them.", "列明不符点。"},
                                               "UCP 600 art. 16(c)",
                                               true,
                                               holds::discrepancies_are_named};
inline constexpr Guard writes_off_what_is_open{
    "writes_off_what_is_open",
    {"an amount of at most what is open", "金额不超过未收余额"},
    {"Correct the amount.", "更正金额。"},
    "sales handbook: collection",
    true,
    holds::writes_off_what_is_open,
    lacking::open};
inline constexpr Guard no_more_than_open{
    "no_more_than_open",
    {"an amount of at most what is open", "金额不超过未收余额"},
    {"Correct the amount.", "更正金额。"},
    "sales handbook: collection",
    true,
    holds::no_more_than_open,
    lacking::open};
inline constexpr Guard hands_in_what_is_held{
    "hands_in_what_is_held",
    {"an amount of at most what the salesperson holds", "金额不超过业务员持有现金"},
    {"Correct the amount.", "更正金额。"},
    "sales handbook: withheld payment",
    true,
    holds::hands_in_what_is_held};
inline constexpr Guard counted_by_another{
    "counted_by_another",
    {"cash counted by somebody other than the salesperson", "由业务员以外的人清点现金"},
    {"Have finance count it.", "请财务清点。"},
    "four eyes",
    true,
    holds::counted_by_another};
inline constexpr Guard applies_what_was_paid{
    "applies_what_was_paid",
    {"no more set against the invoice than was paid in advance and is left",
     "抵扣预付款不超过发票金额和预付余额"},
    {"Correct what is set against it.", "更正抵扣金额。"},
    "invariant: deposit applied within deposit received",
    true,
    holds::applies_what_was_paid,
    lacking::invoice};
inline constexpr Guard is_not_invoiced{"is_not_invoiced",
                                       {"a shipment without an invoice", "该批尚未开票"},
                                       {"Settle the invoice.", "先处理发票。"},
                                       "invariant: invoiced within what is shipped",
                                       false,
                                       holds::is_not_invoiced};
inline constexpr Guard signed_by_both{"signed_by_both",
                                      {"two names, one of each side", "双方签字"},
                                      {"Have both sign.", "请双方签字。"},
                                      "framework contracts",
                                      true,
                                      holds::signed_by_both};
inline constexpr Guard complains_of_what_has_gone{"complains_of_what_has_gone",
                                                  {"a shipment that has gone", "所述批次已出运"},
                                                  {"Name the shipment.", "写明批次。"},
                                                  "sales handbook: after-sales",
                                                  true,
                                                  holds::complains_of_what_has_gone};
inline constexpr Guard credits_what_was_invoiced{
    "credits_what_was_invoiced",
    {"a credit above 0, if any, and all credits at most the shipment's invoice",
     "贷记金额大于0，累计不超过该批发票"},
    {"Correct the credit.", "更正金额。"},
    "sales handbook: after-sales",
    true,
    holds::credits_what_was_invoiced};
inline constexpr Guard copied_to_another{"copied_to_another",
                                         {"a copy to somebody other than who wrote it", "抄送他人"},
                                         {"Name who has a copy.", "写明抄送人。"},
                                         "sales handbook: order profit",
                                         true,
                                         holds::copied_to_another};

// Which row is taken.
inline constexpr Choice sample_passed{{"it passed", "合格"}, holds::sample_passed};
inline constexpr Choice verdict_accepts{{"the customer accepts", "客户接受"},
                                        holds::verdict_accepts};
inline constexpr Choice verdict_rejects{{"the customer rejects", "客户退改"},
                                        holds::verdict_rejects};
inline constexpr Choice specification_changes{{"the specification changes", "规格变更"},
                                              holds::specification_changes};
inline constexpr Choice security_is_complete{{"nothing is missing then", "保障齐备"},
                                             holds::security_is_complete};
inline constexpr Choice credit_is_as_agreed{{"it is as agreed", "与合同一致"},
                                            holds::credit_is_as_agreed};
inline constexpr Choice credit_has_to_change{
    {"the letter of credit does not fit", "信用证不再相符"}, holds::credit_has_to_change};
inline constexpr Choice nothing_was_rejected{{"nothing is rejected", "无不合格"},
                                             holds::nothing_was_rejected};
inline constexpr Choice plan_is_void{
    {"goods, specification, packing or date change", "货物、规格、包装或交期变更"},
    holds::plan_is_void};
inline constexpr Choice nothing_is_open{{"nothing is open then", "已结清"}, holds::nothing_is_open};
inline constexpr Choice nothing_is_open_or_held{{"nothing is open or held then", "已结清且已交款"},
                                                holds::nothing_is_open_or_held};
inline constexpr Choice some_cash_is_held{{"cash is still held", "仍持有现金"},
                                          holds::some_cash_is_held};

}  // namespace guards

}  // namespace o2c::inline v1

#pragma once

#include "o2c/order/guard_functions.hpp"

// What documents and money ask for.
namespace o2c::inline v1::guards {

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
inline constexpr Guard some_commission_is_open{
    "some_commission_is_open",
    {"a shipment whose commission is not settled", "尚有批次未结提成"},
    {"Close the order.", "办理订单结案。"},
    "sales handbook: commission",
    false,
    holds::some_commission_is_open};
inline constexpr Guard shipment_is_settled{
    "shipment_is_settled",
    {"a shipment that is paid, and its documents dealt with", "该批货款与单据均已结清"},
    {"Collect what is open.", "收清货款并处理单据。"},
    "sales handbook: commission",
    false,
    holds::shipment_is_settled};
inline constexpr Guard its_commission_is_open{
    "its_commission_is_open",
    {"a shipment whose commission is not settled yet", "该批提成尚未结算"},
    {"Correct it in a later settlement.", "在以后的结算中更正。"},
    "sales handbook: commission",
    false,
    holds::its_commission_is_open};
inline constexpr Guard no_complaint_open{"no_complaint_open",
                                         {"no complaint that is open", "没有未结投诉"},
                                         {"Close the complaints.", "先结案投诉。"},
                                         "sales handbook: after-sales",
                                         false,
                                         holds::no_complaint_open,
                                         lacking::complaints};
inline constexpr Guard nothing_to_hand_back{
    "nothing_to_hand_back",
    {"nothing left of what was paid in advance, and no shipment paid or credited too much",
     "预收（付）款无余额，各批无多收（付）或多贷记款"},
    {"Hand it back.", "退还。"},
    "sales handbook: collection",
    false,
    holds::nothing_to_hand_back,
    lacking::surplus};
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
                                          {"Nothing more has to be sent.", "无需再寄。"},
                                          "sales handbook: collection",
                                          false,
                                          holds::originals_are_held};
inline constexpr Guard presented_in_time{
    "presented_in_time",
    {"a day within the credit's days after shipment, 21 where it states none, and its validity",
     "装运后信用证规定天数内（未规定则21天），且在有效期内"},
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
inline constexpr Guard refunds_what_was_overpaid{
    "refunds_what_was_overpaid",
    {"an amount of at most what was paid or credited too much", "金额不超过多收或多贷记部分"},
    {"Correct the amount.", "更正金额。"},
    "sales handbook: collection",
    true,
    holds::refunds_what_was_overpaid,
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

}  // namespace o2c::inline v1::guards

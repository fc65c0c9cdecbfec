#pragma once

#include "o2c/order/guard_functions.hpp"

// What samples ask for.
namespace o2c::inline v1::guards {

inline constexpr Guard deal_goes_on{
    "deal_goes_on",
    {"a deal that goes on", "业务仍在进行"},
    {"Record the inquiry first; after the order is completed, open a new one.",
     "先登记询盘；订单完成后另立新单。"},
    "sales handbook: samples",
    false,
    holds::deal_goes_on};
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
    {"Correct the amount, or hand back what was not asked for.", "更正金额，或退还多付部分。"},
    "sales handbook: samples",
    true,
    holds::fee_is_asked_for};
inline constexpr Guard courier_fee_is_asked_for{
    "courier_fee_is_asked_for",
    {"a courier fee above 0, of one that was asked for and is not complete yet",
     "已约定快递费且尚未收齐，金额大于0"},
    {"Correct the amount, or hand back what was not asked for.", "更正金额，或退还多付部分。"},
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

}  // namespace o2c::inline v1::guards

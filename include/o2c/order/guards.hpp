#pragma once

#include "o2c/order/choices.hpp"
#include "o2c/order/deal_guards.hpp"
#include "o2c/order/guard_functions.hpp"
#include "o2c/order/production_guards.hpp"
#include "o2c/order/sample_guards.hpp"
#include "o2c/order/security_guards.hpp"
#include "o2c/order/settlement_guards.hpp"
#include "o2c/order/shipment_guards.hpp"

// What the tables of the machines ask for: each guard has a name, what it expects, what would cure
// it, and the rule that it comes from.
namespace o2c::inline v1::guards {

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

}  // namespace o2c::inline v1::guards

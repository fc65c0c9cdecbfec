#pragma once

#include "o2c/order/guard_functions.hpp"

// Which row is taken.
namespace o2c::inline v1::guards {

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

}  // namespace o2c::inline v1::guards

#pragma once

#include "o2c/order/guard_functions.hpp"

// What production asks for.
namespace o2c::inline v1::guards {

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
inline constexpr Guard rejects_what_is_still_here{
    "rejects_what_is_still_here",
    {"a quantity above 0 of what has passed and has not gone", "数量大于0，不超过已合格未出运数量"},
    {"Open a complaint for what has gone.", "已出运部分按投诉处理。"},
    "sales handbook: inspection",
    true,
    holds::rejects_what_is_still_here,
    lacking::still_here};

}  // namespace o2c::inline v1::guards

#pragma once

#include "o2c/order/guard_functions.hpp"

// What deposits, letters of credit and granted credit ask for, and what they secure.
namespace o2c::inline v1::guards {

inline constexpr Guard deposit_is_agreed{"deposit_is_agreed",
                                         {"terms with a deposit", "付款条件含定金"},
                                         {"Amend the terms.", "变更付款条件。"},
                                         "terms of payment",
                                         false,
                                         holds::deposit_is_agreed};
inline constexpr Guard deposit_is_owed{"deposit_is_owed",
                                       {"a deposit that is not complete yet", "定金尚未收齐"},
                                       {"Book it as a payment.", "作为货款入账。"},
                                       "terms of payment",
                                       false,
                                       holds::deposit_is_owed};
inline constexpr Guard credit_is_agreed{"credit_is_agreed",
                                        {"terms with a letter of credit", "付款条件含信用证"},
                                        {"Amend the terms.", "变更付款条件。"},
                                        "terms of payment",
                                        false,
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
inline constexpr Guard presentation_has_days{
    "presentation_has_days",
    {"at least one day to present documents, where days are stated", "交单天数（如有）不少于1天"},
    {"Correct the days.", "更正天数。"},
    "UCP 600 art. 14(c)",
    true,
    holds::presentation_has_days};
inline constexpr Guard security_can_lapse{
    "security_can_lapse",
    {"a letter of credit, or credit that was granted", "有信用证或已批准的赊销"},
    {"Record a deposit that is handed back as a refund.", "退还定金请登记为退款。"},
    "terms of payment",
    false,
    holds::security_can_lapse};
inline constexpr Guard refunds_what_is_due{
    "refunds_what_is_due",
    {"an amount of at most what is left of the deposit, or is due after the cancellation",
     "金额不超过定金余额，或解约后应退金额"},
    {"Correct the amount.", "更正金额。"},
    "Civil Code art. 566, 586, 587",
    true,
    holds::refunds_what_is_due,
    lacking::refund};
inline constexpr Guard is_secured{"is_secured",
                                  {"deposit received, letter of credit checked, or credit granted",
                                   "定金到账、信用证审核无误，或已批准赊销"},
                                  {"Collect what is missing of it.", "补齐付款保障。"},
                                  "sales handbook: payment before production",
                                  false,
                                  holds::is_secured,
                                  lacking::security};

}  // namespace o2c::inline v1::guards

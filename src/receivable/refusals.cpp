#include "refusals.hpp"

#include <array>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 9> kinds_zh{
    "发票", "借项通知单", "利息", "退款", "退票", "收款", "定金", "票据", "贷项通知单"};

std::string number_of(const LedgerState& state, const DocumentRow& document,
                      std::int32_t installment) {
  std::string number(state.number(document));
  if (installment != 0) number += "-" + std::to_string(installment);
  return number;
}

}  // namespace

std::string kind_zh(DocumentKind kind) {
  return std::string(kinds_zh[static_cast<std::size_t>(kind)]);
}

std::string name(const LedgerState& state, const DocumentRow& document) {
  return name(state, document, 0);
}

std::string name_zh(const LedgerState& state, const DocumentRow& document) {
  return name_zh(state, document, 0);
}

std::string name(const LedgerState& state, const DocumentRow& document, std::int32_t installment) {
  return to_string(document.kind) + " " + in_quotes(number_of(state, document, installment));
}

std::string name_zh(const LedgerState& state, const DocumentRow& document,
                    std::int32_t installment) {
  return kind_zh(document.kind) + " " + number_of(state, document, installment);
}

Refusal refuse(std::string rule, std::string en, std::string zh) {
  return {std::move(rule), Label(std::move(en), std::move(zh))};
}

Refusal refuse_duplicate(DocumentKind kind, std::string_view number) {
  return refuse("duplicate_number",
                to_string(kind) + " " + in_quotes(number) + " was posted already",
                kind_zh(kind) + " " + std::string(number) + " 已过帐");
}

Refusal refuse_earlier(const LedgerState& state, Date date, const DocumentRow& document) {
  const std::string of = to_string(Date::from_days(document.date));
  return refuse("predates_document",
                to_string(date) + " is before " + name(state, document) + ", which is of " + of,
                to_string(date) + " 早于 " + name_zh(state, document) + " 的日期 " + of);
}

Refusal refuse_earlier_move(Date date, Date last) {
  return refuse("predates_move",
                to_string(date) + " is before its last move, which is of " + to_string(last),
                to_string(date) + " 早于上次变动日 " + to_string(last));
}

Refusal refuse_parties(const LedgerState& state, const DocumentRow& credit,
                       const DocumentRow& debit) {
  return refuse("parties_differ",
                name(state, credit) + " is of " + in_quotes(state.party_names.text(credit.party)) +
                    ", " + name(state, debit) + " of " +
                    in_quotes(state.party_names.text(debit.party)),
                name_zh(state, credit) + " 与 " + name_zh(state, debit) + " 不属于同一往来单位");
}

Refusal refuse_currencies(const LedgerState& state, const DocumentRow& credit,
                          const DocumentRow& debit) {
  return refuse("currencies_differ",
                name(state, credit) + " is in " + to_string(state.currency(credit)) + ", " +
                    name(state, debit) + " in " + to_string(state.currency(debit)) +
                    "; a rate is missing",
                name_zh(state, credit) + " 与 " + name_zh(state, debit) + " 币种不同，缺少汇率");
}

Refusal refuse_covered(const std::string& party, const std::string& number, Money credits) {
  return refuse("covered_by_credits",
                in_quotes(number) + " was covered by " + to_string(credits) + " of " +
                    in_quotes(party) +
                    " that were not applied: apply them by their own dates, or book it as it is",
                number + " 在计息或到期时有 " + party + " 未核销的 " + to_string(credits) +
                    " 可抵：请按其日期核销，或照原样计收");
}

Refusal refuse_more(const LedgerState& state, Money amount, Money room,
                    const DocumentRow& document) {
  return refuse(
      "over_applied",
      to_string(amount) + " is more than the " + to_string(room) + " that is open of " +
          name(state, document),
      to_string(amount) + " 超过 " + name_zh(state, document) + " 的未清金额 " + to_string(room));
}

}  // namespace o2c::inline v1

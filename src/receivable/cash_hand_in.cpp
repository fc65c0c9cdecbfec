#include "o2c/receivable/cash_hand_in.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/detail/named_values.hpp"

#include "cash_matching.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> timing_names{"in_time", "late", "recovered"};
constexpr std::array<Text, 3> timing_labels{
    {{"in time", "当日上交"}, {"late", "迟交"}, {"recovered", "逾期后上交"}}};

std::vector<std::string> figures(const CashClaim& claim) {
  std::vector<std::string> cells;
  for (const Money amount : {claim.collected, claim.in_time, claim.late, claim.recovered,
                             claim.recoverable, claim.withheld, claim.fine})
    cells.push_back(is_zero(amount) ? "" : to_string(amount.amount()));
  return cells;
}

std::vector<std::string> figure_names(Language language) {
  if (language == Language::zh)
    return {"收款", "当日上交", "迟交", "逾期后上交", "应追回", "私收", "罚款"};
  return {"collected", "in time", "late", "recovered", "recoverable", "withheld", "fine"};
}

std::vector<std::string> joined(std::vector<std::string> keys, std::vector<std::string> cells) {
  for (std::string& cell : cells) keys.push_back(std::move(cell));
  return keys;
}

}  // namespace

std::string to_string(HandInTiming timing) {
  return std::string(timing_names[static_cast<std::size_t>(timing)]);
}

HandInTiming parse_hand_in_timing(std::string_view text) {
  return parse_name<HandInTiming>(text, timing_names, "when cash was handed in: one of");
}

void check(const CashRule& rule) {
  std::vector<Fault> faults;
  if (rule.late_days < 0 || rule.late_days > 366)
    faults.push_back({.field = "late_days",
                      .value = std::to_string(rule.late_days),
                      .expected = "a whole number from 0 to 366"});
  if (rule.fine_multiple < 0)
    faults.push_back({.field = "fine_multiple",
                      .value = to_string(rule.fine_multiple),
                      .expected = "a number not below zero"});
  if (rule.deduction_share.fraction() < 0 || rule.deduction_share.fraction() > 1)
    faults.push_back({.field = "deduction_share",
                      .value = to_string(rule.deduction_share),
                      .expected = "a share from 0% to 100%"});
  throw_faults("no rule for cash", std::move(faults));
}

CashClaim& CashClaim::operator+=(const CashClaim& other) {
  collected += other.collected;
  in_time += other.in_time;
  late += other.late;
  recovered += other.recovered;
  recoverable += other.recoverable;
  withheld += other.withheld;
  fine += other.fine;
  return *this;
}

Label legal_note(const CashRule& rule) {
  const std::string share = to_string(rule.deduction_share);
  return {
      "Claims only; nothing is deducted from wages. A fine is claimed under the company's own "
      "rule: "
      "the statutory basis of employers' fines was repealed in 2008. A fine is no loss. For losses "
      "at most " +
          share +
          " of a month's wage may be deducted, and what remains is no less than "
          "the minimum wage.",
      "仅列示索赔金额，不自动扣工资。罚款系依公司制度提出的主张：用人单位罚款的法定依据已于2008年废"
      "止。"
      "罚款不属于损失。因损失扣款每月不超过当月工资的" +
          share + "，且剩余部分不低于最低工资标准。"};
}

CashHandIn cash_hand_in(std::span<const CashCollection> collections,
                        std::span<const HandIn> hand_ins, Date as_of, const CashRule& rule,
                        const Calendar* calendar) {
  MatchedCash matched = match_cash(collections, hand_ins, as_of, rule, calendar);
  throw_faults("faulty collections and hand-ins", std::move(matched.faults));
  return std::move(matched.cash);
}

CashHandIn with_wages(CashHandIn cash, std::span<const MonthlyWage> wages) {
  std::vector<Fault> faults;
  std::set<std::string_view> seen;
  for (std::size_t row = 0; row < wages.size(); ++row) {
    const MonthlyWage& each = wages[row];
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults.push_back({.file = "wages",
                        .row = static_cast<std::int64_t>(row),
                        .field = field,
                        .value = std::move(value),
                        .expected = std::move(expected)});
    };
    if (!seen.insert(each.salesperson).second)
      fault("salesperson", each.salesperson, "a salesperson whose wage stands once");
    if (std::ranges::find(cash.salespersons, each.salesperson, &SalespersonCash::salesperson) ==
        cash.salespersons.end())
      fault("salesperson", each.salesperson, "a salesperson who collected cash");
    if (sign(each.wage) < 0) fault("wage", to_string(each.wage), "an amount not below zero");
    if (sign(each.minimum_wage) < 0 || each.minimum_wage.currency() != each.wage.currency())
      fault("minimum_wage", to_string(each.minimum_wage),
            "an amount in " + to_string(each.wage.currency()) + " not below zero");
  }
  throw_faults("faulty wages", std::move(faults));
  for (SalespersonCash& of : cash.salespersons) of.deduction.reset();
  for (const MonthlyWage& each : wages)
    for (SalespersonCash& of : cash.salespersons)
      if (of.salesperson == each.salesperson &&
          of.claim.collected.currency() == each.wage.currency())
        of.deduction = loss_deduction(of.claim.loss(), each.wage, each.minimum_wage, cash.rule);
  return cash;
}

Derivation CashHandIn::explain(const CollectedCash& cash) const {
  const CashCollection& collection = cash.collection;
  Derivation derivation;
  derivation.step(Text{"collected", "收款"}, Operation::given, collection.amount,
                  Operand{Text{"receipt", "收据"}, collection.receipt},
                  Operand{Text{"salesperson", "业务员"}, collection.salesperson},
                  Operand{Text{"date", "日期"}, collection.date});
  for (const HandInTiming each :
       {HandInTiming::in_time, HandInTiming::late, HandInTiming::recovered}) {
    std::vector<NamedValue> parts;
    Money total = Money::zero(collection.amount.currency());
    for (const HandedInPart& part : cash.handed_in) {
      if (part.timing != each) continue;
      total += part.amount;
      parts.push_back({Label("on " + to_string(part.date), to_string(part.date)), part.amount});
    }
    if (!parts.empty())
      derivation.add({.label = timing_labels[static_cast<std::size_t>(each)],
                      .operation = Operation::sum,
                      .operands = std::move(parts),
                      .result = total});
  }
  CashClaim claim = cash.claim;
  assess(claim, as_of, cash.late_until, rule, derivation);
  return derivation;
}

std::string to_string(const CashHandIn& cash, Language language) {
  const bool zh = language == Language::zh;
  std::string text =
      (zh ? "现金上交，截至 " : "cash handed in, as of ") + to_string(cash.as_of) + '\n';
  if (cash.collections.empty()) return text + (zh ? "无收款\n" : "no collections\n");
  std::vector<std::vector<std::string>> lines{
      joined({zh ? "业务员" : "salesperson", zh ? "币种" : "currency"}, figure_names(language))};
  const bool has_caps = std::ranges::any_of(
      cash.salespersons, [](const SalespersonCash& each) { return each.deduction.has_value(); });
  if (has_caps) {
    lines.front().emplace_back(zh ? "本月扣款上限" : "cap of deductions");
    lines.front().emplace_back(zh ? "本月可扣" : "deductible");
  }
  for (const SalespersonCash& each : cash.salespersons) {
    lines.push_back(joined({each.salesperson, to_string(each.claim.collected.currency())},
                           figures(each.claim)));
    if (!has_caps) continue;
    // A cap of zero is told: nothing may be deducted.
    for (const Money LossDeduction::* figure : {&LossDeduction::cap, &LossDeduction::most})
      lines.back().push_back(each.deduction ? to_string((*each.deduction.*figure).amount()) : "");
  }
  text += detail::aligned(lines, 2) + '\n';
  lines = {joined({zh ? "收据" : "receipt", zh ? "业务员" : "salesperson", zh ? "日期" : "date",
                   zh ? "迟交期限" : "late until", zh ? "币种" : "currency"},
                  figure_names(language))};
  for (const CollectedCash& each : cash.collections)
    lines.push_back(joined(
        {each.collection.receipt, each.collection.salesperson, to_string(each.collection.date),
         to_string(each.late_until), to_string(each.collection.amount.currency())},
        figures(each.claim)));
  text += detail::aligned(lines, 5);
  if (!cash.unsigned_hand_ins.empty())
    text += std::to_string(cash.unsigned_hand_ins.size()) +
            (zh ? " 笔上交未经财务签收，不计入\n"
                : " hand-ins that finance has not signed for do not count\n");
  return text + legal_note(cash.rule).in(language) + '\n';
}

}  // namespace o2c::inline v1

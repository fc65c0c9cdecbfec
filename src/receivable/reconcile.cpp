#include "o2c/receivable/reconcile.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "o2c/money/aggregate.hpp"
#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"

#include "line_matching.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, reconcile_classes> class_names{
    "matched",   "within_tolerance", "amount_differs", "date_differs",        "currency_differs",
    "duplicate", "disputed",         "in_transit",     "missing_from_theirs", "missing_from_ours"};
constexpr std::array<Text, reconcile_classes> class_labels{{{"matched", "相符"},
                                                            {"within tolerance", "容差内相符"},
                                                            {"amount differs", "金额不符"},
                                                            {"date differs", "日期不符"},
                                                            {"currency differs", "币种不符"},
                                                            {"duplicate", "重复入账"},
                                                            {"disputed", "争议"},
                                                            {"in transit", "在途未达"},
                                                            {"missing from theirs", "对方未入账"},
                                                            {"missing from ours", "我方未入账"}}};
constexpr std::array<std::string_view, matched_by_kinds> matched_by_names{
    "reference", "sum", "amount", "amount_sum", "nothing"};

constexpr Text ours_label{"ours", "我方"};
constexpr Text theirs_label{"theirs", "对方"};
constexpr Text unexplained_label{"unexplained", "未解释"};

// What stands in each currency; amounts are added in any order.
class Totals {
 public:
  Totals(Currency currency)  // NOLINT(*explicit*): a key makes it.
      : currency_(currency), sums_(reconcile_classes * 2), groups_(reconcile_classes) {}

  void add(ReconcileClass of, bool is_ours, Money amount) {
    sums_[static_cast<std::size_t>(of) * 2 + (is_ours ? 0 : 1)].add(amount, currency_);
  }
  void count(ReconcileClass of) { ++groups_[static_cast<std::size_t>(of)]; }

  [[nodiscard]] std::vector<ReconciledTotal> classes() const {
    std::vector<ReconciledTotal> found;
    for (std::size_t i = 0; i < reconcile_classes; ++i)
      found.push_back({.of = static_cast<ReconcileClass>(i),
                       .groups = groups_[i],
                       .ours = money(sums_[i * 2]),
                       .theirs = money(sums_[i * 2 + 1])});
    return found;
  }

 private:
  [[nodiscard]] Money money(const detail::MoneyTotal& total) const {
    if (total.minor != static_cast<std::int64_t>(total.minor))
      detail::throw_money_overflow(total.minor, currency_);
    return Money::from_minor(static_cast<std::int64_t>(total.minor), currency_);
  }

  Currency currency_;
  std::vector<detail::MoneyTotal> sums_;
  std::vector<std::size_t> groups_;
};

std::map<Currency, Totals> totals(const Reconciliation& of, const ReconcileBalances& balances) {
  std::map<Currency, Totals> found;
  const auto at = [&](Currency currency) -> Totals& {
    return found.try_emplace(currency, currency).first->second;
  };
  for (const ReconciledGroup& group : of.groups) {
    std::optional<Currency> counted;
    const auto add = [&](Money amount, bool is_ours) {
      Totals& total = at(amount.currency());
      total.add(group.of, is_ours, amount);
      if (counted != amount.currency()) total.count(group.of);
      counted = amount.currency();
    };
    for (const std::size_t row : group.ours) add(of.ours[row].amount, true);
    for (const std::size_t row : group.theirs) add(of.theirs[row].amount, false);
  }
  for (const MoneyBag& bag :
       {balances.opening_ours, balances.opening_theirs, balances.closing_ours.value_or(MoneyBag()),
        balances.closing_theirs.value_or(MoneyBag())})
    for (const Money& amount : bag) at(amount.currency());
  return found;
}

ReconciledSide side(Money opening, Money lines, const std::optional<MoneyBag>& closing) {
  const Money expected = opening + lines;
  const Money stated = closing ? closing->at(lines.currency()) : expected;
  return {.opening = opening, .lines = lines, .unexplained = stated - expected, .closing = stated};
}

ReconciledBalance balance(Currency currency, std::vector<ReconciledTotal> classes,
                          const ReconcileBalances& stated) {
  std::vector<Money> ours;
  std::vector<Money> theirs;
  for (const ReconciledTotal& each : classes) {
    ours.push_back(each.ours);
    theirs.push_back(each.theirs);
  }
  return {.currency = currency,
          .ours = side(stated.opening_ours.at(currency), sum(ours, currency), stated.closing_ours),
          .theirs = side(stated.opening_theirs.at(currency), sum(theirs, currency),
                         stated.closing_theirs),
          .classes = std::move(classes)};
}

void tell_side(Derivation& derivation, const ReconciledSide& side, const Label& closing,
               const Label& unexplained) {
  constexpr Text opening{"opening balance", "期初余额"};
  constexpr Text lines{"lines", "本期发生"};
  std::vector<NamedValue> parts{{opening, side.opening}, {lines, side.lines}};
  if (!is_zero(side.unexplained)) {
    derivation.add({.label = unexplained,
                    .operation = Operation::difference,
                    .operands = {{Text{"stated closing balance", "所列期末余额"}, side.closing},
                                 {opening, side.opening},
                                 {lines, side.lines}},
                    .result = side.unexplained});
    parts.push_back({unexplained, side.unexplained});
  }
  derivation.add(
      {.label = closing, .operation = Operation::sum, .operands = parts, .result = side.closing});
}

// The sum of lines, told if they are several; a single one is itself.
Money total(Derivation& derivation, const std::vector<ReconcileLine>& lines,
            const std::vector<std::size_t>& rows, Text name) {
  if (rows.size() == 1) return lines[rows.front()].amount;
  std::vector<Money> amounts;
  std::vector<NamedValue> parts;
  for (const std::size_t row : rows) {
    amounts.push_back(lines[row].amount);
    parts.push_back({Label(lines[row].reference, lines[row].reference), lines[row].amount});
  }
  const Money found = sum(amounts, amounts.front().currency());
  derivation.add(
      {.label = name, .operation = Operation::sum, .operands = std::move(parts), .result = found});
  return found;
}

std::string figure(Money amount) { return is_zero(amount) ? "" : to_string(amount.amount()); }

std::string balance_table(const ReconciledBalance& balance, Language language) {
  const bool zh = language == Language::zh;
  std::vector<std::vector<std::string>> lines{
      {"", zh ? "组数" : "groups", std::string(Label(ours_label).in(language)),
       std::string(Label(theirs_label).in(language)), zh ? "差额" : "difference"}};
  const auto add = [&](std::string name, std::string groups, Money ours, Money theirs) {
    lines.push_back({std::move(name), std::move(groups), figure(ours), figure(theirs),
                     to_string((ours - theirs).amount())});
  };
  add(zh ? "期初余额" : "opening balance", "", balance.ours.opening, balance.theirs.opening);
  for (const ReconciledTotal& each : balance.classes)
    if (each.groups > 0)
      add(label(each.of).in(language), std::to_string(each.groups), each.ours, each.theirs);
  if (!is_zero(balance.ours.unexplained) || !is_zero(balance.theirs.unexplained))
    add(Label(unexplained_label).in(language), "", balance.ours.unexplained,
        balance.theirs.unexplained);
  add(zh ? "期末余额" : "closing balance", "", balance.ours.closing, balance.theirs.closing);
  return detail::aligned(lines, 1);
}

std::string line_table(const Reconciliation& of, Language language) {
  const bool zh = language == Language::zh;
  std::vector<std::vector<std::string>> lines{
      {zh ? "类别" : "class", zh ? "编号" : "reference", zh ? "日期" : "date",
       zh ? "币种" : "currency", Label(ours_label).in(language), Label(theirs_label).in(language)}};
  for (const ReconciledGroup& group : of.groups) {
    if (group.of <= ReconcileClass::within_tolerance) continue;
    const auto add = [&](const ReconcileLine& line, bool is_ours) {
      const std::string amount = to_string(line.amount.amount());
      lines.push_back({label(group.of).in(language), line.reference, to_string(line.date),
                       to_string(line.amount.currency()), is_ours ? amount : "",
                       is_ours ? "" : amount});
    };
    for (const std::size_t row : group.ours) add(of.ours[row], true);
    for (const std::size_t row : group.theirs) add(of.theirs[row], false);
  }
  return lines.size() == 1 ? "" : '\n' + detail::aligned(lines, 4);
}

}  // namespace

std::string to_string(ReconcileClass of) {
  return std::string(class_names[static_cast<std::size_t>(of)]);
}

ReconcileClass parse_reconcile_class(std::string_view text) {
  return parse_name<ReconcileClass>(text, class_names, "a class of lines: one of");
}

Label label(ReconcileClass of) { return class_labels[static_cast<std::size_t>(of)]; }

std::string to_string(MatchedBy by) {
  return std::string(matched_by_names[static_cast<std::size_t>(by)]);
}

MatchedBy parse_matched_by(std::string_view text) {
  return parse_name<MatchedBy>(text, matched_by_names, "what lines are matched by: one of");
}

void check(const ReconcileTolerances& tolerances) {
  std::vector<Fault> faults;
  const auto within = [&](const char* field, std::int32_t value, std::int32_t most) {
    if (value < 0 || value > most)
      faults.push_back({.field = field,
                        .value = std::to_string(value),
                        .expected = "a whole number from 0 to " + std::to_string(most)});
  };
  within("days", tolerances.days, 36'600);
  for (const Money& amount : tolerances.amount)
    if (sign(amount) < 0)
      faults.push_back(
          {.field = "amount", .value = to_string(amount), .expected = "an amount not below zero"});
  within("transit_days", tolerances.transit_days, 36'600);
  within("search_steps", tolerances.search_steps, 100'000'000);
  throw_faults("no tolerances", std::move(faults));
}

Reconciliation reconcile(std::vector<ReconcileLine> ours, std::vector<ReconcileLine> theirs,
                         Date as_of, const ReconcileTolerances& tolerances,
                         const ReconcileBalances& balances, std::size_t threads) {
  check(tolerances);
  throw_faults("faulty lines", line_faults(ours, theirs, as_of));
  MatchedLines matched = match_lines(ours, theirs, as_of, tolerances, threads);
  Reconciliation found{.as_of = as_of,
                       .tolerances = tolerances,
                       .ours = std::move(ours),
                       .theirs = std::move(theirs),
                       .groups = std::move(matched.groups),
                       .balances = {},
                       .unfinished = std::move(matched.unfinished)};
  for (const auto& [currency, of] : totals(found, balances))
    found.balances.push_back(balance(currency, of.classes(), balances));
  return found;
}

Derivation Reconciliation::explain(const ReconciledBalance& balance) const {
  Derivation derivation;
  tell_side(derivation, balance.ours, Text{"our closing balance", "我方期末余额"},
            Text{"unexplained of ours", "我方未解释"});
  tell_side(derivation, balance.theirs, Text{"their closing balance", "对方期末余额"},
            Text{"unexplained of theirs", "对方未解释"});
  std::vector<NamedValue> parts;
  const auto add = [&](const Label& name, Money our_part, Money their_part) {
    const Money difference = our_part - their_part;
    derivation.add({.label = name,
                    .operation = Operation::difference,
                    .operands = {{ours_label, our_part}, {theirs_label, their_part}},
                    .result = difference});
    parts.push_back({name, difference});
  };
  add(Text{"opening difference", "期初差额"}, balance.ours.opening, balance.theirs.opening);
  for (const ReconciledTotal& each : balance.classes)
    if (each.groups > 0) add(label(each.of), each.ours, each.theirs);
  if (!is_zero(balance.ours.unexplained) || !is_zero(balance.theirs.unexplained))
    add(unexplained_label, balance.ours.unexplained, balance.theirs.unexplained);
  derivation.add({.label = Text{"all differences", "差额合计"},
                  .operation = Operation::sum,
                  .operands = std::move(parts),
                  .result = balance.difference()});
  derivation.step(Text{"difference of the closing balances", "期末余额差额"}, Operation::difference,
                  balance.difference(),
                  Operand{Text{"our closing balance", "我方期末余额"}, balance.ours.closing},
                  Operand{Text{"their closing balance", "对方期末余额"}, balance.theirs.closing});
  return derivation;
}

Derivation Reconciliation::explain(const ReconciledGroup& group) const {
  Derivation derivation;
  const auto tell = [&](const std::vector<ReconcileLine>& lines, std::size_t row, Text list) {
    const ReconcileLine& line = lines[row];
    derivation.step(Text{"line", "明细"}, Operation::given, line.amount,
                    Operand{Text{"list", "清单"}, std::string(list.en)},
                    Operand{Text{"reference", "编号"}, line.reference},
                    Operand{Text{"date", "日期"}, line.date});
  };
  for (const std::size_t row : group.ours) tell(ours, row, ours_label);
  for (const std::size_t row : group.theirs) tell(theirs, row, theirs_label);
  if (group.ours.empty() || group.theirs.empty() || group.of == ReconcileClass::currency_differs) {
    derivation.step(Text{"class", "类别"}, Operation::look_up, to_string(group.of),
                    Operand{Text{"matched by", "匹配依据"}, to_string(group.matched_by)});
    return derivation;
  }
  const Money our_sum = total(derivation, ours, group.ours, ours_label);
  const Money their_sum = total(derivation, theirs, group.theirs, theirs_label);
  std::optional<std::int32_t> days_apart;
  Money in_dispute = Money::zero(our_sum.currency());
  if (group.ours.size() + group.theirs.size() == 2) {
    const ReconcileLine& our_line = ours[group.ours.front()];
    const ReconcileLine& their_line = theirs[group.theirs.front()];
    in_dispute = disputed_difference(our_line.in_dispute(), their_line.in_dispute());
    const Date our_date = our_line.date;
    const Date their_date = their_line.date;
    days_apart = std::abs(their_date - our_date);
    const auto [first, last] = std::minmax(our_date, their_date);
    derivation.step(Text{"days apart", "相差天数"}, Operation::days_between,
                    std::int64_t{*days_apart}, Operand{Text{"earlier date", "较早日期"}, first},
                    Operand{Text{"later date", "较晚日期"}, last});
  }
  static_cast<void>(tolerances.compare(our_sum, their_sum, days_apart, in_dispute, derivation));
  return derivation;
}

std::vector<ReconcileLine> reconcile_lines(const PartyStatement& statement) {
  std::map<std::string, Money, std::less<>> disputed;
  for (const OpenItem& item : statement.aging.open_items()) {
    if (!item.disputed || is_zero(*item.disputed)) continue;
    const auto [at, is_first] = disputed.try_emplace(item.document, *item.disputed);
    if (!is_first) at->second += *item.disputed;
  }
  std::vector<ReconcileLine> lines;
  for (const StatementAccount& account : statement.accounts)
    for (const StatementMovement& each : account.movements) {
      ReconcileLine line{.reference = each.number,
                         .date = each.date,
                         .amount = each.debit - each.credit,
                         .kind = to_string(each.document_kind)};
      const auto in_dispute = disputed.find(each.number);
      if (is_debit(each.document_kind) && in_dispute != disputed.end()) {
        line.disputed = true;
        line.disputed_amount = std::min(in_dispute->second, abs(line.amount));
      }
      lines.push_back(std::move(line));
    }
  return lines;
}

ReconcileBalances reconcile_balances(const PartyStatement& statement) {
  ReconcileBalances balances{.closing_ours = MoneyBag()};
  for (const StatementAccount& account : statement.accounts) {
    balances.opening_ours += account.opening;
    *balances.closing_ours += account.closing;
  }
  return balances;
}

std::string to_string(const Reconciliation& reconciliation, Language language) {
  const bool zh = language == Language::zh;
  const std::string title =
      (zh ? "对账，截至 " : "reconciliation as of ") + to_string(reconciliation.as_of);
  if (reconciliation.balances.empty()) return title + (zh ? "：无记录\n" : ": nothing\n");
  std::string text;
  for (const ReconciledBalance& each : reconciliation.balances) {
    if (!text.empty()) text += '\n';
    text += title + ", " + to_string(each.currency) + '\n' + balance_table(each, language);
  }
  text += line_table(reconciliation, language);
  for (const std::string& reference : reconciliation.unfinished)
    text += (zh ? "组合搜索未完成：" : "the search for sums was not finished: ") + reference + '\n';
  return text;
}

}  // namespace o2c::inline v1

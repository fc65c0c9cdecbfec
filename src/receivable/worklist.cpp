#include "o2c/receivable/worklist.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "o2c/money/scaling.hpp"
#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

#include "ledger_reminders.hpp"
#include "ledger_state.hpp"
#include "unapplied_credits.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 4> worklist_measures{"broken_promises", "limit_used",
                                                            "days_overdue", "overdue"};
constexpr std::array<Text, 4> measure_labels{{{"broken promises", "失信承诺数"},
                                              {"share of the limit used", "额度使用率"},
                                              {"days overdue of the oldest", "最长逾期天数"},
                                              {"overdue", "逾期金额"}}};

Text label_of(WorklistMeasure measure) { return measure_labels[static_cast<std::size_t>(measure)]; }

void check(const std::vector<WorklistKey>& order) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < order.size(); ++i) {
    bool again = false;
    for (std::size_t k = 0; k < i; ++k) again |= order[k].measure == order[i].measure;
    if (again || order[i].weight.has_value() != order.front().weight.has_value())
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = "order",
                        .value = to_string(order[i].measure),
                        .expected = "each measure once, and weights for all of them or none"});
  }
  if (order.empty()) faults.push_back({.field = "order", .expected = "at least one measure"});
  throw_faults("no such order of a worklist", std::move(faults));
}

Ratio value_of(const WorklistRow& row, WorklistMeasure measure) {
  switch (measure) {
    case WorklistMeasure::broken_promises:
      return Ratio(static_cast<std::int64_t>(row.broken.size()));
    case WorklistMeasure::limit_used:
      return row.limit ? row.limit->share : Ratio(0);
    case WorklistMeasure::days_overdue:
      return Ratio(row.days_overdue);
    case WorklistMeasure::overdue:
      break;
  }
  return Ratio(row.compared.amount());
}

bool comes_before(const std::vector<WorklistKey>& order, const WorklistRow& a,
                  const WorklistRow& b) {
  const Currency one = a.compared.currency();
  const Currency other = b.compared.currency();
  if (one != other) return one.code() < other.code();
  if (a.is_covered() != b.is_covered()) return b.is_covered();
  if (a.score && *a.score != *b.score) return *a.score > *b.score;
  if (!a.score)
    for (const WorklistKey& key : order) {
      const Ratio of_a = value_of(a, key.measure);
      const Ratio of_b = value_of(b, key.measure);
      if (of_a != of_b) return of_a > of_b;
    }
  if (a.party != b.party) return a.party < b.party;
  return a.overdue.currency().code() < b.overdue.currency().code();
}

std::optional<LimitShare> share_of(const WorklistOptions& options, const WorklistRow& row) {
  std::optional<LimitShare> other;
  for (const CreditAnswer& answer : options.credit) {
    if (!answer.limit.covers(row.party)) continue;
    const bool same = answer.limit.currency() == row.overdue.currency();
    if (!same && (other || !options.conversion)) continue;
    for (const LimitUse& use : answer.uses) {
      if (use.stage) continue;
      const LimitShare found{.used = use.used,
                             .limit = use.limit,
                             .share = sign(use.limit) > 0 ? ratio(use.used, use.limit) : Ratio(0)};
      if (same) return found;
      other = found;
    }
  }
  return other;
}

bool is_over_zero(const LimitShare& limit) {
  return sign(limit.limit) <= 0 && sign(limit.used) > 0;
}

// What is used of a limit of zero is no share of it: it counts as the highest.
void raise_over_zero(std::vector<WorklistRow>& rows) {
  Ratio highest(1);
  for (const WorklistRow& row : rows)
    if (row.limit) highest = std::max(highest, row.limit->share);
  for (WorklistRow& row : rows)
    if (row.limit && is_over_zero(*row.limit)) row.limit->share = highest;
}

using Account = std::pair<std::uint32_t, Currency>;

class Calling {
 public:
  Calling(const LedgerState& state, const AsOf& as_of)
      : state_(&state), as_of_(as_of), invoiced_(state.invoiced_orders(as_of)) {}

  void add(std::uint32_t id) {
    const DocumentRow& row = state_->documents[id];
    if (!LedgerState::holds(row, as_of_)) return;
    if (!is_debit(row.kind)) return add_credit(row);
    for (std::uint32_t item = row.first_item; item < row.first_item + row.items; ++item) {
      const std::int32_t due = state_->due(item, as_of_);
      if (due == no_date || due >= as_of_.date.days()) continue;
      const std::int64_t open = state_->open_minor(item, as_of_);
      if (open <= 0) continue;
      WorklistRow& of = account(row);
      of.overdue += state_->money(row, open);
      of.disputed += state_->money(row, state_->disputed_minor(item, as_of_, open));
      of.days_overdue = std::max(of.days_overdue, as_of_.date.days() - due);
      of.level = std::max(of.level, last_reminder(*state_, item, as_of_).level);
      of.items.push_back({.number = std::string(state_->number(row)),
                          .installment = state_->installment_of(item),
                          .due_date = Date::from_days(due),
                          .open = state_->money(row, open)});
    }
  }

  void add(PromiseStatus status) {
    const std::uint32_t party = state_->promises[static_cast<std::uint32_t>(status.id)].party;
    const auto found = rows_.find({party, status.paid.currency()});
    if (found == rows_.end()) return;
    if (status.state == PromiseState::open)
      found->second.promised += status.remaining;
    else if (status.state == PromiseState::broken || status.state == PromiseState::partly_broken)
      found->second.broken.push_back(std::move(status));
  }

  std::vector<WorklistRow> take() {
    std::vector<WorklistRow> rows;
    for (auto& [account, row] : rows_) {
      std::ranges::stable_sort(row.items, {}, &OverdueItem::due_date);
      if (const auto found = credits_.find(account); found != credits_.end())
        row.credits = Money::from_minor(narrowed_credits(found->second), row.overdue.currency());
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  void add_credit(const DocumentRow& row) {
    if (LedgerState::is_deposit(row, invoiced_)) return;
    for (std::uint32_t item = row.first_item; item < row.first_item + row.items; ++item)
      credits_[{row.party, state_->currency(row)}] += state_->open_minor(item, as_of_);
  }

  WorklistRow& account(const DocumentRow& row) {
    const Money zero = state_->money(row, 0);
    return rows_
        .try_emplace({row.party, state_->currency(row)},
                     WorklistRow{.party = std::string(state_->party_names.text(row.party)),
                                 .overdue = zero,
                                 .disputed = zero,
                                 .promised = zero,
                                 .credits = zero,
                                 .items = {},
                                 .days_overdue = 0,
                                 .level = 0,
                                 .broken = {},
                                 .limit = std::nullopt,
                                 .compared = zero,
                                 .score = std::nullopt})
        .first->second;
  }

  const LedgerState* state_;
  AsOf as_of_;
  std::vector<bool> invoiced_;
  std::map<Account, WorklistRow> rows_;
  std::map<Account, Int128> credits_;
};

std::string percent_text(const std::optional<LimitShare>& limit) {
  if (!limit) return "-";
  if (is_over_zero(*limit)) return "> 0";
  return to_string(round(limit->share * Ratio(100), 1, Rounding::half_up)) + '%';
}

}  // namespace

std::string to_string(WorklistMeasure measure) {
  return std::string(worklist_measures[static_cast<std::size_t>(measure)]);
}
WorklistMeasure parse_worklist_measure(std::string_view text) {
  return parse_name<WorklistMeasure>(text, worklist_measures, "what a worklist goes by: one of");
}

Worklist collection_worklist(const Ledger& ledger, const AsOf& as_of,
                             const WorklistOptions& options) {
  check(options.order);
  const LedgerState& state = ledger.state();
  Calling calling(state, as_of);
  for (std::uint32_t id = 0; id < state.documents.size(); ++id) calling.add(id);
  for (PromiseStatus& each : promises_to_pay(ledger, as_of)) calling.add(std::move(each));
  Worklist list{.as_of = as_of.date,
                .order = options.order,
                .conversion = options.conversion,
                .rows = calling.take()};
  const std::optional<WorklistConversion>& conversion = options.conversion;
  for (WorklistRow& row : list.rows) row.limit = share_of(options, row);
  raise_over_zero(list.rows);
  for (WorklistRow& row : list.rows) {
    row.compared = conversion ? convert(row.overdue, conversion->to, conversion->rates, as_of.date,
                                        conversion->rounding)
                              : row.overdue;
    if (!options.order.front().weight) continue;
    row.score = Ratio(0);
    for (const WorklistKey& key : options.order)
      *row.score += Ratio(*key.weight) * value_of(row, key.measure);
  }
  std::ranges::sort(list.rows, [&](const WorklistRow& a, const WorklistRow& b) {
    return comes_before(list.order, a, b);
  });
  return list;
}

Derivation Worklist::explain(const WorklistRow& row) const {
  Derivation derivation;
  const auto name = [](const OverdueItem& item) {
    const std::string text =
        item.installment == 0 ? item.number : item.number + "-" + std::to_string(item.installment);
    return Label(text, text);
  };
  DerivationStep overdue{.label = label_of(WorklistMeasure::overdue),
                         .operation = Operation::sum,
                         .result = row.overdue};
  for (const OverdueItem& item : row.items) overdue.operands.push_back({name(item), item.open});
  derivation.add(std::move(overdue));
  if (conversion)
    static_cast<void>(convert(row.overdue, conversion->to, conversion->rates, as_of,
                              conversion->rounding, derivation));
  derivation.step(label_of(WorklistMeasure::days_overdue), Operation::days_between,
                  std::int64_t{row.days_overdue},
                  Operand{Text{"oldest due date", "最早到期日"}, row.items.front().due_date},
                  Operand{Text{"as of", "截止日"}, as_of});
  DerivationStep broken{.label = label_of(WorklistMeasure::broken_promises),
                        .operation = Operation::count,
                        .result = static_cast<std::int64_t>(row.broken.size())};
  for (const PromiseStatus& each : row.broken)
    broken.operands.push_back({Label("promised by " + to_string(each.promise.promised),
                                     "承诺于 " + to_string(each.promise.promised) + " 前付款"),
                               each.remaining});
  derivation.add(std::move(broken));
  if (row.limit)
    derivation.step(label_of(WorklistMeasure::limit_used),
                    sign(row.limit->limit) > 0 ? Operation::quotient : Operation::look_up,
                    row.limit->share, Operand{Text{"used", "已用"}, row.limit->used},
                    Operand{Text{"limit", "额度"}, row.limit->limit});
  if (!is_zero(row.credits))
    derivation.step(Text{"left if the credits are applied", "核销贷方金额后余额"},
                    Operation::difference, row.overdue - row.credits,
                    Operand{label_of(WorklistMeasure::overdue), row.overdue},
                    Operand{Text{"credits not applied", "未核销贷方金额"}, row.credits});
  if (!row.score) return derivation;
  DerivationStep score{
      .label = Text{"score", "得分"}, .operation = Operation::sum, .result = *row.score};
  for (const WorklistKey& key : order) {
    const Ratio value = value_of(row, key.measure);
    const Ratio part = Ratio(*key.weight) * value;
    const Text label = label_of(key.measure);
    derivation.step(label, Operation::product, part, Operand{Text{"weight", "权重"}, *key.weight},
                    Operand{label, value});
    score.operands.push_back({label, part});
  }
  derivation.add(std::move(score));
  return derivation;
}

std::string to_string(const Worklist& worklist, Language language) {
  const bool zh = language == Language::zh;
  const std::optional<WorklistConversion>& conversion = worklist.conversion;
  std::vector<std::vector<std::string>> lines{
      zh ? std::vector<std::string>{"客户", "币种", "逾期金额", "其中争议", "最长逾期天数",
                                    "已催级别", "失信承诺数", "已承诺付款", "未核销贷方金额",
                                    "额度使用率"}
         : std::vector<std::string>{"party", "currency", "overdue", "disputed", "days", "level",
                                    "broken promises", "promised", "credits", "limit used"}};
  if (conversion)
    lines.front().push_back((zh ? "折合 " : "in ") + std::string(conversion->to.code()));
  for (const WorklistRow& row : worklist.rows) {
    lines.push_back({row.party, std::string(row.overdue.currency().code()),
                     to_string(row.overdue.amount()), to_string(row.disputed.amount()),
                     std::to_string(row.days_overdue), std::to_string(row.level),
                     std::to_string(row.broken.size()), to_string(row.promised.amount()),
                     to_string(row.credits.amount()), percent_text(row.limit)});
    if (conversion) lines.back().push_back(to_string(row.compared.amount()));
  }
  return detail::aligned(lines, 2);
}

}  // namespace o2c::inline v1

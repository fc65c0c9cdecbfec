#include "o2c/receivable/party_statement.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "o2c/money/aggregate.hpp"
#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

#include "ledger_items.hpp"
#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> movement_kinds{"document", "adjustment", "conversion"};
constexpr std::array<std::string_view, 6> adjustments_zh{"现金折扣", "宽限期折扣", "银行费用",
                                                         "尾差",     "坏账核销",   "减免"};

struct Account {
  std::vector<Money> earlier;
  std::vector<StatementMovement> movements;
};

// What a party's documents and applications did to its accounts, in no order yet.
class Collector {
 public:
  Collector(const Ledger& ledger, Date from, const AsOf& as_of)
      : ledger_(&ledger), from_(from), as_of_(as_of) {}

  void add(const PostedDocument& document) {
    if (!holds(document.posted, document.recorded_at_us)) return;
    StatementMovement posted = movement(MovementKind::document, document);
    for (const AppliedAmount& row : ledger_->history(document.id)) {
      if (!holds(row.posted, row.recorded_at_us)) continue;
      if (row.adjustment) {
        add(MovementKind::adjustment, document, row,
            is_debit(document.kind) ? -row.amount : row.amount);
        continue;
      }
      const bool debit = row.debit == document.id;
      if (row.amount.currency() != row.credit_amount.currency())
        add(MovementKind::conversion, document, row, debit ? -row.amount : row.credit_amount);
      if (debit) posted.applications.push_back(application(row));
    }
    add(std::move(posted), is_debit(document.kind) ? document.amount : -document.amount);
  }

  [[nodiscard]] std::map<Currency, Account> take() && { return std::move(accounts_); }

 private:
  [[nodiscard]] bool holds(Date posted, std::int64_t recorded_at_us) const {
    return posted <= as_of_.date && recorded_at_us <= as_of_.known_at_us;
  }

  static StatementMovement movement(MovementKind kind, const PostedDocument& document) {
    const Money zero = Money::zero(document.amount.currency());
    return {.kind = kind,
            .document = document.id,
            .document_kind = document.kind,
            .number = std::string(document.number),
            .installment = 0,
            .date = document.date,
            .posted = document.posted,
            .recorded_at_us = document.recorded_at_us,
            .application = std::nullopt,
            .adjustment = std::nullopt,
            .reverses = std::nullopt,
            .debit = zero,
            .credit = zero,
            .balance = zero};
  }

  [[nodiscard]] StatementApplication application(const AppliedAmount& row) const {
    const PostedDocument credit = ledger_->document(*row.credit);
    return {.id = row.id,
            .credit = credit.id,
            .kind = credit.kind,
            .number = std::string(credit.number),
            .installment = row.installment,
            .date = row.date,
            .posted = row.posted,
            .amount = row.amount};
  }

  // `effect`: what the party owes more.
  void add(MovementKind kind, const PostedDocument& document, const AppliedAmount& row,
           Money effect) {
    if (is_zero(effect)) return;  // What was converted was worth less than half a cent.
    StatementMovement found = movement(kind, document);
    found.installment = row.debit == document.id ? row.installment : 0;
    found.date = row.date;
    found.posted = row.posted;
    found.recorded_at_us = row.recorded_at_us;
    found.application = row.id;
    found.adjustment = row.adjustment;
    found.reverses = row.reverses;
    add(std::move(found), effect);
  }

  void add(StatementMovement movement, Money effect) {
    Account& account = accounts_[effect.currency()];
    if (movement.posted < from_) {
      account.earlier.push_back(effect);
      return;
    }
    (sign(effect) > 0 ? movement.debit : movement.credit) = abs(effect);
    account.movements.push_back(std::move(movement));
  }

  const Ledger* ledger_;
  Date from_;
  AsOf as_of_;
  std::map<Currency, Account> accounts_;
};

StatementAccount run(Currency currency, Account account) {
  // What is recorded at one moment was posted before it was applied.
  std::ranges::sort(account.movements, {}, [](const StatementMovement& each) {
    return std::tuple(each.posted, each.recorded_at_us, each.application, each.document);
  });
  const Money opening = sum(account.earlier, currency);
  const Money zero = Money::zero(currency);
  StatementAccount found{.currency = currency,
                         .opening = opening,
                         .movements = std::move(account.movements),
                         .debits = zero,
                         .credits = zero,
                         .closing = opening};
  for (StatementMovement& each : found.movements) {
    found.debits += each.debit;
    found.credits += each.credit;
    found.closing = found.closing + each.debit - each.credit;
    each.balance = found.closing;
  }
  return found;
}

std::string entry(const StatementMovement& movement) {
  const std::string text = movement.adjustment ? to_string(*movement.adjustment)
                           : movement.kind == MovementKind::conversion
                               ? to_string(movement.kind)
                               : to_string(movement.document_kind);
  return movement.reverses ? "reversal of " + text : text;
}

Label label(const StatementMovement& movement) {
  if (movement.kind == MovementKind::document)
    return {entry(movement) + " " + movement.number,
            kind_zh(movement.document_kind) + " " + movement.number};
  std::string zh = movement.reverses ? "冲销" : "";
  zh += movement.adjustment ? adjustments_zh[static_cast<std::size_t>(*movement.adjustment)]
                            : std::string_view("异币核销");
  return {entry(movement) + " of " + movement.number, zh + " " + movement.number};
}

std::string table(const PartyStatement& statement, const StatementAccount& account) {
  const auto figure = [](Money amount) {
    return is_zero(amount) ? std::string() : to_string(amount.amount());
  };
  const auto balance = [](Money amount) { return to_string(amount.amount()); };
  std::vector<std::vector<std::string>> lines{
      {"posted", "entry", "number", "debit", "credit", "balance", "applied"},
      {to_string(statement.from), "opening", "", "", "", balance(account.opening), ""}};
  bool has_applied = false;
  for (const StatementMovement& each : account.movements) {
    lines.push_back({to_string(each.posted), entry(each), each.number, figure(each.debit),
                     figure(each.credit), balance(each.balance), ""});
    for (const StatementApplication& applied : each.applications)
      lines.push_back({"  " + to_string(applied.posted), "  " + to_string(applied.kind),
                       "  " + applied.number, "", "", "", balance(applied.amount)});
    has_applied = has_applied || !each.applications.empty();
  }
  lines.push_back({to_string(statement.to), "closing", "", balance(account.debits),
                   balance(account.credits), balance(account.closing), ""});
  if (!has_applied)
    for (auto& line : lines) line.pop_back();
  return detail::aligned(lines, 3);
}

std::string foot_table(const PartyStatement& statement, const StatementAccount& account) {
  const AgingRow row = statement.foot(account);
  std::vector<std::string> names = statement.aging.columns();
  std::vector<Money> figures = row.columns;
  names.emplace_back("total");
  figures.push_back(row.total);
  if (statement.aging.has_deposits()) {
    names.emplace_back("deposits");
    figures.push_back(row.deposits);
  }
  std::vector<std::string> amounts;
  for (const Money& figure : figures) amounts.push_back(to_string(figure.amount()));
  return detail::aligned({names, amounts}, 0);
}

}  // namespace

std::string to_string(MovementKind kind) {
  return std::string(movement_kinds[static_cast<std::size_t>(kind)]);
}

MovementKind parse_movement_kind(std::string_view text) {
  return parse_name<MovementKind>(text, movement_kinds, "a kind of movement: one of");
}

PartyStatement statement(const Ledger& ledger, std::string_view party, Date from, Date to,
                         std::int64_t known_at_us, const AgingBuckets& buckets) {
  if (to < from)
    throw_faults("no period of a statement",
                 {{.field = "to",
                   .value = to_string(to),
                   .expected = to_string(from) + " or a day after it"}});
  Collector collector(ledger, from, AsOf(to, known_at_us));
  for (const std::uint32_t id : documents_of(ledger.state(), party))
    collector.add(ledger.document(DocumentId{id}));
  PartyStatement found{.party = std::string(party),
                       .from = from,
                       .to = to,
                       .known_at_us = known_at_us,
                       .accounts = {},
                       .aging = age(ledger.open_items(AsOf(to, known_at_us), party), to, buckets,
                                    /*group_by=*/{})};
  for (auto& [currency, account] : std::move(collector).take()) {
    StatementAccount each = run(currency, std::move(account));
    if (!is_zero(each.opening) || !each.movements.empty())
      found.accounts.push_back(std::move(each));
  }
  return found;
}

AgingRow PartyStatement::foot(const StatementAccount& account) const {
  const auto row = std::ranges::find(aging.rows(), account.currency, &AgingRow::currency);
  if (row != aging.rows().end()) return *row;
  const Money zero = Money::zero(account.currency);
  return {.keys = {},
          .currency = account.currency,
          .columns = std::vector<Money>(aging.columns().size(), zero),
          .total = zero,
          .deposits = zero,
          .items = {}};
}

Derivation PartyStatement::explain_foot(const StatementAccount& account) const {
  const AgingRow row = foot(account);
  Derivation derivation = row.items.empty() ? Derivation() : aging.explain(row);
  derivation.step(Text{"closing balance", "期末余额"}, Operation::difference, account.closing,
                  Operand{Text{"total", "合计"}, row.total},
                  Operand{Text{"deposits", "预收款"}, row.deposits});
  return derivation;
}

Derivation PartyStatement::explain(const StatementAccount& account) const {
  std::vector<NamedValue> debits;
  std::vector<NamedValue> credits;
  for (const StatementMovement& each : account.movements) {
    if (!is_zero(each.debit)) debits.push_back({label(each), each.debit});
    if (!is_zero(each.credit)) credits.push_back({label(each), each.credit});
  }
  Derivation derivation;
  derivation.step(Text{"opening balance", "期初余额"}, Operation::given, account.opening,
                  Operand{Text{"party", "往来单位"}, party}, Operand{Text{"before", "早于"}, from});
  std::vector<NamedValue> owed{{Text{"opening balance", "期初余额"}, account.opening}};
  if (!debits.empty()) {
    derivation.add({.label = Text{"debits", "借方发生额"},
                    .operation = Operation::sum,
                    .operands = std::move(debits),
                    .result = account.debits});
    owed.push_back({Text{"debits", "借方发生额"}, account.debits});
  }
  if (credits.empty()) {
    derivation.add({.label = Text{"closing balance", "期末余额"},
                    .operation = Operation::sum,
                    .operands = std::move(owed),
                    .result = account.closing});
    return derivation;
  }
  const Money before_credits = account.opening + account.debits;
  derivation.add({.label = Text{"balance before credits", "贷方前余额"},
                  .operation = Operation::sum,
                  .operands = std::move(owed),
                  .result = before_credits});
  derivation.add({.label = Text{"credits", "贷方发生额"},
                  .operation = Operation::sum,
                  .operands = std::move(credits),
                  .result = account.credits});
  derivation.step(Text{"closing balance", "期末余额"}, Operation::difference, account.closing,
                  Operand{Text{"balance before credits", "贷方前余额"}, before_credits},
                  Operand{Text{"credits", "贷方发生额"}, account.credits});
  return derivation;
}

std::string to_string(const PartyStatement& statement) {
  const std::string title =
      statement.party + ", " + to_string(statement.from) + " to " + to_string(statement.to) + ", ";
  if (statement.accounts.empty()) return title + "no balance and no movement\n";
  std::string text;
  for (const StatementAccount& account : statement.accounts) {
    if (!text.empty()) text += '\n';
    text += title + to_string(account.currency) + '\n' + table(statement, account) + "aging\n" +
            foot_table(statement, account);
  }
  return text;
}

}  // namespace o2c::inline v1

#include "o2c/receivable/running_balance.hpp"

#include <map>
#include <string_view>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// The movements of one party and currency up to the day, by their positions in the list.
struct Account {
  std::vector<std::size_t> debits;  // In the order in which they are settled.
  std::vector<std::size_t> credits;
};

// What is open, and of which movement: a debit, or the latest credit for what is left over.
struct Open {
  std::size_t position;
  Money amount;
};

Date due_date_of(const Movement& debit) { return debit.due_date.value_or(debit.date); }

class RunningBalances {
 public:
  RunningBalances(std::span<const Movement> movements, Date as_of) : movements_(movements) {
    for (std::size_t i = 0; i < movements.size(); ++i) {
      const Movement& movement = movements[i];
      if (movement.date > as_of || is_zero(movement.amount)) continue;
      Account& account = accounts_[key(movement)];
      (sign(movement.amount) > 0 ? account.debits : account.credits).push_back(i);
    }
    for (auto& [key, account] : accounts_)
      std::ranges::sort(account.debits, {}, [&](std::size_t i) {
        return std::tuple(movements[i].date, due_date_of(movements[i]), i);
      });
  }

  // In the order of the list.
  [[nodiscard]] std::vector<Open> open() const {
    std::vector<Open> found;
    NoTrace no_trace;
    for (const auto& [key, account] : accounts_) {
      const Money credits = credits_of(account, key.second);
      Money debits = Money::zero(key.second);
      for (const std::size_t i : account.debits) {
        debits += movements_[i].amount;
        const Money open = fifo_open(movements_[i].amount, debits, credits, no_trace);
        if (!is_zero(open)) found.push_back({i, open});
      }
      if (credits > debits) found.push_back({latest_credit(account), debits - credits});
    }
    std::ranges::sort(found, {}, &Open::position);
    return found;
  }

  [[nodiscard]] OpenItem item(const Open& open) const {
    const Movement& movement = movements_[open.position];
    if (sign(open.amount) < 0)
      return {.party = movement.party,
              .document = {},
              .amount = open.amount,
              .invoice_date = movement.date,
              .kind = OpenItemKind::unapplied_cash};
    return {.party = movement.party,
            .document = movement.document,
            .amount = open.amount,
            .due_date = due_date_of(movement),
            .invoice_date = movement.date};
  }

  [[nodiscard]] Derivation explain(const Open& open) const {
    const Movement& movement = movements_[open.position];
    const Account& account = accounts_.at(key(movement));
    const bool left_over = sign(open.amount) < 0;
    Derivation derivation;
    Money debits = Money::zero(open.amount.currency());
    std::vector<NamedValue> summands;
    for (const std::size_t i : account.debits) {
      debits += movements_[i].amount;
      summands.push_back({name(i), movements_[i].amount});
      if (i == open.position) break;
    }
    const Text debits_label =
        left_over ? Text{"debits", "借项合计"} : Text{"debits so far", "累计借项"};
    derivation.add({.label = debits_label,
                    .operation = Operation::sum,
                    .operands = std::move(summands),
                    .result = debits});
    summands.clear();
    for (const std::size_t i : account.credits)
      summands.push_back({name(i), -movements_[i].amount});
    const Money credits = credits_of(account, open.amount.currency());
    const Text credits_label{"credits", "贷项合计"};
    derivation.add({.label = credits_label,
                    .operation = Operation::sum,
                    .operands = std::move(summands),
                    .result = credits});
    if (left_over)
      derivation.step(Text{"unapplied", "未核销收款"}, Operation::difference, debits - credits,
                      Operand{debits_label, debits}, Operand{credits_label, credits});
    else
      fifo_open(movement.amount, debits, credits, derivation);
    return derivation;
  }

 private:
  using Key = std::pair<std::string_view, Currency>;

  static Key key(const Movement& movement) { return {movement.party, movement.amount.currency()}; }

  [[nodiscard]] Money credits_of(const Account& account, Currency currency) const {
    Money credits = Money::zero(currency);
    for (const std::size_t i : account.credits) credits -= movements_[i].amount;
    return credits;
  }
  [[nodiscard]] std::size_t latest_credit(const Account& account) const {
    return *std::ranges::max_element(
        account.credits, {}, [&](std::size_t i) { return std::pair(movements_[i].date, i); });
  }
  [[nodiscard]] Label name(std::size_t i) const {
    const std::string& document = movements_[i].document;
    if (!document.empty()) return {document, document};
    return {"row " + std::to_string(i), "行 " + std::to_string(i)};
  }

  std::span<const Movement> movements_;
  std::map<Key, Account> accounts_;
};

}  // namespace

std::vector<OpenItem> open_by_fifo(std::span<const Movement> movements, Date as_of) {
  const RunningBalances balances(movements, as_of);
  std::vector<OpenItem> items;
  for (const Open& open : balances.open()) items.push_back(balances.item(open));
  return items;
}

Derivation explain_open_by_fifo(std::span<const Movement> movements, Date as_of, std::size_t item) {
  const RunningBalances balances(movements, as_of);
  const std::vector<Open> open = balances.open();
  if (item >= open.size())
    throw_invalid("item " + std::to_string(item) + ": the running balance has " +
                  std::to_string(open.size()) + " open items");
  return balances.explain(open[item]);
}

}  // namespace o2c::inline v1

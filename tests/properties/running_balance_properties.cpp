// Laws of running balances: whatever the movements, the layout of their table and its batches.

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/receivable/running_balance_table.hpp"

#include "../receivable/movements_table.hpp"

namespace o2c {
namespace {

using hand_made::Batch;

constexpr Date as_of(2026, 3, 31);

Movement random_movement() {
  const Currency currency = *rc::gen::element(currencies::USD, currencies::JPY, currencies::BHD);
  const auto size = rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-20, 21),
                                   rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'001));
  Movement movement{.party = *rc::gen::element<std::string>("", "A", "B", "张三贸易有限公司"),
                    .document = std::to_string(*rc::gen::inRange(0, 1'000'000)),
                    .amount = Money::from_minor(*size, currency),
                    .date = as_of + *rc::gen::inRange(-6, 3)};
  if (*rc::gen::arbitrary<bool>()) movement.due_date = movement.date + *rc::gen::inRange(-1, 4);
  return movement;
}

std::vector<Movement> random_movements() {
  return *rc::gen::container<std::vector<Movement>>(rc::gen::exec(random_movement));
}

using Account = std::pair<std::string, Currency>;

Account account_of(const std::string& party, Money amount) { return {party, amount.currency()}; }

// Settles the debits one by one, each credit going to the oldest that is not settled yet. What is
// left of the credits is no more than added up.
std::vector<OpenItem> step_by_step(const std::vector<Movement>& movements) {
  std::map<Account, std::deque<std::size_t>> debits;
  std::map<Account, std::size_t> latest_credit;
  std::map<Account, std::int64_t> left_over;
  std::vector<std::int64_t> open(movements.size(), 0);
  for (std::size_t i = 0; i < movements.size(); ++i) {
    const Movement& movement = movements[i];
    if (movement.date > as_of || movement.amount.minor() <= 0) continue;
    open[i] = movement.amount.minor();
    debits[account_of(movement.party, movement.amount)].push_back(i);
  }
  for (auto& [account, queue] : debits)
    std::ranges::stable_sort(queue, {}, [&](std::size_t i) {
      return std::pair(movements[i].date, movements[i].due_date.value_or(movements[i].date));
    });
  for (std::size_t i = 0; i < movements.size(); ++i) {
    const Movement& movement = movements[i];
    if (movement.date > as_of || movement.amount.minor() >= 0) continue;
    const Account account = account_of(movement.party, movement.amount);
    const auto [latest, is_first] = latest_credit.try_emplace(account, i);
    if (movements[latest->second].date <= movement.date) latest->second = i;
    std::int64_t cash = -movement.amount.minor();
    std::deque<std::size_t>& queue = debits[account];
    while (cash > 0 && !queue.empty()) {
      const std::int64_t part = std::min(cash, open[queue.front()]);
      open[queue.front()] -= part;
      cash -= part;
      if (open[queue.front()] == 0) queue.pop_front();
    }
    left_over[account] += cash;
  }
  for (const auto& [account, cash] : left_over)
    if (cash > 0) open[latest_credit[account]] = -cash;
  std::vector<OpenItem> items;
  for (std::size_t i = 0; i < movements.size(); ++i) {
    if (open[i] == 0) continue;
    const Movement& movement = movements[i];
    OpenItem item{.party = movement.party,
                  .document = {},
                  .amount = Money::from_minor(open[i], movement.amount.currency()),
                  .invoice_date = movement.date};
    if (open[i] < 0) {
      item.kind = OpenItemKind::unapplied_cash;
    } else {
      item.document = movement.document;
      item.due_date = movement.due_date.value_or(movement.date);
    }
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<Batch> random_slices(const Batch& whole) {
  std::vector<Batch> slices;
  for (std::int64_t begin = 0; begin < whole.length || slices.empty();) {
    slices.push_back(whole);
    slices.back().offset = begin;
    slices.back().length =
        whole.length == 0 ? 0 : *rc::gen::inRange<std::int64_t>(1, whole.length - begin + 1);
    begin += slices.back().length;
  }
  return slices;
}

RC_GTEST_PROP(RunningBalanceLaws, TheClosedFormIsSettlingStepByStep, ()) {
  const std::vector<Movement> movements = random_movements();
  RC_ASSERT(open_by_fifo(movements, as_of) == step_by_step(movements));
}

RC_GTEST_PROP(RunningBalanceLaws, BothFacesAreEqual, ()) {
  const std::vector<Movement> movements = random_movements();
  const hand_made::Layout layout{.offset = *rc::gen::inRange(0, 20),
                                 .states_nulls = *rc::gen::arbitrary<bool>()};
  const auto table = hand_made::table(random_slices(test_items::batch(movements, layout)));
  RC_ASSERT(test_items::items_of(open_by_fifo(*table, as_of)) == open_by_fifo(movements, as_of));
}

RC_GTEST_PROP(RunningBalanceLaws, OpenItemsAddUpToTheBalance, ()) {
  const std::vector<Movement> movements = random_movements();
  std::map<Account, std::int64_t> balances;
  for (const Movement& movement : movements)
    if (movement.date <= as_of)
      balances[account_of(movement.party, movement.amount)] += movement.amount.minor();
  std::map<Account, std::int64_t> sums;
  for (const OpenItem& item : open_by_fifo(movements, as_of))
    sums[account_of(item.party, item.amount)] += item.amount.minor();
  std::erase_if(balances, [](const auto& balance) { return balance.second == 0; });
  RC_ASSERT(sums == balances);
}

RC_GTEST_PROP(RunningBalanceLaws, EachItemIsExplained, ()) {
  const std::vector<Movement> movements = random_movements();
  const std::vector<OpenItem> items = open_by_fifo(movements, as_of);
  RC_PRE(!items.empty());
  const auto item = *rc::gen::inRange<std::size_t>(0, items.size());
  const Derivation derivation = explain_open_by_fifo(movements, as_of, item);
  RC_ASSERT(derivation.recheck().empty());
  RC_ASSERT(derivation.steps().back().result == Value(items[item].amount));
}

RC_GTEST_PROP(RunningBalanceLaws, OpeningTheOpenItemsAgainChangesNothing, ()) {
  const std::vector<OpenItem> items = open_by_fifo(random_movements(), as_of);
  std::vector<Movement> again;
  for (const OpenItem& item : items)
    again.push_back({item.party, item.document, item.amount, *item.invoice_date, item.due_date});
  RC_ASSERT(open_by_fifo(again, as_of) == items);
}

}  // namespace
}  // namespace o2c

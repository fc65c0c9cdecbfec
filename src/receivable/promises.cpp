#include "o2c/receivable/promises.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <ranges>
#include <set>
#include <tuple>
#include <utility>

#include "o2c/number/detail/named_values.hpp"

#include "ledger_items.hpp"
#include "ledger_reminders.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 4> states{"open", "kept", "partly_broken", "broken"};

bool counts(const AppliedRow& row) {
  return row.credit != none ||
         (row.adjustment != AdjustmentKind::write_off && row.adjustment != AdjustmentKind::waiver);
}

// The promises of one party in one currency.
class Keeping {
 public:
  Keeping(const LedgerState& state, const AsOf& as_of) : state_(&state), as_of_(as_of) {}

  void add(PromiseStatus& status, const PromiseRow& row) {
    promises_.push_back({.status = &status, .applied_before = row.order.applied, .items = {}});
    for (const std::uint32_t item : promised_items(*state_, row)) {
      promises_.back().items.insert(item);
      items_.insert(item);
    }
  }

  void pay() {
    std::ranges::stable_sort(promises_, {},
                             [](const Promise& each) { return each.status->promise.promised; });
    // By date; of one day, what was taken back comes last.
    std::vector<std::tuple<std::int32_t, bool, std::uint32_t, std::int64_t, std::uint32_t>> rows;
    for (const std::uint32_t item : items_)
      state_->for_applied(item, [&](std::uint32_t id, std::int64_t minor) {
        const AppliedRow& row = state_->applied[id];
        if (LedgerState::holds(row.date, row.recorded_at_us, as_of_) && counts(row))
          rows.emplace_back(row.date, minor < 0, id, minor, item);
      });
    std::ranges::sort(rows);
    for (const auto& [date, is_reversal, id, minor, item] : rows) {
      if (is_reversal)
        take_back(Date::from_days(date), -minor, item);
      else
        count(Date::from_days(date), minor, item, id);
    }
  }

 private:
  struct Promise {
    PromiseStatus* status;
    std::uint32_t applied_before;  // So many applications were recorded before it.
    std::set<std::uint32_t> items;
  };

  void count(Date date, std::int64_t minor, std::uint32_t item, std::uint32_t id) {
    for (const Promise& each : promises_) {
      PromiseStatus& status = *each.status;
      const bool before =
          date < status.promise.made || (date == status.promise.made && id < each.applied_before);
      if (before || date > status.promise.promised || !each.items.contains(item)) continue;
      move(status, date, std::min(minor, status.remaining.minor()), minor);
    }
  }

  void take_back(Date date, std::int64_t minor, std::uint32_t item) {
    for (const Promise& each : promises_ | std::views::reverse) {
      PromiseStatus& status = *each.status;
      if (!each.items.contains(item)) continue;
      std::int64_t rest = -minor;
      move(status, date, -std::min(minor, status.paid.minor()), rest);
      minor = -rest;
    }
  }

  static void move(PromiseStatus& status, Date date, std::int64_t part, std::int64_t& rest) {
    if (part == 0) return;
    const Money amount = Money::from_minor(part, status.promise.amount.currency());
    status.payments.push_back({date, amount});
    status.paid += amount;
    status.remaining -= amount;
    rest -= part;
  }

  const LedgerState* state_;
  AsOf as_of_;
  std::vector<Promise> promises_;
  std::set<std::uint32_t> items_;
};

PromiseState state_of(const PromiseStatus& status) {
  if (is_zero(status.remaining)) return PromiseState::kept;
  if (status.as_of <= status.promise.promised) return PromiseState::open;
  return is_zero(status.paid) ? PromiseState::broken : PromiseState::partly_broken;
}

}  // namespace

std::string to_string(PromiseState state) {
  return std::string(states[static_cast<std::size_t>(state)]);
}
PromiseState parse_promise_state(std::string_view text) {
  return parse_name<PromiseState>(text, states, "what became of a promise: one of");
}

std::vector<PromiseStatus> promises_to_pay(const Ledger& ledger, const AsOf& as_of,
                                           std::optional<std::string_view> party) {
  const LedgerState& state = ledger.state();
  if (party) static_cast<void>(documents_of(state, *party));
  std::vector<PromiseStatus> found;
  std::vector<const PromiseRow*> rows;
  for (std::uint32_t id = 0; id < state.promises.size(); ++id) {
    const PromiseRow& row = state.promises[id];
    if (!LedgerState::holds(row.posted, row.recorded_at_us, as_of) ||
        (party && state.party_names.text(row.party) != *party))
      continue;
    found.push_back({.id = PromiseId{id},
                     .promise = row.promise,
                     .as_of = as_of.date,
                     .state = PromiseState::open,
                     .payments = {},
                     .paid = Money::zero(row.promise.amount.currency()),
                     .remaining = row.promise.amount});
    rows.push_back(&row);
  }
  std::map<std::pair<std::uint32_t, Currency>, Keeping> accounts;
  for (std::size_t i = 0; i < found.size(); ++i)
    accounts.try_emplace({rows[i]->party, found[i].paid.currency()}, state, as_of)
        .first->second.add(found[i], *rows[i]);
  for (auto& [account, keeping] : accounts) keeping.pay();
  for (PromiseStatus& each : found) each.state = state_of(each);
  return found;
}

Derivation PromiseStatus::explain() const {
  Derivation derivation;
  constexpr Text paid_label{"paid by the promised day", "承诺日前已付"};
  constexpr Text promise_label{"promised", "承诺金额"};
  derivation.step(promise_label, Operation::given, promise.amount,
                  Operand{Text{"made on", "承诺作出日"}, promise.made},
                  Operand{Text{"promised by", "承诺付款日"}, promise.promised});
  DerivationStep sum{.label = paid_label, .operation = Operation::sum, .result = paid};
  for (const PromisePayment& payment : payments)
    sum.operands.push_back(
        {Label(to_string(payment.date), to_string(payment.date)), payment.amount});
  if (payments.empty())
    derivation.step(paid_label, Operation::given, paid);
  else
    derivation.add(std::move(sum));
  derivation.step(Text{"missing", "尚欠"}, Operation::difference, remaining,
                  Operand{promise_label, promise.amount}, Operand{paid_label, paid});
  derivation.step(Text{"days until the promised day", "距承诺付款日天数"}, Operation::days_between,
                  std::int64_t{promise.promised - as_of}, Operand{Text{"as of", "截止日"}, as_of},
                  Operand{Text{"promised by", "承诺付款日"}, promise.promised});
  derivation.step(Text{"state", "状态"}, Operation::look_up, to_string(state),
                  Operand{Text{"missing", "尚欠"}, remaining});
  return derivation;
}

}  // namespace o2c::inline v1

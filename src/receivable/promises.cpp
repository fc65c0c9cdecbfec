#include "o2c/receivable/promises.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <ranges>
#include <set>
#include <utility>

#include "o2c/number/detail/named_values.hpp"

#include "ledger_items.hpp"
#include "ledger_reminders.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 5> states{"open", "kept", "partly_broken", "broken",
                                                 "replaced"};

bool counts(const AppliedRow& row) {
  return row.credit != none ||
         (row.adjustment != AdjustmentKind::write_off && row.adjustment != AdjustmentKind::waiver);
}

// The one that holds in a promise's place as of a day, if any.
const PromiseRow* replacement_of(const LedgerState& state, const PromiseRow& row,
                                 const AsOf& as_of) {
  if (row.replaced_by == none) return nullptr;
  const PromiseRow& by = state.promises[row.replaced_by];
  return LedgerState::holds(by.posted, by.recorded_at_us, as_of) ? &by : nullptr;
}

// What was applied to an item. By date; of one day, what was taken back comes last.
struct PaidRow {
  std::int32_t date;
  bool is_reversal;
  std::uint32_t id;
  std::int64_t minor;
  std::uint32_t item;

  friend auto operator<=>(const PaidRow&, const PaidRow&) = default;
};

// The promises of one party in one currency.
class Keeping {
 public:
  Keeping(const LedgerState& state, const AsOf& as_of) : state_(&state), as_of_(as_of) {}

  void add(PromiseStatus& status, const PromiseRow& row) {
    promises_.push_back({.status = &status,
                         .row = &row,
                         .replacement = replacement_of(*state_, row, as_of_),
                         .items = {}});
    for (const std::uint32_t item : promised_items(*state_, row)) {
      promises_.back().items.insert(item);
      items_.insert(item);
    }
  }

  void pay() {
    std::ranges::stable_sort(promises_, {},
                             [](const Promise& each) { return each.status->promise.promised; });
    std::vector<PaidRow> rows;
    for (const std::uint32_t item : items_)
      state_->for_applied(item, [&](std::uint32_t id, std::int64_t minor) {
        const AppliedRow& row = state_->applied[id];
        if (LedgerState::holds(row.date, row.recorded_at_us, as_of_))
          rows.push_back({row.date, row.reverses != none, id, minor, item});
      });
    std::ranges::sort(rows);
    for (const PaidRow& row : rows) {
      if (row.is_reversal)
        take_back(row);
      else if (counts(state_->applied[row.id]))
        count(row);
    }
    for (const Promise& each : promises_) cap(each, rows);
  }

 private:
  struct Promise {
    PromiseStatus* status;
    const PromiseRow* row;
    const PromiseRow* replacement;
    std::set<std::uint32_t> items;
  };

  // What a row gave to a promise, as far as it was not taken back.
  struct Given {
    const Promise* to;
    std::int64_t minor;
  };

  // Whether something was applied before a promise was made.
  [[nodiscard]] bool is_before(const PromiseRow& promise, std::uint32_t id) const {
    const std::int32_t date = state_->applied[id].date;
    const std::int32_t made = promise.promise.made.days();
    return date < made || (date == made && id < promise.order.applied);
  }

  // By the promised day; or applied later, if the credit itself came between the promise and that
  // day.
  [[nodiscard]] bool is_in_time(const PromiseRow& promise, std::uint32_t id) const {
    const std::int32_t last = promise.promise.promised.days();
    if (state_->applied[id].date <= last) return true;
    const std::uint32_t item = state_->applied[id].credit;
    if (item == none) return false;
    const std::uint32_t credit = state_->items[item].document;
    const std::int32_t came = state_->documents[credit].date;
    const std::int32_t made = promise.promise.made.days();
    return came <= last && (came > made || (came == made && credit >= promise.order.documents));
  }

  void count(const PaidRow& row) {
    std::int64_t minor = row.minor;
    for (const Promise& each : promises_) {
      PromiseStatus& status = *each.status;
      if (!each.items.contains(row.item) || is_before(*each.row, row.id) ||
          !is_in_time(*each.row, row.id))
        continue;
      if (each.replacement != nullptr && !is_before(*each.replacement, row.id)) continue;
      const std::int64_t part = std::min(minor, status.remaining.minor());
      if (part == 0) continue;
      move(status, Date::from_days(row.date), part);
      given_[row.id].push_back({&each, part});
      minor -= part;
    }
  }

  // From the promises that the reversed row was counted for, those due last in front.
  void take_back(const PaidRow& reversal) {
    const auto found = given_.find(state_->applied[reversal.id].reverses);
    if (found == given_.end()) return;
    std::int64_t minor = -reversal.minor;
    for (Given& given : found->second | std::views::reverse) {
      const std::int64_t part = std::min(minor, given.minor);
      if (part == 0) continue;
      move(*given.to->status, Date::from_days(reversal.date), -part);
      given.minor -= part;
      minor -= part;
    }
  }

  // No more is missing of a promise than what was not paid of its items by its day, or was taken
  // back: the rest was paid, and counts for another one.
  void cap(const Promise& each, const std::vector<PaidRow>& rows) const {
    PromiseStatus& status = *each.status;
    if (each.replacement != nullptr || is_zero(status.remaining)) return;
    const Int128 missing = std::min(Int128{status.remaining.minor()}, unpaid(each, rows));
    const Money rest =
        Money::from_minor(static_cast<std::int64_t>(missing), status.remaining.currency());
    status.paid_otherwise = status.remaining - rest;
    status.remaining = rest;
  }

  [[nodiscard]] Int128 unpaid(const Promise& each, const std::vector<PaidRow>& rows) const {
    const PromiseToPay& promise = each.row->promise;
    const auto was_owed = [&](std::uint32_t item) {
      const DocumentRow& row = state_->document_of(state_->items[item]);
      return row.date <= promise.made.days() && row.recorded_at_us <= as_of_.known_at_us;
    };
    Int128 minor = 0;  // Of all items of a party.
    for (const std::uint32_t item : each.items)
      if (was_owed(item)) minor += state_->items[item].minor;
    for (const PaidRow& row : rows) {
      // A reversal counts exactly if what it reverses does.
      const std::uint32_t id = row.is_reversal ? state_->applied[row.id].reverses : row.id;
      const bool pays = counts(state_->applied[id]) || is_before(*each.row, id);
      if (pays && is_in_time(*each.row, id) && each.items.contains(row.item) && was_owed(row.item))
        minor -= row.minor;
    }
    return std::max(minor, Int128{0});
  }

  static void move(PromiseStatus& status, Date date, std::int64_t part) {
    const Money amount = Money::from_minor(part, status.promise.amount.currency());
    status.payments.push_back({date, amount});
    status.paid += amount;
    status.remaining -= amount;
  }

  const LedgerState* state_;
  AsOf as_of_;
  std::vector<Promise> promises_;
  std::map<std::uint32_t, std::vector<Given>> given_;  // By the row that gave it.
  std::set<std::uint32_t> items_;
};

PromiseState state_of(const PromiseStatus& status, bool is_replaced) {
  if (is_zero(status.remaining)) return PromiseState::kept;
  if (is_replaced) return PromiseState::replaced;
  if (status.as_of <= status.promise.promised) return PromiseState::open;
  return is_zero(status.paid) && is_zero(status.paid_otherwise) ? PromiseState::broken
                                                                : PromiseState::partly_broken;
}

// Those of one party, or all of them, in the order in which they were recorded.
std::vector<std::uint32_t> promises_of(const LedgerState& state,
                                       std::optional<std::string_view> party) {
  std::vector<std::uint32_t> ids;
  if (!party) {
    ids.resize(state.promises.size());
    std::iota(ids.begin(), ids.end(), 0U);
    return ids;
  }
  const auto last =
      state.last_promise.find(state.documents[documents_of(state, *party).front()].party);
  if (last == state.last_promise.end()) return ids;
  for (std::uint32_t id = last->second; id != none; id = state.promises[id].next_of_party)
    ids.push_back(id);
  std::ranges::reverse(ids);
  return ids;
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
  std::vector<PromiseStatus> found;
  std::vector<const PromiseRow*> rows;
  for (const std::uint32_t id : promises_of(state, party)) {
    const PromiseRow& row = state.promises[id];
    if (!LedgerState::holds(row.posted, row.recorded_at_us, as_of)) continue;
    found.push_back({.id = PromiseId{id},
                     .promise = row.promise,
                     .as_of = as_of.date,
                     .state = PromiseState::open,
                     .payments = {},
                     .paid = Money::zero(row.promise.amount.currency()),
                     .paid_otherwise = Money::zero(row.promise.amount.currency()),
                     .remaining = row.promise.amount});
    rows.push_back(&row);
  }
  std::map<std::pair<std::uint32_t, Currency>, Keeping> accounts;
  for (std::size_t i = 0; i < found.size(); ++i)
    accounts.try_emplace({rows[i]->party, found[i].paid.currency()}, state, as_of)
        .first->second.add(found[i], *rows[i]);
  for (auto& [account, keeping] : accounts) keeping.pay();
  for (std::size_t i = 0; i < found.size(); ++i)
    found[i].state = state_of(found[i], replacement_of(state, *rows[i], as_of) != nullptr);
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
                  Operand{promise_label, promise.amount}, Operand{paid_label, paid},
                  Operand{Text{"paid as well, counts for another promise", "亦已付，计入其他承诺"},
                          paid_otherwise});
  derivation.step(Text{"days until the promised day", "距承诺付款日天数"}, Operation::days_between,
                  std::int64_t{promise.promised - as_of}, Operand{Text{"as of", "截止日"}, as_of},
                  Operand{Text{"promised by", "承诺付款日"}, promise.promised});
  derivation.step(Text{"state", "状态"}, Operation::look_up, to_string(state),
                  Operand{Text{"missing", "尚欠"}, remaining});
  return derivation;
}

}  // namespace o2c::inline v1

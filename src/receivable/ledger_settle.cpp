// Settling a credit against what its party owes.

#include <algorithm>
#include <array>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_closing.hpp"
#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

// An item that a credit may settle.
struct Owed {
  std::uint32_t item;
  Claim claim;  // Of the cash that closes it.
  Money open;
  bool has_discount;
};

class Settling {
 public:
  Settling(LedgerState& state, std::uint32_t credit, Date date, const SettleOptions& options,
           std::int64_t recorded_at_us)
      : state_(&state),
        credit_(credit),
        date_(date),
        posted_(std::max(state.posted_on(date.days()), state.documents[credit].posted)),
        options_(&options),
        recorded_at_us_(recorded_at_us),
        whole_(state.money(state.documents[credit],
                           state.room(state.documents[credit].first_item, posted_))),
        left_(whole_) {}

  Expected<std::vector<ApplicationId>> run() {
    const std::vector<std::uint32_t> named = referred();
    Refusals refusals;
    for (const std::uint32_t document : named)
      if (state_->documents[document].date > date_.days())
        refusals.push_back(refuse_earlier(*state_, date_, state_->documents[document]));
    if (!refusals.empty()) return refusals;
    for (const std::uint32_t document : named)
      pay(owed_of(document), ApplicationMethod::oldest_due);
    const bool by_method =
        options_->references.empty() || options_->rest == SettleOptions::Rest::by_method;
    if (by_method && sign(left_) > 0) {
      bool paid = pay(owed_for_it(), options_->method);
      if (credit().kind != DocumentKind::deposit && sign(left_) > 0)
        paid = pay(owed(), options_->method) || paid;
      if (!paid && options_->method == ApplicationMethod::exact_match && rows_.empty() &&
          sign(left_) > 0)
        return refuse("no_exact_match",
                      "nothing that is owed, nor all of it, is exactly " + to_string(left_),
                      "没有与 " + to_string(left_) + " 完全相符的未清款项");
    }
    keep_rest();
    return std::move(rows_);
  }

 private:
  const DocumentRow& credit() const { return state_->documents[credit_]; }

  // The documents that the payer names.
  std::vector<std::uint32_t> referred() const {
    std::vector<std::uint32_t> documents;
    std::vector<Fault> faults;
    for (const std::string& number : options_->references) {
      using enum DocumentKind;
      constexpr std::array<DocumentKind, 4> debits{invoice, debit_note, interest, returned_payment};
      const std::uint32_t found = state_->find_document(number, debits);
      if (found == none || state_->documents[found].party != credit().party ||
          state_->documents[found].currency != credit().currency)
        faults.push_back(
            {.field = "references",
             .value = number,
             .expected = "an invoice or another debit of the same party and currency"});
      else
        documents.push_back(found);
    }
    throw_faults("cannot settle", std::move(faults));
    return documents;
  }

  // What the credit itself is for: the document that a credit note corrects, or the order of a
  // payment.
  std::vector<Owed> owed_for_it() {
    const std::uint32_t of = state_->refers_to(credit_);
    if (of != none && is_debit(state_->documents[of].kind)) return owed_of(of);
    if (is_payment(credit().kind) && credit().order != none) return owed_for(credit().order);
    return {};
  }

  // What the party owes in the credit's currency on the day, for an order or in all: all of it, or
  // where that due earliest is paid first, as much of it as the credit can reach: they come in the
  // order in which they are paid.
  std::vector<Owed> owed(std::uint32_t order = none) {
    std::vector<Owed> list;
    const bool as_far_as_it_goes = options_->method == ApplicationMethod::oldest_due;
    Int128 reached = 0;
    OpenDebits open(*state_, state_->parties[credit().party]);
    while (const OpenDebit* debit = open.next()) {
      if (as_far_as_it_goes && reached >= left_.minor()) break;
      if (order == none || state_->document_of(state_->items[debit->item]).order == order)
        add(list, debit->item);
      if (!list.empty() && list.back().item == debit->item)
        reached += list.back().claim.open.minor();
    }
    // Independent of the order in which items were closed and opened again.
    std::ranges::sort(list, {}, &Owed::item);
    return list;
  }

  std::vector<Owed> owed_of(std::uint32_t document) const {
    std::vector<Owed> list;
    add_items(list, document);
    return list;
  }

  // Of all that is charged for an order, or of all that the party owes, whichever is less to look
  // through.
  std::vector<Owed> owed_for(std::uint32_t order) {
    const PartyRow& party = state_->parties[credit().party];
    if (state_->debits_of_order(order) > party.open_debits.size() - party.first_debit)
      return owed(order);
    std::vector<Owed> list;
    state_->for_debits_of_order(order, [&](std::uint32_t document) {
      if (state_->documents[document].party == credit().party) add_items(list, document);
      return true;
    });
    std::ranges::sort(list, {}, &Owed::item);
    return list;
  }

  void add_items(std::vector<Owed>& list, std::uint32_t document) const {
    for (const std::uint32_t item : state_->items_by_due(state_->documents[document]))
      add(list, item);
  }

  void add(std::vector<Owed>& list, std::uint32_t item) const {
    const std::uint32_t id = state_->items[item].document;
    const DocumentRow& document = state_->documents[id];
    if (document.currency != credit().currency || document.date > date_.days()) return;
    const std::int64_t room = state_->room(item, std::max(posted_, document.posted));
    if (room <= 0) return;
    const Money open = state_->money(document, room);
    const Money discount = early_discount_of(item, open);
    const std::int32_t due = state_->due(item, Date::max());
    const DocumentDetails* details = nullptr;
    if (const auto found = state_->details.find(id); found != state_->details.end())
      details = &found->second;
    const ClaimPart part = document.kind == DocumentKind::interest ? ClaimPart::interest
                           : state_->is_collection_cost(id)        ? ClaimPart::cost
                                                                   : ClaimPart::principal;
    const bool part_of_debt = part != ClaimPart::principal && state_->refers_to(id) != none;
    list.push_back(
        {.item = item,
         .claim = {.open = open - discount,
                   .date = Date::from_days(document.date),
                   .due_date = due == no_date ? std::nullopt : std::optional(Date::from_days(due)),
                   .debt = part_of_debt ? debt_of(state_->refers_to(id)) : item,
                   .document = part_of_debt ? state_->refers_to(id) : id,
                   .part = part,
                   .secured = details == nullptr ? Rate::from_fraction(0) : details->secured,
                   .burden = details == nullptr ? Rate::from_fraction(0) : details->burden},
         .open = open,
         .has_discount = !is_zero(discount)});
  }

  // What interest and costs of a document are part of: of its instalments that owed longest.
  [[nodiscard]] std::uint32_t debt_of(std::uint32_t document) const {
    const DocumentRow& row = state_->documents[document];
    for (const std::uint32_t item : state_->items_by_due(row))
      if (state_->room(item, std::max(posted_, row.posted)) > 0) return item;
    return row.first_item;
  }

  // The instalment, as far as its discounts go: they are for paying, so not of what was credited or
  // let go otherwise.
  Installment installment_of(std::uint32_t item) const {
    const ItemDiscounts& discounts = state_->discounts_of_item.at(item);
    const ItemRow& row = state_->items[item];
    return {.number = 1,
            .amount = state_->money(state_->document_of(row), row.minor - discounts.unpaid),
            .discounts = discounts.offers};
  }
  bool may_discount(std::uint32_t item) const {
    return options_->discounts == SettleOptions::Discounts::granted && is_payment(credit().kind) &&
           state_->items[item].discounted != 0;
  }
  DiscountPolicy policy_of(std::uint32_t item) const {
    const auto found = state_->details.find(state_->items[item].document);
    return found == state_->details.end() ? DiscountPolicy() : found->second.discounts;
  }
  Date paid_on() const { return Date::from_days(credit().date); }

  Money early_discount_of(std::uint32_t item, Money open) const {
    if (!may_discount(item)) return Money::zero(open.currency());
    return early_discount(installment_of(item), open, paid_on(), policy_of(item),
                          state_->options.rounding);
  }

  // Pays what a method says; whether that was anything.
  bool pay(const std::vector<Owed>& list, ApplicationMethod method) {
    std::vector<Claim> claims;
    for (const Owed& each : list) claims.push_back(each.claim);
    std::vector<Money> parts = apportion(left_, claims, method, date_);
    bool exact_in_full = false;
    if (method == ApplicationMethod::exact_match && std::ranges::all_of(parts, is_zero_amount)) {
      // Perhaps the payer took no discount.
      for (std::size_t i = 0; i < list.size(); ++i) claims[i].open = list[i].open;
      parts = apportion(left_, claims, method, date_);
      exact_in_full = true;
    }
    bool any = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (is_zero(parts[i])) continue;
      const ApplicationId applied = pay_item(list[i], parts[i], exact_in_full);
      let_go(list[i].item, applied);
      any = true;
    }
    return any;
  }

  static bool is_zero_amount(const Money& amount) { return is_zero(amount); }

  ApplicationId pay_item(const Owed& owed, Money cash, bool in_full) {
    const ItemRow& item = state_->items[owed.item];
    const ApplicationId applied = add_rows(Closing{.debit = item.document,
                                                   .credit = credit_,
                                                   .installment = state_->installment_of(owed.item),
                                                   .amount = cash,
                                                   .credit_amount = cash,
                                                   .date = date_});
    left_ -= cash;
    last_applied_ = applied;
    if (in_full || !owed.has_discount) return applied;
    const EarlyPayment early = pay_early(installment_of(owed.item), owed.open, cash, paid_on(),
                                         policy_of(owed.item), state_->options.rounding);
    if (is_zero(early.discount)) return applied;
    adjust(owed.item, early.discount,
           early.late ? AdjustmentKind::late_discount : AdjustmentKind::discount, applied);
    return applied;
  }

  // Closes what stays open of an item that was paid but for a small difference. All the differences
  // of a document that were let go are within its tolerance.
  void let_go(std::uint32_t item, ApplicationId applied) {
    if (!options_->tolerance) return;
    const DocumentRow& document = state_->document_of(state_->items[item]);
    const std::int64_t open = state_->room(item, posted_);
    const Money limit = tolerated(*options_->tolerance, state_->money(document, document.minor));
    const std::int64_t let_go = state_->tolerated_minor(state_->items[item].document);
    if (open == 0 || open > limit.minor() - let_go) return;
    adjust(item, state_->money(document, open), options_->tolerated_as, applied);
  }

  // Keeps what was paid too much, if it is a small part of what was paid now. It falls with the
  // last application of the payment.
  void keep_rest() {
    if (!options_->tolerance || !last_applied_ || sign(left_) <= 0 || !is_payment(credit().kind))
      return;
    const Money paid = whole_ - left_;
    if (left_ > tolerated(*options_->tolerance, paid)) return;
    add_rows(Closing{.debit = credit_,
                     .amount = left_,
                     .credit_amount = left_,
                     .date = date_,
                     .kind = AdjustmentKind::difference,
                     .made_with = static_cast<std::uint32_t>(*last_applied_)});
  }

  void adjust(std::uint32_t item, Money amount, AdjustmentKind kind, ApplicationId with) {
    add_rows(Closing{.debit = state_->items[item].document,
                     .installment = state_->installment_of(item),
                     .amount = amount,
                     .credit_amount = amount,
                     .date = date_,
                     .kind = kind,
                     .made_with = static_cast<std::uint32_t>(with)});
  }

  ApplicationId add_rows(const Closing& closing) {
    const std::vector<ApplicationId> rows = close_debit(*state_, closing, recorded_at_us_)
                                                .value();  // There is room: it was looked for.
    rows_.insert(rows_.end(), rows.begin(), rows.end());
    return rows.back();
  }

  LedgerState* state_;
  std::uint32_t credit_;
  Date date_;
  std::int32_t posted_;
  const SettleOptions* options_;
  std::int64_t recorded_at_us_;
  Money whole_;  // That may be paid.
  Money left_;
  std::optional<ApplicationId> last_applied_{};
  std::vector<ApplicationId> rows_;
};

}  // namespace

Expected<std::vector<ApplicationId>> Ledger::settle(DocumentId credit, Date date,
                                                    const SettleOptions& options,
                                                    std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t id = state.checked(credit);
  check_side(state, state.documents[id], false);
  if (date.days() < state.documents[id].date)
    return refuse_earlier(state, date, state.documents[id]);
  if (options.tolerated_as == AdjustmentKind::late_discount ||
      options.tolerated_as == AdjustmentKind::waiver)
    throw_faults("cannot settle", {{.field = "tolerated_as",
                                    .value = to_string(options.tolerated_as),
                                    .expected = "difference, bank_charge, discount or write_off"}});
  if (options.tolerance)  // Throws for one that makes no sense, before anything is done.
    static_cast<void>(tolerated(*options.tolerance, state.money(state.documents[id], 1)));
  const std::size_t before = state.applied.size();
  const std::int64_t last = state.last_recorded_us;
  try {
    return Settling(state, id, date, options, recorded_at_us).run();
  } catch (...) {
    state.undo_applied(before);
    state.last_recorded_us = last;
    throw;
  }
}

}  // namespace o2c::inline v1

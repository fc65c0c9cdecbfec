#pragma once

// Random histories of a ledger.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/ledger.hpp"

namespace o2c {

inline constexpr Date first_day{2026, 1, 1};

inline Date any_date() { return first_day + *rc::gen::inRange(0, 60); }
inline Money any_amount(std::int64_t most, Currency currency = currencies::USD) {
  return Money::from_minor(*rc::gen::inRange<std::int64_t>(1, most + 1), currency);
}

template <class T>
T any_of(const std::vector<T>& list) {
  return list[*rc::gen::inRange<std::size_t>(0, list.size())];
}

// Whether money is paid back, which a function of its own posts and applies at once.
enum class Repayments : std::uint8_t { none, some };

// Whether there is a second currency, applied at a rate to the first, instalments wait for their
// dates, bills are moved, and books are locked; then more of what happens is allowed, too.
enum class Variety : std::uint8_t { plain, rich };

// A ledger that random things happen to; most that make no sense are refused.
class History {
 public:
  explicit History(Repayments repayments, Variety variety = Variety::plain)
      : repayments_(repayments), variety_(variety) {}

  Ledger ledger{};
  std::int64_t now = 0;

  void happen(int times) {
    for (int i = 0; i < times; ++i) {
      now += *rc::gen::inRange(0, 3);
      if (variety_ == Variety::rich && any_below(3) > 0)
        rich_step(static_cast<int>(any_below(16)));
      else
        step(*rc::gen::inRange(0, 14));
    }
  }

  std::vector<DocumentId> of_side(bool debit) const {
    std::vector<DocumentId> list;
    for (std::uint32_t i = 0; i < ledger.documents(); ++i)
      if (is_debit(ledger.document(DocumentId{i}).kind) == debit) list.push_back(DocumentId{i});
    return list;
  }

 private:
  void step(int what) {
    const std::vector<DocumentId> debits = of_side(true);
    const std::vector<DocumentId> credits = of_side(false);
    const auto ids = static_cast<std::uint32_t>(ledger.applications());
    if (what <= 2) {
      post_invoice();
    } else if (what <= 4 || debits.empty() || credits.empty()) {
      post(any_of<DocumentKind>({DocumentKind::receipt, DocumentKind::credit_note}));
    } else if (what <= 7) {
      const DocumentId debit = any_of(debits);
      static_cast<void>(ledger.apply(Application{.credit = any_of(credits),
                                                 .debit = debit,
                                                 .amount = amount_of(debit, 8'000),
                                                 .date = any_date()},
                                     now));
    } else if (what == 8) {
      const DocumentId credit = any_of(credits);
      static_cast<void>(
          ledger.settle(credit, any_date(),
                        {.method = any_of<ApplicationMethod>({ApplicationMethod::oldest_due,
                                                              ApplicationMethod::proportional,
                                                              ApplicationMethod::statutory}),
                         .tolerance = Tolerance{.amount = amount_of(credit, 100)}},
                        now));
    } else if (what == 9 && ids > 0) {
      static_cast<void>(
          ledger.reverse(ApplicationId{*rc::gen::inRange<std::uint32_t>(0, ids)}, any_date(), now));
    } else if (what == 10 && ids > 0) {
      const ApplicationId id{*rc::gen::inRange<std::uint32_t>(0, ids)};
      static_cast<void>(
          ledger.reverse(id, any_date(), now, amount_of(ledger.application(id).debit, 3'000)));
    } else if (repayments_ == Repayments::none && (what == 11 || what == 12)) {
      post_invoice();
    } else if (what == 11) {
      const DocumentId credit = any_of(credits);
      static_cast<void>(
          ledger.refund(credit, next_number(), amount_of(credit, 4'000), any_date(), now));
    } else if (what == 12) {
      const DocumentId credit = any_of(credits);
      if (is_payment(ledger.document(credit).kind))
        static_cast<void>(ledger.return_payment(credit, next_number(), any_date(), now));
    } else {
      const DocumentId debit = any_of(debits);
      static_cast<void>(ledger.adjust({.document = debit,
                                       .amount = amount_of(debit, 2'000),
                                       .kind = AdjustmentKind::write_off,
                                       .date = any_date()},
                                      now));
    }
  }

  // What is likely to be allowed, and what is rare.
  void rich_step(int what) {
    const std::vector<DocumentId> debits = of_side(true);
    if (what == 0 || debits.empty()) {
      post_waiting_invoice();
    } else if (what == 1) {
      const auto kind = any_of<DocumentKind>({DocumentKind::debit_note, DocumentKind::receipt});
      static_cast<void>(ledger.post(any_document(kind, currencies::EUR), now));
    } else if (what <= 6) {
      apply_to(debits[any_below(debits.size())]);
    } else if (what == 7) {
      const PostedDocument debit = ledger.document(debits[any_below(debits.size())]);
      static_cast<void>(ledger.adjust({.document = debit.id,
                                       .amount = part_of(open_of(debit.id, debit.amount)),
                                       .kind = AdjustmentKind::discount,
                                       .date = debit.date + any_below(20)},
                                      now));
    } else if (what == 8 && ledger.applications() > 0) {
      const AppliedAmount row = ledger.application(ApplicationId{any_below(ledger.applications())});
      static_cast<void>(
          ledger.reverse(row.id, row.date + any_below(20), now, part_of(abs(row.amount))));
    } else if (what == 9) {
      for (const DocumentId debit : debits)
        for (const LedgerItem& item : ledger.items(debit, Date::max()))
          if (!item.due_date)
            static_cast<void>(ledger.set_due_date(debit, item.installment, any_date(), now));
    } else if (what <= 11) {
      dispute(debits[any_below(debits.size())]);
    } else if (what == 12) {
      post_bill();
    } else if (what == 13) {
      move_bill();
    } else if (what == 14) {
      change_due_date(debits[any_below(debits.size())]);
    } else {
      const Date until = first_day + any_below(30);
      if (!ledger.locked_until() || *ledger.locked_until() < until) ledger.lock(until, now);
    }
  }

  // Evenly from 0, whatever the size of the case.
  static std::uint32_t any_below(std::size_t end) {
    return *rc::gen::resize(rc::kNominalSize,
                            rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(end)));
  }
  static Money part_of(Money amount) {
    return Money::from_minor(1 + any_below(static_cast<std::size_t>(amount.minor())),
                             amount.currency());
  }
  Money open_of(DocumentId id, Money none_open) const {
    Money open = Money::zero(none_open.currency());
    for (const LedgerItem& item : ledger.items(id, Date::max())) open += item.open;
    return is_zero(open) ? none_open : open;
  }

  void change_due_date(DocumentId id) {
    const std::vector<LedgerItem> items = ledger.items(id, Date::max());
    static_cast<void>(
        ledger.change_due_date({.document = id,
                                .due_date = any_date(),
                                .date = ledger.document(id).date + any_below(20),
                                .reason = "agreed",
                                .installment = items[any_below(items.size())].installment},
                               now));
  }

  // Begins a dispute, or ends one.
  void dispute(DocumentId id) {
    const std::vector<RecordedDispute> disputes = ledger.disputes(Date::max());
    if (!disputes.empty() && any_below(2) == 0) {
      const RecordedDispute& each = disputes[any_below(disputes.size())];
      static_cast<void>(ledger.end_dispute(each.id, DisputeOutcome::rejected,
                                           each.dispute.date + any_below(20), now));
      return;
    }
    const PostedDocument debit = ledger.document(id);
    static_cast<void>(ledger.dispute({.document = id,
                                      .amount = part_of(open_of(id, debit.amount)),
                                      .date = debit.date + any_below(10)},
                                     now));
  }

  // A credit of the same party, in whichever currency it is.
  void apply_to(DocumentId id) {
    const PostedDocument debit = ledger.document(id);
    std::vector<DocumentId> credits = of_side(false);
    std::erase_if(credits,
                  [&](DocumentId each) { return ledger.document(each).party != debit.party; });
    if (credits.empty()) return;
    const PostedDocument credit = ledger.document(credits[any_below(credits.size())]);
    Application application{.credit = credit.id,
                            .debit = id,
                            .amount = part_of(open_of(id, debit.amount)),
                            .date = std::max(credit.date, debit.date) + any_below(10)};
    if (credit.amount.currency() != debit.amount.currency())
      application.rate = Decimal::parse("1.1234");
    static_cast<void>(ledger.apply(application, now));
  }

  Money amount_of(DocumentId document, std::int64_t most) const {
    return any_amount(most, ledger.document(document).amount.currency());
  }

  void post_waiting_invoice() {
    Document invoice = any_document(DocumentKind::invoice);
    invoice.installments = {{.number = 1, .amount = invoice.amount, .anchor = Anchor::acceptance}};
    if (any_below(2) == 0) {
      invoice.discounts.grace_days = static_cast<std::int32_t>(any_below(5));
      invoice.secured = Rate::from_bps(any_below(10'001));
      invoice.taxes = {{.rate = std::nullopt,
                        .net = invoice.amount,
                        .tax = Money::zero(invoice.amount.currency())}};
    }
    static_cast<void>(ledger.post(invoice, now));
  }

  void post_bill() {
    Document bill = any_document(DocumentKind::note_receivable);
    bill.due_date = bill.date + 90;
    static_cast<void>(ledger.post(bill, now));
  }

  void move_bill() {
    const std::vector<Note> notes = ledger.notes(Date::max());
    if (notes.empty()) return;
    const Note& note = notes[any_below(notes.size())];
    NoteMove move{
        .document = note.document,
        .to = any_of<NoteState>({NoteState::endorsed, NoteState::discounted, NoteState::collected}),
        .date = any_date()};
    if (move.to != NoteState::collected) move.with = "bank";
    if (move.to == NoteState::discounted) move.proceeds = part_of(note.amount);
    static_cast<void>(ledger.move_note(move, now));
  }

  // Among rich ones, documents of several kinds have the same.
  std::string next_number() {
    const bool again = variety_ == Variety::rich && number_ > 0 && any_below(4) == 0;
    return std::to_string(again ? number_ : ++number_);
  }

  Document any_document(DocumentKind kind, Currency currency = currencies::USD) {
    return {.kind = kind,
            .number = next_number(),
            .party = any_of<std::string>({"A", "B"}),
            .date = any_date(),
            .amount = any_amount(10'000, currency),
            .order = variety_ == Variety::rich ? any_of<std::string>({"", "O1", "O2"}) : ""};
  }
  void post(DocumentKind kind) { static_cast<void>(ledger.post(any_document(kind), now)); }
  void post_invoice() {
    Document invoice = any_document(DocumentKind::invoice);
    const std::int64_t minor = invoice.amount.minor();
    if (minor < 3 || *rc::gen::inRange(0, 2) == 0) {
      invoice.due_date = invoice.date + 30;
    } else {
      const Money third = Money::from_minor(minor / 3, currencies::USD);
      invoice.installments = {
          {.number = 1, .amount = third, .due_date = invoice.date + 40},
          {.number = 2, .amount = invoice.amount - third, .due_date = invoice.date + 20}};
      if (variety_ == Variety::rich && any_below(2) == 0)
        invoice.installments[0].discounts = {{.last_day = invoice.date + 10,
                                              .rate = Rate::from_bps(200),
                                              .part = Ratio(1, 50),
                                              .discount = Money::from_minor(1, currencies::USD)}};
    }
    static_cast<void>(ledger.post(invoice, now));
  }

  Repayments repayments_;
  Variety variety_;
  int number_ = 0;
};

inline History any_history(Repayments repayments = Repayments::some,
                           Variety variety = Variety::plain) {
  History history(repayments, variety);
  const auto times = rc::gen::inRange(1, 60);
  history.happen(variety == Variety::plain ? *times : *rc::gen::resize(rc::kNominalSize, times));
  return history;
}

}  // namespace o2c

#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/refusal.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/money_bag.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/receivable/application.hpp"
#include "o2c/receivable/document.hpp"
#include "o2c/receivable/open_item.hpp"
#include "o2c/receivable/revaluation.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

class LedgerState;

/// Documents, applications and other facts of a ledger, in the order in which they were recorded.
enum class DocumentId : std::uint32_t {};
enum class ApplicationId : std::uint32_t {};
enum class DisputeId : std::uint32_t {};
enum class ReminderId : std::uint32_t {};
enum class PromiseId : std::uint32_t {};

/// A day, as it was known at a moment (microseconds since 1970, UTC).
struct AsOf {
  static constexpr std::int64_t now = std::numeric_limits<std::int64_t>::max();

  AsOf(Date day, std::int64_t moment_us = now)  // NOLINT(*explicit*): a day alone is enough.
      : date(day), known_at_us(moment_us) {}

  Date date;
  std::int64_t known_at_us;  ///< `now`: with all that is known.
};

struct LedgerOptions {
  /// What documents in other currencies are carried in; without it none may state a rate.
  std::optional<Currency> home{};
  Rounding rounding = Rounding::half_up;  ///< Of amounts converted, and of discounts.
  /// By how much the tax of a line may differ from its net times its rate, in units of its currency
  /// (0.06); none: by as much as comes of rounding one of the two to the minor unit.
  std::optional<Decimal> tax_tolerance{};
};

/// A credit to be applied to a debit.
struct Application {
  DocumentId credit;
  DocumentId debit;
  Money amount;  ///< In the debit's currency.
  Date date;
  std::int32_t installment = 0;  ///< 0: fills those due earliest first.
  /// Between two currencies: units of the credit's for one of the debit's.
  std::optional<Decimal> rate{};
};

/// An amount that closes part of a document without money.
struct Adjustment {
  /// Of a payment, what was paid too much may be kept, as a difference or a write_off.
  DocumentId document;
  Money amount;
  AdjustmentKind kind;
  Date date;
  std::int32_t installment = 0;  ///< 0: fills those due earliest first.
};

/// An application, adjustment or reversal as it stands in the ledger.
struct AppliedAmount {
  ApplicationId id;
  std::optional<DocumentId> credit;  ///< None: an adjustment.
  DocumentId debit;                  ///< An adjustment's document, which may be a payment.
  std::int32_t installment;
  Money amount;         ///< In the debit's currency; a reversal is negative.
  Money credit_amount;  ///< In the credit's.
  Date date;
  Date posted;  ///< From when on it holds.
  std::int64_t recorded_at_us;
  std::optional<AdjustmentKind> adjustment;
  std::optional<ApplicationId> reverses;
  std::optional<ApplicationId> made_with;  ///< An adjustment's: it falls when that is returned.

  friend bool operator==(const AppliedAmount&, const AppliedAmount&) = default;
};

/// A document as it stands in the ledger.
struct PostedDocument {
  DocumentId id;
  DocumentKind kind;
  std::string_view number;  ///< This and the other texts live as long as the ledger.
  std::string_view party;
  std::string_view order;
  std::string_view salesperson;
  Money amount;
  Date date;
  Date posted;  ///< From when on it holds: its date, or the next that was not locked.
  std::int64_t recorded_at_us;
  std::optional<DocumentId> refers_to;
  std::optional<Decimal> rate;  ///< Units of the home currency for one of the amount's.
};

/// One instalment of a document, or the whole of one that has none.
struct LedgerItem {
  DocumentId document;
  std::int32_t installment;      ///< From 1; 0: the document has none.
  Money amount;                  ///< Of the item, positive.
  Money open;                    ///< What is open of it, positive.
  Money disputed;                ///< How much of that is in dispute.
  std::optional<Date> due_date;  ///< None: a credit's, or not known yet.

  friend bool operator==(const LedgerItem&, const LedgerItem&) = default;
};

/// How a payment is settled against what its party owes.
struct SettleOptions {
  ApplicationMethod method = ApplicationMethod::oldest_due;
  /// Documents that the payer names, in this order; they are paid first, what is left by `method`
  /// only if `rest` says so.
  std::vector<std::string> references{};
  enum class Rest : std::uint8_t { stays_unapplied, by_method };
  Rest rest = Rest::stays_unapplied;
  /// Whether discounts that the payment's date earns are granted.
  enum class Discounts : std::uint8_t { ignored, granted };
  Discounts discounts = Discounts::ignored;
  /// What may stay open of an item paid is let go, as far as all that was let go of its document is
  /// within the tolerance. What was paid too much is kept, as a difference, if it is within that of
  /// all that was paid now.
  std::optional<Tolerance> tolerance{};
  AdjustmentKind tolerated_as = AdjustmentKind::difference;  ///< What was paid too little.
};

/// What became of a bill.
enum class NoteState : std::uint8_t {
  held,
  endorsed,    ///< Passed on to a supplier (背书转让).
  discounted,  ///< Sold to a bank before it was due (贴现).
  collected,   ///< Paid by its acceptor (托收).
  dishonoured  ///< Not paid when it was due (拒付).
};

std::string to_string(NoteState state);
NoteState parse_note_state(std::string_view text);

/// An acceptance bill, as of a day.
struct Note {
  DocumentId document;
  Money amount;
  Date maturity;
  NoteState state;
  std::optional<Date> since{};      ///< When it came into the state.
  std::string with{};               ///< The endorsee or the bank.
  std::optional<Money> proceeds{};  ///< What the bank paid; the rest is its discount.
  /// Endorsed or discounted, and not yet paid by its acceptor: we may still have to pay it.
  [[nodiscard]] bool is_contingent() const noexcept {
    return state == NoteState::endorsed || state == NoteState::discounted;
  }
};

/// What happens to a bill.
struct NoteMove {
  DocumentId document;
  NoteState to;  ///< endorsed, discounted or collected; return_payment says that it is dishonoured.
  Date date;
  std::string with{};
  std::optional<Money> proceeds{};
};

/// How a dispute ended.
enum class DisputeOutcome : std::uint8_t {
  accepted,  ///< The party is right; a credit note or write-off settles it.
  rejected,  ///< The amount is owed.
  withdrawn  ///< By the party.
};

std::string to_string(DisputeOutcome outcome);
DisputeOutcome parse_dispute_outcome(std::string_view text);

/// Part of an item that the party disputes (争议).
struct Dispute {
  DocumentId document;
  Money amount;
  Date date;
  std::string reason{};
  std::string owner{};  ///< Who is to settle it.
  /// 0: that due earliest that has room for all of it, or else all of them, those due earliest
  /// first.
  std::int32_t installment = 0;
};

struct RecordedDispute {
  DisputeId id;
  Dispute dispute;  ///< Its instalment is 0 if it is about several.
  std::int64_t recorded_at_us;
  std::optional<DisputeOutcome> outcome;
  std::optional<Date> ended;
  std::optional<std::int64_t> end_recorded_at_us;
};

/// A due date that was posted wrong, or is put off by agreement (更正到期日, 展期).
struct DueDateChange {
  DocumentId document;
  Date due_date;  ///< The new one.
  Date date;      ///< From when on it holds: the document's, if it should never have been another.
  std::string reason{};          ///< Must be given.
  std::int32_t installment = 0;  ///< 0: the document has none.

  friend bool operator==(const DueDateChange&, const DueDateChange&) = default;
};

/// A due date that became known after its document was posted, or was changed.
struct RecordedDueDate {
  DocumentId document;
  std::int32_t installment;  ///< From 1; 0: the document has none.
  Date due_date;
  std::optional<Date> date;  ///< From when on it replaced another; none: it was waited for.
  std::string reason;        ///< Of a change.
  std::int64_t recorded_at_us;

  friend bool operator==(const RecordedDueDate&, const RecordedDueDate&) = default;
};

/// An item that a letter asked for.
struct ReminderLine {
  DocumentId document;
  std::int32_t installment;  ///< From 1; 0: the document has none.
  std::int32_t level;
  Money amount;  ///< What was asked for.

  friend bool operator==(const ReminderLine&, const ReminderLine&) = default;
};

/// A letter that was sent to a party for what it owes in one currency (催款函).
struct Reminder {
  Date date;
  std::vector<ReminderLine> lines;
  std::optional<DocumentId> fee{};  ///< The debit note that charges for it.

  friend bool operator==(const Reminder&, const Reminder&) = default;
};

struct RecordedReminder {
  ReminderId id;
  Reminder reminder;
  std::int64_t recorded_at_us;
};

/// A promise to pay by a day (付款承诺).
struct PromiseToPay {
  std::optional<DocumentId> document{};  ///< None: of whatever the party owes.
  std::string party{};                   ///< Empty: the document's.
  Money amount;
  Date made;
  Date promised;                 ///< It is kept by what is paid on this day.
  std::int32_t installment = 0;  ///< 0: of the document, whichever.
  std::string by{};              ///< Who promised.
  /// An open one of the party in the currency; from its own day on, this one holds in its place.
  std::optional<PromiseId> replaces{};

  friend bool operator==(const PromiseToPay&, const PromiseToPay&) = default;
};

struct RecordedPromise {
  PromiseId id;
  PromiseToPay promise;
  std::int64_t recorded_at_us;
};

/// Who owes what for what, and what was paid on it (应收帐款明细帐): documents, and applications of
/// credits to debits, which are only ever added. A correction is a new document or a reversal.
///
/// Each fact has the date on which it holds and the moment when it was recorded, which is given and
/// never goes back, so that a ledger can be asked what was open on a day, as it was known at any
/// moment. What a rule of the trade forbids is refused, and then nothing has changed; input that
/// makes no sense throws InvalidArgument with every fault.
class Ledger {
 public:
  /// Throws InvalidArgument for a tolerance below zero.
  explicit Ledger(LedgerOptions options = {});
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  ~Ledger();

  /// Adds a document. Refused: duplicate_number. Refunds and returned payments have functions of
  /// their own.
  Expected<DocumentId> post(const Document& document, std::int64_t recorded_at_us);

  /// Applies a credit to a debit; to each instalment that it fills, with a row of its own. Refused:
  /// parties_differ, currencies_differ (without a rate), predates_document, over_applied.
  Expected<std::vector<ApplicationId>> apply(const Application& application,
                                             std::int64_t recorded_at_us);
  /// All of them, or none.
  Expected<std::vector<ApplicationId>> apply(std::span<const Application> applications,
                                             std::int64_t recorded_at_us);
  /// Closes part of a document without money. Refused: predates_document, over_applied.
  Expected<std::vector<ApplicationId>> adjust(const Adjustment& adjustment,
                                              std::int64_t recorded_at_us);
  /// Applies what is open of a payment or credit note to what its party owes in its currency on the
  /// day, as the options say: to the documents that the payer names, then to what it is for (a
  /// credit note's invoice, the order of a payment), then, but for deposits, to all else. What
  /// nothing is owed for stays unapplied. Refused: no_exact_match, predates_document.
  Expected<std::vector<ApplicationId>> settle(DocumentId credit, Date date,
                                              const SettleOptions& options,
                                              std::int64_t recorded_at_us);
  /// Takes back an application or adjustment, or part of it; with an application, in proportion,
  /// the discounts and differences that were let go because of it, each by a reversal of its own
  /// that follows. Refused: over_reversed, predates_application, reversal_of_reversal,
  /// returned_payment (what closes one with the payment that it takes back).
  Expected<ApplicationId> reverse(ApplicationId application, Date date, std::int64_t recorded_at_us,
                                  std::optional<Money> part = std::nullopt);
  /// Pays back part of a credit, at an exchange rate of its own or that at which the credit is
  /// carried. Refused: as apply, duplicate_number.
  Expected<DocumentId> refund(DocumentId credit, std::string number, Money amount, Date date,
                              std::int64_t recorded_at_us,
                              const std::optional<Decimal>& rate = std::nullopt);
  /// A receipt bounced, or a bill was dishonoured: all that it was applied to is open again, and
  /// the payment counts no longer. Refused: already_returned, note_collected,
  /// predates_reversal, predates_document, duplicate_number.
  Expected<DocumentId> return_payment(DocumentId payment, std::string number, Date date,
                                      std::int64_t recorded_at_us);
  /// Passes a bill on, discounts it or collects it. Refused: note_not_held, predates_document,
  /// predates_move, note_matured.
  Expected<NoteState> move_note(const NoteMove& move, std::int64_t recorded_at_us);

  /// Puts part of a debit in dispute. Refused: over_disputed, predates_document.
  Expected<DisputeId> dispute(const Dispute& dispute, std::int64_t recorded_at_us);
  /// Refused: dispute_ended, predates_dispute.
  Expected<DisputeId> end_dispute(DisputeId dispute, DisputeOutcome outcome, Date date,
                                  std::int64_t recorded_at_us);
  /// Keeps a letter that was sent. Refused: already_reminded (an item of it was on the day, or
  /// later), predates_document. Throws InvalidArgument unless its lines are items of debits of one
  /// party and currency, each once.
  Expected<ReminderId> remind(const Reminder& reminder, std::int64_t recorded_at_us);
  /// Keeps a promise. Refused: over_promised (more than is open on the day and not promised yet by
  /// promises that are open), promise_not_open (the one that it replaces), predates_document.
  Expected<PromiseId> promise(const PromiseToPay& promise, std::int64_t recorded_at_us);
  /// The date that an instalment waited for is known. Refused: due_date_known.
  Expected<Date> set_due_date(DocumentId document, std::int32_t installment, Date due_date,
                              std::int64_t recorded_at_us);
  /// The same, with the discounts that are counted from the date: an instalment of that number and
  /// amount, as the terms make it now. Throws InvalidArgument for another one.
  Expected<Date> set_due_date(DocumentId document, const Installment& dated,
                              std::int64_t recorded_at_us);
  /// An instalment is due on another day than was known. Until the day of the change, and as known
  /// before it was recorded, it is due on the old one. Its discounts stay as they were offered.
  /// Refused: due_date_unknown (set_due_date tells it), same_due_date, predates_document,
  /// predates_due_date (it is dated before the change that made the date what it is).
  Expected<Date> change_due_date(const DueDateChange& change, std::int64_t recorded_at_us);
  /// From the end of a day on, carries what holds by then in these currencies at their closing
  /// rates, deposits only if refundable; a revaluation dated later replaces it (see
  /// exchange_differences.hpp). Throws InvalidArgument.
  RevaluationId revalue(const Revaluation& revaluation, std::int64_t recorded_at_us);
  /// Closes the books up to a day: what is recorded later for such a day is posted on the next one
  /// that is open. Throws InvalidArgument unless the day is after those locked.
  void lock(Date until, std::int64_t recorded_at_us);
  [[nodiscard]] std::optional<Date> locked_until() const noexcept;

  [[nodiscard]] std::size_t documents() const noexcept;
  [[nodiscard]] std::size_t applications() const noexcept;
  [[nodiscard]] const LedgerOptions& options() const noexcept;
  /// The document of that number. Throws InvalidArgument if there is none, or if there are several
  /// kinds and none is stated.
  [[nodiscard]] DocumentId find(std::string_view number,
                                std::optional<DocumentKind> kind = std::nullopt) const;
  [[nodiscard]] std::optional<DocumentId> try_find(std::string_view number,
                                                   DocumentKind kind) const;
  [[nodiscard]] PostedDocument document(DocumentId id) const;
  [[nodiscard]] std::vector<TaxLine> taxes(DocumentId id) const;
  [[nodiscard]] AppliedAmount application(ApplicationId id) const;
  /// What was applied to a debit, or of a credit, in the order in which it was recorded: the
  /// history of an invoice.
  [[nodiscard]] std::vector<AppliedAmount> history(DocumentId id) const;

  /// The items of a document on a day.
  [[nodiscard]] std::vector<LedgerItem> items(DocumentId id, const AsOf& as_of) const;
  /// What is open on a day: debits, then credits as negative amounts, in the order in which their
  /// documents were recorded; of one party, or of all.
  [[nodiscard]] std::vector<OpenItem> open_items(
      const AsOf& as_of, std::optional<std::string_view> party = std::nullopt) const;
  /// What a party owes on a day, less what it is owed, in each currency.
  [[nodiscard]] MoneyBag balance(std::string_view party, const AsOf& as_of) const;
  /// Documents known by a day that hold only after it, in the order of their dates: dated after it,
  /// or posted after it because the books were locked.
  [[nodiscard]] std::vector<DocumentId> future_dated(const AsOf& as_of) const;
  [[nodiscard]] std::vector<Note> notes(const AsOf& as_of) const;
  [[nodiscard]] std::vector<RecordedDispute> disputes(const AsOf& as_of) const;
  /// The due dates of a document that became known or were changed by a day, in the order in which
  /// they were recorded.
  [[nodiscard]] std::vector<RecordedDueDate> due_dates(DocumentId id, const AsOf& as_of) const;
  [[nodiscard]] std::vector<RecordedReminder> reminders(const AsOf& as_of) const;
  /// Whether they were kept: see promises.hpp.
  [[nodiscard]] std::vector<RecordedPromise> promises(const AsOf& as_of) const;

  /// What the functions of the ledger stand on; its definition is private to the library.
  [[nodiscard]] const LedgerState& state() const noexcept { return *state_; }

 private:
  friend class LedgerLoader;

  std::unique_ptr<LedgerState> state_;
};

}  // namespace o2c::inline v1

#pragma once

// How a ledger keeps its rows. Private to src/receivable.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "o2c/columns/row_store.hpp"
#include "o2c/columns/text_codes.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/receivable/ledger.hpp"

#include "number_codes.hpp"
#include "value_codes.hpp"

namespace o2c::inline v1 {

/// No row, no code.
inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::int32_t no_date = std::numeric_limits<std::int32_t>::min();

// One cache line, since most of what is asked of a ledger misses the cache at each document.
struct alignas(64) DocumentRow {
  std::int64_t recorded_at_us;
  std::int64_t minor;
  std::int32_t date;
  std::int32_t posted;
  std::uint32_t number;
  std::uint32_t party;
  std::uint32_t order;
  std::uint32_t salesperson;
  std::uint32_t first_item;
  std::uint32_t first_tax;
  std::uint32_t rate;           // Position in LedgerState::exchange_rates.
  std::uint32_t next_of_party;  // The one recorded before it.
  std::uint16_t items;
  std::uint16_t taxes;
  std::uint16_t currency;
  DocumentKind kind;
  std::uint8_t returned;  // A payment that bounced.
};
static_assert(sizeof(DocumentRow) == 64);

struct alignas(32) ItemRow {
  std::int64_t minor;
  std::int64_t applied;  // By all that is known.
  std::uint32_t document;
  std::int32_t due;
  std::uint32_t last_applied;  // The application recorded last; each knows the one before it.
  std::uint32_t installment : 28;
  std::uint32_t reversed : 1;     // Some of its applications were.
  std::uint32_t listed : 1;       // Among the open debits of its party.
  std::uint32_t dated_later : 1;  // See LedgerState::due_dates.
  std::uint32_t disputed : 1;     // See LedgerState::last_disputed.

  static constexpr std::uint32_t installment_max = (1U << 28U) - 1;
};
static_assert(sizeof(ItemRow) == 32);

struct AppliedRow {
  std::int64_t minor;  // In the debit's currency; of a reversal negative.
  std::int64_t recorded_at_us;
  std::int32_t date;
  std::int32_t posted;
  std::uint32_t debit;   // Items; of an adjustment the one that it closes, which may be a credit's.
  std::uint32_t credit;  // None: an adjustment.
  std::uint32_t next_of_debit;
  std::uint32_t
      next_of_credit;  // Of an adjustment: the application that it was made with, or none.
  std::uint32_t reverses;
  AdjustmentKind adjustment;
};
static_assert(sizeof(AppliedRow) == 48);

struct TaxRow {
  std::int64_t net;
  std::int64_t tax;
  std::uint32_t rate;  // Position in LedgerState::tax_rates, or none.
};

/// After how many facts of each sort one was recorded, which tells the order of those of a moment.
/// Documents and applications, of which there are many, are in the order of their ids.
struct FactOrder {
  std::uint32_t documents = 0;
  std::uint32_t applied = 0;
  std::uint32_t others = 0;

  [[nodiscard]] std::int64_t sequence() const noexcept {
    return std::int64_t{documents} + applied + others;
  }
};

struct DueDate {
  std::int32_t due;
  std::int32_t posted;  // The first day that was not locked when it became known.
  std::int64_t recorded_at_us;
  FactOrder order;
  std::int32_t date = no_date;  // Of a change.
  std::string reason{};

  [[nodiscard]] bool is_change() const noexcept { return date != no_date; }
};

// What of an item a dispute is about; each knows the one of the same item before it.
struct DisputedPart {
  std::uint32_t dispute;
  std::int64_t minor;
  std::uint32_t next_of_item;
};

struct DisputeRow {
  Dispute dispute;
  std::int32_t posted;
  std::int64_t recorded_at_us;
  FactOrder order;
  std::optional<DisputeOutcome> outcome{};
  std::optional<Date> ended{};
  std::int32_t end_posted = 0;
  std::int64_t end_recorded_at_us = 0;
  FactOrder end_order{};

  [[nodiscard]] bool begun(const AsOf& as_of) const {
    return posted <= as_of.date.days() && recorded_at_us <= as_of.known_at_us;
  }
  [[nodiscard]] bool over(const AsOf& as_of) const {
    return ended && end_posted <= as_of.date.days() && end_recorded_at_us <= as_of.known_at_us;
  }
};

struct NoteRow {
  NoteMove move;
  std::int32_t posted;
  std::int64_t recorded_at_us;
  FactOrder order;
};

struct ReminderRow {
  Reminder reminder;
  std::int32_t posted;
  std::int64_t recorded_at_us;
  FactOrder order;
};

struct PromiseRow {
  PromiseToPay promise;
  std::uint32_t party;
  std::int32_t posted;
  std::int64_t recorded_at_us;
  FactOrder order;
};

/// A line of a reminder; each knows the one of the same item before it.
struct RemindedRow {
  std::uint32_t reminder;
  std::int32_t level;
  std::uint32_t next_of_item;
};

/// What all that is posted on a day takes of an item.
struct DayTotal {
  std::int32_t day;
  std::int64_t minor;
};

/// What of an application was reversed, above zero.
struct ReversedAmount {
  std::int64_t minor = 0;
  std::int64_t credit_minor = 0;
};

/// What only few documents have.
struct DocumentDetails {
  DiscountPolicy discounts{};
  Rate secured = Rate::from_fraction(0);
  Rate burden = Rate::from_fraction(0);
  DepositTerms deposit_terms = DepositTerms::fixed;
  Charge charge = Charge::price;

  friend bool operator==(const DocumentDetails&, const DocumentDetails&) = default;
};

struct OpenDebit {
  std::int32_t due;  // Of one without: the last day that there is.
  std::int32_t date;
  std::uint32_t item;

  friend auto operator<=>(const OpenDebit&, const OpenDebit&) = default;
};

struct PartyRow {
  std::uint32_t last_document = none;
  std::uint32_t first_debit = 0;       // Those before it left the list.
  std::uint32_t in_order = 0;          // The debits from the first up to here.
  std::vector<OpenDebit> open_debits;  // Some may be closed by now.
};

struct LockRow {
  std::int32_t until;
  std::int64_t recorded_at_us;
  FactOrder order;
};

struct RevaluationRow {
  Revaluation revaluation;
  std::int32_t posted;
  std::int64_t recorded_at_us;
  FactOrder order;
};

/// What a party owes, in the order of the due dates, then of the documents' own. Those found closed
/// on the way leave the list.
class OpenDebits {
 public:
  OpenDebits(RowStore<ItemRow>& items, PartyRow& party)
      : items_(&items), party_(&party), seen_(party.first_debit), open_(party.first_debit) {}
  ~OpenDebits();
  OpenDebits(const OpenDebits&) = delete;
  OpenDebits& operator=(const OpenDebits&) = delete;

  /// Null: there are no more.
  const OpenDebit* next();

 private:
  RowStore<ItemRow>* items_;
  PartyRow* party_;
  std::size_t seen_;  // Up to here.
  std::size_t open_;  // Those of them that are open stand before it.
};

/// What a closing takes of an item, and for how much of the credit.
struct ClosedPart {
  std::uint32_t item;
  std::int64_t minor;
  std::int64_t credit_minor;
};

class LedgerState {
 public:
  LedgerOptions options;
  RowStore<DocumentRow> documents;
  RowStore<ItemRow> items;
  RowStore<AppliedRow> applied;
  RowStore<TaxRow> taxes;
  NumberCodes numbers;
  RowStore<std::uint32_t> document_of_number;  // The last of that number.
  TextCodes party_names;
  std::vector<PartyRow> parties;
  TextCodes orders;
  TextCodes people;
  std::vector<Currency> currencies;
  ValueCodes<Rate> tax_rates;
  ValueCodes<Decimal> exchange_rates;
  std::vector<LockRow> locks;
  std::vector<RevaluationRow> revaluations;
  std::vector<DisputeRow> disputes;
  std::vector<DisputedPart> disputed_parts;
  std::vector<NoteRow> note_moves;
  std::unordered_map<std::uint32_t, std::uint32_t> last_move_of;  // By document.
  std::unordered_map<std::uint32_t, std::vector<DiscountOffer>> discounts_of_item;
  std::unordered_map<std::uint32_t, Anchor> anchor_of_item;
  // By item; those recorded later are posted no earlier.
  std::unordered_map<std::uint32_t, std::vector<DueDate>> due_dates;
  std::unordered_map<std::uint32_t, std::uint32_t>
      last_disputed;                                             // The part recorded last, by item.
  std::unordered_map<std::uint32_t, std::uint32_t> same_number;  // An older one of another kind.
  std::unordered_map<std::uint32_t, std::uint32_t> referred;
  std::unordered_map<std::uint32_t, DocumentDetails> details;
  std::unordered_map<std::uint32_t, std::int64_t> credit_minor;   // Of applications between two.
  std::unordered_map<std::uint32_t, ReversedAmount> reversed_of;  // Applications.
  // By the days, of items of which something was reversed: less may be open then than at the end.
  std::unordered_map<std::uint32_t, std::vector<DayTotal>> days_of_item;
  // The latest adjustment made with an application; each knows the next, if there is one.
  std::unordered_map<std::uint32_t, std::uint32_t> last_made_with;
  std::unordered_map<std::uint32_t, std::uint32_t> next_made_with;
  std::vector<ReminderRow> reminders;
  std::vector<PromiseRow> promises;
  RowStore<RemindedRow> reminded;
  std::vector<std::uint32_t> last_reminded;         // Of each item, as far as one was reminded of.
  std::unordered_set<std::uint32_t> reminder_fees;  // Documents.
  std::vector<ClosedPart> parts;                    // Of what is being closed; kept for its memory.
  std::int64_t last_recorded_us = std::numeric_limits<std::int64_t>::min();
  std::uint32_t other_facts = 0;
  /// While tables are read, all documents are posted first; so many of them precede a fact.
  std::optional<std::uint32_t> documents_told{};

  [[nodiscard]] Currency currency(const DocumentRow& row) const { return currencies[row.currency]; }
  [[nodiscard]] Money money(const DocumentRow& row, std::int64_t minor) const {
    return Money::from_minor(minor, currency(row));
  }
  [[nodiscard]] const DocumentRow& document_of(const ItemRow& item) const {
    return documents[item.document];
  }
  [[nodiscard]] std::uint32_t id_of(const DocumentRow& row) const {
    return items[row.first_item].document;
  }
  [[nodiscard]] std::int32_t installment_of(std::uint32_t item) const {
    return static_cast<std::int32_t>(items[item].installment);
  }
  /// The document that one refers to, or none.
  [[nodiscard]] std::uint32_t refers_to(std::uint32_t document) const {
    return value_or_none(referred, document);
  }
  /// Whether a document charges the costs of collecting a debt.
  [[nodiscard]] bool is_collection_cost(std::uint32_t document) const {
    if (reminder_fees.contains(document)) return true;
    const auto found = details.find(document);
    return found != details.end() && found->second.charge == Charge::collection_cost;
  }
  /// An older document of the same number and another kind, or none.
  [[nodiscard]] std::uint32_t next_same_number(std::uint32_t document) const {
    return value_or_none(same_number, document);
  }
  [[nodiscard]] std::string_view number(const DocumentRow& row) const {
    return numbers.text(row.number);
  }
  /// What an application takes of its credit, in the credit's currency.
  [[nodiscard]] std::int64_t minor_of_credit(std::uint32_t application) const {
    if (credit_minor.empty()) return applied[application].minor;
    const auto found = credit_minor.find(application);
    return found == credit_minor.end() ? applied[application].minor : found->second;
  }
  /// Calls use(application, minor in the item's currency) for each row of the item, the latest
  /// first.
  template <class Use>
  void for_applied(std::uint32_t item, const Use& use) const {
    for (std::uint32_t row = items[item].last_applied; row != none;) {
      const bool debit = applied[row].debit == item;
      use(row, debit ? applied[row].minor : minor_of_credit(row));
      row = debit ? applied[row].next_of_debit : applied[row].next_of_credit;
    }
  }

  [[nodiscard]] static bool holds(std::int32_t posted, std::int64_t recorded, const AsOf& as_of) {
    return posted <= as_of.date.days() && recorded <= as_of.known_at_us;
  }
  [[nodiscard]] static bool holds(const DocumentRow& row, const AsOf& as_of) {
    return holds(row.posted, row.recorded_at_us, as_of);
  }
  /// For each order whether something is charged for it on a day: until then its payments are
  /// deposits.
  [[nodiscard]] std::vector<bool> invoiced_orders(const AsOf& as_of) const;
  [[nodiscard]] static bool is_deposit(const DocumentRow& row,
                                       const std::vector<bool>& invoiced_orders) {
    return is_payment(row.kind) && row.order != none && !invoiced_orders[row.order];
  }
  /// What is open of an item on a day; 0 of one whose document does not hold yet.
  [[nodiscard]] std::int64_t open_minor(std::uint32_t item, const AsOf& as_of) const;
  /// The same of all items.
  [[nodiscard]] PageArray<std::int64_t> open_minors(const AsOf& as_of) const;
  /// How much of that is in dispute.
  [[nodiscard]] std::int64_t disputed_minor(std::uint32_t item, const AsOf& as_of,
                                            std::int64_t open) const;
  /// Calls use(dispute, minor) for each dispute of an item, the latest first.
  template <class Use>
  void for_disputes(std::uint32_t item, const Use& use) const {
    if (items[item].disputed == 0) return;
    for (std::uint32_t at = last_disputed.at(item); at != none;
         at = disputed_parts[at].next_of_item)
      use(disputes[disputed_parts[at].dispute], disputed_parts[at].minor);
  }
  /// What may still be applied to an item from a day on: the least that is open of it then or
  /// later.
  [[nodiscard]] std::int64_t room(std::uint32_t item, std::int32_t from) const;
  /// The due date of an item as of a day.
  [[nodiscard]] std::int32_t due(std::uint32_t item, const AsOf& as_of) const;
  /// The items of a document in the order in which they fall due.
  [[nodiscard]] std::vector<std::uint32_t> items_by_due(const DocumentRow& row) const;
  /// The item of an instalment. Throws InvalidArgument.
  [[nodiscard]] std::uint32_t item_of(std::uint32_t document, std::int32_t installment) const;
  /// The day that a fact of a date is posted on.
  [[nodiscard]] std::int32_t posted_on(std::int32_t date) const {
    return locks.empty() || date > locks.back().until ? date : locks.back().until + 1;
  }
  /// The document of that number that was recorded last, or none; each knows the one before it.
  [[nodiscard]] std::uint32_t last_of_number(std::string_view number) const;
  /// The same of many numbers at once; none for an empty one.
  void last_of_numbers(std::span<const std::string_view> numbers,
                       std::span<std::uint32_t> documents) const;
  /// The document of that kind and number, or none.
  [[nodiscard]] std::uint32_t find_document(std::string_view number, DocumentKind kind) const;
  /// That of the first of the kinds that has one of that number, or none.
  [[nodiscard]] std::uint32_t find_document(std::string_view number,
                                            std::span<const DocumentKind> kinds) const;
  /// What last happened to a bill; null: it is held.
  [[nodiscard]] const NoteMove* last_move(DocumentId note) const;
  [[nodiscard]] std::uint32_t checked(DocumentId id) const;
  [[nodiscard]] std::uint32_t checked(ApplicationId id) const;
  /// Throws InvalidArgument when a moment goes back.
  void check_moment(std::int64_t recorded_at_us) const;
  void record_moment(std::int64_t recorded_at_us) { last_recorded_us = recorded_at_us; }

  /// The place of a fact that is recorded now, and is no document or application.
  FactOrder next_fact() {
    return {documents_told.value_or(static_cast<std::uint32_t>(documents.size())),
            static_cast<std::uint32_t>(applied.size()), other_facts++};
  }

  std::uint16_t currency_code(Currency currency);
  /// The document of the same party that one of a kind refers to by number, or none. Throws
  /// InvalidArgument.
  [[nodiscard]] std::uint32_t find_referred(DocumentKind kind, std::string_view party,
                                            std::string_view number) const;
  /// Has what add_document looks up fetched into the cache, while the document is checked.
  void prefetch(const Document& document) const noexcept;
  /// Adds a document that was checked. Refused: duplicate_number.
  Expected<std::uint32_t> add_document(const Document& document, std::uint32_t refers_to,
                                       std::int64_t recorded_at_us);

  /// What a party owes or owed lately, in the order of the due dates.
  OpenDebits open_debits(std::uint32_t party);
  /// Adds a due date, and has the item take its place among them again.
  void add_due_date(std::uint32_t item, DueDate date);

  /// What of an application was not reversed, and the same of what it takes of its credit.
  [[nodiscard]] std::int64_t not_reversed(std::uint32_t application) const {
    return applied[application].minor - reversed(application).minor;
  }
  [[nodiscard]] std::int64_t credit_not_reversed(std::uint32_t application) const {
    return minor_of_credit(application) - reversed(application).credit_minor;
  }
  /// The adjustments that were made with an application, the latest first.
  [[nodiscard]] std::vector<std::uint32_t> made_with(std::uint32_t application) const;

  /// The line in which an item was last reminded of, or none.
  [[nodiscard]] std::uint32_t last_reminder_of(std::uint32_t item) const {
    return item < last_reminded.size() ? last_reminded[item] : none;
  }
  void add_disputed(std::uint32_t item, std::uint32_t dispute, std::int64_t minor);
  void add_reminded(std::uint32_t item, std::uint32_t reminder, std::int32_t level);

  /// Adds a row and counts it; nothing is checked.
  std::uint32_t add_applied(AppliedRow row, std::int64_t credit_minor_units);
  /// Takes the rows from `size` on away again.
  void undo_applied(std::size_t size);

 private:
  static std::uint32_t value_or_none(const std::unordered_map<std::uint32_t, std::uint32_t>& map,
                                     std::uint32_t key) {
    if (map.empty()) return none;
    const auto found = map.find(key);
    return found == map.end() ? none : found->second;
  }
  [[nodiscard]] ReversedAmount reversed(std::uint32_t application) const {
    if (reversed_of.empty()) return {};
    const auto found = reversed_of.find(application);
    return found == reversed_of.end() ? ReversedAmount() : found->second;
  }
  /// Counts what a row takes of an item, if that counts its days.
  void count_day(std::uint32_t item, std::int32_t day, std::int64_t minor);
  /// Counts a row, or takes it out again.
  void count_reversal(const AppliedRow& row, std::int64_t credit_minor_units, bool taken_out);
  void list_made_with(std::uint32_t adjustment);
  void unlist_made_with(std::uint32_t adjustment);
  void due_date_changed(std::uint32_t item);
  [[nodiscard]] OpenDebit open_debit(std::uint32_t item) const;
  /// Lists an item among the open debits of its party.
  void list_if_open(std::uint32_t item);
};

/// Position of a value in a short list, which it is added to.
template <class T>
std::uint32_t position_in(std::vector<T>& list, const T& value) {
  for (std::size_t i = list.size(); i > 0; --i)
    if (list[i - 1] == value) return static_cast<std::uint32_t>(i - 1);
  list.push_back(value);
  return static_cast<std::uint32_t>(list.size() - 1);
}

/// Throws InvalidArgument with all that is wrong with a document.
void check_document(const Document& document, const LedgerState& state);

}  // namespace o2c::inline v1

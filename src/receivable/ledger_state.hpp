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

#include "ledger_records.hpp"
#include "number_codes.hpp"
#include "open_debits.hpp"
#include "value_codes.hpp"

namespace o2c::inline v1 {

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
  RowStore<OrderRow> order_rows;  // As far as something is charged for them.
  RowStore<OrderDebit> order_debits;
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
  std::unordered_map<std::uint32_t, ItemDiscounts> discounts_of_item;
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
  // By document: what was let go with payments, but for discounts.
  std::unordered_map<std::uint32_t, std::int64_t> tolerated_of;
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
  std::unordered_map<std::uint32_t, std::uint32_t> last_promise;  // Of each party that made one.

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
  /// The same of one order.
  [[nodiscard]] bool is_invoiced(std::uint32_t order, const AsOf& as_of) const;
  [[nodiscard]] bool is_deposit(const DocumentRow& row, const AsOf& as_of) const {
    return is_payment(row.kind) && row.order != none && !is_invoiced(row.order, as_of);
  }
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

  /// How many debits charge something for an order.
  [[nodiscard]] std::uint32_t debits_of_order(std::uint32_t order) const {
    return order < order_rows.size() ? order_rows[order].debits : 0;
  }
  /// Calls use(document) for each of them, the latest first, until it returns false.
  template <class Use>
  void for_debits_of_order(std::uint32_t order, const Use& use) const {
    if (order >= order_rows.size()) return;
    for (std::uint32_t at = order_rows[order].last_debit; at != none;
         at = order_debits[at].next_of_order)
      if (!use(order_debits[at].document)) return;
  }
  void add_order_debit(std::uint32_t order, std::uint32_t document);
  /// Its place among what its party owes, as far as its due date is known.
  [[nodiscard]] OpenDebit open_debit(std::uint32_t item) const;
  /// Adds a due date, and has the item take its place among what its party owes again.
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
  /// Has an item offer discounts, in place of those that it did.
  void offer_discounts(std::uint32_t item, std::vector<DiscountOffer> offers);
  /// What of a document was let go because it was paid but for that.
  [[nodiscard]] std::int64_t tolerated_minor(std::uint32_t document) const {
    if (tolerated_of.empty()) return 0;
    const auto found = tolerated_of.find(document);
    return found == tolerated_of.end() ? 0 : found->second;
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
  /// Whether a row pays its debit, at a discount or not.
  [[nodiscard]] bool is_paid(const AppliedRow& row) const;
  /// Whether an adjustment lets go of a difference that a payment left.
  [[nodiscard]] bool is_tolerated(const AppliedRow& row) const;
  /// Counts what a row closes without paying, or takes it out again.
  void count_unpaid(const AppliedRow& row, bool taken_out);
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

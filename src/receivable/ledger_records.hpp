#pragma once

// The rows that a ledger keeps. Private to src/receivable.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "o2c/receivable/ledger.hpp"

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
  std::uint32_t installment : 27;
  std::uint32_t reversed : 1;     // Some of its applications were.
  std::uint32_t listed : 1;       // Among the open debits of its party.
  std::uint32_t dated_later : 1;  // See LedgerState::due_dates.
  std::uint32_t disputed : 1;     // See LedgerState::last_disputed.
  std::uint32_t discounted : 1;   // See LedgerState::discounts_of_item.

  static constexpr std::uint32_t installment_max = (1U << 27U) - 1;
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
  std::uint32_t replaced_by;    // A promise, or none.
  std::uint32_t next_of_party;  // The one of the party recorded before it, or none.
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

/// The discounts that an item offers for paying early.
struct ItemDiscounts {
  std::vector<DiscountOffer> offers;
  std::int64_t unpaid = 0;  // What of the item was closed otherwise: it earns none.
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

/// An order, and what is charged for it.
struct OrderRow {
  std::uint32_t last_debit = none;  // Position in LedgerState::order_debits.
  std::uint32_t debits = 0;         // So many.
};

struct OrderDebit {
  std::uint32_t document;
  std::uint32_t next_of_order;  // The one recorded before it.
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

/// What a closing takes of an item, and for how much of the credit.
struct ClosedPart {
  std::uint32_t item;
  std::int64_t minor;
  std::int64_t credit_minor;
};

}  // namespace o2c::inline v1

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/money/exchange_rate.hpp"
#include "o2c/money/money.hpp"
#include "o2c/receivable/document.hpp"
#include "o2c/receivable/dunning.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Whether fees of earlier reminders are reminded of themselves.
enum class ReminderFees : std::uint8_t { left_out, included };

/// "left_out", "included"
std::string to_string(ReminderFees fees);
/// Reads what to_string writes. Throws ParseError.
ReminderFees parse_reminder_fees(std::string_view text);

struct DunningRunOptions {
  std::optional<std::string> party{};  ///< None: all.
  /// For each currency, the least that a letter asks for; what is below it waits.
  std::vector<Money> letter_minimums{};
  ReminderFees fees = ReminderFees::left_out;
};

/// An overdue item, and what the policy says to it.
struct DunnedItem {
  std::string party;
  DocumentId document;
  DocumentKind kind;
  std::string number;
  std::int32_t installment;  ///< From 1; 0: the document has none.
  DunningItem item;
  DunningAnswer answer;  ///< By the policy alone.
  DunningHold hold;      ///< The same, or why its letter was held back as a whole.
  std::int32_t days_overdue;

  friend bool operator==(const DunnedItem&, const DunnedItem&) = default;
};

/// What is to be sent to a party for what it owes in one currency.
struct DunningLetter {
  std::string party;
  std::int32_t level;             ///< The highest of its items.
  std::vector<DunnedItem> items;  ///< Those due first in front.
  Money amount;                   ///< Their sum.
  Money fee;
  Money total;    ///< Both together.
  Money credits;  ///< What the party paid or is credited, and is not applied to anything.

  friend bool operator==(const DunningLetter&, const DunningLetter&) = default;
};

/// The letters proposed as of a day, by party and currency, and what was held back. Each overdue
/// item is in one of them.
struct DunningRun {
  DunningPolicy policy;
  Date as_of;
  std::vector<DunningLetter> letters;
  std::vector<DunnedItem> held;  ///< By party, currency and due date.

  /// Why an item is reminded of, or held back.
  [[nodiscard]] Derivation explain(const DunnedItem& item) const;
  /// How the amount, fee and total of a letter came about.
  [[nodiscard]] Derivation explain(const DunningLetter& letter) const;
  /// What stands in the places of the letter's text.
  [[nodiscard]] LetterValues values(const DunningLetter& letter, Language language) const;
  /// The text of the letter by its level.
  [[nodiscard]] std::string text(const DunningLetter& letter, Language language) const;

  friend bool operator==(const DunningRun&, const DunningRun&) = default;
};

/// Whom to remind of what as of a day: debits that are overdue by then. Nothing changes in the
/// ledger: see record_reminder.
///
/// An item's level is that of its last reminder since it was last paid in full: it starts again.
/// What is in dispute, or promised by a day that has not passed, is not asked for. A letter is held
/// back if credits of the party in its currency that are not applied, deposits apart, cover all
/// that it asks for. Throws InvalidArgument for a party that nothing was posted for, and for two
/// letter minimums of one currency; Overflow.
DunningRun dunning_run(const Ledger& ledger, const DunningPolicy& policy, const AsOf& as_of,
                       const DunningRunOptions& options = {});

/// Whether a letter that is to be kept is decided again.
enum class ReminderCheck : std::uint8_t {
  again,       ///< As of its date, by all that is known: what was paid meanwhile is not asked for.
  as_proposed  ///< It is kept whatever became known: it went out.
};

/// "again", "as_proposed"
std::string to_string(ReminderCheck check);
/// Reads what to_string writes. Throws ParseError.
ReminderCheck parse_reminder_check(std::string_view text);

/// How the fee of a letter is booked.
struct ReminderBooking {
  Date date;                          ///< Of the reminder, and of the debit note.
  std::optional<Date> due_date{};     ///< Of the debit note; none: on its date.
  std::string fee_number{};           ///< Empty: that of the first item and "/D1", "/D2", ...
  std::vector<ExchangeRate> rates{};  ///< As those of InterestBooking.
  ReminderCheck check = ReminderCheck::again;
};

/// Keeps a letter in the ledger as sent, and books its fee, if there is one, as a debit note that
/// refers to its first document. Fees bear no interest and are not reminded of, unless a run
/// says so. All or nothing. Each item is decided again by the policy. Refused: what holds it back
/// (paid, not_due, too_soon, disputed, promised, ...); reminder_changed, if another level or amount
/// is to be asked for by now; covered; already_reminded, predates_document, duplicate_number. What
/// happened in books that are locked by now is known from the day on that it is posted on, as in a
/// run.
Expected<ReminderId> record_reminder(Ledger& ledger, const DunningPolicy& policy,
                                     const DunningLetter& letter, const ReminderBooking& booking,
                                     std::int64_t recorded_at_us);
/// Keeps all letters or, if one is refused, none: every refusal is told. A fee's number may be
/// stated for one letter alone.
Expected<std::vector<ReminderId>> record_reminders(Ledger& ledger, const DunningPolicy& policy,
                                                   std::span<const DunningLetter> letters,
                                                   const ReminderBooking& booking,
                                                   std::int64_t recorded_at_us);

}  // namespace o2c::inline v1

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/receivable/aging.hpp"
#include "o2c/receivable/aging_buckets.hpp"
#include "o2c/receivable/document.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What moves the balance of a party. That a credit is applied to a debit of its own currency does
/// not.
enum class MovementKind : std::uint8_t {
  document,    ///< A document was posted.
  adjustment,  ///< Part of a debit was closed without money.
  conversion   ///< A credit was applied to a debit in another currency: it leaves the one account
               ///< and counts in the other.
};

std::string to_string(MovementKind kind);
/// Reads what to_string writes. Throws ParseError.
MovementKind parse_movement_kind(std::string_view text);

/// What was applied to a debit. It does not move the balance; the credit itself did.
struct StatementApplication {
  ApplicationId id;
  DocumentId credit;
  DocumentKind kind;         ///< Of the credit.
  std::string number;        ///< Of the credit.
  std::int32_t installment;  ///< Of the debit, from 1; 0: it has none.
  Date date;
  Date posted;
  Money amount;  ///< In the debit's currency; of a reversal negative.

  friend bool operator==(const StatementApplication&, const StatementApplication&) = default;
};

struct StatementMovement {
  MovementKind kind;
  DocumentId document;  ///< Which was posted, adjusted or converted.
  DocumentKind document_kind;
  std::string number;        ///< Of the document.
  std::int32_t installment;  ///< That was adjusted or converted, from 1; 0: the document.
  Date date;
  Date posted;
  std::int64_t recorded_at_us;
  std::optional<ApplicationId> application;  ///< Of an adjustment or conversion.
  std::optional<AdjustmentKind> adjustment;
  std::optional<ApplicationId> reverses;  ///< What it takes back, in whole or in part.
  Money debit;                            ///< What the party owes more by it, or zero.
  Money credit;                           ///< What it owes less, or zero.
  Money balance;                          ///< After it.
  /// Of a debit that was posted: all that was applied to it by the end of the period.
  std::vector<StatementApplication> applications{};

  friend bool operator==(const StatementMovement&, const StatementMovement&) = default;
};

/// The account of a party in one currency: opening + debits - credits = closing.
struct StatementAccount {
  Currency currency;
  Money opening;  ///< All that was posted before the period.
  std::vector<StatementMovement> movements;
  Money debits;   ///< Sum of the movements'.
  Money credits;  ///< Sum of the movements'.
  Money closing;

  friend bool operator==(const StatementAccount&, const StatementAccount&) = default;
};

/// The running statement of a party (对账单).
struct PartyStatement {
  std::string party;
  Date from;
  Date to;
  std::int64_t known_at_us;
  /// Sorted by currency; those that had neither a balance nor a movement are left out.
  std::vector<StatementAccount> accounts;
  AgingReport aging;  ///< Of what is open at the end of the period: a row for each currency.

  /// The foot of an account (帐龄): the row of its currency, zeros where nothing is open. Its total
  /// less its deposits is the closing balance.
  [[nodiscard]] AgingRow foot(const StatementAccount& account) const;
  /// How the closing balance follows from what is open, item by item.
  [[nodiscard]] Derivation explain_foot(const StatementAccount& account) const;
  /// How the closing balance of an account follows from its opening balance and its movements.
  [[nodiscard]] Derivation explain(const StatementAccount& account) const;

  friend bool operator==(const PartyStatement&, const PartyStatement&) = default;
};

/// What moved the balance of a party from a day to a day, both included, as it was known at a
/// moment (microseconds since 1970, UTC). Movements stand in the order in which they were posted;
/// those of one day, in which they were recorded. Each account closes with
/// ledger.balance(party, AsOf(to, known_at_us)), and what is open then is aged by `buckets`. Throws
/// InvalidArgument for a period that ends before it begins, and for a party that nothing was posted
/// for; Overflow.
PartyStatement statement(const Ledger& ledger, std::string_view party, Date from, Date to,
                         std::int64_t known_at_us = AsOf::now,
                         const AgingBuckets& buckets = AgingBuckets());

/// A table of each account for the terminal, and below it its aging. What was applied to a debit
/// stands indented below it, in a column of its own.
std::string to_string(const PartyStatement& statement);

}  // namespace o2c::inline v1

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/receivable/credit_limit.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/promises.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What the order of a worklist may go by; more comes first.
enum class WorklistMeasure : std::uint8_t {
  broken_promises,  ///< How many of the party, also in part.
  limit_used,       ///< The share of its credit limit; 0 where none is known.
  days_overdue,     ///< Of its oldest item.
  overdue           ///< What is overdue, converted if that is asked for.
};

/// "broken_promises", "limit_used", ...
std::string to_string(WorklistMeasure measure);
/// Reads what to_string writes. Throws ParseError.
WorklistMeasure parse_worklist_measure(std::string_view text);

/// A key of the order. With weights a row's score is the exact sum of weight × measure, and rows go
/// by their scores; without, by the first key, of equals by the next.
struct WorklistKey {
  WorklistMeasure measure;
  std::optional<Decimal> weight{};

  friend bool operator==(const WorklistKey&, const WorklistKey&) = default;
};

/// How amounts of several currencies are compared: each is converted as of the day, and rounded.
struct WorklistConversion {
  ExchangeTable rates;
  Currency to;
  Rounding rounding = Rounding::half_up;

  friend bool operator==(const WorklistConversion&, const WorklistConversion&) = default;
};

struct WorklistOptions {
  /// All of them have weights, or none; each measure once.
  std::vector<WorklistKey> order{{WorklistMeasure::broken_promises},
                                 {WorklistMeasure::limit_used},
                                 {WorklistMeasure::days_overdue},
                                 {WorklistMeasure::overdue}};
  /// What limits say to their parties, as of the day: the total of the limit that covers a party
  /// gives the share that is used of it.
  std::vector<CreditAnswer> credit{};
  /// With it there is one list; without, one for each currency, whose amounts do not compare.
  std::optional<WorklistConversion> conversion{};
};

/// An overdue item of a worklist.
struct OverdueItem {
  std::string number;
  std::int32_t installment;  ///< From 1; 0: the document has none.
  Date due_date;
  Money open;

  friend bool operator==(const OverdueItem&, const OverdueItem&) = default;
};

/// The share of a credit limit that is used.
struct LimitShare {
  Money used;
  Money limit;
  Ratio share;  ///< Of a limit of zero that is used: the highest of the list, at least the whole.

  friend bool operator==(const LimitShare&, const LimitShare&) = default;
};

/// A party that owes overdue amounts in a currency.
struct WorklistRow {
  std::string party;
  Money overdue;   ///< What is open of its overdue items,
  Money disputed;  ///< how much of that is in dispute,
  Money promised;  ///< and what is missing of its promises that are open.
  Money credits;   ///< What the party paid or is credited, and is not applied; deposits apart.
  std::vector<OverdueItem> items;  ///< Those due first in front.
  std::int32_t days_overdue;       ///< Of the oldest.
  std::int32_t level;              ///< The highest at which an item was reminded of; 0: none was.
  std::vector<PromiseStatus> broken;  ///< Its broken promises in the currency, also in part.
  /// That of a limit in the currency; if amounts are converted, else of any that covers the party.
  std::optional<LimitShare> limit;
  Money compared;              ///< What is overdue, in the currency of the order.
  std::optional<Ratio> score;  ///< Only with weights.

  /// Whether nothing would be overdue if its credits were applied.
  [[nodiscard]] bool is_covered() const { return credits >= overdue; }

  friend bool operator==(const WorklistRow&, const WorklistRow&) = default;
};

/// Whom to call first, and why.
struct Worklist {
  Date as_of;
  std::vector<WorklistKey> order;
  std::optional<WorklistConversion> conversion;
  /// In the order; of equals by name. Without a conversion currency by currency. Those that are
  /// covered by their credits come last.
  std::vector<WorklistRow> rows;

  /// How what a row is ordered by came about.
  [[nodiscard]] Derivation explain(const WorklistRow& row) const;

  friend bool operator==(const Worklist&, const Worklist&) = default;
};

/// Who owes overdue amounts as of a day. Fees and interest count like all that is owed. Throws
/// InvalidArgument for an order that is none, MissingRate where a conversion lacks a rate,
/// Overflow, InexactResult (rounding `exact`).
Worklist collection_worklist(const Ledger& ledger, const AsOf& as_of,
                             const WorklistOptions& options = {});

/// A table for the terminal.
std::string to_string(const Worklist& worklist, Language language = Language::en);

}  // namespace o2c::inline v1

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money.hpp"
#include "o2c/receivable/aging_buckets.hpp"
#include "o2c/receivable/aging_line.hpp"
#include "o2c/receivable/open_item.hpp"

namespace o2c::inline v1 {

/// The date that an item's age counts from, if it has one; a credit without a due date ages from
/// its invoice date.
std::optional<Date> find_aging_date(const OpenItem& item, AgingBasis basis);
/// The same; throws InvalidArgument when there is none.
Date aging_date(const OpenItem& item, AgingBasis basis);

/// The columns of an aging of these items: there is one for what is in dispute if any item says how
/// much of it is, and one for unapplied cash and for deposits if any item is such.
AgingLine aging_line(std::span<const OpenItem> open_items, const AgingBuckets& buckets,
                     Credits credits);

/// What of an item is not in dispute, and so stands in the item's own column.
template <Tracer T>
Money undisputed(const OpenItem& item, T& trace) {
  if (!item.disputed || is_zero(*item.disputed)) return item.amount;
  const Money rest = item.amount - *item.disputed;
  constexpr Text in_dispute{"in dispute", "争议金额"};
  trace.step(in_dispute, Operation::given, *item.disputed);
  trace.step(Text{"not in dispute", "无争议金额"}, Operation::difference, rest,
             Operand{Text{"amount", "金额"}, item.amount}, Operand{in_dispute, *item.disputed});
  return rest;
}

/// Position of the column of an aging that an item stands in, less what of it is in dispute: its
/// bucket; or that of the credits, when they stand apart; or that of unapplied cash. Throws
/// InvalidArgument for an item without the date that its age counts from, unless it is zero: that
/// stands in the first bucket.
template <Tracer T>
std::size_t aging_column(const OpenItem& item, Date as_of, const AgingBuckets& buckets,
                         const AgingLine& line, T& trace) {
  const bool unapplied = item.kind == OpenItemKind::unapplied_cash;
  if (unapplied || (sign(item.amount) < 0 && line.has_credits)) {
    if constexpr (T::recording) {
      if (unapplied)
        trace.step(Text{"column", "列"}, Operation::look_up, std::string("unapplied"),
                   Operand{Text{"kind", "类别"}, std::string("cash")});
      else
        trace.step(Text{"column", "列"}, Operation::look_up, std::string("credits"),
                   Operand{Text{"amount", "金额"}, item.amount});
    }
    return (unapplied ? line.unapplied() : line.credits()) - AgingLine::first_bucket;
  }
  if (is_zero(item.amount) && !find_aging_date(item, buckets.basis())) return 0;
  return buckets.bucket(aging_date(item, buckets.basis()), as_of, trace);
}

/// The items of one group and currency.
struct AgingRow {
  std::vector<std::string> keys;
  Currency currency;
  std::vector<Money> columns;      ///< As AgingReport::columns() names them.
  Money total;                     ///< The sum of the columns.
  Money deposits;                  ///< Positive, and outside of the total.
  std::vector<std::size_t> items;  ///< Positions in the list that was aged, ascending.

  friend bool operator==(const AgingRow&, const AgingRow&) = default;
};

/// Figures of an aging in one currency, and how they follow from the items.
struct ConvertedAging {
  std::vector<Money> columns;  ///< As AgingReport::columns() names them.
  Money total;                 ///< The sum of the columns.
  Money deposits;              ///< Positive, and outside of the total.
  Derivation derivation;
};

/// The aging of a list of open items: rows sorted by their keys and then by currency.
class AgingReport {
 public:
  AgingReport(std::vector<OpenItem> open_items, Date as_of, AgingBuckets buckets, Credits credits,
              std::vector<AgingRow> rows);

  [[nodiscard]] const std::vector<OpenItem>& open_items() const noexcept { return items_; }
  [[nodiscard]] Date as_of() const noexcept { return as_of_; }
  [[nodiscard]] const AgingBuckets& buckets() const noexcept { return buckets_; }
  [[nodiscard]] Credits credits() const noexcept { return credits_; }
  [[nodiscard]] const std::vector<AgingRow>& rows() const noexcept { return rows_; }
  /// Names of a row's columns: the buckets' labels, "disputed" if any item says how much of it is,
  /// "credits" if they stand apart, and "unapplied" if any item is unapplied cash.
  [[nodiscard]] std::vector<std::string> columns() const;
  /// Whether any item is a deposit.
  [[nodiscard]] bool has_deposits() const noexcept { return line_.has_deposits; }

  /// How a row's figures follow from its items: the age of each, the sum of each column, the total.
  [[nodiscard]] Derivation explain(const AgingRow&) const;
  /// The same for all rows in one currency: each figure converted as of the day and rounded, then
  /// added up, as AgingTable::converted_to does it. Throws MissingRate, Overflow.
  [[nodiscard]] ConvertedAging converted_to(Currency, const ExchangeTable&, Rounding) const;

  friend bool operator==(const AgingReport&, const AgingReport&) = default;

 private:
  std::vector<OpenItem> items_;
  Date as_of_;
  AgingBuckets buckets_;
  Credits credits_;
  AgingLine line_;
  std::vector<AgingRow> rows_;
};

/// The member of an item to group by, such as &OpenItem::party.
using OpenItemKey = std::string OpenItem::*;

/// Ages a list of open items as of a date (账龄分析). Currencies never mix: each has rows of its
/// own. Throws InvalidArgument, naming every item that lacks the date its age counts from, or of
/// which more is in dispute than is open; Overflow.
AgingReport age(std::vector<OpenItem> open_items, Date as_of,
                const AgingBuckets& buckets = AgingBuckets(),
                const std::vector<OpenItemKey>& group_by = {&OpenItem::party},
                Credits credits = Credits::apart);

/// A table for the terminal: a line for each row, and one for each currency's total.
std::string to_string(const AgingReport&);

}  // namespace o2c::inline v1

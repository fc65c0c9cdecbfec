#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "o2c/close/book.hpp"
#include "o2c/columns/arrow_export.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// A salesperson's day (销售日报), in the home currency.
struct DailyRow {
  std::string salesperson;
  std::int64_t opened = 0;      ///< Orders that were opened,
  std::int64_t contracted = 0;  ///< contracts signed,
  std::int64_t dispatched = 0;  ///< and deliveries that left: shipped, delivered, dispatched.
  Money invoiced;               ///< Before tax.
  Money received;               ///< Payments, tax included.
  Money overdue;                ///< What customers owe beyond its due date, at the day's end.
  std::int64_t actions = 0;     ///< What is due on the day,
  std::int64_t late = 0;        ///< and how much of it was due before.

  friend bool operator==(const DailyRow&, const DailyRow&) = default;
};

/// Something to be done on the day.
struct DailyAction {
  std::string salesperson;
  std::string subject;  ///< The order, or the customer who promised to pay.
  Label what;
  Date due_on;
  std::int32_t days_late = 0;

  friend bool operator==(const DailyAction&, const DailyAction&) = default;
};

struct DailyReport {
  std::string company;
  Currency home;
  Date date;
  std::vector<DailyRow> rows;        ///< By name; only of those with something to tell.
  DailyRow total;                    ///< Of all of them.
  std::vector<DailyAction> actions;  ///< By salesperson, the latest first.

  /// `by_salesperson` and `actions`.
  [[nodiscard]] std::vector<std::pair<std::string, std::shared_ptr<const ArrowTable>>> tables()
      const;
};

/// Orders, dispatch, receipts, what is overdue and what is to be done, on one day, of what was
/// known at a moment (none: all). Whose it is follows the rule of the close. Amounts in other
/// currencies are converted at the day's rates, receipts at the one on their row if there is one;
/// each is rounded once. Throws MissingRate, Overflow, BadTable.
DailyReport daily_report(const Book& book, Date date,
                         std::optional<std::int64_t> known_at_us = std::nullopt,
                         std::size_t threads = 1);

}  // namespace o2c::inline v1

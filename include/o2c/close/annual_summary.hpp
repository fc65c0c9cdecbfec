#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "o2c/close/book.hpp"
#include "o2c/columns/arrow_export.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What a month's close comes to, in the home currency.
struct MonthFigures {
  Period period;  ///< Of the total: the year.
  Money revenue;
  Money cost;
  Money profit;
  Money collected;   ///< Tax included, at the rates of the month's last day.
  Money receivable;  ///< Open at its end, at the same rates; of the year: at the end of the last.
  Money overdue;     ///< How much of it is beyond its due date.
  Money commission;  ///< Payable.
  std::int64_t opened = 0;
  std::int64_t contracted = 0;
  std::int64_t dispatched = 0;
  std::int64_t exceptions = 0;
  bool ties_hold = true;

  friend bool operator==(const MonthFigures&, const MonthFigures&) = default;
};

struct AnnualSummary {
  std::string company;
  Currency home;
  Period year;
  std::vector<MonthFigures> months;
  MonthFigures total;

  /// A row for each month.
  [[nodiscard]] std::shared_ptr<const ArrowTable> table() const;
};

/// A year (年度总结), each month closed as close() closes it: those that had ended by a day. Throws
/// InvalidArgument for a period that is no year, and one of which no month had ended; what close()
/// throws.
AnnualSummary annual_summary(const Book& book, const Period& year, Date as_of,
                             std::size_t threads = 1);

}  // namespace o2c::inline v1

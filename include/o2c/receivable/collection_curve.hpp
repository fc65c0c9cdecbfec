#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/money/scaling.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// Which invoices are followed together.
enum class CollectionCohorts : std::uint8_t {
  all,      ///< All of a currency.
  by_month  ///< Those dated in one month.
};

std::string to_string(CollectionCohorts cohorts);
/// Reads what to_string writes: "all", "by_month". Throws ParseError.
CollectionCohorts parse_collection_cohorts(std::string_view text);

struct CollectionOptions {
  CollectionCohorts cohorts = CollectionCohorts::by_month;
  std::optional<Date> from{};  ///< Invoices dated from this day on,
  std::optional<Date> to{};    ///< up to this day, included.
  std::optional<std::string> party{};
};

struct CollectionPoint {
  std::int32_t days;  ///< After the date of the invoice; [0, ...]
  Money collected;    ///< By then, of all invoices together.

  friend bool operator==(const CollectionPoint&, const CollectionPoint&) = default;
};

/// How much of the invoices of a cohort was collected, by the days after their dates (回款曲线).
struct CollectionCurve {
  std::optional<Period> month;  ///< None: all.
  Currency currency;
  std::int64_t invoices;       ///< How many.
  Money invoiced;              ///< Their amounts, tax included.
  std::int32_t observed_days;  ///< The youngest invoice is that old: up to here the curve is whole.
  /// Where it changes, days ascending. Reversals take away: the curve may fall.
  std::vector<CollectionPoint> points;

  /// What part of the amount invoiced was collected by a point of the curve.
  [[nodiscard]] Ratio share(const CollectionPoint& point) const {
    return ratio(point.collected, invoiced);
  }

  friend bool operator==(const CollectionCurve&, const CollectionCurve&) = default;
};

/// The curves of the invoices that hold on a day, from the payments (receipts, deposits and bills)
/// applied to them by then: by month, then by currency. What is applied counts on the day of the
/// application, and no earlier than on that of its invoice. Credit notes, discounts and write-offs
/// collect nothing. Throws InvalidArgument for a party that nothing was posted for; Overflow.
std::vector<CollectionCurve> collection_curves(const Ledger& ledger, const AsOf& as_of,
                                               const CollectionOptions& options = {});

}  // namespace o2c::inline v1

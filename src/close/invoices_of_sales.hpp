#pragma once

// Invoices and notes, which have revenue. Private to src/close.

#include <cstddef>
#include <string_view>
#include <unordered_set>

#include "o2c/money/currency.hpp"
#include "o2c/number/ratio.hpp"

#include "close_view.hpp"
#include "home_rates.hpp"

namespace o2c::inline v1 {

/// Rows of the table `invoices` that have revenue: interest, refunds, returned payments and costs
/// of collection, and what takes these back, have none.
class RevenueRows {
 public:
  explicit RevenueRows(const BookRows& invoices);

  [[nodiscard]] bool has_revenue(std::size_t row) const;

 private:
  const BookRows* rows_;
  std::size_t kind_;
  std::size_t refers_to_;
  std::unordered_set<std::string_view> costs_;  // Numbers of those that charge costs of collection.
};

class SalesInvoices {
 public:
  explicit SalesInvoices(const CloseView& view);

  /// Whether a row has revenue, and is posted within the view's days.
  [[nodiscard]] bool is_posted_within(std::size_t invoice) const;
  /// Home currency for one of the other: the invoice's own rate, else that of its day. Throws
  /// MissingRate.
  [[nodiscard]] Ratio rate(std::size_t invoice, const Currency& currency) const;

 private:
  const CloseView* view_;
  const BookRows* rows_;
  RevenueRows revenue_;
  std::size_t date_;
  std::size_t recorded_;
  std::size_t currency_;
  std::size_t rate_;
  HomeRates rates_;
};

}  // namespace o2c::inline v1

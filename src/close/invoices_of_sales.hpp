#pragma once

// Invoices and notes, which have revenue, by their numbers. Private to src/close.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "o2c/money/currency.hpp"
#include "o2c/number/ratio.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// Whether a row of the table `invoices` has revenue: interest, refunds and returned payments have
/// none.
bool has_revenue(std::string_view kind);

class SalesInvoices {
 public:
  explicit SalesInvoices(const CloseView& view);

  /// Its row, whenever it is posted.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view document) const {
    return by_number_.find(document);
  }
  /// The row of an invoice that is posted within the view's days; nothing for others.
  [[nodiscard]] std::optional<std::uint32_t> posted_within(std::string_view document) const;
  /// Home currency for one of the other: the invoice's own rate, else that of its day. Throws
  /// MissingRate.
  [[nodiscard]] Ratio rate(std::uint32_t invoice, const Currency& currency) const;

 private:
  const CloseView* view_;
  const BookRows* rows_;
  RowsByText by_number_;
  std::size_t kind_;
  std::size_t date_;
  std::size_t recorded_;
  std::size_t currency_;
  std::size_t rate_;
};

}  // namespace o2c::inline v1

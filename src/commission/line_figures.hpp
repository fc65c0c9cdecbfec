#pragma once

// What lines of a table had, by which what they earn can be told. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/sales_line.hpp"
#include "o2c/commission/settle.hpp"

#include "line_exchanges.hpp"
#include "line_reader.hpp"
#include "short_numbers.hpp"

namespace o2c::inline v1 {

/// Kept where a line's base is not just its net, and of what modifiers and tiers look at in single
/// lines: for those who ask how a commission came about.
class LineFigures {
 public:
  LineFigures() = default;
  /// Room for all lines of the table, if the plan has more than nets to tell of.
  explicit LineFigures(const LineTable& lines);

  /// Whether what bases are made of is.
  [[nodiscard]] bool are_kept() const noexcept { return nets_.are_kept(); }
  /// Copies a block's figures, in the lines' own currencies.
  void put(const LineBlock& block, std::size_t first);

  /// The line as far as its base, its modifiers and its margin's tier are looked at. `base`: that
  /// of the row, which is its net where none are kept.
  [[nodiscard]] SalesLine line(const Plan& plan, std::size_t row, Money base) const;
  [[nodiscard]] std::optional<LineExchange> exchange(std::size_t row) const;
  /// By currency and day.
  [[nodiscard]] std::vector<CurrencyExchange> exchanges() const;
  /// Those of the rows that are wanted, of so many.
  template <class Wanted>
  [[nodiscard]] std::vector<CurrencyExchange> exchanges_of(std::size_t rows,
                                                           const Wanted& is_wanted) const {
    if (exchanges_ == nullptr) return {};
    std::vector<bool> used(exchanges_->count() + 1, false);
    for (std::size_t row = 0; row < rows; ++row)
      if (exchange_of_row_[row] != 0 && is_wanted(row)) used[exchange_of_row_[row]] = true;
    return exchanges_->of(used);
  }

 private:
  // Each empty where nobody tells of it.
  ShortNumbers<std::int32_t> nets_;
  std::vector<ShortNumbers<std::int32_t>> base_parts_;  // As of the table.
  ShortNumbers<std::int32_t> costs_;
  ShortNumbers<std::int32_t> quantities_;
  ShortNumbers<std::int32_t> list_prices_;
  ShortNumbers<std::int16_t> days_overdue_;
  PageArray<std::uint32_t> exchange_of_row_;
  std::shared_ptr<const LineExchanges> exchanges_;  // Empty: all are in the plan's currency.
  int digits_of_quantity_ = 0;
  int digits_of_list_price_ = 0;
};

}  // namespace o2c::inline v1

#pragma once

// What the bases of a table's lines are made of. Private to src/commission.

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

namespace o2c::inline v1 {

/// Kept where a line's base is not just its net: for those who ask how it came about.
class LineFigures {
 public:
  LineFigures() = default;
  /// Room for all lines of the table, if the plan has more than nets to tell of.
  explicit LineFigures(const LineTable& lines);

  [[nodiscard]] bool are_kept() const noexcept { return nets_.size() > 0; }
  /// Copies a block's figures, in the lines' own currencies.
  void put(const LineBlock& block, std::size_t first);

  /// The line as far as its base is looked at.
  [[nodiscard]] SalesLine line(const Plan& plan, std::size_t row) const;
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
  PageArray<std::int64_t> nets_;
  std::vector<PageArray<std::int64_t>> amounts_;  // As of a block.
  PageArray<std::uint32_t> exchange_of_row_;
  std::shared_ptr<const LineExchanges> exchanges_;  // Empty: all are in the plan's currency.
  bool has_costs_ = false;
};

}  // namespace o2c::inline v1

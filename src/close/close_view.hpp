#pragma once

// What the parts of a close look at. Private to src/close.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "o2c/close/book.hpp"
#include "o2c/close/closed_months.hpp"
#include "o2c/receivable/cash_hand_in.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// Rows of a table by a text that no two of them share.
class RowsByText {
 public:
  RowsByText(const BookRows& rows, std::string_view column);

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const {
    const auto found = rows_.find(text);
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> rows_;
};

/// The table closed_periods. Throws InvalidArgument.
ClosedMonths closed_months(const Book& book);
/// Throws BadTable, listing what the ledger refuses.
Ledger ledger_of(const Book& book, const ClosedMonths& months);

struct CloseView {
  /// The days from one to another; what was known, as CloseOptions say of the last one's month.
  CloseView(const Book& its_book, Date its_first, Date its_last,
            std::optional<std::int64_t> its_known_at_us, std::size_t its_threads);

  [[nodiscard]] Date first() const noexcept { return first_day; }
  [[nodiscard]] Date last() const noexcept { return last_day; }
  [[nodiscard]] bool is_within(Date date) const { return date >= first() && date <= last(); }
  [[nodiscard]] AsOf as_of() const { return {last(), known_at_us}; }
  /// When a row's fact is posted; nothing if it was not known.
  [[nodiscard]] std::optional<Date> posted(const BookRows& rows, std::size_t date_column,
                                           std::size_t recorded_column, std::size_t row) const;

  std::reference_wrapper<const Book> book;
  Date first_day;
  Date last_day;
  Period period;  ///< The month of the last day.
  std::int64_t known_at_us;
  std::size_t threads;
  ClosedMonths months;
  RowsByText orders;
  RowsByText people;
  RowsByText parties;
  Ledger ledger;
  CashHandIn cash;  ///< As of the last day.
};

}  // namespace o2c::inline v1

#pragma once

// What the parts of a close look at. Private to src/close.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/close/book.hpp"
#include "o2c/close/closed_months.hpp"
#include "o2c/columns/hash.hpp"
#include "o2c/columns/text_slots.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/cash_hand_in.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/period.hpp"

#include "successors.hpp"

namespace o2c::inline v1 {

/// Rows of a table by a text; of those that share one the first.
class RowsByText {
 public:
  static constexpr std::uint32_t none = TextSlots::unknown;

  RowsByText(const BookRows& rows, std::string_view column)
      : RowsByText(rows, column, [](std::size_t) { return true; }) {}
  /// Of the rows that `takes(row)`.
  template <class Takes>
  RowsByText(const BookRows& rows, std::string_view column, const Takes& takes)
      : slots_(rows.rows() + 1) {
    const std::size_t at = rows.column(column);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const std::string_view text = rows.text(at, row);
      if (!text.empty() && takes(row))
        slots_.add(text, detail::hash_text(text), static_cast<std::uint32_t>(row));
    }
  }

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const {
    const std::uint32_t row = slots_.find(text, detail::hash_text(text));
    if (row == none) return std::nullopt;
    return row;
  }
  /// Of many texts at once: their rows, or `none`.
  void find(std::span<const std::string_view> texts, std::span<std::uint32_t> rows) const {
    slots_.find(texts, rows);
  }

 private:
  TextSlots slots_;
};

/// The table closed_periods. Throws InvalidArgument.
ClosedMonths closed_months(const Book& book);
/// Throws BadTable, listing what the ledger refuses.
Ledger ledger_of(const Book& book, const ClosedMonths& months);

/// The days that are closed, and what of a book is known.
struct CloseDays {
  /// The days from one to another; what was known, as CloseOptions say of the last one's month.
  CloseDays(const Book& its_book, Date its_first, Date its_last,
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
  ClosedMonths months;
  std::int64_t known_at_us;
  std::size_t threads;
  Successors successors;
};

/// What is wrong with cash that was taken and handed in, as far as it is known by the last day.
std::vector<Fault> cash_faults(const CloseDays& days);

/// The day of a fact, and from when on it counts.
struct FactDay {
  Date on;
  Date posted;
};

/// Those of each hand-in, by its number in the cash of these days.
std::vector<FactDay> hand_in_days(const CloseDays& days);

struct CloseView : CloseDays {
  explicit CloseView(const CloseDays& days);

  RowsByText orders;
  RowsByText parties;
  Ledger ledger;
  CashHandIn cash;  ///< As of the last day.
};

}  // namespace o2c::inline v1

#pragma once

// Lines as they are credited to people. Private to src/commission.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <ranges>
#include <span>
#include <tuple>

#include "o2c/columns/page_array.hpp"

#include "rule_curve.hpp"

namespace o2c::inline v1 {

/// Each row of a table is a line: that of the only person who is credited with it, or of the first.
/// After all rows come the lines of the others who share one, by row. Rows with a day that is no
/// day of the settlement do not count.
struct CreditedLines {
  static constexpr std::uint16_t outside = std::numeric_limits<std::uint16_t>::max();
  static constexpr std::uint16_t pending = outside - 1;      ///< Not earned yet.
  static constexpr std::uint16_t earlier = outside - 2;      ///< Before the period, and not paid.
  static constexpr std::uint16_t not_counted = outside - 3;  ///< Of the period, but not paid.

  /// What of a row is credited to somebody but the first.
  struct Further {
    std::int64_t base;
    std::int64_t quantity;
    std::uint32_t row;
    std::uint32_t person;
  };

  [[nodiscard]] std::size_t count() const noexcept { return rows + further.size(); }
  [[nodiscard]] std::size_t row_of(std::size_t line) const noexcept {
    return line < rows ? line : further[line - rows].row;
  }
  [[nodiscard]] std::uint32_t person(std::size_t line) const noexcept {
    return line < rows ? people[line] : further[line - rows].person;
  }
  [[nodiscard]] std::int64_t base(std::size_t line) const noexcept {
    return line < rows ? bases[line] : further[line - rows].base;
  }
  /// Of lines whose rows are known: what goes by rows need not ask which lines are theirs. Copies
  /// of the pointers, for loops that write what might be them.
  struct OfRows {
    [[nodiscard]] std::uint32_t person(std::size_t line, std::size_t row) const noexcept {
      return line == row ? people[row] : further[line - rows].person;
    }
    [[nodiscard]] std::int64_t base(std::size_t line, std::size_t row) const noexcept {
      return line == row ? bases[row] : further[line - rows].base;
    }

    const std::int64_t* bases;
    const std::uint32_t* people;
    const Further* further;
    std::size_t rows;
  };
  [[nodiscard]] OfRows of_rows() const noexcept {
    return {bases.data(), people.data(), further.data(), rows};
  }
  [[nodiscard]] std::int64_t quantity(std::size_t line) const noexcept {
    if (quantities.size() == 0) return 0;
    return line < rows ? quantities[line] : further[line - rows].quantity;
  }
  [[nodiscard]] std::uint16_t day(std::size_t line) const noexcept { return days[row_of(line)]; }
  /// With LineWays::takes_back, if the line does.
  [[nodiscard]] std::uint32_t way(std::size_t line) const noexcept {
    return ways.size() == 0 ? 0 : ways[row_of(line)];
  }
  [[nodiscard]] bool counts(std::size_t line) const noexcept { return day(line) < not_counted; }
  [[nodiscard]] WholeLine whole(std::size_t line) const noexcept {
    return {.base = base(line), .quantity = quantity(line), .way = way(line)};
  }
  /// By day, then row, then person as the row has them: the order in which lines count.
  [[nodiscard]] std::tuple<std::uint16_t, std::size_t, std::size_t> order(
      std::size_t line) const noexcept {
    return {day(line), row_of(line), line};
  }

  /// Calls `use(line, row)` for the lines of the rows from `row` to `end`, row by row. Flattened,
  /// as a call for each line would take as long as what is done with it.
  template <class Use>
  [[gnu::flatten]] void for_lines(std::size_t row, std::size_t end, Use use) const {
    std::size_t next = first_further(row);
    while (row < end) {
      const std::size_t shared =
          next < further.size() ? std::min<std::size_t>(end, further[next].row + 1) : end;
      for (; row < shared; ++row) use(row, row);
      for (; next < further.size() && further[next].row < row; ++next)
        use(rows + next, std::size_t{further[next].row});
    }
  }
  /// The position among `further` of the first that is of the row or a later one.
  [[nodiscard]] std::size_t first_further(std::size_t row) const noexcept {
    const std::span<const Further> all(further.data(), further.size());
    return static_cast<std::size_t>(std::ranges::lower_bound(all, row, {}, &Further::row) -
                                    all.begin());
  }

  std::size_t rows = 0;
  unsigned base_bits = 64;  ///< Of the widest base, with its sign.
  PageArray<std::int64_t> bases{};
  PageArray<std::uint32_t> people{};
  PageArray<std::uint16_t> days{};       ///< Since the settlement's first.
  PageArray<std::uint32_t> ways{};       ///< Empty: the plan has only one.
  PageArray<std::int64_t> quantities{};  ///< Empty: none counts them.
  PageArray<Further> further{};          ///< By row.
};

}  // namespace o2c::inline v1

#pragma once

// Sums of groups by period, and how they become a table. Private to src/receivable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/receivable/period_measures.hpp"

namespace o2c::inline v1 {

/// The day of what is never due.
inline constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::max() - 1;

/// Of which period a day is.
class PeriodDays {
 public:
  /// Throws InvalidArgument unless the periods are consecutive.
  explicit PeriodDays(std::span<const Period> periods);

  /// From 1; 0: before the first; periods + 1: after the last.
  [[nodiscard]] std::uint32_t index(std::int32_t day) const noexcept {
    return of_day_[static_cast<std::size_t>(
        std::clamp<std::int64_t>(std::int64_t{day} - first_ + 1, 0, last_))];
  }
  [[nodiscard]] std::size_t lines() const noexcept { return lines_; }

 private:
  std::int32_t first_;
  std::int64_t last_;
  std::size_t lines_;
  std::vector<std::uint32_t> of_day_;  // From the day before the first to that after the last.
};

/// A debit, as far as periods go.
struct DebitDates {
  std::uint32_t group;
  std::int32_t date;
  std::int32_t due;  ///< Or no_day.
};

/// The sums of a group in a period.
struct PeriodSums {
  Int128 sales = 0;
  std::int64_t invoices = 0;
  Int128 overdue = 0;  ///< That began to be, less what no longer is.
  Int128 paid = 0;
  Int128 amount_days = 0;
  Int128 late_days = 0;
  Int128 let_go = 0;  ///< Settled, but not paid.

  friend bool operator==(const PeriodSums&, const PeriodSums&) = default;
};

/// A figure that is shown. Throws Overflow unless 64 bits hold it.
std::int64_t narrowed(Int128 minor);

/// One thread's sums, which share no cache line with another's: for each group those of what comes
/// before the periods, of each of them, and of what comes after. What is added together lies
/// together, and apart from the rest, so that more of it stays in the cache; so do the groups of a
/// period, as rows tend to be in the order of their dates.
class alignas(64) PeriodLines {
 public:
  explicit PeriodLines(const PeriodDays& days) : days_(&days) {}

  /// Makes room for the sums of so many groups, at least doubling it.
  void reserve(std::size_t groups);

  /// Where amounts are added.
  struct Cells {
    std::size_t period;   ///< Of what happens in a period,
    std::size_t overdue;  ///< and from which on something begins to be overdue, or no longer is.
  };
  /// Those of a debit.
  [[nodiscard]] Cells cells(const DebitDates& debit) const noexcept {
    return {cell(debit.group, days_->index(debit.date)), cell(debit.group, overdue_from(debit))};
  }
  /// Those of what settles part of a debit from a day on.
  [[nodiscard]] Cells cells(const DebitDates& debit, std::int32_t from) const noexcept {
    const std::uint32_t period = days_->index(from);
    return {cell(debit.group, period), cell(debit.group, std::max(period, overdue_from(debit)))};
  }
  void prefetch_debit(const Cells& at) const noexcept {
    __builtin_prefetch(&sold_[at.period], 1);
    __builtin_prefetch(&overdue_[at.overdue], 1);
  }
  void prefetch_payment(const Cells& at) const noexcept {
    __builtin_prefetch(&settled_[at.period], 1);
    __builtin_prefetch(&overdue_[at.overdue], 1);
  }

  void add_debit(const Cells& at, std::int64_t minor) {
    Sold& sold = sold_[at.period];
    add(Figure::sales, at.period, sold.sales, minor);
    sold.invoices += 1;
    add(Figure::overdue, at.overdue, overdue_[at.overdue], minor);
  }
  void add_debit(const DebitDates& debit, std::int64_t minor) { add_debit(cells(debit), minor); }
  /// What settles part of a debit from a day on, but for payments.
  void let_go(const DebitDates& debit, std::int32_t from, std::int64_t minor) {
    const Cells at = cells(debit, from);
    add(Figure::let_go, at.period, settled_[at.period].let_go, minor);
    take(Figure::overdue, at.overdue, overdue_[at.overdue], minor);
  }
  /// The same by a payment, so many days after the invoice.
  void pay(const Cells& at, std::int32_t days, std::int32_t late, std::int64_t minor) {
    Settled& settled = settled_[at.period];
    add(Figure::paid, at.period, settled.paid, minor);
    add(Figure::amount_days, at.period, settled.amount_days, Int128{minor} * days);
    add(Figure::late_days, at.period, settled.late_days, Int128{minor} * late);
    take(Figure::overdue, at.overdue, overdue_[at.overdue], minor);
  }
  void pay(const DebitDates& debit, std::int32_t from, std::int32_t days, std::int32_t late,
           std::int64_t minor) {
    pay(cells(debit, from), days, late, minor);
  }
  /// What of a group is overdue from a day on becomes more, or less.
  void add_overdue(std::uint32_t group, std::int32_t from, std::int64_t minor) {
    const std::size_t at = cell(group, days_->index(from));
    add(Figure::overdue, at, overdue_[at], minor);
  }
  /// Adds the sums of another group.
  void add_lines(std::uint32_t group, const PeriodLines& other, std::uint32_t of);

  /// Of a period from 1; 0: before the first; periods + 1: after the last.
  [[nodiscard]] PeriodSums sums(std::size_t group, std::size_t period) const {
    const std::size_t at = cell(group, period);
    const Settled& settled = settled_[at];
    return {.sales = exact(Figure::sales, at, sold_[at].sales),
            .invoices = sold_[at].invoices,
            .overdue = exact(Figure::overdue, at, overdue_[at]),
            .paid = exact(Figure::paid, at, settled.paid),
            .amount_days = exact(Figure::amount_days, at, settled.amount_days),
            .late_days = exact(Figure::late_days, at, settled.late_days),
            .let_go = exact(Figure::let_go, at, settled.let_go)};
  }
  /// Whether a group has nothing in the first so many lines: that before the periods, and then
  /// theirs.
  [[nodiscard]] bool is_empty(std::size_t group, std::size_t lines) const;

 private:
  enum class Figure : std::uint8_t { sales, overdue, paid, amount_days, late_days, let_go };
  struct Sold {
    std::int64_t sales;
    std::int64_t invoices;
  };
  struct Settled {
    std::int64_t paid;
    std::int64_t amount_days;
    std::int64_t late_days;
    std::int64_t let_go;
  };

  [[nodiscard]] std::size_t cell(std::size_t group, std::size_t period) const noexcept {
    return period * groups_ + group;
  }
  // An item is overdue from the day after its due date on, but not before it is there.
  [[nodiscard]] std::uint32_t overdue_from(const DebitDates& debit) const noexcept {
    return days_->index(std::max(debit.date, debit.due + 1));
  }

  // Rows in any order may leave 64 bits on the way to a sum that fits; those of a table fit in 128.
  template <class Amount>
  void add(Figure figure, std::size_t at, std::int64_t& sum, Amount amount) {
    const std::int64_t before = sum;
    if (__builtin_add_overflow(before, amount, &sum)) [[unlikely]]
      carry(figure, at, Int128{before} + amount - sum);
  }
  void take(Figure figure, std::size_t at, std::int64_t& sum, std::int64_t amount) {
    const std::int64_t before = sum;
    if (__builtin_sub_overflow(before, amount, &sum)) [[unlikely]]
      carry(figure, at, Int128{before} - amount - sum);
  }
  void carry(Figure figure, std::size_t at, Int128 amount);
  [[nodiscard]] Int128 exact(Figure figure, std::size_t at, std::int64_t sum) const {
    if (beyond_.empty()) return sum;
    const auto found = beyond_.find({figure, at});
    return found == beyond_.end() ? sum : sum + found->second;
  }

  const PeriodDays* days_;
  std::size_t groups_ = 0;  // For which there is room.
  PageArray<Sold> sold_;
  PageArray<std::int64_t> overdue_;
  PageArray<Settled> settled_;
  // What went beyond the 64 bits of a sum, which few ever leave: a multiple of 2^64.
  std::map<std::pair<Figure, std::size_t>, Int128> beyond_;
};

/// Makes the table of the groups that have anything in or before the periods.
class MeasuresTableBuilder {
 public:
  struct Group {
    std::uint32_t code;  ///< Of its lines.
    std::vector<KeyValue> keys;
    Currency currency;
  };

  MeasuresTableBuilder(std::span<const Period> periods, const MeasureOptions& options,
                       std::vector<KeyColumn> keys);
  /// Throws Overflow.
  MeasuresTable build(std::vector<Group> groups, const PeriodLines& lines) const;

 private:
  std::vector<Period> periods_;
  std::optional<std::int32_t> days_in_period_;
  std::vector<KeyColumn> keys_;  // Empty columns.
};

}  // namespace o2c::inline v1

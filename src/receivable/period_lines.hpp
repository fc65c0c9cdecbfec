#pragma once

// Sums of groups by period, and how they become a table. Private to src/receivable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "o2c/columns/page_array.hpp"
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

/// One thread's sums, which share no cache line with another's: for each group a line of cells for
/// what comes before the periods, for each of them, and for what comes after.
class alignas(64) PeriodLines {
 public:
  enum Cell : std::uint8_t { sales, settled, overdue, paid, amount_days, late_days, invoices };
  static constexpr std::size_t stride = 8;

  explicit PeriodLines(const PeriodDays& days) : days_(&days) {}

  void reserve(std::size_t groups) { cells_.grow_to(groups * days_->lines() * stride); }
  [[nodiscard]] std::size_t groups() const noexcept {
    return cells_.size() / (days_->lines() * stride);
  }

  void add_debit(const DebitDates& debit, std::int64_t minor) {
    std::int64_t* line = this->line(debit.group, days_->index(debit.date));
    add(line[sales], minor);
    line[invoices] += 1;
    add(this->line(debit.group, overdue_from(debit))[overdue], minor);
  }
  /// What settles part of a debit from a day on.
  void settle(const DebitDates& debit, std::int32_t from, std::int64_t minor) {
    const std::uint32_t period = days_->index(from);
    add(line(debit.group, period)[settled], minor);
    add(line(debit.group, std::max(period, overdue_from(debit)))[overdue], -minor);
  }
  /// The same by a payment, so many days after the invoice.
  void pay(const DebitDates& debit, std::int32_t from, std::int32_t days, std::int32_t late,
           std::int64_t minor) {
    settle(debit, from, minor);
    std::int64_t* line = this->line(debit.group, days_->index(from));
    add(line[paid], minor);
    add_product(line[amount_days], minor, days);
    add_product(line[late_days], minor, late);
  }
  /// What of a group is overdue from a day on becomes more, or less.
  void add_overdue(std::uint32_t group, std::int32_t from, std::int64_t minor) {
    add(line(group, days_->index(from))[overdue], minor);
  }
  /// Fetches what one of these, of a day, is about to add to.
  void prefetch(const DebitDates& debit, std::int32_t day) const noexcept {
    const std::uint32_t period = days_->index(day);
    __builtin_prefetch(line(debit.group, period), 1);
    __builtin_prefetch(line(debit.group, std::max(period, overdue_from(debit))), 1);
  }
  /// Adds the sums of another group.
  void add_lines(std::uint32_t group, const PeriodLines& other, std::uint32_t of);
  /// Throws Overflow if any sum has left 64 bits.
  void check() const;

  [[nodiscard]] const std::int64_t* line(std::size_t group) const noexcept {
    return cells_.data() + group * days_->lines() * stride;
  }

 private:
  [[nodiscard]] const std::int64_t* line(std::size_t group, std::size_t period) const noexcept {
    return cells_.data() + (group * days_->lines() + period) * stride;
  }
  [[nodiscard]] std::int64_t* line(std::size_t group, std::size_t period) noexcept {
    return cells_.data() + (group * days_->lines() + period) * stride;
  }
  // An item is overdue from the day after its due date on, but not before it is there.
  [[nodiscard]] std::uint32_t overdue_from(const DebitDates& debit) const noexcept {
    return days_->index(std::max(debit.date, debit.due + 1));
  }
  void add(std::int64_t& sum, std::int64_t amount) {
    overflow_ |= __builtin_add_overflow(sum, amount, &sum);
  }
  void add_product(std::int64_t& sum, std::int64_t minor, std::int32_t days) {
    std::int64_t product = 0;
    overflow_ |= __builtin_mul_overflow(minor, days, &product);
    add(sum, product);
  }

  const PeriodDays* days_;
  PageArray<std::int64_t> cells_;
  bool overflow_ = false;
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

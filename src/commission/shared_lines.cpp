#include "shared_lines.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <ranges>
#include <string>
#include <utility>

#include "o2c/columns/parallel.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "counting_sort.hpp"
#include "order_accounts.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();

std::string in_row(std::size_t row) { return "lines: row " + std::to_string(row) + ": "; }

// The digits of the finest share.
int digits_of_shares(std::span<const CreditSplit> splits) {
  int digits = 0;
  for (const CreditSplit& split : splits)
    for (const CreditShare& share : split.shares())
      digits = std::max(digits, share.share->fraction().scale());
  constexpr int digits_most = 18;
  if (digits > digits_most)
    throw_faults("cannot settle", {{.field = "share",
                                    .value = std::to_string(digits) + " decimals",
                                    .expected = "shares of at most 20 digits, such as 33.33%"}});
  return digits;
}

// CreditSplit::divide() for many lines: shares in whole numbers over a power of ten.
class WholeSplit {
 public:
  WholeSplit(const CreditSplit& split, std::vector<std::uint32_t> people, int digits)
      : split_(&split), people_(std::move(people)) {
    for (const CreditShare& each : split.shares()) {
      const Decimal share = each.share->fraction();
      shares_.push_back(static_cast<std::int64_t>(share.coefficient() *
                                                  detail::power_of_ten(digits - share.scale())));
    }
  }

  [[nodiscard]] const std::vector<std::uint32_t>& people() const noexcept { return people_; }
  /// Of one, which is the power of ten.
  [[nodiscard]] const std::vector<std::int64_t>& shares() const noexcept { return shares_; }

  /// The parts of a base, in the order of the people.
  void divide(std::int64_t base, const Plan& plan, const RoundedDivision& by_one, std::int64_t one,
              std::span<std::int64_t> parts) const {
    const Rounding rounding = plan.terms().rounding;
    if (rounding == Rounding::exact) return divide_exactly(base, plan, parts);
    std::int64_t left = base;
    for (std::size_t i = 0; i < shares_.size(); ++i) {
      if (i == split_->takes_rest()) continue;
      const Int128 share = static_cast<Int128>(shares_[i]) * base;
      const std::int64_t part = share >= 0 && share <= int64_max - one
                                    ? by_one(static_cast<std::int64_t>(share))
                                    : static_cast<std::int64_t>(o2c::divide(share, one, rounding));
      parts[i] = base < 0 ? std::max(part, left) : std::min(part, left);
      left -= parts[i];
    }
    parts[split_->takes_rest()] = left;
  }

 private:
  // With what it says of shares that are not whole.
  void divide_exactly(std::int64_t base, const Plan& plan, std::span<std::int64_t> parts) const {
    const std::vector<Money> of =
        split_->divide(Money::from_minor(base, plan.currency()), plan.terms().rounding);
    std::ranges::transform(of, parts.begin(), &Money::minor);
  }

  const CreditSplit* split_;
  std::vector<std::uint32_t> people_;
  std::vector<std::int64_t> shares_;
};

// Quantities get the digits of the shares.
void scale_quantities(CreditedLines& lines, std::int64_t one, std::size_t threads) {
  run_threads(threads, [&](std::size_t t) {
    const std::size_t end = lines.rows * (t + 1) / threads;
    for (std::size_t row = lines.rows * t / threads; row < end; ++row)
      if (lines.counts(row) &&
          __builtin_mul_overflow(lines.quantities[row], one, &lines.quantities[row]))
        throw Overflow(in_row(row) + "the quantity of a shared line");
  });
}

// Calls `use(position, row)` for a thread's part of the rows that are shared, whose lines are
// fetched ahead.
template <class Use>
void for_rows(std::span<const AssignedRow> rows, std::size_t thread, std::size_t threads,
              const CreditedLines& lines, Use use) {
  constexpr std::size_t rows_ahead = 16;
  for (std::size_t i = rows.size() * thread / threads; i < rows.size() * (thread + 1) / threads;
       ++i) {
    const AssignedRow& ahead = rows[std::min(i + rows_ahead, rows.size() - 1)];
    __builtin_prefetch(&lines.bases[ahead.row], 1);
    __builtin_prefetch(&lines.people[ahead.row], 1);
    use(i, rows[i]);
  }
}

// Running sums of the lines that are shared alike: by one split and rule, of one accumulation
// (where the base accumulates by order, of one order). Each line's parts are what they add to the
// parts of its sum, so that these do not depend on how the whole is cut into lines.
class RunningShares {
 public:
  RunningShares(const Sharing& how, std::span<const AssignedRow> rows,
                std::span<const WholeSplit> splits, std::int64_t one)
      : how_(&how),
        rows_(rows),
        splits_(splits),
        one_(one),
        by_one_(one, how.plan.terms().rounding),
        is_running_(how.plan.terms().rounded == CommissionRounding::cumulative) {
    first_part_.reserve(rows.size() + 1);
    first_part_.push_back(0);
    for (const AssignedRow& each : rows)
      first_part_.push_back(first_part_.back() + splits[each.assignment].people().size());
    parts_ = PageArray<std::int64_t>::uninitialized(first_part_.back());
  }

  // Takes the rows' bases and makes the parts of all of them. Threads take whole splits.
  void run(const CreditedLines& lines, std::size_t threads) {
    read(lines, threads);
    if (is_running_) before_ = PageArray<std::int64_t>::uninitialized(rows_.size());
    run_threads(threads, [&](std::size_t t) {
      run(in_order(splits_.size() * t / threads, splits_.size() * (t + 1) / threads));
    });
  }

  [[nodiscard]] std::size_t first_further(std::size_t position) const {
    return first_part_[position] - position;
  }
  [[nodiscard]] std::span<const std::int64_t> parts(std::size_t position) const {
    return {&parts_[first_part_[position]], first_part_[position + 1] - first_part_[position]};
  }
  // What the sums were before each row; empty: there are none.
  [[nodiscard]] PageArray<std::int64_t> take_before() { return std::move(before_); }

 private:
  // What of a row finds its sum.
  struct Line {
    std::int64_t base;
    std::uint32_t rule;
    std::uint32_t order;
    std::uint16_t day;
    std::uint16_t accumulation;
  };
  struct Sum {
    std::int64_t whole = 0;
    std::uint16_t accumulation = 0;
  };

  void read(const CreditedLines& lines, std::size_t threads) {
    std::vector<std::uint16_t> accumulations;  // By day.
    std::uint16_t number = 0;
    const Period* accumulation = &how_->spans.front().accumulation;
    for (const SettledSpan& span : how_->spans) {
      if (span.accumulation != *std::exchange(accumulation, &span.accumulation)) ++number;
      accumulations.resize(static_cast<std::size_t>(span.last - how_->spans.front().first) + 1,
                           number);
    }
    const bool by_order = how_->plan.terms().per_order;
    lines_ = PageArray<Line>::uninitialized(rows_.size());
    run_threads(threads, [&](std::size_t t) {
      for_rows(rows_, t, threads, lines, [&](std::size_t i, const AssignedRow& of) {
        const std::uint16_t day = lines.days[of.row];
        lines_[i] = {.base = lines.bases[of.row],
                     .rule = static_cast<std::uint32_t>(how_->ways.rule(lines.way(of.row))),
                     .order = by_order ? how_->orders[of.row] : 0,
                     .day = day,
                     .accumulation = accumulations[day]};
      });
    });
  }

  // The rows of some splits, by split, then as they count.
  [[nodiscard]] std::vector<std::uint32_t> in_order(std::size_t first, std::size_t end) const {
    std::vector<std::uint32_t> positions;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (rows_[i].assignment >= first && rows_[i].assignment < end)
        positions.push_back(static_cast<std::uint32_t>(i));
    const auto day = [&](std::uint32_t each) { return lines_[each].day; };
    if (!std::ranges::is_sorted(positions, {}, day))
      positions = sorted_by(std::span<const std::uint32_t>(positions),
                            std::numeric_limits<std::uint16_t>::max(), day);
    return sorted_by(std::span<const std::uint32_t>(positions), end - first,
                     [&](std::uint32_t each) { return rows_[each].assignment - first; });
  }

  void run(std::span<const std::uint32_t> in_order) {
    constexpr std::size_t rows_ahead = 16;
    std::vector<Sum> sums;
    std::vector<std::int64_t> sum_parts;
    std::vector<std::int64_t> after;
    OrderAccounts of_orders;
    const WholeSplit* split = nullptr;
    for (std::size_t i = 0; i < in_order.size(); ++i) {
      __builtin_prefetch(&lines_[in_order[std::min(i + rows_ahead, in_order.size() - 1)]]);
      const std::uint32_t position = in_order[i];
      const Line& line = lines_[position];
      if (const WholeSplit* const next = &splits_[rows_[position].assignment]; next != split) {
        split = next;
        of_orders = OrderAccounts();
        sums.assign(how_->plan.rules().size(), Sum());
        sum_parts.assign(sums.size() * split->people().size(), 0);
        after.resize(split->people().size());
      }
      std::size_t number = line.rule;
      if (how_->plan.terms().per_order) {
        number = of_orders.number(line.rule, line.order);
        if (number >= sums.size()) {
          sums.resize(number + 1);
          sum_parts.resize(sums.size() * split->people().size(), 0);
        }
      }
      Sum& sum = sums[number];
      const std::span before =
          std::span(sum_parts).subspan(number * split->people().size(), split->people().size());
      if (sum.accumulation != line.accumulation || !is_running_) {
        sum = {.accumulation = line.accumulation};
        std::ranges::fill(before, 0);
      }
      if (is_running_) before_[position] = sum.whole;
      add(*split, line, position, sum, before, after);
    }
  }

  void add(const WholeSplit& split, const Line& line, std::size_t position, Sum& sum,
           std::span<std::int64_t> before, std::span<std::int64_t> after) {
    const std::size_t row = rows_[position].row;
    if (__builtin_add_overflow(sum.whole, line.base, &sum.whole))
      throw Overflow(in_row(row) + "what lines that are shared alike come to");
    try {
      split.divide(sum.whole, how_->plan, by_one_, one_, after);
    } catch (const InexactResult& error) {
      throw InexactResult(in_row(row) + error.what());
    }
    std::int64_t* const parts = &parts_[first_part_[position]];
    for (std::size_t part = 0; part < after.size(); ++part) {
      if (__builtin_sub_overflow(after[part], before[part], &parts[part]))
        throw Overflow(in_row(row) + "what lines that are shared alike come to");
      before[part] = after[part];
    }
  }

  const Sharing* how_;
  std::span<const AssignedRow> rows_;
  std::span<const WholeSplit> splits_;
  std::int64_t one_;
  RoundedDivision by_one_;
  bool is_running_;
  std::vector<std::size_t> first_part_;  // By position, and the end of all.
  PageArray<std::int64_t> parts_;
  PageArray<Line> lines_;
  PageArray<std::int64_t> before_;
};

}  // namespace

int SharedLines::share(const Sharing& how, std::vector<AssignedRow> rows, PeopleNames& names,
                       CreditedLines& lines, std::size_t threads) {
  rows_ = std::move(rows);
  if (how.credits != nullptr)
    for (const CreditAssignment& each : how.credits->assignments()) splits_.push_back(each.split);
  assignments_ = splits_.size();
  if (how.leavings != nullptr)
    splits_.insert(splits_.end(), how.leavings->splits().begin(), how.leavings->splits().end());
  const int digits = digits_of_shares(splits_);
  const auto one = static_cast<std::int64_t>(detail::power_of_ten(digits));
  std::vector<WholeSplit> splits;
  for (const CreditSplit& each : splits_) {
    std::vector<std::uint32_t> people;
    for (const CreditShare& share : each.shares()) people.push_back(names.code(share.salesperson));
    splits.emplace_back(each, std::move(people), digits);
  }

  RunningShares shares(how, rows_, splits, one);
  shares.run(lines, threads);
  lines.further =
      PageArray<CreditedLines::Further>::uninitialized(shares.first_further(rows_.size()));
  const bool with_quantities = lines.quantities.size() > 0;
  if (with_quantities) scale_quantities(lines, one, threads);
  std::vector<std::uint64_t> base_bits(threads, 0);
  run_threads(threads, [&](std::size_t t) {
    for_rows(rows_, t, threads, lines, [&](std::size_t i, const AssignedRow& of) {
      const WholeSplit& split = splits[of.assignment];
      const std::span<const std::int64_t> parts = shares.parts(i);
      for (const std::int64_t part : parts)
        base_bits[t] |= static_cast<std::uint64_t>(part ^ (part >> 63));
      lines.bases[of.row] = parts.front();
      lines.people[of.row] = split.people().front();
      // In its own digits: times a share it has as many more.
      const std::int64_t quantity = with_quantities ? lines.quantities[of.row] / one : 0;
      if (with_quantities) lines.quantities[of.row] = quantity * split.shares().front();
      std::size_t next = shares.first_further(i);
      for (std::size_t part = 1; part < parts.size(); ++part)
        lines.further[next++] = {.base = parts[part],
                                 .quantity = quantity * split.shares()[part],
                                 .row = of.row,
                                 .person = split.people()[part]};
    });
  });
  for (const std::uint64_t bits : base_bits)
    lines.base_bits = std::max(lines.base_bits, static_cast<unsigned>(std::bit_width(bits)) + 1);
  before_ = shares.take_before();
  return with_quantities ? digits : 0;
}

std::size_t SharedLines::find(std::size_t row) const {
  const auto found = std::ranges::lower_bound(rows_, row, {}, &AssignedRow::row);
  return found == rows_.end() || found->row != row
             ? nowhere
             : static_cast<std::size_t>(found - rows_.begin());
}

const CreditSplit* SharedLines::split_of(std::size_t row) const {
  const std::size_t found = find(row);
  return found == nowhere ? nullptr : &splits_[rows_[found].assignment];
}

std::int64_t SharedLines::shared_before(std::size_t row) const {
  return before_.size() == 0 ? 0 : before_[find(row)];
}

bool SharedLines::is_after_leaving(std::size_t row) const {
  const std::size_t found = find(row);
  return found != nowhere && rows_[found].assignment >= assignments_;
}

}  // namespace o2c::inline v1

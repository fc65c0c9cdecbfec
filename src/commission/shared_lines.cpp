#include "shared_lines.hpp"

#include <algorithm>
#include <limits>
#include <ranges>
#include <string>
#include <utility>

#include "o2c/columns/parallel.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();

std::string in_row(std::size_t row) { return "lines: row " + std::to_string(row) + ": "; }

// The digits of the finest share.
int digits_of_shares(std::span<const CreditSplit* const> splits) {
  int digits = 0;
  for (const CreditSplit* split : splits)
    for (const CreditShare& share : split->shares())
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

}  // namespace

int SharedLines::share(const CreditAssignments* credits, const LeavingCredits* leavings,
                       std::vector<AssignedRow> rows, const Plan& plan, PeopleNames& names,
                       CreditedLines& lines, std::size_t threads) {
  rows_ = std::move(rows);
  std::vector<const CreditSplit*> all;
  if (credits != nullptr)
    for (const CreditAssignment& each : credits->assignments()) all.push_back(&each.split);
  assignments_ = all.size();
  if (leavings != nullptr)
    for (const CreditSplit& each : leavings->splits()) all.push_back(&each);
  std::vector<std::vector<std::uint32_t>> people;
  std::size_t most_people = 1;
  for (const CreditSplit* each : all) {
    people.emplace_back();
    shares_.push_back(each->shares());
    for (const CreditShare& share : each->shares())
      people.back().push_back(names.code(share.salesperson));
    most_people = std::max(most_people, people.back().size());
  }
  const int digits = digits_of_shares(all);
  const auto one = static_cast<std::int64_t>(detail::power_of_ten(digits));
  const RoundedDivision by_one(one, plan.terms().rounding);
  std::vector<WholeSplit> splits;
  for (std::size_t i = 0; i < people.size(); ++i)
    splits.emplace_back(*all[i], std::move(people[i]), digits);

  std::vector<std::size_t> first_further(threads + 1, 0);
  for (std::size_t t = 0; t < threads; ++t) {
    first_further[t + 1] = first_further[t];
    for (std::size_t i = rows_.size() * t / threads; i < rows_.size() * (t + 1) / threads; ++i)
      first_further[t + 1] += splits[rows_[i].assignment].people().size() - 1;
  }
  lines.further = PageArray<CreditedLines::Further>::uninitialized(first_further.back());
  const bool with_quantities = lines.quantities.size() > 0;
  if (with_quantities) scale_quantities(lines, one, threads);
  run_threads(threads, [&](std::size_t t) {
    constexpr std::size_t rows_ahead = 16;  // Whose lines are fetched.
    std::vector<std::int64_t> parts(most_people);
    std::size_t next = first_further[t];
    for (std::size_t i = rows_.size() * t / threads; i < rows_.size() * (t + 1) / threads; ++i) {
      const AssignedRow& ahead = rows_[std::min(i + rows_ahead, rows_.size() - 1)];
      __builtin_prefetch(&lines.bases[ahead.row], 1);
      __builtin_prefetch(&lines.people[ahead.row], 1);
      const std::uint32_t row = rows_[i].row;
      const WholeSplit& split = splits[rows_[i].assignment];
      try {
        split.divide(lines.bases[row], plan, by_one, one, parts);
      } catch (const InexactResult& error) {
        throw InexactResult(in_row(row) + error.what());
      }
      lines.bases[row] = parts.front();
      lines.people[row] = split.people().front();
      // In its own digits: times a share it has as many more.
      const std::int64_t quantity = with_quantities ? lines.quantities[row] / one : 0;
      if (with_quantities) lines.quantities[row] = quantity * split.shares().front();
      for (std::size_t part = 1; part < split.people().size(); ++part)
        lines.further[next++] = {.base = parts[part],
                                 .quantity = quantity * split.shares()[part],
                                 .row = row,
                                 .person = split.people()[part]};
    }
  });
  return with_quantities ? digits : 0;
}

const AssignedRow* SharedLines::find(std::size_t row) const {
  const auto found = std::ranges::lower_bound(rows_, row, {}, &AssignedRow::row);
  return found == rows_.end() || found->row != row ? nullptr : &*found;
}

const std::vector<CreditShare>* SharedLines::shares_of(std::size_t row) const {
  const AssignedRow* const found = find(row);
  return found == nullptr ? nullptr : &shares_[found->assignment];
}

bool SharedLines::is_after_leaving(std::size_t row) const {
  const AssignedRow* const found = find(row);
  return found != nullptr && found->assignment >= assignments_;
}

}  // namespace o2c::inline v1

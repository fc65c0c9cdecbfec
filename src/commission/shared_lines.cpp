#include "shared_lines.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

std::string in_row(std::size_t row) { return "lines: row " + std::to_string(row) + ": "; }

// The digits of the finest share.
int digits_of_shares(const CreditAssignments& credits) {
  int digits = 0;
  for (const CreditAssignment& each : credits.assignments())
    for (const CreditShare& share : each.split.shares())
      digits = std::max(digits, share.share->fraction().scale());
  constexpr int digits_most = 18;
  if (digits > digits_most)
    throw_faults("cannot settle", {{.field = "share",
                                    .value = std::to_string(digits) + " decimals",
                                    .expected = "shares of at most 20 digits, such as 33.33%"}});
  return digits;
}

void divide(const Plan& plan, const CreditSplit& split, std::int64_t base, std::size_t row,
            std::span<Money> parts) try {
  split.divide(Money::from_minor(base, plan.currency()), plan.terms().rounding, parts);
} catch (const InexactResult& error) {
  throw InexactResult(in_row(row) + error.what());
}

}  // namespace

int SharedLines::share(const CreditAssignments& credits, PageArray<std::uint32_t> assignments,
                       const Plan& plan, PeopleNames& names, CreditedLines& lines,
                       std::size_t threads) {
  assignments_ = std::move(assignments);
  std::size_t most_people = 1;
  std::vector<std::vector<std::uint32_t>> people;
  for (const CreditAssignment& each : credits.assignments()) {
    people.emplace_back();
    shares_.push_back(each.split.shares());
    for (const CreditShare& share : each.split.shares())
      people.back().push_back(names.code(share.salesperson));
    most_people = std::max(most_people, people.back().size());
  }
  const int share_digits = digits_of_shares(credits);
  const std::size_t rows = lines.count;
  // What does not count is not shared.
  for (std::size_t row = 0; row < rows; ++row)
    if (!lines.counts(row)) assignments_[row] = 0;
  begins_ = std::vector<std::size_t>(rows + 1, 0);
  for (std::size_t row = 0; row < rows; ++row)
    begins_[row + 1] =
        begins_[row] + (assignments_[row] == 0 ? 1 : people[assignments_[row] - 1].size());
  CreditedLines shared;
  shared.count = begins_.back();
  shared.bases = room_for<std::int64_t>(shared.count);
  shared.people = room_for<std::uint32_t>(shared.count);
  shared.days = room_for<std::uint16_t>(shared.count);
  if (lines.ways.size() > 0) shared.ways = room_for<std::uint32_t>(shared.count);
  const bool with_quantities = lines.quantities.size() > 0;
  if (with_quantities) shared.quantities = room_for<std::int64_t>(shared.count);
  const auto quantity_one = static_cast<std::int64_t>(detail::power_of_ten(share_digits));
  run_threads(threads, [&](std::size_t t) {
    std::vector<Money> bases(most_people, Money::zero(plan.currency()));
    const std::size_t end = rows * (t + 1) / threads;
    for (std::size_t row = rows * t / threads; row < end; ++row) {
      const std::size_t first = begins_[row];
      const std::size_t parts = begins_[row + 1] - first;
      std::fill_n(shared.days.data() + first, parts, lines.days[row]);
      if (lines.ways.size() > 0) std::fill_n(shared.ways.data() + first, parts, lines.ways[row]);
      std::int64_t quantity = with_quantities ? lines.quantities[row] : 0;
      if (lines.counts(row) && __builtin_mul_overflow(quantity, quantity_one, &quantity))
        throw Overflow(in_row(row) + "the quantity of a shared line");
      if (assignments_[row] == 0) {
        shared.bases[first] = lines.bases[row];
        shared.people[first] = lines.people[row];
        if (with_quantities) shared.quantities[first] = quantity;
        continue;
      }
      const CreditSplit& split = credits.assignments()[assignments_[row] - 1].split;
      divide(plan, split, lines.bases[row], row, {bases.data(), parts});
      for (std::size_t part = 0; part < parts; ++part) {
        shared.bases[first + part] = bases[part].minor();
        shared.people[first + part] = people[assignments_[row] - 1][part];
        if (with_quantities) {
          const Decimal share = split.shares()[part].share->fraction();
          const Decimal of_it = Decimal::from_parts(lines.quantities[row], 0) * share;
          shared.quantities[first + part] = static_cast<std::int64_t>(
              of_it.coefficient() * detail::power_of_ten(share_digits - of_it.scale()));
        }
      }
    }
  });
  lines = std::move(shared);
  return with_quantities ? share_digits : 0;
}

std::size_t SharedLines::row_of(std::size_t line) const {
  if (begins_.empty()) return line;
  return static_cast<std::size_t>(std::ranges::upper_bound(begins_, line) - begins_.begin()) - 1;
}

}  // namespace o2c::inline v1

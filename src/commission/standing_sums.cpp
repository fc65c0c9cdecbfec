#include "standing_sums.hpp"

#include <cstdint>
#include <limits>
#include <optional>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// Sums of numbers' halves.
struct Halves {
  std::int64_t high = 0;
  std::uint64_t low = 0;
};

// Of a block, so that they fit. Sums of the function's own, since others might be the numbers.
O2C_VECTORIZED Halves halves_of(std::span<const std::int64_t> numbers) {
  Halves sums;
  for (const std::int64_t each : numbers) {
    sums.high += each >> 32;
    sums.low += static_cast<std::uint64_t>(each) & 0xFFFF'FFFFU;
  }
  return sums;
}

Int128 sum_of(std::span<const std::int64_t> numbers) {
  const Halves sums = halves_of(numbers);
  return (static_cast<Int128>(sums.high) << 32U) + sums.low;
}

}  // namespace

void StandingSums::add_all(const LineBlock& block, std::size_t standing) {
  LineSums& into = sums_[standing];
  into.lines += block.nets.size();
  const Int128 net = sum_of(block.nets);
  into.net += net;
  if (block.bases.data() != block.nets.data()) into.costs += net - sum_of(block.bases);
  into.amount += sum_of(block.amounts);
}

std::vector<TieOutRow> StandingSums::tie_out(const Plan& plan,
                                             std::span<const Int128> commissions_by_rule,
                                             bool has_amounts) const {
  std::vector<TieOutRow> rows;
  const auto fitting = [&](Int128 minor) {
    if (minor > std::numeric_limits<std::int64_t>::max() ||
        minor < std::numeric_limits<std::int64_t>::min())
      throw_overflow("what all lines come to");
    return Money::from_minor(static_cast<std::int64_t>(minor), plan.currency());
  };
  const auto add = [&](LineStanding as, std::optional<std::size_t> rule, const LineSums& of,
                       Int128 base, Int128 commission) {
    if (of.lines == 0) return;
    rows.push_back({.standing = as,
                    .rule = rule,
                    .lines = of.lines,
                    .net = fitting(of.net),
                    .amount = has_amounts ? std::optional(fitting(of.amount)) : std::nullopt,
                    .base = fitting(base),
                    .commission = fitting(commission)});
  };
  for (const bool excluded : {false, true})
    for (std::size_t rule = 0; rule < plan.rules().size(); ++rule) {
      const LineSums& of = sums_[rule];
      if (plan.rules()[rule].excluded != excluded) continue;
      if (excluded)
        add(LineStanding::excluded, rule, of, 0, 0);
      else
        add(LineStanding::counted, rule, of, of.base(), commissions_by_rule[rule]);
    }
  add(LineStanding::unmatched, std::nullopt, sums_[unmatched()], 0, 0);
  add(LineStanding::too_late, std::nullopt, sums_[too_late()], 0, 0);
  add(LineStanding::house, std::nullopt, sums_[house()], 0, 0);
  add(LineStanding::pending, std::nullopt, sums_[pending()], 0, 0);
  add(LineStanding::earlier, std::nullopt, sums_[earlier()], 0, 0);
  add(LineStanding::outside, std::nullopt, sums_[outside()], 0, 0);
  return rows;
}

}  // namespace o2c::inline v1

#include "standing_sums.hpp"

#include <cstdint>
#include <limits>
#include <optional>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

std::vector<TieOutRow> tie_out_of(const Plan& plan, const StandingSums& sums,
                                  std::span<const Int128> commissions_by_rule, bool has_amounts) {
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
      const LineSums& of = sums.by_rule[rule];
      if (plan.rules()[rule].excluded != excluded) continue;
      if (excluded)
        add(LineStanding::excluded, rule, of, 0, 0);
      else
        add(LineStanding::counted, rule, of, of.base, commissions_by_rule[rule]);
    }
  add(LineStanding::unmatched, std::nullopt, sums.unmatched, 0, 0);
  add(LineStanding::earlier, std::nullopt, sums.earlier, 0, 0);
  add(LineStanding::outside, std::nullopt, sums.outside, 0, 0);
  return rows;
}

}  // namespace o2c::inline v1

#pragma once

// Lines as settle() counts them. Private to src/commission.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/sales_line.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

#include "kept_rates.hpp"

namespace o2c::inline v1 {

/// What a line comes to, in the plan's currency.
struct CountedLine {
  std::optional<Date> date;         ///< On which it counts; none: not yet.
  std::optional<std::size_t> rule;  ///< That picks it.
  Money net;
  std::optional<Money> amount;
  Money base;  ///< Of a line that a rule pays for.
  std::optional<LineExchange> exchanged;
  std::optional<Money> tax{};  ///< If lines are not converted.
};

/// Throws InvalidArgument, which names every faulty line.
std::vector<CountedLine> count_lines(const Plan& plan, std::span<const SalesLine> lines,
                                     const Period& period, const KeptRates& rates);

}  // namespace o2c::inline v1

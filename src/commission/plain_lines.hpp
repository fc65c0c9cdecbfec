#pragma once

// Lines of a plan that pays all in one way. Private to src/commission.

#include <span>
#include <vector>

#include "o2c/commission/plan.hpp"

#include "line_commissions.hpp"
#include "line_places.hpp"
#include "span_total.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {

/// Puts what each line earns into its place, and returns what people earn in each span: those
/// of one person in the order of the spans. Throws Overflow, InexactResult (rounding `exact`), by
/// which line does not say.
std::vector<SpanTotal> settle_plain_lines(const Plan& plan, const LinePlaces& places,
                                          std::span<const SettledSpan> spans,
                                          LineCommissions& commissions);

}  // namespace o2c::inline v1

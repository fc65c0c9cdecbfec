#pragma once

// What a settled table says of its lines. Private to src/close.

#include "o2c/close/book_rows.hpp"
#include "o2c/close/commission_close.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Fills in how the lines of a settled table stand and what they earned, as its result says.
/// `first`: the first day of the month that was settled.
void take_result(PlanClose& closed, Date first);

/// Fills in who is credited with the lines that count.
void take_credits(PlanClose& closed, const BookRows& people);

}  // namespace o2c::inline v1

#pragma once

// Steps from an event to a date, as the shorthand writes them. Private to src/receivable.

#include <vector>

#include "o2c/receivable/date_rule.hpp"

#include "terms_cursor.hpp"

namespace o2c::inline v1::detail {

constexpr bool is_unit(Word word) {
  return word == Word::days || word == Word::weeks || word == Word::months ||
         word == Word::business_days;
}
constexpr bool is_sign(Word word) { return word == Word::plus || word == Word::minus; }

/// The unit after a number that was taken: "days", "weeks", "months", "business days".
DateStep read_step(TermsCursor&, const Token& number);
/// "+ 30 days + end of month", as often as there is a sign.
void read_signed_steps(TermsCursor&, std::vector<DateStep>& steps);
/// What follows proximo: "10", "10 cut-off 25", "10 month 2 cut-off 25".
DateStep read_proximo(TermsCursor&);

}  // namespace o2c::inline v1::detail

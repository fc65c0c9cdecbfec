#pragma once

// What the clauses of payment terms mean, what they leave unsaid being what the trade takes for
// granted. Private to src/receivable.

#include <string_view>

#include "terms_clauses.hpp"

namespace o2c::inline v1::detail {

/// `text` is what the clauses were read from. Throws ParseError, InvalidArgument.
PaymentTerms terms_of(TermsClauses clauses, std::string_view text, const Readings& readings);

}  // namespace o2c::inline v1::detail

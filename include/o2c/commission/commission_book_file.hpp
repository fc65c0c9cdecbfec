#pragma once

#include <string>
#include <string_view>

#include "o2c/commission/commission_book.hpp"

namespace o2c::inline v1 {

/// Reads a book from TOML. `file` names the text in errors. Each period is closed again, so what
/// CommissionBook::close refuses is a fault as well, with the line of its period. Throws ParseError
/// with every fault.
CommissionBook commission_book_from_toml(std::string_view text, const std::string& file = "");

/// The book as TOML, which commission_book_from_toml reads as an equal one; what closes later is
/// added at its end. Throws as to_toml of a plan.
std::string to_toml(const CommissionBook& book);

}  // namespace o2c::inline v1

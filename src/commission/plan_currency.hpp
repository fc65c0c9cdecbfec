#pragma once

// Currencies in TOML: a code of ISO 4217, or one of the user's own, such as
// { code = "POINT", digits = 0 }. Private to src/commission.

#include <optional>
#include <string>
#include <string_view>

#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/money/currency.hpp"

namespace o2c::inline v1 {

/// What stands under the key, which has to be there; none: it is faulty.
std::optional<Currency> read_currency(TomlReader& from, std::string_view key, const char* expected,
                                      LineFaults& faults);
/// What read_currency() reads.
std::string toml_currency(const Currency& currency);

}  // namespace o2c::inline v1

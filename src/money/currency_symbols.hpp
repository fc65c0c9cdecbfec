#pragma once

#include <string_view>
#include <vector>

namespace o2c::inline v1::detail {

/// The ISO codes of the currencies that a sign or an unofficial short name (¥, $, HK$, RMB) may
/// stand for, the likeliest first; empty if it is none that we know. Most are shared by several.
std::vector<std::string_view> currencies_of_symbol(std::string_view symbol);

/// The sign or short name that `text` begins with, the longest that fits; empty if there is none.
std::string_view leading_symbol(std::string_view text) noexcept;

}  // namespace o2c::inline v1::detail

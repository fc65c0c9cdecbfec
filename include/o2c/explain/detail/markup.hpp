#pragma once

#include <string>
#include <string_view>

namespace o2c::inline v1::detail {

/// For HTML and SVG, as text or as the value of an attribute; control characters and broken UTF-8
/// become U+FFFD.
std::string for_markup(std::string_view text);

}  // namespace o2c::inline v1::detail

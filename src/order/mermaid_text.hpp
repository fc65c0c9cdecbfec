#pragma once

#include <string>
#include <string_view>

namespace o2c::inline v1 {

/// For a label of Mermaid, whose own signs are written as entities: "#59;".
std::string for_mermaid(std::string_view text);

}  // namespace o2c::inline v1

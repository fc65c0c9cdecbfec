#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace o2c::inline v1 {

/// What the rows of a table made of items are of.
enum class ItemRows : std::uint8_t { item, party };

/// "item", "party"
std::string to_string(ItemRows rows);
/// Reads what to_string writes. Throws ParseError.
ItemRows parse_item_rows(std::string_view text);

}  // namespace o2c::inline v1

#include "o2c/receivable/item_rows.hpp"

#include <array>

#include "o2c/number/detail/named_values.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 2> item_row_names{"item", "party"};

}  // namespace

std::string to_string(ItemRows rows) {
  return std::string(item_row_names[static_cast<std::size_t>(rows)]);
}

ItemRows parse_item_rows(std::string_view text) {
  return parse_name<ItemRows>(text, item_row_names, "what the rows are of: one of");
}

}  // namespace o2c::inline v1

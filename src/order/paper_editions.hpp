#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "o2c/order/order.hpp"
#include "o2c/order/order_document.hpp"

// Which versions there are of a paper: an amendment makes another, and so does what is signed anew.
namespace o2c::inline v1 {

struct PaperEdition {
  std::size_t begins;  ///< The event of the history that called for it.
  std::size_t ends;    ///< The first event that does not stand on it any more.
  std::optional<Label> mark{};
};

std::vector<PaperEdition> editions_of(const Order& order, OrderPaper paper, std::int32_t part);
/// How many samples, inspections or shipments have, or are about to have, such a paper.
std::int32_t parts_of(const Order& order, OrderPaper paper);
/// The event that a paper begins with.
EventKind beginning_of(OrderPaper paper) noexcept;

}  // namespace o2c::inline v1

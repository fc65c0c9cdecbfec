#pragma once

#include <vector>

#include "o2c/close/attainment.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// By person, shorter periods first. Throws MissingRate, Overflow.
std::vector<Attainment> attainments(const CloseView& view);
/// In the order of the book.
std::vector<Fulfilment> fulfilments(const CloseView& view);

}  // namespace o2c::inline v1

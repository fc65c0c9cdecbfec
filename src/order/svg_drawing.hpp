#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"

// Boxes in layers from top to bottom with arrows between them, as a picture of their own.
namespace o2c::inline v1 {

/// A line of text with what is shown when one points at it.
struct DrawnLine {
  std::string text;
  std::string tooltip{};
  bool is_soft = false;
};

enum class BoxLook : std::uint8_t {
  plain,
  strong,  ///< Where it ends, or is.
  title,   ///< What stands above a column of boxes.
  next     ///< What may come, dashed.
};

struct DrawnBox {
  std::string title;
  std::vector<DrawnLine> lines{};
  BoxLook look = BoxLook::plain;
};

struct DrawnArrow {
  std::size_t from;  ///< Boxes; never the same.
  std::size_t to;
  std::vector<DrawnLine> lines{};
  bool is_dashed = false;
};

/// An svg element without script. `name` tells its marks from those of other drawings on the page.
std::string svg_of(std::string_view name, Language language, const std::vector<DrawnBox>& boxes,
                   const std::vector<DrawnArrow>& arrows);

}  // namespace o2c::inline v1

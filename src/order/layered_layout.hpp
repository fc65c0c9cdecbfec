#pragma once

#include <cstddef>
#include <vector>

// Where the boxes and arrows of a drawing go: boxes in layers from top to bottom, arrows down
// between them, their labels in layers of their own. In whole pixels, the same on every machine.
namespace o2c::inline v1 {

struct LayoutBox {
  int width;
  int height;
  int x = 0;  ///< Of its middle, set by lay_out.
  int y = 0;
};

struct LayoutPoint {
  int x;
  int y;
};

struct LayoutArrow {
  std::size_t from;  ///< Boxes; never the same.
  std::size_t to;
  int width;  ///< Of its label.
  int height;
  LayoutPoint label{};              ///< The label's middle, set by lay_out.
  std::vector<LayoutPoint> path{};  ///< From box to box; straight down from each odd point on.
};

struct LayoutSize {
  int width;
  int height;
};

/// Places all of it, with the first box on top, within the size that it returns.
LayoutSize lay_out(std::vector<LayoutBox>& boxes, std::vector<LayoutArrow>& arrows);

}  // namespace o2c::inline v1

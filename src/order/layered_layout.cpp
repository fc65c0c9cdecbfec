#include "layered_layout.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

namespace o2c::inline v1 {

namespace {

constexpr int gap_across = 22;
constexpr int gap_down = 20;
constexpr int margin = 14;
constexpr int sweeps = 24;

/// A box, a label, or a point of an arrow on its way through a layer.
struct LayoutNode {
  std::size_t layer;
  int width;
  int height;
  std::vector<std::size_t> above{};
  std::vector<std::size_t> below{};
  std::int64_t x = 0;
  int weight = 1;  ///< How much it wants to be where it wants to be.
};

/// The method of Sugiyama, Tagawa and Toda: layers, order within them, places.
class LayeredLayout {
 public:
  LayeredLayout(std::vector<LayoutBox>& boxes, std::vector<LayoutArrow>& arrows)
      : boxes_(boxes), arrows_(arrows) {}

  LayoutSize run() {
    turn_arrows_back();
    set_layers();
    add_nodes();
    order_layers();
    place_across();
    return place_down();
  }

 private:
  /// An arrow that closes a circle is drawn from its end.
  void turn_arrows_back() {
    is_turned_.assign(arrows_.size(), false);
    std::vector<int> seen(boxes_.size(), 0);  // 1: on the way, 2: done.
    const auto visit = [&](const auto& self, std::size_t box) -> void {
      seen[box] = 1;
      for (std::size_t i = 0; i < arrows_.size(); ++i) {
        if (arrows_[i].from != box) continue;
        if (seen[arrows_[i].to] == 1) is_turned_[i] = true;
        if (seen[arrows_[i].to] == 0) self(self, arrows_[i].to);
      }
      seen[box] = 2;
    };
    for (std::size_t box = 0; box < boxes_.size(); ++box)
      if (seen[box] == 0) visit(visit, box);
  }

  [[nodiscard]] std::size_t top_of(std::size_t arrow) const {
    return is_turned_[arrow] ? arrows_[arrow].to : arrows_[arrow].from;
  }
  [[nodiscard]] std::size_t bottom_of(std::size_t arrow) const {
    return is_turned_[arrow] ? arrows_[arrow].from : arrows_[arrow].to;
  }

  /// Each box below all that lead to it; layers of odd numbers are those of labels.
  void set_layers() {
    layer_of_box_.assign(boxes_.size(), 0);
    for (std::size_t round = 0; round < boxes_.size(); ++round)
      for (std::size_t i = 0; i < arrows_.size(); ++i)
        layer_of_box_[bottom_of(i)] =
            std::max(layer_of_box_[bottom_of(i)], layer_of_box_[top_of(i)] + 2);
  }

  std::size_t add_node(std::size_t layer, int width, int height, int weight) {
    nodes_.push_back({.layer = layer, .width = width, .height = height, .weight = weight});
    if (layers_.size() <= layer) layers_.resize(layer + 1);
    layers_[layer].push_back(nodes_.size() - 1);
    return nodes_.size() - 1;
  }

  void add_nodes() {
    for (std::size_t box = 0; box < boxes_.size(); ++box)
      add_node(layer_of_box_[box], boxes_[box].width, boxes_[box].height, 1);
    chains_.resize(arrows_.size());
    for (std::size_t i = 0; i < arrows_.size(); ++i) {
      const std::size_t first = layer_of_box_[top_of(i)];
      const std::size_t last = layer_of_box_[bottom_of(i)];
      // The label stands where the arrow begins, which is below for one that is turned.
      const std::size_t labelled = is_turned_[i] ? last - 1 : first + 1;
      std::size_t before = top_of(i);
      const auto join = [&](std::size_t node) {
        nodes_[before].below.push_back(node);
        nodes_[node].above.push_back(before);
        before = node;
      };
      for (std::size_t layer = first + 1; layer < last; ++layer) {
        const bool is_label = layer == labelled;
        join(add_node(layer, is_label ? arrows_[i].width : 2, is_label ? arrows_[i].height : 0,
                      is_label ? 2 : 6));
        chains_[i].push_back(before);
      }
      join(bottom_of(i));
    }
  }

  [[nodiscard]] std::vector<std::size_t> ranks() const {
    std::vector<std::size_t> rank(nodes_.size());
    for (const auto& layer : layers_)
      for (std::size_t i = 0; i < layer.size(); ++i) rank[layer[i]] = i;
    return rank;
  }

  [[nodiscard]] std::size_t crossings() const {
    const std::vector<std::size_t> rank = ranks();
    std::size_t sum = 0;
    for (const auto& layer : layers_)
      for (std::size_t i = 0; i < layer.size(); ++i)
        for (std::size_t j = i + 1; j < layer.size(); ++j)
          for (const std::size_t a : nodes_[layer[i]].below)
            for (const std::size_t b : nodes_[layer[j]].below)
              if (rank[a] > rank[b]) ++sum;
    return sum;
  }

  /// By the middle of what they are joined to, above and below by turns; the best is kept.
  void order_layers() {
    auto best = layers_;
    std::size_t fewest = crossings();
    for (int sweep = 0; sweep < sweeps && fewest != 0; ++sweep) {
      const bool is_down = sweep % 2 == 0;
      for (std::size_t i = 0; i < layers_.size(); ++i) {
        auto& layer = layers_[is_down ? i : layers_.size() - 1 - i];
        const std::vector<std::size_t> rank = ranks();
        std::vector<std::pair<std::uint64_t, std::size_t>> keyed;
        for (const std::size_t node : layer) {
          const auto& joined = is_down ? nodes_[node].above : nodes_[node].below;
          std::uint64_t key = rank[node] * 1024;
          if (!joined.empty()) {
            key = 0;
            for (const std::size_t each : joined) key += rank[each] * 1024;
            key /= joined.size();
          }
          keyed.emplace_back(key, node);
        }
        std::ranges::stable_sort(keyed, {}, &std::pair<std::uint64_t, std::size_t>::first);
        for (std::size_t at = 0; at < layer.size(); ++at) layer[at] = keyed[at].second;
      }
      if (const std::size_t now = crossings(); now < fewest) {
        fewest = now;
        best = layers_;
      }
    }
    layers_ = std::move(best);
  }

  [[nodiscard]] std::int64_t distance(std::size_t left, std::size_t right) const {
    return (nodes_[left].width + nodes_[right].width) / 2 + gap_across;
  }

  /// As near to where its nodes want to be as their order and width allow: neighbours that want to
  /// be too near to one another become a block, which stands at its middle.
  void place_layer(const std::vector<std::size_t>& layer, const std::vector<std::int64_t>& wanted) {
    struct Block {
      std::int64_t sum;
      std::int64_t weight;
      std::size_t count;
      [[nodiscard]] std::int64_t place() const { return sum / weight; }
    };
    std::vector<Block> blocks;
    std::vector<std::int64_t> offset(layer.size(), 0);
    for (std::size_t i = 0; i < layer.size(); ++i) {
      if (i > 0) offset[i] = offset[i - 1] + distance(layer[i - 1], layer[i]);
      const std::int64_t weight = nodes_[layer[i]].weight;
      blocks.push_back({(wanted[i] - offset[i]) * weight, weight, 1});
      while (blocks.size() > 1 && blocks[blocks.size() - 2].place() >= blocks.back().place()) {
        const Block last = blocks.back();
        blocks.pop_back();
        blocks.back().sum += last.sum;
        blocks.back().weight += last.weight;
        blocks.back().count += last.count;
      }
    }
    std::size_t i = 0;
    for (const Block& block : blocks)
      for (std::size_t n = 0; n < block.count; ++n, ++i)
        nodes_[layer[i]].x = block.place() + offset[i];
  }

  void place_across() {
    for (const auto& layer : layers_)
      place_layer(layer, std::vector<std::int64_t>(layer.size(), 0));
    for (int sweep = 0; sweep < 4 * sweeps; ++sweep)
      for (std::size_t i = 0; i < layers_.size(); ++i) {
        const auto& layer = layers_[sweep % 2 == 0 ? i : layers_.size() - 1 - i];
        std::vector<std::int64_t> wanted;
        for (const std::size_t node : layer) wanted.push_back(middle_of_joined(node));
        place_layer(layer, wanted);
      }
    straighten();
    std::int64_t left = std::numeric_limits<std::int64_t>::max();
    for (const LayoutNode& node : nodes_) left = std::min(left, node.x - node.width / 2);
    for (LayoutNode& node : nodes_) node.x += margin - left;
  }

  /// From its label on an arrow goes straight, as far as its neighbours let it.
  void straighten() {
    const std::vector<std::size_t> rank = ranks();
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      std::vector<std::size_t> chain = chains_[i];
      if (is_turned_[i]) std::ranges::reverse(chain);
      for (std::size_t at = 1; at < chain.size(); ++at) {
        const std::size_t node = chain[at];
        const auto& layer = layers_[nodes_[node].layer];
        std::int64_t x = nodes_[chain[at - 1]].x;
        if (rank[node] > 0) {
          const std::size_t left = layer[rank[node] - 1];
          x = std::max(x, nodes_[left].x + distance(left, node));
        }
        if (rank[node] + 1 < layer.size()) {
          const std::size_t right = layer[rank[node] + 1];
          x = std::min(x, nodes_[right].x - distance(node, right));
        }
        nodes_[node].x = x;
      }
    }
  }

  [[nodiscard]] std::int64_t middle_of_joined(std::size_t node) const {
    std::int64_t sum = 0;
    std::int64_t weight = 0;
    for (const auto* joined : {&nodes_[node].above, &nodes_[node].below})
      for (const std::size_t each : *joined) {
        sum += nodes_[each].x * nodes_[each].weight;
        weight += nodes_[each].weight;
      }
    return weight == 0 ? nodes_[node].x : sum / weight;
  }

  LayoutSize place_down() {
    std::vector<int> middle;
    std::vector<int> half;
    int y = margin;
    for (const auto& layer : layers_) {
      int height = 0;
      for (const std::size_t node : layer) height = std::max(height, nodes_[node].height);
      half.push_back(height / 2);
      middle.push_back(y + height / 2);
      y += height + gap_down;
    }
    std::int64_t right = 0;
    for (const LayoutNode& node : nodes_) right = std::max(right, node.x + node.width / 2);
    const auto x = [&](std::size_t node) { return static_cast<int>(nodes_[node].x); };
    for (std::size_t box = 0; box < boxes_.size(); ++box) {
      boxes_[box].x = x(box);
      boxes_[box].y = middle[layer_of_box_[box]];
    }
    for (std::size_t i = 0; i < arrows_.size(); ++i) {
      LayoutArrow& arrow = arrows_[i];
      const auto& chain = chains_[i];
      const std::size_t label = is_turned_[i] ? chain.back() : chain.front();
      arrow.label = {x(label), middle[nodes_[label].layer]};
      const LayoutBox& top = boxes_[top_of(i)];
      const LayoutBox& bottom = boxes_[bottom_of(i)];
      arrow.path = {{x_at(top_of(i), nodes_[chain.front()].x), top.y + top.height / 2}};
      for (const std::size_t node : chain) {
        const std::size_t layer = nodes_[node].layer;
        arrow.path.push_back({x(node), middle[layer] - half[layer]});
        arrow.path.push_back({x(node), middle[layer] + half[layer]});
      }
      arrow.path.push_back(
          {x_at(bottom_of(i), nodes_[chain.back()].x), bottom.y - bottom.height / 2});
      if (is_turned_[i]) std::ranges::reverse(arrow.path);
    }
    return {static_cast<int>(right) + margin, y - gap_down + margin};
  }

  /// Where on a box's edge an arrow to there begins.
  [[nodiscard]] int x_at(std::size_t box, std::int64_t there) const {
    const std::int64_t room = nodes_[box].width / 2 - 12;
    const std::int64_t aside = std::clamp((there - nodes_[box].x) / 3, -room, room);
    return static_cast<int>(nodes_[box].x + aside);
  }

  std::vector<LayoutBox>& boxes_;
  std::vector<LayoutArrow>& arrows_;
  std::vector<bool> is_turned_;
  std::vector<std::size_t> layer_of_box_;
  std::vector<LayoutNode> nodes_;  // First the boxes.
  std::vector<std::vector<std::size_t>> layers_;
  std::vector<std::vector<std::size_t>> chains_;  // Of each arrow, from top to bottom.
};

}  // namespace

LayoutSize lay_out(std::vector<LayoutBox>& boxes, std::vector<LayoutArrow>& arrows) {
  return LayeredLayout(boxes, arrows).run();
}

}  // namespace o2c::inline v1

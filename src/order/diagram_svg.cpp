#include <algorithm>
#include <string>
#include <vector>

#include "o2c/order/diagram.hpp"

#include "stage_arrows.hpp"
#include "svg_drawing.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

void add_lines(std::vector<DrawnLine>& lines, const StageArrow& arrow, Language language) {
  const bool is_chinese = language == Language::zh;
  std::string tooltip = role_names(info_of(arrow.row->event).by, language);
  for (const std::string_view each : expectations_of(*arrow.row, language))
    tooltip += (is_chinese ? "；" : "; ") + std::string(each);
  lines.push_back({std::string(in(info_of(arrow.row->event).label, language)), tooltip});
  const std::string choice = choice_of(arrow, language);
  if (!choice.empty()) lines.push_back({"[" + choice + "]", tooltip, true});
}

DrawnArrow& arrow_between(std::vector<DrawnArrow>& arrows, std::size_t from, std::size_t to) {
  for (DrawnArrow& arrow : arrows)
    if (arrow.from == from && arrow.to == to) return arrow;
  return arrows.emplace_back(DrawnArrow{from, to});
}

}  // namespace

std::string svg(Machine machine, Profile profile, Language language) {
  const std::vector<StageArrow> arrows = drawn_arrows_of(machine, profile);
  const std::vector<std::uint8_t> stages = stages_of(arrows);
  const auto place_of = [&](std::uint8_t stage) {
    return static_cast<std::size_t>(std::ranges::find(stages, stage) - stages.begin());
  };
  std::vector<DrawnBox> boxes;
  for (const std::uint8_t stage : stages)
    boxes.push_back({std::string(in(stage_label(machine, stage), language)), {}, BoxLook::strong});
  std::vector<DrawnArrow> drawn;
  for (const StageArrow& arrow : arrows) {
    DrawnBox& box = boxes[place_of(arrow.from)];
    if (arrow.from == arrow.to) {
      add_lines(box.lines, arrow, language);
      continue;
    }
    box.look = BoxLook::plain;  // It does not end here.
    add_lines(arrow_between(drawn, place_of(arrow.from), place_of(arrow.to)).lines, arrow,
              language);
  }
  return svg_of(name_of(machine), language, boxes, drawn);
}

}  // namespace o2c::inline v1

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/detail/markup.hpp"
#include "o2c/order/diagram.hpp"

#include "layered_layout.hpp"
#include "stage_arrows.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

constexpr int line_height = 15;

/// About, in pixels: a Latin letter is about half as wide as a Chinese character.
int width_of(std::string_view text) {
  int width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80)
      width += 6;
    else if (byte >= 0xE0)  // The first byte of a Chinese character.
      width += 12;
    else if (byte >= 0xC0)
      width += 6;
  }
  return width;
}

/// A line of text with what is shown when one points at it.
struct DrawnLine {
  std::string text;
  std::string tooltip;
};

struct DrawnStage {
  std::uint8_t stage;
  std::vector<DrawnLine> within{};  ///< Events that stay here.
  bool is_end = true;
};

struct DrawnArrow {
  std::uint8_t from;
  std::uint8_t to;
  std::vector<DrawnLine> lines{};  ///< Events that lead this way.
};

void add_lines(std::vector<DrawnLine>& lines, const StageArrow& arrow, Language language) {
  const bool is_chinese = language == Language::zh;
  std::string tooltip = role_names(info_of(arrow.row->event).by, language);
  for (const std::string_view each : expectations_of(*arrow.row, language))
    tooltip += (is_chinese ? "；" : "; ") + std::string(each);
  lines.push_back({std::string(in(info_of(arrow.row->event).label, language)), tooltip});
  const std::string choice = choice_of(arrow, language);
  if (!choice.empty()) lines.push_back({"[" + choice + "]", tooltip});
}

int width_of(const std::vector<DrawnLine>& lines) {
  int widest = 0;
  for (const DrawnLine& line : lines) widest = std::max(widest, width_of(line.text));
  return widest;
}

class StageDrawing {
 public:
  StageDrawing(Machine machine, Profile profile, Language language)
      : machine_(machine), language_(language) {
    const std::vector<StageArrow> arrows = drawn_arrows_of(machine, profile);
    for (const std::uint8_t stage : stages_of(arrows)) stages_.push_back({stage});
    for (const StageArrow& arrow : arrows) {
      DrawnStage& stage = stages_[place_of(arrow.from)];
      if (arrow.from == arrow.to) {
        add_lines(stage.within, arrow, language);
        continue;
      }
      stage.is_end = false;
      add_lines(arrow_between(arrow.from, arrow.to).lines, arrow, language);
    }
  }

  [[nodiscard]] std::string drawn() const {
    std::vector<LayoutBox> boxes;
    for (const DrawnStage& stage : stages_) {
      const int width = std::max(width_of(label(stage)) + 8, width_of(stage.within));
      const int lines = 1 + static_cast<int>(stage.within.size());
      boxes.push_back({width + 24, lines * line_height + (lines > 1 ? 20 : 14)});
    }
    std::vector<LayoutArrow> arrows;
    for (const DrawnArrow& arrow : arrows_)
      arrows.push_back({place_of(arrow.from), place_of(arrow.to), width_of(arrow.lines) + 8,
                        static_cast<int>(arrow.lines.size()) * line_height});
    const LayoutSize size = lay_out(boxes, arrows);
    std::string out = opening(size);
    for (const LayoutArrow& arrow : arrows) add_path(out, arrow);
    for (std::size_t i = 0; i < arrows.size(); ++i) add_label(out, arrows[i], arrows_[i].lines);
    for (std::size_t i = 0; i < boxes.size(); ++i) add_box(out, boxes[i], stages_[i]);
    return out + "</svg>\n";
  }

 private:
  [[nodiscard]] std::size_t place_of(std::uint8_t stage) const {
    return static_cast<std::size_t>(std::ranges::find(stages_, stage, &DrawnStage::stage) -
                                    stages_.begin());
  }
  DrawnArrow& arrow_between(std::uint8_t from, std::uint8_t to) {
    for (DrawnArrow& arrow : arrows_)
      if (arrow.from == from && arrow.to == to) return arrow;
    return arrows_.emplace_back(DrawnArrow{from, to});
  }
  [[nodiscard]] std::string_view label(const DrawnStage& stage) const {
    return in(stage_label(machine_, stage.stage), language_);
  }

  [[nodiscard]] static std::string numbers(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values) out += (out.empty() ? "" : " ") + std::to_string(value);
    return out;
  }
  [[nodiscard]] static std::string attribute(std::string_view name, int value) {
    return " " + std::string(name) + "=\"" + std::to_string(value) + "\"";
  }

  [[nodiscard]] std::string opening(LayoutSize size) const {
    const std::string id = "o2c-" + std::string(name_of(machine_)) + "-arrow";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", size.width) +
           attribute("height", size.height) + " viewBox=\"0 0 " +
           numbers({size.width, size.height}) + "\" lang=\"" + to_string(language_) +
           "\" font-family=\"'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif\" "
           "font-size=\"11\" text-anchor=\"middle\">\n<defs><marker id=\"" +
           id +
           "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
           "orient=\"auto\"><path d=\"M0 0 8 4 0 8Z\" fill=\"#5b6b7a\"/></marker></defs>\n"
           "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
  }

  void add_path(std::string& out, const LayoutArrow& arrow) const {
    const auto& path = arrow.path;
    std::string d = "M" + numbers({path[0].x, path[0].y});
    for (std::size_t i = 1; i < path.size(); ++i) {
      if (i % 2 == 0) {  // Straight through a layer.
        d += "L" + numbers({path[i].x, path[i].y});
        continue;
      }
      const int middle = (path[i - 1].y + path[i].y) / 2;
      d += "C" + numbers({path[i - 1].x, middle, path[i].x, middle, path[i].x, path[i].y});
    }
    out += "<path d=\"" + d + "\" fill=\"none\" stroke=\"#5b6b7a\" marker-end=\"url(#o2c-" +
           std::string(name_of(machine_)) + "-arrow)\"/>\n";
  }

  static void add_label(std::string& out, const LayoutArrow& arrow,
                        const std::vector<DrawnLine>& lines) {
    out += "<rect" + attribute("x", arrow.label.x - arrow.width / 2) +
           attribute("y", arrow.label.y - arrow.height / 2) + attribute("width", arrow.width) +
           attribute("height", arrow.height) + " fill=\"#fff\"/>\n";
    add_lines_of_text(out, lines, arrow.label.x, arrow.label.y - arrow.height / 2);
  }

  static void add_lines_of_text(std::string& out, const std::vector<DrawnLine>& lines, int x,
                                int top) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool is_choice = lines[i].text.starts_with('[');
      out += "<text" + attribute("x", x) +
             attribute("y", top + 11 + static_cast<int>(i) * line_height) +
             (is_choice ? " fill=\"#5b6b7a\" font-style=\"italic\">" : " fill=\"#1f2933\">") +
             detail::for_markup(lines[i].text) + "<title>" + detail::for_markup(lines[i].tooltip) +
             "</title></text>\n";
    }
  }

  void add_box(std::string& out, const LayoutBox& box, const DrawnStage& stage) const {
    const int left = box.x - box.width / 2;
    const int top = box.y - box.height / 2;
    out += "<rect" + attribute("x", left) + attribute("y", top) + attribute("width", box.width) +
           attribute("height", box.height) + " rx=\"8\" fill=\"" +
           (stage.is_end ? "#dfeee9" : "#eaf1f5") + "\" stroke=\"" +
           (stage.is_end ? "#2f7f86" : "#1d4e63") +
           (stage.is_end ? "\" stroke-width=\"2\"/>\n" : "\"/>\n");
    out += "<text" + attribute("x", box.x) + attribute("y", top + 18) +
           " font-size=\"12\" font-weight=\"600\" fill=\"#10212b\">" +
           detail::for_markup(label(stage)) + "</text>\n";
    if (stage.within.empty()) return;
    out += "<path d=\"M" + numbers({left, top + 25}) + "H" + std::to_string(left + box.width) +
           "\" stroke=\"#b8c7d0\"/>\n";
    add_lines_of_text(out, stage.within, box.x, top + 29);
  }

  Machine machine_;
  Language language_;
  std::vector<DrawnStage> stages_;
  std::vector<DrawnArrow> arrows_;
};

}  // namespace

std::string svg(Machine machine, Profile profile, Language language) {
  return StageDrawing(machine, profile, language).drawn();
}

}  // namespace o2c::inline v1

#include "svg_drawing.hpp"

#include <algorithm>
#include <initializer_list>

#include "o2c/explain/detail/markup.hpp"

#include "layered_layout.hpp"

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

int width_of(const std::vector<DrawnLine>& lines) {
  int widest = 0;
  for (const DrawnLine& line : lines) widest = std::max(widest, width_of(line.text));
  return widest;
}

struct BoxColours {
  std::string_view fill;
  std::string_view stroke;
  std::string_view more;
};

BoxColours colours_of(BoxLook look) {
  switch (look) {
    case BoxLook::plain:
      return {"#eaf1f5", "#1d4e63", ""};
    case BoxLook::strong:
      return {"#dfeee9", "#2f7f86", " stroke-width=\"2\""};
    case BoxLook::title:
      return {"#fff", "#fff", ""};
    case BoxLook::next:
      return {"#fff", "#8a97a3", " stroke-dasharray=\"4 3\""};
  }
  return {};
}

std::string numbers(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out += (out.empty() ? "" : " ") + std::to_string(value);
  return out;
}

std::string attribute(std::string_view name, int value) {
  return " " + std::string(name) + "=\"" + std::to_string(value) + "\"";
}

std::string opening(std::string_view name, Language language, LayoutSize size) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", size.width) +
         attribute("height", size.height) + " viewBox=\"0 0 " + numbers({size.width, size.height}) +
         "\" lang=\"" + to_string(language) +
         "\" font-family=\"'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif\" "
         "font-size=\"11\" text-anchor=\"middle\">\n<defs><marker id=\"o2c-" +
         std::string(name) +
         "-arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
         "orient=\"auto\"><path d=\"M0 0 8 4 0 8Z\" fill=\"#5b6b7a\"/></marker></defs>\n"
         "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
}

void add_path(std::string& out, std::string_view name, const LayoutArrow& arrow, bool is_dashed) {
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
  out += "<path d=\"" + d + "\" fill=\"none\" stroke=\"#5b6b7a\"" +
         (is_dashed ? " stroke-dasharray=\"4 3\"" : "") + " marker-end=\"url(#o2c-" +
         std::string(name) + "-arrow)\"/>\n";
}

void add_lines(std::string& out, const std::vector<DrawnLine>& lines, int x, int top) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += "<text" + attribute("x", x) +
           attribute("y", top + 11 + static_cast<int>(i) * line_height) +
           (lines[i].is_soft ? " fill=\"#5b6b7a\" font-style=\"italic\">" : " fill=\"#1f2933\">") +
           detail::for_markup(lines[i].text);
    if (!lines[i].tooltip.empty())
      out += "<title>" + detail::for_markup(lines[i].tooltip) + "</title>";
    out += "</text>\n";
  }
}

void add_label(std::string& out, const LayoutArrow& arrow, const std::vector<DrawnLine>& lines) {
  if (lines.empty()) return;
  out += "<rect" + attribute("x", arrow.label.x - arrow.width / 2) +
         attribute("y", arrow.label.y - arrow.height / 2) + attribute("width", arrow.width) +
         attribute("height", arrow.height) + " fill=\"#fff\"/>\n";
  add_lines(out, lines, arrow.label.x, arrow.label.y - arrow.height / 2);
}

void add_box(std::string& out, const LayoutBox& place, const DrawnBox& box) {
  const int left = place.x - place.width / 2;
  const int top = place.y - place.height / 2;
  const BoxColours colours = colours_of(box.look);
  out += "<rect" + attribute("x", left) + attribute("y", top) + attribute("width", place.width) +
         attribute("height", place.height) + " rx=\"8\" fill=\"" + std::string(colours.fill) +
         "\" stroke=\"" + std::string(colours.stroke) + "\"" + std::string(colours.more) + "/>\n";
  out += "<text" + attribute("x", place.x) + attribute("y", top + 18) +
         " font-size=\"12\" font-weight=\"600\" fill=\"#10212b\">" + detail::for_markup(box.title) +
         "</text>\n";
  if (box.lines.empty()) return;
  out += "<path d=\"M" + numbers({left, top + 25}) + "H" + std::to_string(left + place.width) +
         "\" stroke=\"#b8c7d0\"/>\n";
  add_lines(out, box.lines, place.x, top + 29);
}

}  // namespace

std::string svg_of(std::string_view name, Language language, const std::vector<DrawnBox>& boxes,
                   const std::vector<DrawnArrow>& arrows) {
  std::vector<LayoutBox> places;
  for (const DrawnBox& box : boxes) {
    const int width = std::max(width_of(box.title) + 8, width_of(box.lines));
    const int lines = 1 + static_cast<int>(box.lines.size());
    places.push_back({width + 24, lines * line_height + (lines > 1 ? 20 : 14)});
  }
  std::vector<LayoutArrow> ways;
  for (const DrawnArrow& arrow : arrows)
    ways.push_back({arrow.from, arrow.to, width_of(arrow.lines) + 8,
                    static_cast<int>(arrow.lines.size()) * line_height});
  const LayoutSize size = lay_out(places, ways);
  std::string out = opening(name, language, size);
  for (std::size_t i = 0; i < ways.size(); ++i) add_path(out, name, ways[i], arrows[i].is_dashed);
  for (std::size_t i = 0; i < ways.size(); ++i) add_label(out, ways[i], arrows[i].lines);
  for (std::size_t i = 0; i < places.size(); ++i) add_box(out, places[i], boxes[i]);
  return out + "</svg>\n";
}

}  // namespace o2c::inline v1

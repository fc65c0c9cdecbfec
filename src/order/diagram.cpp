#include "o2c/order/diagram.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "mermaid_text.hpp"
#include "stage_arrows.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

/// For a quoted text of Graphviz.
std::string for_dot(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// For a cell of a Markdown table.
std::string for_markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("|<>*_`\\").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

bool leads_away(const std::vector<StageArrow>& arrows, std::uint8_t stage) {
  return std::ranges::any_of(
      arrows, [&](const StageArrow& arrow) { return arrow.from == stage && arrow.to != stage; });
}

/// What each event of a stage asks for, once for all its choices.
std::string note_of(const std::vector<StageArrow>& arrows, std::uint8_t stage, Language language) {
  std::string lines;
  const TransitionRow* before = nullptr;
  for (const StageArrow& arrow : arrows) {
    if (arrow.from != stage || (before != nullptr && before->event == arrow.row->event)) continue;
    before = arrow.row;
    const auto expectations = expectations_of(*arrow.row, language);
    if (expectations.empty()) continue;
    lines += "    " + for_mermaid(in(info_of(arrow.row->event).label, language));
    for (const std::string_view each : expectations) lines += "<br/>– " + for_mermaid(each);
    lines += "\n";
  }
  return lines;
}

std::string joined_sentences(const TransitionRow& row, Language language,
                             std::string_view between) {
  std::string out;
  for (const std::string_view each : expectations_of(row, language)) {
    if (!out.empty()) out += between;
    out += each;
  }
  return out;
}

/// All that leads from one stage to another, as one arrow: beside each other they would overlap.
struct JoinedArrow {
  std::uint8_t from;
  std::uint8_t to;
  std::string label;
  std::string guards;
};

std::vector<JoinedArrow> joined(const std::vector<StageArrow>& arrows, Language language,
                                std::string (*escaped)(std::string_view),
                                std::string_view line_break) {
  std::vector<JoinedArrow> found;
  for (const StageArrow& arrow : arrows) {
    const std::string guards = joined_sentences(*arrow.row, language, "; ");
    const std::string label = escaped(label_of(arrow, language));
    const auto same = std::ranges::find_if(found, [&](const JoinedArrow& other) {
      return other.from == arrow.from && other.to == arrow.to;
    });
    if (same == found.end()) {
      found.push_back({arrow.from, arrow.to, label, guards});
      continue;
    }
    same->label += std::string(line_break) + label;
    if (!guards.empty()) same->guards += (same->guards.empty() ? "" : "; ") + guards;
  }
  return found;
}

}  // namespace

std::string mermaid(Machine machine, Profile profile, Language language, DiagramDetail detail) {
  const std::vector<StageArrow> arrows = drawn_arrows_of(machine, profile);
  std::string out = "stateDiagram-v2\n";
  const auto stages = stages_of(arrows);
  for (const std::uint8_t stage : stages)
    out += "  state \"" + for_mermaid(in(stage_label(machine, stage), language)) + "\" as " +
           std::string(stage_name(machine, stage)) + "\n";
  if (!stages.empty()) out += "  [*] --> " + std::string(stage_name(machine, 0)) + "\n";
  for (const JoinedArrow& arrow : joined(arrows, language, for_mermaid, "<br/>"))
    out += "  " + std::string(stage_name(machine, arrow.from)) + " --> " +
           std::string(stage_name(machine, arrow.to)) + " : " + arrow.label + "\n";
  for (const std::uint8_t stage : stages) {
    const std::string name(stage_name(machine, stage));
    if (!leads_away(arrows, stage)) out += "  " + name + " --> [*]\n";
    if (detail != DiagramDetail::guards) continue;
    const std::string note = note_of(arrows, stage, language);
    if (!note.empty()) out += "  note right of " + name + "\n" + note + "  end note\n";
  }
  return out;
}

std::string dot(Machine machine, Profile profile, Language language) {
  const std::vector<StageArrow> arrows = drawn_arrows_of(machine, profile);
  const auto name = [&](std::uint8_t stage) {
    return "\"" + std::string(stage_name(machine, stage)) + "\"";
  };
  std::string out = "digraph " + std::string(name_of(machine)) +
                    " {\n"
                    "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=12];\n"
                    "  edge [fontname=\"sans-serif\", fontsize=10];\n";
  for (const std::uint8_t stage : stages_of(arrows)) {
    out += "  " + name(stage) + " [label=\"" + for_dot(in(stage_label(machine, stage), language)) +
           "\"";
    if (!leads_away(arrows, stage)) out += ", peripheries=2";
    out += "];\n";
  }
  for (const JoinedArrow& arrow : joined(arrows, language, for_dot, "\\n")) {
    out += "  " + name(arrow.from) + " -> " + name(arrow.to) + " [label=\"" + arrow.label + "\"";
    if (!arrow.guards.empty()) out += ", tooltip=\"" + for_dot(arrow.guards) + "\"";
    out += "];\n";
  }
  return out + "}\n";
}

std::string markdown(Machine machine, Profile profile, Language language) {
  const bool is_chinese = language == Language::zh;
  std::string out = is_chinese ? "| 阶段 | 事项 | 去向 | 办理 | 条件 |\n|---|---|---|---|---|\n"
                               : "| at | event | leads to | by | if |\n|---|---|---|---|---|\n";
  // Rows of the table that differ in nothing but where they come from are one.
  const std::vector<StageArrow> arrows = arrows_of(machine, profile);
  std::vector<const TransitionRow*> rows;
  for (const StageArrow& arrow : arrows)
    if (std::ranges::find(rows, arrow.row) == rows.end()) rows.push_back(arrow.row);
  for (const TransitionRow* row : rows) {
    std::string at;
    const StageArrow* shown = nullptr;
    for (const StageArrow& arrow : arrows) {
      if (arrow.row != row) continue;
      shown = &arrow;
      if (!at.empty()) at += is_chinese ? "、" : ", ";
      at += in(stage_label(machine, arrow.from), language);
    }
    const EventInfo& info = info_of(row->event);
    std::string to(row->stays ? (is_chinese ? "不变" : "stays")
                              : in(stage_label(machine, row->to), language));
    const std::string choice = choice_of(*shown, language);
    if (!choice.empty()) to += (is_chinese ? "，" : ", ") + choice;
    out += "| " + for_markdown(at) + " | `" + std::string(info.name) + "` " +
           for_markdown(in(info.label, language)) + " | " + for_markdown(to) + " | " +
           for_markdown(role_names(info.by, language)) + " | " +
           for_markdown(joined_sentences(*row, language, is_chinese ? "；" : "; ")) + " |\n";
  }
  return out;
}

}  // namespace o2c::inline v1

#include "stage_arrows.hpp"

#include <algorithm>

namespace o2c::inline v1 {

std::vector<StageArrow> arrows_of(Machine machine, Profile profile) {
  std::vector<StageArrow> arrows;
  for (std::uint8_t stage = 0; stage < stage_count(machine); ++stage)
    for (const TransitionRow& row : rows_of(machine)) {
      if (!row.is_from(stage) || !row.profiles.has(profile)) continue;
      const bool is_after_choice = std::ranges::any_of(arrows, [&](const StageArrow& before) {
        return before.from == stage && before.row->event == row.event;
      });
      arrows.push_back(
          {stage, row.stays ? stage : row.to, &row, is_after_choice && row.when == nullptr});
    }
  return arrows;
}

std::vector<StageArrow> drawn_arrows_of(Machine machine, Profile profile) {
  std::vector<StageArrow> arrows = arrows_of(machine, profile);
  std::erase_if(arrows, [&](const StageArrow& arrow) {
    return arrow.from == arrow.to && info_of(arrow.row->event).machine != machine;
  });
  return arrows;
}

std::vector<std::uint8_t> stages_of(const std::vector<StageArrow>& arrows) {
  std::vector<std::uint8_t> stages;
  for (const StageArrow& arrow : arrows) {
    stages.push_back(arrow.from);
    stages.push_back(arrow.to);
  }
  std::ranges::sort(stages);
  const auto repeated = std::ranges::unique(stages);
  stages.erase(repeated.begin(), repeated.end());
  return stages;
}

std::string choice_of(const StageArrow& arrow, Language language) {
  const bool is_chinese = language == Language::zh;
  if (arrow.row->when != nullptr)
    return (is_chinese ? "如" : "when ") + std::string(in(arrow.row->when->when, language));
  if (arrow.is_last_choice) return is_chinese ? "否则" : "otherwise";
  return {};
}

std::string label_of(const StageArrow& arrow, Language language) {
  std::string label(in(info_of(arrow.row->event).label, language));
  const std::string choice = choice_of(arrow, language);
  if (!choice.empty()) label += " [" + choice + "]";
  return label;
}

std::vector<std::string_view> expectations_of(const TransitionRow& row, Language language) {
  std::vector<std::string_view> expectations;
  for (const Guard* guard : row.guards) expectations.push_back(in(guard->expected, language));
  return expectations;
}

}  // namespace o2c::inline v1

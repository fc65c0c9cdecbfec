#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/order/lifecycle.hpp"

// A machine's table as arrows between stages, for whoever draws it.
namespace o2c::inline v1 {

/// An event at a stage of one profile, and where it leads.
struct StageArrow {
  std::uint8_t from;
  std::uint8_t to;  ///< `from`, if it stays there.
  const TransitionRow* row;
  bool is_last_choice;  ///< Taken when none of the choices before it was.
};

/// In the order of the table.
std::vector<StageArrow> arrows_of(Machine machine, Profile profile);
/// Without what only stays where it is because of another machine's event.
std::vector<StageArrow> drawn_arrows_of(Machine machine, Profile profile);
/// The stages that they touch, in the order of the stages.
std::vector<std::uint8_t> stages_of(const std::vector<StageArrow>& arrows);

inline std::string_view in(Text text, Language language) {
  return language == Language::zh ? text.zh : text.en;
}
/// "credit checked [it is as agreed]"
std::string label_of(const StageArrow& arrow, Language language);
/// "when ..."; nothing for what happens in one way only.
std::string choice_of(const StageArrow& arrow, Language language);
/// What the guards expect, one for each.
std::vector<std::string_view> expectations_of(const TransitionRow& row, Language language);

}  // namespace o2c::inline v1

#include "o2c/receivable/letter_template.hpp"

#include <utility>

#include "template_places.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, letter_places> place_names{
    "party",  "date", "level", "oldest_due", "days_overdue",
    "amount", "fee",  "total", "credits",    "items"};

}  // namespace

std::string to_string(LetterPlace place) {
  return std::string(place_names[static_cast<std::size_t>(place)]);
}

LetterTemplate::LetterTemplate(std::string text) : text_(std::move(text)) {
  std::string rest = for_places(text_, place_names, [this](std::string before, std::size_t place) {
    parts_.push_back({std::move(before), static_cast<LetterPlace>(place)});
  });
  parts_.push_back({std::move(rest), LetterPlace::party});
}

std::string LetterTemplate::fill(const LetterValues& values) const {
  std::string filled;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    filled += parts_[i].text;
    if (i + 1 < parts_.size()) filled += values[static_cast<std::size_t>(parts_[i].place)];
  }
  return filled;
}

}  // namespace o2c::inline v1

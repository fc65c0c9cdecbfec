#include "o2c/receivable/letter_template.hpp"

#include <utility>

#include "o2c/number/error.hpp"

#include "named_values.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, letter_places> place_names{
    "party", "date", "level", "oldest_due", "days_overdue", "amount", "fee", "total", "items"};

LetterPlace place_at(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view name = text.substr(begin, end - begin);
  const auto* const found = std::ranges::find(place_names, name);
  if (found == place_names.end()) {
    std::string expected = "the name of a place, one of";
    for (const std::string_view each : place_names) expected += " " + std::string(each);
    throw_parse(text, begin, expected);
  }
  return static_cast<LetterPlace>(std::distance(place_names.begin(), found));
}

}  // namespace

std::string to_string(LetterPlace place) {
  return std::string(place_names[static_cast<std::size_t>(place)]);
}

LetterTemplate::LetterTemplate(std::string text) : text_(std::move(text)) {
  std::string before;
  for (std::size_t at = 0; at < text_.size(); ++at) {
    const char c = text_[at];
    if (c != '{' && c != '}') {
      before += c;
    } else if (at + 1 < text_.size() && text_[at + 1] == c) {
      before += c;
      ++at;
    } else {
      const std::size_t end = c == '{' ? text_.find('}', at) : std::string::npos;
      if (end == std::string::npos)
        throw_parse(text_, at, "a place such as {party}, or two braces");
      parts_.push_back({std::exchange(before, {}), place_at(text_, at + 1, end)});
      at = end;
    }
  }
  parts_.push_back({std::move(before), LetterPlace::party});
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

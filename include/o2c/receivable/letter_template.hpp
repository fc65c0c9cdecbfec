#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace o2c::inline v1 {

/// What a letter may name, in braces: "{party}".
enum class LetterPlace : std::uint8_t {
  party,
  date,          ///< Of the letter.
  level,         ///< The highest level of its items.
  oldest_due,    ///< The earliest due date of its items,
  days_overdue,  ///< and the days since.
  amount,        ///< What is overdue and asked for, fee apart.
  fee,
  total,    ///< Both together.
  credits,  ///< What the party paid or is credited, and is not applied to anything.
  items     ///< A line for each item; below them the fee and the credits, if there are any.
};
inline constexpr std::size_t letter_places = 10;

/// "party", "oldest_due", ...
std::string to_string(LetterPlace place);

/// What stands in each place of a letter.
using LetterValues = std::array<std::string, letter_places>;

/// The text of a letter with named places, such as "Dear {party}, ...". Two braces are one: "{{".
class LetterTemplate {
 public:
  /// Throws ParseError, with its position, for a place that has no such name and for a brace
  /// without its other.
  explicit LetterTemplate(std::string text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] std::string fill(const LetterValues& values) const;

  friend bool operator==(const LetterTemplate& a, const LetterTemplate& b) {
    return a.text_ == b.text_;
  }

 private:
  struct Part {
    std::string text;
    LetterPlace place;  // After the text, but for the last part.
  };

  std::string text_;
  std::vector<Part> parts_;
};

}  // namespace o2c::inline v1

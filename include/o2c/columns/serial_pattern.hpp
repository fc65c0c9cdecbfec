#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace o2c::inline v1 {

/// What the numbers of one series of documents look like, such as INV-00012345 or 2026/0815: all
/// equally long, with digits in the same places and otherwise the same characters. A text of the
/// pattern is as good as the integer that its digits make, which is far less to look up.
class SerialPattern {
 public:
  /// Stands for a text of another form.
  static constexpr std::int64_t none = -1;

  /// The pattern that almost all of the texts follow; nothing if there is none, or one of more
  /// digits than an integer holds.
  static std::optional<SerialPattern> of(std::span<const std::string_view> texts);

  /// The texts' digits as integers, other characters after the first digit counting as zeros: texts
  /// of the pattern are equal exactly when these are. Returns how many texts follow the pattern.
  std::size_t serials(std::span<const std::string_view> texts,
                      std::span<std::int64_t> serials) const noexcept;

 private:
  explicit SerialPattern(std::string_view example) noexcept;
  [[nodiscard]] std::int64_t serial(std::string_view text) const noexcept;

  static constexpr std::size_t digits_most = 18;
  static constexpr std::size_t words_most = 4;

  // Eight characters of the text, the last word's being the last ones.
  struct Word {
    std::size_t begin = 0;
    std::uint64_t own = 0;       // All ones in the characters that no word before covers.
    std::uint64_t expected = 0;  // '0' for a digit.
    std::uint64_t room = 0;      // Added to how a character differs, reaches 128 if it may not.
    std::uint64_t weight = 0;    // Of the word's last character.
  };
  std::size_t size_;
  std::size_t word_count_ = 0;
  std::array<Word, words_most> words_{};
};

}  // namespace o2c::inline v1

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "o2c/columns/page_array.hpp"
#include "o2c/columns/text_codes.hpp"

namespace o2c::inline v1 {

/// Texts that are looked up very often, each in a cache line of its own, which is all that a lookup
/// reads: TextCodes read their slot and then the text. It is a cache of theirs: texts that are
/// long, or whose line another one has, are looked up there.
class TextLines {
 public:
  /// Of more texts there are none, as they would take more than 32 MiB.
  static constexpr std::size_t most_texts = std::size_t{1} << 17U;

  /// Knows no text.
  TextLines() = default;
  explicit TextLines(const TextCodes& texts);

  /// texts.find(wanted, codes), where `texts` are those that this was made of.
  std::size_t find(const TextCodes& texts, std::span<const std::string_view> wanted,
                   std::span<std::uint32_t> codes) const;

 private:
  static constexpr std::size_t longest = 58;
  struct alignas(64) Line {
    std::uint32_t code;
    std::uint16_t size_after;  // The size + 1, so that zeroed memory is no text.
    char text[longest];        // NOLINT(*-avoid-c-arrays): the rest of the line.
  };
  static_assert(sizeof(Line) == 64);

  [[nodiscard]] std::size_t place(std::string_view text) const noexcept;

  PageArray<Line> lines_;
};

}  // namespace o2c::inline v1

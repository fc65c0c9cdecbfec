#include "o2c/columns/text_lines.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "o2c/columns/hash.hpp"

namespace o2c::inline v1 {

[[gnu::always_inline]] inline std::size_t TextLines::place(std::string_view text) const noexcept {
  return detail::hash_text(text) & (lines_.size() - 1);
}

TextLines::TextLines(const TextCodes& texts) {
  if (texts.size() > most_texts) return;
  lines_ = PageArray<Line>(std::bit_ceil(3 * texts.size() + 1));
  for (std::uint32_t code = 0; code < texts.size(); ++code) {
    const std::string_view text = texts.text(code);
    Line& line = lines_[place(text)];
    if (line.size_after != 0 || text.size() > longest) continue;
    line.code = code;
    line.size_after = static_cast<std::uint16_t>(text.size() + 1);
    std::ranges::copy(text, line.text);
  }
}

std::size_t TextLines::find(const TextCodes& texts, std::span<const std::string_view> wanted,
                            std::span<std::uint32_t> codes) const {
  if (lines_.size() == 0) return texts.find(wanted, codes);
  constexpr std::size_t block = 256;
  std::array<const Line*, block> lines;
  std::array<std::size_t, block> missed;
  std::array<std::string_view, block> missed_texts;
  std::array<std::uint32_t, block> missed_codes;
  std::size_t unknowns = 0;
  for (std::size_t begin = 0; begin < wanted.size(); begin += block) {
    const auto some = wanted.subspan(begin, std::min(block, wanted.size() - begin));
    for (std::size_t i = 0; i < some.size(); ++i) {
      lines[i] = &lines_[place(some[i])];
      __builtin_prefetch(lines[i]);
    }
    std::size_t misses = 0;
    for (std::size_t i = 0; i < some.size(); ++i) {
      const Line& line = *lines[i];
      const bool is_there = line.size_after == some[i].size() + 1 &&
                            detail::same_bytes(line.text, some[i].data(), some[i].size());
      codes[begin + i] = line.code;
      missed[misses] = begin + i;
      misses += is_there ? 0U : 1U;
    }
    if (misses == 0) continue;
    for (std::size_t i = 0; i < misses; ++i) missed_texts[i] = wanted[missed[i]];
    unknowns += texts.find({missed_texts.data(), misses}, {missed_codes.data(), misses});
    for (std::size_t i = 0; i < misses; ++i) codes[missed[i]] = missed_codes[i];
  }
  return unknowns;
}

}  // namespace o2c::inline v1

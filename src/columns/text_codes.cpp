#include "o2c/columns/text_codes.hpp"

#include <algorithm>

#include "o2c/columns/code_tables.hpp"
#include "o2c/columns/hash.hpp"

namespace o2c::inline v1 {
namespace {

// The first chunk is small, for tables of few texts; the others lie in huge pages.
constexpr std::size_t first_chunk = std::size_t{64} << 10U;
constexpr std::size_t chunk_size = std::size_t{4} << 20U;

}  // namespace

void TextCodes::codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) {
  if (find(texts, codes) == 0) return;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (codes[i] == unknown) codes[i] = code(texts[i]);
}

std::uint32_t TextCodes::code(std::string_view text) {
  const std::uint64_t hash = detail::hash_text(text);
  const std::uint32_t known = slots_.find(text, hash);
  if (known != unknown) return known;
  const std::uint32_t code = detail::next_code(texts_.size());
  if (texts_.size() == slots_.capacity()) grow();
  texts_.push_back(keep(text));
  return slots_.add(texts_.back(), hash, code);
}

void TextCodes::prefetch(std::string_view text) const noexcept {
  if (slots_.capacity() != 0) slots_.prefetch(detail::hash_text(text));
}

void TextCodes::grow() {
  slots_ = TextSlots(2 * slots_.capacity());
  for (std::uint32_t code = 0; code < texts_.size(); ++code)
    slots_.add(texts_[code], detail::hash_text(texts_[code]), code);
}

std::string_view TextCodes::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > chunk_left_) {
    chunk_left_ = std::max(chunks_.empty() ? first_chunk : chunk_size, text.size());
    chunks_.push_back(PageArray<char>::uninitialized(chunk_left_));
  }
  char* copy = chunks_.back().data() + (chunks_.back().size() - chunk_left_);
  std::ranges::copy(text, copy);
  chunk_left_ -= text.size();
  return {copy, text.size()};
}

}  // namespace o2c::inline v1

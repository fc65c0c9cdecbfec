#include "number_codes.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "o2c/columns/code_tables.hpp"
#include "o2c/columns/hash.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t least_slots = 64;
// The first chunk is small, for ledgers of few documents; the others lie in huge pages.
constexpr std::size_t first_chunk = std::size_t{64} << 10U;
constexpr unsigned chunk_bits = 22;
constexpr std::size_t chunk_size = std::size_t{1} << chunk_bits;
constexpr std::size_t chunks_max = std::size_t{1} << (32 - chunk_bits);

// A length is one byte, or this one and four more.
constexpr unsigned char long_text = 255;

// Numbers that differ in their last digit alone lie side by side, since documents are mostly
// recorded in the order of their numbers: ten of them cost one cache miss.
std::uint32_t hash_of(std::string_view text) {
  if (text.empty()) return 0;
  const auto last = static_cast<unsigned char>(text.back());
  const std::uint64_t rest = detail::hash_text(text.substr(0, text.size() - 1));
  return static_cast<std::uint32_t>(rest << 4U) | (last & 15U);
}

}  // namespace

std::uint32_t NumberCodes::code(std::string_view text) {
  if (2 * (size() + 1) > slots_.size()) grow();
  const std::uint32_t hash = hash_of(text);
  Slot& found = slots_[slot(text, hash)];
  if (found.code_after == 0) {
    const std::uint32_t code = detail::next_code(size());
    starts_.push_back(keep(text));
    found = {.hash = hash, .code_after = code + 1};
  }
  return found.code_after - 1;
}

std::uint32_t NumberCodes::find(std::string_view text) const {
  if (slots_.size() == 0) return unknown;
  return slots_[slot(text, hash_of(text))].code_after - 1;  // Of an empty slot: `unknown`.
}

void NumberCodes::prefetch(std::string_view text) const noexcept {
  if (slots_.size() != 0) __builtin_prefetch(&slots_[hash_of(text) & mask()]);
}

void NumberCodes::find(std::span<const std::string_view> texts,
                       std::span<std::uint32_t> codes) const {
  if (slots_.size() == 0) {
    std::ranges::fill(codes, unknown);
    return;
  }
  constexpr std::size_t block = 64;
  std::array<std::uint32_t, block> hashes;
  std::array<std::size_t, block> at;
  for (std::size_t begin = 0; begin < texts.size(); begin += block) {
    const auto some = texts.subspan(begin, std::min(block, texts.size() - begin));
    for (std::size_t i = 0; i < some.size(); ++i) {
      hashes[i] = hash_of(some[i]);
      __builtin_prefetch(&slots_[hashes[i] & mask()]);
    }
    const auto for_candidates = [&](const auto& use) {
      for (std::size_t i = 0; i < some.size(); ++i)
        if (slots_[at[i]].code_after != 0) use(slots_[at[i]].code_after - 1);
    };
    for (std::size_t i = 0; i < some.size(); ++i) at[i] = candidate(hashes[i] & mask(), hashes[i]);
    for_candidates([&](std::uint32_t code) { __builtin_prefetch(&starts_[code]); });
    for_candidates([&](std::uint32_t code) { __builtin_prefetch(place(code)); });
    for (std::size_t i = 0; i < some.size(); ++i)
      codes[begin + i] = slots_[slot(some[i], hashes[i])].code_after - 1;
  }
}

const char* NumberCodes::place(std::uint32_t code) const {
  const std::uint32_t start = starts_[code];
  return chunks_[start >> chunk_bits].data() + start % chunk_size;
}

std::string_view NumberCodes::text(std::uint32_t code) const {
  const char* at = place(code);
  const auto size = static_cast<unsigned char>(*at);
  if (size < long_text) return {at + 1, size};
  return {at + 5, detail::load<std::uint32_t>(at + 1)};
}

std::size_t NumberCodes::candidate(std::size_t at, std::uint32_t hash) const {
  while (slots_[at].code_after != 0 && slots_[at].hash != hash) at = (at + 1) & mask();
  return at;
}

std::size_t NumberCodes::slot(std::string_view wanted, std::uint32_t hash) const {
  std::size_t at = candidate(hash & mask(), hash);
  while (slots_[at].code_after != 0 && text(slots_[at].code_after - 1) != wanted)
    at = candidate((at + 1) & mask(), hash);
  return at;
}

// In the order of the slots, so that neighbours stay neighbours: no text is read, nothing is far.
void NumberCodes::grow() {
  auto slots = PageArray<Slot>::uninitialized(std::max(least_slots, 2 * slots_.size()));
  std::fill_n(slots.data(), slots.size(), Slot{});
  const PageArray<Slot> old = std::exchange(slots_, std::move(slots));
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (old[i].code_after == 0) continue;
    std::size_t at = old[i].hash & mask();
    while (slots_[at].code_after != 0) at = (at + 1) & mask();
    slots_[at] = old[i];
  }
}

std::uint32_t NumberCodes::keep(std::string_view text) {
  const std::size_t prefix = text.size() < long_text ? 1 : 5;
  const std::size_t needed = prefix + text.size();
  if (chunks_.empty() || needed > chunks_.back().size() - chunk_used_) {
    if (needed > chunk_size || chunks_.size() == chunks_max)
      throw_overflow("a ledger holds at most 4 GiB of document numbers, each of at most 4 MiB");
    const bool is_first = chunks_.empty() && needed <= first_chunk;
    chunks_.push_back(PageArray<char>::uninitialized(is_first ? first_chunk : chunk_size));
    chunk_used_ = 0;
  }
  char* at = chunks_.back().data() + chunk_used_;
  *at = static_cast<char>(std::min<std::size_t>(text.size(), long_text));
  if (prefix > 1) {
    const auto size = static_cast<std::uint32_t>(text.size());
    std::memcpy(at + 1, &size, sizeof size);
  }
  std::ranges::copy(text, at + prefix);
  const std::size_t start = ((chunks_.size() - 1) << chunk_bits) + chunk_used_;
  chunk_used_ += needed;
  return static_cast<std::uint32_t>(start);
}

}  // namespace o2c::inline v1

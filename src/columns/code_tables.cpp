#include "o2c/columns/code_tables.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "o2c/columns/hash.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t first_size = 1024;

}  // namespace

std::uint32_t detail::next_code(std::size_t codes) {
  if (codes >= std::numeric_limits<std::uint32_t>::max() - 1)
    throw_overflow("more than 4 billion different keys");
  return static_cast<std::uint32_t>(codes);
}

std::uint32_t IntegerCodes::code(std::uint64_t key) {
  if (2 * (keys_.size() + 1) > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = detail::hash_integer(key) & mask;
  while (slots_[at].code_after != 0) {
    if (slots_[at].key == key) return static_cast<std::uint32_t>(slots_[at].code_after - 1);
    at = (at + 1) & mask;
  }
  const std::uint32_t code = detail::next_code(keys_.size());
  slots_[at] = {key, std::uint64_t{code} + 1};
  keys_.push_back(key);
  return code;
}

std::uint32_t IntegerCodes::find(std::uint64_t key) const noexcept {
  if (slots_.size() == 0) return unknown;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = detail::hash_integer(key) & mask; slots_[at].code_after != 0;
       at = (at + 1) & mask)
    if (slots_[at].key == key) return static_cast<std::uint32_t>(slots_[at].code_after - 1);
  return unknown;
}

std::size_t IntegerCodes::find(std::span<const std::uint64_t> keys,
                               std::span<std::uint32_t> codes) const {
  if (slots_.size() == 0) {
    std::ranges::fill(codes, unknown);
    return keys.size();
  }
  constexpr std::size_t ahead = 32;
  const auto fetch = [&](std::size_t i) {
    __builtin_prefetch(slots_.data() + (detail::hash_integer(keys[i]) & (slots_.size() - 1)));
  };
  for (std::size_t i = 0; i < std::min(ahead, keys.size()); ++i) fetch(i);
  std::size_t unknowns = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i + ahead < keys.size()) fetch(i + ahead);
    codes[i] = find(keys[i]);
    unknowns += codes[i] == unknown ? 1U : 0U;
  }
  return unknowns;
}

void IntegerCodes::codes(std::span<const std::uint64_t> keys, std::span<std::uint32_t> codes) {
  if (find(keys, codes) == 0) return;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (codes[i] == unknown) codes[i] = code(keys[i]);
}

void IntegerCodes::grow() {
  PageArray<Slot> grown(std::max(first_size, 2 * slots_.size()));
  const std::size_t mask = grown.size() - 1;
  for (std::size_t code = 0; code < keys_.size(); ++code) {
    std::size_t at = detail::hash_integer(keys_[code]) & mask;
    while (grown[at].code_after != 0) at = (at + 1) & mask;
    grown[at] = {keys_[code], code + 1};
  }
  slots_ = std::move(grown);
}

std::uint32_t PairCodes::add(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t code = detail::next_code(pairs_.size());
  pairs_.push_back({a, b});
  return code;
}

std::uint32_t PairCodes::far_code(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t far = far_.code(std::uint64_t{a} << 32U | b);
  if (far == far_codes_.size()) far_codes_.push_back(add(a, b));
  return far_codes_[far];
}

}  // namespace o2c::inline v1

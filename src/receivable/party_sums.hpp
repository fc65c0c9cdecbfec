#pragma once

// What several threads add up by party and currency. Private to src/receivable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/code_range.hpp"
#include "o2c/columns/group_encoder.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// Adds to a sum of 96 bits in two parts, which no table has rows enough to fill; an amount is not
/// below zero. Two such sums and two counts take half a cache line.
inline void add_to_sum(std::uint64_t& low, std::uint32_t& high, std::uint64_t amount) noexcept {
  high += __builtin_add_overflow(low, amount, &low) ? 1U : 0U;
}
inline void add_to_sum(std::uint64_t& low, std::uint32_t& high, std::uint64_t other_low,
                       std::uint32_t other_high) noexcept {
  add_to_sum(low, high, other_low);
  high += other_high;
}
inline Int128 whole_sum(std::uint64_t low, std::uint32_t high) noexcept {
  return static_cast<Int128>(static_cast<UInt128>(high) << 64U | low);
}

/// A `Sum` begins empty, `add`s another one, and says `is_empty`. Groups are codes of the thread
/// that adds.
template <class Sum>
class PartySums {
 public:
  explicit PartySums(std::size_t threads) : sums_(threads) {}

  /// Makes room for the groups of a block.
  void reserve(std::size_t thread, std::span<const std::uint32_t> groups) {
    const std::uint32_t last = code_range(groups).largest;
    std::vector<Sum>& sums = sums_[thread];
    if (last >= sums.size()) sums.resize(std::max<std::size_t>(std::size_t{last} + 1, 1024));
  }
  /// Those of a thread, by group.
  [[nodiscard]] std::span<Sum> of(std::size_t thread) noexcept { return sums_[thread]; }

  /// Adds all up by the codes of the first thread; `encoder(t)` made those of a thread.
  template <class Encoder>
  void join(const Encoder& encoder) {
    for (std::size_t t = 1; t < sums_.size(); ++t)
      for (std::uint32_t other = 0; other < sums_[t].size(); ++other) {
        if (sums_[t][other].is_empty()) continue;
        const std::uint32_t group = encoder(0).adopt(encoder(t), other);
        reserve(0, std::span(&group, 1));
        sums_.front()[group].add(sums_[t][other]);
      }
  }

  /// Once they are joined.
  [[nodiscard]] const Sum& operator[](std::uint32_t group) const { return sums_.front()[group]; }

  /// The groups of which `shows` holds, by party, then by the code of the currency: the last key,
  /// if there are two.
  template <class Shows>
  [[nodiscard]] std::vector<std::uint32_t> sorted(const GroupPlan& plan, const GroupEncoder& keys,
                                                  const Shows& shows) const {
    const std::vector<Sum>& all = sums_.front();
    std::vector<std::uint32_t> groups;
    for (std::uint32_t group = 0; group < all.size(); ++group)
      if (shows(all[group])) groups.push_back(group);
    if (groups.empty()) return groups;
    if (plan.size() == 1 && plan.key(0).codes_ascend(groups.back())) return groups;
    struct Named {
      KeyValue party;
      std::uint32_t group;
    };
    std::vector<Named> named;
    for (const std::uint32_t group : groups) named.push_back({keys.value(group, 0), group});
    std::ranges::sort(named, [&](const Named& a, const Named& b) {
      const auto order = a.party <=> b.party;
      if (order != 0 || plan.size() == 1) return order < 0;
      return keys.value(a.group, 1) < keys.value(b.group, 1);
    });
    std::ranges::transform(named, groups.begin(), &Named::group);
    return groups;
  }

 private:
  std::vector<std::vector<Sum>> sums_;  // By thread, then by group.
};

}  // namespace o2c::inline v1

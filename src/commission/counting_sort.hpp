#pragma once

// Sorting by keys of which there are few. Private to src/commission.

#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

namespace o2c::inline v1 {

/// By a key below `keys`, else as they were.
template <class T, class Key>
std::vector<T> sorted_by(std::span<const T> values, std::size_t keys, const Key& key) {
  std::vector<std::size_t> next(keys + 1, 0);
  for (const T& each : values) ++next[key(each) + std::size_t{1}];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<T> sorted(values.size());
  for (const T& each : values) sorted[next[key(each)]++] = each;
  return sorted;
}

}  // namespace o2c::inline v1

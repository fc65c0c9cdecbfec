#pragma once

// A table in random batches.

#include <cstdint>
#include <vector>

#include <rapidcheck.h>

#include "../columns/arrow_columns.hpp"

namespace o2c::hand_made {

/// The types of columns must not change from batch to batch, only their layout in memory; so each
/// batch is a slice of one.
inline std::vector<Batch> any_slices(const Batch& whole) {
  std::vector<Batch> slices;
  const auto add = [&](std::int64_t begin, std::int64_t end) {
    slices.push_back(whole);
    slices.back().offset = begin;
    slices.back().length = end - begin;
    return end;
  };
  if (whole.length == 0 || *rc::gen::arbitrary<bool>()) add(0, 0);
  for (std::int64_t begin = 0; begin < whole.length;)
    begin = add(begin, *rc::gen::inRange<std::int64_t>(begin + 1, whole.length + 1));
  return slices;
}

}  // namespace o2c::hand_made

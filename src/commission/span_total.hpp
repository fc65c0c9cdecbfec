#pragma once

// What lines of a span come to. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <span>

#include "statement.hpp"

namespace o2c::inline v1 {

/// What a person's lines of a span come to: minor units.
struct SpanTotal {
  std::uint32_t person;
  std::uint16_t span;
  std::int64_t lines;
  std::int64_t base;
  std::int64_t commission;
};

/// Whether what has accumulated ends with a span.
inline bool ends_accumulation(std::span<const SettledSpan> spans, std::size_t span) {
  return span + 1 == spans.size() || spans[span + 1].accumulation != spans[span].accumulation;
}

}  // namespace o2c::inline v1

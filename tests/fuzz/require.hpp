#pragma once

namespace o2c::fuzz {

/// Ends the run as a crash unless the law holds, whatever the build asserts.
inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace o2c::fuzz

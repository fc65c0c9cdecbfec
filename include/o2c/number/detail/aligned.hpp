#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace o2c::inline v1 {
namespace detail {

/// A table for the terminal: lines of text in columns, at least one line and all of the same
/// length, the first `left` columns flush left, the others right. Each line ends in a newline,
/// without blanks before it.
std::string aligned(const std::vector<std::vector<std::string>>& lines, std::size_t left);

}  // namespace detail
}  // namespace o2c::inline v1

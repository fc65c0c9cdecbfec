#include "o2c/number/detail/aligned.hpp"

#include <algorithm>

#include "o2c/number/detail/utf8.hpp"

namespace o2c::inline v1 {
namespace detail {

std::string aligned(const std::vector<std::vector<std::string>>& lines, std::size_t left) {
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], terminal_columns(line[i]));
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string space(widths[i] - terminal_columns(line[i]), ' ');
      if (i > 0) text += "  ";
      text += i < left ? line[i] + space : space + line[i];
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

}  // namespace detail
}  // namespace o2c::inline v1

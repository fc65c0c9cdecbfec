#include "mermaid_text.hpp"

namespace o2c::inline v1 {

std::string for_mermaid(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20)
      out += ' ';
    else if (std::string_view("\"#%&:;<>\\`{|}").find(c) != std::string_view::npos)
      out += "#" + std::to_string(code) + ";";
    else
      out += c;
  }
  return out;
}

}  // namespace o2c::inline v1

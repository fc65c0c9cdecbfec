#pragma once

// One line of JSON Lines: an object of texts and whole numbers.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace o2c::inline v1 {

using JsonScalar = std::variant<std::string, std::int64_t>;

struct JsonLine {
  std::vector<std::pair<std::string, JsonScalar>> members{};  ///< In the order of the line.
  std::string problem{};  ///< Why it is no such object; empty: it is one.

  [[nodiscard]] const JsonScalar* find(std::string_view key) const;
};

JsonLine read_json_line(std::string_view line);

/// Appends `"key":` and the value, with a comma before it unless the object begins. Throws Error
/// for text that is not UTF-8.
void write_json(std::string& line, std::string_view key, std::string_view value);
void write_json(std::string& line, std::string_view key, std::int64_t value);

}  // namespace o2c::inline v1

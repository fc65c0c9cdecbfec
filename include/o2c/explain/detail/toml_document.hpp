#pragma once

// TOML as plain values that know where they stand in their text.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

struct TomlEntry;
struct TomlValue;
using TomlList = std::vector<TomlValue>;
using TomlTable = std::vector<TomlEntry>;  // in the order of the text

/// A number with a decimal point or an exponent, of which TOML keeps the nearest binary fraction.
struct TomlFloat {};
/// A time of day, or a date that is no Date.
struct TomlTime {};

struct TomlValue {
  std::variant<std::string, std::int64_t, bool, Date, TomlFloat, TomlTime, TomlList, TomlTable>
      value;
  std::int64_t line = 1;  ///< From 1.
  std::string written{};  ///< As it is in the text, or the first line of it.
};

struct TomlEntry {
  std::string key;
  TomlValue value;
};

/// Faults of a text, each with its line.
class LineFaults {
 public:
  /// `file` names the text, `what` says what cannot be read of it.
  explicit LineFaults(std::string file, const char* what = "cannot read the plan")
      : file_(std::move(file)), what_(what) {}

  void add(std::int64_t line, Fault fault);
  [[nodiscard]] std::size_t size() const noexcept { return faults_.size(); }
  /// Throws ParseError with all of them, by line, if there are any.
  void throw_if_any() const;

 private:
  std::string file_;
  const char* what_;
  std::vector<std::pair<std::int64_t, Fault>> faults_;
};

/// What the text says; nothing, with a fault, when it is no TOML.
TomlTable parse_toml(std::string_view text, LineFaults& faults);

}  // namespace o2c::inline v1

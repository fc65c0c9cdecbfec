#pragma once

// Reads a table of TOML key by key, and collects what is wrong with it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/explain/detail/toml_document.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// The text, or what is written where it is none.
const std::string& shown(const TomlValue& value);
/// Throws ParseError.
[[noreturn]] void throw_unlike(const TomlValue& value, std::string expected);

// What a value is. They throw ParseError.
std::string text_of(const TomlValue& value);
std::vector<std::string> texts_of(const TomlValue& value);  ///< Not empty.
std::int64_t whole_of(const TomlValue& value);
bool flag_of(const TomlValue& value);
Date date_of(const TomlValue& value);
Rate rate_of(const TomlValue& value);
Decimal number_of(const TomlValue& value);  ///< A whole number, or text.
Decimal part_of(const TomlValue& value);    ///< Text with its sign, such as "5%", or 0.
/// By a function that reads names.
template <auto parse>
auto named(const TomlValue& value) {
  return parse(text_of(value));
}

/// One table. Keys that nobody asks for are faults.
class TomlReader {
 public:
  TomlReader(const TomlTable& table, std::int64_t line, LineFaults& faults,
             const TomlReader* above = nullptr)
      : table_(&table), line_(line), faults_(&faults), above_(above) {}

  [[nodiscard]] const TomlTable& table() const noexcept { return *table_; }
  [[nodiscard]] std::int64_t line() const noexcept { return line_; }
  /// What is there of the keys that were asked for, in the order of asking.
  [[nodiscard]] const std::vector<const TomlEntry*>& found() const noexcept { return found_; }

  /// Null: the key is not there.
  const TomlValue* find(std::string_view key) {
    const TomlEntry* const entry = find_entry(key);
    return entry == nullptr ? nullptr : &entry->value;
  }
  /// Takes what `convert` makes of the value, if it is there. Returns whether it is, faulty or not.
  template <class T, class Convert>
  bool read(std::string_view key, T& to, const Convert& convert) {
    const TomlEntry* const entry = find_entry(key);
    if (entry != nullptr) take(*entry, to, convert);
    return entry != nullptr;
  }
  /// Takes what `convert` makes of an entry of the table.
  template <class T, class Convert>
  void take(const TomlEntry& entry, T& to, const Convert& convert);
  /// The same of a key that has to be there.
  template <class T, class Convert>
  void require(std::string_view key, T& to, const Convert& convert, const char* expected) {
    if (!read(key, to, convert)) fault(line_, key, "", expected);
  }
  /// The tables of a list, or of what is under each [[key]]; none, when the key is not there.
  std::vector<TomlReader> tables(std::string_view key, const std::string& expected);
  /// The table under a key.
  std::optional<TomlReader> inner(std::string_view key);
  /// Every key that nobody has asked for is a fault.
  void end() const;

  void fault(std::int64_t line, std::string_view key, std::string value, std::string expected) {
    faults_->add(
        line,
        {.field = std::string(key), .value = std::move(value), .expected = std::move(expected)});
  }
  /// Of what was made of this table; it gets the line and value of the key that it names.
  void fault_here(Fault fault);

 private:
  const TomlEntry* find_entry(std::string_view key);
  void fault_of(const TomlEntry& entry, const Error& error);
  [[nodiscard]] bool knows(std::string_view key) const;
  [[nodiscard]] std::string key_instead_of(std::string_view key) const;

  const TomlTable* table_;
  std::int64_t line_;
  LineFaults* faults_;
  const TomlReader* above_;
  std::vector<std::string> known_;  // Keys that were asked for.
  std::vector<const TomlEntry*> found_;
};

template <class T, class Convert>
void TomlReader::take(const TomlEntry& entry, T& to, const Convert& convert) {
  try {
    to = convert(entry.value);
  } catch (const Error& error) {
    fault_of(entry, error);
  }
}

}  // namespace o2c::inline v1

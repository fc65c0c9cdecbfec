#include "o2c/explain/detail/toml_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace o2c::inline v1 {
namespace {

// How many letters have to be put in, left out or replaced to make one of the other.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t before = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = before + (a[i] == b[j] ? 0U : 1U);
      before = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row.back();
}

// What text could have said.
[[noreturn]] void throw_no_text(const TomlValue& value, std::string expected) {
  if (std::holds_alternative<TomlFloat>(value.value))
    expected += " in quotes, as a number with a point is exact only as text";
  throw_unlike(value, std::move(expected));
}

}  // namespace

const std::string& shown(const TomlValue& value) {
  const auto* const text = std::get_if<std::string>(&value.value);
  return text != nullptr ? *text : value.written;
}

void throw_unlike(const TomlValue& value, std::string expected) {
  const Fault fault{.value = shown(value), .expected = std::move(expected)};
  throw ParseError(to_string(fault), {fault});
}

std::string text_of(const TomlValue& value) {
  if (const auto* const text = std::get_if<std::string>(&value.value)) return *text;
  const bool is_float = std::holds_alternative<TomlFloat>(value.value);
  throw_no_text(value, is_float ? "a text" : "a text in quotes");
}

std::vector<std::string> texts_of(const TomlValue& value) {
  const char* const expected = "texts in brackets, such as [\"a\", \"b\"]";
  const auto* const list = std::get_if<TomlList>(&value.value);
  if (list == nullptr) throw_unlike(value, expected);
  // None at all reads as if it took nothing, while a key that is left out takes everything.
  if (list->empty()) throw_unlike(value, "at least one text, or the key left out");
  std::vector<std::string> texts;
  for (const TomlValue& each : *list) {
    if (!std::holds_alternative<std::string>(each.value)) throw_unlike(value, expected);
    texts.push_back(text_of(each));
  }
  return texts;
}

std::int64_t whole_of(const TomlValue& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value.value)) return *number;
  throw_unlike(value, "a whole number");
}

bool flag_of(const TomlValue& value) {
  if (const auto* const flag = std::get_if<bool>(&value.value)) return *flag;
  throw_unlike(value, "true or false, without quotes");
}

Date date_of(const TomlValue& value) {
  if (const auto* const date = std::get_if<Date>(&value.value)) return *date;
  throw_unlike(value, "a date without quotes, such as 2026-01-31");
}

Rate rate_of(const TomlValue& value) {
  if (const auto* const text = std::get_if<std::string>(&value.value)) return Rate::parse(*text);
  throw_no_text(value, "a rate with its unit, such as \"3.25%\"");
}

Decimal number_of(const TomlValue& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value.value)) return *number;
  if (const auto* const text = std::get_if<std::string>(&value.value)) return Decimal::parse(*text);
  throw_no_text(value, "a number, such as 1234 or \"1234.50\"");
}

Decimal part_of(const TomlValue& value) {
  const auto* const number = std::get_if<std::int64_t>(&value.value);
  if (number != nullptr && *number == 0) return 0;
  // A 5 might be meant as 5% or as 500%.
  if (const auto* const text = std::get_if<std::string>(&value.value))
    return Rate::parse(*text).fraction();
  throw_no_text(value, "a part with its sign, such as \"5%\"");
}

const TomlEntry* TomlReader::find_entry(std::string_view key) {
  if (!knows(key)) known_.emplace_back(key);
  const auto found = std::ranges::find(*table_, key, &TomlEntry::key);
  if (found == table_->end()) return nullptr;
  found_.push_back(&*found);
  return found_.back();
}

std::vector<TomlReader> TomlReader::tables(std::string_view key, const std::string& expected) {
  std::vector<TomlReader> readers;
  const TomlValue* const value = find(key);
  if (value == nullptr) return readers;
  const auto* const list = std::get_if<TomlList>(&value->value);
  const bool is_list = list != nullptr && std::ranges::all_of(*list, [](const TomlValue& each) {
                         return std::holds_alternative<TomlTable>(each.value);
                       });
  if (!is_list) {
    fault(value->line, key, value->written, expected);
    return readers;
  }
  for (const TomlValue& each : *list)
    readers.emplace_back(std::get<TomlTable>(each.value), each.line, *faults_, this);
  return readers;
}

std::optional<TomlReader> TomlReader::inner(std::string_view key) {
  const TomlValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto* const table = std::get_if<TomlTable>(&value->value))
    return TomlReader(*table, value->line, *faults_, this);
  fault(value->line, key, value->written, "keys under [" + std::string(key) + "]");
  return std::nullopt;
}

void TomlReader::end() const {
  for (const TomlEntry& entry : *table_)
    if (!knows(entry.key))
      faults_->add(
          entry.value.line,
          {.field = entry.key, .value = shown(entry.value), .expected = key_instead_of(entry.key)});
}

void TomlReader::fault_of(const TomlEntry& entry, const Error& error) {
  Fault fault{.value = shown(entry.value),
              .expected = std::string("something else: ") + error.what()};
  if (!error.faults().empty()) fault = error.faults().front();
  fault.field = entry.key;
  faults_->add(entry.value.line, std::move(fault));
}

void TomlReader::fault_here(Fault fault) {
  const auto entry = std::ranges::find(*table_, fault.field, &TomlEntry::key);
  if (entry == table_->end()) {
    faults_->add(line_, std::move(fault));
    return;
  }
  fault.value = shown(entry->value);
  faults_->add(entry->value.line, std::move(fault));
}

bool TomlReader::knows(std::string_view key) const {
  return std::ranges::find(known_, key) != known_.end();
}

std::string TomlReader::key_instead_of(std::string_view key) const {
  // In TOML a key belongs to the last table that was begun.
  if (above_ != nullptr && above_->above_ == nullptr && above_->knows(key))
    return "it above all tables, where the plan's own keys stand";
  const auto nearest = std::ranges::min_element(
      known_, {}, [key](const std::string& each) { return edits(key, each); });
  if (nearest != known_.end() && 3 * edits(key, *nearest) <= key.size())
    return "the key " + *nearest;
  std::string expected = "one of the keys";
  for (const std::string& each : known_) expected += (&each == &known_.front() ? " " : ", ") + each;
  return expected;
}

}  // namespace o2c::inline v1

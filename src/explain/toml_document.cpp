#include "o2c/explain/detail/toml_document.hpp"

#include <algorithm>
#include <tuple>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/detail/utf8.hpp"
// Last, as it changes macros.
#include "tomlplusplus.hpp"

namespace o2c::inline v1 {
namespace {

// The lines of a text, for what is written at a place.
class Lines {
 public:
  explicit Lines(std::string_view text) {
    while (!text.empty()) {
      const std::size_t size = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, size);
      if (line.ends_with('\r')) line.remove_suffix(1);
      lines_.push_back(line);
      text.remove_prefix(std::min(size + 1, text.size()));
    }
  }

  [[nodiscard]] std::string_view line(std::size_t number) const {
    return 0 < number && number <= lines_.size() ? lines_[number - 1] : std::string_view();
  }
  [[nodiscard]] std::string between(const toml::source_position& begin,
                                    const toml::source_position& end) const {
    std::string_view text = line(begin.line);
    const std::size_t start = offset(text, begin.column);
    if (end.line == begin.line) text = text.substr(0, offset(text, end.column));
    constexpr std::size_t shown_most = 200;  // No message shows more of it.
    return std::string(text.substr(std::min(start, text.size()), shown_most));
  }
  /// The number of a line such as [a.a.a...] whose tables lie so deep in each other that toml++
  /// needs more stack for them than there is; 0: there is none.
  [[nodiscard]] std::size_t too_deep() const {
    constexpr std::ptrdiff_t points_most = 1'000;
    const auto is_too_deep = [](std::string_view line) {
      return std::ranges::count(line, '.') > points_most;
    };
    const auto found = std::ranges::find_if(lines_, is_too_deep);
    return found == lines_.end() ? 0 : static_cast<std::size_t>(found - lines_.begin()) + 1;
  }

 private:
  // Columns are characters, from 1.
  static std::size_t offset(std::string_view line, std::size_t column) {
    std::size_t at = 0;
    for (; column > 1 && at < line.size(); --column)
      at += std::max<std::size_t>(detail::utf8_length(line.substr(at)), 1);
    return at;
  }

  std::vector<std::string_view> lines_;
};

class Converter {
 public:
  explicit Converter(const Lines& lines) : lines_(&lines) {}

  [[nodiscard]] TomlTable table(const toml::table& table) const {
    struct Placed {
      toml::source_position at;
      TomlEntry entry;
    };
    // toml++ orders keys by name.
    std::vector<Placed> placed;
    for (const auto& [key, node] : table) {
      const toml::source_position at = key.source().begin;
      placed.push_back({at, {std::string(key.str()), value(node, at.line)}});
    }
    std::ranges::stable_sort(
        placed, {}, [](const Placed& each) { return std::tuple{each.at.line, each.at.column}; });
    TomlTable entries;
    for (Placed& each : placed) entries.push_back(std::move(each.entry));
    return entries;
  }

 private:
  [[nodiscard]] TomlValue value(const toml::node& node, std::int64_t line) const {
    const toml::source_region& at = node.source();
    // Some tables are there without having been written: a of [a.b].
    if (at.begin.line > 0) line = at.begin.line;
    TomlValue found{TomlTime{}, line, lines_->between(at.begin, at.end)};
    if (const auto* const text = node.as_string()) found.value = text->get();
    if (const auto* const number = node.as_integer()) found.value = number->get();
    if (const auto* const flag = node.as_boolean()) found.value = flag->get();
    if (node.is_floating_point()) found.value = TomlFloat{};
    // TOML has a year 0, Date has not.
    if (const auto* const date = node.as_date(); date && date->get().year > 0)
      found.value = Date(date->get().year, date->get().month, date->get().day);
    if (const auto* const inner = node.as_table()) found.value = table(*inner);
    if (const auto* const array = node.as_array()) {
      TomlList list;
      for (const toml::node& each : *array) list.push_back(value(each, line));
      found.value = std::move(list);
    }
    return found;
  }

  const Lines* lines_;
};

// Whether the line gives something that is not in quotes, such as 4% or 5,000.
bool has_bare_value(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return false;
  const std::size_t value = line.find_first_not_of(" \t", equals + 1);
  return value != std::string_view::npos &&
         std::string_view("\"'[{#").find(line[value]) == std::string_view::npos;
}

}  // namespace

void LineFaults::add(std::int64_t line, Fault fault) {
  fault.file = file_.empty() ? "line " + std::to_string(line) : file_ + ":" + std::to_string(line);
  fault.row = -1;
  faults_.emplace_back(line, std::move(fault));
}

void LineFaults::throw_if_any() const {
  std::vector<std::pair<std::int64_t, Fault>> sorted = faults_;
  std::ranges::stable_sort(sorted, {}, &std::pair<std::int64_t, Fault>::first);
  std::vector<Fault> faults;
  for (auto& [line, fault] : sorted) faults.push_back(std::move(fault));
  throw_all<ParseError>(what_, std::move(faults));
}

TomlTable parse_toml(std::string_view text, LineFaults& faults) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const Lines lines(text);
  if (const std::size_t number = lines.too_deep(); number > 0) {
    faults.add(static_cast<std::int64_t>(number),
               {.value = std::string(lines.line(number)), .expected = "fewer points in a line"});
    return {};
  }
  const toml::parse_result result = toml::parse(text);
  if (result) return Converter(lines).table(result.table());
  const toml::parse_error& error = result.error();
  const std::size_t number = std::max<std::size_t>(error.source().begin.line, 1);
  const std::string_view line = lines.line(number);
  std::string why(error.description());
  if (why.starts_with('E')) why.front() = 'e';
  std::string expected = "TOML (" + why + ")";
  if (has_bare_value(line)) expected += ", where texts and numbers with a sign stand in quotes";
  faults.add(static_cast<std::int64_t>(number),
             {.value = std::string(line), .expected = std::move(expected)});
  return {};
}

}  // namespace o2c::inline v1

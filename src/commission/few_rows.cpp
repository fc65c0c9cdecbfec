#include "few_rows.hpp"

#include <numeric>

namespace o2c::inline v1 {
namespace {

// How many letters have to be changed, added or left out.
std::size_t edits_between(std::string_view from, std::string_view to) {
  std::vector<std::size_t> edits(to.size() + 1);
  std::iota(edits.begin(), edits.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(edits[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t changed = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = edits[j + 1];
      edits[j + 1] = std::min({changed, edits[j] + 1, diagonal + 1});
    }
  }
  return edits.back();
}

// Short names are near to many; `doc_date` is no `to_date`.
bool is_near(std::string_view name, std::string_view column) {
  constexpr std::size_t short_name = 4;
  constexpr std::size_t long_name = 7;
  if (column.size() <= short_name || !name.starts_with(column.front())) return false;
  return edits_between(name, column) <= (column.size() <= long_name ? 1 : 2);
}

}  // namespace

void FewRows::refuse_misspelt(std::span<const std::string_view> columns) const {
  std::vector<Fault> faults;
  for (const ColumnField& field : table_.fields()) {
    if (std::ranges::find(columns, field.name) != columns.end()) continue;
    for (const std::string_view column : columns)
      if (!has(column) && is_near(field.name, column))
        faults.push_back({.file = table_.name(),
                          .field = "columns",
                          .value = field.name,
                          .expected = std::string(column) + ", or a name less like it"});
  }
  if (!faults.empty()) throw BadTable(to_string(faults.front()), faults);
}

}  // namespace o2c::inline v1

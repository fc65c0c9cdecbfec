#include "o2c/columns/renamed_table.hpp"

#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

RenamedTable::RenamedTable(std::unique_ptr<TableSource> table,
                           const std::vector<std::pair<std::string, std::string>>& names)
    : table_(std::move(table)), fields_(table_->fields()) {
  std::vector<std::pair<std::size_t, std::string>> renamed;
  for (const auto& [name, present] : names) {
    const auto at = find_column(*table_, present);
    if (!at)
      throw BadTable(
          "column " + in_quotes(present) + ", to be read as " + in_quotes(name) + ", is missing",
          {Fault{.field = name, .value = present, .expected = "a column of the table"}});
    for (const auto& [other, taken] : renamed)
      if (other == *at || taken == name)
        throw BadTable("column " + in_quotes(present) + " or the name " + in_quotes(name) +
                       " is given twice");
    renamed.emplace_back(*at, name);
  }
  for (const auto& [at, name] : renamed)
    for (ColumnField& field : fields_)
      if (field.name == name) field.name.clear();
  for (const auto& [at, name] : renamed) fields_[at].name = name;
}

}  // namespace o2c::inline v1

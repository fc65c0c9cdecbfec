#include "o2c/commission/plan_file.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/number/error.hpp"

#include "plan_reader.hpp"

namespace o2c::inline v1 {

Plan plan_from_toml(std::string_view text, const std::string& file) {
  LineFaults faults(file);
  const TomlTable table = parse_toml(text, faults);
  faults.throw_if_any();
  const auto versions = std::ranges::find(table, "version", &TomlEntry::key);
  if (versions != table.end())
    faults.add(versions->value.line,
               {.field = "version", .expected = "one plan; its versions are read as a history"});
  faults.throw_if_any();
  TomlReader top(table, 1, faults);
  PlanHead head = read_plan_head(top, faults);
  std::optional<Plan> plan = read_plan(top, std::move(head), faults);
  faults.throw_if_any();
  return *std::move(plan);
}

PlanHistory plan_history_from_toml(std::string_view text, const std::string& file) {
  LineFaults faults(file);
  const TomlTable table = parse_toml(text, faults);
  faults.throw_if_any();
  TomlReader top(table, 1, faults);
  const PlanHead head = read_plan_head(top, faults);
  if (top.find("version") == nullptr)
    top.fault(1, "version", "", "a [[version]] with its from_date, or several");
  std::vector<TomlReader> readers = top.tables("version", "[[version]] in double brackets");
  top.end();
  std::vector<PlanVersion> versions;
  for (TomlReader& each : readers) {
    std::optional<Date> from;
    each.require("from_date", from, date_of, "the version's first day, such as 2026-01-01");
    std::optional<Plan> plan = read_plan(each, head, faults);
    if (from && plan) versions.push_back({*from, *std::move(plan)});
  }
  faults.throw_if_any();
  try {
    return PlanHistory(std::move(versions));
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults()) {
      if (fault.row < 0)
        top.fault_here(fault);
      else
        readers[static_cast<std::size_t>(fault.row)].fault_here(fault);
    }
    faults.throw_if_any();
    throw;
  }
}

}  // namespace o2c::inline v1

#pragma once

// A plan from a table of TOML. Private to src/commission.

#include <optional>
#include <string>

#include "o2c/commission/plan.hpp"
#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/money/currency.hpp"

namespace o2c::inline v1 {

/// What all versions of a plan have in common.
struct PlanHead {
  std::string name;
  std::optional<Currency> currency;  ///< None: it is faulty.
};

/// `name` and `currency` of a table.
PlanHead read_plan_head(TomlReader& reader, LineFaults& faults);
/// The plan that a table states, whose keys are all asked for; none, when something is wrong.
std::optional<Plan> read_plan(TomlReader& reader, PlanHead head, LineFaults& faults);

}  // namespace o2c::inline v1

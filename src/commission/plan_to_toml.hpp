#pragma once

// Private to src/commission.

#include "o2c/commission/plan.hpp"
#include "o2c/explain/detail/toml_text.hpp"

namespace o2c::inline v1 {

/// The keys and tables of a plan, which read_plan_head and read_plan read.
void write_plan(TomlText& text, const Plan& plan);

}  // namespace o2c::inline v1

#pragma once

#include <string>
#include <string_view>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/plan_history.hpp"

namespace o2c::inline v1 {

/// Reads a plan from TOML. `file` names the text in errors. Throws ParseError with every fault,
/// each with its line: what is no TOML, keys that a plan does not have, values of another kind, and
/// what Plan, RateSchedule and Modifier refuse.
Plan plan_from_toml(std::string_view text, const std::string& file = "");

/// The plan as TOML, which plan_from_toml reads as an equal one. Throws InvalidArgument for names
/// that are no UTF-8, Overflow for parts and rates beyond 36 digits.
std::string to_toml(const Plan& plan);

/// Reads the versions of a plan, each under a [[version]] with its `from_date`; `name` and
/// `currency` stand above them. Throws ParseError with every fault, each with its line: what
/// plan_from_toml and PlanHistory refuse.
PlanHistory plan_history_from_toml(std::string_view text, const std::string& file = "");

/// The versions as TOML, which plan_history_from_toml reads as equal ones. Throws as to_toml of a
/// plan.
std::string to_toml(const PlanHistory& history);

}  // namespace o2c::inline v1

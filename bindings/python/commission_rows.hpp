#pragma once

// Rows of settlements as dicts.

#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include <pybind11/stl.h>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/settle.hpp"

#include "casters.hpp"

namespace o2c::python {

inline py::object rule_name(const Plan& plan, std::optional<std::size_t> rule) {
  if (!rule) return py::none();
  return py::str(plan.paying_rules()[*rule].name);
}

/// People by their names, as of payouts.
inline py::list by_rule_rows(const Plan& plan, std::span<const EarnedByRule> all) {
  py::list rows;
  for (const EarnedByRule& each : all) {
    py::dict row;
    row["salesperson"] = each.salesperson;
    row["period"] = each.period;
    row["rule"] = rule_name(plan, each.rule);
    row["lines"] = each.lines;
    row["base"] = each.base;
    row["quantity"] = each.quantity;
    row["commission"] = each.commission;
    rows.append(std::move(row));
  }
  return rows;
}

inline py::list override_rows(std::span<const EarnedOverride> all) {
  py::list rows;
  for (const EarnedOverride& each : all) {
    py::dict row;
    row["manager"] = each.manager;
    row["period"] = each.period;
    row["level"] = each.level;
    row["of"] = each.of;
    row["amount"] = each.amount;
    rows.append(std::move(row));
  }
  return rows;
}

inline py::list pool_rows(std::span<const EarnedPoolShare> all) {
  py::list rows;
  for (const EarnedPoolShare& each : all) {
    py::dict row;
    row["pool"] = each.pool;
    row["salesperson"] = each.salesperson;
    row["amount"] = each.amount;
    rows.append(std::move(row));
  }
  return rows;
}

inline py::list tie_out_rows(const Plan& plan, std::span<const TieOutRow> all) {
  py::list rows;
  for (const TieOutRow& each : all) {
    py::dict row;
    row["standing"] = to_string(each.standing);
    row["rule"] = rule_name(plan, each.rule);
    row["lines"] = each.lines;
    row["net"] = each.net;
    row["amount"] = each.amount;
    row["tax"] = each.tax;
    row["unexplained"] = each.unexplained();
    row["base"] = each.base;
    row["commission"] = each.commission;
    rows.append(std::move(row));
  }
  return rows;
}

}  // namespace o2c::python

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/commission/settle.hpp"

#include "casters.hpp"

namespace o2c::python {

/// A dict for each person, in the order in which a payout comes about.
inline py::list payout_rows(std::span<const PersonPayout> payouts) {
  py::list rows;
  for (const PersonPayout& each : payouts) {
    const Payout& payout = each.payout;
    py::dict row;
    row["salesperson"] = each.salesperson;
    row["commission"] = payout.earnings.commission;
    row["overrides"] = payout.earnings.overrides;
    row["pools"] = payout.earnings.pools;
    row["corrections"] = payout.earnings.corrections;
    row["deferred"] = payout.closing.awaiting - payout.opening.awaiting;
    row["released"] = payout.earnings.released;
    row["repaid"] = payout.repaid;
    row["held_back"] = payout.held_back;
    row["advanced"] = payout.advanced;
    row["recovered"] = payout.recovered;
    row["forgiven"] = payout.forgiven;
    row["payable"] = payout.payable;
    row["overpaid"] = payout.closing.overpaid;
    row["draw"] = payout.closing.draw;
    row["held"] = payout.closing.held;
    row["awaiting"] = payout.closing.awaiting;
    rows.append(std::move(row));
  }
  return rows;
}

/// By their names in a payout's row, what a person's balances began and ended with; None of
/// somebody who is not paid.
inline std::optional<py::dict> balance_rows(std::span<const PersonPayout> payouts,
                                            std::string_view salesperson) {
  for (const PersonPayout& each : payouts) {
    if (each.salesperson != salesperson) continue;
    py::dict balances;
    std::apply(
        [&](const auto&... field) {
          ((balances[py::str(field.name)] = py::make_tuple(each.payout.opening.*field.member,
                                                           each.payout.closing.*field.member)),
           ...);
        },
        CommissionBalance::fields());
    return balances;
  }
  return std::nullopt;
}

/// From tuples of a name, what was overpaid, drawn, held, awaiting, corrections, released,
/// advanced, and what is still awaiting.
inline std::vector<PersonOpening> openings_from(const py::list& rows) {
  std::vector<PersonOpening> openings;
  for (const py::handle each : rows) {
    const auto row = py::reinterpret_borrow<py::tuple>(each);
    openings.push_back({.salesperson = row[0].cast<std::string>(),
                        .balance = {row[1].cast<Money>(), row[2].cast<Money>(),
                                    row[3].cast<Money>(), row[4].cast<Money>()},
                        .corrections = row[5].cast<Money>(),
                        .released = row[6].cast<Money>(),
                        .advanced = row[7].cast<std::optional<Money>>(),
                        .still_awaiting = row[8].cast<std::optional<Money>>()});
  }
  return openings;
}
/// The same back.
inline py::list opening_tuples(std::span<const PersonOpening> openings) {
  py::list rows;
  for (const PersonOpening& each : openings)
    rows.append(py::make_tuple(each.salesperson, each.balance.overpaid, each.balance.draw,
                               each.balance.held, each.balance.awaiting, each.corrections,
                               each.released, each.advanced, each.still_awaiting));
  return rows;
}

}  // namespace o2c::python

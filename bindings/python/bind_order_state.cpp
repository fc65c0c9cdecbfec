#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/order/cancellation.hpp"
#include "o2c/order/decide.hpp"
#include "o2c/order/journal_state.hpp"
#include "o2c/order/lifecycle.hpp"
#include "o2c/order/next_steps.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "open_journal.hpp"
#include "order_values.hpp"
#include "standing_order.hpp"

namespace o2c::python {
namespace {

RoleSet roles_from(py::handle names) {
  RoleSet roles;
  if (py::isinstance<py::str>(names)) return parse_role(names.cast<std::string>());
  for (const py::handle name : items_of(names, "names of offices"))
    roles.add(parse_role(text_from(name)));
  return roles;
}

class OrderWithoutHistory final : public StandingOrder {
 public:
  OrderWithoutHistory(std::string number, OrderPolicy policy, OrderState state)
      : number_(std::move(number)), policy_(std::move(policy)), state_(std::move(state)) {}

  [[nodiscard]] const std::string& number() const override { return number_; }
  [[nodiscard]] const OrderPolicy& policy() const override { return policy_; }
  [[nodiscard]] const OrderState& state() const override { return state_; }
  void take(const OrderEntry& entry) override { state_ = evolve(state_, entry); }

 private:
  std::string number_;
  OrderPolicy policy_;
  OrderState state_;
};

py::object refusals_of(const Refusals& refusals) {
  py::list out;
  for (const Refusal& refusal : refusals)
    out.append(py::make_tuple(refusal.rule, refusal.reason.en, refusal.reason.zh, refusal.cure.en,
                              refusal.cure.zh, refusal.source));
  return out;
}

/// (machine, part, stage, (en, zh)) of everything that has begun.
py::list stages_of(const OrderState& state) {
  py::list stages;
  const auto add = [&](Machine machine, std::size_t part, auto stage) {
    const auto number = static_cast<std::uint8_t>(stage);
    stages.append(py::make_tuple(std::string(name_of(machine)), part,
                                 std::string(stage_name(machine, number)),
                                 pair_of(stage_label(machine, number))));
  };
  add(Machine::deal, 0, state.deal);
  if (state.amendment != AmendmentStage::none) add(Machine::amendment, 0, state.amendment);
  for (std::size_t i = 0; i < state.samples.size(); ++i)
    add(Machine::sample, i + 1, state.samples[i].stage);
  if (state.contract) add(Machine::security, 0, state.security.stage);
  if (state.production.stage != ProductionStage::none)
    add(Machine::production, 0, state.production.stage);
  for (std::size_t i = 0; i < state.shipments.size(); ++i) {
    add(Machine::shipment, i + 1, state.shipments[i].stage);
    if (state.shipments[i].settlement != SettlementStage::none)
      add(Machine::settlement, i + 1, state.shipments[i].settlement);
  }
  for (std::size_t i = 0; i < state.tickets.size(); ++i)
    add(Machine::after_sales, i + 1, state.tickets[i].stage);
  if (state.review != ReviewStage::none) add(Machine::review, 0, state.review);
  return stages;
}

py::list lines_of(const OrderState& state) {
  py::list lines;
  for (std::size_t i = 0; i < state.lines.size(); ++i) {
    const LineProgress& line = state.lines[i];
    const OrderLine& agreed = state.contract->lines[i];
    lines.append(py::make_tuple(i + 1, agreed.product, agreed.unit, to_python(line.ordered),
                                to_python(line.made), to_python(line.passed),
                                to_python(line.shipped), line.closed_short));
  }
  return lines;
}

py::list money_of(const OrderState& state) {
  py::list rows;
  for (std::size_t i = 0; i < state.shipments.size(); ++i) {
    const ShipmentState& shipment = state.shipments[i];
    if (shipment.invoiced)
      rows.append(
          py::make_tuple(i + 1, *shipment.invoiced,
                         shipment.settled.value_or(Money::zero(shipment.invoiced->currency())),
                         *open_amount(shipment)));
  }
  return rows;
}

py::list steps_of(const std::vector<NextStep>& found) {
  py::list steps;
  for (const NextStep& step : found) {
    py::list brings;
    for (const Label& label : step.brings) brings.append(pair_of(label));
    steps.append(py::make_tuple(
        to_string(step.event), pair_of(info_of(step.event).label),
        std::string(name_of(info_of(step.event).machine)), step.part, names_of(step.by),
        refusals_of(step.lacks), brings,
        step.due_on ? to_python(*step.due_on) : py::object(py::none()), step.days_late,
        step.why_due ? py::object(pair_of(*step.why_due)) : py::object(py::none())));
  }
  return steps;
}

py::object cancellation_of(const OrderState& state) {
  const auto ended = cancellation_account(state);
  if (!ended) return py::none();
  return py::make_tuple(ended->received, ended->earnest, ended->forfeited, ended->doubled,
                        ended->kept, ended->due, ended->refunded, ended->left);
}

py::list changes_of(const OrderState& state) {
  py::list rows;
  for (const ContractChange& change : changes(state))
    rows.append(py::make_tuple(change.field, change.before, change.after));
  return rows;
}

py::list consequences_of(const OrderState& state) {
  py::list rows;
  for (const Consequence& each : consequences(state))
    rows.append(py::make_tuple(std::string(name_of(each.machine)), each.part,
                               pair_of(stage_label(each.machine, each.from)),
                               pair_of(stage_label(each.machine, each.to))));
  return rows;
}

std::unique_ptr<StandingOrder> open_without_history(const OpenJournal& journal,
                                                    const std::string& number,
                                                    const py::dict& policy,
                                                    std::optional<std::int64_t> known_at) {
  const auto currencies = currency_table();
  OrderState state = journal.with([&](const Journal& of) {
    return open_state(of, number, moment_or_now(known_at), *currencies);
  });
  return std::make_unique<OrderWithoutHistory>(number, policy_from(policy), std::move(state));
}

/// (outcome, version), or the list of refusals.
py::object record_in(StandingOrder& self, const OpenJournal& journal, const py::object& event,
                     const Date& on, const std::string& by, const std::string& role,
                     std::int64_t recorded_at_us, const std::string& id) {
  const OrderEntry entry = entry_from(event, on, by, role, recorded_at_us);
  // Other threads of Python may use the order while the journal waits for the disk.
  OrderState next = self.state();
  const Expected<AppendAnswer> answer = journal.with(
      [&](Journal& of) { return record(of, self.number(), next, self.policy(), entry, id); });
  if (!answer) return refusals_of(answer.error());
  if (answer->outcome == AppendOutcome::appended) self.take(entry);
  return py::make_tuple(to_string(answer->outcome), answer->version);
}

}  // namespace

py::list names_of(RoleSet roles) {
  py::list names;
  for (int i = 0; i < role_count; ++i)
    if (roles.has(static_cast<Role>(i))) names.append(to_string(static_cast<Role>(i)));
  return names;
}

OrderPolicy policy_from(const py::dict& given) {
  OrderPolicy policy;
  for (const auto& [name, roles] : given["staff"].cast<py::dict>())
    policy.staff.push_back({text_from(name), roles_from(roles)});
  for (const auto& [event, roles] : given["assignments"].cast<py::dict>())
    policy.assignments.push_back({parse_event_kind(text_from(event)), roles_from(roles)});
  if (!given["calendar"].is_none()) policy.calendar = given["calendar"].cast<Calendar>();
  std::apply(
      [&](const auto&... fields) {
        ((policy.*fields.member = field_from<std::remove_cvref_t<decltype(policy.*fields.member)>>(
              given, "OrderPolicy", fields.name)),
         ...);
      },
      OrderPolicy::fields());
  return policy;
}

void bind_standing_order(py::module_& m) {
  py::class_<StandingOrder>(m, "_OrderState")
      .def_static("open", &open_without_history)
      .def("refusals",
           [](const StandingOrder& self, const py::object& event, const Date& on,
              const std::string& by, const std::string& role) {
             return refusals_of(
                 decide(self.state(), entry_from(event, on, by, role, 0), self.policy()));
           })
      .def(
          "offices",
          [](const StandingOrder& self, const std::string& event, const Date& day) {
            return names_of(offices_for(self.state(), self.policy(), parse_event_kind(event), day));
          })
      .def("record", &record_in)
      .def("next_steps",
           [](const StandingOrder& self, const Date& as_of) {
             return steps_of(next_steps(self.state(), self.policy(), as_of));
           })
      .def("version", [](const StandingOrder& self) { return self.state().version; })
      .def("stages", [](const StandingOrder& self) { return stages_of(self.state()); })
      .def("lines", [](const StandingOrder& self) { return lines_of(self.state()); })
      .def("money", [](const StandingOrder& self) { return money_of(self.state()); })
      .def("party", [](const StandingOrder& self) { return self.state().party; })
      .def("salesperson", [](const StandingOrder& self) { return self.state().salesperson; })
      .def("profile", [](const StandingOrder& self) { return to_string(self.state().profile); })
      .def("contract",
           [](const StandingOrder& self) { return value_to_python(self.state().contract); })
      .def("cancellation", [](const StandingOrder& self) { return cancellation_of(self.state()); })
      .def("changes", [](const StandingOrder& self) { return changes_of(self.state()); })
      .def("consequences", [](const StandingOrder& self) { return consequences_of(self.state()); })
      .def("__eq__", [](const StandingOrder& self, const StandingOrder& other) {
        return self.number() == other.number() && self.policy() == other.policy() &&
               self.state() == other.state();
      });
}

}  // namespace o2c::python

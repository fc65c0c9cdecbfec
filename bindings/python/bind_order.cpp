#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/order/cancellation.hpp"
#include "o2c/order/diagram.hpp"
#include "o2c/order/journal_order.hpp"
#include "o2c/order/lifecycle.hpp"
#include "o2c/order/order.hpp"
#include "o2c/order/order_document.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "order_values.hpp"

namespace o2c::python {
namespace {

Label label_of(const Text& text) { return Label(text); }

py::tuple pair_of(const Label& label) { return py::make_tuple(label.en, label.zh); }
py::tuple pair_of(const Text& text) { return pair_of(label_of(text)); }

py::list names_of(RoleSet roles) {
  py::list names;
  for (int i = 0; i < role_count; ++i)
    if (roles.has(static_cast<Role>(i))) names.append(to_string(static_cast<Role>(i)));
  return names;
}

RoleSet roles_from(py::handle names) {
  RoleSet roles;
  if (py::isinstance<py::str>(names)) return parse_role(names.cast<std::string>());
  for (const py::handle name : items_of(names, "names of offices"))
    roles.add(parse_role(text_from(name)));
  return roles;
}

py::object refusals_of(const Refusals& refusals) {
  py::list out;
  for (const Refusal& refusal : refusals)
    out.append(py::make_tuple(refusal.rule, refusal.reason.en, refusal.reason.zh, refusal.cure.en,
                              refusal.cure.zh, refusal.source));
  return out;
}

// --- events ------------------------------------------------------------------------------------

/// Never inlined: there are few types of fields, and many fields.
template <class Member>
[[gnu::noinline]] void add_definition(py::list& fields, std::string_view name,
                                      std::string_view doc) {
  const auto [held, given] = annotations<Member>();
  fields.append(
      py::make_tuple(std::string(name), held, given, std::string(doc), is_optional<Member>));
}

template <class T>
py::list field_definitions() {
  py::list fields;
  std::apply(
      [&](const auto&... each) {
        (add_definition<std::remove_cvref_t<decltype(std::declval<T>().*each.member)>>(
             fields, each.name, each.doc),
         ...);
      },
      T::fields());
  return fields;
}

/// (name, (en, zh), machine, offices, fields) of each event; fields are (name, type, type of the
/// argument, meaning, whether it may be left out).
template <class... Events>
py::list event_definitions(TypeList<Events...> /*all*/) {
  py::list events;
  const auto add = [&](const EventInfo& info, const py::list& fields) {
    events.append(py::make_tuple(std::string(info.name), pair_of(info.label),
                                 std::string(name_of(info.machine)), names_of(info.by), fields));
  };
  (add(Events::info, field_definitions<Events>()), ...);
  return events;
}

/// One function for each kind.
template <class... Events>
consteval auto readers(TypeList<Events...> /*all*/) {
  return std::array{
      +[](const py::dict& given) { return OrderEvent(struct_from<Events>(given)); }...};
}

OrderEvent event_from_dict(const std::string& name, const py::dict& given) {
  static constexpr auto read = readers(OrderEventTypes{});
  return read[index_of(parse_event_kind(name))](given);
}

py::dict normalized(const std::string& name, const py::dict& given) {
  if (name == "OrderLine") return dict_of(struct_from<OrderLine>(given));
  if (name == "Contract") return dict_of(struct_from<Contract>(given));
  return std::visit([](const auto& event) { return dict_of(event); }, event_from_dict(name, given));
}

OrderEvent event_from(const py::object& object) {
  if (!py::isinstance(object, event_class("OrderEvent")))
    throw_wrong_type(object, "an event of o2c.events");
  return event_from_dict(type_name(object), py::dict(object.attr("__dict__")));
}

py::object event_to_python(const OrderEvent& event) {
  const py::dict fields = std::visit([](const auto& e) { return dict_of(e); }, event);
  return event_class(info_of(kind_of(event)).name)(**fields);
}

OrderEntry entry_from(const py::object& event, const Date& on, const std::string& by,
                      const std::string& role, std::int64_t recorded_at_us) {
  return {event_from(event), on, by, parse_role(role), recorded_at_us};
}

// --- the order ---------------------------------------------------------------------------------

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

py::list steps_of(const Order& order, const Date& as_of) {
  py::list steps;
  for (const NextStep& step : order.next_steps(as_of)) {
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

py::list history_of(const Order& order) {
  py::list history;
  for (const OrderEntry& entry : order.history())
    history.append(py::make_tuple(event_to_python(entry.event), to_python(entry.on), entry.by,
                                  to_string(entry.role), entry.recorded_at_us));
  return history;
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

Machine machine_from(const std::string& name) {
  std::string names;
  for (int i = 0; i < machine_count; ++i) {
    const auto machine = static_cast<Machine>(i);
    if (name_of(machine) == name) return machine;
    names += " " + std::string(name_of(machine));
  }
  throw ParseError(in_quotes(name) + ": expected a machine of orders: one of" + names);
}

std::string machine_drawing(const std::string& name, const std::string& profile,
                            const std::string& lang, const std::string& form) {
  const Machine machine = machine_from(name);
  const Profile of = parse_profile(profile);
  const Language language = parse_language(lang);
  if (form == "svg") return svg(machine, of, language);
  if (form == "mermaid") return mermaid(machine, of, language);
  if (form == "dot") return dot(machine, of, language);
  if (form == "markdown") return markdown(machine, of, language);
  throw ParseError(in_quotes(form) + ": expected one of svg mermaid dot markdown");
}

}  // namespace

void bind_order(py::module_& m) {
  m.def("_event_definitions", [] { return event_definitions(OrderEventTypes{}); });
  m.def("_struct_definitions", [] {
    return py::make_tuple(py::make_tuple("OrderLine", field_definitions<OrderLine>()),
                          py::make_tuple("Contract", field_definitions<Contract>()));
  });
  m.def("_normalized", &normalized, py::arg("name"), py::arg("given"));
  m.def("_role_label", [](const std::string& role) { return pair_of(name_of(parse_role(role))); });

  m.def("_event_payload", [](const py::object& event, const std::string& role) {
    const JournalEvent kept =
        to_journal({event_from(event), Date::min(), "-", parse_role(role)}, "-");
    return py::make_tuple(kept.event, kept.event_version, kept.payload);
  });
  m.def("_event_of_payload",
        [](const std::string& event, std::int32_t version, const std::string& payload) {
          const OrderEntry entry =
              from_journal({"-", event, version, Date::min(), 0, "-", payload}, *currency_table());
          return py::make_tuple(event_to_python(entry.event), to_string(entry.role));
        });

  m.def("_machine_drawing", &machine_drawing);

  py::class_<Order>(m, "_Order")
      .def(py::init([](std::string number, const py::dict& policy) {
             return Order(std::move(number), policy_from(policy));
           }),
           py::arg("number"), py::arg("policy"))
      .def("refusals",
           [](const Order& self, const py::object& event, const Date& on, const std::string& by,
              const std::string& role) {
             return refusals_of(self.refusals(entry_from(event, on, by, role, 0)));
           })
      .def("apply",
           [](Order& self, const py::object& event, const Date& on, const std::string& by,
              const std::string& role, std::int64_t recorded_at_us) {
             return self.apply(entry_from(event, on, by, role, recorded_at_us)).value();
           })
      .def("replay",
           [](const Order& self, const py::list& history) {
             std::vector<OrderEntry> entries;
             for (const py::handle item : history) {
               const auto row = item.cast<py::tuple>();
               entries.push_back(entry_from(row[0], date_from(row[1]), text_from(row[2]),
                                            text_from(row[3]), row[4].cast<std::int64_t>()));
             }
             return Order(self.number(), self.policy(), std::move(entries));
           })
      .def("next_steps", &steps_of)
      .def("history", &history_of)
      .def("version", [](const Order& self) { return self.state().version; })
      .def("last_recorded_at",
           [](const Order& self) {
             return self.history().empty() ? 0 : self.history().back().recorded_at_us;
           })
      .def("stages", [](const Order& self) { return stages_of(self.state()); })
      .def("lines", [](const Order& self) { return lines_of(self.state()); })
      .def("money", [](const Order& self) { return money_of(self.state()); })
      .def("party", [](const Order& self) { return self.state().party; })
      .def("salesperson", [](const Order& self) { return self.state().salesperson; })
      .def("profile", [](const Order& self) { return to_string(self.state().profile); })
      .def("contract", [](const Order& self) { return value_to_python(self.state().contract); })
      .def("mermaid", [](const Order& self,
                         const std::string& lang) { return mermaid(self, parse_language(lang)); })
      .def("timeline_html",
           [](const Order& self, const Date& as_of, const std::string& lang) {
             return timeline_html(self, as_of, parse_language(lang));
           })
      .def("document",
           [](const Order& self, const std::string& paper, std::int32_t part, std::int32_t version,
              const std::string& lang) {
             return order_document(self, parse_order_paper(paper), parse_language(lang),
                                   {.part = part, .version = version})
                 .value();
           })
      .def("cancellation",
           [](const Order& self) -> py::object {
             const auto ended = cancellation_account(self.state());
             if (!ended) return py::none();
             return py::make_tuple(ended->received, ended->earnest, ended->forfeited,
                                   ended->doubled, ended->kept, ended->due, ended->refunded,
                                   ended->left);
           })
      .def("changes",
           [](const Order& self) {
             py::list rows;
             for (const ContractChange& change : changes(self.state()))
               rows.append(py::make_tuple(change.field, change.before, change.after));
             return rows;
           })
      .def("consequences",
           [](const Order& self) {
             py::list rows;
             for (const Consequence& each : consequences(self.state()))
               rows.append(py::make_tuple(std::string(name_of(each.machine)), each.part,
                                          pair_of(stage_label(each.machine, each.from)),
                                          pair_of(stage_label(each.machine, each.to))));
             return rows;
           })
      .def("__eq__", [](const Order& self, const py::object& other) -> py::object {
        if (!py::isinstance<Order>(other))
          return py::reinterpret_borrow<py::object>(Py_NotImplemented);
        return py::bool_(self == other.cast<const Order&>());
      });
}

}  // namespace o2c::python

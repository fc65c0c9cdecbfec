#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/order/diagram.hpp"
#include "o2c/order/journal_order.hpp"
#include "o2c/order/lifecycle.hpp"
#include "o2c/order/order.hpp"
#include "o2c/order/order_document.hpp"

#include "bind.hpp"
#include "bind_event_tables.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "open_journal.hpp"
#include "order_values.hpp"
#include "standing_order.hpp"

namespace o2c::python {
namespace {

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

py::object event_to_python(const OrderEvent& event) {
  const py::dict fields = std::visit([](const auto& e) { return dict_of(e); }, event);
  return event_class(info_of(kind_of(event)).name)(**fields);
}

}  // namespace

py::list entries_to_python(const std::vector<OrderEntry>& entries) {
  py::list history;
  for (const OrderEntry& entry : entries)
    history.append(py::make_tuple(event_to_python(entry.event), to_python(entry.on), entry.by,
                                  to_string(entry.role), entry.recorded_at_us));
  return history;
}

namespace {

// --- the order ---------------------------------------------------------------------------------

// What Python's Order stands on.
class OrderWithHistory final : public StandingOrder {
 public:
  explicit OrderWithHistory(Order given) : order(std::move(given)) {}

  [[nodiscard]] const std::string& number() const override { return order.number(); }
  [[nodiscard]] const OrderPolicy& policy() const override { return order.policy(); }
  [[nodiscard]] const OrderState& state() const override { return order.state(); }
  void take(const OrderEntry& entry) override { (void)order.apply(entry).value(); }

  Order order;
};

std::unique_ptr<OrderWithHistory> open_with_history(const OpenJournal& journal,
                                                    const std::string& number,
                                                    const py::dict& policy,
                                                    std::optional<std::int64_t> known_at) {
  const auto currencies = currency_table();
  OrderPolicy house = policy_from(policy);
  return std::make_unique<OrderWithHistory>(journal.with([&](const Journal& of) {
    return open_order(of, number, std::move(house), moment_or_now(known_at), *currencies);
  }));
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

OrderEvent event_from(const py::object& object) {
  if (!py::isinstance(object, event_class("OrderEvent")))
    throw_wrong_type(object, "an event of o2c.events");
  return event_from_dict(type_name(object), py::dict(object.attr("__dict__")));
}

OrderEntry entry_from(const py::object& event, const Date& on, const std::string& by,
                      const std::string& role, std::int64_t recorded_at_us) {
  return {event_from(event), on, by, parse_role(role), recorded_at_us};
}

void bind_order(py::module_& m) {
  m.def("_event_definitions", [] { return event_definitions(OrderEventTypes{}); });
  m.def("_struct_definitions", [] {
    return py::make_tuple(py::make_tuple("OrderLine", field_definitions<OrderLine>()),
                          py::make_tuple("Contract", field_definitions<Contract>()));
  });
  m.def("_normalized", &normalized, py::arg("name"), py::arg("given"));
  m.def("_role_label", [](const std::string& role) { return pair_of(name_of(parse_role(role))); });

  m.def("_machine_drawing", &machine_drawing);

  bind_standing_order(m);
  py::class_<OrderWithHistory, StandingOrder>(m, "_Order")
      .def(py::init([](std::string number, const py::dict& policy) {
             return std::make_unique<OrderWithHistory>(
                 Order(std::move(number), policy_from(policy)));
           }),
           py::arg("number"), py::arg("policy"))
      .def_static("open", &open_with_history)
      .def("apply",
           [](OrderWithHistory& self, const py::object& event, const Date& on,
              const std::string& by, const std::string& role, std::int64_t recorded_at_us) {
             return self.order.apply(entry_from(event, on, by, role, recorded_at_us)).value();
           })
      .def("replay",
           [](const OrderWithHistory& self, const py::list& history) {
             std::vector<OrderEntry> entries;
             for (const py::handle item : history) {
               const auto row = item.cast<py::tuple>();
               entries.push_back(entry_from(row[0], date_from(row[1]), text_from(row[2]),
                                            text_from(row[3]), row[4].cast<std::int64_t>()));
             }
             return std::make_unique<OrderWithHistory>(
                 Order(self.number(), self.policy(), std::move(entries)));
           })
      .def("history",
           [](const OrderWithHistory& self) { return entries_to_python(self.order.history()); })
      .def("last_recorded_at",
           [](const OrderWithHistory& self) {
             const std::vector<OrderEntry>& history = self.order.history();
             return history.empty() ? 0 : history.back().recorded_at_us;
           })
      .def("mermaid",
           [](const OrderWithHistory& self, const std::string& lang) {
             return mermaid(self.order, parse_language(lang));
           })
      .def("svg", [](const OrderWithHistory& self,
                     const std::string& lang) { return svg(self.order, parse_language(lang)); })
      .def("timeline_html",
           [](const OrderWithHistory& self, const Date& as_of, const std::string& lang) {
             return timeline_html(self.order, as_of, parse_language(lang));
           })
      .def("document",
           [](const OrderWithHistory& self, const std::string& paper, std::int32_t part,
              std::int32_t version, const std::string& lang) {
             return order_document(self.order, parse_order_paper(paper), parse_language(lang),
                                   {.part = part, .version = version})
                 .value();
           })
      .def("__eq__", [](const OrderWithHistory& self, const py::object& other) -> py::object {
        if (!py::isinstance<OrderWithHistory>(other))
          return py::reinterpret_borrow<py::object>(Py_NotImplemented);
        return py::bool_(self.order == other.cast<const OrderWithHistory&>().order);
      });
}

}  // namespace o2c::python

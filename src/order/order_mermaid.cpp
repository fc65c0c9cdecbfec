#include <string>
#include <vector>

#include "o2c/order/diagram.hpp"

#include "mermaid_text.hpp"
#include "order_path.hpp"
#include "stage_arrows.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

std::string event_label(EventKind event, Language language) {
  return for_mermaid(in(info_of(event).label, language));
}

/// "deposit received<br/>2026-03-06, Wu"
std::string event_text(const OrderEntry& entry, Language language) {
  return event_label(kind_of(entry.event), language) + "<br/>" + to_string(entry.on) + ", " +
         for_mermaid(entry.by);
}

/// A machine's stops from left to right, with their events on the arrows between them.
class PathDrawing {
 public:
  PathDrawing(const Order& order, Language language) : order_(order), language_(language) {}

  [[nodiscard]] std::string drawn() {
    std::string out = "flowchart TB\n";
    OrderPath path = path_of(order_);
    const Date last = order_.history().empty() ? Date::min() : order_.history().back().on;
    const std::vector<NextStep> steps = order_.next_steps(last);
    add_machines_to_come(path.machines, steps);
    for (const MachinePath& machine : path.machines) {
      const std::string id = id_of(machine.machine, machine.part);
      out += "  subgraph " + id + " [\"" +
             for_mermaid(part_name(machine.machine, machine.part, language_)) +
             "\"]\n    direction LR\n";
      for (std::size_t i = 0; i < machine.stops.size(); ++i) add_stop(out, id, machine, i);
      add_steps(out, id, machine, steps);
      out += "  end\n";
    }
    // Machines stand one below the other.
    for (std::size_t i = 1; i < path.machines.size(); ++i)
      out += "  " + id_of(path.machines[i - 1].machine, path.machines[i - 1].part) + " ~~~ " +
             id_of(path.machines[i].machine, path.machines[i].part) + "\n";
    return out +
           "  classDef done fill:#eaf1f5,stroke:#1d4e63,color:#10212b\n"
           "  classDef now fill:#dfeee9,stroke:#2f7f86,stroke-width:2px,color:#10212b\n"
           "  classDef next fill:#fff,stroke:#8a97a3,stroke-dasharray:4 3,color:#5b6b7a\n";
  }

 private:
  static std::string id_of(Machine machine, std::int32_t part) {
    return std::string(name_of(machine)) + (part == 0 ? "" : std::to_string(part));
  }

  void add_stop(std::string& out, const std::string& id, const MachinePath& machine,
                std::size_t at) const {
    const MachinePath::Stop& stop = machine.stops[at];
    const std::string node = id + "_" + std::to_string(at);
    out += "    " + node + "(\"<b>" +
           for_mermaid(in(stage_label(machine.machine, stop.stage), language_)) + "</b>";
    for (std::size_t i = stop.was_led_here ? 1 : 0; i < stop.events.size(); ++i)
      out += "<br/>" + event_text(order_.history()[stop.events[i]], language_);
    out += "\"):::" + std::string(at + 1 == machine.stops.size() ? "now" : "done") + "\n";
    if (!stop.was_led_here) return;
    const std::string label =
        "|\"" + event_text(order_.history()[stop.events.front()], language_) + "\"| ";
    if (at == 0) out += "    " + id + "_begin(( )):::done -->" + label + node + "\n";
    if (at > 0) out += "    " + id + "_" + std::to_string(at - 1) + " -->" + label + node + "\n";
  }

  void add_steps(std::string& out, const std::string& id, const MachinePath& machine,
                 const std::vector<NextStep>& steps) const {
    const bool is_begun = !machine.stops.empty();
    const std::string last =
        id + (is_begun ? "_" + std::to_string(machine.stops.size() - 1) : "_begin");
    if (!is_begun) out += "    " + last + "(( )):::next\n";
    std::size_t number = 0;
    for (const NextStep& step : steps) {
      if (info_of(step.event).machine != machine.machine || step.part != machine.part) continue;
      out += "    " + last + " -.-> " + id + "_next" + std::to_string(++number) + "(\"" +
             event_label(step.event, language_) + "<br/>" +
             for_mermaid(role_names(step.by, language_));
      for (const Refusal& lack : step.lacks)
        out += "<br/>– " + for_mermaid(lack.reason.in(language_));
      out += "\"):::next\n";
    }
  }

  const Order& order_;
  Language language_;
};

}  // namespace

std::string mermaid(const Order& order, Language language) {
  return PathDrawing(order, language).drawn();
}

}  // namespace o2c::inline v1

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "o2c/order/diagram.hpp"

#include "order_path.hpp"
#include "stage_arrows.hpp"
#include "svg_drawing.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

/// Each machine a column, from its name down to where it stands, and what comes next.
class PathPicture {
 public:
  PathPicture(const Order& order, Language language) : order_(order), language_(language) {}

  [[nodiscard]] std::string drawn() {
    OrderPath path = path_of(order_);
    const Date last = order_.history().empty() ? Date::min() : order_.history().back().on;
    steps_ = order_.next_steps(last);
    add_machines_to_come(path.machines, steps_);
    for (const MachinePath& machine : path.machines) add_machine(machine);
    return svg_of("order", language_, boxes_, arrows_);
  }

 private:
  [[nodiscard]] std::string event(EventKind kind) const {
    return std::string(in(info_of(kind).label, language_));
  }

  void add_box(DrawnBox box, std::vector<DrawnLine> lines, bool is_dashed) {
    boxes_.push_back(std::move(box));
    arrows_.push_back({boxes_.size() - 2, boxes_.size() - 1, std::move(lines), is_dashed});
  }

  void add_event(std::vector<DrawnLine>& lines, std::size_t at) const {
    const OrderEntry& entry = order_.history()[at];
    lines.push_back({event(kind_of(entry.event)), facts_of(entry.event)});
    lines.push_back({to_string(entry.on) + ", " + entry.by, {}, true});
  }

  void add_machine(const MachinePath& machine) {
    boxes_.push_back({part_name(machine.machine, machine.part, language_), {}, BoxLook::title});
    for (const MachinePath::Stop& stop : machine.stops) {
      DrawnBox box{std::string(in(stage_label(machine.machine, stop.stage), language_))};
      if (&stop == &machine.stops.back()) box.look = BoxLook::strong;
      std::vector<DrawnLine> led_here;
      for (std::size_t i = 0; i < stop.events.size(); ++i)
        add_event(i == 0 && stop.was_led_here ? led_here : box.lines, stop.events[i]);
      add_box(std::move(box), std::move(led_here), false);
    }
    add_next(machine);
  }

  void add_next(const MachinePath& machine) {
    DrawnBox next{language_ == Language::zh ? "下一步" : "next", {}, BoxLook::next};
    for (const NextStep& step : steps_) {
      if (info_of(step.event).machine != machine.machine || step.part != machine.part) continue;
      std::string tooltip = role_names(step.by, language_);
      for (const Refusal& lack : step.lacks)
        tooltip += (language_ == Language::zh ? "；" : "; ") + lack.reason.in(language_);
      next.lines.push_back({event(step.event), std::move(tooltip), !step.lacks.empty()});
    }
    if (!next.lines.empty()) add_box(std::move(next), {}, true);
  }

  const Order& order_;
  Language language_;
  std::vector<NextStep> steps_;
  std::vector<DrawnBox> boxes_;
  std::vector<DrawnArrow> arrows_;
};

}  // namespace

std::string svg(const Order& order, Language language) {
  return PathPicture(order, language).drawn();
}

}  // namespace o2c::inline v1

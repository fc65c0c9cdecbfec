#include "order_path.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <type_traits>
#include <variant>

#include "machines.hpp"
#include "stage_arrows.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

MachinePath& machine_path(std::vector<MachinePath>& machines, Machine machine, std::int32_t part) {
  const auto found = std::ranges::find_if(machines, [&](const MachinePath& path) {
    return path.machine == machine && path.part == part;
  });
  if (found != machines.end()) return *found;
  return machines.emplace_back(MachinePath{machine, part});
}

/// The parts of a machine that there are, or 0 for what has none.
std::vector<std::int32_t> parts_of(const OrderState& state, Machine machine) {
  if (!has_parts(machine)) return {0};
  std::vector<std::int32_t> parts;
  for (std::int32_t part = 1; part <= part_count(state, machine); ++part) parts.push_back(part);
  return parts;
}

std::string fact(const std::string& text) { return text; }
std::string fact(const Money& amount) { return to_string(amount); }
std::string fact(const Decimal& quantity) { return to_string(quantity); }
std::string fact(const Date& day) { return to_string(day); }
std::string fact(const Contract& contract) {
  return contract.number + ", " + to_string(contract.amount) + ", " + to_string(contract.terms);
}
std::string fact(const PaymentTerms& terms) { return to_string(terms); }
std::string fact(const OrderLine& line) {
  return to_string(line.quantity) + " " + line.unit + " " + line.product;
}
std::string fact(const LineQuantity& each) {
  return "#" + std::to_string(each.line) + ": " + to_string(each.quantity);
}
/// Whatever is not for people: parts, which stand before the event, and choices, which stand after.
template <class T>
std::string fact(const T& /*other*/) {
  return {};
}
template <class T>
std::string fact(const std::vector<T>& values) {
  std::string out;
  for (const T& value : values) {
    if (!out.empty()) out += ", ";
    out += fact(value);
  }
  return out;
}
template <class T>
std::string fact(const std::optional<T>& value) {
  return value ? fact(*value) : std::string();
}

}  // namespace

OrderPath path_of(const Order& order) {
  OrderPath path;
  OrderState state;
  for (std::size_t i = 0; i < order.history().size(); ++i) {
    const OrderEntry& entry = order.history()[i];
    const OrderState before = state;
    fold(state, entry);
    std::vector<StageChange>& changes = path.changes.emplace_back();
    const Machine home = info_of(kind_of(entry.event)).machine;
    const std::int32_t home_part = has_parts(home) ? part_of(state, entry.event, home) : 0;
    for (int m = 0; m < machine_count; ++m) {
      const auto machine = static_cast<Machine>(m);
      for (const std::int32_t part : parts_of(state, machine)) {
        const std::uint8_t from = stage_of(before, machine, part);
        const std::uint8_t to = stage_of(state, machine, part);
        const bool is_home = machine == home && part == home_part;
        if (from == to && !is_home) continue;
        auto& stops = machine_path(path.machines, machine, part).stops;
        if (from != to) {
          changes.push_back({machine, part, to});
          stops.push_back({to, {i}, true});
        } else if (stops.empty()) {
          stops.push_back({to, {i}, false});
        } else {
          stops.back().events.push_back(i);
        }
      }
    }
  }
  std::ranges::stable_sort(path.machines, {}, [](const MachinePath& each) {
    return std::pair(each.machine, each.part);
  });
  return path;
}

void add_machines_to_come(std::vector<MachinePath>& machines, const std::vector<NextStep>& steps) {
  for (const NextStep& step : steps) machine_path(machines, info_of(step.event).machine, step.part);
}

std::string part_name(Machine machine, std::int32_t part, Language language) {
  std::string name(in(words_of(machine), language));
  if (part == 0) return name;
  return name + (language == Language::zh ? "" : " ") + std::to_string(part);
}

std::string facts_of(const OrderEvent& event) {
  return std::visit(
      []<class E>(const E& e) {
        std::string out;
        const auto add = [&](const std::string& text) {
          if (text.empty()) return;
          if (!out.empty()) out += ", ";
          out += text;
        };
        std::apply([&](const auto&... fields) { (add(fact(e.*fields.member)), ...); }, E::fields());
        return out;
      },
      event);
}

}  // namespace o2c::inline v1

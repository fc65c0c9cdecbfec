#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "o2c/order/decide.hpp"

#include "machines.hpp"

namespace o2c::inline v1 {

namespace {

std::string text_of(const std::vector<OrderLine>& lines) {
  std::string text;
  for (const OrderLine& line : lines) {
    if (!text.empty()) text += "; ";
    text += to_string(line.quantity) + " " + line.unit + " " + line.product + " @ " +
            to_string(line.unit_price);
  }
  return text;
}
std::string text_of(const std::string& text) { return text; }
std::string text_of(const std::optional<Date>& date) { return date ? to_string(*date) : ""; }
template <class T>
std::string text_of(const T& value) {
  return to_string(value);
}

}  // namespace

std::vector<Consequence> consequences(const OrderState& state) {
  if (!state.amendment_proposed) return {};
  const OrderEntry agreed{events::AmendmentAgreed{"-"}, state.amendment_since, "-"};
  OrderState before = state;
  before.amendment = AmendmentStage::approved;
  const OrderState after = evolve(before, agreed);
  std::vector<Consequence> found;
  for (const Machine machine : {Machine::sample, Machine::security, Machine::production}) {
    const std::int32_t parts = part_count(state, machine);
    for (std::int32_t part = 1; part <= parts; ++part) {
      const std::uint8_t from = stage_of(state, machine, part);
      const std::uint8_t to = stage_of(after, machine, part);
      if (from != to) found.push_back({machine, has_parts(machine) ? part : 0, from, to});
    }
  }
  return found;
}

std::vector<ContractChange> changes(const OrderState& state) {
  if (!state.amendment_proposed || !state.contract) return {};
  const events::AmendmentProposed& amendment = *state.amendment_proposed;
  const Contract& contract = *state.contract;
  std::vector<ContractChange> found;
  const auto compare = [&](const char* field, const auto& before, const auto& after) {
    if (!after) return;
    std::string was = text_of(before);
    std::string becomes = text_of(*after);
    if (was != becomes) found.push_back({field, std::move(was), std::move(becomes)});
  };
  compare("lines", contract.lines, amendment.lines);
  compare("amount", contract.amount, amendment.amount);
  compare("terms", contract.terms, amendment.terms);
  compare("price_term", contract.price_term, amendment.price_term);
  compare("latest_shipment", contract.latest_shipment, amendment.latest_shipment);
  compare("specification", contract.specification, amendment.specification);
  compare("packing", contract.packing, amendment.packing);
  return found;
}

}  // namespace o2c::inline v1

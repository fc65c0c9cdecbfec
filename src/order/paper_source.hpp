#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "o2c/money/money_text.hpp"
#include "o2c/order/order.hpp"
#include "o2c/order/order_document.hpp"

#include "paper.hpp"
#include "paper_words.hpp"

// What papers are written from, and how what they say is found.
namespace o2c::inline v1 {

/// The history up to some event, and the event that called for the paper.
struct PaperSource {
  const Order& order;
  const OrderState& state;              ///< What the history has come to.
  std::span<const OrderEntry> history;  ///< What has happened so far.
  std::size_t begins;                   ///< Of it, what the paper begins with.
  std::int32_t part;
};

/// The last event of a type, of those that a condition takes.
template <class Event, class Condition>
const OrderEntry* last_of(const PaperSource& source, Condition takes) {
  for (std::size_t i = source.history.size(); i-- > 0;) {
    const auto* event = std::get_if<Event>(&source.history[i].event);
    if (event != nullptr && takes(*event)) return &source.history[i];
  }
  return nullptr;
}
template <class Event>
const OrderEntry* last_of(const PaperSource& source) {
  return last_of<Event>(source, [](const Event&) { return true; });
}
template <class Event>
const OrderEntry* last_of_sample(const PaperSource& source) {
  return last_of<Event>(source, [&](const Event& e) { return e.sample == source.part; });
}
template <class Event>
const OrderEntry* last_of_shipment(const PaperSource& source) {
  return last_of<Event>(source, [&](const Event& e) { return e.shipment == source.part; });
}
template <class Event>
const Event& said(const OrderEntry& entry) {
  return std::get<Event>(entry.event);
}

inline const OrderEntry& beginning(const PaperSource& source) {
  return source.history[source.begins];
}

inline PaperSignature signature_of(Text office, const OrderEntry* entry) {
  if (entry == nullptr) return {office};
  return {office, {}, entry->by, entry->on};
}
inline PaperSignature signature_of(const OrderEntry& entry) {
  return signature_of(name_of(entry.role), &entry);
}

/// Where it was not said, there is no fact.
inline void add_fact(Paper& paper, Text name, const std::string& value) {
  if (!value.empty()) paper.facts.push_back({name, same(value)});
}
inline void add_fact(Paper& paper, Text name, Label value) {
  paper.facts.push_back({name, std::move(value)});
}
inline void add_fact(Paper& paper, Text name, const std::optional<Date>& day) {
  if (day) add_fact(paper, name, to_string(*day));
}

inline void add_order(Paper& paper, const PaperSource& source) {
  const OrderState& state = source.state;
  add_fact(paper, {"Order", "订单号"}, source.order.number());
  add_fact(paper,
           state.profile == Profile::import ? Text{"Supplier", "供应商"} : Text{"Customer", "客户"},
           state.party);
  if (state.contract) add_fact(paper, {"Contract", "合同号"}, state.contract->number);
}

/// What the workshop has to know of the goods, as agreed.
inline void add_goods_facts(Paper& paper, const Contract& contract) {
  add_fact(paper, {"Specification", "规格"}, contract.specification);
  add_fact(paper, {"Packing", "包装"}, contract.packing);
}

}  // namespace o2c::inline v1

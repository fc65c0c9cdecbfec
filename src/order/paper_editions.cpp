#include "paper_editions.hpp"

#include <utility>
#include <variant>

#include "paper_contents.hpp"

namespace o2c::inline v1 {

namespace {

using namespace events;

template <class Event>
const Event* as(const OrderEntry& entry) {
  return std::get_if<Event>(&entry.event);
}

Label void_since(const OrderState& state, Date day) {
  const std::string number = state.amendments.empty() ? "" : state.amendments.back();
  return {"Void since amendment " + number + " of " + to_string(day),
          "自" + to_string(day) + "变更单" + number + "起作废"};
}

/// Goes through the history and keeps the versions, each of which ends where the next begins.
class Editions {
 public:
  Editions(const Order& order, OrderPaper paper, std::int32_t part)
      : order_(order), paper_(paper), part_(part) {}

  [[nodiscard]] std::vector<PaperEdition> found() {
    const std::vector<OrderEntry>& history = order_.history();
    for (at_ = 0; at_ < history.size(); ++at_) {
      const ProductionStage production = state_.production.stage;
      const OrderEntry& entry = history[at_];
      const std::optional<OrderState> before =
          paper_ == OrderPaper::shipment_notice && as<AmendmentAgreed>(entry) != nullptr
              ? std::optional(state_)
              : std::nullopt;
      fold(state_, entry);
      switch (paper_) {
        case OrderPaper::sample_order:
          see_sample_order(entry);
          break;
        case OrderPaper::contract:
          if (as<ContractSigned>(entry) != nullptr || as<AmendmentAgreed>(entry) != nullptr)
            begin();
          break;
        case OrderPaper::production_plan:
          see_plan(entry, production);
          break;
        case OrderPaper::qc_record:
          if (as<GoodsInspected>(entry) != nullptr && ++inspections_ == part_) begin();
          break;
        case OrderPaper::shipment_notice:
          see_notice(entry, before);
          break;
      }
    }
    return std::move(editions_);
  }

 private:
  void begin() {
    if (is_open()) editions_.back().ends = at_;
    editions_.push_back({at_, order_.history().size()});
    is_signed_ = false;
  }
  /// In place of one that nobody else has signed yet.
  void begin_anew() {
    if (is_open() && !is_signed_ && !editions_.back().mark) editions_.pop_back();
    begin();
  }
  [[nodiscard]] bool is_open() const {
    return !editions_.empty() && editions_.back().ends == order_.history().size();
  }
  void mark(Label text) {
    if (is_open()) editions_.back().mark = std::move(text);
  }

  void see_sample_order(const OrderEntry& entry) {
    if (const auto* ordered = as<SampleOrdered>(entry); ordered != nullptr)
      if (ordered->sample == part_) begin();
    if (const auto* withdrawn = as<SampleWithdrawn>(entry); withdrawn != nullptr)
      if (withdrawn->sample == part_)
        mark({"Withdrawn on " + to_string(entry.on), to_string(entry.on) + "取消"});
  }

  void see_plan(const OrderEntry& entry, ProductionStage before) {
    if (as<PlanDrafted>(entry) != nullptr) begin_anew();
    if (as<PlanApproved>(entry) != nullptr) is_signed_ = true;
    if (as<AmendmentAgreed>(entry) != nullptr && before != ProductionStage::none &&
        state_.production.stage == ProductionStage::none && is_open()) {
      mark(void_since(state_, entry.on));
      editions_.back().ends = at_;  // It is of the contract as it was.
    }
  }

  void see_notice(const OrderEntry& entry, const std::optional<OrderState>& before) {
    if (const auto* fixed = as<LoadingFixed>(entry); fixed != nullptr)
      if (fixed->shipment == part_) begin_anew();
    if (const auto* notified = as<ShipmentNotified>(entry); notified != nullptr)
      if (notified->shipment == part_) is_signed_ = true;
    if (const auto* withdrawn = as<ShipmentWithdrawn>(entry); withdrawn != nullptr)
      if (withdrawn->shipment == part_)
        mark({"Withdrawn on " + to_string(entry.on), to_string(entry.on) + "取消"});
    if (before && is_open() && is_signed_ && says_something_else(*before)) begin();
  }

  /// Whether what an amendment changes stands on the notice; once the goods have gone it does not
  /// matter any more.
  [[nodiscard]] bool says_something_else(const OrderState& before) const {
    const ShipmentState& shipment = state_.shipments[static_cast<std::size_t>(part_) - 1];
    if (shipment.stage != ShipmentStage::notified && shipment.stage != ShipmentStage::loading_fixed)
      return false;
    const std::size_t begins = editions_.back().begins;
    const std::span<const OrderEntry> history(order_.history());
    const auto paper = [&](const OrderState& state, std::size_t length) {
      return paper_of(paper_, {order_, state, history.first(length), begins, part_});
    };
    return !changes_between(paper(before, at_), paper(state_, at_ + 1)).empty();
  }

  const Order& order_;
  OrderPaper paper_;
  std::int32_t part_;
  OrderState state_{};
  std::size_t at_ = 0;
  bool is_signed_ = false;
  std::int32_t inspections_ = 0;
  std::vector<PaperEdition> editions_{};
};

}  // namespace

std::vector<PaperEdition> editions_of(const Order& order, OrderPaper paper, std::int32_t part) {
  return Editions(order, paper, part).found();
}

std::int32_t parts_of(const Order& order, OrderPaper paper) {
  const OrderState& state = order.state();
  switch (paper) {
    case OrderPaper::sample_order:
      return static_cast<std::int32_t>(state.samples.size());
    case OrderPaper::shipment_notice:
      return static_cast<std::int32_t>(state.shipments.size());
    case OrderPaper::qc_record: {
      std::int32_t inspections = 0;
      for (const OrderEntry& entry : order.history())
        inspections += std::holds_alternative<GoodsInspected>(entry.event) ? 1 : 0;
      return inspections;
    }
    default:
      return 1;
  }
}

EventKind beginning_of(OrderPaper paper) noexcept {
  switch (paper) {
    case OrderPaper::sample_order:
      return on<SampleOrdered>;
    case OrderPaper::contract:
      return on<ContractSigned>;
    case OrderPaper::production_plan:
      return on<PlanDrafted>;
    case OrderPaper::qc_record:
      return on<GoodsInspected>;
    case OrderPaper::shipment_notice:
      return on<LoadingFixed>;
  }
  return on<ContractSigned>;
}

}  // namespace o2c::inline v1

#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/order/lifecycle.hpp"
#include "o2c/order/order.hpp"

// An order told event by event, each on the day and by whom it is usually done.
namespace o2c::test {

inline Money usd(std::int64_t dollars) { return Money::of(dollars, currencies::USD); }

inline const char* usual_person(Role role) {
  switch (role) {
    case Role::salesperson:
      return "Li";
    case Role::manager:
      return "Chen";
    case Role::finance:
      return "Wu";
    case Role::production:
      return "Zhao";
    case Role::quality:
      return "Qian";
    case Role::purchasing:
      return "Sun";
    case Role::warehouse:
      return "Zhou";
    case Role::documentation:
      return "Zheng";
  }
  return "";
}

inline Role usual_role(const OrderEvent& event) {
  const RoleSet roles = info_of(kind_of(event)).by;
  for (int i = 0; i < role_count; ++i)
    if (roles.has(static_cast<Role>(i))) return static_cast<Role>(i);
  return Role::salesperson;
}

class Story {
 public:
  explicit Story(OrderPolicy policy = {}, std::string number = "SO-1")
      : order_(std::move(number), std::move(policy)) {}

  Story& on(int year, int month, int day) {
    today_ = Date(year, month, day);
    return *this;
  }
  /// As the next event of the order.
  [[nodiscard]] OrderEntry entry(OrderEvent event) const {
    const Role role = usual_role(event);
    return {std::move(event), today_, usual_person(role), role, 0};
  }
  /// It happens; the test fails if it may not.
  Story& then(OrderEvent event) { return then(entry(std::move(event))); }
  Story& then(OrderEntry entry) {
    const std::string name = to_string(kind_of(entry.event));
    const auto done = order_.apply(std::move(entry));
    EXPECT_TRUE(done) << name << ": " << (done ? "" : to_string(done.error()));
    return *this;
  }
  /// The names of the rules against it.
  [[nodiscard]] std::vector<std::string> refused(OrderEvent event) const {
    return refused(entry(std::move(event)));
  }
  [[nodiscard]] std::vector<std::string> refused(const OrderEntry& entry) const {
    std::vector<std::string> names;
    for (const Refusal& refusal : order_.refusals(entry)) names.push_back(refusal.rule);
    return names;
  }

  [[nodiscard]] const Order& order() const { return order_; }
  [[nodiscard]] const OrderState& state() const { return order_.state(); }
  [[nodiscard]] Date today() const { return today_; }

 private:
  Order order_;
  Date today_ = Date(2026, 3, 2);
};

using Rules = std::vector<std::string>;

inline std::vector<OrderLine> umbrellas(std::int64_t pieces = 10'000, std::int64_t price = 5) {
  return {{"umbrella", pieces, "PCE", price, Decimal(5)}};
}

inline Contract umbrella_contract(const char* terms = "30% deposit; balance against copy of B/L") {
  return {.number = "SC-1",
          .date = Date(2026, 3, 6),
          .lines = umbrellas(),
          .amount = usd(50'000),
          .terms = PaymentTerms::parse(terms),
          .price_term = "FOB Shanghai",
          .tolerance = Rate::parse("5%"),
          .latest_shipment = Date(2026, 5, 31)};
}

/// Up to a quotation that was sent.
inline Story quoted(OrderPolicy policy = {}) {
  Story story(std::move(policy));
  story.then(events::OrderOpened{Profile::export_sale, "Rainy Harbor", "Li"})
      .then(events::InquiryReceived{"umbrellas"})
      .then(events::QuotationDrafted{umbrellas(), usd(50'000), Date(2026, 3, 31)})
      .then(events::QuotationApproved{})
      .then(events::QuotationSent{"mail 17"});
  return story;
}

/// With a sample that the customer has accepted, of the seal S-1.
inline Story sampled(OrderPolicy policy = {}) {
  Story story = quoted(std::move(policy));
  story.then(events::SampleRequested{1, "umbrella", 2, usd(40)})
      .then(events::SampleFeeReceived{1, usd(40)})
      .then(events::FreightCollectConfirmed{1, "DHL 77"})
      .then(events::SampleOrdered{1, 3})
      .then(events::SampleOrderSigned{1})
      .then(events::SampleMade{1, 3})
      .then(events::SampleChecked{1, true, "as asked"})
      .then(events::SampleFiled{1, "photos/1", "S-1"})
      .then(events::SampleSent{1, 2, "DHL", "JD014", Date(2026, 3, 5)})
      .on(2026, 3, 5)
      .then(events::SampleArrived{1})
      .then(events::SampleFollowedUp{1, "mail 20"})
      .then(events::SampleVerdictGiven{1, events::Verdict::accepted, "fine"})
      .on(2026, 3, 6);
  return story;
}

inline Story contracted(const char* terms = "30% deposit; balance against copy of B/L",
                        OrderPolicy policy = {}) {
  Story story = sampled(std::move(policy));
  story.then(events::ContractSigned{umbrella_contract(terms)});
  return story;
}

/// With all that the terms ask for before production.
inline Story secured(const char* terms = "30% deposit; balance against copy of B/L",
                     OrderPolicy policy = {}) {
  Story story = contracted(terms, std::move(policy));
  const SecurityNeed need = *story.state().security.need;
  const Money rest = usd(50'000) - need.deposit;
  if (sign(need.deposit) > 0)
    story.then(events::DepositReceived{need.deposit, std::nullopt, "R-1"});
  if (need.letter_of_credit)
    story.then(events::LetterOfCreditReceived{"LC-1", rest, Date(2026, 5, 31), Date(2026, 6, 15)})
        .then(events::LetterOfCreditChecked{{}});
  if (need.credit) story.then(events::CreditGranted{rest, "CC-1"});
  return story;
}

/// With the plan in the departments.
inline Story planned(const char* terms = "30% deposit; balance against copy of B/L",
                     OrderPolicy policy = {}) {
  Story story = secured(terms, std::move(policy));
  story.then(events::PlanDrafted{"P-1", Date(2026, 4, 20)})
      .then(events::PlanApproved{})
      .then(events::PlanIssued{{"workshop", "warehouse"}, "S-1"});
  return story;
}

/// With so many pieces made, and passed.
inline Story inspected(std::int64_t pieces = 9'800,
                       const char* terms = "30% deposit; balance against copy of B/L",
                       OrderPolicy policy = {}) {
  Story story = planned(terms, std::move(policy));
  story.on(2026, 4, 15)
      .then(events::ProductionProgressed{events::Stage::purchasing, 1, pieces})
      .then(events::ProductionProgressed{events::Stage::making, 1, pieces})
      .then(events::GoodsInspected{1, pieces, 0, "QC-1"});
  return story;
}

/// A shipment goes the way from its plan to the notice.
inline void notify(Story& story, std::int32_t shipment, std::int64_t pieces) {
  story.then(events::ShipmentPlanned{shipment, {{1, pieces}}})
      .then(events::ShipmentConfirmed{shipment})
      .then(events::ShipmentAccepted{shipment, "mail 30"})
      .then(events::SpaceBooked{shipment, "B-1", "EVER 1"})
      .then(events::CommodityInspected{shipment, "CIQ-1"})
      .then(events::CustomsPrepared{shipment, "D-1"})
      .then(events::LoadingFixed{shipment, Date(2026, 4, 28)})
      .then(events::ShipmentNotified{shipment, "N-1"});
}

/// With a shipment of all of it whose loading is notified.
inline Story noticed(std::int64_t pieces = 9'800,
                     const char* terms = "30% deposit; balance against copy of B/L",
                     OrderPolicy policy = {}) {
  Story story = inspected(pieces, terms, std::move(policy));
  notify(story, 1, pieces);
  return story;
}

/// With 9,800 pieces on board, of which what was not paid in advance is to be paid.
inline Story shipped(const char* terms = "30% deposit; balance against copy of B/L",
                     std::int64_t pieces = 9'800, OrderPolicy policy = {}) {
  Story story = noticed(pieces, terms, std::move(policy));
  story.on(2026, 4, 30)
      .then(events::GoodsShipped{1,
                                 "BL-1",
                                 Date(2026, 4, 30),
                                 {{1, pieces}},
                                 "INV-1",
                                 usd(pieces * 5),
                                 story.state().security.deposit});
  return story;
}

/// With the balance paid.
inline Story paid() {
  Story story = shipped();
  story.then(events::BlCopySent{1, "mail 40"})
      .on(2026, 5, 20)
      .then(events::PaymentReceived{1, usd(34'000), std::nullopt, "R-2"})
      .then(events::OriginalsReleased{1, "DHL 99"});
  return story;
}

/// From the completed order to the closed file.
inline void close(Story& story, Money profit) {
  story.then(events::OrderCompleted{}).then(events::ProfitReported{profit, "PR-1", "Chen"});
  if (story.state().profile != Profile::import) story.then(events::CommissionSettled{"2026-05"});
  story.then(events::OrderClosed{});
}

}  // namespace o2c::test

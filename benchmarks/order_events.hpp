#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "o2c/money/currencies.hpp"
#include "o2c/order/order_event.hpp"

// An export order of 10,000 umbrellas at 5 USD, of which 9,800 go in one shipment, told from the
// inquiry to the closed file.
namespace o2c::bench {

class ExportOrder {
 public:
  /// 41 events with a round of samples, 28 without.
  static std::vector<OrderEntry> with_sample() { return ExportOrder().told(true); }
  static std::vector<OrderEntry> without_sample() { return ExportOrder().told(false); }

 private:
  std::vector<OrderEntry> told(bool has_sample) {
    using namespace events;
    const std::vector<OrderLine> lines{{"umbrella", 10'000, "PCE", 5, Decimal(5)}};
    add(OrderOpened{Profile::export_sale, "Rainy Harbor Supply Co.", "Li"});
    add(InquiryReceived{"umbrellas"});
    add(QuotationDrafted{lines, usd(50'000), Date(2026, 3, 31)});
    add(QuotationApproved{}, "Chen", Role::manager);
    add(QuotationSent{"mail 17"});
    if (has_sample) add_sample();
    today_ = Date(2026, 3, 6);
    Contract contract{.number = "SC-1",
                      .date = today_,
                      .lines = lines,
                      .amount = usd(50'000),
                      .terms = PaymentTerms::parse("30% deposit; balance against copy of B/L"),
                      .price_term = "FOB Shanghai",
                      .tolerance = Rate::parse("5%"),
                      .latest_shipment = Date(2026, 5, 31)};
    add(ContractSigned{std::move(contract)});
    add(DepositReceived{usd(15'000), std::nullopt, "R-1"}, "Wu", Role::finance);
    add(PlanDrafted{"P-1", Date(2026, 4, 20)});
    add(PlanApproved{}, "Chen", Role::manager);
    std::optional<std::string> seal;
    if (has_sample) seal = "S-1";
    add(PlanIssued{{"workshop", "warehouse"}, seal});
    today_ = Date(2026, 4, 15);
    for (const Stage stage : {Stage::purchasing, Stage::making})
      add(ProductionProgressed{stage, 1, 9'800}, "Zhao", Role::production);
    add(GoodsInspected{1, 9'800, 0, "QC-1"}, "Qian", Role::quality);
    add_shipment();
    return std::move(entries_);
  }

  void add_sample() {
    using namespace events;
    add(SampleRequested{1, "umbrella", 2, usd(40)});
    add(SampleFeeReceived{1, usd(40)}, "Wu", Role::finance);
    add(FreightCollectConfirmed{1, "DHL 77"});
    add(SampleOrdered{1, 3});
    add(SampleOrderSigned{1}, "Chen", Role::manager);
    add(SampleMade{1, 3}, "Zhao", Role::production);
    add(SampleChecked{1, true, "as asked"});
    add(SampleFiled{1, "photos/1", "S-1"});
    add(SampleSent{1, 2, "DHL", "JD014", Date(2026, 3, 5)});
    today_ = Date(2026, 3, 5);
    add(SampleArrived{1});
    add(SampleFollowedUp{1, "mail 20"});
    add(SampleVerdictGiven{1, Verdict::accepted, "fine"});
  }

  void add_shipment() {
    using namespace events;
    add(ShipmentPlanned{1, {{1, 9'800}}});
    add(ShipmentConfirmed{1}, "Zhao", Role::production);
    add(ShipmentAccepted{1, "mail 30"});
    add(SpaceBooked{1, "B-1", "EVER 1"});
    add(CommodityInspected{1, "CIQ-1"});
    add(CustomsPrepared{1, "D-1"});
    add(LoadingFixed{1, Date(2026, 4, 28)});
    add(ShipmentNotified{1, "N-1"});
    today_ = Date(2026, 4, 30);
    add(GoodsShipped{1, "BL-1", today_, {{1, 9'800}}, "INV-1", usd(49'000), usd(15'000)});
    add(BlCopySent{1, "mail 40"});
    today_ = Date(2026, 5, 20);
    add(PaymentReceived{1, usd(34'000), std::nullopt, "R-2"}, "Wu", Role::finance);
    add(OriginalsReleased{1, "DHL 99"});
    add(OrderCompleted{});
    add(ProfitReported{usd(12'612), "PR-1", "Chen"});
    add(CommissionSettled{"2026-05"}, "Wu", Role::finance);
    add(OrderClosed{});
  }

  /// By the first office that the handbook names, unless somebody else is.
  void add(OrderEvent event) {
    const RoleSet by = info_of(kind_of(event)).by;
    int role = 0;
    while (!by.has(static_cast<Role>(role))) ++role;
    add(std::move(event), "Li", static_cast<Role>(role));
  }
  void add(OrderEvent event, std::string by, Role role) {
    entries_.push_back({std::move(event), today_, std::move(by), role,
                        static_cast<std::int64_t>(entries_.size())});
  }
  static Money usd(std::int64_t dollars) { return Money::of(dollars, currencies::USD); }

  std::vector<OrderEntry> entries_;
  Date today_ = Date(2026, 3, 2);
};

}  // namespace o2c::bench

#include <cstdint>
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <gmock/gmock.h>

#include "story.hpp"

// Every state that an order can come to, with quantities and money of none, half or all.
namespace o2c::test {
namespace {

/// What is explored: the events that are tried, and how many shipments and rounds of samples.
struct World {
  std::string name;
  Profile profile = Profile::export_sale;
  std::string terms = "30% deposit; balance against copy of B/L";
  std::int32_t shipments = 2;
  std::int32_t samples = 2;
  std::int32_t tickets = 0;
  bool amendments = false;
  bool endings = false;      ///< Cancelled for somebody's default, and what is handed back then.
  bool commissions = false;  ///< On single shipments.
  std::int64_t unit = 10;    ///< What is left to pay of half of the goods.
  OrderPolicy policy{};
};

struct Found {
  std::size_t states = 0;
  std::size_t steps = 0;
  std::size_t ends = 0;    ///< States from which nothing more can happen, or the order is over.
  std::size_t stuck = 0;   ///< States from which no end can be reached.
  std::string stuck_at{};  ///< One of them.
  std::set<std::size_t> events{};     ///< That happened somewhere.
  std::vector<std::string> broken{};  ///< Invariants, with where.
};

using namespace events;

constexpr std::int64_t all = 2;
constexpr std::int64_t half = 1;
const Date day(2026, 3, 2);

std::vector<OrderLine> goods(std::int64_t quantity) {
  return {{"goods", quantity, "PCE", Decimal(10), Decimal(10)}};
}

Contract agreed(const World& world) {
  return {.number = "C",
          .date = day,
          .lines = goods(all),
          .amount = usd(20),
          .terms = PaymentTerms::parse(world.terms),
          .price_term = "FOB Shanghai"};
}

/// Everything that somebody may try: each event in the few forms that make a difference.
std::vector<OrderEntry> tries(const World& world) {
  std::vector<OrderEntry> out;
  const auto add = [&](OrderEvent event) {
    const Role role = usual_role(event);
    out.push_back({std::move(event), day, usual_person(role), role, 0});
  };
  /// A second signature, tried by who gave the first one as well.
  const auto add_also_by_li = [&](OrderEvent event) {
    add(event);
    out.push_back({std::move(event), day, "Li", Role::manager, 0});
  };
  add(OrderOpened{world.profile, "P", "Li"});
  add(InquiryReceived{"goods"});
  add(InquiryEscalated{"price"});
  add(OutletVisited{"O"});
  add(QuotationDrafted{goods(all), usd(20)});
  add_also_by_li(QuotationApproved{});
  add(QuotationReviewWaived{"known"});
  add(QuotationSent{"m"});
  add_also_by_li(SpecialTermsApproved{PaymentTerms::parse("net 60"), "old customer"});
  add(ContractSigned{agreed(world)});
  add(OrderLost{"price"});
  add(OrderCancelled{"no", "m"});
  if (world.endings) {
    add(OrderCancelled{"no", "m", usd(1)});
    add(PartyDefaulted{"no", "m"});
    add(WeDefaulted{"no", "m"});
  }
  add(DepositRefunded{usd(3), "R"});
  add(ShortShipmentClosed{1, "m"});
  add(OrderCompleted{});
  add(OrderClosed{});
  if (world.amendments) {
    AmendmentProposed amendment{.number = "A", .reason = "colour"};
    amendment.specification = "blue";
    amendment.latest_shipment = Date(2026, 12, 31);
    add(amendment);
    add_also_by_li(AmendmentApproved{});
    add(AmendmentAgreed{"m"});
    add(AmendmentRefused{"no"});
  }
  for (std::int32_t n = 1; n <= world.samples; ++n) {
    add(SampleRequested{n, "goods", 1, usd(1), usd(1)});
    add(SampleFeeReceived{n, usd(1)});
    add(CourierFeeReceived{n, usd(1)});
    add(FreightCollectConfirmed{n, "c"});
    add(SampleOrdered{n, 2});
    add_also_by_li(SampleOrderSigned{n});
    add(SampleMade{n, 2});
    add(SampleChecked{n, true, "r"});
    add(SampleChecked{n, false, "r"});
    add(SampleFiled{n, "p", "S"});
    add(SampleSent{n, 1, "DHL", "1", day});
    add(SampleSent{n, 2, "DHL", "1", day});
    add(SampleArrived{n});
    add(SampleFollowedUp{n, "m"});
    for (const Verdict verdict : {Verdict::accepted, Verdict::rejected, Verdict::no_order})
      add(SampleVerdictGiven{n, verdict, "w"});
    add(SampleWithdrawn{n, "no"});
  }
  add(DepositReceived{usd(3), std::nullopt, "R"});
  add(LetterOfCreditReceived{"L", usd(20), std::nullopt, Date(2026, 12, 31)});
  add(LetterOfCreditChecked{{}});
  add(LetterOfCreditChecked{{"amount"}});
  add(CreditGranted{usd(20), "d"});
  add(SecurityLapsed{"expired"});
  add(DepositPaid{usd(3), "R"});
  add(LetterOfCreditIssued{"L", usd(20)});
  add(PlanDrafted{"P", day});
  add_also_by_li(PlanApproved{});
  add(PlanIssued{{"workshop"}, "S"});
  add(ProductionProgressed{Stage::making, 1, half});
  add(GoodsInspected{1, half, 0, "r"});
  add(GoodsInspected{1, 0, half, "r"});
  add(GoodsReinspected{1, half, "r"});
  add(ConcessionSigned{1, half, "m"});
  for (std::int32_t n = 1; n <= world.shipments; ++n) {
    const std::int64_t owed = 10;
    for (const std::int64_t quantity : {half, all}) {
      add(ShipmentPlanned{n, {{1, quantity}}});
      add(GoodsShipped{n,
                       "B",
                       day,
                       {{1, quantity}},
                       "I",
                       usd(owed * quantity),
                       usd((owed - world.unit) * quantity)});
      add(VanLoaded{n, {{1, quantity}}, "Li"});
      add(GoodsDelivered{n, {{1, quantity}}, "O", "I", usd(owed * quantity)});
      add(CallOffReceived{n, {{1, quantity}}, std::nullopt});
      add(GoodsWeighed{n, 1, 1, quantity + 1, "w"});
      add(GoodsLanded{n, {{1, quantity}}});
    }
    add(ShipmentConfirmed{n});
    add(ShipmentAccepted{n, "m"});
    add(ShipmentDeclined{n, "no"});
    add(SpaceBooked{n, "B", "V"});
    add(CommodityInspected{n, "c"});
    add(CustomsPrepared{n, "d"});
    add(LoadingFixed{n, day});
    add(ShipmentNotified{n, "n"});
    add(ShipmentWithdrawn{n, "no"});
    add(VanCounted{n, {}, {}});
    for (const std::int64_t quantity : {half, all}) {
      add(VanCounted{n, {{1, quantity}}, {}});
      add(VanCounted{n, {}, {{1, quantity}}});
    }
    add(GoodsDispatched{n, "d"});
    add(GoodsArrived{n, "a"});
    add(CustomsCleared{n, "d"});
    add(BlCopySent{n, "m"});
    add(DocumentsPresented{n, "bank", "Zhou"});
    add(DocumentsSentForCollection{n, "bank"});
    add(OriginalsReleased{n, "c"});
    add(DiscrepanciesNotified{n, {"late"}});
    add(DiscrepanciesCured{n, "waived"});
    add(DocumentsAccepted{n, day});
    for (const std::int64_t amount : {world.unit, 2 * world.unit}) {
      add(PaymentReceived{n, usd(amount), std::nullopt, "R"});
      add(CashCollected{n, usd(amount), "C"});
      add(CashHandedIn{n, usd(amount), "C"});
      add(PaymentMade{n, usd(amount), "R"});
    }
    add(PaymentRefunded{n, usd(world.unit), "R"});
    if (world.commissions) add(ShipmentCommissionSettled{n, "r"});
    add(BalanceWrittenOff{n, usd(world.unit), "small"});
    add(ProvisionalInvoiced{n, "I", usd(10)});
    add(PriceFixed{n, "N", usd(0)});
    add(StatementMatched{n, "Wu", "Bo"});
    add(SupplierInvoiced{n, "I", usd(10), usd(10 - world.unit)});
  }
  for (std::int32_t n = 1; n <= world.tickets; ++n) {
    add(ComplaintOpened{n, 1, "colour"});
    add(RemedyAgreed{n, "credit", usd(world.unit)});
    add(ComplaintClosed{n, "m"});
  }
  add(ProfitReported{usd(1), "r", "Chen"});
  add(CommissionSettled{"r"});
  return out;
}

/// What of a state makes a difference, as short text.
class Key {
 public:
  explicit Key(const OrderState& s) {
    put(s.deal, s.escalated, s.amendment, s.amendments.size(), s.review);
    put(s.ending, s.kept, s.security.refunded);
    put(s.security.stage, std::optional(s.security.deposit.value_or(usd(0))),
        s.security.deposit_applied, s.security.credit_fits, s.security.credit_amount ? 1 : 0,
        s.security.granted ? 1 : 0, s.production.stage, s.production.rejected);
    for (const LineProgress& line : s.lines)
      put(line.made, line.passed, line.shipped, line.closed_short);
    // Of earlier rounds only whether one was accepted: no rule asks for more.
    bool is_accepted = false;
    for (const SampleState& sample : s.samples)
      is_accepted |= sample.stage == SampleStage::accepted;
    put(s.samples.size(), is_accepted);
    if (!s.samples.empty()) {
      const SampleState& last = s.samples.back();
      const bool is_done = last.stage >= SampleStage::accepted;
      if (is_done)
        put('d');
      else
        put(last.stage, last.fee_received ? 1 : 0, last.courier_fee_received ? 1 : 0,
            last.freight_collect, last.followed_up);
    }
    for (const ShipmentState& shipment : s.shipments) {
      put('s', shipment.stage);
      if (shipment.stage == ShipmentStage::withdrawn) continue;
      for (const Decimal& quantity : shipment.quantities) put(quantity);
      put('l');
      for (const Decimal& quantity : shipment.loaded) put(quantity);
      put(shipment.inspected, shipment.declared, shipment.settlement, shipment.invoiced,
          shipment.settled, shipment.credited, shipment.cash_held, shipment.originals_released,
          shipment.commission_settled);
    }
    for (const TicketState& ticket : s.tickets) put('t', ticket.stage);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  template <class... Ts>
  void put(const Ts&... values) {
    (put_one(values), ...);
  }
  template <class T>
  void put_one(const T& value) {
    if constexpr (std::is_same_v<T, Decimal>)
      text_ += static_cast<char>('0' + static_cast<int>(value.coefficient()));
    else if constexpr (std::is_same_v<T, std::optional<Money>>)
      text_ += value ? static_cast<char>('!' + value->minor() / 100) : ' ';
    else
      text_ += static_cast<char>('0' + static_cast<int>(value));
  }
  std::string text_;
};

bool is_over(const OrderState& state) {
  return state.deal == DealStage::closed || state.deal == DealStage::cancelled ||
         state.deal == DealStage::lost;
}

Decimal sum_shipped(const OrderState& state) {
  Decimal sum;
  for (const ShipmentState& shipment : state.shipments)
    if (has_gone(shipment))
      for (const Decimal& quantity : shipment.quantities) sum += quantity;
  return sum;
}

/// What is wrong with a step; the rules said once more, in other words than the guards'.
std::vector<std::string> broken_by(const OrderState& before, const OrderEntry& entry,
                                   const OrderState& after) {
  std::vector<std::string> broken;
  const auto expect = [&](bool holds, const char* invariant) {
    if (!holds) broken.push_back(std::string(invariant) + ": " + to_string(kind_of(entry.event)));
  };
  const auto is = [&]<class Event>(std::in_place_type_t<Event>) {
    return std::holds_alternative<Event>(entry.event);
  };
  const bool is_export = after.profile == Profile::export_sale;
  const Money nothing = usd(0);
  if (after.contract) {
    // 1: within the contract, invoiced within what was shipped.
    expect(sum_shipped(after) <= Decimal(all), "shipped within the contract");
    for (const LineProgress& line : after.lines) {
      expect(line.shipped == sum_shipped(after), "shipped is what the shipments say");
      expect(line.passed <= line.made && line.made <= Decimal(all), "made within the contract");
      expect(!is_export || line.shipped <= line.passed, "ships before inspection");
    }
    for (const ShipmentState& shipment : after.shipments)
      if (shipment.invoiced && after.profile != Profile::import)
        expect(has_gone(shipment), "invoiced before it was shipped");
    for (const ShipmentState& shipment : after.shipments)
      if (shipment.commission_settled)
        expect(open_amount(shipment).value_or(nothing) <= nothing,
               "commission on a shipment before it is paid");
    // 7: no more of the deposit than came in.
    expect(after.security.deposit_applied.value_or(nothing) <=
               after.security.deposit.value_or(nothing),
           "deposit applied within the deposit");
  }
  // 2: production after security.
  const bool makes = is(std::in_place_type<PlanDrafted>) || is(std::in_place_type<PlanApproved>) ||
                     is(std::in_place_type<PlanIssued>) ||
                     is(std::in_place_type<ProductionProgressed>);
  if (makes) {
    const SecurityState& security = before.security;
    const bool deposit = security.deposit.value_or(nothing) >= security.need->deposit;
    const bool credit = !security.need->letter_of_credit || security.credit_fits;
    const bool granted = !security.need->credit || security.granted;
    expect(deposit && credit && granted, "produces before security");
  }
  if (is(std::in_place_type<SpaceBooked>))
    expect(
        before.shipments[static_cast<std::size_t>(std::get<SpaceBooked>(entry.event).shipment) - 1]
                .stage == ShipmentStage::accepted,
        "books before the customer confirms");
  if (is_export && is(std::in_place_type<GoodsShipped>))
    expect(before.security.stage == SecurityStage::secured, "ships after the security has lapsed");
  // What is handed back after the order has ended (Civil Code art. 587): of a deposit of 3, all is
  // earnest money, as it is less than 4, a fifth of the contract; of one of 6, 4 are.
  if (after.deal == DealStage::cancelled && after.contract) {
    const Money had = after.security.deposit.value_or(nothing);
    const Money earnest = after.security.need->deposit == nothing ? nothing : std::min(had, usd(4));
    const bool is_payers =
        after.ending == (after.profile == Profile::import ? OrderEnding::we_defaulted
                                                          : OrderEnding::party_defaulted);
    Money paid = had - after.security.deposit_applied.value_or(nothing);
    for (const ShipmentState& shipment : after.shipments)
      paid += shipment.settled.value_or(nothing);
    Money most = paid - after.kept.value_or(nothing);
    if (after.ending != OrderEnding::agreed) most = is_payers ? paid - earnest : paid + earnest;
    expect(after.security.refunded.value_or(nothing) <= most, "hands back more than is due");
  }
  // 3: two persons.
  if (is(std::in_place_type<PlanApproved>) || is(std::in_place_type<SampleOrderSigned>) ||
      is(std::in_place_type<AmendmentApproved>) || is(std::in_place_type<QuotationApproved>) ||
      is(std::in_place_type<SpecialTermsApproved>))
    expect(entry.by != "Li", "one person signs twice");
  // 4 and 5: samples.
  for (const SampleState& sample : after.samples)
    if (sample.sent > 0) expect(sample.made - sample.sent >= 1, "one sample is kept");
  if (after.deal == DealStage::closed && before.deal != DealStage::closed) {
    for (const SampleState& sample : after.samples)
      expect(sample.stage != SampleStage::sent && sample.stage != SampleStage::arrived,
             "closes without a verdict");
    for (const ShipmentState& shipment : after.shipments) {
      const std::optional<Money> open = open_amount(shipment);
      expect(!open || *open == nothing, "closes before payment, or paid too much");
      expect(!shipment.cash_held || *shipment.cash_held == nothing, "closes with cash held");
    }
    expect(after.security.deposit.value_or(nothing) ==
               after.security.deposit_applied.value_or(nothing),
           "closes with a deposit left over");
    expect(after.review != ReviewStage::none, "closes before the profit review");
    for (const TicketState& ticket : after.tickets)
      expect(ticket.stage == TicketStage::closed, "closes with a complaint");
  }
  return broken;
}

Found explore(const World& world) {
  Found found;
  const std::vector<OrderEntry> entries = tries(world);
  std::unordered_map<std::string, std::uint32_t> ids;
  std::vector<std::vector<std::uint32_t>> from;  // Where each state was reached from.
  std::vector<std::uint32_t> ends;
  std::vector<std::string> keys;
  std::vector<std::pair<std::uint32_t, OrderState>> open;

  const auto visit = [&](OrderState state) {
    const auto [place, is_new] =
        ids.emplace(Key(state).text(), static_cast<std::uint32_t>(ids.size()));
    if (is_new) {
      from.emplace_back();
      keys.push_back(place->first);
      if (is_over(state)) ends.push_back(place->second);
      open.emplace_back(place->second, std::move(state));
    }
    return place->second;
  };
  visit({});
  while (!open.empty()) {
    const auto [id, state] = std::move(open.back());
    open.pop_back();
    for (const OrderEntry& entry : entries) {
      if (!is_allowed(state, entry, world.policy)) continue;
      OrderState next = evolve(state, entry);
      ++found.steps;
      found.events.insert(entry.event.index());
      for (std::string& broken : broken_by(state, entry, next))
        if (found.broken.size() < 20) found.broken.push_back(std::move(broken));
      const std::uint32_t to = visit(std::move(next));
      from[to].push_back(id);
    }
  }
  found.states = ids.size();
  found.ends = ends.size();

  std::vector<bool> reaches_end(ids.size());
  std::vector<std::uint32_t> back = ends;
  for (const std::uint32_t end : ends) reaches_end[end] = true;
  while (!back.empty()) {
    const std::uint32_t id = back.back();
    back.pop_back();
    for (const std::uint32_t before : from[id])
      if (!reaches_end[before]) {
        reaches_end[before] = true;
        back.push_back(before);
      }
  }
  for (std::size_t id = 0; id < reaches_end.size(); ++id)
    if (!reaches_end[id] && ++found.stuck == 1) found.stuck_at = keys[id];
  return found;
}

// A sanitizer makes it twenty times slower: the smaller worlds have to do there.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;
#elif defined(__has_feature)
constexpr bool is_sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool is_sanitized = false;
#endif

bool is_small(const World& world) {
  return world.profile != Profile::export_sale || world.terms == "net 30";
}

OrderPolicy without_samples() {
  OrderPolicy policy;
  policy.sample_needed = false;
  return policy;
}

std::vector<World> worlds() {
  return {
      {.name = "export: deposit", .unit = 7},
      {.name = "export: letter of credit", .terms = "L/C at sight", .samples = 1},
      {.name = "export: deposit and L/C",
       .terms = "30% deposit; 70% L/C at sight",
       .samples = 1,
       .unit = 7},
      {.name = "export: D/P", .terms = "D/P at sight", .samples = 1},
      {.name = "export: D/A", .terms = "D/A 30 days after sight", .samples = 1},
      {.name = "export: open account", .terms = "net 30", .samples = 1},
      {.name = "export: amendment, complaint",
       .shipments = 1,
       .samples = 1,
       .tickets = 1,
       .amendments = true,
       .unit = 7},
      {.name = "export: defaults, commissions",
       .samples = 0,
       .endings = true,
       .commissions = true,
       .unit = 7,
       .policy = without_samples()},
      {.name = "route sale", .profile = Profile::route_sale, .terms = "net 30", .tickets = 1},
      {.name = "framework", .profile = Profile::framework, .terms = "net 30", .tickets = 1},
      {.name = "import: deposit",
       .profile = Profile::import,
       .terms = "30% deposit; balance net 30",
       .endings = true,
       .unit = 7},
      {.name = "import: letter of credit",
       .profile = Profile::import,
       .terms = "L/C at sight",
       .tickets = 1},
  };
}

TEST(Exploration, EveryStateReachesAnEndAndKeepsTheInvariants) {
  std::set<std::size_t> happened;
  for (const World& world : worlds()) {
    if (is_sanitized && !is_small(world)) continue;
    const Found found = explore(world);
    std::printf("%-32s %8zu states %9zu steps %6zu ends %3zu events\n", world.name.c_str(),
                found.states, found.steps, found.ends, found.events.size());
    std::fflush(stdout);
    EXPECT_THAT(found.broken, testing::IsEmpty()) << world.name;
    EXPECT_EQ(found.stuck, 0U) << world.name << ": " << found.stuck_at;
    happened.insert(found.events.begin(), found.events.end());
  }
  for (std::size_t event = 0; event < event_count && !is_sanitized; ++event)
    EXPECT_TRUE(happened.contains(event))
        << to_string(static_cast<EventKind>(event)) << " never happens";
}

}  // namespace
}  // namespace o2c::test

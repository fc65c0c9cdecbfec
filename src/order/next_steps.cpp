#include "o2c/order/next_steps.hpp"

#include <algorithm>
#include <ranges>

#include "o2c/order/cancellation.hpp"
#include "o2c/order/guards.hpp"

#include "asked.hpp"
#include "machines.hpp"
#include "reckoned.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

using namespace events;

Date days_after(Date day, std::int32_t days, const OrderPolicy& policy) {
  return policy.calendar ? policy.calendar->add_business_days(day, days) : day + days;
}

/// The last day to answer the inquiry.
Date reply_due(const OrderState& state, const OrderPolicy& policy) {
  return days_after(*state.unanswered_since, policy.reply_days, policy);
}

bool is_over(DealStage deal) {
  return deal == DealStage::closed || deal == DealStage::cancelled || deal == DealStage::lost;
}

void add_of_sample(std::vector<Deadline>& found, const SampleState& sample, std::int32_t number,
                   const OrderPolicy& policy) {
  if (sample.stage == SampleStage::sent)
    found.push_back({on<SampleArrived>,
                     number,
                     sample.expected_on,
                     {"the sample was to arrive", "样品预计送达"}});
  if (sample.stage != SampleStage::arrived) return;
  if (!sample.followed_up)
    found.push_back({on<SampleFollowedUp>,
                     number,
                     sample.arrived_on,
                     {"the customer is asked on the day the sample arrives", "样品送达当日跟进"}});
  found.push_back({on<SampleVerdictGiven>,
                   number,
                   days_after(sample.arrived_on, policy.verdict_days, policy),
                   {"every sample has a verdict", "样品必须有结论"}});
}

/// What an export's shipment waits for on its way.
std::optional<EventKind> next_of(ShipmentStage stage) {
  switch (stage) {
    case ShipmentStage::planned:
      return on<ShipmentConfirmed>;
    case ShipmentStage::confirmed:
      return on<ShipmentAccepted>;
    case ShipmentStage::accepted:
      return on<SpaceBooked>;
    case ShipmentStage::booked:
      return on<LoadingFixed>;
    case ShipmentStage::loading_fixed:
      return on<ShipmentNotified>;
    case ShipmentStage::notified:
      return on<GoodsShipped>;
    default:
      return std::nullopt;
  }
}

/// By contract and letter of credit, the earlier.
void add_last_day_to_ship(std::vector<Deadline>& found, const OrderState& state, EventKind event,
                          std::int32_t number) {
  if (state.profile != Profile::export_sale || !state.contract) return;
  const std::optional<Date>& agreed = state.contract->latest_shipment;
  const std::optional<Date>& credit = state.security.latest_shipment;
  if (credit && (!agreed || *credit < *agreed))
    found.push_back({event,
                     number,
                     *credit,
                     {"the last day to ship, by the letter of credit", "信用证最迟装运期"}});
  else if (agreed)
    found.push_back(
        {event, number, *agreed, {"the last day to ship, by contract", "合同最迟装运期"}});
}

/// Of what no shipment is planned for yet.
void add_of_rest(std::vector<Deadline>& found, const OrderState& state) {
  if (state.deal != DealStage::contracted || !state.contract ||
      state.production.stage < ProductionStage::issued)
    return;
  for (std::size_t i = 0; i < state.lines.size(); ++i) {
    const LineProgress& line = state.lines[i];
    const Decimal least = least_of(line.ordered, state.contract->tolerance);
    if (line.closed_short ||
        quantity_in_shipments(state, static_cast<std::int32_t>(i) + 1) >= least)
      continue;
    add_last_day_to_ship(found, state, on<ShipmentPlanned>,
                         static_cast<std::int32_t>(state.shipments.size()) + 1);
    return;
  }
}

void add_of_shipment(std::vector<Deadline>& found, const OrderState& state, std::size_t i,
                     const OrderPolicy& policy) {
  const ShipmentState& shipment = state.shipments[i];
  const auto number = static_cast<std::int32_t>(i) + 1;
  if (shipment.stage == ShipmentStage::loading_fixed || shipment.stage == ShipmentStage::notified) {
    const bool is_notified = shipment.stage == ShipmentStage::notified;
    found.push_back({is_notified ? on<GoodsShipped> : on<ShipmentNotified>,
                     number,
                     shipment.loading_on,
                     {"the loading date", "装货日期"}});
  }
  if (const std::optional<EventKind> next = next_of(shipment.stage))
    add_last_day_to_ship(found, state, *next, number);
  if (shipment.stage != ShipmentStage::shipped) return;
  const std::string days = std::to_string(state.security.presentation_days);
  if (shipment.settlement == SettlementStage::none && state.contract &&
      payment_way(state.contract->terms) == PaymentWay::letter_of_credit)
    found.push_back(
        {on<DocumentsPresented>,
         number,
         last_presentation(state, shipment, policy),
         {days + " days after shipment, within the credit's validity (UCP 600 art. 14(c))",
          "装运后" + days + "天，且在信用证有效期内"}});
  if (shipment.settlement == SettlementStage::accepted && shipment.due_date)
    found.push_back({on<PaymentReceived>,
                     number,
                     *shipment.due_date,
                     {"the day that was accepted", "承兑到期日"}});
}

/// The state's own guards that fail, and what the event has to bring.
NextStep step_of(const OrderState& state, const OrderPolicy& policy, Date as_of, EventKind event,
                 std::int32_t part, const Guards& guards) {
  NextStep step{event, part, offices_for(state, policy, event, as_of)};
  const Asked asked{state, policy, part};
  for (const Guard* guard : guards) {
    if (guard->of_event)
      step.brings.emplace_back(guard->expected);
    else if (!guard->holds(asked))
      step.lacks.push_back(refusal_of(*guard, asked));
  }
  return step;
}

/// What there is no occasion for is not listed: nobody complains of what he has not got, or hands
/// back what nobody has paid.
bool has_occasion(const OrderState& state, EventKind event, std::int32_t part) {
  if (event == on<ComplaintOpened>) return std::ranges::any_of(state.shipments, has_gone);
  if (event == on<SecurityLapsed>) return state.security.credit_amount || state.security.granted;
  if (event == on<DepositRefunded>) {
    if (!state.contract) return false;
    const auto ended = cancellation_account(state);
    return sign(ended ? ended->left : guards::holds::deposit_left(state)) > 0;
  }
  if (event == on<PaymentRefunded>) {
    // A history that was read may have shipments and no contract.
    const std::optional<Money> open = open_amount(state.shipments[position(part)]);
    return open && sign(*open) < 0;
  }
  if (event == on<ShipmentCommissionSettled>)
    return !state.shipments[position(part)].commission_settled;
  if (event == on<GoodsReinspected>)
    return std::ranges::any_of(state.lines,
                               [](const LineProgress& line) { return line.passed > line.shipped; });
  return true;
}

void add_steps(std::vector<NextStep>& steps, const OrderState& state, const OrderPolicy& policy,
               Date as_of, Machine machine, std::int32_t part) {
  const std::uint8_t stage = stage_of(state, machine, part);
  for (std::size_t i = 0; i < event_count; ++i) {
    const auto event = static_cast<EventKind>(i);
    if (info_of(event).machine != machine) continue;
    if (!guards::holds::goes_on_with(state.deal, event) || !has_occasion(state, event, part))
      continue;
    const auto rows = rows_for(machine, state.profile, stage, event);
    if (!rows.empty())
      steps.push_back(step_of(state, policy, as_of, event, part, rows.front().guards));
  }
}

/// Whether goods are still to pass. Packing may go on after all have.
bool has_goods_to_inspect(const OrderState& state) {
  return state.deal == DealStage::contracted &&
         std::ranges::any_of(state.lines, [](const LineProgress& line) {
           return !line.closed_short && line.passed < line.ordered;
         });
}

}  // namespace

RoleSet offices_for(const OrderState& state, const OrderPolicy& policy, EventKind event, Date day) {
  RoleSet offices = roles_for(policy, event);
  const bool is_answer = event == on<QuotationDrafted> || event == on<QuotationSent>;
  if (is_answer && state.unanswered_since && (state.escalated || day > reply_due(state, policy)))
    offices.add(Role::manager);
  return offices;
}

std::vector<Deadline> deadlines(const OrderState& state, const OrderPolicy& policy) {
  std::vector<Deadline> found;
  if (is_over(state.deal)) return found;
  if (state.unanswered_since && DealStage::inquired <= state.deal &&
      state.deal <= DealStage::quotation_approved) {
    EventKind answer = on<QuotationDrafted>;
    if (state.deal == DealStage::quotation_drafted) answer = on<QuotationApproved>;
    if (state.deal == DealStage::quotation_approved) answer = on<QuotationSent>;
    found.push_back(
        {answer,
         0,
         reply_due(state, policy),
         {"an inquiry is answered in time, or put to the manager", "及时答复询盘，否则请示经理"}});
  }
  if (state.deal == DealStage::quoted && state.quotation_valid_until)
    found.push_back({on<ContractSigned>,
                     0,
                     *state.quotation_valid_until,
                     {"the last day that the quotation holds", "报价有效期"}});
  if (state.amendment != AmendmentStage::none)
    found.push_back(
        {state.amendment == AmendmentStage::proposed ? on<AmendmentApproved> : on<AmendmentAgreed>,
         0,
         days_after(state.amendment_since, policy.amendment_days, policy),
         {"an amendment is answered", "变更单须答复"}});
  for (std::size_t i = 0; i < state.samples.size(); ++i)
    add_of_sample(found, state.samples[i], static_cast<std::int32_t>(i) + 1, policy);
  if ((state.production.stage == ProductionStage::issued ||
       state.production.stage == ProductionStage::in_progress ||
       state.production.stage == ProductionStage::rework) &&
      has_goods_to_inspect(state))
    found.push_back({state.production.stage == ProductionStage::issued ? on<ProductionProgressed>
                                                                       : on<GoodsInspected>,
                     0,
                     state.production.finish_by,
                     {"the production plan's last day", "生产计划完成日"}});
  for (std::size_t i = 0; i < state.shipments.size(); ++i) add_of_shipment(found, state, i, policy);
  add_of_rest(found, state);
  return found;
}

std::vector<NextStep> next_steps(const OrderState& state, const OrderPolicy& policy, Date as_of) {
  std::vector<NextStep> steps;
  for (int m = 0; m < machine_count; ++m) {
    const auto machine = static_cast<Machine>(m);
    if (!has_parts(machine)) {
      add_steps(steps, state, policy, as_of, machine, 0);
      continue;
    }
    // The next part as well, but a settlement is that of a shipment.
    const std::int32_t last = part_count(state, machine) + (machine == Machine::settlement ? 0 : 1);
    for (std::int32_t part = 1; part <= last; ++part)
      add_steps(steps, state, policy, as_of, machine, part);
  }
  for (Deadline& deadline : deadlines(state, policy)) {
    const auto step = std::ranges::find_if(steps, [&](const NextStep& each) {
      return each.event == deadline.event && each.part == deadline.part;
    });
    // Of several days the first counts.
    if (step == steps.end() || (step->due_on && *step->due_on <= deadline.due_on)) continue;
    step->due_on = deadline.due_on;
    step->days_late = std::max(0, as_of - deadline.due_on);
    step->why_due = std::move(deadline.reason);
  }
  std::ranges::stable_sort(steps, [](const NextStep& a, const NextStep& b) {
    if (a.days_late != b.days_late) return a.days_late > b.days_late;
    return a.lacks.empty() && !b.lacks.empty();
  });
  return steps;
}

}  // namespace o2c::inline v1

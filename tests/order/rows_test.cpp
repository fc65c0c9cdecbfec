#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/order/decide.hpp"

#include "broken_guards.hpp"
#include "profile_stories.hpp"
#include "row_guards.hpp"

// A guard may stand in many rows. Every row is taken by some history; there, each of the guards
// that row_guards.hpp lists for it is broken in turn, and has to be heard: so that it cannot be
// taken out of a single row.
namespace o2c::test {
namespace {

using namespace events;

void happen(Story& story, std::vector<OrderEvent> events) {
  for (OrderEvent& event : events) story.then(std::move(event));
}

AmendmentProposed more_umbrellas(std::int64_t pieces, const char* number) {
  AmendmentProposed amendment{.number = number, .reason = "asked for"};
  amendment.lines = umbrellas(pieces);
  amendment.amount = usd(pieces * 5);
  return amendment;
}

std::vector<Story> export_stories() {
  std::vector<Story> all;
  Story transfer = paid();
  happen(transfer, {ComplaintOpened{1, 1, "rust"}, RemedyAgreed{1, "credit note", usd(100)},
                    ComplaintClosed{1, "mail"}, PaymentRefunded{1, usd(100), "R-3"}});
  close(transfer, usd(12'612));
  all.push_back(transfer);

  Story in_parts = shipped();
  happen(in_parts,
         {BlCopySent{1, "mail"}, PaymentReceived{1, usd(1'000), usd(20), "R-2"},
          BalanceWrittenOff{1, usd(10), "charges"}, BalanceWrittenOff{1, usd(32'970), "bankrupt"}});
  all.push_back(in_parts);

  Story credit = shipped("L/C at sight");
  happen(credit, {DocumentsPresented{1, "BOC", "Sun"}, DiscrepanciesNotified{1, {"late"}},
                  DocumentsSentForCollection{1, "BOC"}});
  all.push_back(credit);
  Story collection = shipped("30% deposit; balance D/P at sight");
  happen(collection, {DocumentsSentForCollection{1, "BOC"}});
  all.push_back(collection);
  Story account = shipped("open account 60 days after B/L date");
  happen(account, {OriginalsReleased{1, "DHL 99"}});
  all.push_back(account);

  Story fees = quoted();
  happen(fees,
         {SampleRequested{1, "umbrella", 2, usd(40), usd(30)}, SampleFeeReceived{1, usd(40)},
          CourierFeeReceived{1, usd(30)}, SampleWithdrawn{1, "no time"}, OrderLost{"too dear"}});
  all.push_back(fees);

  Story waived;
  happen(waived, {OrderOpened{Profile::export_sale, "Rainy Harbor", "Li"}, InquiryReceived{"any"},
                  QuotationDrafted{umbrellas(), usd(50'000)}, QuotationReviewWaived{"small"}});
  all.push_back(waived);

  Story amended = planned();
  happen(amended,
         {more_umbrellas(12'000, "A-1"), AmendmentApproved{}, AmendmentAgreed{"mail"},
          DepositReceived{usd(3'100), std::nullopt, "R-2"}, DepositRefunded{usd(100), "R-3"},
          DepositRefunded{usd(1'000), "R-4"}, DepositRefunded{usd(1'000), "R-5"}});
  all.push_back(amended);

  Story conceded = planned();
  happen(conceded, {ProductionProgressed{Stage::making, 1, 100}, GoodsInspected{1, 90, 10, "QC-1"},
                    ConcessionSigned{1, 10, "mail"}, ShortShipmentClosed{1, "mail"}});
  all.push_back(conceded);

  Story declined = planned();
  happen(declined,
         {ShipmentPlanned{1, {{1, 10}}}, ShipmentConfirmed{1}, ShipmentDeclined{1, "too late"}});
  all.push_back(declined);

  for (const OrderEvent& end : {OrderEvent{PartyDefaulted{"does not take it", "mail"}},
                                OrderEvent{WeDefaulted{"no cloth", "mail"}}}) {
    Story ended = contracted();
    happen(ended, {end});
    all.push_back(ended);
  }

  Story expired = secured("L/C at sight");
  happen(expired, {SecurityLapsed{"expired"}});
  all.push_back(expired);

  Story special = quoted();
  happen(special, {SpecialTermsApproved{on_account, "old customer"}});
  all.push_back(special);

  Story found_bad = inspected();
  happen(found_bad, {GoodsReinspected{1, 10, "QC-2"}});
  all.push_back(found_bad);

  Story overpaid = shipped();
  happen(overpaid, {BlCopySent{1, "mail"}, PaymentReceived{1, usd(34'100), std::nullopt, "R-2"},
                    PaymentRefunded{1, usd(100), "R-3"}, OriginalsReleased{1, "DHL 99"},
                    ShipmentCommissionSettled{1, "2026-05"}});
  all.push_back(overpaid);

  Story cancelled = contracted("open account 60 days after B/L date");
  happen(cancelled, {CreditGranted{usd(10'000), "CC-1"}, CreditGranted{usd(40'000), "CC-2"},
                     OrderCancelled{"war", "mail"}});
  all.push_back(cancelled);

  Story agreed = contracted("30% deposit; balance L/C at sight");
  happen(agreed, {LetterOfCreditReceived{"LC-1", usd(35'000), std::nullopt, Date(2026, 6, 15)},
                  CreditGranted{usd(1), "CC-1"}, LetterOfCreditChecked{{"late"}},
                  LetterOfCreditReceived{"LC-1/1", usd(35'000), std::nullopt, Date(2026, 6, 15)},
                  LetterOfCreditChecked{{}}});
  all.push_back(agreed);
  return all;
}

std::vector<Story> route_stories() {
  std::vector<Story> all{day_closed()};
  Story quoted_first = visited();
  happen(
      quoted_first,
      {QuotationDrafted{liquor_order(24, 180).lines, cny("4320.00")},
       QuotationApproved{"opening offer"}, QuotationSent{"by hand"},
       ContractSigned{liquor_order(24, 180)}, CreditGranted{cny("9000.00"), "CC-1"},
       VanLoaded{1, {{1, 24}}, "Li"}, GoodsDelivered{1, {{1, 20}}, "Wang", "DN-1", cny("3600.00")},
       CashCollected{1, cny("600.00"), "C-1"}, CashHandedIn{1, cny("600.00"), "C-1"},
       PaymentReceived{1, cny("1000.00"), std::nullopt, "R-1"},
       BalanceWrittenOff{1, cny("100.00"), "broken"}, VanCounted{1, {{1, 4}}, {}},
       PaymentReceived{1, cny("1900.00"), std::nullopt, "R-2"},
       ShortShipmentClosed{1, "takes no more"}});
  close(quoted_first, cny("1.00"));
  all.push_back(quoted_first);
  return all;
}

std::vector<Story> framework_stories() {
  Story to_the_end = matched();
  happen(to_the_end, {PaymentReceived{1, cny("8000000.00"), std::nullopt, "R-1"},
                      BalanceWrittenOff{1, cny("298917.78"), "weight"},
                      ShortShipmentClosed{1, "no more is called off"}});
  Story refunded = to_the_end;
  happen(refunded,
         {ComplaintOpened{1, 1, "weight"}, RemedyAgreed{1, "credit note", cny("100.00")},
          PaymentRefunded{1, cny("100.00"), "R-2"}, ShipmentCommissionSettled{1, "2026-05"}});
  close(to_the_end, cny("1.00"));
  return {to_the_end, refunded};
}

std::vector<Story> import_stories() {
  Story credit = import_paid();
  happen(credit, {ComplaintOpened{1, 1, "rust"}, RemedyAgreed{1, "credit note", eur(100)},
                  ComplaintClosed{1, "mail"}, PaymentRefunded{1, eur(100), "TT-2"}});
  close(credit, eur(1));
  Story transfer = import_signed("100% deposit");
  happen(transfer,
         {DepositPaid{eur(60'000), "TT-1"}, DepositPaid{eur(40'000), "TT-2"},
          ShipmentPlanned{1, {{1, 1}}}, SupplierInvoiced{1, "SI-1", eur(50'000), eur(50'000)},
          ShipmentPlanned{2, {{1, 1}}}, ShipmentWithdrawn{2, "late"}});
  return {credit, transfer};
}

std::vector<Step> steps_of(const std::vector<Story>& stories) {
  std::vector<Step> steps;
  for (const Story& story : stories) {
    OrderState state;
    for (const OrderEntry& entry : story.order().history()) {
      steps.push_back({state, entry, story.order().policy()});
      fold(state, entry);
    }
  }
  return steps;
}

const std::vector<Step>& all_steps() {
  static const std::vector<Step> all = [] {
    std::vector<Story> stories = export_stories();
    for (const auto& others : {route_stories(), framework_stories(), import_stories()})
      stories.insert(stories.end(), others.begin(), others.end());
    return steps_of(stories);
  }();
  return all;
}

// --- rows -------------------------------------------------------------------------------------

std::uint8_t stage_before(const Step& step, Machine machine) {
  const std::size_t part = part_of(step);
  const OrderState& state = step.state;
  const auto number = [](auto stage) { return static_cast<std::uint8_t>(stage); };
  switch (machine) {
    case Machine::deal:
      return number(state.deal);
    case Machine::amendment:
      return number(state.amendment);
    case Machine::sample:
      return part < state.samples.size() ? number(state.samples[part].stage) : 0;
    case Machine::security:
      return number(state.security.stage);
    case Machine::production:
      return number(state.production.stage);
    case Machine::shipment:
      return part < state.shipments.size() ? number(state.shipments[part].stage) : 0;
    case Machine::settlement:
      return part < state.shipments.size() ? number(state.shipments[part].settlement) : 0;
    case Machine::after_sales:
      return state.tickets.empty() ? 0 : number(state.tickets[0].stage);
    case Machine::review:
      return number(state.review);
  }
  return 0;
}

bool is_of(const Step& step, const TransitionRow& row) {
  return kind_of(step.entry.event) == row.event && row.profiles.has(step.state.profile) &&
         row.is_from(stage_before(step, row.machine));
}

std::vector<std::string> names_of(const Step& step) {
  std::vector<std::string> names;
  for (const Refusal& refusal : decide(step.state, step.entry, step.policy))
    names.push_back(refusal.rule);
  return names;
}

/// "deal OrderLost opened|inquired|quoted export_sale|import": where a row stands.
std::string place_of(const TransitionRow& row) {
  std::string from;
  for (std::size_t stage = 0; stage < stage_count(row.machine); ++stage) {
    const auto number = static_cast<std::uint8_t>(stage);
    if (!row.is_from(number)) continue;
    if (!from.empty()) from += '|';
    from += stage_name(row.machine, number);
  }
  std::string profiles;
  for (int i = 0; i < profile_count; ++i) {
    const auto profile = static_cast<Profile>(i);
    if (!row.profiles.has(profile)) continue;
    if (!profiles.empty()) profiles += '|';
    profiles += to_string(profile);
  }
  return std::string(name_of(row.machine)) + " " + to_string(row.event) + " " + from + " " +
         profiles;
}

std::vector<TransitionRow> guarded_rows() {
  std::vector<TransitionRow> rows;
  for (int machine = 0; machine < machine_count; ++machine)
    for (const TransitionRow& row : rows_of(static_cast<Machine>(machine)))
      if (row.guards != Guards{}) rows.push_back(row);
  return rows;
}

/// What fails with it: nobody settles the commission of an order whose profit is not reported.
std::vector<std::string> expected_of(const RowGuards& row, const std::string& guard) {
  std::vector<std::string> names;
  for (const std::string& each : row.guards)
    if (each == guard || (guard == "profit_is_reported" && each == "commission_is_settled"))
      names.push_back(each);
  return names;
}

/// Whether some history takes the row, and breaking the guard there is refused by it alone.
bool is_heard(const TransitionRow& row, const RowGuards& expected, const std::string& guard) {
  return std::ranges::any_of(all_steps(), [&](const Step& step) {
    if (!is_of(step, row)) return false;
    Step broken = step;
    breaks().at(guard)(broken);
    return names_of(broken) == expected_of(expected, guard);
  });
}

TEST(Rows, HearEachOfTheirGuards) {
  const std::vector<TransitionRow> rows = guarded_rows();
  for (const RowGuards& expected : row_guards())
    for (const std::string& guard : expected.guards) {
      ASSERT_TRUE(breaks().contains(guard)) << guard;
      EXPECT_TRUE(std::ranges::any_of(rows,
                                      [&](const TransitionRow& row) {
                                        return place_of(row) == expected.place &&
                                               is_heard(row, expected, guard);
                                      }))
          << expected.place << ": " << guard;
    }
}

TEST(Rows, AreAllListed) {
  std::vector<std::string> places;
  for (const TransitionRow& row : guarded_rows()) places.push_back(place_of(row));
  std::vector<std::string> listed;
  for (const RowGuards& row : row_guards()) listed.push_back(row.place);
  EXPECT_THAT(listed, testing::ElementsAreArray(places));
}

TEST(Rows, AreAllowedUnbroken) {
  for (const Step& step : all_steps())
    EXPECT_THAT(names_of(step), testing::IsEmpty()) << to_string(kind_of(step.entry.event));
}

}  // namespace
}  // namespace o2c::test

#include "o2c/order/event_payload.hpp"

#include <utility>

#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/terms.hpp"

namespace o2c {
namespace {

OrderEntry entry_of(OrderEvent event) {
  return {std::move(event), Date(2026, 3, 2), "Li", Role::salesperson, 0};
}

OrderEntry signed_contract() {
  return entry_of(events::ContractSigned{
      {.number = "SC-1",
       .date = Date(2026, 3, 1),
       .lines = {},
       .amount = Money::from_minor(50'000, currencies::USD),
       .terms = PaymentTerms::parse("30% T/T in advance, balance 60 days after B/L date"),
       .price_term = "FOB Ningbo"}});
}

TEST(EventPayload, ComesBackAsItWasWritten) {
  const OrderEntry entry = entry_of(events::InquiryReceived{});
  const EventPayload written = event_payload(entry);
  EXPECT_EQ(written.event, "InquiryReceived");
  const EventInOffice read =
      parse_event_payload(written.event, written.event_version, written.payload);
  EXPECT_EQ(read.event, entry.event);
  EXPECT_EQ(read.role, entry.role);
}

TEST(EventPayload, IsReadAlikeOnceAndOverAgain) {
  const EventPayload written = event_payload(signed_contract());
  EventReader reader;
  for (int times = 0; times < 3; ++times) {
    const EventInOffice read = reader.read(written.event, written.event_version, written.payload);
    EXPECT_EQ(read.event, signed_contract().event);
  }
}

TEST(EventPayload, SaysWhatIsWrong) {
  EventReader reader;
  EXPECT_THROW((void)reader.read("ContractSinged", 1, "{}"), ParseError);
  EXPECT_THROW((void)reader.read("ContractSigned", 1, "[]"), ParseError);
  EXPECT_THROW((void)reader.read("ContractSigned", 9, R"({"role":"salesperson"})"), ParseError);
}

}  // namespace
}  // namespace o2c

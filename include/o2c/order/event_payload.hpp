#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "o2c/money/currency_table.hpp"
#include "o2c/order/order_event.hpp"

namespace o2c::inline v1 {

/// What an event says, as text for tables and journals.
struct EventPayload {
  std::string event;               ///< Its type: "ContractSigned".
  std::int32_t event_version = 1;  ///< Of the payload's form.
  /// A JSON object of the office it was done in (`role`) and its fields, by their names; amounts,
  /// numbers and dates are texts, what is not there is left out.
  std::string payload;

  friend bool operator==(const EventPayload&, const EventPayload&) = default;
};

/// Throws InvalidArgument for texts that are no UTF-8.
EventPayload event_payload(const OrderEntry& entry);

/// An event and the office it was done in.
struct EventInOffice {
  OrderEvent event;
  Role role;
};

/// Reads payloads, of whatever version. Terms of payment that come up again are not parsed again.
class EventReader {
 public:
  /// Currencies are those of the table.
  explicit EventReader(CurrencyTable currencies = CurrencyTable::iso_4217());
  EventReader(EventReader&&) noexcept;
  EventReader& operator=(EventReader&&) noexcept;
  ~EventReader();

  /// What a payload says. Throws ParseError, with the field, for payloads that are none, and for
  /// events that this version of o2c does not know.
  EventInOffice read(std::string_view event, std::int32_t event_version, std::string_view payload);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same of one.
EventInOffice parse_event_payload(std::string_view event, std::int32_t event_version,
                                  std::string_view payload,
                                  const CurrencyTable& currencies = CurrencyTable::iso_4217());

}  // namespace o2c::inline v1

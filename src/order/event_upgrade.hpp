#pragma once

#include <cstdint>
#include <string_view>

#include "order_json.hpp"

// Events in the forms that earlier versions of o2c wrote.
namespace o2c::inline v1 {

/// Makes of a payload what the next version of the event's form says.
struct EventUpgrade {
  std::string_view event;
  std::int32_t from;  ///< The version that it takes.
  void (*apply)(OrderJson& payload);
};

/// The version of the form in which an event is written: one more than the last that is upgraded.
std::int32_t event_version_of(std::string_view event) noexcept;

/// The payload in the form that is written today. Throws ParseError for a version that is none, or
/// that only a later o2c writes.
void upgrade(std::string_view event, std::int32_t version, OrderJson& payload);

}  // namespace o2c::inline v1

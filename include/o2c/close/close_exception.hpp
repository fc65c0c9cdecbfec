#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What a controller has to look at.
enum class ExceptionKind : std::uint8_t {
  below_floor,       ///< A price below the floor of its list.
  refused_event,     ///< Something happened that a rule stood against.
  broken_promise,    ///< A customer's promise to pay whose day has passed.
  returned_payment,  ///< A payment that bounced.
  write_off,         ///< Bad debt that was written off.
  over_limit,        ///< A customer owes more than its limit.
  cash_withheld,     ///< Cash that a salesperson kept longer than the rule allows.
  losing_order,      ///< An order of the period that costs more than it brings.
  late_record        ///< Recorded for a month that was closed already.
};

/// "below_floor", "refused_event", ...
std::string to_string(ExceptionKind kind);
/// Reads what to_string writes. Throws ParseError.
ExceptionKind parse_exception_kind(std::string_view text);
/// "price below floor", "低于底价"
Text describe(ExceptionKind kind);

/// One of them.
struct CloseException {
  ExceptionKind kind;
  std::string subject;  ///< The order, document or receipt; of a limit, the customer.
  std::string party;
  std::string person;  ///< Of the company, who answers for it.
  Date date;
  std::optional<Money> amount{};  ///< What it is about.
  Label says;                     ///< As a sentence.

  friend bool operator==(const CloseException&, const CloseException&) = default;
};

}  // namespace o2c::inline v1

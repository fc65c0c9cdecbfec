#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What became of a promise to pay.
enum class PromiseState : std::uint8_t {
  open,           ///< Its day has not passed, and not all was paid.
  kept,           ///< All was paid by its day.
  partly_broken,  ///< Its day has passed, and part was paid.
  broken,         ///< Its day has passed, and nothing was paid.
  replaced        ///< Another one holds in its place, which was made before it was kept.
};

/// "open", "kept", "partly_broken", "broken", "replaced"
std::string to_string(PromiseState state);
/// Reads what to_string writes. Throws ParseError.
PromiseState parse_promise_state(std::string_view text);

/// What was paid on a promise; what was taken back is negative.
struct PromisePayment {
  Date date;
  Money amount;

  friend bool operator==(const PromisePayment&, const PromisePayment&) = default;
};

struct PromiseStatus {
  PromiseId id;
  PromiseToPay promise;
  Date as_of;
  PromiseState state;
  std::vector<PromisePayment> payments;  ///< By their dates.
  Money paid;                            ///< Their sum,
  Money paid_otherwise;                  ///< what was paid as well, but counts for another promise,
  Money remaining;                       ///< and what is missing.

  /// How what is missing follows from the payments.
  [[nodiscard]] Derivation explain() const;

  friend bool operator==(const PromiseStatus&, const PromiseStatus&) = default;
};

/// What became of the promises that were made by a day, in the order in which they were recorded;
/// of one party, or of all.
///
/// What is applied to the promised items from the day of the promise until the promised day counts,
/// by its own date (on the day of the promise, what was recorded after it): payments, credit notes,
/// and what was let go as discount, bank charge or difference; not what was written off or waived.
/// What is applied later counts as well, if the credit itself came between the promise and that
/// day. Each amount counts once, for the promise that falls due first; but no more is missing of
/// another one than is unpaid of the promised items. For one that was replaced, what is applied
/// from then on does not count. What is taken back later is taken from the promises that it had
/// been counted for, those due last in front. Throws InvalidArgument for a party that nothing was
/// posted for.
std::vector<PromiseStatus> promises_to_pay(const Ledger& ledger, const AsOf& as_of,
                                           std::optional<std::string_view> party = std::nullopt);

}  // namespace o2c::inline v1

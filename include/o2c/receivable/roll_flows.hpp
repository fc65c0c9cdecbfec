#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/receivable/aging_buckets.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/measures.hpp"
#include "o2c/receivable/provision.hpp"

namespace o2c::inline v1 {

/// What became, from one day to a later one, of the debits of each bucket (迁徙).
///
/// before[i] = settled[i] + the sum of moved[i]; after[j] = entered[j] + the sum of moved[..][j].
struct RollFlows {
  Currency currency;
  std::vector<Money> before;              ///< Open by bucket on the first day,
  std::vector<Money> after;               ///< and on the second.
  std::vector<std::vector<Money>> moved;  ///< From a bucket to a bucket, or staying there.
  std::vector<Money> settled;             ///< Of each bucket of the first day.
  std::vector<Money> entered;             ///< What was not open on the first day.

  /// What part of a bucket stands in another on the second day: these and the part settled add up
  /// to 1. Undefined: nothing_in_bucket.
  template <Tracer T>
  Measure rate(std::size_t from, std::size_t to, T& trace) const {
    return roll_rate(moved.at(from).at(to), before.at(from), trace);
  }

  friend bool operator==(const RollFlows&, const RollFlows&) = default;
};

/// The flows of a ledger's debits between two days, as known at the moment of the second, for each
/// currency. Throws InvalidArgument unless the second day is later; Overflow.
std::vector<RollFlows> roll_flows(const Ledger& ledger, Date before, const AsOf& after,
                                  const AgingBuckets& buckets = AgingBuckets());

struct LossFlowOptions {
  std::optional<Date> from{};  ///< Debits dated from this day on,
  std::optional<Date> to{};    ///< up to this day, included.
};

/// What of a ledger's invoices and debit notes ever reached each bucket, and what was never paid,
/// for each currency: what ProvisionMatrix::from_flows takes.
///
/// Only debits count that could have reached the last bucket by the day, so that none is too young
/// to tell. All of a debit reached the first bucket; another one, the most that was open of it at
/// the end of any day from the bucket's first day on. Unpaid is what was written off, and what is
/// still open on the day. Throws Overflow.
std::vector<LossFlows> loss_flows(const Ledger& ledger, const AsOf& as_of,
                                  const AgingBuckets& buckets = AgingBuckets(),
                                  const LossFlowOptions& options = {});

}  // namespace o2c::inline v1

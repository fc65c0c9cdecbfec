#pragma once

#include <cstdint>
#include <vector>

#include "o2c/money/exchange_rate.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Revaluations of a ledger, in the order in which they were recorded.
enum class RevaluationId : std::uint32_t {};

/// Closing rates, at which a ledger carries what is open in foreign currencies (期末调汇).
struct Revaluation {
  Date date;
  /// Each currency once, with the home currency as quote; of the date or before it.
  std::vector<ExchangeRate> rates{};

  friend bool operator==(const Revaluation&, const Revaluation&) = default;
};

/// A revaluation as it stands in the ledger.
struct PostedRevaluation {
  RevaluationId id;
  Revaluation revaluation;
  Date posted;  ///< From the end of this day on it holds: its date, or the next not locked.
  std::int64_t recorded_at_us;

  friend bool operator==(const PostedRevaluation&, const PostedRevaluation&) = default;
};

}  // namespace o2c::inline v1

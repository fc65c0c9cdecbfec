#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// A period that was closed and signed.
struct ClosedMonth {
  Period period;
  std::int64_t closed_at_us;  ///< What is recorded later for its days belongs to the next.

  friend bool operator==(const ClosedMonth&, const ClosedMonth&) = default;
};

/// The periods that were closed, by which the day is found on which a fact is posted.
class ClosedMonths {
 public:
  ClosedMonths() = default;
  /// In any order. Throws InvalidArgument for a period that was closed before one that it follows,
  /// or at the same moment.
  explicit ClosedMonths(std::vector<ClosedMonth> closed);

  /// By their days.
  [[nodiscard]] const std::vector<ClosedMonth>& all() const noexcept { return closed_; }
  /// When the period with this last day was closed; nothing while it is open.
  [[nodiscard]] std::optional<std::int64_t> closed_at(Date last_day) const;
  /// The day itself, or the first that was open when the fact was recorded; a fact without a moment
  /// was recorded in time.
  [[nodiscard]] Date posted(Date date, std::optional<std::int64_t> recorded_at_us) const;

 private:
  std::vector<ClosedMonth> closed_;
  std::vector<Date> last_days_;  // Of each.
};

}  // namespace o2c::inline v1

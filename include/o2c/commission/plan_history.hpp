#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/number/field.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// A plan from a day on, until the next version begins.
struct PlanVersion {
  Date from_date;
  Plan plan;

  static constexpr auto fields() {
    return std::tuple{Field{"from_date", &PlanVersion::from_date, "its first day"},
                      Field{"plan", &PlanVersion::plan, "what holds from it on"}};
  }

  friend bool operator==(const PlanVersion&, const PlanVersion&) = default;
};

/// The versions of one plan, by date. A version begins on the first day of what its base, and that
/// of the version before, accumulates over: so no accumulation is cut in two. What changes within
/// one is stated by rules with days (LinePick) in a version that holds for all of it. Versions may
/// count lines on different days (earned_on) or go by different ones (basis), as settle() takes the
/// lines of a period that it is given; what settles all periods from the same lines, a book and its
/// close, refuses them, and lint() tells.
class PlanHistory {
 public:
  /// Throws InvalidArgument with every fault, by row of the versions: none, days that do not go up
  /// or begin no accumulation, names or currencies that differ.
  explicit PlanHistory(std::vector<PlanVersion> versions);

  [[nodiscard]] const std::string& name() const noexcept { return versions_.front().plan.name(); }
  [[nodiscard]] const Currency& currency() const noexcept {
    return versions_.front().plan.currency();
  }
  /// By day.
  [[nodiscard]] const std::vector<PlanVersion>& versions() const noexcept { return versions_; }

  /// The version that holds on a day. Throws InvalidArgument for a day before the first.
  [[nodiscard]] const PlanVersion& on(Date date) const;
  /// The plan that settles a period, which is that of all its days. Throws InvalidArgument for a
  /// period that begins before the first version, or that a change cuts in two.
  [[nodiscard]] const Plan& for_period(const Period& period) const;

  friend bool operator==(const PlanHistory&, const PlanHistory&) = default;

 private:
  std::vector<PlanVersion> versions_;
};

/// "Export: 2 versions in CNY, from 2026-01-01 and 2026-07-01"
std::string to_string(const PlanHistory& history);
/// Each version in plain sentences, under its first day.
std::string describe(const PlanHistory& history, Language language);
/// What its author may not have meant: what lint() finds of each version, rules whose dates are not
/// of their version, versions that change nothing, and those by which a line may count twice or not
/// at all.
std::vector<Label> lint(const PlanHistory& history);

}  // namespace o2c::inline v1

#pragma once

// Who is credited with what comes after somebody's last day. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/commission/credit_split.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/team.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What a plan says of those who left, person by person: the same for both faces.
class LeavingCredits {
 public:
  enum class To : std::uint8_t {
    own,          ///< The line's salesperson.
    shared,       ///< As a split says.
    house,        ///< Nobody.
    no_successor  ///< The successor, of whom nothing is known.
  };
  struct Credit {
    To to = To::own;
    std::uint32_t split = 0;  ///< Its position, of what is shared.
  };
  /// What holds from a day on.
  struct Phase {
    Date from;
    Credit credit;
  };
  /// Ascending; none of somebody who has not left.
  using Phases = std::vector<Phase>;

  LeavingCredits(const LeavingTerms& terms, const Team& team);

  /// Null: somebody who is not of the team.
  [[nodiscard]] const Phases* of(std::string_view salesperson) const;
  [[nodiscard]] static Credit on(const Phases& phases, Date date);
  [[nodiscard]] const std::vector<CreditSplit>& splits() const noexcept { return splits_; }

  /// What is expected of a line's salesperson who is not of the team, or has no successor.
  static constexpr const char* known = "one of the people, who say who left";
  static constexpr const char* succeeded =
      "one with a successor, who is credited after the last day";

 private:
  Credit credit_on(const LeavingTerms& terms, const Team& team, const Leaving& leaving, Date date);

  std::map<std::string, Phases, std::less<>> phases_;
  std::vector<CreditSplit> splits_;
};

/// None: the plan does not look at who left. Throws InvalidArgument when it does, and there is no
/// team.
std::optional<LeavingCredits> leavings_of(const Plan& plan, const Team* team);

}  // namespace o2c::inline v1

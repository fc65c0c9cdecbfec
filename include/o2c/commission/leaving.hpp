#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"

namespace o2c::inline v1 {

/// Who is credited with what comes after somebody's last day (离职后业绩归属).
enum class AfterLeaving : std::uint8_t {
  leaver,     ///< Who left, as before.
  successor,  ///< Who took over; of a successor who has left too, whoever took over from him.
  house       ///< Nobody: it earns nothing and counts for nothing (公司所有).
};

std::string to_string(AfterLeaving who);
/// Reads what to_string writes. Throws ParseError.
AfterLeaving parse_after_leaving(std::string_view text);

/// Who is credited with lines that count after their salesperson's last day. It is for lines that
/// nobody is assigned: what CreditAssignments say comes first.
struct LeavingTerms {
  std::optional<AfterLeaving> earns{};  ///< Without: the plan does not look at who left.
  std::optional<std::int64_t> days{};   ///< For so many days after the last; without: for good.
  std::optional<Rate> share{};  ///< Of each line in these days; the rest is the successor's.
  std::optional<AfterLeaving> later{};  ///< Who is credited after these days.

  static constexpr auto fields() {
    return std::tuple{Field{"earns", &LeavingTerms::earns, "who is credited after the last day"},
                      Field{"days", &LeavingTerms::days, "for so many days after it"},
                      Field{"share", &LeavingTerms::share, "of lines in these days"},
                      Field{"later", &LeavingTerms::later, "who is credited after these days"}};
  }

  friend bool operator==(const LeavingTerms&, const LeavingTerms&) = default;
};

}  // namespace o2c::inline v1

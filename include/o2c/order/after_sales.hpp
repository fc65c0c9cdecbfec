#pragma once

#include <array>

#include "o2c/order/guards.hpp"
#include "o2c/order/lifecycle.hpp"

namespace o2c::inline v1 {

/// A complaint (售后), at any time after the goods have gone.
inline constexpr auto after_sales_rows = [] {
  using enum TicketStage;
  using namespace events;
  using namespace guards;
  using R = Row<TicketStage>;
  return std::array{
      R{none, on<ComplaintOpened>, open, {&complains_of_what_has_gone}},
      R{open, on<RemedyAgreed>, remedied, {&credits_what_was_invoiced}},
      R{{open, remedied}, on<ComplaintClosed>, closed},
  };
}();

/// What the order earned, and what is paid on it (效益分析, 提成).
inline constexpr auto review_rows = [] {
  using enum ReviewStage;
  using namespace events;
  using namespace guards;
  using R = Row<ReviewStage>;
  return std::array{
      R{none, on<ProfitReported>, reported, {&something_has_gone, &copied_to_another}},
      R{reported,
        on<CommissionSettled>,
        settled,
        {&all_is_settled, &some_commission_is_open},
        {Profile::export_sale, Profile::route_sale, Profile::framework}},
  };
}();

}  // namespace o2c::inline v1

#pragma once

#include <array>

#include "o2c/order/guards.hpp"
#include "o2c/order/lifecycle.hpp"

namespace o2c::inline v1 {

/// Production (生产): plan, progress, inspection. Nothing is planned before the order is secured,
/// and when the security lapses everything stands still.
inline constexpr auto production_rows = [] {
  using enum ProductionStage;
  using namespace events;
  using namespace guards;
  using R = Row<ProductionStage>;
  // from, event, to, guards, profiles, when
  return std::array{
      R{{none, drafted},
        on<PlanDrafted>,
        drafted,
        {&is_contracted, &is_secured, &no_amendment_pending},
        export_only},
      R{drafted,
        on<PlanApproved>,
        approved,
        {&is_contracted, &is_secured, &no_amendment_pending, &plan_signed_by_another},
        export_only},
      R{approved,
        on<PlanIssued>,
        issued,
        {&is_contracted, &is_secured, &no_amendment_pending, &departments_are_named,
         &sample_is_approved},
        export_only},
      R{{issued, in_progress, rework, inspected},
        on<ProductionProgressed>,
        in_progress,
        {&is_contracted, &is_secured, &line_is_known, &makes_no_more_than_agreed},
        export_only},
      R{{in_progress, rework, inspected},
        on<GoodsInspected>,
        inspected,
        {&is_contracted, &line_is_known, &inspects_what_was_made},
        export_only,
        &nothing_was_rejected},
      R{{in_progress, rework, inspected},
        on<GoodsInspected>,
        rework,
        {&is_contracted, &line_is_known, &inspects_what_was_made},
        export_only},
      R{{issued, in_progress, rework, inspected},
        on<GoodsReinspected>,
        rework,
        {&is_contracted, &line_is_known, &rejects_what_is_still_here},
        export_only},
      R{{in_progress, rework},
        on<ConcessionSigned>,
        inspected,
        {&is_contracted, &line_is_known, &lets_pass_what_was_made},
        export_only},
      // A plan is for the contract as it was.
      R{{drafted, approved, issued, in_progress, rework, inspected},
        on<AmendmentAgreed>,
        none,
        {},
        export_only,
        &plan_is_void},
      R{{drafted, approved, issued, in_progress, rework, inspected},
        on<AmendmentAgreed>,
        R::To(true),
        {},
        export_only},
  };
}();

}  // namespace o2c::inline v1

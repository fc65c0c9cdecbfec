#pragma once

#include <array>

#include "o2c/order/guards.hpp"
#include "o2c/order/lifecycle.hpp"

namespace o2c::inline v1 {

/// A round of samples (打样). Rejected ones go round again, as the next round.
inline constexpr auto sample_rows = [] {
  using enum SampleStage;
  using namespace events;
  using namespace guards;
  using R = Row<SampleStage>;
  // from, event, to, guards, profiles, when
  return std::array{
      R{none,
        on<SampleRequested>,
        requested,
        {&deal_goes_on, &last_round_is_decided, &plan_is_not_issued, &asks_for_some},
        export_only},
      R{requested, on<SampleFeeReceived>, requested, {&fee_is_asked_for}, export_only},
      R{requested, on<CourierFeeReceived>, requested, {&courier_fee_is_asked_for}, export_only},
      R{requested, on<FreightCollectConfirmed>, requested, {}, export_only},
      R{requested,
        on<SampleOrdered>,
        ordered,
        {&fees_are_received, &one_more_than_asked},
        export_only},
      R{ordered, on<SampleOrderSigned>, signed_twice, {&sample_signed_by_another}, export_only},
      R{signed_twice, on<SampleMade>, made, {&made_as_ordered}, export_only},
      R{made, on<SampleChecked>, checked, {}, export_only, &sample_passed},
      R{made, on<SampleChecked>, signed_twice, {}, export_only},
      R{checked, on<SampleFiled>, filed, {}, export_only},
      R{filed, on<SampleSent>, sent, {&one_is_kept, &arrives_later}, export_only},
      R{sent, on<SampleArrived>, arrived, {}, export_only},
      R{arrived, on<SampleFollowedUp>, arrived, {}, export_only},
      R{arrived, on<SampleVerdictGiven>, accepted, {}, export_only, &verdict_accepts},
      R{arrived, on<SampleVerdictGiven>, rejected, {}, export_only, &verdict_rejects},
      R{arrived, on<SampleVerdictGiven>, no_order, {}, export_only},
      R{{requested, ordered, signed_twice, made, checked, filed},
        on<SampleWithdrawn>,
        withdrawn,
        {},
        export_only},
      // What was approved is not what is ordered any more.
      R{accepted, on<AmendmentAgreed>, rejected, {}, export_only, &specification_changes},
      R{accepted, on<AmendmentAgreed>, accepted, {}, export_only},
  };
}();

}  // namespace o2c::inline v1

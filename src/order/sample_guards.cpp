#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <ranges>

#include "o2c/order/guard_functions.hpp"

#include "asked.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1::guards::holds {

using namespace events;

bool deal_goes_on(const Asked& asked) {
  return DealStage::inquired <= asked.state.deal && asked.state.deal <= DealStage::contracted;
}

bool last_round_is_decided(const Asked& asked) {
  return std::ranges::all_of(asked.state.samples, has_verdict);
}

bool plan_is_not_issued(const Asked& asked) {
  return asked.state.production.stage < ProductionStage::issued;
}

bool asks_for_some(const Asked& asked) {
  const auto& request = event_of<SampleRequested>(asked);
  const auto is_fee = [](const std::optional<Money>& fee) { return !fee || sign(*fee) > 0; };
  return request.pieces >= 1 && is_fee(request.fee) && is_fee(request.courier_fee);
}

bool fee_is_asked_for(const Asked& asked) {
  const Money amount = event_of<SampleFeeReceived>(asked).amount;
  const SampleState& sample = sample_of(asked);
  return is_owed(sample.fee, sample.fee_received, amount);
}

bool courier_fee_is_asked_for(const Asked& asked) {
  const Money amount = event_of<CourierFeeReceived>(asked).amount;
  const SampleState& sample = sample_of(asked);
  return is_owed(sample.courier_fee, sample.courier_fee_received, amount);
}

bool fees_are_received(const Asked& asked) {
  const SampleState& sample = sample_of(asked);
  const auto is_received = [](const std::optional<Money>& due, const std::optional<Money>& got) {
    return !due || (got && *got >= *due);
  };
  if (sample.freight_collect && asked.policy.freight_collect_is_enough) return true;
  const bool freight =
      sample.freight_collect ||
      (sample.courier_fee && is_received(sample.courier_fee, sample.courier_fee_received));
  return freight && is_received(sample.fee, sample.fee_received);
}

bool one_more_than_asked(const Asked& asked) {
  return event_of<SampleOrdered>(asked).pieces >=
         std::int64_t{sample_of(asked).asked} + asked.policy.spare_samples;
}

bool sample_signed_by_another(const Asked& asked) {
  return is_by_another(asked, sample_of(asked).ordered_by);
}

bool made_as_ordered(const Asked& asked) {
  return event_of<SampleMade>(asked).pieces >= sample_of(asked).ordered;
}

bool one_is_kept(const Asked& asked) {
  const std::int32_t pieces = event_of<SampleSent>(asked).pieces;
  return pieces >= 1 && pieces < sample_of(asked).made;
}

bool arrives_later(const Asked& asked) {
  return event_of<SampleSent>(asked).expected_on >= asked.entry->on;
}

}  // namespace o2c::inline v1::guards::holds

#include <algorithm>
#include <initializer_list>
#include <ranges>

#include "o2c/order/guard_functions.hpp"

#include "asked.hpp"
#include "person.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1::guards::holds {

using namespace events;

bool plan_signed_by_another(const Asked& asked) {
  return is_by_another(asked, asked.state.production.drafted_by);
}

bool departments_are_named(const Asked& asked) {
  const auto& departments = event_of<PlanIssued>(asked).departments;
  return !departments.empty() && std::ranges::none_of(departments, is_blank);
}

bool sample_is_approved(const Asked& asked) {
  if (!asked.policy.sample_needed && asked.state.samples.empty()) return true;
  const auto& seal = event_of<PlanIssued>(asked).sample_seal;
  return seal && std::ranges::any_of(asked.state.samples, [&](const SampleState& sample) {
           return sample.stage == SampleStage::accepted && sample.seal == *seal;
         });
}

bool makes_no_more_than_agreed(const Asked& asked) {
  const auto& progress = event_of<ProductionProgressed>(asked);
  if (sign(progress.quantity) <= 0) return false;
  if (progress.stage != Stage::making || !is_line(asked.state, progress.line)) return true;
  const std::size_t line = position(progress.line);
  return asked.state.lines[line].made + progress.quantity <= most_of_line(asked.state, line);
}

bool inspects_what_was_made(const Asked& asked) {
  const auto& inspection = event_of<GoodsInspected>(asked);
  if (!is_line(asked.state, inspection.line)) return true;  // line_is_known says it.
  const LineProgress& line = asked.state.lines[position(inspection.line)];
  return sign(inspection.passed) >= 0 && sign(inspection.rejected) >= 0 &&
         sign(inspection.passed + inspection.rejected) > 0 &&
         line.passed + inspection.passed + inspection.rejected <= line.made;
}

bool rejects_what_is_still_here(const Asked& asked) {
  const auto& inspection = event_of<GoodsReinspected>(asked);
  if (!is_line(asked.state, inspection.line)) return true;
  const LineProgress& line = asked.state.lines[position(inspection.line)];
  return sign(inspection.rejected) > 0 && inspection.rejected <= line.passed - line.shipped;
}

bool lets_pass_what_was_made(const Asked& asked) {
  const auto& concession = event_of<ConcessionSigned>(asked);
  if (!is_line(asked.state, concession.line)) return true;
  const LineProgress& line = asked.state.lines[position(concession.line)];
  return sign(concession.quantity) > 0 && line.passed + concession.quantity <= line.made;
}

}  // namespace o2c::inline v1::guards::holds

// Closing rates as facts of a ledger.

#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/exchange_differences.hpp"
#include "o2c/receivable/ledger.hpp"

#include "booking_rates.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

std::vector<Fault> faults_of(const Revaluation& revaluation, Currency home) {
  if (revaluation.rates.empty())
    return {{.field = "rates", .value = "", .expected = "at least one closing rate"}};
  return faults_of(revaluation.rates, home, revaluation.date);
}

}  // namespace

RevaluationId Ledger::revalue(const Revaluation& revaluation, std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  if (!state.options.home)
    throw_faults("cannot revalue", {{.field = "home", .expected = "a ledger that has a currency"}});
  throw_faults("cannot revalue", faults_of(revaluation, *state.options.home));
  const auto id = static_cast<std::uint32_t>(state.revaluations.size());
  state.revaluations.push_back(
      {revaluation, state.posted_on(revaluation.date.days()), recorded_at_us, state.next_fact()});
  state.record_moment(recorded_at_us);
  return RevaluationId{id};
}

std::vector<PostedRevaluation> revaluations(const Ledger& ledger, const AsOf& as_of) {
  std::vector<PostedRevaluation> found;
  const std::vector<RevaluationRow>& rows = ledger.state().revaluations;
  for (std::uint32_t id = 0; id < rows.size(); ++id) {
    const RevaluationRow& row = rows[id];
    if (!LedgerState::holds(row.posted, row.recorded_at_us, as_of)) continue;
    found.push_back({.id = RevaluationId{id},
                     .revaluation = row.revaluation,
                     .posted = Date::from_days(row.posted),
                     .recorded_at_us = row.recorded_at_us});
  }
  return found;
}

}  // namespace o2c::inline v1

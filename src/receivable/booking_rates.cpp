#include "booking_rates.hpp"

#include <algorithm>
#include <utility>

namespace o2c::inline v1 {

std::vector<Fault> faults_of(std::span<const ExchangeRate> rates, Currency home, Date day) {
  std::vector<Fault> faults;
  const auto add = [&](const ExchangeRate& rate, std::string expected) {
    faults.push_back({.field = "rates", .value = to_string(rate), .expected = std::move(expected)});
  };
  std::vector<Currency> seen;
  for (const ExchangeRate& rate : rates) {
    if (rate.quote() != home) add(rate, "a rate in " + to_string(home));
    if (rate.date() > day) add(rate, "a rate of " + to_string(day) + " or before");
    const std::size_t count = seen.size();
    if (position_in(seen, rate.base()) < count)
      add(rate, "one rate only of " + to_string(rate.base()));
  }
  return faults;
}

BookingRates::BookingRates(const LedgerState& state, std::span<const ExchangeRate> rates, Date day)
    : home_(state.options.home), rates_(rates) {
  if (rates.empty()) return;
  if (home_)
    faults_ = faults_of(rates, *home_, day);
  else
    faults_.push_back({.field = "rates",
                       .value = to_string(rates.front()),
                       .expected = "none: the ledger has no home currency"});
}

std::optional<Decimal> BookingRates::of(Money amount, std::size_t row) {
  if (rates_.empty() || !home_ || amount.currency() == *home_) return std::nullopt;
  const auto found = std::ranges::find(rates_, amount.currency(), &ExchangeRate::base);
  if (found != rates_.end()) return found->rate();
  faults_.push_back(
      {.row = static_cast<std::int64_t>(row),
       .field = "rates",
       .value = to_string(amount),
       .expected = "a rate of " + to_string(amount.currency()) + " in " + to_string(*home_)});
  return std::nullopt;
}

}  // namespace o2c::inline v1

#pragma once

// Exchange rates at which what follows from a ledger is booked. Private to src/receivable.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "o2c/money/exchange_rate.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/time/date.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// What is wrong with rates that are to hold on a day: each currency once, in the home currency, of
/// the day or before.
std::vector<Fault> faults_of(std::span<const ExchangeRate> rates, Currency home, Date day);

/// The rates of amounts that are booked together on a day. Where any is stated, each amount in a
/// foreign currency must have one.
class BookingRates {
 public:
  BookingRates(const LedgerState& state, std::span<const ExchangeRate> rates, Date day);

  /// Of an amount, whose place for the caller is `row`; none in the home currency.
  std::optional<Decimal> of(Money amount, std::size_t row);
  /// What was found so far.
  [[nodiscard]] const std::vector<Fault>& faults() const noexcept { return faults_; }

 private:
  std::optional<Currency> home_;
  std::span<const ExchangeRate> rates_;
  std::vector<Fault> faults_;
};

}  // namespace o2c::inline v1

#pragma once

// Exposures on their way to an answer. Private to src/receivable.

#include <array>
#include <span>
#include <string>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/credit_exposure.hpp"

namespace o2c::inline v1 {

inline constexpr std::array<CreditStage, credit_stages> all_credit_stages{
    CreditStage::open,  CreditStage::overdue, CreditStage::under_collection,
    CreditStage::draft, CreditStage::shipped, CreditStage::ordered};

/// "Overdue" as a reader sees it.
Text stage_label(CreditStage stage);

/// The exposures, and every faulty row: `file` is "items", "positions" or "insurance".
struct FoundExposures {
  std::vector<PartyExposure> exposures;
  std::vector<Fault> faults;
};

FoundExposures find_exposures(std::span<const CreditItem> items,
                              std::span<const OrderPosition> positions, Date as_of,
                              std::span<const CreditInsurance> insurance);

/// What is wrong with a position in itself.
std::vector<Fault> faults_of(const OrderPosition& position);

/// Adds the steps of an exposure.
void explain_exposure(const PartyExposure& exposure, Derivation& derivation);

/// The amount for a table; nothing for zero.
inline std::string figure(Money amount) {
  return is_zero(amount) ? std::string() : to_string(amount.amount());
}

}  // namespace o2c::inline v1

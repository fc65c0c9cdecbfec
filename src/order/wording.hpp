#pragma once

#include <string>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/order/lifecycle.hpp"

// What people are told of a guard that fails.
namespace o2c::inline v1 {

/// "salesperson or manager", "业务员或业务经理"
std::string role_names(RoleSet roles, Language language);

/// For people: "settlement of shipment", "结算批次"; before a number, where it has parts.
Text words_of(Machine machine) noexcept;
/// For people: "export sale", "外贸出口".
Text words_of(Profile profile) noexcept;

/// "is_secured: expected ...: what exactly is missing"
Refusal refusal_of(const Guard& guard, const Asked& asked);
/// The event is not for the stage that its machine is at.
Refusal wrong_stage(const Asked& asked);

}  // namespace o2c::inline v1

#include "o2c/order/order_policy.hpp"

#include <algorithm>

#include "person.hpp"

namespace o2c::inline v1 {

RoleSet roles_for(const OrderPolicy& policy, EventKind event) {
  const auto found = std::ranges::find(policy.assignments, event, &Assignment::event);
  return found != policy.assignments.end() ? found->by : info_of(event).by;
}

RoleSet roles_of(const OrderPolicy& policy, std::string_view person) {
  const auto found = std::ranges::find_if(
      policy.staff, [&](const StaffMember& member) { return is_same_person(member.name, person); });
  return found != policy.staff.end() ? found->roles : RoleSet{};
}

}  // namespace o2c::inline v1

#include "o2c/order/order.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

#include "person.hpp"

namespace o2c::inline v1 {

namespace {
void check_recorded(std::int64_t before, const OrderEntry& entry) {
  if (entry.recorded_at_us < before)
    throw_invalid("recorded_at goes back: " + std::to_string(entry.recorded_at_us) + " after " +
                  std::to_string(before));
}

/// Throws InvalidArgument for all that makes no sense.
void check_policy(const OrderPolicy& policy) {
  std::vector<Fault> faults;
  const auto add = [&](const char* field, std::string value, const char* expected) {
    faults.push_back({.field = field, .value = std::move(value), .expected = expected});
  };
  const auto check_days = [&](const char* field, std::int32_t days) {
    constexpr std::int32_t most = 36500;  // A century: any more may leave the calendar.
    if (days < 0 || days > most) add(field, std::to_string(days), "a whole number from 0 to 36500");
  };
  check_days("reply_days", policy.reply_days);
  check_days("verdict_days", policy.verdict_days);
  check_days("amendment_days", policy.amendment_days);
  if (policy.spare_samples < 0)
    add("spare_samples", std::to_string(policy.spare_samples), "a whole number from 0 on");
  if (policy.bank_charges && sign(*policy.bank_charges) < 0)
    add("bank_charges", to_string(*policy.bank_charges), "an amount from 0 on");
  for (auto member = policy.staff.begin(); member != policy.staff.end(); ++member) {
    if (is_blank(member->name)) add("staff", member->name, "a name");
    if (std::ranges::any_of(policy.staff.begin(), member, [&](const StaffMember& other) {
          return is_same_person(other.name, member->name);
        }))
      add("staff", member->name, "each name once");
  }
  for (auto each = policy.assignments.begin(); each != policy.assignments.end(); ++each) {
    if (each->by.empty()) add("assignments", to_string(each->event), "at least one office");
    if (std::ranges::find(policy.assignments.begin(), each, each->event, &Assignment::event) !=
        each)
      add("assignments", to_string(each->event), "each event once");
  }
  if (faults.empty()) return;
  std::string message = "the policy makes no sense: " + to_string(faults.front());
  if (faults.size() > 1) message += " (and " + std::to_string(faults.size() - 1) + " more)";
  throw InvalidArgument(message, std::move(faults));
}
}  // namespace

Order::Order(std::string number, OrderPolicy policy)
    : number_(std::move(number)), policy_(std::move(policy)) {
  if (is_blank(number_)) throw_invalid("an order has a number");
  check_policy(policy_);
}

Order::Order(std::string number, OrderPolicy policy, std::vector<OrderEntry> history)
    : Order(std::move(number), std::move(policy)) {
  for (const OrderEntry& entry : history) {
    if (!history_.empty()) check_recorded(history_.back().recorded_at_us, entry);
    fold(state_, entry);
    history_.push_back(entry);
  }
}

Expected<std::int64_t> Order::apply(OrderEntry entry) {
  if (!history_.empty()) check_recorded(history_.back().recorded_at_us, entry);
  Refusals refusals = decide(state_, entry, policy_);
  if (!refusals.empty()) return refusals;
  OrderState next = evolve(state_, entry);
  history_.push_back(std::move(entry));
  state_ = std::move(next);
  return state_.version;
}

}  // namespace o2c::inline v1

#include "o2c/order/decide.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

#include "o2c/order/guards.hpp"
#include "o2c/order/next_steps.hpp"

#include "asked.hpp"
#include "day_before.hpp"
#include "machines.hpp"
#include "person.hpp"
#include "reckoned.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace guards::holds {

namespace {
template <class Event>
std::string first_empty(const Event& event) {
  std::string names;
  std::apply(
      [&](const auto&... fields) {
        [[maybe_unused]] const auto look = [&](const auto& field) {
          if constexpr (std::is_same_v<std::remove_cvref_t<decltype(event.*field.member)>,
                                       std::string>) {
            if (!is_blank(event.*field.member)) return;
            if (!names.empty()) names += ", ";
            names += field.name;
          }
        };
        (look(fields), ...);
      },
      Event::fields());
  return names;
}

std::string empty_names(const Asked& asked) {
  std::string names =
      std::visit([](const auto& event) { return first_empty(event); }, asked.entry->event);
  if (is_blank(asked.entry->by)) names += names.empty() ? "by" : ", by";
  return names;
}

template <class Event>
bool has_empty(const Event& event) {
  return std::apply(
      [&](const auto&... fields) {
        [[maybe_unused]] const auto is_empty = [&](const auto& field) {
          if constexpr (std::is_same_v<std::remove_cvref_t<decltype(event.*field.member)>,
                                       std::string>)
            return is_blank(event.*field.member);
          else
            return false;
        };
        return (is_empty(fields) || ... || false);
      },
      Event::fields());
}
}  // namespace

bool is_complete(const Asked& asked) {
  return !is_blank(asked.entry->by) &&
         !std::visit([](const auto& event) { return has_empty(event); }, asked.entry->event);
}

namespace {
[[gnu::noinline]] bool may_by_then(const Asked& asked) {
  const OrderEntry& entry = *asked.entry;
  return offices_for(asked.state, asked.policy, kind_of(entry.event), entry.on).has(entry.role);
}
}  // namespace

bool office_may(const Asked& asked) {
  const RoleSet roles = roles_for(asked.policy, kind_of(asked.entry->event));
  return roles.has(asked.entry->role) || may_by_then(asked);
}

bool person_has_office(const Asked& asked) {
  return asked.policy.staff.empty() ||
         roles_of(asked.policy, asked.entry->by).has(asked.entry->role);
}

bool days_in_order(const Asked& asked) {
  Date day = asked.entry->on;
  // Goods are on board after what comes before, too, whatever day that is said on.
  if (const auto* shipped = std::get_if<events::GoodsShipped>(&asked.entry->event))
    day = std::min(day, shipped->shipped_on);
  return day >= earliest_day(asked);
}

bool goes_on_with(DealStage deal, EventKind event) {
  if (deal < DealStage::closed) return true;
  if (deal == DealStage::cancelled) return event == on<events::DepositRefunded>;
  return deal == DealStage::closed &&
         (info_of(event).machine == Machine::after_sales || event == on<events::PaymentRefunded>);
}

bool order_goes_on(const Asked& asked) {
  return goes_on_with(asked.state.deal, kind_of(asked.entry->event));
}

}  // namespace guards::holds

namespace guards::lacking {

Label empty_fields(const Asked& asked) {
  const std::string names = holds::empty_names(asked);
  return {"empty: " + names, "空缺：" + names};
}

Label offices(const Asked& asked) {
  const RoleSet roles =
      offices_for(asked.state, asked.policy, kind_of(asked.entry->event), asked.entry->on);
  return {role_names(roles, Language::en) + "; not " + to_string(asked.entry->role),
          role_names(roles, Language::zh) + "，而非" + std::string(name_of(asked.entry->role).zh)};
}

Label last_day(const Asked& asked) {
  const DayBefore before = day_before(asked);
  const std::string day = to_string(before.on);
  return {std::string(before.what.en) + " " + day, std::string(before.what.zh) + "：" + day};
}

}  // namespace guards::lacking

namespace {

/// Asks every guard; tells `fail` of each that does not hold, which says whether to go on.
template <class Fail>
void ask(const OrderState& state, const OrderEntry& entry, const OrderPolicy& policy, Fail fail) {
  const EventKind event = kind_of(entry.event);
  const Machine home = info_of(event).machine;
  const std::int32_t part = part_of(state, entry.event, home);
  const Asked asked{state, policy, part, &entry};
  const auto goes_on = [&](const Guard* guard) {
    return guard->holds(asked) || fail(guard, asked);
  };
  if (!std::apply([&](auto... guard) { return (goes_on(guard) && ...); }, guards_of_all)) return;

  // A part begins as the next one.
  const bool is_part = has_parts(home);
  const bool is_beyond = is_part && (part < 1 || part > part_count(state, home) + 1);
  const std::uint8_t from = stage_of(state, home, part);
  const Profile profile = std::holds_alternative<events::OrderOpened>(entry.event)
                              ? std::get<events::OrderOpened>(entry.event).profile
                              : state.profile;
  const auto rows = rows_for(home, profile, from, event);
  // A settlement is that of a shipment that is there.
  const bool is_missing = home == Machine::settlement && part > part_count(state, home);
  if (is_beyond || is_missing || rows.empty()) {
    fail(nullptr, asked);
    return;
  }
  for (const Guard* guard : rows.front().guards)
    if (!goes_on(guard)) return;
}

}  // namespace

bool is_allowed(const OrderState& state, const OrderEntry& entry, const OrderPolicy& policy) {
  bool allowed = true;
  ask(state, entry, policy, [&](const Guard*, const Asked&) { return allowed = false; });
  return allowed;
}

Refusals decide(const OrderState& state, const OrderEntry& entry, const OrderPolicy& policy) {
  Refusals refusals;
  if (is_allowed(state, entry, policy)) return refusals;  // Mostly; it has less to keep.
  ask(state, entry, policy, [&](const Guard* guard, const Asked& asked) {
    refusals.push_back(guard != nullptr ? refusal_of(*guard, asked) : wrong_stage(asked));
    return true;
  });
  return refusals;
}

Refusals detail::decide_without(const Guard& dropped, const OrderState& state,
                                const OrderEntry& entry, const OrderPolicy& policy) {
  Refusals refusals;
  ask(state, entry, policy, [&](const Guard* guard, const Asked& asked) {
    if (guard != &dropped)
      refusals.push_back(guard != nullptr ? refusal_of(*guard, asked) : wrong_stage(asked));
    return true;
  });
  return refusals;
}

}  // namespace o2c::inline v1

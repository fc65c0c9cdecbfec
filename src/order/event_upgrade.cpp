#include "event_upgrade.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace o2c::inline v1 {

namespace {

/// A plan always named a seal; "" was said of one that goes without a sample.
void leave_out_no_seal(OrderJson& payload) {
  const auto seal = payload.find("sample_seal");
  if (seal != payload.end() && *seal == "") payload.erase(seal);
}

// One row for each form that was written once and is not any more. A field that is new and may be
// left out needs none; what is written never changes within a version.
constexpr std::array upgrades{EventUpgrade{"PlanIssued", 1, &leave_out_no_seal}};

/// Of each event they begin at 1, without gaps.
constexpr bool are_chains() {
  return std::ranges::all_of(upgrades, [](const EventUpgrade& each) {
    return each.from == 1 || std::ranges::count_if(upgrades, [&](const EventUpgrade& before) {
                               return before.event == each.event && before.from == each.from - 1;
                             }) == 1;
  });
}
static_assert(are_chains());

}  // namespace

std::int32_t event_version_of(std::string_view event) noexcept {
  return 1 + static_cast<std::int32_t>(std::ranges::count(upgrades, event, &EventUpgrade::event));
}

void upgrade(std::string_view event, std::int32_t version, OrderJson& payload) {
  const std::int32_t newest = event_version_of(event);
  if (version < 1 || version > newest)
    throw ParseError(std::string(event) + " of version " + std::to_string(version) +
                     ": expected a version from 1 to " + std::to_string(newest) +
                     "; a later one is written by a later o2c");
  for (; version < newest; ++version)
    std::ranges::find_if(upgrades, [&](const EventUpgrade& each) {
      return each.event == event && each.from == version;
    })->apply(payload);
}

}  // namespace o2c::inline v1

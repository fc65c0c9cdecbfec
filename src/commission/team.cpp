#include "o2c/commission/team.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"

namespace o2c::inline v1 {
namespace {

bool holds(const Reporting& reporting, std::optional<Date> date) {
  if (!date) return !reporting.from_date;  // Before all days that are named.
  return (!reporting.from_date || *reporting.from_date <= *date) &&
         (!reporting.to_date || *date <= *reporting.to_date);
}

}  // namespace

Team::Team(std::vector<Reporting> reportings, std::vector<Leaving> leavings)
    : reportings_(std::move(reportings)), leavings_(std::move(leavings)) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < reportings_.size(); ++i) by_name_.push_back(i);
  std::ranges::stable_sort(
      by_name_, {}, [&](std::size_t i) -> std::string_view { return reportings_[i].salesperson; });
  std::set<std::optional<Date>> changes{std::nullopt};
  for (std::size_t i = 0; i < reportings_.size(); ++i) {
    const Reporting& each = reportings_[i];
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = field,
                        .value = std::move(value),
                        .expected = std::move(expected)});
    };
    if (each.salesperson.empty()) fault("salesperson", "", "a name");
    if (!each.manager.empty() && !knows(each.manager))
      fault("manager", each.manager, "one of the team");
    if (each.from_date && each.to_date && *each.to_date < *each.from_date)
      fault("to_date", to_string(*each.to_date), "a day not before " + to_string(*each.from_date));
    for (const std::size_t other : of(each.salesperson)) {
      const Reporting& before = reportings_[other];
      if (other >= i) break;
      const bool apart = (before.to_date && each.from_date && *before.to_date < *each.from_date) ||
                         (each.to_date && before.from_date && *each.to_date < *before.from_date);
      if (!apart)
        fault("manager", each.manager,
              "one manager of " + each.salesperson + " on a day, not " +
                  (before.manager.empty() ? "nobody" : before.manager) + " too");
    }
    if (each.from_date) changes.insert(each.from_date);
    if (each.to_date) changes.insert(*each.to_date + 1);
  }
  for (Fault& fault : leaving_faults()) faults.push_back(std::move(fault));
  throw_faults("no such team", std::move(faults));
  // Who leads whom is the same from one change to the next.
  for (const std::optional<Date>& day : changes) {
    std::unordered_set<std::string_view> cleared;
    for (const std::size_t person : by_name_) {
      std::vector<std::string_view> chain;
      std::string_view at = reportings_[person].salesperson;
      while (!at.empty() && !cleared.contains(at)) {
        const auto met = std::ranges::find(chain, at);
        if (met != chain.end()) {
          std::string circle;
          for (auto each = met; each != chain.end(); ++each) circle += std::string(*each) + " -> ";
          faults.push_back({.field = "manager",
                            .value = circle + std::string(at),
                            .expected = "nobody who leads himself"});
          break;
        }
        chain.push_back(at);
        std::string_view above;
        for (const std::size_t i : of(at))
          if (holds(reportings_[i], day)) above = reportings_[i].manager;
        at = above;
      }
      cleared.insert(chain.begin(), chain.end());
    }
    throw_faults("no such team", std::exchange(faults, {}));
  }
}

std::vector<Fault> Team::leaving_faults() const {
  std::vector<Fault> faults;
  const auto fault = [&](const Leaving& of, const char* field, std::string value,
                         std::string expected) {
    faults.push_back({.field = of.salesperson + ", " + field,
                      .value = std::move(value),
                      .expected = std::move(expected)});
  };
  for (const Leaving& each : leavings_) {
    if (!knows(each.salesperson))
      fault(each, "last_day", to_string(each.last_day), "somebody of the team");
    if (leaving_of(each.salesperson) != &each)
      fault(each, "last_day", to_string(each.last_day),
            "one last day, not " + to_string(leaving_of(each.salesperson)->last_day) + " too");
    if (!each.successor.empty() && !knows(each.successor))
      fault(each, "successor", each.successor, "one of the team");
  }
  if (!faults.empty()) return faults;
  for (const Leaving& each : leavings_) {
    std::string way = each.salesperson;
    const Leaving* at = &each;
    // No way is longer than there are people who left.
    for (std::size_t steps = 0; at != nullptr && steps < leavings_.size(); ++steps) {
      way += " -> " + at->successor;
      if (at->successor == each.salesperson) {
        fault(each, "successor", way, "nobody who succeeds himself");
        break;
      }
      at = leaving_of(at->successor);
    }
  }
  return faults;
}

const Leaving* Team::leaving_of(std::string_view salesperson) const {
  const auto found = std::ranges::find(leavings_, salesperson, &Leaving::salesperson);
  return found == leavings_.end() ? nullptr : &*found;
}

std::span<const std::size_t> Team::of(std::string_view salesperson) const {
  const auto name = [&](std::size_t i) -> std::string_view { return reportings_[i].salesperson; };
  const auto begin = std::ranges::lower_bound(by_name_, salesperson, {}, name);
  // Few: nobody's manager changes often.
  auto end = begin;
  while (end != by_name_.end() && name(*end) == salesperson) ++end;
  return {begin, end};
}

const Reporting* Team::find(std::string_view salesperson, Date date) const {
  for (const std::size_t i : of(salesperson))
    if (holds(reportings_[i], date)) return &reportings_[i];
  return nullptr;
}

std::vector<std::string> Team::managers_of(std::string_view salesperson, Date date) const {
  std::vector<std::string> managers;
  for (const Reporting* at = find(salesperson, date); at != nullptr && !at->manager.empty();
       at = find(at->manager, date))
    managers.push_back(at->manager);
  return managers;
}

std::vector<Date> Team::changes(Date from, Date to) const {
  std::set<Date> days;
  const auto add = [&](Date day) {
    if (from < day && day <= to) days.insert(day);
  };
  for (const Reporting& each : reportings_) {
    if (each.from_date) add(*each.from_date);
    if (each.to_date) add(*each.to_date + 1);
  }
  return {days.begin(), days.end()};
}

Team with_people(const Team& team, std::span<const std::string> names) {
  std::vector<Reporting> reportings = team.reportings();
  for (const std::string& each : names)
    if (!team.knows(each)) reportings.push_back({.salesperson = each});
  if (reportings.size() == team.reportings().size()) return team;
  return Team(std::move(reportings), team.leavings());
}

}  // namespace o2c::inline v1

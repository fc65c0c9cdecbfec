#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/number/field.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Whom somebody reports to, from a day to another.
struct Reporting {
  std::string salesperson;
  std::string manager{};  ///< Empty: nobody.
  std::optional<Date> from_date{};
  std::optional<Date> to_date{};  ///< The last day.

  static constexpr auto fields() {
    return std::tuple{Field{"salesperson", &Reporting::salesperson, "who reports"},
                      Field{"manager", &Reporting::manager, "to whom; empty: to nobody"},
                      Field{"from_date", &Reporting::from_date, "the first day"},
                      Field{"to_date", &Reporting::to_date, "the last day"}};
  }

  friend bool operator==(const Reporting&, const Reporting&) = default;
};

/// Somebody's last day, and who took over.
struct Leaving {
  std::string salesperson;
  Date last_day;
  std::string successor{};  ///< Empty: nobody.

  static constexpr auto fields() {
    return std::tuple{Field{"salesperson", &Leaving::salesperson, "who left"},
                      Field{"last_day", &Leaving::last_day, "the last day"},
                      Field{"successor", &Leaving::successor, "who took over; empty: nobody"}};
  }

  friend bool operator==(const Leaving&, const Leaving&) = default;
};

/// Who has on a day what was somebody's: he himself while he is there, or when nobody took over;
/// else his successor, or whoever took over from that one. `leaving_of(person)` points to the
/// `last_day` and `successor` of one who left, and is null for others; nobody succeeds himself.
template <class LeavingOf>
std::string_view holder_on(Date date, std::string_view person, const LeavingOf& leaving_of) {
  for (auto left = leaving_of(person);
       left != nullptr && date > left->last_day && !left->successor.empty();
       left = leaving_of(person))
    person = left->successor;
  return person;
}

/// Who leads whom, and who left.
class Team {
 public:
  /// Throws InvalidArgument with every fault, by name: a manager who is not one of the people, two
  /// managers of somebody on one day, people who lead each other in a circle, days the wrong way
  /// round; somebody who left and is not one of the people, or left twice, a successor who is not
  /// one of them, people who succeed each other in a circle.
  explicit Team(std::vector<Reporting> reportings, std::vector<Leaving> leavings = {});

  /// As given.
  [[nodiscard]] const std::vector<Reporting>& reportings() const noexcept { return reportings_; }
  /// As given.
  [[nodiscard]] const std::vector<Leaving>& leavings() const noexcept { return leavings_; }
  /// Null: somebody who has not left.
  [[nodiscard]] const Leaving* leaving_of(std::string_view salesperson) const;
  [[nodiscard]] bool knows(std::string_view salesperson) const { return !of(salesperson).empty(); }
  /// Those above somebody on a day, the nearest first.
  [[nodiscard]] std::vector<std::string> managers_of(std::string_view salesperson, Date date) const;
  /// Days within the two on which somebody's manager is another than the day before, ascending.
  [[nodiscard]] std::vector<Date> changes(Date from, Date to) const;

  friend bool operator==(const Team& a, const Team& b) {
    return a.reportings_ == b.reportings_ && a.leavings_ == b.leavings_;
  }

 private:
  // Positions of somebody's reportings, in the order given.
  [[nodiscard]] std::span<const std::size_t> of(std::string_view salesperson) const;
  [[nodiscard]] const Reporting* find(std::string_view salesperson, Date date) const;
  [[nodiscard]] std::vector<Fault> leaving_faults() const;

  std::vector<Reporting> reportings_;
  std::vector<Leaving> leavings_;
  std::vector<std::size_t> by_name_;  // Positions, by salesperson.
};

/// The team, and those of `names` who are not of it: they report to nobody. Throws InvalidArgument
/// for an empty name.
Team with_people(const Team& team, std::span<const std::string> names);

}  // namespace o2c::inline v1

#include "successors.hpp"

#include <cstddef>

namespace o2c::inline v1 {

Successors::Successors(const Book& book) {
  const BookRows& people = book.rows("people");
  const std::size_t left = people.column("left");
  const std::size_t successor = people.column("successor");
  for (std::size_t row = 0; row < people.rows(); ++row)
    if (people.has(left, row) && people.has(successor, row))
      leavings_.emplace(people.text(people.column("person"), row),
                        Leaving{people.date(left, row), people.text(successor, row)});
}

std::string_view Successors::on(Date date, std::string_view person) const {
  // A chain is no longer than there are people who left.
  for (std::size_t step = 0; step < leavings_.size(); ++step) {
    const auto leaving = leavings_.find(person);
    if (leaving == leavings_.end() || date <= leaving->second.last_day) break;
    person = leaving->second.successor;
  }
  return person;
}

}  // namespace o2c::inline v1

#include "successors.hpp"

#include <cstddef>

#include "o2c/commission/team.hpp"

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
  return holder_on(date, person, [&](std::string_view who) -> const Leaving* {
    const auto leaving = leavings_.find(who);
    return leaving == leavings_.end() ? nullptr : &leaving->second;
  });
}

}  // namespace o2c::inline v1

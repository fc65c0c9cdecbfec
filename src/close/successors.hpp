#pragma once

#include <map>
#include <string_view>

#include "o2c/close/book.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Who takes over from whom: after somebody's last day what was his is his successor's. Looks into
/// the book, which has to stay.
class Successors {
 public:
  explicit Successors(const Book& book);

  /// Who has on a day what was somebody's; himself while he is there, or when nobody took over.
  [[nodiscard]] std::string_view on(Date date, std::string_view person) const;

 private:
  struct Leaving {
    Date last_day;
    std::string_view successor;
  };
  std::map<std::string_view, Leaving> leavings_;  // Of those who have a successor.
};

}  // namespace o2c::inline v1

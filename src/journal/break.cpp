#include <string>

#include "o2c/order/journal_break.hpp"

namespace o2c::inline v1 {

std::string to_string(const JournalBreak& found) {
  std::string place = found.order.empty() ? std::string("journal") : "order " + found.order;
  if (found.seq != 0) place += ", seq " + std::to_string(found.seq);
  if (found.position != 0) place += " (position " + std::to_string(found.position) + ")";
  return place + ": " + found.differs + ": " + found.reason;
}

}  // namespace o2c::inline v1

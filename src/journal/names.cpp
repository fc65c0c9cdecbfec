// The names of the journal's answers and failures.

#include "o2c/order/journal.hpp"

namespace o2c::inline v1 {

const char* to_string(AppendOutcome outcome) {
  switch (outcome) {
    case AppendOutcome::appended:
      return "appended";
    case AppendOutcome::already_there:
      return "already_there";
    case AppendOutcome::conflict:
      return "conflict";
    case AppendOutcome::held_back:
      break;
  }
  return "held_back";
}

const char* to_string(JournalFailure failure) {
  switch (failure) {
    case JournalFailure::full:
      return "full";
    case JournalFailure::locked:
      return "locked";
    case JournalFailure::inaccessible:
      return "inaccessible";
    case JournalFailure::corrupt:
      return "corrupt";
    case JournalFailure::not_a_journal:
      return "not_a_journal";
    case JournalFailure::newer:
      return "newer";
    case JournalFailure::not_durable:
      return "not_durable";
    case JournalFailure::failed:
      break;
  }
  return "failed";
}

}  // namespace o2c::inline v1

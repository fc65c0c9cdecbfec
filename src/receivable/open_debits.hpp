#pragma once

// What a party owes, in order. Private to src/receivable.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ledger_records.hpp"

namespace o2c::inline v1 {

struct OpenDebit {
  std::int32_t due;  // Of one without: the last day that there is.
  std::int32_t date;
  std::uint32_t item;

  friend auto operator<=>(const OpenDebit&, const OpenDebit&) = default;
};

struct PartyRow {
  std::uint32_t last_document = none;
  std::uint32_t first_debit = 0;  // Those before it left the list.
  std::uint32_t in_order = 0;     // The debits from the first up to here.
  // Some may be closed by now, or due on another day: then they are listed again.
  std::vector<OpenDebit> open_debits;
};

/// What a party owes, in the order of the due dates, then of the documents' own. Those found closed
/// or due on another day on the way leave the list.
class OpenDebits {
 public:
  /// Puts in order what was added since the last time.
  OpenDebits(LedgerState& state, PartyRow& party);
  ~OpenDebits();
  OpenDebits(const OpenDebits&) = delete;
  OpenDebits& operator=(const OpenDebits&) = delete;

  /// Null: there are no more.
  const OpenDebit* next();

 private:
  [[nodiscard]] bool is_outdated(const OpenDebit& debit) const;

  LedgerState* state_;
  PartyRow* party_;
  std::size_t seen_;  // Up to here.
  std::size_t open_;  // Those of them that are open stand before it.
};

}  // namespace o2c::inline v1

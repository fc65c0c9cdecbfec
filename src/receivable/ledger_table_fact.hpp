#pragma once

// What the rows of a ledger's tables tell, in the order in which it is told. Private to
// src/receivable.

#include <algorithm>
#include <compare>
#include <cstdint>
#include <tuple>
#include <vector>

namespace o2c::inline v1 {

/// In the order in which facts of one moment are told, unless their tables have a sequence: what
/// is in dispute is so before it is settled, and a bill is passed on before it is dishonoured.
enum class TableFactKind : std::uint8_t {
  lock,
  invoice,
  receipt,
  due_date,
  dispute,
  promise,
  application,
  note_move,
  return_of_payment,
  end_of_dispute,
  reminder,
  revaluation
};

struct TableFact {
  std::int64_t moment;
  std::int64_t sequence;
  std::uint32_t row;  // Of its table: the first of an invoice's instalments.
  TableFactKind kind;

  friend std::weak_ordering operator<=>(const TableFact& a, const TableFact& b) {
    return std::tie(a.moment, a.sequence, a.kind) <=> std::tie(b.moment, b.sequence, b.kind);
  }
};

inline void sort_facts(std::vector<TableFact>& facts) {
  const auto before = [](const TableFact& a, const TableFact& b) { return (a <=> b) < 0; };
  if (!std::ranges::is_sorted(facts, before)) std::ranges::stable_sort(facts, before);
}

}  // namespace o2c::inline v1

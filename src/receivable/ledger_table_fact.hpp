#pragma once

// What the rows of a ledger's tables tell, in the order in which it is told. Private to
// src/receivable.

#include <algorithm>
#include <compare>
#include <cstddef>
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

/// What of a fact is fetched into the cache, one after the other while others are told.
enum class FetchStage : std::uint8_t { row, texts, ledger };

/// Puts facts in order that were added by one table after the other: `ends` has how many there were
/// after each. Those of a table mostly are in order already.
inline void sort_facts(std::vector<TableFact>& facts, const std::vector<std::size_t>& ends) {
  const auto before = [](const TableFact& a, const TableFact& b) { return (a <=> b) < 0; };
  const auto at = [&](std::size_t i) { return facts.begin() + static_cast<std::ptrdiff_t>(i); };
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    if (!std::is_sorted(at(begin), at(end), before)) std::stable_sort(at(begin), at(end), before);
    if (begin < end)
      std::inplace_merge(std::upper_bound(at(0), at(begin), *at(begin), before), at(begin), at(end),
                         before);
    begin = end;
  }
}

}  // namespace o2c::inline v1

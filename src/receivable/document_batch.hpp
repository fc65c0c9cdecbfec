#pragma once

// Documents that are posted together. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "o2c/explain/refusal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/document.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// Looks at documents before any of them is posted, so that all are or none.
class DocumentBatch {
 public:
  explicit DocumentBatch(const LedgerState& state) : state_(&state) {}

  /// Notes what is wrong with a document; `row` is its place for the caller. Whether there is
  /// anything.
  bool check(const Document& document, std::size_t row);
  /// The same, and whether its number was posted already or stands twice among them.
  void look_at(const Document& document, std::size_t row);
  /// Notes what else stands against posting them.
  void refuse(const Refusals& refusals);
  void add_faults(const std::vector<Fault>& faults, std::size_t row);

  /// What stands against them. Throws InvalidArgument with all faults, if there are any.
  [[nodiscard]] Refusals refusals(const char* what);

 private:
  const LedgerState* state_;
  std::unordered_set<std::string> numbers_;  // With the kind in front.
  std::vector<Fault> faults_;
  Refusals refusals_;
};

/// Posts documents, all of them or none. Refused: duplicate_number, also of two among them, and
/// what stands against them already. Throws InvalidArgument as Ledger::post, with the faults of
/// all.
Expected<std::vector<DocumentId>> post_all(Ledger& ledger, std::span<const Document> documents,
                                           std::int64_t recorded_at_us, const char* what,
                                           const Refusals& against = {});

}  // namespace o2c::inline v1

#pragma once

// The documents that the rows of a ledger's tables name. Private to src/receivable.

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger_rows.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// Which documents a number may stand for.
struct DocumentSide {
  bool (*has)(DocumentKind kind);
  const char* name;  ///< "the number of ..."
};
inline constexpr DocumentSide debit_side{is_debit, "an invoice or another debit"};
inline constexpr DocumentSide credit_side{[](DocumentKind kind) { return !is_debit(kind); },
                                          "a payment or a credit note"};
inline constexpr DocumentSide any_side{[](DocumentKind) { return true; }, "a document"};
inline constexpr DocumentSide bill_side{
    [](DocumentKind kind) { return kind == DocumentKind::note_receivable; }, "a bill"};

/// Finds documents once all of them are posted.
class DocumentFinder {
 public:
  /// `complete`: all documents were read; else nothing is known of a number that is not found.
  DocumentFinder(const LedgerState& state, bool complete) : state_(&state), complete_(complete) {}

  /// The document of a number, and of a kind if that is stated; or none.
  std::uint32_t find(LedgerRows& rows, std::uint32_t row, LedgerColumn& number, LedgerColumn& kind,
                     const DocumentSide& side) const {
    const auto text = rows.text(row, number, LedgerRows::Need::must);
    const auto stated = rows.named(row, kind, parse_document_kind);
    if (!text) return none;
    std::uint32_t found = none;
    for (std::uint32_t at = state_->last_of_number(*text); at != none;
         at = state_->next_same_number(at)) {
      const DocumentKind each = state_->documents[at].kind;
      if (stated ? each != *stated : !side.has(each)) continue;
      if (found != none) {
        rows.fault(row, number.name, std::string(*text),
                   "a number of one document, but it is that of a " +
                       to_string(state_->documents[found].kind) + " and of a " + to_string(each) +
                       ": state " + kind.name);
        return none;
      }
      found = at;
    }
    if (found != none && !side.has(state_->documents[found].kind)) found = none;
    if (found == none && complete_)
      rows.fault(row, number.name, std::string(*text),
                 std::string("the number of ") + side.name + " that was posted");
    return found;
  }
  [[nodiscard]] bool is_complete() const noexcept { return complete_; }

 private:
  const LedgerState* state_;
  bool complete_;
};

}  // namespace o2c::inline v1

#pragma once

// The documents that the rows of a ledger's tables name. Private to src/receivable.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
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

/// Finds documents once all of them are posted, for rows that are asked for in their order.
class DocumentFinder {
 public:
  /// `complete`: all documents were read; else nothing is known of a number that is not found.
  DocumentFinder(const LedgerState& state, bool complete) : state_(&state), complete_(complete) {}

  /// The document of a number, and of a kind if that is stated; or none.
  std::uint32_t find(LedgerRows& rows, std::uint32_t row, LedgerColumn& number, LedgerColumn& kind,
                     const DocumentSide& side) {
    const Found last = last_of_number(rows, row, number);
    const auto stated = rows.named(row, kind, parse_document_kind);
    if (last.text.empty()) return none;
    std::uint32_t found = none;
    for (std::uint32_t at = last.document; at != none; at = state_->next_same_number(at)) {
      const DocumentKind each = state_->documents[at].kind;
      if (stated ? each != *stated : !side.has(each)) continue;
      if (found != none) {
        rows.fault(row, number.name, std::string(last.text),
                   "a number of one document, but it is that of a " +
                       to_string(state_->documents[found].kind) + " and of a " + to_string(each) +
                       ": state " + kind.name);
        return none;
      }
      found = at;
    }
    if (found != none && !side.has(state_->documents[found].kind)) found = none;
    if (found == none && complete_)
      rows.fault(row, number.name, std::string(last.text),
                 std::string("the number of ") + side.name + " that was posted");
    return found;
  }
  [[nodiscard]] bool is_complete() const noexcept { return complete_; }

 private:
  struct Found {
    std::string_view text;
    std::uint32_t document;  // The one recorded last.
  };
  // Rows that are looked up together, so that their cache misses overlap.
  struct Ahead {
    static constexpr std::uint32_t most = 64;

    const LedgerColumn* column;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::array<std::string_view, most> texts{};
    std::array<std::uint32_t, most> documents{};
  };

  Found last_of_number(LedgerRows& rows, std::uint32_t row, LedgerColumn& number) {
    if (rows.keeps_texts(number)) {
      const Ahead& ahead = looked_ahead(rows, row, number);
      if (const std::string_view text = ahead.texts[row - ahead.begin]; !text.empty())
        return {text, ahead.documents[row - ahead.begin]};
    }
    const auto text = rows.text(row, number, LedgerRows::Need::must);
    if (!text) return {{}, none};
    return {*text, state_->last_of_number(*text)};
  }

  const Ahead& looked_ahead(LedgerRows& rows, std::uint32_t row, LedgerColumn& number) {
    auto found = std::ranges::find(ahead_, &number, &Ahead::column);
    if (found == ahead_.end()) found = ahead_.insert(found, Ahead{.column = &number});
    Ahead& ahead = *found;
    if (row >= ahead.begin && row < ahead.end) return ahead;
    ahead.begin = row;
    ahead.end = std::min(rows.size(), row + Ahead::most);
    const std::size_t count = ahead.end - ahead.begin;
    for (std::uint32_t i = 0; i < count; ++i)
      ahead.texts[i] = rows.text(row + i, number).value_or(std::string_view());
    state_->last_of_numbers(std::span(ahead.texts).first(count),
                            std::span(ahead.documents).first(count));
    return ahead;
  }

  const LedgerState* state_;
  bool complete_;
  std::deque<Ahead> ahead_;  // One for each column asked for.
};

}  // namespace o2c::inline v1

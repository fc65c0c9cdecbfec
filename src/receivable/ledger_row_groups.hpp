#pragma once

// Rows of a table by the document that they tell of. Private to src/receivable.

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "o2c/columns/text_codes.hpp"
#include "o2c/receivable/document.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// The rows of each document, in their order.
class LedgerRowGroups {
 public:
  /// Whether the row, which comes after all that were added, is the first of its document.
  bool add(DocumentKind kind, std::string_view number, std::uint32_t row) {
    const std::uint64_t key = key_of(codes_.code(number), kind);
    const auto [found, is_first] = groups_.try_emplace(key, Group{row, row, false});
    next_.resize(row + std::size_t{1}, none);
    if (!is_first) {
      next_[found->second.last] = row;
      found->second.last = row;
    }
    return is_first;
  }
  /// The first row of a document, which is asked for; or none.
  std::uint32_t take(DocumentKind kind, std::string_view number) {
    std::uint32_t code = TextCodes::unknown;
    codes_.find(std::span(&number, 1), std::span(&code, 1));
    if (code == TextCodes::unknown) return none;
    const auto found = groups_.find(key_of(code, kind));
    if (found == groups_.end()) return none;
    found->second.taken = true;
    return found->second.first;
  }
  /// The next row of the same document, or none.
  [[nodiscard]] std::uint32_t next(std::uint32_t row) const { return next_[row]; }

  /// Calls `use(row)` for the rows of documents that were never asked for.
  template <class Use>
  void for_left_over(const Use& use) const {
    for (const auto& [key, group] : groups_) {
      if (group.taken) continue;
      for (std::uint32_t row = group.first; row != none; row = next_[row]) use(row);
    }
  }

 private:
  struct Group {
    std::uint32_t first;
    std::uint32_t last;
    bool taken;
  };
  static std::uint64_t key_of(std::uint32_t code, DocumentKind kind) {
    return (std::uint64_t{code} << 8U) | static_cast<std::uint64_t>(kind);
  }

  TextCodes codes_;
  std::unordered_map<std::uint64_t, Group> groups_;
  std::vector<std::uint32_t> next_;
};

}  // namespace o2c::inline v1

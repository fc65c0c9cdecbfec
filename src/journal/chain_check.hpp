#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "store.hpp"

namespace o2c::inline v1 {

/// Goes through a journal in the order of recording, and finds what is not as it was recorded.
class ChainCheck {
 public:
  /// `kept`: heads that the journal once had.
  explicit ChainCheck(std::span<const JournalHead> kept = {});

  void entry(const StoredEntry& stored);
  /// After the last entry: what the store says that there is.
  void head(const JournalHead& head);
  void order_heads(std::span<const OrderHead> heads);

  [[nodiscard]] const std::vector<JournalBreak>& found() const noexcept { return found_; }
  std::vector<JournalBreak> take_found() { return std::move(found_); }

 private:
  // Where a chain has come to.
  struct Order {
    std::int64_t seq = 0;
    std::int64_t recorded_at_us = INT64_MIN;
    std::optional<JournalHash> hash = JournalHash{};  // None: not known.
  };

  void check_position(const JournalEntry& entry);
  void check_in_order(const JournalEntry& entry, Order& order);
  void check_kept();
  void add(const JournalEntry& entry, const char* differs, std::string reason);
  void add_missing(std::string order, std::int64_t first, std::int64_t last);

  std::vector<JournalHead> kept_;  // By entries.
  std::size_t kept_checked_ = 0;
  std::int64_t position_ = 0;
  std::optional<JournalHash> journal_hash_ = JournalHash{};
  std::unordered_map<std::string, Order> orders_;
  std::vector<JournalBreak> found_;
};

}  // namespace o2c::inline v1

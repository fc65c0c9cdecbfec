#include "chain_check.hpp"

#include <algorithm>
#include <utility>

#include "moments.hpp"

namespace o2c::inline v1 {
namespace {

std::string numbers(const char* what, std::int64_t first, std::int64_t last) {
  return std::string(what) + " " + std::to_string(first) +
         (first == last ? " is" : " to " + std::to_string(last) + " are") + " not there";
}

}  // namespace

ChainCheck::ChainCheck(std::span<const JournalHead> kept) : kept_(kept.begin(), kept.end()) {
  std::ranges::sort(kept_, {}, &JournalHead::entries);
  check_kept();
}

void ChainCheck::add(const JournalEntry& entry, const char* differs, std::string reason) {
  found_.push_back({.position = entry.position,
                    .order = entry.order,
                    .seq = entry.seq,
                    .differs = differs,
                    .reason = std::move(reason)});
}

void ChainCheck::add_missing(std::string order, std::int64_t first, std::int64_t last) {
  found_.push_back({.order = std::move(order),
                    .seq = first,
                    .differs = "missing",
                    .reason = numbers("seq", first, last)});
}

void ChainCheck::entry(const StoredEntry& stored) {
  const JournalEntry& entry = stored.entry;
  check_position(entry);
  Order& order = orders_[entry.order];
  if (!stored.unreadable.empty()) {
    add(entry, "unreadable", stored.unreadable);
    order.seq = std::max(order.seq, entry.seq);
    order.hash.reset();
    journal_hash_.reset();
    return;
  }
  check_in_order(entry, order);
  if (journal_hash_ &&
      journal_hash_after(*journal_hash_, entry.position, entry.hash) != entry.journal_hash)
    add(entry, "journal_hash", "another entry was recorded here, or this one with another hash");
  journal_hash_ = entry.journal_hash;
  check_kept();
}

void ChainCheck::check_position(const JournalEntry& entry) {
  if (entry.position <= position_) {
    add(entry, "position", "comes after position " + std::to_string(position_));
    journal_hash_.reset();
    return;
  }
  if (entry.position != position_ + 1) {
    found_.push_back({.position = position_ + 1,
                      .differs = "missing",
                      .reason = numbers("position", position_ + 1, entry.position - 1)});
    journal_hash_.reset();
  }
  position_ = entry.position;
}

void ChainCheck::check_in_order(const JournalEntry& entry, Order& order) {
  const std::int64_t due = order.seq + 1;
  JournalEntry as_due = entry;
  as_due.seq = due;
  const bool fits = order.hash && entry_hash(*order.hash, as_due) == entry.hash;
  order.seq = due;
  if (entry.seq == due) {
    if (order.hash && !fits)
      add(entry, "hash", "its fields and the entry before it do not give its hash");
    else if (entry.recorded_at_us < order.recorded_at_us)
      add(entry, "recorded_at",
          moment_text(entry.recorded_at_us) + " is before the order's entry before, " +
              moment_text(order.recorded_at_us));
  } else if (fits) {
    add(entry, "seq", "was recorded as seq " + std::to_string(due));
  } else if (entry.seq > due) {
    add_missing(entry.order, due, entry.seq - 1);
    order.seq = entry.seq;
  } else {
    add(entry, "seq", "comes after seq " + std::to_string(due - 1) + " of its order");
    order.seq = due - 1;
  }
  order.recorded_at_us = std::max(order.recorded_at_us, entry.recorded_at_us);
  order.hash = entry.hash;
}

void ChainCheck::check_kept() {
  for (; kept_checked_ < kept_.size() && kept_[kept_checked_].entries <= position_;
       ++kept_checked_) {
    const JournalHead& kept = kept_[kept_checked_];
    if (kept.entries == position_ && journal_hash_ == kept.hash) continue;
    found_.push_back({.position = kept.entries,
                      .differs = "head",
                      .reason = "the head that was kept, " + to_string(kept) +
                                ", is not of this journal: something up to here was changed"});
  }
}

void ChainCheck::head(const JournalHead& head) {
  if (head.entries > position_)
    found_.push_back({.position = position_ + 1,
                      .differs = "missing",
                      .reason = numbers("position", position_ + 1, head.entries)});
  else if (head.entries < position_)
    found_.push_back(
        {.position = head.entries + 1,
         .differs = "head",
         .reason = "the journal's head ends before, at position " + std::to_string(head.entries)});
  else if (journal_hash_ && *journal_hash_ != head.hash)
    found_.push_back({.position = position_,
                      .differs = "head",
                      .reason = "the hash of the journal's head is not that of its last entry"});
  for (; kept_checked_ < kept_.size(); ++kept_checked_)
    found_.push_back({.position = kept_[kept_checked_].entries,
                      .differs = "head",
                      .reason = "the head that was kept, " + to_string(kept_[kept_checked_]) +
                                ", counts more entries than there are, " +
                                std::to_string(position_)});
}

void ChainCheck::order_heads(std::span<const OrderHead> heads) {
  for (const OrderHead& head : heads) {
    const Order order = orders_[head.order];
    orders_.erase(head.order);
    if (head.version > order.seq) {
      add_missing(head.order, order.seq + 1, head.version);
    } else if (head.version < order.seq || head.recorded_at_us != order.recorded_at_us ||
               (order.hash && *order.hash != head.hash)) {
      found_.push_back({.order = head.order,
                        .seq = order.seq,
                        .differs = "head",
                        .reason = "is not what was kept of the order's last entry, seq " +
                                  std::to_string(head.version)});
    }
  }
  std::vector<std::string> without;
  for (const auto& [number, order] : orders_) without.push_back(number);
  std::ranges::sort(without);
  for (std::string& number : without) {
    const std::int64_t seq = orders_[number].seq;
    found_.push_back({.order = std::move(number),
                      .seq = seq,
                      .differs = "head",
                      .reason = "nothing was kept of the order's last entry"});
  }
}

}  // namespace o2c::inline v1

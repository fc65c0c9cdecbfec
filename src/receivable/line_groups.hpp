#pragma once

// Lines as they are compared, and the groups that are made of them. Private to src/receivable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "o2c/money/currency.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/reconcile.hpp"

namespace o2c::inline v1::matching {

// A line as it is compared. Texts are their ranks among all texts; that of none is 0.
struct Entry {
  std::uint32_t reference;
  std::uint32_t kind;
  std::uint32_t currency;
  std::int32_t day;
  std::int64_t minor;
  bool disputed;
  std::int64_t disputed_minor;  // Without its sign; 0 if not in dispute.
  bool grouped = false;
  std::size_t row;

  [[nodiscard]] auto block() const { return std::tuple(reference, kind); }
  [[nodiscard]] auto order() const {
    return std::tuple(reference, kind, currency, minor, day, disputed, disputed_minor, row);
  }
  [[nodiscard]] int sign() const { return minor < 0 ? -1 : minor > 0 ? 1 : 0; }
};

using Entries = std::span<Entry>;
using Left = std::vector<Entry*>;  // Of a list, what is in no group yet.

inline Left left_of(Entries entries) {
  Left left;
  for (Entry& entry : entries)
    if (!entry.grouped) left.push_back(&entry);
  return left;
}
inline void drop_grouped(Left& left) {
  std::erase_if(left, [](const Entry* entry) { return entry->grouped; });
}

// Two lists, or the lines of both under one reference and kind.
struct Both {
  Entries ours;
  Entries theirs;
};

// What stands in the order in which it is matched: `part_by` gives a key, equal keys are a part.
template <class Key>
std::vector<Both> parts(const Both& all, const Key& part_by) {
  std::vector<Both> found;
  std::size_t i = 0;
  std::size_t j = 0;
  const auto run = [&](Entries list, std::size_t& from, const auto& key) {
    const std::size_t begin = from;
    while (from < list.size() && part_by(list[from]) == key) ++from;
    return list.subspan(begin, from - begin);
  };
  while (i < all.ours.size() || j < all.theirs.size()) {
    const bool by_ours = j == all.theirs.size() ||
                         (i < all.ours.size() && part_by(all.ours[i]) < part_by(all.theirs[j]));
    const auto key = by_ours ? part_by(all.ours[i]) : part_by(all.theirs[j]);
    const Entries of_ours = run(all.ours, i, key);
    found.push_back({of_ours, run(all.theirs, j, key)});
  }
  return found;
}

// Groups as they are found.
class Groups {
 public:
  Groups(const ReconcileTolerances& tolerances, std::span<const Currency> currencies)
      : tolerances_(&tolerances), currencies_(currencies) {
    for (const Currency& currency : currencies)
      amounts_.push_back(tolerances.amount.at(currency).minor());
  }

  [[nodiscard]] std::int64_t tolerance(const Entry& entry) const {
    return amounts_[entry.currency];
  }
  [[nodiscard]] std::int32_t days() const { return tolerances_->days; }
  [[nodiscard]] std::int32_t search_steps() const { return tolerances_->search_steps; }

  void pair(Entry& ours, Entry& theirs, MatchedBy by) {
    NoTrace no_trace;
    Entry* const our_line = &ours;
    Entry* const their_line = &theirs;
    add(tolerances_->compare(money(ours.minor, ours), money(theirs.minor, theirs),
                             std::abs(ours.day - theirs.day),
                             disputed_difference(in_dispute(ours), in_dispute(theirs)), no_trace),
        by, {&our_line, 1}, {&their_line, 1});
  }
  void sum(const Left& ours, const Left& theirs, MatchedBy by) {
    NoTrace no_trace;
    const auto total = [&](const Left& lines) {
      std::int64_t minor = 0;
      for (const Entry* line : lines)
        if (__builtin_add_overflow(minor, line->minor, &minor)) throw_overflow("a sum of lines");
      return money(minor, *lines.front());
    };
    add(tolerances_->compare(total(ours), total(theirs), std::nullopt, money(0, *ours.front()),
                             no_trace),
        by, ours, theirs);
  }
  void add(ReconcileClass of, MatchedBy by, std::span<Entry* const> ours,
           std::span<Entry* const> theirs) {
    const std::span<Entry* const> leading = ours.empty() ? theirs : ours;
    const Entry* first =
        *std::ranges::min_element(leading, {}, [](const Entry* entry) { return entry->order(); });
    groups_.push_back(
        {.rank = std::uint64_t{static_cast<std::uint8_t>(of)} << 32U | first->reference,
         .first = first,
         .begin = rows_.size(),
         .ours = ours.size(),
         .theirs = theirs.size(),
         .of = of,
         .by = by});
    for (const std::span<Entry* const> list : {ours, theirs})
      for (Entry* entry : list) {
        entry->grouped = true;
        rows_.push_back(entry->row);
      }
  }

  void merge(const Groups& other) {
    for (Group group : other.groups_) {
      group.begin += rows_.size();
      groups_.push_back(group);
    }
    rows_.insert(rows_.end(), other.rows_.begin(), other.rows_.end());
  }

  std::vector<ReconciledGroup> sorted() && {
    std::ranges::sort(groups_, [](const Group& a, const Group& b) {
      if (a.rank != b.rank) return a.rank < b.rank;
      return std::tuple(a.first->order(), a.ours == 0) < std::tuple(b.first->order(), b.ours == 0);
    });
    const auto rows = [this](std::size_t begin, std::size_t count) {
      const auto from = rows_.begin() + static_cast<std::ptrdiff_t>(begin);
      std::vector<std::size_t> found(from, from + static_cast<std::ptrdiff_t>(count));
      std::ranges::sort(found);
      return found;
    };
    std::vector<ReconciledGroup> found;
    found.reserve(groups_.size());
    for (const Group& each : groups_)
      found.push_back({.of = each.of,
                       .matched_by = each.by,
                       .ours = rows(each.begin, each.ours),
                       .theirs = rows(each.begin + each.ours, each.theirs)});
    return found;
  }

 private:
  struct Group {
    std::uint64_t rank;  // Of class and reference.
    const Entry* first;
    std::size_t begin;  // Of its rows: ours, then theirs.
    std::size_t ours;
    std::size_t theirs;
    ReconcileClass of;
    MatchedBy by;
  };

  [[nodiscard]] Money money(std::int64_t minor, const Entry& entry) const {
    return Money::from_minor(minor, currencies_[entry.currency]);
  }

  [[nodiscard]] DisputedAmount in_dispute(const Entry& entry) const {
    return {money(entry.minor, entry), money(entry.disputed_minor, entry)};
  }

  const ReconcileTolerances* tolerances_;
  std::span<const Currency> currencies_;
  std::vector<std::int64_t> amounts_;  // By currency.
  std::vector<Group> groups_;
  std::vector<std::size_t> rows_;
};

}  // namespace o2c::inline v1::matching

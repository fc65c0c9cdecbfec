#include "line_matching.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/columns/parallel.hpp"
#include "o2c/number/int128.hpp"

#include "line_groups.hpp"
#include "only_pairs.hpp"
#include "only_sums.hpp"
#include "sum_search.hpp"
#include "text_ranks.hpp"

namespace o2c::inline v1 {
namespace {

using namespace matching;

constexpr std::int64_t any_days = std::numeric_limits<std::int64_t>::max();
constexpr Int128 any_amount = std::numeric_limits<Int128>::max();

// How far lines of a pair may be apart.
struct Near {
  Int128 amount;
  std::int64_t days;

  [[nodiscard]] bool holds(const Entry& a, const Entry& b) const {
    return apart(a, b) <= amount && std::abs(a.day - b.day) <= days;
  }
  static Int128 apart(const Entry& a, const Entry& b) {
    const Int128 difference = Int128{a.minor} - b.minor;
    return difference < 0 ? -difference : difference;
  }
};

// In the order of amounts, then of days: each line with the first that is near. Linear.
void pair_in_order(Left& ours, Left& theirs, const Near& near, MatchedBy by, Groups& groups) {
  const auto order = [](const Entry& entry) { return std::tuple(entry.minor, entry.day); };
  for (std::size_t i = 0, j = 0; i < ours.size() && j < theirs.size();) {
    if (near.holds(*ours[i], *theirs[j]))
      groups.pair(*ours[i++], *theirs[j++], by);
    else
      ++(order(*ours[i]) < order(*theirs[j]) ? i : j);
  }
  drop_grouped(ours);
  drop_grouped(theirs);
}

// The nearest first: by amount, then by days. Each two that are compared are a step; where those do
// not suffice, in their order.
void pair_nearest(Left& ours, Left& theirs, const Near& near, SearchSteps& steps, Groups& groups) {
  if (ours.empty() || theirs.empty()) return;
  struct Pair {
    Entry* ours;
    Entry* theirs;
  };
  std::vector<Pair> pairs;
  std::size_t first = 0;
  for (Entry* a : ours) {
    while (first < theirs.size() && Int128{a->minor} - theirs[first]->minor > near.amount) ++first;
    for (std::size_t j = first; j < theirs.size(); ++j) {
      if (Int128{theirs[j]->minor} - a->minor > near.amount) break;
      if (--steps.left < 0) {
        pair_in_order(ours, theirs, near, MatchedBy::reference, groups);
        return;
      }
      if (near.holds(*a, *theirs[j])) pairs.push_back({a, theirs[j]});
    }
  }
  // Of pairs as near as each other the smaller amounts come first, then the earlier days.
  std::ranges::sort(pairs, {}, [](const Pair& each) {
    const auto [low, high] = std::minmax({std::pair(each.ours->minor, each.ours->day),
                                          std::pair(each.theirs->minor, each.theirs->day)});
    return std::tuple(Near::apart(*each.ours, *each.theirs),
                      std::abs(each.ours->day - each.theirs->day), low, high,
                      each.ours->disputed + each.theirs->disputed,
                      Int128{each.ours->disputed_minor} + each.theirs->disputed_minor,
                      each.ours->row, each.theirs->row);
  });
  for (const Pair& each : pairs)
    if (!each.ours->grouped && !each.theirs->grouped)
      groups.pair(*each.ours, *each.theirs, MatchedBy::reference);
  drop_grouped(ours);
  drop_grouped(theirs);
}

Int128 total(const Left& lines) {
  Int128 sum = 0;
  for (const Entry* line : lines) sum += line->minor;
  return sum;
}

// Looks for lines of the other list that add up to one line, largest lines first.
void find_sums(const Left& ours, const Left& theirs, std::int64_t tolerance, SearchSteps& steps,
               Groups& groups) {
  const auto largest_first = [](const Entry* entry) {
    return std::tuple(entry->minor < 0 ? Int128{entry->minor} : -Int128{entry->minor}, entry->minor,
                      entry->day, entry->disputed, entry->disputed_minor, entry->row);
  };
  struct Single {
    Entry* entry;
    bool is_ours;
  };
  std::vector<Single> singles;
  for (Entry* entry : ours) singles.push_back({entry, true});
  for (Entry* entry : theirs) singles.push_back({entry, false});
  std::ranges::sort(singles, {}, [&](const Single& each) { return largest_first(each.entry); });
  std::array<Left, 2> sorted{ours, theirs};
  for (Left& each : sorted) std::ranges::sort(each, {}, largest_first);
  std::array<std::optional<SumSearch>, 2> searches;
  for (const Single& single : singles) {
    if (single.entry->grouped) continue;
    Left& others = sorted[single.is_ours ? 1 : 0];
    std::optional<SumSearch>& search = searches[single.is_ours ? 1 : 0];
    if (!search) {
      drop_grouped(others);
      std::vector<std::int64_t> amounts;
      for (const Entry* entry : others) amounts.push_back(entry->minor);
      search.emplace(std::move(amounts));
    }
    Left parts;
    for (const std::size_t i : search->find(single.entry->minor, tolerance, steps))
      parts.push_back(others[i]);
    if (steps.is_spent()) return;
    if (parts.empty()) continue;
    if (single.is_ours)
      groups.sum({single.entry}, parts, MatchedBy::sum);
    else
      groups.sum(parts, {single.entry}, MatchedBy::sum);
    searches = {};
  }
}

// One with several of a reference and currency.
void match_sums(Left& ours, Left& theirs, SearchSteps& steps, Groups& groups) {
  if (ours.empty() || theirs.empty() || ours.size() + theirs.size() < 3) return;
  const std::int64_t tolerance = groups.tolerance(*ours.front());
  const Int128 apart = total(ours) - total(theirs);
  if ((ours.size() == 1 || theirs.size() == 1) && apart <= tolerance && -apart <= tolerance) {
    groups.sum(ours, theirs, MatchedBy::sum);
  } else {
    find_sums(ours, theirs, 0, steps, groups);
    if (tolerance > 0 && !steps.is_spent()) find_sums(ours, theirs, tolerance, steps, groups);
  }
}

// What one reference and kind matches by itself. Gives back whether all searches were done.
bool match_block(const Both& block, Groups& groups) {
  bool done = true;
  for (const Both& part : parts(block, [](const Entry& entry) { return entry.currency; })) {
    if (part.ours.empty() || part.theirs.empty()) continue;
    const Entry& any = part.ours.front();
    Left ours = left_of(part.ours);
    Left theirs = left_of(part.theirs);
    const MatchedBy by = any.reference != 0 ? MatchedBy::reference : MatchedBy::amount;
    pair_in_order(ours, theirs, {0, 0}, by, groups);
    if (any.reference == 0) continue;
    SearchSteps steps{groups.search_steps()};
    const Near near{groups.tolerance(any), groups.days()};
    if (near.amount > 0 || near.days > 0) pair_nearest(ours, theirs, near, steps, groups);
    match_sums(ours, theirs, steps, groups);
    done = done && !steps.is_spent();
  }
  return done;
}

// Where lines of the same reference, kind, currency and amount end.
Entries::iterator end_of_alike(Entries list, Entries::iterator first) {
  const auto same = [](const Entry& entry) {
    return std::tuple(entry.reference, entry.kind, entry.currency, entry.minor);
  };
  return std::find_if(first, list.end(),
                      [&](const Entry& each) { return same(each) != same(*first); });
}

std::vector<AmountOnDay> amounts(const Left& left, bool look_at_references) {
  std::vector<AmountOnDay> found;
  for (const Entry* entry : left)
    found.push_back({entry->minor, entry->day, look_at_references && entry->reference != 0});
  return found;
}

// Calls use(ours, theirs) for the lines of both lists of each kind and currency.
template <class Use>
void for_kinds(Left ours, Left theirs, const Use& use) {
  const auto order = [](const Entry* entry) {
    return std::tuple(entry->kind, entry->currency, entry->order());
  };
  const auto key = [](const Entry* entry) { return std::tuple(entry->kind, entry->currency); };
  std::ranges::sort(ours, {}, order);
  std::ranges::sort(theirs, {}, order);
  for (auto i = ours.begin(); i != ours.end();) {
    const auto [same, end] = std::ranges::equal_range(theirs, key(*i), {}, key);
    const auto next = std::ranges::find_if(i, ours.end(),
                                           [&](const Entry* each) { return key(each) != key(*i); });
    if (same != end) {
      Left a(i, next);
      Left b(same, end);
      use(a, b);
    }
    i = next;
  }
}

// Calls use(amount, days), how far lines may be apart: first not at all, then within tolerances.
template <class Use>
void for_tolerances(const Entry& any, const Groups& groups, const Use& use) {
  use(0, 0);
  const std::int64_t tolerance = groups.tolerance(any);
  if (tolerance > 0 || groups.days() > 0) use(tolerance, groups.days());
}

// Lines of one kind and currency of which each is the only one for the other.
void pair_only_ones(Left& ours, Left& theirs, bool look_at_references, Groups& groups) {
  for_tolerances(*ours.front(), groups, [&](std::int64_t amount, std::int32_t days) {
    for (const auto& [i, j] : only_pairs(amounts(ours, look_at_references),
                                         amounts(theirs, look_at_references), amount, days))
      groups.pair(*ours[i], *theirs[j], MatchedBy::amount);
    drop_grouped(ours);
    drop_grouped(theirs);
  });
}

// Pairs of which at least one line has no reference.
void match_unnamed(const Both& all, Groups& groups) {
  const Left ours = left_of(all.ours);
  const Left theirs = left_of(all.theirs);
  const auto unnamed = [](const Entry* entry) { return entry->reference == 0; };
  if (std::ranges::none_of(ours, unnamed) && std::ranges::none_of(theirs, unnamed)) return;
  for_kinds(ours, theirs, [&](Left& a, Left& b) { pair_only_ones(a, b, true, groups); });
}

// Lines that are the only ones to add up to one of the other list, all of one kind and currency.
// What a pair could be made of is in no sum.
void add_only_sums(Left& ours, Left& theirs, Groups& groups) {
  const Entry any = *ours.front();
  const auto drop = [](Left& left, const std::vector<bool>& paired) {
    std::size_t i = 0;
    std::erase_if(left, [&](const Entry* entry) { return paired[i++] || entry->minor == 0; });
  };
  const std::vector<AmountOnDay> our_amounts = amounts(ours, false);
  const std::vector<AmountOnDay> their_amounts = amounts(theirs, false);
  const std::int64_t tolerance = groups.tolerance(any);
  drop(ours, may_be_paired(our_amounts, their_amounts, tolerance, groups.days()));
  drop(theirs, may_be_paired(their_amounts, our_amounts, tolerance, groups.days()));
  for_tolerances(any, groups, [&](std::int64_t amount, std::int32_t days) {
    // The more amounts would do, the more sums are among them by chance: fewer are looked at.
    const auto most_sums =
        static_cast<std::int64_t>(groups.search_steps() / (2 * Int128{amount} + 1));
    for (const OnlySum& sum :
         only_sums(amounts(ours, false), amounts(theirs, false), amount, days, most_sums)) {
      const Left& others = sum.single_is_ours ? theirs : ours;
      Left parts;
      for (const std::size_t i : sum.parts) parts.push_back(others[i]);
      if (sum.single_is_ours)
        groups.sum({ours[sum.single]}, parts, MatchedBy::amount_sum);
      else
        groups.sum(parts, {theirs[sum.single]}, MatchedBy::amount_sum);
    }
    drop_grouped(ours);
    drop_grouped(theirs);
  });
}

// What of a list is left, but for what it has again although the other list has it once.
Left without_duplicates(Entries list) {
  Left left;
  for (auto i = list.begin(); i != list.end();) {
    const auto end = end_of_alike(list, i);
    if (i->reference == 0 || std::none_of(i, end, [](const Entry& each) { return each.grouped; }))
      for (Entry& entry : std::span(i, end))
        if (!entry.grouped) left.push_back(&entry);
    i = end;
  }
  return left;
}

// What no reference matches: two numbers of one payment, a payment of several.
void match_by_amount(const Both& all, Groups& groups) {
  const auto of_all = [&](const auto& use) {
    for_kinds(without_duplicates(all.ours), without_duplicates(all.theirs), use);
  };
  of_all([&](Left& a, Left& b) { pair_only_ones(a, b, false, groups); });
  // What is paired has its duplicates, too.
  of_all([&](Left& a, Left& b) {
    if (!a.empty() && !b.empty()) add_only_sums(a, b, groups);
  });
}

// Lines of each sign apart: a debit is never paired with a credit.
template <class Use>
void for_signs(const Left& ours, const Left& theirs, const Use& use) {
  for (const int sign : {-1, 0, 1}) {
    const auto other_sign = [sign](const Entry* entry) { return entry->sign() != sign; };
    Left a = ours;
    Left b = theirs;
    std::erase_if(a, other_sign);
    std::erase_if(b, other_sign);
    use(a, b);
  }
}

// What of a reference and kind is left: the same amount on other days, other amounts, other
// currencies. Gives back whether all searches were done.
bool pair_differing(const Both& block, Groups& groups) {
  if (block.ours.empty() || block.theirs.empty()) return true;
  bool done = true;
  for (const Both& part : parts(block, [](const Entry& entry) { return entry.currency; })) {
    Left ours = left_of(part.ours);
    Left theirs = left_of(part.theirs);
    if (ours.empty() || theirs.empty()) continue;
    SearchSteps steps{groups.search_steps()};
    pair_nearest(ours, theirs, {groups.tolerance(*ours.front()), any_days}, steps, groups);
    for_signs(ours, theirs,
              [&](Left& a, Left& b) { pair_nearest(a, b, {any_amount, any_days}, steps, groups); });
    done = done && !steps.is_spent();
  }
  for_signs(left_of(block.ours), left_of(block.theirs), [&](Left& a, Left& b) {
    const auto by_day = [](const Entry* entry) { return std::tuple(entry->day, entry->order()); };
    std::ranges::sort(a, {}, by_day);
    std::ranges::sort(b, {}, by_day);
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
      groups.add(ReconcileClass::currency_differs, MatchedBy::reference, {&a[i], 1}, {&b[i], 1});
  });
  return done;
}

// Lines that no other belongs to.
void class_alone(Entries list, bool is_ours, Date as_of, std::int32_t transit_days,
                 Groups& groups) {
  using enum ReconcileClass;
  for (auto i = list.begin(); i != list.end();) {
    const auto end = end_of_alike(list, i);
    bool stands =
        i->reference != 0 && std::any_of(i, end, [](const Entry& each) { return each.grouped; });
    for (; i != end; ++i) {
      if (i->grouped) continue;
      const ReconcileClass of = stands                                  ? duplicate
                                : i->disputed                           ? disputed
                                : as_of.days() - i->day <= transit_days ? in_transit
                                : is_ours                               ? missing_from_theirs
                                                                        : missing_from_ours;
      stands = i->reference != 0;
      Entry* const line = &*i;
      if (is_ours)
        groups.add(of, MatchedBy::nothing, {&line, 1}, {});
      else
        groups.add(of, MatchedBy::nothing, {}, {&line, 1});
    }
  }
}

// Calls work(thread, i) for each i below `count`, each thread a share in a row.
template <class Work>
void share_out(std::size_t count, std::size_t threads, const Work& work) {
  threads = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(1, count / 1024));
  run_threads(threads, [&](std::size_t t) {
    for (std::size_t i = count * t / threads; i < count * (t + 1) / threads; ++i) work(t, i);
  });
}

std::vector<std::string> references(std::span<const ReconcileLine> lines, std::size_t threads) {
  std::vector<std::string> found(lines.size());
  share_out(lines.size(), threads, [&](std::size_t, std::size_t i) {
    found[i] = normalized_reference(lines[i].reference);
  });
  return found;
}

std::vector<std::string_view> kinds(std::span<const ReconcileLine> lines, bool count) {
  std::vector<std::string_view> found(lines.size());
  for (std::size_t i = 0; count && i < lines.size(); ++i) found[i] = lines[i].kind;
  return found;
}

class Matcher {
 public:
  Matcher(std::span<const ReconcileLine> ours, std::span<const ReconcileLine> theirs,
          std::size_t threads)
      : threads_(std::max<std::size_t>(1, threads)) {
    const auto has_kind = [](const ReconcileLine& line) { return !line.kind.empty(); };
    const bool by_kind =
        std::ranges::any_of(ours, has_kind) && std::ranges::any_of(theirs, has_kind);
    const std::array lists{ours, theirs};
    std::array<std::vector<std::uint32_t>, 2> reference_codes;
    std::array<std::vector<std::uint32_t>, 2> kind_codes;
    for (std::size_t side = 0; side < 2; ++side) {
      reference_codes[side] = references_.codes(references(lists[side], threads_));
      kind_codes[side] = kinds_.codes(kinds(lists[side], by_kind));
      for (const ReconcileLine& line : lists[side])
        if (currencies_.empty() || currencies_.back() != line.amount.currency())
          currencies_.push_back(line.amount.currency());
    }
    references_.sort();
    kinds_.sort();
    std::ranges::sort(currencies_);
    currencies_.erase(std::ranges::unique(currencies_).begin(), currencies_.end());
    for (std::size_t side = 0; side < 2; ++side)
      entries_[side] = entries(lists[side], reference_codes[side], kind_codes[side]);
  }

  MatchedLines match(Date as_of, const ReconcileTolerances& tolerances) {
    const Both all{entries_[0], entries_[1]};
    const std::vector<Both> blocks = parts(all, [](const Entry& entry) { return entry.block(); });
    std::vector<Groups> found(threads_, Groups(tolerances, currencies_));
    std::vector<std::uint8_t> done(blocks.size());
    share_out(blocks.size(), threads_, [&](std::size_t thread, std::size_t i) {
      done[i] = match_block(blocks[i], found[thread]) ? 1 : 0;
    });
    match_unnamed(all, found[0]);
    share_out(blocks.size(), threads_, [&](std::size_t thread, std::size_t i) {
      const Both& block = blocks[i];
      if (block.ours.empty() || block.ours.front().reference == 0) return;
      if (!pair_differing(block, found[thread])) done[i] = 0;
    });
    match_by_amount(all, found[0]);
    class_alone(all.ours, true, as_of, tolerances.transit_days, found[0]);
    class_alone(all.theirs, false, as_of, tolerances.transit_days, found[0]);
    MatchedLines matched;
    for (std::size_t i = 0; i < blocks.size(); ++i)
      if (done[i] == 0)
        matched.unfinished.emplace_back(references_.text(blocks[i].ours.front().reference));
    const auto repeated = std::ranges::unique(matched.unfinished);
    matched.unfinished.erase(repeated.begin(), repeated.end());
    for (std::size_t t = 1; t < found.size(); ++t) found[0].merge(found[t]);
    matched.groups = std::move(found[0]).sorted();
    return matched;
  }

 private:
  [[nodiscard]] std::vector<Entry> entries(std::span<const ReconcileLine> lines,
                                           std::span<const std::uint32_t> reference_codes,
                                           std::span<const std::uint32_t> kind_codes) const {
    std::vector<Entry> found;
    found.reserve(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto currency = std::ranges::lower_bound(currencies_, lines[i].amount.currency());
      found.push_back({.reference = references_.rank(reference_codes[i]),
                       .kind = kinds_.rank(kind_codes[i]),
                       .currency = static_cast<std::uint32_t>(currency - currencies_.begin()),
                       .day = lines[i].date.days(),
                       .minor = lines[i].amount.minor(),
                       .disputed = lines[i].disputed,
                       .disputed_minor = lines[i].in_dispute().in_dispute.minor(),
                       .row = i});
    }
    std::ranges::sort(found, {}, [](const Entry& entry) { return entry.order(); });
    return found;
  }

  std::size_t threads_;
  TextRanks references_;
  TextRanks kinds_;
  std::vector<Currency> currencies_;
  std::array<std::vector<Entry>, 2> entries_;
};

bool can_be_disputed(const ReconcileLine& line) {
  const Money part = *line.disputed_amount;
  const Money all = line.disputed ? abs(line.amount) : Money::zero(line.amount.currency());
  return part.currency() == all.currency() && sign(part) >= 0 && part <= all;
}

}  // namespace

std::vector<Fault> line_faults(std::span<const ReconcileLine> ours,
                               std::span<const ReconcileLine> theirs, Date as_of) {
  std::vector<Fault> faults;
  const auto find = [&](std::span<const ReconcileLine> lines, const char* file) {
    for (std::size_t row = 0; row < lines.size(); ++row) {
      const ReconcileLine& line = lines[row];
      const auto fault = [&](const char* field, std::string value, std::string expected) {
        faults.push_back({.file = file,
                          .row = static_cast<std::int64_t>(row),
                          .field = field,
                          .value = std::move(value),
                          .expected = std::move(expected)});
      };
      if (line.date > as_of)
        fault("date", to_string(line.date), "a day not after " + to_string(as_of));
      if (line.disputed_amount && !can_be_disputed(line))
        fault("disputed_amount", to_string(*line.disputed_amount),
              line.disputed ? "an amount not below zero, and no more than the line's"
                            : "none, or zero, of a line that is not in dispute");
    }
  };
  find(ours, "ours");
  find(theirs, "theirs");
  return faults;
}

MatchedLines match_lines(std::span<const ReconcileLine> ours, std::span<const ReconcileLine> theirs,
                         Date as_of, const ReconcileTolerances& tolerances, std::size_t threads) {
  return Matcher(ours, theirs, threads).match(as_of, tolerances);
}

}  // namespace o2c::inline v1

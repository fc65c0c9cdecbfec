#include "only_pairs.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

// How many lines there are, and the sum of their positions: if it is one line, that is its own.
struct Found {
  std::size_t count = 0;
  std::size_t positions = 0;

  [[nodiscard]] std::size_t only() const { return count == 1 ? positions : nobody; }
};

// Lines by day, to which lines are added and from which they are taken (a Fenwick tree).
class ByDay {
 public:
  explicit ByDay(std::span<const AmountOnDay> lines) {
    for (const AmountOnDay& line : lines) days_.push_back(line.day);
    std::ranges::sort(days_);
    days_.erase(std::ranges::unique(days_).begin(), days_.end());
    sums_.resize(days_.size() + 1);
  }

  // Sums wrap around, which does not matter once they are taken apart again.
  void add(std::int32_t day, std::size_t count, std::size_t position) {
    for (std::size_t i = rank(std::int64_t{day} + 1); i < sums_.size(); i += i & (0 - i)) {
      sums_[i].count += count;
      sums_[i].positions += count * position;
    }
  }
  [[nodiscard]] Found from_to(std::int64_t first, std::int64_t last) const {
    const Found until = before(last + 1);
    const Found earlier = before(first);
    return {until.count - earlier.count, until.positions - earlier.positions};
  }

 private:
  [[nodiscard]] std::size_t rank(std::int64_t day) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(days_, day) - days_.begin());
  }
  [[nodiscard]] Found before(std::int64_t day) const {
    Found found;
    for (std::size_t i = rank(day); i > 0; i -= i & (0 - i)) {
      found.count += sums_[i].count;
      found.positions += sums_[i].positions;
    }
    return found;
  }

  std::vector<std::int32_t> days_;
  std::vector<Found> sums_;
};

std::vector<std::size_t> by_amount(std::span<const AmountOnDay> lines) {
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) { return lines[i].minor; });
  return order;
}

// For each line those of the others that may be its own.
std::vector<Found> candidates(std::span<const AmountOnDay> lines,
                              std::span<const AmountOnDay> others, std::int64_t tolerance,
                              std::int32_t days) {
  std::vector<Found> found(lines.size());
  const std::vector<std::size_t> order = by_amount(lines);
  const std::vector<std::size_t> others_order = by_amount(others);
  ByDay all(others);
  ByDay unnamed(others);
  std::size_t entering = 0;
  std::size_t leaving = 0;
  const auto put = [&](std::size_t i, std::size_t count) {
    all.add(others[i].day, count, i);
    if (!others[i].has_reference) unnamed.add(others[i].day, count, i);
  };
  for (const std::size_t i : order) {
    const Int128 minor = lines[i].minor;
    while (entering < others.size() && others[others_order[entering]].minor <= minor + tolerance)
      put(others_order[entering++], 1);
    while (leaving < entering && others[others_order[leaving]].minor < minor - tolerance)
      put(others_order[leaving++], nobody);  // Adds minus one.
    const std::int64_t day = lines[i].day;
    const ByDay& possible = lines[i].has_reference ? unnamed : all;
    found[i] = possible.from_to(day - days, day + days);
  }
  return found;
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> only_pairs(std::span<const AmountOnDay> ours,
                                                            std::span<const AmountOnDay> theirs,
                                                            std::int64_t tolerance,
                                                            std::int32_t days) {
  const std::vector<Found> for_ours = candidates(ours, theirs, tolerance, days);
  const std::vector<Found> for_theirs =
      candidates(theirs, ours, tolerance, days);  // NOLINT(*suspicious-call-argument)
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const std::size_t j = for_ours[i].only();
    if (j != nobody && for_theirs[j].only() == i) pairs.emplace_back(i, j);
  }
  return pairs;
}

std::vector<bool> may_be_paired(std::span<const AmountOnDay> lines,
                                std::span<const AmountOnDay> others, std::int64_t tolerance,
                                std::int32_t days) {
  std::vector<bool> found;
  for (const Found& each : candidates(lines, others, tolerance, days))
    found.push_back(each.count > 0);
  return found;
}

}  // namespace o2c::inline v1

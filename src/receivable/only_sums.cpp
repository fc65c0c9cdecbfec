#include "only_sums.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {
namespace {

struct SumPart {
  std::int32_t day;
  Int128 amount;  // Without its sign.
  std::size_t position;

  [[nodiscard]] std::pair<std::int32_t, Int128> order() const { return {day, amount}; }
};

// The lines of a sign by day, then by amount.
std::vector<SumPart> of_sign(std::span<const AmountOnDay> lines, bool negative) {
  std::vector<SumPart> found;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if ((lines[i].minor < 0) == negative)
      found.push_back({.day = lines[i].day,
                       .amount = negative ? -Int128{lines[i].minor} : Int128{lines[i].minor},
                       .position = i});
  std::ranges::sort(found, {},
                    [](const SumPart& part) { return std::pair(part.order(), part.position); });
  return found;
}

// Up to how many of `lines` a sum has if all sums of two lines or more are no more than
// `most_sums`; below two: none.
std::size_t largest_sum(std::size_t lines, std::int64_t most_sums) {
  Int128 of_size = Int128{lines};
  Int128 all = 0;
  std::size_t size = 1;
  while (size < lines) {
    of_size = of_size * Int128{lines - size} / Int128{size + 1};
    all += of_size;
    if (all > most_sums) break;
    ++size;
  }
  return size;
}

// All sums of so many amounts, largest first, that are as near to a target as they may be.
class SumsNear {
 public:
  SumsNear(std::span<const SumPart> largest_first, std::int64_t tolerance)
      : parts_(largest_first), tolerance_(tolerance) {}

  template <class Use>
  void each(std::size_t size, Int128 target, const Use& use) {
    chosen_.clear();
    choose(size, 0, target, use);
  }

 private:
  template <class Use>
  void choose(std::size_t size, std::size_t from, Int128 missing, const Use& use) {
    const auto first = std::partition_point(
        parts_.begin() + static_cast<std::ptrdiff_t>(from), parts_.end(),
        [&](const SumPart& part) { return part.amount > missing + tolerance_; });
    for (auto i = static_cast<std::size_t>(first - parts_.begin()); i + size <= parts_.size();
         ++i) {
      if (parts_[i].amount * Int128{size} < missing - tolerance_) return;
      chosen_.push_back(parts_[i].position);
      if (size == 1)
        use(chosen_);
      else
        choose(size - 1, i + 1, missing - parts_[i].amount, use);
      chosen_.pop_back();
    }
  }

  std::span<const SumPart> parts_;
  Int128 tolerance_;
  std::vector<std::size_t> chosen_;
};

// The lines that may be parts of a single, largest first; none if their pairs alone are too many.
std::vector<SumPart> possible_parts(std::span<const SumPart> others, const SumPart& single,
                                    std::int64_t tolerance, std::int32_t days,
                                    std::int64_t most_sums) {
  std::vector<SumPart> found;
  const std::int64_t last = std::int64_t{single.day} + days;
  auto next = std::ranges::partition_point(others, [&](const SumPart& part) {
    return std::int64_t{part.day} < std::int64_t{single.day} - days;
  });
  while (next != others.end() && next->day <= last) {
    if (next->amount > single.amount + tolerance) {
      next = std::ranges::upper_bound(next, others.end(), next->day, {}, &SumPart::day);
      continue;
    }
    found.push_back(*next++);
    const auto count = static_cast<std::int64_t>(found.size());
    if (count * (count - 1) / 2 > most_sums) return {};
  }
  std::ranges::sort(found, [](const SumPart& a, const SumPart& b) {
    return std::pair(b.amount, a.position) < std::pair(a.amount, b.position);
  });
  return found;
}

}  // namespace

std::vector<OnlySum> only_sums(std::span<const AmountOnDay> ours,
                               std::span<const AmountOnDay> theirs, std::int64_t tolerance,
                               std::int32_t days, std::int64_t most_sums) {
  std::vector<OnlySum> possible;
  std::vector<std::size_t> in_ours(ours.size());  // In how many sums each line is.
  std::vector<std::size_t> in_theirs(theirs.size());
  const auto find = [&](bool single_is_ours, bool negative) {
    auto& in_singles = single_is_ours ? in_ours : in_theirs;
    auto& in_others = single_is_ours ? in_theirs : in_ours;
    const std::vector<SumPart> others = of_sign(single_is_ours ? theirs : ours, negative);
    for (const SumPart& single : of_sign(single_is_ours ? ours : theirs, negative)) {
      const std::vector<SumPart> parts = possible_parts(others, single, tolerance, days, most_sums);
      const std::size_t largest = largest_sum(parts.size(), most_sums);
      OnlySum first{.single = single.position, .single_is_ours = single_is_ours, .parts = {}};
      SumsNear sums(parts, tolerance);
      for (std::size_t size = 2; size <= largest; ++size)
        sums.each(size, single.amount, [&](const std::vector<std::size_t>& chosen) {
          ++in_singles[single.position];
          for (const std::size_t i : chosen) ++in_others[i];
          if (first.parts.empty()) first.parts = chosen;
        });
      if (!first.parts.empty()) possible.push_back(std::move(first));
    }
  };
  for (const bool negative : {false, true}) {
    find(true, negative);
    find(false, negative);
  }
  std::erase_if(possible, [&](const OnlySum& sum) {
    const auto& in_singles = sum.single_is_ours ? in_ours : in_theirs;
    const auto& in_others = sum.single_is_ours ? in_theirs : in_ours;
    return in_singles[sum.single] > 1 ||
           std::ranges::any_of(sum.parts, [&](std::size_t i) { return in_others[i] > 1; });
  });
  return possible;
}

}  // namespace o2c::inline v1

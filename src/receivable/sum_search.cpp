#include "sum_search.hpp"

namespace o2c::inline v1 {

std::vector<std::size_t> find_sum(std::span<const std::int64_t> amounts, std::int64_t target,
                                  std::int64_t tolerance, SearchSteps& steps) {
  // The most and the least that the amounts from a position on can add up to.
  std::vector<Int128> most(amounts.size() + 1);
  std::vector<Int128> least(amounts.size() + 1);
  for (std::size_t i = amounts.size(); i-- > 0;) {
    most[i] = most[i + 1] + (amounts[i] > 0 ? amounts[i] : 0);
    least[i] = least[i + 1] + (amounts[i] < 0 ? amounts[i] : 0);
  }
  std::vector<std::size_t> chosen;
  Int128 missing = target;
  std::size_t next = 0;
  for (;;) {
    if (chosen.size() >= 2 && missing <= tolerance && missing >= -Int128{tolerance}) return chosen;
    if (next < amounts.size() && missing - most[next] <= tolerance &&
        least[next] - missing <= tolerance) {
      if (--steps.left < 0) return {};
      chosen.push_back(next);
      missing -= amounts[next++];
      continue;
    }
    if (chosen.empty()) return {};
    const std::int64_t left_out = amounts[chosen.back()];
    next = chosen.back() + 1;
    missing += left_out;
    chosen.pop_back();
    // The same amount once more leads nowhere else.
    while (next < amounts.size() && amounts[next] == left_out) ++next;
  }
}

}  // namespace o2c::inline v1

#include "sum_search.hpp"

#include <utility>

namespace o2c::inline v1 {

SumSearch::SumSearch(std::vector<std::int64_t> amounts)
    : amounts_(std::move(amounts)), most_(amounts_.size() + 1), least_(amounts_.size() + 1) {
  for (std::size_t i = amounts_.size(); i-- > 0;) {
    most_[i] = most_[i + 1] + (amounts_[i] > 0 ? amounts_[i] : 0);
    least_[i] = least_[i + 1] + (amounts_[i] < 0 ? amounts_[i] : 0);
  }
}

std::vector<std::size_t> SumSearch::find(std::int64_t target, std::int64_t tolerance,
                                         SearchSteps& steps) const {
  std::vector<std::size_t> chosen;
  Int128 missing = target;
  std::size_t next = 0;
  for (;;) {
    if (chosen.size() >= 2 && missing <= tolerance && missing >= -Int128{tolerance}) return chosen;
    if (next < amounts_.size() && missing - most_[next] <= tolerance &&
        least_[next] - missing <= tolerance) {
      if (--steps.left < 0) return {};
      chosen.push_back(next);
      missing -= amounts_[next++];
      continue;
    }
    if (chosen.empty()) return {};
    const std::int64_t left_out = amounts_[chosen.back()];
    next = chosen.back() + 1;
    missing += left_out;
    chosen.pop_back();
    // The same amount once more leads nowhere else.
    while (next < amounts_.size() && amounts_[next] == left_out) ++next;
  }
}

}  // namespace o2c::inline v1

#include "o2c/money/round_together.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace o2c::inline v1 {

std::vector<Money> round_together(std::span<const Ratio> amounts, const Currency& currency,
                                  Rounding mode) {
  Ratio total;
  std::vector<Money> rounded;
  std::vector<Ratio> lost;
  Money rest = Money::zero(currency);
  for (const Ratio& amount : amounts) {
    total += amount;
    rounded.push_back(Money::rounded(amount, currency, Rounding::floor));
    lost.push_back(amount - Ratio(rounded.back().amount()));
    rest -= rounded.back();
  }
  rest += Money::rounded(total, currency, mode);  // Less than one unit for each amount.
  std::vector<std::size_t> order(amounts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return lost[a] > lost[b]; });
  for (std::size_t i = 0; i < order.size() && i < static_cast<std::size_t>(rest.minor()); ++i)
    rounded[order[i]] += Money::from_minor(1, currency);
  return rounded;
}

}  // namespace o2c::inline v1

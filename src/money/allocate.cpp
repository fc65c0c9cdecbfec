#include "o2c/money/allocate.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <numeric>
#include <string>
#include <utility>

#include <boost/multiprecision/cpp_int.hpp>

namespace o2c::inline v1 {
namespace {

// Total and weights without units: how many steps are shared out, by weights that are not negative
// and not all zero.
struct Shares {
  std::uint64_t steps;
  std::vector<UInt128> weights;
};

std::string position(std::size_t i) { return "weight " + std::to_string(i); }

[[noreturn]] void throw_weights(const std::string& message, std::vector<Fault> faults) {
  throw InvalidArgument(message, std::move(faults));
}

// `text(i)` prints a weight, `number(i)` is its sign-carrying integer.
template <class Print>
std::vector<UInt128> checked_weights(const std::vector<Int128>& numbers, Print text) {
  if (numbers.empty()) throw_weights("no weights to allocate by: expected at least one", {});
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (numbers[i] < 0)
      faults.push_back(Fault{.row = static_cast<std::int64_t>(i),
                             .field = "weight",
                             .value = text(i),
                             .expected = "a weight of zero or more"});
  if (!faults.empty()) {
    const auto first = static_cast<std::size_t>(faults.front().row);
    throw_weights(position(first) + " is " + text(first) + ": expected a weight of zero or more",
                  faults);
  }
  if (std::ranges::all_of(numbers, [](Int128 number) { return number == 0; })) {
    faults.push_back(Fault{.row = 0,
                           .field = "weight",
                           .value = text(0),
                           .expected = "at least one weight above zero"});
    throw_weights("all weights are zero: expected at least one weight above zero", faults);
  }
  return {numbers.begin(), numbers.end()};
}

std::vector<UInt128> weights_of(std::span<const Decimal> weights) {
  int scale = 0;
  for (const Decimal& weight : weights) scale = std::max(scale, normalized(weight).scale());
  std::vector<Int128> numbers;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Decimal weight = normalized(weights[i]);
    Int128 number = weight.coefficient();
    if (!detail::scale_up_fits(number, scale - weight.scale()))
      throw Overflow("weights to allocate by are too far apart: " + position(i) + " is " +
                     to_string(weight) + ", another has " + std::to_string(scale) + " decimals");
    numbers.push_back(number);
  }
  return checked_weights(numbers, [&](std::size_t i) { return to_string(weights[i]); });
}

std::vector<UInt128> weights_of(std::span<const Money> weights) {
  std::vector<Int128> numbers;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i].currency() != weights[0].currency())
      throw CurrencyMismatch("weights to allocate by need one currency: weight 0 is " +
                             to_string(weights[0]) + ", " + position(i) + " is " +
                             to_string(weights[i]));
    numbers.push_back(weights[i].minor());
  }
  return checked_weights(numbers, [&](std::size_t i) { return to_string(weights[i]); });
}

// Wide holds steps * weight and the sum of all weights.
template <class Wide>
class Allocator {
 public:
  explicit Allocator(const Shares& shares) : steps_(shares.steps) {
    weights_.reserve(shares.weights.size());
    for (const UInt128 weight : shares.weights) {
      weights_.push_back(static_cast<Wide>(weight));
      sum_ += weights_.back();
    }
    assert(sum_ > 0);
  }

  std::vector<std::uint64_t> allocate(const AllocationOptions& options) const {
    switch (options.policy) {
      case Allocation::largest_remainder:
        return largest_remainder();
      case Allocation::largest_weight_first:
        return largest_weight_first();
      case Allocation::last_takes_rest:
        return last_takes_rest(options.rounding);
    }
    throw_invalid("unknown allocation policy " + std::to_string(static_cast<int>(options.policy)));
  }

 private:
  // Gives the spare steps, one each, to the parts that `before` puts first.
  template <class Before>
  std::vector<std::uint64_t> with_spare(std::vector<std::uint64_t> parts, Before before) const {
    const std::uint64_t given = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
    const auto spare = static_cast<std::ptrdiff_t>(steps_ - given);  // [0, parts.size())
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::partial_sort(order.begin(), order.begin() + spare, order.end(), before);
    for (auto it = order.begin(); it != order.begin() + spare; ++it) ++parts[*it];
    return parts;
  }

  std::vector<std::uint64_t> largest_remainder() const {
    std::vector<std::uint64_t> parts;
    std::vector<Wide> remainders;
    for (const Wide& weight : weights_) {
      const Wide product = weight * steps_;
      const Wide quotient = product / sum_;
      parts.push_back(static_cast<std::uint64_t>(quotient));
      remainders.push_back(product - quotient * sum_);
    }
    return with_spare(std::move(parts), [&](std::size_t a, std::size_t b) {
      return remainders[a] != remainders[b] ? remainders[a] > remainders[b] : a < b;
    });
  }

  std::vector<std::uint64_t> largest_weight_first() const {
    std::vector<std::uint64_t> parts;
    parts.reserve(weights_.size());
    for (const Wide& weight : weights_)
      parts.push_back(static_cast<std::uint64_t>(Wide(weight * steps_ / sum_)));
    return with_spare(std::move(parts), [&](std::size_t a, std::size_t b) {
      return weights_[a] != weights_[b] ? weights_[a] > weights_[b] : a < b;
    });
  }

  std::vector<std::uint64_t> last_takes_rest(Rounding mode) const {
    std::vector<std::uint64_t> parts(weights_.size(), 0);
    std::size_t last = weights_.size() - 1;
    while (weights_[last] == 0) --last;
    std::uint64_t rest = steps_;
    for (std::size_t i = 0; i < last; ++i) {
      bool inexact = false;
      const Wide rounded =
          detail::divide_magnitudes(Wide(weights_[i] * steps_), sum_, false, mode, inexact);
      if (inexact && mode == Rounding::exact)
        throw InexactResult("the share of " + position(i) +
                            " needs rounding, and the rounding is exact");
      parts[i] = std::min(rest, static_cast<std::uint64_t>(rounded));
      rest -= parts[i];
    }
    parts[last] = rest;
    return parts;
  }

  std::uint64_t steps_;
  std::vector<Wide> weights_;
  Wide sum_ = 0;
};

bool fit_128_bits(const Shares& shares) {
  UInt128 sum = 0;
  UInt128 product = 0;
  for (const UInt128 weight : shares.weights)
    if (__builtin_add_overflow(sum, weight, &sum)) return false;
  return !__builtin_mul_overflow(sum, shares.steps, &product);
}

std::vector<Money> allocate_by(Money total, std::vector<UInt128> weights,
                               const AllocationOptions& options) {
  const std::int64_t step = options.step_minor;
  if (step <= 0 || total.minor() % step != 0)
    throw_invalid("cannot allocate " + to_string(total) + " in steps of " + std::to_string(step) +
                  " minor units: expected a positive step that divides the total");
  const auto magnitude = static_cast<std::uint64_t>(detail::magnitude(total.minor()));
  const Shares shares{.steps = magnitude / static_cast<std::uint64_t>(step),
                      .weights = std::move(weights)};
  using Wide = boost::multiprecision::uint256_t;
  const std::vector<std::uint64_t> parts = fit_128_bits(shares)
                                               ? Allocator<UInt128>(shares).allocate(options)
                                               : Allocator<Wide>(shares).allocate(options);
  std::vector<Money> amounts;
  amounts.reserve(parts.size());
  for (const std::uint64_t part : parts) {
    const std::uint64_t minor = part * static_cast<std::uint64_t>(step);
    amounts.push_back(Money::from_minor(
        static_cast<std::int64_t>(total.minor() < 0 ? 0U - minor : minor), total.currency()));
  }
  return amounts;
}

constexpr std::array policies{
    std::pair{Allocation::largest_remainder, "largest_remainder"},
    std::pair{Allocation::largest_weight_first, "largest_weight_first"},
    std::pair{Allocation::last_takes_rest, "last_takes_rest"},
};

}  // namespace

std::string to_string(Allocation policy) {
  for (const auto& [value, name] : policies)
    if (value == policy) return name;
  return "Allocation(" + std::to_string(static_cast<int>(policy)) + ")";
}

Allocation parse_allocation(std::string_view text) {
  for (const auto& [value, name] : policies)
    if (text == name) return value;
  throw_parse(text, 0, "largest_remainder, largest_weight_first or last_takes_rest");
}

std::vector<Money> allocate(Money total, std::span<const Decimal> weights,
                            const AllocationOptions& options) {
  return allocate_by(total, weights_of(weights), options);
}

std::vector<Money> allocate(Money total, std::span<const Money> weights,
                            const AllocationOptions& options) {
  return allocate_by(total, weights_of(weights), options);
}

std::vector<Money> split(Money total, std::size_t parts, const AllocationOptions& options) {
  if (parts == 0) throw_invalid("cannot split " + to_string(total) + " into no parts");
  return allocate_by(total, std::vector<UInt128>(parts, 1), options);
}

}  // namespace o2c

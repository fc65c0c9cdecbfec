#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

/// Who gets the minor units (the spare cents) that do not divide evenly.
enum class Allocation : std::uint8_t {
  /// Each exact share is cut to whole minor units; the spare ones go, one each, to the shares that
  /// lost most, of equals to the first. No part is a whole minor unit away from its exact share.
  largest_remainder,
  /// Cut likewise; the spare ones go, one each, to the largest weights, of equals to the first.
  largest_weight_first,
  /// Each share is rounded, but takes no more than what remains; the last one that has a weight
  /// takes the rest. Instalments: 100,000 in three is 33,333.33, 33,333.33 and 33,333.34.
  last_takes_rest
};

std::string to_string(Allocation policy);
/// Reads what to_string writes. Throws ParseError.
Allocation parse_allocation(std::string_view text);

struct AllocationOptions {
  constexpr AllocationOptions(  // NOLINT(*explicit*): a policy alone is enough.
      Allocation which = Allocation::largest_remainder, Rounding share = Rounding::half_up,
      std::int64_t step = 1) noexcept
      : policy(which), rounding(share), step_minor(step) {}

  Allocation policy;
  Rounding rounding;        ///< Of each share, where the last takes the rest; else not used.
  std::int64_t step_minor;  ///< Parts are multiples of it, and so must the total be: 5 for 0.05.
};

/// Divides an amount in proportion to weights; the parts always add up to it exactly.
///
/// A negative amount is divided like the positive one, each part negated. A weight of zero gets
/// nothing. Throws InvalidArgument for no weights, negative ones (each named by its position), only
/// zeros, or a total that is no multiple of the step; Overflow for weights too far apart in size;
/// CurrencyMismatch for weights in several currencies; InexactResult (rounding `exact`).
std::vector<Money> allocate(Money total, std::span<const Decimal> weights,
                            const AllocationOptions& options = {});
std::vector<Money> allocate(Money total, std::span<const Money> weights,
                            const AllocationOptions& options = {});

inline std::vector<Money> allocate(Money total, std::initializer_list<Decimal> weights,
                                   const AllocationOptions& options = {}) {
  return allocate(total, std::span(weights.begin(), weights.size()), options);
}
inline std::vector<Money> allocate(Money total, std::initializer_list<Money> weights,
                                   const AllocationOptions& options = {}) {
  return allocate(total, std::span(weights.begin(), weights.size()), options);
}

/// Divides an amount into that many parts as equal as can be. Throws InvalidArgument for none.
std::vector<Money> split(Money total, std::size_t parts, const AllocationOptions& options = {});

/// The same, telling `trace` each exact share and how it was rounded. Throws Overflow where an
/// exact share, as a fraction, exceeds 128 bits, which only weights of some 20 digits and more
/// bring about.
template <Tracer T>
std::vector<Money> allocate(Money total, std::span<const Decimal> weights,
                            const AllocationOptions& options, T& trace);
template <Tracer T>
std::vector<Money> allocate(Money total, std::span<const Money> weights,
                            const AllocationOptions& options, T& trace);
template <Tracer T>
std::vector<Money> split(Money total, std::size_t parts, const AllocationOptions& options,
                         T& trace);

}  // namespace o2c::inline v1

#include "o2c/money/detail/allocation_steps.hpp"

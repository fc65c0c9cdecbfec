#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/number/decimal.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// What a reader sees, in English and Chinese. Static strings.
struct Text {
  std::string_view en;
  std::string_view zh;

  friend constexpr bool operator==(const Text&, const Text&) = default;
};

/// How a step's result follows from its operands.
enum class Operation : std::uint8_t {
  given,         ///< A fact that comes from outside: the result, no operands needed.
  sum,           ///< All operands added.
  difference,    ///< The first less all others.
  product,       ///< All operands multiplied; at most one is an amount.
  quotient,      ///< The first divided by the second.
  rounded,       ///< The only operand, rounded (a rounded_step).
  minimum,       ///< The least operand.
  maximum,       ///< The greatest operand.
  days_between,  ///< Days from the first date to the second; negative when that is earlier.
  look_up,       ///< Found in a table by the operands; nothing to recompute.
  share,         ///< (whole, weight, sum of weights): whole * weight / sum of weights.
  count,         ///< The number of operands.
  exchange       ///< (amount, rate, ...): the amount times the rates, in another currency.
};

/// The operation's own name, such as "days_between".
std::string to_string(Operation operation);

template <class V>
struct Operand {
  Text name;
  V value;
};
template <class V>
Operand(Text, V) -> Operand<V>;

/// The trace of those who want only the result: costs nothing.
struct NoTrace {
  static constexpr bool recording = false;

  template <class R, class... Vs>
  constexpr void step(Text, Operation, const R&, const Operand<Vs>&...) const noexcept {}
  template <class R, class... Vs>
  constexpr void rounded_step(Text, Operation, Rounding, const Decimal&, const R&,
                              const Operand<Vs>&...) const noexcept {}
};

/// What a rule tells its steps to. A rule is `template <Tracer T> constexpr R f(args..., T& trace)`
/// with an overload that passes NoTrace; work needed only for the steps stands under
/// `if constexpr (T::recording)`.
/// rounded_step: the result is the operation's, rounded to a multiple of the unit.
template <class T>
concept Tracer = requires(T& trace, Text label, Decimal value, Operand<Decimal> operand) {
  { T::recording } -> std::convertible_to<bool>;
  trace.step(label, Operation::sum, value, operand, operand);
  trace.rounded_step(label, Operation::rounded, Rounding::half_even, value, value, operand);
};

static_assert(Tracer<NoTrace>);

}  // namespace o2c::inline v1

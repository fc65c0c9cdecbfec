#pragma once

#include "o2c/money/allocate.hpp"

namespace o2c::inline v1 {
namespace detail {

/// Negated amounts are rounded as their positive counterparts: up to plus infinity becomes down.
constexpr Rounding mirrored(Rounding mode) noexcept {
  switch (mode) {
    case Rounding::ceiling:
      return Rounding::floor;
    case Rounding::floor:
      return Rounding::ceiling;
    case Rounding::half_ceiling:
      return Rounding::half_floor;
    case Rounding::half_floor:
      return Rounding::half_ceiling;
    default:
      return mode;
  }
}

inline Decimal weight_number(const Decimal& weight) noexcept { return weight; }
inline Decimal weight_number(const Money& weight) { return weight.amount(); }

/// Tells how parts that are known already follow from total and weights.
template <class Weight, Tracer T>
class AllocationSteps {
 public:
  AllocationSteps(Money total, std::span<const Weight> weights, const AllocationOptions& options,
                  T& trace)
      : total_(total), weights_(weights), options_(options), trace_(trace), sum_(weights[0]) {
    for (const Weight& weight : weights.subspan(1)) {
      const Weight sum = sum_ + weight;
      trace_.step(sum_name, Operation::sum, sum, Operand{sum_name, sum_},
                  Operand{weight_name, weight});
      sum_ = sum;
    }
  }

  void record(std::span<const Money> parts) {
    if (options_.policy == Allocation::last_takes_rest) {
      record_rest(parts);
      return;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Money cut = share(i, Rounding::down);
      if (cut != parts[i])
        trace_.step(part_name, Operation::sum, parts[i], Operand{cut_name, cut},
                    Operand{Text{"spare unit", "余数单位"}, parts[i] - cut});
    }
  }

 private:
  static constexpr Text sum_name{"sum of weights", "权重合计"};
  static constexpr Text weight_name{"weight", "权重"};
  static constexpr Text total_name{"total", "总额"};
  static constexpr Text cut_name{"rounded share", "取整份额"};
  static constexpr Text part_name{"part", "分得金额"};
  static constexpr Text rest_name{"rest", "余额"};

  Money step() const { return Money::from_minor(options_.step_minor, total_.currency()); }

  // The exact share, and the share rounded to the step.
  Money share(std::size_t i, Rounding mode) {
    const Ratio part = Ratio(weight_number(weights_[i])) / Ratio(weight_number(sum_));
    const Ratio exact = Ratio(total_.amount()) * part;
    const Decimal unit = step().amount();
    const Money rounded = Money::of(round_to(exact, unit, mode), total_.currency());
    trace_.step(Text{"exact share", "精确份额"}, Operation::share, exact,
                Operand{total_name, total_.amount()}, Operand{weight_name, weights_[i]},
                Operand{sum_name, sum_});
    trace_.rounded_step(cut_name, Operation::share, mode, unit, rounded,
                        Operand{total_name, total_}, Operand{weight_name, weights_[i]},
                        Operand{sum_name, sum_});
    return rounded;
  }

  void record_rest(std::span<const Money> parts) {
    std::size_t last = parts.size() - 1;
    while (is_zero(weights_[last])) --last;
    const bool negative = total_.minor() < 0;
    Money rest = total_;
    for (std::size_t i = 0; i < last; ++i) {
      const Money rounded = share(i, negative ? mirrored(options_.rounding) : options_.rounding);
      if (rounded != parts[i])
        trace_.step(part_name, negative ? Operation::maximum : Operation::minimum, parts[i],
                    Operand{cut_name, rounded}, Operand{rest_name, rest});
      trace_.step(i + 1 < last ? rest_name : Text{"the rest, the last part", "余额，归最后一份"},
                  Operation::difference, rest - parts[i], Operand{rest_name, rest},
                  Operand{part_name, parts[i]});
      rest -= parts[i];
    }
  }

  Money total_;
  std::span<const Weight> weights_;
  const AllocationOptions& options_;
  T& trace_;
  Weight sum_;
};

template <class Weight, Tracer T>
std::vector<Money> allocate_traced(Money total, std::span<const Weight> weights,
                                   const AllocationOptions& options, T& trace) {
  std::vector<Money> parts = allocate(total, weights, options);
  if constexpr (T::recording) AllocationSteps(total, weights, options, trace).record(parts);
  return parts;
}

}  // namespace detail

template <Tracer T>
std::vector<Money> allocate(Money total, std::span<const Decimal> weights,
                            const AllocationOptions& options, T& trace) {
  return detail::allocate_traced(total, weights, options, trace);
}

template <Tracer T>
std::vector<Money> allocate(Money total, std::span<const Money> weights,
                            const AllocationOptions& options, T& trace) {
  return detail::allocate_traced(total, weights, options, trace);
}

template <Tracer T>
std::vector<Money> split(Money total, std::size_t parts, const AllocationOptions& options,
                         T& trace) {
  const std::vector<Decimal> equal(parts, Decimal(1));
  return allocate(total, std::span(equal), options, trace);
}

}  // namespace o2c::inline v1

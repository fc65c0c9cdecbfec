#pragma once

#include <optional>
#include <string>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// A person's target, and what was invoiced of it by the last day of a close (完成率).
struct Attainment {
  std::string person;
  Period period;  ///< Of the target: the closed month, or a longer one that it is part of.
  Money target;
  Money actual;  ///< Net, in the target's currency at the rates of the documents' days.

  /// Actual ÷ target; nothing for a target of zero.
  [[nodiscard]] std::optional<Rate> share(int digits = 2,
                                          Rounding rounding = Rounding::half_up) const;
  [[nodiscard]] Derivation explain() const;

  friend bool operator==(const Attainment&, const Attainment&) = default;
};

/// What a framework contract was to bring in a month, and what it brought (履约率), in the
/// product's unit.
struct Fulfilment {
  std::string order;
  std::string product;
  std::string unit;
  Decimal contracted{};
  Decimal called{};
  Decimal delivered{};
  Decimal performed{};  ///< The lesser of delivered and called: what counts as ours.

  /// Ours: performed ÷ called; nothing where nothing was called.
  [[nodiscard]] std::optional<Ratio> ours() const;
  /// The customer's: called ÷ contracted.
  [[nodiscard]] std::optional<Ratio> customers() const;
  [[nodiscard]] Derivation explain() const;

  friend bool operator==(const Fulfilment&, const Fulfilment&) = default;
};

/// The same of all contracts together, by unit: Σ performed ÷ Σ called, so that what is delivered
/// beyond a call does not hide what another one lacks. Throws Overflow.
std::vector<Fulfilment> together(const std::vector<Fulfilment>& contracts);

}  // namespace o2c::inline v1

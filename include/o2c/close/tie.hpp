#pragma once

#include <string>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"

namespace o2c::inline v1 {

/// An amount with its name.
struct TieTerm {
  Label name;
  Money amount;

  friend bool operator==(const TieTerm&, const TieTerm&) = default;
};

/// Two ways to one amount, by different figures of a close (勾稽): the whole, and the parts that
/// have to add up to it.
struct Tie {
  std::string name;  ///< "collected", "receivables", ...: the same in every language.
  TieTerm whole;
  std::vector<TieTerm> parts;

  /// The whole less its parts: zero where the close is sound. Throws Overflow.
  [[nodiscard]] Money difference() const;
  [[nodiscard]] bool holds() const { return is_zero(difference()); }
  /// The whole, its parts, and what is between them.
  [[nodiscard]] Derivation explain() const;

  friend bool operator==(const Tie&, const Tie&) = default;
};

/// "receivables: ledger 100.00 USD = not yet due 60.00 USD + 1-30 40.00 USD, difference 0.00 USD"
std::string to_string(const Tie& tie);

}  // namespace o2c::inline v1

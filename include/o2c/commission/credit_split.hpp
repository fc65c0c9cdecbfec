#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What of a line is credited to one of several people.
struct CreditShare {
  std::string salesperson;
  std::optional<Rate> share{};  ///< Without: what the others leave.
  std::int64_t row = -1;        ///< Of the table that it was read from, for faults; -1: of none.

  static constexpr auto fields() {
    return std::tuple{Field{"salesperson", &CreditShare::salesperson, "who is credited"},
                      Field{"share", &CreditShare::share, "of the line; without: the rest"}};
  }

  /// Wherever they were read from.
  friend bool operator==(const CreditShare& a, const CreditShare& b) {
    return a.salesperson == b.salesperson && a.share == b.share;
  }
};

/// How a line's base is shared by those who sold it (业绩分成). It says nothing of what they are
/// paid for it, which is each one's plan.
class CreditSplit {
 public:
  /// Throws InvalidArgument with every fault: nobody, somebody twice or without a name, shares that
  /// are not above zero or do not make 100%, more than one who takes the rest.
  explicit CreditSplit(std::vector<CreditShare> shares);

  /// All with their shares, in the order given.
  [[nodiscard]] const std::vector<CreditShare>& shares() const noexcept { return shares_; }
  /// Whose part is what the others leave: the one given without a share, else the last.
  [[nodiscard]] std::size_t takes_rest() const noexcept { return takes_rest_; }

  /// The parts of an amount, which make the whole: each its share, rounded, and no more than what
  /// is left of it; one takes the rest. Throws InexactResult (rounding `exact`).
  [[nodiscard]] std::vector<Money> divide(Money whole, Rounding rounding) const;
  /// The same into room for as many as there are people.
  void divide(Money whole, Rounding rounding, std::span<Money> parts) const;
  /// The parts of a quantity, which need no rounding.
  [[nodiscard]] std::vector<Decimal> divide(const Decimal& whole) const;

  friend bool operator==(const CreditSplit&, const CreditSplit&) = default;

 private:
  std::vector<CreditShare> shares_;
  std::size_t takes_rest_ = 0;
};

/// "Li 60%, Wang 40%"
std::string to_string(const CreditSplit& split);

/// What of a line finds who is credited with it.
enum class CreditKey : std::uint8_t { document, order, party };

std::string to_string(CreditKey key);
/// Reads what to_string writes. Throws ParseError.
CreditKey parse_credit_key(std::string_view text);

/// Who is credited with the lines of a document, an order or a customer, from a day to another.
struct CreditAssignment {
  std::string key;
  CreditSplit split;
  std::optional<Date> from_date{};
  std::optional<Date> to_date{};  ///< The last day.

  friend bool operator==(const CreditAssignment&, const CreditAssignment&) = default;
};

/// Assignments of lines to people other than the one that the line itself names. A customer that is
/// handed over, also by somebody who leaves, is two assignments, one after the other.
class CreditAssignments {
 public:
  /// Throws InvalidArgument with every fault: a key without a name, days the wrong way round, two
  /// assignments of a key on one day.
  CreditAssignments(CreditKey by, std::vector<CreditAssignment> assignments);

  [[nodiscard]] CreditKey by() const noexcept { return by_; }
  /// By key, then day.
  [[nodiscard]] const std::vector<CreditAssignment>& assignments() const noexcept {
    return assignments_;
  }
  /// Those of a key: positions of the first and the one after the last.
  [[nodiscard]] std::pair<std::size_t, std::size_t> of(std::string_view key) const;
  /// The one that holds on a day; null: none.
  [[nodiscard]] const CreditAssignment* find(std::string_view key, Date date) const;

  friend bool operator==(const CreditAssignments&, const CreditAssignments&) = default;

 private:
  CreditKey by_;
  std::vector<CreditAssignment> assignments_;
};

}  // namespace o2c::inline v1

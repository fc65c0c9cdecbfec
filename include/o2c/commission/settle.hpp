#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What a commission is earned on: a document or an application of cash, in the plan's currency.
struct SalesLine {
  std::string salesperson;
  Date date;
  Money net;                    ///< Before tax; of a return or credit note negative.
  std::optional<Money> cost{};  ///< Of what was sold; plans on gross profit need it.

  static constexpr auto fields() {
    return std::tuple{Field{"salesperson", &SalesLine::salesperson, "who sold"},
                      Field{"date", &SalesLine::date, "when it counts"},
                      Field{"net", &SalesLine::net, "before tax; of a return negative"},
                      Field{"cost", &SalesLine::cost, "of what was sold"}};
  }

  friend bool operator==(const SalesLine&, const SalesLine&) = default;
};

/// What a line earned.
struct EarnedLine {
  std::size_t line;  ///< Its position among those given.
  std::string salesperson;
  Period period;  ///< Whose base it adds to.
  Money before;   ///< What the person's base was, in the period, before it.
  Money base;
  Money commission;

  friend bool operator==(const EarnedLine&, const EarnedLine&) = default;
};

/// What a person earned in a period.
struct EarnedTotal {
  std::string salesperson;
  Period period;
  std::size_t lines;
  Money base;
  Money commission;  ///< The sum of its lines.

  friend bool operator==(const EarnedTotal&, const EarnedTotal&) = default;
};

struct CommissionStatement {
  std::vector<EarnedLine> lines;     ///< In the order of those given.
  std::vector<EarnedTotal> totals;   ///< By salesperson, then period.
  std::vector<std::size_t> outside;  ///< Positions of lines that are not of the settled period.

  friend bool operator==(const CommissionStatement&, const CommissionStatement&) = default;
};

/// What the lines of a period earn under a plan. A person's base accumulates by the plan's periods,
/// in the order of the dates; lines of one day in the order in which they are given. Throws
/// InvalidArgument, which names every line without a salesperson, in another currency than the
/// plan's or without the cost that its basis needs, and a period that is not of whole periods of
/// the plan; Overflow, InexactResult (rounding `exact`).
CommissionStatement settle(const Plan& plan, std::span<const SalesLine> lines,
                           const Period& period);

/// How the commission of a line came about.
Derivation explain(const Plan& plan, const EarnedLine& line);
/// How what a person earned in a period came about: from the base that accumulated, or, where lines
/// are rounded by themselves, as the sum of what they earned.
Derivation explain(const Plan& plan, Money base, std::span<const Money> lines);
Derivation explain(const Plan& plan, const CommissionStatement& statement,
                   const EarnedTotal& total);

}  // namespace o2c::inline v1

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

struct CommissionTableOptions {
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
  std::size_t threads = 1;
};

/// What a person earned in a period of the plan.
struct CommissionRow {
  std::variant<std::int64_t, std::string> salesperson;
  Period period;
  std::int64_t lines;
  Money base;
  Money commission;

  friend bool operator==(const CommissionRow&, const CommissionRow&) = default;
};

/// What the lines of a table earn in a period under a plan, by the same rule as settle().
class CommissionTable {
 public:
  /// Reads the columns `salesperson` (texts or whole numbers), `date`, `net`, `cost` (only if the
  /// plan counts gross profit) and, if there, `currency`, which has to be the plan's; without it
  /// amounts are in the plan's currency. Throws BadTable, which lists every faulty row;
  /// InvalidArgument for a period that is not of whole periods of the plan; Overflow, InexactResult
  /// (rounding `exact`).
  CommissionTable(TableSource& lines, const Plan& plan, const Period& period,
                  const CommissionTableOptions& options);
  CommissionTable(CommissionTable&&) noexcept;
  CommissionTable& operator=(CommissionTable&&) noexcept;
  ~CommissionTable();

  [[nodiscard]] const Plan& plan() const noexcept;
  [[nodiscard]] const Period& period() const noexcept;
  /// How many lines are not of the period.
  [[nodiscard]] std::size_t outside() const noexcept;

  /// A row for each salesperson and period of the plan with lines, in their order.
  [[nodiscard]] std::vector<CommissionRow> rows() const;
  /// The same as a table: `salesperson`, `period`, `lines`, `base`, `commission`, `currency`.
  [[nodiscard]] std::shared_ptr<const ArrowTable> totals() const;
  /// A row for each line, in the order of the table: `period`, `commission`; a line that is not of
  /// the settled period has none.
  [[nodiscard]] std::shared_ptr<const ArrowTable> lines() const;

  /// How the commission of a line came about, by its position in the table. Throws InvalidArgument
  /// for one that is not there, or not of the period.
  [[nodiscard]] Derivation explain(std::size_t line) const;
  /// The same of what a person (a text, or a whole number) earned in a period of the plan. Throws
  /// InvalidArgument when there is no such total.
  [[nodiscard]] Derivation explain(std::variant<std::int64_t, std::string_view> salesperson,
                                   const Period& period) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace o2c::inline v1

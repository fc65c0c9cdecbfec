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
#include "o2c/commission/commission_part.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/settle.hpp"
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
  Money commission;  ///< The sum of its lines.
  Money bounded;     ///< The same within the plan's cap and floor.
  Money payable;     ///< What of it is payable.

  friend bool operator==(const CommissionRow&, const CommissionRow&) = default;
};

/// What the lines of a table earn in a period under a plan, by the same rules as settle().
class CommissionTable {
 public:
  /// Reads the columns `salesperson` (texts or whole numbers), that of the day on which the plan
  /// counts lines (`date`, unless it says otherwise), `net`, those of `cost`, `quantity`,
  /// `list_price`, `days_overdue`, `first_order`, `returned`, `product`, `category`, `party`,
  /// `region`, `price_list`, `tax`, `freight`, `discount`, `order` that the plan looks at, the
  /// credits' key, and, if there, `written_off`, `amount` and `currency`, which has to be the
  /// plan's; without it amounts are in the plan's currency. With rates there has to be a
  /// `currency`, and, if the plan converts by it, an `invoice_date`, in place of which a
  /// `credited_invoice_date` stands, if there. Throws BadTable, which lists every faulty row;
  /// InvalidArgument for what settle() refuses of its input, and a plan whose rules and levels go
  /// together in more than a million ways; Overflow, InexactResult (rounding `exact`).
  CommissionTable(TableSource& lines, const Plan& plan, const Period& period,
                  const CommissionTableOptions& options, const SettleInput& input = {});
  CommissionTable(CommissionTable&&) noexcept;
  CommissionTable& operator=(CommissionTable&&) noexcept;
  ~CommissionTable();

  [[nodiscard]] const Plan& plan() const noexcept;
  [[nodiscard]] const Period& period() const noexcept;
  /// How many lines are neither of the period nor, before it, of its accumulation.
  [[nodiscard]] std::size_t outside() const noexcept;
  /// What lines in other currencies were converted by, by currency and day: the rates as they were.
  [[nodiscard]] std::vector<CurrencyExchange> exchanges() const;
  /// Positions of the lines of the period that no rule picks.
  [[nodiscard]] std::vector<std::size_t> unmatched() const;

  /// A row for each salesperson and period of the plan with lines, in their order.
  [[nodiscard]] std::vector<CommissionRow> rows() const;
  /// What each person earned by each rule, by salesperson, period and rule. Throws Overflow.
  [[nodiscard]] std::vector<EarnedByRule> by_rule() const;
  /// The same as a table: `salesperson`, `period`, `lines`, `base`, `commission`, `bounded`,
  /// `currency`.
  [[nodiscard]] std::shared_ptr<const ArrowTable> totals() const;
  /// A row for each line, in the order of the table: `period`, `rule`, `commission` (of a shared
  /// line that of all people); a line that does not count has only, if it is excluded or comes too
  /// late, its rule.
  [[nodiscard]] std::shared_ptr<const ArrowTable> lines() const;
  /// A row for each person who is credited with a line that counts, in the order of the table:
  /// `line`, `salesperson`, `rule`, `base`, `commission`.
  [[nodiscard]] std::shared_ptr<const ArrowTable> credits() const;

  /// What each line that a person (a text, or a whole number) is credited with earned, in the order
  /// of the table; as of settle().
  [[nodiscard]] std::vector<EarnedLine> lines_of(
      std::variant<std::int64_t, std::string_view> salesperson) const;

  /// The person's own lines that earn nobody anything in the settled period, in the order of the
  /// table.
  [[nodiscard]] std::vector<UncountedLine> uncounted_of(
      std::variant<std::int64_t, std::string_view> salesperson) const;

  /// What managers earned, what pools paid, what each person is paid, and what all lines come to:
  /// as of settle(), without `lines`, `by_rule`, `on_days`, `unmatched`, `outside` and `uncounted`.
  [[nodiscard]] const CommissionStatement& statement() const;

  /// What people earned, to be added to that of other people; openings are for finish(). Throws
  /// Overflow.
  [[nodiscard]] CommissionPart part() const;

  /// How the commission of a line came about, by its position in the table, or why it earns
  /// nothing; of a shared line that of one person (a text, or a whole number). Throws
  /// InvalidArgument for one that is not there, and a person who is not credited with it.
  [[nodiscard]] Derivation explain(std::size_t line) const;
  [[nodiscard]] Derivation explain(std::size_t line,
                                   std::variant<std::int64_t, std::string_view> salesperson) const;
  /// The same of all lines_of() the person.
  [[nodiscard]] std::vector<Derivation> explain_lines_of(
      std::variant<std::int64_t, std::string_view> salesperson) const;
  /// The same of what a person earned in a period of the plan. Throws InvalidArgument when there is
  /// no such total.
  [[nodiscard]] Derivation explain(std::variant<std::int64_t, std::string_view> salesperson,
                                   const Period& period) const;

  /// How what a manager earned on those so far below in a period came about. Throws InvalidArgument
  /// when there is no such override.
  [[nodiscard]] Derivation explain_override(std::string_view manager, const Period& period,
                                            std::int64_t level) const;
  /// How somebody's share of a pool came about. Throws InvalidArgument when there is none.
  [[nodiscard]] Derivation explain_pool(std::string_view pool, std::string_view salesperson) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace o2c::inline v1

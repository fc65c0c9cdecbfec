#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/commission/line_print.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/commission/team.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

class CommissionTable;

/// A line as a closed period remembers it.
struct KnownLine {
  LinePrint print;
  Date date;  ///< On which it counts; Date::max(): not yet.
  std::string salesperson;
  std::string document;  ///< Or nothing, where lines have none.
  Money net;             ///< In the line's own currency.

  friend bool operator==(const KnownLine&, const KnownLine&) = default;
};

/// Lines as they are remembered, their prints made of some columns. Throws InvalidArgument for a
/// column that lines do not have.
std::vector<KnownLine> known_lines(std::span<const SalesLine> lines,
                                   std::span<const std::string> columns,
                                   EarningMoment counted_on = EarningMoment::date);

/// What recomputing a closed period changes of what a person earned in it; booked in a later one.
struct BookedCorrection {
  Period of;
  std::string salesperson;
  Money settled;  ///< With the corrections that were booked before.
  Money recomputed;
  /// Of the amount, what the lines that were known make of tables that have changed since (credits,
  /// people, targets).
  Money changed = Money::zero(settled.currency());
  Money overrides = Money::zero(settled.currency());  ///< Of the amount, what is of overrides.
  Money pools = Money::zero(settled.currency());      ///< Of the amount, what is of pools.

  [[nodiscard]] Money amount() const { return recomputed - settled; }
  /// Of the amount, what lines that came late make.
  [[nodiscard]] Money late() const { return amount() - changed; }
  /// Of the amount, what is of the person's lines.
  [[nodiscard]] Money commission() const { return amount() - overrides - pools; }
  /// Whether no part of it is anything: parts that cancel each other are.
  [[nodiscard]] bool is_nothing() const {
    return is_zero(amount()) && is_zero(changed) && is_zero(overrides) && is_zero(pools);
  }

  friend bool operator==(const BookedCorrection&, const BookedCorrection&) = default;
};

/// What somebody earned in a closed period and is not payable yet.
struct AwaitingCommission {
  Period of;
  std::string salesperson;
  Money amount;

  friend bool operator==(const AwaitingCommission&, const AwaitingCommission&) = default;
};

/// What of a statement's commissions is not payable yet, by salesperson.
std::vector<AwaitingCommission> awaiting_of(const Period& period,
                                            const CommissionStatement& settled);

/// All that is kept of a period that was settled and paid.
struct ClosedPeriod {
  Period period;
  Plan plan;  ///< The version by which it was settled, and is recomputed.
  std::vector<PersonPayout> payouts{};
  std::vector<BookedCorrection> corrections{};  ///< Of earlier periods, booked in this one.
  /// Its lines, and those that came late to earlier ones.
  std::vector<KnownLine> lines{};
  /// By which lines were converted that the book had no rate for: these stay what they were.
  std::vector<CurrencyExchange> exchanges{};
  /// Of it and of earlier periods: what is not payable yet when it is closed.
  std::vector<AwaitingCommission> awaiting{};

  friend bool operator==(const ClosedPeriod&, const ClosedPeriod&) = default;
};

/// What lines say of one closed period.
struct ClosedLines {
  Period period;
  std::vector<std::size_t> late{};   ///< Positions of lines that are not known yet, ascending.
  std::vector<KnownLine> missing{};  ///< Known lines that are not there.

  friend bool operator==(const ClosedLines&, const ClosedLines&) = default;
};

/// The closed periods of a plan, one after the other. Nothing in it is ever changed; what comes
/// late is booked in the next period.
class CommissionBook {
 public:
  /// Lines are known again by what stands in `columns`: of line_print_columns(). Throws
  /// InvalidArgument for none, others, or one twice.
  explicit CommissionBook(std::vector<std::string> columns);

  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
  [[nodiscard]] const std::vector<ClosedPeriod>& periods() const noexcept { return periods_; }
  /// Null: it is not closed.
  [[nodiscard]] const ClosedPeriod* find(const Period& period) const;
  /// What each person's last payout carries on, by salesperson.
  [[nodiscard]] std::vector<PersonPayout> last_payouts() const;
  /// Whom the book has paid, by name.
  [[nodiscard]] std::vector<std::string> people() const;
  /// Those of them who are taken for people of the team when a period is settled, even where it has
  /// them no more: all in a closed period, so that nothing that they earned is lost; none in an
  /// open one, and none by a plan that looks at who led whom, or was there, as the team has to say
  /// it.
  [[nodiscard]] std::vector<std::string> people_of(const Period& period) const;
  /// How lines of closed periods were converted, which SettleInput takes as kept.
  [[nodiscard]] std::vector<CurrencyExchange> exchanges() const;

  /// What lines say of a closed period; as of the closing of another, by what the book knew then.
  /// Throws InvalidArgument when one is not closed.
  [[nodiscard]] ClosedLines compare(const Period& period, std::span<const KnownLine> lines,
                                    const std::optional<Period>& as_of = std::nullopt) const;
  /// Positions of lines, ascending, that came late to a closed period or to one before it, and that
  /// later closings have booked: it was settled without them. Throws InvalidArgument when it is not
  /// closed.
  [[nodiscard]] std::vector<std::size_t> booked_later(const Period& period,
                                                      std::span<const KnownLine> lines) const;
  /// The closed periods that have to be recomputed before `period` is settled: those to which lines
  /// came, and what accumulates with them, and those of which something was not payable yet. Lines
  /// of a closed period may be left out if they are not needed, but all or none. Throws
  /// InvalidArgument, which names every known line that is missing, and a period that does not
  /// follow the last.
  [[nodiscard]] std::vector<ClosedLines> reopened(const Plan& plan, const Period& period,
                                                  std::span<const KnownLine> lines) const;
  /// What a closed period, recomputed under its plan, changes of what it was settled at and
  /// corrected to since; by salesperson, those of whom no part differs left out. `known` is the
  /// same without the lines that came late (where none did, `recomputed` itself): what that changes
  /// is of changed tables. Throws InvalidArgument when it is not closed.
  [[nodiscard]] std::vector<BookedCorrection> corrections(const Period& period,
                                                          const CommissionStatement& recomputed,
                                                          const CommissionStatement& known) const;
  /// What the next settlement begins with under a plan: the balances, the corrections, and who is
  /// advanced a draw again, with lines or without: those who were in the last period and are of the
  /// team, if there is one, unless the plan entitles the team, whose people have it. What `given`
  /// states of released holdbacks and advances is taken over; balances and corrections it has none.
  /// `awaiting` is what is not payable yet of recomputed periods by the end of this one. Throws
  /// InvalidArgument.
  [[nodiscard]] std::vector<PersonOpening> openings(
      const Plan& plan, std::span<const BookedCorrection> corrections,
      std::span<const PersonOpening> given = {}, std::span<const AwaitingCommission> awaiting = {},
      const Team* team = nullptr) const;
  /// What a closed period began with, for recomputing it.
  [[nodiscard]] std::vector<PersonOpening> openings_of(const Period& period) const;

  /// The lines of `all` that closing a period adds: its own, and what is late.
  [[nodiscard]] std::vector<KnownLine> lines_to_close(const Period& period,
                                                      std::span<const ClosedLines> reopened,
                                                      std::span<const KnownLine> all) const;
  /// What the book has not of how lines were converted, each once.
  [[nodiscard]] std::vector<CurrencyExchange> exchanges_to_close(
      std::span<const CurrencyExchange> used) const;
  /// Closes the period that follows the last. Throws InvalidArgument with every fault, and changes
  /// nothing: a period that is closed, or leaves days out; payouts that do not begin with what the
  /// last ones carry on, or do not add up; corrections that are not those of the payouts; a plan of
  /// another currency, or that counts lines on another day, than before; a currency that would be
  /// converted in two ways as of one day.
  void close(ClosedPeriod closing);

  friend bool operator==(const CommissionBook&, const CommissionBook&) = default;

 private:
  [[nodiscard]] const ClosedPeriod& closed(const Period& period) const;
  [[nodiscard]] std::size_t place_of(const Period& period) const;
  [[nodiscard]] std::vector<ClosedLines> compare_all(std::size_t first, std::size_t end,
                                                     std::size_t closings,
                                                     std::span<const KnownLine> lines) const;
  void check_follows(const Period& period) const;

  std::vector<std::string> columns_;
  std::vector<ClosedPeriod> periods_;
};

/// A settlement of the first open period, ready to be closed.
struct OpenSettlement {
  CommissionStatement statement;
  ClosedPeriod closing;
  std::vector<ClosedLines> reopened;              ///< Periods that were recomputed.
  std::vector<CommissionStatement> recomputed{};  ///< What each of them comes to now.
};

/// Positions of all lines that came late, ascending.
std::vector<std::size_t> late_lines(std::span<const ClosedLines> reopened);

/// Settles a period under a plan as the book goes on: with its balances, and with corrections for
/// what came late to closed periods, each recomputed under its own plan. Lines are all of them,
/// those of closed periods included where something came to them; `input` has no balances. Throws
/// as settle() and the book's functions do.
OpenSettlement settle(const CommissionBook& book, const Plan& plan,
                      std::span<const SalesLine> lines, const Period& period,
                      const SettleInput& input = {});

/// How a correction came about: what the person earned in the closed period as it was recomputed
/// (each total, override and share of a pool), what it was settled at and corrected to before, and
/// the difference, of late lines and of changed tables. `team` is the one that it was recomputed
/// with. Throws InvalidArgument for a period that is not closed.
Derivation explain(const CommissionBook& book, const BookedCorrection& correction,
                   const CommissionStatement& recomputed, const Team* team = nullptr);
/// The same of a period that was recomputed from a table.
Derivation explain(const CommissionBook& book, const BookedCorrection& correction,
                   const CommissionTable& recomputed);

/// What is otherwise when a closed period is settled again.
struct ReplayDifference {
  std::string salesperson;
  std::string field;  ///< Of the payout: "commission", "payable", ...
  Money kept;
  Money now;

  friend bool operator==(const ReplayDifference&, const ReplayDifference&) = default;
};

/// How payouts differ from those that were kept, by salesperson and the order of a payout. None:
/// they are the same, bit by bit.
std::vector<ReplayDifference> replay_differences(const ClosedPeriod& closed,
                                                 const CommissionStatement& now);

/// What comes out when a closed period is settled again.
struct CommissionReplay {
  /// Late are those that the book does not know today; missing, those that it knew at the closing.
  ClosedLines lines;
  std::vector<std::size_t> booked_later{};  ///< Left aside: the book's booked_later().
  std::vector<ReplayDifference> differences{};

  friend bool operator==(const CommissionReplay&, const CommissionReplay&) = default;
};

/// Settles a closed period again as it was: under its plan, by the rates that it was converted by,
/// with the balances and corrections that it began with, and without what later closings have
/// booked. Lines are all that are known today; `input` has neither openings nor kept exchanges,
/// which the book has. Throws InvalidArgument, and as settle() does.
CommissionReplay replay(const CommissionBook& book, const Period& period,
                        std::span<const SalesLine> lines, const SettleInput& input = {});

}  // namespace o2c::inline v1

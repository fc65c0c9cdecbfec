#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/receivable/aging_documents.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/measures.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What the measures of a period are made from. All is of debits: credit notes and unapplied cash
/// stand apart, as in an aging.
struct PeriodFigures {
  Money opening;          ///< Open of debits before the period.
  Money sales;            ///< Debits dated in the period.
  Money closing;          ///< Open of debits at its end: opening + sales - settled.
  Money overdue;          ///< What of that is past its due date.
  Money paid;             ///< Payments that took effect in the period, less reversals.
  Decimal amount_days;    ///< Each of these times its days since the invoice, in whole units.
  Decimal late_days;      ///< The same by days past the due date; what was in time counts 0.
  std::int64_t invoices;  ///< How many debits are dated in the period.
  std::int32_t days;      ///< The period's own, or as a policy says.

  /// Throws Overflow, but not for what is beyond 64 bits only on the way.
  [[nodiscard]] Money settled() const;
  [[nodiscard]] Money not_due() const { return closing - overdue; }

  friend bool operator==(const PeriodFigures&, const PeriodFigures&) = default;
};

enum class PeriodMeasure : std::uint8_t {
  dso,
  countback_dso,
  best_possible_dso,
  average_days_delinquent,
  collection_effectiveness,
  days_to_pay,
  days_late,
  turnover,
  overdue_share
};
inline constexpr std::size_t period_measures = 9;

/// "dso", "countback_dso", ...
std::string to_string(PeriodMeasure measure);
/// Reads what to_string writes. Throws ParseError.
PeriodMeasure parse_period_measure(std::string_view text);
/// Whether it is a number of days, and not a share or a rate.
bool is_in_days(PeriodMeasure measure) noexcept;

/// A measure of the last of these periods, which are consecutive; counting back needs those before
/// it. Throws Overflow.
template <Tracer T>
Measure measure(PeriodMeasure wanted, std::span<const PeriodFigures> periods, T& trace) {
  const PeriodFigures& last = periods.back();
  switch (wanted) {
    case PeriodMeasure::dso:
      return days_sales_outstanding(last.closing, last.sales, last.days, trace);
    case PeriodMeasure::countback_dso: {
      std::vector<SalesOfPeriod> latest_first;
      for (auto period = periods.rbegin(); period != periods.rend(); ++period)
        latest_first.push_back({period->sales, period->days});
      return countback_dso(last.closing, latest_first, trace);
    }
    case PeriodMeasure::best_possible_dso:
      return best_possible_dso(last.not_due(), last.sales, last.days, trace);
    case PeriodMeasure::average_days_delinquent: {
      const Measure dso = days_sales_outstanding(last.closing, last.sales, last.days, trace);
      const Measure best = best_possible_dso(last.not_due(), last.sales, last.days, trace);
      return average_days_delinquent(dso, best, trace);
    }
    case PeriodMeasure::collection_effectiveness:
      return collection_effectiveness(last.opening, last.sales, last.closing, last.not_due(),
                                      trace);
    case PeriodMeasure::days_to_pay:
      return weighted_average_days(last.amount_days, last.paid,
                                   Text{"weighted average days to pay", "加权平均付款天数"}, trace);
    case PeriodMeasure::days_late:
      return weighted_average_days(last.late_days, last.paid,
                                   Text{"weighted average days late", "加权平均逾期付款天数"},
                                   trace);
    case PeriodMeasure::turnover:
      return receivables_turnover(last.sales, last.opening, last.closing, trace);
    case PeriodMeasure::overdue_share:
      return overdue_share(last.overdue, last.closing, trace);
  }
  throw_invalid("no such measure");
}

struct MeasureOptions {
  /// None: all of a currency together. Of a ledger: party, salesperson, order.
  std::vector<std::string> group_by{};
  /// How many days each period counts for, such as 30; without it, its own.
  std::optional<std::int32_t> days_in_period{};
  /// Of tables: as in AgingOptions.
  std::optional<Currency> currency{};
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};
  std::size_t threads = 1;
};

/// The figures of consecutive periods: a row for each group and currency, sorted as those of an
/// aging.
class MeasuresTable {
 public:
  [[nodiscard]] const std::vector<Period>& periods() const noexcept { return periods_; }
  [[nodiscard]] std::size_t rows() const noexcept { return currencies_.size(); }
  [[nodiscard]] const std::vector<KeyColumn>& keys() const noexcept { return keys_; }
  [[nodiscard]] Currency currency(std::size_t row) const { return currencies_.at(row); }
  /// Whether this is what a column beside the keys is called, and so no key.
  static bool is_other_column(std::string_view name) noexcept;
  /// The figures of a row in each period.
  [[nodiscard]] std::vector<PeriodFigures> figures(std::size_t row) const;
  /// Those of all rows in one currency. Throws Overflow.
  [[nodiscard]] std::vector<PeriodFigures> total(Currency currency) const;
  /// Throws Overflow, and InvalidArgument for a period beyond the last.
  [[nodiscard]] Measure measure(std::size_t row, std::size_t period, PeriodMeasure wanted) const;
  [[nodiscard]] Derivation explain(std::size_t row, std::size_t period, PeriodMeasure wanted) const;
  /// What is open of each row of a currency at the end of a period: what top_share and
  /// herfindahl_index take.
  [[nodiscard]] std::vector<Money> closing(Currency currency, std::size_t period) const;

 private:
  friend class MeasuresTableBuilder;

  std::vector<Period> periods_;
  std::optional<std::int32_t> days_in_period_;
  std::vector<KeyColumn> keys_;
  std::vector<Currency> currencies_;
  // Of a row in a period, in minor units.
  struct Line {
    std::int64_t opening;
    std::int64_t sales;
    std::int64_t closing;
    std::int64_t overdue;
    std::int64_t paid;
    std::int64_t invoices;
    Int128 amount_days;
    Int128 late_days;
  };
  PageArray<Line> lines_;
};

/// The measures of a ledger, as known at a moment (microseconds since 1970, UTC).
///
/// Debits are invoices and debit notes; interest, refunds and returned payments are no sales. Facts
/// count on the day on which they are posted; days to pay are those between the dates of payment
/// and invoice. Periods are of one kind and follow one another (InvalidArgument). Throws Overflow.
MeasuresTable measures(const Ledger& ledger, std::span<const Period> periods,
                       const MeasureOptions& options = {}, std::int64_t known_at_us = AsOf::now);

/// The measures of tables of documents, by the rules of age_documents. Every application is a
/// payment; one to an invoice of several instalments names its instalment. Throws BadTable,
/// InvalidArgument, Overflow. The result does not depend on the number of threads.
MeasuresTable measures(const ReceivableTables& tables, std::span<const Period> periods,
                       const MeasureOptions& options = {},
                       std::optional<std::int64_t> known_at_us = std::nullopt);

/// How measures are shown: days with `digits` after the point, shares and turnover with two more.
struct MeasureFormat {
  int digits = 2;
  Rounding rounding = Rounding::half_up;
};

/// A row for each group, currency and period: the keys, `currency`, `period`, the figures and the
/// measures; a measure that is undefined is null. Throws Overflow, InexactResult.
std::shared_ptr<const ArrowTable> to_arrow(const MeasuresTable& table,
                                           const MeasureFormat& format = {},
                                           std::size_t threads = 1);

}  // namespace o2c::inline v1

#include "o2c/receivable/period_measures.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/rounding.hpp"

#include "key_column_arrow.hpp"
#include "period_lines.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, period_measures> measure_names{"dso",
                                                                      "countback_dso",
                                                                      "best_possible_dso",
                                                                      "average_days_delinquent",
                                                                      "collection_effectiveness",
                                                                      "days_to_pay",
                                                                      "days_late",
                                                                      "turnover",
                                                                      "overdue_share"};

// One of the figures as amounts, over all rows and periods.
struct AmountColumn {
  std::string_view name;
  Money (*of)(const PeriodFigures&);
};
constexpr std::array<AmountColumn, 7> amount_columns{{
    {"opening", [](const PeriodFigures& f) { return f.opening; }},
    {"sales", [](const PeriodFigures& f) { return f.sales; }},
    {"settled", [](const PeriodFigures& f) { return f.settled(); }},
    {"closing", [](const PeriodFigures& f) { return f.closing; }},
    {"not_due", [](const PeriodFigures& f) { return f.not_due(); }},
    {"overdue", [](const PeriodFigures& f) { return f.overdue; }},
    {"paid", [](const PeriodFigures& f) { return f.paid; }},
}};

// The figures of several rows in a period: one after the other they may leave 64 bits on the way.
struct Sums {
  Int128 opening = 0;
  Int128 sales = 0;
  Int128 closing = 0;
  Int128 overdue = 0;
  Int128 paid = 0;
  Int128 invoices = 0;
  Int128 amount_days = 0;
  Int128 late_days = 0;
};

// Of sums, or of one row.
template <class Amounts>
PeriodFigures figures_of(const Amounts& of, Currency currency, std::int32_t days) {
  const auto money = [&](Int128 minor) { return Money::from_minor(narrowed(minor), currency); };
  return {.opening = money(of.opening),
          .sales = money(of.sales),
          .closing = money(of.closing),
          .overdue = money(of.overdue),
          .paid = money(of.paid),
          .amount_days = Decimal::from_parts(of.amount_days, currency.digits()),
          .late_days = Decimal::from_parts(of.late_days, currency.digits()),
          .invoices = narrowed(of.invoices),
          .days = days};
}

// A measure as a quotient that is not reduced: a table shows rounded digits, which are the same,
// and reducing would take longer than all the rest.
struct Quotient {
  Int128 numerator;
  Int128 denominator;
};

std::optional<Quotient> quotient(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return std::nullopt;
  return Quotient{numerator, denominator};
}

std::optional<Quotient> countback(std::span<const PeriodFigures> periods) {
  std::int64_t rest = periods.back().closing.minor();
  Int128 whole_days = 0;
  for (auto period = periods.rbegin(); period != periods.rend() && rest > 0; ++period) {
    const std::int64_t sales = period->sales.minor();
    if (rest < sales)
      return Quotient{whole_days * sales + Int128{rest} * period->days, Int128{sales}};
    rest -= sales;
    whole_days += period->days;
  }
  if (rest > 0) return std::nullopt;
  return Quotient{whole_days, 1};
}

// What measure() gives, where it has a value.
std::optional<Quotient> quotient_of(PeriodMeasure wanted, std::span<const PeriodFigures> periods) {
  const PeriodFigures& last = periods.back();
  const auto days_of_sales = [&](Money amount) {
    return sign(last.sales) <= 0 ? std::nullopt
                                 : quotient(Int128{amount.minor()} * last.days, last.sales.minor());
  };
  const auto per_paid = [&](const Decimal& weighted) {
    const Decimal paid = last.paid.amount();
    const int scale = std::max(weighted.scale(), paid.scale());
    return quotient(weighted.coefficient() * detail::power_of_ten(scale - weighted.scale()),
                    paid.coefficient() * detail::power_of_ten(scale - paid.scale()));
  };
  switch (wanted) {
    case PeriodMeasure::dso:
      return days_of_sales(last.closing);
    case PeriodMeasure::countback_dso:
      return countback(periods);
    case PeriodMeasure::best_possible_dso:
      return days_of_sales(last.not_due());
    case PeriodMeasure::average_days_delinquent:
      return days_of_sales(last.closing - last.not_due());
    case PeriodMeasure::collection_effectiveness: {
      const Int128 all = Int128{last.opening.minor()} + last.sales.minor();
      return quotient(all - last.closing.minor(), all - last.not_due().minor());
    }
    case PeriodMeasure::days_to_pay:
      return per_paid(last.amount_days);
    case PeriodMeasure::days_late:
      return per_paid(last.late_days);
    case PeriodMeasure::turnover:
      return quotient(Int128{last.sales.minor()} * 2,
                      Int128{last.opening.minor()} + last.closing.minor());
    case PeriodMeasure::overdue_share:
      return quotient(last.overdue.minor(), last.closing.minor());
  }
  throw_invalid("no such measure");
}

// The coefficient of measure(), rounded.
std::optional<Int128> rounded(PeriodMeasure wanted, std::span<const PeriodFigures> periods,
                              int digits, Rounding mode) {
  std::optional<Quotient> of = quotient_of(wanted, periods);
  if (!of) return std::nullopt;
  if (digits >= 0 && mode != Rounding::exact && detail::scale_up_fits(of->numerator, digits)) {
    const Int128 coefficient = divide(of->numerator, of->denominator, mode);
    if (Decimal::fits(coefficient)) return coefficient;
  }
  NoTrace no_trace;
  return measure(wanted, periods, no_trace).rounded(digits, mode)->coefficient();
}

}  // namespace

Money PeriodFigures::settled() const {
  const Int128 minor = Int128{opening.minor()} + sales.minor() - closing.minor();
  return Money::from_minor(narrowed(minor), opening.currency());
}

std::string to_string(PeriodMeasure measure) {
  return std::string(measure_names[static_cast<std::size_t>(measure)]);
}

PeriodMeasure parse_period_measure(std::string_view text) {
  return parse_name<PeriodMeasure>(text, measure_names, "a measure: one of");
}

bool is_in_days(PeriodMeasure measure) noexcept {
  return measure != PeriodMeasure::collection_effectiveness && measure != PeriodMeasure::turnover &&
         measure != PeriodMeasure::overdue_share;
}

bool MeasuresTable::is_other_column(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 4> others{"currency", "period", "days", "invoices"};
  return std::ranges::find(others, name) != others.end() ||
         std::ranges::find(amount_columns, name, &AmountColumn::name) != amount_columns.end() ||
         std::ranges::find(measure_names, name) != measure_names.end();
}

std::vector<PeriodFigures> MeasuresTable::figures(std::size_t row) const {
  const Currency currency = currencies_.at(row);
  const Line* line = lines_.data() + row * periods_.size();
  std::vector<PeriodFigures> figures;
  for (const Period& period : periods_)
    figures.push_back(figures_of(*line++, currency,
                                 days_in_period_.value_or(period.last() - period.first() + 1)));
  return figures;
}

std::vector<PeriodFigures> MeasuresTable::total(Currency currency) const {
  std::vector<Sums> sums;
  for (std::size_t row = 0; row < rows(); ++row) {
    if (currencies_[row] != currency) continue;
    sums.resize(periods_.size());
    const Line* line = lines_.data() + row * periods_.size();
    for (Sums& of : sums) {
      of.opening += line->opening;
      of.sales += line->sales;
      of.closing += line->closing;
      of.overdue += line->overdue;
      of.paid += line->paid;
      of.invoices += line->invoices;
      of.amount_days += line->amount_days;
      of.late_days += line->late_days;
      ++line;
    }
  }
  std::vector<PeriodFigures> total;
  for (std::size_t i = 0; i < sums.size(); ++i)
    total.push_back(figures_of(
        sums[i], currency, days_in_period_.value_or(periods_[i].last() - periods_[i].first() + 1)));
  return total;
}

Measure MeasuresTable::measure(std::size_t row, std::size_t period, PeriodMeasure wanted) const {
  NoTrace no_trace;
  if (period >= periods_.size()) throw_invalid("period " + std::to_string(period) + ": no such");
  const std::vector<PeriodFigures> all = figures(row);
  return o2c::measure(wanted, std::span(all).first(period + 1), no_trace);
}

Derivation MeasuresTable::explain(std::size_t row, std::size_t period, PeriodMeasure wanted) const {
  if (period >= periods_.size()) throw_invalid("period " + std::to_string(period) + ": no such");
  const std::vector<PeriodFigures> all = figures(row);
  const PeriodFigures& last = all[period];
  Derivation derivation;
  derivation.step(Text{"receivable at the beginning", "期初应收账款"}, Operation::given,
                  last.opening, Operand{Text{"period", "期间"}, to_string(periods_[period])});
  derivation.step(Text{"credit sales", "赊销额"}, Operation::given, last.sales);
  derivation.step(Text{"overdue", "逾期"}, Operation::given, last.overdue);
  derivation.step(Text{"receivable", "应收账款"}, Operation::given, last.closing);
  derivation.step(Text{"not due", "未到期"}, Operation::difference, last.not_due(),
                  Operand{Text{"receivable", "应收账款"}, last.closing},
                  Operand{Text{"overdue", "逾期"}, last.overdue});
  o2c::measure(wanted, std::span(all).first(period + 1), derivation);
  return derivation;
}

std::vector<Money> MeasuresTable::closing(Currency currency, std::size_t period) const {
  std::vector<Money> amounts;
  for (std::size_t row = 0; row < rows(); ++row)
    if (currencies_[row] == currency) amounts.push_back(figures(row).at(period).closing);
  return amounts;
}

std::shared_ptr<const ArrowTable> to_arrow(const MeasuresTable& table, const MeasureFormat& format,
                                           std::size_t threads) {
  const std::size_t periods = table.periods().size();
  const std::size_t lines = table.rows() * periods;
  auto figures = PageArray<PeriodFigures>::uninitialized(lines);
  auto measured = PageArray<std::optional<Int128>>::uninitialized(lines * period_measures);
  const auto digits_of = [&](PeriodMeasure wanted) {
    return is_in_days(wanted) ? format.digits : format.digits + 2;
  };
  threads = std::max<std::size_t>(1, std::min(threads, lines / 1'024));
  run_threads(threads, [&](std::size_t t) {
    for (std::size_t row = table.rows() * t / threads; row < table.rows() * (t + 1) / threads;
         ++row) {
      PeriodFigures* const of_row = figures.data() + row * periods;
      std::ranges::copy(table.figures(row), of_row);
      for (std::size_t p = 0; p < periods; ++p)
        for (std::size_t m = 0; m < period_measures; ++m) {
          const auto wanted = static_cast<PeriodMeasure>(m);
          measured[(row * periods + p) * period_measures + m] =
              rounded(wanted, std::span(of_row, p + 1), digits_of(wanted), format.rounding);
        }
    }
  });
  CommonScale scale;
  for (std::size_t row = 0; row < table.rows(); ++row)
    scale.include(Money::zero(table.currency(row)));
  std::vector<std::string> names;
  for (const Period& period : table.periods()) names.push_back(to_string(period));
  std::vector<Currency> currencies;
  for (std::size_t row = 0; row < table.rows(); ++row) currencies.push_back(table.currency(row));
  auto result = std::make_shared<ArrowTable>();
  result->rows = static_cast<std::int64_t>(lines);
  for (const KeyColumn& key : table.keys()) {
    KeyColumn repeated(key.name(), key.kind());
    for (std::size_t i = 0; i < lines; ++i) repeated.push_back(key[i / periods]);
    result->columns.push_back(to_arrow(repeated));
  }
  TableBuilder builder(lines);
  builder.text("currency", [&](std::size_t i) { return currencies[i / periods].code(); })
      .text("period", [&](std::size_t i) { return std::string_view(names[i % periods]); })
      .integer("days", [&](std::size_t i) { return std::optional<std::int64_t>(figures[i].days); })
      .integer("invoices", [&](std::size_t i) { return std::optional(figures[i].invoices); });
  for (const AmountColumn& column : amount_columns)
    builder.decimal(std::string(column.name), scale.digits(),
                    [&](std::size_t i) { return scale.of(column.of(figures[i])); });
  for (std::size_t m = 0; m < period_measures; ++m)
    builder.decimal(std::string(measure_names[m]), digits_of(static_cast<PeriodMeasure>(m)),
                    [&](std::size_t i) { return measured[i * period_measures + m]; });
  const auto built = builder.finish();
  result->columns.insert(result->columns.end(), built->columns.begin(), built->columns.end());
  return result;
}

}  // namespace o2c::inline v1

#include "o2c/receivable/period_measures.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

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

PeriodFigures add(const PeriodFigures& a, const PeriodFigures& b) {
  return {.opening = a.opening + b.opening,
          .sales = a.sales + b.sales,
          .closing = a.closing + b.closing,
          .overdue = a.overdue + b.overdue,
          .paid = a.paid + b.paid,
          .amount_days = a.amount_days + b.amount_days,
          .late_days = a.late_days + b.late_days,
          .invoices = a.invoices + b.invoices,
          .days = a.days};
}

}  // namespace

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
  const std::int64_t* cell = cells_.data() + row * periods_.size() * PeriodLines::stride;
  const auto money = [&](std::size_t i) { return Money::from_minor(cell[i], currency); };
  std::vector<PeriodFigures> figures;
  for (const Period& period : periods_) {
    figures.push_back({.opening = money(0),
                       .sales = money(1),
                       .closing = money(2),
                       .overdue = money(3),
                       .paid = money(4),
                       .amount_days = money(5).amount(),
                       .late_days = money(6).amount(),
                       .invoices = cell[7],
                       .days = days_in_period_.value_or(period.last() - period.first() + 1)});
    cell += PeriodLines::stride;
  }
  return figures;
}

std::vector<PeriodFigures> MeasuresTable::total(Currency currency) const {
  std::vector<PeriodFigures> total;
  for (std::size_t row = 0; row < rows(); ++row) {
    if (currencies_[row] != currency) continue;
    const std::vector<PeriodFigures> of_row = figures(row);
    if (total.empty())
      total = of_row;
    else
      std::ranges::transform(total, of_row, total.begin(), add);
  }
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
  std::vector<std::vector<PeriodFigures>> of_rows(table.rows());
  std::vector<std::optional<Int128>> measured(lines * period_measures);
  const auto digits_of = [&](PeriodMeasure wanted) {
    return is_in_days(wanted) ? format.digits : format.digits + 2;
  };
  threads = std::max<std::size_t>(1, std::min(threads, lines / 1'024));
  run_threads(threads, [&](std::size_t t) {
    NoTrace no_trace;
    for (std::size_t row = table.rows() * t / threads; row < table.rows() * (t + 1) / threads;
         ++row) {
      of_rows[row] = table.figures(row);
      for (std::size_t p = 0; p < periods; ++p)
        for (std::size_t m = 0; m < period_measures; ++m) {
          const auto wanted = static_cast<PeriodMeasure>(m);
          const auto shown = measure(wanted, std::span(of_rows[row]).first(p + 1), no_trace)
                                 .rounded(digits_of(wanted), format.rounding);
          if (shown) measured[(row * periods + p) * period_measures + m] = shown->coefficient();
        }
    }
  });
  const auto figures = [&](std::size_t line) -> const PeriodFigures& {
    return of_rows[line / periods][line % periods];
  };
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
      .integer("days", [&](std::size_t i) { return std::optional<std::int64_t>(figures(i).days); })
      .integer("invoices", [&](std::size_t i) { return std::optional(figures(i).invoices); });
  for (const AmountColumn& column : amount_columns)
    builder.decimal(std::string(column.name), scale.digits(),
                    [&](std::size_t i) { return scale.of(column.of(figures(i))); });
  for (std::size_t m = 0; m < period_measures; ++m)
    builder.decimal(std::string(measure_names[m]), digits_of(static_cast<PeriodMeasure>(m)),
                    [&](std::size_t i) { return measured[i * period_measures + m]; });
  const auto built = builder.finish();
  result->columns.insert(result->columns.end(), built->columns.begin(), built->columns.end());
  return result;
}

}  // namespace o2c::inline v1

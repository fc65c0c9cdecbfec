#include "o2c/close/annual_summary.hpp"

#include "o2c/close/close.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/number/error.hpp"

#include "dispatch_events.hpp"
#include "rows_table.hpp"

namespace o2c::inline v1 {
namespace {

MonthFigures nothing_of(const Period& period, const Currency& home) {
  const Money nothing = Money::zero(home);
  return {.period = period,
          .revenue = nothing,
          .cost = nothing,
          .profit = nothing,
          .collected = nothing,
          .receivable = nothing,
          .overdue = nothing,
          .commission = nothing};
}

MonthFigures figures_of(const Book& book, const CloseReport& report) {
  const auto in_home = [&](Money amount) {
    return convert(amount, report.home, book.rates(), report.period.last(), Rounding::half_up);
  };
  MonthFigures month = nothing_of(report.period, report.home);
  month.revenue = report.profit.total.revenue;
  month.cost = report.profit.total.cost;
  month.profit = report.profit.total.profit;
  for (const Tie& tie : report.ties)
    if (tie.name == "collected") month.collected += in_home(tie.whole.amount);
  const std::size_t buckets = report.aging.buckets().size();
  for (const Currency& currency : report.aging.currencies()) {
    const std::vector<Int128> totals = report.aging.total_minor(currency);
    const auto amount = [&](Int128 minor) {
      return in_home(Money::of(Decimal::from_parts(minor, currency.digits()), currency));
    };
    Int128 overdue = 0;
    for (std::size_t bucket = 1; bucket < buckets; ++bucket) overdue += totals[bucket];
    const std::vector<std::string> measures = report.aging.measures();
    for (std::size_t i = 0; i < measures.size(); ++i)
      if (measures[i] == "total") month.receivable += amount(totals[i]);
    month.overdue += amount(overdue);
  }
  for (const PlanClose& plan : report.commission.plans)
    for (const PersonPayout& person : plan.table.statement().payouts)
      month.commission += in_home(person.payout.payable);
  month.opened = report.orders.count(on<events::OrderOpened>);
  month.contracted = report.orders.count(on<events::ContractSigned>);
  for (const EventKind kind : dispatch_events) month.dispatched += report.orders.count(kind);
  month.exceptions = static_cast<std::int64_t>(report.exceptions.size());
  month.ties_hold = report.ties_hold();
  return month;
}

void add_up(MonthFigures& total, const MonthFigures& month) {
  total.revenue += month.revenue;
  total.cost += month.cost;
  total.profit += month.profit;
  total.collected += month.collected;
  total.receivable = month.receivable;
  total.overdue = month.overdue;
  total.commission += month.commission;
  total.opened += month.opened;
  total.contracted += month.contracted;
  total.dispatched += month.dispatched;
  total.exceptions += month.exceptions;
  total.ties_hold = total.ties_hold && month.ties_hold;
}

}  // namespace

AnnualSummary annual_summary(const Book& book, const Period& year, Date as_of,
                             std::size_t threads) {
  if (year.kind() != PeriodKind::year)
    throw_invalid("what is summed up is a year such as 2026: " + to_string(year));
  const Currency home = book.settings().home;
  AnnualSummary summary{.company = book.settings().company,
                        .home = home,
                        .year = year,
                        .months = {},
                        .total = nothing_of(year, home)};
  for (Period month = Period::month_of(year.first());
       month.last() <= year.last() && month.last() <= as_of;
       month = Period::month_of(month.last() + 1)) {
    summary.months.push_back(figures_of(book, close(book, month, {.threads = threads})));
    add_up(summary.total, summary.months.back());
  }
  if (summary.months.empty())
    throw_invalid("no month of " + to_string(year) + " had ended by " + to_string(as_of));
  return summary;
}

std::shared_ptr<const ArrowTable> AnnualSummary::table() const {
  const auto amount = [](Money MonthFigures::* figure) {
    return [figure](const MonthFigures& month) { return month.*figure; };
  };
  const auto count = [](std::int64_t MonthFigures::* figure) {
    return [figure](const MonthFigures& month) { return month.*figure; };
  };
  return RowsTable(months)
      .made("period", [](const MonthFigures& month) { return to_string(month.period); })
      .amount("revenue", amount(&MonthFigures::revenue))
      .amount("cost", amount(&MonthFigures::cost))
      .amount("profit", amount(&MonthFigures::profit))
      .amount("collected", amount(&MonthFigures::collected))
      .amount("receivable", amount(&MonthFigures::receivable))
      .amount("overdue", amount(&MonthFigures::overdue))
      .amount("commission", amount(&MonthFigures::commission))
      .integer("opened", count(&MonthFigures::opened))
      .integer("contracted", count(&MonthFigures::contracted))
      .integer("dispatched", count(&MonthFigures::dispatched))
      .integer("exceptions", count(&MonthFigures::exceptions))
      .flag("ties_hold", [](const MonthFigures& month) { return month.ties_hold; })
      .finish();
}

}  // namespace o2c::inline v1

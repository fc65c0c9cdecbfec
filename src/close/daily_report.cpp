#include "o2c/close/daily_report.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include "o2c/money/exchange.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/receivable/ledger_aging.hpp"
#include "o2c/receivable/promises.hpp"

#include "close_view.hpp"
#include "closing_lines.hpp"
#include "dispatch_events.hpp"
#include "home_rates.hpp"
#include "orders_close.hpp"
#include "rows_table.hpp"

namespace o2c::inline v1 {
namespace {

class DayReader {
 public:
  explicit DayReader(const CloseView& view)
      : view_(&view),
        book_(&view.book.get()),
        home_(book_->settings().home),
        empty_{.salesperson = {},
               .invoiced = Money::zero(home_),
               .received = Money::zero(home_),
               .overdue = Money::zero(home_)} {}

  DailyReport read() {
    count_events();
    add_invoices();
    add_receipts();
    add_overdue();
    add_actions();
    DailyReport report{.company = book_->settings().company,
                       .home = home_,
                       .date = view_->last(),
                       .rows = {},
                       .total = empty_,
                       .actions = std::move(actions_)};
    for (auto& [name, row] : rows_) {
      row.salesperson = name;
      add_up(report.total, row);
      report.rows.push_back(std::move(row));
    }
    std::ranges::stable_sort(report.actions, {}, [](const DailyAction& action) {
      return std::tuple(std::string_view(action.salesperson), -action.days_late);
    });
    return report;
  }

 private:
  DailyRow& of(std::string_view salesperson) {
    return rows_.try_emplace(std::string(salesperson), empty_).first->second;
  }

  static void add_up(DailyRow& total, const DailyRow& row) {
    total.opened += row.opened;
    total.contracted += row.contracted;
    total.dispatched += row.dispatched;
    total.invoiced += row.invoiced;
    total.received += row.received;
    total.overdue += row.overdue;
    total.actions += row.actions;
    total.late += row.late;
  }

  [[nodiscard]] Money in_home(Money amount) const {
    return convert(amount, home_, book_->rates(), view_->last(), Rounding::half_up);
  }

  [[nodiscard]] std::string_view salesperson_of(std::string_view party) const {
    const BookRows& parties = book_->rows("parties");
    const auto row = view_->parties.find(party);
    return row ? now(parties.text(parties.column("salesperson"), *row)) : std::string_view();
  }

  /// Who has it on the day.
  [[nodiscard]] std::string_view now(std::string_view person) const {
    return view_->successors.on(view_->last(), person);
  }

  void count_events() {
    const BookRows& events = book_->rows("events");
    const BookRows& orders = book_->rows("orders");
    const std::size_t on_day = events.column("on");
    const std::size_t recorded = events.column("recorded_at");
    for (std::size_t row = 0; row < events.rows(); ++row) {
      if (events.date(on_day, row) != view_->last() ||
          events.integer(recorded, row) > view_->known_at_us)
        continue;
      const EventKind kind = parse_event_kind(events.text(events.column("event"), row));
      const std::size_t order = events.referred(events.column("order"), row).value();
      DailyRow& its_row = of(now(orders.text(orders.column("salesperson"), order)));
      its_row.opened += kind == on<events::OrderOpened> ? 1 : 0;
      its_row.contracted += kind == on<events::ContractSigned> ? 1 : 0;
      its_row.dispatched += std::ranges::count(dispatch_events, kind);
    }
  }

  void add_invoices() {
    for (const ClosingLine& line :
         closing_lines(*view_, view_->first(), LineBasis::invoiced, [](const ClosingLine&) {
           return true;
         }).counting)
      of(line.salesperson).invoiced += in_home(line.line.net);
  }

  void add_receipts() {
    const BookRows& receipts = book_->rows("receipts");
    const std::size_t date = receipts.column("date");
    const std::size_t recorded = receipts.column("recorded_at");
    const std::size_t salesperson = receipts.column("salesperson");
    const std::size_t rate = receipts.column("rate");
    const HomeRates rates(*book_);
    for (std::size_t row = 0; row < receipts.rows(); ++row) {
      const auto posted = view_->posted(receipts, date, recorded, row);
      if (!posted || !view_->is_within(*posted)) continue;
      const std::string_view whose =
          receipts.has(salesperson, row)
              ? now(receipts.text(salesperson, row))
              : salesperson_of(receipts.text(receipts.column("party"), row));
      const Money amount = receipts.amount(receipts.column("amount"), row);
      of(whose).received +=
          rates.in_home(rates.rated(receipts, rate, row, amount, receipts.date(date, row)));
    }
  }

  void add_overdue() {
    const AgingTable aging = age(view_->ledger, view_->as_of());
    const std::size_t buckets = aging.buckets().size();
    for (std::size_t row = 0; row < aging.rows(); ++row) {
      const Currency currency = aging.currency(row);
      Int128 minor = 0;
      for (std::size_t bucket = 1; bucket < buckets; ++bucket) minor += aging.minor(row, bucket);
      if (minor == 0) continue;
      of(salesperson_of(aging.keys()[0][row].text)).overdue +=
          in_home(Money::of(Decimal::from_parts(minor, currency.digits()), currency));
    }
  }

  void add_actions() {
    for (const OpenOrder& order : close_orders(*view_).open) {
      if (!order.waits_for || !order.waits_for->due_on || *order.waits_for->due_on > view_->last())
        continue;
      add(order.salesperson, order.order, info_of(order.waits_for->event).label,
          *order.waits_for->due_on);
    }
    for (const PromiseStatus& each : promises_to_pay(view_->ledger, view_->as_of())) {
      if (each.promise.promised != view_->last() || each.state == PromiseState::kept ||
          each.state == PromiseState::replaced)
        continue;
      std::string party = each.promise.party;
      if (party.empty() && each.promise.document)
        party = view_->ledger.document(*each.promise.document).party;
      add(salesperson_of(party), party,
          {"promised to pay " + format_money(each.remaining),
           "承诺付款" + format_money(each.remaining)},
          each.promise.promised);
    }
  }

  void add(std::string_view salesperson, std::string_view subject, Label what, Date due_on) {
    const std::int32_t late = std::max(0, view_->last() - due_on);
    DailyRow& row = of(salesperson);
    ++row.actions;
    row.late += late > 0 ? 1 : 0;
    actions_.push_back(
        {std::string(salesperson), std::string(subject), std::move(what), due_on, late});
  }

  const CloseView* view_;
  const Book* book_;
  Currency home_;
  DailyRow empty_;
  std::map<std::string, DailyRow> rows_;
  std::vector<DailyAction> actions_;
};

}  // namespace

std::vector<std::pair<std::string, std::shared_ptr<const ArrowTable>>> DailyReport::tables() const {
  auto by_salesperson =
      RowsTable(rows)
          .text("salesperson",
                [](const DailyRow& row) -> const std::string& { return row.salesperson; })
          .integer("opened", [](const DailyRow& row) { return row.opened; })
          .integer("contracted", [](const DailyRow& row) { return row.contracted; })
          .integer("dispatched", [](const DailyRow& row) { return row.dispatched; })
          .amount("invoiced", [](const DailyRow& row) { return row.invoiced; })
          .amount("received", [](const DailyRow& row) { return row.received; })
          .amount("overdue", [](const DailyRow& row) { return row.overdue; })
          .integer("actions", [](const DailyRow& row) { return row.actions; })
          .integer("late", [](const DailyRow& row) { return row.late; })
          .finish();
  auto to_do =
      RowsTable(actions)
          .text("salesperson",
                [](const DailyAction& row) -> const std::string& { return row.salesperson; })
          .text("subject", [](const DailyAction& row) -> const std::string& { return row.subject; })
          .text("what", [](const DailyAction& row) -> const std::string& { return row.what.en; })
          .text("what_zh",
                [](const DailyAction& row) -> const std::string& {
                  return row.what.in(Language::zh);
                })
          .date("due_on", [](const DailyAction& row) { return row.due_on; })
          .integer("days_late", [](const DailyAction& row) { return row.days_late; })
          .finish();
  return {{"by_salesperson", std::move(by_salesperson)}, {"actions", std::move(to_do)}};
}

DailyReport daily_report(const Book& book, Date date, std::optional<std::int64_t> known_at_us,
                         std::size_t threads) {
  const CloseView view(CloseDays(book, date, date, known_at_us, threads));
  return DayReader(view).read();
}

}  // namespace o2c::inline v1

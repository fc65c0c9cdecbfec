#include "o2c/close/close.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/cost/order_profit.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/time/moment.hpp"

#include "../close/book_input.hpp"

namespace o2c {
namespace {

constexpr Date first_day{2026, 1, 1};
constexpr int days = 100;         // On which something happens.
constexpr int most_delay = 40;    // In days, until it is recorded.
constexpr int months_in_all = 5;  // In which all of it is posted.

const BookTexts plans{{"plans/export.toml", R"(
name = "Export"
currency = "CNY"
[[version]]
from_date = 2026-01-01
basis = "collected"
rate = "1.5%"
)"},
                      {"plans/liquor.toml", R"(
name = "Liquor"
currency = "CNY"
[[version]]
from_date = 2026-01-01
basis = "invoiced"
rate = "4%"
)"}};

std::vector<Period> all_months() {
  std::vector<Period> months{Period::month_of(first_day)};
  while (months.size() < months_in_all) months.push_back(months.back().next());
  return months;
}

std::int64_t moment_of(Date date, int hour) {
  return (std::int64_t{date.days()} * 24 + hour) * 3'600'000'000;
}

// A month is signed on the 5th of the next.
std::int64_t moment_of_close(const Period& month) { return moment_of(month.last() + 5, 9); }

// From 0 on; of the whole range in every case, so that the first ones are no small books.
std::int64_t any_below(std::int64_t end) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(0, end));
}

template <class T>
T any_of(const std::vector<T>& list) {
  return list[static_cast<std::size_t>(any_below(std::ssize(list)))];
}

struct DealIn {
  Currency currency;
  Decimal rate;
};

struct OrderOfBook {
  std::string number;
  std::string party;
  DealIn deal;
  bool is_invoiced = false;
};

// What of a document can still be applied.
struct OpenDocument {
  std::string number;
  std::string party;
  Date date;
  std::int64_t recorded_at_us;
  Money open;
};

// Orders, and what happened to them; some of it was recorded late.
class RandomBook {
 public:
  RandomBook() : closed_(any_below(4)) {
    const std::int64_t orders = 1 + any_below(4);
    for (std::int64_t i = 0; i < orders; ++i) {
      orders_.push_back({"SO-" + std::to_string(i), any_of<std::string>({"Acme", "Jinzun"}),
                         any_of<DealIn>({{currencies::CNY, 1},
                                         {currencies::USD, Decimal::parse("7.1025")},
                                         {currencies::JPY, Decimal::parse("0.048674")}})});
    }
    const std::int64_t facts = any_below(40);
    for (std::int64_t i = 0; i < facts; ++i) happen(any_below(12));
  }

  // With what was recorded by then.
  [[nodiscard]] Book as_known(std::int64_t moment_us) const {
    BookTexts tables{
        {"parties", "party,line,salesperson\nAcme,export,Li\nJinzun,liquor,Wang\n"},
        {"people",
         "person,manager,joined,left\nZhou,,2020-01-01,\nLi,Zhou,2020-01-01,\n"
         "Wang,Zhou,2020-01-01,\n"},
        {"exchange_rates",
         "date,base,quote,rate\n2026-01-01,USD,CNY,7.1025\n2026-01-01,JPY,CNY,0.048674\n"},
        {"orders", orders_table()},
        {"closed_periods", closed_table()}};
    for (const auto& [name, columns] : headings) {
      std::string csv(columns);
      for (const Fact& fact : facts_)
        if (fact.table == name && fact.recorded_at_us <= moment_us)
          csv += fact.row + ',' + format_moment(fact.recorded_at_us) + '\n';
      tables.emplace_back(name, std::move(csv));
    }
    return Book(book_input(tables, plans));
  }
  [[nodiscard]] Book all() const { return as_known(AsOf::now); }

  [[nodiscard]] std::vector<Period> closed() const {
    const std::vector<Period> months = all_months();
    return {months.begin(), months.begin() + closed_};
  }

  // What ever counts: costs of orders without an invoice never do.
  [[nodiscard]] std::vector<ProfitEntry> entries() const {
    std::vector<ProfitEntry> counting;
    for (const ProfitEntry& entry : entries_) {
      const auto order = std::ranges::find(orders_, entry.order, &OrderOfBook::number);
      if (order == orders_.end() || order->is_invoiced) counting.push_back(entry);
    }
    return counting;
  }

 private:
  struct Fact {
    std::string_view table;
    std::string row;
    std::int64_t recorded_at_us;
  };
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> headings{
      {{"invoices",
        "document,party,invoice_date,due_date,amount,net,currency,order,rate,recorded_at\n"},
       {"receipts", "receipt,party,date,amount,currency,rate,recorded_at\n"},
       {"applications", "receipt,document,date,amount,currency,recorded_at\n"},
       {"costs", "document,kind,date,amount,currency,rate,order,recorded_at\n"}}};

  void happen(std::int64_t what) {
    if (what < 3)
      invoice(1);
    else if (what == 3)
      invoice(-1);
    else if (what < 6)
      receive();
    else if (what < 10)
      apply();
    else
      spend();
  }

  void invoice(int sign) {
    OrderOfBook& order = orders_[static_cast<std::size_t>(any_below(std::ssize(orders_)))];
    const OpenDocument document = any_document(sign > 0 ? "I-" : "C-", order.party, order.deal);
    const Money net = Money::from_minor(
        sign * (document.open.minor() - any_below(14) * document.open.minor() / 100),
        order.deal.currency);
    const Money amount = sign > 0 ? document.open : -document.open;
    add("invoices",
        {document.number, order.party, to_string(document.date),
         sign > 0 ? to_string(document.date + 30) : "", to_string(amount.amount()),
         to_string(net.amount()), std::string(amount.currency().code()), order.number,
         to_string(order.deal.rate)},
        document.recorded_at_us);
    entries_.push_back({ProfitKind::revenue, net, order.deal.rate, order.number});
    order.is_invoiced = true;
    (sign > 0 ? debits_ : credits_).push_back(document);
  }

  void receive() {
    const OrderOfBook& order = any_of(orders_);
    const OpenDocument document = any_document("R-", order.party, order.deal);
    add("receipts",
        {document.number, order.party, to_string(document.date), to_string(document.open.amount()),
         std::string(document.open.currency().code()), to_string(order.deal.rate)},
        document.recorded_at_us);
    credits_.push_back(document);
  }

  void apply() {
    for (OpenDocument& debit : debits_) {
      for (OpenDocument& credit : credits_) {
        if (debit.party != credit.party || debit.open.currency() != credit.open.currency())
          continue;
        const Money most = std::min(debit.open, credit.open);
        if (is_zero(most) || any_below(2) == 0) continue;
        const Money amount = Money::from_minor(1 + any_below(most.minor()), most.currency());
        const Date date = std::max(debit.date, credit.date) + any_below(5);
        const std::int64_t recorded =
            std::max({debit.recorded_at_us, credit.recorded_at_us, moment_of(date, 8)});
        add("applications",
            {credit.number, debit.number, to_string(date), to_string(amount.amount()),
             std::string(amount.currency().code())},
            recorded);
        debit.open -= amount;
        credit.open -= amount;
        return;
      }
    }
  }

  void spend() {
    const std::string order = any_below(4) == 0 ? "" : any_of(orders_).number;
    const DealIn deal = any_of(orders_).deal;
    const ProfitKind kind = any_of<ProfitKind>(
        {ProfitKind::goods, ProfitKind::freight, ProfitKind::refund, ProfitKind::exchange});
    const OpenDocument document = any_document("P-", "", deal);
    add("costs",
        {document.number, to_string(kind), to_string(document.date),
         to_string(document.open.amount()), std::string(deal.currency.code()), to_string(deal.rate),
         order},
        document.recorded_at_us);
    entries_.push_back({kind, document.open, deal.rate, order});
  }

  OpenDocument any_document(const char* prefix, const std::string& party, const DealIn& deal) {
    const Date date = first_day + any_below(days);
    const std::int64_t delay = any_below(3) == 0 ? any_below(most_delay) : 0;
    return {prefix + std::to_string(facts_.size()), party, date, moment_of(date + delay, 8),
            Money::from_minor(1 + any_below(1'000'000), deal.currency)};
  }

  void add(std::string_view table, const std::vector<std::string>& cells, std::int64_t recorded) {
    std::string row;
    for (const std::string& cell : cells) row += (row.empty() ? "" : ",") + cell;
    facts_.push_back({table, std::move(row), recorded});
  }

  [[nodiscard]] std::string orders_table() const {
    std::string csv = "order,party,salesperson,line,date,currency,amount\n";
    for (const OrderOfBook& order : orders_)
      csv += order.number + ',' + order.party +
             (order.party == "Acme" ? ",Li,export" : ",Wang,liquor") + ",2026-01-01," +
             std::string(order.deal.currency.code()) + ",\n";
    return csv;
  }

  [[nodiscard]] std::string closed_table() const {
    std::string csv = "period,closed_at,closed_by\n";
    for (const Period& month : closed())
      csv += to_string(month) + ',' + format_moment(moment_of_close(month)) + ",Zhou\n";
    return csv;
  }

  std::int64_t closed_;  // How many months are.
  std::vector<OrderOfBook> orders_;
  std::vector<Fact> facts_;
  std::vector<ProfitEntry> entries_;
  std::vector<OpenDocument> debits_;
  std::vector<OpenDocument> credits_;
};

void assert_ties_hold(const CloseReport& report) {
  for (const Tie& tie : report.ties) {
    if (!tie.holds()) RC_LOG() << to_string(report.period) << ' ' << to_string(tie) << '\n';
    RC_ASSERT(tie.holds());
  }
}

void assert_same(const CloseReport& a, const CloseReport& b) {
  RC_ASSERT(a.ties == b.ties);
  RC_ASSERT(a.profit.entries == b.profit.entries);
  RC_ASSERT(a.profit.total == b.profit.total);
  RC_ASSERT(a.exceptions == b.exceptions);
  RC_ASSERT(to_string(a) == to_string(b));
}

RC_GTEST_PROP(CloseProperties, TiesHoldInEveryMonth, ()) {
  const Book book = RandomBook().all();
  for (const Period& month : all_months()) assert_ties_hold(close(book, month));
}

RC_GTEST_PROP(CloseProperties, WhatWasSignedStaysAsItWas, ()) {
  const RandomBook book;
  const Book now = book.all();
  for (const Period& month : book.closed()) {
    const Book then = book.as_known(moment_of_close(month));
    assert_same(close(then, month), close(now, month));
  }
}

RC_GTEST_PROP(CloseProperties, EachEntryCountsInOneMonth, ()) {
  const RandomBook random;
  const Book book = random.all();
  Money profit = Money::zero(currencies::CNY);
  Money commissions = profit;
  for (const Period& month : all_months()) {
    const CloseReport report = close(book, month);
    profit += report.profit.total.profit;
    for (const PlanClose& plan : report.commission.plans)
      for (const PersonPayout& person : plan.table.statement().payouts)
        commissions += person.payout.earnings.commission;
  }
  RC_ASSERT(profit + commissions == order_profit(random.entries(), currencies::CNY).profit);
}

RC_GTEST_PROP(CloseProperties, ThreadsDoNotMatter, ()) {
  const Book book = RandomBook().all();
  const Period month = any_of(all_months());
  assert_same(close(book, month), close(book, month, {.threads = 3}));
}

}  // namespace
}  // namespace o2c

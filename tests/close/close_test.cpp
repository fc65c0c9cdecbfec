#include "o2c/close/close.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/close/daily_report.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"

#include "worked_book.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Period october = Period::parse("2026-10");
const Period november = Period::parse("2026-11");

Money cny(const char* amount) { return parse_money(amount, currencies::CNY); }

std::vector<std::string> wrong_ties(const CloseReport& report) {
  std::vector<std::string> wrong;
  for (const Tie& tie : report.ties)
    if (!tie.holds()) wrong.push_back(to_string(tie));
  return wrong;
}

const Tie& tie_of(const CloseReport& report, std::string_view name, const Currency& currency) {
  for (const Tie& tie : report.ties)
    if (tie.name == name && tie.whole.amount.currency() == currency) return tie;
  throw InvalidArgument("no tie " + std::string(name));
}

Payout payout_of(const CloseReport& report, std::string_view plan, std::string_view person) {
  for (const PlanClose& each : report.commission.plans)
    if (each.name == plan)
      for (const PersonPayout& paid : each.table.statement().payouts)
        if (paid.salesperson == person) return paid.payout;
  throw InvalidArgument("nobody of that name is paid");
}

TEST(Close, ReckonsTheWorkedOrder) {
  const Book book = book_of(worked_tables());
  const CloseReport report = close(book, october);
  EXPECT_THAT(wrong_ties(report), IsEmpty());
  EXPECT_TRUE(report.ties_hold());

  // 1% of 15,000 at 7.10 and 34,000 at 7.08.
  EXPECT_EQ(payout_of(report, "export", "Li").payable, cny("3472.20"));
  // 200,000 net, at 4%, of which 35 days late leave 80%; and half a percent for the manager.
  EXPECT_EQ(payout_of(report, "liquor", "Wang").payable, cny("6400.00"));
  EXPECT_EQ(payout_of(report, "liquor", "Zhou").payable, cny("1000.00"));

  const Derivation steps = report.profit.explain("SO-1");
  EXPECT_THAT(steps.recheck(), IsEmpty());
  EXPECT_EQ(steps.steps().back().result, to_value(cny("89547.80")));
  // Without an order: 1,000 of goods, and 1,000 of the manager's commission.
  EXPECT_EQ(report.profit.explain("").steps().back().result, to_value(cny("-2000.00")));
  // SO-2 was sold before: only its commission counts now.
  EXPECT_EQ(report.profit.total.profit, cny("89547.80") - cny("6400") - cny("2000"));
}

TEST(Close, TiesWhatWasCollectedToItsBases) {
  const Book book = book_of(worked_tables());
  const CloseReport report = close(book, october);
  const Tie& at_home = tie_of(report, "collected", currencies::CNY);
  EXPECT_EQ(at_home.whole.amount, cny("226000"));
  EXPECT_EQ(at_home.parts.at(0).amount, cny("200000"));
  EXPECT_EQ(at_home.parts.at(1).amount, cny("26000"));
  EXPECT_EQ(
      to_string(tie_of(report, "collected", currencies::USD)),
      "collected: collected, tax included 49,000.00 USD = commission base 49,000.00 USD + tax "
      "0.00 USD + excluded by a rule 0.00 USD + for no rule 0.00 USD, difference 0.00 USD");
}

TEST(Close, LetsCostsWaitForTheFirstInvoice) {
  const Book book = book_of(worked_tables());
  const CloseReport september = close(book, Period::parse("2026-09"));
  EXPECT_THAT(wrong_ties(september), IsEmpty());
  EXPECT_EQ(september.profit.waiting, cny("276850"));
  EXPECT_THAT(september.profit.entries, IsEmpty());
  const CloseReport report = close(book, october);
  EXPECT_EQ(report.profit.waiting_before, cny("276850"));
  EXPECT_EQ(report.profit.waiting, cny("0"));
}

TEST(Close, ShowsATieThatDiffers) {
  BookTexts tables = worked_tables();
  replace(tables, "control_balances",
          "account,date,currency,balance\nreceivables,2026-10-31,CNY,100.00\n"
          "receivables,2026-10-31,USD,0\nreceivables,2026-09-30,CNY,1\n");
  const Book book = book_of(tables);
  const CloseReport report = close(book, october);
  EXPECT_FALSE(report.ties_hold());
  EXPECT_THAT(wrong_ties(report),
              ElementsAre("general_ledger: balance in the general ledger 100.00 CNY = open in the "
                          "ledger 0.00 CNY, difference 100.00 CNY"));
  const Derivation steps = tie_of(report, "general_ledger", currencies::CNY).explain();
  EXPECT_THAT(steps.recheck(), IsEmpty());
  EXPECT_EQ(steps.steps().back().result, to_value(cny("100.00")));
}

TEST(Close, PutsLateRecordsIntoTheNextMonthThatIsOpen) {
  BookTexts tables = worked_tables();
  replace(tables, "closed_periods",
          "period,closed_at,closed_by\n2026-10,2026-11-05T09:00:00Z,Zhou\n");
  const Book signed_book = book_of(tables);
  const CloseReport as_signed = close(signed_book, october);
  EXPECT_TRUE(as_signed.is_closed);

  // An invoice, its payment and a cost of October, which nobody recorded before it was closed.
  replace(tables, "invoices",
          "document,party,invoice_date,due_date,amount,net,currency,order,rate,recorded_at\n"
          "I-1,Acme,2026-10-05,2026-11-04,49000,49000,USD,SO-1,7.10,2026-10-05T10:00:00Z\n"
          "I-2,Jinzun,2026-08-15,2026-09-14,226000,200000,CNY,SO-2,,2026-08-15T10:00:00Z\n"
          "I-3,Jinzun,2026-10-20,2026-11-20,1130,1000,CNY,SO-2,,2026-11-06T10:00:00Z\n");
  replace(tables, "costs",
          tables[6].second.substr(0, tables[6].second.find('\n')) + ",recorded_at\n" +
              "C-1,goods,2026-09-25,276850,CNY,SO-1,\nC-2,refund,2026-10-10,31850,CNY,SO-1,\n"
              "C-3,domestic,2026-10-04,8000,CNY,SO-1,\nC-4,bank,2026-10-28,1200,CNY,SO-1,\n"
              "C-5,exchange,2026-10-28,-680,CNY,SO-1,\nC-6,goods,2026-10-30,1000,CNY,,\n"
              "C-7,goods,2026-10-20,700,CNY,SO-2,2026-11-06T10:00:00Z\n");
  const Book later = book_of(tables);
  const CloseReport again = close(later, october);
  EXPECT_EQ(again.ties, as_signed.ties);
  EXPECT_EQ(again.profit.entries, as_signed.profit.entries);
  EXPECT_EQ(again.profit.total, as_signed.profit.total);

  const CloseReport next = close(later, november);
  EXPECT_THAT(wrong_ties(next), IsEmpty());
  EXPECT_EQ(next.profit.total.profit, cny("300.00"));
  ASSERT_THAT(next.exceptions, SizeIs(1));
  EXPECT_EQ(next.exceptions[0].kind, ExceptionKind::late_record);
  EXPECT_EQ(next.exceptions[0].subject, "I-3");
  // As it would have been told had nobody closed it.
  EXPECT_EQ(close(later, october, {.known_at_us = AsOf::now}).profit.total.profit,
            as_signed.profit.total.profit);
}

TEST(Close, CountsCashFromItsHandIn) {
  BookTexts tables = worked_tables();
  replace(
      tables, "cash_collected",
      "receipt,salesperson,party,date,amount,currency\nR-3,Wang,Jinzun,2026-10-19,226000,CNY\n");
  replace(tables, "cash_handed_in",
          "salesperson,date,amount,currency,signed_by\nWang,2026-10-20,200000,CNY,Chen\n"
          "Wang,2026-11-03,26000,CNY,Chen\n");
  const Book book = book_of(tables);
  const CloseReport report = close(book, october);
  EXPECT_THAT(wrong_ties(report), IsEmpty());
  EXPECT_THROW((void)payout_of(report, "liquor", "Wang"), InvalidArgument);
  ASSERT_THAT(report.commission.left_out, SizeIs(1));
  EXPECT_EQ(report.commission.left_out[0].why, LineLeftOut::cash_held);
  ASSERT_THAT(report.exceptions, SizeIs(1));
  EXPECT_EQ(report.exceptions[0].kind, ExceptionKind::cash_withheld);
  EXPECT_EQ(report.exceptions[0].amount, cny("26000"));

  const CloseReport next = close(book, november);
  EXPECT_THAT(wrong_ties(next), IsEmpty());
  EXPECT_EQ(payout_of(next, "liquor", "Wang").payable, cny("6400.00"));
}

TEST(Close, PaysForAHandInThatIsRecordedLateInTheNextMonth) {
  BookTexts tables = worked_tables();
  replace(tables, "cash_collected",
          "receipt,salesperson,party,date,amount,currency,recorded_at\n"
          "R-3,Wang,Jinzun,2026-10-19,226000,CNY,2026-10-19T09:00:00Z\n");
  replace(tables, "cash_handed_in",
          "salesperson,date,amount,currency,signed_by,receipt,recorded_at\n"
          "Wang,2026-10-20,226000,CNY,Wu,R-3,2026-11-10T09:00:00Z\n");
  replace(tables, "closed_periods",
          "period,closed_at,closed_by\n2026-10,2026-11-05T08:00:00Z,Zhou\n");
  const Book book = book_of(std::move(tables));
  const CloseReport signed_month = close(book, october);
  EXPECT_THROW((void)payout_of(signed_month, "liquor", "Wang"), InvalidArgument);
  EXPECT_THAT(wrong_ties(signed_month), IsEmpty());
  const CloseReport next = close(book, november);
  // As in the month in which it came in: 35 days late.
  EXPECT_EQ(payout_of(next, "liquor", "Wang").payable, cny("6400.00"));
  EXPECT_THAT(wrong_ties(next), IsEmpty());
}

TEST(DailyReport, HasReceiptsAtTheRateOnTheirRow) {
  BookTexts tables = worked_tables();
  replace(tables, "exchange_rates", "date,base,quote,rate\n2026-10-01,USD,CNY,7.20\n");
  const DailyReport day = daily_report(book_of(std::move(tables)), Date(2026, 10, 28));
  ASSERT_THAT(day.rows, SizeIs(1));
  EXPECT_EQ(day.rows[0].salesperson, "Li");
  EXPECT_EQ(day.rows[0].received, cny("240720.00"));  // 34,000 at 7.08.
}

TEST(Close, GivesASuccessorWhatComesLater) {
  BookTexts tables = worked_tables();
  replace(tables, "people",
          "person,manager,joined,left,successor\nZhou,,2020-01-01,,\n"
          "Li,Zhou,2021-01-01,2026-10-15,Mei\nMei,Zhou,2026-10-01,,\nWang,Zhou,2021-01-01,,\n");
  const Book book = book_of(tables);
  const CloseReport report = close(book, october);
  EXPECT_EQ(payout_of(report, "export", "Li").payable, cny("1065.00"));   // 15,000 at 7.10.
  EXPECT_EQ(payout_of(report, "export", "Mei").payable, cny("2407.20"));  // 34,000 at 7.08.
}

TEST(Close, LeavesOutWhatNoPlanIsFor) {
  BookTexts tables = worked_tables();
  replace(tables, "parties", "party,line,salesperson\nAcme,export,Li\nJinzun,catering,Wang\n");
  replace(tables, "orders",
          "order,party,salesperson,line,date,currency,amount\nSO-1,Acme,Li,export,2026-09-01,USD,"
          "50000\nSO-2,Jinzun,Wang,catering,2026-08-01,CNY,226000\n");
  const Book book = book_of(tables);
  const CloseReport report = close(book, october);
  EXPECT_THAT(wrong_ties(report), IsEmpty());
  ASSERT_THAT(report.commission.left_out, SizeIs(1));
  EXPECT_EQ(report.commission.left_out[0].why, LineLeftOut::no_plan);
}

TEST(Close, MeasuresFulfilmentWithoutLettingSurplusHideShortfalls) {
  BookTexts tables = worked_tables();
  replace(tables, "products", "product,category,unit\ningot,aluminium,TNE\n");
  replace(tables, "contract_quantities",
          "order,product,period,contracted,called,delivered\nSO-1,ingot,2026-10,500,500,498.6\n"
          "SO-2,ingot,2026-10,500,500,510\nSO-1,ingot,2026-09,500,500,470\n");
  const Book book = book_of(tables);
  std::vector<Fulfilment> months = close(book, october).fulfilments;
  ASSERT_THAT(months, SizeIs(2));
  const CloseReport september = close(book, Period::parse("2026-09"));
  months.push_back(september.fulfilments.at(0));
  const std::vector<Fulfilment> all = together(months);
  ASSERT_THAT(all, SizeIs(1));
  // 498.6, 500 and 470 of 1,500.
  EXPECT_EQ(round(*all[0].ours() * Ratio(100), 2, Rounding::half_up), Decimal::parse("97.91"));
  EXPECT_THAT(months[0].explain().recheck(), IsEmpty());
}

TEST(Close, TellsAttainmentInTheTargetsCurrency) {
  BookTexts tables = worked_tables();
  replace(tables, "targets",
          "person,period,amount,currency\nLi,2026-10,400000,CNY\nLi,2026,1000000,CNY\n"
          "Li,2026-09,1,CNY\n");
  const Book book = book_of(tables);
  const CloseReport report = close(book, october);
  ASSERT_THAT(report.attainments, SizeIs(2));
  EXPECT_EQ(report.attainments[0].actual, cny("347900.00"));
  EXPECT_EQ(report.attainments[0].share(), Rate::parse("86.98%"));
  EXPECT_EQ(report.attainments[1].period, Period::parse("2026"));
  EXPECT_THAT(report.attainments[0].explain().recheck(), IsEmpty());
}

TEST(Close, IsOfMonths) {
  const Book book = book_of(worked_tables());
  EXPECT_THROW((void)close(book, Period::parse("2026Q4")), InvalidArgument);
}

TEST(Close, IsTheSameWithAnyNumberOfThreads) {
  const Book book = book_of(worked_tables());
  const CloseReport one = close(book, october, {.threads = 1});
  const CloseReport four = close(book, october, {.threads = 4});
  EXPECT_EQ(one.ties, four.ties);
  EXPECT_EQ(one.profit.entries, four.profit.entries);
  EXPECT_EQ(one.exceptions, four.exceptions);
}

TEST(Close, ExplainsEveryRowThatIsAResult) {
  const Book book = book_of(worked_tables());
  const CloseReport report = close(book, october);
  for (const auto& [name, table] : report.tables()) {
    if (name == "aging_change" || name == "orders" || name == "exceptions") continue;
    for (std::int64_t row = 0; row < table->rows; ++row)
      EXPECT_THAT(report.explain(name, static_cast<std::size_t>(row)).recheck(), IsEmpty())
          << name << ' ' << row;
    EXPECT_THROW((void)report.explain(name, static_cast<std::size_t>(table->rows)),
                 InvalidArgument);
  }
  EXPECT_THROW((void)report.explain("orders", 0), InvalidArgument);
}

}  // namespace
}  // namespace o2c

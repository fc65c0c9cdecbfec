#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/close/close.hpp"

#include "worked_book.hpp"

namespace o2c {
namespace {

using testing::HasSubstr;

const Period october = Period::parse("2026-10");

TEST(CloseText, IsAFewLinesInBothLanguages) {
  BookTexts tables = worked_tables();
  replace(tables, "closed_periods",
          "period,closed_at,closed_by\n2026-09,2026-10-05T09:00:00Z,Zhou\n");
  replace(tables, "control_balances",
          "account,date,currency,balance\nreceivables,2026-09-30,CNY,226100.00\n");
  replace(tables, "promises",
          "document,party,amount,currency,date,promised\n"
          "I-2,Jinzun,226000,CNY,2026-09-16,2026-09-25\n");
  const Book book = book_of(tables);
  const CloseReport report = close(book, Period::parse("2026-09"));
  EXPECT_EQ(to_string(report),
            R"(Tianhe: month close 2026-09, closed and signed, as known at 2026-10-05T09:00:00Z

revenue  0.00 CNY
cost     0.00 CNY
profit   0.00 CNY

receivable  not due     overdue  disputed, credits       total   deposits
CNY            0.00  226,000.00               0.00  226,000.00       0.00
USD            0.00        0.00               0.00        0.00  15,000.00

orders under way 0, of these stuck 0
exceptions 1: 1 broken promise

tie                                                     amount  difference
aging           open in the ledger             CNY  226,000.00        0.00
statements      open in the ledger             CNY  226,000.00        0.00
aging           open in the ledger             USD  -15,000.00        0.00
statements      open in the ledger             USD  -15,000.00        0.00
general ledger  balance in the general ledger  CNY  226,100.00      100.00
profit          profit                         CNY        0.00        0.00
revenue         revenue                        CNY        0.00        0.00
costs           costs booked                   CNY  276,850.00        0.00
1 of the ties differ
)");
  EXPECT_EQ(to_string(report, Language::zh),
            R"(Tianhe：月结 2026-09，已结帐，截至所知 2026-10-05T09:00:00Z

收入  0.00 CNY
成本  0.00 CNY
利润  0.00 CNY

应收  未到期        逾期  争议及贷项        合计   预收定金
CNY     0.00  226,000.00        0.00  226,000.00       0.00
USD     0.00        0.00        0.00        0.00  15,000.00

在办订单 0，其中停滞 0
异常 1：1 失约

勾稽                                 金额    差额
账龄      明细帐余额      CNY  226,000.00    0.00
往来      明细帐余额      CNY  226,000.00    0.00
账龄      明细帐余额      USD  -15,000.00    0.00
往来      明细帐余额      USD  -15,000.00    0.00
总帐      总帐余额        CNY  226,100.00  100.00
利润      利润            CNY        0.00    0.00
收入      销售收入        CNY        0.00    0.00
成本费用  已入帐成本费用  CNY  276,850.00    0.00
1项勾稽不符
)");
}

TEST(CloseText, SaysWhatIsPaid) {
  const Book book = book_of(worked_tables());
  EXPECT_THAT(to_string(close(book, october)), HasSubstr(R"(
revenue  347,900.00 CNY
cost     266,752.20 CNY
profit    81,147.80 CNY  23.33%

plan    salesperson    payable
export  Li            3,472.20  CNY
liquor  Wang          6,400.00  CNY
liquor  Zhou          1,000.00  CNY
all                  10,872.20  CNY
)"));
}

TEST(CloseText, IsShortOfAnEmptyMonth) {
  const Book book(book_input({}));
  EXPECT_EQ(to_string(close(book, october)), R"(Tianhe: month close 2026-10, not signed yet

revenue  0.00 CNY
cost     0.00 CNY
profit   0.00 CNY

orders under way 0, of these stuck 0
exceptions 0

tie                         amount  difference
profit   profit        CNY    0.00        0.00
revenue  revenue       CNY    0.00        0.00
costs    costs booked  CNY    0.00        0.00
all ties hold
)");
}

}  // namespace
}  // namespace o2c

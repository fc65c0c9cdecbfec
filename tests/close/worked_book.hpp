#pragma once

// A book of two orders whose figures can be reckoned by hand, for tests.

#include <string>
#include <string_view>
#include <utility>

#include "o2c/close/book.hpp"

#include "book_input.hpp"

namespace o2c {

/// One export order: 9,800 pieces at 5 USD, a deposit of 15,000 USD, the balance a month later; and
/// a sale at home of 226,000 CNY, tax included, that is paid 35 days late.
inline BookTexts worked_tables() {
  return {{"parties", "party,line,salesperson\nAcme,export,Li\nJinzun,liquor,Wang\n"},
          {"people",
           "person,manager,joined,left\nZhou,,2020-01-01,\nLi,Zhou,2021-01-01,\nWang,Zhou,"
           "2021-01-01,\n"},
          {"orders",
           "order,party,salesperson,line,date,currency,amount\nSO-1,Acme,Li,export,"
           "2026-09-01,USD,50000\nSO-2,Jinzun,Wang,liquor,2026-08-01,CNY,226000\n"},
          {"invoices",
           "document,party,invoice_date,due_date,amount,net,currency,order,rate\n"
           "I-1,Acme,2026-10-05,2026-11-04,49000,49000,USD,SO-1,7.10\n"
           "I-2,Jinzun,2026-08-15,2026-09-14,226000,200000,CNY,SO-2,\n"},
          {"receipts",
           "receipt,kind,party,date,amount,currency,order,rate\n"
           "R-1,deposit,Acme,2026-09-20,15000,USD,SO-1,7.10\n"
           "R-2,,Acme,2026-10-28,34000,USD,,7.08\n"
           "R-3,,Jinzun,2026-10-19,226000,CNY,,\n"},
          {"applications",
           "receipt,document,date,amount,currency\nR-1,I-1,2026-10-05,15000,USD\n"
           "R-2,I-1,2026-10-28,34000,USD\nR-3,I-2,2026-10-19,226000,CNY\n"},
          {"costs",
           "document,kind,date,amount,currency,order\n"
           "C-1,goods,2026-09-25,276850,CNY,SO-1\nC-2,refund,2026-10-10,31850,CNY,SO-1\n"
           "C-3,domestic,2026-10-04,8000,CNY,SO-1\nC-4,bank,2026-10-28,1200,CNY,SO-1\n"
           "C-5,exchange,2026-10-28,-680,CNY,SO-1\nC-6,goods,2026-10-30,1000,CNY,\n"},
          {"exchange_rates",
           "date,base,quote,rate\n2026-09-20,USD,CNY,7.10\n"
           "2026-10-28,USD,CNY,7.08\n"}};
}

inline const BookTexts worked_plans{{"plans/export.toml", R"(
name = "Export"
currency = "CNY"
[[version]]
from_date = 2026-01-01
basis = "collected"
rate = "1%"
)"},
                                    {"plans/liquor.toml", R"(
name = "Liquor"
currency = "CNY"
[[version]]
from_date = 2026-01-01
basis = "collected"
rate = "4%"
[[version.modifier]]
by = "days_overdue"
levels = [{ above = 30, pays = "80%" }]
[[version.override]]
level = 1
rate = "0.5%"
)"}};

inline Book book_of(BookTexts tables) { return Book(book_input(std::move(tables), worked_plans)); }

/// Puts another table in the place of one, or beside them.
inline void replace(BookTexts& tables, std::string_view name, std::string csv) {
  for (auto& [table, text] : tables) {
    if (table != name) continue;
    text = std::move(csv);
    return;
  }
  tables.emplace_back(name, std::move(csv));
}

}  // namespace o2c

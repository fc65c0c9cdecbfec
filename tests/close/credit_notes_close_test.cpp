// Credit notes in another currency than the plan's, as a close converts them.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan_terms_book.hpp"
#include "worked_book.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::Pair;

// 1,000 are invoiced at 7, and 400 of them credited when a dollar costs 8.
BookTexts credited(const std::string& refers_to) {
  BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,1000,1000,USD,SO-1,,\n"
      "C-1,credit_note,Acme,2026-11-10,,-400,-400,USD,SO-1," +
          refers_to + ",\n",
      "", "");
  replace(tables, "exchange_rates",
          "date,base,quote,rate\n2026-10-01,USD,CNY,7\n2026-11-01,USD,CNY,8\n");
  return tables;
}
Closed november(const std::string& refers_to, const std::string& terms) {
  return closed(credited(refers_to), plan_of("basis = \"invoiced\"\nrate = \"10%\"\n" + terms),
                "2026-11");
}
auto takes_back(const char* amount) {
  return ElementsAre(Pair("Li", ElementsAre(cny(amount), cny("0"), cny("0"))));
}

TEST(CreditNotesClose, TakeTheRateOfTheInvoiceThatTheyCredit) {
  const std::string of_invoice = "rates_on = \"invoice\"\n";
  EXPECT_THAT(paid(november("I-1", of_invoice)), takes_back("-280"));
  // Also where they count by its day themselves.
  EXPECT_THAT(corrections(november("I-1", of_invoice + "earned_on = \"invoice\"\n")),
              ElementsAre(Pair("2026-10", cny("-280"))));
  EXPECT_THAT(paid(november("I-1", "")), takes_back("-320"));
  // One that names none has its own day only.
  EXPECT_THAT(paid(november("", of_invoice)), takes_back("-320"));
}

}  // namespace
}  // namespace o2c

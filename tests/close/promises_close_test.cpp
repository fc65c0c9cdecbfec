// Promises to pay of a book, as its close tells that they were broken.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "plan_terms_book.hpp"
#include "worked_book.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// 1,000 are owed, of which 400 were paid; both promises are of all of it.
std::vector<std::string> broken(const std::string& promises) {
  BookTexts tables = tables_with("I-1,,Acme,2026-09-05,2026-10-04,1000,1000,CNY,SO-1,,\n",
                                 "R-1,Acme,2026-10-08,400,CNY\n", "R-1,I-1,2026-10-08,400,CNY\n");
  replace(tables, "promises", promises);
  const Closed october =
      closed(tables, plan_of("basis = \"collected\"\nrate = \"1%\"\n"), "2026-10");
  std::vector<std::string> found;
  for (const CloseException& each : october.report.exceptions)
    if (each.kind == ExceptionKind::broken_promise)
      found.push_back(each.says.en + "; " + format_money(*each.amount) + " missing");
  return found;
}

TEST(PromisesClose, SayWhatWasPaidOnAnotherPromiseAsWell) {
  EXPECT_THAT(
      broken("document,party,amount,currency,date,promised\n"
             "I-1,Acme,1000,CNY,2026-10-05,2026-10-10\n"
             "I-1,Acme,1000,CNY,2026-10-06,2026-10-20\n"),
      ElementsAre(
          "1,000.00 CNY was promised by 2026-10-10, 400.00 CNY was paid; 600.00 CNY missing",
          "1,000.00 CNY was promised by 2026-10-20, 400.00 CNY was paid; 600.00 CNY missing"));
}

TEST(PromisesClose, LeaveOutThoseThatWereReplaced) {
  EXPECT_THAT(broken("document,party,amount,currency,date,promised,promise,replaces\n"
                     "I-1,Acme,1000,CNY,2026-10-05,2026-10-10,1,\n"
                     "I-1,Acme,600,CNY,2026-10-09,2026-10-20,2,1\n"
                     "I-1,Acme,600,CNY,2026-10-15,2026-11-20,,2\n"),
              ElementsAre());
  EXPECT_THAT(
      broken("document,party,amount,currency,date,promised,promise,replaces\n"
             "I-1,Acme,1000,CNY,2026-10-05,2026-10-10,1,\n"
             "I-1,Acme,600,CNY,2026-10-09,2026-10-20,2,1\n"),
      ElementsAre("600.00 CNY was promised by 2026-10-20, 0.00 CNY was paid; 600.00 CNY missing"));
  try {
    broken(
        "document,party,amount,currency,date,promised,replaces\n"
        "I-1,Acme,600,CNY,2026-10-09,2026-10-20,1\n");
    FAIL();
  } catch (const BadTable& error) {
    EXPECT_THAT(error.what(), HasSubstr("row 0, replaces \"1\": expected the number of a promise "
                                        "that was recorded before"));
  }
}

}  // namespace
}  // namespace o2c

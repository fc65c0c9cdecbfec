#include "o2c/receivable/running_balance.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"
#include "o2c/receivable/aging.hpp"

#include "movements_table.hpp"

namespace o2c {
namespace {

using namespace currencies;
using test_items::lines;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr Date as_of(2026, 3, 31);

constexpr Money usd(std::int64_t units) { return Money::of(Decimal(units), USD); }
constexpr Money most = Money::from_minor(std::numeric_limits<std::int64_t>::max(), USD);

// Three invoices, of which 350 was paid in two receipts.
std::vector<Movement> worked_example() {
  return {{"Acme", "INV-1", usd(200), Date(2026, 1, 10), Date(2026, 2, 9)},
          {"Acme", "RCT-1", usd(-250), Date(2026, 2, 12)},
          {"Acme", "INV-2", usd(300), Date(2026, 2, 20), Date(2026, 3, 22)},
          {"Acme", "INV-3", usd(400), Date(2026, 3, 15), Date(2026, 4, 14)},
          {"Acme", "RCT-2", usd(-100), Date(2026, 3, 20)}};
}

constexpr Money open(std::int64_t amount, std::int64_t so_far, std::int64_t credits) {
  NoTrace no_trace;
  return fifo_open(usd(amount), usd(so_far), usd(credits), no_trace);
}

// Three debits of 100: credits settle none, a part of one, one exactly, more than all.
static_assert(open(100, 200, 0) == usd(100));
static_assert(open(100, 200, 100) == usd(100));
static_assert(open(100, 200, 130) == usd(70));
static_assert(open(100, 200, 200) == usd(0));
static_assert(open(100, 200, 999) == usd(0));

TEST(OpenByFifo, BringsOutTheWorkedExample) {
  EXPECT_THAT(lines(open_by_fifo(worked_example(), as_of)),
              ElementsAre("Acme INV-2 150.00 USD of 2026-02-20 due 2026-03-22",
                          "Acme INV-3 400.00 USD of 2026-03-15 due 2026-04-14"));
}

TEST(OpenByFifo, LeavesLaterMovementsAside) {
  EXPECT_THAT(lines(open_by_fifo(worked_example(), Date(2026, 3, 19))),
              ElementsAre("Acme INV-2 250.00 USD of 2026-02-20 due 2026-03-22",
                          "Acme INV-3 400.00 USD of 2026-03-15 due 2026-04-14"));
  EXPECT_THAT(lines(open_by_fifo(worked_example(), Date(2026, 2, 20))),
              ElementsAre("Acme INV-2 250.00 USD of 2026-02-20 due 2026-03-22"));
  EXPECT_THAT(open_by_fifo(worked_example(), Date(2026, 1, 9)), IsEmpty());
}

TEST(OpenByFifo, KeepsTheExcessOfCreditsAsOneCredit) {
  EXPECT_THAT(lines(open_by_fifo(worked_example(), Date(2026, 2, 19))),
              ElementsAre("Acme cash -50.00 USD of 2026-02-12"));
  const std::vector<Movement> only_credits{{"A", "R-1", usd(-7), Date(2026, 1, 5)},
                                           {"A", "R-2", usd(-5), Date(2026, 1, 9)},
                                           {"A", "R-3", usd(-3), Date(2026, 1, 2)}};
  EXPECT_THAT(lines(open_by_fifo(only_credits, as_of)),
              ElementsAre("A cash -15.00 USD of 2026-01-09"));
}

TEST(OpenByFifo, SettlesByDateThenByDueDateThenInTheOrderOfTheList) {
  const Date day(2026, 3, 1);
  const std::vector<Movement> movements{{"A", "later", usd(10), day + 1, day + 1},
                                        {"A", "due in a month", usd(10), day, day + 30},
                                        {"A", "first of two", usd(10), day, day + 10},
                                        {"A", "second of two", usd(10), day, day + 10},
                                        {"A", "due on its date", usd(10), day},
                                        {"A", "earlier", usd(10), day - 1, day + 90}};
  std::vector<std::string> settled_last_to_first;
  for (std::int64_t paid = 0; paid < 60; paid += 10) {
    std::vector<Movement> with_receipt = movements;
    with_receipt.push_back({"A", "receipt", usd(-paid - 1), day});
    for (const OpenItem& item : open_by_fifo(with_receipt, as_of))
      if (item.amount == usd(9)) settled_last_to_first.push_back(item.document);
  }
  EXPECT_THAT(settled_last_to_first, ElementsAre("earlier", "due on its date", "first of two",
                                                 "second of two", "due in a month", "later"));
}

TEST(OpenByFifo, KeepsPartiesAndCurrenciesApart) {
  const Date day(2026, 3, 1);
  const std::vector<Movement> movements{{"A", "1", usd(10), day},
                                        {"B", "2", usd(20), day},
                                        {"A", "3", Money::from_minor(1'000, JPY), day},
                                        {"A", "4", usd(-4), day},
                                        {"B", "5", Money::from_minor(-300, JPY), day},
                                        {"C", "6", Money::zero(USD), day}};
  EXPECT_THAT(
      lines(open_by_fifo(movements, as_of)),
      ElementsAre("A 1 6.00 USD of 2026-03-01 due 2026-03-01",
                  "B 2 20.00 USD of 2026-03-01 due 2026-03-01",
                  "A 3 1000 JPY of 2026-03-01 due 2026-03-01", "B cash -300 JPY of 2026-03-01"));
}

TEST(OpenByFifo, GivesItemsThatCanBeAged) {
  std::vector<Movement> movements = worked_example();
  movements.push_back({"Brio", "RCT-3", usd(-30), Date(2026, 3, 1)});
  const AgingReport report = age(open_by_fifo(movements, as_of), as_of, AgingBuckets({30}));
  EXPECT_THAT(report.columns(), ElementsAre("not_due", "1-30", ">30", "credits", "unapplied"));
  EXPECT_THAT(lines(report), ElementsAre("Acme USD | 400.00 150.00 0.00 0.00 0.00 550.00 | 2",
                                         "Brio USD | 0.00 0.00 0.00 0.00 -30.00 -30.00 | 1"));
}

TEST(OpenByFifo, SaysWhenABalanceOverflows) {
  const Date day(2026, 3, 1);
  const Money cent = Money::from_minor(1, USD);
  EXPECT_THROW(open_by_fifo({{{"A", "1", most, day}, {"A", "2", cent, day}}}, as_of), Overflow);
  EXPECT_THROW(open_by_fifo({{{"A", "1", -most, day}, {"A", "2", -cent, day}}}, as_of), Overflow);
  EXPECT_THROW(open_by_fifo({{{"A", "1", -most - cent, day}}}, as_of), Overflow);
  // Those of two parties or currencies do not meet, nor do debits and credits, nor later ones.
  const std::vector<Movement> movements{{"A", "1", most, day},
                                        {"B", "2", most, day},
                                        {"A", "3", Money::from_minor(most.minor(), EUR), day},
                                        {"A", "4", -most, day},
                                        {"A", "5", most, as_of + 1}};
  EXPECT_EQ(open_by_fifo(movements, as_of).size(), 2U);
}

TEST(OpenByFifo, ExplainsEachItem) {
  const std::vector<Movement> movements = worked_example();
  const Derivation of_invoice = explain_open_by_fifo(movements, as_of, 0);
  EXPECT_THAT(of_invoice.recheck(), IsEmpty());
  EXPECT_EQ(of_invoice.steps().size(), 5U);
  EXPECT_EQ(of_invoice.steps().back().result, Value(usd(150)));
  const std::string text = to_string(of_invoice);
  for (const char* part : {"INV-1", "INV-2", "RCT-1", "RCT-2", "500.00 USD", "350.00 USD"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, Not(HasSubstr("INV-3")));

  const Derivation of_cash = explain_open_by_fifo(movements, Date(2026, 2, 19), 0);
  EXPECT_THAT(of_cash.recheck(), IsEmpty());
  EXPECT_EQ(of_cash.steps().back().result, Value(usd(-50)));
  const std::vector<Movement> without_name{{"A", "", usd(5), as_of}};
  EXPECT_THAT(explain_open_by_fifo(without_name, as_of, 0).recheck(), IsEmpty());
  EXPECT_THAT(to_string(explain_open_by_fifo(without_name, as_of, 0)), HasSubstr("row 0"));
  EXPECT_THAT([&] { static_cast<void>(explain_open_by_fifo(movements, as_of, 2)); },
              ThrowsMessage<InvalidArgument>(HasSubstr("has 2 open items")));
}

TEST(OpenByFifo, OfNothingIsNothing) { EXPECT_THAT(open_by_fifo({}, as_of), IsEmpty()); }

}  // namespace
}  // namespace o2c

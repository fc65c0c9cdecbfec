// A book of lines in several currencies, and of lines that count on another day than their own.

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/commission_book.hpp"
#include "o2c/commission/commission_book_file.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::EUR;
using currencies::JPY;
using currencies::USD;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<std::string> columns{"salesperson", "date", "net", "document"};

Money yuan(std::int64_t amount) { return Money::of(amount, CNY); }
Period period(const char* text) { return Period::parse(text); }
SalesLine line(Money net, const char* date, const char* document) {
  return {.salesperson = "Li", .date = Date::parse(date), .net = net, .document = document};
}
ExchangeRate rate(const Currency& base, const char* of, const Currency& quote, const char* date) {
  return {base, quote, Decimal::parse(of), Date::parse(date)};
}
Plan flat(PlanTerms terms = {}) {
  return {"Export", CNY, RateSchedule::flat(Rate::parse("1%")), std::move(terms)};
}
const std::vector<ExchangeRate> at_first{rate(USD, "7.10", CNY, "2026-10-01"),
                                         rate(USD, "7.20", CNY, "2026-11-01"),
                                         rate(EUR, "1.10", USD, "2026-10-01")};
// Somebody has corrected October's rate since.
const std::vector<ExchangeRate> corrected{rate(USD, "9.99", CNY, "2026-10-01"),
                                          rate(USD, "7.20", CNY, "2026-11-01"),
                                          rate(EUR, "9.99", USD, "2026-10-01")};

template <class Use>
std::vector<std::string> faults(const Use& use) {
  std::vector<std::string> found;
  try {
    use();
  } catch (const Error& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(CommissionBookRates, AClosedPeriodKeepsTheRatesThatItWasConvertedBy) {
  const ExchangeTable before(at_first, {.pivot = USD});
  const ExchangeTable after(corrected, {.pivot = USD});
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line(Money::of(10'000, USD), "2026-10-05", "INV-1"),
                               line(Money::of(1'000, EUR), "2026-10-06", "INV-2")};
  const OpenSettlement october = settle(book, flat(), lines, period("2026-10"), {.rates = &before});
  // 71,000 and 7,810, of which 1%.
  EXPECT_EQ(october.statement.payouts[0].payout.payable, Money::from_minor(78'810, CNY));
  EXPECT_THAT(october.closing.exchanges, SizeIs(2));
  EXPECT_EQ(october.closing.lines[0].net, Money::of(10'000, USD));
  book.close(october.closing);

  // What is taken back is taken back at the rate of its sale; other days are at the new rates.
  lines.push_back(line(-Money::of(10'000, USD), "2026-10-05", "CN-1"));
  lines.push_back(line(Money::of(1'000, USD), "2026-10-09", "INV-3"));
  lines.push_back(line(Money::of(10'000, USD), "2026-11-05", "INV-4"));
  const OpenSettlement november = settle(book, flat(), lines, period("2026-11"), {.rates = &after});
  EXPECT_THAT(november.closing.corrections,
              ElementsAre(BookedCorrection{period("2026-10"), "Li", Money::from_minor(78'810, CNY),
                                           Money::from_minor(7'810 + 9'990, CNY)}));
  EXPECT_EQ(november.statement.payouts[0].payout.earnings.commission, yuan(720));
  // Of the late line and November's; October's own the book has.
  EXPECT_THAT(november.closing.exchanges, SizeIs(2));
  book.close(november.closing);
  EXPECT_THAT(book.exchanges(), SizeIs(4));

  // A replay takes what was kept, and needs no table for it.
  const std::vector<CurrencyExchange> kept = book.exchanges();
  const std::vector<PersonOpening> openings = book.openings_of(period("2026-11"));
  const CommissionStatement again = settle(book.periods()[1].plan, lines, period("2026-11"),
                                           {.openings = openings, .kept_exchanges = kept});
  EXPECT_THAT(replay_differences(book.periods()[1], again), IsEmpty());
}

TEST(CommissionBookRates, LinesInTwoCurrenciesAreNotAlike) {
  const ExchangeTable rates(at_first);
  CommissionBook book({"salesperson", "date", "net"});
  std::vector<SalesLine> lines{line(Money::of(1'000, USD), "2026-10-05", "INV-1")};
  book.close(settle(book, flat(), lines, period("2026-10"), {.rates = &rates}).closing);
  lines[0].net = yuan(1'000);
  EXPECT_THAT(
      faults([&] {
        static_cast<void>(settle(book, flat(), lines, period("2026-11"), {.rates = &rates}));
      }),
      ElementsAre(HasSubstr("2026-10-05 Li INV-1 1000.00 USD")));
}

TEST(CommissionBookRates, AMissingRateNamesThePairAndTheDay) {
  const ExchangeTable rates(at_first);
  const CommissionBook book(columns);
  const std::vector<SalesLine> lines{line(Money::of(1'000, USD), "2026-09-30", "INV-1")};
  EXPECT_THAT(
      faults([&] {
        static_cast<void>(settle(book, flat(), lines, period("2026-09"), {.rates = &rates}));
      }),
      ElementsAre(HasSubstr("a rate from USD to CNY on 2026-09-30")));
}

TEST(CommissionBookRates, AreReadAsTheyAreWritten) {
  const Currency point("POINT", 1);
  std::vector<ExchangeRate> all = at_first;
  all.push_back(rate(CNY, "20.5", JPY, "2026-10-01"));
  all.push_back(rate(point, "0.25", CNY, "2026-10-01"));
  const ExchangeTable rates(all, {.pivot = USD});
  CommissionBook book(columns);
  std::vector<SalesLine> lines{line(Money::of(1'000, EUR), "2026-10-05", "INV-1"),
                               line(Money::of(99'999, JPY), "2026-10-05", "INV-2"),
                               line(Money::of(Decimal::parse("70.5"), point), "2026-10-05", "I-3"),
                               line(yuan(5), "2026-10-05", "INV-4")};
  book.close(settle(book, flat(), lines, period("2026-10"), {.rates = &rates}).closing);
  const std::string text = to_toml(book);
  EXPECT_EQ(commission_book_from_toml(text), book) << text;
  EXPECT_THAT(text, HasSubstr("70.5 POINT"));

  const auto faults_in = [&](const std::string& part, const std::string& other) {
    std::string changed = text;
    const std::size_t at = changed.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    changed.replace(at, part.size(), other);
    return faults([&] { static_cast<void>(commission_book_from_toml(changed, "book.toml")); });
  };
  EXPECT_THAT(faults_in("base = \"EUR\"", "base = \"JPY\""),
              ElementsAre(HasSubstr("exchange of EUR as of 2026-10-05 \"1 JPY = 1.10 USD")));
  EXPECT_THAT(faults_in("as_of = 2026-10-05", "as_of = 2026-09-05"),
              ElementsAre(HasSubstr("a rate of that day or an earlier one"),
                          HasSubstr("a rate of that day or an earlier one")));
  EXPECT_THAT(faults_in("rate = \"1.10\"", "rate = \"0\""), SizeIs(1));
  EXPECT_THAT(faults_in("70.5 POINT", "70.5 point"), SizeIs(1));
}

TEST(CommissionBookRates, ADayIsConvertedInOneWay) {
  const ExchangeTable rates(at_first);
  CommissionBook book(columns);
  const std::vector<SalesLine> lines{line(Money::of(1'000, USD), "2026-10-05", "INV-1")};
  ClosedPeriod closing = settle(book, flat(), lines, period("2026-10"), {.rates = &rates}).closing;
  closing.exchanges.push_back(closing.exchanges.front());
  EXPECT_THAT(faults([&] { book.close(closing); }),
              ElementsAre(HasSubstr("each currency and day")));
}

// --- lines that count on another day than their own ----------------------------------------------

SalesLine shipped(const char* date, std::optional<Date> on, const char* document) {
  SalesLine made = line(yuan(1'000), date, document);
  made.shipment_date = on;
  return made;
}

TEST(CommissionBookMoments, ALineIsKnownFromTheDayOnWhichItCounts) {
  const std::vector<std::string> all{"salesperson", "date", "net", "document", "shipment_date"};
  const Plan plan = flat({.earned_on = EarningMoment::shipment});
  CommissionBook book(all);
  std::vector<SalesLine> lines{shipped("2026-10-05", Date(2026, 10, 9), "INV-1"),
                               shipped("2026-10-06", std::nullopt, "INV-2")};
  const OpenSettlement october = settle(book, plan, lines, period("2026-10"));
  EXPECT_THAT(october.closing.lines, SizeIs(1));
  book.close(october.closing);

  // It was no line of October's, so its shipment changes nothing there.
  lines[1].shipment_date = Date(2026, 11, 3);
  // This one was shipped in October, and told later.
  lines.push_back(shipped("2026-11-01", Date(2026, 10, 30), "INV-3"));
  const OpenSettlement november = settle(book, plan, lines, period("2026-11"));
  EXPECT_EQ(november.statement.payouts[0].payout.earnings.commission, yuan(10));
  EXPECT_THAT(november.closing.corrections,
              ElementsAre(BookedCorrection{period("2026-10"), "Li", yuan(10), yuan(20)}));
  EXPECT_THAT(november.closing.lines, SizeIs(2));
  book.close(november.closing);
  EXPECT_THAT(settle(book, plan, lines, period("2026-12")).reopened, IsEmpty());
}

TEST(CommissionBookMoments, AllVersionsCountLinesOnOneDay) {
  CommissionBook book(columns);
  book.close(settle(book, flat(), {}, period("2026-10")).closing);
  const Plan other = flat({.earned_on = EarningMoment::shipment});
  EXPECT_THAT(faults([&] { book.close(settle(book, other, {}, period("2026-11")).closing); }),
              ElementsAre("plan, earned_on \"shipment\": expected date, as of the periods before"));
}

}  // namespace
}  // namespace o2c

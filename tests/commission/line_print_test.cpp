#include "o2c/commission/line_print.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;

SalesLine line() {
  return {.salesperson = "Li",
          .date = Date(2026, 10, 3),
          .net = Money::from_minor(100'050, CNY),
          .quantity = Decimal::parse("2.50"),
          .first_order = false,
          .document = "INV-1"};
}

// FNV-1a of what Python's own arithmetic makes of "net=10:100050 CNY".
TEST(LinePrint, IsFnv1aOfWhatStandsInTheColumns) {
  const std::vector<std::string> net{"net"};
  EXPECT_EQ(to_string(line_print(line(), net)), "97ccf68b1f1b483ba817d4b9370b3724");
  EXPECT_EQ(to_string(LinePrint()), "6c62272e07bb014262b821756295c58d");
  EXPECT_EQ(LinePrint::parse("6c62272e07bb014262b821756295c58d"), LinePrint());
}

TEST(LinePrint, TakesColumnsInTheirOwnOrderAndNothingOfThoseWithoutAValue) {
  const std::vector<std::string> some{"net", "document", "date"};
  const std::vector<std::string> others{"date", "net", "document", "party", "cost"};
  EXPECT_EQ(line_print(line(), some), line_print(line(), others));
  SalesLine other = line();
  other.party = "Acme";
  EXPECT_EQ(line_print(other, some), line_print(line(), some));
  EXPECT_NE(line_print(other, others), line_print(line(), others));
}

TEST(LinePrint, TellsWhatIsAnotherValueAndNotHowItIsWritten) {
  const std::vector<std::string> all{line_print_columns().begin(), line_print_columns().end()};
  SalesLine other = line();
  other.quantity = Decimal::parse("2.5");
  EXPECT_EQ(line_print(other, all), line_print(line(), all));
  other.quantity = Decimal::parse("2.51");
  EXPECT_NE(line_print(other, all), line_print(line(), all));
  // A part of one value is no part of the next.
  SalesLine a = line();
  SalesLine b = line();
  a.document = "1";
  a.order = "23";
  b.document = "12";
  b.order = "3";
  EXPECT_NE(line_print(a, all), line_print(b, all));
}

TEST(LinePrint, RefusesWhatIsNone) {
  const std::vector<std::string> unknown{"colour"};
  EXPECT_THROW(static_cast<void>(line_print(line(), unknown)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(LinePrint::parse("6c62")), ParseError);
  EXPECT_THROW(static_cast<void>(LinePrint::parse("6c62272e07bb014262b821756295c58G")), ParseError);
}

}  // namespace
}  // namespace o2c

#include "o2c/money/currency.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <type_traits>
#include <unordered_set>

#include <gmock/gmock.h>

#include "o2c/money/currency_table.hpp"

namespace o2c {
namespace {

using currencies::AED, currencies::BHD, currencies::CLF, currencies::EUR, currencies::JPY,
    currencies::USD;
using testing::HasSubstr;
using testing::ThrowsMessage;

static_assert(sizeof(Currency) == 8 && alignof(Currency) == 8);
static_assert(std::is_trivially_copyable_v<Currency>);
static_assert(!std::is_default_constructible_v<Currency>);
static_assert(USD.code() == "USD" && USD.digits() == 2);
static_assert(JPY.digits() == 0 && BHD.digits() == 3 && CLF.digits() == 4);
static_assert(Currency("USD", 2) == USD && Currency("USD", 3) != USD);
static_assert(AED < USD && Currency("US", 2) < USD && USD < Currency("USDT", 6));
static_assert(Currency("USD", 2) < Currency("USD", 3));

TEST(Currency, IsWrittenAsItsCode) {
  EXPECT_EQ(to_string(USD), "USD");
  EXPECT_EQ(to_string(Currency("POINTS7", 0)), "POINTS7");
  std::ostringstream out;
  out << Currency("X", 6);
  EXPECT_EQ(out.str(), "X");
}

TEST(Currency, RefusesWhatIsNoCode) {
  for (const char* code : {"", "usd", "US D", "US$", "1USD", "TOOLONGX", "\xC3\x89UR", "US\n"}) {
    EXPECT_THAT([&] { Currency(code, 2); },
                ThrowsMessage<InvalidArgument>(HasSubstr("1 to 7 characters A-Z and 0-9")))
        << code;
  }
  EXPECT_THAT([] { Currency("USD", 7); },
              ThrowsMessage<InvalidArgument>("currency USD with 7 digits: expected 0 to 6"));
  EXPECT_THROW(Currency("USD", -1), InvalidArgument);
}

TEST(Currency, HashesByCodeAndDigits) {
  std::unordered_set<Currency> all;
  for (const CurrencyInfo& info : iso_4217()) all.insert(info.currency);
  EXPECT_EQ(all.size(), iso_4217().size());
  EXPECT_TRUE(all.contains(Currency("EUR", 2)));
  EXPECT_FALSE(all.contains(Currency("EUR", 3)));
}

TEST(Iso4217, HasTheActiveCodesInOrder) {
  EXPECT_EQ(iso_4217().size(), 178U);
  EXPECT_TRUE(std::ranges::is_sorted(iso_4217(), {}, &CurrencyInfo::currency));
  std::set<int> numbers;
  for (const CurrencyInfo& info : iso_4217()) {
    EXPECT_EQ(info.currency.code().size(), 3U);
    EXPECT_TRUE(numbers.insert(info.number).second) << info.currency;
    EXPECT_FALSE(info.name.empty()) << info.currency;
    EXPECT_TRUE(info.replaced_by.empty()) << info.currency;
  }
}

TEST(Iso4217, KnowsDigitsNumbersAndNames) {
  const auto info = [](std::string_view code) {
    return *std::ranges::find(iso_4217(), code,
                              [](const CurrencyInfo& row) { return row.currency.code(); });
  };
  EXPECT_EQ(info("ALL").number, 8);
  EXPECT_EQ(info("CNY").name, "Yuan Renminbi");
  EXPECT_EQ(info("USN").currency.digits(), 2);
  EXPECT_EQ(info("IQD").currency.digits(), 3);  // CLDR's customary digits are 0.
  EXPECT_EQ(info("UYW").currency.digits(), 4);
  EXPECT_EQ(info("XAD").number, 396);
  EXPECT_EQ(info("XCG").number, 532);
  EXPECT_EQ(info("XXX").currency.digits(), 0);  // ISO: N.A.
}

TEST(Iso4217, WithdrawnCodesAreApartAndNameTheirSuccessor) {
  for (const CurrencyInfo& old : iso_4217_withdrawn()) {
    EXPECT_FALSE(CurrencyTable::iso_4217().find(old.currency.code())) << old.currency;
    EXPECT_NO_THROW(iso_currency(old.replaced_by)) << old.currency;
  }
  EXPECT_THAT([] { iso_currency("BGN"); },
              ThrowsMessage<UnknownCurrency>(
                  "unknown currency \"BGN\": Bulgarian Lev is withdrawn from ISO 4217, replaced by "
                  "EUR; to read data of past years, register it (in C++: "
                  "CurrencyTable::iso_4217_with_withdrawn())"));
}

TEST(Iso4217, UnknownCodesOfferNearOnes) {
  struct Case {
    const char* code;
    const char* expected;
  };
  for (const auto& [code, expected] : {
           Case{"UDS", "unknown currency \"UDS\": did you mean USD or UZS?"},
           {"usd", "did you mean USD?"},
           {"EURO", "did you mean EUR?"},
           {"YUAN", "did you mean CNY?"},
           {"RMB", "did you mean CNY?"},
           {"$", "did you mean USD, CAD, AUD or HKD?"},
           {"JPX", "did you mean JPY?"},
           {"GP", "did you mean EGP, GBP or GIP?"},
       }) {
    EXPECT_THAT([&] { iso_currency(code); }, ThrowsMessage<UnknownCurrency>(HasSubstr(expected)))
        << code;
  }
  EXPECT_THAT([] { iso_currency("QQQQQQQ"); },
              ThrowsMessage<UnknownCurrency>("unknown currency \"QQQQQQQ\""));
  EXPECT_THAT([] { iso_currency(""); }, ThrowsMessage<UnknownCurrency>("unknown currency \"\""));
}

TEST(Iso4217, UnknownCurrencyCarriesAFault) {
  try {
    iso_currency("UDS");
    FAIL();
  } catch (const UnknownCurrency& error) {
    ASSERT_EQ(error.faults().size(), 1U);
    EXPECT_EQ(error.faults()[0].field, "currency");
    EXPECT_EQ(error.faults()[0].value, "UDS");
  }
}

TEST(CurrencyTable, HoldsOwnCurrenciesBesideIso) {
  const Currency points("POINTS", 0);
  CurrencyTable table = CurrencyTable::iso_4217();
  EXPECT_EQ(table.find("POINTS"), std::nullopt);
  table.add(points).add(points);
  EXPECT_EQ(table.at("POINTS"), points);
  EXPECT_EQ(table.at("USD"), USD);
  EXPECT_EQ(table.currencies().size(), iso_4217().size() + 1);
  EXPECT_EQ(CurrencyTable::iso_4217().find("POINTS"), std::nullopt);  // The copy was changed.
  EXPECT_THAT([&] { table.at("POINT"); },
              ThrowsMessage<UnknownCurrency>(HasSubstr("did you mean POINTS?")));
}

TEST(CurrencyTable, RefusesOneCodeWithTwoDigits) {
  CurrencyTable table{USD};
  EXPECT_THAT(
      [&] { table.add(Currency("USD", 3)); },
      ThrowsMessage<InvalidArgument>("currency USD with 3 digits is in the table already, with 2"));
  EXPECT_EQ(table, CurrencyTable{USD});
}

TEST(CurrencyTable, CanReadDataOfPastYears) {
  EXPECT_EQ(CurrencyTable::iso_4217_with_withdrawn().at("DEM"), Currency("DEM", 2));
  EXPECT_EQ(CurrencyTable::iso_4217_with_withdrawn().at("EUR"), EUR);
  EXPECT_EQ(CurrencyTable::iso_4217_with_withdrawn().currencies().size(),
            iso_4217().size() + iso_4217_withdrawn().size());
}

}  // namespace
}  // namespace o2c

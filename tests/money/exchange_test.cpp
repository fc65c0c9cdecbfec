#include "o2c/money/exchange.hpp"

#include <sstream>
#include <unordered_set>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/explain/derivation.hpp"

namespace o2c {
namespace {

using currencies::BHD, currencies::CNY, currencies::EUR, currencies::GBP, currencies::JPY,
    currencies::USD;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

Decimal dec(std::string_view text) { return Decimal::parse(text); }
Money usd(std::int64_t amount) { return Money::of(amount, USD); }
Money cny(std::int64_t amount) { return Money::of(amount, CNY); }

constexpr Date march(int day) { return Date(2026, 3, day); }
ExchangeRate rate(Currency base, Currency quote, std::string_view value, Date date) {
  return ExchangeRate(base, quote, dec(value), date);
}

TEST(ExchangeRate, SaysWhatOneUnitIsWorth) {
  const ExchangeRate stated = rate(USD, CNY, "7.10", march(31));
  EXPECT_EQ(to_string(stated), "1 USD = 7.10 CNY on 2026-03-31");
  std::ostringstream out;
  out << stated;
  EXPECT_EQ(out.str(), to_string(stated));
  EXPECT_EQ(stated, rate(USD, CNY, "7.1", march(31)));
  EXPECT_EQ((std::unordered_set{stated, rate(USD, CNY, "7.1", march(31))}).size(), 1U);
  EXPECT_THAT([] { rate(USD, CNY, "0", march(1)); },
              ThrowsMessage<InvalidArgument>(
                  "exchange rate 1 USD = 0 CNY on 2026-03-01: expected a rate above zero"));
  EXPECT_THROW(rate(USD, CNY, "-7", march(1)), InvalidArgument);
  EXPECT_THROW(rate(USD, USD, "1", march(1)), InvalidArgument);
}

TEST(ExchangeRate, ConvertsBothWays) {
  const ExchangeRate stated = rate(USD, CNY, "7.10", march(31));
  EXPECT_EQ(convert(usd(34'000), stated, Rounding::half_even), cny(241'400));
  EXPECT_EQ(convert(cny(241'400), stated, Rounding::exact), usd(34'000));
  EXPECT_EQ(convert(cny(1), stated, Rounding::half_even), Money::of(dec("0.14"), USD));
  EXPECT_THAT(
      [&] { convert(Money::of(1, EUR), stated, Rounding::half_even); },
      ThrowsMessage<CurrencyMismatch>("cannot convert 1.00 EUR at 1 USD = 7.10 CNY on 2026-03-31"));
}

TEST(ConvertAt, MindsTheDigitsOfBothCurrencies) {
  EXPECT_EQ(convert_at(usd(100), JPY, dec("157.345"), Rounding::half_even), Money::of(15734, JPY));
  EXPECT_EQ(convert_at(Money::of(1, JPY), BHD, dec("0.0024"), Rounding::half_even),
            Money::of(dec("0.002"), BHD));
  EXPECT_EQ(convert_at(-usd(1), EUR, Ratio(2, 3), Rounding::half_even),
            Money::of(dec("-0.67"), EUR));
  EXPECT_THAT([] { convert_at(usd(1), EUR, Ratio(2, 3), Rounding::exact); },
              ThrowsMessage<InexactResult>(
                  "1.00 USD at 2/3 in EUR needs rounding, and the rounding is exact"));
  EXPECT_THROW(convert_at(usd(90'000'000'000'000'000), CNY, 8, Rounding::down), Overflow);
}

TEST(ExchangeTable, TakesTheLatestRateOnOrBeforeTheDate) {
  ExchangeTable table;
  table.add(rate(USD, CNY, "7.10", march(10)))
      .add(rate(USD, CNY, "7.00", march(1)))
      .add(rate(USD, CNY, "7.20", march(20)));
  const auto on = [&](int day) {
    return convert(usd(100), CNY, table, march(day), Rounding::exact);
  };
  EXPECT_EQ(on(1), cny(700));
  EXPECT_EQ(on(9), cny(700));
  EXPECT_EQ(on(10), cny(710));
  EXPECT_EQ(on(19), cny(710));
  EXPECT_EQ(convert(usd(100), CNY, table, Date(2030, 1, 1), Rounding::exact), cny(720));
  EXPECT_THAT([&] { table.at(USD, CNY, Date(2026, 2, 28)); },
              ThrowsMessage<MissingRate>("no exchange rate USD/CNY as of 2026-02-28"));
}

TEST(ExchangeTable, HasAMaximumAge) {
  ExchangeTable table({.max_age_days = 30});
  table.add(rate(USD, CNY, "7.10", march(1)));
  EXPECT_TRUE(table.find(USD, CNY, march(31)));
  EXPECT_FALSE(table.find(USD, CNY, Date(2026, 4, 1)));
  EXPECT_FALSE(table.find(CNY, USD, Date(2026, 4, 1)));
  try {
    table.at(CNY, USD, Date(2026, 4, 1));
    FAIL();
  } catch (const MissingRate& error) {
    EXPECT_STREQ(error.what(),
                 "no exchange rate CNY/USD as of 2026-04-01 (1 USD = 7.10 CNY on 2026-03-01 is 31 "
                 "days old, the maximum is 30)");
    ASSERT_EQ(error.faults().size(), 1U);
    EXPECT_EQ(error.faults()[0].value, "CNY/USD 2026-04-01");
  }
  EXPECT_THAT([] { ExchangeTable({.max_age_days = -1}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("of -1 days: expected 0 or more")));
  ExchangeTable same_day({.max_age_days = 0});
  same_day.add(rate(USD, CNY, "7.10", march(1)));
  EXPECT_TRUE(same_day.find(USD, CNY, march(1)));
  EXPECT_FALSE(same_day.find(USD, CNY, march(2)));
}

TEST(ExchangeTable, PrefersDirectToInverseToCross) {
  ExchangeTable table({.pivot = EUR, .max_age_days = 9});
  const auto path = [&](int day) { return table.at(USD, CNY, march(day)); };
  table.add(rate(EUR, USD, "1.25", march(30))).add(rate(EUR, CNY, "8", march(30)));
  EXPECT_EQ(path(30).factor(), Ratio(dec("6.4")));
  ASSERT_EQ(path(30).legs.size(), 2U);
  EXPECT_TRUE(path(30).legs[0].inverted);
  EXPECT_FALSE(path(30).legs[1].inverted);
  table.add(rate(CNY, USD, "0.16", march(25)));
  EXPECT_EQ(path(30).factor(), Ratio(dec("6.25")));
  table.add(rate(USD, CNY, "7", march(21)));
  EXPECT_EQ(path(30).factor(), 7);
  // Too old a direct rate gives way to the inverse one, that to the cross.
  EXPECT_EQ(path(31).factor(), Ratio(dec("6.25")));
  EXPECT_EQ(table.at(USD, CNY, Date(2026, 4, 5)).factor(), Ratio(dec("6.4")));
}

TEST(ExchangeTable, CrossesOnlyThroughTheStatedPivot) {
  const std::vector rates{rate(EUR, USD, "1.25", march(1)), rate(EUR, CNY, "8", march(1))};
  EXPECT_FALSE(ExchangeTable(rates).find(USD, CNY, march(2)));
  EXPECT_FALSE(ExchangeTable(rates, {.pivot = GBP}).find(USD, CNY, march(2)));
  EXPECT_TRUE(ExchangeTable(rates, {.pivot = EUR}).find(USD, CNY, march(2)));
  EXPECT_FALSE(ExchangeTable(rates, {.pivot = EUR}).find(EUR, GBP, march(2)));
  EXPECT_THAT(
      [&] { ExchangeTable(rates, {.pivot = EUR, .max_age_days = 3}).at(USD, GBP, march(9)); },
      ThrowsMessage<MissingRate>(
          "no exchange rate USD/GBP as of 2026-03-09; through EUR: none USD/EUR (1 EUR = 1.25 USD "
          "on 2026-03-01 is 8 days old, the maximum is 3); through EUR: none EUR/GBP"));
}

TEST(ExchangeTable, NeedsNoRateForTheSameCurrency) {
  EXPECT_EQ(convert(usd(1), USD, ExchangeTable(), march(1), Rounding::exact), usd(1));
  EXPECT_THAT(ExchangeTable().at(USD, USD, march(1)).legs, IsEmpty());
  EXPECT_EQ(ExchangeTable().at(USD, USD, march(1)).factor(), 1);
}

TEST(ExchangeTable, RefusesTwoRatesForOneDay) {
  ExchangeTable table;
  table.add(rate(USD, CNY, "7.10", march(1))).add(rate(USD, CNY, "7.1", march(1)));
  const ExchangeTable before = table;
  EXPECT_THAT(
      [&] { table.add(rate(USD, CNY, "7.11", march(1))); },
      ThrowsMessage<InvalidArgument>("two exchange rates USD/CNY on 2026-03-01: 7.10 and 7.11"));
  EXPECT_EQ(table, before);
  const std::vector both{rate(USD, CNY, "7", march(1)), rate(USD, CNY, "8", march(1))};
  EXPECT_THROW((ExchangeTable(both)), InvalidArgument);
}

TEST(ExchangeTable, ListsItsRatesInOrder) {
  const std::vector given{rate(USD, CNY, "7.2", march(2)), rate(EUR, CNY, "8", march(3)),
                          rate(USD, CNY, "7.1", march(1))};
  const ExchangeTable table(given, {.pivot = EUR});
  EXPECT_THAT(table.rates(), ElementsAre(given[1], given[2], given[0]));
  EXPECT_EQ(ExchangeTable(table.rates(), table.options()), table);
  EXPECT_FALSE(ExchangeTable(given) == table);
}

TEST(Convert, RoundsACrossOnlyOnce) {
  // 100 USD / 1.5 = 66.666... EUR; rounded there it would make 599.99 or 600.03 CNY, not 600.
  const std::vector rates{rate(EUR, USD, "1.5", march(1)), rate(EUR, CNY, "9", march(1))};
  const ExchangeTable table(rates, {.pivot = EUR});
  EXPECT_EQ(convert(usd(100), CNY, table, march(1), Rounding::exact), cny(600));
}

TEST(Convert, ShowsThePathInTheDerivation) {
  const std::vector rates{rate(EUR, USD, "1.5", march(1)), rate(EUR, CNY, "9", march(2))};
  const ExchangeTable table(rates, {.pivot = EUR});
  Derivation derivation;
  EXPECT_EQ(convert(usd(7), CNY, table, march(3), Rounding::half_even, derivation), cny(42));
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  const auto& steps = derivation.steps();
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(steps[0].operation, Operation::look_up);
  EXPECT_EQ(steps[0].result, Value(dec("1.5")));
  EXPECT_EQ(steps[0].operands[3].value, Value(march(1)));
  EXPECT_EQ(steps[1].operation, Operation::quotient);
  EXPECT_EQ(steps[1].result, Value(Ratio(2, 3)));
  EXPECT_EQ(steps[2].operation, Operation::look_up);
  EXPECT_EQ(steps[3].operation, Operation::exchange);
  EXPECT_EQ(steps[3].rounding->unit, dec("0.01"));
  EXPECT_EQ(steps[3].operands.size(), 3U);

  Derivation none;
  EXPECT_EQ(convert(usd(7), USD, table, march(3), Rounding::half_even, none), usd(7));
  EXPECT_THAT(none.steps(), IsEmpty());
}

// A foreign receivable at its booked, closing and settlement rates.
TEST(Convert, RevaluesAReceivable) {
  const std::vector rates{rate(USD, CNY, "7.10", march(1)), rate(USD, CNY, "7.05", march(31)),
                          rate(USD, CNY, "7.08", Date(2026, 4, 20))};
  const ExchangeTable table(rates);
  const auto on = [&](Date date) {
    return convert(usd(34'000), CNY, table, date, Rounding::half_up);
  };
  EXPECT_EQ(on(march(1)), cny(241'400));
  EXPECT_EQ(on(march(31)) - on(march(1)), cny(-1'700));
  EXPECT_EQ(on(Date(2026, 4, 20)) - on(march(31)), cny(1'020));
}

}  // namespace
}  // namespace o2c

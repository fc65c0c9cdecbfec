// Laws of money on random amounts: exact arithmetic, text, allocation, bags, cash, exchange.

#include "o2c/money/money.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money_bag.hpp"
#include "o2c/money/money_text.hpp"

namespace o2c {
namespace {

using currencies::BHD, currencies::CNY, currencies::EUR, currencies::JPY, currencies::USD;

constexpr Rounding modes[] = {Rounding::half_even, Rounding::half_up,      Rounding::half_down,
                              Rounding::half_odd,  Rounding::half_ceiling, Rounding::half_floor,
                              Rounding::up,        Rounding::down,         Rounding::ceiling,
                              Rounding::floor};
constexpr Allocation policies[] = {Allocation::largest_remainder, Allocation::largest_weight_first,
                                   Allocation::last_takes_rest};

template <class T, std::size_t n>
rc::Gen<T> one_of(const T (&values)[n]) {
  return rc::gen::elementOf(std::vector<T>(std::begin(values), std::end(values)));
}

// Small numbers, where ties and zeros happen, as well as any of 64 bits, the extremes among them.
rc::Gen<std::int64_t> any_minor() {
  using Limits = std::numeric_limits<std::int64_t>;
  return rc::gen::oneOf(
      rc::gen::inRange<std::int64_t>(-1000, 1001),
      rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'001),
      rc::gen::resize(1000, rc::gen::arbitrary<std::int64_t>()),
      rc::gen::element<std::int64_t>(Limits::min(), Limits::min() + 1, Limits::max()));
}

rc::Gen<Currency> any_currency() {
  return rc::gen::map(rc::gen::inRange<std::size_t>(0, iso_4217().size()),
                      [](std::size_t i) { return iso_4217()[i].currency; });
}

Money any_money() { return Money::from_minor(*any_minor(), *any_currency()); }

// Far from the limits, so that sums of a few do not overflow.
Money modest(Currency currency) {
  return Money::from_minor(*rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'001),
                           currency);
}

NumberFormat any_format() {
  using number_formats::plain, number_formats::continental, number_formats::spaced,
      number_formats::swiss, number_formats::ungrouped;
  return *rc::gen::element(plain, continental, spaced, swiss, ungrouped);
}

std::vector<Decimal> any_weights() {
  const auto weight = rc::gen::map(
      rc::gen::pair(rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 5),
                                   rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)),
                    rc::gen::inRange(0, 7)),
      [](std::pair<std::int64_t, int> parts) {
        return Decimal::from_parts(parts.first, parts.second);
      });
  auto weights = *rc::gen::nonEmpty(rc::gen::container<std::vector<Decimal>>(weight));
  RC_PRE(!std::ranges::all_of(weights, [](const Decimal& w) { return is_zero(w); }));
  return weights;
}

AllocationOptions any_options() { return {*one_of(policies), *one_of(modes)}; }

MoneyBag any_bag() {
  MoneyBag bag;
  const int size = *rc::gen::inRange(0, 6);
  for (int i = 0; i < size; ++i) bag += modest(*rc::gen::element(USD, EUR, CNY, JPY, BHD));
  return bag;
}

Decimal any_rate() {
  return Decimal::from_parts(*rc::gen::inRange<std::int64_t>(1, 1'000'000),
                             *rc::gen::inRange(0, 6));
}

Ratio exact(Money amount) { return amount.amount(); }

RC_GTEST_PROP(MoneyLaws, SumsAreThoseOfTheirAmounts, ()) {
  const Currency currency = *any_currency();
  const Money a = modest(currency);
  const Money b = modest(currency);
  RC_ASSERT((a + b).amount() == a.amount() + b.amount());
  RC_ASSERT((a - b).amount() == a.amount() - b.amount());
  RC_ASSERT(a + b == b + a);
  RC_ASSERT((a + b) - b == a);
  RC_ASSERT(-(-a) == a);
  RC_ASSERT(a * 3 == a + a + a);
  RC_ASSERT((a < b) == (a.amount() < b.amount()));
}

RC_GTEST_PROP(MoneyLaws, SumsOutside64BitsAreRefused, ()) {
  const std::int64_t a = *any_minor();
  const std::int64_t b = *any_minor();
  const Int128 sum = Int128{a} + b;
  const bool fits = sum >= std::numeric_limits<std::int64_t>::min() &&
                    sum <= std::numeric_limits<std::int64_t>::max();
  const Money x = Money::from_minor(a, USD);
  const Money y = Money::from_minor(b, USD);
  if (fits)
    RC_ASSERT(Int128{(x + y).minor()} == sum);
  else
    RC_ASSERT_THROWS_AS(x + y, Overflow);
}

RC_GTEST_PROP(MoneyLaws, AmountsComeBackFromTheirDecimal, ()) {
  const Money amount = any_money();
  RC_ASSERT(Money::of(amount.amount(), amount.currency()) == amount);
}

RC_GTEST_PROP(MoneyLaws, RoundingIsThatOfDecimals, ()) {
  const Money amount = modest(*any_currency());
  const Decimal factor = any_rate();
  const Rounding mode = *one_of(modes);
  const int digits = amount.currency().digits();
  RC_ASSERT(multiply(amount, factor, mode).amount() ==
            round(exact(amount) * Ratio(factor), digits, mode));
  RC_ASSERT(multiply(amount, Ratio(factor), mode) == multiply(amount, factor, mode));
  RC_ASSERT(divide(amount, factor, mode).amount() ==
            round(exact(amount) / Ratio(factor), digits, mode));
  RC_ASSERT(Money::rounded(exact(amount) * Ratio(factor), amount.currency(), mode) ==
            multiply(amount, factor, mode));
}

RC_GTEST_PROP(MoneyLaws, CashIsTheRoundedMultiple, ()) {
  const Money amount = modest(*any_currency());
  const Decimal step =
      Money::from_minor(*rc::gen::inRange<std::int64_t>(1, 20'000), amount.currency()).amount();
  const Rounding mode = *one_of(modes);
  const Money rounded = round_cash(amount, step, mode);
  RC_ASSERT(rounded.amount() == round_to(amount.amount(), step, mode));
  RC_ASSERT(is_integer(exact(rounded) / Ratio(step)));
  RC_ASSERT(abs(exact(rounded) - exact(amount)) < Ratio(step));
  RC_ASSERT(round_cash(rounded, step, Rounding::exact) == rounded);
}

RC_GTEST_PROP(MoneyLaws, AggregatesAgreeWithSorting, ()) {
  const Currency currency = *any_currency();
  std::vector<Money> amounts;
  const int size = *rc::gen::inRange(1, 12);
  for (int i = 0; i < size; ++i) amounts.push_back(modest(currency));
  const Money total = std::accumulate(amounts.begin(), amounts.end(), Money::zero(currency));
  RC_ASSERT(sum(amounts, currency) == total);
  std::vector<Money> sorted = amounts;
  std::ranges::sort(sorted);
  RC_ASSERT(sum(sorted, currency) == total);
  RC_ASSERT(min(amounts) == sorted.front());
  RC_ASSERT(max(amounts) == sorted.back());
  const Rounding mode = *one_of(modes);
  RC_ASSERT(average(amounts, mode) == divide(total, size, mode));
}

RC_GTEST_PROP(TextLaws, ParsingReadsWhatWasPrinted, ()) {
  const Money amount = any_money();
  const NumberFormat format = any_format();
  RC_ASSERT(parse_money(to_string(amount)) == amount);
  RC_ASSERT(parse_money(format_money(amount, format), format) == amount);
  RC_ASSERT(parse_money(format_money(amount, format), amount.currency(), format) == amount);
  RC_ASSERT(parse_money(format_amount(amount, format), amount.currency(), format) == amount);
}

RC_GTEST_PROP(TextLaws, ParsingRefusesOrReadsButNeverRounds, ()) {
  const auto characters = rc::gen::elementOf(std::string("0123456789,.' +-USDJPY$"));
  const std::string text = *rc::gen::container<std::string>(characters);
  try {
    const Money amount = parse_money(text);
    std::string digits;  // Those read, up to leading zeros, are those of the amount.
    for (const char c : text)
      if ('0' <= c && c <= '9') digits += c;
    digits.erase(0, digits.find_first_not_of('0'));
    std::string minor = detail::int128_text(static_cast<Int128>(detail::magnitude(amount.minor())));
    if (minor == "0") minor.clear();
    RC_ASSERT(minor.starts_with(digits));
    RC_ASSERT(minor.find_first_not_of('0', digits.size()) == std::string::npos);
  } catch (const Error&) {
    RC_SUCCEED();
  }
}

RC_GTEST_PROP(AllocationLaws, PartsMakeTheWhole, ()) {
  const Money total = any_money();
  const std::vector<Decimal> weights = any_weights();
  const auto parts = allocate(total, weights, any_options());
  RC_ASSERT(parts.size() == weights.size());
  RC_ASSERT(sum(parts, total.currency()) == total);
}

RC_GTEST_PROP(AllocationLaws, NoPartGoesAgainstTheTotal, ()) {
  const Money total = any_money();
  const std::vector<Decimal> weights = any_weights();
  const auto parts = allocate(total, weights, any_options());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    RC_ASSERT(sign(parts[i]) * sign(total) >= 0);
    if (is_zero(weights[i])) RC_ASSERT(is_zero(parts[i]));
  }
}

RC_GTEST_PROP(AllocationLaws, NegativeTotalsMirrorPositiveOnes, ()) {
  const Money total = modest(*any_currency());
  const std::vector<Decimal> weights = any_weights();
  const AllocationOptions options = any_options();
  auto mirrored = allocate(-total, weights, options);
  for (Money& part : mirrored) part = -part;
  RC_ASSERT(mirrored == allocate(total, weights, options));
}

RC_GTEST_PROP(AllocationLaws, LargestRemainderStaysWithinOneUnitOfTheExactShare, ()) {
  const Money total = modest(*any_currency());
  const std::vector<Decimal> weights = any_weights();
  const auto parts = allocate(total, weights);
  const Ratio sum_of_weights = std::accumulate(weights.begin(), weights.end(), Decimal(0));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Ratio share = exact(total) * (Ratio(weights[i]) / sum_of_weights);
    RC_ASSERT(abs(exact(parts[i]) - share) < Ratio(minor_unit(total.currency())));
  }
}

RC_GTEST_PROP(AllocationLaws, LargestRemainderGivesSpareUnitsWhereMostWasLost, ()) {
  const Money total = abs(modest(*any_currency()));
  const std::vector<Decimal> weights = any_weights();
  const auto parts = allocate(total, weights);
  const Ratio sum_of_weights = std::accumulate(weights.begin(), weights.end(), Decimal(0));
  std::vector<Ratio> gained;  // What each part has beyond its exact share.
  for (std::size_t i = 0; i < parts.size(); ++i)
    gained.push_back(exact(parts[i]) - exact(total) * (Ratio(weights[i]) / sum_of_weights));
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t j = 0; j < parts.size(); ++j)
      if (gained[i] > 0 && gained[j] < 0) {
        // i has a spare unit, so it lost at least as much as j; of equals it is the first.
        const Ratio unit = minor_unit(total.currency());
        const Ratio i_lost = unit - gained[i];
        const Ratio j_lost = -gained[j];
        RC_ASSERT(i_lost > j_lost || (i_lost == j_lost && i < j));
      }
}

RC_GTEST_PROP(AllocationLaws, LastTakesRestRoundsAllButTheLast, ()) {
  const Money total = abs(modest(*any_currency()));
  const std::vector<Decimal> weights = any_weights();
  const Rounding mode = *one_of(modes);
  const auto parts = allocate(total, weights, {Allocation::last_takes_rest, mode});
  const Ratio sum_of_weights = std::accumulate(weights.begin(), weights.end(), Decimal(0));
  Money rest = total;
  std::size_t last = weights.size() - 1;
  while (is_zero(weights[last])) --last;
  for (std::size_t i = 0; i < last; ++i) {
    const Money rounded =
        Money::rounded(exact(total) * (Ratio(weights[i]) / sum_of_weights), total.currency(), mode);
    RC_ASSERT(parts[i] == std::min(rounded, rest));
    rest -= parts[i];
  }
  RC_ASSERT(parts[last] == rest);
}

RC_GTEST_PROP(AllocationLaws, OnlyProportionsOfWeightsMatter, ()) {
  const Money total = modest(*any_currency());
  std::vector<Decimal> weights = any_weights();
  const AllocationOptions options = any_options();
  const auto parts = allocate(total, weights, options);
  const Decimal factor = any_rate();
  for (Decimal& weight : weights) weight *= factor;
  RC_ASSERT(allocate(total, weights, options) == parts);
}

RC_GTEST_PROP(AllocationLaws, SplitPartsDifferByOneUnitAtMost, ()) {
  const Money total = any_money();
  const auto parts = split(total, *rc::gen::inRange<std::size_t>(1, 50));
  RC_ASSERT(sum(parts, total.currency()) == total);
  const auto [least, most] = std::ranges::minmax(parts);
  RC_ASSERT(most.minor() - least.minor() <= 1);
}

RC_GTEST_PROP(AllocationLaws, StepsAreKept, ()) {
  const std::int64_t step = *rc::gen::inRange<std::int64_t>(1, 101);
  const Money total = modest(*any_currency()) * step;
  AllocationOptions options = any_options();
  options.step_minor = step;
  const auto parts = allocate(total, any_weights(), options);
  RC_ASSERT(sum(parts, total.currency()) == total);
  for (const Money& part : parts) RC_ASSERT(part.minor() % step == 0);
}

RC_GTEST_PROP(AllocationLaws, DerivationsHold, ()) {
  const Money total = modest(*any_currency());
  const std::vector<Decimal> weights = any_weights();
  const AllocationOptions options = any_options();
  Derivation derivation;
  RC_ASSERT(allocate(total, std::span(weights), options, derivation) ==
            allocate(total, weights, options));
  RC_ASSERT(derivation.recheck().empty());
}

RC_GTEST_PROP(BagLaws, BagsAddLikeTheirCurrencies, ()) {
  const MoneyBag a = any_bag();
  const MoneyBag b = any_bag();
  const MoneyBag c = any_bag();
  RC_ASSERT(a + b == b + a);
  RC_ASSERT((a + b) + c == a + (b + c));
  RC_ASSERT(a + MoneyBag() == a);
  RC_ASSERT((a - a).empty());
  RC_ASSERT(a - b == a + (-b));
  for (const Currency currency : {USD, EUR, CNY, JPY, BHD})
    RC_ASSERT((a + b).at(currency) == a.at(currency) + b.at(currency));
  RC_ASSERT(std::ranges::is_sorted(a, {}, &Money::currency));
  RC_ASSERT(std::ranges::none_of(a, [](const Money& amount) { return is_zero(amount); }));
}

RC_GTEST_PROP(ExchangeLaws, ConvertsByTheExactFactor, ()) {
  const Currency from = *any_currency();
  const Currency to = *any_currency();
  RC_PRE(from != to);
  const Date day(2026, 3, 31);
  const ExchangeRate rate(from, to, any_rate(), day);
  const std::vector rates{rate};
  const ExchangeTable table(rates);
  const Rounding mode = *one_of(modes);
  const Money there =
      Money::from_minor(*rc::gen::inRange<std::int64_t>(-100'000'000, 100'000'001), from);
  RC_ASSERT(convert(there, to, table, day, mode) ==
            Money::rounded(exact(there) * Ratio(rate.rate()), to, mode));
  RC_ASSERT(convert(there, rate, mode) == convert(there, to, table, day, mode));
  const Money back = Money::from_minor(*rc::gen::inRange(-1'000'000, 1'000'001), to);
  RC_ASSERT(convert(back, from, table, day, mode) ==
            Money::rounded(exact(back) / Ratio(rate.rate()), from, mode));
  RC_ASSERT(table.at(from, to, day).factor() * table.at(to, from, day).factor() == 1);
}

RC_GTEST_PROP(ExchangeLaws, CrossesAreOneChain, ()) {
  const Date day(2026, 3, 31);
  const Decimal first = any_rate();
  const Decimal second = any_rate();
  const bool first_inverted = *rc::gen::arbitrary<bool>();
  const bool second_inverted = *rc::gen::arbitrary<bool>();
  const std::vector rates{
      first_inverted ? ExchangeRate(EUR, USD, first, day) : ExchangeRate(USD, EUR, first, day),
      second_inverted ? ExchangeRate(JPY, EUR, second, day) : ExchangeRate(EUR, JPY, second, day)};
  const ExchangeTable table(rates, {.pivot = EUR});
  const Ratio factor = (first_inverted ? 1 / Ratio(first) : Ratio(first)) *
                       (second_inverted ? 1 / Ratio(second) : Ratio(second));
  RC_ASSERT(table.at(USD, JPY, day).factor() == factor);
  RC_ASSERT(table.at(JPY, USD, day).factor() == 1 / factor);
  const Rounding mode = *one_of(modes);
  const Money amount = Money::from_minor(*rc::gen::inRange(-1000, 1001), USD);
  Derivation derivation;
  RC_ASSERT(convert(amount, JPY, table, day, mode, derivation) ==
            Money::rounded(exact(amount) * factor, JPY, mode));
  RC_ASSERT(derivation.recheck().empty());
}

RC_GTEST_PROP(ExchangeLaws, TheLatestRateInTimeIsFound, ()) {
  const int max_age = *rc::gen::inRange(0, 20);
  const Date start(2026, 1, 1);
  std::vector<ExchangeRate> rates;
  for (const int day : *rc::gen::unique<std::vector<int>>(rc::gen::inRange(0, 60)))
    rates.emplace_back(USD, CNY, any_rate(), start + day);
  const ExchangeTable table(rates, {.max_age_days = max_age});
  const Date asked = start + *rc::gen::inRange(0, 90);
  const ExchangeRate* expected = nullptr;
  for (const ExchangeRate& rate : rates)
    if (rate.date() <= asked && asked - rate.date() <= max_age &&
        (expected == nullptr || expected->date() < rate.date()))
      expected = &rate;
  const auto found = table.find(USD, CNY, asked);
  RC_ASSERT(found.has_value() == (expected != nullptr));
  if (found) RC_ASSERT(found->legs.at(0).rate == *expected);
}

}  // namespace
}  // namespace o2c

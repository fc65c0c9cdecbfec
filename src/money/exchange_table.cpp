#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "o2c/money/exchange.hpp"

namespace o2c::inline v1 {
namespace {

constexpr auto names_of = [](const auto& pair) { return std::pair(pair.base, pair.quote); };

std::string pair_text(Currency base, Currency quote) {
  return to_string(base) + "/" + to_string(quote);
}

}  // namespace

Ratio ExchangePath::factor() const {
  Ratio product = 1;
  for (const ExchangeLeg& leg : legs) product *= leg.factor();
  return product;
}

ExchangeTable::ExchangeTable(ExchangeOptions options) : options_(options) {
  if (options.max_age_days && *options.max_age_days < 0)
    throw_invalid("maximum age of an exchange rate of " + std::to_string(*options.max_age_days) +
                  " days: expected 0 or more");
}

ExchangeTable::ExchangeTable(std::span<const ExchangeRate> rates, ExchangeOptions options)
    : ExchangeTable(options) {
  // In order, each is appended, not inserted.
  std::vector<ExchangeRate> ordered(rates.begin(), rates.end());
  std::ranges::sort(ordered, {}, [](const ExchangeRate& rate) {
    return std::tuple(rate.base(), rate.quote(), rate.date());
  });
  for (const ExchangeRate& rate : ordered) add(rate);
}

ExchangeTable& ExchangeTable::add(const ExchangeRate& rate) {
  const std::pair names(rate.base(), rate.quote());
  auto pair = std::ranges::lower_bound(pairs_, names, {}, names_of);
  if (pair == pairs_.end() || names_of(*pair) != names)
    pair = pairs_.insert(pair, Pair{rate.base(), rate.quote(), {}});
  auto& quotations = pair->quotations;
  const auto it = std::ranges::lower_bound(quotations, rate.date(), {}, &Quotation::date);
  if (it == quotations.end() || it->date != rate.date()) {
    quotations.insert(it, Quotation{rate.date(), rate.rate()});
  } else if (it->rate != rate.rate()) {
    throw_invalid("two exchange rates " + pair_text(rate.base(), rate.quote()) + " on " +
                  to_string(rate.date()) + ": " + to_string(it->rate) + " and " +
                  to_string(rate.rate()));
  }
  return *this;
}

std::optional<ExchangeRate> ExchangeTable::latest(Currency base, Currency quote, Date date) const {
  const std::pair names(base, quote);
  const auto pair = std::ranges::lower_bound(pairs_, names, {}, names_of);
  if (pair == pairs_.end() || names_of(*pair) != names) return std::nullopt;
  const auto after = std::ranges::upper_bound(pair->quotations, date, {}, &Quotation::date);
  if (after == pair->quotations.begin()) return std::nullopt;
  const Quotation& found = *(after - 1);
  return ExchangeRate(base, quote, found.rate, found.date);
}

bool ExchangeTable::young_enough(const ExchangeRate& rate, Date date) const {
  return !options_.max_age_days || date - rate.date() <= *options_.max_age_days;
}

std::optional<ExchangeLeg> ExchangeTable::find_leg(Currency from, Currency to, Date date) const {
  if (const auto direct = latest(from, to, date); direct && young_enough(*direct, date))
    return ExchangeLeg{*direct, false};
  if (const auto inverse = latest(to, from, date); inverse && young_enough(*inverse, date))
    return ExchangeLeg{*inverse, true};
  return std::nullopt;
}

std::optional<ExchangePath> ExchangeTable::find(Currency from, Currency to, Date date) const {
  if (from == to) return ExchangePath{};
  if (const auto leg = find_leg(from, to, date)) return ExchangePath{{*leg}};
  const auto& pivot = options_.pivot;
  if (!pivot || *pivot == from || *pivot == to) return std::nullopt;
  const auto first = find_leg(from, *pivot, date);
  const auto second = first ? find_leg(*pivot, to, date) : std::nullopt;
  if (!second) return std::nullopt;
  return ExchangePath{{*first, *second}};
}

ExchangePath ExchangeTable::at(Currency from, Currency to, Date date) const {
  if (auto path = find(from, to, date)) return *std::move(path);
  std::string message = "no exchange rate " + pair_text(from, to) + " as of " + to_string(date) +
                        why_missing(from, to, date);
  if (const auto& pivot = options_.pivot; pivot && *pivot != from && *pivot != to) {
    for (const auto& [a, b] : {std::pair(from, *pivot), std::pair(*pivot, to)})
      if (!find_leg(a, b, date))
        message += "; through " + to_string(*pivot) + ": none " + pair_text(a, b) +
                   why_missing(a, b, date);
  }
  throw MissingRate(message, {Fault{.field = "rate",
                                    .value = pair_text(from, to) + " " + to_string(date),
                                    .expected = "an exchange rate on or before that date"}});
}

std::string ExchangeTable::why_missing(Currency from, Currency to, Date date) const {
  std::optional<ExchangeRate> nearest = latest(from, to, date);
  if (const auto inverse = latest(to, from, date);
      inverse && (!nearest || nearest->date() < inverse->date()))
    nearest = inverse;
  if (!nearest || !options_.max_age_days) return "";
  return " (" + to_string(*nearest) + " is " + std::to_string(date - nearest->date()) +
         " days old, the maximum is " + std::to_string(*options_.max_age_days) + ")";
}

std::vector<ExchangeRate> ExchangeTable::rates() const {
  std::vector<ExchangeRate> all;
  for (const Pair& pair : pairs_)
    for (const Quotation& quotation : pair.quotations)
      all.emplace_back(pair.base, pair.quote, quotation.rate, quotation.date);
  return all;
}

}  // namespace o2c

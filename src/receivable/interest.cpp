#include "o2c/receivable/interest.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 5> compoundings{"none", "daily", "monthly", "quarterly",
                                                       "yearly"};
constexpr std::array<std::string_view, 2> graces{"conditional", "free"};
constexpr std::array<std::string_view, 2> roundings{"total", "daily"};

constexpr int rate_digits_max = 12;

std::vector<Fault> faults_of(const std::vector<AnnualRate>& rates, const InterestTerms& terms) {
  std::vector<Fault> faults;
  if (rates.empty()) faults.push_back({.field = "rates", .expected = "at least one"});
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    const Decimal& fraction = rates[i].rate.fraction();
    if (sign(fraction) < 0 || fraction >= 10 || fraction.scale() > rate_digits_max)
      faults.push_back(
          {.row = row,
           .field = "rate",
           .value = to_string(rates[i].rate),
           .expected = "a rate from 0% to below 1000%, with at most 10 digits of a percent"});
    if (i > 0 && rates[i].from <= rates[i - 1].from)
      faults.push_back({.row = row,
                        .field = "from",
                        .value = to_string(rates[i].from),
                        .expected = "a day after " + to_string(rates[i - 1].from)});
  }
  if (terms.grace_days < 0)
    faults.push_back({.field = "grace_days",
                      .value = std::to_string(terms.grace_days),
                      .expected = "days of grace, not below zero"});
  return faults;
}

}  // namespace

std::string to_string(Compounding compounding) {
  return std::string(compoundings[static_cast<std::size_t>(compounding)]);
}
std::string to_string(Grace grace) { return std::string(graces[static_cast<std::size_t>(grace)]); }
std::string to_string(InterestRounding rounded) {
  return std::string(roundings[static_cast<std::size_t>(rounded)]);
}

Compounding parse_compounding(std::string_view text) {
  return parse_name<Compounding>(text, compoundings, "when interest compounds: one of");
}
Grace parse_grace(std::string_view text) {
  return parse_name<Grace>(text, graces, "what days of grace are: one of");
}
InterestRounding parse_interest_rounding(std::string_view text) {
  return parse_name<InterestRounding>(text, roundings, "what is rounded: one of");
}

InterestPolicy::InterestPolicy(const Rate& rate, const InterestTerms& terms)
    : InterestPolicy(std::vector{AnnualRate{Date::min(), rate}}, terms) {}

InterestPolicy::InterestPolicy(std::vector<AnnualRate> rates, const InterestTerms& terms)
    : rates_(std::move(rates)), terms_(terms) {
  throw_faults("no such interest", faults_of(rates_, terms_));
  for (const AnnualRate& each : rates_) digits_ = std::max(digits_, each.rate.fraction().scale());
  for (const AnnualRate& each : rates_)
    units_.push_back(
        static_cast<std::int64_t>(each.rate.fraction().coefficient() *
                                  detail::power_of_ten(digits_ - each.rate.fraction().scale())));
}

std::string to_string(const InterestPolicy& policy) {
  std::string text;
  for (const AnnualRate& each : policy.rates()) {
    if (!text.empty()) text += ", ";
    text += to_string(each.rate);
    if (each.from != Date::min()) text += " from " + to_string(each.from);
  }
  const InterestTerms& terms = policy.terms();
  text += ", " + to_string(terms.day_count);
  if (terms.compounding != Compounding::none)
    text += ", compounding " + to_string(terms.compounding);
  if (terms.grace_days > 0)
    text += ", " + std::to_string(terms.grace_days) + " days of grace, " + to_string(terms.grace);
  return text + ", rounded " + to_string(terms.rounding) +
         (terms.rounded == InterestRounding::daily ? " daily" : "");
}

std::vector<InterestStretch> interest_stretches(const InterestPolicy& policy, Date due_date,
                                                std::span<const InterestBalance> balances,
                                                Date as_of) {
  detail::check_balances(balances);
  const DayCount count = policy.terms().day_count;
  const Date begin = detail::interest_begin(policy.terms(), due_date);
  std::vector<InterestStretch> stretches;
  detail::for_stretches(policy, due_date, balances, as_of,
                        [&](Date from, Date to, std::size_t balance, std::size_t rate) {
                          const Money open = balances[balance].open;
                          if (sign(open) <= 0) return;
                          stretches.push_back({.first = from + 1,
                                               .last = to,
                                               .days = days_counted(count, begin, to) -
                                                       days_counted(count, begin, from),
                                               .open = open,
                                               .rate = policy.rates()[rate].rate});
                        });
  return stretches;
}

namespace detail {

void check_balances(std::span<const InterestBalance> balances) {
  if (balances.empty()) throw_invalid("interest: expected what was open of the item");
  const Currency currency = balances.front().open.currency();
  for (std::size_t i = 0; i < balances.size(); ++i) {
    for (const Money& amount : {balances[i].open, balances[i].interest_settled})
      if (amount.currency() != currency)
        throw_currency_mismatch("charge interest on", balances.front().open, amount);
    if (i > 0 && balances[i].date <= balances[i - 1].date)
      throw_invalid("interest: expected balances in the order of their dates, each date once");
  }
}

}  // namespace detail
}  // namespace o2c::inline v1

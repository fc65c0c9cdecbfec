// Recomputes derivations with Boost's unbounded rationals: they cannot overflow, and they do not
// share the arithmetic that produced the figures.
#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

#include "o2c/explain/derivation.hpp"

namespace o2c::inline v1 {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

cpp_int widen(Int128 x) {
  const UInt128 size = detail::magnitude(x);
  const cpp_int wide =
      (cpp_int(static_cast<std::uint64_t>(size >> 64)) << 64) + static_cast<std::uint64_t>(size);
  return x < 0 ? cpp_int(-wide) : wide;
}

cpp_rational rational(Int128 numerator, Int128 denominator) {
  return {widen(numerator), widen(denominator)};
}

cpp_rational rational(const Decimal& x) {
  return rational(x.coefficient(), detail::power_of_ten(x.scale()));
}

// A number, or an amount in major units of a currency.
struct Quantity {
  cpp_rational number;
  std::optional<Currency> currency{};

  friend bool operator==(const Quantity&, const Quantity&) = default;
};

std::optional<Quantity> quantity(const Value& value) {
  if (const auto* x = std::get_if<std::int64_t>(&value)) return Quantity{cpp_rational(*x)};
  if (const auto* x = std::get_if<Decimal>(&value)) return Quantity{rational(*x)};
  if (const auto* x = std::get_if<Rate>(&value)) return Quantity{rational(x->fraction())};
  if (const auto* x = std::get_if<Ratio>(&value)) {
    return Quantity{rational(x->numerator(), x->denominator())};
  }
  if (const auto* x = std::get_if<Money>(&value)) {
    return Quantity{rational(x->amount()), x->currency()};
  }
  return std::nullopt;
}

std::optional<std::vector<Quantity>> quantities(std::span<const NamedValue> operands) {
  std::vector<Quantity> found;
  for (const NamedValue& operand : operands) {
    std::optional<Quantity> one = quantity(operand.value);
    if (!one) return std::nullopt;
    found.push_back(std::move(*one));
  }
  return found;
}

// Every currency that took part, whatever is left of it; without a currency: plain numbers.
using Totals = std::map<std::optional<Currency>, cpp_rational>;

bool add(Totals& totals, const Value& value, int sign) {
  if (const auto* bag = std::get_if<MoneyBag>(&value)) {
    for (const Money& money : *bag) totals[money.currency()] += sign * rational(money.amount());
    return true;
  }
  const std::optional<Quantity> one = quantity(value);
  if (one) totals[one->currency] += sign * one->number;
  return one.has_value();
}

bool totals_match(Totals totals, const Value& result) {
  if (const auto one = quantity(result)) {
    if (totals.empty()) return one->number == 0;
    return totals.size() == 1 && totals.begin()->first == one->currency &&
           totals.begin()->second == one->number;
  }
  Totals stated;
  if (!add(stated, result, 1)) return false;
  const auto is_zero = [](const auto& entry) { return entry.second == 0; };
  std::erase_if(totals, is_zero);
  std::erase_if(stated, is_zero);
  return totals == stated;
}

// A date and days from it, or amounts and numbers of any currencies.
bool sum_holds(const DerivationStep& step, int sign_of_others) {
  if (!step.operands.empty()) {
    if (const auto* first = std::get_if<Date>(&step.operands.front().value)) {
      const auto* result = std::get_if<Date>(&step.result);
      const auto days = quantities(std::span(step.operands).subspan(1));
      if (result == nullptr || !days) return false;
      cpp_rational expected = first->days();
      for (const Quantity& one : *days) {
        if (one.currency) return false;
        expected += sign_of_others * one.number;
      }
      return expected == result->days();
    }
  }
  Totals totals;
  for (std::size_t i = 0; i < step.operands.size(); ++i) {
    if (!add(totals, step.operands[i].value, i == 0 ? 1 : sign_of_others)) return false;
  }
  return totals_match(std::move(totals), step.result);
}

bool extreme_holds(const DerivationStep& step, bool least) {
  const std::vector<NamedValue>& operands = step.operands;
  if (operands.empty()) return false;
  if (const auto* result = std::get_if<Date>(&step.result)) {
    bool reached = false;
    for (const NamedValue& operand : operands) {
      const auto* date = std::get_if<Date>(&operand.value);
      if (date == nullptr || (least ? *date < *result : *date > *result)) return false;
      reached = reached || *date == *result;
    }
    return reached;
  }
  const auto result = quantity(step.result);
  const auto all = quantities(operands);
  if (!result || !all) return false;
  return std::ranges::all_of(
             *all,
             [&](const Quantity& one) {
               return one.currency == result->currency &&
                      (least ? one.number >= result->number : one.number <= result->number);
             }) &&
         std::ranges::find(*all, *result) != all->end();
}

bool days_hold(const DerivationStep& step) {
  if (step.operands.size() != 2) return false;
  const auto* from = std::get_if<Date>(&step.operands[0].value);
  const auto* to = std::get_if<Date>(&step.operands[1].value);
  return from != nullptr && to != nullptr &&
         quantity(step.result) == Quantity{cpp_rational(*to - *from)};
}

std::optional<Quantity> product(const std::vector<Quantity>& factors) {
  Quantity result{1};
  for (const Quantity& factor : factors) {
    if (factor.currency && result.currency) return std::nullopt;
    result.number *= factor.number;
    if (factor.currency) result.currency = factor.currency;
  }
  return result;
}

std::optional<Quantity> quotient(const Quantity& dividend, const Quantity& divisor) {
  if (divisor.number == 0) return std::nullopt;
  if (divisor.currency && divisor.currency != dividend.currency) return std::nullopt;
  return Quantity{dividend.number / divisor.number,
                  divisor.currency ? std::nullopt : dividend.currency};
}

std::optional<Quantity> sum(const std::vector<Quantity>& terms, int sign_of_others) {
  if (terms.empty()) return std::nullopt;
  Quantity result = terms.front();
  for (const Quantity& term : std::span(terms).subspan(1)) {
    if (term.currency != result.currency) return std::nullopt;
    result.number += sign_of_others * term.number;
  }
  return result;
}

// The exact result, before rounding; nothing where the operands do not allow the operation.
std::optional<Quantity> exact_result(const DerivationStep& step) {
  const auto operands = quantities(step.operands);
  if (!operands) return std::nullopt;
  const std::size_t count = operands->size();
  switch (step.operation) {
    case Operation::rounded:
      return count == 1 ? std::optional(operands->front()) : std::nullopt;
    case Operation::sum:
      return sum(*operands, 1);
    case Operation::difference:
      return sum(*operands, -1);
    case Operation::product:
      return product(*operands);
    case Operation::quotient:
      return count == 2 ? quotient((*operands)[0], (*operands)[1]) : std::nullopt;
    case Operation::share: {
      if (count != 3) return std::nullopt;
      const auto part = quotient((*operands)[1], (*operands)[2]);
      return part ? product({(*operands)[0], *part}) : std::nullopt;
    }
    case Operation::exchange: {
      const auto* result = std::get_if<Money>(&step.result);
      auto converted = product(*operands);
      if (result == nullptr || !converted || !converted->currency) return std::nullopt;
      converted->currency = result->currency();
      return converted;
    }
    default:
      return std::nullopt;
  }
}

// Nothing when the unit is not positive, or the mode is `exact` and x is no multiple of it.
std::optional<cpp_rational> rounded(const cpp_rational& x, const RoundedTo& rounding) {
  const cpp_rational unit = rational(rounding.unit);
  if (unit <= 0) return std::nullopt;
  const cpp_rational units = abs(x) / unit;
  cpp_int whole = numerator(units) / denominator(units);
  const cpp_rational rest = units - whole;
  if (rest != 0) {
    if (rounding.mode == Rounding::exact) return std::nullopt;
    const int half = rest.compare(cpp_rational(1, 2));
    if (detail::rounds_away(rounding.mode, x < 0, bit_test(whole, 0), half)) ++whole;
  }
  return cpp_rational((x < 0 ? -1 : 1) * unit * whole);
}

bool holds(const DerivationStep& step) {
  switch (step.operation) {
    case Operation::given:
    case Operation::look_up:
      return true;
    case Operation::count:
      return quantity(step.result) == Quantity{cpp_rational(step.operands.size())};
    case Operation::days_between:
      return days_hold(step);
    case Operation::minimum:
      return extreme_holds(step, true);
    case Operation::maximum:
      return extreme_holds(step, false);
    case Operation::sum:
      if (!step.rounding) return sum_holds(step, 1);
      break;
    case Operation::difference:
      if (!step.rounding) return !step.operands.empty() && sum_holds(step, -1);
      break;
    default:
      break;
  }
  std::optional<Quantity> result = exact_result(step);
  if (result && step.rounding) {
    const auto number = rounded(result->number, *step.rounding);
    if (!number) return false;
    result->number = *number;
  }
  return result && result == quantity(step.result);
}

}  // namespace

std::vector<std::size_t> Derivation::recheck() const {
  std::vector<std::size_t> broken;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (!holds(steps_[i])) broken.push_back(i);
  }
  return broken;
}

}  // namespace o2c::inline v1

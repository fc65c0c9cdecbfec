#include "o2c/receivable/application.hpp"

#include <array>
#include <map>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 6> method_names{
    "oldest_due", "oldest_invoice", "largest", "proportional", "exact_match", "statutory"};

// What has no due date yet comes after all that has one.
Date due_or_last(const Claim& claim) { return claim.due_date.value_or(Date::max()); }

// A key to sort by: equals keep their positions.
template <class Key>
std::vector<std::size_t> sorted_by(std::span<const Claim> claims, const Key& key) {
  std::vector<std::size_t> order(claims.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return key(claims[i]); });
  return order;
}

}  // namespace

std::string to_string(ApplicationMethod method) {
  return std::string(method_names[static_cast<std::size_t>(method)]);
}

ApplicationMethod parse_application_method(std::string_view text) {
  return parse_name<ApplicationMethod>(text, method_names, "a method of application: one of");
}

std::vector<Money> apportion(Money paid, std::span<const Claim> claims, ApplicationMethod method,
                             Date as_of) {
  NoTrace no_trace;
  return apportion(paid, claims, method, as_of, no_trace);
}

namespace detail {

void check_claims(Money paid, std::span<const Claim> claims) {
  if (sign(paid) < 0)
    throw_invalid("a payment of " + to_string(paid) + ": expected no less than 0");
  for (const Claim& claim : claims)
    if (claim.open < Money::zero(paid.currency()))
      throw_invalid("a claim of " + to_string(claim.open) + ": expected no less than 0");
}

std::vector<std::size_t> payment_order(std::span<const Claim> claims, ApplicationMethod method) {
  using enum ApplicationMethod;
  if (method == oldest_invoice)
    return sorted_by(claims, [](const Claim& c) { return std::pair(c.date, due_or_last(c)); });
  if (method == largest)
    return sorted_by(
        claims, [](const Claim& c) { return std::tuple(-c.open.minor(), due_or_last(c), c.date); });
  return sorted_by(claims, [](const Claim& c) { return std::pair(due_or_last(c), c.date); });
}

std::vector<std::size_t> matching_claims(Money paid, std::span<const Claim> claims) {
  const std::vector<std::size_t> order = payment_order(claims, ApplicationMethod::oldest_due);
  if (is_zero(paid)) return {};
  for (const std::size_t claim : order)
    if (claims[claim].open == paid) return {claim};
  std::vector<std::uint32_t> debts;  // In the order in which they first come.
  std::map<std::uint32_t, std::vector<std::size_t>> of_debt;
  Money total = Money::zero(paid.currency());
  for (const std::size_t claim : order) {
    std::vector<std::size_t>& list = of_debt[claims[claim].debt];
    if (list.empty()) debts.push_back(claims[claim].debt);
    list.push_back(claim);
    total += claims[claim].open;
  }
  for (const std::uint32_t debt : debts) {
    Money open = Money::zero(paid.currency());
    for (const std::size_t claim : of_debt[debt]) open += claims[claim].open;
    if (open == paid) return of_debt[debt];
  }
  return total == paid ? order : std::vector<std::size_t>();
}

std::vector<RankedDebt> ranked_debts(std::span<const Claim> claims, Date as_of) {
  struct Debt {
    std::vector<std::size_t> claims;
    Money open;
    Date due;
    Rate secured;
    Rate burden;

    // Due debts first, then those secured least, those of the heaviest burden, those due earliest.
    [[nodiscard]] auto key(Date day) const { return std::tuple(due > day, secured, -burden, due); }
  };
  // Its interest and costs say nothing of the security.
  std::map<std::uint32_t, std::pair<Rate, Rate>> terms;
  for (const Claim& claim : claims) {
    if (is_zero(claim.open)) continue;
    const auto [found, is_new] = terms.try_emplace(claim.debt, claim.secured, claim.burden);
    found->second.first = std::max(found->second.first, claim.secured);
    found->second.second = std::max(found->second.second, claim.burden);
  }
  // Costs that are due do not make the principal due: what is not is a debt of its own.
  std::map<std::pair<std::uint32_t, bool>, Debt> by_number;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Claim& claim = claims[i];
    if (is_zero(claim.open)) continue;
    const Date due = due_or_last(claim);
    const auto [found, is_new] = by_number.try_emplace(std::pair(claim.debt, due > as_of),
                                                       Debt{{},
                                                            Money::zero(claim.open.currency()),
                                                            due,
                                                            terms.at(claim.debt).first,
                                                            terms.at(claim.debt).second});
    Debt& debt = found->second;
    debt.claims.push_back(i);
    debt.open += claim.open;
    debt.due = std::min(debt.due, due);
  }
  std::vector<Debt> debts;
  for (auto& [number, debt] : by_number) debts.push_back(std::move(debt));
  std::ranges::stable_sort(debts, {}, [&](const Debt& debt) { return debt.key(as_of); });
  std::vector<RankedDebt> ranked;
  for (std::size_t i = 0; i < debts.size(); ++i) {
    Debt& debt = debts[i];
    std::ranges::stable_sort(debt.claims, {}, [&](std::size_t claim) {
      return std::pair(claims[claim].part, due_or_last(claims[claim]));
    });
    const bool same = i > 0 && debts[i - 1].key(as_of) == debt.key(as_of);
    ranked.push_back({std::move(debt.claims), debt.open, same ? ranked.back().rank : i});
  }
  return ranked;
}

}  // namespace detail
}  // namespace o2c::inline v1

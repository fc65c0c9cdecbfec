#include "o2c/receivable/application.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
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

// The claims of a number that make up just what is paid; of several such groups, that whose first
// claim is paid first. None: there is none.
template <class NumberOf, class Counts>
std::vector<std::size_t> matching_group(Money paid, std::span<const Claim> claims,
                                        const std::vector<std::size_t>& order,
                                        const NumberOf& number_of, const Counts& counts) {
  struct Group {
    std::vector<std::size_t> claims;
    Money open;
  };
  std::vector<Group> groups;  // In the order in which they first come.
  std::unordered_map<std::uint32_t, std::size_t> of_number;
  for (const std::size_t claim : order) {
    const std::optional<std::uint32_t> number = number_of(claims[claim]);
    if (!number || !counts(claims[claim])) continue;
    const auto [found, is_new] = of_number.try_emplace(*number, groups.size());
    if (is_new) groups.push_back({{}, Money::zero(paid.currency())});
    groups[found->second].claims.push_back(claim);
    groups[found->second].open += claims[claim].open;
  }
  const auto found = std::ranges::find(groups, paid, &Group::open);
  return found == groups.end() ? std::vector<std::size_t>() : std::move(found->claims);
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
  const auto debt = [](const Claim& claim) { return std::optional(claim.debt); };
  const auto document = [](const Claim& claim) { return claim.document; };
  const auto is_principal = [](const Claim& claim) { return claim.part == ClaimPart::principal; };
  const auto is_any = [](const Claim&) { return true; };
  if (auto found = matching_group(paid, claims, order, debt, is_any); !found.empty()) return found;
  // A document of several instalments, without its costs and interest, or with them.
  if (auto found = matching_group(paid, claims, order, document, is_principal); !found.empty())
    return found;
  if (auto found = matching_group(paid, claims, order, document, is_any); !found.empty())
    return found;
  Money total = Money::zero(paid.currency());
  for (const Claim& claim : claims) total += claim.open;
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

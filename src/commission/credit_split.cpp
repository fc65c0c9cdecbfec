#include "o2c/commission/credit_split.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "o2c/money/scaling.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> keys{"document", "order", "party"};
constexpr Rate nothing = Rate::from_fraction(0);
constexpr Rate everything = Rate::from_fraction(1);

std::vector<Fault> faults_of(const std::vector<CreditShare>& shares) {
  std::vector<Fault> faults;
  if (shares.empty())
    faults.push_back({.field = "salesperson", .value = "none", .expected = "somebody"});
  Rate sum = nothing;
  bool rest = false;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const CreditShare& each = shares[i];
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = field,
                        .value = std::move(value),
                        .expected = std::move(expected)});
    };
    if (each.salesperson.empty()) fault("salesperson", "", "a name");
    const auto same = [&](const CreditShare& other) {
      return other.salesperson == each.salesperson;
    };
    if (std::ranges::find_if(shares, same) != shares.begin() + static_cast<std::ptrdiff_t>(i))
      fault("salesperson", each.salesperson, "each person once");
    if (!each.share) {
      if (rest) fault("share", "none", "a share: somebody else takes the rest");
      rest = true;
    } else if (*each.share <= nothing) {
      fault("share", to_string(*each.share), "more than 0%");
    } else {
      sum = sum + *each.share;
    }
  }
  if (faults.empty() && rest && sum >= everything)
    faults.push_back({.field = "share",
                      .value = to_string(sum),
                      .expected = "less than 100%, as somebody takes the rest"});
  if (faults.empty() && !rest && sum != everything)
    faults.push_back({.field = "share",
                      .value = to_string(sum),
                      .expected = "100% in all, or somebody without a share, who takes the rest"});
  return faults;
}

}  // namespace

CreditSplit::CreditSplit(std::vector<CreditShare> shares) : shares_(std::move(shares)) {
  throw_faults("no such split", faults_of(shares_));
  takes_rest_ = shares_.size() - 1;
  Rate rest = everything;
  for (std::size_t i = 0; i < shares_.size(); ++i)
    if (shares_[i].share)
      rest = rest - *shares_[i].share;
    else
      takes_rest_ = i;
  if (!shares_[takes_rest_].share) shares_[takes_rest_].share = rest;
}

std::vector<Money> CreditSplit::divide(Money whole, Rounding rounding) const {
  std::vector<Money> parts(shares_.size(), Money::zero(whole.currency()));
  divide(whole, rounding, parts);
  return parts;
}

void CreditSplit::divide(Money whole, Rounding rounding, std::span<Money> parts) const {
  Money left = whole;
  for (std::size_t i = 0; i < shares_.size(); ++i) {
    if (i == takes_rest_) continue;
    const Money part = apply(*shares_[i].share, whole, rounding);
    parts[i] = sign(whole) < 0 ? std::max(part, left) : std::min(part, left);
    left -= parts[i];
  }
  parts[takes_rest_] = left;
}

std::vector<Decimal> CreditSplit::divide(const Decimal& whole) const {
  std::vector<Decimal> parts;
  for (const CreditShare& each : shares_) parts.push_back(whole * each.share->fraction());
  return parts;
}

std::string to_string(const CreditSplit& split) {
  std::string text;
  for (const CreditShare& each : split.shares())
    text += (text.empty() ? "" : ", ") + each.salesperson + " " + to_string(*each.share);
  return text;
}

std::string to_string(CreditKey key) { return std::string(keys[static_cast<std::size_t>(key)]); }
CreditKey parse_credit_key(std::string_view text) {
  return parse_name<CreditKey>(text, keys, "what lines are credited by: one of");
}

CreditAssignments::CreditAssignments(CreditKey by, std::vector<CreditAssignment> assignments)
    : by_(by), assignments_(std::move(assignments)) {
  std::vector<Fault> faults;
  const auto fault = [&](const std::string& key, std::string value, std::string expected) {
    faults.push_back({.field = to_string(by_) + " " + key,
                      .value = std::move(value),
                      .expected = std::move(expected)});
  };
  // Nothing before the first day: an absent one is the least.
  std::ranges::sort(assignments_, {}, [](const CreditAssignment& each) {
    return std::tuple(std::string_view(each.key), each.from_date);
  });
  const CreditAssignment* before = nullptr;
  for (const CreditAssignment& each : assignments_) {
    if (each.key.empty()) fault("", "", "a name");
    if (each.from_date && each.to_date && *each.to_date < *each.from_date)
      fault(each.key, to_string(*each.to_date),
            "a last day not before " + to_string(*each.from_date));
    if (before != nullptr && before->key == each.key &&
        (!before->to_date || !each.from_date || *each.from_date <= *before->to_date))
      fault(each.key, to_string(before->split) + " and " + to_string(each.split),
            "one assignment on a day");
    before = &each;
  }
  throw_faults("no such assignments", std::move(faults));
}

std::pair<std::size_t, std::size_t> CreditAssignments::of(std::string_view key) const {
  const auto found = std::ranges::equal_range(
      assignments_, key, {},
      [](const CreditAssignment& each) { return std::string_view(each.key); });
  return {static_cast<std::size_t>(found.begin() - assignments_.begin()),
          static_cast<std::size_t>(found.end() - assignments_.begin())};
}

const CreditAssignment* CreditAssignments::find(std::string_view key, Date date) const {
  const auto [first, end] = of(key);
  for (std::size_t i = first; i < end; ++i) {
    const CreditAssignment& each = assignments_[i];
    if ((!each.from_date || *each.from_date <= date) && (!each.to_date || date <= *each.to_date))
      return &each;
  }
  return nullptr;
}

}  // namespace o2c::inline v1

#include "o2c/cost/landed_cost.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "landed_faults.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::string_view key_names[] = {"value", "weight", "volume", "quantity"};

Decimal weight_by(const LandedLine& line, ShareBy key) {
  switch (key) {
    case ShareBy::value:
      return line.value.amount();
    case ShareBy::weight:
      return line.weight;
    case ShareBy::volume:
      return line.volume;
    case ShareBy::quantity:
      break;
  }
  return line.quantity;
}

std::vector<Fault> faults_of(std::span<const LandedLine> lines,
                             std::span<const LandedCharge> charges) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < lines.size(); ++i)
    add_line_faults(lines[i], static_cast<std::int64_t>(i), faults);
  for (std::size_t i = 0; i < charges.size(); ++i) {
    const ShareBy key = charges[i].key;
    if (std::ranges::none_of(
            lines, [&](const LandedLine& line) { return sign(weight_by(line, key)) > 0; }))
      faults.push_back({.file = "charges",
                        .row = static_cast<std::int64_t>(i),
                        .field = "key",
                        .value = to_string(key),
                        .expected = "one by which a line has something"});
  }
  return faults;
}

void check_currencies(std::span<const LandedLine> lines, std::span<const LandedCharge> charges) {
  const Currency& currency = lines.front().value.currency();
  const auto check_one = [&](const std::string& name, Money amount) {
    if (amount.currency() != currency)
      throw CurrencyMismatch("landed costs are in one currency: " + to_string(lines.front().value) +
                             ", and " + name + " of " + to_string(amount));
  };
  for (const LandedLine& line : lines) check_one(line.product, line.value);
  for (const LandedCharge& charge : charges) check_one(charge.name, charge.amount);
}

std::vector<Money> shares_of(const LandedCharge& charge, std::span<const LandedLine> lines,
                             const AllocationOptions& options, Derivation* steps) {
  std::vector<Decimal> weights;
  for (const LandedLine& line : lines) weights.push_back(weight_by(line, charge.key));
  if (steps == nullptr) return allocate(charge.amount, weights, options);
  steps->add({Label(charge.name, charge.name),
              Operation::given,
              {{Label("shared by", "分摊依据"), to_string(charge.key)}},
              charge.amount,
              {}});
  return allocate(charge.amount, weights, options, *steps);
}

Money duty_of(const LandedLine& line, Money customs_value, Rounding rounding, Derivation* steps) {
  if (is_zero(line.duty.fraction())) return Money::zero(customs_value.currency());
  if (steps == nullptr) return apply(line.duty, customs_value, rounding);
  steps->add({Label("customs value, " + line.product, "完税价格，" + line.product),
              Operation::given,
              {},
              customs_value,
              {}});
  return apply(line.duty, customs_value, rounding, *steps);
}

std::vector<LandedCost> landed(std::span<const LandedLine> lines,
                               std::span<const LandedCharge> charges, Rounding rounding,
                               Allocation policy, Derivation* steps) {
  if (lines.empty()) throw_invalid("landed costs need a line");
  throw_faults("no such shipment", faults_of(lines, charges));
  check_currencies(lines, charges);

  std::vector<std::vector<Money>> shares;
  for (const LandedCharge& charge : charges)
    shares.push_back(shares_of(charge, lines, {policy, rounding}, steps));

  std::vector<LandedCost> costs;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const LandedLine& line = lines[i];
    LandedCost cost{.product = line.product,
                    .value = line.value,
                    .shares = {},
                    .duty = Money::zero(line.value.currency()),
                    .total = line.value,
                    .unit_cost = {}};
    Money customs_value = line.value;
    std::vector<NamedValue> parts{{Label("value", "货值"), line.value}};
    for (std::size_t c = 0; c < charges.size(); ++c) {
      const Money share = shares[c][i];
      cost.shares.push_back(share);
      cost.total += share;
      if (charges[c].dutiable) customs_value += share;
      parts.push_back({Label(charges[c].name, charges[c].name), share});
    }
    cost.duty = duty_of(line, customs_value, rounding, steps);
    cost.total += cost.duty;
    cost.unit_cost = Ratio(cost.total.amount()) / Ratio(line.quantity);
    if (steps != nullptr) {
      parts.push_back({Label("duty", "关税"), cost.duty});
      steps->add({Label("landed cost, " + line.product, "到岸成本，" + line.product),
                  Operation::sum,
                  std::move(parts),
                  cost.total,
                  {}});
    }
    costs.push_back(std::move(cost));
  }
  return costs;
}

}  // namespace

void add_line_faults(const LandedLine& line, std::int64_t row, std::vector<Fault>& faults) {
  const auto fault = [&](const char* field, std::string value, const char* expected) {
    faults.push_back({.file = "lines",
                      .row = row,
                      .field = field,
                      .value = std::move(value),
                      .expected = expected});
  };
  if (sign(line.quantity) <= 0) fault("quantity", to_string(line.quantity), "above zero");
  if (sign(line.value) < 0) fault("value", to_string(line.value), "not below zero");
  if (sign(line.weight) < 0) fault("weight", to_string(line.weight), "not below zero");
  if (sign(line.volume) < 0) fault("volume", to_string(line.volume), "not below zero");
  if (sign(line.duty.fraction()) < 0) fault("duty", to_string(line.duty), "not below zero");
}

std::string to_string(ShareBy key) { return std::string(key_names[static_cast<std::size_t>(key)]); }

ShareBy parse_share_by(std::string_view text) {
  const auto* found = std::ranges::find(key_names, text);
  if (found == std::end(key_names)) throw_parse(text, 0, "value, weight, volume or quantity");
  return static_cast<ShareBy>(found - std::begin(key_names));
}

std::vector<LandedCost> landed_costs(std::span<const LandedLine> lines,
                                     std::span<const LandedCharge> charges, Rounding rounding,
                                     Allocation policy) {
  return landed(lines, charges, rounding, policy, nullptr);
}

std::vector<LandedCost> landed_costs(std::span<const LandedLine> lines,
                                     std::span<const LandedCharge> charges, Rounding rounding,
                                     Allocation policy, Derivation& steps) {
  return landed(lines, charges, rounding, policy, &steps);
}

}  // namespace o2c::inline v1

#include "o2c/cost/container_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t cartons_max = 1'000'000;
constexpr int kilograms_in_tonne_digits = 3;

void add_faults(const FreightTariff& tariff, std::vector<Fault>& faults) {
  const auto fault = [&](std::int64_t row, const char* field, const Decimal& value,
                         const char* expected) {
    faults.push_back({.row = row, .field = field, .value = to_string(value), .expected = expected});
  };
  for (std::size_t i = 0; i < tariff.containers.size(); ++i) {
    const ContainerRate& rate = tariff.containers[i];
    const auto row = static_cast<std::int64_t>(i);
    if (sign(rate.volume_m3) <= 0) fault(row, "volume_m3", rate.volume_m3, "above zero");
    if (sign(rate.weight_kg) <= 0) fault(row, "weight_kg", rate.weight_kg, "above zero");
    if (sign(rate.freight) < 0) fault(row, "freight", rate.freight, "not below zero");
  }
  if (tariff.loose_per_ton && sign(*tariff.loose_per_ton) <= 0)
    fault(-1, "loose_per_ton", *tariff.loose_per_ton, "above zero");
  if (sign(tariff.loose_minimum) < 0)
    fault(-1, "loose_minimum", tariff.loose_minimum, "not below zero");
  if (tariff.containers.empty() && !tariff.loose_per_ton)
    faults.push_back({.field = "containers", .expected = "a container, or a rate of loose cargo"});
}

// No plan has more than the most.
std::int64_t whole_cartons(const Ratio& x) {
  if (x >= cartons_max) return cartons_max;
  return static_cast<std::int64_t>(round(x, 0, Rounding::floor).coefficient());
}

// What every carton takes: full ones, since the last one is no smaller.
struct Carton {
  Decimal volume_m3;
  Decimal gross_kg;
};

std::int64_t capacity(const ContainerRate& rate, const Carton& carton) {
  return std::min(whole_cartons(Ratio(rate.volume_m3) / Ratio(carton.volume_m3)),
                  whole_cartons(Ratio(rate.weight_kg) / Ratio(carton.gross_kg)));
}

Decimal tons(const Carton& carton, std::int64_t cartons) {
  const Decimal volume = carton.volume_m3 * cartons;
  const Decimal weight =
      carton.gross_kg * cartons * Decimal::from_parts(1, kilograms_in_tonne_digits);
  return normalized(std::max(volume, weight));
}

// The cheapest way to carry 0, 1, 2, ... cartons: each either all loose, or one more container and
// the cheapest way for what does not fit into it.
class Loading {
 public:
  Loading(const FreightTariff& tariff, const Carton& carton) : tariff_(tariff), carton_(carton) {
    for (const ContainerRate& rate : tariff.containers)
      capacities_.push_back(capacity(rate, carton));
  }

  [[nodiscard]] const std::vector<std::int64_t>& capacities() const noexcept { return capacities_; }

  [[nodiscard]] Decimal loose_freight(std::int64_t cartons) const {
    if (cartons == 0) return 0;
    return std::max(tons(carton_, cartons) * *tariff_.loose_per_ton, tariff_.loose_minimum);
  }

  // The container to begin with, for each number of cartons; loose_ where none is.
  [[nodiscard]] std::vector<std::int32_t> first_containers(std::int64_t cartons) const {
    const auto count = static_cast<std::size_t>(cartons) + 1;
    std::vector<Decimal> cost(count);
    std::vector<std::int32_t> first(count, loose);
    for (std::size_t n = 1; n < count; ++n) {
      bool found = tariff_.loose_per_ton.has_value();
      if (found) cost[n] = loose_freight(static_cast<std::int64_t>(n));
      for (std::size_t k = 0; k < capacities_.size(); ++k) {
        const auto fits = std::min(static_cast<std::size_t>(capacities_[k]), n);
        const Decimal with = cost[n - fits] + tariff_.containers[k].freight;
        if (found && with >= cost[n]) continue;
        found = true;
        cost[n] = with;
        first[n] = static_cast<std::int32_t>(k);
      }
    }
    return first;
  }

  static constexpr std::int32_t loose = -1;

 private:
  const FreightTariff& tariff_;
  Carton carton_;
  std::vector<std::int64_t> capacities_;
};

void check_loading(const Loading& loading, const FreightTariff& tariff, const Decimal& cartons) {
  std::vector<Fault> faults;
  for (std::size_t k = 0; k < tariff.containers.size(); ++k)
    if (loading.capacities()[k] == 0)
      faults.push_back({.row = static_cast<std::int64_t>(k),
                        .field = "name",
                        .value = tariff.containers[k].name,
                        .expected = "a container that a carton fits into"});
  if (cartons > cartons_max)
    faults.push_back({.field = "quantity",
                      .value = to_string(cartons) + " cartons",
                      .expected = "at most a million"});
  throw_faults("no such plan", std::move(faults));
}

void tell(const ContainerPlan& plan, const Quantity& quantity, Derivation& steps) {
  std::vector<NamedValue> parts;
  for (const LoadedContainers& loaded : plan.containers) {
    const std::string name = std::to_string(loaded.count) + " × " + loaded.name;
    parts.push_back({Label(name, name), loaded.freight});
  }
  if (plan.loose_cartons > 0) {
    const std::string tons_text = to_string(plan.loose_revenue_tons);
    parts.push_back({Label("loose cargo, " + tons_text + " W/M", "拼箱，" + tons_text + " 运费吨"),
                     plan.loose_freight});
  }
  steps.add({Label("freight", "运费"), Operation::sum, std::move(parts), plan.freight, {}});
  steps.add(
      {Label("freight of one", "单位运费"),
       Operation::quotient,
       {{Label("freight", "运费"), plan.freight}, {Label("quantity", "数量"), quantity.value()}},
       plan.freight_per_unit,
       {}});
}

ContainerPlan planned(const Quantity& quantity, const Packing& packing, const FreightTariff& tariff,
                      Rounding rounding, Derivation* steps) {
  check(tariff);
  ContainerPlan plan{.goods = steps != nullptr ? packed(quantity, packing, rounding, *steps)
                                               : packed(quantity, packing, rounding),
                     .containers = {}};
  const PackedGoods one = packed(packing.per_carton, packing, rounding);
  const Carton carton{.volume_m3 = one.volume.value(), .gross_kg = one.gross.value()};
  const Loading loading(tariff, carton);
  check_loading(loading, tariff, plan.goods.cartons.value());

  std::int64_t left = whole_cartons(plan.goods.cartons.value());
  const std::vector<std::int32_t> first = loading.first_containers(left);
  for (const ContainerRate& rate : tariff.containers)
    plan.containers.push_back({.name = rate.name, .count = 0, .cartons = 0, .freight = 0});
  while (left > 0 && first[static_cast<std::size_t>(left)] != Loading::loose) {
    const auto kind = static_cast<std::size_t>(first[static_cast<std::size_t>(left)]);
    const std::int64_t loaded = std::min(left, loading.capacities()[kind]);
    ++plan.containers[kind].count;
    plan.containers[kind].cartons += loaded;
    plan.containers[kind].freight += tariff.containers[kind].freight;
    plan.freight += tariff.containers[kind].freight;
    left -= loaded;
  }
  std::erase_if(plan.containers, [](const LoadedContainers& kind) { return kind.count == 0; });
  if (left > 0) {
    plan.loose_cartons = left;
    plan.loose_revenue_tons = tons(carton, left);
    plan.loose_freight = loading.loose_freight(left);
    plan.freight += plan.loose_freight;
  }
  plan.freight_per_unit = Ratio(plan.freight) / Ratio(quantity.value());
  if (steps != nullptr) tell(plan, quantity, *steps);
  return plan;
}

}  // namespace

void check(const FreightTariff& tariff) {
  std::vector<Fault> faults;
  add_faults(tariff, faults);
  throw_faults("no such tariff", std::move(faults));
}

ContainerRate container_20gp(const Decimal& freight) {
  return {.name = "20GP", .volume_m3 = 28, .weight_kg = 21'700, .freight = freight};
}

ContainerRate container_40gp(const Decimal& freight) {
  return {.name = "40GP", .volume_m3 = 58, .weight_kg = 26'500, .freight = freight};
}

ContainerRate container_40hq(const Decimal& freight) {
  return {.name = "40HQ", .volume_m3 = 68, .weight_kg = 26'500, .freight = freight};
}

ContainerPlan plan_containers(const Quantity& quantity, const Packing& packing,
                              const FreightTariff& tariff, Rounding rounding) {
  return planned(quantity, packing, tariff, rounding, nullptr);
}

ContainerPlan plan_containers(const Quantity& quantity, const Packing& packing,
                              const FreightTariff& tariff, Rounding rounding, Derivation& steps) {
  return planned(quantity, packing, tariff, rounding, &steps);
}

}  // namespace o2c::inline v1

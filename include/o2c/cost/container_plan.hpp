#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/cost/packing.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/quantity.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// A kind of container: what can be loaded in practice, and what carrying one costs.
struct ContainerRate {
  std::string name;  ///< "40HQ"
  Decimal volume_m3;
  Decimal weight_kg;
  Decimal freight;

  static constexpr auto fields() {
    return std::tuple{Field{"name", &ContainerRate::name, "20GP, 40GP, 40HQ, ..."},
                      Field{"volume_m3", &ContainerRate::volume_m3, "what can be loaded"},
                      Field{"weight_kg", &ContainerRate::weight_kg, "payload"},
                      Field{"freight", &ContainerRate::freight, "of one"}};
  }

  friend bool operator==(const ContainerRate&, const ContainerRate&) = default;
};

/// What forwarders count on, at a freight: 20GP 28 m³ and 21,700 kg, 40GP 58 m³ and 26,500 kg, 40HQ
/// 68 m³ and 26,500 kg.
ContainerRate container_20gp(const Decimal& freight);
ContainerRate container_40gp(const Decimal& freight);
ContainerRate container_40hq(const Decimal& freight);

/// What carrying goods costs, in containers of one's own (FCL) and as loose cargo (LCL).
struct FreightTariff {
  std::vector<ContainerRate> containers;
  /// Of a revenue ton of loose cargo: a cubic metre or a tonne, whichever is more (W/M).
  std::optional<Decimal> loose_per_ton{};
  Decimal loose_minimum{};  ///< The least that loose cargo costs.

  static constexpr auto fields() {
    return std::tuple{
        Field{"containers", &FreightTariff::containers, "of full containers"},
        Field{"loose_per_ton", &FreightTariff::loose_per_ton, "of loose cargo, W/M"},
        Field{"loose_minimum", &FreightTariff::loose_minimum, "the least of loose cargo"}};
  }

  friend bool operator==(const FreightTariff&, const FreightTariff&) = default;
};

/// Throws InvalidArgument, with all faults, for a tariff without any rate, and values that are not
/// positive (freight and the minimum may be zero).
void check(const FreightTariff& tariff);

/// So many containers of a kind, and the cartons in them.
struct LoadedContainers {
  std::string name;
  std::int64_t count;
  std::int64_t cartons;  ///< In all of them.
  Decimal freight;       ///< Of all of them.

  static constexpr auto fields() {
    return std::tuple{Field{"name", &LoadedContainers::name, "the kind"},
                      Field{"count", &LoadedContainers::count, "how many"},
                      Field{"cartons", &LoadedContainers::cartons, "in all of them"},
                      Field{"freight", &LoadedContainers::freight, "of all of them"}};
  }

  friend bool operator==(const LoadedContainers&, const LoadedContainers&) = default;
};

/// The cheapest way to carry packed goods.
struct ContainerPlan {
  PackedGoods goods;
  std::vector<LoadedContainers> containers;  ///< Kinds that are used, in the tariff's order.
  std::int64_t loose_cartons = 0;
  Decimal loose_revenue_tons{};  ///< The cubic metres or tonnes that loose cargo is charged for.
  Decimal loose_freight{};
  Decimal freight{};  ///< Of all.
  Ratio freight_per_unit{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"goods", &ContainerPlan::goods, "as packed"},
        Field{"containers", &ContainerPlan::containers, "kinds that are used"},
        Field{"loose_cartons", &ContainerPlan::loose_cartons, "as loose cargo"},
        Field{"loose_revenue_tons", &ContainerPlan::loose_revenue_tons, "cubic metres or tonnes"},
        Field{"loose_freight", &ContainerPlan::loose_freight, "of the loose cargo"},
        Field{"freight", &ContainerPlan::freight, "of all"},
        Field{"freight_per_unit", &ContainerPlan::freight_per_unit, "of one unit"}};
  }

  friend bool operator==(const ContainerPlan&, const ContainerPlan&) = default;
};

/// The cheapest plan of full containers and loose cargo. A container takes as many cartons as its
/// volume and its payload allow; loose cargo is charged by the cubic metre or the tonne, whichever
/// is more, and at least the minimum. Of plans that cost the same the first container of the tariff
/// is taken. Throws as packed() and check(), and InvalidArgument, with all faults, for a container
/// that no carton fits into, and more than a million cartons.
ContainerPlan plan_containers(const Quantity& quantity, const Packing& packing,
                              const FreightTariff& tariff, Rounding rounding = Rounding::half_up);
/// The same, telling each step.
ContainerPlan plan_containers(const Quantity& quantity, const Packing& packing,
                              const FreightTariff& tariff, Rounding rounding, Derivation& steps);

}  // namespace o2c::inline v1

#include "o2c/cost/packing.hpp"

#include <utility>
#include <vector>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// Cubic centimetres in a cubic metre.
constexpr int cubic_centimetre_digits = 6;
constexpr int gram_digits = 3;  // After the kilogram's point.

PackedGoods pack(const Quantity& quantity, const Packing& packing, Rounding rounding,
                 Derivation* steps) {
  check(packing);
  if (sign(quantity) <= 0)
    throw_invalid("cannot pack " + to_string(quantity) + ": expected more than nothing");
  const auto tell = [&](Label label, Operation operation, std::vector<NamedValue> operands,
                        const Decimal& result, std::optional<RoundedTo> rounded = {}) {
    if (steps != nullptr)
      steps->add({std::move(label), operation, std::move(operands), result, std::move(rounded)});
  };
  const Ratio units =
      Ratio(quantity.value()) * conversion_factor(quantity.unit(), packing.per_carton.unit());
  const Ratio full = units / Ratio(packing.per_carton.value());
  const Decimal cartons = round(full, 0, Rounding::ceiling);
  tell({"cartons", "箱数"}, Operation::quotient,
       {{{"quantity", "数量"}, units}, {{"per carton", "每箱数量"}, packing.per_carton.value()}},
       cartons, RoundedTo{Rounding::ceiling, 1});
  const Decimal net = normalized(round(full * Ratio(packing.net_kg), gram_digits, rounding));
  tell({"net weight", "净重"}, Operation::share,
       {{{"net weight of a carton", "每箱净重"}, packing.net_kg},
        {{"quantity", "数量"}, units},
        {{"per carton", "每箱数量"}, packing.per_carton.value()}},
       net, RoundedTo{rounding, Decimal::from_parts(1, gram_digits)});
  const Decimal tare = packing.gross_kg - packing.net_kg;
  tell({"tare of a carton", "每箱皮重"}, Operation::difference,
       {{{"gross weight of a carton", "每箱毛重"}, packing.gross_kg},
        {{"net weight of a carton", "每箱净重"}, packing.net_kg}},
       tare);
  const Decimal tares = tare * cartons;
  tell({"tare", "皮重"}, Operation::product,
       {{{"tare of a carton", "每箱皮重"}, tare}, {{"cartons", "箱数"}, cartons}}, tares);
  const Decimal gross = normalized(net + tares);
  tell({"gross weight", "毛重"}, Operation::sum,
       {{{"net weight", "净重"}, net}, {{"tare", "皮重"}, tares}}, gross);
  const Decimal room = packing.length_cm * packing.width_cm * packing.height_cm;
  const Decimal carton_m3 = normalized(room * Decimal::from_parts(1, cubic_centimetre_digits));
  tell({"volume of a carton", "每箱体积"}, Operation::product,
       {{{"length", "长"}, packing.length_cm},
        {{"width", "宽"}, packing.width_cm},
        {{"height", "高"}, packing.height_cm},
        {{"m³ in a cm³", "立方厘米换算"}, Decimal::from_parts(1, cubic_centimetre_digits)}},
       carton_m3);
  const Decimal volume = normalized(carton_m3 * cartons);
  tell({"volume", "体积"}, Operation::product,
       {{{"volume of a carton", "每箱体积"}, carton_m3}, {{"cartons", "箱数"}, cartons}}, volume);
  return {.cartons = {cartons, packing.carton},
          .net = {net, o2c::units::KGM},
          .gross = {gross, o2c::units::KGM},
          .volume = {volume, o2c::units::MTQ}};
}

}  // namespace

void check(const Packing& packing) {
  std::vector<Fault> faults;
  const auto above_zero = [&](const char* field, const Decimal& value) {
    if (sign(value) <= 0)
      faults.push_back({.field = field, .value = to_string(value), .expected = "above zero"});
  };
  above_zero("per_carton", packing.per_carton.value());
  above_zero("length_cm", packing.length_cm);
  above_zero("width_cm", packing.width_cm);
  above_zero("height_cm", packing.height_cm);
  above_zero("net_kg", packing.net_kg);
  if (packing.gross_kg < packing.net_kg)
    faults.push_back({.field = "gross_kg",
                      .value = to_string(packing.gross_kg),
                      .expected = "not below the net weight"});
  if (packing.carton.dimension() != Dimension::package)
    faults.push_back({.field = "carton",
                      .value = to_string(packing.carton),
                      .expected = "a unit of packages, such as CT"});
  throw_faults("no such packing", std::move(faults));
}

PackedGoods packed(const Quantity& quantity, const Packing& packing, Rounding rounding) {
  return pack(quantity, packing, rounding, nullptr);
}

PackedGoods packed(const Quantity& quantity, const Packing& packing, Rounding rounding,
                   Derivation& steps) {
  return pack(quantity, packing, rounding, &steps);
}

}  // namespace o2c::inline v1

#include "o2c/cost/price_route.hpp"

#include <utility>
#include <vector>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// (1 + m)·r: what part of the price the premium is.
Ratio insured_share(const RouteCosts& costs) {
  return (1 + Ratio(costs.insured_above.fraction())) * Ratio(costs.premium.fraction());
}

std::vector<Fault> faults_of(const RouteCosts& costs) {
  std::vector<Fault> faults;
  const auto check = [&](std::string_view name, const auto& value) {
    using T = std::remove_cvref_t<decltype(value)>;
    const auto below_zero = [&](const auto& x, const Ratio& number) {
      if (sign(number) < 0)
        faults.push_back(
            {.field = std::string(name), .value = to_string(x), .expected = "not below zero"});
    };
    if constexpr (std::is_same_v<T, Ratio>) below_zero(value, value);
    if constexpr (std::is_same_v<T, Rate>) below_zero(value, value.fraction());
    if constexpr (std::is_same_v<T, std::optional<Ratio>>)
      if (value) below_zero(*value, *value);
  };
  std::apply([&](const auto&... fields) { (check(fields.name, costs.*fields.member), ...); },
             RouteCosts::fields());
  if (faults.empty() && insured_share(costs) >= 1)
    faults.push_back({.field = "premium",
                      .value = to_string(costs.premium),
                      .expected = "less than the price, on what is insured above it"});
  return faults;
}

// The price by a term, step by step: the one rule. As everything in it is a multiple of what the
// goods cost, or added to it, its value at 0 and at 1 say all of it, and so its inverse.
class PriceWalk {
 public:
  PriceWalk(const PriceRoute& route, const PriceTerm& term, Derivation* steps)
      : route_(route), costs_(route.costs()), term_(term), steps_(steps) {}

  Ratio from(const Ratio& goods) {
    const Incoterm term = term_.incoterm;
    const Ratio commission(term_.commission.fraction());
    if (sign(commission) < 0)
      throw_invalid("the commission of " + to_string(term_) + ": expected not below zero");
    Ratio price = with_items(term, goods, Label("seller's costs and goods", "卖方成本合计"));
    const bool insurance_owed = bearer(term, RouteItem::insurance) == Bearer::seller;
    if (insurance_owed) {
      const bool together = route_.commission_insured();
      price = insured(price, together ? commission : Ratio());
      if (together) return price;
    }
    if (term >= Incoterm::DAP) price = to_door(term, goods, price);
    return is_zero(commission) ? price : with_commission(price, commission);
  }

 private:
  Ratio with_items(Incoterm term, const Ratio& goods, Label label) {
    Ratio total = goods;
    std::vector<NamedValue> operands{{Label("goods", "货物成本"), goods}};
    for (const detail::BearerRow& row : detail::bearer_rows) {
      if (row.item == RouteItem::insurance || bearer(term, row.item) != Bearer::seller) continue;
      const Ratio& cost = route_.cost(row.item);
      if (is_zero(cost)) continue;
      total += cost;
      operands.push_back({describe(row.item), cost});
    }
    tell({std::move(label), Operation::sum, std::move(operands), total, {}});
    return total;
  }

  // Premium on the price and a mark-up, in closed form; `commission` is zero unless it is insured.
  Ratio insured(const Ratio& price, const Ratio& commission) {
    const Ratio share = insured_share(costs_);
    const Ratio divisor = 1 - share - commission;
    if (sign(divisor) <= 0)
      throw_invalid("premium and commission of " + to_string(term_) +
                    " are the whole price or more");
    if (is_zero(share) && is_zero(commission)) return price;
    const Ratio result = price / divisor;
    if (steps_ != nullptr) {
      const Ratio above = 1 + Ratio(costs_.insured_above.fraction());
      tell({Label("premium's share", "保险费占价格"),
            Operation::product,
            {{Label("insured part", "投保加成"), above},
             {Label("premium rate", "保险费率"), costs_.premium}},
            share,
            {}});
      tell({Label("divisor", "除数"),
            Operation::difference,
            {{Label("one", "一"), std::int64_t{1}},
             {Label("premium's share", "保险费占价格"), share},
             {Label("commission", "佣金率"), commission}},
            divisor,
            {}});
      tell({Label(to_string(term_), to_string(term_)),
            Operation::quotient,
            {{Label("before insurance", "未含保险"), price}, {Label("divisor", "除数"), divisor}},
            result,
            {}});
    }
    return result;
  }

  // DAP, DPU and DDP: the premium where the seller insures, duty and tax where he pays them.
  Ratio to_door(Incoterm term, const Ratio& goods, Ratio price) {
    const bool dutiable = term == Incoterm::DDP &&
                          (!is_zero(costs_.duty.fraction()) || !is_zero(costs_.vat.fraction()));
    const bool needs_cif = costs_.insured_to_door || (dutiable && !costs_.customs_value);
    if (!needs_cif && !dutiable) return price;
    Ratio cif;
    if (needs_cif) {
      const Ratio cfr = with_items(Incoterm::CFR, goods, Label("CFR", "CFR"));
      cif = insured(cfr, Ratio());
      if (costs_.insured_to_door) {
        const Ratio premium = cif - cfr;
        price = sum(Label("with insurance", "含保险"), price, Label("premium", "保险费"), premium);
      }
    }
    if (!dutiable) return price;
    const Ratio value = costs_.customs_value ? *costs_.customs_value : cif;
    const Ratio duty =
        product(Label("duty", "关税"), value, Label("duty rate", "关税率"), costs_.duty);
    const Ratio vat = product(Label("import VAT", "进口增值税"), value + duty,
                              Label("VAT rate", "增值税率"), costs_.vat);
    price = sum(Label("with duty", "含关税"), price, Label("duty", "关税"), duty);
    return sum(Label("with import VAT", "含进口增值税"), price, Label("import VAT", "进口增值税"),
               vat);
  }

  Ratio with_commission(const Ratio& price, const Ratio& commission) {
    const Ratio rest = 1 - commission;
    if (sign(rest) <= 0)
      throw_invalid("the commission of " + to_string(term_) + " is the whole price or more");
    const Ratio result = price / rest;
    tell({Label("net of commission", "净价比例"),
          Operation::difference,
          {{Label("one", "一"), std::int64_t{1}}, {Label("commission", "佣金率"), commission}},
          rest,
          {}});
    tell({Label(to_string(term_), to_string(term_)),
          Operation::quotient,
          {{Label("net price", "净价"), price}, {Label("net of commission", "净价比例"), rest}},
          result,
          {}});
    return result;
  }

  Ratio sum(Label label, const Ratio& price, Label name, const Ratio& addend) {
    const Ratio total = price + addend;
    tell({std::move(label),
          Operation::sum,
          {{Label("price", "价格"), price}, {std::move(name), addend}},
          total,
          {}});
    return total;
  }

  Ratio product(Label label, const Ratio& value, Label name, const Rate& rate) {
    const Ratio result = value * Ratio(rate.fraction());
    tell({std::move(label),
          Operation::product,
          {{Label("value", "计征基础"), value}, {std::move(name), rate}},
          result,
          {}});
    return result;
  }

  void tell(DerivationStep step) {
    if (steps_ != nullptr) steps_->add(std::move(step));
  }

  const PriceRoute& route_;
  const RouteCosts& costs_;
  const PriceTerm& term_;
  Derivation* steps_;
};

}  // namespace

PriceRoute::PriceRoute(RouteCosts costs, bool commission_insured)
    : costs_(std::move(costs)), commission_insured_(commission_insured) {
  throw_faults("no such costs of a route", faults_of(costs_));
}

const Ratio& PriceRoute::cost(RouteItem item) const noexcept {
  static constexpr Ratio nothing;
  switch (item) {
    case RouteItem::packing:
      return costs_.packing;
    case RouteItem::loading_at_works:
      return costs_.loading_at_works;
    case RouteItem::carriage_to_port:
      return costs_.carriage_to_port;
    case RouteItem::export_clearance:
      return costs_.export_clearance;
    case RouteItem::origin_handling:
      return costs_.origin_handling;
    case RouteItem::loading_on_board:
      return costs_.loading_on_board;
    case RouteItem::main_freight:
      return costs_.main_freight;
    case RouteItem::arrival:
      return costs_.arrival;
    case RouteItem::inland:
      return costs_.inland;
    case RouteItem::unloading:
      return costs_.unloading;
    case RouteItem::import_clearance:
      return costs_.import_clearance;
    case RouteItem::insurance:
      break;
  }
  return nothing;
}

Ratio PriceRoute::price(const PriceTerm& term, const Ratio& goods) const {
  return PriceWalk(*this, term, nullptr).from(goods);
}

Ratio PriceRoute::price(const PriceTerm& term, const Ratio& goods, Derivation& steps) const {
  return PriceWalk(*this, term, &steps).from(goods);
}

Ratio PriceRoute::goods(const PriceTerm& term, const Ratio& price) const {
  const Ratio base = this->price(term, Ratio());
  const Ratio slope = this->price(term, Ratio(1)) - base;
  return (price - base) / slope;
}

Ratio PriceRoute::goods(const PriceTerm& term, const Ratio& price, Derivation& steps) const {
  const std::string by = to_string(term);
  const Label of_way(by + " of the way alone", by + " 途中部分");
  const Label each("each of goods in " + by, by + " 每一货物成本");
  const Label found("goods in " + by, by + " 中的货物成本");
  const Ratio base = this->price(term, Ratio());
  const Ratio slope = this->price(term, Ratio(1)) - base;
  const Ratio rest = price - base;
  steps.add({of_way, Operation::given, {}, base, {}});
  const Label difference = slope == 1 ? found : Label("goods' part of " + by, by + " 货物部分");
  steps.add(
      {difference, Operation::difference, {{Label(by, by), price}, {of_way, base}}, rest, {}});
  if (slope == 1) return rest;
  steps.add({each, Operation::given, {}, slope, {}});
  steps.add({found, Operation::quotient, {{difference, rest}, {each, slope}}, rest / slope, {}});
  return rest / slope;
}

}  // namespace o2c::inline v1

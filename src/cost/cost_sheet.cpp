#include "o2c/cost/cost_sheet.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "rebate_faults.hpp"

namespace o2c::inline v1 {
namespace {

class SheetFaults {
 public:
  SheetFaults(const std::vector<CostLine>& lines, const Currency& currency, bool has_packing)
      : lines_(lines), currency_(currency), has_packing_(has_packing) {}

  std::vector<Fault> found() {
    if (lines_.empty()) fault(-1, "lines", "", "a line at least");
    Ratio of_price;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      check_line(static_cast<std::int64_t>(i), lines_[i]);
      if (std::ranges::find(lines_, lines_[i].name(), &CostLine::name) !=
          lines_.begin() + static_cast<std::ptrdiff_t>(i))
        fault(static_cast<std::int64_t>(i), "name", lines_[i].name(), "each name once");
      if (lines_[i].rule() == CostRule::of_price) of_price += lines_[i].rate().fraction();
    }
    if (of_price >= 1)
      fault(-1, "rate", to_string(of_price), "rates of the price below 100% together");
    return std::move(faults_);
  }

 private:
  void check_line(std::int64_t row, const CostLine& line) {
    const auto below_zero = [&](const char* field, const Decimal& value) {
      if (sign(value) < 0) fault(row, field, to_string(value), "not below zero");
    };
    if (line.amount()) below_zero("amount", *line.amount());
    if (line.price()) below_zero("price", line.price()->amount());
    below_zero("rate", line.rate().fraction());
    below_zero("minimum", line.minimum());
    add_rebate_faults(line.rebate(), row, faults_);
    const bool by_carton =
        line.rule() == CostRule::per_carton || line.rule() == CostRule::per_container;
    if (by_carton && !has_packing_)
      fault(row, "amount", line.name(), "a sheet with a packing, for a line by the carton");
    if (line.usage()) {
      const Unit& used = line.usage()->unit();
      const Unit& priced = line.price()->per().unit();
      if (used != priced &&
          (used.dimension() != priced.dimension() || used.dimension() == Dimension::package))
        fault(row, "price", to_string(*line.price()), "a price for " + to_string(used));
      check_currency(row, line);
    }
  }

  // A price names its currency: in another than the sheet's it needs a rate, and only there.
  void check_currency(std::int64_t row, const CostLine& line) {
    const Currency& priced = line.price()->currency();
    const bool at_home = priced == currency_;
    if (!at_home && !line.exchange_rate())
      fault(row, "price", to_string(*line.price()),
            "a price in " + to_string(currency_) + ", or the rate of " + to_string(priced));
    if (at_home && line.exchange_rate().value_or(1) != 1)
      fault(row, "price", to_string(*line.price()), "no rate, it is in the sheet's own currency");
  }

  void fault(std::int64_t row, const char* field, std::string value, std::string expected) {
    faults_.push_back(
        {.row = row, .field = field, .value = std::move(value), .expected = std::move(expected)});
  }

  const std::vector<CostLine>& lines_;
  const Currency& currency_;
  bool has_packing_;
  std::vector<Fault> faults_;
};

// The lines one after the other, each looking at those before it.
class SheetWalk {
 public:
  SheetWalk(const CostSheet& sheet, const Quantity& quantity, Derivation* steps)
      : sheet_(sheet), steps_(steps), quantity_(convert(quantity, sheet.unit())) {
    if (sign(quantity_) <= 0)
      throw_invalid("costs of " + to_string(quantity) + ": expected more than nothing");
  }

  UnitCosts costs() {
    UnitCosts costs{.quantity = quantity_,
                    .lines = {},
                    .goods = {},
                    .route = {},
                    .of_price = Rate::from_fraction(0),
                    .total = {}};
    std::vector<NamedValue> parts;
    for (const CostLine& line : sheet_.lines()) {
      if (line.rule() == CostRule::of_price) {
        costs.of_price = costs.of_price + line.rate();
        continue;
      }
      const Ratio amount = cost_of(line, costs.lines);
      costs.lines.push_back({line.name(), line.category(), line.item(), amount});
      costs.total += amount;
      (line.item() ? costs.route[static_cast<std::size_t>(*line.item())] : costs.goods) += amount;
      parts.push_back({name_of(line), amount});
    }
    tell(Label("cost of one", "单位成本"), Operation::sum, std::move(parts), costs.total);
    return costs;
  }

 private:
  Ratio cost_of(const CostLine& line, const std::vector<LineCost>& before) {
    switch (line.rule()) {
      case CostRule::per_unit:
        return of_amount(line, net_amount(line), 1);
      case CostRule::usage:
        return material(line);
      case CostRule::per_carton:
        return of_packages(line, cartons());
      case CostRule::per_container:
        return of_packages(line, containers(line));
      case CostRule::per_order:
        return of_amount(line, net_amount(line), Ratio(quantity_.value()));
      case CostRule::spread:
        return of_amount(line, net_amount(line), Ratio(line.spread_over()));
      case CostRule::of_cost:
      case CostRule::of_purchase:
        return of_cost(line, before);
      case CostRule::interest:
      case CostRule::of_price:
        break;
    }
    return interest(line, before);
  }

  Ratio at_home(const CostLine& line, const Ratio& amount) {
    if (!line.exchange_rate()) return amount;
    const Ratio home = amount * Ratio(*line.exchange_rate());
    tell(Label(line.name() + ", in the sheet's currency", line.name() + "，折本币"),
         Operation::product,
         {{Label("amount", "金额"), amount},
          {Label("exchange rate", "汇率"), *line.exchange_rate()}},
         home);
    return home;
  }

  Ratio after_rebate(const CostLine& line, const Ratio& price) {
    if (line.rebate() == ExportRebate{}) return price;
    return steps_ != nullptr ? actual_cost(price, line.rebate(), *steps_)
                             : actual_cost(price, line.rebate());
  }

  // What the line's amount really costs, in the sheet's currency.
  Ratio net_amount(const CostLine& line) {
    return after_rebate(line, at_home(line, *line.amount()));
  }

  Ratio of_amount(const CostLine& line, const Ratio& amount, const Ratio& units) {
    const Ratio one = amount / units;
    if (units == 1)
      tell(name_of(line), Operation::sum, {{Label("amount", "金额"), amount}}, one);
    else
      tell(name_of(line), Operation::quotient,
           {{Label("amount", "金额"), amount}, {Label("units", "数量"), units}}, one);
    return one;
  }

  Ratio material(const CostLine& line) {
    const Ratio kept = 1 - Ratio(line.rate().fraction());
    const Ratio bought = Ratio(line.usage()->value()) / kept;
    tell(Label(line.name() + ", with wastage", line.name() + "，含损耗"), Operation::quotient,
         {{Label("usage", "用量"), line.usage()->value()},
          {Label("1 − wastage", "1 − 损耗率"), kept}},
         bought);
    const Ratio price =
        after_rebate(line, at_home(line, line.price()->of_one(line.usage()->unit())));
    const Ratio amount = bought * price;
    tell(name_of(line), Operation::product,
         {{Label("with wastage", "含损耗用量"), bought}, {Label("price of one", "单价"), price}},
         amount);
    return amount;
  }

  Decimal cartons() const { return packed(quantity_, *sheet_.packing()).cartons.value(); }

  Decimal containers(const CostLine& line) {
    const Decimal count = round(Ratio(cartons()) / Ratio(line.spread_over()), 0, Rounding::ceiling);
    if (steps_ != nullptr)
      steps_->add({Label(line.name() + ", containers", line.name() + "，柜数"),
                   Operation::quotient,
                   {{Label("cartons", "箱数"), cartons()},
                    {Label("cartons in one", "每柜箱数"), line.spread_over()}},
                   count,
                   RoundedTo{Rounding::ceiling, 1}});
    return count;
  }

  Ratio of_packages(const CostLine& line, const Decimal& packages) {
    const Ratio one = net_amount(line);
    const Ratio all = one * Ratio(packages);
    tell(Label(line.name() + ", in all", line.name() + "，合计"), Operation::product,
         {{Label("of one", "单件"), one}, {Label("packages", "件数"), packages}}, all);
    return of_amount(line, all, Ratio(quantity_.value()));
  }

  static bool counts(const CostLine& line, const LineCost& one) {
    return line.base().empty() || std::ranges::find(line.base(), one.category) != line.base().end();
  }

  Ratio base_of(const CostLine& line, const std::vector<LineCost>& before) {
    Ratio base;
    std::vector<NamedValue> parts;
    for (const LineCost& one : before) {
      if (!counts(line, one)) continue;
      const Ratio amount = line.rule() == CostRule::of_purchase ? paid(one) : one.amount;
      base += amount;
      parts.push_back({Label(one.name, one.name), amount});
    }
    tell(Label(line.name() + ", base", line.name() + "，计算基础"), Operation::sum,
         std::move(parts), base);
    return base;
  }

  // A line's cost is the part of what is paid that is not refunded.
  Ratio paid(const LineCost& one) {
    const auto line = std::ranges::find(sheet_.lines(), one.name, &CostLine::name);
    const Ratio kept = actual_cost(1, line->rebate());
    if (kept == 1) return one.amount;
    const Ratio paid = one.amount / kept;
    tell(Label(one.name + ", as paid", one.name + "，含税支出"), Operation::quotient,
         {{Label(one.name, one.name), one.amount},
          {Label("part that is not refunded", "未退税部分"), kept}},
         paid);
    return paid;
  }

  Ratio of_cost(const CostLine& line, const std::vector<LineCost>& before) {
    const Ratio base = base_of(line, before);
    const Ratio amount = base * Ratio(line.rate().fraction());
    tell(name_of(line), Operation::product,
         {{Label("base", "基础"), base}, {Label("rate", "比率"), line.rate()}}, amount);
    if (is_zero(line.minimum())) return amount;
    const Ratio least = Ratio(line.minimum()) / Ratio(quantity_.value());
    const Ratio charged = std::max(amount, least);
    tell(Label(line.name() + ", at least", line.name() + "，不低于"), Operation::maximum,
         {{name_of(line), amount}, {Label("minimum", "最低收费"), least}}, charged);
    return charged;
  }

  Ratio interest(const CostLine& line, const std::vector<LineCost>& before) {
    const Ratio base = base_of(line, before);
    const Ratio years = Ratio(line.days()) / Ratio(line.year_days());
    const Ratio amount = base * Ratio(line.rate().fraction()) * years;
    tell(name_of(line), Operation::product,
         {{Label("base", "基础"), base},
          {Label("yearly rate", "年利率"), line.rate()},
          {Label("years", "年数"), years}},
         amount);
    return amount;
  }

  static Label name_of(const CostLine& line) { return {line.name(), line.name()}; }

  void tell(Label label, Operation operation, std::vector<NamedValue> operands,
            const Ratio& result) {
    if (steps_ != nullptr)
      steps_->add({std::move(label), operation, std::move(operands), result, {}});
  }

  const CostSheet& sheet_;
  Derivation* steps_;
  Quantity quantity_;
};

}  // namespace

Ratio UnitCosts::of(CostCategory category) const {
  Ratio sum;
  for (const LineCost& line : lines)
    if (line.category == category) sum += line.amount;
  return sum;
}

CostSheet::CostSheet(std::string product, const Currency& currency, const Unit& unit,
                     std::vector<CostLine> lines, std::optional<Packing> packing)
    : product_(std::move(product)),
      currency_(currency),
      unit_(unit),
      lines_(std::move(lines)),
      packing_(std::move(packing)) {
  throw_faults("no such cost sheet", SheetFaults(lines_, currency_, packing_.has_value()).found());
  if (packing_) check(*packing_);
}

UnitCosts CostSheet::costs(const Quantity& quantity) const {
  return SheetWalk(*this, quantity, nullptr).costs();
}

UnitCosts CostSheet::costs(const Quantity& quantity, Derivation& steps) const {
  return SheetWalk(*this, quantity, &steps).costs();
}

}  // namespace o2c::inline v1

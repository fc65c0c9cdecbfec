#include "o2c/cost/variance.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "o2c/cost/order_profit.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/money/round_together.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "cause_names.hpp"

namespace o2c::inline v1 {
namespace {

void add_faults(const ProfitPlan& plan, const char* which, std::vector<Fault>& faults) {
  const auto fault = [&](std::size_t row, const char* field, std::string value,
                         const char* expected) {
    faults.push_back({.file = which,
                      .row = static_cast<std::int64_t>(row),
                      .field = field,
                      .value = std::move(value),
                      .expected = expected});
  };
  for (std::size_t i = 0; i < plan.products.size(); ++i) {
    const ProductResult& one = plan.products[i];
    if (std::ranges::find(plan.products, one.product, &ProductResult::product) !=
        plan.products.begin() + static_cast<std::ptrdiff_t>(i))
      fault(i, "product", one.product, "each product once");
    if (sign(one.quantity) < 0) fault(i, "quantity", to_string(one.quantity), "not below zero");
    if (sign(one.price) < 0) fault(i, "price", to_string(one.price), "not below zero");
    for (auto cost = one.costs.begin(); cost != one.costs.end(); ++cost)
      if (std::ranges::find(one.costs, cost->kind, &UnitCost::kind) != cost)
        fault(i, "costs", cost->kind, "each kind of cost once");
  }
  if (sign(plan.exchange_rate) <= 0)
    faults.push_back({.file = which,
                      .field = "exchange_rate",
                      .value = to_string(plan.exchange_rate),
                      .expected = "above zero"});
}

Ratio total_quantity(const ProfitPlan& plan) {
  Ratio total;
  for (const ProductResult& one : plan.products) total += one.quantity;
  return total;
}

Ratio cost_of(const ProductResult& product, std::string_view kind) {
  for (const UnitCost& cost : product.costs)
    if (cost.kind == kind) return cost.amount;
  return {};
}

Ratio margin(const ProductResult& product, const Ratio& rate) {
  Ratio left = product.price * rate;
  for (const UnitCost& cost : product.costs) left -= cost.amount;
  return left;
}

Ratio profit(const ProfitPlan& plan) {
  Ratio total;
  for (const ProductResult& one : plan.products)
    total += Ratio(one.quantity) * margin(one, plan.exchange_rate);
  return total;
}

// A product on both sides. One that stands on one side only has no quantity on the other, and
// there the price and costs of the side on which it stands.
struct Compared {
  ProductResult budget;
  ProductResult actual;
};

std::vector<Compared> matched(const ProfitPlan& budget, const ProfitPlan& actual) {
  const auto nothing_of = [](ProductResult product) {
    product.quantity = 0;
    return product;
  };
  const auto find = [](const ProfitPlan& plan, const std::string& name) {
    return std::ranges::find(plan.products, name, &ProductResult::product);
  };
  std::vector<Compared> pairs;
  for (const ProductResult& one : budget.products) {
    const auto same = find(actual, one.product);
    pairs.push_back({one, same != actual.products.end() ? *same : nothing_of(one)});
  }
  for (const ProductResult& one : actual.products)
    if (find(budget, one.product) == budget.products.end()) pairs.push_back({nothing_of(one), one});
  return pairs;
}

std::vector<std::string> kinds_of_cost(const Compared& pair) {
  std::vector<std::string> kinds;
  for (const auto* side : {&pair.budget, &pair.actual})
    for (const UnitCost& cost : side->costs)
      if (std::ranges::find(kinds, cost.kind) == kinds.end()) kinds.push_back(cost.kind);
  return kinds;
}

class Variances {
 public:
  Variances(const ProfitPlan& budget, const ProfitPlan& actual, Derivation* steps)
      : budget_(budget), actual_(actual), steps_(steps) {}

  ProfitVariance found() {
    result_.budget = profit(budget_);
    result_.actual = profit(actual_);
    const Ratio budgeted = total_quantity(budget_);
    const Ratio sold = total_quantity(actual_);
    Ratio planned_margin;
    for (const Compared& pair : matched(budget_, actual_)) {
      prices(pair);
      costs(pair);
      mix(pair, sold * Ratio(pair.budget.quantity) / budgeted);
      planned_margin += Ratio(pair.budget.quantity) * margin(pair.budget, budget_.exchange_rate);
    }
    add("quantity", "",
        {{{"quantity over budget", "数量差"}, sold - budgeted},
         {{"average margin", "平均毛利"}, planned_margin / budgeted}});
    tell_total();
    return std::move(result_);
  }

 private:
  void prices(const Compared& pair) {
    const Ratio sold(pair.actual.quantity);
    add("exchange", pair.actual.product,
        {{{"quantity", "实际数量"}, sold},
         {{"price", "实际价格"}, pair.actual.price},
         {{"rate over budget", "汇率差"}, actual_.exchange_rate - budget_.exchange_rate}});
    add("price", pair.actual.product,
        {{{"quantity", "实际数量"}, sold},
         {{"price over budget", "价格差"}, pair.actual.price - pair.budget.price},
         {{"budgeted rate", "预算汇率"}, budget_.exchange_rate}});
  }

  void costs(const Compared& pair) {
    for (const std::string& kind : kinds_of_cost(pair))
      add(kind, pair.actual.product,
          {{{"quantity", "实际数量"}, Ratio(pair.actual.quantity)},
           {{"cost below budget", "成本节约"},
            cost_of(pair.budget, kind) - cost_of(pair.actual, kind)}});
  }

  void mix(const Compared& pair, const Ratio& expected) {
    add("mix", pair.actual.product,
        {{{"quantity over its share", "结构差"}, Ratio(pair.actual.quantity) - expected},
         {{"budgeted margin", "预算毛利"}, margin(pair.budget, budget_.exchange_rate)}});
  }

  static Label name_of(const std::string& cause, const std::string& product) {
    Label name = describe_cause(cause);
    if (product.empty()) return name;
    return {name.en + ", " + product, name.zh + "，" + product};
  }

  struct Factor {
    Label name;
    Ratio value;
  };

  // A cause is a product of what differs; those that are nothing are left out.
  void add(std::string cause, std::string product, std::vector<Factor> factors) {
    Ratio amount = 1;
    for (const Factor& factor : factors) amount *= factor.value;
    if (is_zero(amount)) return;
    if (steps_ != nullptr) {
      std::vector<NamedValue> operands;
      for (Factor& factor : factors) operands.push_back({std::move(factor.name), factor.value});
      steps_->add({name_of(cause, product), Operation::product, std::move(operands), amount, {}});
    }
    result_.lines.push_back({std::move(cause), std::move(product), amount});
  }

  void tell_total() {
    if (steps_ == nullptr) return;
    std::vector<NamedValue> operands;
    for (const VarianceLine& line : result_.lines) {
      operands.push_back({name_of(line.cause, line.product), line.amount});
    }
    const Ratio difference = result_.actual - result_.budget;
    steps_->add(
        {Label("difference", "差异合计"), Operation::sum, std::move(operands), difference, {}});
    steps_->add({Label("difference", "差异合计"),
                 Operation::difference,
                 {{Label("actual profit", "实际利润"), result_.actual},
                  {Label("budgeted profit", "预算利润"), result_.budget}},
                 difference,
                 {}});
  }

  const ProfitPlan& budget_;
  const ProfitPlan& actual_;
  Derivation* steps_;
  ProfitVariance result_;
};

ProfitVariance checked_variance(const ProfitPlan& budget, const ProfitPlan& actual,
                                Derivation* steps) {
  std::vector<Fault> faults;
  add_faults(budget, "budget", faults);
  add_faults(actual, "actual", faults);
  if (faults.empty() && is_zero(total_quantity(budget)))
    faults.push_back({.file = "budget", .field = "quantity", .value = "0", .expected = "some"});
  throw_faults("no such comparison", std::move(faults));
  return Variances(budget, actual, steps).found();
}

}  // namespace

Label describe_cause(std::string_view cause) {
  constexpr Text known[] = {cause_name::exchange, cause_name::price, cause_name::mix,
                            cause_name::quantity, cause_name::cost,  {"material", "材料"},
                            {"freight", "运费"}};
  const auto* const found = std::ranges::find(known, cause, &Text::en);
  if (found != std::end(known)) return *found;
  for (std::size_t i = 0; i < profit_kind_count; ++i)
    if (const auto kind = static_cast<ProfitKind>(i); to_string(kind) == cause)
      return {std::string(cause), std::string(describe(kind).zh)};
  return {std::string(cause), std::string(cause)};
}

std::vector<VarianceLine> ProfitVariance::by_cause() const {
  std::vector<VarianceLine> causes;
  for (const char* first : {"exchange", "price", "mix", "quantity"})
    causes.push_back({first, "", {}});
  for (const VarianceLine& line : lines) {
    auto found = std::ranges::find(causes, line.cause, &VarianceLine::cause);
    if (found == causes.end()) found = causes.insert(causes.end(), {line.cause, "", {}});
    found->amount += line.amount;
  }
  return causes;
}

ProfitVariance profit_variance(const ProfitPlan& budget, const ProfitPlan& actual) {
  return checked_variance(budget, actual, nullptr);
}

ProfitVariance profit_variance(const ProfitPlan& budget, const ProfitPlan& actual,
                               Derivation& steps) {
  return checked_variance(budget, actual, &steps);
}

std::string summarize(const ProfitVariance& variance, std::string_view what, const Currency& home,
                      Language language) {
  const bool zh = language == Language::zh;
  std::vector<VarianceLine> causes = variance.by_cause();
  std::erase_if(causes, [](const VarianceLine& line) { return is_zero(line.amount); });
  std::ranges::stable_sort(causes, [](const VarianceLine& a, const VarianceLine& b) {
    return abs(a.amount) > abs(b.amount);
  });
  std::vector<Ratio> exact;
  for (const VarianceLine& line : causes) exact.push_back(line.amount);
  const std::vector<Money> rounded = round_together(exact, home, Rounding::half_up);
  Money difference = Money::zero(home);
  std::string list;
  for (std::size_t i = 0; i < causes.size(); ++i) {
    difference += rounded[i];
    list += list.empty() ? "" : zh ? "、" : ", ";
    list += describe_cause(causes[i].cause).in(language) + (zh ? "" : " ") +
            (sign(rounded[i]) > 0 ? "+" : "") + format_money(rounded[i]);
  }
  // What was made stands; a plan may be a cent off, so that the sentence adds up.
  const Money actual = Money::rounded(variance.actual, home, Rounding::half_up);
  const Money budget = actual - difference;
  const std::string by = format_money(abs(difference));
  std::string text = std::string(what);
  if (zh) {
    text += "：实际利润" + format_money(actual) + "，预算利润" + format_money(budget);
    text += is_zero(difference)
                ? "，两者相同。"
                : std::string(sign(difference) > 0 ? "，增加" : "，减少") + by + "。";
    return list.empty() ? text : text + "原因：" + list + "。";
  }
  text += ": the profit is " + format_money(actual) + ", ";
  text += is_zero(difference) ? "as budgeted."
                              : by + (sign(difference) > 0 ? " above" : " below") +
                                    " the budget of " + format_money(budget) + ".";
  return list.empty() ? text : text + " Causes: " + list + ".";
}

}  // namespace o2c::inline v1

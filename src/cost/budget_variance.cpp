#include "o2c/cost/budget_variance.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

#include "cause_names.hpp"

namespace o2c::inline v1 {
namespace {

constexpr Text quantity_label{"quantity", "实际数量"};
constexpr Text budgeted_quantity_label{"budgeted quantity", "预算数量"};
constexpr Text all_label{"of all products", "合计数量"};
constexpr Text all_budgeted_label{"budgeted of all products", "预算合计数量"};
constexpr Text rate_label{"budgeted rate", "预算汇率"};
constexpr Text price_label{"budgeted price", "预算价格"};
constexpr Text cost_label{"budgeted cost of one", "预算单位成本"};
constexpr Text margin_label{"budgeted margin", "预算毛利"};
constexpr Text net_label{"net", "不含税额"};
constexpr Text other_label{"in other currencies", "其他币种"};

/// Products by name, to be found in a list.
template <class Product>
class ByName {
 public:
  explicit ByName(std::span<const Product> products) {
    for (const Product& each : products) sorted_.push_back(&each);
    std::ranges::sort(sorted_, {}, name_of);
    const auto twice = std::ranges::adjacent_find(sorted_, {}, name_of);
    if (twice != sorted_.end())
      throw_invalid("each product stands once: " + in_quotes((*twice)->product));
  }
  [[nodiscard]] const Product* find(std::string_view name) const {
    const auto found = std::ranges::lower_bound(sorted_, name, {}, name_of);
    return found != sorted_.end() && (*found)->product == name ? *found : nullptr;
  }

 private:
  static std::string_view name_of(const Product* product) { return product->product; }

  std::vector<const Product*> sorted_;
};

/// Takes each cause, with its steps if they are asked for.
class BudgetVariance {
 public:
  BudgetVariance(std::span<const BudgetedProduct> budget, std::span<const AchievedProduct> actual,
                 const VarianceLine* wanted)
      : budget_(budget), actual_(actual), wanted_(wanted) {
    for (const BudgetedProduct& each : budget_) {
      // Of amounts that cancel out there would be no share.
      if (sign(each.quantity) < 0)
        throw_invalid("the budgeted quantity of " + in_quotes(each.product) +
                      " is below zero: " + to_string(each.quantity));
      planned_ += each.quantity;
      planned_margin_ += Ratio(each.quantity) * margin(each);
    }
    for (const AchievedProduct& each : actual_) {
      sold_ += each.quantity;
      result_.actual += each.home + each.other - each.cost;
    }
    result_.budget = planned_margin_;
  }

  ProfitVariance found() {
    const ByName budgeted(budget_);
    const ByName achieved(actual_);
    for (const BudgetedProduct& each : budget_) {
      const AchievedProduct* const its_own = achieved.find(each.product);
      compare(each, its_own != nullptr ? *its_own : AchievedProduct{.product = each.product});
    }
    for (const AchievedProduct& each : actual_)
      if (budgeted.find(each.product) == nullptr) unbudgeted(each);
    quantity();
    return std::move(result_);
  }
  [[nodiscard]] std::optional<Derivation> steps() && { return std::move(told_); }

 private:
  static Ratio margin(const BudgetedProduct& product) {
    return Ratio(product.price) * Ratio(product.rate) - Ratio(product.unit_cost);
  }

  void compare(const BudgetedProduct& plan, const AchievedProduct& made) {
    exchange(made, plan.rate);
    price(plan, made);
    cost(plan, made);
    mix(plan, made);
  }

  void exchange(const AchievedProduct& made, const Decimal& rate) {
    Derivation steps;
    const Ratio at_budget = Ratio(made.net) * Ratio(rate);
    const Ratio amount = made.home - at_budget;
    constexpr Text at_budget_label{"at the budgeted rate", "按预算汇率"};
    steps.step(at_budget_label, Operation::product, at_budget, Operand{net_label, Ratio(made.net)},
               Operand{rate_label, Ratio(rate)});
    steps.step(cause_name::exchange, Operation::difference, amount,
               Operand{Text{"at the rates of its days", "按实际汇率"}, made.home},
               Operand{at_budget_label, at_budget});
    add("exchange", made.product, amount, std::move(steps));
  }

  void price(const BudgetedProduct& plan, const AchievedProduct& made) {
    Derivation steps;
    const Ratio at_budget = Ratio(made.quantity) * Ratio(plan.price);
    const Ratio more = Ratio(made.net) - at_budget;
    const Ratio in_home = more * Ratio(plan.rate);
    constexpr Text at_budget_label{"at the budgeted price", "按预算价格"};
    constexpr Text more_label{"price over budget", "价格差"};
    constexpr Text at_rate_label{"at the budgeted rate", "按预算汇率"};
    steps.step(at_budget_label, Operation::product, at_budget,
               Operand{quantity_label, Ratio(made.quantity)},
               Operand{price_label, Ratio(plan.price)});
    steps.step(more_label, Operation::difference, more, Operand{net_label, Ratio(made.net)},
               Operand{at_budget_label, at_budget});
    steps.step(at_rate_label, Operation::product, in_home, Operand{more_label, more},
               Operand{rate_label, Ratio(plan.rate)});
    if (!is_zero(made.other))
      steps.step(cause_name::price, Operation::sum, in_home + made.other,
                 Operand{at_rate_label, in_home}, Operand{other_label, made.other});
    add("price", made.product, in_home + made.other, std::move(steps));
  }

  void cost(const BudgetedProduct& plan, const AchievedProduct& made) {
    Derivation steps;
    const Ratio at_budget = Ratio(made.quantity) * Ratio(plan.unit_cost);
    constexpr Text at_budget_label{"at the budgeted cost", "按预算成本"};
    steps.step(at_budget_label, Operation::product, at_budget,
               Operand{quantity_label, Ratio(made.quantity)},
               Operand{cost_label, Ratio(plan.unit_cost)});
    steps.step(cause_name::cost, Operation::difference, at_budget - made.cost,
               Operand{at_budget_label, at_budget}, Operand{Text{"cost", "实际成本"}, made.cost});
    add("cost", made.product, at_budget - made.cost, std::move(steps));
  }

  void tell_margin(Derivation& steps, const BudgetedProduct& plan) const {
    const Ratio revenue = Ratio(plan.price) * Ratio(plan.rate);
    constexpr Text revenue_label{"budgeted revenue of one", "预算单位收入"};
    steps.step(revenue_label, Operation::product, revenue, Operand{price_label, Ratio(plan.price)},
               Operand{rate_label, Ratio(plan.rate)});
    steps.step(margin_label, Operation::difference, margin(plan), Operand{revenue_label, revenue},
               Operand{cost_label, Ratio(plan.unit_cost)});
  }

  void mix(const BudgetedProduct& plan, const AchievedProduct& made) {
    Derivation steps;
    Ratio share;
    constexpr Text share_label{"its share of what was sold", "应占数量"};
    if (!is_zero(planned_)) {
      share = sold_ * Ratio(plan.quantity) / planned_;
      steps.step(share_label, Operation::share, share, Operand{all_label, sold_},
                 Operand{budgeted_quantity_label, Ratio(plan.quantity)},
                 Operand{all_budgeted_label, planned_});
    }
    const Ratio over = Ratio(made.quantity) - share;
    constexpr Text over_label{"quantity over its share", "结构差"};
    steps.step(over_label, Operation::difference, over,
               Operand{quantity_label, Ratio(made.quantity)}, Operand{share_label, share});
    tell_margin(steps, plan);
    const Ratio amount = over * margin(plan);
    steps.step(cause_name::mix, Operation::product, amount, Operand{over_label, over},
               Operand{margin_label, margin(plan)});
    add("mix", made.product, amount, std::move(steps));
  }

  void unbudgeted(const AchievedProduct& made) {
    Ratio revenue = made.home;
    if (const auto rate = common_rate()) {
      exchange(made, *rate);
      revenue = Ratio(made.net) * Ratio(*rate);
    }
    Derivation steps;
    const Ratio amount = revenue + made.other - made.cost;
    constexpr Text revenue_label{"revenue", "收入"};
    const Ratio all = revenue + made.other;
    steps.step(revenue_label, Operation::sum, all, Operand{net_label, revenue},
               Operand{other_label, made.other});
    steps.step(Text{"mix: not budgeted", "结构：无预算"}, Operation::difference, amount,
               Operand{revenue_label, all}, Operand{Text{"cost", "实际成本"}, made.cost});
    add("mix", made.product, amount, std::move(steps));
  }

  void quantity() {
    if (is_zero(planned_)) return;  // What was sold is mix.
    Derivation steps;
    const Ratio over = sold_ - planned_;
    const Ratio average = planned_margin_ / planned_;
    constexpr Text over_label{"quantity over budget", "数量差"};
    constexpr Text average_label{"average margin", "平均毛利"};
    steps.step(over_label, Operation::difference, over, Operand{all_label, sold_},
               Operand{all_budgeted_label, planned_});
    steps.step(average_label, Operation::quotient, average,
               Operand{Text{"budgeted profit", "预算利润"}, planned_margin_},
               Operand{all_budgeted_label, planned_});
    steps.step(cause_name::quantity, Operation::product, over * average, Operand{over_label, over},
               Operand{average_label, average});
    add("quantity", "", over * average, std::move(steps));
  }

  /// Home currency for one of the sale's, if all budgets agree on it.
  [[nodiscard]] std::optional<Decimal> common_rate() const {
    if (budget_.empty()) return std::nullopt;
    const Decimal rate = budget_.front().rate;
    const bool same = std::ranges::all_of(
        budget_, [&](const BudgetedProduct& each) { return each.rate == rate; });
    return same ? std::optional(rate) : std::nullopt;
  }

  void add(std::string cause, std::string product, const Ratio& amount, Derivation steps) {
    if (is_zero(amount)) return;
    if (wanted_ != nullptr && wanted_->cause == cause && wanted_->product == product)
      told_ = std::move(steps);
    result_.lines.push_back({std::move(cause), std::move(product), amount});
  }

  std::span<const BudgetedProduct> budget_;
  std::span<const AchievedProduct> actual_;
  const VarianceLine* wanted_;
  Ratio planned_;  // Quantity of all products,
  Ratio sold_;
  Ratio planned_margin_;  // and what it was to bring.
  ProfitVariance result_;
  std::optional<Derivation> told_;
};

}  // namespace

ProfitVariance budget_variance(std::span<const BudgetedProduct> budget,
                               std::span<const AchievedProduct> actual) {
  return BudgetVariance(budget, actual, nullptr).found();
}

Derivation explain_variance(std::span<const BudgetedProduct> budget,
                            std::span<const AchievedProduct> actual, const VarianceLine& line) {
  BudgetVariance variance(budget, actual, &line);
  (void)variance.found();
  std::optional<Derivation> steps = std::move(variance).steps();
  if (!steps) throw_invalid("nothing of " + line.cause + ", " + in_quotes(line.product));
  return std::move(*steps);
}

}  // namespace o2c::inline v1

#include "variance_close.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "o2c/money/exchange.hpp"
#include "o2c/money/round_together.hpp"
#include "o2c/number/error.hpp"

#include "invoices_of_sales.hpp"

namespace o2c::inline v1 {
namespace {

class VarianceCloser {
 public:
  VarianceCloser(const CloseView& view, const ProfitClose& profit)
      : view_(&view),
        book_(&view.book.get()),
        home_(book_->settings().home),
        profit_(&profit),
        products_(book_->rows("products"), "product") {}

  VarianceClose close() {
    take_budgets();
    if (comparisons_.empty()) return {};
    take_revenue();
    take_costs();
    VarianceClose closed;
    for (auto& [key, comparison] : comparisons_) {
      BudgetComparison& compared = comparison.compared;
      compared.variance = budget_variance(compared.budget, compared.actual);
      round(compared);
      closed.ties.push_back(tie(comparison));
      closed.comparisons.push_back(std::move(compared));
    }
    return closed;
  }

 private:
  /// By the code of a currency, and a unit.
  using Key = std::pair<std::string_view, std::string_view>;
  struct Comparison {
    BudgetComparison compared;
    Ratio earned{};  // Added up line by line.
  };
  /// Where a product is compared; nothing: nowhere. Its place among what was achieved.
  struct Place {
    Comparison* comparison = nullptr;
    std::optional<std::size_t> achieved{};
  };

  [[nodiscard]] std::string_view unit_of(std::string_view product) const {
    const BookRows& products = book_->rows("products");
    return products.text(products.column("unit"), *products_.find(product));
  }

  void take_budgets() {
    const BookRows& rows = book_->rows("budgets");
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (Period::parse(rows.text(rows.column("period"), row)) != view_->period) continue;
      const std::string_view product = rows.text(rows.column("product"), row);
      const Currency currency = rows.currency(rows.column("currency"), row);
      const Key key(rows.text(rows.column("currency"), row), unit_of(product));
      const auto [found, is_new] =
          comparisons_.try_emplace(key, Comparison{BudgetComparison{.currency = currency,
                                                                    .unit = std::string(key.second),
                                                                    .budget = {},
                                                                    .actual = {},
                                                                    .variance = {},
                                                                    .budgeted = Money::zero(home_),
                                                                    .amounts = {}}});
      found->second.compared.budget.push_back(
          {.product = std::string(product),
           .quantity = normalized(rows.decimal(rows.column("quantity"), row)),
           .price = normalized(rows.decimal(rows.column("price"), row)),
           .rate = normalized(rows.decimal(rows.column("rate"), row)),
           .unit_cost = normalized(rows.decimal(rows.column("unit_cost"), row))});
      places_[product].comparison = &found->second;
    }
  }

  /// What was achieved of a product that is compared; null if it is not.
  AchievedProduct* achieved(Place& place, std::string_view product) {
    if (place.comparison == nullptr) return nullptr;
    std::vector<AchievedProduct>& all = place.comparison->compared.actual;
    if (!place.achieved) {
      place.achieved = all.size();
      all.push_back({.product = std::string(product)});
    }
    return &all[*place.achieved];
  }

  void take_revenue() {
    const SalesInvoices invoices(*view_);
    const BookRows& rows = book_->rows("invoice_lines");
    const std::size_t document = rows.column("document");
    const std::size_t product = rows.column("product");
    const std::size_t quantity = rows.column("quantity");
    const std::size_t net = rows.column("net");
    const std::size_t currency = rows.column("currency");
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const std::size_t invoice = rows.referred(document, row).value();
      if (!invoices.is_posted_within(invoice)) continue;
      const std::string_view name = rows.text(product, row);
      auto [place, is_new] = places_.try_emplace(name);
      if (is_new) {
        const auto found = comparisons_.find({rows.text(currency, row), unit_of(name)});
        if (found != comparisons_.end()) place->second.comparison = &found->second;
      }
      AchievedProduct* const its_own = achieved(place->second, name);
      if (its_own == nullptr) continue;
      const Money amount = rows.amount(net, row);
      const Ratio in_home = Ratio(amount.amount()) * invoices.rate(invoice, amount.currency());
      its_own->quantity = its_own->quantity + normalized(rows.decimal(quantity, row));
      if (amount.currency() == place->second.comparison->compared.currency) {
        its_own->net = its_own->net + amount.amount();
        its_own->home += in_home;
      } else {
        its_own->other += in_home;
      }
      place->second.comparison->earned += in_home;
    }
  }

  /// Only costs name a product.
  void take_costs() {
    for (const ProfitEntry& entry : profit_->entries) {
      if (entry.product.empty()) continue;
      const auto place = places_.find(entry.product);
      if (place == places_.end()) continue;
      AchievedProduct* const its_own = achieved(place->second, entry.product);
      if (its_own == nullptr) continue;
      const Ratio amount(
          convert_at(entry.amount, home_, Ratio(entry.rate.value_or(1)), home_rounding).amount());
      const Ratio cost = is_income(entry.kind) ? -amount : amount;
      its_own->cost += cost;
      place->second.comparison->earned -= cost;
    }
  }

  void round(BudgetComparison& compared) const {
    std::vector<Ratio> exact{compared.variance.budget};
    for (const VarianceLine& line : compared.variance.lines) exact.push_back(line.amount);
    const std::vector<Money> rounded = round_together(exact, home_, home_rounding);
    compared.budgeted = rounded.front();
    compared.amounts.assign(rounded.begin() + 1, rounded.end());
  }

  Tie tie(const Comparison& comparison) const {
    const BudgetComparison& compared = comparison.compared;
    const std::string group = std::string(compared.currency.code()) + ", " + compared.unit;
    Tie tie{"variance",
            {Label("profit made, " + group, "实际利润，" + group),
             Money::rounded(comparison.earned, home_, home_rounding)},
            {{Text{"budgeted", "预算利润"}, compared.budgeted}}};
    for (const VarianceLine& cause : compared.variance.by_cause()) {
      Money amount = Money::zero(home_);
      for (std::size_t i = 0; i < compared.amounts.size(); ++i)
        if (compared.variance.lines[i].cause == cause.cause) amount += compared.amounts[i];
      tie.parts.push_back({describe_cause(cause.cause), amount});
    }
    return tie;
  }

  const CloseView* view_;
  const Book* book_;
  Currency home_;
  const ProfitClose* profit_;
  RowsByText products_;
  std::map<Key, Comparison> comparisons_;  // Places point into it.
  std::unordered_map<std::string_view, Place> places_;
};

}  // namespace

VarianceClose close_variances(const CloseView& view, const ProfitClose& profit) {
  return VarianceCloser(view, profit).close();
}

Derivation VarianceClose::explain(std::size_t row) const {
  std::size_t at = row;
  for (const BudgetComparison& each : comparisons) {
    if (at >= each.amounts.size()) {
      at -= each.amounts.size();
      continue;
    }
    const VarianceLine& line = each.variance.lines[at];
    Derivation steps = explain_variance(each.budget, each.actual, line);
    const Money amount = each.amounts[at];
    const bool is_below = Ratio(amount.amount()) <= line.amount;
    const Money one = Money::rounded(Decimal(1), amount.currency(), home_rounding);
    steps.add(
        {Label("as the causes add up", "尾差调整"),
         Operation::product,
         {{describe_cause(line.cause), line.amount},
          {Label("in the home currency", "本位币"), one}},
         amount,
         RoundedTo{is_below ? Rounding::floor : Rounding::ceiling, minor_unit(amount.currency())}});
    return steps;
  }
  throw_invalid("table variances has nothing to explain in row " + std::to_string(row));
}

}  // namespace o2c::inline v1

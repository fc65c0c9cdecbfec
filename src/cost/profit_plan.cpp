#include "o2c/cost/profit_plan.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/money/exchange_rate.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "pricing_route.hpp"

namespace o2c::inline v1 {
namespace {

ProfitKind kind_of(CostCategory category) {
  switch (category) {
    case CostCategory::material:
      return ProfitKind::material;
    case CostCategory::bought_in:
      return ProfitKind::goods;
    case CostCategory::processing:
      return ProfitKind::processing;
    case CostCategory::packing:
      return ProfitKind::packing;
    case CostCategory::finance:
      return ProfitKind::finance;
    case CostCategory::tooling:
    case CostCategory::overhead:
    case CostCategory::expense:
      break;
  }
  return ProfitKind::other;
}

ProfitKind kind_of(RouteItem item) {
  switch (item) {
    case RouteItem::packing:
      return ProfitKind::packing;
    case RouteItem::loading_at_works:
    case RouteItem::carriage_to_port:
    case RouteItem::export_clearance:
    case RouteItem::origin_handling:
    case RouteItem::loading_on_board:
      return ProfitKind::domestic;
    case RouteItem::main_freight:
    case RouteItem::arrival:
    case RouteItem::inland:
    case RouteItem::unloading:
      return ProfitKind::freight;
    case RouteItem::insurance:
      return ProfitKind::insurance;
    case RouteItem::import_clearance:
      break;
  }
  return ProfitKind::other;
}

// Costs by kind, in the home currency.
class KindSums {
 public:
  void add(ProfitKind kind, const Ratio& amount) {
    sums_.at(static_cast<std::size_t>(kind)) += amount;
  }
  [[nodiscard]] Ratio total() const {
    Ratio all;
    for (const Ratio& sum : sums_) all += sum;
    return all;
  }
  // Of one, where that many share them.
  [[nodiscard]] std::vector<UnitCost> of_one(const Ratio& units) const {
    std::vector<UnitCost> costs;
    for (std::size_t i = 0; i < sums_.size(); ++i)
      if (!is_zero(sums_[i]))
        costs.push_back({to_string(static_cast<ProfitKind>(i)), sums_[i] / units});
    return costs;
  }

 private:
  std::array<Ratio, profit_kind_count> sums_{};
};

// What one unit of a quote costs, in the home currency.
class QuotedCosts {
 public:
  QuotedCosts(const CostSheet& sheet, const PricingCurrency& currency, const Quote& quote)
      : sheet_(sheet),
        quote_(quote),
        costs_(sheet.costs(quote.quantity)),
        rate_(pricing_rate(sheet, currency, nullptr)),
        route_(pricing_route(sheet, costs_, currency, rate_, nullptr)) {}

  [[nodiscard]] const Ratio& rate() const noexcept { return rate_; }

  KindSums found() {
    for (const LineCost& line : costs_.lines) add_line(line);
    for (const detail::BearerRow& row : detail::bearer_rows)
      if (is_borne(row.item)) sums_.add(kind_of(row.item), route_.cost(row.item) * rate_);
    const Ratio price(quote_.price);
    sums_.add(ProfitKind::commission, price * Ratio(quote_.term.commission.fraction()) * rate_);
    const Ratio of_price(costs_.of_price.fraction());
    const Ratio at_basis = (quote_.profit + quote_.cost) / (1 - of_price);
    sums_.add(ProfitKind::other, at_basis * of_price * rate_);
    // What is left depends on the price: the premium, and under DDP duty and tax.
    const bool pays_duty = quote_.term.incoterm == Incoterm::DDP;
    if (pays_duty) sums_.add(ProfitKind::insurance, premium_to_door());
    sums_.add(pays_duty ? ProfitKind::other : ProfitKind::insurance,
              (price - quote_.profit) * rate_ - sums_.total());
    return sums_;
  }

 private:
  // On the route, lines are among what its items cost; here they only differ by what is refunded.
  void add_line(const LineCost& line) {
    if (line.item && !is_borne(*line.item)) return;
    const ProfitKind kind = line.item ? kind_of(*line.item) : kind_of(line.category);
    const auto of = std::ranges::find(sheet_.lines(), line.name, &CostLine::name);
    const Ratio refunded = line.amount / actual_cost(1, of->rebate()) - line.amount;
    sums_.add(kind, line.item ? refunded : line.amount + refunded);
    sums_.add(ProfitKind::refund, -refunded);
  }

  [[nodiscard]] Ratio premium_to_door() const {
    if (!route_.costs().insured_to_door) return {};
    const Ratio goods = route_.goods(quote_.term, quote_.price);
    const auto by = [&](Incoterm term) { return route_.price({.incoterm = term}, goods); };
    return (by(Incoterm::CIF) - by(Incoterm::CFR)) * rate_;
  }

  [[nodiscard]] bool is_borne(RouteItem item) const {
    return bearer(quote_.term.incoterm, item) == Bearer::seller;
  }

  const CostSheet& sheet_;
  const Quote& quote_;
  UnitCosts costs_;
  Ratio rate_;
  PriceRoute route_;
  KindSums sums_;
};

// The documents of some products, each of which has a sum of every kind.
class ActualSums {
 public:
  ActualSums(std::span<const SoldProduct> sold, const Currency& home, Rounding rounding)
      : sold_(sold), home_(home), rounding_(rounding), costs_(sold.size()), revenue_(sold.size()) {}

  ProfitPlan plan(std::span<const ProfitEntry> entries) {
    check_sold();
    for (std::size_t i = 0; i < entries.size(); ++i) check_entry(entries[i], i);
    if (!currency_) fault("entries", -1, "revenue", "", "some, as prices are made of it");
    throw_faults("no such plan", std::move(faults_));
    for (const ProfitEntry& entry : entries) add(entry);
    Ratio abroad;
    for (const Ratio& each : revenue_) abroad += each;
    if (sign(abroad) <= 0)
      throw_invalid("no such plan: revenue of " + to_string(abroad) + ", expected above zero");
    ProfitPlan plan{.products = {}, .exchange_rate = at_home_ / abroad};
    for (std::size_t i = 0; i < sold_.size(); ++i) {
      const Ratio units(sold_[i].quantity);
      plan.products.push_back({.product = sold_[i].product,
                               .quantity = sold_[i].quantity,
                               .price = revenue_[i] / units,
                               .costs = costs_[i].of_one(units)});
    }
    return plan;
  }

 private:
  void check_sold() {
    if (sold_.empty()) fault("sold", -1, "product", "", "a product at least");
    for (std::size_t i = 0; i < sold_.size(); ++i) {
      const auto row = static_cast<std::int64_t>(i);
      if (sign(sold_[i].quantity) <= 0)
        fault("sold", row, "quantity", to_string(sold_[i].quantity), "above zero");
      if (place_of(sold_[i].product) != i)
        fault("sold", row, "product", sold_[i].product, "each product once");
    }
  }

  void check_entry(const ProfitEntry& entry, std::size_t at) {
    const auto row = static_cast<std::int64_t>(at);
    if (!owner(entry))
      fault("entries", row, "product", entry.product, "one of the products that were sold");
    if (entry.kind != ProfitKind::revenue) return;
    if (!currency_) currency_ = entry.amount.currency();
    if (entry.amount.currency() != *currency_)
      fault("entries", row, "amount", to_string(entry.amount),
            "revenue in " + to_string(*currency_) + ", as the first");
  }

  [[nodiscard]] std::size_t place_of(std::string_view product) const {
    return static_cast<std::size_t>(std::ranges::find(sold_, product, &SoldProduct::product) -
                                    sold_.begin());
  }
  // All entries are a single product's, named or not.
  [[nodiscard]] std::optional<std::size_t> owner(const ProfitEntry& entry) const {
    if (entry.product.empty() && sold_.size() == 1) return 0;
    const std::size_t place = place_of(entry.product);
    return place < sold_.size() ? std::optional(place) : std::nullopt;
  }

  void add(const ProfitEntry& entry) {
    const std::size_t place = *owner(entry);
    const Ratio amount(
        order_profit(std::span(&entry, 1), home_, rounding_).lines.front().amount.amount());
    if (entry.kind == ProfitKind::revenue) revenue_[place] += entry.amount.amount();
    if (entry.kind == ProfitKind::revenue || entry.kind == ProfitKind::exchange)
      at_home_ += amount;
    else
      costs_[place].add(entry.kind, is_income(entry.kind) ? -amount : amount);
  }

  void fault(const char* table, std::int64_t row, const char* field, std::string value,
             std::string expected) {
    faults_.push_back({.file = table,
                       .row = row,
                       .field = field,
                       .value = std::move(value),
                       .expected = std::move(expected)});
  }

  std::span<const SoldProduct> sold_;
  Currency home_;
  Rounding rounding_;
  std::vector<KindSums> costs_;  // Of each product.
  std::vector<Ratio> revenue_;   // Likewise, in the currency of the sale.
  Ratio at_home_{};
  std::optional<Currency> currency_{};
  std::vector<Fault> faults_;
};

}  // namespace

ProfitPlan quoted_plan(const CostSheet& sheet, const PricingRule& rule,
                       const PricingCurrency& currency, const Quote& quote) {
  const Quote reckoned = at_price(sheet, rule, currency, quote.term, quote.quantity, quote.price);
  QuotedCosts costs(sheet, currency, reckoned);
  return {.products = {{.product = sheet.product(),
                        .quantity = convert(quote.quantity, sheet.unit()).value(),
                        .price = quote.price,
                        .costs = costs.found().of_one(1)}},
          .exchange_rate = costs.rate()};
}

ProfitPlan actual_plan(std::span<const ProfitEntry> entries, std::span<const SoldProduct> sold,
                       const Currency& home, Rounding rounding) {
  static_cast<void>(order_profit(entries, home, rounding));  // Which says what is wrong with them.
  return ActualSums(sold, home, rounding).plan(entries);
}

}  // namespace o2c::inline v1

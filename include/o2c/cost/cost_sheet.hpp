#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/cost/export_rebate.hpp"
#include "o2c/cost/incoterm.hpp"
#include "o2c/cost/packing.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/unit_price.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

/// What a line of a cost sheet is, in the sheet's order (成本项目).
enum class CostCategory : std::uint8_t {
  material,    ///< 材料
  bought_in,   ///< Bought for resale or for building in (外购).
  processing,  ///< Labour and tolling (加工费、委托加工).
  packing,     ///< 包装
  tooling,     ///< Moulds and plates, spread over a quantity (模具费).
  overhead,    ///< 管理费
  finance,     ///< Interest between outlay and receipt (财务费用).
  expense      ///< Expenses of selling and of the way (费用).
};

inline constexpr std::size_t cost_category_count = 8;

/// Its name: "bought_in".
std::string to_string(CostCategory category);
/// Reads what to_string writes. Throws ParseError.
CostCategory parse_cost_category(std::string_view text);
/// "bought-in goods", "外购成本"
Text describe(CostCategory category);

/// How a line's cost of one unit follows.
enum class CostRule : std::uint8_t {
  per_unit,       ///< An amount for each unit.
  usage,          ///< A quantity of material for each unit, at a price, with wastage.
  per_carton,     ///< An amount for each carton that the quantity fills.
  per_container,  ///< An amount for each container that the cartons fill.
  per_order,      ///< An amount for the whole quantity.
  spread,         ///< An amount over a stated quantity, whatever is ordered.
  of_cost,        ///< A rate of lines before it.
  of_purchase,    ///< A rate of what is paid for lines before it, VAT included.
  of_price,       ///< A rate of the price, which the price has to hold.
  interest        ///< A yearly rate of lines before it, for some days.
};

/// Its name: "per_carton".
std::string to_string(CostRule rule);

/// One line of a cost sheet. Made by the functions that are named as what they cost.
class CostLine {
 public:
  /// `usage` of a material for each unit at a price. Wastage is of the input: 3% of it is lost, so
  /// usage ÷ (1 − 3%) is bought. With a rebate the price includes VAT, of which the refunded part
  /// is no cost; VAT that is credited in full has the same rate as refund. Throws InvalidArgument
  /// unless usage is positive and wastage from 0% to below 100%.
  static CostLine material(std::string name, const Quantity& usage, const UnitPrice& price,
                           Rate wastage = Rate::from_fraction(0), const ExportRebate& rebate = {});
  /// Goods bought at a price, with VAT if a rebate is given, for each unit.
  static CostLine bought_in(std::string name, const Decimal& price,
                            const ExportRebate& rebate = {});
  /// An amount for each unit.
  static CostLine per_unit(std::string name, CostCategory category, const Decimal& amount);
  /// An amount for each carton; the last one is paid in full. Needs the sheet's packing.
  static CostLine per_carton(std::string name, CostCategory category, const Decimal& amount);
  /// An amount for each container, into which so many cartons go; the last one is paid in full.
  /// Needs the sheet's packing. Throws InvalidArgument unless some cartons go into it.
  static CostLine per_container(std::string name, CostCategory category, const Decimal& amount,
                                std::int32_t cartons);
  /// An amount for the whole quantity, whatever it is: for a shipment.
  static CostLine per_order(std::string name, CostCategory category, const Decimal& amount);
  /// A mould or a plate for so many units. Throws InvalidArgument unless that is positive.
  static CostLine tooling(std::string name, const Decimal& amount, const Decimal& units);
  /// A rate of the lines before it in these categories; of all of them where none is named. At
  /// least `minimum` for the whole quantity.
  static CostLine of_cost(std::string name, CostCategory category, Rate rate,
                          std::vector<CostCategory> base = {}, const Decimal& minimum = {});
  /// A rate of what is paid for the lines before it in these categories, of materials and bought-in
  /// goods where none is named: of their prices with VAT, whatever of it is refunded (定额费用). At
  /// least `minimum` for the whole quantity.
  static CostLine of_purchase(std::string name, CostCategory category, Rate rate,
                              std::vector<CostCategory> base = {}, const Decimal& minimum = {});
  /// A rate of the price: a licence, a bonus, a tax on sales.
  static CostLine of_price(std::string name, Rate rate);
  /// Interest on the lines before it, for the days between outlay and receipt: by 360 or 365 days
  /// a year. Throws InvalidArgument for days below zero.
  static CostLine interest(std::string name, Rate yearly, std::int32_t days,
                           std::int32_t year_days = 360);

  /// The same line, paid on the way: it is part of the price by terms under which the seller bears
  /// the item. Throws InvalidArgument for insurance, which depends on the price, and for lines of
  /// the price.
  [[nodiscard]] CostLine on_route(RouteItem item) const;
  /// The same line in another currency, of which one is `rate` of the sheet's; 1 for one that is
  /// pegged to it. Throws InvalidArgument unless the rate is positive, and for lines that are a
  /// rate of something.
  [[nodiscard]] CostLine at_rate(const Decimal& rate) const;
  /// The same line, its amount with VAT, of which the refunded part is no cost: tolling, carriage,
  /// a mould. Throws InvalidArgument for lines that are a rate of something.
  [[nodiscard]] CostLine with_vat(const ExportRebate& rebate) const;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] CostCategory category() const noexcept { return category_; }
  [[nodiscard]] CostRule rule() const noexcept { return rule_; }
  /// The amount, or the price of one; nothing for lines that are a rate of something.
  [[nodiscard]] const std::optional<Decimal>& amount() const noexcept { return amount_; }
  [[nodiscard]] const std::optional<Quantity>& usage() const noexcept { return usage_; }
  [[nodiscard]] const std::optional<UnitPrice>& price() const noexcept { return price_; }
  /// Wastage, or what the line is a rate of something by.
  [[nodiscard]] const Rate& rate() const noexcept { return rate_; }
  [[nodiscard]] const ExportRebate& rebate() const noexcept { return rebate_; }
  /// Units of tooling, cartons of a container.
  [[nodiscard]] const Decimal& spread_over() const noexcept { return spread_over_; }
  [[nodiscard]] const Decimal& minimum() const noexcept { return minimum_; }
  [[nodiscard]] std::int32_t days() const noexcept { return days_; }
  [[nodiscard]] std::int32_t year_days() const noexcept { return year_days_; }
  /// In the order of the categories; empty: all.
  [[nodiscard]] const std::vector<CostCategory>& base() const noexcept { return base_; }
  [[nodiscard]] const std::optional<RouteItem>& item() const noexcept { return item_; }
  /// Nothing: the line is in the sheet's currency.
  [[nodiscard]] const std::optional<Decimal>& exchange_rate() const noexcept {
    return exchange_rate_;
  }

  friend bool operator==(const CostLine&, const CostLine&) = default;

 private:
  CostLine(std::string name, CostCategory category, CostRule rule);
  [[nodiscard]] bool has_amount() const noexcept { return amount_ || price_; }

  std::string name_;
  CostCategory category_;
  CostRule rule_;
  std::optional<Decimal> amount_{};
  std::optional<Quantity> usage_{};
  std::optional<UnitPrice> price_{};
  Rate rate_ = Rate::from_fraction(0);
  ExportRebate rebate_{};
  Decimal spread_over_{};
  Decimal minimum_{};
  std::int32_t days_ = 0;
  std::int32_t year_days_ = 360;
  std::vector<CostCategory> base_{};
  std::optional<RouteItem> item_{};
  std::optional<Decimal> exchange_rate_{};
};

/// A line's cost of one unit.
struct LineCost {
  std::string name;
  CostCategory category;
  std::optional<RouteItem> item;
  Ratio amount;  ///< In the sheet's currency.

  static constexpr auto fields() {
    return std::tuple{Field{"name", &LineCost::name, "the line's"},
                      Field{"category", &LineCost::category, "the line's"},
                      Field{"item", &LineCost::item, "of the route, if it is on it"},
                      Field{"amount", &LineCost::amount, "of one unit"}};
  }

  friend bool operator==(const LineCost&, const LineCost&) = default;
};

/// What one unit costs when so many are ordered, exactly.
struct UnitCosts {
  Quantity quantity;
  std::vector<LineCost> lines;  ///< All but those of the price, in the sheet's order.
  Ratio goods;                  ///< What stands at the works: lines that are on no route.
  std::array<Ratio, route_item_count> route;  ///< What each item of the route costs.
  Rate of_price;                              ///< What the price has to hold besides.
  Ratio total;                                ///< All lines.

  static constexpr auto fields() {
    return std::tuple{Field{"quantity", &UnitCosts::quantity, "that is ordered"},
                      Field{"lines", &UnitCosts::lines, "all but those of the price"},
                      Field{"goods", &UnitCosts::goods, "what stands at the works"},
                      Field{"of_price", &UnitCosts::of_price, "what the price has to hold besides"},
                      Field{"total", &UnitCosts::total, "all lines"}};
  }

  /// What the lines of a category come to.
  [[nodiscard]] Ratio of(CostCategory category) const;

  friend bool operator==(const UnitCosts&, const UnitCosts&) = default;
};

/// What a product costs before it is offered (成本核价).
class CostSheet {
 public:
  /// Throws InvalidArgument, with all faults, for no lines, two of one name, amounts, prices or
  /// rates below zero, a rebate that check() refuses, lines by the carton without a packing, a
  /// material whose unit its price is not for, and rates of the price of 100% and more in all.
  CostSheet(std::string product, const Currency& currency, const Unit& unit,
            std::vector<CostLine> lines, std::optional<Packing> packing = std::nullopt);

  [[nodiscard]] const std::string& product() const noexcept { return product_; }
  [[nodiscard]] const Currency& currency() const noexcept { return currency_; }
  [[nodiscard]] const Unit& unit() const noexcept { return unit_; }
  [[nodiscard]] const std::vector<CostLine>& lines() const noexcept { return lines_; }
  [[nodiscard]] const std::optional<Packing>& packing() const noexcept { return packing_; }

  /// What one of the sheet's unit costs when this quantity is ordered. Throws InvalidArgument for a
  /// quantity that is not positive, UnitMismatch, Overflow.
  [[nodiscard]] UnitCosts costs(const Quantity& quantity) const;
  /// The same, telling each step.
  UnitCosts costs(const Quantity& quantity, Derivation& steps) const;

  friend bool operator==(const CostSheet&, const CostSheet&) = default;

 private:
  std::string product_;
  Currency currency_;
  Unit unit_;
  std::vector<CostLine> lines_;
  std::optional<Packing> packing_;
};

}  // namespace o2c::inline v1

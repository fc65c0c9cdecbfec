#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What an entry of a profit statement is (利润表项目), in the statement's order.
enum class ProfitKind : std::uint8_t {
  revenue,     ///< 销售收入
  goods,       ///< What was bought for resale.
  material,    ///< 材料
  processing,  ///< Work and tolling (加工费).
  packing,     ///< 包装
  refund,      ///< Of VAT on exports: income (出口退税).
  domestic,    ///< Carriage and charges at home (国内费用).
  freight,     ///< 国际运费
  insurance,   ///< 保险费
  bank,        ///< 银行费用
  commission,  ///< 佣金、提成
  claim,       ///< What was paid for complaints (索赔).
  rebate,      ///< Received from suppliers: income (返利).
  finance,     ///< Interest on outlays (财务费用).
  exchange,    ///< Exchange differences: income if above zero (汇兑损益).
  other        ///< Further costs.
};

inline constexpr std::size_t profit_kind_count = 16;

/// Its name: "goods".
std::string to_string(ProfitKind kind);
/// Reads what to_string writes. Throws ParseError.
ProfitKind parse_profit_kind(std::string_view text);
/// "goods", "采购成本"
Text describe(ProfitKind kind);

/// Whether amounts of the kind are added to the profit; all others are taken off.
constexpr bool is_income(ProfitKind kind) noexcept {
  return kind == ProfitKind::revenue || kind == ProfitKind::refund || kind == ProfitKind::rebate ||
         kind == ProfitKind::exchange;
}

/// One document's part in what an order earned. Amounts of income and of cost are both above zero;
/// what reverses one is below.
struct ProfitEntry {
  ProfitKind kind;
  Money amount;  ///< As on the document.
  /// Home currency for one of the amount's, also where that is pegged at 1; nothing in the home
  /// currency.
  std::optional<Decimal> rate{};
  std::string order{};
  std::string customer{};
  std::string product{};
  std::string salesperson{};
  std::string document{};
  std::optional<Date> date{};

  static constexpr auto fields() {
    return std::tuple{Field{"kind", &ProfitEntry::kind, "revenue, goods, freight, ..."},
                      Field{"amount", &ProfitEntry::amount, "as on the document"},
                      Field{"rate", &ProfitEntry::rate, "home currency for one of the amount's"},
                      Field{"order", &ProfitEntry::order, "which it belongs to"},
                      Field{"customer", &ProfitEntry::customer, "of the order"},
                      Field{"product", &ProfitEntry::product, "sold"},
                      Field{"salesperson", &ProfitEntry::salesperson, "of the order"},
                      Field{"document", &ProfitEntry::document, "its number"},
                      Field{"date", &ProfitEntry::date, "of the document"}};
  }

  friend bool operator==(const ProfitEntry&, const ProfitEntry&) = default;
};

/// What all entries of a kind come to.
struct ProfitLine {
  ProfitKind kind;
  Money amount;  ///< As entries have it: costs above zero, too.

  static constexpr auto fields() {
    return std::tuple{Field{"kind", &ProfitLine::kind, "what it is"},
                      Field{"amount", &ProfitLine::amount, "costs above zero, too"}};
  }

  friend bool operator==(const ProfitLine&, const ProfitLine&) = default;
};

/// What entries come to (利润表), in the home currency.
struct OrderProfit {
  std::vector<ProfitLine> lines;  ///< One for each kind that came up, in the statement's order.
  Money revenue;
  Money cost;    ///< All costs less all other income.
  Money profit;  ///< Revenue less cost.
  /// 换汇成本: costs less refund and rebates, but for freight and insurance in the foreign
  /// currency, over the revenue in it less these. Nothing where the revenue is not in one foreign
  /// currency.
  std::optional<Ratio> exchange_cost;

  static constexpr auto fields() {
    return std::tuple{Field{"lines", &OrderProfit::lines, "one for each kind"},
                      Field{"revenue", &OrderProfit::revenue, "all revenue"},
                      Field{"cost", &OrderProfit::cost, "all costs less other income"},
                      Field{"profit", &OrderProfit::profit, "revenue less cost"},
                      Field{"exchange_cost", &OrderProfit::exchange_cost,
                            "home currency for one of the foreign"}};
  }

  /// Profit ÷ revenue with `digits` after the point of its percentage; nothing without revenue.
  [[nodiscard]] std::optional<Rate> margin(int digits = 2,
                                           Rounding rounding = Rounding::half_up) const;

  friend bool operator==(const OrderProfit&, const OrderProfit&) = default;
};

/// What an order, or any other set of entries, has earned. Each entry is rounded to the home
/// currency once, so that statements of parts add up to that of the whole. Throws InvalidArgument,
/// with all faults, for rates that are not positive, another currency without a rate, and a rate
/// other than 1 in the home currency; Overflow, InexactResult (mode `exact`).
OrderProfit order_profit(std::span<const ProfitEntry> entries, const Currency& home,
                         Rounding rounding = Rounding::half_up);
/// The same, telling each step.
OrderProfit order_profit(std::span<const ProfitEntry> entries, const Currency& home,
                         Rounding rounding, Derivation& steps);

/// By what statements are made apart; periods have the names of PeriodKind.
enum class ProfitBy : std::uint8_t {
  order,
  customer,
  product,
  salesperson,
  week,
  half_month,
  month,
  quarter,
  half,
  year
};

/// Its name: "customer".
std::string to_string(ProfitBy by);
/// Reads what to_string writes. Throws ParseError.
ProfitBy parse_profit_by(std::string_view text);

/// The statement of each order, customer, product, salesperson, or period ("2026-11", "2026Q4",
/// "2026"), in the order in which they first come up; what has none, or no date, stands under "".
/// Throws as order_profit.
std::vector<std::pair<std::string, OrderProfit>> profit_by(std::span<const ProfitEntry> entries,
                                                           ProfitBy by, const Currency& home,
                                                           Rounding rounding = Rounding::half_up);

/// How much of a cost an order bears.
struct CostShare {
  std::string order;
  Decimal weight;

  static constexpr auto fields() {
    return std::tuple{Field{"order", &CostShare::order, "which bears it"},
                      Field{"weight", &CostShare::weight, "its part of all weights"}};
  }

  friend bool operator==(const CostShare&, const CostShare&) = default;
};

/// Each order's revenue in the home currency, as weights of share_cost. Throws as order_profit.
std::vector<CostShare> revenue_shares(std::span<const ProfitEntry> entries, const Currency& home,
                                      Rounding rounding = Rounding::half_up);

/// A cost that several orders have in common, as entries of each; they add up to it exactly. Throws
/// as allocate.
std::vector<ProfitEntry> share_cost(const ProfitEntry& cost, std::span<const CostShare> shares,
                                    const AllocationOptions& options = {});

/// What a statement says, in sentences (效益情况分析): revenue, costs by size, profit and margin,
/// the exchange cost. All figures are the statement's.
std::string summarize(const OrderProfit& profit, std::string_view what, Language language);

}  // namespace o2c::inline v1

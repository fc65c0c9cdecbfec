#pragma once

#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/cost/export_rebate.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

/// An offer for export as it stands before it is made: what comes in, in foreign currency, and what
/// goes out, in the home currency; all of one unit but the fixed costs.
struct ExportOffer {
  std::string name;
  Decimal quantity;
  Decimal price;                             ///< As quoted, in foreign currency.
  Rate commission = Rate::from_fraction(0);  ///< In it.
  Decimal freight{};                         ///< In it.
  Decimal insurance{};                       ///< In it.
  Decimal exchange_rate;                     ///< Home currency for one of the foreign.
  Decimal purchase_price;                    ///< With VAT.
  ExportRebate rebate{};
  Decimal expenses{};                          ///< Home currency.
  Rate expense_rate = Rate::from_fraction(0);  ///< Further expenses, of the purchase price.
  Decimal fixed_costs{};                       ///< Of the whole offer, home currency.

  static constexpr auto fields() {
    return std::tuple{
        Field{"name", &ExportOffer::name, "the offer's"},
        Field{"quantity", &ExportOffer::quantity, "of units"},
        Field{"price", &ExportOffer::price, "as quoted, foreign currency"},
        Field{"commission", &ExportOffer::commission, "in the price"},
        Field{"freight", &ExportOffer::freight, "in the price"},
        Field{"insurance", &ExportOffer::insurance, "in the price"},
        Field{"exchange_rate", &ExportOffer::exchange_rate, "home currency for one foreign"},
        Field{"purchase_price", &ExportOffer::purchase_price, "with VAT, home currency"},
        Field{"rebate", &ExportOffer::rebate, "of VAT"},
        Field{"expenses", &ExportOffer::expenses, "of one unit, home currency"},
        Field{"expense_rate", &ExportOffer::expense_rate, "of the purchase price"},
        Field{"fixed_costs", &ExportOffer::fixed_costs, "of the whole offer, home currency"}};
  }

  friend bool operator==(const ExportOffer&, const ExportOffer&) = default;
};

/// What an offer comes to. Exact; of one unit where not said otherwise.
struct ExportFigures {
  Ratio net_fob;  ///< Foreign currency: price less commission, freight and insurance.
  Ratio revenue;  ///< Home currency: net FOB at the exchange rate.
  Ratio refund;   ///< Of VAT.
  Ratio cost;     ///< Purchase and expenses less refund, and the unit's part of the fixed costs.
  Ratio profit;
  Ratio total_profit;       ///< Of the whole quantity.
  Ratio exchange_cost;      ///< 换汇成本: home currency spent for one of the foreign.
  Ratio profit_loss_ratio;  ///< 盈亏率: profit ÷ cost.
  Ratio break_even_price;   ///< As quoted, at which nothing is earned.
  Ratio break_even_rate;    ///< Of exchange: the exchange cost.
  /// The least whole quantity that covers the fixed costs (保本量); nothing where a unit earns
  /// nothing towards them.
  std::optional<Decimal> break_even_quantity;

  static constexpr auto fields() {
    return std::tuple{
        Field{"net_fob", &ExportFigures::net_fob, "foreign currency"},
        Field{"revenue", &ExportFigures::revenue, "net FOB in home currency"},
        Field{"refund", &ExportFigures::refund, "of VAT"},
        Field{"cost", &ExportFigures::cost, "with the part of fixed costs"},
        Field{"profit", &ExportFigures::profit, "revenue less cost"},
        Field{"total_profit", &ExportFigures::total_profit, "of the whole quantity"},
        Field{"exchange_cost", &ExportFigures::exchange_cost, "cost ÷ net FOB"},
        Field{"profit_loss_ratio", &ExportFigures::profit_loss_ratio, "profit ÷ cost"},
        Field{"break_even_price", &ExportFigures::break_even_price, "as quoted"},
        Field{"break_even_rate", &ExportFigures::break_even_rate, "of exchange"},
        Field{"break_even_quantity", &ExportFigures::break_even_quantity, "whole units"}};
  }

  friend bool operator==(const ExportFigures&, const ExportFigures&) = default;
};

/// Throws InvalidArgument, with all faults, for amounts and rates below zero, a quantity, price or
/// exchange rate that is not positive, a commission of the whole price or more, a rebate that
/// check() refuses, and a price that freight, insurance and commission use up, or no cost at all.
ExportFigures export_figures(const ExportOffer& offer);
/// The same, telling each step.
ExportFigures export_figures(const ExportOffer& offer, Derivation& steps);

/// Total cost in home currency for one unit of foreign currency that it brings (换汇成本). Throws
/// InvalidArgument for a net FOB value that is not positive.
Ratio exchange_cost(Money total_cost, Money net_fob);
/// (net FOB at the bank's buying rate − total cost) ÷ total cost (盈亏率). Throws InvalidArgument
/// for a cost or a rate that is not positive.
Ratio profit_loss_ratio(Money total_cost, Money net_fob, const Decimal& buying_rate);
/// (net FOB − material) ÷ material (创汇率): what processing adds to what the material costs in
/// foreign currency, at CIF if imported, at FOB if domestic. Throws CurrencyMismatch,
/// InvalidArgument for material that is not above zero.
Ratio exchange_creation_ratio(Money net_fob, Money material);
/// ⌈fixed ÷ contribution of one⌉ (保本量). Throws InvalidArgument for fixed costs below zero or a
/// contribution that is not positive.
Decimal break_even_quantity(const Ratio& fixed, const Ratio& unit_contribution);

/// What the total profit becomes when one input changes and the others stand still.
struct Sensitivity {
  std::string input;  ///< The name of the field: "exchange_rate"; of the rebate's: "refund".
  Ratio lower;        ///< Change of the total profit when the input falls,
  Ratio higher;       ///< and when it rises.

  static constexpr auto fields() {
    return std::tuple{Field{"input", &Sensitivity::input, "the field that changes"},
                      Field{"lower", &Sensitivity::lower, "change of profit when it falls"},
                      Field{"higher", &Sensitivity::higher, "change of profit when it rises"}};
  }

  friend bool operator==(const Sensitivity&, const Sensitivity&) = default;
};

/// By how much the total profit changes when each input falls and rises by a part of itself; what
/// moves it most comes first. Inputs that are zero are left out; a refund rises to the VAT's rate
/// at most, and the VAT falls to the refund's. Throws InvalidArgument unless 0% < change < 100%,
/// and as export_figures.
std::vector<Sensitivity> sensitivities(const ExportOffer& offer, Rate change);

/// The positions of offers, the best first: by profit-loss ratio, of equals by total profit, of
/// equals the first. Throws InvalidArgument, naming the offer.
std::vector<std::size_t> rank_offers(std::span<const ExportOffer> offers);

}  // namespace o2c::inline v1

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What of the value added tax on exported goods is refunded (出口退税).
struct ExportRebate {
  Rate vat = Rate::from_fraction(0);     ///< In the purchase price.
  Rate refund = Rate::from_fraction(0);  ///< Of the price without tax; at most the VAT's rate.

  static constexpr auto fields() {
    return std::tuple{Field{"vat", &ExportRebate::vat, "in the purchase price"},
                      Field{"refund", &ExportRebate::refund, "of the price without tax"}};
  }

  friend bool operator==(const ExportRebate&, const ExportRebate&) = default;
};

/// Throws InvalidArgument, with all faults, unless 0 <= refund <= VAT.
void check(const ExportRebate& rebate);

/// What goods bought at a price with VAT really cost (实际成本): the price less what is refunded,
///
///     price × (1 + VAT − refund) ÷ (1 + VAT)
template <Tracer T>
Ratio actual_cost(const Ratio& price_with_vat, const ExportRebate& rebate, T& trace) {
  check(rebate);
  const Ratio vat(rebate.vat.fraction());
  const Ratio net = price_with_vat / (1 + vat);
  const Ratio refund = net * Ratio(rebate.refund.fraction());
  const Ratio cost = price_with_vat - refund;
  trace.step(Text{"net purchase price", "不含税进价"}, Operation::quotient, net,
             Operand{Text{"price with VAT", "含税进价"}, price_with_vat},
             Operand{Text{"1 + VAT", "1 + 增值税率"}, 1 + vat});
  trace.step(Text{"refund", "退税"}, Operation::product, refund,
             Operand{Text{"net purchase price", "不含税进价"}, net},
             Operand{Text{"refund rate", "退税率"}, rebate.refund});
  trace.step(Text{"actual cost", "实际成本"}, Operation::difference, cost,
             Operand{Text{"price with VAT", "含税进价"}, price_with_vat},
             Operand{Text{"refund", "退税"}, refund});
  return cost;
}
inline Ratio actual_cost(const Ratio& price_with_vat, const ExportRebate& rebate) {
  NoTrace no_trace;
  return actual_cost(price_with_vat, rebate, no_trace);
}

/// What a trader is refunded: the VAT invoice's net amount times the refund rate, rounded to the
/// currency's digits. Throws InvalidArgument, Overflow, InexactResult (mode `exact`).
template <Tracer T>
Money trader_refund(Money net_purchase, const ExportRebate& rebate, Rounding mode, T& trace) {
  check(rebate);
  return apply(rebate.refund, net_purchase, mode, trace);
}
inline Money trader_refund(Money net_purchase, const ExportRebate& rebate, Rounding mode) {
  NoTrace no_trace;
  return trader_refund(net_purchase, rebate, mode, no_trace);
}

/// The rates of one commodity from a day on, by the date of the export declaration.
struct RebateRates {
  std::string commodity;  ///< "7606": the code, or its beginning, in the tariff.
  Date from_date;
  ExportRebate rebate;

  static constexpr auto fields() {
    return std::tuple{Field{"commodity", &RebateRates::commodity, "its code in the tariff"},
                      Field{"from_date", &RebateRates::from_date, "the first day of declarations"},
                      Field{"rebate", &RebateRates::rebate, "the rates from then on"}};
  }

  friend bool operator==(const RebateRates&, const RebateRates&) = default;
};

/// Which rates hold for a commodity on the day that it is declared for export.
class RebateTable {
 public:
  /// Throws InvalidArgument, with all faults, for rates that check() refuses, an empty commodity,
  /// and two rows of one commodity and day.
  explicit RebateTable(std::vector<RebateRates> rows);

  /// By commodity, then by day.
  [[nodiscard]] const std::vector<RebateRates>& rows() const noexcept { return rows_; }

  /// By the longest commodity that begins the one asked for, its latest row on or before the day.
  /// Throws InvalidArgument, which names both, if there is none.
  [[nodiscard]] const ExportRebate& at(std::string_view commodity, Date declared) const;

  friend bool operator==(const RebateTable&, const RebateTable&) = default;

 private:
  std::vector<RebateRates> rows_;
};

/// A month of a producer who exports (免抵退税), in the home currency.
struct ProducerTax {
  Money exports;     ///< FOB value of what was declared for export.
  Money output_tax;  ///< On domestic sales.
  Money input_tax;   ///< On purchases.
  Money carried;     ///< Input tax carried forward from the month before (上期留抵).
  /// Price of the duty-free materials in the exports (免税购进原材料): of domestic ones that came
  /// without input tax, and of imports in bond, these usually at the planned share of the exports
  /// (实耗法: FOB value × 计划分配率, planned imports ÷ planned exports).
  std::optional<Money> duty_free{};

  static constexpr auto fields() {
    return std::tuple{Field{"exports", &ProducerTax::exports, "FOB value of the exports"},
                      Field{"output_tax", &ProducerTax::output_tax, "on domestic sales"},
                      Field{"input_tax", &ProducerTax::input_tax, "on purchases"},
                      Field{"carried", &ProducerTax::carried, "from the month before"},
                      Field{"duty_free", &ProducerTax::duty_free, "materials in the exports"}};
  }

  friend bool operator==(const ProducerTax&, const ProducerTax&) = default;
};

/// What comes of it.
struct ProducerRefund {
  Money non_creditable;   ///< (Exports − duty-free) × (VAT − refund): a cost (不得免征和抵扣税额).
  Money payable;          ///< Below zero: input tax that is left over.
  Money ceiling;          ///< (Exports − duty-free) × refund (免抵退税额).
  Money refund;           ///< Paid out (应退税额).
  Money credited;         ///< Ceiling less refund (免抵税额).
  Money carried_forward;  ///< Left over and not refunded (下期留抵).
  Money relief;           ///< Duty-free × (VAT − refund) (不得免征和抵扣税额抵减额).
  Money ceiling_relief;   ///< Duty-free × refund (免抵退税额抵减额).

  static constexpr auto fields() {
    return std::tuple{
        Field{"non_creditable", &ProducerRefund::non_creditable, "a cost"},
        Field{"payable", &ProducerRefund::payable, "below zero: input tax left over"},
        Field{"ceiling", &ProducerRefund::ceiling, "exports × refund rate"},
        Field{"refund", &ProducerRefund::refund, "paid out"},
        Field{"credited", &ProducerRefund::credited, "ceiling less refund"},
        Field{"carried_forward", &ProducerRefund::carried_forward, "left over, not refunded"},
        Field{"relief", &ProducerRefund::relief, "duty-free × (VAT − refund)"},
        Field{"ceiling_relief", &ProducerRefund::ceiling_relief, "duty-free × refund rate"}};
  }

  friend bool operator==(const ProducerRefund&, const ProducerRefund&) = default;
};

/// The producer's refund: exempt, credit, refund, by the formulas of Caishui [2012] 39 (免抵退),
/// with exports E, duty-free materials D, VAT v and refund rate r
///
///     non-creditable = E·(v − r) − D·(v − r)
///     payable        = output − (input − non-creditable) − carried
///     ceiling        = E·r − D·r
///     refund         = min(−payable, ceiling) if payable is below zero
///
/// Rounds each of the four amounts that are a rate of something. Throws InvalidArgument for amounts
/// below zero and duty-free materials above the exports, CurrencyMismatch, Overflow, InexactResult
/// (mode `exact`).
template <Tracer T>
ProducerRefund producer_refund(const ProducerTax& month, const ExportRebate& rebate, Rounding mode,
                               T& trace);
inline ProducerRefund producer_refund(const ProducerTax& month, const ExportRebate& rebate,
                                      Rounding mode) {
  NoTrace no_trace;
  return producer_refund(month, rebate, mode, no_trace);
}

namespace detail {
void check_producer_tax(const ProducerTax& month);
}  // namespace detail

template <Tracer T>
ProducerRefund producer_refund(const ProducerTax& month, const ExportRebate& rebate, Rounding mode,
                               T& trace) {
  check(rebate);
  detail::check_producer_tax(month);
  const Money zero = Money::zero(month.exports.currency());
  const Decimal unit = minor_unit(zero.currency());
  constexpr Text exports{"exports", "出口离岸价"};
  const Rate lost = rebate.vat - rebate.refund;

  const Money duty_free = month.duty_free.value_or(zero);
  const Money lost_on_exports = apply(lost, month.exports, mode);
  const Money relief = apply(lost, duty_free, mode);
  const Money non_creditable = lost_on_exports - relief;
  const Money creditable = month.input_tax - non_creditable;
  const Money payable = month.output_tax - creditable - month.carried;
  const Money refund_on_exports = apply(rebate.refund, month.exports, mode);
  const Money ceiling_relief = apply(rebate.refund, duty_free, mode);
  const Money ceiling = refund_on_exports - ceiling_relief;
  const Money left_over = sign(payable) < 0 ? -payable : zero;
  const Money refund = left_over < ceiling ? left_over : ceiling;
  const Money credited = ceiling - refund;
  const Money carried_forward = left_over - refund;

  constexpr Text materials{"duty-free materials", "免税购进原材料价格"};
  constexpr Text lost_rate{"VAT less refund rate", "征退税率之差"};
  constexpr Text lost_label{"non-creditable tax", "不得免征和抵扣税额"};
  constexpr Text ceiling_label{"ceiling", "免抵退税额"};
  // Without duty-free materials there is nothing to take off.
  const bool plain = is_zero(duty_free);
  constexpr Text lost_before{"non-creditable tax before relief", "抵减前不得免征和抵扣税额"};
  trace.rounded_step(plain ? lost_label : lost_before, Operation::product, mode, unit,
                     lost_on_exports, Operand{exports, month.exports}, Operand{lost_rate, lost});
  if (!plain) {
    constexpr Text relief_label{"relief", "不得免征和抵扣税额抵减额"};
    trace.rounded_step(relief_label, Operation::product, mode, unit, relief,
                       Operand{materials, duty_free}, Operand{lost_rate, lost});
    trace.step(lost_label, Operation::difference, non_creditable,
               Operand{lost_before, lost_on_exports}, Operand{relief_label, relief});
  }
  trace.step(Text{"creditable input tax", "可抵扣进项税额"}, Operation::difference, creditable,
             Operand{Text{"input tax", "进项税额"}, month.input_tax},
             Operand{Text{"non-creditable tax", "不得免征和抵扣税额"}, non_creditable});
  trace.step(Text{"tax payable", "应纳税额"}, Operation::difference, payable,
             Operand{Text{"output tax", "销项税额"}, month.output_tax},
             Operand{Text{"creditable input tax", "可抵扣进项税额"}, creditable},
             Operand{Text{"carried from before", "上期留抵税额"}, month.carried});
  constexpr Text refund_rate{"refund rate", "退税率"};
  constexpr Text ceiling_before{"ceiling before relief", "抵减前免抵退税额"};
  trace.rounded_step(plain ? ceiling_label : ceiling_before, Operation::product, mode, unit,
                     refund_on_exports, Operand{exports, month.exports},
                     Operand{refund_rate, rebate.refund});
  if (!plain) {
    constexpr Text relief_label{"relief of the ceiling", "免抵退税额抵减额"};
    trace.rounded_step(relief_label, Operation::product, mode, unit, ceiling_relief,
                       Operand{materials, duty_free}, Operand{refund_rate, rebate.refund});
    trace.step(ceiling_label, Operation::difference, ceiling,
               Operand{ceiling_before, refund_on_exports}, Operand{relief_label, ceiling_relief});
  }
  trace.step(Text{"input tax left over", "留抵税额"}, Operation::maximum, left_over,
             Operand{Text{"less tax payable", "应纳税额之负数"}, -payable},
             Operand{Text{"nothing", "零"}, zero});
  trace.step(Text{"refund", "应退税额"}, Operation::minimum, refund,
             Operand{Text{"input tax left over", "留抵税额"}, left_over},
             Operand{Text{"ceiling", "免抵退税额"}, ceiling});
  trace.step(Text{"credited", "免抵税额"}, Operation::difference, credited,
             Operand{Text{"ceiling", "免抵退税额"}, ceiling},
             Operand{Text{"refund", "应退税额"}, refund});
  trace.step(Text{"carried forward", "下期留抵税额"}, Operation::difference, carried_forward,
             Operand{Text{"input tax left over", "留抵税额"}, left_over},
             Operand{Text{"refund", "应退税额"}, refund});
  return {non_creditable, payable,         ceiling, refund,
          credited,       carried_forward, relief,  ceiling_relief};
}

}  // namespace o2c::inline v1

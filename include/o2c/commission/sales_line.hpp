#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "o2c/commission/line_terms.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What a commission is earned on: a document or an application of cash, all in one currency. Only
/// what a plan looks at has to be there.
struct SalesLine {
  std::string salesperson;
  Date date;
  Money net;                                   ///< Before tax; of a return or credit note negative.
  std::optional<Money> cost{};                 ///< Of what was sold.
  std::optional<Money> amount{};               ///< Tax included.
  std::optional<Decimal> quantity{};           ///< Of a return negative.
  std::optional<Decimal> list_price{};         ///< Of one unit, in the net's currency, before tax.
  std::optional<std::int64_t> days_overdue{};  ///< From due to paid; negative: paid early.
  std::optional<bool> first_order{};           ///< Of a new customer.
  /// Of a return: the day on which it came; `date` is that of the sale that it takes back.
  std::optional<Date> returned{};
  /// Of a debt that is recovered: the day on which it was written off.
  std::optional<Date> written_off{};
  std::string document{};
  std::string order{};
  std::string party{};  ///< The customer.
  std::string product{};
  std::string category{};
  std::string region{};
  std::string price_list{};
  std::optional<Money> tax{};       ///< On the net.
  std::optional<Money> freight{};   ///< Of a return negative, as the next.
  std::optional<Money> discount{};  ///< An amount, such as one that is granted for paying early.
  std::optional<Date> order_date{};
  std::optional<Date> invoice_date{};
  /// Of a credit note: the date of the invoice that it credits, whose rate it takes.
  std::optional<Date> credited_invoice_date{};
  std::optional<Date> shipment_date{};
  std::optional<Date> full_payment_date{};  ///< When the last of it was paid.

  static constexpr auto fields() {
    return std::tuple{
        Field{"salesperson", &SalesLine::salesperson, "who sold"},
        Field{"date", &SalesLine::date, "when it counts"},
        Field{"net", &SalesLine::net, "before tax; of a return negative"},
        Field{"cost", &SalesLine::cost, "of what was sold"},
        Field{"amount", &SalesLine::amount, "tax included"},
        Field{"quantity", &SalesLine::quantity, "of a return negative"},
        Field{"list_price", &SalesLine::list_price, "of one unit, before tax"},
        Field{"days_overdue", &SalesLine::days_overdue, "from due to paid"},
        Field{"first_order", &SalesLine::first_order, "of a new customer"},
        Field{"returned", &SalesLine::returned, "when a return came"},
        Field{"written_off", &SalesLine::written_off, "when what is recovered was written off"},
        Field{"document", &SalesLine::document, "the document"},
        Field{"order", &SalesLine::order, "the order"},
        Field{"party", &SalesLine::party, "the customer"},
        Field{"product", &SalesLine::product, "what was sold"},
        Field{"category", &SalesLine::category, "the product's category"},
        Field{"region", &SalesLine::region, "where it was sold"},
        Field{"price_list", &SalesLine::price_list, "the price list that it was sold by"},
        Field{"tax", &SalesLine::tax, "on the net"},
        Field{"freight", &SalesLine::freight, "of what was sold"},
        Field{"discount", &SalesLine::discount, "an amount"},
        Field{"order_date", &SalesLine::order_date, "when it was ordered"},
        Field{"invoice_date", &SalesLine::invoice_date, "when it was invoiced"},
        Field{"credited_invoice_date", &SalesLine::credited_invoice_date,
              "when what is credited was invoiced"},
        Field{"shipment_date", &SalesLine::shipment_date, "when it was shipped"},
        Field{"full_payment_date", &SalesLine::full_payment_date, "when the last was paid"}};
  }

  friend bool operator==(const SalesLine&, const SalesLine&) = default;
};

/// The part of its net that is left after its cost (毛利率): (net - cost) / net, or 0 when the net
/// is nothing; none without a cost.
std::optional<Ratio> margin(const SalesLine& line);
/// Whether the line takes back what another had sold: its net, or, where that is nothing, its
/// quantity is below zero.
bool is_return(const SalesLine& line);
/// The day on which a sale was taken back, by a line that does so, or that gives back what was:
/// what it states of it, or none.
std::optional<Date> taken_back_on(const SalesLine& line);
/// The amount of that name.
const std::optional<Money>& amount_of(const SalesLine& line, BasePart part);
/// The day on which the line counts; none: it has not come yet.
std::optional<Date> day_of(const SalesLine& line, EarningMoment moment);
/// What was given away of the list price (折扣率): 1 - net / (list price * quantity), or 0 when
/// those are nothing; none without them.
std::optional<Ratio> discount(const SalesLine& line);

}  // namespace o2c::inline v1

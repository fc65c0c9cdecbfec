#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/receivable/terms.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What is sold in one line of a quotation or a contract.
struct OrderLine {
  std::string product;
  Decimal quantity;
  std::string unit;  ///< "PCE", "TNE", ...: UN/ECE Recommendation 20.
  Decimal unit_price;
  std::optional<Decimal> list_price{};  ///< Of one unit, in the same currency.

  static constexpr auto fields() {
    return std::tuple{Field{"product", &OrderLine::product, "what is sold"},
                      Field{"quantity", &OrderLine::quantity, "how much of it"},
                      Field{"unit", &OrderLine::unit, "UN/ECE Rec 20: PCE, TNE, ..."},
                      Field{"unit_price", &OrderLine::unit_price, "of one unit"},
                      Field{"list_price", &OrderLine::list_price, "of one unit, by the list"}};
  }

  friend bool operator==(const OrderLine&, const OrderLine&) = default;
};

/// How much of a line.
struct LineQuantity {
  std::int32_t line;  ///< From 1, as in the contract.
  Decimal quantity;

  static constexpr auto fields() {
    return std::tuple{Field{"line", &LineQuantity::line, "from 1, as in the contract"},
                      Field{"quantity", &LineQuantity::quantity, "in the line's unit"}};
  }

  friend bool operator==(const LineQuantity&, const LineQuantity&) = default;
};

/// What seller and buyer have agreed on (外销合同), as amended.
struct Contract {
  std::string number;
  Date date;
  std::vector<OrderLine> lines;
  Money amount;  ///< What the lines come to; under a price formula, what is expected.
  PaymentTerms terms;
  std::string price_term;                   ///< Incoterm 2020 and place: "FOB Shanghai".
  Rate tolerance = Rate::from_fraction(0);  ///< More or less of each line's quantity (溢短装).
  std::optional<Date> latest_shipment{};
  std::string specification{};  ///< What the sample fixes, and the packing.
  std::string packing{};
  std::string price_formula{};  ///< For prices that are fixed later (点价).

  static constexpr auto fields() {
    return std::tuple{
        Field{"number", &Contract::number, "its number"},
        Field{"date", &Contract::date, "when it was signed"},
        Field{"lines", &Contract::lines, "what is sold"},
        Field{"amount", &Contract::amount, "what the lines come to"},
        Field{"terms", &Contract::terms, "terms of payment"},
        Field{"price_term", &Contract::price_term, "Incoterm 2020 and place"},
        Field{"tolerance", &Contract::tolerance, "more or less of each quantity"},
        Field{"latest_shipment", &Contract::latest_shipment, "the last day to ship"},
        Field{"specification", &Contract::specification, "what the sample fixes"},
        Field{"packing", &Contract::packing, "how it is packed"},
        Field{"price_formula", &Contract::price_formula, "for prices that are fixed later"}};
  }

  friend bool operator==(const Contract&, const Contract&) = default;
};

/// What the lines come to in a currency: each line's quantity times its price, rounded half up to
/// the currency's digits. Throws Overflow.
Money amount_of(const std::vector<OrderLine>& lines, const Currency& currency);

/// The most, and the least, that fulfils a quantity under the contract's tolerance.
Decimal most_of(const Decimal& quantity, const Rate& tolerance);
Decimal least_of(const Decimal& quantity, const Rate& tolerance);

/// How what is not paid in advance is paid, which says what becomes of the documents.
enum class PaymentWay : std::uint8_t {
  against_copy,      ///< By transfer: before shipment, or against the copy of the B/L.
  letter_of_credit,  ///< 信用证
  collection,        ///< Documents against payment (D/P).
  acceptance,        ///< Documents against acceptance (D/A).
  open_account       ///< 赊销
};

/// Of terms that mix ways the one that secures most: a letter of credit, then collection.
PaymentWay payment_way(const PaymentTerms& terms);

/// What the terms ask for before production (付款保障): all of it has to be there.
struct SecurityNeed {
  Money deposit;                  ///< All that is paid in advance (定金, 预付).
  bool letter_of_credit = false;  ///< Received, and as agreed.
  /// Granted for what is not paid in advance: documents are released before they are paid, or
  /// there is neither deposit nor letter of credit.
  bool credit = false;

  friend bool operator==(const SecurityNeed&, const SecurityNeed&) = default;
};

SecurityNeed security_need(const Contract& contract);

}  // namespace o2c::inline v1

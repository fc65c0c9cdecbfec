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
#include "o2c/receivable/terms.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What a document of a party's account is. Debits are what the party owes us, credits what we owe
/// it or what it paid.
enum class DocumentKind : std::uint8_t {
  invoice,           ///< 发票
  debit_note,        ///< 借项通知单: freight, costs of collection, ...
  interest,          ///< Late interest, an item of its own (滞纳金).
  refund,            ///< Money paid back to the party (退款).
  returned_payment,  ///< A receipt that bounced, or a bill that was dishonoured (退票).
  receipt,           ///< Money received (收款).
  deposit,           ///< Money received in advance for an order (定金, 预收).
  note_receivable,   ///< An acceptance bill taken in payment (承兑汇票).
  credit_note        ///< 贷项通知单
};

constexpr bool is_debit(DocumentKind kind) noexcept { return kind < DocumentKind::receipt; }
/// Whether money came in with it, or a bill in place of money.
constexpr bool is_payment(DocumentKind kind) noexcept {
  return kind == DocumentKind::receipt || kind == DocumentKind::deposit ||
         kind == DocumentKind::note_receivable;
}

/// "invoice", "debit_note", ...
std::string to_string(DocumentKind kind);
/// Reads what to_string writes. Throws ParseError.
DocumentKind parse_document_kind(std::string_view text);

/// What a deposit in a foreign currency is worth in the home currency (IAS 21.23, IFRIC 22).
enum class DepositTerms : std::uint8_t {
  fixed,      ///< It will be goods: what it was worth on its day.
  refundable  ///< It may be paid back in cash: what it would cost to pay it back.
};

/// "fixed", "refundable"
std::string to_string(DepositTerms terms);
/// Reads what to_string writes. Throws ParseError.
DepositTerms parse_deposit_terms(std::string_view text);

/// What a debit note charges for.
enum class Charge : std::uint8_t {
  price,           ///< Goods or services: a debt like an invoice's.
  collection_cost  ///< What it cost to collect the debt that it refers to (CC 561).
};

/// "price", "collection_cost"
std::string to_string(Charge charge);
/// Reads what to_string writes. Throws ParseError.
Charge parse_charge(std::string_view text);

/// What a document charges at one rate of tax.
struct TaxLine {
  std::optional<Rate> rate;  ///< None: not stated, or several.
  Money net;
  Money tax;

  friend bool operator==(const TaxLine&, const TaxLine&) = default;
};

/// A document as it is posted to a ledger. Its amount is always positive: the kind says on which
/// side of the account it stands.
struct Document {
  DocumentKind kind = DocumentKind::invoice;
  std::string number{};  ///< Once for each kind.
  std::string party{};
  Date date;                                ///< Of the document; its amount holds from then on.
  Money amount;                             ///< Tax included.
  std::optional<Date> due_date{};           ///< Of a debit without instalments; of a bill.
  std::vector<Installment> installments{};  ///< Of a debit: they add up to the amount.
  std::vector<TaxLine> taxes{};             ///< They add up to the amount; none: it has no tax.
  std::string order{};                      ///< A deposit needs one.
  std::string salesperson{};
  std::string refers_to{};        ///< The invoice that it corrects, or charges for.
  std::optional<Decimal> rate{};  ///< Units of the home currency for one of the amount's.
  DepositTerms deposit_terms = DepositTerms::fixed;  ///< Of a deposit.
  Charge charge = Charge::price;                     ///< Of a debit note.
  DiscountPolicy discounts{};             ///< How the instalments' discounts are granted.
  Rate secured = Rate::from_fraction(0);  ///< How much of a debt is secured (CC 560).
  Rate burden = Rate::from_fraction(0);   ///< What a debt costs the debtor a year (CC 560).

  friend bool operator==(const Document&, const Document&) = default;
};

/// What closes an item without money.
enum class AdjustmentKind : std::uint8_t {
  discount,       ///< For paying early.
  late_discount,  ///< The same, granted within its days of grace.
  bank_charge,    ///< Kept by banks on the way.
  difference,     ///< A small one, let go.
  write_off,      ///< Bad debt (坏账核销).
  waiver          ///< Interest or a fee that is not asked for (减免).
};

std::string to_string(AdjustmentKind kind);
/// Reads what to_string writes. Throws ParseError.
AdjustmentKind parse_adjustment_kind(std::string_view text);

}  // namespace o2c::inline v1

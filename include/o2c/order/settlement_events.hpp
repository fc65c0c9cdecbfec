#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1::events {

/// The originals are held until the balance is paid.
struct BlCopySent {
  static constexpr EventInfo info{"BlCopySent",
                                  {"copy of the B/L sent, balance claimed", "提单副本催款"},
                                  Machine::settlement,
                                  Role::salesperson};
  std::int32_t shipment;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &BlCopySent::shipment, "its number, from 1"},
                      Field{"reference", &BlCopySent::reference, "the mail"}};
  }
  friend bool operator==(const BlCopySent&, const BlCopySent&) = default;
};

/// Under a letter of credit.
struct DocumentsPresented {
  static constexpr EventInfo info{"DocumentsPresented",
                                  {"documents presented to the bank", "交单"},
                                  Machine::settlement,
                                  Role::documentation};
  std::int32_t shipment;
  std::string bank;
  std::string checked_by;

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &DocumentsPresented::shipment, "its number, from 1"},
        Field{"bank", &DocumentsPresented::bank, "to which"},
        Field{"checked_by", &DocumentsPresented::checked_by, "who held them against the credit"}};
  }
  friend bool operator==(const DocumentsPresented&, const DocumentsPresented&) = default;
};

/// D/P or D/A, through the banks (URC 522).
struct DocumentsSentForCollection {
  static constexpr EventInfo info{"DocumentsSentForCollection",
                                  {"documents sent for collection", "托收"},
                                  Machine::settlement,
                                  Role::documentation};
  std::int32_t shipment;
  std::string bank;

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &DocumentsSentForCollection::shipment, "its number, from 1"},
        Field{"bank", &DocumentsSentForCollection::bank, "to which"}};
  }
  friend bool operator==(const DocumentsSentForCollection&,
                         const DocumentsSentForCollection&) = default;
};

struct OriginalsReleased {
  static constexpr EventInfo info{"OriginalsReleased",
                                  {"originals released", "寄出正本单据"},
                                  Machine::settlement,
                                  {Role::documentation, Role::salesperson}};
  std::int32_t shipment;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &OriginalsReleased::shipment, "its number, from 1"},
                      Field{"reference", &OriginalsReleased::reference,
                            "of the courier, or of the telex release"}};
  }
  friend bool operator==(const OriginalsReleased&, const OriginalsReleased&) = default;
};

struct DiscrepanciesNotified {
  static constexpr EventInfo info{"DiscrepanciesNotified",
                                  {"discrepancies notified by the bank", "银行提出不符点"},
                                  Machine::settlement,
                                  {Role::documentation, Role::finance}};
  std::int32_t shipment;
  std::vector<std::string> discrepancies;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &DiscrepanciesNotified::shipment, "its number, from 1"},
                      Field{"discrepancies", &DiscrepanciesNotified::discrepancies,
                            "all of them: UCP 600 art. 16"}};
  }
  friend bool operator==(const DiscrepanciesNotified&, const DiscrepanciesNotified&) = default;
};

/// Corrected, or waived by the applicant.
struct DiscrepanciesCured {
  static constexpr EventInfo info{"DiscrepanciesCured",
                                  {"discrepancies cured", "不符点已处理"},
                                  Machine::settlement,
                                  {Role::documentation, Role::salesperson}};
  std::int32_t shipment;
  std::string how;

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &DiscrepanciesCured::shipment, "its number, from 1"},
        Field{"how", &DiscrepanciesCured::how, "corrected or waived, and by what writing"}};
  }
  friend bool operator==(const DiscrepanciesCured&, const DiscrepanciesCured&) = default;
};

struct DocumentsAccepted {
  static constexpr EventInfo info{"DocumentsAccepted",
                                  {"documents accepted", "承兑/接受单据"},
                                  Machine::settlement,
                                  {Role::finance, Role::documentation}};
  std::int32_t shipment;
  std::optional<Date> due_date{};

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &DocumentsAccepted::shipment, "its number, from 1"},
                      Field{"due_date", &DocumentsAccepted::due_date,
                            "when they will be paid; without: at sight"}};
  }
  friend bool operator==(const DocumentsAccepted&, const DocumentsAccepted&) = default;
};

struct PaymentReceived {
  static constexpr EventInfo info{
      "PaymentReceived", {"payment received", "收到货款"}, Machine::settlement, Role::finance};
  std::int32_t shipment;
  Money amount;
  std::optional<Money> bank_charges{};
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &PaymentReceived::shipment, "its number, from 1"},
                      Field{"amount", &PaymentReceived::amount, "what came in"},
                      Field{"bank_charges", &PaymentReceived::bank_charges,
                            "kept by banks on the way, that we bear"},
                      Field{"reference", &PaymentReceived::reference, "of the receipt"}};
  }
  friend bool operator==(const PaymentReceived&, const PaymentReceived&) = default;
};

/// More was paid, or credited, than was invoiced: the rest is handed back; of an import, by the
/// supplier.
struct PaymentRefunded {
  static constexpr EventInfo info{"PaymentRefunded",
                                  {"overpayment refunded", "退还多收款"},
                                  Machine::settlement,
                                  Role::finance};
  std::int32_t shipment;
  Money amount;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &PaymentRefunded::shipment, "its number, from 1"},
                      Field{"amount", &PaymentRefunded::amount, "what was handed back"},
                      Field{"reference", &PaymentRefunded::reference, "of the payment"}};
  }
  friend bool operator==(const PaymentRefunded&, const PaymentRefunded&) = default;
};

/// The commission on a shipment that is paid, before the whole order is.
struct ShipmentCommissionSettled {
  static constexpr EventInfo info{"ShipmentCommissionSettled",
                                  {"commission on a shipment settled", "批次提成结算"},
                                  Machine::settlement,
                                  Role::finance};
  std::int32_t shipment;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &ShipmentCommissionSettled::shipment, "its number, from 1"},
        Field{"reference", &ShipmentCommissionSettled::reference, "of the settlement"}};
  }
  friend bool operator==(const ShipmentCommissionSettled&,
                         const ShipmentCommissionSettled&) = default;
};

/// What is open of a shipment is let go.
struct BalanceWrittenOff {
  static constexpr EventInfo info{
      "BalanceWrittenOff", {"balance written off", "核销余额"}, Machine::settlement, Role::manager};
  std::int32_t shipment;
  Money amount;
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &BalanceWrittenOff::shipment, "its number, from 1"},
                      Field{"amount", &BalanceWrittenOff::amount, "what is let go"},
                      Field{"reason", &BalanceWrittenOff::reason, "why"}};
  }
  friend bool operator==(const BalanceWrittenOff&, const BalanceWrittenOff&) = default;
};

/// The customer has paid, the salesperson owes it to the company.
struct CashCollected {
  static constexpr EventInfo info{"CashCollected",
                                  {"cash collected by the salesperson", "业务员收现"},
                                  Machine::settlement,
                                  Role::salesperson};
  std::int32_t shipment;
  Money amount;
  std::string receipt;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &CashCollected::shipment, "its number, from 1"},
                      Field{"amount", &CashCollected::amount, "what was collected"},
                      Field{"receipt", &CashCollected::receipt, "its number"}};
  }
  friend bool operator==(const CashCollected&, const CashCollected&) = default;
};

struct CashHandedIn {
  static constexpr EventInfo info{
      "CashHandedIn", {"cash handed in", "交款"}, Machine::settlement, Role::finance};
  std::int32_t shipment;
  Money amount;
  std::string receipt;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &CashHandedIn::shipment, "its number, from 1"},
                      Field{"amount", &CashHandedIn::amount, "what was handed in"},
                      Field{"receipt", &CashHandedIn::receipt, "its number"}};
  }
  friend bool operator==(const CashHandedIn&, const CashHandedIn&) = default;
};

/// By the weighed quantity, at the provisional price.
struct ProvisionalInvoiced {
  static constexpr EventInfo info{"ProvisionalInvoiced",
                                  {"invoiced provisionally", "暂定价开票"},
                                  Machine::settlement,
                                  {Role::finance, Role::salesperson}};
  std::int32_t shipment;
  std::string invoice;
  Money amount;
  std::optional<Money> deposit_applied{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &ProvisionalInvoiced::shipment, "its number, from 1"},
        Field{"invoice", &ProvisionalInvoiced::invoice, "its number"},
        Field{"amount", &ProvisionalInvoiced::amount, "of the invoice"},
        Field{"deposit_applied", &ProvisionalInvoiced::deposit_applied, "of what was paid before"}};
  }
  friend bool operator==(const ProvisionalInvoiced&, const ProvisionalInvoiced&) = default;
};

/// The averaging window is closed: the difference is a note of its own.
struct PriceFixed {
  static constexpr EventInfo info{"PriceFixed",
                                  {"price fixed", "点价"},
                                  Machine::settlement,
                                  {Role::salesperson, Role::finance}};
  std::int32_t shipment;
  std::string note;
  Money difference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &PriceFixed::shipment, "its number, from 1"},
                      Field{"note", &PriceFixed::note, "the number of the debit or credit note"},
                      Field{"difference", &PriceFixed::difference,
                            "final less provisional; below zero: a credit"}};
  }
  friend bool operator==(const PriceFixed&, const PriceFixed&) = default;
};

struct StatementMatched {
  static constexpr EventInfo info{"StatementMatched",
                                  {"statement signed by both", "对账确认"},
                                  Machine::settlement,
                                  Role::finance};
  std::int32_t shipment;
  std::string signed_by_us;
  std::string signed_by_party;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &StatementMatched::shipment, "its number, from 1"},
                      Field{"signed_by_us", &StatementMatched::signed_by_us, "who"},
                      Field{"signed_by_party", &StatementMatched::signed_by_party, "who"}};
  }
  friend bool operator==(const StatementMatched&, const StatementMatched&) = default;
};

/// Of an import.
struct SupplierInvoiced {
  static constexpr EventInfo info{"SupplierInvoiced",
                                  {"supplier's invoice received", "收到供应商发票"},
                                  Machine::settlement,
                                  Role::finance};
  std::int32_t shipment;
  std::string invoice;
  Money amount;
  std::optional<Money> deposit_applied{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"shipment", &SupplierInvoiced::shipment, "its number, from 1"},
        Field{"invoice", &SupplierInvoiced::invoice, "its number"},
        Field{"amount", &SupplierInvoiced::amount, "of the invoice"},
        Field{"deposit_applied", &SupplierInvoiced::deposit_applied, "of what we paid before"}};
  }
  friend bool operator==(const SupplierInvoiced&, const SupplierInvoiced&) = default;
};

/// Of an import.
struct PaymentMade {
  static constexpr EventInfo info{
      "PaymentMade", {"payment made", "付款"}, Machine::settlement, Role::finance};
  std::int32_t shipment;
  Money amount;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"shipment", &PaymentMade::shipment, "its number, from 1"},
                      Field{"amount", &PaymentMade::amount, "what was paid"},
                      Field{"reference", &PaymentMade::reference, "of the payment"}};
  }
  friend bool operator==(const PaymentMade&, const PaymentMade&) = default;
};

}  // namespace o2c::inline v1::events

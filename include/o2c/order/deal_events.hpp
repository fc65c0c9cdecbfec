#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/order/contract.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/time/date.hpp"

/// What can happen to an order. Who did it, and when, stands in the OrderEntry around it.
namespace o2c::inline v1::events {

struct OrderOpened {
  static constexpr EventInfo info{
      "OrderOpened", {"order opened", "立项"}, Machine::deal, Role::salesperson};
  Profile profile;
  std::string party;        ///< The customer; of an import the supplier.
  std::string salesperson;  ///< Whose order it is.

  static constexpr auto fields() {
    return std::tuple{Field{"profile", &OrderOpened::profile, "which business it is"},
                      Field{"party", &OrderOpened::party, "the customer, or the supplier"},
                      Field{"salesperson", &OrderOpened::salesperson, "whose order it is"}};
  }
  friend bool operator==(const OrderOpened&, const OrderOpened&) = default;
};

struct InquiryReceived {
  static constexpr EventInfo info{
      "InquiryReceived", {"inquiry received", "收到询盘"}, Machine::deal, Role::salesperson};
  std::string subject;

  static constexpr auto fields() {
    return std::tuple{Field{"subject", &InquiryReceived::subject, "what is asked for"}};
  }
  friend bool operator==(const InquiryReceived&, const InquiryReceived&) = default;
};

struct InquiryEscalated {
  static constexpr EventInfo info{"InquiryEscalated",
                                  {"inquiry put to the manager", "询盘请示经理"},
                                  Machine::deal,
                                  Role::salesperson};
  std::string question;

  static constexpr auto fields() {
    return std::tuple{Field{"question", &InquiryEscalated::question, "what is not known"}};
  }
  friend bool operator==(const InquiryEscalated&, const InquiryEscalated&) = default;
};

struct OutletVisited {
  static constexpr EventInfo info{
      "OutletVisited", {"outlet visited", "拜访终端"}, Machine::deal, Role::salesperson};
  std::string outlet;
  std::optional<std::string> note{};  ///< Stock and display.

  static constexpr auto fields() {
    return std::tuple{Field{"outlet", &OutletVisited::outlet, "the outlet on the route"},
                      Field{"note", &OutletVisited::note, "its stock and display"}};
  }
  friend bool operator==(const OutletVisited&, const OutletVisited&) = default;
};

struct QuotationDrafted {
  static constexpr EventInfo info{
      "QuotationDrafted", {"quotation drafted", "拟订报价"}, Machine::deal, Role::salesperson};
  std::vector<OrderLine> lines;
  Money amount;
  std::optional<Date> valid_until{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"lines", &QuotationDrafted::lines, "what is offered"},
        Field{"amount", &QuotationDrafted::amount, "what the lines come to"},
        Field{"valid_until", &QuotationDrafted::valid_until, "the last day that it holds"}};
  }
  friend bool operator==(const QuotationDrafted&, const QuotationDrafted&) = default;
};

struct QuotationApproved {
  static constexpr EventInfo info{
      "QuotationApproved", {"quotation approved", "报价审核"}, Machine::deal, Role::manager};
  std::optional<std::string> reason{};  ///< Of prices below the list.

  static constexpr auto fields() {
    return std::tuple{Field{"reason", &QuotationApproved::reason, "of prices below the list"}};
  }
  friend bool operator==(const QuotationApproved&, const QuotationApproved&) = default;
};

struct QuotationReviewWaived {
  static constexpr EventInfo info{"QuotationReviewWaived",
                                  {"review of the quotation waived", "报价免审"},
                                  Machine::deal,
                                  Role::salesperson};
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"reason", &QuotationReviewWaived::reason, "why nobody reviews it"}};
  }
  friend bool operator==(const QuotationReviewWaived&, const QuotationReviewWaived&) = default;
};

struct QuotationSent {
  static constexpr EventInfo info{
      "QuotationSent", {"quotation sent", "发出报价"}, Machine::deal, Role::salesperson};
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"reference", &QuotationSent::reference, "the mail or letter"}};
  }
  friend bool operator==(const QuotationSent&, const QuotationSent&) = default;
};

struct ContractSigned {
  static constexpr EventInfo info{
      "ContractSigned", {"contract signed", "签订合同"}, Machine::deal, Role::salesperson};
  Contract contract;

  static constexpr auto fields() {
    return std::tuple{Field{"contract", &ContractSigned::contract, "what was agreed on"}};
  }
  friend bool operator==(const ContractSigned&, const ContractSigned&) = default;
};

/// Terms of payment that are not the house's usual ones, for this customer.
struct SpecialTermsApproved {
  static constexpr EventInfo info{"SpecialTermsApproved",
                                  {"special terms approved", "批准特殊付款条件"},
                                  Machine::deal,
                                  Role::manager};
  PaymentTerms terms;
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"terms", &SpecialTermsApproved::terms, "terms of payment"},
                      Field{"reason", &SpecialTermsApproved::reason, "why this customer has them"}};
  }
  friend bool operator==(const SpecialTermsApproved&, const SpecialTermsApproved&) = default;
};

struct OrderLost {
  static constexpr EventInfo info{
      "OrderLost", {"order lost", "丢单"}, Machine::deal, Role::salesperson};
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"reason", &OrderLost::reason, "why the customer did not order"}};
  }
  friend bool operator==(const OrderLost&, const OrderLost&) = default;
};

struct OrderCancelled {
  static constexpr EventInfo info{
      "OrderCancelled", {"order cancelled", "取消订单"}, Machine::deal, Role::manager};
  std::string reason;
  std::string agreement;  ///< The writing that settles deposit, samples and material.
  std::optional<Money> kept{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"reason", &OrderCancelled::reason, "why"},
        Field{"agreement", &OrderCancelled::agreement, "what settles deposit and costs"},
        Field{"kept", &OrderCancelled::kept, "of the deposit, for what it has cost, as agreed"}};
  }
  friend bool operator==(const OrderCancelled&, const OrderCancelled&) = default;
};

/// The other side does not perform, and the contract is ended for it: a deposit falls to us, or,
/// where we gave it, is due twice.
struct PartyDefaulted {
  static constexpr EventInfo info{"PartyDefaulted",
                                  {"ended for the other side's default", "对方违约解约"},
                                  Machine::deal,
                                  Role::manager};
  std::string reason;
  std::string notice;  ///< The writing that ends the contract.

  static constexpr auto fields() {
    return std::tuple{Field{"reason", &PartyDefaulted::reason, "what was not performed"},
                      Field{"notice", &PartyDefaulted::notice, "the writing that ends it"}};
  }
  friend bool operator==(const PartyDefaulted&, const PartyDefaulted&) = default;
};

/// The same for our default: a deposit that we had is due twice, one that we gave is lost.
struct WeDefaulted {
  static constexpr EventInfo info{
      "WeDefaulted", {"ended for our default", "我方违约解约"}, Machine::deal, Role::manager};
  std::string reason;
  std::string notice;  ///< The writing that ends the contract.

  static constexpr auto fields() {
    return std::tuple{Field{"reason", &WeDefaulted::reason, "what was not performed"},
                      Field{"notice", &WeDefaulted::notice, "the writing that ends it"}};
  }
  friend bool operator==(const WeDefaulted&, const WeDefaulted&) = default;
};

/// What was not shipped of a line, or not called off, will not be any more.
struct ShortShipmentClosed {
  static constexpr EventInfo info{"ShortShipmentClosed",
                                  {"short shipment closed", "短装结案"},
                                  Machine::deal,
                                  Role::salesperson};
  std::int32_t line;
  std::string agreement;  ///< The customer's writing.

  static constexpr auto fields() {
    return std::tuple{
        Field{"line", &ShortShipmentClosed::line, "from 1, as in the contract"},
        Field{"agreement", &ShortShipmentClosed::agreement, "the customer's writing"}};
  }
  friend bool operator==(const ShortShipmentClosed&, const ShortShipmentClosed&) = default;
};

struct OrderCompleted {
  static constexpr EventInfo info{
      "OrderCompleted", {"order completed", "订单完成"}, Machine::deal, Role::salesperson};

  static constexpr auto fields() { return std::tuple{}; }
  friend bool operator==(const OrderCompleted&, const OrderCompleted&) = default;
};

struct OrderClosed {
  static constexpr EventInfo info{
      "OrderClosed", {"order closed", "订单结案"}, Machine::deal, Role::manager};

  static constexpr auto fields() { return std::tuple{}; }
  friend bool operator==(const OrderClosed&, const OrderClosed&) = default;
};

/// A change order (变更单): what is not stated stays as it is.
struct AmendmentProposed {
  static constexpr EventInfo info{"AmendmentProposed",
                                  {"amendment proposed", "提出变更"},
                                  Machine::amendment,
                                  Role::salesperson};
  std::string number;
  std::string reason;
  std::optional<std::vector<OrderLine>> lines{};
  std::optional<Money> amount{};  ///< With lines or prices that change.
  std::optional<PaymentTerms> terms{};
  std::optional<std::string> price_term{};
  std::optional<Date> latest_shipment{};
  std::optional<std::string> specification{};
  std::optional<std::string> packing{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"number", &AmendmentProposed::number, "its number"},
        Field{"reason", &AmendmentProposed::reason, "why"},
        Field{"lines", &AmendmentProposed::lines, "all lines as they become"},
        Field{"amount", &AmendmentProposed::amount, "what these come to"},
        Field{"terms", &AmendmentProposed::terms, "terms of payment"},
        Field{"price_term", &AmendmentProposed::price_term, "Incoterm 2020 and place"},
        Field{"latest_shipment", &AmendmentProposed::latest_shipment, "the last day to ship"},
        Field{"specification", &AmendmentProposed::specification, "what the sample fixes"},
        Field{"packing", &AmendmentProposed::packing, "how it is packed"}};
  }
  friend bool operator==(const AmendmentProposed&, const AmendmentProposed&) = default;
};

struct AmendmentApproved {
  static constexpr EventInfo info{
      "AmendmentApproved", {"amendment approved", "变更审批"}, Machine::amendment, Role::manager};

  static constexpr auto fields() { return std::tuple{}; }
  friend bool operator==(const AmendmentApproved&, const AmendmentApproved&) = default;
};

struct AmendmentAgreed {
  static constexpr EventInfo info{"AmendmentAgreed",
                                  {"amendment agreed", "客户确认变更"},
                                  Machine::amendment,
                                  Role::salesperson};
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"reference", &AmendmentAgreed::reference, "the customer's writing"}};
  }
  friend bool operator==(const AmendmentAgreed&, const AmendmentAgreed&) = default;
};

struct AmendmentRefused {
  static constexpr EventInfo info{"AmendmentRefused",
                                  {"amendment refused", "变更未获同意"},
                                  Machine::amendment,
                                  Role::salesperson};
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"reason", &AmendmentRefused::reason, "why it stays as it was"}};
  }
  friend bool operator==(const AmendmentRefused&, const AmendmentRefused&) = default;
};

}  // namespace o2c::inline v1::events

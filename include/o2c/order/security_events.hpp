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

/// Cleared by the bank.
struct DepositReceived {
  static constexpr EventInfo info{
      "DepositReceived", {"deposit received", "收到定金"}, Machine::security, Role::finance};
  Money amount;
  std::optional<Money> bank_charges{};
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"amount", &DepositReceived::amount, "what came in"},
                      Field{"bank_charges", &DepositReceived::bank_charges,
                            "kept by banks on the way, that we bear"},
                      Field{"reference", &DepositReceived::reference, "of the receipt"}};
  }
  friend bool operator==(const DepositReceived&, const DepositReceived&) = default;
};

/// Issued, or amended, and advised to us.
struct LetterOfCreditReceived {
  static constexpr EventInfo info{"LetterOfCreditReceived",
                                  {"letter of credit received", "收到信用证"},
                                  Machine::security,
                                  {Role::salesperson, Role::documentation, Role::finance}};
  std::string number;
  Money amount;
  std::optional<Date> latest_shipment{};
  Date expiry;
  std::optional<std::int32_t> presentation_days{};

  static constexpr auto fields() {
    return std::tuple{Field{"number", &LetterOfCreditReceived::number, "field 20"},
                      Field{"amount", &LetterOfCreditReceived::amount, "field 32B"},
                      Field{"latest_shipment", &LetterOfCreditReceived::latest_shipment,
                            "field 44C; without it, the expiry"},
                      Field{"expiry", &LetterOfCreditReceived::expiry, "field 31D"},
                      Field{"presentation_days", &LetterOfCreditReceived::presentation_days,
                            "field 48; without it, 21: UCP 600 art. 14(c)"}};
  }
  friend bool operator==(const LetterOfCreditReceived&, const LetterOfCreditReceived&) = default;
};

/// Held against the contract (审证).
struct LetterOfCreditChecked {
  static constexpr EventInfo info{"LetterOfCreditChecked",
                                  {"letter of credit checked", "审证"},
                                  Machine::security,
                                  {Role::documentation, Role::salesperson}};
  std::vector<std::string> discrepancies;

  static constexpr auto fields() {
    return std::tuple{Field{"discrepancies", &LetterOfCreditChecked::discrepancies,
                            "what has to be amended; empty: it is as agreed"}};
  }
  friend bool operator==(const LetterOfCreditChecked&, const LetterOfCreditChecked&) = default;
};

/// The customer may pay later (赊销额度).
struct CreditGranted {
  static constexpr EventInfo info{"CreditGranted",
                                  {"credit granted", "批准赊销"},
                                  Machine::security,
                                  {Role::manager, Role::finance}};
  Money amount;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"amount", &CreditGranted::amount, "what it covers of the order"},
                      Field{"reference", &CreditGranted::reference, "of the decision"}};
  }
  friend bool operator==(const CreditGranted&, const CreditGranted&) = default;
};

/// The letter of credit has expired, or the credit that was granted was withdrawn: it has to come
/// anew. A deposit stays; what is handed back of it is a DepositRefunded.
struct SecurityLapsed {
  static constexpr EventInfo info{"SecurityLapsed",
                                  {"security lapsed", "付款保障失效"},
                                  Machine::security,
                                  {Role::finance, Role::salesperson}};
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"reason", &SecurityLapsed::reason, "why"}};
  }
  friend bool operator==(const SecurityLapsed&, const SecurityLapsed&) = default;
};

/// Handed back of what was paid in advance; of an import, by the supplier. After the order was
/// cancelled, of what is due then.
struct DepositRefunded {
  static constexpr EventInfo info{
      "DepositRefunded", {"deposit refunded", "退还定金"}, Machine::security, Role::finance};
  Money amount;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"amount", &DepositRefunded::amount, "what was handed back"},
                      Field{"reference", &DepositRefunded::reference, "of the payment"}};
  }
  friend bool operator==(const DepositRefunded&, const DepositRefunded&) = default;
};

/// Of an import.
struct DepositPaid {
  static constexpr EventInfo info{
      "DepositPaid", {"deposit paid", "支付定金"}, Machine::security, Role::finance};
  Money amount;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"amount", &DepositPaid::amount, "what was paid"},
                      Field{"reference", &DepositPaid::reference, "of the payment"}};
  }
  friend bool operator==(const DepositPaid&, const DepositPaid&) = default;
};

/// Of an import, by our bank (开证).
struct LetterOfCreditIssued {
  static constexpr EventInfo info{"LetterOfCreditIssued",
                                  {"letter of credit issued", "开出信用证"},
                                  Machine::security,
                                  Role::finance};
  std::string number;
  Money amount;

  static constexpr auto fields() {
    return std::tuple{Field{"number", &LetterOfCreditIssued::number, "field 20"},
                      Field{"amount", &LetterOfCreditIssued::amount, "field 32B"}};
  }
  friend bool operator==(const LetterOfCreditIssued&, const LetterOfCreditIssued&) = default;
};

}  // namespace o2c::inline v1::events

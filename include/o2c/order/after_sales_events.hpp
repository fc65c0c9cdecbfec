#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/order/event_info.hpp"

namespace o2c::inline v1::events {

struct ComplaintOpened {
  static constexpr EventInfo info{
      "ComplaintOpened", {"complaint opened", "受理投诉"}, Machine::after_sales, Role::salesperson};
  std::int32_t ticket;
  std::int32_t shipment;
  std::string subject;

  static constexpr auto fields() {
    return std::tuple{Field{"ticket", &ComplaintOpened::ticket, "its number, from 1"},
                      Field{"shipment", &ComplaintOpened::shipment, "that it is about"},
                      Field{"subject", &ComplaintOpened::subject, "what is wrong"}};
  }
  friend bool operator==(const ComplaintOpened&, const ComplaintOpened&) = default;
};

/// Replacement, repair, or a credit note.
struct RemedyAgreed {
  static constexpr EventInfo info{
      "RemedyAgreed", {"remedy agreed", "商定补救"}, Machine::after_sales, Role::manager};
  std::int32_t ticket;
  std::string remedy;
  std::optional<Money> credit{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"ticket", &RemedyAgreed::ticket, "its number, from 1"},
        Field{"remedy", &RemedyAgreed::remedy, "what is done"},
        Field{"credit", &RemedyAgreed::credit, "of the credit note, if there is one"}};
  }
  friend bool operator==(const RemedyAgreed&, const RemedyAgreed&) = default;
};

struct ComplaintClosed {
  static constexpr EventInfo info{
      "ComplaintClosed", {"complaint closed", "投诉结案"}, Machine::after_sales, Role::salesperson};
  std::int32_t ticket;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"ticket", &ComplaintClosed::ticket, "its number, from 1"},
                      Field{"reference", &ComplaintClosed::reference,
                            "the customer's word, or why it is unfounded"}};
  }
  friend bool operator==(const ComplaintClosed&, const ComplaintClosed&) = default;
};

/// What the order earned, in writing, with a copy to the manager.
struct ProfitReported {
  static constexpr EventInfo info{
      "ProfitReported", {"profit reported", "效益分析"}, Machine::review, Role::salesperson};
  Money profit;
  std::string reference;
  std::string copy_to;

  static constexpr auto fields() {
    return std::tuple{Field{"profit", &ProfitReported::profit, "below zero: a loss"},
                      Field{"reference", &ProfitReported::reference, "of the analysis"},
                      Field{"copy_to", &ProfitReported::copy_to, "the manager who has it"}};
  }
  friend bool operator==(const ProfitReported&, const ProfitReported&) = default;
};

struct CommissionSettled {
  static constexpr EventInfo info{
      "CommissionSettled", {"commission settled", "提成结算"}, Machine::review, Role::finance};
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"reference", &CommissionSettled::reference, "of the settlement"}};
  }
  friend bool operator==(const CommissionSettled&, const CommissionSettled&) = default;
};

}  // namespace o2c::inline v1::events

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1::events {

/// A round of samples is asked for. Rounds count from 1.
struct SampleRequested {
  static constexpr EventInfo info{
      "SampleRequested", {"sample requested", "客户索样"}, Machine::sample, Role::salesperson};
  std::int32_t sample;
  std::string product;
  std::int32_t pieces;
  std::optional<Money> fee{};  ///< Without: free of charge.
  std::optional<Money>
      courier_fee{};  ///< Paid before; without: the customer takes freight collect.

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleRequested::sample, "the round, from 1"},
                      Field{"product", &SampleRequested::product, "what is to be sampled"},
                      Field{"pieces", &SampleRequested::pieces, "how many the customer asks for"},
                      Field{"fee", &SampleRequested::fee, "for making it"},
                      Field{"courier_fee", &SampleRequested::courier_fee, "for sending it"}};
  }
  friend bool operator==(const SampleRequested&, const SampleRequested&) = default;
};

struct SampleFeeReceived {
  static constexpr EventInfo info{
      "SampleFeeReceived", {"sample fee received", "收到样品费"}, Machine::sample, Role::finance};
  std::int32_t sample;
  Money amount;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleFeeReceived::sample, "the round"},
                      Field{"amount", &SampleFeeReceived::amount, "for making it"}};
  }
  friend bool operator==(const SampleFeeReceived&, const SampleFeeReceived&) = default;
};

struct CourierFeeReceived {
  static constexpr EventInfo info{
      "CourierFeeReceived", {"courier fee received", "收到快递费"}, Machine::sample, Role::finance};
  std::int32_t sample;
  Money amount;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &CourierFeeReceived::sample, "the round"},
                      Field{"amount", &CourierFeeReceived::amount, "for sending it"}};
  }
  friend bool operator==(const CourierFeeReceived&, const CourierFeeReceived&) = default;
};

struct FreightCollectConfirmed {
  static constexpr EventInfo info{"FreightCollectConfirmed",
                                  {"freight collect confirmed", "确认到付"},
                                  Machine::sample,
                                  Role::salesperson};
  std::int32_t sample;
  std::string account;  ///< The customer's with the courier.

  static constexpr auto fields() {
    return std::tuple{
        Field{"sample", &FreightCollectConfirmed::sample, "the round"},
        Field{"account", &FreightCollectConfirmed::account, "the customer's with the courier"}};
  }
  friend bool operator==(const FreightCollectConfirmed&, const FreightCollectConfirmed&) = default;
};

/// The written sample order (打样单), signed by the salesperson.
struct SampleOrdered {
  static constexpr EventInfo info{
      "SampleOrdered", {"sample ordered", "下打样单"}, Machine::sample, Role::salesperson};
  std::int32_t sample;
  std::int32_t pieces;  ///< To be made.

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleOrdered::sample, "the round"},
                      Field{"pieces", &SampleOrdered::pieces, "how many are to be made"}};
  }
  friend bool operator==(const SampleOrdered&, const SampleOrdered&) = default;
};

struct SampleOrderSigned {
  static constexpr EventInfo info{"SampleOrderSigned",
                                  {"sample order signed by the manager", "经理签打样单"},
                                  Machine::sample,
                                  Role::manager};
  std::int32_t sample;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleOrderSigned::sample, "the round"}};
  }
  friend bool operator==(const SampleOrderSigned&, const SampleOrderSigned&) = default;
};

struct SampleMade {
  static constexpr EventInfo info{
      "SampleMade", {"sample made", "样品制成"}, Machine::sample, Role::production};
  std::int32_t sample;
  std::int32_t pieces;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleMade::sample, "the round"},
                      Field{"pieces", &SampleMade::pieces, "how many were made"}};
  }
  friend bool operator==(const SampleMade&, const SampleMade&) = default;
};

struct SampleChecked {
  static constexpr EventInfo info{
      "SampleChecked", {"sample checked", "样品审核"}, Machine::sample, Role::salesperson};
  std::int32_t sample;
  bool passed;
  std::string record;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleChecked::sample, "the round"},
                      Field{"passed", &SampleChecked::passed, "whether it is as asked for"},
                      Field{"record", &SampleChecked::record, "the written record"}};
  }
  friend bool operator==(const SampleChecked&, const SampleChecked&) = default;
};

/// Photographed, and one labelled, sealed and kept (留样).
struct SampleFiled {
  static constexpr EventInfo info{"SampleFiled",
                                  {"sample photographed, one sealed and kept", "拍照留样"},
                                  Machine::sample,
                                  Role::salesperson};
  std::int32_t sample;
  std::string photos;
  std::string seal;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleFiled::sample, "the round"},
                      Field{"photos", &SampleFiled::photos, "where the photographs are"},
                      Field{"seal", &SampleFiled::seal, "the label of the one that is kept"}};
  }
  friend bool operator==(const SampleFiled&, const SampleFiled&) = default;
};

/// Sent, and the customer told how and for when.
struct SampleSent {
  static constexpr EventInfo info{
      "SampleSent", {"sample sent", "寄出样品"}, Machine::sample, Role::salesperson};
  std::int32_t sample;
  std::int32_t pieces;
  std::string courier;
  std::string tracking_number;
  Date expected_on;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleSent::sample, "the round"},
                      Field{"pieces", &SampleSent::pieces, "how many were sent"},
                      Field{"courier", &SampleSent::courier, "by whom"},
                      Field{"tracking_number", &SampleSent::tracking_number, "of the waybill"},
                      Field{"expected_on", &SampleSent::expected_on, "when it should arrive"}};
  }
  friend bool operator==(const SampleSent&, const SampleSent&) = default;
};

struct SampleArrived {
  static constexpr EventInfo info{
      "SampleArrived", {"sample arrived", "样品送达"}, Machine::sample, Role::salesperson};
  std::int32_t sample;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleArrived::sample, "the round"}};
  }
  friend bool operator==(const SampleArrived&, const SampleArrived&) = default;
};

struct SampleFollowedUp {
  static constexpr EventInfo info{"SampleFollowedUp",
                                  {"customer asked about the sample", "邮件跟进"},
                                  Machine::sample,
                                  Role::salesperson};
  std::int32_t sample;
  std::string reference;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleFollowedUp::sample, "the round"},
                      Field{"reference", &SampleFollowedUp::reference, "the mail"}};
  }
  friend bool operator==(const SampleFollowedUp&, const SampleFollowedUp&) = default;
};

/// What came of a round of samples: never nothing.
enum class Verdict : std::uint8_t {
  accepted,  ///< 确认样
  rejected,  ///< To be made again.
  no_order   ///< The customer will not order.
};

struct SampleVerdictGiven {
  static constexpr EventInfo info{"SampleVerdictGiven",
                                  {"verdict on the sample", "客户样品意见"},
                                  Machine::sample,
                                  Role::salesperson};
  std::int32_t sample;
  Verdict verdict;
  std::string words;  ///< The customer's.

  static constexpr auto fields() {
    return std::tuple{
        Field{"sample", &SampleVerdictGiven::sample, "the round"},
        Field{"verdict", &SampleVerdictGiven::verdict, "accepted, rejected, no_order"},
        Field{"words", &SampleVerdictGiven::words, "the customer's"}};
  }
  friend bool operator==(const SampleVerdictGiven&, const SampleVerdictGiven&) = default;
};

/// Before anything was sent: the customer does not want it, or does not pay for it.
struct SampleWithdrawn {
  static constexpr EventInfo info{
      "SampleWithdrawn", {"sample withdrawn", "取消打样"}, Machine::sample, Role::salesperson};
  std::int32_t sample;
  std::string reason;

  static constexpr auto fields() {
    return std::tuple{Field{"sample", &SampleWithdrawn::sample, "the round"},
                      Field{"reason", &SampleWithdrawn::reason, "why"}};
  }
  friend bool operator==(const SampleWithdrawn&, const SampleWithdrawn&) = default;
};

/// "accepted", "rejected", "no_order"
std::string to_string(Verdict verdict);
/// Reads what to_string writes. Throws ParseError.
Verdict parse_verdict(std::string_view text);

}  // namespace o2c::inline v1::events

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/order/order.hpp"

namespace o2c::inline v1 {

/// What the handbook wants on paper.
enum class OrderPaper : std::uint8_t {
  sample_order,     ///< To the workshop, signed twice (打样单).
  contract,         ///< As amended (合同).
  production_plan,  ///< To the departments, signed twice, without prices (生产计划单).
  qc_record,        ///< Of an inspection (验货记录).
  shipment_notice   ///< To warehouse and forwarder (出货通知单).
};

inline constexpr int order_paper_count = 5;

/// "sample_order", "contract", "production_plan", "qc_record", "shipment_notice"
std::string to_string(OrderPaper paper);
/// Reads what to_string writes. Throws ParseError.
OrderPaper parse_order_paper(std::string_view text);
/// For people: "Sample order", "打样单".
Text name_of(OrderPaper paper) noexcept;

/// Which of several.
struct PaperChoice {
  std::int32_t part = 0;     ///< The sample, inspection or shipment, from 1; 0: the only one.
  std::int32_t version = 0;  ///< From 1; 0: the last.
};

/// A paper of the order as a page of its own that prints on A4: numbered, by version, with what
/// changed since the version before and with who signed it and when. All of it is read from the
/// order's history. HTML without script, which needs nothing else. Refused: what has to happen
/// first. Throws InvalidArgument where there are several parts and none is chosen.
Expected<std::string> order_document(const Order& order, OrderPaper paper, Language language,
                                     const PaperChoice& choice = {});

}  // namespace o2c::inline v1

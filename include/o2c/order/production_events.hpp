#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1::events {

/// The production plan (生产计划单), by the contract's quantities and packing.
struct PlanDrafted {
  static constexpr EventInfo info{
      "PlanDrafted",
      {"production plan signed by the salesperson", "业务员签生产计划单"},
      Machine::production,
      Role::salesperson};
  std::string number;
  Date finish_by;

  static constexpr auto fields() {
    return std::tuple{
        Field{"number", &PlanDrafted::number, "of the plan"},
        Field{"finish_by", &PlanDrafted::finish_by, "when the goods have to be ready"}};
  }
  friend bool operator==(const PlanDrafted&, const PlanDrafted&) = default;
};

struct PlanApproved {
  static constexpr EventInfo info{"PlanApproved",
                                  {"production plan signed by the manager", "经理签生产计划单"},
                                  Machine::production,
                                  Role::manager};

  static constexpr auto fields() { return std::tuple{}; }
  friend bool operator==(const PlanApproved&, const PlanApproved&) = default;
};

/// Copies to the departments, with the approved sample.
struct PlanIssued {
  static constexpr EventInfo info{"PlanIssued",
                                  {"production plan issued", "下发生产计划单"},
                                  Machine::production,
                                  Role::salesperson};
  std::vector<std::string> departments;
  std::optional<std::string> sample_seal{};  ///< Without: the policy asks for no sample.

  static constexpr auto fields() {
    return std::tuple{
        Field{"departments", &PlanIssued::departments, "who has a copy"},
        Field{"sample_seal", &PlanIssued::sample_seal, "of the approved sample that goes with it"}};
  }
  friend bool operator==(const PlanIssued&, const PlanIssued&) = default;
};

enum class Stage : std::uint8_t { purchasing, making, packing };

struct ProductionProgressed {
  static constexpr EventInfo info{"ProductionProgressed",
                                  {"production progressed", "生产进度"},
                                  Machine::production,
                                  {Role::production, Role::purchasing, Role::warehouse}};
  Stage stage;
  std::int32_t line;
  Decimal quantity;

  static constexpr auto fields() {
    return std::tuple{Field{"stage", &ProductionProgressed::stage, "purchasing, making, packing"},
                      Field{"line", &ProductionProgressed::line, "of the contract, from 1"},
                      Field{"quantity", &ProductionProgressed::quantity,
                            "made in addition; of the other stages what they have done"}};
  }
  friend bool operator==(const ProductionProgressed&, const ProductionProgressed&) = default;
};

/// A lot was inspected, with a written record (验货记录).
struct GoodsInspected {
  static constexpr EventInfo info{"GoodsInspected",
                                  {"goods inspected", "验货"},
                                  Machine::production,
                                  {Role::quality, Role::salesperson}};
  std::int32_t line;
  Decimal passed;
  Decimal rejected;
  std::string record;

  static constexpr auto fields() {
    return std::tuple{Field{"line", &GoodsInspected::line, "of the contract, from 1"},
                      Field{"passed", &GoodsInspected::passed, "what passed in addition"},
                      Field{"rejected", &GoodsInspected::rejected, "what has to be reworked"},
                      Field{"record", &GoodsInspected::record, "the written record"}};
  }
  friend bool operator==(const GoodsInspected&, const GoodsInspected&) = default;
};

/// What had passed, and is still here, is found to be bad after all (复检).
struct GoodsReinspected {
  static constexpr EventInfo info{"GoodsReinspected",
                                  {"passed goods rejected by re-inspection", "复检不合格"},
                                  Machine::production,
                                  {Role::quality, Role::salesperson}};
  std::int32_t line;
  Decimal rejected;
  std::string record;

  static constexpr auto fields() {
    return std::tuple{Field{"line", &GoodsReinspected::line, "of the contract, from 1"},
                      Field{"rejected", &GoodsReinspected::rejected, "of what had passed"},
                      Field{"record", &GoodsReinspected::record, "the written record"}};
  }
  friend bool operator==(const GoodsReinspected&, const GoodsReinspected&) = default;
};

/// What did not pass is shipped all the same, as agreed in writing.
struct ConcessionSigned {
  static constexpr EventInfo info{
      "ConcessionSigned", {"concession signed", "让步接收"}, Machine::production, Role::manager};
  std::int32_t line;
  Decimal quantity;
  std::string agreement;

  static constexpr auto fields() {
    return std::tuple{Field{"line", &ConcessionSigned::line, "of the contract, from 1"},
                      Field{"quantity", &ConcessionSigned::quantity, "what is let pass"},
                      Field{"agreement", &ConcessionSigned::agreement, "the customer's writing"}};
  }
  friend bool operator==(const ConcessionSigned&, const ConcessionSigned&) = default;
};

/// "purchasing", "making", "packing"
std::string to_string(Stage stage);
/// Reads what to_string writes. Throws ParseError.
Stage parse_stage(std::string_view text);

}  // namespace o2c::inline v1::events

#include "o2c/commission/plan_rule.hpp"

#include <array>

#include "o2c/number/detail/named_values.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 5> tier_measures{"base", "quantity", "attainment", "margin",
                                                        "quantity_attainment"};

std::string list(const std::vector<std::string>& names, Language language) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += language == Language::zh ? "、" : ", ";
    text += name;
  }
  return text;
}

// What the lines have to be, one condition after the other.
std::string describe(const LinePick& picks, Language language) {
  const bool zh = language == Language::zh;
  std::string text;
  const auto add = [&](const std::string& condition) {
    if (!text.empty()) text += zh ? "；" : "; ";
    text += condition;
  };
  const auto add_list = [&](const std::vector<std::string>& names, const char* en,
                            const char* chinese) {
    if (!names.empty()) add(std::string(zh ? chinese : en) + " " + list(names, language));
  };
  add_list(picks.products, "products", "产品");
  add_list(picks.categories, "categories", "类别");
  add_list(picks.parties, "customers", "客户");
  add_list(picks.regions, "regions", "地区");
  add_list(picks.price_lists, "price lists", "价目表");
  const auto percent = [](const Decimal& part) { return to_string(Rate::from_fraction(part)); };
  if (picks.discount_over)
    add((zh ? "折扣超过 " : "discounts above ") + percent(*picks.discount_over));
  if (picks.discount_to)
    add((zh ? "折扣不超过 " : "discounts up to ") + percent(*picks.discount_to));
  if (picks.first_order)
    add(*picks.first_order ? (zh ? "新客户" : "first orders") : (zh ? "老客户" : "later orders"));
  if (picks.from_date) add((zh ? "自 " : "from ") + to_string(*picks.from_date));
  if (picks.to_date) add((zh ? "至 " : "to ") + to_string(*picks.to_date));
  if (text.empty()) return zh ? "全部" : "all lines";
  return text;
}

TierStart starts_of(const PlanRule& rule) {
  const bool are_parts = rule.runs_over_target() || rule.tiers_over == TierMeasure::margin;
  return are_parts ? TierStart::part : TierStart::number;
}

std::string measure_text(TierMeasure measure, Language language) {
  const bool zh = language == Language::zh;
  switch (measure) {
    case TierMeasure::base:
      return "";
    case TierMeasure::quantity:
      return zh ? "（按数量）" : " of the quantity";
    case TierMeasure::attainment:
      return zh ? "（按达成率）" : ", tiers being parts of the target";
    case TierMeasure::quantity_attainment:
      return zh ? "（按销量达成率）" : ", tiers being parts of the target of quantity";
    case TierMeasure::margin:
      break;
  }
  return zh ? "（按毛利率）" : ", tiers being the line's margin";
}

}  // namespace

std::string to_string(TierMeasure measure) {
  return std::string(tier_measures[static_cast<std::size_t>(measure)]);
}
TierMeasure parse_tier_measure(std::string_view text) {
  return parse_name<TierMeasure>(text, tier_measures, "what tiers run over: one of");
}

std::string describe(const PlanRule& rule, Language language) {
  const bool zh = language == Language::zh;
  std::string text =
      rule.name + (zh ? "（" : " (") + describe(rule.picks, language) + (zh ? "）：" : "): ");
  if (rule.excluded) return text + (zh ? "不计提成" : "nothing, and they count for nothing");
  std::vector<std::string> parts;
  if (rule.schedule != RateSchedule::flat(Rate::from_fraction(0)))
    parts.push_back(describe(rule.schedule, language, starts_of(rule)) +
                    measure_text(rule.tiers_over, language));
  if (rule.per_line) parts.push_back((zh ? "每笔 " : "for each line ") + to_string(*rule.per_line));
  if (rule.per_unit)
    parts.push_back((zh ? "每单位 " : "for each unit ") + to_string(*rule.per_unit));
  if (rule.line_floor)
    parts.push_back((zh ? "单笔不低于 " : "a line at least ") + to_string(*rule.line_floor));
  if (rule.line_cap)
    parts.push_back((zh ? "单笔不超过 " : "a line at most ") + to_string(*rule.line_cap));
  if (parts.empty()) return text + (zh ? "无提成" : "nothing");
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : zh ? "；" : "; ") + parts[i];
  return text;
}

}  // namespace o2c::inline v1

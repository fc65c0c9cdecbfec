#include "o2c/receivable/date_rule.hpp"

#include <algorithm>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, anchor_count> anchor_names{
    "order",    "contract",   "invoice",      "documents_sent", "bl",
    "delivery", "acceptance", "presentation", "sight",          "draft_acceptance"};

constexpr std::array<Text, anchor_count> anchor_texts{
    Text{"order date", "下单日"},   Text{"contract date", "合同签订日"},
    Text{"invoice date", "发票日"}, Text{"sending of the documents", "单据寄出日"},
    Text{"B/L date", "提单日"},     Text{"delivery", "交货日"},
    Text{"acceptance", "验收日"},   Text{"presentation", "交单日"},
    Text{"sight", "见票日"},        Text{"acceptance of the draft", "承兑日"}};

std::string counted(std::int32_t n, const char* unit) {
  return std::to_string(n) + " " + unit + (n == 1 || n == -1 ? "" : "s");
}

}  // namespace

std::string to_string(Anchor anchor) {
  return std::string(anchor_names[static_cast<std::size_t>(anchor)]);
}

Anchor parse_anchor(std::string_view text) {
  const auto* const found = std::ranges::find(anchor_names, text);
  if (found != anchor_names.end())
    return static_cast<Anchor>(std::distance(anchor_names.begin(), found));
  std::string expected = "an anchor: one of";
  for (const std::string_view name : anchor_names) expected += " " + std::string(name);
  throw_parse(text, 0, expected);
}

Text name_of(Anchor anchor) noexcept { return anchor_texts[static_cast<std::size_t>(anchor)]; }

std::string to_string(DateStep::Kind kind) {
  constexpr std::array<std::string_view, 8> names{"days",         "business_days", "months",
                                                  "end_of_month", "day_of_month",  "month",
                                                  "weekday",      "proximo"};
  return std::string(names[static_cast<std::size_t>(kind)]);
}

std::string to_string(const DateStep& step) {
  switch (step.kind()) {
    case DateStep::Kind::days:
      return counted(step.count(), "day");
    case DateStep::Kind::business_days:
      return counted(step.count(), "business day");
    case DateStep::Kind::months:
      return counted(step.count(), "month");
    case DateStep::Kind::end_of_month:
      return "end of month";
    case DateStep::Kind::day_of_month:
      return "day " + std::to_string(step.target());
    case DateStep::Kind::month:
      return "month " + std::to_string(step.target());
    case DateStep::Kind::weekday:
      return "next " + to_string(static_cast<Weekday>(step.target()));
    case DateStep::Kind::proximo: {
      std::string text = "proximo " + std::to_string(step.target());
      if (step.count() != 1) text += " month " + std::to_string(step.count());
      if (step.cutoff() != 31) text += " cut-off " + std::to_string(step.cutoff());
      return text;
    }
  }
  return {};
}

Roll usual_roll(const std::vector<DateStep>& steps) {
  const bool is_before = steps.size() == 1 && steps.front().count() < 0;
  return is_before ? Roll::preceding : Roll::following;
}

namespace detail {

void throw_step_count(std::int64_t count) {
  throw_invalid("a step of " + std::to_string(count) + ": expected at most " +
                std::to_string(DateStep::most) + " days or months");
}

void throw_day_of_month(int day) {
  throw_invalid(std::to_string(day) + " is no day of a month: expected 1 to 31 (the last)");
}

void throw_month(int month) {
  throw_invalid(std::to_string(month) + " is no month: expected 1 to 12");
}

void throw_proximo_months(int months) {
  throw_invalid("a day " + std::to_string(months) + " months on: expected 0 or more months");
}

void throw_no_calendar(std::int32_t business_days) {
  throw_invalid(counted(business_days, "business day") +
                " cannot be counted without a calendar: expected one, such as "
                "Calendar(\"Shanghai\")");
}

}  // namespace detail
}  // namespace o2c::inline v1

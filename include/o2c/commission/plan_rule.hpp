#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/commission/rate_schedule.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Which lines a rule is for: those that fit everything that is stated.
struct LinePick {
  std::vector<std::string> products{};
  std::vector<std::string> categories{};  ///< With all that stand below them.
  std::vector<std::string> parties{};     ///< Customers.
  std::vector<std::string> regions{};
  std::vector<std::string> price_lists{};
  std::optional<Decimal> discount_over{};  ///< A fraction of the list price, itself not picked.
  std::optional<Decimal> discount_to{};    ///< A fraction of the list price, itself picked.
  std::optional<bool> first_order{};       ///< Only those of new customers, or only others.
  std::optional<Date> from_date{};
  std::optional<Date> to_date{};  ///< Its last day.

  static constexpr auto fields() {
    return std::tuple{
        Field{"products", &LinePick::products, "what was sold"},
        Field{"categories", &LinePick::categories, "the products' categories, or one above"},
        Field{"parties", &LinePick::parties, "the customers"},
        Field{"regions", &LinePick::regions, "where it was sold"},
        Field{"price_lists", &LinePick::price_lists, "the price lists that it was sold by"},
        Field{"discount_over", &LinePick::discount_over, "more of the list price given away"},
        Field{"discount_to", &LinePick::discount_to, "as much of the list price or less"},
        Field{"first_order", &LinePick::first_order, "of new customers, or of others"},
        Field{"from_date", &LinePick::from_date, "the first day"},
        Field{"to_date", &LinePick::to_date, "the last day"}};
  }

  friend bool operator==(const LinePick&, const LinePick&) = default;
};

/// What a rule's tiers run over.
enum class TierMeasure : std::uint8_t {
  base,        ///< The plan's base, as a person accumulates it.
  quantity,    ///< The quantity that a person accumulates; tiers pay amounts for each unit.
  attainment,  ///< The accumulated base as a part of the person's target (达成率).
  margin,      ///< Each line's own margin, which finds the rate for its base.
  /// The accumulated quantity as a part of the person's target of quantity; tiers pay amounts for
  /// each unit.
  quantity_attainment
};

std::string to_string(TierMeasure measure);
/// Reads what to_string writes. Throws ParseError.
TierMeasure parse_tier_measure(std::string_view text);

/// What of a line counts for one person.
struct CreditedLine {
  Decimal base{};        ///< In the plan's currency; of a return negative.
  Decimal quantity{};    ///< Where the rule counts it.
  std::size_t tier = 0;  ///< That its margin finds, where the rule's tiers run over margins.
  Ratio pays = 1;        ///< What modifiers leave of what it earns.
  bool takes_back =
      false;  ///< A return: its net, or, where that is nothing, its quantity is below 0.

  friend bool operator==(const CreditedLine&, const CreditedLine&) = default;
};

/// What some lines earn (提成规则): a share of the base by a schedule, amounts for each line and
/// unit, bounds of what a line pays. Amounts and bounds of a line are for each person who is
/// credited with it, and for each receipt where the plan counts what is collected.
struct PlanRule {
  std::string name{};
  LinePick picks{};  ///< All lines, when nothing is stated.
  RateSchedule schedule = RateSchedule::flat(Rate::from_fraction(0));
  TierMeasure tiers_over = TierMeasure::base;
  std::optional<Money> per_line{};    ///< For each line; a return takes it back.
  std::optional<Decimal> per_unit{};  ///< An amount for each unit of the quantity.
  /// A line of which modifiers leave anything earns at least so much; a return takes it back.
  std::optional<Money> line_floor{};
  std::optional<Money> line_cap{};  ///< A line earns, or takes back, at most so much.
  bool excluded = false;            ///< Its lines earn nothing and count for nothing.

  static constexpr auto fields() {
    return std::tuple{Field{"name", &PlanRule::name, "what it is called"},
                      Field{"picks", &PlanRule::picks, "which lines it is for"},
                      Field{"schedule", &PlanRule::schedule, "how much the base earns"},
                      Field{"tiers_over", &PlanRule::tiers_over, "what the tiers run over"},
                      Field{"per_line", &PlanRule::per_line, "for each line"},
                      Field{"per_unit", &PlanRule::per_unit, "for each unit of the quantity"},
                      Field{"line_floor", &PlanRule::line_floor, "the least that a line earns"},
                      Field{"line_cap", &PlanRule::line_cap, "the most that a line earns"},
                      Field{"excluded", &PlanRule::excluded, "whether its lines earn nothing"}};
  }

  /// Whether all it pays follows from the base that has accumulated.
  [[nodiscard]] bool is_plain() const noexcept {
    return tiers_over == TierMeasure::base && !per_line && !per_unit && !line_floor && !line_cap;
  }
  /// Whether its tiers run over a quantity.
  [[nodiscard]] bool runs_over_quantity() const noexcept {
    return tiers_over == TierMeasure::quantity || tiers_over == TierMeasure::quantity_attainment;
  }
  /// Whether its tiers begin at parts of a target.
  [[nodiscard]] bool runs_over_target() const noexcept {
    return tiers_over == TierMeasure::attainment || tiers_over == TierMeasure::quantity_attainment;
  }
  [[nodiscard]] bool counts_quantity() const noexcept {
    return runs_over_quantity() || per_unit.has_value();
  }
  /// What of the line accumulates, for the tiers.
  [[nodiscard]] const Decimal& measured(const CreditedLine& line) const noexcept {
    return runs_over_quantity() ? line.quantity : line.base;
  }

  /// What the line earns, exactly, when `before` has accumulated. Throws Overflow.
  template <Tracer T>
  [[nodiscard]] Ratio earned(const Decimal& before, const CreditedLine& line, T& trace) const;

  friend bool operator==(const PlanRule&, const PlanRule&) = default;

 private:
  template <Tracer T>
  [[nodiscard]] Ratio by_tiers(const Decimal& before, const CreditedLine& line, T& trace) const;
  template <Tracer T>
  [[nodiscard]] Ratio within_bounds(const Ratio& earned, const CreditedLine& line, T& trace) const;
};

/// The lines that it picks and what they earn, in plain words.
std::string describe(const PlanRule& rule, Language language);

template <Tracer T>
Ratio PlanRule::by_tiers(const Decimal& before, const CreditedLine& line, T& trace) const {
  if (tiers_over == TierMeasure::margin) {
    const RateTier& tier = schedule.tiers()[line.tier];
    const Rate& rate = tier.rate;
    const Ratio earned = line.base * rate.fraction();
    trace.step(Text{"rate", "提成比例"}, Operation::look_up, rate,
               Operand{Text{"margin from", "毛利率自"}, Rate::from_fraction(tier.from)});
    trace.step(Text{"earned", "应得提成"}, Operation::product, earned,
               Operand{Text{"base", "计提基数"}, line.base},
               Operand{Text{"rate", "提成比例"}, rate});
    return earned;
  }
  const Decimal& measure = measured(line);
  const Text table_over =
      runs_over_quantity() ? Text{"quantity", "数量"} : Text{"base", "计提基数"};
  if (before == 0) return schedule.earned(measure, trace, table_over);
  const Decimal after = before + measure;
  trace.step(Text{"accumulated", "累计基数"}, Operation::sum, after,
             Operand{Text{"before", "此前累计"}, before},
             Operand{Text{"of the line", "本笔"}, measure});
  const Ratio earned_after = schedule.earned(after, trace, table_over);
  const Ratio earned_before = schedule.earned(before, trace, table_over);
  const Ratio earned = earned_after - earned_before;
  trace.step(Text{"earned by the line", "本笔应得"}, Operation::difference, earned,
             Operand{Text{"earned after it", "累计应得"}, earned_after},
             Operand{Text{"earned before it", "此前应得"}, earned_before});
  return earned;
}

template <Tracer T>
Ratio PlanRule::within_bounds(const Ratio& earned, const CreditedLine& line, T& trace) const {
  // A return takes back what a sale is paid, so its bounds are the same below zero.
  Ratio bounded = earned;
  if (line_floor && line.pays != 0) {
    const Ratio floor =
        line.takes_back ? -Ratio(line_floor->amount()) : Ratio(line_floor->amount());
    const Ratio raised = line.takes_back ? std::min(bounded, floor) : std::max(bounded, floor);
    trace.step(Text{"at least", "单笔保底"},
               line.takes_back ? Operation::minimum : Operation::maximum, raised,
               Operand{Text{"earned", "应得提成"}, bounded}, Operand{Text{"floor", "下限"}, floor});
    bounded = raised;
  }
  if (line_cap) {
    const Ratio cap = line_cap->amount();
    const Ratio capped = std::clamp(bounded, -cap, cap);
    const bool above = bounded > 0;
    trace.step(Text{"at most", "单笔封顶"}, above ? Operation::minimum : Operation::maximum, capped,
               Operand{Text{"earned", "应得提成"}, bounded},
               Operand{Text{"cap", "上限"}, above ? cap : -cap});
    bounded = capped;
  }
  return bounded;
}

template <Tracer T>
Ratio PlanRule::earned(const Decimal& before, const CreditedLine& line, T& trace) const {
  Ratio earned = by_tiers(before, line, trace);
  if (per_line) {
    const Decimal extra = line.takes_back ? -per_line->amount() : per_line->amount();
    const Ratio sum = earned + Ratio(extra);
    trace.step(Text{"with the line's amount", "加单笔定额"}, Operation::sum, sum,
               Operand{Text{"earned", "应得提成"}, earned},
               Operand{Text{"per line", "单笔定额"}, extra});
    earned = sum;
  }
  if (per_unit) {
    const Decimal extra = *per_unit * line.quantity;
    trace.step(Text{"for the units", "按量计提"}, Operation::product, extra,
               Operand{Text{"quantity", "数量"}, line.quantity},
               Operand{Text{"per unit", "单位定额"}, *per_unit});
    const Ratio sum = earned + Ratio(extra);
    trace.step(Text{"with the units", "加按量计提"}, Operation::sum, sum,
               Operand{Text{"earned", "应得提成"}, earned},
               Operand{Text{"for the units", "按量计提"}, extra});
    earned = sum;
  }
  if (line.pays != 1) {
    const Ratio left = earned * line.pays;
    trace.step(Text{"after modifiers", "调整后"}, Operation::product, left,
               Operand{Text{"earned", "应得提成"}, earned},
               Operand{Text{"modifiers leave", "调整系数"}, line.pays});
    earned = left;
  }
  return within_bounds(earned, line, trace);
}

}  // namespace o2c::inline v1

// A plan in words, and what its author may not have meant.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/number/int128.hpp"

#include "schedule_doubts.hpp"

namespace o2c::inline v1 {
namespace {

std::string basis_name(CommissionBasis basis, Language language) {
  const bool zh = language == Language::zh;
  switch (basis) {
    case CommissionBasis::invoiced:
      return zh ? "开票净额" : "the net that was invoiced";
    case CommissionBasis::collected:
      return zh ? "回款净额" : "the net that was collected";
    case CommissionBasis::gross_profit:
      return zh ? "毛利" : "the gross profit";
    case CommissionBasis::quantity:
      break;
  }
  return zh ? "销量" : "the quantity that was sold";
}

std::string kind_name(PeriodKind kind) {
  constexpr std::array<std::string_view, 6> names{"周", "半月", "月", "季度", "半年", "年"};
  return std::string(names[static_cast<std::size_t>(kind)]);
}

std::string a_kind(PeriodKind kind) {
  constexpr std::array<std::string_view, 6> names{"a week",    "half a month", "a month",
                                                  "a quarter", "half a year",  "a year"};
  return std::string(names[static_cast<std::size_t>(kind)]);
}

std::string in_language(const Text& text, Language language) {
  return std::string(language == Language::zh ? text.zh : text.en);
}

std::string moment_name(EarningMoment moment, Language language) {
  constexpr std::array<Text, 5> names{
      Text{"their own date", "自身日期"}, Text{"the day of the order", "下单日"},
      Text{"the day of the invoice", "开票日"}, Text{"the day of shipment", "发货日"},
      Text{"the day on which the last is paid", "全额回款日"}};
  return in_language(names[static_cast<std::size_t>(moment)], language);
}

std::string part_name(BasePart part, Language language) {
  constexpr std::array<Text, 3> names{Text{"tax", "税额"}, Text{"freight", "运费"},
                                      Text{"discount", "折扣"}};
  return in_language(names[static_cast<std::size_t>(part)], language);
}

// Who is credited after somebody's last day.
std::string leaving_sentence(const LeavingTerms& terms, Language language) {
  const bool zh = language == Language::zh;
  const auto name = [&](AfterLeaving who) -> std::string {
    switch (who) {
      case AfterLeaving::leaver:
        return zh ? "离职者" : "who left";
      case AfterLeaving::successor:
        return zh ? "接任者" : "the successor";
      case AfterLeaving::house:
        break;
    }
    return zh ? "公司，不计提成" : "nobody, and earns nothing";
  };
  std::string text =
      (zh ? "业务员离职后的业绩" : "what comes after somebody's last day is credited to ");
  const std::string days = terms.days ? std::to_string(*terms.days) : "";
  if (zh && terms.days) text += "，" + days + " 日内";
  if (zh) text += "归";
  text += name(*terms.earns);
  if (terms.share)
    text += zh ? " " + to_string(*terms.share) + "，其余归接任者"
               : ", " + to_string(*terms.share) + " of it, the rest to the successor";
  if (!terms.days) return text;
  if (zh) return text + "；此后归" + name(*terms.later);
  return text + ", for " + days + (days == "1" ? " day; later to " : " days; later to ") +
         name(*terms.later);
}

// What of lines counts, and when, beyond the usual.
std::vector<std::string> sentences_on_lines(const PlanTerms& terms, Language language) {
  const bool zh = language == Language::zh;
  std::vector<std::string> sentences;
  const auto list = [&](const std::vector<BasePart>& parts) {
    std::string text;
    for (const BasePart part : parts) {
      if (!text.empty()) text += zh ? "、" : " and ";
      text += part_name(part, language);
    }
    return text;
  };
  if (!terms.base_plus.empty())
    sentences.push_back((zh ? "基数含" : "the base is gross of ") + list(terms.base_plus));
  if (!terms.base_less.empty())
    sentences.push_back((zh ? "基数扣除" : "the base is net of ") + list(terms.base_less));
  if (terms.earned_on != EarningMoment::date) {
    const std::string moment = moment_name(terms.earned_on, language);
    sentences.push_back(zh ? "各行于" + moment + "计提" : "lines count on " + moment);
  }
  if (terms.rates_on == RateMoment::invoice)
    sentences.emplace_back(zh ? "外币行按开票日汇率折算"
                              : "other currencies are converted as of the day of the invoice");
  if (terms.rates_on == RateMoment::period_end)
    sentences.emplace_back(zh ? "外币行按期末汇率折算"
                              : "other currencies are converted as of the period's last day");
  if (terms.carry_over != CarryOver::none) {
    const bool both = terms.carry_over == CarryOver::both;
    const bool less = terms.carry_over == CarryOver::shortfall;
    const std::string next = zh ? kind_name(terms.accumulation) : to_string(terms.accumulation);
    sentences.push_back(zh ? std::string("任务量的") +
                                 (both   ? "欠额与超额"
                                  : less ? "欠额"
                                         : "超额") +
                                 "结转至同一年度的下一" + next
                           : std::string("what is ") +
                                 (both   ? "missed of a target or beyond it"
                                  : less ? "missed of a target"
                                         : "beyond a target") +
                                 " is carried into the next " + next + " of the year");
  }
  if (terms.order_floor)
    sentences.push_back((zh ? "每个订单保底 " : "of an order at least ") +
                        to_string(*terms.order_floor));
  if (terms.order_cap)
    sentences.push_back((zh ? "每个订单封顶 " : "of an order at most ") +
                        to_string(*terms.order_cap));
  if (terms.leaving.earns) sentences.push_back(leaving_sentence(terms.leaving, language));
  return sentences;
}

// What its terms on lines and orders may not have been meant to be.
std::vector<Label> doubts_of_lines(const Plan& plan) {
  std::vector<Label> doubts;
  const PlanTerms& terms = plan.terms();
  const bool of_profit = terms.basis == CommissionBasis::gross_profit;
  if (of_profit && std::ranges::find(terms.base_plus, BasePart::tax) != terms.base_plus.end())
    doubts.emplace_back("tax is added to the gross profit, of which it is no part",
                        "毛利中加入了税额，税额并非毛利");
  if (terms.basis == CommissionBasis::collected && terms.earned_on != EarningMoment::date &&
      terms.earned_on != EarningMoment::full_payment)
    doubts.emplace_back("what is collected counts on " +
                            moment_name(terms.earned_on, Language::en) + ", not when it comes in",
                        "以回款为基数，却于" + moment_name(terms.earned_on, Language::zh) + "计提");
  const bool lifts_surplus =
      terms.carry_over == CarryOver::surplus || terms.carry_over == CarryOver::both;
  for (const PlanRule& rule : plan.rules())
    if (lifts_surplus && rule.runs_over_target() &&
        rule.schedule.method() != TierMethod::marginal &&
        rule.schedule.method() != TierMethod::table)
      doubts.emplace_back(
          rule.name + ": what is carried over is lifted to the rate that is reached",
          rule.name + "：结转的超额也按所达到的比例补计");
  if (terms.basis == CommissionBasis::quantity &&
      std::ranges::none_of(plan.rules(), [](const PlanRule& rule) {
        return !rule.excluded && rule.runs_over_quantity();
      }))
    doubts.emplace_back("it counts quantities, but no rule pays for them",
                        "以销量为基数，却没有按销量计提的规则");
  if (terms.order_cap && terms.payout.cap && *terms.order_cap > *terms.payout.cap)
    doubts.emplace_back("an order may earn more than a period", "单个订单封顶高于每期封顶");
  for (const PlanRule& rule : plan.rules())
    if (terms.order_cap && rule.line_cap && *rule.line_cap > *terms.order_cap)
      doubts.emplace_back(rule.name + ": a line may earn more than its order",
                          rule.name + "：单笔封顶高于单个订单封顶");
  return doubts;
}

// All of it held back; people who are entitled to nothing; bounds of a longer period that those of
// its parts make idle, or the other way round.
std::vector<Label> doubts_of_bounds(const PlanTerms& terms) {
  std::vector<Label> doubts;
  const PayoutTerms& payout = terms.payout;
  if (payout.entitled == EntitledPeople::team && !payout.floor && !payout.longer_floor &&
      !payout.draw)
    doubts.emplace_back(
        "the team is entitled to nothing without lines, as there is no floor or draw",
        "团队全体人员无业绩时并无所得：未设保底或预支");
  if (payout.holdback == Rate::from_fraction(1))
    doubts.emplace_back("all that is payable is held back", "应付全部扣留");
  // Overrides and pools come on top of the cap.
  if (payout.draw && payout.cap && *payout.draw > *payout.cap && terms.overrides.empty() &&
      terms.pools.empty())
    doubts.emplace_back("settled " + a_kind(terms.accumulation) + " at a time, the draw of " +
                            to_string(*payout.draw) + " is never repaid in full, as the cap is " +
                            to_string(*payout.cap),
                        "按" + kind_name(terms.accumulation) + "结算时，预支 " +
                            to_string(*payout.draw) + " 无法抵扣完：封顶 " +
                            to_string(*payout.cap));
  if (!payout.longer_period) return doubts;
  const std::string en = a_kind(terms.accumulation);
  const std::string longer_en = a_kind(*payout.longer_period);
  const std::string zh = kind_name(terms.accumulation);
  const std::string longer_zh = kind_name(*payout.longer_period);
  // Any period of the kind has as many parts.
  const std::size_t parts =
      Period::containing(Date(2000, 1, 1), *payout.longer_period).parts(terms.accumulation).size();
  const Int128 most =
      payout.cap ? Int128{payout.cap->minor()} * static_cast<std::int64_t>(parts) : 0;
  if (payout.cap && payout.longer_cap) {
    if (*payout.longer_cap < *payout.cap)
      doubts.emplace_back(en + " may earn more than " + longer_en,
                          "每" + zh + "封顶高于每" + longer_zh + "封顶");
    else if (most <= payout.longer_cap->minor())
      doubts.emplace_back("the cap of " + longer_en + " is never reached, as those of its " +
                              std::to_string(parts) + " parts come before it",
                          "每" + longer_zh + "封顶不会达到：其中 " + std::to_string(parts) + " 个" +
                              zh + "已各自封顶");
  }
  if (payout.floor && payout.longer_floor && *payout.longer_floor <= *payout.floor)
    doubts.emplace_back("the floor of " + longer_en + " is within that of " + en,
                        "每" + longer_zh + "保底不高于每" + zh + "保底");
  if (payout.floor && payout.longer_cap && *payout.floor > *payout.longer_cap)
    doubts.emplace_back("the floor of " + en + " is above the cap of " + longer_en,
                        "每" + zh + "保底高于每" + longer_zh + "封顶");
  if (payout.cap && payout.longer_floor && most <= payout.longer_floor->minor())
    doubts.emplace_back("the floor of " + longer_en +
                            " is all that is ever paid, as the caps of its " +
                            std::to_string(parts) + " parts come to no more",
                        "每" + longer_zh + "只会支付保底：其中 " + std::to_string(parts) + " 个" +
                            zh + "的封顶合计不高于保底");
  return doubts;
}

// Whether a pick takes lines of a certain kind.
using LineSample = std::function<bool(const LinePick&)>;
using Picks = std::vector<const LinePick*>;

// Lines of a pick in all that could make a difference to others: by product, by customer, ...
class LineSamples {
 public:
  LineSamples(const Plan& plan, const LinePick& of, const Picks& others) {
    for (const auto list :
         {&LinePick::products, &LinePick::parties, &LinePick::regions, &LinePick::price_lists})
      add_list(of, list, [](const std::string& value, const std::vector<std::string>& picked) {
        return std::ranges::find(picked, value) != picked.end();
      });
    // What stands below a category is picked where it is.
    add_list(of, &LinePick::categories,
             [&plan](const std::string& value, const std::vector<std::string>& picked) {
               return plan.is_within(value, picked);
             });
    add_first_orders(of);
    add_dates(of, others);
    add_discounts(of, others);
  }

  // Whether one of the picks takes each.
  [[nodiscard]] bool are_taken_by(const Picks& picks, std::size_t way = 0) const {
    if (picks.empty() || way == ways_.size()) return !picks.empty();
    std::set<Picks> seen;
    return std::ranges::all_of(ways_[way], [&](const LineSample& sample) {
      Picks taking;
      std::ranges::copy_if(picks, std::back_inserter(taking),
                           [&](const LinePick* each) { return sample(*each); });
      return !seen.insert(taking).second || are_taken_by(taking, way + 1);
    });
  }

 private:
  template <class Has>
  void add_list(const LinePick& of, std::vector<std::string> LinePick::* list, const Has& has) {
    std::vector<LineSample>& samples = ways_.emplace_back();
    // Of values that nobody names.
    if ((of.*list).empty())
      samples.emplace_back([list](const LinePick& pick) { return (pick.*list).empty(); });
    for (const std::string& value : of.*list)
      samples.emplace_back([list, value, has](const LinePick& pick) {
        return (pick.*list).empty() || has(value, pick.*list);
      });
  }
  void add_first_orders(const LinePick& of) {
    std::vector<LineSample>& samples = ways_.emplace_back();
    for (const bool is_first : {true, false})
      if (of.first_order.value_or(is_first) == is_first)
        samples.emplace_back([is_first](const LinePick& pick) {
          return pick.first_order.value_or(is_first) == is_first;
        });
  }
  // Its first day, and those on which another begins or has ended.
  void add_dates(const LinePick& of, const Picks& others) {
    std::set<Date> days{of.from_date.value_or(Date::min())};
    const auto add = [&](Date day) {
      if (day > *days.begin() && (!of.to_date || day <= *of.to_date)) days.insert(day);
    };
    for (const LinePick* each : others) {
      if (each->from_date) add(*each->from_date);
      if (each->to_date && *each->to_date < Date::max()) add(*each->to_date + 1);
    }
    std::vector<LineSample>& samples = ways_.emplace_back();
    for (const Date day : days)
      samples.emplace_back([day](const LinePick& pick) {
        return (!pick.from_date || *pick.from_date <= day) &&
               (!pick.to_date || day <= *pick.to_date);
      });
  }
  // The highest, and those at which another ends or after which it begins.
  void add_discounts(const LinePick& of, const Picks& others) {
    std::vector<std::optional<Decimal>> discounts{of.discount_to};  // None: beyond all.
    const auto add = [&](const std::optional<Decimal>& bound) {
      if (bound && (!of.discount_over || *bound > *of.discount_over) &&
          (!of.discount_to || *bound < *of.discount_to))
        discounts.push_back(bound);
    };
    for (const LinePick* each : others) {
      add(each->discount_over);
      add(each->discount_to);
    }
    std::vector<LineSample>& samples = ways_.emplace_back();
    for (const std::optional<Decimal>& discount : discounts)
      samples.emplace_back([discount](const LinePick& pick) {
        return (!pick.discount_over || !discount || *pick.discount_over < *discount) &&
               (!pick.discount_to || (discount && *discount <= *pick.discount_to));
      });
  }

  std::vector<std::vector<LineSample>> ways_;
};

bool is_empty(const LinePick& picks) {
  return (picks.from_date && picks.to_date && *picks.to_date < *picks.from_date) ||
         (picks.discount_over && picks.discount_to && *picks.discount_to <= *picks.discount_over);
}

// Rules before one that together pick all its lines, the fewest of the first; none: they do not.
std::vector<std::string> rules_that_hide(const Plan& plan, std::size_t rule) {
  Picks before;
  for (std::size_t i = 0; i < rule; ++i) before.push_back(&plan.rules()[i].picks);
  const LineSamples lines(plan, plan.rules()[rule].picks, before);
  // Mostly one does, and to search among all takes long.
  for (std::size_t i = 0; i < rule; ++i)
    if (lines.are_taken_by({before[i]})) return {plan.rules()[i].name};
  if (!lines.are_taken_by(before)) return {};
  for (std::size_t i = before.size(); i-- > 0;) {
    Picks without = before;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (lines.are_taken_by(without)) before = std::move(without);
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < rule; ++i)
    if (std::ranges::find(before, &plan.rules()[i].picks) != before.end())
      names.push_back(plan.rules()[i].name);
  return names;
}

// What lies between two rules.
struct RuleGap {
  const PlanRule* before;
  const PlanRule* next;
};

std::string percent(const Decimal& part) { return to_string(Rate::from_fraction(part)); }

// Rules for the same lines but for a range, of which the next begins after the end of one, and none
// goes on. A pick's range is beyond `from`, and up to `to`; none: all there is.
template <class Bound, class From, class To, class Without>
std::vector<RuleGap> gaps_of(const Plan& plan, const From& from, const To& to,
                             const Without& without) {
  std::vector<RuleGap> gaps;
  for (const PlanRule& rule : plan.rules()) {
    const std::optional<Bound> end = to(rule.picks);
    if (!end || is_empty(rule.picks)) continue;
    const PlanRule* next = nullptr;
    bool goes_on = false;
    for (const PlanRule& other : plan.rules()) {
      if (&other == &rule || is_empty(other.picks) || without(other.picks) != without(rule.picks))
        continue;
      const std::optional<Bound> begin = from(other.picks);
      const std::optional<Bound> other_end = to(other.picks);
      if (begin && *begin > *end) {
        if (next == nullptr || *begin < *from(next->picks)) next = &other;
      } else if (!other_end || *other_end > *end || (*other_end == *end && &other < &rule)) {
        goes_on = true;  // Of two with one end the first is told.
      }
    }
    if (!goes_on && next != nullptr) gaps.push_back({&rule, next});
  }
  return gaps;
}

// Days and discounts between rules for lines that are alike else, of which no rule picks all.
std::vector<Label> doubts_of_gaps(const Plan& plan) {
  std::vector<Label> doubts;
  Picks all;
  for (const PlanRule& rule : plan.rules()) all.push_back(&rule.picks);
  const auto doubt = [&](const RuleGap& gap, const LinePick& between, const Label& range) {
    if (LineSamples(plan, between, all).are_taken_by(all)) return;
    const std::string rules_en = gap.before->name + " and " + gap.next->name;
    const std::string rules_zh = gap.before->name + " 与 " + gap.next->name;
    doubts.emplace_back("between " + rules_en + " there are lines that no rule picks: " + range.en,
                        rules_zh + " 之间有规则未覆盖的行：" + range.zh);
  };
  const auto gaps_of_days = gaps_of<Date>(
      plan,
      [](const LinePick& pick) {
        return pick.from_date ? std::optional(*pick.from_date + -1) : std::nullopt;
      },
      [](const LinePick& pick) { return pick.to_date; },
      [](LinePick pick) {
        pick.from_date = pick.to_date = std::nullopt;
        return pick;
      });
  for (const RuleGap& gap : gaps_of_days) {
    LinePick between = gap.before->picks;
    between.from_date = *gap.before->picks.to_date + 1;
    between.to_date = *gap.next->picks.from_date + -1;
    const std::string first = to_string(*between.from_date);
    const std::string last = to_string(*between.to_date);
    doubt(gap, between, {"from " + first + " to " + last, first + " 至 " + last});
  }
  const auto gaps_of_discounts = gaps_of<Decimal>(
      plan, [](const LinePick& pick) { return pick.discount_over; },
      [](const LinePick& pick) { return pick.discount_to; },
      [](LinePick pick) {
        pick.discount_over = pick.discount_to = std::nullopt;
        return pick;
      });
  for (const RuleGap& gap : gaps_of_discounts) {
    LinePick between = gap.before->picks;
    between.discount_over = gap.before->picks.discount_to;
    between.discount_to = gap.next->picks.discount_over;
    const std::string over = percent(*between.discount_over);
    const std::string to = percent(*between.discount_to);
    doubt(gap, between,
          {"discounts above " + over + ", up to " + to, "折扣超过 " + over + "、不超过 " + to});
  }
  return doubts;
}

// Bounds that are no multiples of the unit that commissions are rounded to.
std::vector<Label> doubts_of_unit(const Plan& plan) {
  const PlanTerms& terms = plan.terms();
  if (!terms.unit) return {};
  std::vector<Label> doubts;
  const std::string unit = to_string(*terms.unit);
  const auto is_multiple = [&](Money amount) { return amount.minor() % terms.unit->minor() == 0; };
  if (terms.rounded == CommissionRounding::line && terms.rounding != Rounding::exact)
    for (const PlanRule& rule : plan.rules()) {
      if (!rule.line_cap || is_multiple(*rule.line_cap)) continue;
      NoTrace no_trace;
      const Money most = plan.round(Ratio(rule.line_cap->amount()), no_trace);
      const std::string cap = to_string(*rule.line_cap);
      doubts.emplace_back(
          rule.name + ": the most that a line earns, " + cap + ", is rounded to " + to_string(most),
          rule.name + "：单笔封顶 " + cap + " 舍入为 " + to_string(most));
    }
  for (const auto& [name, bound] :
       {std::pair{Text{"order_floor", "每个订单保底"}, terms.order_floor},
        std::pair{Text{"order_cap", "每个订单封顶"}, terms.order_cap},
        std::pair{Text{"floor", "保底"}, terms.payout.floor},
        std::pair{Text{"cap", "封顶"}, terms.payout.cap},
        std::pair{Text{"longer_floor", "较长期间保底"}, terms.payout.longer_floor},
        std::pair{Text{"longer_cap", "较长期间封顶"}, terms.payout.longer_cap}})
    if (bound && !is_multiple(*bound))
      doubts.emplace_back(std::string(name.en) + ": " + to_string(*bound) +
                              " is no multiple of the unit of " + unit +
                              ", and neither is what is paid then",
                          std::string(name.zh) + " " + to_string(*bound) + " 不是舍入单位 " + unit +
                              " 的整数倍，届时所付亦非整数倍");
  return doubts;
}

// What modifiers leave of a line's commission may not rise beyond a further level.
std::vector<Label> doubts_of_modifiers(const Plan& plan) {
  std::vector<Label> doubts;
  for (const Modifier& modifier : plan.terms().modifiers) {
    const std::string measure = to_string(modifier.measure());
    for (const std::string& rule : modifier.rules())
      if (plan.rule(rule).excluded)
        doubts.emplace_back(measure + " is for " + rule + ", which pays nothing",
                            measure + " 所限的 " + rule + " 不计提成");
    const ModifierLevel* before = nullptr;
    for (const ModifierLevel& level : modifier.levels()) {
      const std::string pays = to_string(level.pays);
      if (level.pays > Rate::from_fraction(1))
        doubts.emplace_back(measure + " raises what is earned to " + pays,
                            measure + " 将提成提高到 " + pays);
      if (before != nullptr && level.pays > before->pays) {
        const std::string bound = modifier.measure() == ModifierMeasure::days_overdue
                                      ? to_string(level.beyond)
                                      : to_string(Rate::from_fraction(level.beyond));
        doubts.emplace_back(
            measure + ": what is left rises again beyond " + bound + ", from " +
                to_string(before->pays) + " to " + pays,
            measure + "：越过 " + bound + " 后由 " + to_string(before->pays) + " 回升到 " + pays);
      }
      before = &level;
    }
  }
  return doubts;
}

// The rate with what modifiers raise of the rule's lines, all at once.
Rate raised_most(const Plan& plan, const PlanRule& rule, Rate rate) {
  for (const Modifier& modifier : plan.terms().modifiers) {
    if (!modifier.is_for(rule.name)) continue;
    Rate most = Rate::from_fraction(1);  // Of lines within all bounds.
    for (const ModifierLevel& level : modifier.levels()) most = std::max(most, level.pays);
    rate = Rate::from_fraction(rate.fraction() * most.fraction());
  }
  return rate;
}

Rate highest_rate(const RateSchedule& schedule) {
  Rate highest = Rate::from_fraction(0);
  for (const RateTier& tier : schedule.tiers()) highest = std::max(highest, tier.rate);
  return highest;
}

// Whether all together may earn more than the base.
std::vector<Label> doubts_of_shares(const Plan& plan) {
  const Rate all = Rate::from_fraction(1);
  const PlanTerms& terms = plan.terms();
  Rate highest = Rate::from_fraction(0);
  Rate highest_raised = highest;
  for (const PlanRule& rule : plan.rules()) {
    if (rule.excluded) continue;
    Rate paid = highest_rate(rule.schedule);
    highest = std::max(highest, paid);
    for (const Accelerator& each : terms.accelerators) {
      if (!each.is_for(rule.name)) continue;
      const Rate on_top = highest_rate(each.schedule);
      highest = std::max(highest, on_top);
      paid = paid + on_top;
    }
    highest_raised = std::max(highest_raised, raised_most(plan, rule, paid));
  }
  Rate above = Rate::from_fraction(0);
  Rate of_commission = Rate::from_fraction(0);
  for (const Override& each : terms.overrides) {
    Rate& sum = each.of == OverrideBasis::base ? above : of_commission;
    sum = sum + each.rate;
  }
  for (const Pool& pool : terms.pools) above = above + pool.rate;
  if (above > all)
    return {{"overrides and pools pay more than the base itself: " + to_string(above),
             "上级提成与奖金池超过基数本身：" + to_string(above)}};
  const Rate together = highest_raised + above +
                        Rate::from_fraction(highest_raised.fraction() * of_commission.fraction());
  // A rate that is too high by itself is doubted where it stands.
  if (highest > all || together <= all) return {};
  const bool has_more = !terms.accelerators.empty();
  return {{std::string("with ") + (has_more ? "accelerators, " : "") +
               "overrides and pools the highest rate pays more than the base itself: " +
               to_string(together),
           std::string("最高比例连同") + (has_more ? "加速提成、" : "") +
               "上级提成与奖金池超过基数本身：" + to_string(together)}};
}

// What tiers, amounts and bounds of a rule may not have been meant to be.
std::vector<Label> doubts_of(const Plan& plan, const PlanRule& rule) {
  std::vector<Label> doubts;
  constexpr int parts_most = 10;
  for (const RateTier& tier : rule.schedule.tiers())
    if (rule.tiers_over == TierMeasure::base && tier.from > 0 && tier.from <= parts_most) {
      const std::string from = to_string(tier.from);
      doubts.emplace_back("its tier from " + from +
                              " begins at an amount; parts of a target need " +
                              "tiers over attainment",
                          from + " 起的一档按金额计；按达成率须声明 attainment");
      break;
    }
  if (plan.terms().basis == CommissionBasis::collected &&
      (rule.per_line || rule.line_floor || rule.line_cap))
    doubts.emplace_back("its amounts or bounds of a line are for each receipt",
                        "单笔定额与上下限按每笔回款计");
  if (rule.per_line && rule.line_cap && *rule.per_line > *rule.line_cap)
    doubts.emplace_back("its amount for each line is above the most that a line earns",
                        "单笔定额高于单笔封顶");
  return doubts;
}

}  // namespace

std::string to_string(const Plan& plan) {
  std::string text = plan.name() + ": ";
  if (plan.rules().size() == 1)
    text += to_string(plan.rules().front().schedule);
  else
    text += std::to_string(plan.rules().size()) + " rules";
  return text + " of " + to_string(plan.terms().basis) + " in " + to_string(plan.currency()) +
         " by " + (plan.terms().per_order ? "order" : to_string(plan.terms().accumulation));
}

std::string describe(const Plan& plan, Language language) {
  const bool zh = language == Language::zh;
  const PlanTerms& terms = plan.terms();
  const bool by_line = terms.rounded == CommissionRounding::line;
  const std::string basis = basis_name(terms.basis, language);
  std::string text;
  if (zh)
    text = plan.name() + "：以" + basis + "（" + to_string(plan.currency()) + "）为基数，" +
           (terms.per_order ? "按订单" : "按" + kind_name(terms.accumulation)) + "累计。\n";
  else
    text = plan.name() + ": counted from " + basis +
           (terms.basis == CommissionBasis::quantity ? ", paid in " : " in ") +
           to_string(plan.currency()) + ", which accumulates by " +
           (terms.per_order ? "order" : to_string(terms.accumulation)) + ".\n";
  const std::string bullet = "- ";
  for (const std::string& sentence : sentences_on_lines(terms, language))
    text += bullet + sentence + "\n";
  for (const PlanRule& rule : plan.rules()) text += bullet + describe(rule, language) + "\n";
  if (plan.rules().size() > 1)
    text += bullet +
            (zh ? "每行适用以上第一条符合的规则；均不符合的列出，不计提"
                : "a line is for the first of these rules that picks it; one that none picks is "
                  "listed, and earns nothing") +
            "\n";
  std::map<std::string_view, std::vector<std::string_view>> below;
  for (const auto& [category, above] : terms.category_above) below[above].push_back(category);
  for (const auto& [above, categories] : below) {
    text +=
        bullet + (zh ? "类别 " : "category ") + std::string(above) + (zh ? " 包含" : " includes");
    for (const std::string_view each : categories)
      text += (each == categories.front() ? " " : zh ? "、" : ", ") + std::string(each);
    text += "\n";
  }
  const auto only_for = [&](const std::vector<std::string>& rules) {
    std::string only;
    for (const std::string& rule : rules)
      only += (&rule == &rules.front() ? (zh ? "（限 " : " (only ") : ", ") + rule;
    return only + (rules.empty() ? "" : zh ? "）" : ")");
  };
  for (std::size_t i = 0; i < terms.accelerators.size(); ++i) {
    const Accelerator& each = terms.accelerators[i];
    text += bullet + describe(plan.paying_rules()[plan.rules().size() + i], language) +
            (zh ? "；另计，按" + kind_name(each.over) + "累计"
                : "; on top, accumulating by " + to_string(each.over)) +
            only_for(each.rules) + "\n";
  }
  for (const Modifier& modifier : terms.modifiers)
    text += bullet + describe(modifier, language) + only_for(modifier.rules()) + "\n";
  if (zh)
    text += std::string("- ") + (by_line ? "逐笔" : "累计") + "舍入至 " + to_string(plan.unit()) +
            "（" + to_string(terms.rounding) + "）\n";
  else
    text += "- rounded to " + to_string(plan.unit()) + " (" + to_string(terms.rounding) + ")" +
            (by_line ? " line by line" : " as it accumulates, so that lines make the whole") + "\n";
  if (terms.clawback_days) {
    const std::string days = std::to_string(*terms.clawback_days);
    text += bullet +
            (zh ? "销售后超过 " + days + " 日的退货、核销不追回提成"
                : "returns and write-offs that come more than " + days +
                      " days after the sale take nothing back") +
            "\n";
  }
  for (const Override& each : terms.overrides) {
    const std::string of =
        each.of == OverrideBasis::base ? (zh ? "基数" : "base") : (zh ? "提成" : "commission");
    text += bullet +
            (zh ? "上级提成：下 " + std::to_string(each.level) + " 级" + of + "的 " +
                      to_string(each.rate)
                : "managers earn " + to_string(each.rate) + " of the " + of + " of those " +
                      std::to_string(each.level) + (each.level == 1 ? " level" : " levels") +
                      " below them") +
            "\n";
  }
  for (const Pool& pool : terms.pools) {
    text += bullet +
            (zh ? "奖金池 " + pool.name + "：全部基数的 " + to_string(pool.rate) + "，按权重分给"
                : "pool " + pool.name + ": " + to_string(pool.rate) +
                      " of all that is sold, shared by");
    for (const PoolMember& member : pool.members)
      text += (&member == &pool.members.front() ? " "
               : zh                             ? "、"
                                                : ", ") +
              member.salesperson + " " + to_string(member.weight);
    text += "\n";
  }
  const PayoutTerms& payout = terms.payout;
  if (payout.payable_on) {
    const std::string moment = moment_name(*payout.payable_on, language);
    text += bullet +
            (zh ? "提成于" + moment + "方可支付" : "what lines earn is payable on " + moment) +
            "\n";
  }
  const auto add = [&](const char* en, const char* chinese, const std::string& value,
                       const std::string& end = "") {
    text += bullet + (zh ? chinese : en) + value + end + "\n";
  };
  const auto add_bounds = [&](PeriodKind kind, const std::optional<Money>& cap,
                              const std::optional<Money>& floor) {
    const std::string in = zh ? "每" + kind_name(kind) : "in " + a_kind(kind);
    if (cap) text += bullet + in + (zh ? "封顶 " : " at most ") + to_string(*cap) + "\n";
    if (floor) text += bullet + in + (zh ? "保底 " : " at least ") + to_string(*floor) + "\n";
  };
  add_bounds(terms.accumulation, payout.cap, payout.floor);
  if (payout.longer_period)
    add_bounds(*payout.longer_period, payout.longer_cap, payout.longer_floor);
  if (payout.holdback)
    add("held back: ", "扣留应付的 ", to_string(*payout.holdback), zh ? "" : " of what is payable");
  if (payout.draw)
    add("each settlement repays a draw of ", "每次结算抵扣预支 ", to_string(*payout.draw),
        payout.draw_recoverable ? (zh ? "，不足部分结转" : "; what is left is owed on")
                                : (zh ? "，不足部分免除" : "; what is left is forgiven"));
  if (payout.entitled == EntitledPeople::team)
    text += bullet +
            (zh ? "保底与预支适用于团队全体人员，无论是否有业绩"
                : "floors and draws are for everybody of the team, with lines or without") +
            "\n";
  if (const AcknowledgementTerms& answers = terms.acknowledgement; answers.days) {
    const bool accepts = answers.silence == StatementSilence::accepted;
    const std::string days = std::to_string(*answers.days);
    text +=
        bullet +
        (zh ? "提成单须于 " + days + " 日内答复，逾期未答复" + (accepts ? "视同确认" : "仍为待答复")
            : "statements are answered within " + days +
                  (days == "1" ? " day; silence " : " days; silence ") +
                  (accepts ? "accepts" : "leaves them open")) +
        "\n";
  }
  return text;
}

std::vector<Label> lint(const Plan& plan) {
  std::vector<Label> findings;
  const auto of_rule = [](const PlanRule& rule, const Label& finding) {
    return Label{rule.name + ": " + finding.en, rule.name + "：" + finding.zh};
  };
  for (std::size_t i = 0; i < plan.rules().size(); ++i) {
    const PlanRule& rule = plan.rules()[i];
    for (const Label& finding : doubts_of_tiers(rule.schedule, rule.tiers_over))
      findings.push_back(plan.rules().size() == 1 ? finding : of_rule(rule, finding));
    for (const Label& doubt : doubts_of(plan, rule)) findings.push_back(of_rule(rule, doubt));
    if (is_empty(rule.picks)) {
      findings.push_back(of_rule(
          rule, {"it never picks a line, as its range is empty", "其范围为空，不会选中任何行"}));
    } else if (const std::vector<std::string> hiding = rules_that_hide(plan, i); !hiding.empty()) {
      std::string en = hiding.front();
      std::string zh = hiding.front();
      for (std::size_t other = 1; other < hiding.size(); ++other) {
        en += (other + 1 < hiding.size() ? ", " : " and ") + hiding[other];
        zh += "、" + hiding[other];
      }
      findings.push_back(
          of_rule(rule, {"it never picks a line, as " + en +
                             (hiding.size() == 1 ? " comes before it" : " come before it"),
                         "排在前面的 " + zh + " 已包含其全部行"}));
    }
  }
  for (std::size_t i = plan.rules().size(); i < plan.paying_rules().size(); ++i) {
    const PlanRule& rule = plan.paying_rules()[i];
    for (const Label& finding : doubts_of_tiers(rule.schedule, rule.tiers_over))
      findings.push_back(of_rule(rule, finding));
    for (const Label& doubt : doubts_of(plan, rule)) findings.push_back(of_rule(rule, doubt));
    for (const std::string& name : plan.terms().accelerators[i - plan.rules().size()].rules)
      if (plan.rule(name).excluded)
        findings.push_back(of_rule(
            rule, {"it is for " + name + ", which pays nothing", "所限的 " + name + " 不计提成"}));
  }
  for (Label& doubt : doubts_of_gaps(plan)) findings.push_back(std::move(doubt));
  for (Label& doubt : doubts_of_lines(plan)) findings.push_back(std::move(doubt));
  for (Label& doubt : doubts_of_bounds(plan.terms())) findings.push_back(std::move(doubt));
  for (Label& doubt : doubts_of_unit(plan)) findings.push_back(std::move(doubt));
  for (Label& doubt : doubts_of_modifiers(plan)) findings.push_back(std::move(doubt));
  for (Label& doubt : doubts_of_shares(plan)) findings.push_back(std::move(doubt));
  return findings;
}

}  // namespace o2c::inline v1

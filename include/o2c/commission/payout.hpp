#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "o2c/commission/line_terms.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/scaling.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// Who has a floor and a draw in a period.
enum class EntitledPeople : std::uint8_t {
  lines,  ///< Whoever has lines in it that count.
  team    ///< The people of the team on its days as well, with lines or without (保底).
};

std::string to_string(EntitledPeople people);
/// Reads what to_string writes. Throws ParseError.
EntitledPeople parse_entitled_people(std::string_view text);

/// From what was earned to what is paid.
struct PayoutTerms {
  std::optional<Money> cap{};    ///< The most that a person's lines earn in a period.
  std::optional<Money> floor{};  ///< The least that an entitled person earns in a period.
  /// Over what longer period than the plan accumulates there are a cap and a floor as well, of what
  /// those of its periods leave.
  std::optional<PeriodKind> longer_period{};
  std::optional<Money> longer_cap{};    ///< The most that a person's lines earn in it.
  std::optional<Money> longer_floor{};  ///< The least that an entitled person earns in it.
  std::optional<Rate> holdback{};  ///< What of it is held back until it is released (质保扣留).
  /// What entitled people were advanced in each settlement (预支), which is repaid from what is
  /// earned.
  std::optional<Money> draw{};
  bool draw_recoverable = true;  ///< What could not be repaid is owed on; else it is forgiven.
  /// On which day what a line has earned becomes payable (应付时点); without: when it is earned.
  std::optional<EarningMoment> payable_on{};
  EntitledPeople entitled = EntitledPeople::lines;  ///< To floors and the draw.

  static constexpr auto fields() {
    return std::tuple{
        Field{"cap", &PayoutTerms::cap, "the most that lines earn in a period"},
        Field{"floor", &PayoutTerms::floor, "the least that lines earn in a period"},
        Field{"longer_period", &PayoutTerms::longer_period, "what has bounds of its own as well"},
        Field{"longer_cap", &PayoutTerms::longer_cap, "the most that lines earn in it"},
        Field{"longer_floor", &PayoutTerms::longer_floor, "the least that lines earn in it"},
        Field{"holdback", &PayoutTerms::holdback, "what of it is held back"},
        Field{"draw", &PayoutTerms::draw, "what is advanced in each settlement"},
        Field{"draw_recoverable", &PayoutTerms::draw_recoverable, "whether it is owed on"},
        Field{"payable_on", &PayoutTerms::payable_on, "when what a line has earned is payable"},
        Field{"entitled", &PayoutTerms::entitled, "who has floors and the draw"}};
  }

  friend bool operator==(const PayoutTerms&, const PayoutTerms&) = default;
};

/// What is carried from one settlement of a person to the next.
struct CommissionBalance {
  Money overpaid;  ///< What was paid and taken back since, still to be repaid.
  Money draw;      ///< Draws that are still to be repaid.
  Money held;      ///< What is held back.
  Money awaiting;  ///< What lines have earned, and is not payable yet (待付).

  static constexpr auto fields() {
    return std::tuple{Field{"overpaid", &CommissionBalance::overpaid, "still to be repaid"},
                      Field{"draw", &CommissionBalance::draw, "draws still to be repaid"},
                      Field{"held", &CommissionBalance::held, "held back"},
                      Field{"awaiting", &CommissionBalance::awaiting, "not payable yet"}};
  }
  static CommissionBalance none(const Currency& currency) {
    const Money nothing = Money::zero(currency);
    return {nothing, nothing, nothing, nothing};
  }

  friend bool operator==(const CommissionBalance&, const CommissionBalance&) = default;
};

/// What a settlement brings to a person.
struct Earnings {
  Money commission;   ///< Of the person's lines, within the plan's caps and floors.
  Money overrides;    ///< On what those below have sold.
  Money pools;        ///< Of pools that are shared.
  Money corrections;  ///< Of settled periods, recomputed (追回): mostly below zero.
  Money released;     ///< Of what was held back.
  Money awaiting;     ///< Of all that lines have earned so far, what is not payable yet.

  static constexpr auto fields() {
    return std::tuple{Field{"commission", &Earnings::commission, "of the person's lines"},
                      Field{"overrides", &Earnings::overrides, "on what those below have sold"},
                      Field{"pools", &Earnings::pools, "of pools that are shared"},
                      Field{"corrections", &Earnings::corrections, "of settled periods"},
                      Field{"released", &Earnings::released, "of what was held back"},
                      Field{"awaiting", &Earnings::awaiting, "not payable yet, of all so far"}};
  }
  static Earnings none(const Currency& currency) {
    const Money nothing = Money::zero(currency);
    return {nothing, nothing, nothing, nothing, nothing, nothing};
  }

  friend bool operator==(const Earnings&, const Earnings&) = default;
};

/// What a person is paid in a settlement, and why.
struct Payout {
  Earnings earnings;
  CommissionBalance opening;
  Money repaid;  ///< Of what was overpaid.
  Money held_back;
  Money advanced;   ///< The settlement's draw.
  Money recovered;  ///< Of draws.
  Money forgiven;   ///< Of a draw that is not owed on.
  Money payable;    ///< Never below zero.
  CommissionBalance closing;

  friend bool operator==(const Payout&, const Payout&) = default;
};

/// What is paid of earnings, in this order: what is earned, corrections; with what was awaiting
/// before, and without what is not payable yet; what was overpaid is repaid; a part is held back;
/// draws are repaid; what was held and is released is added. What is below zero is not paid but
/// carried on as overpaid. Throws InvalidArgument when more is released
/// than is held; Overflow, InexactResult (rounding `exact`).
template <Tracer T>
Payout pay_out(const PayoutTerms& terms, const Earnings& earnings, const CommissionBalance& opening,
               Rounding rounding, T& trace);
inline Payout pay_out(const PayoutTerms& terms, const Earnings& earnings,
                      const CommissionBalance& opening, Rounding rounding) {
  NoTrace no_trace;
  return pay_out(terms, earnings, opening, rounding, no_trace);
}

namespace detail {
[[noreturn]] void throw_released_too_much(Money released, Money held);
}  // namespace detail

template <Tracer T>
Payout pay_out(const PayoutTerms& terms, const Earnings& earnings, const CommissionBalance& opening,
               Rounding rounding, T& trace) {
  if (earnings.released > opening.held)
    detail::throw_released_too_much(earnings.released, opening.held);
  const Money nothing = Money::zero(opening.overpaid.currency());
  Payout payout{earnings, opening, nothing, nothing, nothing, nothing, nothing, nothing, opening};
  const Money earned =
      earnings.commission + earnings.overrides + earnings.pools + earnings.corrections;
  trace.step(Text{"earned", "应得合计"}, Operation::sum, earned,
             Operand{Text{"commission", "提成"}, earnings.commission},
             Operand{Text{"overrides", "上级提成"}, earnings.overrides},
             Operand{Text{"pools", "奖金池"}, earnings.pools},
             Operand{Text{"corrections", "更正"}, earnings.corrections});
  Money due = earned;
  if (sign(opening.awaiting) != 0 || sign(earnings.awaiting) != 0) {
    const Money so_far = earned + opening.awaiting;
    due = so_far - earnings.awaiting;
    trace.step(Text{"with what was awaiting", "加待付余额"}, Operation::sum, so_far,
               Operand{Text{"earned", "应得合计"}, earned},
               Operand{Text{"awaiting before", "原待付余额"}, opening.awaiting});
    trace.step(Text{"payable of it", "其中到期"}, Operation::difference, due,
               Operand{Text{"so far", "累计"}, so_far},
               Operand{Text{"not payable yet", "未到期"}, earnings.awaiting});
    payout.closing.awaiting = earnings.awaiting;
  }
  Money left = std::max(due, nothing);
  if (due < nothing) {
    payout.closing.overpaid -= due;
    trace.step(Text{"overpaid, carried on", "多付结转"}, Operation::difference,
               payout.closing.overpaid, Operand{Text{"before", "原余额"}, opening.overpaid},
               Operand{Text{"earned", "应得合计"}, due});
  } else if (sign(opening.overpaid) > 0) {
    payout.repaid = std::min(left, opening.overpaid);
    trace.step(Text{"overpayment repaid", "抵扣多付"}, Operation::minimum, payout.repaid,
               Operand{Text{"earned", "应得合计"}, left},
               Operand{Text{"overpaid", "多付余额"}, opening.overpaid});
    payout.closing.overpaid -= payout.repaid;
    if (sign(payout.closing.overpaid) > 0)
      trace.step(Text{"overpaid, carried on", "多付结转"}, Operation::difference,
                 payout.closing.overpaid, Operand{Text{"overpaid", "多付余额"}, opening.overpaid},
                 Operand{Text{"overpayment repaid", "抵扣多付"}, payout.repaid});
    left -= payout.repaid;
  }
  if (terms.holdback) {
    payout.held_back = apply(*terms.holdback, left, rounding);
    trace.rounded_step(Text{"held back", "扣留"}, Operation::product, rounding,
                       Money::from_minor(1, left.currency()).amount(), payout.held_back,
                       Operand{Text{"left", "余额"}, left},
                       Operand{Text{"rate", "扣留比例"}, *terms.holdback});
    payout.closing.held += payout.held_back;
    left -= payout.held_back;
  }
  if (terms.draw || sign(opening.draw) > 0) {
    payout.advanced = terms.draw.value_or(nothing);
    const Money owed = opening.draw + payout.advanced;
    payout.recovered = std::min(left, owed);
    trace.step(Text{"draws owed", "预支合计"}, Operation::sum, owed,
               Operand{Text{"before", "原余额"}, opening.draw},
               Operand{Text{"draw", "本期预支"}, payout.advanced});
    trace.step(Text{"draws repaid", "抵扣预支"}, Operation::minimum, payout.recovered,
               Operand{Text{"left", "余额"}, left}, Operand{Text{"owed", "预支合计"}, owed});
    const Money unpaid = owed - payout.recovered;
    // The settlement's own draw is repaid first.
    if (!terms.draw_recoverable)
      payout.forgiven = std::max(nothing, payout.advanced - payout.recovered);
    payout.closing.draw = unpaid - payout.forgiven;
    if (sign(payout.forgiven) > 0)
      trace.step(Text{"draw forgiven", "免除预支"}, Operation::difference, payout.forgiven,
                 Operand{Text{"draw", "本期预支"}, payout.advanced},
                 Operand{Text{"draws repaid", "抵扣预支"}, payout.recovered});
    if (sign(payout.closing.draw) > 0)
      trace.step(Text{"draws owed, carried on", "预支结转"}, Operation::difference,
                 payout.closing.draw, Operand{Text{"owed", "预支合计"}, owed},
                 Operand{Text{"draws repaid", "抵扣预支"}, payout.recovered},
                 Operand{Text{"draw forgiven", "免除预支"}, payout.forgiven});
    left -= payout.recovered;
  }
  const Money held = payout.closing.held;
  payout.closing.held -= earnings.released;
  if (sign(held) > 0) {
    trace.step(Text{"held in all", "扣留合计"}, Operation::sum, held,
               Operand{Text{"held before", "原扣留余额"}, opening.held},
               Operand{Text{"held back", "扣留"}, payout.held_back});
    trace.step(Text{"held, carried on", "扣留结转"}, Operation::difference, payout.closing.held,
               Operand{Text{"held in all", "扣留合计"}, held},
               Operand{Text{"released", "释放扣留"}, earnings.released});
  }
  payout.payable = left + earnings.released;
  trace.step(Text{"payable", "应付"}, Operation::sum, payout.payable,
             Operand{Text{"left", "余额"}, left},
             Operand{Text{"released", "释放扣留"}, earnings.released});
  return payout;
}

}  // namespace o2c::inline v1

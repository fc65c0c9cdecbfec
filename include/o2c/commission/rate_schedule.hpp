#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/value.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

/// How the tiers of a schedule pay.
enum class TierMethod : std::uint8_t {
  marginal,      ///< Each rate pays for what of the base lies in its tier (超额累进).
  whole,         ///< The rate of the tier that is reached pays for all of the base (全额累进).
  interpolated,  ///< The rate goes in a straight line from one tier's start to the next one's, and
                 ///< pays for all of the base.
  table          ///< The tier that is reached pays its amount, however large the base is.
};

std::string to_string(TierMethod method);
/// Reads what to_string writes. Throws ParseError.
TierMethod parse_tier_method(std::string_view text);

/// Where a base belongs that is exactly a tier's start.
enum class TierEdge : std::uint8_t {
  closes,  ///< To the tier before, which it closes: 500,000.00 is still of (300,000; 500,000].
  opens    ///< To the tier that it opens: 500,000.00 is of [500,000; ...).
};

std::string to_string(TierEdge edge);
/// Reads what to_string writes. Throws ParseError.
TierEdge parse_tier_edge(std::string_view text);

/// What is paid from some base on.
struct RateTier {
  Decimal from{};
  Rate rate = Rate::from_fraction(0);
  /// In place of the rate: of a table what the tier pays, else what it pays for each unit.
  Decimal amount{};

  static constexpr auto fields() {
    return std::tuple{Field{"from", &RateTier::from, "where the tier begins"},
                      Field{"rate", &RateTier::rate, "of the base"},
                      Field{"amount", &RateTier::amount,
                            "in place of the rate: of a table in all, else per unit"}};
  }

  /// What it pays for one of the base, where it is no table's.
  [[nodiscard]] Decimal of_one() const { return rate.fraction() + amount; }

  friend bool operator==(const RateTier&, const RateTier&) = default;
};

/// How much a base earns (提成比例): a flat rate, or tiers. The base is a number of whatever the
/// plan counts, such as an amount in its currency; so are the tiers' starts.
///
/// What is below zero (more was returned than sold) earns negatively, at the first tier's rate; a
/// table pays nothing for it. No base earns nothing.
class RateSchedule {
 public:
  static RateSchedule flat(const Rate& rate);
  /// One amount for each unit of the base. Throws InvalidArgument when it is below zero.
  static RateSchedule flat_amount(const Decimal& amount);
  /// Tiers in ascending order. Throws InvalidArgument with every fault: no tier, starts that do not
  /// ascend, a first one that is not 0 (of a table: one that pays for nothing), rates or amounts
  /// below zero, a rate in a table, rates and amounts together. The edge matters where the pay
  /// jumps: in `whole` and `table`; otherwise it is `closes`.
  RateSchedule(TierMethod method, std::vector<RateTier> tiers, TierEdge edge = TierEdge::closes);

  [[nodiscard]] TierMethod method() const noexcept { return method_; }
  [[nodiscard]] const std::vector<RateTier>& tiers() const noexcept { return tiers_; }
  [[nodiscard]] TierEdge edge() const noexcept { return edge_; }
  /// Whether tiers pay amounts for each unit of the base (20 a tonne), and not a part of it.
  [[nodiscard]] bool pays_per_unit() const;

  /// The same with starts that are parts of a target (达成率), such as 1.2 for 120% of it, turned
  /// into amounts. Throws InvalidArgument unless the target is above zero.
  [[nodiscard]] RateSchedule for_target(const Decimal& target) const;

  /// How many tiers' starts the base is past.
  template <class Number>
  [[nodiscard]] std::size_t reached(const Number& base) const {
    const auto is_past = [&](const RateTier& tier) {
      const Number from = tier.from;
      return edge_ == TierEdge::closes ? from < base : from <= base;
    };
    return static_cast<std::size_t>(std::ranges::find_if_not(tiers_, is_past) - tiers_.begin());
  }

  /// What the base earns, exactly; in its steps a table's base is called so, as amounts do not say
  /// what they run over. Throws Overflow.
  template <Tracer T>
  [[nodiscard]] Ratio earned(const Decimal& base, T& trace,
                             Text table_over = Text{"base", "计提基数"}) const;
  [[nodiscard]] Ratio earned(const Decimal& base) const {
    NoTrace no_trace;
    return earned(base, no_trace);
  }

  /// The tier that the base is in, of rates.
  template <class Number>
  [[nodiscard]] std::size_t tier(const Number& base) const {
    return std::max<std::size_t>(reached(base), 1) - 1;
  }

  /// What its author may not have meant: starts at which one unit more jumps the pay, up or down;
  /// tiers that pay as the one before; rates that fall; a rate above 100%.
  [[nodiscard]] std::vector<Label> lint() const;

  friend bool operator==(const RateSchedule&, const RateSchedule&) = default;

 private:
  [[nodiscard]] Label name(std::size_t tier) const;
  /// What tiers run over: where they pay amounts for a unit, it is a quantity.
  [[nodiscard]] Text measure_name() const {
    return pays_per_unit() ? Text{"quantity", "数量"} : Text{"base", "计提基数"};
  }
  /// What the tier pays for one, as it is stated.
  [[nodiscard]] Value stated(const RateTier& tier) const {
    return pays_per_unit() ? to_value(tier.amount) : to_value(tier.rate);
  }
  template <Tracer T>
  [[nodiscard]] Ratio marginal(const Decimal& base, T& trace) const;
  template <Tracer T>
  [[nodiscard]] Ratio interpolated_rate(const Decimal& base, T& trace) const;

  TierMethod method_;
  std::vector<RateTier> tiers_;
  TierEdge edge_;
};

/// "marginal: 3% from 0, 5% from 300000, 7% from 500000"; "5%" when flat.
std::string to_string(const RateSchedule& schedule);
/// What tiers' starts are.
enum class TierStart : std::uint8_t {
  number,  ///< 300000
  part     ///< Of a target, or a margin: 120%
};
/// A plain sentence: "3% of the part up to 300000, 5% of the part from 300000 to 500000, ...".
std::string describe(const RateSchedule& schedule, Language language,
                     TierStart starts = TierStart::number);

template <Tracer T>
Ratio RateSchedule::earned(const Decimal& base, T& trace, Text table_over) const {
  static constexpr Text rate_name{"rate", "提成比例"};
  static constexpr Text earned_name{"earned", "应得提成"};
  const Text base_name = T::recording ? measure_name() : Text{};
  switch (method_) {
    case TierMethod::marginal:
      return marginal(base, trace);
    case TierMethod::whole: {
      const RateTier& reached = tiers_[tier(base)];
      const Decimal earned = base * reached.of_one();
      if constexpr (T::recording) {
        const NamedValue of{base_name, to_value(base)};
        const Value rate = stated(reached);
        const NamedValue from{Text{"tier from", "本档自"}, to_value(reached.from)};
        trace.add({rate_name, Operation::look_up, {of, from}, rate, std::nullopt});
        trace.add({earned_name,
                   Operation::product,
                   {of, {rate_name, rate}},
                   to_value(earned),
                   std::nullopt});
      }
      return earned;
    }
    case TierMethod::interpolated: {
      const Ratio rate = interpolated_rate(base, trace);
      const Ratio earned = Ratio(base) * rate;
      trace.step(earned_name, Operation::product, earned, Operand{base_name, base},
                 Operand{rate_name, rate});
      return earned;
    }
    case TierMethod::table:
      break;
  }
  const std::size_t past = reached(base);
  const Decimal earned = past == 0 ? Decimal(0) : tiers_[past - 1].amount;
  if (past == 0)
    trace.step(earned_name, Operation::look_up, earned, Operand{table_over, base});
  else
    trace.step(earned_name, Operation::look_up, earned, Operand{table_over, base},
               Operand{Text{"step from", "本档自"}, tiers_[past - 1].from});
  return earned;
}

template <Tracer T>
Ratio RateSchedule::marginal(const Decimal& base, T& trace) const {
  Decimal earned = 0;
  DerivationStep sum{.label = Text{"earned", "应得提成"}, .operation = Operation::sum};
  for (std::size_t i = 0; i < tiers_.size() && (i == 0 || tiers_[i].from < base); ++i) {
    const bool is_last = i + 1 == tiers_.size() || base <= tiers_[i + 1].from;
    const Decimal& end = is_last ? base : tiers_[i + 1].from;
    const Decimal part = end - tiers_[i].from;
    const Decimal of_tier = part * tiers_[i].of_one();
    earned = earned + of_tier;
    if constexpr (T::recording) {
      trace.step(pays_per_unit() ? Text{"part of the quantity in the tier", "落入本档的数量"}
                                 : Text{"part of the base in the tier", "落入本档的基数"},
                 Operation::difference, part,
                 Operand{is_last ? measure_name() : Text{"to", "至"}, end},
                 Operand{Text{"from", "自"}, tiers_[i].from});
      trace.add({.label = name(i),
                 .operation = Operation::product,
                 .operands = {{Text{"part", "落入部分"}, to_value(part)},
                              {Text{"rate", "提成比例"}, stated(tiers_[i])}},
                 .result = to_value(of_tier)});
      sum.operands.push_back({name(i), to_value(of_tier)});
    }
  }
  if constexpr (T::recording) {
    sum.result = to_value(earned);
    trace.add(sum);
  }
  return earned;
}

template <Tracer T>
Ratio RateSchedule::interpolated_rate(const Decimal& base, T& trace) const {
  static constexpr Text rate_name{"rate", "提成比例"};
  const Text base_name = T::recording ? measure_name() : Text{};
  const RateTier& start = tiers_[tier(base)];
  if (base <= start.from || &start == &tiers_.back()) {
    trace.step(rate_name, Operation::look_up, Ratio(start.of_one()), Operand{base_name, base},
               Operand{Text{"tier from", "本档自"}, start.from});
    return start.of_one();
  }
  const RateTier& end = *(&start + 1);
  const Decimal way = base - start.from;
  const Decimal whole_way = end.from - start.from;
  const Decimal rise = end.of_one() - start.of_one();
  const Ratio risen = Ratio(rise) * Ratio(way) / Ratio(whole_way);
  const Ratio rate = Ratio(start.of_one()) + risen;
  trace.step(Text{"beyond the tier's start", "超出本档起点"}, Operation::difference, way,
             Operand{base_name, base}, Operand{Text{"from", "自"}, start.from});
  trace.step(Text{"from tier to tier", "本档至下档"}, Operation::difference, whole_way,
             Operand{Text{"next", "下档"}, end.from}, Operand{Text{"from", "自"}, start.from});
  trace.step(Text{"rise of the rate", "比例升幅"}, Operation::difference, rise,
             Operand{Text{"next", "下档"}, end.of_one()},
             Operand{Text{"rate", "提成比例"}, start.of_one()});
  trace.step(Text{"risen so far", "已升"}, Operation::share, risen,
             Operand{Text{"rise", "升幅"}, rise}, Operand{Text{"beyond", "超出"}, way},
             Operand{Text{"from tier to tier", "本档至下档"}, whole_way});
  trace.step(rate_name, Operation::sum, rate,
             Operand{Text{"rate at the start", "起点比例"}, start.of_one()},
             Operand{Text{"risen", "已升"}, risen});
  return rate;
}

}  // namespace o2c::inline v1

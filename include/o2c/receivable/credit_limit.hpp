#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/money_bag.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/credit_exposure.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// How much credit a party, or a group of parties, is given (信用额度), in one currency.
class CreditLimit {
 public:
  /// Limits of single stages, before cover: what stands in the stage.
  using StageLimits = std::array<std::optional<Money>, credit_stages>;

  /// `members`: the parties of a group; none: the party of that name. `total` limits the exposure.
  /// More than `overdue_days` overdue blocks by itself. Throws InvalidArgument with every fault: no
  /// name, a member that stands twice, a limit below zero or in another currency, no total and no
  /// stage, days below zero.
  explicit CreditLimit(std::string name, std::optional<Money> total, StageLimits stages = {},
                       std::optional<std::int32_t> overdue_days = std::nullopt,
                       std::vector<std::string> members = {});

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::optional<Money>& total() const noexcept { return total_; }
  [[nodiscard]] const StageLimits& stages() const noexcept { return stages_; }
  [[nodiscard]] const std::optional<Money>& stage(CreditStage of) const noexcept {
    return stages_[static_cast<std::size_t>(of)];
  }
  [[nodiscard]] std::optional<std::int32_t> overdue_days() const noexcept { return overdue_days_; }
  /// Of a group, sorted; empty: the party of that name.
  [[nodiscard]] const std::vector<std::string>& members() const noexcept { return members_; }
  [[nodiscard]] Currency currency() const noexcept { return currency_; }
  [[nodiscard]] bool covers(std::string_view party) const noexcept;

  friend bool operator==(const CreditLimit&, const CreditLimit&) = default;

 private:
  std::string name_;
  std::optional<Money> total_;
  StageLimits stages_;
  std::optional<std::int32_t> overdue_days_;
  std::vector<std::string> members_;
  Currency currency_;
};

std::string to_string(const CreditLimit& limit);

/// What is left of a limit; negative: it is exceeded by so much. Throws CurrencyMismatch.
template <Tracer T>
Money credit_left(Money limit, Money used, T& trace) {
  const Money left = limit - used;
  trace.step(Text{"left", "剩余额度"}, Operation::difference, left,
             Operand{Text{"limit", "额度"}, limit}, Operand{Text{"used", "已用"}, used});
  return left;
}

/// How exposures in other currencies are measured: each figure is converted and rounded once.
struct CreditConversion {
  ExchangeTable rates;
  Date date;
  Rounding rounding;

  friend bool operator==(const CreditConversion&, const CreditConversion&) = default;
};

/// A limit of an answer, and how it is used.
struct LimitUse {
  std::optional<CreditStage> stage;  ///< None: the total.
  Money limit;
  Money used;
  Money left;  ///< Negative: exceeded.

  [[nodiscard]] bool is_hit() const noexcept { return sign(left) < 0; }
  friend bool operator==(const LimitUse&, const LimitUse&) = default;
};

/// What a limit says to the exposures of its parties.
struct CreditAnswer {
  CreditLimit limit;
  std::optional<CreditConversion> conversion;
  /// Of the limit's parties, in all currencies.
  std::vector<PartyExposure> exposures;
  ExposureFigures figures;     ///< All of them together, in the limit's currency.
  MoneyBag other_currencies;   ///< Exposures that the limit says nothing of: no rates are given.
  std::vector<LimitUse> uses;  ///< The total, then the stages that have limits.
  /// The item overdue longest, and whose it is.
  std::optional<LongestOverdue> overdue;
  std::string overdue_party;

  /// What is left of the total; none: it is not limited.
  [[nodiscard]] std::optional<Money> left() const;
  [[nodiscard]] bool blocks_overdue() const noexcept {
    return overdue && limit.overdue_days() && overdue->days > *limit.overdue_days();
  }
  /// All that stands against more credit: `credit_limit` (the total), `credit_stage` (a stage),
  /// `overdue` (an item overdue too long). None: it may be given.
  [[nodiscard]] Refusals refusals() const;
  /// The answer if an order came in. Throws InvalidArgument for a party that the limit is not of,
  /// CurrencyMismatch for an order in another currency where no rates are given; Overflow.
  [[nodiscard]] CreditAnswer would(const OrderPosition& order) const;
  /// How the figures, and what is left, came about.
  [[nodiscard]] Derivation explain() const;

  friend bool operator==(const CreditAnswer&, const CreditAnswer&) = default;
};

/// What the limit says to its parties' exposures, of all those given. Throws MissingRate where a
/// conversion lacks a rate, Overflow, InexactResult (rounding `exact`).
CreditAnswer credit(const CreditLimit& limit, std::span<const PartyExposure> exposures,
                    const std::optional<CreditConversion>& conversion = std::nullopt);

/// A table for the terminal.
std::string to_string(const CreditAnswer& answer, Language language = Language::en);

}  // namespace o2c::inline v1

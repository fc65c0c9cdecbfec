#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/money/exchange_rate.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// One stated rate on the way from a currency to another, read forward or inversely.
struct ExchangeLeg {
  ExchangeRate rate;
  bool inverted;  ///< From quote to base.

  Ratio factor() const { return inverted ? 1 / Ratio(rate.rate()) : Ratio(rate.rate()); }

  friend bool operator==(const ExchangeLeg&, const ExchangeLeg&) = default;
};

/// How one currency becomes another: by no leg (the same currency), one, or two (through a pivot).
struct ExchangePath {
  std::vector<ExchangeLeg> legs;

  /// The exact product of the legs. Throws Overflow.
  Ratio factor() const;

  friend bool operator==(const ExchangePath&, const ExchangePath&) = default;
};

struct ExchangeOptions {
  /// Where a pair has no rate of its own, rates to and from this currency are combined.
  std::optional<Currency> pivot{};
  /// A rate of that many days before the date asked for still holds, an older one does not; without
  /// it every earlier rate holds.
  std::optional<std::int32_t> max_age_days{};

  friend bool operator==(const ExchangeOptions&, const ExchangeOptions&) = default;
};

/// Exchange rates by pair and date. A rate holds from its date until a newer one.
class ExchangeTable {
 public:
  /// Throws InvalidArgument for a negative maximum age.
  explicit ExchangeTable(ExchangeOptions options = {});
  /// Throws also like add.
  explicit ExchangeTable(std::span<const ExchangeRate> rates, ExchangeOptions options = {});

  /// Stating the same again changes nothing. Throws InvalidArgument for a second, different rate of
  /// a pair and date.
  ExchangeTable& add(const ExchangeRate& rate);

  /// How `from` becomes `to` as of a date: by the pair's own latest rate on or before it, else by
  /// the inverse pair's, else through the pivot. Empty when none of them is known or young enough.
  std::optional<ExchangePath> find(Currency from, Currency to, Date date) const;
  /// Throws MissingRate, which names the pair, the date and what came nearest.
  ExchangePath at(Currency from, Currency to, Date date) const;

  const ExchangeOptions& options() const noexcept { return options_; }
  /// Ordered by base, quote and date.
  std::vector<ExchangeRate> rates() const;

  friend bool operator==(const ExchangeTable&, const ExchangeTable&) = default;

 private:
  struct Quotation {
    Date date;
    Decimal rate;
    friend bool operator==(const Quotation&, const Quotation&) = default;
  };
  struct Pair {
    Currency base;
    Currency quote;
    std::vector<Quotation> quotations;  // By date, each once.
    friend bool operator==(const Pair&, const Pair&) = default;
  };

  std::optional<ExchangeRate> latest(Currency base, Currency quote, Date date) const;
  std::optional<ExchangeLeg> find_leg(Currency from, Currency to, Date date) const;
  bool young_enough(const ExchangeRate& rate, Date date) const;
  std::string why_missing(Currency from, Currency to, Date date) const;

  ExchangeOptions options_;
  std::vector<Pair> pairs_;  // By base, then quote.
};

namespace detail {

/// Records the leg's stated rate, and its inverse if that is what is used; passes the one that is
/// used on.
template <Tracer T, class Use>
void with_leg(const ExchangeLeg& leg, Date date, T& trace, const Use& use) {
  const ExchangeRate& found = leg.rate;
  trace.step(Text{"exchange rate", "汇率"}, Operation::look_up, found.rate(),
             Operand{Text{"base", "基准货币"}, to_string(found.base())},
             Operand{Text{"quote", "报价货币"}, to_string(found.quote())},
             Operand{Text{"as of", "截至"}, date},
             Operand{Text{"dated", "汇率日期"}, found.date()});
  constexpr Text rate_name{"rate", "汇率"};
  if (!leg.inverted) return use(Operand{rate_name, found.rate()});
  trace.step(Text{"inverse rate", "倒数汇率"}, Operation::quotient, leg.factor(),
             Operand{Text{"one", "一"}, std::int64_t{1}},
             Operand{Text{"exchange rate", "汇率"}, found.rate()});
  use(Operand{rate_name, leg.factor()});
}

template <Tracer T>
void record_conversion(Money amount, const ExchangePath& path, Date date, Rounding mode,
                       Money result, T& trace) {
  const Decimal unit = minor_unit(result.currency());
  const auto record = [&](const auto&... rates) {
    trace.rounded_step(Text{"converted amount", "折算金额"}, Operation::exchange, mode, unit,
                       result, Operand{Text{"amount", "金额"}, amount}, rates...);
  };
  with_leg(path.legs[0], date, trace, [&](const auto& first) {
    if (path.legs.size() == 1) return record(first);
    with_leg(path.legs[1], date, trace, [&](const auto& second) { record(first, second); });
  });
}

}  // namespace detail

/// The amount in another currency as of a date: one exact chain, rounded once, at the end. An
/// amount that is in that currency already needs no rate. Throws MissingRate, Overflow,
/// InexactResult (mode `exact`).
template <Tracer T>
Money convert(Money amount, Currency to, const ExchangeTable& rates, Date date, Rounding mode,
              T& trace) {
  if (amount.currency() == to) return amount;
  const ExchangePath path = rates.at(amount.currency(), to, date);
  const Money result = convert_at(amount, to, path.factor(), mode);
  if constexpr (T::recording) detail::record_conversion(amount, path, date, mode, result, trace);
  return result;
}
inline Money convert(Money amount, Currency to, const ExchangeTable& rates, Date date,
                     Rounding mode) {
  NoTrace no_trace;
  return convert(amount, to, rates, date, mode, no_trace);
}

}  // namespace o2c::inline v1

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/scaling.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/calendar.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// The rule for cash that the sales force collects (私收货款): it is due on the day it is
/// collected; what is handed in during the days after is late; what is not handed in when they end
/// is withheld, and costs a fine beside it.
struct CashRule {
  std::int32_t late_days = 2;
  Decimal fine_multiple = Decimal(1);
  Rounding fine_rounding = Rounding::half_up;
  Rate deduction_share = Rate::from_percent(20);
  Rounding deduction_rounding = Rounding::down;

  static constexpr auto fields() {
    return std::tuple{
        Field{"late_days", &CashRule::late_days,
              "days after the collection on which a hand-in is only late"},
        Field{"fine_multiple", &CashRule::fine_multiple, "the fine for each unit withheld"},
        Field{"fine_rounding", &CashRule::fine_rounding, "of the fine"},
        Field{"deduction_share", &CashRule::deduction_share,
              "how much of a month's wage may be deducted for losses"},
        Field{"deduction_rounding", &CashRule::deduction_rounding, "of that part of the wage"}};
  }

  friend bool operator==(const CashRule&, const CashRule&) = default;
};

/// Throws InvalidArgument, with a fault for each number that makes no sense.
void check(const CashRule& rule);

/// The last day on which what was collected may still come in late: so many calendar days after it,
/// or business days of a calendar.
inline Date late_until(Date collected, const CashRule& rule, const Calendar* calendar = nullptr) {
  if (calendar == nullptr) return collected + rule.late_days;
  return calendar->add_business_days(collected, rule.late_days);
}

/// Cash that a salesperson took from a customer. It discharges the customer, and the salesperson
/// owes it to the company.
struct CashCollection {
  std::string receipt;  ///< Its number, once.
  std::string salesperson;
  Date date;
  Money amount;
  std::string party{};

  static constexpr auto fields() {
    return std::tuple{Field{"receipt", &CashCollection::receipt, "the number of the receipt"},
                      Field{"salesperson", &CashCollection::salesperson, "who took the cash"},
                      Field{"date", &CashCollection::date, "when it was collected"},
                      Field{"amount", &CashCollection::amount, "what was collected"},
                      Field{"party", &CashCollection::party, "the customer who paid it"}};
  }

  friend bool operator==(const CashCollection&, const CashCollection&) = default;
};

/// Cash that a salesperson gave to the company.
struct HandIn {
  std::string salesperson;
  Date date;
  Money amount;
  std::string signed_by;  ///< Who of finance signed for it; without that it does not count.
  std::string receipt{};  ///< The collection it is of; empty: the oldest first.

  static constexpr auto fields() {
    return std::tuple{
        Field{"salesperson", &HandIn::salesperson, "who handed it in"},
        Field{"date", &HandIn::date, "when it was handed in"},
        Field{"amount", &HandIn::amount, "what was handed in"},
        Field{"signed_by", &HandIn::signed_by, "who of finance signed for it"},
        Field{"receipt", &HandIn::receipt, "the receipt it is of; without one, the oldest first"}};
  }

  friend bool operator==(const HandIn&, const HandIn&) = default;
};

enum class HandInTiming : std::uint8_t {
  in_time,   ///< On the day of the collection.
  late,      ///< In the days after it that the rule allows.
  recovered  ///< Later: it had been withheld.
};

/// "in_time", "late", "recovered"
std::string to_string(HandInTiming timing);
/// Reads what to_string writes. Throws ParseError.
HandInTiming parse_hand_in_timing(std::string_view text);

constexpr HandInTiming hand_in_timing(Date handed_in, Date collected, Date late_until) noexcept {
  if (handed_in <= collected) return HandInTiming::in_time;
  return handed_in <= late_until ? HandInTiming::late : HandInTiming::recovered;
}

/// What became of cash by a day. collected = in_time + late + recovered + recoverable.
struct CashClaim {
  Money collected;
  Money in_time;
  Money late;
  Money recovered;    ///< Withheld, and handed in since.
  Money recoverable;  ///< Not handed in at the end of the day.
  Money withheld;     ///< Not handed in when the days for it had ended. It stays when it comes in.
  Money fine;         ///< Claimed under the company's rule for what was withheld.

  explicit CashClaim(Currency currency)
      : collected(Money::zero(currency)),
        in_time(collected),
        late(collected),
        recovered(collected),
        recoverable(collected),
        withheld(collected),
        fine(collected) {}

  /// What was withheld and has not come in since. Cash whose term has not ended is no loss yet.
  [[nodiscard]] Money loss() const { return withheld - recovered; }

  CashClaim& operator+=(const CashClaim& other);
  friend bool operator==(const CashClaim&, const CashClaim&) = default;
};

/// Fills in recoverable, withheld and fine from what was collected and handed in by the end of a
/// day. Throws Overflow, InexactResult (rounding `exact`).
template <Tracer T>
void assess(CashClaim& claim, Date as_of, Date late_until, const CashRule& rule, T& trace) {
  constexpr Text collected{"collected", "收款"};
  constexpr Text in_time{"handed in in time", "当日上交"};
  constexpr Text late{"handed in late", "迟交"};
  constexpr Text withheld{"withheld", "私收（逾期未交）"};
  const Money in_days = claim.collected - claim.in_time - claim.late;
  claim.withheld = as_of < late_until ? Money::zero(in_days.currency()) : in_days;
  claim.recoverable = in_days - claim.recovered;
  claim.fine = multiply(claim.withheld, rule.fine_multiple, rule.fine_rounding);
  if constexpr (T::recording) {
    trace.step(Text{"may be late until", "迟交期限"}, Operation::given, late_until);
    trace.step(Text{"days to the end of the term", "距期限天数"}, Operation::days_between,
               std::int64_t{late_until - as_of}, Operand{Text{"as of", "截止日"}, as_of},
               Operand{Text{"may be late until", "迟交期限"}, late_until});
    if (as_of < late_until)
      trace.step(withheld, Operation::given, claim.withheld);
    else
      trace.step(withheld, Operation::difference, claim.withheld,
                 Operand{collected, claim.collected}, Operand{in_time, claim.in_time},
                 Operand{late, claim.late});
    trace.step(Text{"recoverable", "应追回"}, Operation::difference, claim.recoverable,
               Operand{collected, claim.collected}, Operand{in_time, claim.in_time},
               Operand{late, claim.late},
               Operand{Text{"handed in after that", "逾期后上交"}, claim.recovered});
    trace.rounded_step(Text{"fine", "罚款"}, Operation::product, rule.fine_rounding,
                       minor_unit(claim.fine.currency()), claim.fine,
                       Operand{withheld, claim.withheld},
                       Operand{Text{"multiple", "倍数"}, rule.fine_multiple});
  }
}

/// What the law lets an employer deduct from a month's wage for a loss that an employee caused:
/// at most a share of the wage, and what remains is no less than the minimum wage. A fine is no
/// loss.
struct LossDeduction {
  Money loss;
  Money cap;   ///< The most that may be deducted for losses in the month.
  Money most;  ///< Of this loss.
  Money rest;  ///< For later months: loss - most.

  friend bool operator==(const LossDeduction&, const LossDeduction&) = default;
};

/// Throws InvalidArgument for amounts below zero; CurrencyMismatch, InexactResult (rounding
/// `exact`).
template <Tracer T>
LossDeduction loss_deduction(Money loss, Money wage, Money minimum_wage, const CashRule& rule,
                             T& trace) {
  constexpr Text share_label{"share of the wage", "工资比例上限"};
  constexpr Text above_label{"above the minimum wage", "高于最低工资部分"};
  constexpr Text cap_label{"cap", "扣款上限"};
  const Money zero = Money::zero(wage.currency());
  if (sign(loss) < 0 || sign(wage) < 0 || sign(minimum_wage) < 0)
    throw_invalid("loss, wage and minimum wage: expected amounts not below zero");
  const Money share = multiply(wage, rule.deduction_share.fraction(), rule.deduction_rounding);
  trace.rounded_step(share_label, Operation::product, rule.deduction_rounding,
                     minor_unit(wage.currency()), share, Operand{Text{"wage", "月工资"}, wage},
                     Operand{Text{"share", "比例"}, rule.deduction_share});
  const Money difference = wage - minimum_wage;
  trace.step(Text{"wage less the minimum wage", "工资减最低工资"}, Operation::difference,
             difference, Operand{Text{"wage", "月工资"}, wage},
             Operand{Text{"minimum wage", "最低工资"}, minimum_wage});
  const Money above = std::max(difference, zero);
  trace.step(above_label, Operation::maximum, above,
             Operand{Text{"wage less the minimum wage", "工资减最低工资"}, difference},
             Operand{Text{"zero", "零"}, zero});
  const Money cap = std::min(share, above);
  trace.step(cap_label, Operation::minimum, cap, Operand{share_label, share},
             Operand{above_label, above});
  const Money most = std::min(loss, cap);
  trace.step(Text{"deductible this month", "本月可扣"}, Operation::minimum, most,
             Operand{Text{"loss", "损失"}, loss}, Operand{cap_label, cap});
  return {.loss = loss, .cap = cap, .most = most, .rest = loss - most};
}
inline LossDeduction loss_deduction(Money loss, Money wage, Money minimum_wage,
                                    const CashRule& rule = {}) {
  NoTrace no_trace;
  return loss_deduction(loss, wage, minimum_wage, rule, no_trace);
}

/// What stands beside each claim: how far the law lets it be deducted from wages.
Label legal_note(const CashRule& rule);

/// Part of a hand-in, on the collection that it is of. Commissions on cash count from its date.
struct HandedInPart {
  std::size_t hand_in;  ///< Its row.
  Date date;
  Money amount;
  HandInTiming timing;

  friend bool operator==(const HandedInPart&, const HandedInPart&) = default;
};

/// One collection by the end of a day.
struct CollectedCash {
  std::size_t row;  ///< Of the collection.
  CashCollection collection;
  Date late_until;
  std::vector<HandedInPart> handed_in;  ///< By the day, in the order in which it came.
  CashClaim claim;

  friend bool operator==(const CollectedCash&, const CollectedCash&) = default;
};

/// All of a salesperson in one currency.
struct SalespersonCash {
  std::string salesperson;
  CashClaim claim;
  std::optional<LossDeduction> deduction{};  ///< Where a wage in this currency is stated.

  friend bool operator==(const SalespersonCash&, const SalespersonCash&) = default;
};

/// What became of the cash that the sales force collected, by the end of a day. It states claims;
/// nothing is deducted from anyone's wage.
struct CashHandIn {
  Date as_of;
  CashRule rule;
  std::vector<CollectedCash> collections;     ///< By the day, in the order of the list.
  std::vector<SalespersonCash> salespersons;  ///< By name, then by currency.
  /// Rows of the hand-ins by the day that finance has not signed for: they do not count.
  std::vector<std::size_t> unsigned_hand_ins;

  /// How the claim of a collection follows from what was handed in.
  [[nodiscard]] Derivation explain(const CollectedCash& cash) const;

  friend bool operator==(const CashHandIn&, const CashHandIn&) = default;
};

/// Matches hand-ins with collections, day by day: first those that name a receipt, then the others,
/// which fill the salesperson's oldest collections of that currency, those of one day in the order
/// of the list. Where another hand-in had filled a named receipt already, what is left over fills
/// the oldest. What happened after the day is left aside, and changes nothing of what was before.
///
/// `calendar`: the days are its business days; without one they are calendar days.
///
/// Throws InvalidArgument for a rule that makes no sense, and with every faulty row, also of those
/// after the day: a receipt that stands twice or is unknown, no salesperson or another one, an
/// amount that is not above zero, a hand-in before its collection, in another currency, above its
/// receipt, or above all that is not handed in yet. Overflow.
CashHandIn cash_hand_in(std::span<const CashCollection> collections,
                        std::span<const HandIn> hand_ins, Date as_of, const CashRule& rule = {},
                        const Calendar* calendar = nullptr);

/// What a salesperson earns in the month, and the minimum wage.
struct MonthlyWage {
  std::string salesperson;
  Money wage;
  Money minimum_wage;

  friend bool operator==(const MonthlyWage&, const MonthlyWage&) = default;
};

/// The same, with how much of what was withheld and has not come in the law lets the employer
/// deduct in the month, where the salesperson's wage is stated. Throws InvalidArgument with every
/// fault: nobody of that name collected cash, a wage that stands twice, amounts below zero or in
/// two currencies; InexactResult (rounding `exact`).
CashHandIn with_wages(CashHandIn cash, std::span<const MonthlyWage> wages);

/// Tables for the terminal: the claims by salesperson, with the cap on deductions and what may be
/// deducted where wages are stated, then the collections.
std::string to_string(const CashHandIn& cash, Language language = Language::en);

}  // namespace o2c::inline v1

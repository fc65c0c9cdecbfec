#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/money/currency_table.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/date_rule.hpp"

namespace o2c::inline v1 {

/// How an instalment is paid.
enum class Instrument : std::uint8_t {
  unstated,
  tt,            ///< Telegraphic transfer (电汇).
  lc_sight,      ///< Letter of credit, paid on complying presentation (即期信用证).
  lc_usance,     ///< Letter of credit, paid at a later date (远期信用证).
  dp,            ///< Documents against payment (付款交单, URC 522).
  da,            ///< Documents against acceptance (承兑交单, URC 522).
  open_account,  ///< 赊销
  cash           ///< 现金
};

/// "unstated", "tt", "lc_sight", "lc_usance", "dp", "da", "open_account", "cash".
std::string to_string(Instrument instrument);
/// Reads what to_string writes. Throws ParseError.
Instrument parse_instrument(std::string_view text);

/// What an instalment is for, where that matters to how it is booked.
enum class Purpose : std::uint8_t {
  payment,
  deposit,   ///< Paid in advance, settled against the invoices of the order (定金).
  retention  ///< Held back until the goods have proved themselves (质保金).
};

std::string to_string(Purpose purpose);
Purpose parse_purpose(std::string_view text);

/// How much of the total an instalment is.
class Share {
 public:
  enum class Kind : std::uint8_t { of_total, of_rest, fixed, remainder };

  static Share of_total(const Ratio& part) { return {Kind::of_total, part, {}}; }
  static Share of_total(const Rate& part) { return of_total(Ratio(part.fraction())); }
  /// A part stated twice, as a rate and as a divisor: 33.33% and 3. Stands for exactly 1 / divisor.
  /// Throws InvalidArgument unless the rate is 1 / divisor, rounded half up to the rate's digits.
  static Share of_total(const Rate& part, std::int32_t divisor);
  /// Part of what the instalments before it leave.
  static Share of_rest(const Ratio& part) { return {Kind::of_rest, part, {}}; }
  static Share of_rest(const Rate& part) { return of_rest(Ratio(part.fraction())); }
  /// Reads what to_string writes. Throws ParseError, UnknownCurrency.
  static Share parse(std::string_view text,
                     const CurrencyTable& currencies = CurrencyTable::iso_4217());
  static Share fixed(Money amount) { return {Kind::fixed, {}, amount}; }
  /// All that the instalments before it leave.
  static Share remainder() { return {Kind::remainder, {}, {}}; }

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  /// The part, for `of_total` and `of_rest`; else 0.
  [[nodiscard]] const Ratio& part() const noexcept { return part_; }
  /// The amount, for `fixed`.
  [[nodiscard]] const std::optional<Money>& amount() const noexcept { return amount_; }

  friend bool operator==(const Share&, const Share&) = default;

 private:
  Share(Kind kind, const Ratio& part, std::optional<Money> amount)
      : kind_(kind), part_(part), amount_(amount) {}

  Kind kind_;
  Ratio part_;
  std::optional<Money> amount_;
};

/// "30%", "1/3", "50% of the rest", "1000.00 USD", "balance".
std::string to_string(const Share& share);

/// A discount for paying early: on or before the day that the steps lead to, from the same event
/// as the instalment's own date.
struct DiscountTier {
  Rate rate;
  std::vector<DateStep> steps{};

  friend bool operator==(const DiscountTier&, const DiscountTier&) = default;
};

/// One instalment as the terms state it.
struct InstallmentTerm {
  Share share = Share::remainder();
  DateRule due{};
  Instrument instrument = Instrument::unstated;
  Purpose purpose = Purpose::payment;
  std::vector<DiscountTier> discounts{};  ///< The earliest first.

  friend bool operator==(const InstallmentTerm&, const InstallmentTerm&) = default;
};

/// What an early-payment discount is counted on.
enum class DiscountBase : std::uint8_t { total, before_tax };
/// Whether a payment of less than the whole earns its part of the discount, or only what pays the
/// whole in time, at once or in parts.
enum class PartPayments : std::uint8_t { earn, do_not_earn };

struct DiscountPolicy {
  DiscountBase base = DiscountBase::total;
  PartPayments part_payments = PartPayments::earn;
  std::int32_t grace_days = 0;  ///< Days after the last one on which it may still be granted.

  friend bool operator==(const DiscountPolicy&, const DiscountPolicy&) = default;
};

/// A discount that an instalment offers.
struct DiscountOffer {
  Date last_day;  ///< Inclusive.
  Rate rate;
  Ratio part;      ///< Of the instalment's amount: the rate, or less where it is before tax.
  Money discount;  ///< For paying the whole instalment.

  friend bool operator==(const DiscountOffer&, const DiscountOffer&) = default;
};

/// One instalment of a schedule.
struct Installment {
  std::int32_t number;  ///< From 1.
  Money amount;
  std::optional<Money> second_amount{};  ///< In the second currency, where one was asked for.
  Anchor anchor = Anchor::invoice;
  std::optional<Date> due_date{};  ///< Missing: the anchor's date is not known yet.
  Instrument instrument = Instrument::unstated;
  Purpose purpose = Purpose::payment;
  std::vector<DiscountOffer> discounts{};  ///< Empty, too, while the date is not known.

  friend bool operator==(const Installment&, const Installment&) = default;
};

/// "2: 35000.00 USD, due 2026-05-01", "2: 35000.00 USD, pending on the B/L date".
std::string to_string(const Installment& installment);

struct ScheduleOptions {
  const Calendar* calendar = nullptr;  ///< Without one nothing rolls.
  Rounding rounding = Rounding::half_up;
  /// Shares of the total and of the rest, but for the last, are rounded to multiples of it: 0.05.
  std::optional<Decimal> cash_step{};
  /// The total before tax; discounts before tax need it.
  std::optional<Money> net_total{};
  /// The total in a second currency, divided as the first is.
  std::optional<Money> second_total{};
};

/// When and how a price is to be paid (付款条件): instalments, each a share of the total, due by a
/// rule from an event's date, with discounts for paying early. A valid one always divides any total
/// into parts that add up to it.
class PaymentTerms {
 public:
  /// Throws InvalidArgument with a fault for each reason, `row` being the instalment's position:
  /// shares that do not add up to 100%, a remainder that is not last, fixed amounts in two
  /// currencies, discounts that do not fall while their days rise or end after the due date, a
  /// letter of credit at sight with a later date.
  explicit PaymentTerms(std::vector<InstallmentTerm> installments, DiscountPolicy discounts = {});

  /// One payment so many days after the invoice date. Throws InvalidArgument for negative days.
  static PaymentTerms net(std::int32_t days);

  /// Reads the trade's shorthand, English or Chinese: "2/10 net 30", "EOM+45", "30% deposit; 70%
  /// against copy of B/L", "L/C 90 days after B/L date", "月结30天", "30%定金，余款见提单副本付清";
  /// docs/ payment-terms.md has all of it. Throws ParseError, where reading failed, or with every
  /// reading if there are two, as of "30 days EOM"; InvalidArgument for terms that make no sense.
  static PaymentTerms parse(std::string_view text,
                            const CurrencyTable& currencies = CurrencyTable::iso_4217());

  [[nodiscard]] const std::vector<InstallmentTerm>& installments() const noexcept {
    return installments_;
  }
  [[nodiscard]] const DiscountPolicy& discounts() const noexcept { return discounts_; }

  /// The instalments of a total, which add up to it exactly: each share rounded, none exceeding
  /// what remains, the last taking the rest. A negative total is divided like the positive one.
  /// Throws CurrencyMismatch for fixed amounts in another currency, and InvalidArgument for missing
  /// or unfit options.
  [[nodiscard]] std::vector<Installment> schedule(Money total, const AnchorDates& dates,
                                                  const ScheduleOptions& options = {}) const;
  /// The same, telling each amount and each date.
  template <Tracer T>
  [[nodiscard]] std::vector<Installment> schedule(Money total, const AnchorDates& dates,
                                                  const ScheduleOptions& options, T& trace) const;

  friend bool operator==(const PaymentTerms&, const PaymentTerms&) = default;

 private:
  std::vector<InstallmentTerm> installments_;
  DiscountPolicy discounts_;
};

/// The shorthand, which parse reads back: "30% T/T in advance; balance 60 days after B/L date".
std::string to_string(const PaymentTerms& terms);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const PaymentTerms& terms) {
  return out << to_string(terms);
}

/// The amount of one instalment of a total of which `rest` is not yet divided.
template <Tracer T>
Money installment_amount(const Share& share, Money total, Money rest, bool last,
                         const ScheduleOptions& options, T& trace);

/// What a payment on a day clears of an instalment with a discount.
struct EarlyPayment {
  Money discount;
  Money cleared;  ///< Cash and discount together; never more than what was open.
  bool late;      ///< Granted within the days of grace.

  friend bool operator==(const EarlyPayment&, const EarlyPayment&) = default;
};

/// A payment of `paid` on `paid_on` towards an instalment of which `open` is left. The offer with
/// the highest rate whose last day has not passed holds; with grace days, that of the last day that
/// they still reach. A part payment at rate d clears paid / (1 - d): 4,900 at 2% clears 5,000. It
/// is rounded for all that was cleared of the instalment's amount so far, so that the discounts of
/// many small parts add up to the one that was offered. Where part payments do not earn, the one
/// that pays the last of the whole amount less its discount earns all of it: what was paid before
/// it was in time, too. Throws InvalidArgument for amounts below
/// zero.
EarlyPayment pay_early(const Installment& installment, Money open, Money paid, Date paid_on,
                       const DiscountPolicy& policy, Rounding rounding = Rounding::half_up);

/// The discount that paying all of an open amount on a day earns, late or not; zero where none
/// does. Throws InvalidArgument for amounts below zero.
Money early_discount(const Installment& installment, Money open, Date paid_on,
                     const DiscountPolicy& policy, Rounding rounding = Rounding::half_up);

/// What not taking a discount costs a year, as a part of the amount: d / (1 - d) * year_days /
/// days, the days being those by which payment may then be later. 2/10 net 30: 36.73% on 360 days.
/// Throws InvalidArgument unless 0 < rate < 100% and days, year_days > 0.
Ratio annual_discount_cost(const Rate& rate, std::int32_t days, std::int32_t year_days = 365);
/// The same compounded: (1 + d / (1 - d)) ^ (year_days / days) - 1, to `digits` decimals of a
/// percent.
Rate compounded_discount_cost(const Rate& rate, std::int32_t days, std::int32_t year_days,
                              int digits, Rounding rounding);

/// An open amount in `parts` instalments as equal as can be, the last taking the rest: the first
/// due on `first_due`, the others `every` later each, counted from the first. `every` is days,
/// business days or months. Throws InvalidArgument.
std::vector<Installment> reschedule(Money open, std::int32_t parts, Date first_due,
                                    const DateStep& every, const ScheduleOptions& options = {});
/// The same in instalments of a fixed amount (a multiple of the cash step), the last of what is
/// left.
std::vector<Installment> reschedule(Money open, Money each, Date first_due, const DateStep& every,
                                    const ScheduleOptions& options = {});

}  // namespace o2c::inline v1

#include "o2c/receivable/detail/schedule_steps.hpp"

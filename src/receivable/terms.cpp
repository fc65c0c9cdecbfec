#include "o2c/receivable/terms.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "o2c/money/money_text.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 8> instrument_names{
    "unstated", "tt", "lc_sight", "lc_usance", "dp", "da", "open_account", "cash"};
constexpr std::array<std::string_view, 3> purpose_names{"payment", "deposit", "retention"};

// A part as a percentage if it is a decimal one, else as a fraction: "30%", "1/3".
std::string part_text(const Ratio& part) {
  Int128 denominator = part.denominator();
  while (denominator % 2 == 0) denominator /= 2;
  while (denominator % 5 == 0) denominator /= 5;
  if (denominator != 1) return to_string(part);
  constexpr int digits = 30;  // Enough for any part that is written by hand.
  const Decimal fraction = round(part, digits, Rounding::half_even);
  return Ratio(fraction) == part ? to_string(Rate::from_fraction(fraction)) : to_string(part);
}

bool is_part(const Ratio& part) { return part > 0 && part <= 1; }

// Collects what is wrong with terms.
class TermsCheck {
 public:
  TermsCheck(const std::vector<InstallmentTerm>& installments, const DiscountPolicy& discounts) {
    if (installments.empty()) add(-1, "installments", "", "at least one instalment");
    for (std::size_t i = 0; i < installments.size(); ++i) {
      share(i, installments[i].share, i + 1 == installments.size());
      tiers(i, installments[i]);
      sight(i, installments[i]);
    }
    if (!installments.empty()) total(installments.back().share);
    if (discounts.grace_days < 0)
      add(-1, "grace_days", std::to_string(discounts.grace_days), "0 or more days");
  }

  void done() {
    if (faults_.empty()) return;
    std::string message = "payment terms make no sense: " + to_string(faults_.front());
    if (faults_.size() > 1) message += " (and " + std::to_string(faults_.size() - 1) + " more)";
    throw InvalidArgument(message, std::move(faults_));
  }

 private:
  void add(std::int64_t row, std::string field, std::string value, std::string expected) {
    faults_.push_back(Fault{.row = row,
                            .field = std::move(field),
                            .value = std::move(value),
                            .expected = std::move(expected)});
  }

  void share(std::size_t i, const Share& share, bool last) {
    const auto row = static_cast<std::int64_t>(i);
    switch (share.kind()) {
      case Share::Kind::of_total:
        if (!is_part(share.part()))
          add(row, "share", to_string(share), "more than 0, at most 100%");
        stated_ += share.part();
        break;
      case Share::Kind::of_rest:
        needs_remainder_ = true;
        if (!is_part(share.part()) || share.part() == 1)
          add(row, "share", to_string(share), "a part of the rest between 0 and 100%");
        break;
      case Share::Kind::fixed:
        needs_remainder_ = true;
        if (sign(*share.amount()) <= 0) add(row, "share", to_string(share), "an amount above zero");
        if (currency_ && *currency_ != share.amount()->currency())
          add(row, "share", to_string(share),
              "an amount in " + to_string(*currency_) + ", as before");
        currency_ = share.amount()->currency();
        break;
      case Share::Kind::remainder:
        if (!last) add(row, "share", to_string(share), "the balance as the last instalment only");
        break;
    }
  }

  void total(const Share& last) {
    const bool remainder = last.kind() == Share::Kind::remainder;
    const std::string stated = part_text(stated_);
    if (needs_remainder_ && !remainder)
      add(-1, "shares", "",
          "the balance as the last instalment, since fixed amounts and parts of the rest add up to "
          "no known part");
    else if (!needs_remainder_ && !remainder && stated_ != 1)
      add(-1, "shares", stated, "shares that add up to 100%, or the balance as the last one");
    if (remainder && stated_ >= 1) add(-1, "shares", stated, "less than 100% before the balance");
  }

  void tiers(std::size_t i, const InstallmentTerm& term) {
    const auto row = static_cast<std::int64_t>(i);
    const std::vector<DiscountTier>& tiers = term.discounts;
    for (const DiscountTier& tier : tiers) {
      if (tier.rate <= Rate::from_percent(0) || tier.rate >= Rate::from_percent(100))
        add(row, "discount", to_string(tier.rate), "a rate between 0 and 100%");
      if (tier.steps.empty())
        add(row, "discount", to_string(tier.rate), "the days within which it is earned");
      if (are_days(tier.steps) && are_days(term.due.steps) &&
          days(tier.steps) > days(term.due.steps))
        add(row, "discount", counted_days(tier.steps),
            "no more than the " + counted_days(term.due.steps) + " in which all is due");
      if (&tier == tiers.data()) continue;
      const DiscountTier& before = *(&tier - 1);
      if (tier.rate >= before.rate)
        add(row, "discount", to_string(tier.rate),
            "less than the " + to_string(before.rate) + " for paying earlier");
      if (are_days(before.steps) && are_days(tier.steps) && days(tier.steps) <= days(before.steps))
        add(row, "discount", counted_days(tier.steps),
            "more than the " + counted_days(before.steps) + " of the higher rate");
    }
  }

  // A letter of credit at sight is paid on presentation.
  void sight(std::size_t i, const InstallmentTerm& term) {
    if (term.instrument != Instrument::lc_sight) return;
    const bool on_sight =
        (term.due.anchor == Anchor::presentation || term.due.anchor == Anchor::sight) &&
        std::ranges::all_of(term.due.steps, [](const DateStep& step) {
          return step.kind() == DateStep::Kind::business_days;
        });
    if (!on_sight)
      add(static_cast<std::int64_t>(i), "instrument", "L/C at sight",
          "L/C usance for what is due at another date than that of presentation or sight");
  }

  static bool are_days(const std::vector<DateStep>& steps) {
    return std::ranges::all_of(
        steps, [](const DateStep& step) { return step.kind() == DateStep::Kind::days; });
  }
  static std::int64_t days(const std::vector<DateStep>& steps) {
    std::int64_t days = 0;
    for (const DateStep& step : steps) days += step.count();
    return days;
  }
  static std::string counted_days(const std::vector<DateStep>& steps) {
    return std::to_string(days(steps)) + " days";
  }

  Ratio stated_;  // Sum of the parts of the total.
  bool needs_remainder_ = false;
  std::optional<Currency> currency_{};
  std::vector<Fault> faults_{};
};

}  // namespace

std::string to_string(Instrument instrument) {
  return std::string(instrument_names[static_cast<std::size_t>(instrument)]);
}

Instrument parse_instrument(std::string_view text) {
  return parse_name<Instrument>(text, instrument_names, "an instrument: one of");
}

std::string to_string(Purpose purpose) {
  return std::string(purpose_names[static_cast<std::size_t>(purpose)]);
}

Purpose parse_purpose(std::string_view text) {
  return parse_name<Purpose>(text, purpose_names, "a purpose: one of");
}

Share Share::of_total(const Rate& part, std::int32_t divisor) {
  if (divisor <= 0)
    throw_invalid("divisor " + std::to_string(divisor) + ": expected a whole number above zero");
  const Rate exact =
      Rate::from_fraction(quotient(1, divisor, part.fraction().scale(), Rounding::half_up));
  if (exact != part)
    throw_invalid("ratio and divisor disagree: 1/" + std::to_string(divisor) + " is " +
                  to_string(exact) + ", not " + to_string(part));
  return of_total(Ratio(1, divisor));
}

Share Share::parse(std::string_view text, const CurrencyTable& currencies) {
  constexpr std::string_view of_rest_words = " of the rest";
  if (text == "balance") return remainder();
  const bool is_of_rest = text.ends_with(of_rest_words);
  const std::string_view part =
      is_of_rest ? text.substr(0, text.size() - of_rest_words.size()) : text;
  const std::size_t bar = part.find('/');
  if (bar != std::string_view::npos) {
    const Decimal numerator = Decimal::parse(part.substr(0, bar));
    const Decimal denominator = Decimal::parse(part.substr(bar + 1));
    if (is_zero(denominator)) throw_parse(text, bar + 1, "a denominator above zero");
    const Ratio ratio = Ratio(numerator) / denominator;
    return is_of_rest ? of_rest(ratio) : of_total(ratio);
  }
  if (part.find('%') != std::string_view::npos)
    return is_of_rest ? of_rest(Rate::parse(part)) : of_total(Rate::parse(part));
  if (is_of_rest) throw_parse(text, 0, "a percentage or a fraction of the rest");
  return fixed(parse_money(text, number_formats::plain, currencies));
}

std::string to_string(const Share& share) {
  switch (share.kind()) {
    case Share::Kind::of_total:
      return part_text(share.part());
    case Share::Kind::of_rest:
      return part_text(share.part()) + " of the rest";
    case Share::Kind::fixed:
      return to_string(*share.amount());
    case Share::Kind::remainder:
      return "balance";
  }
  return {};
}

std::string to_string(const Installment& installment) {
  std::string text = std::to_string(installment.number) + ": " + to_string(installment.amount);
  if (installment.second_amount) text += " (" + to_string(*installment.second_amount) + ")";
  if (!installment.due_date)
    return text + ", pending on the " + std::string(name_of(installment.anchor).en);
  return text + ", due " + to_string(*installment.due_date);
}

PaymentTerms::PaymentTerms(std::vector<InstallmentTerm> installments, DiscountPolicy discounts)
    : installments_(std::move(installments)), discounts_(discounts) {
  TermsCheck(installments_, discounts_).done();
}

PaymentTerms PaymentTerms::net(std::int32_t days) {
  if (days < 0) throw_invalid("net " + std::to_string(days) + " days: expected 0 or more");
  InstallmentTerm term{.share = Share::of_total(Ratio(1))};
  if (days > 0) term.due.steps.push_back(DateStep::days(days));
  return PaymentTerms({std::move(term)});
}

std::vector<Installment> PaymentTerms::schedule(Money total, const AnchorDates& dates,
                                                const ScheduleOptions& options) const {
  NoTrace no_trace;
  return schedule(total, dates, options, no_trace);
}

namespace detail {

void check_schedule(const PaymentTerms& terms, Money total, const ScheduleOptions& options) {
  bool has_discounts = false;
  for (const InstallmentTerm& term : terms.installments()) {
    has_discounts = has_discounts || !term.discounts.empty();
    if (term.share.amount() && term.share.amount()->currency() != total.currency())
      throw_currency_mismatch("divide by terms", total, *term.share.amount());
  }
  if (options.net_total) {
    if (options.net_total->currency() != total.currency())
      throw_currency_mismatch("take net and total of", *options.net_total, total);
    if (sign(*options.net_total) * sign(total) < 0 || abs(*options.net_total) > abs(total))
      throw_invalid("net total " + to_string(*options.net_total) + " of " + to_string(total) +
                    ": expected at most the total, with the same sign");
  } else if (has_discounts && terms.discounts().base == DiscountBase::before_tax) {
    throw_invalid("the discount is on the amount before tax: expected the net total");
  }
  if (options.cash_step) step_minor(total.currency(), options);
  if (options.second_total && sign(*options.second_total) * sign(total) < 0)
    throw_invalid("second total " + to_string(*options.second_total) + " of " + to_string(total) +
                  ": expected the same sign");
}

std::int64_t step_minor(Currency currency, const ScheduleOptions& options) {
  if (!options.cash_step) return 1;
  const Money step = round_cash(Money::of(*options.cash_step, currency), *options.cash_step,
                                Rounding::exact);  // Throws unless it is a positive amount.
  return step.minor();
}

Money second_part(Money second_total, Money second_rest, Money amount, Money total,
                  Rounding rounding) {
  if (is_zero(total)) return Money::zero(second_total.currency());
  const Money part = multiply(abs(second_total), ratio(amount, total), rounding);
  return sign(second_total) < 0 ? std::max(-part, second_rest) : std::min(part, second_rest);
}

}  // namespace detail

namespace {

DateStep times(const DateStep& every, std::int32_t n) {
  std::int32_t count = 0;
  if (__builtin_mul_overflow(every.count(), n, &count)) throw_overflow("an instalment too far off");
  switch (every.kind()) {
    case DateStep::Kind::days:
      return DateStep::days(count);
    case DateStep::Kind::business_days:
      return DateStep::business_days(count);
    case DateStep::Kind::months:
      return DateStep::months(count);
    default:
      throw_invalid("instalments every " + to_string(every) +
                    ": expected days, business days or months");
  }
}

// Dates of instalments whose amounts are known.
std::vector<Installment> dated(const std::vector<Money>& amounts, Date first_due,
                               const DateStep& every, const Calendar* calendar) {
  if (every.count() <= 0)
    throw_invalid("instalments every " + to_string(every) + ": expected one after the other");
  std::vector<Installment> schedule;
  schedule.reserve(amounts.size());
  for (const Money& amount : amounts) {
    const auto n = static_cast<std::int32_t>(schedule.size());
    const DateRule rule{.steps = {times(every, n)}};
    schedule.push_back(Installment{
        .number = n + 1, .amount = amount, .due_date = rule.due_date(first_due, calendar)});
  }
  return schedule;
}

}  // namespace

std::vector<Installment> reschedule(Money open, std::int32_t parts, Date first_due,
                                    const DateStep& every, const ScheduleOptions& options) {
  if (parts <= 0) throw_invalid(std::to_string(parts) + " instalments: expected at least one");
  if (!is_zero(open) && abs(open).minor() < parts)
    throw_invalid(to_string(open) + " in " + std::to_string(parts) +
                  " instalments: expected at least one minor unit for each");
  std::vector<InstallmentTerm> terms(static_cast<std::size_t>(parts));
  for (InstallmentTerm& term : terms) term.share = Share::of_total(Ratio(1, parts));
  std::vector<Money> amounts;
  for (const Installment& installment : PaymentTerms(std::move(terms)).schedule(open, {}, options))
    amounts.push_back(installment.amount);
  return dated(amounts, first_due, every, options.calendar);
}

std::vector<Installment> reschedule(Money open, Money each, Date first_due, const DateStep& every,
                                    const ScheduleOptions& options) {
  if (sign(each) <= 0)
    throw_invalid("instalments of " + to_string(each) + ": expected an amount above zero");
  if (options.cash_step) round_cash(each, *options.cash_step, Rounding::exact);
  if (each.currency() != open.currency())
    detail::throw_currency_mismatch("divide into instalments", open, each);
  constexpr std::int64_t most = 10'000;
  std::vector<Money> amounts;
  for (Money rest = abs(open); !is_zero(rest) || amounts.empty();) {
    if (std::ssize(amounts) == most)
      throw_invalid(to_string(open) + " in instalments of " + to_string(each) +
                    ": expected at most " + std::to_string(most) + " of them");
    const Money part = std::min(each, rest);
    amounts.push_back(sign(open) < 0 ? -part : part);
    rest -= part;
  }
  return dated(amounts, first_due, every, options.calendar);
}

}  // namespace o2c::inline v1

#pragma once

// Random terms of payment, for the laws of whatever takes them.

#include <utility>
#include <vector>

#include <rapidcheck.h>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/terms.hpp"

namespace o2c::any_terms {

template <class Enum>
Enum any_of(int count) {
  return static_cast<Enum>(*rc::gen::inRange(0, count));
}

inline DateStep any_step() {
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
      return DateStep::business_days(*rc::gen::inRange(-10, 30));
    case 1:
      return DateStep::months(*rc::gen::inRange(-3, 14));
    case 2:
      return DateStep::end_of_month();
    case 3:
      return DateStep::day_of_month(*rc::gen::inRange(1, 32));
    case 4:
      return DateStep::month(*rc::gen::inRange(1, 13));
    case 5:
      return DateStep::weekday(static_cast<Weekday>(*rc::gen::inRange(1, 8)));
    case 6:
      return DateStep::proximo(*rc::gen::inRange(1, 32), *rc::gen::inRange(1, 32),
                               *rc::gen::inRange(0, 4));
    default:
      return DateStep::days(*rc::gen::inRange(-5, 120));
  }
}

inline std::vector<DateStep> any_steps(int least) {
  std::vector<DateStep> steps;
  for (int n = *rc::gen::inRange(least, 4); n > 0; --n) steps.push_back(any_step());
  return steps;
}

// Rates fall; days rise where they are days.
inline std::vector<DiscountTier> any_discounts() {
  std::vector<DiscountTier> tiers;
  int bps = 1'000;
  int days = 0;
  for (int n = *rc::gen::inRange(0, 3); n > 0; --n) {
    bps -= *rc::gen::inRange(1, 400);
    days += *rc::gen::inRange(1, 10);
    const bool plain = *rc::gen::arbitrary<bool>();
    tiers.push_back({Rate::from_bps(bps), plain
                                              ? std::vector{DateStep::days(days)}
                                              : std::vector{DateStep::end_of_month(), any_step()}});
  }
  return tiers;
}

inline InstallmentTerm any_term(const Share& share) {
  InstallmentTerm term{.share = share,
                       .due = {any_of<Anchor>(anchor_count), any_steps(0), any_of<Roll>(5)},
                       .instrument = any_of<Instrument>(8),
                       .purpose = any_of<Purpose>(3),
                       .discounts = any_discounts()};
  if (term.instrument == Instrument::lc_sight)  // Is due on presentation.
    term.due = {*rc::gen::element(Anchor::presentation, Anchor::sight),
                {DateStep::business_days(*rc::gen::inRange(0, 8))},
                term.due.roll};
  if (!term.discounts.empty()) {  // None may end after the due date.
    term.due.steps.push_back(DateStep::months(1));
    if (term.instrument == Instrument::lc_sight) term.discounts.clear();
  }
  if (term.instrument == Instrument::lc_sight) term.due.steps.resize(1, DateStep::days(0));
  return term;
}

inline Share any_share(int parts_left) {
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return Share::of_total(Ratio(*rc::gen::inRange(1, 100), 100 * parts_left));
    case 1:
      return Share::of_rest(Ratio(1, *rc::gen::inRange(2, 9)));
    case 2:
      return Share::fixed(Money::from_minor(*rc::gen::inRange(1, 5'000'000), currencies::USD));
    default:
      return Share::of_total(Ratio(1, 1 + parts_left));
  }
}

inline PaymentTerms any_payment_terms() {
  std::vector<InstallmentTerm> installments;
  const int parts = *rc::gen::inRange(0, 4);
  for (int n = 0; n < parts; ++n) installments.push_back(any_term(any_share(parts)));
  const bool whole = parts == 0 && *rc::gen::arbitrary<bool>();
  installments.push_back(any_term(whole ? Share::of_total(Ratio(1)) : Share::remainder()));
  return PaymentTerms(std::move(installments),
                      {any_of<DiscountBase>(2), any_of<PartPayments>(2), *rc::gen::inRange(0, 9)});
}

inline AnchorDates any_dates() {
  AnchorDates dates;
  for (std::size_t i = 0; i < anchor_count; ++i)
    if (*rc::gen::inRange(0, 4) != 0)
      dates.set(static_cast<Anchor>(i), Date::from_days(*rc::gen::inRange(18'000, 25'000)));
  return dates;
}

}  // namespace o2c::any_terms

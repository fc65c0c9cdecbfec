// The canonical shorthand: every PaymentTerms prints as text that parse reads back as the same.
#include <algorithm>
#include <string>

#include "o2c/receivable/terms.hpp"

#include "terms_words.hpp"

namespace o2c::inline v1 {
namespace {

bool is_days(const DateStep& step) { return step.kind() == DateStep::Kind::days; }

bool is_one(const std::vector<DateStep>& steps, const DateStep& step) {
  return steps.size() == 1 && steps.front() == step;
}

void add_word(std::string& text, const std::string& word) {
  if (word.empty()) return;
  if (!text.empty()) text += ' ';
  text += word;
}

std::string instrument_text(Instrument instrument) {
  switch (instrument) {
    case Instrument::unstated:
      return {};
    case Instrument::tt:
      return "T/T";
    case Instrument::lc_sight:
      return "L/C at sight";
    case Instrument::lc_usance:
      return "L/C";
    case Instrument::dp:
      return "D/P";
    case Instrument::da:
      return "D/A";
    case Instrument::open_account:
      return "open account";
    case Instrument::cash:
      return "cash";
  }
  return {};
}

bool is_on_documents(Instrument instrument) {
  return instrument == Instrument::lc_sight || instrument == Instrument::lc_usance ||
         instrument == Instrument::dp || instrument == Instrument::da;
}

std::string event_text(const InstallmentTerm& term) {
  switch (term.due.anchor) {
    case Anchor::documents_sent:
      return "copy of B/L";
    case Anchor::acceptance:
      return is_on_documents(term.instrument) ? "acceptance of the goods" : "acceptance";
    default:
      return std::string(name_of(term.due.anchor).en);
  }
}

std::string plus_steps(const std::vector<DateStep>& steps) {
  std::string text;
  for (const DateStep& step : steps) {
    const std::string step_text = to_string(step);
    text += step.count() < 0 ? " - " + step_text.substr(1) : " + " + step_text;
  }
  return text;
}

// Whether a date counts from the invoice without saying so.
bool is_by_invoice(const InstallmentTerm& term) {
  return term.due.anchor == Anchor::invoice && !is_on_documents(term.instrument) &&
         term.purpose != Purpose::deposit;
}

std::string counted_text(const InstallmentTerm& term, const DateStep& step) {
  const bool by_invoice = is_by_invoice(term) && is_days(step);
  if (by_invoice && step.count() > 0) return "net " + std::to_string(step.count());
  if (step.count() > 0) return to_string(step) + " after " + event_text(term);
  if (!is_days(step) || step.count() == 0) return {};
  if (step.count() == -1) return "before " + event_text(term);
  return to_string(DateStep::days(-step.count())) + " before " + event_text(term);
}

std::string timing_text(const InstallmentTerm& term) {
  const auto& [anchor, steps, roll] = term.due;
  if (steps.empty() && anchor == Anchor::contract)
    return term.purpose == Purpose::deposit && !is_on_documents(term.instrument) ? ""
                                                                                 : "in advance";
  if (steps.empty() && anchor == Anchor::sight && term.instrument == Instrument::dp)
    return "at sight";
  if (term.instrument == Instrument::lc_sight && anchor == Anchor::presentation &&
      is_one(steps, DateStep::business_days(detail::banking_days_to_honour)))
    return {};
  if (is_by_invoice(term) && !steps.empty() && steps.front() == DateStep::end_of_month()) {
    const std::string net = term.discounts.empty() ? "" : "net ";
    if (steps.size() == 1) return net + "EOM";
    if (steps.size() == 2 && is_days(steps[1]) && steps[1].count() > 0)
      return net + "EOM+" + std::to_string(steps[1].count());
  }
  if (steps.size() == 1 && (is_days(steps[0]) || steps[0].kind() == DateStep::Kind::months ||
                            steps[0].kind() == DateStep::Kind::business_days)) {
    std::string text = counted_text(term, steps[0]);
    if (!text.empty()) return text;
  }
  return (anchor == Anchor::documents_sent ? "against " : "on ") + event_text(term) +
         plus_steps(steps);
}

std::string roll_text(Roll roll) {
  if (roll == Roll::none) return "no roll";
  std::string text = "roll " + to_string(roll);
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string discount_text(const DiscountTier& tier, bool after_fraction) {
  const bool days = tier.steps.size() == 1 && is_days(tier.steps[0]) && tier.steps[0].count() > 0;
  if (days) {
    // 1/1 may be the whole, too; and what follows 1/3, the next share.
    const bool is_one = tier.rate.percent() == Decimal(tier.steps[0].count());
    return to_string(tier.rate.percent()) + (is_one || after_fraction ? "%/" : "/") +
           std::to_string(tier.steps[0].count());
  }
  return to_string(tier.rate) + " discount" + plus_steps(tier.steps);
}

std::string clause_text(const InstallmentTerm& term, bool is_only_one) {
  const bool is_whole = is_only_one && term.share == Share::of_total(Ratio(1));
  std::string text = is_whole ? "" : to_string(term.share);
  const bool is_fraction = text.find('/') != std::string::npos;
  add_word(text, instrument_text(term.instrument));
  if (term.purpose != Purpose::payment) add_word(text, to_string(term.purpose));
  for (const DiscountTier& tier : term.discounts) add_word(text, discount_text(tier, is_fraction));
  add_word(text, timing_text(term));
  if (term.due.roll != usual_roll(term.due.steps)) add_word(text, roll_text(term.due.roll));
  return text;
}

}  // namespace

std::string to_string(const PaymentTerms& terms) {
  std::string text;
  for (const InstallmentTerm& term : terms.installments()) {
    if (!text.empty()) text += "; ";
    text += clause_text(term, terms.installments().size() == 1);
  }
  const DiscountPolicy& policy = terms.discounts();
  if (policy.base == DiscountBase::before_tax) text += "; discount before tax";
  if (policy.part_payments == PartPayments::do_not_earn) text += "; discount on full payment only";
  if (policy.grace_days > 0)
    text += "; discount grace " + std::to_string(policy.grace_days) + " days";
  return text;
}

}  // namespace o2c::inline v1

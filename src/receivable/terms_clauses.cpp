#include "terms_clauses.hpp"

#include <string>
#include <utility>

#include "terms_clause_reader.hpp"
#include "terms_steps.hpp"

namespace o2c::inline v1::detail {
namespace {

// What follows the number of a day: "10th", "10 proximo", "10 of next month".
constexpr bool follows_day(Word word) {
  return word == Word::ordinal || word == Word::proximo || word == Word::next_month;
}
// Whether what follows an event counts from it: 见票后60天.
constexpr bool counts_from(Word word) {
  return word == Word::after || word == Word::before || word == Word::number || is_sign(word) ||
         word == Word::date;
}
// CAD after a number is a currency, not cash against documents.
constexpr bool is_code(const Token& token) {
  constexpr std::size_t code_size = 3;
  return token.word == Word::letters ||
         (token.word == Word::documents_for_cash && token.size == code_size);
}

}  // namespace

TermsClauses ClauseReader::read() {
  if (words_.word() == Word::end) words_.fail("payment terms, such as net 30");
  while (words_.word() != Word::end) read_item(words_.take());
  finish();
  return std::move(result_);
}

void ClauseReader::read_item(const Token& item) {
  switch (item.word) {
    case Word::separator:
      if (clause_.may_end()) finish();
      return;
    case Word::number:
      return read_number(item);
    case Word::letters:
      if (words_.word() != Word::number)
        words_.fail_at(item.offset, "a known word of payment terms");
      return set_share(item.offset, Share::fixed(amount(words_.take(), item)));
    case Word::balance:
      if (clause_.share && clause_.share_ends == item.offset) return;  // "70% balance"
      begin_share(item.offset);
      clause_.is_balance = true;
      return;
    case Word::deposit:
      return set_purpose(item, Purpose::deposit);
    case Word::prepayment:
      clause_.is_prepayment = true;
      return;
    case Word::retention:
      return set_purpose(item, Purpose::retention);
    case Word::instrument:
      return set_instrument(item, static_cast<Instrument>(item.value));
    case Word::documents_for_cash:
      set_instrument(item, Instrument::dp);
      clause_.at_sight = true;
      return;
    case Word::cash_at:
      set_instrument(item, Instrument::cash);
      set_timing(item, static_cast<Anchor>(item.value), {});
      return read_plus();
    case Word::payment_first:
      return set_timing(item, Anchor::bl, {DateStep::days(-1)});
    case Word::advance:
      if (clause_.anchor && !clause_.steps) return;  // In advance at an event: 合同签订后预付.
      return set_timing(item, Anchor::contract, {});
    default:
      return read_timing(item);
  }
}

void ClauseReader::read_timing(const Token& item) {
  switch (item.word) {
    case Word::net:
      clause_.is_net = true;
      if (words_.word() == Word::number) return read_net(words_.take());
      if (!clause_.steps && words_.word() != Word::end_of_month && words_.word() != Word::proximo)
        words_.fail("a number of days");
      return;
    case Word::end_of_month:
      if (!clause_.discounts.empty() && !clause_.is_net)
        words_.fail_at(
            item.offset,
            "net and its date after the discount, such as net EOM; a discount until days after "
            "the month's end is written 2% discount + end of month + 10 days");
      set_steps(item, {DateStep::end_of_month()});
      return read_after_month_end();
    case Word::month_account:
      return read_month_account(item);
    case Word::next_month:
      return read_day_of_next_month(item);
    case Word::proximo:
      set_steps(item, {});
      clause_.steps->push_back(read_proximo(words_));
      return;
    case Word::at_sight:
      clause_.at_sight = true;
      return;
    case Word::on:
      if (words_.word() == Word::number) return;          // "at 60 days"
      if (!clause_.steps && is_receipt(words_.word())) {  // "due on receipt"
        if (words_.word() == Word::receipt) clause_.bare_receipt = words_.token().offset;
        words_.take();
        return set_timing(item, Anchor::invoice, {});
      }
      expect_event("an event, such as delivery, copy of B/L, invoice date");
      return read_anchor(words_.take());
    case Word::against:
      if (words_.word() == Word::anchor && static_cast<Anchor>(words_.token().value) == Anchor::bl)
        words_.fail("copy of B/L (the day it is sent), or on B/L date");
      expect_event("an event, such as copy of B/L, acceptance");
      return read_anchor(words_.take());
    case Word::after:
      return read_event();
    case Word::before:
      set_steps(item, {DateStep::days(-1)});  // "before" excludes the day (UCP 600 art. 3).
      return read_event();
    case Word::anchor:
      if (static_cast<Anchor>(item.value) != Anchor::sight || counts_from(words_.word()))
        return read_anchor(item);
      clause_.at_sight = true;
      return;
    case Word::acceptance:
      return read_anchor(item);
    case Word::receipt:
    case Word::invoice_receipt:
      words_.fail_at(item.offset, instead_of_receipt);
    case Word::roll:
      if (clause_.roll) words_.fail_at(item.offset, "one roll for each instalment");
      clause_.roll = static_cast<Roll>(item.value);
      return;
    case Word::discount:
      return read_policy();
    default:
      words_.fail_at(
          item.offset,
          "a share, an instrument or a date, such as 30%, T/T, net 30, 60 days after B/L date");
  }
}

// --- numbers: of a share, a discount, days, an amount of money ---

void ClauseReader::read_number(const Token& number) {
  if (words_.take(Word::percent)) return read_percent(number);
  if (words_.take(Word::slash)) return read_quotient(number);
  if (is_code(words_.token()))
    return set_share(number.offset, Share::fixed(amount(number, words_.take())));
  if (follows_day(words_.word()) || words_.word() == Word::end_of_month) return read_net(number);
  set_steps(number, {read_step(words_, number)});
  read_after_step();
}

void ClauseReader::read_percent(const Token& number) {
  const Rate rate = Rate::from_percent(number.number);
  if (words_.take(Word::slash)) {
    clause_.discounts.push_back({.rate = rate, .steps = {DateStep::days(words_.take_count())}});
    return;
  }
  if (words_.take(Word::discount)) {
    clause_.discounts.push_back({.rate = rate});
    if (words_.word() == Word::number && words_.word(1) == Word::days) return add_discount_days();
    return read_signed_steps(words_, clause_.discounts.back().steps);
  }
  if (words_.take(Word::of_the_rest)) return set_share(number.offset, Share::of_rest(rate));
  const Word after_days = words_.word(1);
  const bool days_follow =
      words_.word() == Word::number &&
      (after_days == Word::days || after_days == Word::separator || after_days == Word::net);
  if (!days_follow || readings_.percent_is_share)
    return set_share(number.offset, Share::of_total(rate));
  clause_.discounts.push_back({.rate = rate});
  add_discount_days();
}

void ClauseReader::read_quotient(const Token& first) {
  const bool is_share = clause_.has_share() ? result_.has_fraction && clause_.may_end() &&
                                                  readings_.next_quotient_is_share
                                            : readings_.quotient_is_share;
  if (!is_share) {
    clause_.discounts.push_back(
        {.rate = Rate::from_percent(first.number), .steps = {DateStep::days(words_.take_count())}});
    return;
  }
  const std::int32_t divisor = words_.take_count();
  if (divisor == 0 || !is_integer(first.number))
    words_.fail_at(first.offset, "a fraction of whole numbers, such as 1/3");
  const Ratio part = Ratio(first.number) / divisor;
  result_.has_fraction = true;
  const bool of_rest = words_.take(Word::of_the_rest);
  set_share(first.offset, of_rest ? Share::of_rest(part) : Share::of_total(part));
}

void ClauseReader::read_net(const Token& number) {
  if (follows_day(words_.word())) {
    const std::int32_t day = words_.count(number);
    words_.take(Word::ordinal);
    if (!words_.take(Word::proximo) && !words_.take(Word::next_month))
      words_.fail("next month, or proximo");
    return set_steps(number, {DateStep::proximo(day)});
  }
  const DateStep step =
      is_unit(words_.word()) ? read_step(words_, number) : DateStep::days(words_.count(number));
  set_steps(number, step == DateStep::days(0) ? std::vector<DateStep>{} : std::vector{step});
  read_after_step();
}

Money ClauseReader::amount(const Token& number, const Token& code) const {
  const std::optional<Currency> currency = currencies_.find(words_.text(code));
  if (!currency) words_.fail_at(code.offset, "a known currency, or a word of payment terms");
  if (number.number.scale() > currency->digits())
    words_.fail_at(number.offset, "at most " + std::to_string(currency->digits()) + " decimals");
  return Money::of(number.number, *currency);
}

void ClauseReader::read_policy() {
  DiscountPolicy& policy = result_.policy;
  if (words_.take(Word::before_tax)) {
    policy.base = DiscountBase::before_tax;
  } else if (words_.take(Word::full_payment_only) ||
             (words_.take(Word::on) && words_.take(Word::full_payment_only))) {
    policy.part_payments = PartPayments::do_not_earn;
  } else if (words_.take(Word::grace)) {
    if (policy.grace_days > 0) words_.fail("the days of grace once");
    policy.grace_days = words_.take_count();
    words_.take(Word::days);
  } else {
    words_.fail("before tax, full payment only, or grace and a number of days");
  }
}

// --- the clause ---

void ClauseReader::begin_share(std::size_t offset) {
  if (clause_.share || (clause_.is_balance && clause_.has_timing())) finish();
  if (!clause_.discounts.empty()) words_.fail_at(offset, "net days, not a share after a discount");
  if (clause_.has_share()) return;  // "balance 70%"
  clause_.offset = offset;
  clause_.instrument_leads = clause_.instrument != Instrument::unstated && !clause_.has_timing();
}

void ClauseReader::set_share(std::size_t offset, const Share& share) {
  begin_share(offset);
  clause_.share = share;
  clause_.share_ends = words_.token().offset;
}

void ClauseReader::set_instrument(const Token& item, Instrument instrument) {
  if (clause_.instrument != Instrument::unstated) words_.fail_at(item.offset, "one instrument");
  clause_.instrument = instrument;
}

void ClauseReader::set_purpose(const Token& item, Purpose purpose) {
  if (clause_.purpose != Purpose::payment && clause_.purpose != purpose)
    words_.fail_at(item.offset, "a deposit or a retention, not both");
  clause_.purpose = purpose;
}

void ClauseReader::set_event(const Token& item) {
  if (clause_.has_event()) words_.fail_at(item.offset, "one event for each instalment");
  if (item.word == Word::acceptance)
    clause_.acceptance = true;
  else
    clause_.anchor = static_cast<Anchor>(item.value);
}

void ClauseReader::set_steps(const Token& item, std::vector<DateStep> steps) {
  if (clause_.steps) words_.fail_at(item.offset, "one date for each instalment");
  clause_.steps = std::move(steps);
}

void ClauseReader::set_timing(const Token& item, Anchor anchor, std::vector<DateStep> steps) {
  set_event(
      {.word = Word::anchor, .value = static_cast<std::uint8_t>(anchor), .offset = item.offset});
  set_steps(item, std::move(steps));
}

void ClauseReader::add_discount_days() {
  clause_.discounts.back().steps.push_back(DateStep::days(words_.take_count()));
  words_.take(Word::days);
}

void ClauseReader::finish() {
  if (clause_.roll && !clause_.has_timing() && !clause_.is_by_contract() &&
      clause_.instrument == Instrument::unstated)
    words_.fail_at(clause_.offset, "the roll beside the date that it is about");
  if (!clause_.says_nothing()) result_.clauses.push_back(std::move(clause_));
  clause_ = Clause(words_.token().offset);
}

TermsClauses read_clauses(std::string_view text, std::span<const Token> words,
                          const CurrencyTable& currencies, const Readings& readings) {
  return ClauseReader({text, words}, currencies, readings).read();
}

}  // namespace o2c::inline v1::detail

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "o2c/money/currency_table.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/terms.hpp"

#include "terms_words.hpp"

namespace o2c::inline v1 {
namespace {

using detail::Token;
using detail::Word;

// Where the shorthand can be read in two ways, terms are read in both, and what makes sense counts.
struct Readings {
  bool quotient_is_share;    // A first "1/3" is a third; else a discount of 1% within 3 days.
  bool percent_is_share;     // "2% 10 days" is a share due in 10 days; else a discount within them.
  bool month_end_first;      // "30 days EOM" is 30 days after the month's end; else its reverse.
  bool draft_is_accepted;    // "acceptance", by a letter of credit, is that of the draft.
  bool tenor_from_shipment;  // "D/A 60 days" counts from the B/L date; else from sight.

  static constexpr unsigned count = 32;
  explicit constexpr Readings(unsigned bits)
      : quotient_is_share((bits & 1U) != 0),
        percent_is_share((bits & 2U) != 0),
        month_end_first((bits & 4U) != 0),
        draft_is_accepted((bits & 8U) != 0),
        tenor_from_shipment((bits & 16U) != 0) {}
};

bool is_credit(Instrument instrument) {
  return instrument == Instrument::lc_sight || instrument == Instrument::lc_usance;
}

// One instalment while it is read.
struct Clause {
  explicit Clause(std::size_t begin) : offset(begin) {}

  std::size_t offset;
  std::optional<Share> share{};
  bool is_balance = false;
  Instrument instrument = Instrument::unstated;
  Purpose purpose = Purpose::payment;
  std::optional<Anchor> anchor{};
  bool acceptance = false;  // The anchor is an acceptance of what is not said.
  std::optional<std::vector<DateStep>> steps{};
  bool at_sight = false;
  std::optional<Roll> roll{};
  std::vector<DiscountTier> discounts{};
  bool is_net = false;            // "net" was said.
  bool instrument_leads = false;  // It stands alone before the share, and so for all instalments.
  std::size_t share_ends = 0;     // The position of the word after the share.

  [[nodiscard]] bool has_timing() const { return anchor || acceptance || steps || at_sight; }
  [[nodiscard]] bool has_share() const { return share || is_balance; }
};

class TermsParser {
 public:
  TermsParser(std::string_view text, const std::vector<Token>& words,
              const CurrencyTable& currencies, Readings readings)
      : text_(text), words_(words), currencies_(currencies), readings_(readings), clause_(0) {}

  PaymentTerms read() {
    if (word() == Word::end) fail("payment terms, such as net 30");
    while (word() != Word::end) read_item();
    finish();
    if (clauses_.size() == 1 && has_fraction_) fail_at(0, "the other shares");
    if (clauses_.empty()) fail_at(0, "when and how much is to be paid, such as net 30");
    if (clauses_.size() > 1)
      for (const Clause& clause : clauses_)
        if (!clause.has_share()) fail_at(clause.offset, "a share, such as 30% or balance");
    std::vector<InstallmentTerm> installments;
    const Clause& first = clauses_.front();
    const Instrument leading = first.instrument_leads ? first.instrument : Instrument::unstated;
    for (Clause& clause : clauses_) {
      if (clause.instrument == Instrument::unstated) clause.instrument = leading;
      installments.push_back(term(clause));
    }
    return PaymentTerms(std::move(installments), policy_);
  }

 private:
  // --- words ---

  [[nodiscard]] const Token& token(std::size_t ahead = 0) const {
    return words_[std::min(at_ + ahead, words_.size() - 1)];
  }
  [[nodiscard]] Word word(std::size_t ahead = 0) const { return token(ahead).word; }
  bool take(Word wanted) {
    if (word() != wanted) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void fail_at(std::size_t offset, std::string_view expected) const {
    throw_parse(text_, offset, expected);
  }
  [[noreturn]] void fail(std::string_view expected) const { fail_at(token().offset, expected); }

  // A whole number, in days and such.
  std::int32_t take_count() {
    const Token& token = this->token();
    const Decimal number = take_number();
    const bool grouped = text_.substr(token.offset, token.size).find(',') != std::string_view::npos;
    if (!is_integer(number) || number > DateStep::most || grouped)
      fail_at(token.offset, "a whole number of days or months");
    return static_cast<std::int32_t>(normalized(number).coefficient());
  }
  Decimal take_number() {
    if (word() != Word::number) fail("a number");
    return words_[at_++].number;
  }

  // --- items ---

  void read_item() {
    const Token& item = token();
    switch (item.word) {
      case Word::separator:
        ++at_;
        if (clause_.has_timing() || clause_.purpose != Purpose::payment || clause_.roll) finish();
        return;
      case Word::number:
        return read_number();
      case Word::letters:
        return read_amount_after_code();
      case Word::balance:
        ++at_;
        if (clause_.share && clause_.share_ends + 1 == at_) return;  // "70% balance"
        begin_share(item.offset);
        clause_.is_balance = true;
        return;
      case Word::deposit:
      case Word::retention:
        ++at_;
        clause_.purpose = item.word == Word::deposit ? Purpose::deposit : Purpose::retention;
        return;
      case Word::instrument:
        ++at_;
        return set_instrument(item, static_cast<Instrument>(item.value));
      case Word::documents_for_cash:
        ++at_;
        set_instrument(item, Instrument::dp);
        clause_.at_sight = true;
        return;
      case Word::cash_on_delivery:
        ++at_;
        set_instrument(item, Instrument::cash);
        set_timing(item, Anchor::delivery, {});
        return read_plus(false);
      case Word::payment_first:
        ++at_;
        return set_timing(item, Anchor::bl, {DateStep::days(-1)});
      case Word::advance:
        ++at_;
        if (clause_.anchor && !clause_.steps) return;  // In advance at an event: 合同签订后预付.
        return set_timing(item, Anchor::contract, {});
      default:
        return read_timing();
    }
  }

  void read_timing() {
    const Token& item = token();
    switch (item.word) {
      case Word::net:
        ++at_;
        clause_.is_net = true;
        if (word() == Word::number) return read_net();
        if (!clause_.steps && word() != Word::end_of_month && word() != Word::proximo)
          fail("a number of days");
        return;
      case Word::end_of_month:
        if (!clause_.discounts.empty() && !clause_.is_net)
          fail(
              "net and its date after the discount, such as net EOM; a discount until days after "
              "the month's end is written 2% discount + end of month + 10 days");
        ++at_;
        set_steps(item, {DateStep::end_of_month()});
        return read_plus(true);
      case Word::month_account:
        ++at_;
        set_steps(item, {DateStep::end_of_month()});
        if (word() == Word::number && (word(1) == Word::days || ends_clause(word(1))))
          read_more_days();
        return;
      case Word::next_month:
        ++at_;
        return read_day_of_next_month(item);
      case Word::proximo:
        ++at_;
        set_steps(item, {});
        clause_.steps->push_back(read_proximo());
        return;
      case Word::at_sight:
        ++at_;
        clause_.at_sight = true;
        return;
      case Word::on:
        ++at_;
        if (word() == Word::number) return;  // "at 60 days"
        if (word() != Word::anchor && word() != Word::acceptance)
          fail("an event, such as delivery, copy of B/L, invoice date");
        return read_anchor();
      case Word::against:
        ++at_;
        if (word() == Word::anchor && static_cast<Anchor>(token().value) == Anchor::bl)
          fail("copy of B/L (the day it is sent), or on B/L date");
        if (word() != Word::anchor && word() != Word::acceptance)
          fail("an event, such as copy of B/L, acceptance");
        return read_anchor();
      case Word::after:
        ++at_;
        return read_event();
      case Word::anchor:
        if (static_cast<Anchor>(item.value) == Anchor::sight && !counts_from(word(1))) {
          ++at_;
          clause_.at_sight = true;
          return;
        }
        return read_anchor();
      case Word::acceptance:
        return read_anchor();
      case Word::before:
        ++at_;
        set_steps(item, {DateStep::days(-1)});  // "before" excludes the day (UCP 600 art. 3).
        return read_event();
      case Word::roll:
        ++at_;
        clause_.roll = static_cast<Roll>(item.value);
        return;
      case Word::discount:
        ++at_;
        return read_policy();
      default:
        fail("a share, an instrument or a date, such as 30%, T/T, net 30, 60 days after B/L date");
    }
  }

  static bool ends_clause(Word word) { return word == Word::end || word == Word::separator; }
  // Whether what follows an event counts from it: 见票后60天.
  static bool counts_from(Word next) {
    return next == Word::after || next == Word::before || next == Word::number ||
           next == Word::plus || next == Word::minus || next == Word::date;
  }

  void begin_share(std::size_t offset) {
    if (clause_.share || (clause_.is_balance && clause_.has_timing())) finish();
    if (!clause_.discounts.empty()) fail_at(offset, "net days, not a share after a discount");
    if (clause_.has_share()) return;  // "balance 70%"
    clause_.offset = offset;
    clause_.instrument_leads = clause_.instrument != Instrument::unstated && !clause_.has_timing();
  }

  void set_share(std::size_t offset, const Share& share) {
    begin_share(offset);
    clause_.share = share;
    clause_.share_ends = at_;
  }

  void set_instrument(const Token& item, Instrument instrument) {
    if (clause_.instrument != Instrument::unstated) fail_at(item.offset, "one instrument");
    clause_.instrument = instrument;
  }

  void set_steps(const Token& item, std::vector<DateStep> steps) {
    if (clause_.steps) fail_at(item.offset, "one date for each instalment");
    clause_.steps = std::move(steps);
  }

  void set_anchor(const Token& item) {
    if (clause_.anchor || clause_.acceptance) fail_at(item.offset, "one event for each instalment");
    if (item.word == Word::acceptance)
      clause_.acceptance = true;
    else
      clause_.anchor = static_cast<Anchor>(item.value);
  }

  void set_timing(const Token& item, Anchor anchor, std::vector<DateStep> steps) {
    set_anchor(Token{
        .word = Word::anchor, .value = static_cast<std::uint8_t>(anchor), .offset = item.offset});
    set_steps(item, std::move(steps));
  }

  // A number and what it is of.
  void read_number() {
    const Token number = token();
    if (word(1) == Word::percent) return read_percent();
    if (word(1) == Word::slash) return read_quotient();
    if (is_code(token(1))) {
      at_ += 2;
      return set_share(number.offset, Share::fixed(amount(number, words_[at_ - 1])));
    }
    if (word(1) == Word::ordinal || word(1) == Word::proximo || word(1) == Word::next_month) {
      const std::int32_t day = take_count();
      take(Word::ordinal);
      if (!take(Word::proximo) && !take(Word::next_month)) fail("next month, or proximo");
      return set_steps(number, {DateStep::proximo(day)});
    }
    if (word(1) == Word::end_of_month) return read_net();
    set_steps(number, {read_step()});
    read_after_step();
  }

  void read_percent() {
    const std::size_t offset = token().offset;
    const Rate rate = Rate::from_percent(take_number());
    take(Word::percent);
    if (take(Word::slash)) return read_discount_days(rate);
    if (take(Word::discount)) {
      clause_.discounts.push_back({.rate = rate, .steps = {}});
      if (word() == Word::number && word(1) == Word::days) return add_discount_days();
      return read_steps(clause_.discounts.back().steps);
    }
    if (take(Word::of_the_rest)) return set_share(offset, Share::of_rest(rate));
    const bool days_follow =
        word() == Word::number &&
        (word(1) == Word::days || word(1) == Word::separator || word(1) == Word::net);
    if (days_follow && !readings_.percent_is_share) {
      clause_.discounts.push_back({.rate = rate, .steps = {}});
      return add_discount_days();
    }
    set_share(offset, Share::of_total(rate));
  }

  void read_quotient() {
    const Token first = token();
    const Decimal numerator = take_number();
    take(Word::slash);
    if (!readings_.quotient_is_share || clause_.has_share())
      return read_discount_days(Rate::from_percent(numerator));
    const std::int32_t divisor = take_count();
    if (divisor == 0 || !is_integer(numerator))
      fail_at(first.offset, "a fraction of whole numbers, such as 1/3");
    const Ratio part = Ratio(numerator) / divisor;
    has_fraction_ = true;
    if (take(Word::of_the_rest)) return set_share(first.offset, Share::of_rest(part));
    set_share(first.offset, Share::of_total(part));
  }

  void read_discount_days(const Rate& rate) {
    clause_.discounts.push_back({.rate = rate, .steps = {DateStep::days(take_count())}});
  }

  void add_discount_days() {
    clause_.discounts.back().steps.push_back(DateStep::days(take_count()));
    take(Word::days);
  }

  void read_amount_after_code() {
    const Token code = token();
    ++at_;
    const Token number = token();
    if (word() != Word::number) fail_at(code.offset, "a known word of payment terms");
    ++at_;
    set_share(code.offset, Share::fixed(amount(number, code)));
  }

  // CAD after a number is a currency, not cash against documents.
  static bool is_code(const Token& token) {
    constexpr std::size_t code_size = 3;
    return token.word == Word::letters ||
           (token.word == Word::documents_for_cash && token.size == code_size);
  }

  [[nodiscard]] Money amount(const Token& number, const Token& code) const {
    const std::string_view letters = text_.substr(code.offset, code.size);
    const std::optional<Currency> currency = currencies_.find(letters);
    if (!currency) fail_at(code.offset, "a known currency, or a word of payment terms");
    if (number.number.scale() > currency->digits())
      fail_at(number.offset, "at most " + std::to_string(currency->digits()) + " decimals");
    return Money::of(number.number, *currency);
  }

  void read_net() {
    const Token item = token();
    if (word(1) == Word::ordinal || word(1) == Word::proximo || word(1) == Word::next_month)
      return read_number();
    const bool months_or_weeks =
        word(1) == Word::months || word(1) == Word::weeks || word(1) == Word::business_days;
    DateStep step = DateStep::days(0);
    if (months_or_weeks) {
      step = read_step();
    } else {
      step = DateStep::days(take_count());
      take(Word::days);
    }
    if (step == DateStep::days(0))
      set_steps(item, {});
    else
      set_steps(item, {step});
    read_after_step();
  }

  // What may follow "30 days": "EOM", "after B/L date", "before delivery", "discount".
  void read_after_step() {
    const Token& next = token();
    if (take(Word::end_of_month)) {
      std::vector<DateStep>& steps = *clause_.steps;
      steps.insert(readings_.month_end_first ? steps.begin() : steps.end(),
                   DateStep::end_of_month());
      return;
    }
    if (take(Word::month_account)) {  // 30天月结
      clause_.steps->insert(clause_.steps->begin(), DateStep::end_of_month());
      return;
    }
    if (take(Word::before)) {
      const DateStep step = clause_.steps->front();
      if (clause_.steps->size() != 1 || step.kind() != DateStep::Kind::days)
        fail_at(next.offset, "days before an event");
      clause_.steps->front() = DateStep::days(-step.count());
      if (!clause_.anchor && !clause_.acceptance) read_event();
      return;
    }
    if (take(Word::after)) {
      if (!clause_.anchor && !clause_.acceptance) read_event();
      return;
    }
    if ((word() == Word::anchor || word() == Word::acceptance) && !clause_.anchor) read_event();
  }

  void read_event() {
    if (word() != Word::anchor && word() != Word::acceptance)
      fail("an event, such as delivery, B/L date, sight");
    set_anchor(token());
    ++at_;
    take(Word::date);
    read_plus(false);
  }

  // An event by itself; in Chinese what follows it may come after: 提单日后60天.
  void read_anchor() {
    const Token item = token();
    set_anchor(item);
    ++at_;
    take(Word::date);
    if (word() == Word::plus || word() == Word::minus) return read_plus(false);
    const bool before = take(Word::before);
    if (!before) take(Word::after);
    if (word() == Word::number && is_unit(word(1))) {
      const Token number = token();
      DateStep step = read_step();
      if (before) {
        if (step.kind() != DateStep::Kind::days) fail_at(number.offset, "days before an event");
        step = DateStep::days(-step.count());
      }
      set_steps(number, {step});
    } else if (before) {
      set_steps(item, {DateStep::days(-1)});
    }
  }

  static bool is_unit(Word word) {
    return word == Word::days || word == Word::weeks || word == Word::months ||
           word == Word::business_days;
  }

  // "30 days", "2 weeks", "3 months", "5 business days".
  DateStep read_step() {
    const std::int32_t n = take_count();
    if (take(Word::days)) return DateStep::days(n);
    if (take(Word::weeks)) return DateStep::weeks(n);
    if (take(Word::months)) return DateStep::months(n);
    if (take(Word::business_days)) return DateStep::business_days(n);
    fail("days, weeks, months, business days, % or a currency");
  }

  // "+ 30 days + end of month": steps in order. After "EOM" a bare number is days.
  void read_plus(bool days_may_be_bare) {
    if (word() == Word::plus || word() == Word::minus) {
      if (!clause_.steps) clause_.steps.emplace();
      read_steps(*clause_.steps, days_may_be_bare);
    } else if (days_may_be_bare && word() == Word::number && word(1) == Word::days) {
      read_more_days();
    }
  }

  void read_steps(std::vector<DateStep>& steps, bool days_may_be_bare = false) {
    while (word() == Word::plus || word() == Word::minus) {
      const Token& sign = token();
      ++at_;
      const bool bare = days_may_be_bare && word() == Word::number && !is_unit(word(1));
      const DateStep step = bare ? DateStep::days(take_count()) : read_plus_step();
      steps.push_back(sign.word == Word::plus ? step : reversed(sign, step));
      days_may_be_bare = false;
    }
  }

  [[nodiscard]] DateStep reversed(const Token& sign, const DateStep& step) const {
    switch (step.kind()) {
      case DateStep::Kind::days:
        return DateStep::days(-step.count());
      case DateStep::Kind::business_days:
        return DateStep::business_days(-step.count());
      case DateStep::Kind::months:
        return DateStep::months(-step.count());
      default:
        fail_at(sign.offset, "+, or days or months to go back");
    }
  }

  void read_more_days() {
    clause_.steps->push_back(DateStep::days(take_count()));
    take(Word::days);
    if (word() == Word::after) ++at_;
  }

  DateStep read_plus_step() {
    const Token& item = token();
    if (take(Word::end_of_month)) return DateStep::end_of_month();
    if (take(Word::days)) return DateStep::day_of_month(take_count());
    if (take(Word::months)) return DateStep::month(take_count());
    if (take(Word::weekday)) return DateStep::weekday(static_cast<Weekday>(item.value));
    if (take(Word::proximo)) return read_proximo();
    if (word() == Word::number) return read_step();
    fail("a step, such as 30 days, end of month, day 15, next Friday, proximo 10");
  }

  // "10 cut-off 25", "10 month 2 cut-off 25".
  DateStep read_proximo() {
    const std::int32_t day = take_count();
    const std::int32_t months = take(Word::months) ? take_count() : 1;
    const std::int32_t cut_off = take(Word::cut_off) ? take_count() : 31;
    return DateStep::proximo(day, cut_off, months);
  }

  void read_day_of_next_month(const Token& item) {
    const std::int32_t day = take_count();
    if (!take(Word::days)) take(Word::day_number);
    take(Word::before);  // 次月10日前: on it at the latest.
    if (clause_.steps == std::vector{DateStep::end_of_month()})
      clause_.steps.reset();  // 月结次月10日
    set_steps(item, {DateStep::proximo(day)});
  }

  void read_policy() {
    if (take(Word::before_tax)) {
      policy_.base = DiscountBase::before_tax;
    } else if (take(Word::full_payment_only) || (take(Word::on) && take(Word::full_payment_only))) {
      policy_.part_payments = PartPayments::do_not_earn;
    } else if (take(Word::grace)) {
      policy_.grace_days = take_count();
      take(Word::days);
    } else {
      fail("before tax, full payment only, or grace and a number of days");
    }
  }

  // --- clauses ---

  void finish() {
    if (clause_.roll && !clause_.has_timing() && clause_.purpose != Purpose::deposit &&
        clause_.instrument == Instrument::unstated)
      fail_at(clause_.offset, "the roll beside the date that it is about");
    const bool is_empty = !clause_.has_share() && !clause_.has_timing() &&
                          clause_.instrument == Instrument::unstated &&
                          clause_.purpose == Purpose::payment && clause_.discounts.empty();
    if (!is_empty) clauses_.push_back(std::move(clause_));
    clause_ = Clause(token().offset);
  }

  InstallmentTerm term(Clause& clause) const {
    InstallmentTerm term{.share = clause.share        ? *clause.share
                                  : clause.is_balance ? Share::remainder()
                                                      : Share::of_total(Ratio(1)),
                         .instrument = clause.instrument,
                         .purpose = clause.purpose,
                         .discounts = std::move(clause.discounts)};
    if (term.instrument == Instrument::lc_usance && clause.at_sight)
      term.instrument = Instrument::lc_sight;
    if (term.instrument == Instrument::da && clause.at_sight)
      fail_at(clause.offset, "days after sight: D/A is payable after acceptance");
    const bool is_credit_at_sight = term.instrument == Instrument::lc_sight && clause.anchor;
    if (clause.at_sight && !is_only_sight(clause) && !is_credit_at_sight)
      fail_at(clause.offset, "either at sight, or days after sight");
    if (clause.has_timing() && !is_only_sight(clause)) {
      term.due.anchor = anchor(clause);
      term.due.steps = std::move(clause.steps).value_or(std::vector<DateStep>{});
    } else if (term.instrument == Instrument::lc_sight) {
      term.due.anchor = Anchor::presentation;
      term.due.steps = {DateStep::business_days(detail::banking_days_to_honour)};
    } else if (clause.at_sight || term.instrument == Instrument::dp) {
      term.due.anchor = Anchor::sight;
    } else if (term.purpose == Purpose::deposit) {
      term.due.anchor = Anchor::contract;
    } else {
      fail_at(clause.offset, "when it is due, such as net 30, at sight, 60 days after B/L date");
    }
    term.due.roll = clause.roll.value_or(usual_roll(term.due.steps));
    return term;
  }

  static bool is_only_sight(const Clause& clause) {
    return clause.at_sight && !clause.anchor && !clause.acceptance && !clause.steps;
  }

  Anchor anchor(const Clause& clause) const {
    const bool on_documents = is_credit(clause.instrument) || clause.instrument == Instrument::da ||
                              clause.instrument == Instrument::dp;
    if (clause.acceptance) {
      const bool of_draft = clause.instrument == Instrument::da ||
                            (is_credit(clause.instrument) && readings_.draft_is_accepted);
      return of_draft ? Anchor::draft_acceptance : Anchor::acceptance;
    }
    if (clause.anchor) return *clause.anchor;
    if (clause.purpose == Purpose::deposit) return Anchor::contract;
    if (on_documents) return readings_.tenor_from_shipment ? Anchor::bl : Anchor::sight;
    return Anchor::invoice;
  }

  std::string_view text_;
  const std::vector<Token>& words_;
  const CurrencyTable& currencies_;
  Readings readings_;
  std::size_t at_ = 0;
  Clause clause_;
  std::vector<Clause> clauses_{};
  DiscountPolicy policy_{};
  bool has_fraction_ = false;  // A share is written as a fraction.
};

[[noreturn]] void throw_two_readings(std::string_view text,
                                     const std::vector<PaymentTerms>& readings) {
  std::string expected = "one of its readings:";
  for (const PaymentTerms& terms : readings)
    expected += (&terms == readings.data() ? " " : ", or ") + in_quotes(to_string(terms));
  throw_parse(text, 0, expected);
}

}  // namespace

PaymentTerms PaymentTerms::parse(std::string_view text, const CurrencyTable& currencies) {
  const std::vector<Token> words = detail::terms_words(text);
  std::vector<PaymentTerms> found;
  std::exception_ptr furthest;
  std::size_t offset = 0;
  std::exception_ptr senseless;
  for (unsigned bits = 0; bits < Readings::count; ++bits) {
    try {
      PaymentTerms terms = TermsParser(text, words, currencies, Readings(bits)).read();
      if (std::ranges::find(found, terms) == found.end()) found.push_back(std::move(terms));
    } catch (const ParseError& error) {
      if (!furthest || error.offset() > offset) furthest = std::current_exception();
      offset = std::max(offset, error.offset());
    } catch (const InvalidArgument&) {
      if (!senseless) senseless = std::current_exception();
    }
  }
  if (found.size() == 1) return std::move(found.front());
  if (found.size() > 1) throw_two_readings(text, found);
  std::rethrow_exception(senseless ? senseless : furthest);
}

}  // namespace o2c::inline v1

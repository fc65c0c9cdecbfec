#pragma once

// Random histories of books kept in CNY, and what they are carried at by definition.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <rapidcheck.h>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/exchange_differences.hpp"

namespace o2c {

using currencies::CNY;
using currencies::EUR;
using currencies::JPY;
using currencies::USD;

inline constexpr Date first_day{2026, 1, 1};
inline constexpr std::int32_t days = 40;

// All of the range, in small cases too.
inline int below(int limit) { return *rc::gen::resize(100, rc::gen::inRange(0, limit)); }
inline Date any_date() { return first_day + below(days); }

template <class T>
T any_of(const std::vector<T>& list) {
  return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
}

inline Money any_amount(Currency currency, std::int64_t most) {
  return Money::from_minor(*rc::gen::inRange<std::int64_t>(1, most + 1), currency);
}
inline Decimal any_rate() { return Decimal::from_parts(60'000 + below(20'000), 4); }

struct Undoing {
  std::size_t fact;  // An application's, all of which is taken back.
  Date date;
};
struct Locking {
  Date until;
};
struct Refunding {
  DocumentId credit;
  Money amount;
  Date date;
};
struct Returning {
  DocumentId payment;
  Date date;
};
using Fact = std::variant<Document, Application, Adjustment, Undoing, Revaluation, Locking,
                          Refunding, Returning>;

// What may happen in a history.
struct Happening {
  bool adjustments;
  bool instalments;
  bool locks;
  bool repayments;
};
inline constexpr Happening anything{
    .adjustments = true, .instalments = true, .locks = true, .repayments = true};

// A ledger, and the facts that it took.
class History {
 public:
  explicit History(Rounding rounding) : ledger({.home = CNY, .rounding = rounding}) {}

  Ledger ledger;
  std::vector<Fact> facts{};
  std::int64_t now = 0;

  // Whether the fact was taken.
  bool tell(const Fact& fact, std::size_t position) {
    ++now;
    return std::visit([&](const auto& each) { return take(each, position); }, fact);
  }

  void happen(const Happening& allowed) {
    const int times = *rc::gen::inRange(1, 80);
    for (int i = 0; i < times; ++i) {
      const std::optional<Fact> fact = any_fact(allowed);
      if (fact && tell(*fact, facts.size())) facts.push_back(*fact);
    }
  }

 private:
  bool take(const Document& document, std::size_t) {
    return ledger.post(document, now).has_value();
  }
  bool take(const Application& application, std::size_t position) {
    const auto rows = ledger.apply(application, now);
    if (rows) rows_[position] = *rows;
    return rows.has_value();
  }
  bool take(const Adjustment& adjustment, std::size_t) {
    return ledger.adjust(adjustment, now).has_value();
  }
  bool take(const Undoing& undoing, std::size_t) {
    if (!rows_.contains(undoing.fact)) return false;
    bool any = false;
    for (const ApplicationId row : rows_[undoing.fact])
      any = ledger.reverse(row, undoing.date, now).has_value() || any;
    return any;
  }
  bool take(const Revaluation& revaluation, std::size_t) {
    ledger.revalue(revaluation, now);
    return true;
  }
  bool take(const Locking& locking, std::size_t) {
    if (ledger.locked_until() && locking.until <= *ledger.locked_until()) return false;
    ledger.lock(locking.until, now);
    return true;
  }

  bool take(const Refunding& refunding, std::size_t) {
    return ledger
        .refund(refunding.credit, std::to_string(++number_), refunding.amount, refunding.date, now)
        .has_value();
  }
  bool take(const Returning& returning, std::size_t) {
    return is_payment(ledger.document(returning.payment).kind) &&
           ledger.return_payment(returning.payment, std::to_string(++number_), returning.date, now)
               .has_value();
  }

  std::optional<Fact> any_fact(const Happening& allowed) {
    const int what = below(20);
    if (what <= 1) return any_document(DocumentKind::invoice, allowed);
    if (what <= 3)
      return any_document(any_of<DocumentKind>({DocumentKind::receipt, DocumentKind::credit_note,
                                                DocumentKind::deposit}),
                          allowed);
    if (what == 4) return any_revaluation();
    if (what == 5 && allowed.locks && below(2) == 0) return Locking{any_date()};
    std::vector<DocumentId> debits;
    std::vector<DocumentId> credits;
    for (std::uint32_t id = 0; id < ledger.documents(); ++id)
      (is_debit(ledger.document(DocumentId{id}).kind) ? debits : credits).push_back(DocumentId{id});
    if (debits.empty() || credits.empty()) return std::nullopt;
    const DocumentId debit = any_of(debits);
    const Currency currency = ledger.document(debit).amount.currency();
    if (what == 6 && allowed.adjustments)
      return Adjustment{.document = debit,
                        .amount = any_amount(currency, 2'000),
                        .kind = AdjustmentKind::difference,
                        .date = any_date()};
    if (what <= 8 && !rows_.empty()) {
      std::vector<std::size_t> applied;
      for (const auto& [position, rows] : rows_) applied.push_back(position);
      return Undoing{any_of(applied), any_date()};
    }
    const DocumentId credit = any_of(credits);
    if (what == 9 && allowed.repayments)
      return Refunding{credit, any_amount(ledger.document(credit).amount.currency(), 2'000),
                       any_date()};
    if (what == 10 && allowed.repayments) return Returning{credit, any_date()};
    const Date both = std::max(ledger.document(debit).date, ledger.document(credit).date);
    Application application{.credit = credit,
                            .debit = debit,
                            .amount = any_amount(currency, 4'000),
                            .date = both + below(10)};
    if (ledger.document(credit).amount.currency() != currency) {
      application.rate = Decimal::from_parts(8'000 + below(4'000), 4);
      // A cent may be worth no yen at all, and then it is no application.
      application.amount += Money::from_minor(200, currency);
    }
    return application;
  }

  Fact any_document(DocumentKind kind, const Happening& allowed) {
    const Currency currency = any_of<Currency>({USD, USD, USD, EUR, JPY, CNY});
    Document document{.kind = kind,
                      .number = std::to_string(++number_),
                      .party = "A",
                      .date = any_date(),
                      .amount = any_amount(currency, 10'000)};
    if (currency != CNY) document.rate = any_rate();
    const std::int64_t minor = document.amount.minor();
    if (kind == DocumentKind::deposit) {
      document.order = "SO";
      document.deposit_terms =
          any_of<DepositTerms>({DepositTerms::fixed, DepositTerms::refundable});
    } else if (kind == DocumentKind::invoice && allowed.instalments && minor > 3 && below(2) == 0) {
      const Money third = Money::from_minor(minor / 3, currency);
      document.installments = {
          {.number = 1, .amount = third, .due_date = document.date + 40},
          {.number = 2, .amount = document.amount - third, .due_date = document.date + 20}};
    } else if (kind == DocumentKind::invoice) {
      document.due_date = document.date + 30;
    }
    return document;
  }

  // Each day at most one, so that it does not matter which is told first.
  std::optional<Fact> any_revaluation() const {
    Revaluation revaluation{.date = any_date(), .rates = {}};
    for (const PostedRevaluation& other : revaluations(ledger, Date::max()))
      if (other.revaluation.date == revaluation.date) return std::nullopt;
    for (const Currency currency : {USD, EUR, JPY})
      if (below(3) > 0) revaluation.rates.emplace_back(currency, CNY, any_rate(), revaluation.date);
    if (revaluation.rates.empty()) return std::nullopt;
    return revaluation;
  }

  std::map<std::size_t, std::vector<ApplicationId>> rows_;  // Of each fact that is an application.
  int number_ = 0;
};

inline History any_history(const Happening& allowed) {
  History history(
      any_of<Rounding>({Rounding::half_up, Rounding::half_even, Rounding::down, Rounding::floor}));
  history.happen(allowed);
  return history;
}

// The same by definition: each question looks through all facts again.
class Oracle {
 public:
  Oracle(const History& history, std::int64_t known_at_us)
      : ledger_(&history.ledger), known_at_us_(known_at_us) {
    for (std::uint32_t id = 0; id < ledger_->applications(); ++id)
      if (const AppliedAmount each = ledger_->application(ApplicationId{id});
          each.recorded_at_us <= known_at_us)
        applied_.push_back(each);
    for (const Fact& fact : history.facts)
      if (const auto* document = std::get_if<Document>(&fact))
        if (document->deposit_terms == DepositTerms::fixed &&
            document->kind == DocumentKind::deposit)
          fixed_.push_back(ledger_->find(document->number, document->kind));
  }

  const std::vector<AppliedAmount>& applied() const { return applied_; }

  // On a day, after its applications up to (not with) one.
  Money carried_before(DocumentId id, Date day, ApplicationId application) const {
    return carried(id, day, application, day - 1);
  }
  Money carried_after(DocumentId id, Date day, ApplicationId application) const {
    const ApplicationId next{static_cast<std::uint32_t>(application) + 1};
    return carried(id, day, next, day - 1);
  }
  Money carried_at(DocumentId id, Date day) const { return carried(id, day, all, day); }
  Money booked(DocumentId id) const {
    const PostedDocument document = ledger_->document(id);
    return in_home(document.amount, document.rate.value_or(1));
  }
  // What an application takes from the carrying amount of a document.
  Money released(DocumentId id, const AppliedAmount& applied) const {
    return carried_before(id, applied.posted, applied.id) -
           carried_after(id, applied.posted, applied.id);
  }

 private:
  static constexpr ApplicationId all{std::numeric_limits<std::uint32_t>::max()};

  Money in_home(Money amount, const Decimal& rate) const {
    return convert_at(amount, CNY, rate, ledger_->options().rounding);
  }

  Money carried(DocumentId id, Date day, ApplicationId up_to, Date last_revaluation) const {
    const PostedDocument document = ledger_->document(id);
    Money open = document.amount;
    for (const AppliedAmount& each : applied_) {
      if (each.posted > day || (each.posted == day && each.id >= up_to)) continue;
      if (each.debit == id) open -= each.amount;
      if (each.credit == id) open -= each.credit_amount;
    }
    return in_home(open, rate(document, last_revaluation));
  }

  Decimal rate(const PostedDocument& document, Date last_revaluation) const {
    Decimal rate = document.rate.value_or(1);
    if (std::ranges::find(fixed_, document.id) != fixed_.end()) return rate;
    std::optional<Date> dated;
    for (const PostedRevaluation& each :
         revaluations(*ledger_, AsOf(last_revaluation, known_at_us_)))
      for (const ExchangeRate& closing : each.revaluation.rates)
        if (closing.base() == document.amount.currency() &&
            document.posted <= each.revaluation.date &&
            (!dated || *dated <= each.revaluation.date)) {
          dated = each.revaluation.date;
          rate = closing.rate();
        }
    return rate;
  }

  const Ledger* ledger_;
  std::int64_t known_at_us_;
  std::vector<AppliedAmount> applied_;
  std::vector<DocumentId> fixed_;
};

}  // namespace o2c

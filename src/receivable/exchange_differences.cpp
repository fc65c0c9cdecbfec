#include "o2c/receivable/exchange_differences.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

#include "ledger_closing.hpp"
#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 2> difference_kinds{"realised", "unrealised"};

Currency home_of(const LedgerState& state) {
  if (!state.options.home)
    throw_faults("nothing is carried in another currency",
                 {{.field = "home", .expected = "a ledger that has a home currency"}});
  return *state.options.home;
}

void throw_missing(const LedgerState& state, const std::vector<std::uint32_t>& documents) {
  if (documents.empty()) return;
  std::vector<Fault> faults;
  for (const std::uint32_t id : documents) {
    const DocumentRow& row = state.documents[id];
    faults.push_back({.field = "rate of " + name(state, row),
                      .expected = "units of " + to_string(home_of(state)) + " for one of " +
                                  to_string(state.currency(row))});
  }
  std::string message = "no exchange rate: " + to_string(faults.front());
  if (faults.size() > 1) message += " (and " + std::to_string(faults.size() - 1) + " more)";
  throw MissingRate(message, std::move(faults));
}

// The rates that documents are carried at, while revaluations come to hold.
class RatesInForce {
 public:
  explicit RatesInForce(const LedgerState& state)
      : state_(&state), home_(home_of(state)), closing_(state.currencies.size()) {}

  [[nodiscard]] bool is_foreign(const DocumentRow& document) const {
    return state_->currency(document) != home_;
  }

  // Whether closing rates, rather than only its own, count for a document.
  [[nodiscard]] bool is_revalued(std::uint32_t id) const {
    const DocumentRow& document = state_->documents[id];
    if (!is_foreign(document)) return false;
    if (document.kind != DocumentKind::deposit) return true;
    const auto found = state_->details.find(id);
    return found != state_->details.end() &&
           found->second.deposit_terms == DepositTerms::refundable;
  }

  // No rate of a currency is replaced by one that is older: a revaluation may be late for a locked
  // period, and another one hold already.
  void revalue(std::uint16_t currency, Date date, const Decimal& rate) {
    Closing& closing = closing_[currency];
    if (closing.date <= date.days()) closing = {date.days(), &rate};
  }

  // None: the document states no rate.
  [[nodiscard]] const Decimal* find(std::uint32_t id) const {
    const DocumentRow& document = state_->documents[id];
    if (!is_foreign(document)) return &one_;
    const Closing& closing = closing_[document.currency];
    if (document.posted <= closing.date && is_revalued(id)) return closing.rate;
    return document.rate == none ? nullptr : &state_->exchange_rates[document.rate];
  }

  [[nodiscard]] Decimal at(std::uint32_t id) const {
    const Decimal* rate = find(id);
    if (rate == nullptr) throw_missing(*state_, {id});
    return *rate;
  }

 private:
  struct Closing {
    std::int32_t date = no_date;
    const Decimal* rate = nullptr;
  };

  const LedgerState* state_;
  Currency home_;
  Decimal one_{1};
  std::vector<Closing> closing_;  // By the currency's code.
};

// The revaluations that hold, in the order in which they come to hold.
std::vector<std::uint32_t> revaluations_of(const LedgerState& state, const AsOf& as_of) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t id = 0; id < state.revaluations.size(); ++id)
    if (LedgerState::holds(state.revaluations[id].posted, state.revaluations[id].recorded_at_us,
                           as_of))
      found.push_back(id);
  std::ranges::stable_sort(found, {}, [&](std::uint32_t id) {
    return std::pair(state.revaluations[id].posted, state.revaluations[id].revaluation.date);
  });
  return found;
}

// Calls use(currency's code, rate) for each rate of which the ledger has documents.
template <class Use>
void for_rates(const LedgerState& state, const Revaluation& revaluation, const Use& use) {
  for (const ExchangeRate& rate : revaluation.rates) {
    const auto found = std::ranges::find(state.currencies, rate.base());
    if (found != state.currencies.end())
      use(static_cast<std::uint16_t>(found - state.currencies.begin()), rate.rate());
  }
}

struct SideLabels {
  Text before;
  Text after;
  Text released;
};
constexpr SideLabels debit_labels{{"debit carried before", "核销前借项账面金额"},
                                  {"debit carried after", "核销后借项账面金额"},
                                  {"released from the debit", "转出借项账面金额"}};
constexpr SideLabels credit_labels{{"credit carried before", "核销前贷项账面金额"},
                                   {"credit carried after", "核销后贷项账面金额"},
                                   {"released from the credit", "转出贷项账面金额"}};

template <Tracer T>
Money minus(Text label, Money a, Text a_name, Money b, Text b_name, T& trace) {
  const Money result = a - b;
  trace.step(label, Operation::difference, result, Operand{a_name, a}, Operand{b_name, b});
  return result;
}

template <Tracer T>
Money released(const CarryingChange& change, const SideLabels& labels, Currency home, Rounding mode,
               T& trace) {
  const Money before = carrying_amount(change.before, home, mode, trace, labels.before);
  const Money after = carrying_amount(change.after, home, mode, trace, labels.after);
  return minus(labels.released, before, labels.before, after, labels.after, trace);
}

// The rule. What a credit is carried at is owed: that it grows is a loss.
template <Tracer T>
Money difference_of(const ExchangeDifference& row, Currency home, T& trace) {
  const Rounding mode = row.rounding;
  if (row.of_credit) {
    const Money given = released(row.of_document, debit_labels, home, mode, trace);
    const Money got = released(*row.of_credit, credit_labels, home, mode, trace);
    return minus({"realised exchange difference", "已实现汇兑差额"}, got, credit_labels.released,
                 given, debit_labels.released, trace);
  }
  constexpr Text old_label{"carried before", "调汇前账面金额"};
  constexpr Text new_label{"carried at the closing rate", "按期末汇率的账面金额"};
  constexpr Text label{"unrealised exchange difference", "未实现汇兑差额"};
  const Money before = carrying_amount(row.of_document.before, home, mode, trace, old_label);
  const Money after = carrying_amount(row.of_document.after, home, mode, trace, new_label);
  return is_debit(row.document_kind) ? minus(label, after, new_label, before, old_label, trace)
                                     : minus(label, before, old_label, after, new_label, trace);
}

// Lets the facts happen again, day by day.
class Replay {
 public:
  Replay(const LedgerState& state, Date from, const AsOf& until)
      : state_(&state), rates_(state), from_(from.days()), until_(until) {
    std::vector<std::uint32_t> missing;
    of_currency_.resize(state.currencies.size());
    for (std::uint32_t id = 0; id < state.documents.size(); ++id) {
      const DocumentRow& row = state.documents[id];
      open_.push_back(row.minor);
      if (!LedgerState::holds(row, until)) continue;
      if (rates_.find(id) == nullptr) missing.push_back(id);
      if (rates_.is_revalued(id)) of_currency_[row.currency].push_back(id);
    }
    throw_missing(state, missing);
  }

  std::vector<ExchangeDifference> run() {
    std::vector<std::uint32_t> applications;
    for (std::uint32_t id = 0; id < state_->applied.size(); ++id)
      if (LedgerState::holds(state_->applied[id].posted, state_->applied[id].recorded_at_us,
                             until_))
        applications.push_back(id);
    std::ranges::stable_sort(applications, {},
                             [&](std::uint32_t id) { return state_->applied[id].posted; });
    auto next = applications.begin();
    for (const std::uint32_t revaluation : revaluations_of(*state_, until_)) {
      const std::int32_t day = state_->revaluations[revaluation].posted;
      for (; next != applications.end() && state_->applied[*next].posted <= day; ++next)
        apply(*next);
      revalue(revaluation);
    }
    for (; next != applications.end(); ++next) apply(*next);
    return std::move(rows_);
  }

 private:
  [[nodiscard]] Money open(std::uint32_t document) const {
    return state_->money(state_->documents[document], open_[document]);
  }

  CarryingChange take(std::uint32_t document, std::int64_t minor) {
    const Money before = open(document);
    const Money after = before - state_->money(state_->documents[document], minor);
    open_[document] = after.minor();
    const Decimal rate = rates_.at(document);
    return {{before, rate}, {after, rate}};
  }

  void apply(std::uint32_t id) {
    const AppliedRow& row = state_->applied[id];
    const std::uint32_t debit = state_->items[row.debit].document;
    const CarryingChange of_debit = take(debit, row.minor);
    if (row.credit == none) return;
    const std::uint32_t credit = state_->items[row.credit].document;
    const CarryingChange of_credit = take(credit, state_->minor_of_credit(id));
    const DocumentRow& document = state_->documents[debit];
    if (!rates_.is_foreign(document) && !rates_.is_foreign(state_->documents[credit])) return;
    add({.kind = ExchangeDifferenceKind::realised,
         .posted = Date::from_days(row.posted),
         .recorded_at_us = row.recorded_at_us,
         .document = DocumentId{debit},
         .document_kind = document.kind,
         .credit = DocumentId{credit},
         .application = ApplicationId{id},
         .revaluation = std::nullopt,
         .amount = state_->money(document, row.minor),
         .rate_from = of_debit.before.rate,
         .rate_to = of_credit.before.rate,
         .difference = Money::zero(*state_->options.home),
         .of_document = of_debit,
         .of_credit = of_credit,
         .rounding = state_->options.rounding});
  }

  void revalue(std::uint32_t id) {
    const RevaluationRow& row = state_->revaluations[id];
    const std::int32_t last = row.revaluation.date.days();
    for_rates(*state_, row.revaluation, [&](std::uint16_t currency, const Decimal& rate) {
      std::vector<std::pair<std::uint32_t, Decimal>> covered;
      for (const std::uint32_t document : of_currency_[currency])
        if (open_[document] != 0 && state_->documents[document].posted <= last)
          covered.emplace_back(document, rates_.at(document));
      rates_.revalue(currency, row.revaluation.date, rate);
      for (const auto& [document, before] : covered) revalue(document, before, id);
    });
  }

  void revalue(std::uint32_t document, const Decimal& rate, std::uint32_t revaluation) {
    const RevaluationRow& row = state_->revaluations[revaluation];
    const Money amount = open(document);
    const Decimal closing = rates_.at(document);
    add({.kind = ExchangeDifferenceKind::unrealised,
         .posted = Date::from_days(row.posted),
         .recorded_at_us = row.recorded_at_us,
         .document = DocumentId{document},
         .document_kind = state_->documents[document].kind,
         .credit = std::nullopt,
         .application = std::nullopt,
         .revaluation = RevaluationId{revaluation},
         .amount = amount,
         .rate_from = rate,
         .rate_to = closing,
         .difference = Money::zero(*state_->options.home),
         .of_document = {{amount, rate}, {amount, closing}},
         .of_credit = std::nullopt,
         .rounding = state_->options.rounding});
  }

  void add(ExchangeDifference row) {
    if (row.posted.days() < from_) return;
    NoTrace no_trace;
    row.difference = difference_of(row, *state_->options.home, no_trace);
    if (!is_zero(row.difference)) rows_.push_back(row);
  }

  const LedgerState* state_;
  RatesInForce rates_;
  std::int32_t from_;
  AsOf until_;
  std::vector<std::int64_t> open_;  // Of each document, in minor units.
  std::vector<std::vector<std::uint32_t>> of_currency_;
  std::vector<ExchangeDifference> rows_;
};

}  // namespace

std::string to_string(ExchangeDifferenceKind kind) {
  return std::string(difference_kinds[static_cast<std::size_t>(kind)]);
}

ExchangeDifferenceKind parse_exchange_difference_kind(std::string_view text) {
  return parse_name<ExchangeDifferenceKind>(text, difference_kinds, "a kind of difference: one of");
}

Derivation ExchangeDifference::explain() const {
  Derivation derivation;
  static_cast<void>(difference_of(*this, difference.currency(), derivation));
  return derivation;
}

std::vector<ExchangeDifference> exchange_differences(const Ledger& ledger, Date from, Date to,
                                                     std::int64_t known_at_us) {
  if (to < from)
    throw_faults("no such days", {{.field = "to",
                                   .value = to_string(to),
                                   .expected = "a day not before the first, " + to_string(from)}});
  return Replay(ledger.state(), from, AsOf(to, known_at_us)).run();
}

namespace {

RatesInForce rates_in_force(const LedgerState& state, const AsOf& as_of) {
  RatesInForce rates(state);
  for (const std::uint32_t revaluation : revaluations_of(state, as_of)) {
    const Revaluation& facts = state.revaluations[revaluation].revaluation;
    for_rates(state, facts, [&](std::uint16_t currency, const Decimal& rate) {
      rates.revalue(currency, facts.date, rate);
    });
  }
  return rates;
}

}  // namespace

std::optional<Decimal> rate_to_pay_back(const LedgerState& state, std::uint32_t credit,
                                        std::int32_t posted) {
  if (!state.options.home) return std::nullopt;
  const RatesInForce rates = rates_in_force(state, Date::from_days(posted) - 1);
  const Decimal* rate = rates.find(credit);
  if (rate == nullptr || !rates.is_foreign(state.documents[credit])) return std::nullopt;
  return *rate;
}

CarriedAmount carried(const Ledger& ledger, DocumentId document, const AsOf& as_of) {
  const LedgerState& state = ledger.state();
  const std::uint32_t id = state.checked(document);
  const RatesInForce rates = rates_in_force(state, as_of);
  const DocumentRow& row = state.documents[id];
  std::int64_t open = 0;
  for (std::uint32_t i = 0; i < row.items; ++i) open += state.open_minor(row.first_item + i, as_of);
  return {state.money(row, open), rates.at(id)};
}

}  // namespace o2c::inline v1

#include "o2c/receivable/ledger.hpp"

#include <array>
#include <set>
#include <utility>

#include "o2c/money/aggregate.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 5> note_states{"held", "endorsed", "discounted", "collected",
                                                      "dishonoured"};
constexpr std::array<std::string_view, 3> dispute_outcomes{"accepted", "rejected", "withdrawn"};

// What is wrong with a document that is to be posted.
class DocumentCheck {
 public:
  DocumentCheck(const Document& document, const LedgerState& state)
      : document_(&document), state_(&state) {
    text("number", document.number);
    text("party", document.party);
    if (sign(document.amount) <= 0)
      add("amount", to_string(document.amount), "an amount above zero; the kind says the side");
    due();
    if (!document.installments.empty()) installments();
    if (!document.taxes.empty()) taxes();
    rate();
    if (document.kind == DocumentKind::deposit && document.order.empty())
      add("order", "", "the order that the deposit is for");
    if (document.kind != DocumentKind::deposit && document.deposit_terms != DepositTerms::fixed)
      add("deposit_terms", to_string(document.deposit_terms), "fixed: it is no deposit");
    if (document.charge == Charge::collection_cost &&
        (document.kind != DocumentKind::debit_note || document.refers_to.empty()))
      add("charge", to_string(document.charge), "price, unless a debit note refers to a debt");
    constexpr Rate nothing = Rate::from_fraction(0);
    constexpr Rate whole = Rate::from_fraction(1);
    if (document.secured < nothing || document.secured > whole)
      add("secured", to_string(document.secured), "0% to 100%");
    if (document.burden < nothing) add("burden", to_string(document.burden), "no less than 0%");
  }

  void done() {
    if (faults_.empty()) return;
    throw_faults(
        ("cannot post " + to_string(document_->kind) + " " + in_quotes(document_->number)).c_str(),
        std::move(faults_));
  }

 private:
  void add(const char* field, std::string value, std::string expected) {
    faults_.push_back({.field = field, .value = std::move(value), .expected = std::move(expected)});
  }

  void text(const char* field, const std::string& value) {
    if (value.empty()) add(field, "", "a text");
  }

  void due() {
    const Document& d = *document_;
    if (!is_debit(d.kind)) {
      if (!d.installments.empty())
        add("installments", std::to_string(d.installments.size()), "none: it is no debit");
      const bool is_bill = d.kind == DocumentKind::note_receivable;
      if (d.due_date && !is_bill) add("due_date", to_string(*d.due_date), "none: it is no debit");
      if (!d.due_date && is_bill) add("due_date", "", "when the bill is due");
      if (d.due_date && is_bill && *d.due_date < d.date)
        add("due_date", to_string(*d.due_date), "a day not before the bill's own");
    } else if (d.due_date && !d.installments.empty()) {
      add("due_date", to_string(*d.due_date), "none: the instalments have theirs");
    } else if (!d.due_date && d.installments.empty() && d.kind == DocumentKind::invoice) {
      add("due_date", "", "a due date, or instalments");
    }
  }

  void installments() {
    const Document& d = *document_;
    if (d.installments.size() > std::numeric_limits<std::uint16_t>::max())
      add("installments", std::to_string(d.installments.size()), "at most 65,535");
    std::set<std::int32_t> numbers;
    Int128 total = 0;
    for (const Installment& each : d.installments) {
      const std::string name = to_string(each);
      if (each.number <= 0 || static_cast<std::uint32_t>(each.number) > ItemRow::installment_max ||
          !numbers.insert(each.number).second)
        add("installments", name,
            "a number from 1 to " + std::to_string(ItemRow::installment_max) +
                " that no other has");
      if (each.amount.currency() != d.amount.currency() || sign(each.amount) <= 0)
        add("installments", name,
            "an amount above zero in " + to_string(d.amount.currency()) + ", as the document");
      for (const DiscountOffer& offer : each.discounts)
        if (offer.discount.currency() != d.amount.currency())
          add("discounts", to_string(offer.discount),
              "an amount in " + to_string(d.amount.currency()) + ", as the document");
      total += each.amount.minor();
    }
    if (total != d.amount.minor())
      add("installments", std::to_string(d.installments.size()) + " instalments",
          "amounts that add up to " + to_string(d.amount));
  }

  void taxes() {
    const Document& d = *document_;
    if (d.taxes.size() > std::numeric_limits<std::uint16_t>::max())
      add("taxes", std::to_string(d.taxes.size()), "at most 65,535 lines");
    Int128 total = 0;
    for (const TaxLine& line : d.taxes) {
      if (line.net.currency() != d.amount.currency() || line.tax.currency() != d.amount.currency())
        add("taxes", to_string(line.net) + " + " + to_string(line.tax),
            "amounts in " + to_string(d.amount.currency()) + ", as the document");
      if (sign(line.net) < 0 || sign(line.tax) < 0)
        add("taxes", to_string(line.net) + " + " + to_string(line.tax),
            "amounts not below zero; the kind says the side");
      else if (line.rate && !is_tax_of_rate(line))
        add("taxes", to_string(line.net) + " + " + to_string(line.tax),
            "a tax of " + to_string(apply(*line.rate, line.net, Rounding::half_up)) + ", " +
                to_string(*line.rate) + " of the net" + tolerance_text());
      total += static_cast<Int128>(line.net.minor()) + line.tax.minor();
    }
    if (total != d.amount.minor())
      add("taxes", std::to_string(d.taxes.size()) + " lines",
          "net and tax that add up to " + to_string(d.amount));
  }

  // Where the net was made from the total, half a minor unit of it is 1 + rate halves of the tax.
  [[nodiscard]] bool is_tax_of_rate(const TaxLine& line) const {
    const int digits = line.net.currency().digits();
    const Decimal& rate = line.rate->fraction();
    const Decimal due = Decimal::from_parts(line.net.minor(), digits) * rate;
    const Decimal difference = abs(Decimal::from_parts(line.tax.minor(), digits) - due);
    const std::optional<Decimal>& tolerance = state_->options.tax_tolerance;
    return difference <= (tolerance ? *tolerance : (1 + rate) * Decimal::from_parts(5, digits + 1));
  }
  [[nodiscard]] std::string tolerance_text() const {
    const std::optional<Decimal>& tolerance = state_->options.tax_tolerance;
    return tolerance ? ", give or take " + to_string(*tolerance) : "";
  }

  void rate() {
    const Document& d = *document_;
    if (!d.rate) return;
    const std::optional<Currency> home = state_->options.home;
    if (!home)
      add("rate", to_string(*d.rate), "none: the ledger has no home currency");
    else if (*home == d.amount.currency() && *d.rate != 1)
      add("rate", to_string(*d.rate), "none: the amount is in the home currency");
    else if (*d.rate <= 0)
      add("rate", to_string(*d.rate), "a rate above zero");
  }

  const Document* document_;
  const LedgerState* state_;
  std::vector<Fault> faults_;
};

std::uint32_t add_item(LedgerState& state, std::uint32_t document, std::int64_t minor,
                       std::int32_t due, std::int32_t installment, bool debit) {
  const auto item = static_cast<std::uint32_t>(state.items.size());
  if (item == none) throw_overflow("a ledger holds at most 4,294,967,295 items");
  state.items.push_back(
      {.minor = minor,
       .applied = 0,
       .document = document,
       .due = due,
       .last_applied = none,
       .installment = static_cast<std::uint32_t>(installment) & ItemRow::installment_max,
       .reversed = 0,
       .listed = debit ? 1U : 0U,
       .dated_later = 0,
       .disputed = 0,
       .discounted = 0});
  return item;
}

std::uint32_t optional_code(TextCodes& codes, const std::string& text) {
  return text.empty() ? none : codes.code(text);
}

}  // namespace

std::string to_string(NoteState state) {
  return std::string(note_states[static_cast<std::size_t>(state)]);
}
NoteState parse_note_state(std::string_view text) {
  return parse_name<NoteState>(text, note_states, "a state of a bill: one of");
}
std::string to_string(DisputeOutcome outcome) {
  return std::string(dispute_outcomes[static_cast<std::size_t>(outcome)]);
}
DisputeOutcome parse_dispute_outcome(std::string_view text) {
  return parse_name<DisputeOutcome>(text, dispute_outcomes, "an outcome: one of");
}

Ledger::Ledger(LedgerOptions options) : state_(std::make_unique<LedgerState>()) {
  if (options.tax_tolerance && *options.tax_tolerance < 0)
    throw_faults("no such ledger", {{.field = "tax_tolerance",
                                     .value = to_string(*options.tax_tolerance),
                                     .expected = "no less than 0"}});
  state_->options = options;
}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

void check_document(const Document& document, const LedgerState& state) {
  DocumentCheck(document, state).done();
}

std::uint32_t LedgerState::find_referred(DocumentKind kind, std::string_view party,
                                         std::string_view text) const {
  if (text.empty()) return none;
  using enum DocumentKind;
  constexpr std::array<DocumentKind, 4> credits{receipt, deposit, note_receivable, credit_note};
  constexpr std::array<DocumentKind, 5> debits{invoice, debit_note, interest, returned_payment,
                                               refund};
  // What is paid back refers to a credit, all else to what is owed, if both have the number.
  const bool paid_back = kind == refund || kind == returned_payment;
  std::array<std::span<const DocumentKind>, 2> order{debits, credits};
  if (paid_back) std::swap(order[0], order[1]);
  for (const std::span<const DocumentKind> side : order)
    for (const DocumentKind each : side) {
      const std::uint32_t found = find_document(text, each);
      if (found != none && party_names.text(documents[found].party) == party) return found;
    }
  throw_faults("cannot refer to a document", {{.field = "refers_to",
                                               .value = std::string(text),
                                               .expected = "the number of a document of " +
                                                           in_quotes(party) + " that was posted"}});
  return none;
}

void LedgerState::prefetch(const Document& document) const noexcept {
  party_names.prefetch(document.party);
  numbers.prefetch(document.number);
  if (!document.order.empty()) orders.prefetch(document.order);
}

Expected<std::uint32_t> LedgerState::add_document(const Document& document, std::uint32_t refers_to,
                                                  std::int64_t recorded_at_us) {
  const std::uint32_t number = numbers.code(document.number);
  if (number == document_of_number.size()) document_of_number.push_back(none);
  for (std::uint32_t at = document_of_number[number]; at != none; at = next_same_number(at))
    if (documents[at].kind == document.kind)
      return refuse_duplicate(document.kind, document.number);

  const auto id = static_cast<std::uint32_t>(documents.size());
  if (id == none) throw_overflow("a ledger holds at most 4,294,967,295 documents");
  const std::uint32_t party = party_names.code(document.party);
  if (party == parties.size()) parties.emplace_back();
  PartyRow& account = parties[party];
  const std::uint16_t currency = currency_code(document.amount.currency());

  DocumentRow row{.recorded_at_us = recorded_at_us,
                  .minor = document.amount.minor(),
                  .date = document.date.days(),
                  .posted = posted_on(document.date.days()),
                  .number = number,
                  .party = party,
                  .order = optional_code(orders, document.order),
                  .salesperson = optional_code(people, document.salesperson),
                  .first_item = static_cast<std::uint32_t>(items.size()),
                  .first_tax = static_cast<std::uint32_t>(taxes.size()),
                  .rate = none,
                  .next_of_party = std::exchange(account.last_document, id),
                  .items = 1,
                  .taxes = static_cast<std::uint16_t>(document.taxes.size()),
                  .currency = currency,
                  .kind = document.kind,
                  .returned = 0};
  if (const std::uint32_t older = std::exchange(document_of_number[number], id); older != none)
    same_number.emplace(id, older);
  if (refers_to != none) referred.emplace(id, refers_to);
  if (document.rate) row.rate = exchange_rates.code(*document.rate);
  for (const TaxLine& line : document.taxes)
    taxes.push_back(
        {line.net.minor(), line.tax.minor(), line.rate ? tax_rates.code(*line.rate) : none});

  const bool debit = is_debit(document.kind);
  if (document.installments.empty()) {
    const Date due = document.due_date.value_or(document.date);
    add_item(*this, id, row.minor, document.due_date || debit ? due.days() : no_date, 0, debit);
  } else {
    row.items = static_cast<std::uint16_t>(document.installments.size());
    for (const Installment& each : document.installments) {
      const std::uint32_t item =
          add_item(*this, id, each.amount.minor(), each.due_date ? each.due_date->days() : no_date,
                   each.number, true);
      if (!each.due_date) anchor_of_item.emplace(item, each.anchor);
      if (!each.discounts.empty()) offer_discounts(item, each.discounts);
    }
  }
  documents.push_back(row);
  if (debit && row.order != none) add_order_debit(row.order, id);
  if (debit)
    for (std::uint32_t i = 0; i < row.items; ++i)
      account.open_debits.push_back(open_debit(row.first_item + i));
  static constexpr DocumentDetails common{};
  const DocumentDetails rare{document.discounts, document.secured, document.burden,
                             document.deposit_terms, document.charge};
  if (rare != common) details.emplace(id, rare);
  record_moment(recorded_at_us);
  return id;
}

Expected<DocumentId> Ledger::post(const Document& document, std::int64_t recorded_at_us) {
  state_->check_moment(recorded_at_us);
  if (document.kind == DocumentKind::refund || document.kind == DocumentKind::returned_payment)
    throw_invalid("post: expected no " + to_string(document.kind) +
                  "; refund() and return_payment() post them");
  state_->prefetch(document);
  check_document(document, *state_);
  const Expected<std::uint32_t> id = state_->add_document(
      document, state_->find_referred(document.kind, document.party, document.refers_to),
      recorded_at_us);
  if (!id) return id.error();
  return DocumentId{*id};
}

void Ledger::lock(Date until, std::int64_t recorded_at_us) {
  state_->check_moment(recorded_at_us);
  if (until == Date::max()) throw_invalid("books cannot be locked for ever");
  if (const std::optional<Date> before = locked_until(); before && until <= *before)
    throw_faults("cannot lock the books",
                 {{.field = "until",
                   .value = to_string(until),
                   .expected = "a day after " + to_string(*before) + ", which is locked already"}});
  state_->locks.push_back({until.days(), recorded_at_us, state_->next_fact()});
  state_->record_moment(recorded_at_us);
}

std::optional<Date> Ledger::locked_until() const noexcept {
  if (state_->locks.empty()) return std::nullopt;
  return Date::from_days(state_->locks.back().until);
}

}  // namespace o2c::inline v1

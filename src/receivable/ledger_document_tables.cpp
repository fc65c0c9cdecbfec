#include "ledger_document_tables.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "discount_names.hpp"

namespace o2c::inline v1 {
namespace {

using enum LedgerRows::Need;

// "1/50", or a decimal.
Ratio parse_part(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return Decimal::parse(text);
  const Decimal numerator = Decimal::parse(text.substr(0, slash));
  const Decimal denominator = Decimal::parse(text.substr(slash + 1));
  if (is_zero(denominator)) throw_parse(text, slash + 1, "a denominator other than zero");
  return Ratio(numerator) / Ratio(denominator);
}

}  // namespace

DocumentTables::Common::Common(LedgerRows& rows, std::string_view number_name,
                               std::string_view date_name)
    : party(rows.required("party")),
      number(rows.required(number_name)),
      date(rows.required(date_name)),
      amount(rows.required("amount")),
      kind(rows.column("kind")),
      due_date(rows.column("due_date")),
      order(rows.column("order")),
      salesperson(rows.column("salesperson")),
      refers_to(rows.column("refers_to")),
      refers_to_kind(rows.column("refers_to_kind")),
      rate(rows.column("rate")) {}

DocumentTables::DocumentTables(const LedgerTables& tables, const LedgerTableOptions& options)
    : invoices_(tables.invoices, "invoices", options),
      receipts_(tables.receipts, "receipts", options),
      taxes_(tables.taxes, "taxes", options),
      discounts_(tables.discounts, "discounts", options),
      invoice_(invoices_, "document", "invoice_date"),
      receipt_(receipts_, "receipt", "date"),
      instalment_(invoices_.column("instalment")),
      anchor_(invoices_.column("anchor")),
      net_(invoices_.column("net")),
      secured_(invoices_.column("secured")),
      burden_(invoices_.column("burden")),
      grace_days_(invoices_.column("grace_days")),
      discount_base_(invoices_.column("discount_base")),
      part_payments_(invoices_.column("part_payments")),
      deposit_terms_(receipts_.column("deposit_terms")),
      charge_(invoices_.column("charge")) {
  static_cast<void>(invoices_.required("due_date"));
  for (const auto& [table, groups] :
       {std::pair(&taxes_, &taxes_of_), std::pair(&discounts_, &discounts_of_)}) {
    LedgerColumn& document = table->required("document");
    LedgerColumn& kind = table->column("kind");
    for (std::uint32_t row = 0; row < table->size(); ++row)
      if (const auto number = table->text(row, document, must))
        groups->add(table->named(row, kind, parse_document_kind).value_or(DocumentKind::invoice),
                    *number, row);
  }
  for (const char* column : {"net", "tax"}) static_cast<void>(taxes_.required(column));
  for (const char* column : {"instalment", "last_day", "rate", "discount"})
    static_cast<void>(discounts_.required(column));
}

void DocumentTables::list(std::vector<TableFact>& facts, std::vector<std::size_t>& ends) {
  facts.reserve(facts.size() + invoices_.size() + receipts_.size());
  list_invoices(facts);
  ends.push_back(facts.size());
  for (std::uint32_t row = 0; row < receipts_.size(); ++row) {
    const Date date = receipts_.date(row, receipt_.date, must).value_or(Date::min());
    facts.push_back(
        {receipts_.moment(row, date), receipts_.sequence(row), row, TableFactKind::receipt});
  }
  ends.push_back(facts.size());
}

void DocumentTables::list_invoices(std::vector<TableFact>& facts) {
  for (std::uint32_t row = 0; row < invoices_.size(); ++row) {
    if (invoices_.integer(row, instalment_))
      if (const auto number = invoices_.text(row, invoice_.number)) {
        const auto kind = invoices_.named(row, invoice_.kind, parse_document_kind);
        if (!instalments_.add(kind.value_or(DocumentKind::invoice), *number, row)) continue;
      }
    const Date date = invoices_.date(row, invoice_.date, must).value_or(Date::min());
    facts.push_back(
        {invoices_.moment(row, date), invoices_.sequence(row), row, TableFactKind::invoice});
  }
}

const Document* DocumentTables::read(const TableFact& fact) {
  LedgerRows& table = rows(fact);
  const auto count = [&] { return table.faults() + taxes_.faults() + discounts_.faults(); };
  const std::size_t faults = count();
  const bool invoice = fact.kind == TableFactKind::invoice;
  try {
    if (invoice)
      read_invoice(fact.row, document_);
    else
      read_receipt(fact.row, document_);
  } catch (const Overflow& error) {
    table.failed(fact.row, invoice ? invoice_.amount : receipt_.amount, error);
  }
  return count() > faults ? nullptr : &document_;
}

void DocumentTables::prefetch(const TableFact& fact, FetchStage stage, const LedgerState& state) {
  if (stage == FetchStage::row) return rows(fact).prefetch(fact.row);
  if (stage == FetchStage::texts) return rows(fact).prefetch_texts(fact.row);
  const bool invoice = fact.kind == TableFactKind::invoice;
  if (const auto text = rows(fact).text(fact.row, invoice ? invoice_.number : receipt_.number))
    state.numbers.prefetch(*text);
  if (const auto text = rows(fact).text(fact.row, invoice ? invoice_.order : receipt_.order))
    state.orders.prefetch(*text);
}

std::optional<DocumentKind> DocumentTables::referred_kind(const TableFact& fact) {
  const bool receipt = fact.kind == TableFactKind::receipt;
  return rows(fact).named(fact.row, receipt ? receipt_.refers_to_kind : invoice_.refers_to_kind,
                          parse_document_kind);
}

void DocumentTables::read_common(LedgerRows& rows, std::uint32_t row, const Common& columns,
                                 Document& document) {
  constexpr Rate zero = Rate::from_fraction(0);
  rows.read_text(row, columns.number, document.number, must);
  rows.read_text(row, columns.party, document.party, must);
  document.date = rows.date(row, columns.date, must).value_or(Date::min());
  document.amount = Money::zero(Currency("XXX", 0));
  document.due_date.reset();
  document.installments.clear();
  document.taxes.clear();
  rows.read_text(row, columns.order, document.order);
  rows.read_text(row, columns.salesperson, document.salesperson);
  rows.read_text(row, columns.refers_to, document.refers_to);
  document.rate = rows.decimal(row, columns.rate);
  document.deposit_terms = DepositTerms::fixed;
  document.charge = Charge::price;
  document.discounts = {};
  document.secured = zero;
  document.burden = zero;
}

void DocumentTables::read_receipt(std::uint32_t row, Document& document) {
  read_common(receipts_, row, receipt_, document);
  document.kind =
      receipts_.named(row, receipt_.kind, parse_document_kind).value_or(DocumentKind::receipt);
  if (!is_payment(document.kind))
    receipts_.fault(row, "kind", to_string(document.kind), "receipt, deposit or note_receivable");
  if (const auto amount = receipts_.amount(row, receipt_.amount, std::nullopt, must))
    document.amount = *amount;
  if (document.kind == DocumentKind::note_receivable)
    document.due_date = receipts_.date(row, receipt_.due_date);
  document.deposit_terms =
      receipts_.named(row, deposit_terms_, parse_deposit_terms).value_or(DepositTerms::fixed);
}

void DocumentTables::read_invoice(std::uint32_t row, Document& document) {
  read_common(invoices_, row, invoice_, document);
  const std::optional<Money> amount = invoices_.amount(row, invoice_.amount, std::nullopt, must);
  document.kind = invoices_.named(row, invoice_.kind, parse_document_kind)
                      .value_or(amount && sign(*amount) < 0 ? DocumentKind::credit_note
                                                            : DocumentKind::invoice);
  const std::uint32_t first = instalments_.take(document.kind, document.number);
  if (!amount) {  // The document is known, so that its taxes are not left over.
    static_cast<void>(taxes_of_.take(document.kind, document.number));
    static_cast<void>(discounts_of_.take(document.kind, document.number));
    return;
  }
  const bool debit = is_debit(document.kind);
  if (is_payment(document.kind))
    invoices_.fault(row, "kind", to_string(document.kind),
                    "what is no payment: those are receipts");
  if (is_zero(*amount) || (sign(*amount) > 0) != debit)
    invoices_.fault(row, "amount", to_string(*amount),
                    debit ? "an amount above zero" : "an amount below zero, since it is a credit");
  document.amount = debit ? *amount : -*amount;
  const std::optional<std::int64_t> instalment = invoices_.integer(row, instalment_);
  if (!instalment) {
    if (debit) document.due_date = invoices_.date(row, invoice_.due_date);
  } else if (!debit) {
    invoices_.fault(row, "instalment", std::to_string(*instalment), "no instalments of a credit");
  } else if (first != none) {
    read_instalments(first, document);
  }
  document.secured = invoices_.rate(row, secured_).value_or(document.secured);
  document.burden = invoices_.rate(row, burden_).value_or(document.burden);
  document.charge = invoices_.named(row, charge_, parse_charge).value_or(document.charge);
  document.discounts.grace_days = invoices_.count(row, grace_days_);
  document.discounts.base =
      invoices_.named(row, discount_base_, parse_discount_base).value_or(document.discounts.base);
  document.discounts.part_payments = invoices_.named(row, part_payments_, parse_part_payments)
                                         .value_or(document.discounts.part_payments);
  if (taxes_.is_given())
    read_taxes(document);
  else
    read_net(instalment ? first : row, document);
  read_discounts(document);
}

void DocumentTables::read_instalments(std::uint32_t first, Document& document) {
  Money total = Money::zero(document.amount.currency());
  for (std::uint32_t row = first; row != none; row = instalments_.next(row)) {
    if (row != first) check_same(row, document);
    const std::int32_t number = invoices_.count(row, instalment_);
    const std::optional<Money> amount = invoices_.amount(row, invoice_.amount, std::nullopt, must);
    if (!amount) continue;
    if (amount->currency() != total.currency()) {
      invoices_.fault(row, "currency", to_string(amount->currency()),
                      to_string(total.currency()) + ", as the document's first row");
      continue;
    }
    document.installments.push_back(
        {.number = number,
         .amount = *amount,
         .anchor = invoices_.named(row, anchor_, parse_anchor).value_or(Anchor::invoice),
         .due_date = invoices_.date(row, invoice_.due_date)});
    total += *amount;
  }
  document.amount = total;
}

// What the rows of a document all say.
void DocumentTables::check_same(std::uint32_t row, const Document& document) {
  const auto party = invoices_.text(row, invoice_.party, must);
  if (party && *party != document.party)
    invoices_.fault(row, "party", std::string(*party),
                    in_quotes(document.party) + ", as the document's first row");
  const auto date = invoices_.date(row, invoice_.date, must);
  if (date && *date != document.date)
    invoices_.fault(row, "invoice_date", to_string(*date),
                    to_string(document.date) + ", as the document's first row");
  const auto same_text = [&](const char* field, LedgerColumn& column, const std::string& first) {
    const std::string text = invoices_.text_or_empty(row, column);
    if (text != first)
      invoices_.fault(
          row, field, text,
          (first.empty() ? "none" : in_quotes(first)) + ", as the document's first row");
  };
  same_text("order", invoice_.order, document.order);
  same_text("salesperson", invoice_.salesperson, document.salesperson);
  same_text("refers_to", invoice_.refers_to, document.refers_to);
  const auto rate = invoices_.decimal(row, invoice_.rate);
  if (rate != document.rate)
    invoices_.fault(
        row, "rate", rate ? to_string(*rate) : "",
        (document.rate ? to_string(*document.rate) : "none") + ", as the document's first row");
}

void DocumentTables::read_net(std::uint32_t row, Document& document) {
  std::optional<Money> net;
  const bool several = !document.installments.empty();
  for (; row != none; row = several ? instalments_.next(row) : none) {
    const auto part = invoices_.amount(row, net_, document.amount.currency());
    if (part) net = net.value_or(Money::zero(part->currency())) + *part;
  }
  if (!net) return;
  if (!is_debit(document.kind)) net = -*net;
  document.taxes.push_back({std::nullopt, *net, document.amount - *net});
}

void DocumentTables::read_taxes(Document& document) {
  LedgerColumn& rate = taxes_.column("tax_rate");
  LedgerColumn& net = taxes_.column("net");
  LedgerColumn& tax = taxes_.column("tax");
  for (std::uint32_t row = taxes_of_.take(document.kind, document.number); row != none;
       row = taxes_of_.next(row)) {
    const auto net_amount = taxes_.amount(row, net, document.amount.currency(), must);
    const auto tax_amount = taxes_.amount(row, tax, document.amount.currency(), must);
    const std::optional<Rate> of = taxes_.rate(row, rate);
    if (net_amount && tax_amount) document.taxes.push_back({of, *net_amount, *tax_amount});
  }
}

void DocumentTables::read_discounts(Document& document) {
  for (std::uint32_t row = discounts_of_.take(document.kind, document.number); row != none;
       row = discounts_of_.next(row)) {
    const std::int32_t number = discounts_.count(row, discounts_.column("instalment"));
    const auto last_day = discounts_.date(row, discounts_.column("last_day"), must);
    const auto rate = discounts_.rate(row, discounts_.column("rate"), must);
    const auto part = discounts_.named(row, discounts_.column("part"), parse_part);
    const auto discount =
        discounts_.amount(row, discounts_.column("discount"), document.amount.currency(), must);
    if (!last_day || !rate || !discount) continue;
    const auto of = std::ranges::find(document.installments, number, &Installment::number);
    if (of == document.installments.end())
      discounts_.fault(row, "instalment", std::to_string(number), "an instalment of the document");
    else
      of->discounts.push_back({*last_day, *rate, part.value_or(rate->fraction()), *discount});
  }
}

void DocumentTables::end() {
  for (const auto& [table, groups] :
       {std::pair(&taxes_, &taxes_of_), std::pair(&discounts_, &discounts_of_)})
    groups->for_left_over([&](std::uint32_t row) {
      table->fault(row, "document", table->text_or_empty(row, table->column("document")),
                   "a document of the invoices");
    });
}

}  // namespace o2c::inline v1

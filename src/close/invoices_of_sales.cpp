#include "invoices_of_sales.hpp"

namespace o2c::inline v1 {

RevenueRows::RevenueRows(const BookRows& invoices)
    : rows_(&invoices), kind_(invoices.column("kind")), refers_to_(invoices.column("refers_to")) {
  const std::size_t charge = invoices.column("charge");
  const std::size_t document = invoices.column("document");
  if (!invoices.has_any(charge)) return;
  for (std::size_t row = 0; row < invoices.rows(); ++row)
    if (invoices.text(charge, row) == "collection_cost")
      costs_.insert(invoices.text(document, row));
}

bool RevenueRows::has_revenue(std::size_t row) const {
  const std::string_view kind = rows_->text(kind_, row);
  if (!kind.empty() && kind != "invoice" && kind != "debit_note" && kind != "credit_note")
    return false;
  if (costs_.empty()) return true;
  if (kind == "debit_note") return !costs_.contains(rows_->text(rows_->column("document"), row));
  const bool takes_back =
      kind == "credit_note" || (kind.empty() && rows_->minor(rows_->column("amount"), row) < 0);
  return !takes_back || !costs_.contains(rows_->text(refers_to_, row));
}

SalesInvoices::SalesInvoices(const CloseView& view)
    : view_(&view),
      rows_(&view.book.get().rows("invoices")),
      revenue_(*rows_),
      date_(rows_->column("invoice_date")),
      recorded_(rows_->column("recorded_at")),
      currency_(rows_->column("currency")),
      rate_(rows_->column("rate")),
      rates_(view.book) {}

bool SalesInvoices::is_posted_within(std::size_t invoice) const {
  if (!revenue_.has_revenue(invoice)) return false;
  const std::optional<Date> posted = view_->posted(*rows_, date_, recorded_, invoice);
  return posted && view_->is_within(*posted);
}

Ratio SalesInvoices::rate(std::size_t invoice, const Currency& currency) const {
  if (currency != view_->book.get().settings().home && rows_->has(rate_, invoice) &&
      rows_->currency(currency_, invoice) == currency)
    return Ratio(rows_->decimal(rate_, invoice));
  return rates_.of(currency, rows_->date(date_, invoice));
}

}  // namespace o2c::inline v1

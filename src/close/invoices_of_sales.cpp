#include "invoices_of_sales.hpp"

namespace o2c::inline v1 {

bool has_revenue(std::string_view kind) {
  return kind.empty() || kind == "invoice" || kind == "debit_note" || kind == "credit_note";
}

SalesInvoices::SalesInvoices(const CloseView& view)
    : view_(&view),
      rows_(&view.book.get().rows("invoices")),
      kind_(rows_->column("kind")),
      date_(rows_->column("invoice_date")),
      recorded_(rows_->column("recorded_at")),
      currency_(rows_->column("currency")),
      rate_(rows_->column("rate")),
      rates_(view.book) {}

bool SalesInvoices::is_posted_within(std::size_t invoice) const {
  if (!has_revenue(rows_->text(kind_, invoice))) return false;
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

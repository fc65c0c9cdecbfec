#include "invoices_of_sales.hpp"

#include "o2c/money/exchange.hpp"

namespace o2c::inline v1 {

bool has_revenue(std::string_view kind) {
  return kind.empty() || kind == "invoice" || kind == "debit_note" || kind == "credit_note";
}

SalesInvoices::SalesInvoices(const CloseView& view)
    : view_(&view),
      rows_(&view.book.get().rows("invoices")),
      by_number_(*rows_, "document"),
      kind_(rows_->column("kind")),
      date_(rows_->column("invoice_date")),
      recorded_(rows_->column("recorded_at")),
      currency_(rows_->column("currency")),
      rate_(rows_->column("rate")) {}

std::optional<std::uint32_t> SalesInvoices::posted_within(std::string_view document) const {
  const auto row = by_number_.find(document);
  if (!row || !has_revenue(rows_->text(kind_, *row))) return std::nullopt;
  const std::optional<Date> posted = view_->posted(*rows_, date_, recorded_, *row);
  return posted && view_->is_within(*posted) ? row : std::nullopt;
}

Ratio SalesInvoices::rate(std::uint32_t invoice, const Currency& currency) const {
  const Book& book = view_->book;
  if (currency == book.settings().home) return 1;
  if (rows_->has(rate_, invoice) && rows_->currency(currency_, invoice) == currency)
    return Ratio(rows_->decimal(rate_, invoice));
  return book.rates().at(currency, book.settings().home, rows_->date(date_, invoice)).factor();
}

}  // namespace o2c::inline v1

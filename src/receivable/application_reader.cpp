#include "application_reader.hpp"

#include <algorithm>
#include <utility>

#include "o2c/columns/detail/vectorized.hpp"

namespace o2c::inline v1 {
namespace {

O2C_VECTORIZED bool any_unknown(std::span<const std::uint32_t> codes) {
  std::uint32_t largest = 0;
  for (const std::uint32_t code : codes) largest = std::max(largest, code);
  return largest == DocumentIndex::unknown;
}

// Amounts of the applications until `day`; the others become 0.
O2C_VECTORIZED void take_until(std::int32_t day, std::span<const std::int32_t> dates,
                               std::span<const std::int64_t> minor, std::span<std::int64_t> taken) {
  for (std::size_t i = 0; i < dates.size(); ++i)
    taken[i] = minor[i] & -std::int64_t{dates[i] <= day};
}

}  // namespace

ApplicationReader::ApplicationReader(const Settler& settler, const HeldTable& applications)
    : settler_(&settler),
      table_(&applications),
      document_column_(applications.column("document")),
      amount_column_(applications.column("amount")),
      date_column_(applications.column("date")),
      documents_(settler.invoices_->index, applications.fields()[document_column_],
                 applications.name()),
      amounts_(applications.fields()[amount_column_], settler.options_.amount_digits),
      dates_(applications.fields()[date_column_]) {
  if (settler.receipts_) {
    receipt_column_ = applications.column("receipt");
    const ColumnField& receipt = applications.fields()[*receipt_column_];
    if (receipt.kind.type != ColumnType::nulls)
      receipts_.emplace(settler.receipts_->index, receipt, applications.name());
    receipt_kind_column_ = applications.find("receipt_kind");
    if (receipt_kind_column_ && !is_text(applications.fields()[*receipt_kind_column_].kind.type))
      receipt_kind_column_.reset();
    kind_column_ = applications.find("kind");
    document_kind_column_ = applications.find("document_kind");
    if (document_kind_column_ && !is_text(applications.fields()[*document_kind_column_].kind.type))
      document_kind_column_.reset();
    const ColumnField& number = applications.fields()[document_column_];
    const ColumnField& of_receipts =
        settler.receipts_->table.fields()[settler.receipts_->number_column];
    if (kind_column_ && document_kind_column_ &&
        is_integer(number.kind.type) == is_integer(of_receipts.kind.type))
      adjusted_payments_.emplace(settler.receipts_->index, number, applications.name());
    // Only documents that are numbered as receipts are can be named in their place.
    const ColumnField& document =
        settler.invoices_->table.fields()[settler.invoices_->number_column];
    if (receipts_ && is_integer(document.kind.type) == is_integer(receipt.kind.type))
      credit_notes_.emplace(settler.invoices_->index, receipt, applications.name());
  }
  if (settler.instalments_) instalment_column_ = applications.find("instalment");
  if (instalment_column_) check_numbers(applications, *instalment_column_, "instalments", true);
  if (settler.known_at_us_) {
    recorded_column_ = applications.column("recorded_at");
    recorded_.emplace(applications.fields()[*recorded_column_]);
  }
}

ApplicationBlock ApplicationReader::read(const HeldRows& rows) {
  const auto& columns = rows.batch->columns;
  const std::size_t count = rows.count();
  find_invoices(rows);
  if (receipt_column_) find_receipts(rows);
  const auto minor =
      amounts_.read(columns[amount_column_], rows.begin, count, digits(), rows.first_row, faults_);
  const auto dates = dates_.read(columns[date_column_], rows.begin, count, rows.first_row, faults_);
  minor_block_.resize(count);
  take_until(settler_->as_of_.days(), dates, minor, minor_block_);
  drop_without_effect(rows, dates);
  return {.cells = cell_block_,
          .receipts = receipt_block_,
          .minor = minor_block_,
          .dates = dates,
          .credit_notes = credit_block_};
}

Upcoming ApplicationReader::upcoming(const HeldRows& rows) const {
  Upcoming next;
  if (rows.end == rows.batch->rows) return next;
  const auto& columns = rows.batch->columns;
  next.add(columns[document_column_], rows.end);
  next.add(columns[amount_column_], rows.end);
  next.add(columns[date_column_], rows.end);
  if (receipt_column_) next.add(columns[*receipt_column_], rows.end);
  return next;
}

void ApplicationReader::fault(const HeldRows& rows, std::size_t i, std::size_t column,
                              std::string expected) {
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  faults_.add({.row = rows.first_row + row,
               .field = table_->fields()[column].name,
               .value = value_text(rows.batch->columns[column], row),
               .expected = std::move(expected)});
}

void ApplicationReader::find_invoices(const HeldRows& rows) {
  document_block_.resize(rows.count());
  documents_.read(rows.batch->columns[document_column_], rows.begin, document_block_);
  adjusts_any_payment_ = false;
  if (adjusted_payments_)
    for (std::size_t i = 0; i < document_block_.size(); ++i)
      if (adjusts_payment(rows, i)) {
        document_block_[i] = DocumentIndex::unknown;
        adjusts_any_payment_ = true;
      }
  cell_block_ = document_block_;
  if (!settler_->instalments_ && !any_unknown(document_block_)) return;
  for (std::size_t i = 0; i < document_block_.size(); ++i) {
    if (document_block_[i] == DocumentIndex::unknown) {
      cell_block_[i] = settler_->no_row();
      if (adjusts_payment(rows, i)) continue;  // It is looked for among the receipts.
      fault(rows, i, document_column_, "a document of the table of invoices");
    } else if (settler_->instalments_) {
      cell_block_[i] = cell(rows, static_cast<std::int64_t>(i), document_block_[i]);
    }
  }
}

std::uint32_t ApplicationReader::cell(const HeldRows& rows, std::int64_t i,
                                      std::uint32_t document) {
  const std::int64_t row = rows.begin + i;
  if (!instalment_column_ || !has_number(rows.batch->columns[*instalment_column_], row)) {
    const std::span<const std::uint32_t> instalments = settler_->instalments_->rows(document);
    return instalments.size() == 1 ? instalments.front() : settler_->no_row() + 1 + document;
  }
  const std::uint32_t found = settler_->instalments_->row(
      document, value_text(rows.batch->columns[*instalment_column_], row));
  if (found != DocumentIndex::unknown) return found;
  fault(rows, static_cast<std::size_t>(i), *instalment_column_, "an instalment of the document");
  return settler_->no_row();
}

void ApplicationReader::find_receipts(const HeldRows& rows) {
  receipt_block_.assign(document_block_.size(), DocumentIndex::unknown);
  if (receipts_) receipts_->read(rows.batch->columns[*receipt_column_], rows.begin, receipt_block_);
  credit_block_.clear();
  if (receipt_kind_column_) {  // A credit note may have the number of a receipt.
    const ColumnView& kinds = rows.batch->columns[*receipt_kind_column_];
    for (std::size_t i = 0; i < receipt_block_.size(); ++i)
      if (const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
          kinds.has_value(row) && kinds.text_at(row) == "credit_note")
        receipt_block_[i] = DocumentIndex::unknown;
  }
  for (std::size_t i = 0; i < receipt_block_.size(); ++i)
    if (receipt_block_[i] == DocumentIndex::unknown) find_credit(rows, i);
}

// What is no receipt is a credit note, or an adjustment, which has neither.
void ApplicationReader::find_credit(const HeldRows& rows, std::size_t i) {
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  receipt_block_[i] = static_cast<std::uint32_t>(settler_->receipts_->table.rows());
  const ColumnView& receipts = rows.batch->columns[*receipt_column_];
  if (adjusts_payment(rows, i)) {
    std::uint32_t found = DocumentIndex::unknown;
    adjusted_payments_->read(rows.batch->columns[document_column_], row, std::span(&found, 1));
    if (found == DocumentIndex::unknown)
      fault(rows, i, document_column_, "a receipt of the table of receipts");
    else
      receipt_block_[i] = found;
    return;
  }
  if (!has_number(receipts, row)) {
    if (kind_column_ && rows.batch->columns[*kind_column_].has_value(row)) return;
  } else if (credit_notes_) {
    std::uint32_t found = DocumentIndex::unknown;
    credit_notes_->read(receipts, row, std::span(&found, 1));
    if (found != DocumentIndex::unknown && found != document_block_[i]) {
      credit_block_.push_back({static_cast<std::uint32_t>(i), found});
      return;
    }
  }
  fault(rows, i, *receipt_column_, "a receipt of the table of receipts, or a credit note");
}

// Whether the row lets go of what was paid too much: it has a payment in place of a debit.
bool ApplicationReader::adjusts_payment(const HeldRows& rows, std::size_t i) const {
  if (!adjusted_payments_) return false;
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  const ColumnView& kinds = rows.batch->columns[*document_kind_column_];
  if (has_number(rows.batch->columns[*receipt_column_], row) || !has_number(kinds, row))
    return false;
  const std::string_view kind = kinds.text_at(row);
  return kind == "receipt" || kind == "deposit" || kind == "note_receivable";
}

// The row of the invoice, or the first of its instalments; no_row() when there is none.
std::uint32_t ApplicationReader::invoice_row(std::size_t i) const {
  const std::uint32_t cell = cell_block_[i];
  if (cell <= settler_->no_row()) return cell;
  return settler_->instalments_->rows(document_block_[i]).front();
}

// A document that is applied to as a whole counts once all its instalments do.
bool ApplicationReader::invoice_counts(std::size_t i) const {
  const SettledTable& invoices = *settler_->invoices_;
  if (cell_block_[i] <= settler_->no_row())
    return cell_block_[i] == settler_->no_row() || invoices.counts(cell_block_[i]);
  return std::ranges::all_of(settler_->instalments_->rows(document_block_[i]),
                             [&](std::uint32_t row) { return invoices.counts(row); });
}

std::span<const std::uint8_t> ApplicationReader::digits() {
  const SettledTable& invoices = *settler_->invoices_;
  const bool one_currency = invoices.currency_of_row.size() == 0;
  digits_block_.resize(one_currency ? 1 : document_block_.size());
  for (std::size_t i = 0; i < digits_block_.size(); ++i) {
    const std::uint32_t row = one_currency ? settler_->no_row() : invoice_row(i);
    digits_block_[i] = static_cast<std::uint8_t>(
        (row == settler_->no_row() ? invoices.currencies.front() : invoices.currency(row))
            .digits());
  }
  if (!adjusts_any_payment_) return digits_block_;
  const SettledTable& receipts = *settler_->receipts_;
  if (one_currency) digits_block_.resize(document_block_.size(), digits_block_.front());
  for (std::size_t i = 0; i < document_block_.size(); ++i)
    if (document_block_[i] == DocumentIndex::unknown && receipt_block_[i] < receipts.table.rows())
      digits_block_[i] = static_cast<std::uint8_t>(receipts.currency(receipt_block_[i]).digits());
  return digits_block_;
}

// An application takes effect on the latest of its own date and those of its two documents; it must
// be known by then; and both must be in one currency.
void ApplicationReader::drop_without_effect(const HeldRows& rows,
                                            std::span<const std::int32_t> dates) {
  if (rows.batch->columns[date_column_].validity != nullptr)
    for (std::size_t i = 0; i < dates.size(); ++i)
      if (dates[i] == DateReader::null_date) fault(rows, i, date_column_, "a date");
  if (recorded_) {
    for (std::size_t i = 0; i < dates.size(); ++i) {
      const std::int64_t moment = recorded_->at(rows.batch->columns[*recorded_column_],
                                                rows.begin + static_cast<std::int64_t>(i));
      if (moment == MomentReader::null_moment)
        fault(rows, i, *recorded_column_, "the moment when the row was recorded");
      if (moment > *settler_->known_at_us_) minor_block_[i] = 0;
    }
  }
  if (settler_->instalments_)
    for (std::size_t i = 0; i < dates.size(); ++i)
      if (!invoice_counts(i)) minor_block_[i] = 0;
  if (!receipt_column_) return;
  const SettledTable& invoices = *settler_->invoices_;
  for (const ApplicationBlock::OfCreditNote& each : credit_block_) {
    if (!invoices.counts(each.row) || !invoice_counts(each.position))
      minor_block_[each.position] = 0;
    const std::uint32_t invoice = invoice_row(each.position);
    if (invoice != settler_->no_row() && invoices.currency(invoice) != invoices.currency(each.row))
      fault(rows, each.position, document_column_,
            "a document in the credit note's currency " +
                std::string(invoices.currency(each.row).code()) + ", not " +
                std::string(invoices.currency(invoice).code()));
  }
  const SettledTable& receipts = *settler_->receipts_;
  const bool invoices_count = !settler_->instalments_ && invoices.settlement.counted.size() == 0;
  const bool one_currency = invoices.currency_of_row.size() == 0 &&
                            receipts.currency_of_row.size() == 0 &&
                            invoices.currencies.front() == receipts.currencies.front();
  if (invoices_count && one_currency) {
    const bool receipts_count = receipts.settlement.counted.size() == 0;
    for (std::size_t i = 0; !receipts_count && i < dates.size(); ++i)
      if (receipt_block_[i] < receipts.table.rows() && !receipts.counts(receipt_block_[i]))
        minor_block_[i] = 0;
    return;
  }
  for (std::size_t i = 0; i < dates.size(); ++i)
    if (invoices.settlement.counted.size() > 0)
      __builtin_prefetch(invoices.settlement.counted.data() + invoice_row(i));
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const std::uint32_t invoice = invoice_row(i);
    const std::uint32_t receipt = receipt_block_[i];
    if (invoice == settler_->no_row()) {  // Of a payment that is adjusted, or unknown.
      if (receipt < receipts.table.rows() && !receipts.counts(receipt)) minor_block_[i] = 0;
      continue;
    }
    if (receipt == receipts.table.rows()) {  // An adjustment.
      if (!invoice_counts(i)) minor_block_[i] = 0;
      continue;
    }
    if (!invoice_counts(i) || !receipts.counts(receipt)) minor_block_[i] = 0;
    const Currency owed = invoices.currency(invoice);
    const Currency paid = receipts.currency(receipt);
    if (owed != paid)
      fault(rows, i, document_column_,
            "a document in the receipt's currency " + std::string(paid.code()) + ", not " +
                std::string(owed.code()));
  }
}

}  // namespace o2c::inline v1

#include "interest_facts.hpp"

#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

InterestDocuments::InterestDocuments(const InterestItems& items)
    : items_(&items),
      index_(items.table, items.table.column("document"), !items.table.find("instalment"),
             items.threads, faults_) {
  if (items.table.find("instalment") && faults_.empty())
    instalments_.emplace(items.table, index_, faults_);
  faults_.throw_if_any(items.table.name());
}

InterestFactReader::InterestFactReader(const InterestDocuments& documents, const HeldTable& table)
    : documents_(&documents),
      table_(&table),
      document_column_(table.column("document")),
      amount_column_(table.column("amount")),
      date_column_(table.column("date")),
      numbers_(documents.index(), table.fields()[document_column_], table.name()),
      amounts_(table.fields()[amount_column_], documents.items().options->amount_digits),
      dates_(table.fields()[date_column_]) {
  if (documents.has_instalments()) instalment_column_ = table.find("instalment");
  if (instalment_column_) check_numbers(table, *instalment_column_, "instalments", true);
  if (!documents.items().options->known_at_us) return;
  recorded_column_ = table.column("recorded_at");
  recorded_.emplace(table.fields()[*recorded_column_]);
}

std::span<const std::optional<InterestFact>> InterestFactReader::read(const HeldRows& rows) {
  const InterestItems& items = documents_->items();
  const auto& columns = rows.batch->columns;
  const std::size_t count = rows.count();
  codes_.resize(count);
  numbers_.read(columns[document_column_], rows.begin, codes_);
  digits_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    digits_[i] = AmountReader::unknown_digits;
    if (codes_[i] == DocumentIndex::unknown)
      fault(rows, i, document_column_, "a document of the table of items");
    else
      digits_[i] = static_cast<std::uint8_t>(items.currency_of(codes_[i]).digits());
  }
  const auto minor =
      amounts_.read(columns[amount_column_], rows.begin, count, digits_, rows.first_row, faults_);
  const auto dates = dates_.read(columns[date_column_], rows.begin, count, rows.first_row, faults_);
  facts_.assign(count, std::nullopt);
  for (std::size_t i = 0; i < count; ++i) {
    const bool dated = dates[i] != DateReader::null_date;
    if (!dated) fault(rows, i, date_column_, "a date");
    const std::uint32_t row = row_of(rows, i);
    const bool known = was_known(rows, i);
    if (codes_[i] != DocumentIndex::unknown && dated && known && items.counts(codes_[i]))
      facts_[i] = {.document = codes_[i], .row = row, .date = dates[i], .minor = minor[i]};
  }
  return facts_;
}

std::uint32_t InterestFactReader::row_of(const HeldRows& rows, std::size_t i) {
  if (!documents_->has_instalments()) return codes_[i];
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  if (codes_[i] == DocumentIndex::unknown || !instalment_column_ ||
      !has_number(rows.batch->columns[*instalment_column_], row))
    return DocumentIndex::unknown;
  const std::uint32_t found =
      documents_->row(codes_[i], value_text(rows.batch->columns[*instalment_column_], row));
  if (found == DocumentIndex::unknown)
    fault(rows, i, *instalment_column_, "an instalment of the document");
  return found;
}

bool InterestFactReader::was_known(const HeldRows& rows, std::size_t i) {
  if (!recorded_) return true;
  const std::int64_t moment = recorded_->at(rows.batch->columns[*recorded_column_],
                                            rows.begin + static_cast<std::int64_t>(i));
  if (moment == MomentReader::null_moment)
    fault(rows, i, *recorded_column_, "the moment when the row was recorded");
  return moment <= *documents_->items().options->known_at_us;
}

void InterestFactReader::fault(const HeldRows& rows, std::size_t i, std::size_t column,
                               std::string expected) {
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  faults_.add({.row = rows.first_row + row,
               .field = table_->fields()[column].name,
               .value = value_text(rows.batch->columns[column], row),
               .expected = std::move(expected)});
}

}  // namespace o2c::inline v1

#include "schedule_reader.hpp"

#include <span>
#include <utility>

#include "o2c/number/error.hpp"

#include "aging_engine.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::uint32_t not_read = ScheduleBook::faulty - 1;

bool has_document(const ColumnView& column, std::int64_t row) {
  if (!column.has_value(row)) return false;
  if (is_integer(column.kind.type) && !column.kind.dictionary_encoded)
    return column.has_integer(row);
  return !column.kind.dictionary_encoded || column.dictionary->has_value(column.code_at(row));
}

}  // namespace

void ScheduleReader::read(const HeldRows& rows) {
  if (!encode(rows)) return;
  const bool one_key = !plan_->currency_column;
  const std::span<const std::uint32_t> terms = one_key ? codes_ : keys_.last_codes(0);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    const CodeTerms& of = terms_of(terms[i], rows, row);
    if (of.number == ScheduleBook::faulty) add_fault(rows, row, plan_->terms_column, of.fault);
    plan_->terms_of_row[row_of(rows, i)] = of.number;
    instalments_ += of.instalments;
    if (!one_key)
      plan_->currency_of_row[row_of(rows, i)] = currency_of(keys_.last_codes(1)[i], rows, row);
    if (plan_->document_column) read_document(rows, row, of.instalments);
  }
}

// Not when the keys of a row are unreadable.
bool ScheduleReader::encode(const HeldRows& rows) {
  codes_.resize(rows.count());
  const auto batch = static_cast<std::size_t>(rows.batch - plan_->table.batches().data());
  try {
    keys_.encode(plan_->bound[batch], rows.begin, codes_);
    return true;
  } catch (const BadTable& unreadable) {
    for (Fault fault : unreadable.faults()) {
      fault.row += rows.first_row;
      faults_.add(std::move(fault));
    }
    return false;
  }
}

const ScheduleReader::CodeTerms& ScheduleReader::terms_of(std::uint32_t code, const HeldRows& rows,
                                                          std::int64_t row) {
  if (code >= terms_of_code_.size()) terms_of_code_.resize(std::size_t{code} + 1);
  CodeTerms& terms = terms_of_code_[code];
  if (!terms.read) terms = read_terms(code, rows, row);
  return terms;
}

// The value is read from the batch: the dictionary that all threads share may be growing.
ScheduleReader::CodeTerms ScheduleReader::read_terms(std::uint32_t code, const HeldRows& rows,
                                                     std::int64_t row) {
  if (code == 0) return {.read = true, .fault = "terms of payment, such as net 30"};
  try {
    const auto [number, terms] =
        plan_->book.terms_of(value_text(rows.batch->columns[plan_->terms_column], row));
    return {.read = true, .number = number, .instalments = terms->installments().size()};
  } catch (const Error& error) {
    return {.read = true, .fault = std::string("terms of payment: ") + error.what()};
  }
}

std::uint32_t ScheduleReader::currency_of(std::uint32_t code, const HeldRows& rows,
                                          std::int64_t row) {
  const ColumnView& column = rows.batch->columns[*plan_->currency_column];
  if (code >= currency_of_code_.size()) currency_of_code_.resize(std::size_t{code} + 1, not_read);
  std::uint32_t& number = currency_of_code_[code];
  if (number == not_read) {
    try {
      number =
          code == 0 ? ScheduleBook::faulty : plan_->book.currency_number(value_text(column, row));
    } catch (const UnknownCurrency&) {
      number = ScheduleBook::faulty;
    }
  }
  if (number == ScheduleBook::faulty) {
    Fault fault = currency_fault(column, row, plan_->options->currencies);
    fault.row = rows.first_row + row;
    faults_.add(std::move(fault));
  }
  return number;
}

void ScheduleReader::read_document(const HeldRows& rows, std::int64_t row,
                                   std::size_t instalments) {
  const ColumnView& column = rows.batch->columns[*plan_->document_column];
  if (!has_document(column, row))
    add_fault(rows, row, *plan_->document_column, "a document");
  else if (plan_->has_text_documents && instalments > 0)
    text_bytes_ += instalments * document_text(column, row).size();
}

void ScheduleReader::add_fault(const HeldRows& rows, std::int64_t row, std::size_t column,
                               std::string expected) {
  faults_.add({.row = rows.first_row + row,
               .field = plan_->table.fields()[column].name,
               .value = value_text(rows.batch->columns[column], row),
               .expected = std::move(expected)});
}

}  // namespace o2c::inline v1

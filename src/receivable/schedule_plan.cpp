#include "schedule_plan.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/number/error.hpp"

#include "aging_engine.hpp"

namespace o2c::inline v1 {
namespace {

std::vector<std::string> key_names(bool has_currencies) {
  if (has_currencies) return {"terms", "currency"};
  return {"terms"};
}

void check_documents(const ColumnField& field) {
  const bool is_plain_integer = is_integer(field.kind.type) && !field.kind.dictionary_encoded;
  if (is_text(field.kind.type) || is_plain_integer || field.kind.type == ColumnType::nulls) return;
  throw BadTable(
      "column \"document\" is " + to_string(field.kind),
      {Fault{.field = "document", .value = to_string(field.kind), .expected = "text or integers"}});
}

}  // namespace

ScheduleBook::ScheduleBook(const ScheduleTableOptions& options)
    : known_currencies_(&options.currencies.get()) {
  for (const auto& [name, terms] : options.terms) add(name, terms);
}

ScheduleBook::NumberedTerms ScheduleBook::terms_of(std::string_view text) {
  const std::lock_guard lock(mutex_);
  const auto known = term_numbers_.find(text);
  if (known != term_numbers_.end()) return {known->second, &terms_[known->second]};
  return add(text, PaymentTerms::parse(text, *known_currencies_));
}

// Of terms that are given twice the first ones hold.
ScheduleBook::NumberedTerms ScheduleBook::add(std::string_view name, PaymentTerms terms) {
  const auto number = static_cast<std::uint32_t>(terms_.size());
  terms_.push_back(std::move(terms));
  term_numbers_.emplace(name, number);
  return {number, &terms_.back()};
}

std::uint32_t ScheduleBook::currency_number(std::string_view code) {
  const std::lock_guard lock(mutex_);
  const Currency currency = known_currencies_->at(code);
  const auto known = std::ranges::find(currencies_, currency);
  const auto number = static_cast<std::uint32_t>(std::distance(currencies_.begin(), known));
  if (known == currencies_.end()) currencies_.push_back(currency);
  return number;
}

SchedulePlan::SchedulePlan(TableSource& source, const ScheduleTableOptions& how)
    : table(source, "invoices"),
      options(&how),
      book(how),
      terms_column(table.column("terms")),
      amount_column(table.column("amount")),
      currency_column(table.find("currency")),
      document_column(table.find("document")),
      keys(table, key_names(currency_column.has_value())),
      terms_of_row(detail::room_for<std::uint32_t>(table.rows())) {
  if (currency_column) {
    currency_of_row = detail::room_for<std::uint32_t>(table.rows());
  } else {
    AgingOptions stated;
    stated.currency = how.currency;
    book.add_currency(stated_currency(stated, table.name()));
  }
  for (std::size_t i = 0; i < anchor_count; ++i) {
    const auto column = table.find(to_string(static_cast<Anchor>(i)) + "_date");
    if (column && table.fields()[*column].kind.type != ColumnType::nulls) event_columns[i] = column;
  }
  if (!table.batches().empty()) keys.sample(table.batches().front());
  for (const RecordBatch& batch : table.batches()) bound.push_back(keys.bind(batch));
  if (document_column) {
    const ColumnField& field = table.fields()[*document_column];
    check_documents(field);
    has_text_documents = !is_integer(field.kind.type);
  }
  schedule.calendar = how.calendar;
  schedule.rounding = how.rounding;
  schedule.cash_step = how.cash_step;
}

}  // namespace o2c::inline v1

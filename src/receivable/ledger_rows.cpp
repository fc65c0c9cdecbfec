#include "ledger_rows.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/error.hpp"

#include "aging_engine.hpp"
#include "document_index.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;

bool has_value(const ColumnView& column, std::int64_t row) { return has_number(column, row); }

}  // namespace

LedgerRows::LedgerRows(TableSource& source, std::string name, const LedgerTableOptions& options)
    : table_(source, std::move(name)), options_(&options) {
  for (std::size_t i = 0; i < table_.fields().size(); ++i)
    columns_.push_back(
        {.name = table_.fields()[i].name, .position = i, .field = table_.fields()[i]});
  std::size_t first = 0;
  for (const RecordBatch& batch : table_.batches()) {
    first_rows_.push_back(first);
    first += static_cast<std::size_t>(batch.rows);
  }
}

void LedgerRows::require(std::initializer_list<std::string_view> columns) const {
  for (const std::string_view column : columns) static_cast<void>(table_.column(column));
}

const LedgerRows::Column* LedgerRows::find(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name, &Column::name);
  return found == columns_.end() ? nullptr : &*found;
}

LedgerRows::Column* LedgerRows::find(std::string_view name) {
  const auto found = std::ranges::find(columns_, name, &Column::name);
  return found == columns_.end() ? nullptr : &*found;
}

LedgerRows::Place LedgerRows::place(std::size_t row) const {
  const auto next = std::ranges::upper_bound(first_rows_, row);
  const auto batch = static_cast<std::size_t>(next - first_rows_.begin()) - 1;
  return {&table_.batches()[batch], static_cast<std::int64_t>(row - first_rows_[batch])};
}

void LedgerRows::fault(std::size_t row, std::string field, std::string value,
                       std::string expected) {
  faults_.add({.row = static_cast<std::int64_t>(row),
               .field = std::move(field),
               .value = std::move(value),
               .expected = std::move(expected)});
}

void LedgerRows::take_over(FaultList found, std::size_t row) {
  for (Fault& each : found.sorted()) {
    each.row = static_cast<std::int64_t>(row);
    faults_.add(std::move(each));
  }
}

std::vector<Fault> LedgerRows::take_faults() {
  std::vector<Fault> faults = faults_.sorted();
  for (Fault& fault : faults) fault.file = table_.name();
  return faults;
}

std::optional<std::string> LedgerRows::text(std::size_t row, std::string_view name, Need need) {
  const Column* column = find(name);
  if (column != nullptr) {
    const Place at = place(row);
    const ColumnView& view = at.batch->columns[column->position];
    if (has_value(view, at.row)) {
      std::string value =
          is_text(view.kind.type) ? std::string(view.text_at(at.row)) : value_text(view, at.row);
      if (!value.empty()) return value;
    }
  }
  if (need == Need::must) fault(row, std::string(name), "null", "a text");
  return std::nullopt;
}

std::optional<Date> LedgerRows::date(std::size_t row, std::string_view name, Need need) {
  Column* column = find(name);
  if (column != nullptr) {
    if (!column->dates) column->dates.emplace(column->field);
    const Place at = place(row);
    FaultList found;
    const std::int32_t days =
        column->dates->read(at.batch->columns[column->position], at.row, 1, 0, found).front();
    if (!found.empty()) {
      take_over(std::move(found), row);
      return std::nullopt;
    }
    if (days != DateReader::null_date) return Date::from_days(days);
  }
  if (need == Need::must) fault(row, std::string(name), "null", "a date");
  return std::nullopt;
}

std::optional<std::int64_t> LedgerRows::integer(std::size_t row, std::string_view name, Need need) {
  const Column* column = find(name);
  if (column != nullptr) {
    const Place at = place(row);
    const ColumnView& view = at.batch->columns[column->position];
    if (has_value(view, at.row)) {
      if (is_integer(view.kind.type) && view.has_integer(at.row)) return view.integer_at(at.row);
      // Spreadsheets and data frames write whole numbers as decimals or text.
      const std::string value = value_text(view, at.row);
      try {
        const Decimal number = normalized(Decimal::parse(value));
        if (number.scale() == 0 && abs(number) <= Decimal(2'000'000'000))
          return static_cast<std::int64_t>(number.coefficient());
      } catch (const ParseError&) {  // Told below.
      }
      fault(row, std::string(name), value, "a whole number");
      return std::nullopt;
    }
  }
  if (need == Need::must) fault(row, std::string(name), "null", "a whole number");
  return std::nullopt;
}

std::optional<Decimal> LedgerRows::decimal(std::size_t row, std::string_view name) {
  const Column* column = find(name);
  if (column == nullptr) return std::nullopt;
  const Place at = place(row);
  const ColumnView& view = at.batch->columns[column->position];
  if (!has_value(view, at.row)) return std::nullopt;
  const std::string value = value_text(view, at.row);
  try {
    if (!is_float(view.kind.type)) return Decimal::parse(value);
  } catch (const ParseError&) {  // Told below.
  }
  fault(row, std::string(name), value, "an exact decimal");
  return std::nullopt;
}

std::optional<Currency> LedgerRows::currency(std::size_t row) {
  const Column* column = find("currency");
  if (column == nullptr) {
    if (options_->currency) return options_->currency;
    throw BadTable("column \"currency\" is missing from " + table_.name() +
                       ": add it, or state the currency of all amounts",
                   {Fault{.file = table_.name(),
                          .field = "currency",
                          .expected = "a column of currency codes, or one stated currency"}});
  }
  const Place at = place(row);
  const ColumnView& view = at.batch->columns[column->position];
  if (has_value(view, at.row) && is_text(view.kind.type))
    if (const auto found = options_->currencies.get().find(view.text_at(at.row))) return found;
  Fault unknown = currency_fault(view, at.row, options_->currencies);
  fault(row, unknown.field, unknown.value, unknown.expected);
  return std::nullopt;
}

std::optional<Money> LedgerRows::amount(std::size_t row, std::string_view name,
                                        std::optional<Currency> given) {
  Column* column = find(name);
  if (column == nullptr) return std::nullopt;
  const std::optional<Currency> of = given ? given : currency(row);
  if (!of) return std::nullopt;
  if (!column->amounts) column->amounts.emplace(column->field, options_->amount_digits);
  const Place at = place(row);
  const ColumnView& view = at.batch->columns[column->position];
  if (name != "amount" && !has_value(view, at.row)) return std::nullopt;
  const auto digits = static_cast<std::uint8_t>(of->digits());
  FaultList found;
  const std::int64_t minor =
      column->amounts->read(view, at.row, 1, std::span(&digits, 1), 0, found).front();
  if (!found.empty()) {
    take_over(std::move(found), row);
    return std::nullopt;
  }
  return Money::from_minor(minor, *of);
}

DocumentKind LedgerRows::kind(std::size_t row, DocumentKind otherwise) {
  const std::optional<std::string> name = text(row, "kind");
  if (!name) return otherwise;
  try {
    return parse_document_kind(*name);
  } catch (const ParseError& error) {
    fault(row, "kind", *name, error.faults().front().expected);
    return otherwise;
  }
}

std::int64_t LedgerRows::moment(std::size_t row, Date day) {
  Column* column = find("recorded_at");
  if (column == nullptr) return std::int64_t{day.days()} * day_us;
  if (!column->moments) column->moments.emplace(column->field);
  const Place at = place(row);
  const std::int64_t moment = column->moments->at(at.batch->columns[column->position], at.row);
  if (moment != MomentReader::null_moment) return moment;
  fault(row, "recorded_at", "null", "a moment in UTC");
  return std::int64_t{day.days()} * day_us;
}

}  // namespace o2c::inline v1

#include "ledger_rows.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "aging_engine.hpp"
#include "document_index.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
constexpr std::int64_t most_integer = 2'000'000'000;

HeldTable held(TableSource* source, std::string name) {
  MemoryTable nothing;
  return {source == nullptr ? nothing : *source, std::move(name)};
}

std::uint32_t checked_rows(const HeldTable& table) {
  if (table.rows() >= std::numeric_limits<std::uint32_t>::max())
    throw_overflow("a table of a ledger holds at most 4,294,967,294 rows");
  return static_cast<std::uint32_t>(table.rows());
}

}  // namespace

LedgerRows::LedgerRows(TableSource* source, std::string name, const LedgerTableOptions& options)
    : table_(held(source, std::move(name))),
      given_(source != nullptr),
      options_(&options),
      rows_(checked_rows(table_)),
      currency_(column("currency")),
      recorded_at_(column("recorded_at")),
      sequence_(column("sequence")) {
  std::size_t first = 0;
  for (const RecordBatch& batch : table_.batches()) {
    first_rows_.push_back(first);
    first += static_cast<std::size_t>(batch.rows);
  }
}

LedgerColumn& LedgerRows::column(std::string_view name) {
  for (LedgerColumn& known : columns_)
    if (known.name == name) return known;
  LedgerColumn& added =
      columns_.emplace_back(LedgerColumn{.name = std::string(name), .position = table_.find(name)});
  if (added.position) {
    const ColumnKind& kind = table_.fields()[*added.position].kind;
    const bool has_offsets = !kind.dictionary_encoded &&
                             (kind.type == ColumnType::text32 || kind.type == ColumnType::text64);
    fetched_.push_back({.position = *added.position,
                        .width = value_width(kind),
                        .text = has_offsets ? kind.type : ColumnType::other});
  }
  return added;
}

void LedgerRows::prefetch(std::size_t row) const {
  const Place at = place(row);
  for (const Fetched& each : fetched_) {
    const ColumnView& view = at.batch->columns[each.position];
    if (view.validity != nullptr) __builtin_prefetch(view.validity + (view.offset + at.row) / 8);
    __builtin_prefetch(view.data<char>() + static_cast<std::size_t>(at.row) * each.width);
  }
}

void LedgerRows::prefetch_texts(std::size_t row) const {
  const Place at = place(row);
  for (const Fetched& each : fetched_) {
    const ColumnView& view = at.batch->columns[each.position];
    if (each.text == ColumnType::text32)
      __builtin_prefetch(view.text + view.data<std::int32_t>()[at.row]);
    else if (each.text == ColumnType::text64)
      __builtin_prefetch(view.text + view.data<std::int64_t>()[at.row]);
  }
}

LedgerColumn& LedgerRows::required(std::string_view name) {
  if (given_) static_cast<void>(table_.column(name));
  return column(name);
}

LedgerColumn& LedgerRows::required_text(std::string_view name) {
  LedgerColumn& found = required(name);
  if (!found.position) return found;
  const ColumnKind& kind = table_.fields()[*found.position].kind;
  if (!is_text(kind.type) && kind.type != ColumnType::nulls)
    throw BadTable(table_.name() + ": column " + in_quotes(name) + " is " + to_string(kind),
                   {Fault{.file = table_.name(),
                          .field = std::string(name),
                          .value = to_string(kind),
                          .expected = "text"}});
  return found;
}

LedgerRows::Place LedgerRows::place(std::size_t row) const {
  const std::vector<RecordBatch>& batches = table_.batches();
  const auto behind = row - first_rows_[batch_];  // Wraps around if the row is before.
  if (behind >= static_cast<std::size_t>(batches[batch_].rows)) {
    const auto next = std::ranges::upper_bound(first_rows_, row);
    batch_ = static_cast<std::size_t>(next - first_rows_.begin()) - 1;
  }
  return {&batches[batch_], static_cast<std::int64_t>(row - first_rows_[batch_])};
}

std::optional<LedgerRows::Place> LedgerRows::value_at(std::size_t row,
                                                      const LedgerColumn& column) const {
  if (!column.position) return std::nullopt;
  const Place at = place(row);
  if (!has_number(at.batch->columns[*column.position], at.row)) return std::nullopt;
  return at;
}

std::string LedgerRows::value_of(std::size_t row, const LedgerColumn& column) const {
  if (!column.position) return "";
  const Place at = place(row);
  return value_text(at.batch->columns[*column.position], at.row);
}

void LedgerRows::missing(std::size_t row, const LedgerColumn& column, Need need,
                         const char* expected) {
  if (need == Need::must) fault(row, column.name, "null", expected);
}

void LedgerRows::fault(std::size_t row, std::string field, std::string value,
                       std::string expected) {
  faults_.add({.row = static_cast<std::int64_t>(row),
               .field = std::move(field),
               .value = std::move(value),
               .expected = std::move(expected)});
}

void LedgerRows::take_over(const FaultList& found, std::size_t row) {
  for (Fault& each : found.sorted()) {
    each.row = static_cast<std::int64_t>(row);
    faults_.add(std::move(each));
  }
}

void LedgerRows::refused(std::size_t row, const LedgerColumn& column, const Refusals& refusals) {
  std::string expected = "what the ledger allows (";
  for (std::size_t i = 0; i < refusals.size(); ++i)
    expected += (i > 0 ? "; " : "") + refusals[i].reason.en;
  fault(row, column.name, value_of(row, column), expected + ")");
}

void LedgerRows::failed(std::size_t row, const LedgerColumn& column, const Error& error) {
  for (const Fault& each : error.faults())  // The tables say instalment.
    fault(row, each.field == "installment" ? "instalment" : each.field, each.value, each.expected);
  if (error.faults().empty()) fault(row, column.name, value_of(row, column), error.what());
}

std::vector<Fault> LedgerRows::listed_faults() const {
  std::vector<Fault> faults = faults_.sorted();
  const auto [repeated, end] = std::ranges::unique(faults);  // Some values are read twice.
  faults.erase(repeated, end);
  for (Fault& fault : faults) fault.file = table_.name();
  return faults;
}

std::optional<std::string_view> LedgerRows::text(std::size_t row, LedgerColumn& column, Need need) {
  if (const std::optional<Place> at = value_at(row, column)) {
    const ColumnView& view = at->batch->columns[*column.position];
    if (!is_text(view.kind.type)) column.written = value_text(view, at->row);
    const std::string_view value =
        is_text(view.kind.type) ? view.text_at(at->row) : std::string_view(column.written);
    if (!value.empty()) return value;
  }
  missing(row, column, need, "a text");
  return std::nullopt;
}

std::string LedgerRows::text_or_empty(std::size_t row, LedgerColumn& column, Need need) {
  return std::string(text(row, column, need).value_or(std::string_view()));
}

void LedgerRows::read_text(std::size_t row, LedgerColumn& column, std::string& text, Need need) {
  text.assign(this->text(row, column, need).value_or(std::string_view()));
}

std::optional<Date> LedgerRows::date(std::size_t row, LedgerColumn& column, Need need) {
  if (column.position) {
    if (!column.dates) column.dates.emplace(table_.fields()[*column.position]);
    const Place at = place(row);
    const ColumnView& view = at.batch->columns[*column.position];
    if (!view.has_value(at.row)) {
      missing(row, column, need, "a date");
      return std::nullopt;
    }
    if (view.kind.type == ColumnType::date32) {
      const std::int32_t days = view.data<std::int32_t>()[at.row];
      if (days >= Date::min().days() && days <= Date::max().days()) return Date::from_days(days);
    }
    FaultList found;  // It reads blocks, which takes longer.
    const std::int32_t days = column.dates->read(view, at.row, 1, 0, found).front();
    if (!found.empty()) {
      take_over(found, row);
      return std::nullopt;
    }
    if (days != DateReader::null_date) return Date::from_days(days);
  }
  missing(row, column, need, "a date");
  return std::nullopt;
}

std::optional<std::int64_t> LedgerRows::integer(std::size_t row, LedgerColumn& column, Need need) {
  if (const std::optional<Place> at = value_at(row, column)) {
    const ColumnView& view = at->batch->columns[*column.position];
    if (view.kind.type == ColumnType::int64 && !view.kind.dictionary_encoded)
      return view.integer_at(at->row);
    // Spreadsheets and data frames write whole numbers as decimals or text.
    const std::string value = value_text(view, at->row);
    if (const auto scan = detail::scan_decimal(value); scan.expected == nullptr) {
      const Decimal number = normalized(scan.value);
      if (number.scale() == 0 && abs(number) <= Decimal(most_integer))
        return static_cast<std::int64_t>(number.coefficient());
    }
    fault(row, column.name, value, "a whole number");
    return std::nullopt;
  }
  missing(row, column, need, "a whole number");
  return std::nullopt;
}

std::int32_t LedgerRows::count(std::size_t row, LedgerColumn& column) {
  const std::int64_t number = integer(row, column).value_or(0);
  if (number >= 0 && number <= most_integer) return static_cast<std::int32_t>(number);
  fault(row, column.name, std::to_string(number), "a whole number from 0 to 2,000,000,000");
  return 0;
}

std::optional<Decimal> LedgerRows::decimal(std::size_t row, LedgerColumn& column, Need need) {
  if (const std::optional<Place> at = value_at(row, column)) {
    const ColumnView& view = at->batch->columns[*column.position];
    if (view.kind.type == ColumnType::decimal128 && !view.kind.dictionary_encoded &&
        view.kind.scale >= 0) {
      Int128 coefficient = 0;
      // Arrow asks for no more than 8-byte alignment.
      std::memcpy(&coefficient, view.data<char>() + at->row * std::int64_t{sizeof coefficient},
                  sizeof coefficient);
      if (Decimal::fits(coefficient)) return Decimal::from_parts(coefficient, view.kind.scale);
    }
    const std::string value = value_text(view, at->row);
    const auto scan = detail::scan_decimal(value);
    if (!is_float(view.kind.type) && scan.expected == nullptr) return scan.value;
    fault(row, column.name, value, "an exact decimal");
    return std::nullopt;
  }
  missing(row, column, need, "an exact decimal");
  return std::nullopt;
}

std::optional<Rate> LedgerRows::rate(std::size_t row, LedgerColumn& column, Need need) {
  const std::optional<Decimal> fraction = decimal(row, column, need);
  if (!fraction) return std::nullopt;
  return Rate::from_fraction(*fraction);
}

std::optional<Currency> LedgerRows::currency(std::size_t row) {
  if (!currency_.position) {
    if (options_->currency) return options_->currency;
    throw BadTable("column \"currency\" is missing from " + table_.name() +
                       ": add it, or state the currency of all amounts",
                   {Fault{.file = table_.name(),
                          .field = "currency",
                          .expected = "a column of currency codes, or one stated currency"}});
  }
  const Place at = place(row);
  const ColumnView& view = at.batch->columns[*currency_.position];
  if (has_number(view, at.row) && is_text(view.kind.type)) {
    const std::string_view code = view.text_at(at.row);
    if (last_currency_ && last_currency_->code() == code) return last_currency_;
    if (const auto found = options_->currencies.get().find(code)) return last_currency_ = found;
  }
  const Fault unknown = currency_fault(view, at.row, options_->currencies);
  fault(row, unknown.field, unknown.value, unknown.expected);
  return std::nullopt;
}

std::optional<Money> LedgerRows::amount(std::size_t row, LedgerColumn& column,
                                        std::optional<Currency> given, Need need) {
  const std::optional<Place> at = value_at(row, column);
  if (!at) {
    missing(row, column, need, "an amount");
    return std::nullopt;
  }
  const std::optional<Currency> of = given ? given : currency(row);
  if (!of) return std::nullopt;
  if (!column.amounts)
    column.amounts.emplace(table_.fields()[*column.position], options_->amount_digits);
  const ColumnView& view = at->batch->columns[*column.position];
  if (const auto minor = column.amounts->minor_at(view, at->row, of->digits()))
    return Money::from_minor(*minor, *of);
  const auto digits = static_cast<std::uint8_t>(of->digits());
  FaultList found;
  const std::int64_t minor =
      column.amounts->read(view, at->row, 1, std::span(&digits, 1), 0, found).front();
  if (!found.empty()) {
    take_over(found, row);
    return std::nullopt;
  }
  return Money::from_minor(minor, *of);
}

std::int64_t LedgerRows::moment(std::size_t row, LedgerColumn& column, Date day) {
  if (!column.position) return std::int64_t{day.days()} * day_us;
  if (!column.moments) column.moments.emplace(table_.fields()[*column.position]);
  const Place at = place(row);
  const std::int64_t moment = column.moments->at(at.batch->columns[*column.position], at.row);
  if (moment != MomentReader::null_moment) return moment;
  fault(row, column.name, "null", "a moment in UTC");
  return std::int64_t{day.days()} * day_us;
}

}  // namespace o2c::inline v1

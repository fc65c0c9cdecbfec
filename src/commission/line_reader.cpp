#include "line_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "o2c/columns/column_view.hpp"

namespace o2c::inline v1 {
namespace {

std::shared_ptr<KeyPlan> key_plan(const HeldTable& table, std::size_t column) {
  const ColumnField& field = table.fields()[column];
  auto plan = std::make_shared<KeyPlan>(field.name, field.kind);
  if (!table.batches().empty()) plan->sample(table.batches().front().columns[column]);
  return plan;
}

std::vector<KeyBatch> bind(const HeldTable& table, std::size_t column, KeyPlan& plan) {
  std::vector<KeyBatch> bound;
  for (const RecordBatch& batch : table.batches()) {
    const ColumnView& view = batch.columns[column];
    bound.push_back({&view, plan.dictionary_codes(view, batch.owner)});
  }
  return bound;
}

}  // namespace

LineTable::LineTable(TableSource& source, const Plan& of)
    : table(source, "lines"),
      plan(&of),
      date_column(table.column("date")),
      net_column(table.column("net")),
      salesperson_column(table.column("salesperson")),
      currency_column(table.find("currency")),
      people(key_plan(table, salesperson_column)),
      people_of_batch(bind(table, salesperson_column, *people)) {
  const ColumnKind& kind = table.fields()[salesperson_column].kind;
  if (!is_text(kind.type) && !is_integer(kind.type) && kind.type != ColumnType::nulls) {
    const Fault fault{.file = table.name(),
                      .field = "salesperson",
                      .value = to_string(kind),
                      .expected = "a column of texts or whole numbers"};
    throw BadTable(to_string(fault), {fault});
  }
  if (of.terms().basis == CommissionBasis::gross_profit) cost_column = table.column("cost");
  if (!currency_column) return;
  currencies = key_plan(table, *currency_column);
  currencies_of_batch = bind(table, *currency_column, *currencies);
}

LineReader::LineReader(const LineTable& lines, std::optional<int> amount_digits)
    : lines_(&lines),
      people_(lines.people),
      dates_(lines.table.fields()[lines.date_column]),
      nets_(lines.table.fields()[lines.net_column], amount_digits) {
  if (lines.currencies) currencies_.emplace(lines.currencies);
  if (lines.cost_column) costs_.emplace(lines.table.fields()[*lines.cost_column], amount_digits);
}

LineBlock LineReader::read(const HeldRows& rows) {
  const auto batch = static_cast<std::size_t>(rows.batch - lines_->table.batches().data());
  const auto& columns = rows.batch->columns;
  people_block_.resize(rows.count());
  people_.encode(lines_->people_of_batch[batch], rows.begin, people_block_);
  const std::span<const std::int32_t> dates =
      dates_.read(columns[lines_->date_column], rows.begin, rows.count(), rows.first_row, faults_);
  const std::array digits{static_cast<std::uint8_t>(lines_->plan->currency().digits())};
  std::span<const std::int64_t> bases = nets_.read(columns[lines_->net_column], rows.begin,
                                                   rows.count(), digits, rows.first_row, faults_);
  if (costs_) bases = less_costs(rows, bases, digits);
  if (currencies_) check_currencies(rows);
  if (std::ranges::find(people_block_, 0U) != people_block_.end())
    for (std::size_t i = 0; i < people_block_.size(); ++i)
      if (people_block_[i] == 0) fault(rows, i, lines_->salesperson_column, "a salesperson");
  if (std::ranges::find(dates, DateReader::null_date) != dates.end())
    for (std::size_t i = 0; i < dates.size(); ++i)
      if (dates[i] == DateReader::null_date) fault(rows, i, lines_->date_column, "a date");
  return {.people = people_block_, .dates = dates, .bases = bases};
}

std::span<const std::int64_t> LineReader::less_costs(const HeldRows& rows,
                                                     std::span<const std::int64_t> nets,
                                                     std::span<const std::uint8_t> digits) {
  const std::span<const std::int64_t> costs =
      costs_->read(rows.batch->columns[*lines_->cost_column], rows.begin, rows.count(), digits,
                   rows.first_row, faults_);
  profits_.resize(nets.size());
  for (std::size_t i = 0; i < nets.size(); ++i)
    if (__builtin_sub_overflow(nets[i], costs[i], &profits_[i]))
      fault(rows, i, *lines_->cost_column, "a cost that leaves a profit of at most 64 bits");
  return profits_;
}

void LineReader::check_currencies(const HeldRows& rows) {
  const auto batch = static_cast<std::size_t>(rows.batch - lines_->table.batches().data());
  currency_block_.resize(rows.count());
  currencies_->encode(lines_->currencies_of_batch[batch], rows.begin, currency_block_);
  const std::string_view wanted = lines_->plan->currency().code();
  for (std::size_t i = 0; i < currency_block_.size(); ++i) {
    const std::uint32_t code = currency_block_[i];
    if (code == known_currency_ && code != 0) continue;
    if (code != 0 && currencies_->value(code).text == wanted)
      known_currency_ = code;
    else
      fault(rows, i, *lines_->currency_column, std::string(wanted) + ", as the plan");
  }
}

void LineReader::fault(const HeldRows& rows, std::size_t i, std::size_t column,
                       std::string expected) {
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  faults_.add({.row = rows.first_row + row,
               .field = lines_->table.fields()[column].name,
               .value = value_text(rows.batch->columns[column], row),
               .expected = std::move(expected)});
}

}  // namespace o2c::inline v1

#include "line_reader.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "o2c/columns/code_range.hpp"
#include "o2c/columns/detail/vectorized.hpp"

namespace o2c::inline v1 {
namespace {

// Which assignment holds depends on the day.
constexpr std::uint32_t by_date = std::numeric_limits<std::uint32_t>::max();

// What stands for null is before all dates.
O2C_VECTORIZED std::int32_t earliest_of(std::span<const std::int32_t> dates) {
  std::int32_t earliest = std::numeric_limits<std::int32_t>::max();
  for (const std::int32_t date : dates) earliest = std::min(earliest, date);
  return earliest;
}

}  // namespace

LineReader::LineReader(const LineTable& lines, std::optional<int> amount_digits)
    : lines_(&lines),
      people_(lines.people.plan),
      nets_(lines.table.fields()[lines.net_column], amount_digits),
      facts_(lines, amount_digits),
      ways_(lines) {
  if (lines.exchanges != nullptr)
    converter_.emplace(lines, *lines.exchanges);
  else if (lines.currencies)
    currencies_.emplace(lines.currencies->plan);
  if (lines.orders) orders_.emplace(lines.orders->plan);
  if (lines.credit_keys) credit_keys_.emplace(lines.credit_keys->plan);
  // A column without any value may be of no type.
  const ColumnField& dates = lines.table.fields()[lines.date_column];
  if (!lines.may_be_pending() || dates.kind.type != ColumnType::nulls) dates_.emplace(dates);
  if (lines.returned_column &&
      lines.table.fields()[*lines.returned_column].kind.type != ColumnType::nulls)
    returned_.emplace(lines.table.fields()[*lines.returned_column]);
  if (lines.written_off_column &&
      lines.table.fields()[*lines.written_off_column].kind.type != ColumnType::nulls)
    written_off_.emplace(lines.table.fields()[*lines.written_off_column]);
  if (lines.payable_column &&
      lines.table.fields()[*lines.payable_column].kind.type != ColumnType::nulls)
    payable_dates_.emplace(lines.table.fields()[*lines.payable_column]);
  if (lines.amount_column)
    amounts_.emplace(lines.table.fields()[*lines.amount_column], amount_digits,
                     lines.plan->currency().digits());
}

LineBlock LineReader::read(const HeldRows& rows) {
  const auto& columns = rows.batch->columns;
  people_block_.resize(rows.count());
  people_.encode(lines_->people.batch_of(lines_->table, rows), rows.begin, people_block_);
  const CodeRange codes = code_range(people_block_);
  LineBlock block;
  block.people = people_block_;
  block.last_person = codes.largest;
  read_dates(rows, block);
  if (payable_dates_)
    block.payable_dates = payable_dates_->read(columns[*lines_->payable_column], rows.begin,
                                               rows.count(), rows.first_row, faults_);
  const std::array of_plan{static_cast<std::uint8_t>(lines_->plan->currency().digits())};
  std::span<const std::uint8_t> digits = of_plan;
  if (converter_) digits = converter_->read(rows, faults_);
  block.nets = nets_.read(columns[lines_->net_column], rows.begin, rows.count(), digits,
                          rows.first_row, faults_);
  if (amounts_) {
    amounts_->read(columns[*lines_->amount_column], rows, digits, faults_);
    block.amounts = amounts_->values();
    states_amounts_ = states_amounts_ && amounts_->is_complete();
  }
  if (currencies_) check_currencies(rows);
  facts_.read(rows, digits, faults_);
  block.facts = &facts_;
  if (!lines_->is_plain()) {
    way_block_.resize(rows.count());
    ways_.find(rows, block.dates, block.nets, facts_, faults_, way_block_);
    if (orders_) find_orders(rows, block);
    if (lines_->returned_column) find_late_returns(rows, block.dates);
    block.ways = way_block_;
    if (facts_.quantities()) block.quantities = facts_.quantities()->values();
  } else {
    if (!facts_.are_complete())
      for (std::size_t i = 0; i < rows.count(); ++i)
        static_cast<void>(facts_.has_needed(rows, i, 0, faults_));
    if (orders_) find_orders(rows, block);
  }
  make_bases(rows, block);
  if (converter_) convert(rows, block);
  if (lines_->credits != nullptr)
    find_credits(rows, block.dates);
  else if (lines_->leavings != nullptr)
    credit_block_.assign(rows.count(), 0);
  if (lines_->leavings != nullptr) find_leavings(block.dates);
  block.credits = credit_block_;
  if (codes.least == 0)
    for (std::size_t i = 0; i < people_block_.size(); ++i)
      if (people_block_[i] == 0)
        faults_.add(lines_->fault(rows, i, lines_->people.column, "a salesperson"));
  leave_aside(rows, block);  // Last: how else they are read, and what is wrong with them, stays.
  return block;
}

void LineReader::read_dates(const HeldRows& rows, LineBlock& block) {
  if (!dates_) {
    date_block_.assign(rows.count(), DateReader::null_date);
    block.dates = date_block_;
    return;
  }
  block.dates = dates_->read(rows.batch->columns[lines_->date_column], rows.begin, rows.count(),
                             rows.first_row, faults_);
  if (lines_->may_be_pending() || earliest_of(block.dates) != DateReader::null_date) return;
  for (std::size_t i = 0; i < block.dates.size(); ++i)
    if (block.dates[i] == DateReader::null_date)
      faults_.add(lines_->fault(rows, i, lines_->date_column, "a date"));
}

void LineReader::leave_aside(const HeldRows& rows, LineBlock& block) {
  auto aside = std::ranges::lower_bound(lines_->left_aside, rows.first());
  const auto end = std::ranges::lower_bound(lines_->left_aside, rows.first() + rows.count());
  if (aside == end) return;
  std::vector<std::int32_t> dates(block.dates.begin(), block.dates.end());
  for (; aside != end; ++aside) dates[*aside - rows.first()] = DateReader::null_date;
  date_block_ = std::move(dates);
  block.dates = date_block_;
}

// Lines that are paid need one.
void LineReader::find_orders(const HeldRows& rows, LineBlock& block) {
  order_block_.resize(rows.count());
  orders_->encode(lines_->orders->batch_of(lines_->table, rows), rows.begin, order_block_);
  const std::size_t codes = std::size_t{std::ranges::max(order_block_)} + 1;
  for (std::size_t code = order_is_named_.size(); code < codes; ++code) {
    const KeyValue value = orders_->value(static_cast<std::uint32_t>(code));
    order_is_named_.push_back(lines_->orders->text_of(value).empty() ? 0 : 1);
  }
  for (std::size_t i = 0; i < order_block_.size(); ++i) {
    if (order_is_named_[order_block_[i]] != 0) continue;
    const bool is_picked = lines_->is_plain() || way_block_[i] != lines_->ways->unmatched();
    const std::size_t rule = lines_->is_plain() ? 0 : lines_->ways->rule(way_block_[i]);
    if (is_picked && lines_->needs[rule].order)
      faults_.add(
          lines_->fault(rows, i, lines_->orders->column, "a value, as the plan looks at orders"));
  }
  block.orders = order_block_;
}

void LineReader::make_bases(const HeldRows& rows, LineBlock& block) {
  block.own_nets = block.nets;
  block.bases = block.nets;
  // Without a rule that counts anything there are no costs.
  const bool of_profit =
      lines_->plan->terms().basis == CommissionBasis::gross_profit && facts_.costs();
  if (!of_profit && lines_->base_parts.empty()) return;
  base_block_.assign(block.nets.begin(), block.nets.end());
  for (std::size_t part = 0; part < lines_->base_parts.size(); ++part) {
    const BaseColumn& of = lines_->base_parts[part];
    add_to_bases(rows, facts_.base_parts()[part].values(), of.is_added, of.column,
                 "an amount with which the base has at most 64 bits");
  }
  if (of_profit)
    add_to_bases(rows, facts_.costs()->values(), false, *lines_->cost_column,
                 "a cost that leaves a profit of at most 64 bits");
  block.bases = base_block_;
}

void LineReader::add_to_bases(const HeldRows& rows, std::span<const std::int64_t> amounts,
                              bool is_added, std::size_t column, const char* expected) {
  for (std::size_t i = 0; i < amounts.size(); ++i)
    if (is_added ? __builtin_add_overflow(base_block_[i], amounts[i], &base_block_[i])
                 : __builtin_sub_overflow(base_block_[i], amounts[i], &base_block_[i]))
      faults_.add(lines_->fault(rows, i, column, expected));
}

void LineReader::convert(const HeldRows& rows, LineBlock& block) {
  block.exchanges = converter_->find(rows, block.dates, faults_);
  const bool of_net = block.bases.data() == block.nets.data();
  block.nets = converter_->convert(rows, lines_->net_column, block.nets, net_block_, faults_);
  block.bases =
      of_net ? block.nets
             : converter_->convert(rows, lines_->net_column, block.bases, base_block_, faults_);
  if (amounts_)
    block.amounts =
        converter_->convert(rows, *lines_->amount_column, block.amounts, amount_block_, faults_);
}

void LineReader::find_credits(const HeldRows& rows, std::span<const std::int32_t> dates) {
  const CreditAssignments& credits = *lines_->credits;
  credit_block_.resize(rows.count());
  credit_keys_->encode(lines_->credit_keys->batch_of(lines_->table, rows), rows.begin,
                       credit_block_);
  const std::size_t codes = std::size_t{std::ranges::max(credit_block_)} + 1;
  for (std::size_t code = assignments_.size(); code < codes; ++code) {
    const KeyValue key = credit_keys_->value(static_cast<std::uint32_t>(code));
    const auto [first, end] = credits.of(lines_->credit_keys->text_of(key));
    assignments_.emplace_back(first, end);
    const bool always = end == first + 1 && !credits.assignments()[first].from_date &&
                        !credits.assignments()[first].to_date;
    credit_of_code_.push_back(first == end ? 0
                              : always     ? static_cast<std::uint32_t>(first) + 1
                                           : by_date);
  }
  for (std::size_t i = 0; i < credit_block_.size(); ++i) {
    const std::uint32_t code = credit_block_[i];
    credit_block_[i] = credit_of_code_[code];
    if (credit_block_[i] != by_date) continue;
    const auto [first, end] = assignments_[code];
    credit_block_[i] = 0;
    for (std::size_t at = first; at < end; ++at) {
      const CreditAssignment& each = credits.assignments()[at];
      if ((each.from_date && dates[i] < each.from_date->days()) ||
          (each.to_date && dates[i] > each.to_date->days()))
        continue;
      credit_block_[i] = static_cast<std::uint32_t>(at) + 1;
      break;
    }
  }
}

// Lines that nobody is assigned, and whose salesperson has left.
void LineReader::find_leavings(std::span<const std::int32_t> dates) {
  const std::size_t codes = std::size_t{std::ranges::max(people_block_)} + 1;
  for (std::size_t code = leavings_.size(); code < codes; ++code)
    leavings_.push_back(lines_->leavings->of(
        lines_->people.text_of(people_.value(static_cast<std::uint32_t>(code)))));
  const std::size_t assignments =
      lines_->credits == nullptr ? 0 : lines_->credits->assignments().size();
  for (std::size_t i = 0; i < credit_block_.size(); ++i) {
    // A line of nobody's is a fault by itself.
    if (credit_block_[i] != 0 || people_block_[i] == 0 || dates[i] == DateReader::null_date)
      continue;
    const LeavingCredits::Phases* const phases = leavings_[people_block_[i]];
    if (phases == nullptr) {
      credit_block_[i] = LineBlock::stranger;
      continue;
    }
    if (phases->empty()) continue;
    const LeavingCredits::Credit credit = LeavingCredits::on(*phases, Date::from_days(dates[i]));
    switch (credit.to) {
      case LeavingCredits::To::own:
        break;
      case LeavingCredits::To::shared:
        credit_block_[i] = static_cast<std::uint32_t>(assignments) + credit.split + 1;
        break;
      case LeavingCredits::To::house:
        credit_block_[i] = LineBlock::house;
        break;
      case LeavingCredits::To::no_successor:
        credit_block_[i] = LineBlock::no_successor;
    }
  }
}

// Returns that come after the plan's clawback take nothing back, nor does what is recovered of a
// write-off that came after it bring anything.
void LineReader::find_late_returns(const HeldRows& rows, std::span<const std::int32_t> dates) {
  const LineWays& ways = *lines_->ways;
  const auto read = [&](std::optional<DateReader>& reader, std::optional<std::size_t> column) {
    return reader ? reader->read(rows.batch->columns[*column], rows.begin, rows.count(),
                                 rows.first_row, faults_)
                  : std::span<const std::int32_t>();
  };
  const std::span<const std::int32_t> returned = read(returned_, lines_->returned_column);
  const std::span<const std::int32_t> written_off = read(written_off_, lines_->written_off_column);
  for (std::size_t i = 0; i < way_block_.size(); ++i) {
    const std::uint32_t way = way_block_[i];
    const bool takes_back = (way & LineWays::takes_back) != 0;
    const std::span<const std::int32_t> days = takes_back ? returned : written_off;
    const std::int32_t taken = days.empty() ? DateReader::null_date : days[i];
    if (!takes_back && (taken == DateReader::null_date || way == ways.unmatched())) continue;
    const std::size_t rule = ways.rule(way);
    if (lines_->plan->rules()[rule].excluded) continue;
    if (taken == DateReader::null_date || taken < dates[i]) {
      faults_.add(lines_->fault(rows, i,
                                takes_back ? *lines_->returned_column : *lines_->written_off_column,
                                "a day from that of the sale on, as the plan has clawback_days"));
      continue;
    }
    if (std::int64_t{taken} - dates[i] > *lines_->plan->terms().clawback_days)
      way_block_[i] = ways.too_late(rule);
  }
}

void LineReader::check_currencies(const HeldRows& rows) {
  currency_block_.resize(rows.count());
  currencies_->encode(lines_->currencies->batch_of(lines_->table, rows), rows.begin,
                      currency_block_);
  const std::string_view wanted = lines_->plan->currency().code();
  for (std::size_t i = 0; i < currency_block_.size(); ++i) {
    const std::uint32_t code = currency_block_[i];
    if (code == known_currency_ && code != 0) continue;
    if (code != 0 && currencies_->value(code).text == wanted)
      known_currency_ = code;
    else
      faults_.add(lines_->fault(rows, i, lines_->currencies->column,
                                std::string(wanted) + ", as the plan"));
  }
}

}  // namespace o2c::inline v1

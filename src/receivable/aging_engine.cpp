#include "aging_engine.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"

#include "aging_table_builder.hpp"

namespace o2c::inline v1 {
namespace {

// From about this many cells on they no longer stay in a core's share of the cache, and sorting
// rows roughly by group before adding them pays.
constexpr std::size_t shared_cells_from = std::size_t{1} << 21U;

// The currency is always a key, and the last one.
AgingOptions normalized(AgingOptions options) {
  std::erase(options.group_by, "currency");
  options.threads = std::max<std::size_t>(1, options.threads);
  return options;
}

// Each column of an aging has a name of its own.
void check_key_names(const std::vector<std::string>& names, const AgingBuckets& buckets) {
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name)
      throw_invalid("group_by " + in_quotes(*name) + " stands twice");
    if (AgingBuckets::is_other_column(*name) ||
        std::ranges::find(buckets.labels(), *name) != buckets.labels().end())
      throw_invalid("group_by " + in_quotes(*name) +
                    " is the name of another column of an aging; map it to a name of its own");
  }
}

std::vector<std::string> key_names(const TableSource& table, const AgingOptions& options) {
  std::vector<std::string> names = options.group_by;
  if (find_column(table, "currency")) names.emplace_back("currency");
  return names;
}

}  // namespace

Currency stated_currency(const AgingOptions& options, const std::string& table) {
  if (options.currency) return *options.currency;
  throw BadTable("column \"currency\" is missing from " + table +
                     ": add it, or state the currency of all amounts",
                 {Fault{.file = table,
                        .field = "currency",
                        .expected = "a column of currency codes, or one stated currency"}});
}

O2C_VECTORIZED void Settlement::open(std::int64_t first_row, std::span<const std::int64_t> minor,
                                     std::span<std::int64_t> open) const {
  const std::int64_t* settled = applied.data() + first_row;
  // Of a row that does not count the difference may leave 64 bits; it is then of no meaning.
  const auto difference = [&](std::size_t i) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(minor[i]) -
                                     static_cast<std::uint64_t>(settled[i]));
  };
  if (counted.size() == 0) {
    for (std::size_t i = 0; i < minor.size(); ++i) open[i] = difference(i);
    return;
  }
  const std::uint8_t* counts = counted.data() + first_row;
  for (std::size_t i = 0; i < minor.size(); ++i) open[i] = difference(i) & -std::int64_t{counts[i]};
}

AgingPlan::AgingPlan(const TableSource& table, AgedTable aged, Date day, const AgingBuckets& limits,
                     const AgingOptions& how, AgingLine figures, const Settlement* settled)
    : kind(aged),
      table_name(aged == AgedTable::receipts ? "receipts"
                 : settled != nullptr        ? "invoices"
                                             : "items"),
      settlement(settled),
      as_of(day),
      buckets(limits),
      line(figures),
      options(normalized(how)),
      currency_column(find_column(table, "currency")),
      amount_column(require_column(table, "amount", table_name)),
      date_column(require_column(
          table, aged == AgedTable::receipts ? "date" : to_string(limits.basis()), table_name)),
      disputed_column(figures.has_disputed ? find_column(table, "disputed") : std::nullopt),
      fields(table.fields()),
      groups(table, key_names(table, options)) {
  check_key_names(options.group_by, buckets);
  if (!currency_column) static_cast<void>(stated_currency(options, table_name));
  if (options.credits == Credits::netted) invoice_date_column = find_column(table, "invoice_date");
}

AgingPlan plan_items(const TableSource& open_items, Date as_of, const AgingBuckets& buckets,
                     const AgingOptions& options) {
  for (const std::string& key : options.group_by)
    static_cast<void>(require_column(open_items, key, "items"));
  const AgingLine line{.buckets = buckets.size(),
                       .has_disputed = find_column(open_items, "disputed").has_value(),
                       .has_credits = options.credits == Credits::apart};
  return {open_items, AgedTable::items, as_of, buckets, options, line};
}

void AgingPlan::sample(const RecordBatch& batch) {
  groups.sample(batch);
  const std::size_t cells = groups.expected_codes() * line.stride();
  if (cells >= shared_cells_from && cells <= std::numeric_limits<std::uint32_t>::max() / 2 &&
      line.stride() <= SharedCells::part_cells)
    shared = std::make_unique<SharedCells>(cells + cells / 16);
}

ItemReader::ItemReader(AgingPlan& plan)
    : plan_(&plan),
      groups_(plan.groups),
      amounts_(plan.fields[plan.amount_column], plan.options.amount_digits),
      dates_(plan.fields[plan.date_column]) {
  if (plan.invoice_date_column) invoice_dates_.emplace(plan.fields[*plan.invoice_date_column]);
  if (plan.disputed_column)
    disputes_.emplace(plan.fields, *plan.disputed_column, plan.amount_column,
                      plan.options.amount_digits);
}

ItemBlock ItemReader::read(const BoundBatch& batch, std::int64_t begin, std::size_t rows) {
  const auto& columns = batch.batch.columns;
  const std::int64_t first_row = batch.first_row + begin;
  group_block_.resize(rows);
  try {
    groups_.encode(batch.keys, begin, group_block_);
  } catch (const BadTable& unreadable) {
    for (Fault fault : unreadable.faults()) {
      fault.row += batch.first_row;
      faults_.add(std::move(fault));
    }
    return {};
  }
  check_parties(batch, first_row);
  ItemBlock block{.groups = group_block_,
                  .dates = {},
                  .raw_dates = {},
                  .minor = {},
                  .disputed = {},
                  .first_row = first_row};
  const std::span<const std::uint8_t> digits = read_digits(batch, begin);
  block.minor =
      amounts_.read(columns[plan_->amount_column], begin, rows, digits, batch.first_row, faults_);
  if (plan_->settlement != nullptr) {
    open_block_.resize(rows);
    plan_->settlement->open(first_row, block.minor, open_block_);
    block.minor = open_block_;
  }
  block.dates = dates_.read(columns[plan_->date_column], begin, rows, batch.first_row, faults_);
  block.raw_dates = block.dates;
  if (columns[plan_->date_column].validity != nullptr)
    block.dates = date_credits(batch, begin, block.dates, block.minor);
  if (disputes_)
    block.disputed =
        disputes_->read(batch.batch, begin, digits, block.minor, batch.first_row, faults_);
  return block;
}

Upcoming ItemReader::upcoming(const BoundBatch& batch, std::int64_t row) const {
  Upcoming next;
  for (const KeyBatch& key : batch.keys)
    if (key.column != nullptr) next.add(*key.column, row);
  next.add(batch.batch.columns[plan_->date_column], row);
  next.add(batch.batch.columns[plan_->amount_column], row);
  if (disputes_) next.add(batch.batch.columns[disputes_->column()], row);
  if (plan_->settlement != nullptr)
    next.add(plan_->settlement->applied.data() + batch.first_row + row, sizeof(std::int64_t));
  return next;
}

// Whose an item is must be known; the other keys may be null, and are then a group of their own.
void ItemReader::check_parties(const BoundBatch& batch, std::int64_t first_row) {
  for (std::size_t k = 0; k < plan_->options.group_by.size(); ++k) {
    const ColumnView* column = batch.keys[k].column;
    if (plan_->options.group_by[k] != "party" || column == nullptr) continue;
    if (column->validity == nullptr && !column->kind.dictionary_encoded) continue;
    const std::span<const std::uint32_t> codes = key_codes(k);
    for (std::size_t i = 0; i < codes.size(); ++i)
      if (codes[i] == 0)
        faults_.add({.row = first_row + static_cast<std::int64_t>(i),
                     .field = "party",
                     .value = "null",
                     .expected = "a party"});
  }
}

std::span<const std::uint32_t> ItemReader::key_codes(std::size_t key) const {
  return plan_->groups.size() == 1 ? std::span<const std::uint32_t>(group_block_)
                                   : groups_.last_codes(key);
}

std::span<const std::uint8_t> ItemReader::read_digits(const BoundBatch& batch, std::int64_t begin) {
  if (!plan_->currency_column) {
    digits_block_.assign(1, static_cast<std::uint8_t>(plan_->options.currency->digits()));
    return digits_block_;
  }
  const std::span<const std::uint32_t> codes = key_codes(plan_->groups.size() - 1);
  digits_block_.resize(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] >= currency_of_code_.size() || !currency_of_code_[codes[i]].read)
      learn_currency(codes[i], batch, begin + static_cast<std::int64_t>(i));
    const CodeCurrency& currency = currency_of_code_[codes[i]];
    digits_block_[i] = currency.digits;
    if (currency.digits != AmountReader::unknown_digits) continue;
    Fault fault = currency.fault;
    fault.row = batch.first_row + begin + static_cast<std::int64_t>(i);
    faults_.add(std::move(fault));
  }
  return digits_block_;
}

// The code is read from the batch: the dictionary that all threads share may be growing.
void ItemReader::learn_currency(std::uint32_t code, const BoundBatch& batch, std::int64_t row) {
  if (code >= currency_of_code_.size()) currency_of_code_.resize(std::size_t{code} + 1);
  CodeCurrency& learnt = currency_of_code_[code];
  learnt.read = true;
  const ColumnView& column = batch.batch.columns[*plan_->currency_column];
  const CurrencyTable& currencies = plan_->options.currencies.get();
  const auto known = code == 0 ? std::nullopt : currencies.find(value_text(column, row));
  if (known)
    learnt.digits = static_cast<std::uint8_t>(known->digits());
  else
    learnt.fault = currency_fault(column, row, currencies);
}

// Only a credit may lack its date. Apart, it needs none; netted, it ages from its invoice date.
// What is zero (or a faulty amount, which reads as zero) adds nothing to whatever bucket it stands
// in.
std::span<const std::int32_t> ItemReader::date_credits(const BoundBatch& batch, std::int64_t begin,
                                                       std::span<const std::int32_t> dates,
                                                       std::span<const std::int64_t> minor) {
  date_block_.assign(dates.begin(), dates.end());
  const bool apart = plan_->options.credits == Credits::apart;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    if (dates[i] != DateReader::null_date) continue;
    const std::int64_t row = begin + static_cast<std::int64_t>(i);
    const bool credit = minor[i] < 0;
    if (credit && invoice_dates_)
      date_block_[i] = invoice_dates_->read(batch.batch.columns[*plan_->invoice_date_column], row,
                                            1, batch.first_row, faults_)[0];
    const bool dated = date_block_[i] != DateReader::null_date;
    if (!dated) date_block_[i] = 0;
    if (dated || minor[i] == 0 || (credit && apart)) continue;
    faults_.add({.row = batch.first_row + row,
                 .field = dates_.name(),
                 .value = "null",
                 .expected = credit ? "a date, or an invoice_date, for a credit that is netted"
                                    : "a date (only credits may lack it)"});
  }
  return date_block_;
}

Currency ItemReader::currency(std::uint32_t group) const {
  if (!plan_->currency_column) return *plan_->options.currency;
  const std::size_t key = plan_->groups.size() - 1;
  return plan_->options.currencies.get().at(groups_.value(group, key).text);
}

AgingWorker::AgingWorker(AgingPlan& plan)
    : plan_(&plan), reader_(plan), cells_(plan.line.stride()) {
  if (plan.shared)
    buffer_.emplace(*plan.shared, plan.shared->buffer_rows(plan.options.threads),
                    plan.line.stride());
}

void AgingWorker::add(const Morsel& morsel) {
  const auto stride = static_cast<std::uint32_t>(plan_->line.stride());
  const std::uint32_t groups_most = std::numeric_limits<std::uint32_t>::max() / stride / 2;
  cell_block_.resize(ItemReader::block_rows);
  for (std::int64_t row = morsel.begin; row < morsel.end;) {
    const std::size_t rows =
        std::min(ItemReader::block_rows, static_cast<std::size_t>(morsel.end - row));
    const ItemBlock block = reader_.read(*morsel.batch, row, rows);
    row += static_cast<std::int64_t>(rows);
    if (block.groups.empty()) continue;  // Its keys are faulty.
    const CodeRange groups = code_range(block.groups);
    met_.join(groups);
    if (groups.largest >= groups_most) throw_overflow("more groups than an aging can hold");
    std::span<std::uint32_t> cells(cell_block_.data(), rows);
    std::span<const std::int64_t> minor = block.minor;
    place(block, cells);
    if (plan_->settlement != nullptr) {
      cells = cells.first(drop_settled(block, cells));
      minor = std::span<const std::int64_t>(minor_block_.data(), cells.size());
      if (cells.empty()) continue;
    }
    if (!block.disputed.empty()) {
      const std::size_t parts = split_disputes(block, cells);
      cells = std::span(split_cell_block_).first(parts);
      minor = std::span(minor_block_).first(parts);
    }
    const std::uint32_t last_cell = (groups.largest + 1) * stride - 1;
    const Upcoming next = row < morsel.end ? reader_.upcoming(*morsel.batch, row) : Upcoming();
    // Beyond the codes that are the same in all threads, each has cells of its own.
    if (buffer_ && groups.largest < plan_->groups.alike_codes() && fits_shared(last_cell, minor))
      buffer_->add(cells, minor.data(), next);
    else
      cells_.add(cells, minor, last_cell, next);
  }
}

void AgingWorker::place(const ItemBlock& block, std::span<std::uint32_t> cells) {
  if (plan_->kind == AgedTable::items) {
    aging_cells(block.groups, block.dates, block.minor, plan_->as_of, plan_->buckets, plan_->line,
                cells);
    return;
  }
  const auto stride = static_cast<std::uint32_t>(plan_->line.stride());
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i] =
        block.groups[i] * stride + static_cast<std::uint32_t>(plan_->is_deposit(block.first_row, i)
                                                                  ? plan_->line.deposits()
                                                                  : plan_->line.unapplied());
}

// Keeps the rows of which something is open. Unapplied cash reduces what is owed; a deposit does
// not belong to it, and shows as what was received.
std::size_t AgingWorker::drop_settled(const ItemBlock& block, std::span<std::uint32_t> cells) {
  minor_block_.resize(ItemReader::block_rows);
  const bool receipts = plan_->kind == AgedTable::receipts;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::int64_t open = block.minor[i];
    const bool negated = receipts && !plan_->is_deposit(block.first_row, i);
    if (negated && open == std::numeric_limits<std::int64_t>::min()) [[unlikely]]
      throw_overflow("a receipt's amount, negated, exceeds 64 bits of minor units");
    cells[kept] = cells[i];
    minor_block_[kept] = negated ? -open : open;
    kept += open != 0 ? 1U : 0U;
  }
  return kept;
}

// Parts each row in two: what is in dispute has a cell of its own, the rest keeps the row's. Where
// there is such a part, a third takes back that it and the part itself are counted as items.
std::size_t AgingWorker::split_disputes(const ItemBlock& block,
                                        std::span<const std::uint32_t> cells) {
  constexpr std::size_t parts_most = 3;
  split_cell_block_.resize(parts_most * ItemReader::block_rows);
  minor_block_.resize(parts_most * ItemReader::block_rows);
  const auto to_line = ~static_cast<std::uint32_t>(plan_->line.stride() - 1);
  const auto disputed_cell = static_cast<std::uint32_t>(plan_->line.disputed());
  constexpr auto count_cell = static_cast<std::uint32_t>(AgingLine::count_cell);
  std::size_t parts = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::uint32_t line = cells[i] & to_line;
    const std::int64_t disputed = block.disputed[i];
    const std::size_t more = disputed != 0 ? 1 : 0;
    split_cell_block_[parts] = cells[i];
    minor_block_[parts++] = block.minor[i] - disputed;
    split_cell_block_[parts] = line + disputed_cell;
    minor_block_[parts] = disputed;
    parts += more;
    split_cell_block_[parts] = line + count_cell;
    minor_block_[parts] = -2;
    parts += more;
  }
  return parts;
}

bool AgingWorker::fits_shared(std::uint32_t last_cell, std::span<const std::int64_t> minor) {
  const std::uint64_t most = GroupCells::bound_most / plan_->options.threads;
  const std::uint64_t bound = sum_bound(minor);
  if (last_cell >= plan_->shared->size() || bound > most || shared_bound_ > most - bound)
    return false;
  shared_bound_ += bound;
  return true;
}

AgingTable run_aging(TableSource& table, AgingPlan& plan) {
  std::optional<RecordBatch> first = table.next();
  if (first) plan.sample(*first);
  std::vector<std::unique_ptr<AgingWorker>> workers;
  for (std::size_t t = 0; t < plan.options.threads; ++t)
    workers.push_back(std::make_unique<AgingWorker>(plan));
  Morsels morsels(table, plan.groups, std::move(first));
  run_threads(plan.options.threads, [&](std::size_t t) {
    while (const std::optional<Morsel> morsel = morsels.next()) workers[t]->add(*morsel);
  });
  if (plan.shared) {
    std::vector<CellBuffer*> buffers;
    for (const auto& worker : workers) buffers.push_back(&*worker->buffer());
    CellBuffer::flush_all(buffers);
    for (const auto& worker : workers) worker->buffer().reset();
  }
  return AgingTableBuilder(plan, workers).build();
}

}  // namespace o2c::inline v1

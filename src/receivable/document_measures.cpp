#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/period_measures.hpp"

#include "aging_engine.hpp"
#include "application_reader.hpp"
#include "period_lines.hpp"
#include "settlement.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::uint32_t no_group = std::numeric_limits<std::uint32_t>::max();

AgingOptions aging_options(const MeasureOptions& options) {
  return {.group_by = options.group_by,
          .credits = Credits::apart,
          .currency = options.currency,
          .currencies = options.currencies,
          .amount_digits = options.amount_digits,
          .threads = std::max<std::size_t>(1, options.threads)};
}

// A row of invoices; 16 bytes, so that none straddles two cache lines.
struct alignas(16) InvoiceDates : DebitDates {};

class DocumentMeasures {
 public:
  DocumentMeasures(const ReceivableTables& tables, std::span<const Period> periods,
                   const MeasureOptions& options, std::optional<std::int64_t> known_at_us)
      : periods_(periods),
        days_(periods),
        options_(options),
        settler_(tables, periods.back().last(), aging_options(options), known_at_us),
        invoices_(&settler_.invoices()),
        plan_(invoices_->table, AgedTable::items, periods.back().last(), AgingBuckets(),
              aging_options(options), AgingLine{}),
        dates_(PageArray<InvoiceDates>::uninitialized(invoices_->table.rows() + 1)) {
    for (const std::string& key : plan_.options.group_by)
      static_cast<void>(invoices_->table.column(key));
    invoice_date_column_ = invoices_->table.column("invoice_date");
    std::int64_t first_row = 0;
    for (const RecordBatch& batch : invoices_->table.batches()) {
      if (batches_.empty()) plan_.groups.sample(batch);
      batches_.push_back(std::make_unique<BoundBatch>(batch, plan_.groups, first_row));
      first_row += batch.rows;
    }
  }

  MeasuresTable build() {
    read_invoices();
    join_groups();
    read_receipts();
    read_applications();
    return table();
  }

 private:
  struct Worker {
    Worker(AgingPlan& plan, const ColumnField& invoice_date, const PeriodDays& days)
        : reader(plan), invoice_dates(invoice_date), lines(days) {}

    ItemReader reader;
    DateReader invoice_dates;
    PeriodLines lines;
    FaultList faults;
    std::uint32_t groups = 0;  // Codes are below this.
    std::vector<std::uint32_t> joined;
  };

  void read_invoices() {
    const HeldTable& table = invoices_->table;
    for (std::size_t t = 0; t < plan_.options.threads; ++t)
      workers_.push_back(
          std::make_unique<Worker>(plan_, table.fields()[invoice_date_column_], days_));
    table.for_blocks(workers_.size(), [&](std::size_t t, const HeldRows& rows) {
      Worker& worker = *workers_[t];
      const BoundBatch& batch =
          *batches_[static_cast<std::size_t>(rows.batch - table.batches().data())];
      const ItemBlock block = worker.reader.read(batch, rows.begin, rows.count());
      if (block.groups.empty()) return;  // Its keys are faulty.
      const auto invoiced =
          worker.invoice_dates.read(rows.batch->columns[invoice_date_column_], rows.begin,
                                    rows.count(), rows.first_row, worker.faults);
      add_invoices(worker, block, invoiced);
    });
    FaultList faults;
    for (auto& worker : workers_) {
      faults.merge(std::move(worker->reader.faults()));
      faults.merge(std::move(worker->faults));
    }
    faults.throw_if_any("invoices");
  }

  void add_invoices(Worker& worker, const ItemBlock& block,
                    std::span<const std::int32_t> invoiced) {
    std::uint32_t last = 0;
    for (const std::uint32_t group : block.groups) last = std::max(last, group);
    if (last >= worker.groups) {
      worker.groups = last + 1;
      worker.lines.reserve(worker.groups);
    }
    InvoiceDates* dates = dates_.data() + block.first_row;
    for (std::size_t i = 0; i < block.groups.size(); ++i) {
      // Credit notes stand apart; what is dated later, or was not known, is not there.
      const bool counts =
          block.minor[i] >= 0 && invoices_->counts(static_cast<std::size_t>(block.first_row) + i);
      dates[i] = {{counts ? block.groups[i] : no_group, invoiced[i], block.dates[i]}};
      if (counts) worker.lines.prefetch(dates[i], invoiced[i]);
    }
    for (std::size_t i = 0; i < block.groups.size(); ++i)
      if (dates[i].group != no_group) worker.lines.add_debit(dates[i], block.minor[i]);
  }

  // The first worker's groups become those of all.
  void join_groups() {
    GroupEncoder& own = workers_.front()->reader.groups();
    PeriodLines& lines = workers_.front()->lines;
    groups_ = workers_.front()->groups;
    for (std::size_t t = 1; t < workers_.size(); ++t) {
      Worker& worker = *workers_[t];
      worker.joined.resize(worker.groups);
      for (std::uint32_t group = 0; group < worker.groups; ++group) {
        const std::int64_t* line = worker.lines.line(group);
        const bool met = std::any_of(line, line + days_.lines() * PeriodLines::stride,
                                     [](std::int64_t cell) { return cell != 0; });
        if (!met) continue;
        const std::uint32_t to = own.adopt(worker.reader.groups(), group);
        worker.joined[group] = to;
        groups_ = std::max(groups_, to + 1);
        lines.reserve(groups_);
        lines.add_lines(to, worker.lines, group);
      }
    }
    invoices_->table.for_blocks(workers_.size(), [&](std::size_t t, const HeldRows& rows) {
      if (t == 0) return;
      InvoiceDates* dates = dates_.data() + rows.first_row + rows.begin;
      for (std::size_t i = 0; i < rows.count(); ++i)
        if (dates[i].group != no_group) dates[i].group = workers_[t]->joined[dates[i].group];
    });
  }

  void read_receipts() {
    if (!settler_.receipts()) return;
    const HeldTable& table = settler_.receipts()->table;
    const std::size_t column = table.column("date");
    receipt_dates_ = PageArray<std::int32_t>::uninitialized(table.rows() + 1);
    std::vector<DateReader> readers(workers_.size(), DateReader(table.fields()[column]));
    std::vector<FaultList> read_before(workers_.size());  // By the settler.
    table.for_blocks(workers_.size(), [&](std::size_t t, const HeldRows& rows) {
      const auto days = readers[t].read(rows.batch->columns[column], rows.begin, rows.count(),
                                        rows.first_row, read_before[t]);
      std::ranges::copy(days, receipt_dates_.data() + rows.first_row + rows.begin);
    });
  }

  void read_applications() {
    if (!settler_.applications()) return;
    const HeldTable& table = *settler_.applications();
    // Each thread has lines of its own, as long as they are not too large for that.
    constexpr std::size_t lines_bytes_most = std::size_t{1} << 30U;
    const std::size_t bytes =
        std::size_t{groups_} * days_.lines() * PeriodLines::stride * sizeof(std::int64_t);
    const std::size_t threads =
        std::clamp<std::size_t>(lines_bytes_most / (bytes + 1), 1, workers_.size());
    std::vector<std::unique_ptr<ApplicationReader>> readers;
    std::vector<PeriodLines> more;
    for (std::size_t t = 0; t < threads; ++t)
      readers.push_back(std::make_unique<ApplicationReader>(settler_, table));
    for (std::size_t t = 1; t < threads; ++t) more.emplace_back(days_).reserve(groups_);
    PeriodLines& first = workers_.front()->lines;
    std::vector<FaultList> faults(threads);
    table.for_blocks(threads, [&](std::size_t t, const HeldRows& rows) {
      pay(t == 0 ? first : more[t - 1], readers[t]->read(rows), rows, faults[t]);
    });
    FaultList all;
    for (FaultList& list : faults) all.merge(std::move(list));
    all.throw_if_any("applications");
    for (const PeriodLines& lines : more)
      for (std::uint32_t group = 0; group < groups_; ++group) first.add_lines(group, lines, group);
  }

  void pay(PeriodLines& lines, const ApplicationReader::Block& block, const HeldRows& rows,
           FaultList& faults) const {
    for (const std::uint32_t cell : block.cells)
      __builtin_prefetch(dates_.data() + std::min<std::size_t>(cell, dates_.size() - 1));
    for (const std::uint32_t receipt : block.receipts)
      __builtin_prefetch(receipt_dates_.data() + receipt);
    constexpr std::size_t ahead = 32;
    const auto has_debit = [&](std::size_t i) {
      return block.minor[i] != 0 && block.cells[i] < invoices_->table.rows() &&
             dates_[block.cells[i]].group != no_group;
    };
    std::vector<std::int32_t> of_credit_notes(block.credit_notes.empty() ? 0 : block.minor.size(),
                                              std::numeric_limits<std::int32_t>::min());
    for (const auto& [position, row] : block.credit_notes)
      of_credit_notes[position] = dates_[row].date;
    const auto is_paid = [&](std::size_t i) {
      return block.receipts.empty() || block.receipts[i] + 1 < receipt_dates_.size();
    };
    const auto takes_effect = [&](std::size_t i) {
      const std::int32_t from = std::max(block.dates[i], dates_[block.cells[i]].date);
      if (block.receipts.empty()) return from;
      if (is_paid(i)) return std::max(from, receipt_dates_[block.receipts[i]]);
      return of_credit_notes.empty() ? from : std::max(from, of_credit_notes[i]);
    };
    const auto fetch = [&](std::size_t i) {
      if (i < block.minor.size() && has_debit(i))
        lines.prefetch(dates_[block.cells[i]], takes_effect(i));
    };
    for (std::size_t i = 0; i < ahead; ++i) fetch(i);
    for (std::size_t i = 0; i < block.minor.size(); ++i) {
      fetch(i + ahead);
      // The one behind the rows is that of a payment that is adjusted, or of no document.
      if (block.minor[i] != 0 && block.cells[i] > invoices_->table.rows())
        faults.add({.row = rows.first_row + rows.begin + static_cast<std::int64_t>(i),
                    .field = "instalment",
                    .value = "null",
                    .expected = "the instalment that is paid"});
      if (!has_debit(i)) continue;
      const InvoiceDates& debit = dates_[block.cells[i]];
      const std::int32_t from = takes_effect(i);
      if (is_paid(i))
        lines.pay(debit, from, from - debit.date, std::max(from - debit.due, 0), block.minor[i]);
      else
        lines.settle(debit, from, block.minor[i]);
    }
  }

  MeasuresTable table() {
    const std::vector<std::string>& names = plan_.options.group_by;
    const GroupEncoder& encoder = workers_.front()->reader.groups();
    const PeriodLines& lines = workers_.front()->lines;
    std::vector<KeyColumn> keys;
    for (std::size_t k = 0; k < names.size(); ++k)
      keys.emplace_back(names[k], plan_.groups.key(k).kind());
    std::vector<MeasuresTableBuilder::Group> groups;
    for (std::uint32_t code = 0; code < groups_; ++code) {
      const std::int64_t* line = lines.line(code);
      if (std::all_of(line, line + days_.lines() * PeriodLines::stride,
                      [](std::int64_t cell) { return cell == 0; }))
        continue;
      MeasuresTableBuilder::Group group{
          code,
          {},
          plan_.currency_column ? workers_.front()->reader.currency(code) : *options_.currency};
      for (std::size_t k = 0; k < names.size(); ++k) group.keys.push_back(encoder.value(code, k));
      groups.push_back(std::move(group));
    }
    return MeasuresTableBuilder(periods_, options_, std::move(keys))
        .build(std::move(groups), lines);
  }

  std::span<const Period> periods_;
  PeriodDays days_;
  MeasureOptions options_;
  Settler settler_;
  SettledTable* invoices_;
  AgingPlan plan_;
  std::size_t invoice_date_column_ = 0;
  std::vector<std::unique_ptr<BoundBatch>> batches_;
  PageArray<InvoiceDates> dates_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::uint32_t groups_ = 0;
  PageArray<std::int32_t> receipt_dates_;
};

}  // namespace

MeasuresTable measures(const ReceivableTables& tables, std::span<const Period> periods,
                       const MeasureOptions& options, std::optional<std::int64_t> known_at_us) {
  if (periods.empty()) throw_invalid("periods: expected one or more");
  return DocumentMeasures(tables, periods, options, known_at_us).build();
}

}  // namespace o2c::inline v1

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
#include "parted_rows.hpp"
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
    FaultList faults = read_invoices();
    if (faults.empty()) {
      join_groups();
      read_receipts();
      settle();
    } else {
      settler_.settle();  // What is wrong with applications is told first.
    }
    faults.throw_if_any("invoices");
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
    bool keeps_codes = true;  // They are those of all.
  };

  FaultList read_invoices() {
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
    dates_[table.rows()].group = no_group;
    return faults;
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
      if (counts) worker.lines.prefetch(dates[i]);
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
        if (worker.lines.is_empty(group, days_.lines())) continue;
        const std::uint32_t to = own.adopt(worker.reader.groups(), group);
        worker.joined[group] = to;
        worker.keeps_codes &= to == group;
        groups_ = std::max(groups_, to + 1);
        lines.reserve(groups_);
        lines.add_lines(to, worker.lines, group);
      }
    }
    invoices_->table.for_blocks(workers_.size(), [&](std::size_t t, const HeldRows& rows) {
      if (workers_[t]->keeps_codes) return;
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

  // A payment of an invoice, on the latest of the dates of application and receipt.
  struct Payment {
    std::uint32_t place;  // Row of the invoice.
    std::int32_t day;
    std::int64_t minor;
  };
  struct Payer {
    PeriodLines* lines;
    PartedRows<Payment> payments;
    FaultList faults{};
  };

  // Each thread has lines of its own, as long as they are not too large for that.
  void settle() {
    constexpr std::size_t cells_most = std::size_t{1} << 24U;
    const std::size_t cells = std::size_t{groups_} * days_.lines();
    const std::size_t threads =
        std::clamp<std::size_t>(cells_most / (cells + 1), 1, workers_.size());
    const std::size_t rows = invoices_->table.rows();
    const std::size_t applications = settler_.applications() ? settler_.applications()->rows() : 0;
    PeriodLines& first = workers_.front()->lines;
    std::vector<PeriodLines> more;
    for (std::size_t t = 1; t < threads; ++t) more.emplace_back(days_).reserve(groups_);
    std::vector<Payer> payers;
    for (std::size_t t = 0; t < threads; ++t)
      payers.push_back(
          {t == 0 ? &first : &more[t - 1],
           PartedRows<Payment>(rows, std::min(applications, rows + rows / 4) / threads)});
    settler_.settle(threads, [&](std::size_t t, const ApplicationBlock& block, const HeldRows& of) {
      take(payers[t], block, of);
    });
    run_threads(threads, [&](std::size_t t) {
      payers[t].payments.use_rest([&](auto payments) { pay(*payers[t].lines, payments); });
    });
    FaultList all;
    for (Payer& payer : payers) all.merge(std::move(payer.faults));
    all.throw_if_any("applications");
    for (const PeriodLines& lines : more)
      for (std::uint32_t group = 0; group < groups_; ++group) first.add_lines(group, lines, group);
  }

  void take(Payer& payer, const ApplicationBlock& block, const HeldRows& rows) const {
    // The one behind the rows is that of a payment that is adjusted, or of no document; those
    // beyond are of documents of several instalments.
    const std::size_t no_row = invoices_->table.rows();
    const auto pay_part = [&](std::span<const Payment> payments) { pay(*payer.lines, payments); };
    for (const std::uint32_t receipt : block.receipts)
      __builtin_prefetch(receipt_dates_.data() + receipt);
    auto credit_note = block.credit_notes.begin();
    for (std::size_t i = 0; i < block.minor.size(); ++i) {
      const std::uint32_t row = block.cells[i];
      const bool of_credit_note =
          credit_note != block.credit_notes.end() && credit_note->position == i;
      const std::int32_t credit_date =
          of_credit_note ? dates_[(credit_note++)->row].date : block.dates[i];
      if (block.minor[i] == 0) continue;
      if (row > no_row)
        payer.faults.add({.row = rows.first_row + rows.begin + static_cast<std::int64_t>(i),
                          .field = "instalment",
                          .value = "null",
                          .expected = "the instalment that is paid"});
      if (row >= no_row) continue;
      if (block.receipts.empty())
        payer.payments.add({row, block.dates[i], block.minor[i]}, pay_part);
      else if (block.receipts[i] + 1 < receipt_dates_.size())
        payer.payments.add(
            {row, std::max(block.dates[i], receipt_dates_[block.receipts[i]]), block.minor[i]},
            pay_part);
      else if (const InvoiceDates& debit = dates_[row]; debit.group != no_group)
        payer.lines->let_go(debit, std::max({block.dates[i], credit_date, debit.date}),
                            block.minor[i]);
    }
  }

  // The sums that payments are added to are fetched before.
  void pay(PeriodLines& lines, std::span<const Payment> payments) const {
    constexpr std::size_t ahead = 128;
    constexpr std::size_t sums_ahead = 32;
    const auto fetch = [&](std::size_t i) {
      if (i < payments.size()) __builtin_prefetch(&dates_[payments[i].place]);
    };
    const auto fetch_sums = [&](std::size_t i) {
      if (i >= payments.size()) return;
      const InvoiceDates& debit = dates_[payments[i].place];
      if (debit.group != no_group) lines.prefetch(debit, std::max(payments[i].day, debit.date));
    };
    for (std::size_t i = 0; i < ahead; ++i) fetch(i);
    for (std::size_t i = 0; i < sums_ahead; ++i) fetch_sums(i);
    for (std::size_t i = 0; i < payments.size(); ++i) {
      fetch(i + ahead);
      fetch_sums(i + sums_ahead);
      const InvoiceDates& debit = dates_[payments[i].place];
      if (debit.group == no_group) continue;
      const std::int32_t from = std::max(payments[i].day, debit.date);
      lines.pay(debit, from, from - debit.date, std::max(from - debit.due, 0), payments[i].minor);
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
      if (lines.is_empty(code, days_.lines())) continue;
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

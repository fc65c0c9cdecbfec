#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/code_range.hpp"
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

// A payment of an invoice, on the latest of the dates of application and receipt.
struct Payment {
  std::uint32_t place;  // Row of the invoice.
  std::int32_t day;
  std::int64_t minor;
};
using Payments = PartedRows<Payment>;

// Adds to what is applied to an invoice. Sums that do not fit may wrap: they are added up anew
// then.
void add_applied(std::int64_t* cells, std::uint32_t place, std::int64_t minor) {
  std::int64_t& cell = cells[place % SharedCells::part_cells];
  cell = static_cast<std::int64_t>(static_cast<std::uint64_t>(cell) +
                                   static_cast<std::uint64_t>(minor));
}

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
      add_invoices(worker, block, invoiced, upcoming(worker, batch, rows));
    });
    FaultList faults;
    for (auto& worker : workers_) {
      faults.merge(std::move(worker->reader.faults()));
      faults.merge(std::move(worker->faults));
    }
    dates_[table.rows()].group = no_group;
    return faults;
  }

  [[nodiscard]] Upcoming upcoming(const Worker& worker, const BoundBatch& batch,
                                  const HeldRows& rows) const {
    if (rows.end == rows.batch->rows) return {};
    Upcoming next = worker.reader.upcoming(batch, rows.end);
    next.add(rows.batch->columns[invoice_date_column_], rows.end);
    return next;
  }

  void add_invoices(Worker& worker, const ItemBlock& block, std::span<const std::int32_t> invoiced,
                    Upcoming next) {
    std::uint32_t last = 0;
    for (const std::uint32_t group : block.groups) last = std::max(last, group);
    if (last >= worker.groups) {
      worker.groups = last + 1;
      worker.lines.reserve(worker.groups);
    }
    InvoiceDates* const dates = dates_.data() + block.first_row;
    std::array<PeriodLines::Cells, ItemReader::block_rows> cells;
    for (std::size_t i = 0; i < block.groups.size(); ++i) {
      if (i % Upcoming::rows_a_step == 0) next.step();
      // Credit notes stand apart; what is dated later, or was not known, is not there.
      const bool counts =
          block.minor[i] >= 0 && invoices_->counts(static_cast<std::size_t>(block.first_row) + i);
      dates[i] = {{counts ? block.groups[i] : no_group, invoiced[i], block.dates[i]}};
      if (!counts) continue;
      cells[i] = worker.lines.cells(dates[i]);
      worker.lines.prefetch_debit(cells[i]);
    }
    for (std::size_t i = 0; i < block.groups.size(); ++i)
      if (dates[i].group != no_group) worker.lines.add_debit(cells[i], block.minor[i]);
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

  // Adds payments to what is applied to their invoices and to the lines of their periods.
  class PaymentSums final : public InvoiceSums {
   public:
    PaymentSums(const DocumentMeasures& of, std::span<PeriodLines* const> lines,
                std::size_t applications)
        : of_(&of), applied_(of.settler_.cells()) {
      const std::size_t rows = of.invoices_->table.rows();
      for (PeriodLines* each : lines)
        payers_.push_back(std::make_unique<Payer>(
            Payer{each, Payments(rows, std::min(applications, rows + rows / 4) / lines.size())}));
    }

    void add(std::size_t thread, const ApplicationBlock& block, const HeldRows& rows, Upcoming next,
             bool /*fits*/) override {
      Payer& payer = *payers_[thread];
      for (const std::uint32_t receipt : block.receipts)
        __builtin_prefetch(of_->receipt_dates_.data() + receipt);
      if (!are_payments(block)) return add_each(payer, block, rows);
      for (std::size_t i = 0; i < block.minor.size(); ++i) {
        if (i % Upcoming::rows_a_step == 0) next.step();
        if (block.minor[i] != 0)
          pay({block.cells[i], std::max(block.dates[i], of_->receipt_dates_[block.receipts[i]]),
               block.minor[i]},
              payer);
      }
    }
    PageArray<std::int64_t> take() override {
      std::vector<Payments*> payments;
      for (const auto& payer : payers_) payments.push_back(&payer->payments);
      Payments::use_rest(payments, [&](std::size_t thread, std::span<const Payment> of) {
        pay_part(*payers_[thread]->lines, of);
      });
      return applied_.take();
    }
    [[nodiscard]] FaultList faults() {
      FaultList all;
      for (auto& payer : payers_) all.merge(std::move(payer->faults));
      return all;
    }

   private:
    struct Payer {
      PeriodLines* lines;
      Payments payments;
      FaultList faults{};
    };

    // Whether each of a block is of a receipt and an invoice that are in the tables.
    [[nodiscard]] bool are_payments(const ApplicationBlock& block) const {
      return block.credit_notes.empty() && !block.receipts.empty() &&
             code_range(block.cells).largest < of_->invoices_->table.rows() &&
             code_range(block.receipts).largest + std::size_t{1} < of_->receipt_dates_.size();
    }

    void add_each(Payer& payer, const ApplicationBlock& block, const HeldRows& rows) {
      // The one behind the rows is that of a payment that is adjusted, or of no document; those
      // beyond are of documents of several instalments.
      const std::size_t no_row = of_->invoices_->table.rows();
      auto credit_note = block.credit_notes.begin();
      for (std::size_t i = 0; i < block.minor.size(); ++i) {
        const std::uint32_t row = block.cells[i];
        const std::int64_t minor = block.minor[i];
        std::int32_t from = block.dates[i];
        if (credit_note != block.credit_notes.end() && credit_note->position == i) {
          // Also the least of 64 bits, which bounds refuse later, has to get there.
          apply(credit_note->row, static_cast<std::int64_t>(-static_cast<std::uint64_t>(minor)));
          from = std::max(from, of_->dates_[(credit_note++)->row].date);
        }
        if (minor == 0) continue;
        if (row > no_row)
          payer.faults.add({.row = rows.first_row + rows.begin + static_cast<std::int64_t>(i),
                            .field = "instalment",
                            .value = "null",
                            .expected = "the instalment that is paid"});
        if (row >= no_row) {
          apply(row, minor);
        } else if (block.receipts.empty()) {
          pay({row, from, minor}, payer);
        } else if (block.receipts[i] + std::size_t{1} < of_->receipt_dates_.size()) {
          pay({row, std::max(from, of_->receipt_dates_[block.receipts[i]]), minor}, payer);
        } else {
          apply(row, minor);
          if (const InvoiceDates& debit = of_->dates_[row]; debit.group != no_group)
            payer.lines->let_go(debit, std::max(from, debit.date), minor);
        }
      }
    }

    void apply(std::uint32_t cell, std::int64_t minor) {
      applied_.use(cell, [&](std::int64_t* cells) { add_applied(cells, cell, minor); });
    }
    void pay(const Payment& payment, Payer& payer) {
      payer.payments.add(
          payment, [&](std::span<const Payment> payments) { pay_part(*payer.lines, payments); });
    }
    void pay_part(PeriodLines& lines, std::span<const Payment> payments) {
      static_assert(SharedCells::part_cells % Payments::part_places == 0);
      applied_.use(payments.front().place,
                   [&](std::int64_t* cells) { of_->pay(lines, payments, cells); });
    }

    const DocumentMeasures* of_;
    SharedCells applied_;
    std::vector<std::unique_ptr<Payer>> payers_;
  };

  // Each thread has lines of its own, as long as they are not too large for that.
  void settle() {
    constexpr std::size_t cells_most = std::size_t{1} << 24U;
    const std::size_t cells = std::size_t{groups_} * days_.lines();
    const std::size_t threads =
        std::clamp<std::size_t>(cells_most / (cells + 1), 1, workers_.size());
    std::vector<PeriodLines> more;
    for (std::size_t t = 1; t < threads; ++t) more.emplace_back(days_).reserve(groups_);
    std::vector<PeriodLines*> lines{&workers_.front()->lines};
    for (PeriodLines& each : more) lines.push_back(&each);
    PaymentSums sums(*this, lines, settler_.applications() ? settler_.applications()->rows() : 0);
    settler_.settle(threads, sums);
    sums.faults().throw_if_any("applications");
    for (const PeriodLines& each : more)
      for (std::uint32_t group = 0; group < groups_; ++group)
        lines.front()->add_lines(group, each, group);
  }

  // Payments of one part, whose cells these are. What they are added to is fetched before.
  void pay(PeriodLines& lines, std::span<const Payment> payments, std::int64_t* applied) const {
    constexpr std::size_t ahead = 128;
    constexpr std::size_t together = 32;
    struct Paid {
      PeriodLines::Cells at;
      std::int32_t days;
      std::int32_t late;
      std::int64_t minor;
    };
    std::array<Paid, together> paid;
    // GCC takes a function that only fetches for one that does nothing, unless it is inline.
    const auto fetch = [&](std::size_t i) __attribute__((always_inline)) {
      if (i >= payments.size()) return;
      __builtin_prefetch(&dates_[payments[i].place]);
      __builtin_prefetch(applied + payments[i].place % SharedCells::part_cells, 1);
    };
    for (std::size_t i = 0; i < ahead; ++i) fetch(i);
    for (std::size_t begin = 0; begin < payments.size(); begin += together) {
      std::size_t count = 0;
      for (std::size_t i = begin; i < std::min(begin + together, payments.size()); ++i) {
        fetch(i + ahead);
        const Payment& payment = payments[i];
        add_applied(applied, payment.place, payment.minor);
        const InvoiceDates& debit = dates_[payment.place];
        if (debit.group == no_group) continue;
        const std::int32_t from = std::max(payment.day, debit.date);
        paid[count] = {lines.cells(debit, from), from - debit.date, std::max(from - debit.due, 0),
                       payment.minor};
        lines.prefetch_payment(paid[count++].at);
      }
      for (std::size_t i = 0; i < count; ++i)
        lines.pay(paid[i].at, paid[i].days, paid[i].late, paid[i].minor);
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

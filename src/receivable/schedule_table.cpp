#include "o2c/receivable/schedule_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/number/error.hpp"

#include "schedule_columns.hpp"
#include "schedule_plan.hpp"
#include "schedule_reader.hpp"

namespace o2c::inline v1 {
namespace {

// Writes the instalments of rows in one thread, once the terms of all rows are read. Of a faulty
// row it writes fewer than there is room for, and the whole is refused at the end.
class ScheduleWriter {
 public:
  // Throws BadTable for columns that cannot hold amounts or dates.
  explicit ScheduleWriter(const SchedulePlan& plan)
      : plan_(&plan),
        amounts_(plan.table.fields()[plan.amount_column], plan.options->amount_digits) {
    for (std::size_t i = 0; i < anchor_count; ++i)
      if (plan.event_columns[i]) events_[i].emplace(plan.table.fields()[*plan.event_columns[i]]);
  }

  // Where in the columns its instalments begin.
  void start(std::size_t at, std::size_t text_at) {
    at_ = at;
    text_at_ = text_at;
    for (const PaymentTerms& terms : plan_->book.terms()) terms_.push_back(&terms);
  }

  void write(const HeldRows& rows, ScheduleColumns& out) {
    read_digits(rows);
    const std::span<const std::int64_t> minor =
        amounts_.read(rows.batch->columns[plan_->amount_column], rows.begin, rows.count(), digits_,
                      rows.first_row, faults_);
    for (std::size_t i = 0; i < anchor_count; ++i)
      if (events_[i])
        event_days_[i] = events_[i]->read(rows.batch->columns[*plan_->event_columns[i]], rows.begin,
                                          rows.count(), rows.first_row, faults_);
    for (std::size_t i = 0; i < rows.count(); ++i) {
      try {
        write_row(rows, i, minor[i], out);
      } catch (const Error& error) {
        faults_.add({.row = static_cast<std::int64_t>(row_of(rows, i)),
                     .field = "terms",
                     .value = to_string(terms_of(row_of(rows, i))),
                     .expected = std::string("terms that fit the row: ") + error.what()});
      }
    }
  }

  [[nodiscard]] std::size_t pending() const noexcept { return pending_; }
  FaultList& faults() noexcept { return faults_; }

 private:
  [[nodiscard]] const PaymentTerms& terms_of(std::size_t row) const {
    return *terms_[plan_->terms_of_row[row]];
  }

  void read_digits(const HeldRows& rows) {
    const auto digits = [&](std::uint32_t number) {
      return static_cast<std::uint8_t>(plan_->book.currencies()[number].digits());
    };
    if (!plan_->currency_column) {
      digits_.assign(1, digits(0));
      return;
    }
    digits_.resize(rows.count());
    for (std::size_t i = 0; i < rows.count(); ++i)
      digits_[i] = digits(plan_->currency_of_row[row_of(rows, i)]);
  }

  void write_row(const HeldRows& rows, std::size_t i, std::int64_t minor, ScheduleColumns& out) {
    const std::size_t row = row_of(rows, i);
    const std::uint32_t currency = plan_->currency_column ? plan_->currency_of_row[row] : 0;
    const Money total = Money::from_minor(minor, plan_->book.currencies()[currency]);
    const PaymentTerms& terms = terms_of(row);
    const Int128 unit = detail::power_of_ten(out.scale - total.currency().digits());
    NoTrace no_trace;
    Money rest = abs(total);
    const std::size_t parts = terms.installments().size();
    for (std::size_t k = 0; k < parts; ++k) {
      const InstallmentTerm& term = terms.installments()[k];
      if (term.share.amount() && term.share.amount()->currency() != total.currency())
        detail::throw_currency_mismatch("divide by terms", total, *term.share.amount());
      const Money amount = installment_amount(term.share, abs(total), rest, k + 1 == parts,
                                              plan_->schedule, no_trace);
      rest -= amount;
      out.row[at_] = static_cast<std::int64_t>(row);
      out.instalment[at_] = static_cast<std::int32_t>(k) + 1;
      out.amount[at_] = (minor < 0 ? -amount.minor() : amount.minor()) * unit;
      out.currency[at_] = static_cast<std::int32_t>(currency);
      write_date(term.due, i, out);
      if (plan_->document_column) write_document(rows, i, out);
      ++at_;
    }
  }

  void write_date(const DateRule& rule, std::size_t i, ScheduleColumns& out) {
    const auto anchor = static_cast<std::size_t>(rule.anchor);
    const std::int32_t event = events_[anchor] ? event_days_[anchor][i] : DateReader::null_date;
    const bool pending = event == DateReader::null_date;
    pending_ += pending ? 1U : 0U;
    out.due_date[at_] =
        pending ? DateReader::null_date
                : rule.due_date(Date::from_days(event), plan_->schedule.calendar).days();
    out.pending_on[at_] = static_cast<std::int8_t>(anchor);
  }

  void write_document(const HeldRows& rows, std::size_t i, ScheduleColumns& out) {
    const ColumnView& column = rows.batch->columns[*plan_->document_column];
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    if (!plan_->has_text_documents) {
      out.document[at_] = column.integer_at(row);
      return;
    }
    const std::string_view text = document_text(column, row);
    out.document[at_] = static_cast<std::int64_t>(text_at_);
    std::ranges::copy(text, out.text.data() + text_at_);
    text_at_ += text.size();
  }

  const SchedulePlan* plan_;
  AmountReader amounts_;
  std::array<std::optional<DateReader>, anchor_count> events_;
  std::array<std::span<const std::int32_t>, anchor_count> event_days_;
  std::vector<const PaymentTerms*> terms_;  // By number.
  std::vector<std::uint8_t> digits_;
  std::size_t at_ = 0;
  std::size_t text_at_ = 0;
  std::size_t pending_ = 0;
  FaultList faults_;
};

template <class Worker>
void throw_faults(std::vector<Worker>& workers) {
  FaultList all;
  for (Worker& worker : workers) all.merge(std::exchange(worker.faults(), FaultList()));
  all.throw_if_any("invoices");
}

}  // namespace

// Each thread reads and then writes the same rows, so that all know where theirs begin.
std::shared_ptr<const ArrowTable> schedule_table(TableSource& invoices,
                                                 const ScheduleTableOptions& options) {
  const std::size_t threads = std::max<std::size_t>(1, options.threads);
  SchedulePlan plan(invoices, options);
  std::vector<ScheduleReader> readers;
  std::vector<ScheduleWriter> writers;
  for (std::size_t t = 0; t < threads; ++t) {
    readers.emplace_back(plan);
    writers.emplace_back(plan);
  }
  plan.table.for_blocks(threads,
                        [&](std::size_t t, const HeldRows& block) { readers[t].read(block); });
  throw_faults(readers);
  for (const Currency& currency : plan.book.currencies())
    detail::step_minor(currency, plan.schedule);  // Throws for a step that it cannot have.

  std::size_t rows = 0;
  std::size_t text_bytes = 0;
  for (std::size_t t = 0; t < threads; ++t) {
    writers[t].start(rows, text_bytes);
    rows += readers[t].instalments();
    text_bytes += readers[t].text_bytes();
  }
  ScheduleColumns columns(plan, rows, text_bytes);
  plan.table.for_blocks(
      threads, [&](std::size_t t, const HeldRows& block) { writers[t].write(block, columns); });
  throw_faults(writers);
  std::size_t pending = 0;
  for (const ScheduleWriter& writer : writers) pending += writer.pending();
  return to_arrow(std::move(columns), plan, pending);
}

}  // namespace o2c::inline v1

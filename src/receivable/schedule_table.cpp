#include "o2c/receivable/schedule_table.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <span>
#include <string_view>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/group_encoder.hpp"
#include "o2c/number/error.hpp"

#include "aging_engine.hpp"
#include "held_table.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;
using detail::share;

constexpr std::uint32_t faulty = std::numeric_limits<std::uint32_t>::max();

// The terms and currencies of a table, each read once, whichever thread meets it first.
class Books {
 public:
  explicit Books(const ScheduleTableOptions& options) : options_(&options) {
    for (const auto& [name, terms] : options.terms)
      term_numbers_.emplace(name, number(terms_, terms));
  }

  // Throws ParseError, InvalidArgument.
  std::uint32_t terms_number(std::string_view text) {
    const std::lock_guard lock(mutex_);
    const auto known = term_numbers_.find(text);
    if (known != term_numbers_.end()) return known->second;
    const std::uint32_t made = number(terms_, PaymentTerms::parse(text, options_->currencies));
    term_numbers_.emplace(text, made);
    return made;
  }
  // Throws UnknownCurrency.
  std::uint32_t currency_number(std::string_view code) {
    const std::lock_guard lock(mutex_);
    const Currency currency = options_->currencies.get().at(code);
    const auto known = std::ranges::find(currencies_, currency);
    if (known != currencies_.end())
      return static_cast<std::uint32_t>(std::distance(currencies_.begin(), known));
    return number(currencies_, currency);
  }
  std::uint32_t currency_number(Currency currency) { return number(currencies_, currency); }

  // What is numbered stays where it is.
  [[nodiscard]] const PaymentTerms& terms(std::uint32_t number) {
    const std::lock_guard lock(mutex_);
    return terms_[number];
  }
  [[nodiscard]] const std::deque<Currency>& currencies() const { return currencies_; }

 private:
  template <class T>
  static std::uint32_t number(std::deque<T>& list, T value) {
    list.push_back(std::move(value));
    return static_cast<std::uint32_t>(list.size() - 1);
  }

  const ScheduleTableOptions* options_;
  std::mutex mutex_;
  std::deque<PaymentTerms> terms_;
  std::deque<Currency> currencies_;
  std::map<std::string, std::uint32_t, std::less<>> term_numbers_;
};

// Numbers by the codes of one key column, in one thread.
class NumberCache {
 public:
  // `learn(code)` is asked once for each code.
  template <class Learn>
  std::uint32_t operator()(std::uint32_t code, const Learn& learn) {
    if (code >= numbers_.size()) numbers_.resize(std::size_t{code} + 1, not_asked);
    if (numbers_[code] == not_asked) numbers_[code] = learn(code);
    return numbers_[code];
  }

 private:
  static constexpr std::uint32_t not_asked = faulty - 1;
  std::vector<std::uint32_t> numbers_;
};

// What all threads know.
struct SchedulePlan {
  SchedulePlan(TableSource& source, const ScheduleTableOptions& how)
      : table(source, "invoices"),
        options(&how),
        books(how),
        terms_column(table.column("terms")),
        amount_column(table.column("amount")),
        currency_column(table.find("currency")),
        document_column(table.find("document")),
        keys(table, key_names()),
        terms_of_row(room_for<std::uint32_t>(table.rows())) {
    if (currency_column) {
      currency_of_row = room_for<std::uint32_t>(table.rows());
    } else {
      AgingOptions stated;
      stated.currency = how.currency;
      books.currency_number(stated_currency(stated, table.name()));
    }
    for (std::size_t i = 0; i < anchor_count; ++i) {
      const auto column = table.find(to_string(static_cast<Anchor>(i)) + "_date");
      if (column && table.fields()[*column].kind.type != ColumnType::nulls)
        event_columns[i] = column;
    }
    if (!table.batches().empty()) keys.sample(table.batches().front());
    for (const RecordBatch& batch : table.batches()) bound.push_back(keys.bind(batch));
    if (document_column) check_documents(table.fields()[*document_column]);
    schedule.calendar = how.calendar;
    schedule.rounding = how.rounding;
    schedule.cash_step = how.cash_step;
  }

  [[nodiscard]] std::vector<std::string> key_names() const {
    return currency_column ? std::vector<std::string>{"terms", "currency"}
                           : std::vector<std::string>{"terms"};
  }

  static void check_documents(const ColumnField& field) {
    const bool is_plain_integer = is_integer(field.kind.type) && !field.kind.dictionary_encoded;
    if (is_text(field.kind.type) || is_plain_integer || field.kind.type == ColumnType::nulls)
      return;
    throw BadTable(
        "column \"document\" is " + to_string(field.kind),
        {Fault{
            .field = "document", .value = to_string(field.kind), .expected = "text or integers"}});
  }

  HeldTable table;
  const ScheduleTableOptions* options;
  Books books;
  std::size_t terms_column;
  std::size_t amount_column;
  std::optional<std::size_t> currency_column;
  std::optional<std::size_t> document_column;
  std::array<std::optional<std::size_t>, anchor_count> event_columns;
  GroupPlan keys;
  std::vector<std::vector<KeyBatch>> bound;  // Of each batch.
  ScheduleOptions schedule;
  PageArray<std::uint32_t> terms_of_row;
  PageArray<std::uint32_t> currency_of_row;
};

bool has_text_documents(const SchedulePlan& plan) {
  return plan.document_column && !is_integer(plan.table.fields()[*plan.document_column].kind.type);
}

// The columns of the result, of so many rows.
struct ScheduleColumns {
  ScheduleColumns(std::size_t rows, const SchedulePlan& plan, std::size_t text_bytes)
      : row(room_for<std::int64_t>(rows)),
        instalment(room_for<std::int32_t>(rows)),
        due_date(room_for<std::int32_t>(rows)),
        pending_on(room_for<std::int8_t>(rows)),
        amount(room_for<Int128>(rows)),
        currency(room_for<std::int32_t>(rows)) {
    if (!plan.document_column) return;
    document = room_for<std::int64_t>(rows + 1);
    if (has_text_documents(plan)) text = room_for<char>(text_bytes);
  }

  PageArray<std::int64_t> row;
  PageArray<std::int64_t> document;  // The number, or where the text begins.
  PageArray<char> text;
  PageArray<std::int32_t> instalment;
  PageArray<std::int32_t> due_date;  // DateReader::null_date while pending.
  PageArray<std::int8_t> pending_on;
  PageArray<Int128> amount;
  PageArray<std::int32_t> currency;
};

bool has_document(const ColumnView& column, std::int64_t row) {
  if (!column.has_value(row)) return false;
  if (is_integer(column.kind.type) && !column.kind.dictionary_encoded)
    return column.has_integer(row);
  return !column.kind.dictionary_encoded || column.dictionary->has_value(column.code_at(row));
}

std::string_view document_text(const ColumnView& column, std::int64_t row) {
  if (!column.kind.dictionary_encoded) return column.text_at(row);
  return column.dictionary->text_at(column.code_at(row));
}

// One thread's share of the rows: first counted, then filled in.
class ScheduleWorker {
 public:
  explicit ScheduleWorker(SchedulePlan& plan)
      : plan_(&plan),
        keys_(plan.keys),
        amounts_(plan.table.fields()[plan.amount_column], plan.options->amount_digits) {
    for (std::size_t i = 0; i < anchor_count; ++i)
      if (plan.event_columns[i]) events_[i].emplace(plan.table.fields()[*plan.event_columns[i]]);
  }

  // Reads terms and currencies, and how many instalments there will be.
  void count(const HeldRows& rows) {
    codes_.resize(rows.count());
    const auto batch = static_cast<std::size_t>(rows.batch - plan_->table.batches().data());
    try {
      keys_.encode(plan_->bound[batch], rows.begin, codes_);
    } catch (const BadTable& unreadable) {
      for (Fault fault : unreadable.faults()) {
        fault.row += rows.first_row;
        faults_.add(std::move(fault));
      }
      return;
    }
    const bool one_key = !plan_->currency_column;
    const std::span<const std::uint32_t> terms = one_key ? codes_ : keys_.last_codes(0);
    for (std::size_t i = 0; i < rows.count(); ++i) {
      const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
      const std::uint32_t number =
          term_numbers_(terms[i], [&](std::uint32_t code) { return learn_terms(code, rows, row); });
      if (number == faulty)
        add_fault(rows, row, plan_->terms_column, "terms", fault_texts_[terms[i]]);
      const std::size_t at = index(rows, i);
      plan_->terms_of_row[at] = number;
      if (!one_key) read_currency(rows, row, keys_.last_codes(1)[i], at);
      if (plan_->document_column && !has_document(document(rows), row))
        add_fault(rows, row, *plan_->document_column, "document", "a document");
      if (number == faulty) continue;
      const std::size_t instalments = terms_[number]->installments().size();
      instalments_ += instalments;
      if (has_text_documents(*plan_) && has_document(document(rows), row))
        text_bytes_ += instalments * document_text(document(rows), row).size();
    }
  }

  // Writes the instalments of the rows, from `at_` on.
  void fill(const HeldRows& rows, ScheduleColumns& out, int scale) {
    read_digits(rows);
    const std::span<const std::int64_t> minor =
        amounts_.read(rows.batch->columns[plan_->amount_column], rows.begin, rows.count(), digits_,
                      rows.first_row, faults_);
    for (std::size_t i = 0; i < anchor_count; ++i)
      if (events_[i])
        event_days_[i] = events_[i]->read(rows.batch->columns[*plan_->event_columns[i]], rows.begin,
                                          rows.count(), rows.first_row, faults_);
    for (std::size_t i = 0; i < rows.count(); ++i) {
      const std::size_t first = at_;
      try {
        fill_row(rows, i, minor[i], out, scale);
      } catch (const Error& error) {
        faults_.add({.row = rows.first_row + rows.begin + static_cast<std::int64_t>(i),
                     .field = "terms",
                     .value = to_string(*terms_of(index(rows, i))),
                     .expected = std::string("terms that fit the row: ") + error.what()});
        at_ = first;
      }
    }
  }

  void start(std::size_t at, std::size_t text_at) {
    at_ = at;
    text_at_ = text_at;
  }
  [[nodiscard]] std::size_t instalments() const noexcept { return instalments_; }
  [[nodiscard]] std::size_t text_bytes() const noexcept { return text_bytes_; }
  [[nodiscard]] std::size_t pending() const noexcept { return pending_; }
  FaultList& faults() noexcept { return faults_; }

 private:
  static std::size_t index(const HeldRows& rows, std::size_t i) {
    return static_cast<std::size_t>(rows.first_row + rows.begin) + i;
  }
  [[nodiscard]] const ColumnView& document(const HeldRows& rows) const {
    return rows.batch->columns[*plan_->document_column];
  }
  [[nodiscard]] const PaymentTerms* terms_of(std::size_t at) {
    const std::uint32_t number = plan_->terms_of_row[at];
    if (number >= terms_.size()) terms_.resize(std::size_t{number} + 1);
    if (terms_[number] == nullptr) terms_[number] = &plan_->books.terms(number);
    return terms_[number];
  }

  // The value is read from the batch: the dictionary that all threads share may be growing.
  std::uint32_t learn_terms(std::uint32_t code, const HeldRows& rows, std::int64_t row) {
    if (code >= fault_texts_.size()) fault_texts_.resize(std::size_t{code} + 1);
    if (code == 0) {
      fault_texts_[code] = "terms of payment, such as net 30";
      return faulty;
    }
    try {
      const std::uint32_t number =
          plan_->books.terms_number(value_text(rows.batch->columns[plan_->terms_column], row));
      if (number >= terms_.size()) terms_.resize(std::size_t{number} + 1);
      terms_[number] = &plan_->books.terms(number);
      return number;
    } catch (const Error& error) {
      fault_texts_[code] = std::string("terms of payment: ") + error.what();
      return faulty;
    }
  }

  void read_currency(const HeldRows& rows, std::int64_t row, std::uint32_t code, std::size_t at) {
    const ColumnView& column = rows.batch->columns[*plan_->currency_column];
    const std::uint32_t number = currency_numbers_(code, [&](std::uint32_t asked) {
      try {
        return asked == 0 ? faulty : plan_->books.currency_number(value_text(column, row));
      } catch (const UnknownCurrency&) {
        return faulty;
      }
    });
    plan_->currency_of_row[at] = number;
    if (number != faulty) return;
    Fault fault = currency_fault(column, row, plan_->options->currencies);
    fault.row = rows.first_row + row;
    faults_.add(std::move(fault));
  }

  void add_fault(const HeldRows& rows, std::int64_t row, std::size_t column, const char* field,
                 std::string expected) {
    faults_.add({.row = rows.first_row + row,
                 .field = field,
                 .value = value_text(rows.batch->columns[column], row),
                 .expected = std::move(expected)});
  }

  void read_digits(const HeldRows& rows) {
    const auto digits = [&](std::uint32_t number) {
      return static_cast<std::uint8_t>(plan_->books.currencies()[number].digits());
    };
    if (!plan_->currency_column) {
      digits_.assign(1, digits(0));
      return;
    }
    digits_.resize(rows.count());
    for (std::size_t i = 0; i < rows.count(); ++i)
      digits_[i] = digits(plan_->currency_of_row[index(rows, i)]);
  }

  void fill_row(const HeldRows& rows, std::size_t i, std::int64_t minor, ScheduleColumns& out,
                int scale) {
    const std::size_t at = index(rows, i);
    const std::uint32_t currency = plan_->currency_column ? plan_->currency_of_row[at] : 0;
    const Money total = Money::from_minor(minor, plan_->books.currencies()[currency]);
    const PaymentTerms& terms = *terms_of(at);
    const Int128 unit = detail::power_of_ten(scale - total.currency().digits());
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
      out.row[at_] = static_cast<std::int64_t>(at);
      out.instalment[at_] = static_cast<std::int32_t>(k) + 1;
      out.amount[at_] = (minor < 0 ? -amount.minor() : amount.minor()) * unit;
      out.currency[at_] = static_cast<std::int32_t>(currency);
      put_date(term.due, i, out);
      if (plan_->document_column) put_document(rows, i, out);
      ++at_;
    }
  }

  void put_date(const DateRule& rule, std::size_t i, ScheduleColumns& out) {
    const auto anchor = static_cast<std::size_t>(rule.anchor);
    const std::int32_t event = events_[anchor] ? event_days_[anchor][i] : DateReader::null_date;
    const bool pending = event == DateReader::null_date;
    pending_ += pending ? 1U : 0U;
    out.due_date[at_] =
        pending ? DateReader::null_date
                : rule.due_date(Date::from_days(event), plan_->schedule.calendar).days();
    out.pending_on[at_] = static_cast<std::int8_t>(anchor);
  }

  void put_document(const HeldRows& rows, std::size_t i, ScheduleColumns& out) {
    const ColumnView& column = document(rows);
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    if (!has_text_documents(*plan_)) {
      out.document[at_] = column.integer_at(row);
      return;
    }
    const std::string_view text = document_text(column, row);
    out.document[at_] = static_cast<std::int64_t>(text_at_);
    std::ranges::copy(text, out.text.data() + text_at_);
    text_at_ += text.size();
  }

  SchedulePlan* plan_;
  GroupEncoder keys_;
  AmountReader amounts_;
  std::array<std::optional<DateReader>, anchor_count> events_;
  std::array<std::span<const std::int32_t>, anchor_count> event_days_;
  NumberCache term_numbers_;
  NumberCache currency_numbers_;
  std::vector<const PaymentTerms*> terms_;  // By number.
  std::vector<std::string> fault_texts_;    // By code of the terms.
  std::vector<std::uint32_t> codes_;
  std::vector<std::uint8_t> digits_;
  std::size_t instalments_ = 0;
  std::size_t text_bytes_ = 0;
  std::size_t pending_ = 0;
  std::size_t at_ = 0;
  std::size_t text_at_ = 0;
  FaultList faults_;
};

void throw_faults(std::vector<ScheduleWorker>& workers) {
  FaultList all;
  for (ScheduleWorker& worker : workers) all.merge(std::exchange(worker.faults(), FaultList()));
  all.throw_if_any("invoices");
}

// Texts as the dictionary of a column.
std::shared_ptr<const ArrowColumn> dictionary(const std::vector<std::string>& texts) {
  std::string bytes;
  std::vector<std::int64_t> offsets{0};
  for (const std::string& text : texts) {
    bytes += text;
    offsets.push_back(static_cast<std::int64_t>(bytes.size()));
  }
  return std::make_shared<const ArrowColumn>(ArrowColumn{
      .name = "",
      .format = "U",
      .buffers = {nullptr, detail::convert<std::int64_t>(std::span<const std::int64_t>(offsets)),
                  detail::share_bytes(bytes)},
      .length = static_cast<std::int64_t>(texts.size())});
}

class ScheduleExport {
 public:
  ScheduleExport(SchedulePlan& plan, ScheduleColumns columns, std::size_t rows, std::size_t pending,
                 int scale)
      : plan_(&plan), columns_(std::move(columns)), rows_(rows), pending_(pending), scale_(scale) {
    table_->rows = static_cast<std::int64_t>(rows);
  }

  std::shared_ptr<const ArrowTable> table() {
    add("row", "l", share(std::move(columns_.row)));
    if (plan_->document_column) add_document();
    add("instalment", "i", share(std::move(columns_.instalment)));
    const auto is_due = [&](std::size_t i) {
      return columns_.due_date[i] != DateReader::null_date;
    };
    const auto due = pending_ == 0 ? nullptr : detail::bits_of(rows_, is_due);
    const auto not_due = pending_ == rows_
                             ? nullptr
                             : detail::bits_of(rows_, [&](std::size_t i) { return !is_due(i); });
    add("due_date", "tdD", share(std::move(columns_.due_date)), due, pending_);
    add("pending_on", "c", share(std::move(columns_.pending_on)), not_due, rows_ - pending_,
        dictionary(anchor_texts()));
    add("amount", "d:38," + std::to_string(scale_), share(std::move(columns_.amount)));
    std::vector<std::string> codes;
    for (const Currency& currency : plan_->books.currencies()) codes.emplace_back(currency.code());
    add("currency", "i", share(std::move(columns_.currency)), nullptr, 0, dictionary(codes));
    return table_;
  }

 private:
  void add(std::string name, std::string format, std::shared_ptr<const void> values,
           std::shared_ptr<const void> validity = nullptr, std::size_t nulls = 0,
           std::shared_ptr<const ArrowColumn> dictionary = nullptr) {
    table_->columns.push_back({.name = std::move(name),
                               .format = std::move(format),
                               .buffers = {std::move(validity), std::move(values)},
                               .null_count = static_cast<std::int64_t>(nulls),
                               .dictionary = std::move(dictionary),
                               .length = table_->rows});
  }

  void add_document() {
    if (!has_text_documents(*plan_))
      return add("document", "l", share(std::move(columns_.document)));
    add("document", "U", share(std::move(columns_.document)));
    table_->columns.back().buffers.push_back(share(std::move(columns_.text)));
  }

  static std::vector<std::string> anchor_texts() {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < anchor_count; ++i)
      texts.push_back(to_string(static_cast<Anchor>(i)));
    return texts;
  }

  SchedulePlan* plan_;
  ScheduleColumns columns_;
  std::size_t rows_;
  std::size_t pending_;
  int scale_;
  std::shared_ptr<ArrowTable> table_ = std::make_shared<ArrowTable>();
};

}  // namespace

std::shared_ptr<const ArrowTable> schedule_table(TableSource& invoices,
                                                 const ScheduleTableOptions& options) {
  const std::size_t threads = std::max<std::size_t>(1, options.threads);
  SchedulePlan plan(invoices, options);
  std::vector<ScheduleWorker> workers;
  for (std::size_t t = 0; t < threads; ++t) workers.emplace_back(plan);
  plan.table.for_blocks(threads,
                        [&](std::size_t t, const HeldRows& rows) { workers[t].count(rows); });
  throw_faults(workers);

  std::size_t rows = 0;
  std::size_t text_bytes = 0;
  for (ScheduleWorker& worker : workers) {
    worker.start(rows, text_bytes);
    rows += worker.instalments();
    text_bytes += worker.text_bytes();
  }
  int scale = 0;
  for (const Currency& currency : plan.books.currencies()) {
    scale = std::max(scale, currency.digits());
    detail::step_minor(currency, plan.schedule);  // Throws for a step that it cannot have.
  }
  ScheduleColumns columns(rows, plan, text_bytes);
  if (has_text_documents(plan)) columns.document[rows] = static_cast<std::int64_t>(text_bytes);
  plan.table.for_blocks(threads, [&](std::size_t t, const HeldRows& block) {
    workers[t].fill(block, columns, scale);
  });
  throw_faults(workers);
  std::size_t pending = 0;
  for (const ScheduleWorker& worker : workers) pending += worker.pending();
  return ScheduleExport(plan, std::move(columns), rows, pending, scale).table();
}

}  // namespace o2c::inline v1

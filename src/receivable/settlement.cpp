#include "settlement.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <numeric>
#include <tuple>
#include <utility>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/aging_kernel.hpp"

#include "application_reader.hpp"

namespace o2c::inline v1 {
namespace {

// The faults of several tables as one error.
void throw_if_any(const std::vector<std::pair<const char*, const FaultList*>>& tables) {
  std::vector<Fault> all;
  std::size_t count = 0;
  for (const auto& [name, list] : tables) {
    count += list->count();
    for (Fault fault : list->sorted()) {
      fault.file = name;
      all.push_back(std::move(fault));
    }
  }
  if (all.empty()) return;
  std::string message = to_string(all.front());
  if (count > 1) message += " (and " + std::to_string(count - 1) + " more faults)";
  throw BadTable(message, std::move(all));
}

// Within 0 and the amount, whatever its sign: neither beyond it nor on the other side of zero.
constexpr bool is_beyond(std::int64_t applied, std::int64_t minor) {
  const bool below = applied < std::min<std::int64_t>(minor, 0);
  return below || applied > std::max<std::int64_t>(minor, 0);
}

O2C_VECTORIZED bool any_beyond(const std::int64_t* applied, std::span<const std::int64_t> minor) {
  std::int64_t any = 0;
  for (std::size_t i = 0; i < minor.size(); ++i) any |= is_beyond(applied[i], minor[i]) ? 1 : 0;
  return any != 0;
}

// Reads the amounts of a table of documents, in minor units.
class AmountsOf {
 public:
  AmountsOf(const SettledTable& settled, std::optional<int> amount_digits)
      : settled_(&settled),
        column_(settled.table.column("amount")),
        reader_(settled.table.fields()[column_], amount_digits) {}

  std::span<const std::int64_t> read(const HeldRows& rows, FaultList& faults) {
    std::array<std::uint8_t, HeldTable::block_rows> digits;
    const std::size_t count = settled_->currency_of_row.size() == 0 ? 1 : rows.count();
    for (std::size_t i = 0; i < count; ++i)
      digits[i] = static_cast<std::uint8_t>(settled_->currency(rows.first() + i).digits());
    return reader_.read(rows.batch->columns[column_], rows.begin, rows.count(),
                        std::span(digits).first(count), rows.first_row, faults);
  }

 private:
  const SettledTable* settled_;
  std::size_t column_;
  AmountReader reader_;
};

// Sums of which nothing else is to be known.
class PlainSums final : public InvoiceSums {
 public:
  PlainSums(std::size_t cells, std::size_t applications, std::size_t threads) : cells_(cells) {
    const std::size_t rows = std::min(applications / threads, cells_.buffer_rows(threads));
    for (std::size_t t = 0; t < threads; ++t)
      buffers_.push_back(std::make_unique<CellBuffer>(cells_, rows, 0));
  }

  void add(std::size_t thread, const ApplicationBlock& block, const HeldRows&, Upcoming next,
           bool fits) override {
    if (!fits) return;
    buffers_[thread]->add(block.cells, block.minor.data(), next);
    for (const auto& [position, row] : block.credit_notes) {
      const std::int64_t taken = -block.minor[position];
      buffers_[thread]->add(std::span(&row, 1), &taken);
    }
  }
  PageArray<std::int64_t> take() override {
    std::vector<CellBuffer*> buffers;
    for (const auto& buffer : buffers_) buffers.push_back(buffer.get());
    CellBuffer::flush_all(buffers);
    return cells_.take();
  }

 private:
  SharedCells cells_;
  std::vector<std::unique_ptr<CellBuffer>> buffers_;
};

}  // namespace

SettledTable::SettledTable(TableSource& source, const char* name, const char* number, bool unique,
                           std::size_t threads)
    : table(source, name),
      number_column(table.column(number)),
      index(table, number_column, unique, threads, faults) {}

Instalments::Instalments(const HeldTable& invoices, const DocumentIndex& index, FaultList& faults)
    : rows_(invoices.rows()), begin_(invoices.rows() + 1, 0) {
  const std::size_t name_column = invoices.column("instalment");
  check_numbers(invoices, name_column, "instalments", true);
  const std::size_t due_column = invoices.column("due_date");
  DateReader due_dates(invoices.fields()[due_column]);
  FaultList read_again_later;  // By the aging itself.
  std::vector<std::int32_t> due;
  due.reserve(rows_.size());
  invoices.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    const auto dates = due_dates.read(rows.batch->columns[due_column], rows.begin, rows.count(),
                                      rows.first_row, read_again_later);
    due.insert(due.end(), dates.begin(), dates.end());
    const ColumnView& names = rows.batch->columns[name_column];
    for (std::int64_t row = rows.begin; row < rows.end; ++row) {
      const auto table_row = static_cast<std::uint32_t>(rows.first_row + row);
      const std::uint64_t document = index.code(table_row);
      const std::string name = value_text(names, row);
      const std::uint32_t pair = pairs_.code(document << 32U | names_.code(name));
      if (pair == row_of_pair_.size())
        row_of_pair_.push_back(table_row);
      else
        faults.add({.row = table_row,
                    .field = "instalment",
                    .value = name,
                    .expected = "an instalment that stands only once in its document"});
    }
  });
  std::iota(rows_.begin(), rows_.end(), std::uint32_t{0});
  std::ranges::sort(rows_, {},
                    [&](std::uint32_t row) { return std::tuple(index.code(row), due[row], row); });
  for (const std::uint32_t row : rows_) ++begin_[index.code(row) + 1];
  std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
}

std::uint32_t Instalments::row(std::uint32_t document, const std::string& instalment) const {
  const std::string_view name = instalment;
  std::uint32_t code = DocumentIndex::unknown;
  names_.find(std::span(&name, 1), std::span(&code, 1));
  if (code == DocumentIndex::unknown) return code;
  const std::uint32_t pair = pairs_.find(std::uint64_t{document} << 32U | code);
  return pair == IntegerCodes::unknown ? DocumentIndex::unknown : row_of_pair_[pair];
}

std::span<const std::uint32_t> Instalments::rows(std::uint32_t document) const {
  return std::span(rows_).subspan(begin_[document], begin_[document + 1] - begin_[document]);
}

Settler::Settler(const ReceivableTables& tables, Date as_of, AgingOptions options,
                 std::optional<std::int64_t> known_at_us)
    : as_of_(as_of), options_(std::move(options)), known_at_us_(known_at_us) {
  options_.threads = std::max<std::size_t>(1, options_.threads);
  const bool instalments = find_column(*tables.invoices, "instalment").has_value();
  invoices_.emplace(*tables.invoices, "invoices", "document", !instalments, options_.threads);
  mark_counted(*invoices_, "invoice_date");
  read_currencies(*invoices_);
  if (tables.receipts != nullptr) {
    receipts_.emplace(*tables.receipts, "receipts", "receipt", true, options_.threads);
    mark_counted(*receipts_, "date");
    read_currencies(*receipts_);
  }
  if (instalments && invoices_->faults.empty())
    instalments_.emplace(invoices_->table, invoices_->index, invoices_->faults);
  throw_if_any(document_faults());
  if (tables.applications != nullptr) applications_.emplace(*tables.applications, "applications");
}

void Settler::settle() {
  PlainSums sums(cells(), applications_ ? applications_->rows() : 0, options_.threads);
  settle(options_.threads, sums);
}

void Settler::settle(std::size_t threads, InvoiceSums& sums) {
  invoices_->settlement.applied = PageArray<std::int64_t>(invoices_->table.rows() + 1);
  if (receipts_)
    receipts_->settlement.applied = PageArray<std::int64_t>(receipts_->table.rows() + 1);
  if (applications_) {
    apply(*applications_, threads, sums);
    check_rows(*invoices_, false);
    if (receipts_) check_rows(*receipts_, true);
    throw_if_any(document_faults());  // Amounts, without which nothing can be said of applications.
    if (!over_applied_.empty() || !over_received_.empty()) report(*applications_);
    throw_if_any({{"applications", &application_faults_}});
  }
  if (receipts_) mark_deposits();
}

// A document counts from its date on, and once it was known.
void Settler::mark_counted(SettledTable& settled, const char* date) const {
  const HeldTable& table = settled.table;
  const bool receipts = receipts_ && &settled == &*receipts_;
  const auto date_column =
      receipts ? std::optional<std::size_t>(table.column(date)) : table.find(date);
  if (!date_column && !known_at_us_) return;
  settled.settlement.counted = PageArray<std::uint8_t>::uninitialized(table.rows() + 1);
  std::optional<std::size_t> recorded_column;
  std::optional<MomentReader> recorded;
  if (known_at_us_) {
    recorded_column = table.column("recorded_at");
    recorded.emplace(table.fields()[*recorded_column]);
  }
  std::vector<FaultList> faults(options_.threads);
  std::vector<std::optional<DateReader>> readers(options_.threads);
  std::vector<std::uint8_t> left_out(options_.threads, 0);
  if (date_column)
    for (auto& reader : readers) reader.emplace(table.fields()[*date_column]);
  table.for_blocks(options_.threads, [&](std::size_t t, const HeldRows& rows) {
    std::uint8_t* counted = settled.settlement.counted.data() + rows.first_row + rows.begin;
    const std::size_t count = rows.count();
    const auto fault = [&](std::size_t i, std::size_t column, const char* expected) {
      faults[t].add({.row = rows.first_row + rows.begin + static_cast<std::int64_t>(i),
                     .field = table.fields()[column].name,
                     .value = "null",
                     .expected = expected});
    };
    if (!date_column) std::fill_n(counted, count, std::uint8_t{1});
    if (date_column) {
      const auto dates = readers[t]->read(rows.batch->columns[*date_column], rows.begin, count,
                                          rows.first_row, faults[t]);
      for (std::size_t i = 0; i < count; ++i) counted[i] = dates[i] <= as_of_.days() ? 1 : 0;
      for (std::size_t i = 0; rows.batch->columns[*date_column].validity != nullptr && i < count;
           ++i)
        if (dates[i] == DateReader::null_date) fault(i, *date_column, "the date of the document");
    }
    for (std::size_t i = 0; recorded && i < count; ++i) {
      const std::int64_t moment = recorded->at(rows.batch->columns[*recorded_column],
                                               rows.begin + static_cast<std::int64_t>(i));
      if (moment == MomentReader::null_moment)
        fault(i, *recorded_column, "the moment when the row was recorded");
      if (moment > *known_at_us_) counted[i] = 0;
    }
    if (std::memchr(counted, 0, count) != nullptr) left_out[t] = 1;
  });
  for (FaultList& list : faults) settled.faults.merge(std::move(list));
  // Where all count, as is usual, nobody has to look each of them up.
  if (std::ranges::find(left_out, 1) == left_out.end()) settled.settlement.counted = {};
}

void Settler::read_currencies(SettledTable& settled) const {
  const auto column = settled.table.find("currency");
  if (!column) {
    settled.currencies.push_back(stated_currency(options_, settled.table.name()));
    return;
  }
  GroupPlan plan(settled.table, {"currency"});
  GroupEncoder encoder(plan);
  settled.currency_of_row = PageArray<std::uint16_t>(settled.table.rows() + 1);
  std::vector<std::uint32_t> codes;
  struct Known {
    bool read = false;
    std::optional<std::uint16_t> position;
  };
  std::vector<Known> of_code;
  settled.table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    codes.resize(rows.count());
    encoder.encode(plan.bind(*rows.batch), rows.begin, codes);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
      if (codes[i] >= of_code.size()) of_code.resize(std::size_t{codes[i]} + 1);
      Known& known = of_code[codes[i]];
      if (!known.read) {
        known.read = true;
        if (const auto currency = options_.currencies.get().find(encoder.value(codes[i], 0).text)) {
          known.position = static_cast<std::uint16_t>(settled.currencies.size());
          settled.currencies.push_back(*currency);
        }
      }
      if (known.position) {
        settled.currency_of_row[static_cast<std::size_t>(rows.first_row + row)] = *known.position;
      } else {
        Fault fault = currency_fault(rows.batch->columns[*column], row, options_.currencies.get());
        fault.row += rows.first_row;
        settled.faults.add(std::move(fault));
      }
    }
  });
  // Without rows none is read, but one is asked for.
  if (settled.currencies.empty()) settled.currencies.emplace_back("XXX", 2);
}

std::vector<std::pair<const char*, const FaultList*>> Settler::document_faults() const {
  std::vector<std::pair<const char*, const FaultList*>> faults{{"invoices", &invoices_->faults}};
  if (receipts_) faults.emplace_back("receipts", &receipts_->faults);
  return faults;
}

void Settler::apply(const HeldTable& applications, std::size_t threads, InvoiceSums& sums) {
  SharedCells receipt_cells(receipts_ ? receipts_->table.rows() + 1 : 0);
  struct Worker {
    ApplicationReader reader;
    CellBuffer receipts;
    std::uint64_t bound = 0;
    bool fits = true;
  };
  const std::size_t buffer_rows =
      receipts_ ? std::min(applications.rows() / threads, receipt_cells.buffer_rows(threads)) : 0;
  std::vector<std::unique_ptr<Worker>> workers;
  for (std::size_t t = 0; t < threads; ++t)
    workers.push_back(std::make_unique<Worker>(
        Worker{ApplicationReader(*this, applications), CellBuffer(receipt_cells, buffer_rows, 0)}));
  applications.for_blocks(threads, [&](std::size_t t, const HeldRows& rows) {
    Worker& worker = *workers[t];
    const ApplicationBlock block = worker.reader.read(rows);
    const std::uint64_t bound = sum_bound(block.minor) * (block.credit_notes.empty() ? 1 : 2);
    worker.fits = worker.fits && bound <= GroupCells::bound_most / threads - worker.bound;
    sums.add(t, block, rows, worker.reader.upcoming(rows), worker.fits);
    if (!worker.fits) return;  // Summed again, exactly.
    worker.bound += bound;
    if (!block.receipts.empty()) worker.receipts.add(block.receipts, block.minor.data());
  });
  std::vector<CellBuffer*> of_receipts;
  for (const auto& worker : workers) of_receipts.push_back(&worker->receipts);
  CellBuffer::flush_all(of_receipts);
  bool fits = true;
  for (auto& worker : workers) {
    application_faults_.merge(std::move(worker->reader.faults()));
    fits = fits && worker->fits;
  }
  throw_if_any({{"applications", &application_faults_}});
  PageArray<std::int64_t> cells = sums.take();
  if (!fits) return apply_exactly(applications);
  if (instalments_) fill_instalments(cells);
  invoices_->settlement.applied = std::move(cells);
  if (receipts_) receipts_->settlement.applied = receipt_cells.take();
}

// For amounts so large that their sum might leave 64 bits on the way: in 128, one after the other.
void Settler::apply_exactly(const HeldTable& applications) {
  PageArray<Int128> invoice_sums(cells());
  PageArray<Int128> receipt_sums(receipts_ ? receipts_->table.rows() + 1 : 1);
  ApplicationReader reader(*this, applications);
  applications.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    const ApplicationBlock block = reader.read(rows);
    for (std::size_t i = 0; i < block.minor.size(); ++i) {
      invoice_sums[block.cells[i]] += block.minor[i];
      if (!block.receipts.empty()) receipt_sums[block.receipts[i]] += block.minor[i];
    }
    for (const auto& [position, row] : block.credit_notes)
      invoice_sums[row] -= block.minor[position];
  });
  const auto narrowed = [](const PageArray<Int128>& sums) {
    PageArray<std::int64_t> cells(sums.size());
    for (std::size_t i = 0; i < sums.size(); ++i) {
      if (sums[i] != static_cast<std::int64_t>(sums[i]))
        throw_overflow("what is applied to one document exceeds 64 bits of minor units");
      cells[i] = static_cast<std::int64_t>(sums[i]);
    }
    return cells;
  };
  PageArray<std::int64_t> cells = narrowed(invoice_sums);
  if (instalments_) fill_instalments(cells);
  invoices_->settlement.applied = std::move(cells);
  if (receipts_) receipts_->settlement.applied = narrowed(receipt_sums);
}

// Applications that name no instalment fill those of the document that are due earliest first.
void Settler::fill_instalments(PageArray<std::int64_t>& cells) {
  const HeldTable& table = invoices_->table;
  const std::size_t amount_column = table.column("amount");
  AmountReader amounts(table.fields()[amount_column], options_.amount_digits);
  FaultList read_again_later;  // When the rows are checked.
  std::vector<std::int64_t> minor;
  minor.reserve(table.rows());
  std::vector<std::uint8_t> digits;
  table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    digits.clear();
    for (std::int64_t row = rows.begin; row < rows.end; ++row)
      digits.push_back(static_cast<std::uint8_t>(
          invoices_->currency(static_cast<std::size_t>(rows.first_row + row)).digits()));
    const auto block = amounts.read(rows.batch->columns[amount_column], rows.begin, digits.size(),
                                    digits, rows.first_row, read_again_later);
    minor.insert(minor.end(), block.begin(), block.end());
  });
  for (std::uint32_t document = 0; document < invoices_->table.rows(); ++document) {
    const std::uint32_t pool = no_row() + 1 + document;
    Int128 left = cells[pool];
    const Int128 given = left;
    for (const std::uint32_t row : instalments_->rows(document)) {
      if (!invoices_->counts(row)) continue;
      const Int128 room = static_cast<Int128>(minor[row]) - cells[row];
      if (left == 0 || (left > 0) != (room > 0) || room == 0) continue;
      const Int128 taken = left > 0 ? std::min(left, room) : std::max(left, room);
      cells[row] = static_cast<std::int64_t>(cells[row] + taken);
      left -= taken;
    }
    if (left == 0) continue;
    const Int128 most = given - left;
    over_applied_.emplace(pool, Limits{.low = std::min<Int128>(most, 0),
                                       .high = std::max<Int128>(most, 0),
                                       .left = "what is open of the document's instalments"});
  }
}

// Nothing can be applied beyond an amount, nor more be reversed than was applied.
void Settler::check_rows(SettledTable& settled, bool by_receipt) {
  const std::size_t threads = options_.threads;
  std::vector<AmountsOf> readers(threads, AmountsOf(settled, options_.amount_digits));
  std::vector<FaultList> faults(threads);
  std::vector<OverApplied> found(threads);
  settled.table.for_blocks(threads, [&](std::size_t t, const HeldRows& rows) {
    const std::size_t first = rows.first();
    const std::size_t count = rows.count();
    const auto minor = readers[t].read(rows, faults[t]);
    const std::int64_t* applied = settled.settlement.applied.data() + first;
    if (!any_beyond(applied, minor)) return;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_beyond(applied[i], minor[i]) || !settled.counts(first + i)) continue;
      const Money amount = Money::from_minor(minor[i], settled.currency(first + i));
      found[t].emplace(
          static_cast<std::uint32_t>(first + i),
          Limits{.low = std::min<Int128>(minor[i], 0),
                 .high = std::max<Int128>(minor[i], 0),
                 .left = "what is open of " + std::string(by_receipt ? "receipt " : "document ") +
                         value_text(rows.batch->columns[settled.number_column],
                                    rows.begin + static_cast<std::int64_t>(i)) +
                         ", which is of " + to_string(amount)});
    }
  });
  OverApplied& all = by_receipt ? over_received_ : over_applied_;
  for (OverApplied& part : found) all.merge(part);
  for (FaultList& list : faults) settled.faults.merge(std::move(list));
}

// Names the application with which a document first left its limits.
void Settler::report(const HeldTable& applications) {
  ApplicationReader reader(*this, applications);
  const std::size_t amount_column = applications.column("amount");
  applications.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    const ApplicationBlock block = reader.read(rows);
    const auto count = [&](OverApplied& limits, std::uint32_t cell, std::size_t i, int sign) {
      const auto found = limits.find(cell);
      if (found == limits.end() || block.minor[i] == 0) return;
      Limits& limit = found->second;
      limit.sum += sign * static_cast<Int128>(block.minor[i]);
      if (limit.sum >= limit.low && limit.sum <= limit.high) return;
      const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
      application_faults_.add({.row = rows.first_row + row,
                               .field = "amount",
                               .value = value_text(rows.batch->columns[amount_column], row),
                               .expected = "an amount within " + limit.left});
      limits.erase(found);
    };
    auto credit_note = block.credit_notes.begin();
    for (std::size_t i = 0; i < block.minor.size(); ++i) {
      count(over_applied_, block.cells[i], i, 1);
      if (!block.receipts.empty()) count(over_received_, block.receipts[i], i, 1);
      if (credit_note == block.credit_notes.end() || credit_note->position != i) continue;
      count(over_applied_, credit_note->row, i, -1);
      ++credit_note;
    }
  });
}

// Without the invoices' orders nobody can tell which receipts are deposits, if any names an order.
void Settler::refuse_orders(std::size_t receipt_orders) const {
  receipts_->table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    const ColumnView& numbers = rows.batch->columns[receipt_orders];
    for (std::int64_t row = rows.begin; row < rows.end; ++row)
      if (has_number(numbers, row) && !value_text(numbers, row).empty())
        static_cast<void>(invoices_->table.column("order"));
  });
}

// A receipt for an order is a deposit (预收) as long as nothing is charged for the order.
void Settler::mark_deposits() {
  const auto receipt_orders = receipts_->table.find("order");
  const auto invoice_orders = invoices_->table.find("order");
  if (!receipt_orders) return;
  check_numbers(receipts_->table, *receipt_orders, "orders", true);
  if (!invoice_orders) return refuse_orders(*receipt_orders);
  check_numbers(invoices_->table, *invoice_orders, "orders", true);
  receipts_->settlement.deposit = PageArray<std::uint8_t>(receipts_->table.rows() + 1);
  TextCodes orders;
  std::vector<std::uint32_t> order_of_receipt(receipts_->table.rows(), IntegerCodes::unknown);
  const auto each_order = [](const HeldRows& rows, std::size_t column, const auto& use) {
    const ColumnView& numbers = rows.batch->columns[column];
    for (std::int64_t row = rows.begin; row < rows.end; ++row) {
      const std::string order = has_number(numbers, row) ? value_text(numbers, row) : "";
      if (!order.empty()) use(static_cast<std::size_t>(row - rows.begin), order);
    }
  };
  receipts_->table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    each_order(rows, *receipt_orders, [&](std::size_t i, const std::string& order) {
      order_of_receipt[rows.first() + i] = orders.code(order);
    });
  });
  std::vector<bool> invoiced(orders.size(), false);
  AmountsOf amounts(*invoices_, options_.amount_digits);
  FaultList read_again_later;  // By the aging itself.
  invoices_->table.for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    const auto minor = amounts.read(rows, read_again_later);
    each_order(rows, *invoice_orders, [&](std::size_t i, const std::string& order) {
      if (minor[i] <= 0 || !invoices_->counts(rows.first() + i)) return;  // A credit note.
      const std::string_view text = order;
      std::uint32_t code = IntegerCodes::unknown;
      orders.find(std::span(&text, 1), std::span(&code, 1));
      if (code != IntegerCodes::unknown) invoiced[code] = true;
    });
  });
  for (std::size_t row = 0; row < order_of_receipt.size(); ++row) {
    const std::uint32_t order = order_of_receipt[row];
    receipts_->settlement.deposit[row] = order != IntegerCodes::unknown && !invoiced[order] ? 1 : 0;
  }
}

}  // namespace o2c::inline v1

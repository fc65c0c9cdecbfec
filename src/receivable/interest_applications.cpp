#include "interest_applications.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

using detail::room_for;

// Reads applications in one thread.
class InterestApplications::Reader {
 public:
  Reader(const InterestApplications& owner, const HeldTable& table, Date before)
      : owner_(&owner),
        table_(&table),
        before_(before),
        document_column_(table.column("document")),
        amount_column_(table.column("amount")),
        date_column_(table.column("date")),
        documents_(owner.index_, table.fields()[document_column_], table.name()),
        amounts_(table.fields()[amount_column_], owner.items_->options->amount_digits),
        dates_(table.fields()[date_column_]) {
    if (owner.instalments_) instalment_column_ = table.find("instalment");
    if (instalment_column_) check_numbers(table, *instalment_column_, "instalments", true);
  }

  void read(const HeldRows& rows) {
    const auto& columns = rows.batch->columns;
    const std::size_t count = rows.count();
    codes_.resize(count);
    documents_.read(columns[document_column_], rows.begin, codes_);
    digits_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      digits_[i] = AmountReader::unknown_digits;
      if (codes_[i] == DocumentIndex::unknown)
        fault(rows, i, document_column_, "a document of the table of items");
      else
        digits_[i] = static_cast<std::uint8_t>(owner_->items_->currency_of(codes_[i]).digits());
    }
    const auto minor =
        amounts_.read(columns[amount_column_], rows.begin, count, digits_, rows.first_row, faults_);
    const auto dates =
        dates_.read(columns[date_column_], rows.begin, count, rows.first_row, faults_);
    for (std::size_t i = 0; i < count; ++i) {
      if (dates[i] == DateReader::null_date) fault(rows, i, date_column_, "a date");
      const std::uint32_t row = row_of(rows, i);
      if (codes_[i] != DocumentIndex::unknown && dates[i] < before_.days())
        read_.push_back({codes_[i], {.date = dates[i], .row = row, .minor = minor[i]}});
    }
  }

  [[nodiscard]] std::vector<Read> take() { return std::move(read_); }
  FaultList& faults() noexcept { return faults_; }

 private:
  std::uint32_t row_of(const HeldRows& rows, std::size_t i) {
    if (!owner_->instalments_) return codes_[i];
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    if (codes_[i] == DocumentIndex::unknown || !instalment_column_ ||
        !has_number(rows.batch->columns[*instalment_column_], row))
      return DocumentIndex::unknown;
    const std::uint32_t found = owner_->instalments_->row(
        codes_[i], value_text(rows.batch->columns[*instalment_column_], row));
    if (found == DocumentIndex::unknown)
      fault(rows, i, *instalment_column_, "an instalment of the document");
    return found;
  }

  void fault(const HeldRows& rows, std::size_t i, std::size_t column, std::string expected) {
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    faults_.add({.row = rows.first_row + row,
                 .field = table_->fields()[column].name,
                 .value = value_text(rows.batch->columns[column], row),
                 .expected = std::move(expected)});
  }

  const InterestApplications* owner_;
  const HeldTable* table_;
  Date before_;
  std::size_t document_column_;
  std::size_t amount_column_;
  std::size_t date_column_;
  std::optional<std::size_t> instalment_column_;
  DocumentIndex::Reader documents_;
  AmountReader amounts_;
  DateReader dates_;
  std::vector<std::uint32_t> codes_;
  std::vector<std::uint8_t> digits_;
  std::vector<Read> read_;
  FaultList faults_;
};

InterestApplications::InterestApplications(const InterestItems& items, TableSource& source,
                                           Date before)
    : items_(&items),
      index_(items.table, items.table.column("document"), !items.table.find("instalment"),
             items.threads, faults_) {
  if (items.table.find("instalment") && faults_.empty())
    instalments_.emplace(items.table, index_, faults_);
  faults_.throw_if_any(items.table.name());
  read(HeldTable(source, "applications"), before);
}

void InterestApplications::read(const HeldTable& applications, Date before) {
  std::vector<Reader> readers;
  for (std::size_t t = 0; t < items_->threads; ++t)
    readers.emplace_back(*this, applications, before);
  applications.for_blocks(items_->threads,
                          [&](std::size_t t, const HeldRows& rows) { readers[t].read(rows); });
  FaultList faults;
  std::vector<std::vector<Read>> read;
  for (Reader& reader : readers) {
    faults.merge(std::exchange(reader.faults(), FaultList()));
    read.push_back(reader.take());
  }
  faults.throw_if_any(applications.name());
  sort(read);
}

// First by document, counting how many each has; then those of each by date.
void InterestApplications::sort(const std::vector<std::vector<Read>>& read) {
  const std::size_t documents = items_->rows();
  std::size_t total = 0;
  first_ = detail::zeros<std::uint32_t>(documents + 1);
  for (const std::vector<Read>& part : read) {
    total += part.size();
    for (const Read& each : part) ++first_[each.document];
  }
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < documents; ++i) first_[i] = std::exchange(end, end + first_[i]);
  first_[documents] = end;
  applied_ = room_for<Dated>(total);
  for (const std::vector<Read>& part : read)
    for (const Read& each : part) applied_[first_[each.document]++] = each.dated;
  // Each stands where the next one begins by now.
  for (std::size_t i = documents; i > 0; --i) first_[i] = first_[i - 1];
  first_[0] = 0;
  for (std::size_t i = 0; i < documents; ++i)
    if (first_[i + 1] - first_[i] > 1)
      std::ranges::stable_sort(applied_.data() + first_[i], applied_.data() + first_[i + 1], {},
                               &Dated::date);
}

Int128 InterestApplications::over_applied(std::uint32_t first_row) const {
  const std::span<const std::uint32_t> rows =
      instalments_ ? instalments_->rows(first_row) : std::span(&first_row, 1);
  Int128 most = 0;   // Of what is over in one instalment, or in all.
  Int128 whole = 0;  // Of all: applied less amounts.
  for (const Dated& each : applied_to(first_row)) whole += each.minor;
  for (const std::uint32_t row : rows) {
    const Int128 amount = std::max<Int128>(items_->minor[row], 0);
    Int128 over = -amount;
    for (const Dated& each : applied_to(first_row))
      if (each.row == row) over += each.minor;
    most = std::max(most, over);
    whole -= amount;
  }
  return std::max(most, whole);
}

std::span<const RowBalances> InterestApplications::balances(std::uint32_t first_row,
                                                            std::vector<RowBalances>& kept) const {
  const std::span<const std::uint32_t> rows =
      instalments_ ? instalments_->rows(first_row) : std::span(&first_row, 1);
  if (kept.size() < rows.size()) kept.resize(rows.size());
  std::vector<Int128> named(rows.size(), 0);  // Applied to each row,
  Int128 unnamed = 0;                         // and to the document.
  const auto put = [&](Date date) {
    Int128 left = std::max<Int128>(unnamed, 0);
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const Int128 minor = items_->minor[rows[k]];
      const Int128 room = std::clamp<Int128>(minor - named[k], 0, std::max<Int128>(minor, 0));
      const Int128 taken = std::min(left, room);
      left -= taken;
      const Currency currency = items_->currency_of(rows[k]);
      kept[k].balances.push_back(
          {.date = date,
           .open = Money::from_minor(static_cast<std::int64_t>(room - taken), currency),
           .interest_settled = Money::zero(currency)});
    }
  };
  for (std::size_t k = 0; k < rows.size(); ++k) {
    kept[k].row = rows[k];
    kept[k].balances.clear();
  }
  const std::span<const Dated> applied = applied_to(first_row);
  if (applied.empty() || applied.front().date > Date::min().days()) put(Date::min());
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const auto at = std::ranges::find(rows, applied[i].row);
    (at == rows.end() ? unnamed : named[static_cast<std::size_t>(at - rows.begin())]) +=
        applied[i].minor;
    if (i + 1 == applied.size() || applied[i + 1].date != applied[i].date)
      put(Date::from_days(applied[i].date));
  }
  return {kept.data(), rows.size()};
}

}  // namespace o2c::inline v1

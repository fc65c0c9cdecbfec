#include "o2c/receivable/aged_items.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/error.hpp"

#include "aging_engine.hpp"

namespace o2c::inline v1 {
namespace {

// A date of the table, if the column is there and the row has one.
std::optional<Date> optional_date(std::int32_t days) {
  if (days == DateReader::null_date) return std::nullopt;
  return Date::from_days(days);
}

std::string document_name(const RecordBatch& batch, std::optional<std::size_t> column,
                          std::int64_t row, std::int64_t table_row) {
  if (!column || !batch.columns[*column].has_value(row)) return "row " + std::to_string(table_row);
  return value_text(batch.columns[*column], row);
}

std::string party_name(const RecordBatch& batch, std::optional<std::size_t> column,
                       std::int64_t row) {
  if (!column || !batch.columns[*column].has_value(row)) return "";
  return value_text(batch.columns[*column], row);
}

}  // namespace

std::vector<AgedItem> find_items(TableSource& table, AgingPlan& plan,
                                 const std::vector<KeyValue>& keys) {
  if (keys.size() > plan.options.group_by.size())
    throw_invalid("expected at most " + std::to_string(plan.options.group_by.size()) +
                  " keys, as the aging is grouped by");
  const bool receipts = plan.kind == AgedTable::receipts;
  const auto documents = find_column(table, receipts ? "receipt" : "document");
  const auto parties = find_column(table, "party");
  std::optional<RecordBatch> first = table.next();
  if (first) plan.sample(*first);
  ItemReader reader(plan);
  Morsels morsels(table, plan.groups, std::move(first));
  std::vector<AgedItem> found;
  const auto wanted = [&](const ItemBlock& block, std::size_t i) {
    if (plan.settlement != nullptr && block.minor[i] == 0) return false;
    if (receipts && plan.is_deposit(block.first_row, i)) return false;
    for (std::size_t k = 0; k < keys.size(); ++k)
      if (reader.groups().value(block.groups[i], k) != keys[k]) return false;
    return true;
  };
  const auto describe = [&](const BoundBatch& batch, const ItemBlock& block, std::size_t i) {
    const std::int64_t table_row = block.first_row + static_cast<std::int64_t>(i);
    const std::uint32_t group = block.groups[i];
    const Currency currency = reader.currency(group);
    const Money open = Money::from_minor(block.minor[i], currency);
    AgedItem aged{
        table_row,
        {.party = party_name(batch.batch, parties, table_row - batch.first_row),
         .document = document_name(batch.batch, documents, table_row - batch.first_row, table_row),
         .amount = receipts ? -open : open}};
    if (receipts) {
      aged.item.kind = OpenItemKind::unapplied_cash;
      return aged;
    }
    if (plan.disputed_column) aged.item.disputed = Money::from_minor(block.disputed[i], currency);
    const bool by_due_date = plan.buckets.basis() == AgingBasis::due_date;
    (by_due_date ? aged.item.due_date : aged.item.invoice_date) = optional_date(block.raw_dates[i]);
    // A netted credit without a due date.
    if (by_due_date && !aged.item.due_date && !plan.line.has_credits && block.minor[i] < 0)
      aged.item.invoice_date = Date::from_days(block.dates[i]);
    return aged;
  };
  while (const std::optional<Morsel> morsel = morsels.next()) {
    for (std::int64_t row = morsel->begin; row < morsel->end;) {
      const std::size_t rows =
          std::min(ItemReader::block_rows, static_cast<std::size_t>(morsel->end - row));
      const ItemBlock block = reader.read(*morsel->batch, row, rows);
      row += static_cast<std::int64_t>(rows);
      // Faults are reported at the end, all of them.
      for (std::size_t i = 0; i < block.groups.size() && reader.faults().empty(); ++i)
        if (wanted(block, i)) found.push_back(describe(*morsel->batch, block, i));
    }
  }
  reader.faults().throw_if_any(plan.table_name);
  return found;
}

std::vector<AgedItem> aged_items(TableSource& open_items, Date as_of, const AgingBuckets& buckets,
                                 const AgingOptions& options, const std::vector<KeyValue>& keys) {
  AgingPlan plan = plan_items(open_items, as_of, buckets, options);
  return find_items(open_items, plan, keys);
}

}  // namespace o2c::inline v1

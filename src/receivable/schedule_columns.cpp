#include "schedule_columns.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/detail/arrow_buffers.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;
using detail::share;

// The rows of a column that have no value.
struct Nulls {
  std::size_t count = 0;
  std::shared_ptr<const void> validity{};
};

int scale_of(const ScheduleBook& book) {
  int scale = 0;
  for (const Currency& currency : book.currencies()) scale = std::max(scale, currency.digits());
  return scale;
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

std::shared_ptr<const ArrowColumn> anchor_texts() {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < anchor_count; ++i) texts.push_back(to_string(static_cast<Anchor>(i)));
  return dictionary(texts);
}

std::shared_ptr<const ArrowColumn> currency_codes(const ScheduleBook& book) {
  std::vector<std::string> codes;
  for (const Currency& currency : book.currencies()) codes.emplace_back(currency.code());
  return dictionary(codes);
}

}  // namespace

ScheduleColumns::ScheduleColumns(const SchedulePlan& plan, std::size_t row_count,
                                 std::size_t text_bytes)
    : rows(row_count),
      scale(scale_of(plan.book)),
      row(room_for<std::int64_t>(rows)),
      instalment(room_for<std::int32_t>(rows)),
      due_date(room_for<std::int32_t>(rows)),
      pending_on(room_for<std::int8_t>(rows)),
      amount(room_for<Int128>(rows)),
      currency(room_for<std::int32_t>(rows)) {
  if (!plan.document_column) return;
  document = room_for<std::int64_t>(rows + 1);
  if (!plan.has_text_documents) return;
  text = room_for<char>(text_bytes);
  document[rows] = static_cast<std::int64_t>(text_bytes);  // Where the last text ends.
}

std::shared_ptr<const ArrowTable> to_arrow(ScheduleColumns columns, const SchedulePlan& plan,
                                           std::size_t pending) {
  const std::size_t rows = columns.rows;
  const auto is_due = [&](std::size_t i) { return columns.due_date[i] != DateReader::null_date; };
  const auto is_pending = [&](std::size_t i) { return !is_due(i); };
  const Nulls not_due = pending == 0 ? Nulls{} : Nulls{pending, detail::bits_of(rows, is_due)};
  const Nulls not_pending =
      pending == rows ? Nulls{} : Nulls{rows - pending, detail::bits_of(rows, is_pending)};

  auto table = std::make_shared<ArrowTable>();
  table->rows = static_cast<std::int64_t>(rows);
  const auto add = [&](std::string name, std::string format, std::shared_ptr<const void> values,
                       const Nulls& nulls = {},
                       std::shared_ptr<const ArrowColumn> values_of_codes = nullptr) {
    table->columns.push_back({.name = std::move(name),
                              .format = std::move(format),
                              .buffers = {nulls.validity, std::move(values)},
                              .null_count = static_cast<std::int64_t>(nulls.count),
                              .dictionary = std::move(values_of_codes),
                              .length = table->rows});
  };
  add("row", "l", share(std::move(columns.row)));
  if (plan.document_column)
    add("document", plan.has_text_documents ? "U" : "l", share(std::move(columns.document)));
  if (plan.has_text_documents)
    table->columns.back().buffers.push_back(share(std::move(columns.text)));
  add("instalment", "i", share(std::move(columns.instalment)));
  add("due_date", "tdD", share(std::move(columns.due_date)), not_due);
  add("pending_on", "c", share(std::move(columns.pending_on)), not_pending, anchor_texts());
  add("amount", "d:38," + std::to_string(columns.scale), share(std::move(columns.amount)));
  add("currency", "i", share(std::move(columns.currency)), {}, currency_codes(plan.book));
  return table;
}

}  // namespace o2c::inline v1

#include <memory>
#include <string>
#include <utility>

#include "book_column.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

}  // namespace

std::string refusal_of(const BookColumn& column, const ColumnKind& kind) {
  const bool text = is_text(kind.type);
  const bool plain = !kind.dictionary_encoded;
  if (text || (plain && kind.type == ColumnType::nulls)) return {};
  switch (column.type) {
    case BookColumnType::text:
    case BookColumnType::period:
      return plain && is_integer(kind.type) ? "" : "texts, or integers";
    case BookColumnType::currency:
      return "texts: codes of currencies";
    case BookColumnType::date:
      return plain && (kind.type == ColumnType::date32 ||
                       (kind.type == ColumnType::timestamp && !kind.has_zone))
                 ? ""
                 : "dates (date32, or timestamps at midnight without a time zone), or texts";
    case BookColumnType::moment:
      return plain && kind.type == ColumnType::timestamp ? "" : "timestamps in UTC, or texts";
    default:
      break;
  }
  if (plain && (is_integer(kind.type) || is_decimal(kind.type))) return {};
  std::string expected = column.type == BookColumnType::amount
                             ? "decimals, integers in minor units of the currency, or texts"
                         : column.type == BookColumnType::decimal ? "decimals, integers, or texts"
                                                                  : "integers, or texts";
  if (is_float(kind.type)) expected += "; binary floats are not exact";
  return expected;
}

BookColumnTarget::BookColumnTarget(const BookColumn& of, ColumnField field, std::size_t at,
                                   const HeldTable& held)
    : column(&of), table(&held), from(std::move(field)), position(at) {
  const ColumnKind& kind = from.kind;
  const std::size_t rows = held.rows();
  switch (of.type) {
    case BookColumnType::date:
      if (kind.type != ColumnType::date32) days = PageArray<std::int32_t>::uninitialized(rows);
      break;
    case BookColumnType::moment:
      if (kind.type != ColumnType::timestamp || kind.ticks_per_day != microseconds_per_day)
        numbers = PageArray<std::int64_t>::uninitialized(rows);
      break;
    case BookColumnType::amount:
    case BookColumnType::integer:
      if (kind.type != ColumnType::int64) numbers = PageArray<std::int64_t>::uninitialized(rows);
      break;
    case BookColumnType::decimal:
      if (kind.type != ColumnType::decimal128 || kind.scale != BookRows::decimal_scale)
        coefficients = PageArray<Int128>::uninitialized(rows);
      break;
    case BookColumnType::currency:
      currencies =
          std::make_shared<PageArray<std::uint16_t>>(PageArray<std::uint16_t>::uninitialized(rows));
      break;
    default:
      break;
  }
  if (of.presence == BookPresence::required) return;
  for (const RecordBatch& batch : held.batches())
    present.emplace_back(static_cast<std::size_t>(batch.rows + 7) / 8);
}

void BookColumnTarget::place_values(ColumnView& view, std::size_t first_row) const {
  if (days.size() > 0) view.values = days.data() + first_row;
  if (numbers.size() > 0) view.values = numbers.data() + first_row;
  if (coefficients.size() > 0) view.values = coefficients.data() + first_row;
}

BookRows::State::Column BookColumnTarget::finish(std::size_t present_rows) {
  BookRows::State::Column made;
  made.has_any = present_rows > 0;
  made.currency_of_row = currencies;
  const bool keeps_kind = is_text(kind_of(column->type).type);
  made.kind = keeps_kind ? from.kind : kind_of(column->type);
  const bool some_missing = !present.empty() && present_rows < table->rows();
  // The views share what was made here.
  auto own = std::make_shared<BookColumnTarget>(std::move(*this));
  std::size_t first_row = 0;
  for (std::size_t i = 0; i < own->table->batches().size(); ++i) {
    const RecordBatch& batch = own->table->batches()[i];
    ColumnView view = batch.columns[own->position];
    view.kind = made.kind;
    own->place_values(view, first_row);
    view.offset = 0;
    view.validity = some_missing ? own->present[i].data() : nullptr;
    view.own = own;
    made.batches.push_back(std::move(view));
    first_row += static_cast<std::size_t>(batch.rows);
  }
  return made;
}

}  // namespace o2c::inline v1

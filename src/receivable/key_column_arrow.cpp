#include "key_column_arrow.hpp"

#include "o2c/columns/detail/arrow_buffers.hpp"

namespace o2c::inline v1 {
namespace {

using detail::convert;
using detail::share_bytes;

std::shared_ptr<const void> validity(const KeyColumn& key) {
  if (key.null_count() == 0) return nullptr;
  return detail::bits_of(key.size(), [&](std::size_t row) { return !key.nulls()[row]; });
}

std::shared_ptr<const void> boolean_bits(std::span<const std::int64_t> values) {
  return detail::bits_of(values.size(), [&](std::size_t row) { return values[row] != 0; });
}

}  // namespace

ArrowColumn to_arrow(const KeyColumn& key) {
  ArrowColumn column{.name = key.name(), .format = {}, .buffers = {validity(key)}};
  column.null_count = static_cast<std::int64_t>(key.null_count());
  column.length = static_cast<std::int64_t>(key.size());
  if (key.holds_text()) {
    column.format = "U";
    column.buffers.push_back(convert<std::int64_t>(key.text_offsets()));
    column.buffers.push_back(share_bytes(key.text_bytes()));
  } else if (key.kind().type == ColumnType::date32) {
    column.format = "tdD";
    column.buffers.push_back(convert<std::int32_t>(key.integers()));
  } else if (key.kind().type == ColumnType::boolean) {
    column.format = "b";
    column.buffers.push_back(boolean_bits(key.integers()));
  } else {
    column.format = "l";
    column.buffers.push_back(convert<std::int64_t>(key.integers()));
  }
  return column;
}

std::shared_ptr<const ArrowColumn> currency_dictionary(std::span<const Currency> currencies) {
  KeyColumn codes("", ColumnKind{.type = ColumnType::text64});
  for (const Currency& currency : currencies) codes.push_back(KeyValue::of(currency.code()));
  return std::make_shared<const ArrowColumn>(to_arrow(codes));
}

}  // namespace o2c::inline v1

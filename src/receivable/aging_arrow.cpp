#include "o2c/receivable/aging_arrow.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"

#include "key_column_arrow.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;
using detail::share;
using detail::zeros;

ArrowColumn currency_column(const AgingTable& table) {
  auto codes = zeros<std::int32_t>(table.rows());
  if (table.currencies().size() > 1)  // Otherwise all are of the first.
    for (std::size_t row = 0; row < table.rows(); ++row)
      codes[row] = static_cast<std::int32_t>(
          std::ranges::lower_bound(table.currencies(), table.currency(row)) -
          table.currencies().begin());
  ArrowColumn column{.name = "currency", .format = "i", .buffers = {nullptr}};
  column.buffers.push_back(share(std::move(codes)));
  column.dictionary = currency_dictionary(table.currencies());
  column.length = static_cast<std::int64_t>(table.rows());
  return column;
}

int most_digits(const AgingTable& table) {
  int digits = 0;
  for (const Currency& currency : table.currencies()) digits = std::max(digits, currency.digits());
  return digits;
}

void rescale(Int128& minor, int digits, int scale) {
  if (!detail::scale_up_fits(minor, scale - digits) ||
      detail::magnitude(minor) >= static_cast<UInt128>(detail::power_of_ten(38)))
    throw_overflow("an aging figure exceeds the 38 digits of decimal128");
}

}  // namespace

std::shared_ptr<const ArrowTable> to_arrow(const AgingTable& table, std::size_t threads) {
  const std::size_t rows = table.rows();
  const std::vector<std::string> names = table.measures();
  const int scale = most_digits(table);
  auto items = room_for<std::int64_t>(rows);
  std::vector<PageArray<Int128>> figures;
  for (std::size_t i = 0; i < names.size(); ++i) figures.push_back(room_for<Int128>(rows));

  threads = std::max<std::size_t>(1, std::min(threads, rows / 65'536 + 1));
  run_threads(threads, [&](std::size_t t) {
    const std::size_t begin = rows * t / threads;
    const std::size_t end = rows * (t + 1) / threads;
    std::vector<std::span<Int128>> columns;
    for (PageArray<Int128>& column : figures)
      columns.emplace_back(column.data() + begin, end - begin);
    table.figures(begin, columns);
    for (std::size_t row = begin; row < end; ++row) items[row] = table.items(row);
    if (table.fits_decimal128(scale)) return;
    for (const std::span<Int128> column : columns)
      for (std::size_t i = 0; i < column.size(); ++i)
        rescale(column[i], table.currency(begin + i).digits(), scale);
  });

  auto result = std::make_shared<ArrowTable>();
  result->rows = static_cast<std::int64_t>(rows);
  for (const KeyColumn& key : table.keys()) result->columns.push_back(to_arrow(key));
  result->columns.push_back(currency_column(table));
  const auto add = [&](std::string name, std::string format, std::shared_ptr<const void> values) {
    result->columns.push_back({.name = std::move(name),
                               .format = std::move(format),
                               .buffers = {nullptr, std::move(values)},
                               .length = result->rows});
  };
  for (std::size_t i = 0; i < names.size(); ++i)
    add(names[i], "d:38," + std::to_string(scale), share(std::move(figures[i])));
  add("items", "l", share(std::move(items)));
  result->metadata.emplace_back("o2c.as_of", to_string(table.as_of()));
  result->metadata.emplace_back("o2c.buckets", to_string(table.buckets()));
  return result;
}

}  // namespace o2c::inline v1

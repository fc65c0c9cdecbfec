// Tables of open items as a faulty producer may hand them over by the Arrow C data interface: with
// wrong types, numbers of buffers, lengths, offsets, codes, text offsets and views. The format
// states no sizes, so buffers are as large as the lengths that are claimed ask for, and no larger.
//
// Whatever comes, it is aged, or refused with an error.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fuzzer/FuzzedDataProvider.h>

#include "o2c/number/error.hpp"
#include "o2c/receivable/aged_items.hpp"
#include "o2c/receivable/aging_arrow.hpp"
#include "o2c/receivable/aging_table.hpp"

#include "../columns/arrow_columns.hpp"
#include "require.hpp"

namespace o2c::fuzz {
namespace {

using hand_made::Batch;
using hand_made::Bytes;
using hand_made::Column;

constexpr std::int64_t rows_most = 40;
constexpr std::size_t text_size = 256;

std::vector<std::byte> some_bytes(FuzzedDataProvider& input, std::size_t size) {
  std::vector<std::byte> bytes(size);
  const auto given =
      input.ConsumeBytes<std::uint8_t>(input.ConsumeBool() ? size : std::min<std::size_t>(size, 8));
  // What is not given repeats what is: small numbers, or rubbish.
  for (std::size_t i = 0; i < size && !given.empty(); ++i)
    bytes[i] = std::byte{given[i % given.size()]};
  return bytes;
}

template <class T>
std::vector<std::byte> numbers(FuzzedDataProvider& input, std::int64_t rows) {
  std::vector<T> values;
  for (std::int64_t i = 0; i < rows; ++i)
    values.push_back(static_cast<T>(input.ConsumeIntegralInRange<int>(-2, 40)));
  return hand_made::bytes_of(values);
}

std::vector<std::byte> fixed_width(FuzzedDataProvider& input, std::size_t width,
                                   std::int64_t rows) {
  if (input.ConsumeBool()) return some_bytes(input, width * static_cast<std::size_t>(rows));
  switch (width) {
    case 1:
      return numbers<std::int8_t>(input, rows);
    case 2:
      return numbers<std::int16_t>(input, rows);
    case 4:
      return numbers<std::int32_t>(input, rows);
    case 8:
      return numbers<std::int64_t>(input, rows);
    default:
      return numbers<Int128>(input, rows);
  }
}

// Texts of three bytes, most of them currency codes, whose offsets may not ascend.
template <class Offset>
void add_text(FuzzedDataProvider& input, Column& column, std::int64_t rows) {
  std::vector<Offset> offsets;
  for (std::int64_t i = 0; i <= rows; ++i)
    offsets.push_back(static_cast<Offset>(input.ConsumeProbability<float>() < 0.95F
                                              ? i * 3
                                              : input.ConsumeIntegralInRange<int>(-4, text_size)));
  column.buffers.emplace_back(hand_made::bytes_of(offsets));
  std::vector<char> text;
  constexpr std::string_view codes = "USDEURJPYUSDBHDabc";
  while (text.size() < text_size) text.push_back(codes[text.size() % codes.size()]);
  column.buffers.emplace_back(hand_made::bytes_of(text));
}

void add_views(FuzzedDataProvider& input, Column& column, std::int64_t rows) {
  const auto buffers = input.ConsumeIntegralInRange<std::int32_t>(0, 2);
  std::vector<std::byte> views;
  for (std::int64_t i = 0; i < rows; ++i) {
    const bool short_text = input.ConsumeBool();
    hand_made::append(views, short_text ? 3 : input.ConsumeIntegralInRange<std::int32_t>(-1, 40));
    hand_made::append(views, std::array{'E', 'U', 'R', '\0'});
    hand_made::append(views, short_text ? 0 : input.ConsumeIntegralInRange<std::int32_t>(-1, 2));
    hand_made::append(views, short_text ? 0 : input.ConsumeIntegralInRange<std::int32_t>(-1, 40));
  }
  column.buffers.emplace_back(std::move(views));
  std::vector<std::int64_t> sizes;
  for (std::int32_t i = 0; i < buffers; ++i) {
    sizes.push_back(input.ConsumeIntegralInRange<std::int64_t>(-1, 50));
    column.buffers.emplace_back(
        some_bytes(input, static_cast<std::size_t>(std::max<std::int64_t>(0, sizes.back()))));
  }
  column.buffers.emplace_back(hand_made::bytes_of(sizes));
}

void add_values(FuzzedDataProvider& input, Column& column, std::int64_t rows) {
  const std::string_view format = column.format;
  if (format == "u") return add_text<std::int32_t>(input, column, rows);
  if (format == "U") return add_text<std::int64_t>(input, column, rows);
  if (format == "vu") return add_views(input, column, rows);
  const auto width = [&]() -> std::size_t {
    if (format == "b" || format == "c" || format == "C") return 1;
    if (format == "s" || format == "S") return 2;
    if (format == "i" || format == "I" || format == "f" || format == "tdD") return 4;
    if (format.starts_with("d:"))
      return format.ends_with("32") ? 4 : format.ends_with("64") ? 8 : 16;
    return 8;
  }();
  column.buffers.emplace_back(fixed_width(input, width, rows));
}

Column random_column(FuzzedDataProvider& input, std::string name,
                     std::vector<std::string> formats) {
  Column column;
  column.name = std::move(name);
  const bool encoded = input.ConsumeProbability<float>() > 0.8F;  // never when the input ends
  column.format = encoded
                      ? input.PickValueInArray({"i", "c", "C", "l", "L", "S", "u"})
                      : formats[input.ConsumeIntegralInRange<std::size_t>(0, formats.size() - 1)];
  column.length = input.ConsumeIntegralInRange<std::int64_t>(0, rows_most);
  column.offset = input.ConsumeIntegralInRange<std::int64_t>(0, 9);
  column.null_count = input.ConsumeIntegralInRange<std::int64_t>(-1, 1);
  const std::int64_t rows = column.length + column.offset;
  column.buffers.push_back(input.ConsumeBool()
                               ? Bytes(some_bytes(input, static_cast<std::size_t>(rows + 7) / 8))
                               : Bytes());
  add_values(input, column, rows);
  if (encoded)
    column.dictionary = std::make_shared<Column>(random_column(input, "", std::move(formats)));
  return column;
}

// What a producer gets wrong. Buffers stay as large as before, so no length may grow.
void harm(FuzzedDataProvider& input, ArrowArray& array) {
  switch (input.ConsumeIntegralInRange<int>(0, 9)) {
    case 0:
      array.length = input.ConsumeIntegralInRange<std::int64_t>(-3, array.length);
      break;
    case 1:
      array.offset = -array.offset;
      break;
    case 2:
      array.length = std::int64_t{1} << input.ConsumeIntegralInRange<unsigned>(57, 62);
      break;
    case 3:
      array.offset = std::int64_t{1} << input.ConsumeIntegralInRange<unsigned>(57, 62);
      break;
    case 4:
      // A view's list of sizes is its last buffer: no reader can tell if it is said to be another.
      array.n_buffers = input.ConsumeIntegralInRange<std::int64_t>(-1, 2);
      break;
    case 5:
      if (array.n_buffers > 0)
        array.buffers[input.ConsumeIntegralInRange<std::int64_t>(0, array.n_buffers - 1)] = nullptr;
      break;
    case 6:
      array.buffers = nullptr;
      break;
    case 7:
      array.dictionary = nullptr;
      break;
    case 8:
      array.n_children = input.ConsumeIntegralInRange<std::int64_t>(-1, array.n_children);
      break;
    case 9:
      array.children = nullptr;
      break;
    default:
      break;
  }
}

void harm(FuzzedDataProvider& input, ArrowSchema& schema) {
  switch (input.ConsumeIntegralInRange<int>(0, 4)) {
    case 0:
      schema.format = nullptr;
      break;
    case 1:
      schema.name = nullptr;
      break;
    case 2:
      schema.n_children = input.ConsumeIntegralInRange<std::int64_t>(-1, schema.n_children);
      break;
    case 3:
      schema.children = nullptr;
      break;
    case 4:
      schema.dictionary = nullptr;
      break;
    default:
      break;
  }
}

// The array itself, one of its columns, or that column's dictionary.
template <class T>
T& pick(FuzzedDataProvider& input, T& table) {
  const auto column = input.ConsumeIntegralInRange<std::int64_t>(-1, table.n_children - 1);
  if (column < 0) return table;
  T& chosen = *table.children[column];
  return chosen.dictionary != nullptr && input.ConsumeBool() ? *chosen.dictionary : chosen;
}

Batch random_table(FuzzedDataProvider& input) {
  Batch batch;
  batch.columns.push_back(random_column(
      input, "party",
      {"u", "U", "vu", "i", "l", "L", "I", "b", "tdD", "C", "g", "d:38,2", "n", "+l"}));
  batch.columns.push_back(
      random_column(input, "amount",
                    {"l", "i", "L", "C", "d:38,2", "d:38,-3", "d:38,38", "d:18,4,64", "d:9,0,32",
                     "g", "f", "u", "d:38", "d:76,2,256"}));
  batch.columns.push_back(
      random_column(input, "due_date", {"tdD", "tss:", "tdm", "tsn:", "tsu:UTC", "i", "ts", "u"}));
  batch.columns.push_back(random_column(input, "currency", {"u", "U", "vu", "i", "b"}));
  batch.columns.push_back(random_column(input, "invoice_date", {"tdD", "tss:", "tsm:"}));
  batch.columns.push_back(random_column(input, "document", {"u", "vu", "g", "d:38,-3", "z", "+s"}));
  if (input.ConsumeBool())
    batch.columns.push_back(
        random_column(input, "disputed", {"l", "C", "d:38,2", "d:18,4,64", "g", "n", "u"}));
  // Rows that most columns have.
  std::int64_t least = rows_most;
  for (const Column& column : batch.columns) least = std::min(least, column.length);
  batch.offset = input.ConsumeIntegralInRange<std::int64_t>(0, least);
  batch.length = input.ConsumeIntegralInRange<std::int64_t>(0, least - batch.offset);
  return batch;
}

std::unique_ptr<TableSource> handed_over(FuzzedDataProvider input) {
  const Batch batch = random_table(input);
  const hand_made::Alive alive;
  ArrowSchema schema = hand_made::schema(batch, alive);
  ArrowArray array = hand_made::array(batch, alive);
  if (input.ConsumeBool()) harm(input, pick(input, schema));
  if (input.ConsumeBool()) harm(input, pick(input, array));
  return import_arrow(schema, array);
}

void read_all(const AgingTable& result) {
  ArrowArrayStream stream{};
  export_arrow(to_arrow(result), stream);
  const auto again = import_arrow(stream);
  std::int64_t rows = 0;
  while (const auto batch = again->next()) {
    rows += batch->rows;
    for (std::int64_t row = 0; row < batch->rows; ++row)
      for (const ColumnView& column : batch->columns) static_cast<void>(value_text(column, row));
  }
  require(rows == static_cast<std::int64_t>(result.rows()));
}

void age_it(FuzzedDataProvider input) {
  static const std::vector<std::vector<std::string>> groupings{
      {"party"}, {}, {"party", "document"}, {"due_date", "party"}, {"currency"}};
  AgingOptions options{
      .group_by = groupings[input.ConsumeIntegralInRange<std::size_t>(0, groupings.size() - 1)],
      .credits = input.ConsumeBool() ? Credits::apart : Credits::netted};
  if (input.ConsumeBool()) options.amount_digits = input.ConsumeIntegralInRange<int>(-1, 19);
  options.threads = input.ConsumeIntegralInRange<std::size_t>(1, 2);
  const AgingBuckets buckets({10, 20},
                             input.ConsumeBool() ? AgingBasis::due_date : AgingBasis::invoice_date);
  const Date as_of = Date::from_days(30);
  const auto rest = input.ConsumeRemainingBytes<std::uint8_t>();
  const auto table = [&] { return handed_over({rest.data(), rest.size()}); };
  try {
    read_all(age(*table(), as_of, buckets, options));
  } catch (const Error&) {
  }
  try {
    static_cast<void>(aged_items(*table(), as_of, buckets, options, {}));
  } catch (const Error&) {
  }
}

}  // namespace
}  // namespace o2c::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  o2c::fuzz::age_it({data, size});
  return 0;
}

#include "o2c/columns/arrow_import.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw BadTable(message); }

// The interface's structs are moved by copying them and clearing the source's `release`.
template <class T>
T take(T& source) {
  T taken = source;
  source.release = nullptr;
  return taken;
}

template <class T>
struct Release {
  void operator()(T* owned) const {
    if (owned->release != nullptr) owned->release(owned);
    delete owned;
  }
};
template <class T>
using Owned = std::unique_ptr<T, Release<T>>;

template <class T>
Owned<T> own(T& source) {
  return Owned<T>(new T(take(source)));
}

std::int64_t ticks_per_day(char unit) {
  constexpr std::int64_t seconds = 86'400;
  switch (unit) {
    case 's':
      return seconds;
    case 'm':
      return seconds * 1'000;
    case 'u':
      return seconds * 1'000'000;
    case 'n':
      return seconds * 1'000'000'000;
    default:
      refuse("malformed Arrow schema: a timestamp without a unit");
  }
}

// "d:38,2" or "d:18,2,64": precision, scale and, unless it is 128, the width in bits.
ColumnKind decimal_kind(const std::string& format) {
  const std::size_t comma = format.find(',');
  if (comma == std::string::npos) refuse("malformed Arrow schema: decimal \"" + format + '"');
  char* end = nullptr;
  const long scale = std::strtol(format.c_str() + comma + 1, &end, 10);
  const long bits = *end == ',' ? std::strtol(end + 1, &end, 10) : 128;
  if (*end != '\0' || scale < -38 || scale > 38)
    refuse("malformed Arrow schema: decimal \"" + format + '"');
  ColumnKind kind;
  kind.scale = static_cast<std::int8_t>(scale);
  kind.type = bits == 32    ? ColumnType::decimal32
              : bits == 64  ? ColumnType::decimal64
              : bits == 128 ? ColumnType::decimal128
                            : ColumnType::other;
  return kind;
}

ColumnKind plain_kind(const std::string& format) {
  static constexpr std::pair<std::string_view, ColumnType> names[] = {
      {"b", ColumnType::boolean}, {"c", ColumnType::int8},    {"C", ColumnType::uint8},
      {"s", ColumnType::int16},   {"S", ColumnType::uint16},  {"i", ColumnType::int32},
      {"I", ColumnType::uint32},  {"l", ColumnType::int64},   {"L", ColumnType::uint64},
      {"f", ColumnType::float32}, {"g", ColumnType::float64}, {"tdD", ColumnType::date32},
      {"u", ColumnType::text32},  {"U", ColumnType::text64},  {"vu", ColumnType::text_view},
      {"n", ColumnType::nulls}};
  ColumnKind kind;
  for (const auto& [name, type] : names)
    if (format == name) kind.type = type;
  return kind;
}

ColumnKind value_kind(const ArrowSchema& schema) {
  if (schema.format == nullptr) refuse("malformed Arrow schema: a field without a format");
  const std::string format = schema.format;
  if (format.starts_with("d:")) return decimal_kind(format);
  if (format.starts_with("ts") && format.size() >= 4 && format[3] == ':') {
    ColumnKind kind;
    kind.type = ColumnType::timestamp;
    kind.ticks_per_day = ticks_per_day(format[2]);
    kind.has_zone = format.size() > 4;
    return kind;
  }
  if (format == "tdm") {  // date64: milliseconds, of whole days.
    ColumnKind kind;
    kind.type = ColumnType::timestamp;
    kind.ticks_per_day = ticks_per_day('m');
    return kind;
  }
  return plain_kind(format);
}

ColumnKind field_kind(const ArrowSchema& schema) {
  ColumnKind kind = value_kind(schema);
  if (schema.dictionary == nullptr) return kind;
  if (!is_integer(kind.type)) refuse("malformed Arrow schema: dictionary codes are not integers");
  const ColumnType index = kind.type;
  kind = value_kind(*schema.dictionary);
  kind.dictionary_encoded = true;
  kind.index = index;
  return kind;
}

std::vector<ColumnField> table_fields(const ArrowSchema& schema) {
  if (schema.format == nullptr || std::string_view(schema.format) != "+s")
    refuse("expected a table (an Arrow stream of record batches), not a single column");
  if (schema.n_children < 0 || (schema.n_children > 0 && schema.children == nullptr))
    refuse("malformed Arrow schema: a table without its columns");
  std::vector<ColumnField> fields;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const ArrowSchema* child = schema.children[i];
    if (child == nullptr) refuse("malformed Arrow schema: a missing column");
    fields.push_back({child->name == nullptr ? "" : child->name, field_kind(*child)});
  }
  return fields;
}

// Reads `rows` rows of the array from its row `first` on. The format states no buffer sizes, so
// what can be checked is that each buffer that is needed is there, and aligned; text offsets and
// codes are checked row by row where they are used.
class ColumnImport {
 public:
  ColumnImport(const ArrowArray& array, std::int64_t first, std::int64_t rows, std::string name)
      : array_(array), first_(first), rows_(rows), name_(std::move(name)) {}

  [[nodiscard]] ColumnView read(const ColumnKind& kind) const {
    check_extent();
    ColumnView column;
    column.kind = kind;
    column.length = rows_;
    column.offset = array_.offset + first_;
    if (kind.type == ColumnType::other) return column;
    if (kind.type == ColumnType::nulls) return all_null(std::move(column));
    const ColumnType physical = kind.dictionary_encoded ? kind.index : kind.type;
    const bool text = is_text(physical);
    const bool view = physical == ColumnType::text_view;
    if (view ? array_.n_buffers < 3 : array_.n_buffers != (text ? 3 : 2))
      malformed("has the wrong number of buffers");
    if (array_.buffers == nullptr) malformed("has no buffers");
    column.validity =
        array_.null_count == 0 ? nullptr : static_cast<const std::uint8_t*>(array_.buffers[0]);
    if (array_.buffers[1] == nullptr && rows_ > 0) malformed("has no values");
    const auto width =
        static_cast<std::int64_t>(value_width(kind));  // 0: bits, which keep the offset.
    column.values =
        rows_ == 0 ? nullptr : static_cast<const char*>(array_.buffers[1]) + column.offset * width;
    // The format only recommends it, but reading values that are not is undefined.
    const auto alignment = static_cast<std::uintptr_t>(std::clamp<std::int64_t>(width, 1, 8));
    if (reinterpret_cast<std::uintptr_t>(column.values) % alignment != 0)
      malformed("is not aligned in memory; copy it first");
    if (view)
      read_view_buffers(column);
    else if (text)
      read_text_buffer(column);
    if (kind.dictionary_encoded) column.dictionary = read_dictionary(kind);
    return column;
  }

 private:
  // Such a column has no buffers.
  [[nodiscard]] static ColumnView all_null(ColumnView column) {
    column.offset = 0;
    const auto bits = std::make_shared<std::vector<std::uint8_t>>(
        static_cast<std::size_t>(column.length) / 8 + 1);
    column.validity = bits->data();
    column.own = bits;
    return column;
  }

  [[noreturn]] void malformed(const char* what) const {
    refuse("malformed Arrow column \"" + name_ + "\": it " + what);
  }

  void check_extent() const {
    constexpr std::int64_t most = std::int64_t{1} << 56;
    if (array_.length < 0 || array_.offset < 0 || array_.offset > most || array_.length > most)
      malformed("has a negative or impossible length or offset");
    if (first_ < 0 || rows_ > array_.length - first_) malformed("is shorter than its table");
  }

  // Offsets ascend, so the last one says how much text there is.
  void read_text_buffer(ColumnView& column) const {
    column.text = static_cast<const char*>(array_.buffers[2]);
    if (rows_ > 0)
      column.text_size = column.kind.type == ColumnType::text32
                             ? column.data<std::int32_t>()[rows_]
                             : column.data<std::int64_t>()[rows_];
    if (rows_ > 0 && column.text_size < 0) malformed("has text offsets that do not ascend");
  }

  void read_view_buffers(ColumnView& column) const {
    column.text_buffer_count = array_.n_buffers - 3;
    column.text_buffers = array_.buffers + 2;
    column.text_buffer_sizes =
        static_cast<const std::int64_t*>(array_.buffers[array_.n_buffers - 1]);
    if (column.text_buffer_count > 0 && column.text_buffer_sizes == nullptr)
      malformed("has no list of buffer sizes");
  }

  [[nodiscard]] std::shared_ptr<const ColumnView> read_dictionary(const ColumnKind& kind) const {
    if (array_.dictionary == nullptr) malformed("lacks its dictionary");
    ColumnKind plain = kind;
    plain.dictionary_encoded = false;
    plain.index = ColumnType::other;
    const ArrowArray& values = *array_.dictionary;
    return std::make_shared<const ColumnView>(
        ColumnImport(values, 0, values.length, name_ + " (dictionary)").read(plain));
  }

  const ArrowArray& array_;
  std::int64_t first_;
  std::int64_t rows_;
  std::string name_;
};

RecordBatch read_batch(const std::vector<ColumnField>& fields, ArrowArray& source) {
  std::shared_ptr<ArrowArray> array = own(source);
  if (array->length < 0 || array->offset < 0)
    refuse("malformed Arrow table: a negative length or offset");
  if (array->n_children != static_cast<std::int64_t>(fields.size()) ||
      (array->n_children > 0 && array->children == nullptr))
    refuse("malformed Arrow table: the batch has other columns than the schema");
  if (array->null_count != 0 && array->n_buffers > 0 && array->buffers != nullptr &&
      array->buffers[0] != nullptr)
    refuse("expected a table; its rows as a whole may not be null");
  RecordBatch batch;
  batch.rows = array->length;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (array->children[i] == nullptr) refuse("malformed Arrow table: a missing column");
    batch.columns.push_back(
        ColumnImport(*array->children[i], array->offset, array->length, fields[i].name)
            .read(fields[i].kind));
  }
  batch.owner = std::move(array);
  return batch;
}

class StreamTable final : public TableSource {
 public:
  explicit StreamTable(ArrowArrayStream& stream) : stream_(own(stream)) {
    if (stream_->release == nullptr) refuse("the Arrow stream has been read already");
    ArrowSchema schema{};
    check(stream_->get_schema(stream_.get(), &schema));
    const Owned<ArrowSchema> owned = own(schema);
    fields_ = table_fields(*owned);
  }

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }

  std::optional<RecordBatch> next() override {
    // After its end, or a failure, a stream must not be asked again.
    if (ended_) return std::nullopt;
    ArrowArray array{};
    ended_ = true;
    check(stream_->get_next(stream_.get(), &array));
    if (array.release == nullptr) return std::nullopt;
    ended_ = false;
    return read_batch(fields_, array);
  }

 private:
  void check(int status) {
    if (status == 0) return;
    const char* reason =
        stream_->get_last_error == nullptr ? nullptr : stream_->get_last_error(stream_.get());
    refuse(std::string("the table's producer failed: ") +
           (reason == nullptr ? "error " + std::to_string(status) : reason));
  }

  Owned<ArrowArrayStream> stream_;
  std::vector<ColumnField> fields_;
  bool ended_ = false;
};

class SingleBatch final : public TableSource {
 public:
  SingleBatch(ArrowSchema& schema, ArrowArray& array) : array_(own(array)) {
    const Owned<ArrowSchema> owned = own(schema);
    if (owned->release == nullptr || array_->release == nullptr)
      refuse("the Arrow record batch has been read already");
    fields_ = table_fields(*owned);
  }

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }

  std::optional<RecordBatch> next() override {
    if (array_->release == nullptr) return std::nullopt;
    return read_batch(fields_, *array_);
  }

 private:
  Owned<ArrowArray> array_;
  std::vector<ColumnField> fields_;
};

}  // namespace

std::unique_ptr<TableSource> import_arrow(ArrowArrayStream& stream) {
  return std::make_unique<StreamTable>(stream);
}

std::unique_ptr<TableSource> import_arrow(ArrowSchema& schema, ArrowArray& array) {
  return std::make_unique<SingleBatch>(schema, array);
}

}  // namespace o2c::inline v1

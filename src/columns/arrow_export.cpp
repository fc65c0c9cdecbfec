#include "o2c/columns/arrow_export.hpp"

#include <cerrno>
#include <cstring>
#include <exception>
#include <utility>

namespace o2c::inline v1 {
namespace {

using SharedTable = std::shared_ptr<const ArrowTable>;

// What an exported struct owns. Consumers may move the structs and release children apart from
// their parent, so each holds its own share of the table and frees its own children.
struct SchemaHold {
  SharedTable table;
  std::string metadata;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
  ArrowSchema dictionary{};
};

struct ArrayHold {
  SharedTable table;
  std::vector<const void*> buffers;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  ArrowArray dictionary{};
};

template <class T, class Hold>
void release(T* exported) {
  auto* hold = static_cast<Hold*>(exported->private_data);
  for (T& child : hold->children)
    if (child.release != nullptr) child.release(&child);
  if (hold->dictionary.release != nullptr) hold->dictionary.release(&hold->dictionary);
  delete hold;
  exported->release = nullptr;
}

// Arrow's encoding: a count, then for each key and value a length and its bytes.
std::string encode(const std::vector<std::pair<std::string, std::string>>& metadata) {
  if (metadata.empty()) return {};
  std::string bytes;
  const auto put = [&](std::size_t number) {
    const auto value = static_cast<std::int32_t>(number);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  put(metadata.size());
  for (const auto& [key, value] : metadata) {
    put(key.size());
    bytes += key;
    put(value.size());
    bytes += value;
  }
  return bytes;
}

template <class T, class Hold>
void link_children(T& out, Hold& hold) {
  for (T& child : hold.children) hold.pointers.push_back(&child);
  out.n_children = static_cast<std::int64_t>(hold.children.size());
  out.children = hold.pointers.empty() ? nullptr : hold.pointers.data();
  out.private_data = &hold;
}

ArrowSchema column_schema(const SharedTable& table, const ArrowColumn& column) {
  auto hold = std::make_unique<SchemaHold>();
  hold->table = table;
  ArrowSchema schema{};
  schema.format = column.format.c_str();
  schema.name = column.name.c_str();
  schema.flags = ARROW_FLAG_NULLABLE;
  if (column.dictionary != nullptr) {
    hold->dictionary = column_schema(table, *column.dictionary);
    schema.dictionary = &hold->dictionary;
  }
  link_children(schema, *hold.release());
  schema.release = release<ArrowSchema, SchemaHold>;
  return schema;
}

ArrowArray column_array(const SharedTable& table, const ArrowColumn& column) {
  auto hold = std::make_unique<ArrayHold>();
  hold->table = table;
  for (const auto& buffer : column.buffers) hold->buffers.push_back(buffer.get());
  ArrowArray array{};
  array.length = column.length;
  array.null_count = column.null_count;
  array.n_buffers = static_cast<std::int64_t>(hold->buffers.size());
  array.buffers = hold->buffers.data();
  if (column.dictionary != nullptr) {
    hold->dictionary = column_array(table, *column.dictionary);
    array.dictionary = &hold->dictionary;
  }
  link_children(array, *hold.release());
  array.release = release<ArrowArray, ArrayHold>;
  return array;
}

struct StreamHold {
  SharedTable table;
  bool read = false;
  std::string error;
};

StreamHold& hold_of(ArrowArrayStream* stream) {
  return *static_cast<StreamHold*>(stream->private_data);
}

// Callbacks of C: no exception may leave them.
template <class Fill>
int guarded(ArrowArrayStream* stream, const Fill& fill) {
  try {
    fill(hold_of(stream));
    return 0;
  } catch (const std::exception& failure) {
    hold_of(stream).error = failure.what();
    return ENOMEM;
  }
}

}  // namespace

void export_arrow(const SharedTable& table, ArrowSchema& out) {
  auto hold = std::make_unique<SchemaHold>();
  hold->table = table;
  hold->metadata = encode(table->metadata);
  for (const ArrowColumn& column : table->columns)
    hold->children.push_back(column_schema(table, column));
  out = ArrowSchema{};
  out.format = "+s";
  out.name = "";
  out.metadata = hold->metadata.empty() ? nullptr : hold->metadata.data();
  link_children(out, *hold.release());
  out.release = release<ArrowSchema, SchemaHold>;
}

void export_arrow(const SharedTable& table, ArrowArray& out) {
  auto hold = std::make_unique<ArrayHold>();
  hold->table = table;
  hold->buffers.push_back(nullptr);
  for (const ArrowColumn& column : table->columns)
    hold->children.push_back(column_array(table, column));
  out = ArrowArray{};
  out.length = table->rows;
  out.n_buffers = 1;
  out.buffers = hold->buffers.data();
  link_children(out, *hold.release());
  out.release = release<ArrowArray, ArrayHold>;
}

void export_arrow(const SharedTable& table, ArrowArrayStream& out) {
  out = ArrowArrayStream{};
  out.private_data = new StreamHold{table, false, {}};
  out.get_schema = [](ArrowArrayStream* stream, ArrowSchema* schema) {
    return guarded(stream, [&](StreamHold& hold) { export_arrow(hold.table, *schema); });
  };
  out.get_next = [](ArrowArrayStream* stream, ArrowArray* array) {
    return guarded(stream, [&](StreamHold& hold) {
      if (std::exchange(hold.read, true))
        *array = ArrowArray{};
      else
        export_arrow(hold.table, *array);
    });
  };
  out.get_last_error = [](ArrowArrayStream* stream) { return hold_of(stream).error.c_str(); };
  out.release = [](ArrowArrayStream* stream) {
    delete &hold_of(stream);
    stream->release = nullptr;
  };
}

}  // namespace o2c::inline v1

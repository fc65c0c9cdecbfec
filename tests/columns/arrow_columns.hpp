#pragma once

// Arrow tables built by hand, byte by byte, in every layout that a producer may hand over: with
// offsets, validity bits that begin inside a byte, chunks, dictionaries. Each buffer is exactly as
// large as it must be, so that the address sanitizer sees a read beyond it.

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/arrow_abi.hpp"
#include "o2c/columns/arrow_import.hpp"

namespace o2c::hand_made {

/// No bytes at all is a null pointer.
using Bytes = std::optional<std::vector<std::byte>>;

struct Column {
  std::string name;
  std::string format;
  std::int64_t length = 0;
  std::int64_t offset = 0;
  std::int64_t null_count = 0;
  std::vector<Bytes> buffers{};
  std::shared_ptr<Column> dictionary{};
};

struct Batch {
  std::vector<Column> columns;
  std::int64_t length = 0;
  std::int64_t offset = 0;
};

template <class T>
void append(std::vector<std::byte>& bytes, const T& value) {
  const std::size_t at = bytes.size();
  bytes.resize(at + sizeof value);
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

template <class T>
std::vector<std::byte> bytes_of(const std::vector<T>& values) {
  std::vector<std::byte> bytes;
  for (const T& value : values) append(bytes, value);
  return bytes;
}

inline std::vector<std::byte> bits(const std::vector<bool>& values) {
  std::vector<std::byte> bytes((values.size() + 7) / 8, std::byte{0});
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i]) bytes[i / 8] |= std::byte{1} << (i % 8);
  return bytes;
}

/// Values that may be null, and how a column of them lies in memory.
template <class T>
using Values = std::vector<std::optional<T>>;

struct Layout {
  std::int64_t offset = 0;   ///< Rows before the first, which nobody may look at.
  bool states_nulls = true;  ///< null_count, or -1 for "not counted".
};

namespace detail {

template <class T>
Column begin(std::string name, std::string format, const Values<T>& values, Layout layout) {
  Column column{.name = std::move(name), .format = std::move(format)};
  column.length = static_cast<std::int64_t>(values.size());
  column.offset = layout.offset;
  std::vector<bool> valid(static_cast<std::size_t>(layout.offset), false);
  std::int64_t nulls = 0;
  for (const auto& value : values) {
    valid.push_back(value.has_value());
    nulls += value ? 0 : 1;
  }
  column.null_count = layout.states_nulls ? nulls : -1;
  column.buffers.push_back(nulls > 0 || !layout.states_nulls ? Bytes(bits(valid)) : Bytes());
  return column;
}

}  // namespace detail

/// Numbers, dates (days), timestamps (ticks), decimals (coefficients): what has a fixed width.
/// Where there is no value the memory holds `rubbish`.
template <class T>
Column fixed(std::string name, std::string format, const Values<T>& values, Layout layout = {},
             T rubbish = T{77}) {
  Column column = detail::begin(std::move(name), std::move(format), values, layout);
  std::vector<T> all(static_cast<std::size_t>(layout.offset), rubbish);
  for (const auto& value : values) all.push_back(value.value_or(rubbish));
  column.buffers.emplace_back(bytes_of(all));
  return column;
}

inline Column booleans(std::string name, const Values<bool>& values, Layout layout = {}) {
  Column column = detail::begin(std::move(name), "b", values, layout);
  std::vector<bool> all(static_cast<std::size_t>(layout.offset), true);
  for (const auto& value : values) all.push_back(value.value_or(true));
  column.buffers.emplace_back(bits(all));
  return column;
}

/// Text with offsets: Offset is int32_t ("u") or int64_t ("U").
template <class Offset>
Column text(std::string name, const Values<std::string>& values, Layout layout = {}) {
  Column column = detail::begin(std::move(name), sizeof(Offset) == 4 ? "u" : "U", values, layout);
  std::string all;
  std::vector<Offset> offsets{0};
  const auto put = [&](std::string_view value) {
    all += value;
    offsets.push_back(static_cast<Offset>(all.size()));
  };
  for (std::int64_t i = 0; i < layout.offset; ++i) put("before");
  for (const auto& value : values) put(value.value_or("rubbish"));
  column.buffers.emplace_back(bytes_of(offsets));
  column.buffers.emplace_back(bytes_of(std::vector<char>(all.begin(), all.end())));
  return column;
}

/// Text views ("vu"): up to 12 bytes inside the view, longer text in two buffers by turns.
inline Column text_view(std::string name, const Values<std::string>& values, Layout layout = {}) {
  Column column = detail::begin(std::move(name), "vu", values, layout);
  std::vector<std::byte> views;
  std::vector<std::string> data(2);
  std::size_t turn = 0;
  const auto put = [&](const std::string& value) {
    append(views, static_cast<std::int32_t>(value.size()));
    std::string rest = value;
    if (value.size() <= 12) {
      rest.resize(12, '\0');
      for (const char c : rest) append(views, c);
      return;
    }
    for (const char c : rest.substr(0, 4)) append(views, c);
    append(views, static_cast<std::int32_t>(turn));
    append(views, static_cast<std::int32_t>(data[turn].size()));
    data[turn] += value;
    turn = 1 - turn;
  };
  for (std::int64_t i = 0; i < layout.offset; ++i) put("text before the first row");
  for (const auto& value : values) put(value.value_or("rubbish in a null row"));
  column.buffers.emplace_back(std::move(views));
  std::vector<std::int64_t> sizes;
  for (const std::string& each : data) {
    column.buffers.emplace_back(bytes_of(std::vector<char>(each.begin(), each.end())));
    sizes.push_back(static_cast<std::int64_t>(each.size()));
  }
  column.buffers.emplace_back(bytes_of(sizes));
  return column;
}

/// Codes of type T into a dictionary.
template <class T>
Column dictionary(std::string name, std::string format, const Values<T>& codes, Column values,
                  Layout layout = {}) {
  Column column = fixed(std::move(name), std::move(format), codes, layout, T{0});
  column.dictionary = std::make_shared<Column>(std::move(values));
  return column;
}

inline Batch batch(std::vector<Column> columns) {
  Batch made{.columns = std::move(columns)};
  if (!made.columns.empty()) made.length = made.columns.front().length;
  return made;
}

// ---- Handing over -------------------------------------------------------------------------------

/// Shared by all that has been handed over and not yet released. Its value counts how often a
/// stream was asked for more after its end or its failure, which the interface forbids.
using Alive = std::shared_ptr<int>;

namespace detail {

template <class T>
struct Hold {
  Alive alive;
  Column column;
  std::vector<const void*> buffers{};
  std::vector<std::unique_ptr<T>> children{};
  std::vector<T*> pointers{};
  std::unique_ptr<T> dictionary{};
};

template <class T>
void release(T* exported) {
  std::unique_ptr<Hold<T>> hold(static_cast<Hold<T>*>(exported->private_data));
  for (const auto& child : hold->children)
    if (child->release != nullptr) child->release(child.get());
  if (hold->dictionary && hold->dictionary->release != nullptr)
    hold->dictionary->release(hold->dictionary.get());
  exported->release = nullptr;
}

template <class T>
T finish(std::unique_ptr<Hold<T>> hold, T out) {
  for (const auto& child : hold->children) hold->pointers.push_back(child.get());
  out.n_children = static_cast<std::int64_t>(hold->pointers.size());
  out.children = hold->pointers.empty() ? nullptr : hold->pointers.data();
  out.dictionary = hold->dictionary.get();
  out.private_data = hold.release();
  out.release = release<T>;
  return out;
}

inline ArrowSchema schema(const Column& column, const Alive& alive) {
  auto hold =
      std::make_unique<Hold<ArrowSchema>>(Hold<ArrowSchema>{.alive = alive, .column = column});
  if (column.dictionary)
    hold->dictionary = std::make_unique<ArrowSchema>(schema(*column.dictionary, alive));
  ArrowSchema out{};
  out.format = hold->column.format.c_str();
  out.name = hold->column.name.c_str();
  out.flags = ARROW_FLAG_NULLABLE;
  return finish(std::move(hold), out);
}

inline ArrowArray array(const Column& column, const Alive& alive) {
  auto hold =
      std::make_unique<Hold<ArrowArray>>(Hold<ArrowArray>{.alive = alive, .column = column});
  static const std::byte nothing{};
  for (const Bytes& buffer : hold->column.buffers)
    hold->buffers.push_back(!buffer ? nullptr : buffer->empty() ? &nothing : buffer->data());
  if (column.dictionary)
    hold->dictionary = std::make_unique<ArrowArray>(array(*column.dictionary, alive));
  ArrowArray out{};
  out.length = column.length;
  out.offset = column.offset;
  out.null_count = column.null_count;
  out.n_buffers = static_cast<std::int64_t>(hold->buffers.size());
  out.buffers = hold->buffers.data();
  return finish(std::move(hold), out);
}

}  // namespace detail

inline ArrowSchema schema(const Batch& batch, const Alive& alive) {
  auto hold = std::make_unique<detail::Hold<ArrowSchema>>(
      detail::Hold<ArrowSchema>{.alive = alive, .column = {}});
  for (const Column& column : batch.columns)
    hold->children.push_back(std::make_unique<ArrowSchema>(detail::schema(column, alive)));
  ArrowSchema out{};
  out.format = "+s";
  out.name = "";
  return detail::finish(std::move(hold), out);
}

inline ArrowArray array(const Batch& batch, const Alive& alive) {
  auto hold = std::make_unique<detail::Hold<ArrowArray>>(
      detail::Hold<ArrowArray>{.alive = alive, .column = {}});
  hold->buffers.push_back(nullptr);
  for (const Column& column : batch.columns)
    hold->children.push_back(std::make_unique<ArrowArray>(detail::array(column, alive)));
  ArrowArray out{};
  out.length = batch.length;
  out.offset = batch.offset;
  out.n_buffers = 1;
  out.buffers = hold->buffers.data();
  return detail::finish(std::move(hold), out);
}

/// A stream of batches; after them it ends, or fails with `error`.
struct Stream {
  std::vector<Batch> batches;
  std::string error{};
  Alive alive = std::make_shared<int>(0);
};

inline ArrowArrayStream stream(Stream source) {
  struct State {
    Stream source;
    std::size_t next = 0;
    bool ended = false;
  };
  static constexpr auto state_of = [](ArrowArrayStream* stream) {
    return static_cast<State*>(stream->private_data);
  };
  ArrowArrayStream out{};
  out.private_data = new State{.source = std::move(source)};
  out.get_schema = [](ArrowArrayStream* self, ArrowSchema* schema_out) {
    const Stream& from = state_of(self)->source;
    *schema_out = schema(from.batches.front(), from.alive);
    return 0;
  };
  out.get_next = [](ArrowArrayStream* self, ArrowArray* array_out) {
    State& state = *state_of(self);
    if (state.ended) ++*state.source.alive;
    state.ended = state.next == state.source.batches.size();
    if (!state.ended)
      *array_out = array(state.source.batches[state.next++], state.source.alive);
    else if (state.source.error.empty())
      *array_out = ArrowArray{};
    else
      return EIO;
    return 0;
  };
  out.get_last_error = [](ArrowArrayStream* self) {
    const std::string& error = state_of(self)->source.error;
    return error.empty() ? nullptr : error.c_str();
  };
  out.release = [](ArrowArrayStream* self) {
    delete state_of(self);
    self->release = nullptr;
  };
  return out;
}

inline std::unique_ptr<TableSource> table(std::vector<Batch> batches) {
  ArrowArrayStream handed_over = stream({.batches = std::move(batches)});
  return import_arrow(handed_over);
}

}  // namespace o2c::hand_made

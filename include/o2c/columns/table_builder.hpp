#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// Makes a finished table, column after column: each is asked for its rows by position, and may
/// have none there (null).
class TableBuilder {
 public:
  explicit TableBuilder(std::size_t rows) : rows_(rows) {
    table_->rows = static_cast<std::int64_t>(rows);
  }

  /// `get(row)` gives a std::string_view or an std::optional of one.
  template <class Get>
  TableBuilder& text(std::string name, const Get& get) {
    std::string bytes;
    auto offsets = detail::room_for<std::int64_t>(rows_ + 1);
    std::vector<bool> nulls(rows_);
    std::size_t null_count = 0;
    offsets[0] = 0;
    for (std::size_t i = 0; i < rows_; ++i) {
      const std::optional<std::string_view> value = get(i);
      if (value) bytes += *value;
      nulls[i] = !value;
      null_count += value ? 0U : 1U;
      offsets[i + 1] = static_cast<std::int64_t>(bytes.size());
    }
    add(std::move(name), "U", detail::share(std::move(offsets)), nulls, null_count);
    table_->columns.back().buffers.push_back(detail::share_bytes(bytes));
    return *this;
  }
  /// Days since 1970-01-01.
  template <class Get>
  TableBuilder& date(std::string name, const Get& get) {
    return numbers<std::int32_t>(std::move(name), "tdD", get);
  }
  /// Microseconds since 1970, UTC.
  template <class Get>
  TableBuilder& moment(std::string name, const Get& get) {
    return numbers<std::int64_t>(std::move(name), "tsu:UTC", get);
  }
  template <class Get>
  TableBuilder& integer(std::string name, const Get& get) {
    return numbers<std::int64_t>(std::move(name), "l", get);
  }
  /// True or false; `get` gives no null.
  template <class Get>
  TableBuilder& boolean(std::string name, const Get& get) {
    add(std::move(name), "b", detail::bits_of(rows_, get), std::vector<bool>(rows_), 0);
    return *this;
  }
  /// Coefficients of decimals with that many digits after the point.
  template <class Get>
  TableBuilder& decimal(std::string name, int scale, const Get& get) {
    return numbers<Int128>(std::move(name), "d:38," + std::to_string(scale), get);
  }

  std::shared_ptr<const ArrowTable> finish() { return std::move(table_); }

 private:
  template <class T, class Get>
  TableBuilder& numbers(std::string name, std::string format, const Get& get) {
    auto values = detail::room_for<T>(rows_);
    std::vector<bool> nulls(rows_);
    std::size_t null_count = 0;
    for (std::size_t i = 0; i < rows_; ++i) {
      const std::optional<T> value = get(i);
      values[i] = value.value_or(T{});
      nulls[i] = !value;
      null_count += value ? 0U : 1U;
    }
    add(std::move(name), std::move(format), detail::share(std::move(values)), nulls, null_count);
    return *this;
  }

  void add(std::string name, std::string format, std::shared_ptr<const void> values,
           const std::vector<bool>& nulls, std::size_t null_count) {
    auto validity = null_count == 0
                        ? nullptr
                        : detail::bits_of(rows_, [&](std::size_t i) { return !nulls[i]; });
    table_->columns.push_back({.name = std::move(name),
                               .format = std::move(format),
                               .buffers = {std::move(validity), std::move(values)},
                               .null_count = static_cast<std::int64_t>(null_count),
                               .length = table_->rows});
  }

  std::size_t rows_;
  std::shared_ptr<ArrowTable> table_ = std::make_shared<ArrowTable>();
};

}  // namespace o2c::inline v1

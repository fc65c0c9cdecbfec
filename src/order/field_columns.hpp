#pragma once

// The values of one field of many structs, on their way into a table. Private to src/order.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/text_codes.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/receivable/terms.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

template <class T>
concept FieldStruct = requires { T::fields(); };

/// Positions of rows; `no_row` is one that has no value.
using RowNumbers = std::span<const std::uint32_t>;
inline constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

/// A table in the making, without the columns that say whose its rows are.
struct TableDraft {
  std::string name;
  std::vector<std::uint32_t> owners;  ///< Of each row: the event, or the order, that it belongs to.
  std::vector<ArrowColumn> columns{};
  std::vector<TableDraft> lists{};
};

/// "currency" of "amount", "bank_charges_currency" of "bank_charges".
std::string currency_column(std::string_view amount);

/// Texts by row.
class TextValues {
 public:
  void push(std::string_view text) {
    bytes_ += text;
    ends_.push_back(bytes_.size());
  }
  [[nodiscard]] std::string_view at(std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends_[row - 1];
    return std::string_view(bytes_).substr(begin, ends_[row] - begin);
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

/// Texts by row, of which there are few.
class NameValues {
 public:
  void push(std::string_view name) { rows_.push_back(names_.code(name)); }
  [[nodiscard]] std::string_view at(std::size_t row) const { return names_.text(rows_[row]); }

 private:
  TextCodes names_;
  std::vector<std::uint32_t> rows_;
};

// Columns of the rows, in their order.
void write_column(TableDraft&, std::string_view name, const std::vector<Decimal>&, RowNumbers);
void write_column(TableDraft&, std::string_view name, const std::vector<Rate>&, RowNumbers);
/// With one for the currencies.
void write_column(TableDraft&, std::string_view name, const std::vector<Money>&, RowNumbers);
void write_column(TableDraft&, std::string_view name, const std::vector<Date>&, RowNumbers);
void write_column(TableDraft&, std::string_view name, const std::vector<bool>&, RowNumbers);
void write_column(TableDraft&, std::string_view name, const std::vector<std::int32_t>&, RowNumbers);
void write_column(TableDraft&, std::string_view name, const std::vector<std::int64_t>&, RowNumbers);
void write_column(TableDraft&, std::string_view name, const TextValues&, RowNumbers);
void write_column(TableDraft&, std::string_view name, const NameValues&, RowNumbers);
/// Dictionary-encoded: of each row the position of its name, `no_row` for none.
void write_names(TableDraft&, std::string_view name, const std::vector<std::string>& names,
                 RowNumbers rows);
/// A list's table: an item for each row, of these owners.
TableDraft& start_list(TableDraft& table, std::string_view name, std::vector<std::uint32_t> owners,
                       const std::vector<std::int32_t>& items);

/// Values of a type that a column holds as they are.
template <class T>
class FieldColumns {
 public:
  void push(const T& value) { values_.push_back(value); }
  void write(TableDraft& table, std::string_view name, RowNumbers rows) const {
    write_column(table, name, values_, rows);
  }

 private:
  std::vector<T> values_;
};

template <>
class FieldColumns<std::string> {
 public:
  void push(std::string_view value) { values_.push(value); }
  void write(TableDraft& table, std::string_view name, RowNumbers rows) const {
    write_column(table, name, values_, rows);
  }

 private:
  TextValues values_;
};

/// A name of which there are few.
template <>
class FieldColumns<std::string_view> {
 public:
  void push(std::string_view value) { values_.push(value); }
  void write(TableDraft& table, std::string_view name, RowNumbers rows) const {
    write_column(table, name, values_, rows);
  }

 private:
  NameValues values_;
};

template <>
class FieldColumns<PaymentTerms> {
 public:
  void push(const PaymentTerms& value) { values_.push(to_string(value)); }
  void write(TableDraft& table, std::string_view name, RowNumbers rows) const {
    write_column(table, name, values_, rows);
  }

 private:
  NameValues values_;
};

template <class T>
  requires std::is_enum_v<T>
class FieldColumns<T> {
 public:
  void push(T value) { values_.push_back(value); }
  void write(TableDraft& table, std::string_view name, RowNumbers rows) const {
    std::array<std::uint32_t, 256> codes{};
    codes.fill(no_row);
    std::vector<std::string> names;
    std::vector<std::uint32_t> code_of_row;
    code_of_row.reserve(rows.size());
    for (const std::uint32_t row : rows) {
      if (row == no_row) {
        code_of_row.push_back(no_row);
        continue;
      }
      std::uint32_t& code = codes[static_cast<std::uint8_t>(values_[row])];
      if (code == no_row) {
        code = static_cast<std::uint32_t>(names.size());
        names.push_back(to_string(values_[row]));
      }
      code_of_row.push_back(code);
    }
    write_names(table, name, names, code_of_row);
  }

 private:
  std::vector<T> values_;
};

template <class T>
class FieldColumns<std::optional<T>> {
  static_assert(!std::is_same_v<T, bool>, "a column of booleans has no nulls");

 public:
  void push(const std::optional<T>& value) {
    at_.push_back(value ? count_++ : no_row);
    if (value) values_.push(*value);
  }
  void write(TableDraft& table, std::string_view name, RowNumbers rows) const {
    std::vector<std::uint32_t> inner;
    inner.reserve(rows.size());
    for (const std::uint32_t row : rows) inner.push_back(row == no_row ? no_row : at_[row]);
    values_.write(table, name, inner);
  }

 private:
  std::vector<std::uint32_t> at_;
  std::uint32_t count_ = 0;
  FieldColumns<T> values_;
};

/// How many items there are, and these in a table of their own.
template <class T>
class FieldColumns<std::vector<T>> {
 public:
  void push(const std::vector<T>& value) {
    for (const T& item : value) items_.push(item);
    counts_.push_back(static_cast<std::int32_t>(value.size()));
    begins_.push_back(end_);
    end_ += static_cast<std::uint32_t>(value.size());
  }
  void write(TableDraft& table, std::string_view name, RowNumbers rows) const {
    write_column(table, name, counts_, rows);
    std::vector<std::uint32_t> owners;
    std::vector<std::int32_t> numbers;
    std::vector<std::uint32_t> items;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == no_row) continue;
      for (std::int32_t item = 0; item < counts_[rows[i]]; ++item) {
        owners.push_back(table.owners[i]);
        numbers.push_back(item + 1);
        items.push_back(begins_[rows[i]] + static_cast<std::uint32_t>(item));
      }
    }
    TableDraft& list = start_list(table, name, std::move(owners), numbers);
    items_.write(list, name, items);
  }

 private:
  std::vector<std::int32_t> counts_;
  std::vector<std::uint32_t> begins_;
  std::uint32_t end_ = 0;
  FieldColumns<T> items_;
};

template <class Fields>
struct FieldColumnsOf;
template <class... Fields>
struct FieldColumnsOf<std::tuple<Fields...>> {
  template <class Struct, class Member>
  static FieldColumns<Member> columns(const Field<Struct, Member>&);
  using Columns = std::tuple<decltype(columns(std::declval<Fields>()))...>;
};

/// A column, or several, for each member. A struct inside another has no name of its own.
template <FieldStruct T>
class FieldColumns<T> {
  using Fields = decltype(T::fields());
  static constexpr auto members = std::make_index_sequence<std::tuple_size_v<Fields>>{};

 public:
  void push(const T& value) { push_members(value, members); }
  void write(TableDraft& table, std::string_view /*name*/, RowNumbers rows) const {
    write_members(table, rows, members);
  }

 private:
  template <std::size_t... I>
  void push_members([[maybe_unused]] const T& value, std::index_sequence<I...> /*all*/) {
    [[maybe_unused]] constexpr auto fields = T::fields();
    (std::get<I>(columns_).push(value.*std::get<I>(fields).member), ...);
  }
  template <std::size_t... I>
  void write_members([[maybe_unused]] TableDraft& table, [[maybe_unused]] RowNumbers rows,
                     std::index_sequence<I...> /*all*/) const {
    [[maybe_unused]] constexpr auto fields = T::fields();
    (std::get<I>(columns_).write(table, std::get<I>(fields).name, rows), ...);
  }

  typename FieldColumnsOf<Fields>::Columns columns_;
};

}  // namespace o2c::inline v1

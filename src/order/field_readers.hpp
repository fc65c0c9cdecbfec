#pragma once

// Fields of structs from the columns of a table, by their types. Private to src/order.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/error.hpp"
#include "o2c/order/production_events.hpp"
#include "o2c/order/role.hpp"
#include "o2c/order/sample_events.hpp"

#include "field_columns.hpp"
#include "keyed_table.hpp"
#include "name_reader.hpp"
#include "row_reading.hpp"

namespace o2c::inline v1 {

/// Where readers of a kind's table look for what they need.
struct ReaderPlace {
  RowReading& rows;
  const KeyedTables& tables;
  std::size_t kind;
  TableFaults& faults;
  const CurrencyTable& currencies;
};

/// A value of a type that has to be made of something before it is read.
template <class T>
T blank_value() {
  if constexpr (std::is_same_v<T, Money>) {
    return Money::zero(currencies::USD);
  } else if constexpr (std::is_same_v<T, Date>) {
    return Date::min();
  } else if constexpr (std::is_same_v<T, Rate>) {
    return Rate::from_fraction(0);
  } else if constexpr (std::is_same_v<T, PaymentTerms>) {
    return PaymentTerms::net(0);
  } else if constexpr (FieldStruct<T>) {
    return std::apply(
        [](const auto&... fields) {
          return T{
              blank_value<std::remove_cvref_t<decltype(std::declval<T>().*fields.member)>>()...};
        },
        T::fields());
  } else {
    return T{};
  }
}

inline std::optional<Decimal> decimal_at(const ColumnView& column, std::int64_t row) {
  Int128 coefficient = 0;
  switch (column.kind.type) {
    case ColumnType::decimal128:  // Arrow asks for no more than 8-byte alignment.
      std::memcpy(&coefficient, column.data<char>() + row * std::int64_t{sizeof coefficient},
                  sizeof coefficient);
      break;
    case ColumnType::decimal64:
      coefficient = column.data<std::int64_t>()[row];
      break;
    case ColumnType::decimal32:
      coefficient = column.data<std::int32_t>()[row];
      break;
    case ColumnType::uint64:
      coefficient = static_cast<Int128>(column.data<std::uint64_t>()[row]);
      break;
    default:
      coefficient = column.integer_at(row);
  }
  if (!Decimal::fits(coefficient)) return std::nullopt;
  return Decimal::from_parts(coefficient, column.kind.scale);
}

/// Reads a field of type T of the row that the table is moved to. What is wrong is a fault, and
/// the value stays as it was.
template <class T>
class FieldReader;

template <>
class FieldReader<std::string> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : rows_(&place.rows),
        column_(rows_->column(
            name, [](const ColumnKind& kind) { return is_text(kind.type); }, "text")) {}

  [[nodiscard]] bool has_value() const { return rows_->has_value(column_); }
  void read(std::string& into) {
    if (!has_value()) return rows_->refuse(column_, "a text");
    into.assign(rows_->text(column_));
  }
  void check_none() const noexcept {}

 private:
  RowReading* rows_;
  std::size_t column_;
};

template <>
class FieldReader<bool> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : rows_(&place.rows),
        column_(rows_->column(
            name,
            [](const ColumnKind& kind) {
              return kind.type == ColumnType::boolean && !kind.dictionary_encoded;
            },
            "booleans")) {}

  [[nodiscard]] bool has_value() const { return rows_->has_value(column_); }
  void read(bool& into) {
    if (!has_value()) return rows_->refuse(column_, "true or false");
    into = rows_->view(column_).integer_at(rows_->row()) != 0;
  }
  void check_none() const noexcept {}

 private:
  RowReading* rows_;
  std::size_t column_;
};

template <>
class FieldReader<std::int32_t> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : rows_(&place.rows), column_(rows_->column(name, holds_wholes, "integers")) {}

  [[nodiscard]] bool has_value() const { return rows_->has_value(column_); }
  [[nodiscard]] std::optional<std::int64_t> value() const { return rows_->whole(column_); }
  void read(std::int32_t& into) {
    const std::optional<std::int64_t> number = value();
    if (!number || *number < INT32_MIN || *number > INT32_MAX)
      return rows_->refuse(column_, "a whole number of 32 bits");
    into = static_cast<std::int32_t>(*number);
  }
  void check_none() const noexcept {}
  void refuse(std::string expected) { rows_->refuse(column_, std::move(expected)); }

 private:
  RowReading* rows_;
  std::size_t column_;
};

template <>
class FieldReader<Decimal> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : rows_(&place.rows),
        column_(rows_->column(
            name,
            [](const ColumnKind& kind) {
              return !kind.dictionary_encoded &&
                     (is_integer(kind.type) || (is_decimal(kind.type) && kind.scale >= 0));
            },
            "decimal numbers (decimal128) or integers; binary floats are not exact")) {}

  [[nodiscard]] bool has_value() const { return rows_->has_value(column_); }
  void read(Decimal& into) {
    const std::optional<Decimal> number =
        has_value() ? decimal_at(rows_->view(column_), rows_->row()) : std::nullopt;
    if (!number) return rows_->refuse(column_, "a number of at most 38 digits");
    into = *number;
  }
  void check_none() const noexcept {}

 private:
  RowReading* rows_;
  std::size_t column_;
};

template <>
class FieldReader<Rate> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name) : fraction_(place, name) {}

  [[nodiscard]] bool has_value() const { return fraction_.has_value(); }
  void read(Rate& into) {
    Decimal fraction;
    fraction_.read(fraction);
    into = Rate::from_fraction(fraction);
  }
  void check_none() const noexcept {}

 private:
  FieldReader<Decimal> fraction_;
};

template <>
class FieldReader<Date> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : rows_(&place.rows), column_(rows_->column(name, dates_)) {}

  [[nodiscard]] bool has_value() const { return rows_->has_value(column_); }
  /// False for a fault.
  bool read(Date& into) {
    if (!has_value()) {
      rows_->refuse(column_, "a date");
      return false;
    }
    if (const ColumnView& view = rows_->view(column_); view.kind.type == ColumnType::date32) {
      const std::int32_t days = view.data<std::int32_t>()[rows_->row()];
      if (days >= Date::min().days() && days <= Date::max().days()) {
        into = Date::from_days(days);
        return true;
      }
    }
    FaultList& faults = rows_->faults();
    const std::size_t before = faults.count();
    const std::int32_t days =
        dates_->read(rows_->view(column_), rows_->row(), 1, rows_->first_row(), faults)[0];
    if (faults.count() > before) {
      rows_->note_faults();
      return false;
    }
    into = Date::from_days(days);
    return true;
  }
  void check_none() const noexcept {}

 private:
  RowReading* rows_;
  std::optional<DateReader> dates_;
  std::size_t column_;
};

/// An amount, and its currency in a column beside it.
template <>
class FieldReader<Money> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : rows_(&place.rows),
        table_(&place.currencies),
        amount_(rows_->column(name, amounts_, std::optional<int>())),
        currency_(rows_->column(
            currency_column(name), [](const ColumnKind& kind) { return is_text(kind.type); },
            "text")),
        codes_([currencies = place.currencies.currencies(), table = table_](std::string_view code) {
          const std::optional<Currency> found = table->find(code);
          if (!found) return NameReader::unknown;
          return static_cast<std::int32_t>(std::ranges::find(currencies, *found) -
                                           currencies.begin());
        }) {}

  [[nodiscard]] bool has_value() const { return rows_->has_value(amount_); }
  void read(Money& into) {
    const std::int32_t code = rows_->has_value(currency_)
                                  ? codes_.at(rows_->view(currency_), rows_->row())
                                  : NameReader::unknown;
    if (code < 0) rows_->refuse(currency_, "a known currency code, such as USD");
    if (!has_value()) return rows_->refuse(amount_, "an amount");
    if (code < 0) return;
    const Currency& currency = table_->currencies()[static_cast<std::size_t>(code)];
    const std::optional<std::int64_t> minor =
        amounts_->minor_at(rows_->view(amount_), rows_->row(), currency.digits());
    if (!minor)
      return rows_->refuse(amount_, "an amount with at most " + std::to_string(currency.digits()) +
                                        " decimal digits, within 64 bits of minor units");
    into = Money::from_minor(*minor, currency);
  }
  void check_none() {
    if (rows_->has_value(currency_)) rows_->refuse(currency_, "none, as there is no amount");
  }

 private:
  RowReading* rows_;
  const CurrencyTable* table_;
  std::optional<AmountReader> amounts_;
  std::size_t amount_;
  std::size_t currency_;
  NameReader codes_;
};

/// A text that stands for something, of which there are few.
template <class T, class Parse>
class NamedFieldReader {
 public:
  NamedFieldReader(const ReaderPlace& place, std::string_view name, std::string expected,
                   Parse parse)
      : rows_(&place.rows),
        column_(rows_->column(
            name, [](const ColumnKind& kind) { return is_text(kind.type); }, "text")),
        expected_(std::move(expected)),
        values_(std::make_unique<Values>(Values{std::move(parse)})),
        codes_([values = values_.get()](std::string_view text) { return values->code_of(text); }) {}

  [[nodiscard]] bool has_value() const { return rows_->has_value(column_); }
  void read(T& into) {
    if (!has_value()) return rows_->refuse(column_, expected_);
    const std::int32_t code = codes_.at(rows_->view(column_), rows_->row());
    if (code < 0) return rows_->refuse(column_, expected_);
    into = values_->all[static_cast<std::size_t>(code)];
  }
  void check_none() const noexcept {}

 private:
  struct Values {
    Parse parse;
    std::unordered_map<std::string_view, std::int32_t> codes{};  // Texts are the table's.
    std::vector<T> all{};

    std::int32_t code_of(std::string_view text) {
      const auto [at, is_new] = codes.try_emplace(text, NameReader::unknown);
      if (!is_new) return at->second;
      try {
        all.push_back(parse(text));
        at->second = static_cast<std::int32_t>(all.size() - 1);
      } catch (const Error&) {
        return NameReader::unknown;
      }
      return at->second;
    }
  };

  RowReading* rows_;
  std::size_t column_;
  std::string expected_;
  std::unique_ptr<Values> values_;
  NameReader codes_;
};

struct ParseTerms {
  const CurrencyTable* currencies;
  PaymentTerms operator()(std::string_view text) const {
    return PaymentTerms::parse(text, *currencies);
  }
};
template <>
class FieldReader<PaymentTerms> : public NamedFieldReader<PaymentTerms, ParseTerms> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : NamedFieldReader(place, name, "terms of payment", ParseTerms{&place.currencies}) {}
};

template <class T>
struct ParseEnum;
/// "accepted, rejected or ...": what a parser of names says that it takes.
template <class T>
std::string names_text() {
  try {
    static_cast<void>(ParseEnum<T>{}(""));
  } catch (const ParseError& wrong) {
    if (!wrong.faults().empty()) return wrong.faults().front().expected;
  }
  return "one of its names";
}
template <>
struct ParseEnum<Profile> {
  Profile operator()(std::string_view text) const { return parse_profile(text); }
};
template <>
struct ParseEnum<Role> {
  Role operator()(std::string_view text) const { return parse_role(text); }
};
template <>
struct ParseEnum<events::Verdict> {
  events::Verdict operator()(std::string_view text) const { return events::parse_verdict(text); }
};
template <>
struct ParseEnum<events::Stage> {
  events::Stage operator()(std::string_view text) const { return events::parse_stage(text); }
};
template <class T>
  requires std::is_enum_v<T>
class FieldReader<T> : public NamedFieldReader<T, ParseEnum<T>> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : NamedFieldReader<T, ParseEnum<T>>(place, name, names_text<T>(), ParseEnum<T>{}) {}
};

template <class T>
class FieldReader<std::optional<T>> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name) : value_(place, name) {}

  void read(std::optional<T>& into) {
    if (!value_.has_value()) {
      value_.check_none();
      into.reset();
      return;
    }
    if (!into) into.emplace(blank_value<T>());
    value_.read(*into);
  }

 private:
  FieldReader<T> value_;
};

/// The items of a list, from its table.
template <class T>
class FieldReader<std::vector<T>> {
 public:
  FieldReader(const ReaderPlace& place, std::string_view name)
      : owners_(&place.rows), count_(place, name), list_(&place.tables.list(place.kind, name)) {
    if (list_->table == nullptr) return;
    items_ = std::make_unique<RowReading>(list_->table->held, list_->table->number, place.faults);
    item_.emplace(ReaderPlace{*items_, place.tables, place.kind, place.faults, place.currencies},
                  name);
  }

  [[nodiscard]] bool has_value() const { return count_.has_value(); }
  void read(std::vector<T>& into) {
    const ListRun run = run_of_row();
    if (count_.value() != std::int64_t{run.count}) return refuse(run);
    into.resize(run.count);
    for (std::uint32_t i = 0; i < run.count; ++i) {
      items_->move_to(list_->table->rows[run.begin + i]);
      items_->guard([&] { item_->read(into[i]); });
    }
  }
  void check_none() {
    if (const ListRun run = run_of_row(); run.count > 0) refuse(run);
  }

 private:
  [[nodiscard]] ListRun run_of_row() const {
    return list_->runs[static_cast<std::size_t>(owners_->first_row() + owners_->row())];
  }
  void refuse(const ListRun& run) {
    count_.refuse(list_->table == nullptr
                      ? std::string("0, as there is no table of the items")
                      : std::to_string(run.count) + ", as " + list_->table->held.name() + " has");
  }

  RowReading* owners_;
  FieldReader<std::int32_t> count_;
  const ListTable* list_;
  std::unique_ptr<RowReading> items_;
  std::optional<FieldReader<T>> item_;
};

template <class Fields>
struct FieldReadersOf;
template <class... Fields>
struct FieldReadersOf<std::tuple<Fields...>> {
  template <class Struct, class Member>
  static FieldReader<Member> reader(const Field<Struct, Member>&);
  using Readers = std::tuple<decltype(reader(std::declval<Fields>()))...>;
};

/// Each member from its own columns.
template <FieldStruct T>
class FieldReader<T> {
  using Fields = decltype(T::fields());
  static constexpr auto members = std::make_index_sequence<std::tuple_size_v<Fields>>{};

 public:
  FieldReader(const ReaderPlace& place, std::string_view /*name*/)
      : readers_(readers(place, members)) {}

  void read(T& into) { read_members(into, members); }

 private:
  using Readers = typename FieldReadersOf<Fields>::Readers;

  template <std::size_t... I>
  static Readers readers([[maybe_unused]] const ReaderPlace& place,
                         std::index_sequence<I...> /*all*/) {
    [[maybe_unused]] constexpr auto fields = T::fields();
    return Readers{std::tuple_element_t<I, Readers>(place, std::get<I>(fields).name)...};
  }
  template <std::size_t... I>
  void read_members([[maybe_unused]] T& into, std::index_sequence<I...> /*all*/) {
    [[maybe_unused]] constexpr auto fields = T::fields();
    (std::get<I>(readers_).read(into.*std::get<I>(fields).member), ...);
  }

  Readers readers_;
};

}  // namespace o2c::inline v1

#include "field_columns.hpp"

#include <algorithm>
#include <memory>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

namespace {

/// Adds the column that `build` gives a builder of one.
template <class Build>
void add_built(TableDraft& table, std::size_t rows, const Build& build) {
  TableBuilder builder(rows);
  build(builder);
  table.columns.push_back(builder.finish()->columns.front());
}

/// What a row has, as a builder asks for it.
template <class T, class Value>
auto value_of_row(RowNumbers rows, const Value& value) {
  return [rows, &value](std::size_t i) {
    return rows[i] == no_row ? std::nullopt : std::optional<T>(value(rows[i]));
  };
}

[[noreturn]] void throw_too_wide(const TableDraft& table, std::string_view name) {
  throw Overflow(table.name + ", " + std::string(name) +
                 ": the values need more than the 38 digits of a decimal column together");
}

template <class Value>
void write_decimals(TableDraft& table, std::string_view name, RowNumbers rows, const Value& value) {
  int scale = 0;
  for (const std::uint32_t row : rows)
    if (row != no_row) scale = std::max(scale, Decimal(value(row)).scale());
  const auto coefficient = [&](std::size_t row) {
    const Decimal number = value(row);
    Int128 scaled = number.coefficient();
    if (!detail::scale_up_fits(scaled, scale - number.scale()) || !Decimal::fits(scaled))
      throw_too_wide(table, name);
    return scaled;
  };
  add_built(table, rows.size(), [&](TableBuilder& builder) {
    builder.decimal(std::string(name), scale, value_of_row<Int128>(rows, coefficient));
  });
}

template <class Values>
void write_texts(TableDraft& table, std::string_view name, RowNumbers rows, const Values& values) {
  const auto text = [&](std::size_t row) { return values.at(row); };
  add_built(table, rows.size(), [&](TableBuilder& builder) {
    builder.text(std::string(name), value_of_row<std::string_view>(rows, text));
  });
}

template <class T>
void write_integers(TableDraft& table, std::string_view name, const std::vector<T>& values,
                    RowNumbers rows) {
  const auto number = [&](std::size_t row) { return std::int64_t{values[row]}; };
  add_built(table, rows.size(), [&](TableBuilder& builder) {
    builder.integer(std::string(name), value_of_row<std::int64_t>(rows, number));
  });
}

}  // namespace

std::string currency_column(std::string_view amount) {
  return amount == "amount" ? "currency" : std::string(amount) + "_currency";
}

void write_names(TableDraft& table, std::string_view name, const std::vector<std::string>& names,
                 RowNumbers rows) {
  TableBuilder dictionary(names.size());
  dictionary.text("", [&](std::size_t i) { return std::string_view(names[i]); });
  auto codes = detail::room_for<std::int32_t>(rows.size());
  std::int64_t nulls = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    codes[i] = rows[i] == no_row ? 0 : static_cast<std::int32_t>(rows[i]);
    nulls += rows[i] == no_row ? 1 : 0;
  }
  auto validity =
      nulls == 0 ? nullptr
                 : detail::bits_of(rows.size(), [&](std::size_t i) { return rows[i] != no_row; });
  table.columns.push_back(
      {.name = std::string(name),
       .format = "i",
       .buffers = {std::move(validity), detail::share(std::move(codes))},
       .null_count = nulls,
       .dictionary = std::make_shared<const ArrowColumn>(dictionary.finish()->columns.front()),
       .length = static_cast<std::int64_t>(rows.size())});
}

void write_column(TableDraft& table, std::string_view name, const std::vector<Decimal>& values,
                  RowNumbers rows) {
  write_decimals(table, name, rows, [&](std::size_t row) { return values[row]; });
}

void write_column(TableDraft& table, std::string_view name, const std::vector<Rate>& values,
                  RowNumbers rows) {
  write_decimals(table, name, rows, [&](std::size_t row) { return values[row].fraction(); });
}

void write_column(TableDraft& table, std::string_view name, const std::vector<Money>& values,
                  RowNumbers rows) {
  write_decimals(table, name, rows, [&](std::size_t row) { return values[row].amount(); });
  std::vector<Currency> currencies;
  std::vector<std::string> names;
  std::vector<std::uint32_t> codes;
  codes.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (row == no_row) {
      codes.push_back(no_row);
      continue;
    }
    const Currency& currency = values[row].currency();
    const auto found = std::ranges::find(currencies, currency);
    codes.push_back(static_cast<std::uint32_t>(found - currencies.begin()));
    if (found != currencies.end()) continue;
    currencies.push_back(currency);
    names.push_back(to_string(currency));
  }
  write_names(table, currency_column(name), names, codes);
}

void write_column(TableDraft& table, std::string_view name, const std::vector<Date>& values,
                  RowNumbers rows) {
  const auto days = [&](std::size_t row) { return values[row].days(); };
  add_built(table, rows.size(), [&](TableBuilder& builder) {
    builder.date(std::string(name), value_of_row<std::int32_t>(rows, days));
  });
}

void write_column(TableDraft& table, std::string_view name, const std::vector<bool>& values,
                  RowNumbers rows) {
  add_built(table, rows.size(), [&](TableBuilder& builder) {
    builder.boolean(std::string(name), [&](std::size_t i) { return bool{values[rows[i]]}; });
  });
}

void write_column(TableDraft& table, std::string_view name, const std::vector<std::int32_t>& values,
                  RowNumbers rows) {
  write_integers(table, name, values, rows);
}

void write_column(TableDraft& table, std::string_view name, const std::vector<std::int64_t>& values,
                  RowNumbers rows) {
  write_integers(table, name, values, rows);
}

void write_column(TableDraft& table, std::string_view name, const TextValues& values,
                  RowNumbers rows) {
  write_texts(table, name, rows, values);
}

void write_column(TableDraft& table, std::string_view name, const NameValues& values,
                  RowNumbers rows) {
  write_texts(table, name, rows, values);
}

TableDraft& start_list(TableDraft& table, std::string_view name, std::vector<std::uint32_t> owners,
                       const std::vector<std::int32_t>& items) {
  TableDraft& list = table.lists.emplace_back(
      TableDraft{.name = table.name + "." + std::string(name), .owners = std::move(owners)});
  add_built(list, items.size(), [&](TableBuilder& builder) {
    builder.integer("item", [&](std::size_t i) { return std::optional<std::int64_t>(items[i]); });
  });
  return list;
}

}  // namespace o2c::inline v1

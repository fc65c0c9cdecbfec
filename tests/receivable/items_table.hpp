#pragma once

// Tables of open items for the tests, and agings as lines of text that can be compared.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "o2c/columns/table_source.hpp"
#include "o2c/receivable/aging.hpp"
#include "o2c/receivable/aging_table.hpp"

#include "../columns/arrow_columns.hpp"

namespace o2c::test_items {

/// A row of a table of open items; amounts are minor units.
struct Row {
  std::optional<std::string> party{};
  std::int64_t minor = 0;
  std::optional<Date> due_date{};
  std::string currency = "USD";
  std::optional<Date> invoice_date{};
};

inline hand_made::Column dates(std::string name, const std::vector<std::optional<Date>>& dates,
                               hand_made::Layout layout = {}) {
  hand_made::Values<std::int32_t> days;
  for (const auto& date : dates) days.push_back(date ? std::optional(date->days()) : std::nullopt);
  return hand_made::fixed<std::int32_t>(std::move(name), "tdD", days, layout);
}

/// party, amount (int64), due_date, currency, invoice_date.
inline hand_made::Batch batch(const std::vector<Row>& rows, hand_made::Layout layout = {}) {
  hand_made::Values<std::string> parties;
  hand_made::Values<std::int64_t> amounts;
  hand_made::Values<std::string> currencies;
  std::vector<std::optional<Date>> due_dates;
  std::vector<std::optional<Date>> invoice_dates;
  for (const Row& row : rows) {
    parties.push_back(row.party);
    amounts.emplace_back(row.minor);
    currencies.emplace_back(row.currency);
    due_dates.push_back(row.due_date);
    invoice_dates.push_back(row.invoice_date);
  }
  return hand_made::batch({hand_made::text<std::int32_t>("party", parties, layout),
                           hand_made::fixed<std::int64_t>("amount", "l", amounts, layout),
                           dates("due_date", due_dates, layout),
                           hand_made::text<std::int64_t>("currency", currencies, layout),
                           dates("invoice_date", invoice_dates, layout)});
}

inline std::unique_ptr<TableSource> table(const std::vector<Row>& rows) {
  return hand_made::table({batch(rows)});
}

inline std::string key_text(const KeyColumn& column, std::size_t row) {
  const KeyValue key = column[row];
  if (key.is_null) return "null";
  return column.holds_text() ? std::string(key.text) : std::to_string(key.integer);
}

/// "A USD | 1.00 0.00 -0.50 0.50 | 2": keys and currency, figures, number of items.
inline std::vector<std::string> lines(const AgingTable& table) {
  std::vector<std::string> found;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::string line;
    for (const KeyColumn& key : table.keys()) line += key_text(key, row) + ' ';
    line += std::string(table.currency(row).code()) + " |";
    for (std::size_t i = 0; i < table.measures().size(); ++i)
      line += ' ' + to_string(table.amount(row, i));
    found.push_back(line + " | " + std::to_string(table.items(row)));
  }
  return found;
}

inline std::vector<std::string> lines(const AgingReport& report) {
  std::vector<std::string> found;
  for (const AgingRow& row : report.rows()) {
    std::string line;
    for (const std::string& key : row.keys) line += key + ' ';
    line += std::string(row.currency.code()) + " |";
    for (const Money& amount : row.columns) line += ' ' + to_string(amount.amount());
    line += ' ' + to_string(row.total.amount());
    found.push_back(line + " | " + std::to_string(row.items.size()));
  }
  return found;
}

}  // namespace o2c::test_items

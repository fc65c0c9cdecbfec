#pragma once

// Tables of movements for the tests, and what is open of them as items that can be compared.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/receivable/running_balance.hpp"

#include "items_table.hpp"

namespace o2c::test_items {

/// party, document, date, due_date, amount (decimals of three digits), currency.
inline hand_made::Batch batch(const std::vector<Movement>& movements,
                              hand_made::Layout layout = {}) {
  hand_made::Values<std::string> parties;
  hand_made::Values<std::string> documents;
  hand_made::Values<Int128> amounts;
  hand_made::Values<std::string> currencies;
  std::vector<std::optional<Date>> dates_of;
  std::vector<std::optional<Date>> due_dates;
  for (const Movement& movement : movements) {
    const Currency currency = movement.amount.currency();
    parties.emplace_back(movement.party);
    documents.emplace_back(movement.document);
    amounts.emplace_back(movement.amount.minor() * detail::power_of_ten(3 - currency.digits()));
    currencies.emplace_back(currency.code());
    dates_of.emplace_back(movement.date);
    due_dates.push_back(movement.due_date);
  }
  return hand_made::batch({hand_made::text<std::int32_t>("party", parties, layout),
                           hand_made::text<std::int64_t>("document", documents, layout),
                           dates("date", dates_of, layout), dates("due_date", due_dates, layout),
                           hand_made::fixed<Int128>("amount", "d:38,3", amounts, layout),
                           hand_made::text<std::int32_t>("currency", currencies, layout)});
}

/// The rows of a table that open_by_fifo made of one with documents.
inline std::vector<OpenItem> items_of(const std::shared_ptr<const ArrowTable>& table) {
  ArrowArrayStream stream{};
  export_arrow(table, stream);
  const auto imported = import_arrow(stream);
  std::vector<OpenItem> items;
  while (const auto rows = imported->next())
    for (std::int64_t row = 0; row < rows->rows; ++row) {
      const auto text = [&](const char* name) {
        return value_text(rows->columns[find_column(*imported, name).value()], row);
      };
      const bool cash = text("document") == "null";
      const Currency currency = CurrencyTable::iso_4217().at(text("currency"));
      items.push_back({.party = text("party"),
                       .document = cash ? "" : text("document"),
                       .amount = Money::of(Decimal::parse(text("amount")), currency),
                       .invoice_date = Date::parse(text("invoice_date")),
                       .kind = cash ? OpenItemKind::unapplied_cash : OpenItemKind::document});
      if (text("due_date") != "null") items.back().due_date = Date::parse(text("due_date"));
    }
  return items;
}

/// "A INV-1 50.00 USD of 2026-01-05 due 2026-02-04".
inline std::vector<std::string> lines(const std::vector<OpenItem>& items) {
  std::vector<std::string> found;
  for (const OpenItem& item : items) {
    const bool cash = item.kind == OpenItemKind::unapplied_cash;
    std::string line = item.party + ' ' + (cash ? "cash" : item.document);
    line += ' ' + to_string(item.amount);
    if (item.invoice_date) line += " of " + to_string(*item.invoice_date);
    if (item.due_date) line += " due " + to_string(*item.due_date);
    found.push_back(line);
  }
  return found;
}

}  // namespace o2c::test_items

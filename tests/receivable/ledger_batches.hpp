#pragma once

// The tables of a ledger for the tests: USD, of one party unless they say otherwise, invoiced on
// 1 March 2026, due at the end of the month, paid on the fifth.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "items_table.hpp"

namespace o2c::ledger_batches {

using hand_made::Batch;
using hand_made::Column;
using test_items::dates;

inline constexpr Date march_1(2026, 3, 1);
inline constexpr Date march_31(2026, 3, 31);
inline constexpr std::int64_t day_us = 86'400'000'000;

inline Column texts(std::string name, const hand_made::Values<std::string>& values) {
  return hand_made::text<std::int32_t>(std::move(name), values);
}
inline Column integers(std::string name, const hand_made::Values<std::int64_t>& values) {
  return hand_made::fixed<std::int64_t>(std::move(name), "l", values);
}
// At midnight of so many days after 1 March.
inline Column moments(const hand_made::Values<std::int64_t>& days,
                      std::string name = "recorded_at") {
  hand_made::Values<std::int64_t> values;
  for (const auto& day : days)
    values.push_back(day ? std::optional((march_1.days() + *day) * day_us) : std::nullopt);
  return hand_made::fixed<std::int64_t>(std::move(name), "tsu:UTC", values);
}

struct Tables {
  Batch invoices;
  std::optional<Batch> receipts{};
  std::optional<Batch> applications{};
  std::optional<Batch> taxes{};
  std::optional<Batch> locks{};
  std::optional<Batch> disputes{};
  std::optional<Batch> note_moves{};
  std::optional<Batch> due_dates{};
  std::optional<Batch> discounts{};
  std::optional<Batch> revaluations{};
};

inline std::unique_ptr<TableSource> opened(const std::optional<Batch>& batch) {
  return batch ? hand_made::table({*batch}) : nullptr;
}

inline Ledger read(const Tables& books, const LedgerOptions& options = {}) {
  const auto invoices = opened(books.invoices);
  const auto receipts = opened(books.receipts);
  const auto applications = opened(books.applications);
  const auto taxes = opened(books.taxes);
  const auto locks = opened(books.locks);
  const auto disputes = opened(books.disputes);
  const auto note_moves = opened(books.note_moves);
  const auto due_dates = opened(books.due_dates);
  const auto discounts = opened(books.discounts);
  const auto revaluations = opened(books.revaluations);
  return ledger_from_tables({.invoices = invoices.get(),
                             .receipts = receipts.get(),
                             .applications = applications.get(),
                             .taxes = taxes.get(),
                             .locks = locks.get(),
                             .disputes = disputes.get(),
                             .note_moves = note_moves.get(),
                             .due_dates = due_dates.get(),
                             .discounts = discounts.get(),
                             .revaluations = revaluations.get()},
                            {.ledger = options, .currency = currencies::USD});
}

inline std::vector<std::string> faults(const Tables& books, const LedgerOptions& options = {}) {
  try {
    read(books, options);
  } catch (const BadTable& bad) {
    std::vector<std::string> found;
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
    return found;
  }
  return {};
}

inline void put(Batch& batch, Column column) {
  std::erase_if(batch.columns, [&](const Column& each) { return each.name == column.name; });
  batch.columns.push_back(std::move(column));
}

inline Batch invoices(const hand_made::Values<std::string>& numbers,
                      const hand_made::Values<std::int64_t>& cents) {
  const hand_made::Values<std::string> parties(numbers.size(), "Ningbo");
  const std::vector<std::optional<Date>> days(numbers.size(), march_1);
  const std::vector<std::optional<Date>> due(numbers.size(), march_31);
  return hand_made::batch({texts("party", parties), texts("document", numbers),
                           dates("invoice_date", days), dates("due_date", due),
                           integers("amount", cents)});
}

inline Batch receipts(const hand_made::Values<std::string>& numbers,
                      const hand_made::Values<std::int64_t>& cents) {
  const hand_made::Values<std::string> parties(numbers.size(), "Ningbo");
  const std::vector<std::optional<Date>> days(numbers.size(), march_1 + 4);
  return hand_made::batch({texts("party", parties), texts("receipt", numbers), dates("date", days),
                           integers("amount", cents)});
}

inline Batch applications(const hand_made::Values<std::string>& receipts,
                          const hand_made::Values<std::string>& documents,
                          const std::vector<std::int32_t>& days,
                          const hand_made::Values<std::int64_t>& cents) {
  std::vector<std::optional<Date>> dated;
  for (const std::int32_t day : days) dated.emplace_back(march_1 + day);
  return hand_made::batch({texts("receipt", receipts), texts("document", documents),
                           dates("date", dated), integers("amount", cents)});
}

}  // namespace o2c::ledger_batches

#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/close/book_rows.hpp"
#include "o2c/close/book_schema.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/commission/plan_history.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/dunning.hpp"
#include "o2c/receivable/provision.hpp"
#include "o2c/time/calendar.hpp"

namespace o2c::inline v1 {

struct OrderPolicy;

/// A book is faulty; faults() lists what is wrong with each of its tables and files. Of one table
/// at most FaultList::most are listed, those of the lowest rows; the message counts all.
class O2C_EXPORT BadBook : public BadTable {
 public:
  using BadTable::BadTable;
};

/// A column of texts that is too long to be held: its batches are read again whenever they are
/// looked at. It is no part of a key, nothing refers to it, and no row lacks its text.
struct LongTexts {
  std::string table;
  std::string column;
  /// The texts of the batch of that number of the table's source, as a table of one batch and
  /// column. Several threads may call it at once.
  std::function<std::unique_ptr<TableSource>(std::size_t batch)> read;
};

/// What a book is read from.
struct BookInput {
  /// Names of tables, and what is in them. Each column is either text, as in a CSV file, where an
  /// empty one is a missing value, or typed. Of a typed one
  /// texts, periods and currencies may be text or integers,
  /// dates date32 or timestamps at midnight, without a zone,
  /// moments timestamps, with a zone or in UTC,
  /// amounts decimals, or integers, which count minor units (cents),
  /// decimals decimals or integers,
  /// integers integers, or decimals that are whole.
  /// Columns whose names begin with x_ are the user's own, and not looked at. A table that is null
  /// is there but cannot be read: that is a fault, but not what refers to its rows.
  std::vector<std::pair<std::string, std::unique_ptr<TableSource>>> tables;
  /// Names of files, and their texts: "book.toml", "dunning.toml", "provision.toml",
  /// "calendar.txt", "plans/export.toml".
  std::vector<std::pair<std::string, std::string>> files;
  /// Columns that their tables are without.
  std::vector<LongTexts> long_texts{};
  /// The currencies that it may name.
  CurrencyTable currencies = CurrencyTable::iso_4217();
};

/// What book.toml says under [book].
struct BookSettings {
  std::string company;
  Currency home;  ///< The currency that the company keeps its books in.

  friend bool operator==(const BookSettings&, const BookSettings&) = default;
};

/// The tables and rules of a company (帐簿), all of them checked.
class Book {
 public:
  /// Reads and checks everything, in `threads` threads. Throws BadBook that lists every fault of
  /// every table and file: in it `file` is the name of a table or file, and `row` counts the rows
  /// of a table from 0.
  explicit Book(BookInput input, std::size_t threads = 1);

  [[nodiscard]] const BookSettings& settings() const noexcept { return settings_; }
  /// What the house decides about its orders: [orders] of book.toml, with the book's company and
  /// calendar. Include o2c/order/order_policy.hpp.
  [[nodiscard]] const OrderPolicy& orders() const noexcept { return *orders_; }
  /// The rows of a table; none, if it was not given. Throws InvalidArgument for a name that no
  /// table of a book has.
  [[nodiscard]] const BookRows& rows(std::string_view table) const;
  /// Of the table exchange_rates. The home currency is the pivot.
  [[nodiscard]] const ExchangeTable& rates() const noexcept { return rates_; }
  /// Of plans/NAME.toml by NAME, in its order.
  [[nodiscard]] const std::vector<std::pair<std::string, PlanHistory>>& plans() const noexcept {
    return plans_;
  }
  /// Null: no plan has the name.
  [[nodiscard]] const PlanHistory* plan(std::string_view name) const noexcept;
  /// Of dunning.toml; without it levels from 1, 15, 30 and 60 days on.
  [[nodiscard]] const DunningPolicy& dunning() const noexcept { return dunning_; }
  /// Of provision.toml; none without it.
  [[nodiscard]] const std::optional<ProvisionMatrix>& provision() const noexcept {
    return provision_;
  }
  /// Of calendar.txt; null without it: business is done on all days.
  [[nodiscard]] const Calendar* calendar() const noexcept {
    return calendar_ ? &*calendar_ : nullptr;
  }

 private:
  friend class BookAssembly;
  struct Parts;
  static Parts read(BookInput input, std::size_t threads);
  explicit Book(Parts parts);

  BookSettings settings_;
  std::shared_ptr<const OrderPolicy> orders_;  // Never null.
  std::vector<BookRows> tables_;               // In the order of book_tables().
  ExchangeTable rates_;
  std::vector<std::pair<std::string, PlanHistory>> plans_;
  DunningPolicy dunning_;
  std::optional<ProvisionMatrix> provision_;
  std::optional<Calendar> calendar_;
};

}  // namespace o2c::inline v1

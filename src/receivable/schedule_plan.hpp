#pragma once

// What the threads that schedule one table of invoices share. Private to src/receivable.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/group_encoder.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/receivable/schedule_table.hpp"

namespace o2c::inline v1 {

/// The terms and currencies of a table by number, each read once, whichever thread meets it first.
/// What is numbered stays where it is.
class ScheduleBook {
 public:
  explicit ScheduleBook(const ScheduleTableOptions&);

  /// In place of a number, where there is a fault.
  static constexpr std::uint32_t faulty = std::numeric_limits<std::uint32_t>::max();

  struct NumberedTerms {
    std::uint32_t number;
    const PaymentTerms* terms;
  };
  /// Throws ParseError, InvalidArgument.
  NumberedTerms terms_of(std::string_view text);
  /// Throws UnknownCurrency.
  std::uint32_t currency_number(std::string_view code);
  void add_currency(Currency currency) { currencies_.push_back(currency); }

  /// Those numbered so far; not while other threads may add to them.
  [[nodiscard]] const std::deque<PaymentTerms>& terms() const noexcept { return terms_; }
  [[nodiscard]] const std::deque<Currency>& currencies() const noexcept { return currencies_; }

 private:
  NumberedTerms add(std::string_view name, PaymentTerms terms);

  const CurrencyTable* known_currencies_;
  std::mutex mutex_;
  std::deque<PaymentTerms> terms_;
  std::deque<Currency> currencies_;
  std::map<std::string, std::uint32_t, std::less<>> term_numbers_;
};

struct SchedulePlan {
  /// Throws BadTable for columns that are missing or of an unfit type.
  SchedulePlan(TableSource& source, const ScheduleTableOptions& how);

  HeldTable table;
  const ScheduleTableOptions* options;
  ScheduleBook book;
  std::size_t terms_column;
  std::size_t amount_column;
  std::optional<std::size_t> currency_column;
  std::optional<std::size_t> document_column;
  bool has_text_documents = false;  ///< Else they are integers, or there are none.
  std::array<std::optional<std::size_t>, anchor_count> event_columns;
  GroupPlan keys;                            ///< The terms, and the currency if it is a column.
  std::vector<std::vector<KeyBatch>> bound;  ///< Of each batch.
  ScheduleOptions schedule;
  /// The number of each row's terms and, if it is a column, currency.
  PageArray<std::uint32_t> terms_of_row;
  PageArray<std::uint32_t> currency_of_row;
};

/// The position in the table of a row at position `i` of a block.
inline std::size_t row_of(const HeldRows& rows, std::size_t i) {
  return static_cast<std::size_t>(rows.first_row + rows.begin) + i;
}

/// The text of a row of a column of documents.
inline std::string_view document_text(const ColumnView& column, std::int64_t row) {
  if (!column.kind.dictionary_encoded) return column.text_at(row);
  return column.dictionary->text_at(column.code_at(row));
}

}  // namespace o2c::inline v1

#pragma once

// Reads the columns of a book's tables. Private to src/close.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/close/book_schema.hpp"
#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/money/currency_table.hpp"

#include "book_state.hpp"

namespace o2c::inline v1 {

/// Where the values of a column go, each thread writing those of its own rows.
struct BookColumnTarget {
  const BookColumn* column;
  const HeldTable* table;  ///< The input.
  ColumnField from;        ///< Its column,
  std::size_t position;    ///< and where that is.
  bool in_key = false;
  PageArray<std::int32_t> days;
  PageArray<std::int64_t> numbers;
  PageArray<Int128> coefficients;
  std::shared_ptr<PageArray<std::uint16_t>> currencies;
  /// Bits of the rows of each batch that have a value; of a required column none.
  std::vector<std::vector<std::uint8_t>> present;
  /// Where the currencies of its amounts are. Null: the input has none.
  const BookColumnTarget* currency = nullptr;
  /// Whether a row without a currency is a fault anyway.
  bool currency_required = false;

  /// Room for what the values of the input are to be turned into, if they are.
  BookColumnTarget(const BookColumn& of, ColumnField field, std::size_t at, const HeldTable& held);

  /// What BookRows has of it, once all rows were read. `present_rows`: how many have a value.
  BookRows::State::Column finish(std::size_t present_rows);

 private:
  void place_values(ColumnView& view, std::size_t first_row) const;
};

/// Why an input's column cannot be read as the schema's; empty: it can.
std::string refusal_of(const BookColumn& column, const ColumnKind& kind);

/// Reads one column, in one thread.
class BookColumnReader {
 public:
  BookColumnReader(BookColumnTarget& target, const CurrencyTable& currencies,
                   std::optional<int> home_digits);

  void read(const HeldRows& rows);

  FaultList faults;
  std::size_t present_rows = 0;
  /// Rows whose part of the key is faulty.
  std::vector<std::size_t> unsure_rows;

 private:
  void read_texts();
  void read_dates();
  void read_amounts();
  void read_decimals();
  void read_integers();
  void check_text(std::size_t i, std::string_view text);
  [[nodiscard]] std::string text_expected(std::string_view text) const;
  [[nodiscard]] bool is_allowed_period(std::string_view text) const;
  void take_day(std::size_t i, std::string_view text);
  void take_moment(std::size_t i, std::string_view text);
  void take_amount(std::size_t i, std::string_view text);
  void take_amount_of_any(std::size_t i, std::string_view text);
  void take_decimal(std::size_t i, std::string_view text);
  void take_integer(std::size_t i, std::string_view text);
  void take_currency(std::size_t i, std::string_view text);
  /// A number that was read; a fault if it is below the column's bound. `text()`: how it stands.
  template <class Text>
  void take_number(std::size_t i, const Int128& number, const Text& text);
  void fault(std::size_t i, std::string value, std::string expected);
  void missing(std::size_t i);
  void found(std::size_t i);
  /// Digits of a row's currency; nothing where it is faulty or missing.
  [[nodiscard]] std::optional<int> digits_of(std::size_t i);
  [[nodiscard]] const ColumnView& view() const { return rows_.batch->columns[to_->position]; }
  [[nodiscard]] std::size_t row_of(std::size_t i) const { return rows_.first() + i; }
  template <class Take>
  void each_value(const Take& take);

  BookColumnTarget* to_;
  const CurrencyTable* currencies_;
  std::optional<int> home_digits_;
  std::vector<std::string_view> allowed_;  // Of one_of.
  HeldRows rows_{};
  std::size_t batch_ = 0;  // Of rows_, in the table.
  std::vector<std::string_view> texts_;
  std::optional<DateReader> dates_;
  std::optional<MomentReader> moments_;
  std::optional<AmountReader> amounts_;
  // Neighbours often have the same text.
  std::string_view last_text_;
  bool last_is_sound_ = false;
  std::int32_t last_day_ = 0;
  std::uint16_t last_currency_ = 0;
};

}  // namespace o2c::inline v1

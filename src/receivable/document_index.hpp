#pragma once

// Finds the row of a document by its number. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/code_tables.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/columns/serial_pattern.hpp"
#include "o2c/columns/text_slots.hpp"

namespace o2c::inline v1 {

/// Throws BadTable unless the column can hold numbers of `what` ("documents"): text, integers, or
/// nulls only, if it `may_be_null`.
void check_numbers(const HeldTable&, std::size_t column, const char* what, bool may_be_null);
/// Whether a row of such a column has one.
bool has_number(const ColumnView&, std::int64_t row);

/// Reads document numbers that are integers, or texts of a pattern, which are as good as integers.
class SerialReader {
 public:
  explicit SerialReader(const std::optional<SerialPattern>& pattern) : pattern_(&pattern) {}

  /// Reads the rows from `begin` on.
  void read(const ColumnView&, std::int64_t begin, std::size_t rows);
  /// The integers; of no meaning in a row that has none.
  [[nodiscard]] std::span<const std::int64_t> serials() const noexcept { return serials_; }
  [[nodiscard]] bool has_serial(std::size_t i) const noexcept {
    return others_ == 0 || is_serial_[i] != 0;
  }
  /// How many rows have none: texts of another form, and nulls.
  [[nodiscard]] std::size_t others() const noexcept { return others_; }
  /// The texts, of a text column.
  [[nodiscard]] std::span<const std::string_view> texts() const noexcept { return texts_; }

 private:
  const std::optional<SerialPattern>* pattern_;
  std::span<const std::int64_t> serials_;
  std::size_t others_ = 0;
  std::vector<std::string_view> texts_;
  std::vector<std::int64_t> serial_block_;
  std::vector<std::uint8_t> is_serial_;
};

/// The numbers of a table's documents. The code of a number is the first row that it stands in.
class DocumentIndex {
 public:
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

  /// `unique`: a number that stands twice is a fault (of the later row). Null numbers always are.
  /// The table must outlive the index.
  DocumentIndex(const HeldTable&, std::size_t column, bool unique, std::size_t threads,
                FaultList& faults);

  /// Code of a row's number.
  [[nodiscard]] std::uint32_t code(std::size_t row) const noexcept {
    return unique_ ? static_cast<std::uint32_t>(row) : code_of_row_[row];
  }

  /// Reads numbers of another table's column, as one thread does it.
  class Reader {
   public:
    /// Throws BadTable when the column holds numbers of another kind (text or integers).
    Reader(const DocumentIndex&, const ColumnField& field, const std::string& table);
    /// Codes of the rows from `begin` on; `unknown` where there is no such document, or null.
    void read(const ColumnView&, std::int64_t begin, std::span<std::uint32_t> codes);

   private:
    void find_serials(std::span<std::uint32_t> codes) const;
    void find_texts(std::span<std::uint32_t> codes);

    const DocumentIndex* index_;
    SerialReader serials_;
    std::vector<std::string_view> other_texts_;
    std::vector<std::uint32_t> text_codes_;
  };

 private:
  void find_pattern(const HeldTable&, std::size_t column);
  void add_serials(const HeldTable&, std::size_t column, FaultList& faults);
  void add_texts(const HeldTable&, std::size_t column, std::size_t threads, FaultList& faults);
  void measure(const HeldTable&, std::size_t column, std::size_t threads);
  std::uint32_t add_serial(std::int64_t serial, std::uint32_t row);
  [[nodiscard]] std::uint32_t find_serial(std::int64_t serial) const noexcept;
  /// Notes what stands in a row: the row itself, or the one in which its number stood first.
  void note(const HeldTable&, std::size_t column, const HeldRows&, std::int64_t row,
            std::uint32_t code, FaultList& faults);

  bool text_;
  bool unique_;
  std::size_t rows_;
  std::optional<SerialPattern> pattern_;
  // Serials: the row is the serial less the first; or a window of rows + 1; or a hash.
  bool consecutive_ = false;
  std::int64_t first_ = 0;
  PageArray<std::uint32_t> window_;
  IntegerCodes far_;
  std::vector<std::uint32_t> row_of_far_;
  // Texts that are not serials.
  std::size_t others_ = 0;
  TextSlots texts_;
  PageArray<std::uint32_t> code_of_row_;
};

}  // namespace o2c::inline v1

#pragma once

// Finds the row of a document by its number. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/code_tables.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/columns/text_slots.hpp"

#include "held_table.hpp"

namespace o2c::inline v1 {

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
    const DocumentIndex* index_;
    std::vector<std::string_view> texts_;
  };

 private:
  void add_integers(const HeldTable&, std::size_t column, FaultList& faults);
  void add_texts(const HeldTable&, std::size_t column, std::size_t threads, FaultList& faults);
  void measure(const HeldTable&, std::size_t column, std::size_t threads);
  std::uint32_t add_integer(std::int64_t number, std::uint32_t row);
  [[nodiscard]] std::uint32_t find_integer(std::int64_t number) const noexcept;
  /// Notes what stands in a row: the row itself, or the one in which its number stood first.
  void note(const HeldTable&, std::size_t column, const HeldRows&, std::int64_t row,
            std::uint32_t code, FaultList& faults);

  bool text_ = false;
  bool unique_;
  std::size_t rows_;
  // Integers: the row is the number less the first; or a window of rows + 1; or a hash.
  bool consecutive_ = false;
  std::int64_t first_ = 0;
  PageArray<std::uint32_t> window_;
  IntegerCodes far_;
  std::vector<std::uint32_t> row_of_far_;
  TextSlots texts_;
  PageArray<std::uint32_t> code_of_row_;
};

}  // namespace o2c::inline v1

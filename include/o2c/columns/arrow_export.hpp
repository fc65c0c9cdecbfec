#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "o2c/columns/arrow_abi.hpp"

namespace o2c::inline v1 {

/// A finished column, immutable and shared by whoever it was exported to.
struct ArrowColumn {
  std::string name;
  std::string format;  ///< As the Arrow C data interface writes types: "l", "tdD", "d:38,2", "U".
  /// Arrow's buffers in order, the validity first (null: no nulls).
  std::vector<std::shared_ptr<const void>> buffers;
  std::int64_t null_count = 0;
  std::shared_ptr<const ArrowColumn> dictionary{};  ///< With its own length.
  std::int64_t length = 0;
};

/// A finished table, which other libraries read without copying it, as often as they like.
struct ArrowTable {
  std::vector<ArrowColumn> columns;
  std::int64_t rows = 0;
  std::vector<std::pair<std::string, std::string>> metadata{};
};

/// Fills the consumer's struct. It may outlive everything here: it holds a share of the table.
void export_arrow(const std::shared_ptr<const ArrowTable>&, ArrowSchema& out);
void export_arrow(const std::shared_ptr<const ArrowTable>&, ArrowArray& out);
/// A stream of one batch.
void export_arrow(const std::shared_ptr<const ArrowTable>&, ArrowArrayStream& out);

}  // namespace o2c::inline v1

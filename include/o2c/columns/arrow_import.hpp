#pragma once

#include <memory>

#include "o2c/columns/arrow_abi.hpp"
#include "o2c/columns/table_source.hpp"

namespace o2c::inline v1 {

/// Reads a table that another library hands over by the Arrow C stream interface. The stream is
/// moved from (its `release` becomes null), as the interface asks. Structure that the interface
/// forbids (missing buffers, negative lengths, children that are too short) gives BadTable.
std::unique_ptr<TableSource> import_arrow(ArrowArrayStream& stream);

/// The same for one schema and one array (a record batch); both are moved from.
std::unique_ptr<TableSource> import_arrow(ArrowSchema& schema, ArrowArray& array);

}  // namespace o2c::inline v1

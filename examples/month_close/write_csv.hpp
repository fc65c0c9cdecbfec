#pragma once

#include <iosfwd>
#include <memory>

#include <o2c/columns/arrow_export.hpp>

namespace month_close {

/// Writes any table of the library as CSV (RFC 4180, with line feeds alone); a missing value is an
/// empty field. Throws o2c::BadTable.
void write_csv(const std::shared_ptr<const o2c::ArrowTable>& table, std::ostream& out);

}  // namespace month_close

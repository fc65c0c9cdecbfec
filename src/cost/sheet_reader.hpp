#pragma once

// A cost sheet from a table of TOML. Private to src/cost.

#include <optional>

#include "o2c/cost/cost_sheet.hpp"
#include "o2c/explain/detail/toml_reader.hpp"

#include "sheet_codes.hpp"

namespace o2c::inline v1 {

/// What a file says of a sheet, as far as it is known in spite of faults.
struct StatedSheet {
  std::optional<CostSheet> sheet{};  ///< None, when something is wrong with it.
  std::optional<Currency> currency{};
  std::optional<Unit> unit{};
  bool has_packing = false;
};

/// `currency` and `unit` of a table.
void read_sheet_codes(TomlReader& top, const SheetCodes& codes, StatedSheet& stated);

/// `product`, `currency`, `unit`, `packing` and every [[line]] of a table.
StatedSheet read_sheet(TomlReader& top, const SheetCodes& codes, LineFaults& faults);

/// What the library's own classes refuse becomes faults by `report`.
template <class Make, class Report>
void try_to_make(const Make& make, const Report& report) {
  try {
    make();
  } catch (const Error& error) {
    for (const Fault& fault : error.faults()) report(fault);
    if (error.faults().empty())
      report(Fault{.expected = std::string("other values: ") + error.what()});
  }
}

}  // namespace o2c::inline v1

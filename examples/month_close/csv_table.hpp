#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <o2c/columns/table_source.hpp>
#include <o2c/number/error.hpp>

namespace month_close {

/// A CSV file (RFC 4180) as a table of texts, whose columns the first record names.
struct CsvTable {
  std::unique_ptr<o2c::TableSource> source;  ///< Of the records that are whole; null: none can be.
  std::vector<std::int64_t> lines;           ///< On which line of the file each row begins.
  std::vector<o2c::Fault> faults;            ///< What is wrong with the file itself.
};

/// Reads the text of a file; faults are told of the file by the name that is given.
CsvTable read_csv(std::string_view text, const std::string& file);

}  // namespace month_close

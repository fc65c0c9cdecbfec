#pragma once

#include <cstddef>
#include <filesystem>

#include <o2c/close/book.hpp>

namespace month_close {

/// Reads a book from its folder: NAME.csv for each table, and book.toml, dunning.toml,
/// provision.toml, calendar.txt and plans/LINE.toml. Throws o2c::BadBook, whose faults() are all
/// that is wrong, by file and line; std::filesystem::filesystem_error for what cannot be read.
o2c::Book read_book(const std::filesystem::path& folder, std::size_t threads);

}  // namespace month_close

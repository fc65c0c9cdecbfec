// Closes a month of a company's book, and prints what comes out.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>

#include <o2c/close/close.hpp>
#include <o2c/time/moment.hpp>

#include "read_book.hpp"
#include "write_csv.hpp"

namespace {

constexpr const char* usage =
    "usage: month_close BOOK MONTH [--known-at MOMENT]\n"
    "                   [--table NAME | [--explain NAME ROW] [--lang en|zh]]\n"
    "BOOK is a folder of CSV and TOML files, MONTH one such as 2026-10, MOMENT one such as\n"
    "2026-11-05T09:00:00Z; ROW counts from 0.\n"
    "Prints the month in short, or one of its tables as CSV, or how a row of one came about.\n"
    "Exit status: 0, 1 when a tie differs, 2 for bad input.\n";

// What the status of the program says.
constexpr int ties_differ = 1;
constexpr int bad_input = 2;

struct Arguments {
  std::filesystem::path book;
  std::string month;
  std::optional<std::int64_t> known_at_us{};
  std::optional<std::string> table{};
  std::optional<std::size_t> row{};  ///< Of the table, whose derivation is asked for.
  std::optional<o2c::Language> language{};
};

std::optional<std::size_t> read_row(std::string_view text) {
  std::size_t row = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), row);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return row;
}

/// Nothing: they are none that the program has.
std::optional<Arguments> read_arguments(std::span<char*> words) {
  if (words.size() < 2) return std::nullopt;
  Arguments read{.book = words[0], .month = words[1]};
  words = words.subspan(2);
  while (!words.empty()) {
    const std::string_view option = words[0];
    const std::size_t size = option == "--explain" ? 3 : 2;
    if (words.size() < size) return std::nullopt;
    if (option == "--known-at")
      read.known_at_us = o2c::parse_moment(words[1]);
    else if (option == "--lang")
      read.language = o2c::parse_language(words[1]);
    else if ((option == "--table" || option == "--explain") && !read.table)
      read.table = words[1];
    else
      return std::nullopt;
    if (option == "--explain") {
      read.row = read_row(words[2]);
      if (!read.row) return std::nullopt;
    }
    words = words.subspan(size);
  }
  if (read.table && !read.row && read.language) return std::nullopt;  // A table has none.
  return read;
}

void print_table(const o2c::CloseReport& report, std::string_view name) {
  const auto tables = report.tables();
  const auto found = std::ranges::find(tables, name, [](const auto& each) { return each.first; });
  if (found != tables.end()) return month_close::write_csv(found->second, std::cout);
  std::string names;
  for (const auto& each : tables) names += (names.empty() ? "" : ", ") + each.first;
  throw o2c::InvalidArgument("no table \"" + std::string(name) + "\": expected one of " + names);
}

int run(const Arguments& arguments) {
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  const o2c::Period month = o2c::Period::parse(arguments.month);
  const o2c::Book book = month_close::read_book(arguments.book, threads);
  const o2c::CloseReport report =
      close(book, month, {.known_at_us = arguments.known_at_us, .threads = threads});

  const o2c::Language language = arguments.language.value_or(o2c::Language::en);
  if (arguments.row)
    std::cout << report.explain(*arguments.table, *arguments.row).to_text(language);
  else if (arguments.table)
    print_table(report, *arguments.table);
  else
    std::cout << to_string(report, language);
  return report.ties_hold() ? 0 : ties_differ;
}

}  // namespace

int main(int count, char** words) {
  try {
    std::cout.exceptions(std::ios::badbit | std::ios::failbit);
    const auto arguments =
        read_arguments(std::span(words, static_cast<std::size_t>(count)).subspan(1));
    if (arguments) {
      const int status = run(*arguments);
      std::cout.flush();
      return status;
    }
    std::cerr << usage;
  } catch (const o2c::BadBook& bad) {
    for (const o2c::Fault& fault : bad.faults()) std::cerr << to_string(fault) << '\n';
  } catch (const std::exception& error) {
    std::cerr << "month_close: " << error.what() << '\n';
  }
  return bad_input;
}

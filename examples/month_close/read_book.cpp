#include "read_book.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "csv_table.hpp"

namespace month_close {
namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file)
    throw fs::filesystem_error("cannot read", path,
                               std::error_code(errno, std::generic_category()));
  return text;
}

/// The paths in a folder, in the order of their names.
std::set<fs::path> paths_in(const fs::path& folder) {
  return {fs::directory_iterator(folder), fs::directory_iterator()};
}

/// Where the rows of a table stand.
struct Place {
  std::string file;
  std::vector<std::int64_t> lines;
  bool was_read;
};

class Folder {
 public:
  explicit Folder(const fs::path& folder) {
    for (const fs::path& path : paths_in(folder)) take(path);
    const fs::path plans = folder / "plans";
    if (!fs::is_directory(plans)) return;
    for (const fs::path& path : paths_in(plans))
      if (path.extension() == ".toml") take_text("plans/" + path.filename().string(), path);
  }

  o2c::Book book(std::size_t threads) && {
    try {
      o2c::Book book(std::move(input_), threads);
      if (faults_.empty()) return book;
    } catch (const o2c::BadBook& bad) {
      for (const o2c::Fault& fault : bad.faults()) locate(fault);
      if (faults_.empty()) throw;
    }
    const std::string first = to_string(faults_.front());
    throw o2c::BadBook("the book is faulty: " + first, std::move(faults_));
  }

 private:
  void take(const fs::path& path) {
    const std::string name = path.filename().string();
    if (path.extension() == ".csv")
      take_table(path.stem().string(), path);
    else if (path.extension() == ".parquet")
      faults_.push_back({.file = path.string(), .expected = "CSV: this program reads no Parquet"});
    else if (name == "book.toml" || name == "dunning.toml" || name == "provision.toml" ||
             name == "calendar.txt")
      take_text(name, path);
  }

  void take_text(std::string name, const fs::path& path) {
    input_.files.emplace_back(std::move(name), read_text(path));
  }

  void take_table(std::string name, const fs::path& path) {
    CsvTable table = read_csv(read_text(path), path.string());
    faults_.insert(faults_.end(), table.faults.begin(), table.faults.end());
    places_.emplace(name, Place{path.string(), std::move(table.lines), table.source != nullptr});
    input_.tables.emplace_back(std::move(name), std::move(table.source));
  }

  /// Takes what the library says of a row of a table, of which it knows the number alone.
  void locate(o2c::Fault fault) {
    const auto found = places_.find(fault.file);
    if (found != places_.end()) {
      const Place& place = found->second;
      if (!place.was_read) return;  // Why not is said already.
      fault.file = place.file;
      if (fault.row >= 0) {
        fault.file += ", line " + line_of(place, fault.row);
        fault.row = -1;
      }
      fault.expected = with_line(std::move(fault.expected), place);
    }
    faults_.push_back(std::move(fault));
  }

  static std::string line_of(const Place& place, std::int64_t row) {
    return std::to_string(place.lines.at(static_cast<std::size_t>(row)));
  }

  /// "... once, but row 17 has it" names a row, too.
  static std::string with_line(std::string expected, const Place& place) {
    constexpr std::string_view before = ", but row ";
    constexpr std::string_view after = " has it";
    const std::size_t at = expected.find(before);
    if (at == std::string::npos || !expected.ends_with(after)) return expected;
    const std::int64_t row = std::stoll(expected.substr(at + before.size()));
    return expected.substr(0, at) + ", but line " + line_of(place, row) + std::string(after);
  }

  o2c::BookInput input_;
  std::map<std::string, Place> places_;
  std::vector<o2c::Fault> faults_;
};

}  // namespace

o2c::Book read_book(const fs::path& folder, std::size_t threads) {
  return Folder(folder).book(threads);
}

}  // namespace month_close

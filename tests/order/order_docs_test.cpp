#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gmock/gmock.h>

#include "o2c/order/diagram.hpp"
#include "o2c/order/lifecycle.hpp"

// docs/order-tables.md is written from the tables:
//   O2C_UPDATE_DOCS=1 build/release/tests/order_tests --gtest_filter='OrderDocs.*'
namespace o2c::test {
namespace {

constexpr const char* page = "docs/order-tables.md";
constexpr std::string_view begins = "<!-- generated from the tables: begin -->\n";
constexpr std::string_view ends = "<!-- generated from the tables: end -->\n";

constexpr std::array profile_titles{"Export", "Route sale", "Framework contract", "Import"};

std::string read(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_used(Machine machine, Profile profile) {
  for (const TransitionRow& row : rows_of(machine))
    if (row.profiles.has(profile)) return true;
  return false;
}

std::string section(Machine machine, Profile profile) {
  std::string title(name_of(machine));
  if (machine == Machine::after_sales) title = "after-sales";
  return "### " + std::string(profile_titles.at(static_cast<std::size_t>(profile))) + ": " + title +
         "\n\n```mermaid\n" + mermaid(machine, profile, Language::en, DiagramDetail::events) +
         "```\n\n" + markdown(machine, profile, Language::en) + "\n";
}

/// What is the same in another profile before it is referred to.
std::string tables() {
  std::string out;
  for (int p = 0; p < profile_count; ++p) {
    const auto profile = static_cast<Profile>(p);
    out += "## " + std::string(profile_titles.at(static_cast<std::size_t>(p))) + "\n\n";
    std::string as_export;
    for (int m = 0; m < machine_count; ++m) {
      const auto machine = static_cast<Machine>(m);
      if (!is_used(machine, profile)) continue;
      const bool is_same = p > 0 && markdown(machine, profile, Language::en) ==
                                        markdown(machine, Profile::export_sale, Language::en);
      if (!is_same) {
        out += section(machine, profile);
        continue;
      }
      as_export += as_export.empty() ? "As for an export: " : ", ";
      as_export += name_of(machine);
    }
    if (!as_export.empty()) out += as_export + ".\n\n";
  }
  return out;
}

TEST(OrderDocs, ShowTheTablesAsTheyAre) {
  const std::string now = read(page);
  const std::size_t begin = now.find(begins);
  const std::size_t end = now.find(ends);
  ASSERT_NE(begin, std::string::npos) << page;
  ASSERT_NE(end, std::string::npos) << page;
  const std::string wanted =
      now.substr(0, begin + begins.size()) + "\n" + tables() + now.substr(end);
  if (std::getenv("O2C_UPDATE_DOCS") != nullptr) std::ofstream(page) << wanted;
  EXPECT_EQ(read(page), wanted) << "write it again with O2C_UPDATE_DOCS=1";
}

}  // namespace
}  // namespace o2c::test

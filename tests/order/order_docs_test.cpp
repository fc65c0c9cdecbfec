#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gmock/gmock.h>

#include "o2c/order/diagram.hpp"
#include "o2c/order/lifecycle.hpp"

// docs/order-tables.md and its Chinese twin are written from the tables:
//   O2C_UPDATE_DOCS=1 build/release/tests/order_tests --gtest_filter='OrderDocs.*'
namespace o2c::test {
namespace {

constexpr std::string_view begins = "<!-- generated from the tables: begin -->\n";
constexpr std::string_view ends = "<!-- generated from the tables: end -->\n";

struct TablesPage {
  const char* path;
  Language language;
  std::array<const char*, profile_count> profiles;
  const char* colon;
  const char* as_export;
};
constexpr std::array pages{TablesPage{"docs/order-tables.md",
                                      Language::en,
                                      {"Export", "Route sale", "Framework contract", "Import"},
                                      ": ",
                                      "As for an export: "},
                           TablesPage{"docs/order-tables.zh.md",
                                      Language::zh,
                                      {"外贸出口", "线路直销", "长单", "进口"},
                                      "：",
                                      "与外贸出口相同："}};
constexpr std::array<const char*, machine_count> chinese_machines{
    "业务主线", "变更", "打样", "付款保障", "生产", "出运", "交单收汇", "售后", "效益与提成"};

std::string title_of(Machine machine, Language language) {
  if (language == Language::zh) return chinese_machines.at(static_cast<std::size_t>(machine));
  return machine == Machine::after_sales ? "after-sales" : std::string(name_of(machine));
}

std::string read(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_used(Machine machine, Profile profile) {
  for (const TransitionRow& row : rows_of(machine))
    if (row.profiles.has(profile)) return true;
  return false;
}

std::string section(Machine machine, Profile profile, const TablesPage& page) {
  return "### " + std::string(page.profiles.at(static_cast<std::size_t>(profile))) + page.colon +
         title_of(machine, page.language) + "\n\n```mermaid\n" +
         mermaid(machine, profile, page.language, DiagramDetail::events) + "```\n\n" +
         markdown(machine, profile, page.language) + "\n";
}

/// What is the same in another profile before it is referred to.
std::string tables(const TablesPage& page) {
  const bool is_chinese = page.language == Language::zh;
  std::string out;
  for (int p = 0; p < profile_count; ++p) {
    const auto profile = static_cast<Profile>(p);
    out += "## " + std::string(page.profiles.at(static_cast<std::size_t>(p))) + "\n\n";
    std::string as_export;
    for (int m = 0; m < machine_count; ++m) {
      const auto machine = static_cast<Machine>(m);
      if (!is_used(machine, profile)) continue;
      const bool is_same = p > 0 && markdown(machine, profile, page.language) ==
                                        markdown(machine, Profile::export_sale, page.language);
      if (!is_same) {
        out += section(machine, profile, page);
        continue;
      }
      as_export += as_export.empty() ? page.as_export : is_chinese ? "、" : ", ";
      as_export += title_of(machine, page.language);
    }
    if (!as_export.empty()) out += as_export + (is_chinese ? "。\n\n" : ".\n\n");
  }
  return out;
}

TEST(OrderDocs, ShowTheTablesAsTheyAre) {
  for (const TablesPage& page : pages) {
    const std::string now = read(page.path);
    const std::size_t begin = now.find(begins);
    const std::size_t end = now.find(ends);
    ASSERT_NE(begin, std::string::npos) << page.path;
    ASSERT_NE(end, std::string::npos) << page.path;
    const std::string wanted =
        now.substr(0, begin + begins.size()) + "\n" + tables(page) + now.substr(end);
    if (std::getenv("O2C_UPDATE_DOCS") != nullptr) std::ofstream(page.path) << wanted;
    EXPECT_EQ(read(page.path), wanted) << "write it again with O2C_UPDATE_DOCS=1";
  }
}

}  // namespace
}  // namespace o2c::test

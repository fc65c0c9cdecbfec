#include "o2c/cost/sheet_tables.hpp"

#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/cost/quotation_file.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Texts by column; a blank one is null.
class TextTable {
 public:
  TextTable(std::initializer_list<std::string_view> names,
            std::initializer_list<std::initializer_list<std::string_view>> rows) {
    std::size_t at = 0;
    for (const std::string_view name : names) {
      std::vector<std::string_view>& cells = columns_.emplace_back();
      for (const auto& row : rows) cells.push_back(row.begin()[at]);
      table.add(std::string(name), ColumnView::of(cells));
      ++at;
    }
  }

  MemoryTable table;

 private:
  std::deque<std::vector<std::string_view>> columns_;
};

TextTable two_products() {
  return {{"product", "unit", "bought_in", "vat", "refund", "per_carton", "length_cm", "width_cm",
           "height_cm", "net_kg", "gross_kg"},
          {{"umbrella", "", "", "", "", "50", "40", "30", "25", "11.0", "12.5"},
           {"boots", "PR", "67.80", "13%", "0.09", "", "", "", "", "", ""}}};
}

SheetTableOptions in_cny() { return {.currency = currencies::CNY}; }

template <class Read>
std::vector<std::string> faults_by(const Read& read) {
  try {
    read();
  } catch (const BadTable& error) {
    std::vector<std::string> texts;
    for (const Fault& fault : error.faults()) texts.push_back(to_string(fault));
    return texts;
  }
  return {};
}

TEST(SheetTables, MakeTheSheetsThatAFileMakes) {
  TextTable products = two_products();
  TextTable materials(
      {"product", "material", "usage", "unit", "price", "per", "wastage", "currency", "rate", "vat",
       "refund", "on_route"},
      {{"umbrella", "cloth", "0.97", "MTK", "11.30", "", "3%", "", "", "13%", "0.13", ""},
       {"umbrella", "steel", "0.2", "KGM", "900", "TNE", "", "USD", "7.00", "", "", ""},
       {"umbrella", "peg", "2", "PCE", "5.00", "1000 PCE", "", "HKD", "1", "", "", "packing"}});
  TextTable expenses(
      {"product", "name", "rule", "amount", "share", "category", "base", "units", "cartons", "days",
       "year_days", "minimum", "on_route", "currency", "rate", "vat", "refund"},
      {{"umbrella", "handle", "bought_in", "0.50", "", "", "", "", "", "", "", "", "", "USD",
        "7.10", "13%", "9%"},
       {"umbrella", "tolling", "per_unit", "2.26", "", "processing", "", "", "", "", "", "", "", "",
        "", "13%", "13%"},
       {"umbrella", "carton", "per_carton", "6.50", "", "packing", "", "", "", "", "", "", "", "",
        "", "", ""},
       {"umbrella", "mould", "tooling", "12000", "", "", "", "60000", "", "", "", "", "", "", "",
        "", ""},
       {"", "office", "of_purchase", "", "2%", "", "", "", "", "", "", "50", "", "", "", "", ""},
       {"", "overhead", "of_cost", "", "0.08", "overhead", "material, bought_in", "", "", "", "",
        "", "", "", "", "", ""},
       {"", "loan", "interest", "", "6%", "", "", "", "", "60", "365", "", "", "", "", "", ""},
       {"umbrella", "truck", "per_container", "1800", "", "", "", "", "900", "", "", "",
        "carriage_to_port", "", "", "", ""},
       {"", "broker", "per_order", "400", "", "", "", "", "", "", "", "", "export_clearance", "",
        "", "", ""},
       {"", "licence", "of_price", "", "2%", "", "", "", "", "", "", "", "", "", "", "", ""}});
  const std::vector<CostSheet> sheets =
      cost_sheets(products.table, &materials.table, &expenses.table, in_cny());
  ASSERT_THAT(sheets, SizeIs(2));
  EXPECT_EQ(sheets[0], cost_sheet_from_toml(R"(
product = "umbrella"
currency = "CNY"
unit = "PCE"
[packing]
per_carton = 50
length_cm = 40
width_cm = 30
height_cm = 25
net_kg = 11
gross_kg = "12.5"
[[line]]
name = "cloth"
usage = "0.97 MTK"
price = "11.30 CNY/MTK"
wastage = "3%"
vat = "13%"
refund = "13%"
[[line]]
name = "steel"
usage = "0.2 KGM"
price = "900 USD/TNE"
at_rate = "7.00"
[[line]]
name = "peg"
usage = "2 PCE"
price = "5 HKD/1000 PCE"
at_rate = 1
on_route = "packing"
[[line]]
name = "handle"
bought_in = "0.50"
at_rate = "7.10"
vat = "13%"
refund = "9%"
[[line]]
name = "tolling"
per_unit = "2.26"
category = "processing"
vat = "13%"
refund = "13%"
[[line]]
name = "carton"
per_carton = "6.50"
category = "packing"
[[line]]
name = "mould"
tooling = 12000
units = 60000
[[line]]
name = "office"
of_purchase = "2%"
category = "expense"
minimum = 50
[[line]]
name = "overhead"
of_cost = "8%"
category = "overhead"
base = ["material", "bought_in"]
[[line]]
name = "loan"
interest = "6%"
days = 60
year_days = 365
[[line]]
name = "truck"
per_container = 1800
cartons = 900
category = "expense"
on_route = "carriage_to_port"
[[line]]
name = "broker"
per_order = 400
category = "expense"
on_route = "export_clearance"
[[line]]
name = "licence"
of_price = "2%"
)"));
  EXPECT_EQ(sheets[1].product(), "boots");
  EXPECT_EQ(sheets[1].unit(), units::PR);
  EXPECT_EQ(sheets[1].lines().front(),
            CostLine::bought_in("boots", Decimal::parse("67.80"),
                                {.vat = Rate::parse("13%"), .refund = Rate::parse("9%")}));
  EXPECT_THAT(sheets[1].lines(), SizeIs(6));
  EXPECT_EQ(sheets[1].packing(), std::nullopt);
}

TEST(SheetTables, NameEveryFaultOfAllTables) {
  TextTable products({"product", "unit", "bought_in", "vat", "per_carton", "length_cm", "width_cm",
                      "height_cm", "net_kg", "gross_kg"},
                     {{"a", "PCS", "", "", "", "", "", "", "", ""},
                      {"b", "", "one", "13", "", "", "", "", "", ""},
                      {"b", "", "1", "", "", "", "", "", "", ""},
                      {"", "", "1", "", "", "", "", "", "", ""},
                      {"c", "", "", "13%", "50", "40", "", "0", "11", "10"},
                      {"d", "", "", "", "50", "40", "30", "0", "11", "10"},
                      {"e", "", "", "", "", "", "", "", "", ""},
                      {"f", "", "-1", "", "", "", "", "", "", ""}});
  TextTable materials(
      {"product", "material", "usage", "unit", "price", "currency", "rate", "wastage"},
      {{"a", "cloth", "", "MTK", "1", "", "", ""},
       {"x", "cloth", "1", "MTK", "1", "", "", ""},
       {"a", "cloth", "0", "MTR", "1", "USD", "", "100%"},
       {"a", "steel", "1", "KGM", "1", "CNY", "7", ""},
       {"a", "", "1", "KGM", "1", "XYZ", "", "3"}});
  TextTable expenses({"product", "name", "rule", "amount", "share", "category", "units"},
                     {{"", "carton", "per_carton", "1", "", "packing", ""},
                      {"f", "labour", "per_piece", "1", "", "", ""},
                      {"f", "labour", "per_unit", "", "3%", "labour", ""},
                      {"f", "mould", "tooling", "5", "", "", "0"},
                      {"f", "bank", "of_price", "", "100%", "", ""},
                      {"g", "bank", "of_price", "1", "1%", "", ""}});
  const auto read = [&] {
    static_cast<void>(cost_sheets(products.table, &materials.table, &expenses.table, in_cny()));
  };
  EXPECT_THAT(
      faults_by(read),
      ElementsAre(
          HasSubstr("products, row 0, unit \"PCS\": expected"),
          HasSubstr("products, row 1, bought_in \"one\": expected a number"),
          HasSubstr("products, row 1, vat \"13\": expected a rate such as 13%"),
          HasSubstr("products, row 2, product \"b\": expected each product once"),
          HasSubstr("products, row 3, product: expected its name or number"),
          HasSubstr("products, row 4, vat \"13%\": expected nothing without a price bought_in"),
          HasSubstr("products, row 4, width_cm: expected a number, where a packing is given"),
          HasSubstr("products, row 5, gross_kg \"10\": expected"),
          HasSubstr("products, row 5, height_cm \"0\": expected above zero"),
          HasSubstr("products, row 7, bought_in \"-1\": expected not below zero"),
          HasSubstr("products, row 7, product \"f\": expected a sheet with rates of the price"),
          HasSubstr("materials, row 0, usage: expected how much is in one"),
          HasSubstr("materials, row 1, product \"x\": expected a product of the table products"),
          HasSubstr("materials, row 2, rate: expected how many CNY one USD is worth"),
          HasSubstr("materials, row 2, usage \"0\": expected more than nothing"),
          HasSubstr("materials, row 2, wastage \"100%\": expected a rate from 0% to below"),
          HasSubstr("materials, row 3, rate \"7\": expected 1, or none, in CNY"),
          HasSubstr("materials, row 4, currency \"XYZ\": expected"),
          HasSubstr("materials, row 4, material: expected what it is called"),
          HasSubstr("materials, row 4, wastage \"3\": expected a rate such as 13%"),
          HasSubstr(
              "expenses, row 0, amount \"carton\": expected a sheet with a packing, for a line "
              "by the carton, for a"),
          HasSubstr("for b"), HasSubstr("for e"), HasSubstr("for f"),
          HasSubstr("expenses, row 1, rule \"per_piece\": expected one of bought_in, per_unit"),
          HasSubstr("expenses, row 2, amount: expected what it costs"),
          HasSubstr("expenses, row 2, category \"labour\": expected material"),
          HasSubstr("expenses, row 2, share \"3%\": expected nothing, as a line per_unit has none"),
          HasSubstr("expenses, row 3, units \"0\": expected other values: mould"),
          HasSubstr("expenses, row 5, amount \"1\": expected nothing, as a line of_price"),
          HasSubstr("expenses, row 5, product \"g\": expected a product of the table")));
}

TEST(SheetTables, NeedTheirColumns) {
  TextTable products({"name"}, {{"a"}});
  TextTable materials({"product", "material"}, {{"a", "b"}});
  EXPECT_THAT(faults_by([&] {
                static_cast<void>(cost_sheets(products.table, &materials.table, nullptr, in_cny()));
              }),
              ElementsAre(HasSubstr("products, product: expected a column of that name"),
                          HasSubstr("materials, price"), HasSubstr("materials, unit"),
                          HasSubstr("materials, usage")));
  TextTable alone({"product", "bought_in"}, {{"a", "5"}});
  EXPECT_THAT(
      cost_sheets(alone.table, nullptr, nullptr, in_cny()),
      ElementsAre(CostSheet("a", currencies::CNY, units::PCE, {CostLine::bought_in("a", 5)})));
  TextTable none({"product"}, {});
  EXPECT_THAT(cost_sheets(none.table, nullptr, nullptr, in_cny()), IsEmpty());
}

}  // namespace
}  // namespace o2c

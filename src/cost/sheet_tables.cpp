#include "o2c/cost/sheet_tables.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "o2c/number/error.hpp"

#include "line_rows.hpp"
#include "row_cells.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::string_view packing_columns[] = {"per_carton", "length_cm", "width_cm", "height_cm",
                                                "net_kg",     "gross_kg",  "carton"};

// A sheet before it is made.
struct SheetDraft {
  std::int64_t row;  // Of products.
  std::string product;
  Unit unit;
  std::optional<Packing> packing{};
  std::vector<CostLine> lines{};
  std::vector<LineOrigin> origins{};  // Of each line.
  bool is_sound = true;
};

class SheetTables {
 public:
  SheetTables(TableSource& products, TableSource* materials, TableSource* expenses,
              const SheetTableOptions& options)
      : options_(options), products_(products, "products", options.amount_digits) {
    if (materials != nullptr) materials_.emplace(*materials, "materials", options.amount_digits);
    if (expenses != nullptr) expenses_.emplace(*expenses, "expenses", options.amount_digits);
  }

  std::vector<CostSheet> sheets() {
    read_products();
    if (materials_) read_materials(*materials_);
    if (expenses_) read_expenses(*expenses_);
    std::vector<CostSheet> made;
    for (SheetDraft& draft : drafts_) make(draft, made);
    throw_if_any();
    return made;
  }

 private:
  void read_products() {
    constexpr std::string_view needed[] = {"product"};
    if (!products_.require(needed)) return;
    products_.for_rows([&](const RecordBatch& batch, std::int64_t row, std::int64_t of_table) {
      RowCells cells(products_, batch, row, of_table);
      const auto product = cells.needed("product", cells.text("product"), "its name or number");
      if (!product) return;
      if (!places_.emplace(*product, drafts_.size()).second)
        return cells.fault("product", "each product once");
      SheetDraft& draft = drafts_.emplace_back(
          SheetDraft{.row = of_table,
                     .product = *product,
                     .unit = cells.meaning("unit", &known_unit).value_or(options_.unit)});
      draft.packing = read_packing(cells, draft.unit);
      const std::optional<CostLine> line = bought_line(cells, *product);
      if (line) add(draft, *line, {&products_, of_table});
      draft.is_sound = cells.is_sound();
    });
  }

  static std::optional<Packing> read_packing(RowCells& cells, const Unit& unit) {
    const auto is_given = [&](std::string_view column) { return cells.has(column); };
    if (std::ranges::none_of(packing_columns, is_given)) return std::nullopt;
    const auto number = [&](std::string_view column) {
      const auto found =
          cells.needed(column, cells.number(column), "a number, where a packing is given");
      return found.value_or(1);
    };
    const Packing packing{.per_carton = Quantity(number("per_carton"), unit),
                          .length_cm = number("length_cm"),
                          .width_cm = number("width_cm"),
                          .height_cm = number("height_cm"),
                          .net_kg = number("net_kg"),
                          .gross_kg = number("gross_kg"),
                          .carton = cells.meaning("carton", &known_unit).value_or(units::CT)};
    if (cells.is_sound()) {
      try {
        check(packing);
        return packing;
      } catch (const InvalidArgument& error) {
        for (const Fault& fault : error.faults()) cells.fault(fault.field, fault.expected);
      }
    }
    // Another stands in for it, so that lines by the carton are not faulty as well.
    return Packing{.per_carton = Quantity(1, unit),
                   .length_cm = 1,
                   .width_cm = 1,
                   .height_cm = 1,
                   .net_kg = 1,
                   .gross_kg = 1};
  }

  void read_materials(CellTable& table) {
    constexpr std::string_view needed[] = {"product", "material", "usage", "unit", "price"};
    if (!table.require(needed)) return;
    table.for_rows([&](const RecordBatch& batch, std::int64_t row, std::int64_t of_table) {
      RowCells cells(table, batch, row, of_table);
      const auto product =
          cells.needed("product", cells.text("product"), "the product that it is in");
      const std::optional<CostLine> line = material_line(cells, options_);
      SheetDraft* const draft = product ? draft_of(*product, cells) : nullptr;
      add_row(draft, line, {&table, of_table});
    });
  }

  void read_expenses(CellTable& table) {
    constexpr std::string_view needed[] = {"name", "rule"};
    if (!table.require(needed)) return;
    table.for_rows([&](const RecordBatch& batch, std::int64_t row, std::int64_t of_table) {
      RowCells cells(table, batch, row, of_table);
      const std::optional<CostLine> line = expense_line(cells, options_);
      const LineOrigin origin{&table, of_table};
      const std::optional<std::string> product = cells.text("product");
      if (product) return add_row(draft_of(*product, cells), line, origin);
      for (SheetDraft& draft : drafts_) add_row(&draft, line, origin);
    });
  }

  SheetDraft* draft_of(const std::string& product, RowCells& cells) {
    const auto found = places_.find(product);
    if (found != places_.end()) return &drafts_[found->second];
    cells.fault("product", "a product of the table products");
    return nullptr;
  }

  // A line that could not be read makes its sheet one that cannot be made.
  static void add_row(SheetDraft* draft, const std::optional<CostLine>& line, LineOrigin origin) {
    if (draft == nullptr) return;
    if (line)
      add(*draft, *line, origin);
    else
      draft->is_sound = false;
  }

  static void add(SheetDraft& draft, const CostLine& line, LineOrigin origin) {
    draft.lines.push_back(line);
    draft.origins.push_back(origin);
  }

  void make(SheetDraft& draft, std::vector<CostSheet>& made) {
    if (!draft.is_sound && draft.lines.empty()) return;
    try {  // What can be told of the others is told in spite of rows that could not be read.
      CostSheet sheet(draft.product, options_.currency, draft.unit, std::move(draft.lines),
                      draft.packing);
      if (draft.is_sound) made.push_back(std::move(sheet));
    } catch (const InvalidArgument& error) {
      for (const Fault& fault : error.faults()) tell(draft, fault);
    }
  }

  void tell(const SheetDraft& draft, Fault fault) {
    if (fault.row < 0) {
      fault.row = draft.row;
      fault.expected = "a sheet with " + fault.expected;
      fault.field = "product";
      fault.value = draft.product;
      return products_.faults().add(std::move(fault));
    }
    const LineOrigin& origin = draft.origins[static_cast<std::size_t>(fault.row)];
    fault.row = origin.row;
    fault.field = column_at_fault(*origin.table, fault.field);
    if (origin.table != &products_) fault.expected += ", for " + draft.product;
    origin.table->faults().add(std::move(fault));
  }

  // All faults of all tables in one error.
  void throw_if_any() {
    std::vector<Fault> faults;
    std::size_t count = 0;
    const auto take = [&](CellTable& table) {
      count += table.faults().count();
      for (Fault& fault : table.faults().sorted()) {
        fault.file = table.held().name();
        faults.push_back(std::move(fault));
      }
    };
    take(products_);
    if (materials_) take(*materials_);
    if (expenses_) take(*expenses_);
    if (count == 0) return;
    std::string message = to_string(faults.front());
    if (count > 1) message += " (and " + std::to_string(count - 1) + " more faults)";
    throw BadTable(message, std::move(faults));
  }

  const SheetTableOptions& options_;
  CellTable products_;
  std::optional<CellTable> materials_;
  std::optional<CellTable> expenses_;
  std::vector<SheetDraft> drafts_;
  std::map<std::string, std::size_t, std::less<>> places_;  // Of a product among the drafts.
};

}  // namespace

std::vector<CostSheet> cost_sheets(TableSource& products, TableSource* materials,
                                   TableSource* expenses, const SheetTableOptions& options) {
  return SheetTables(products, materials, expenses, options).sheets();
}

}  // namespace o2c::inline v1

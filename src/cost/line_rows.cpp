#include "line_rows.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

#include "sheet_keys.hpp"

namespace o2c::inline v1 {
namespace {

// Of a row of expenses, but for the product's.
constexpr std::string_view expense_columns[] = {
    "name", "rule",   "amount",  "share", "category", "on_route", "currency", "rate",
    "vat",  "refund", "cartons", "units", "base",     "minimum",  "days",     "year_days"};

ExportRebate read_rebate(RowCells& cells) {
  const Rate none = Rate::from_fraction(0);
  return {.vat = cells.rate("vat").value_or(none), .refund = cells.rate("refund").value_or(none)};
}

// The currency of an amount, and its rate where it is not the sheet's own.
struct RowCurrency {
  Currency currency;
  std::optional<Decimal> rate{};
};

RowCurrency read_currency(RowCells& cells, const SheetTableOptions& options) {
  const auto named = cells.meaning(
      "currency", [&](const std::string& code) { return options.currencies.get().at(code); });
  RowCurrency read{.currency = named.value_or(options.currency), .rate = cells.number("rate")};
  const std::string home(options.currency.code());
  if (!cells.is_sound()) return read;
  if (read.currency == options.currency) {
    if (read.rate && *read.rate != 1) cells.fault("rate", "1, or none, in " + home);
    read.rate.reset();
  } else if (!read.rate || sign(*read.rate) <= 0) {
    cells.fault("rate", "how many " + home + " one " + std::string(read.currency.code()) +
                            " is worth, above zero");
  }
  return read;
}

// "TNE", "1000 PCE"
Quantity read_per(const std::string& text) {
  const bool has_number = text.find(' ') != std::string::npos;
  return has_number ? Quantity::parse(text) : Quantity(1, known_unit(text));
}

// Insurance depends on the price, so that no line can be it.
std::optional<RouteItem> read_item(RowCells& cells) {
  const std::optional<RouteItem> item = cells.meaning("on_route", &parse_route_item);
  if (item == RouteItem::insurance) cells.fault("on_route", "an item other than insurance");
  return item;
}

// "material, processing"
std::vector<CostCategory> read_base(const std::string& text) {
  std::vector<CostCategory> base;
  std::string_view rest = text;
  while (true) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view name = rest.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    base.push_back(parse_cost_category(name));
    if (comma == rest.size()) return base;
    rest.remove_prefix(comma + 1);
  }
}

// What `make` gives, if the row is sound; what it throws is a fault of the column.
template <class Make>
std::optional<CostLine> line_if_sound(RowCells& cells, std::string_view column, const Make& make) {
  if (!cells.is_sound()) return std::nullopt;
  try {
    return make();
  } catch (const Error& error) {
    cells.fault_of(column, error);
    return std::nullopt;
  }
}

// One row of expenses.
class ExpenseRow {
 public:
  ExpenseRow(RowCells& cells, const SheetTableOptions& options)
      : cells_(cells), options_(options) {}

  std::optional<CostLine> line() {
    const auto name = cells_.needed("name", cells_.text("name"), "what the line is called");
    const auto rule = cells_.needed("rule", cells_.meaning("rule", &read_rule), "by what it costs");
    if (!rule) return std::nullopt;
    const bool is_rate = rule->starts_with("of_") || *rule == "interest";
    const std::optional<CostLine> made =
        is_rate ? of_share(*rule, name.value_or("")) : of_amount(*rule, name.value_or(""));
    const std::optional<RouteItem> item = *rule == "of_price" ? std::nullopt : read_item(cells_);
    cells_.end(expense_columns, "nothing, as a line " + *rule + " has none");
    if (!made) return std::nullopt;
    return line_if_sound(cells_, "on_route", [&] { return item ? made->on_route(*item) : *made; });
  }

 private:
  // Materials have a table of their own.
  static std::string read_rule(const std::string& text) {
    std::string all;
    for (const std::string_view key : rule_keys) {
      if (key == "usage") continue;
      if (key == text) return text;
      all += (all.empty() ? "" : ", ") + std::string(key);
    }
    throw_parse(text, 0, "one of " + all);
  }

  std::optional<CostLine> of_amount(const std::string& rule, const std::string& name) {
    const auto amount = cells_.needed("amount", cells_.number("amount"), "what it costs");
    if (rule == "bought_in")
      return priced("amount", [&] { return CostLine::bought_in(name, *amount); });
    if (rule == "tooling") {
      const auto units =
          cells_.needed("units", cells_.number("units"), "over how many units it is spread");
      return priced("units", [&] { return CostLine::tooling(name, *amount, *units); });
    }
    const CostCategory category = read_category();
    if (rule == "per_container") {
      const auto cartons =
          cells_.needed("cartons", cells_.whole("cartons"), "how many go into a container");
      return priced("cartons",
                    [&] { return CostLine::per_container(name, category, *amount, *cartons); });
    }
    return priced("amount", [&] {
      if (rule == "per_unit") return CostLine::per_unit(name, category, *amount);
      if (rule == "per_carton") return CostLine::per_carton(name, category, *amount);
      return CostLine::per_order(name, category, *amount);
    });
  }

  // The line in its currency, and with its VAT.
  template <class Make>
  std::optional<CostLine> priced(std::string_view column, const Make& make) {
    const RowCurrency currency = read_currency(cells_, options_);
    const ExportRebate rebate = read_rebate(cells_);
    return line_if_sound(cells_, column, [&] {
      const CostLine line = make();
      return (currency.rate ? line.at_rate(*currency.rate) : line).with_vat(rebate);
    });
  }

  std::optional<CostLine> of_share(const std::string& rule, const std::string& name) {
    const auto share = cells_.needed("share", cells_.rate("share"), "a rate such as 3%");
    if (rule == "of_price")
      return line_if_sound(cells_, "share", [&] { return CostLine::of_price(name, *share); });
    if (rule == "interest") {
      const auto days =
          cells_.needed("days", cells_.whole("days"), "the days between outlay and receipt");
      const std::optional<std::int32_t> year_days = cells_.whole("year_days");
      return line_if_sound(cells_, "days", [&] {
        return year_days ? CostLine::interest(name, *share, *days, *year_days)
                         : CostLine::interest(name, *share, *days);
      });
    }
    const CostCategory category = read_category();
    const auto base = cells_.meaning("base", &read_base).value_or(std::vector<CostCategory>());
    const Decimal minimum = cells_.number("minimum").value_or(0);
    return line_if_sound(cells_, "share", [&] {
      return rule == "of_cost" ? CostLine::of_cost(name, category, *share, base, minimum)
                               : CostLine::of_purchase(name, category, *share, base, minimum);
    });
  }

  CostCategory read_category() {
    return cells_.meaning("category", &parse_cost_category).value_or(CostCategory::expense);
  }

  RowCells& cells_;
  const SheetTableOptions& options_;
};

}  // namespace

std::optional<CostLine> bought_line(RowCells& cells, const std::string& product) {
  constexpr std::string_view taxes[] = {"vat", "refund"};
  const std::optional<Decimal> price = cells.number("bought_in");
  if (!cells.has("bought_in")) {
    cells.end(taxes, "nothing without a price bought_in");
    return std::nullopt;
  }
  const ExportRebate rebate = read_rebate(cells);
  return line_if_sound(cells, "bought_in",
                       [&] { return CostLine::bought_in(product, *price, rebate); });
}

std::optional<CostLine> material_line(RowCells& cells, const SheetTableOptions& options) {
  const auto name = cells.needed("material", cells.text("material"), "what it is called");
  const auto usage = cells.needed("usage", cells.number("usage"), "how much is in one");
  const auto unit =
      cells.needed("unit", cells.meaning("unit", &known_unit), "the unit of the usage");
  const auto price = cells.needed("price", cells.number("price"), "what it costs");
  const std::optional<Quantity> per = cells.meaning("per", &read_per);
  const Rate wastage = cells.rate("wastage").value_or(Rate::from_fraction(0));
  const RowCurrency currency = read_currency(cells, options);
  const ExportRebate rebate = read_rebate(cells);
  const std::optional<RouteItem> item = read_item(cells);
  if (usage && sign(*usage) <= 0) cells.fault("usage", "more than nothing");
  if (sign(wastage.fraction()) < 0 || wastage.fraction() >= 1)
    cells.fault("wastage", "a rate from 0% to below 100%");
  return line_if_sound(cells, "price", [&] {
    const UnitPrice of_one(*price, currency.currency, per.value_or(Quantity(1, *unit)));
    CostLine line = CostLine::material(*name, Quantity(*usage, *unit), of_one, wastage, rebate);
    if (currency.rate) line = line.at_rate(*currency.rate);
    return item ? line.on_route(*item) : line;
  });
}

std::optional<CostLine> expense_line(RowCells& cells, const SheetTableOptions& options) {
  return ExpenseRow(cells, options).line();
}

std::string column_at_fault(const CellTable& table, const std::string& field) {
  const std::string& name = table.held().name();
  if (name == "products")
    return field == "amount" ? "bought_in" : field == "name" ? "product" : field;
  if (name == "materials") return field == "name" ? "material" : field;
  return field == "rate" ? "share" : field;
}

}  // namespace o2c::inline v1

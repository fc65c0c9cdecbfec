#include "sheet_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

#include "sheet_keys.hpp"

namespace o2c::inline v1 {
namespace {

std::int32_t short_whole_of(const TomlValue& value) {
  const std::int64_t number = whole_of(value);
  if (number < std::numeric_limits<std::int32_t>::min() ||
      number > std::numeric_limits<std::int32_t>::max())
    throw_unlike(value, "a whole number of at most 9 digits");
  return static_cast<std::int32_t>(number);
}

std::vector<CostCategory> categories_of(const TomlValue& value) {
  std::vector<CostCategory> categories;
  for (const std::string& each : texts_of(value)) categories.push_back(parse_cost_category(each));
  return categories;
}

// Where there is none, which is a fault already.
constexpr const char* nameless = "?";

class SheetLineReader {
 public:
  SheetLineReader(TomlReader& reader, const SheetCodes& codes, LineFaults& faults)
      : reader_(reader), codes_(codes), faults_(faults), faults_before_(faults.size()) {}

  // One that costs nothing stands in for a faulty line, so that what is wrong with the others is
  // found as well.
  CostLine line(std::size_t row) {
    std::string name = nameless + std::to_string(row);
    reader_.require("name", name, text_of, "what the line is called");
    std::optional<CostLine> made;
    if (const std::string_view key = key_of_rule(); !key.empty()) {
      made = of_rule(key, name);
      reader_.end();
    }
    if (made && faults_.size() == faults_before_) return *made;
    return CostLine::per_unit(std::move(name), CostCategory::expense, 0);
  }

 private:
  std::string_view key_of_rule() {
    std::string_view key;
    std::string all;
    for (const std::string_view each : rule_keys) {
      all += (all.empty() ? "" : ", ") + std::string(each);
      const TomlValue* const value = reader_.find(each);
      if (value == nullptr) continue;
      if (!key.empty())
        reader_.fault(value->line, each, shown(*value), "either it or " + std::string(key));
      else
        key = each;
    }
    if (key.empty()) reader_.fault(reader_.line(), "line", "", "what it costs, one of " + all);
    return key;
  }

  std::optional<CostLine> of_rule(std::string_view key, const std::string& name) {
    if (key == "usage") return material(name);
    if (key == "bought_in") {
      const Decimal price = amount(key);
      return finished(key, [&] { return CostLine::bought_in(name, price); });
    }
    if (key == "tooling") {
      const Decimal cost = amount(key);
      Decimal units;
      reader_.require("units", units, number_of, "over how many units it is spread");
      return finished(key, [&] { return CostLine::tooling(name, cost, units); });
    }
    if (key == "of_cost") return of_lines<CostLine::of_cost>(key, name);
    if (key == "of_purchase") return of_lines<CostLine::of_purchase>(key, name);
    if (key == "of_price") {
      const Rate rate = read_rate(key);
      return finished(key, [&] { return CostLine::of_price(name, rate); });
    }
    if (key == "interest") return interest(name);
    return of_amount(key, name);
  }

  std::optional<CostLine> material(const std::string& name) {
    Quantity usage(1, units::PCE);
    UnitPrice price(0, currencies::USD, units::PCE);
    Rate wastage = Rate::from_fraction(0);
    reader_.read("usage", usage, [this](const TomlValue& value) { return codes_.quantity(value); });
    reader_.require(
        "price", price, [this](const TomlValue& value) { return codes_.price(value); },
        "what it costs, such as \"11.30 CNY/MTK\"");
    reader_.read("wastage", wastage, rate_of);
    return finished("usage", [&] { return CostLine::material(name, usage, price, wastage); });
  }

  std::optional<CostLine> of_amount(std::string_view key, const std::string& name) {
    const Decimal cost = amount(key);
    const CostCategory kind = category();
    if (key == "per_unit")
      return finished(key, [&] { return CostLine::per_unit(name, kind, cost); });
    if (key == "per_carton")
      return finished(key, [&] { return CostLine::per_carton(name, kind, cost); });
    if (key == "per_order")
      return finished(key, [&] { return CostLine::per_order(name, kind, cost); });
    std::int32_t cartons = 1;
    reader_.require("cartons", cartons, short_whole_of, "how many go into a container");
    return finished(key, [&] { return CostLine::per_container(name, kind, cost, cartons); });
  }

  template <auto make>
  std::optional<CostLine> of_lines(std::string_view key, const std::string& name) {
    const Rate rate = read_rate(key);
    const CostCategory kind = category();
    std::vector<CostCategory> base;
    Decimal minimum;
    reader_.read("base", base, categories_of);
    reader_.read("minimum", minimum, number_of);
    return finished(key, [&] { return make(name, kind, rate, base, minimum); });
  }

  std::optional<CostLine> interest(const std::string& name) {
    const Rate yearly = read_rate("interest");
    std::int32_t days = 0;
    std::int32_t year_days = 360;
    reader_.require("days", days, short_whole_of, "the days between outlay and receipt");
    reader_.read("year_days", year_days, short_whole_of);
    return finished("interest", [&] { return CostLine::interest(name, yearly, days, year_days); });
  }

  // The line, on its way and in its currency, if all that it is made of is well.
  template <class Make>
  std::optional<CostLine> finished(std::string_view key, const Make& make) {
    std::optional<RouteItem> item;
    std::optional<Decimal> rate;
    ExportRebate rebate;
    if (key != "of_price") reader_.read("on_route", item, named<parse_route_item>);
    const bool is_rate = key.starts_with("of_") || key == "interest";
    if (!is_rate) {
      reader_.read("at_rate", rate, number_of);
      reader_.read("vat", rebate.vat, rate_of);
      reader_.read("refund", rebate.refund, rate_of);
    }
    std::optional<CostLine> line;
    if (faults_.size() > faults_before_) return line;
    const auto whole_line = [&] {
      CostLine made = make();
      if (item) made = made.on_route(*item);
      if (rate) made = made.at_rate(*rate);
      line = is_rate ? made : made.with_vat(rebate);
    };
    try_to_make(whole_line, [&](Fault fault) {
      fault.field = key;
      reader_.fault_here(std::move(fault));
    });
    return line;
  }

  Decimal amount(std::string_view key) {
    Decimal number;
    reader_.read(key, number, number_of);
    return number;
  }
  Rate read_rate(std::string_view key) {
    Rate rate = Rate::from_fraction(0);
    reader_.read(key, rate, rate_of);
    return rate;
  }
  CostCategory category() {
    CostCategory read = CostCategory::expense;
    reader_.require("category", read, named<parse_cost_category>,
                    "what kind of cost it is, such as \"processing\"");
    return read;
  }

  TomlReader& reader_;
  const SheetCodes& codes_;
  LineFaults& faults_;
  std::size_t faults_before_;
};

std::optional<Packing> read_packing(TomlReader& top, const SheetCodes& codes, const Unit& unit,
                                    LineFaults& faults) {
  std::optional<TomlReader> reader = top.inner("packing");
  if (!reader) return std::nullopt;
  const std::size_t faults_before = faults.size();
  Packing packing{.per_carton = Quantity(1, unit),
                  .length_cm = {},
                  .width_cm = {},
                  .height_cm = {},
                  .net_kg = {},
                  .gross_kg = {}};
  reader->require(
      "per_carton", packing.per_carton,
      [&](const TomlValue& value) { return codes.quantity(value, unit); },
      "how many are in a carton, such as \"50 PCE\"");
  reader->require("length_cm", packing.length_cm, number_of, "of the carton, outside");
  reader->require("width_cm", packing.width_cm, number_of, "of the carton, outside");
  reader->require("height_cm", packing.height_cm, number_of, "of the carton, outside");
  reader->require("net_kg", packing.net_kg, number_of, "of a full carton");
  reader->require("gross_kg", packing.gross_kg, number_of, "of a full carton");
  reader->read("carton", packing.carton, [&](const TomlValue& value) { return codes.unit(value); });
  reader->end();
  if (faults.size() == faults_before)
    try_to_make([&] { check(packing); }, [&](const Fault& fault) { reader->fault_here(fault); });
  if (faults.size() == faults_before) return packing;
  // Another stands in for it, so that lines by the carton are not faulty as well.
  return Packing{.per_carton = Quantity(1, unit),
                 .length_cm = 1,
                 .width_cm = 1,
                 .height_cm = 1,
                 .net_kg = 1,
                 .gross_kg = 1};
}

// The key of a line that a sheet's fault is about.
std::string key_at_fault(const CostLine& line, const std::string& field) {
  return field == "amount" || field == "rate" ? std::string(rule_key(line)) : field;
}

}  // namespace

void read_sheet_codes(TomlReader& top, const SheetCodes& codes, StatedSheet& stated) {
  top.require(
      "currency", stated.currency, [&](const TomlValue& value) { return codes.currency(value); },
      "the currency of its amounts, such as \"CNY\"");
  top.require(
      "unit", stated.unit, [&](const TomlValue& value) { return codes.unit(value); },
      "what is sold by, such as \"PCE\"");
}

StatedSheet read_sheet(TomlReader& top, const SheetCodes& codes, LineFaults& faults) {
  const std::size_t faults_before = faults.size();
  StatedSheet stated;
  std::string product;
  top.require("product", product, text_of, "what is costed");
  read_sheet_codes(top, codes, stated);
  const Unit unit = stated.unit.value_or(units::PCE);
  std::optional<Packing> packing = read_packing(top, codes, unit, faults);
  stated.has_packing = packing.has_value();
  if (top.find("line") == nullptr) top.fault(1, "line", "", "a [[line]] with what it costs");
  std::vector<TomlReader> readers = top.tables("line", "[[line]] in double brackets");
  std::vector<CostLine> lines;
  for (TomlReader& each : readers)
    lines.push_back(SheetLineReader(each, codes, faults).line(lines.size()));
  if (readers.empty() || !stated.currency) return stated;  // Nothing that could be told rightly.

  const std::vector<CostLine> given = lines;
  const auto make = [&] {
    stated.sheet.emplace(product, *stated.currency, unit, std::move(lines), packing);
  };
  try_to_make(make, [&](Fault fault) {
    if (fault.row < 0) return top.fault_here(std::move(fault));
    const auto row = static_cast<std::size_t>(fault.row);
    fault.field = key_at_fault(given[row], fault.field);
    readers[row].fault_here(std::move(fault));
  });
  if (faults.size() > faults_before) stated.sheet.reset();
  return stated;
}

}  // namespace o2c::inline v1

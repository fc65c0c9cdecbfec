#include "o2c/money/unit.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace o2c::inline v1 {
namespace {

struct DimensionName {
  Dimension dimension;
  std::string_view name;
};

constexpr DimensionName dimension_names[] = {
    {Dimension::count, "count"},   {Dimension::package, "package"}, {Dimension::mass, "mass"},
    {Dimension::length, "length"}, {Dimension::area, "area"},       {Dimension::volume, "volume"},
    {Dimension::time, "time"}};

constexpr Decimal dec(std::string_view text) { return Decimal::parse(text); }

using enum Dimension;

// Sizes: the international yard and pound (1959); US customary and imperial gallons as in ISO
// 80000-3 and the UK's Weights and Measures Act 1985.
constexpr UnitInfo unit_rows[] = {
    {{"BG", package}, {"bag", "袋"}},
    {{"BLL", volume, dec("0.158987294928")}, {"barrel (US)", "桶（美制）"}},
    {{"BO", package}, {"bottle", "瓶"}},
    {{"BX", package}, {"box", "盒"}},
    {{"C62", count}, {"one", "个"}},
    {{"CEN", count, 100}, {"hundred", "百个"}},
    {{"CMK", area, dec("0.0001")}, {"square centimetre", "平方厘米"}},
    {{"CMQ", volume, dec("0.000001")}, {"cubic centimetre", "立方厘米"}},
    {{"CMT", length, dec("0.01")}, {"centimetre", "厘米"}},
    {{"CR", package}, {"crate", "板条箱"}},
    {{"CS", package}, {"case", "箱"}},
    {{"CT", package}, {"carton", "纸箱"}},
    {{"DAY", Dimension::time, 24}, {"day", "天"}},
    {{"DMQ", volume, dec("0.001")}, {"cubic decimetre", "立方分米"}},
    {{"DR", package}, {"drum", "桶"}},
    {{"DZN", count, 12}, {"dozen", "打"}},
    {{"EA", count}, {"each", "个"}},
    {{"FOT", length, dec("0.3048")}, {"foot", "英尺"}},
    {{"FTK", area, dec("0.09290304")}, {"square foot", "平方英尺"}},
    {{"FTQ", volume, dec("0.028316846592")}, {"cubic foot", "立方英尺"}},
    {{"GLI", volume, dec("0.00454609")}, {"gallon (UK)", "加仑（英制）"}},
    {{"GLL", volume, dec("0.003785411784")}, {"gallon (US)", "加仑（美制）"}},
    {{"GRM", mass, dec("0.001")}, {"gram", "克"}},
    {{"GRO", count, 144}, {"gross", "罗"}},
    {{"H87", count}, {"piece", "件"}},
    {{"HUR", Dimension::time, 1}, {"hour", "小时"}},
    {{"INH", length, dec("0.0254")}, {"inch", "英寸"}},
    {{"INK", area, dec("0.00064516")}, {"square inch", "平方英寸"}},
    {{"INQ", volume, dec("0.000016387064")}, {"cubic inch", "立方英寸"}},
    {{"KGM", mass}, {"kilogram", "千克"}},
    {{"KMT", length, 1000}, {"kilometre", "千米"}},
    {{"LBR", mass, dec("0.45359237")}, {"pound", "磅"}},
    {{"LTN", mass, dec("1016.0469088")}, {"long ton", "长吨"}},
    {{"LTR", volume, dec("0.001")}, {"litre", "升"}},
    {{"MGM", mass, dec("0.000001")}, {"milligram", "毫克"}},
    {{"MIL", count, 1000}, {"thousand", "千个"}},
    {{"MLT", volume, dec("0.000001")}, {"millilitre", "毫升"}},
    {{"MMT", length, dec("0.001")}, {"millimetre", "毫米"}},
    {{"MTK", area}, {"square metre", "平方米"}},
    {{"MTQ", volume}, {"cubic metre", "立方米"}},
    {{"MTR", length}, {"metre", "米"}},
    {{"NMP", package}, {"pack", "包"}},
    {{"ONZ", mass, dec("0.028349523125")}, {"ounce", "盎司"}},
    {{"PCE", count}, {"piece", "件"}},
    {{"PK", package}, {"package", "包装"}},
    {{"PR", count, 2}, {"pair", "双"}},
    {{"PX", package}, {"pallet", "托盘"}},
    {{"RO", package}, {"roll", "卷"}},
    {{"SA", package}, {"sack", "麻袋"}},
    {{"SET", count}, {"set", "套"}},
    {{"STN", mass, dec("907.18474")}, {"short ton", "短吨"}},
    {{"TNE", mass, 1000}, {"tonne", "吨"}},
    {{"YDK", area, dec("0.83612736")}, {"square yard", "平方码"}},
    {{"YDQ", volume, dec("0.764554857984")}, {"cubic yard", "立方码"}},
    {{"YRD", length, dec("0.9144")}, {"yard", "码"}},
};
static_assert(std::ranges::is_sorted(unit_rows, {},
                                     [](const UnitInfo& info) { return info.unit.code(); }));

constexpr char upper(char c) noexcept {
  return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, upper, upper);
}

// Codes that somebody who wrote this may have meant: in other letters, by name, or one letter off.
std::string near_units(std::string_view text) {
  std::string found;
  const auto offer = [&](const UnitInfo& info) {
    found += (found.empty() ? "" : ", ") + std::string(info.unit.code()) + " (" +
             std::string(info.name.en) + ")";
  };
  const std::string_view singular =
      text.size() > 3 && text.ends_with('s') ? text.substr(0, text.size() - 1) : text;
  for (const UnitInfo& info : unit_rows)
    if (same_letters(text, info.unit.code()) || same_letters(singular, info.name.en) ||
        text == info.name.zh)
      offer(info);
  constexpr std::array<std::array<std::string_view, 2>, 9> usual = {{{"KG", "KGM"},
                                                                     {"PCS", "PCE"},
                                                                     {"PC", "PCE"},
                                                                     {"M", "MTR"},
                                                                     {"M2", "MTK"},
                                                                     {"M3", "MTQ"},
                                                                     {"CBM", "MTQ"},
                                                                     {"MT", "TNE"},
                                                                     {"CTN", "CT"}}};
  for (const auto& [written, code] : usual)
    for (const UnitInfo& info : unit_rows)
      if (same_letters(text, written) && info.unit.code() == code) offer(info);
  return found;
}

}  // namespace

std::string to_string(Dimension dimension) {
  return std::string(
      std::ranges::find(dimension_names, dimension, &DimensionName::dimension)->name);
}

Dimension parse_dimension(std::string_view text) {
  const auto* found = std::ranges::find(dimension_names, text, &DimensionName::name);
  if (found == std::end(dimension_names))
    throw_parse(text, 0, "count, package, mass, length, area, volume or time");
  return found->dimension;
}

std::string to_string(const Unit& unit) { return std::string(unit.code()); }

std::span<const UnitInfo> known_units() noexcept { return unit_rows; }

Unit known_unit(std::string_view code) {
  const auto* found = std::ranges::lower_bound(
      unit_rows, code, {}, [](const UnitInfo& info) { return info.unit.code(); });
  if (found != std::end(unit_rows) && found->unit.code() == code) return found->unit;
  const std::string near = near_units(code);
  throw_parse(code, 0,
              "a unit's code by UN/ECE Recommendation 20" +
                  (near.empty() ? ", such as PCE, KGM, TNE, MTQ or CT" : ", perhaps " + near));
}

namespace detail {

void throw_unit_code(std::string_view code) {
  throw_invalid("unit " + in_quotes(code) + ": expected 1 to 3 characters A-Z and 0-9");
}

void throw_unit_size(std::string_view code, const Decimal& size) {
  throw_invalid("unit " + std::string(code) + " of size " + to_string(size) +
                ": expected more than 0, of at most 18 digits, and 1 for packages");
}

}  // namespace detail
}  // namespace o2c::inline v1

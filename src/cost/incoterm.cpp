#include "o2c/cost/incoterm.hpp"

#include <algorithm>
#include <cstddef>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::string_view incoterm_names[] = {"EXW", "FCA", "FAS", "FOB", "CFR", "CIF",
                                               "CPT", "CIP", "DAP", "DPU", "DDP"};

struct ItemName {
  RouteItem item;
  std::string_view name;
  Text text;
};

constexpr ItemName item_names[route_item_count] = {
    {RouteItem::packing, "packing", {"packing", "包装"}},
    {RouteItem::loading_at_works, "loading_at_works", {"loading at the works", "工厂装车"}},
    {RouteItem::carriage_to_port, "carriage_to_port", {"carriage to the port", "国内运费"}},
    {RouteItem::export_clearance, "export_clearance", {"export clearance", "出口报关"}},
    {RouteItem::origin_handling, "origin_handling", {"handling at origin", "起运港杂费"}},
    {RouteItem::loading_on_board, "loading_on_board", {"loading on board", "装船费"}},
    {RouteItem::main_freight, "main_freight", {"main freight", "主运费"}},
    {RouteItem::insurance, "insurance", {"insurance", "保险费"}},
    {RouteItem::arrival, "arrival", {"charges at arrival", "目的港杂费"}},
    {RouteItem::inland, "inland", {"inland carriage", "目的地内陆运费"}},
    {RouteItem::unloading, "unloading", {"unloading", "卸货费"}},
    {RouteItem::import_clearance, "import_clearance", {"import clearance", "进口清关"}},
};

static_assert(std::ranges::equal(item_names, detail::bearer_rows, {}, &ItemName::item,
                                 &detail::BearerRow::item));
static_assert(std::ranges::all_of(detail::bearer_rows, [](const detail::BearerRow& row) {
  return row.bearers.size() == incoterms.size() &&
         static_cast<std::size_t>(row.item) == static_cast<std::size_t>(&row - detail::bearer_rows);
}));

}  // namespace

std::string to_string(Incoterm term) {
  return std::string(incoterm_names[static_cast<std::size_t>(term)]);
}

Incoterm parse_incoterm(std::string_view text) {
  const auto* found = std::ranges::find(incoterm_names, text);
  if (found == std::end(incoterm_names))
    throw_parse(text, 0,
                "a term of Incoterms 2020: EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, "
                "DPU or DDP");
  return static_cast<Incoterm>(found - std::begin(incoterm_names));
}

std::string to_string(RouteItem item) {
  return std::string(item_names[static_cast<std::size_t>(item)].name);
}

RouteItem parse_route_item(std::string_view text) {
  const auto* found = std::ranges::find(item_names, text, &ItemName::name);
  if (found != std::end(item_names)) return found->item;
  std::string expected = "an item of the route:";
  for (const ItemName& item : item_names)
    expected += (item.item == RouteItem::packing ? " " : ", ") + std::string(item.name);
  throw_parse(text, 0, expected);
}

Text describe(RouteItem item) { return item_names[static_cast<std::size_t>(item)].text; }

std::string to_string(Bearer bearer) {
  switch (bearer) {
    case Bearer::seller:
      return "seller";
    case Bearer::buyer:
      return "buyer";
    case Bearer::carriage:
      return "carriage";
    case Bearer::nobody:
      break;
  }
  return "nobody";
}

PriceTerm PriceTerm::parse(std::string_view text) {
  const std::size_t word_end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, word_end);
  if (word.size() < 3) throw_parse(text, 0, "a term such as FOB Shanghai or CIFC3 London");
  PriceTerm term;
  try {
    term.incoterm = parse_incoterm(word.substr(0, 3));
  } catch (const ParseError&) {
    throw_parse(text, 0, "a term of Incoterms 2020, such as FOB Shanghai or CIFC3 London");
  }
  if (word.size() > 3) {
    constexpr const char* commission = "the commission in percent, such as C3 or C2.5%";
    std::string_view percent = word.substr(4);
    if (percent.ends_with('%')) percent.remove_suffix(1);
    const auto scan = detail::scan_decimal(percent);
    if (word[3] != 'C' || scan.expected != nullptr) throw_parse(text, 3, commission);
    if (sign(scan.value) <= 0 || scan.value >= 100)
      throw_parse(text, 4, "a commission above 0% and below 100%");
    term.commission = Rate::from_percent(scan.value);
  }
  std::string_view place = text.substr(word_end);
  while (place.starts_with(' ')) place.remove_prefix(1);
  while (place.ends_with(' ')) place.remove_suffix(1);
  term.place = place;
  return term;
}

std::string to_string(const PriceTerm& term) {
  std::string text = to_string(term.incoterm);
  if (sign(term.commission.fraction()) != 0) text += "C" + to_string(term.commission.percent());
  return term.place.empty() ? text : text + " " + term.place;
}

}  // namespace o2c::inline v1

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/cost/container_plan.hpp"
#include "o2c/cost/cost_sheet.hpp"
#include "o2c/cost/export_rebate.hpp"
#include "o2c/cost/incoterm.hpp"
#include "o2c/cost/packing.hpp"
#include "o2c/cost/price_route.hpp"
#include "o2c/cost/quotation_file.hpp"

#include "bind.hpp"
#include "bind_quotation.hpp"
#include "casters.hpp"
#include "cost_enums.hpp"
#include "currency_registry.hpp"
#include "struct_type.hpp"
#include "toml_source.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

template <class T>
std::vector<T> values_from(const py::object& object) {
  return read_value<std::vector<T>>(object);
}

void bind_terms_of_delivery(py::module_& m) {
  bind_enum<Incoterm>(m);
  bind_enum<RouteItem>(m);
  bind_enum<Bearer>(m);
  bind_struct<PriceTerm>(m, "PriceTerm",
                         "A term of delivery with its place, and the commission that is in the "
                         "price: PriceTerm.parse('CIFC3 London').",
                         {}, {"incoterm"})
      .def_static("parse", &PriceTerm::parse, py::arg("text"),
                  "Read 'FOB Shanghai', 'FOBC3 Shanghai', 'CIFC2.5% London'.")
      .def("__str__", [](const PriceTerm& self) { return to_string(self); });
  m.def(
      "bearer",
      [](Given<Incoterm> term, Given<RouteItem> item) { return bearer(term.value, item.value); },
      py::arg("term"), py::arg("item"),
      "Who bears an item under a term (Incoterms 2020, articles A9 and B9).");
}

void bind_route(py::module_& m) {
  bind_struct<RouteCosts>(
      m, "RouteCosts",
      "What one unit costs on its way from the seller's works to the buyer's door, in the currency "
      "of the price.",
      {}, {});
  py::class_<PriceRoute> route(
      m, "PriceRoute", py::is_final(),
      "Prices of one unit by any term, from what the goods cost at the seller's works, and back: "
      "exact inverses.\n\n"
      "    price = goods + the items that the seller bears\n"
      "    CIF, CIP = that / (1 - (1 + m) r)\n"
      "    DDP = DAP + CV d + CV (1 + d) v\n"
      "    with commission: price / (1 - c)");
  route
      .def(py::init([](const py::object& costs, bool commission_insured) {
             return PriceRoute(read_value<RouteCosts>(costs), commission_insured);
           }),
           py::arg("costs"), py::kw_only(), py::arg("commission_insured") = false,
           "commission_insured: of a price with commission the whole is insured, both in one "
           "denominator. Raises InvalidArgument with every fault.")
      .def_property_readonly("costs", &PriceRoute::costs)
      .def_property_readonly("commission_insured", &PriceRoute::commission_insured)
      .def(
          "price",
          [](const PriceRoute& self, const py::object& term, const Ratio& goods,
             Derivation* trace) {
            const PriceTerm by = read_value<PriceTerm>(term);
            return trace != nullptr ? self.price(by, goods, *trace) : self.price(by, goods);
          },
          py::arg("term"), py::arg("goods"), py::kw_only(), py::arg("trace") = py::none(),
          "The price by a term of goods that cost `goods` at the works, a fractions.Fraction.")
      .def(
          "goods",
          [](const PriceRoute& self, const py::object& term, const Ratio& price,
             Derivation* trace) {
            const auto by = read_value<PriceTerm>(term);
            return trace != nullptr ? self.goods(by, price, *trace) : self.goods(by, price);
          },
          py::arg("term"), py::arg("price"), py::kw_only(), py::arg("trace") = py::none(),
          "What the goods cost at the works if this is the price by the term.")
      .def(
          "convert",
          [](const PriceRoute& self, const py::object& from, const Ratio& price,
             const py::object& to, Derivation* trace) {
            const auto from_term = read_value<PriceTerm>(from);
            const auto to_term = read_value<PriceTerm>(to);
            return trace != nullptr ? self.convert(from_term, price, to_term, *trace)
                                    : self.convert(from_term, price, to_term);
          },
          py::arg("from_term"), py::arg("price"), py::arg("to_term"), py::kw_only(),
          py::arg("trace") = py::none(), "A price by one term as the price by another.");
  def_repr(route, [](const PriceRoute& self) {
    return "PriceRoute(" + py::repr(py::cast(self.costs())).cast<std::string>() +
           ", commission_insured=" + (self.commission_insured() ? "True)" : "False)");
  });
  def_equality(route);
  route.def("__hash__", [](const PriceRoute& self) {
    return py::hash(py::make_tuple(self.costs(), self.commission_insured()));
  });
  def_copy(route);
  def_pickle(
      route,
      [](const PriceRoute& self) {
        return py::make_tuple(self.costs(), self.commission_insured());
      },
      [](const py::tuple& state) {
        return PriceRoute(state[0].cast<RouteCosts>(), state[1].cast<bool>());
      });
}

void bind_packing(py::module_& m) {
  bind_struct<Packing>(
      m, "Packing", "How a product is packed: so many units in a carton of that size and weight.",
      {.per_carton = Quantity(1, units::PCE),
       .length_cm = {},
       .width_cm = {},
       .height_cm = {},
       .net_kg = {},
       .gross_kg = {}},
      {"per_carton", "length_cm", "width_cm", "height_cm", "net_kg", "gross_kg"},
      [](const Packing& packing) { check(packing); })
      .def(
          "pack",
          [](const Packing& self, Given<Quantity> quantity, Given<Rounding> rounding,
             Derivation* trace) {
            if (trace != nullptr) return packed(quantity.value, self, rounding.value, *trace);
            return packed(quantity.value, self, rounding.value);
          },
          py::arg("quantity"), py::kw_only(), py::arg_v("rounding", "half_up", "'half_up'"),
          py::arg("trace") = py::none(),
          "Cartons, weights and volume of a quantity; the net weight is rounded to the gram.");
  bind_result<PackedGoods>(m, "PackedGoods", "What a quantity comes to when packed.");
  bind_struct<ContainerRate>(
      m, "ContainerRate",
      "A kind of container: what can be loaded in practice, and what carrying one costs.",
      {.name = {}, .volume_m3 = {}, .weight_kg = {}, .freight = {}},
      {"name", "volume_m3", "weight_kg", "freight"});
  m.def("container_20gp", &container_20gp, py::arg("freight"), "28 m³ and 21,700 kg.");
  m.def("container_40gp", &container_40gp, py::arg("freight"), "58 m³ and 26,500 kg.");
  m.def("container_40hq", &container_40hq, py::arg("freight"), "68 m³ and 26,500 kg.");
  bind_struct<FreightTariff>(
      m, "FreightTariff",
      "What carrying goods costs, in containers of one's own and as loose cargo (W/M).", {}, {});
  bind_result<LoadedContainers>(m, "LoadedContainers",
                                "So many containers of a kind, and the cartons in them.");
  bind_result<ContainerPlan>(m, "ContainerPlan", "The cheapest way to carry packed goods.");
  m.def(
      "plan_containers",
      [](Given<Quantity> quantity, const py::object& packing, const py::object& tariff,
         Given<Rounding> rounding, Derivation* trace) {
        const auto packed_as = read_value<Packing>(packing);
        const auto rates = read_value<FreightTariff>(tariff);
        if (trace != nullptr)
          return plan_containers(quantity.value, packed_as, rates, rounding.value, *trace);
        return plan_containers(quantity.value, packed_as, rates, rounding.value);
      },
      py::arg("quantity"), py::arg("packing"), py::arg("tariff"), py::kw_only(),
      py::arg_v("rounding", "half_up", "'half_up'"), py::arg("trace") = py::none(),
      "The cheapest plan of full containers and loose cargo.");
}

void bind_rebate(py::module_& m) {
  bind_struct<ExportRebate>(m, "ExportRebate",
                            "What of the value added tax on exported goods is refunded: "
                            "ExportRebate('13%', '9%').",
                            {}, {"vat", "refund"},
                            [](const ExportRebate& rebate) { check(rebate); });
}

CostCategory category_from(const py::object& category) { return enum_from<CostCategory>(category); }

py::tuple line_state(const CostLine& self) {
  return py::make_tuple(self.name(), self.category(), self.rule(), show_value(self.amount()),
                        show_value(self.usage()), show_value(self.price()), self.rate(),
                        self.rebate(), self.spread_over(), self.minimum(), self.days(),
                        self.year_days(), show_value(self.base()), show_value(self.item()),
                        show_value(self.exchange_rate()));
}

// The line again, by the function that made it.
CostLine line_of(const py::tuple& state) {
  const auto name = state[0].cast<std::string>();
  const auto category = state[1].cast<CostCategory>();
  const auto amount = [&] { return decimal_from(state[3]); };
  const auto rate = state[6].cast<Rate>();
  CostLine line = [&] {
    switch (state[2].cast<CostRule>()) {
      case CostRule::per_unit:
        return CostLine::per_unit(name, category, amount());
      case CostRule::usage:
        return CostLine::material(name, state[4].cast<Quantity>(), state[5].cast<UnitPrice>(),
                                  rate);
      case CostRule::per_carton:
        return CostLine::per_carton(name, category, amount());
      case CostRule::per_container:
        return CostLine::per_container(
            name, category, amount(),
            static_cast<std::int32_t>(decimal_from(state[8]).coefficient()));
      case CostRule::per_order:
        return CostLine::per_order(name, category, amount());
      case CostRule::spread:
        return CostLine::tooling(name, amount(), decimal_from(state[8]));
      case CostRule::of_cost:
        return CostLine::of_cost(name, category, rate,
                                 read_value<std::vector<CostCategory>>(state[12]),
                                 decimal_from(state[9]));
      case CostRule::of_purchase:
        return CostLine::of_purchase(name, category, rate,
                                     read_value<std::vector<CostCategory>>(state[12]),
                                     decimal_from(state[9]));
      case CostRule::of_price:
        return CostLine::of_price(name, rate);
      case CostRule::interest:
        break;
    }
    return CostLine::interest(name, rate, state[10].cast<std::int32_t>(),
                              state[11].cast<std::int32_t>());
  }();
  if (!state[13].is_none()) line = line.on_route(state[13].cast<RouteItem>());
  if (!state[14].is_none()) line = line.at_rate(decimal_from(state[14]));
  const auto rebate = state[7].cast<ExportRebate>();
  return rebate == ExportRebate{} ? line : line.with_vat(rebate);
}

// A property that Python has as None, a tuple, or a number of its own.
template <class T>
void def_shown(py::class_<CostLine>& line, const char* name,
               const T& (CostLine::*get)() const noexcept) {
  line.def_property_readonly(name,
                             [get](const CostLine& self) { return show_value((self.*get)()); });
}

void bind_line(py::module_& m) {
  py::class_<CostLine> line(
      m, "CostLine", py::is_final(),
      "One line of a cost sheet, made by the functions that are named as what they cost.");
  const auto rebate_of = [](const py::object& rebate) {
    return rebate.is_none() ? ExportRebate{} : read_value<ExportRebate>(rebate);
  };
  line.def_static(
          "material",
          [rebate_of](std::string name, Given<Quantity> usage, Given<UnitPrice> price,
                      Given<Rate> wastage, const py::object& rebate) {
            return CostLine::material(std::move(name), usage.value, price.value, wastage.value,
                                      rebate_of(rebate));
          },
          py::arg("name"), py::arg("usage"), py::arg("price"), py::kw_only(),
          py::arg_v("wastage", "0%", "'0%'"), py::arg("rebate") = py::none(),
          "`usage` for each unit at a price; wastage is of the input: usage / (1 - wastage) is "
          "bought. With a rebate the price includes VAT.")
      .def_static(
          "bought_in",
          [rebate_of](std::string name, const Decimal& price, const py::object& rebate) {
            return CostLine::bought_in(std::move(name), price, rebate_of(rebate));
          },
          py::arg("name"), py::arg("price"), py::kw_only(), py::arg("rebate") = py::none(),
          "Goods bought at a price for each unit, with VAT if a rebate is given.")
      .def_static(
          "per_unit",
          [](std::string name, const py::object& category, const Decimal& amount) {
            return CostLine::per_unit(std::move(name), category_from(category), amount);
          },
          py::arg("name"), py::arg("category"), py::arg("amount"), "An amount for each unit.")
      .def_static(
          "per_carton",
          [](std::string name, const py::object& category, const Decimal& amount) {
            return CostLine::per_carton(std::move(name), category_from(category), amount);
          },
          py::arg("name"), py::arg("category"), py::arg("amount"),
          "An amount for each carton; the last one is paid in full.")
      .def_static(
          "per_container",
          [](std::string name, const py::object& category, const Decimal& amount,
             std::int32_t cartons) {
            return CostLine::per_container(std::move(name), category_from(category), amount,
                                           cartons);
          },
          py::arg("name"), py::arg("category"), py::arg("amount"), py::arg("cartons"),
          "An amount for each container, into which so many cartons go.")
      .def_static(
          "per_order",
          [](std::string name, const py::object& category, const Decimal& amount) {
            return CostLine::per_order(std::move(name), category_from(category), amount);
          },
          py::arg("name"), py::arg("category"), py::arg("amount"),
          "An amount for the whole quantity, whatever it is.")
      .def_static("tooling", &CostLine::tooling, py::arg("name"), py::arg("amount"),
                  py::arg("units"), "A mould or a plate for so many units.")
      .def_static(
          "of_cost",
          [](std::string name, const py::object& category, Given<Rate> rate, const py::object& base,
             const Decimal& minimum) {
            return CostLine::of_cost(std::move(name), category_from(category), rate.value,
                                     values_from<CostCategory>(base), minimum);
          },
          py::arg("name"), py::arg("category"), py::arg("rate"), py::kw_only(),
          py::arg_v("base", py::tuple(), "()"), py::arg_v("minimum", Decimal(0), "0"),
          "A rate of the lines before it in these categories, all where none is named; at least "
          "`minimum` for the whole quantity.")
      .def_static(
          "of_purchase",
          [](std::string name, const py::object& category, Given<Rate> rate, const py::object& base,
             const Decimal& minimum) {
            return CostLine::of_purchase(std::move(name), category_from(category), rate.value,
                                         values_from<CostCategory>(base), minimum);
          },
          py::arg("name"), py::arg("category"), py::arg("rate"), py::kw_only(),
          py::arg_v("base", py::tuple(), "()"), py::arg_v("minimum", Decimal(0), "0"),
          "A rate of what is paid for the lines before it in these categories, of materials and "
          "bought-in goods where none is named: of their prices with VAT (定额费用).")
      .def_static(
          "of_price",
          [](std::string name, Given<Rate> rate) {
            return CostLine::of_price(std::move(name), rate.value);
          },
          py::arg("name"), py::arg("rate"), "A rate of the price, which the price has to hold.")
      .def_static(
          "interest",
          [](std::string name, Given<Rate> yearly, std::int32_t days, std::int32_t year_days) {
            return CostLine::interest(std::move(name), yearly.value, days, year_days);
          },
          py::arg("name"), py::arg("yearly"), py::arg("days"), py::kw_only(),
          py::arg("year_days") = 360,
          "Interest on the lines before it, for the days between outlay and receipt.")
      .def(
          "on_route",
          [](const CostLine& self, Given<RouteItem> item) { return self.on_route(item.value); },
          py::arg("item"), "The same line, paid on the way.")
      .def("at_rate", &CostLine::at_rate, py::arg("rate"),
           "The same line in another currency, of which one is `rate` of the sheet's.")
      .def(
          "with_vat",
          [](const CostLine& self, const py::object& rebate) {
            return self.with_vat(read_value<ExportRebate>(rebate));
          },
          py::arg("rebate"),
          "The same line, its amount with VAT, of which the refunded part is no cost.")
      .def_property_readonly("name", &CostLine::name)
      .def_property_readonly("category", &CostLine::category)
      .def_property_readonly("rule", &CostLine::rule)
      .def_property_readonly("rate", &CostLine::rate)
      .def_property_readonly("rebate", &CostLine::rebate)
      .def_property_readonly("days", &CostLine::days)
      .def_property_readonly("year_days", &CostLine::year_days);
  def_shown(line, "amount", &CostLine::amount);
  def_shown(line, "usage", &CostLine::usage);
  def_shown(line, "price", &CostLine::price);
  def_shown(line, "spread_over", &CostLine::spread_over);
  def_shown(line, "minimum", &CostLine::minimum);
  def_shown(line, "base", &CostLine::base);
  def_shown(line, "item", &CostLine::item);
  def_shown(line, "exchange_rate", &CostLine::exchange_rate);
  def_repr(line, [](const CostLine& self) {
    return "<o2c.CostLine " + self.name() + ": " + to_string(self.rule()) + ">";
  });
  def_equality(line);
  line.def("__hash__", [](const CostLine& self) { return py::hash(line_state(self)); });
  def_copy(line);
  def_pickle(line, &line_state, &line_of);
}

UnitCosts sheet_costs(const CostSheet& self, const Quantity& quantity, Derivation* trace) {
  return trace != nullptr ? self.costs(quantity, *trace) : self.costs(quantity);
}

void bind_sheet(py::module_& m) {
  bind_enum<CostCategory>(m);
  bind_enum<CostRule>(m);
  bind_line(m);
  bind_result<LineCost>(m, "LineCost", "A line's cost of one unit.");
  auto costs = bind_result<UnitCosts>(m, "UnitCosts",
                                      "What one unit costs when so many are ordered, exactly.")
                   .def(
                       "of",
                       [](const UnitCosts& self, Given<CostCategory> category) {
                         return self.of(category.value);
                       },
                       py::arg("category"), "What the lines of a category come to.");
  def_html(costs, "o2c._cost_html", "costs_html");
  py::class_<CostSheet> sheet(m, "CostSheet", py::is_final(),
                              "What a product costs before it is offered (成本核价).");
  sheet
      .def(py::init([](std::string product, Given<Currency> currency, Given<Unit> unit,
                       const py::object& lines, const py::object& packing) {
             return CostSheet(std::move(product), currency.value, unit.value,
                              values_from<CostLine>(lines),
                              read_value<std::optional<Packing>>(packing));
           }),
           py::arg("product"), py::arg("currency"), py::arg("unit"), py::arg("lines"),
           py::arg("packing") = py::none(), "Raises InvalidArgument with every fault.")
      .def_property_readonly("product", &CostSheet::product)
      .def_property_readonly("currency", &CostSheet::currency)
      .def_property_readonly("unit", &CostSheet::unit)
      .def_property_readonly("lines",
                             [](const CostSheet& self) { return show_value(self.lines()); })
      .def_property_readonly("packing",
                             [](const CostSheet& self) { return show_value(self.packing()); })
      .def(
          "costs",
          [](const CostSheet& self, Given<Quantity> quantity, Derivation* trace) {
            return sheet_costs(self, quantity.value, trace);
          },
          py::arg("quantity"), py::kw_only(), py::arg("trace") = py::none(),
          "What one of the sheet's unit costs when this quantity is ordered.")
      .def_static(
          "from_toml",
          [](const py::object& path_or_text) {
            const TomlSource source = toml_source_from(path_or_text);
            return cost_sheet_from_toml(source.text, source.file, *currency_table());
          },
          py::arg("path_or_text"),
          "Reads a cost sheet from TOML: a path (a text of one line without \"=\" is one, too), or "
          "the text itself.\n\n"
          "Raises ParseError with every fault and its line.")
      .def(
          "to_toml", [](const CostSheet& self) { return to_toml(self); },
          "The sheet as TOML, which from_toml reads as an equal one.");
  const auto state = [](const CostSheet& self) {
    return py::make_tuple(self.product(), self.currency(), self.unit(), show_value(self.lines()),
                          show_value(self.packing()));
  };
  def_repr(sheet, [](const CostSheet& self) {
    return "<o2c.CostSheet " + self.product() + ": " + std::to_string(self.lines().size()) +
           " lines in " + to_string(self.currency()) + ">";
  });
  def_equality(sheet);
  sheet.def("__hash__", [state](const CostSheet& self) { return py::hash(state(self)); });
  def_copy(sheet);
  def_pickle(sheet, state, [](const py::tuple& pickled) {
    return CostSheet(pickled[0].cast<std::string>(), pickled[1].cast<Currency>(),
                     pickled[2].cast<Unit>(), read_value<std::vector<CostLine>>(pickled[3]),
                     read_value<std::optional<Packing>>(pickled[4]));
  });
}

}  // namespace

void bind_cost(py::module_& m) {
  bind_terms_of_delivery(m);
  bind_rebate(m);
  bind_route(m);
  bind_packing(m);
  bind_sheet(m);
  bind_quotation(m);
}

}  // namespace o2c::python

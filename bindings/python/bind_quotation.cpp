#include "bind_quotation.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/cost/price_table.hpp"
#include "o2c/cost/quotation.hpp"
#include "o2c/cost/quotation_file.hpp"
#include "o2c/cost/quote_table.hpp"
#include "o2c/cost/sheet_tables.hpp"

#include "casters.hpp"
#include "cost_enums.hpp"
#include "currency_registry.hpp"
#include "struct_type.hpp"
#include "tables.hpp"
#include "toml_source.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

template <class T>
std::vector<T> values_from(const py::object& object) {
  return read_value<std::vector<T>>(object);
}

void bind_quotes(py::module_& m) {
  bind_enum<ProfitOf>(m);
  bind_struct<PricingRule>(m, "PricingRule", "How a company makes prices from costs.", {}, {});
  bind_struct<PricingCurrency>(m, "PricingCurrency",
                               "A currency to quote in, and what the way costs in it.",
                               {.currency = currencies::USD}, {"currency"});
  bind_result<Quote>(m, "Quote", "A price for a quantity by a term in a currency.");
  m.def(
      "quote",
      [](const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
         const py::object& term, Given<Quantity> quantity, Derivation* trace) {
        const auto by = read_value<PriceTerm>(term);
        if (trace != nullptr) return quote(sheet, rule, currency, by, quantity.value, *trace);
        return quote(sheet, rule, currency, by, quantity.value);
      },
      py::arg("sheet"), py::arg("rule"), py::arg("currency"), py::arg("term"), py::arg("quantity"),
      py::kw_only(), py::arg("trace") = py::none(), "The price of a product for a quantity.");
  m.def(
      "quotes",
      [](const CostSheet& sheet, const PricingRule& rule, const py::object& currencies,
         const py::object& terms, const py::object& quantities) {
        return quotes(sheet, rule, values_from<PricingCurrency>(currencies),
                      values_from<PriceTerm>(terms), values_from<Quantity>(quantities));
      },
      py::arg("sheet"), py::arg("rule"), py::kw_only(), py::arg("currencies"), py::arg("terms"),
      py::arg("quantities"),
      "Every term, quantity and currency side by side: by quantity, then by currency, then by "
      "term.");
  m.def(
      "at_price",
      [](const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
         const py::object& term, Given<Quantity> quantity, const Decimal& price,
         Derivation* trace) {
        const auto by = read_value<PriceTerm>(term);
        if (trace != nullptr)
          return at_price(sheet, rule, currency, by, quantity.value, price, *trace);
        return at_price(sheet, rule, currency, by, quantity.value, price);
      },
      py::arg("sheet"), py::arg("rule"), py::arg("currency"), py::arg("term"), py::arg("quantity"),
      py::arg("price"), py::kw_only(), py::arg("trace") = py::none(),
      "What a price that the customer asks for would leave.");
  m.def(
      "least_price",
      [](const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
         const py::object& term, Given<Quantity> quantity, Derivation* trace) {
        const auto by = read_value<PriceTerm>(term);
        if (trace != nullptr) return least_price(sheet, rule, currency, by, quantity.value, *trace);
        return least_price(sheet, rule, currency, by, quantity.value);
      },
      py::arg("sheet"), py::arg("rule"), py::arg("currency"), py::arg("term"), py::arg("quantity"),
      py::kw_only(), py::arg("trace") = py::none(),
      "The least price by the term that leaves the floor: the list price of an order's line, below "
      "which its quotation needs an approval with a reason.");
  m.def(
      "quote_refusals",
      [](const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
         const Quote& asked, const Date& as_of) {
        const py::object type = py::module_::import("o2c._errors").attr("Refusal");
        py::list refusals;
        for (const Refusal& one : quote_refusals(sheet, rule, currency, asked, as_of))
          refusals.append(
              type(one.rule, one.reason.en, one.reason.zh, one.cure.en, one.cure.zh, one.source));
        return refusals;
      },
      py::arg("sheet"), py::arg("rule"), py::arg("currency"), py::arg("quote"), py::arg("as_of"),
      "Whether a quote may be given on a day: below_floor, with the least price that would do, and "
      "expired.");
}

void bind_price_table(py::module_& m) {
  m.def(
      "price_table",
      [](TableSource& products, const PricingRule& rule, const py::object& pricing_currencies,
         const py::object& terms, Given<Currency> home, int cost_digits,
         std::optional<int> amount_digits, std::size_t threads) {
        const PriceTableOptions options{
            .rule = rule,
            .currencies = values_from<PricingCurrency>(pricing_currencies),
            .terms = values_from<PriceTerm>(terms),
            .home = home.value,
            .cost_digits = cost_digits,
            .amount_digits = amount_digits,
            .threads = threads};
        py::gil_scoped_release release;
        return price_table(products, options);
      },
      py::arg("products"), py::kw_only(), py::arg("rule"), py::arg("currencies"), py::arg("terms"),
      py::arg("home"), py::arg("cost_digits"), py::arg("amount_digits"), py::arg("threads"),
      "The column face of quote.");
}

void bind_sheet_tables(py::module_& m) {
  m.def(
      "cost_sheets",
      [](TableSource& products, TableSource* materials, TableSource* expenses,
         Given<Currency> currency, Given<Unit> unit, std::optional<int> amount_digits) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        const SheetTableOptions options{.currency = currency.value,
                                        .unit = unit.value,
                                        .currencies = *currencies,
                                        .amount_digits = amount_digits};
        py::gil_scoped_release release;
        return cost_sheets(products, materials, expenses, options);
      },
      py::arg("products"), py::arg("materials"), py::arg("expenses"), py::kw_only(),
      py::arg("currency"), py::arg("unit"), py::arg("amount_digits"),
      "Cost sheets of many products, from tables.");
  m.def(
      "quote_table",
      [](const py::object& sheets, const PricingRule& rule, const py::object& pricing_currencies,
         const py::object& terms, const py::object& quantities, const py::object& as_of,
         Given<Language> lang) {
        const auto all = values_from<CostSheet>(sheets);
        const QuoteTableOptions options{
            .rule = rule,
            .currencies = values_from<PricingCurrency>(pricing_currencies),
            .terms = values_from<PriceTerm>(terms),
            .quantities = values_from<Quantity>(quantities),
            .as_of = read_value<std::optional<Date>>(as_of),
            .language = lang.value};
        py::gil_scoped_release release;
        return quote_table(all, options);
      },
      py::arg("sheets"), py::kw_only(), py::arg("rule"), py::arg("currencies"), py::arg("terms"),
      py::arg("quantities"), py::arg("as_of"), py::arg("lang"),
      "The quotations of many sheets, as a table.");
}

void bind_file(py::module_& m) {
  const CostSheet nothing("", currencies::USD, units::PCE,
                          {CostLine::per_unit("nothing", CostCategory::expense, 0)});
  auto sheet = bind_struct<QuotationSheet>(
      m, "QuotationSheet",
      "Prices to be made: what the product costs, the rule that makes "
      "prices of it, and by which terms, in which currencies and for which "
      "quantities they are asked for.",
      {.sheet = nothing}, {"sheet"});
  // In place of the expression of all fields, which has a whole cost sheet in it.
  sheet.def(
      "__repr__",
      [](const QuotationSheet& self) {
        return "<o2c.QuotationSheet " + self.sheet.product() + ": " +
               std::to_string(self.terms.size()) + " terms, " +
               std::to_string(self.currencies.size()) + " currencies, " +
               std::to_string(self.quantities.size()) + " quantities>";
      },
      py::prepend());
  sheet
      .def_static(
          "from_toml",
          [](const py::object& path_or_text) {
            const TomlSource source = toml_source_from(path_or_text);
            return quotation_from_toml(source.text, source.file, *currency_table());
          },
          py::arg("path_or_text"),
          "Reads a cost sheet and the prices to be made under [pricing] from TOML: a path (a text "
          "of one line without \"=\" is one, too), or the text itself.\n\n"
          "Raises ParseError with every fault and its line.")
      .def(
          "to_toml", [](const QuotationSheet& self) { return to_toml(self); },
          "The quotation as TOML, which from_toml reads as an equal one.")
      .def(
          "quotes", [](const QuotationSheet& self) { return quotes(self); },
          "Every term, quantity and currency side by side: by quantity, then by currency, then by "
          "term.");
  bind_struct<ProductPricing>(m, "ProductPricing",
                              "How many products are priced: what a quotation says but for the "
                              "cost sheet, which tables have.",
                              {.currency = currencies::USD, .unit = units::PCE},
                              {"currency", "unit"})
      .def_static(
          "from_toml",
          [](const py::object& path_or_text) {
            const TomlSource source = toml_source_from(path_or_text);
            return pricing_from_toml(source.text, source.file, *currency_table());
          },
          py::arg("path_or_text"),
          "Reads a quotation without product, [packing] and [[line]] from TOML: a path, or the "
          "text "
          "itself.\n\n"
          "Raises ParseError with every fault and its line.");
}

}  // namespace

void bind_quotation(py::module_& m) {
  bind_quotes(m);
  bind_file(m);
  bind_price_table(m);
  bind_sheet_tables(m);
}

}  // namespace o2c::python
